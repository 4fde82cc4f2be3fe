from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from db.changes import Change, Differences, changed_fields, is_same
from pipeline.article import Edit, Where

CUT = Edit("cut_more_line", Where("text", 16), "\nMore", "")


@pytest.fixture
def article(make_kept):
    return make_kept(edits=(CUT, CUT)).article


def differences(before, after):
    found = Differences()
    found.add(Change(before, after))
    return dict(found.more), dict(found.fewer), dict(found.fields)


def test_edits_are_counted_by_rule(article):
    new = Edit("strike", Where("text", 0), "x", "")
    assert differences(article, replace(article, edits=(CUT, new))) == ({"strike": 1}, {"cut_more_line": 1}, {})


def test_the_same_edit_at_another_place_is_no_other(article):
    moved = replace(article, edits=(CUT, replace(CUT, where=Where("text", 3))))
    assert differences(article, moved) == ({}, {}, {})
    assert not is_same(Change(article, moved))


def test_fields_are_called_by_their_names(article):
    there = article.published.astimezone(timezone(timedelta(hours=9)))
    after = replace(article, title="Another", published=there, paragraphs=("北京",), authors=("Ann",), memory=3)
    assert changed_fields(Change(article, after)) == {"title", "published", "text", "authors"}


def test_another_version_of_the_memory_is_no_change(article):
    assert is_same(Change(article, replace(article, memory=3)))

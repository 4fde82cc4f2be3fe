"""The runner: cases in, articles out, and every edit undone."""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import RawPage, clean
from pipeline.article import Block, Evidence, Span
from pipeline.clean import changes, joined, moved
from pipeline.extract import extract

CASES = Path(__file__).parent / "cases"
PROJECT = Path(__file__).parents[2]


def cases(name):
    return [pytest.param(case, id=case["label"]) for case in json.loads((CASES / name).read_text("utf-8"))]


@pytest.mark.parametrize("case", cases("texts.json"))
def test_texts(case, text_page):
    article = clean(text_page(case["before"]))
    assert article.text == (case["after"] or case["before"])
    assert article.original() == case["before"]


@pytest.mark.parametrize("case", cases("lines.json"))
def test_lines(case, text_page):
    article = clean(text_page(*case["before"], title=case["title"]))
    assert list(article.paragraphs) == (case["after"] or case["before"])
    assert article.credit == case["credit"]
    assert article.original() == "\n".join(case["before"])


def test_the_seed_article_comes_out_as_a_copy_editor_would_pass_it():
    before = (PROJECT / "seeds/articles/us-trained-afghan-soldiers.txt").read_text("utf-8")
    title, *paragraphs = [line for line in before.split("\n") if line]
    expected = [
        paragraph.replace("Russia There is a", "Russia has a").replace(
            "figures BakhmutThe city in eastern Donetsk has", "figures, Bakhmut, the city in eastern Donetsk, has"
        )
        for paragraph in paragraphs[:-4]
    ]
    article = clean(RawPage("", before.encode(), "text/plain"))
    assert article.title == title
    assert list(article.paragraphs) == expected
    assert article.credit == "with inputs from agencies"
    assert article.flags == ("machine-rewritten",)
    rules = {"lift_agency_credit", "labels_button", "promotes_site", "mend_there_is_splice", "part_fused_name"}
    assert {edit.rule for edit in article.edits} == rules


def test_the_title_is_repaired_and_can_be_had_back(text_page):
    article = clean(text_page("Ice.", title="SchlieÃŸlich: Fish &amp; chips"))
    assert article.title == "Schließlich: Fish & chips"
    assert article.original("title") == "SchlieÃŸlich: Fish &amp; chips"


ODD = st.sampled_from([
    "Russia There is a dog. ", "figures BakhmutThe city has. ", "(with inputs from agencies)", "More", "Less", "\n",
    " ",
    "Download the app to get daily latest updates", "Ã¼", "&amp;", "\x00", "\u2028", "\x85", "\ufeff", "one.Two three ",
])  # fmt: skip


@given(st.lists(st.one_of(ODD, st.text(max_size=12)), max_size=12), st.one_of(st.none(), st.text(max_size=12)))
def test_undo_gives_the_extracted_text_back(parts, title):
    body = ("" if title is None else f"{title}\n\n") + "".join(parts)
    page = RawPage("", body.encode("utf-8", "replace"), "text/plain; charset=utf-8")
    draft, article = extract(page), clean(page)
    assert article.original() == draft.text
    assert article.original("title") == (draft.title or "")
    assert all("\n" not in paragraph for paragraph in article.paragraphs)


@given(st.text(max_size=40), st.text(max_size=40))
def test_changes_lead_from_one_text_to_the_other(before, after):
    text = before
    for start, old, new in changes(before, after):
        assert text[start : start + len(old)] == old
        text = text[:start] + new + text[start + len(old) :]
    assert text == after


def test_evidence_follows_a_change():
    evidence = Evidence("p", ("p",), links=(Span(0, 4), Span(10, 14)), seams=(4, 10))
    assert moved(evidence, 6, 0, 2) == Evidence("p", ("p",), links=(Span(0, 4), Span(12, 16)), seams=(4, 12))


@pytest.mark.parametrize("corpus", ["aeb", "publishers", "sites"])
def test_undo_on_real_pages(corpus, shared):
    for path in sorted((shared / "bench" / corpus / "pages").glob("*.gz")):
        page = RawPage("https://example.com/", gzip.decompress(path.read_bytes()), "text/html; charset=utf-8")
        assert clean(page).original() == extract(page).text, path.name


def test_labelled_look_alikes_come_out_unchanged(shared, text_page):
    rows = [json.loads(line) for line in (shared / "glitch/dev/traps.jsonl").read_text("utf-8").splitlines()]
    lines = {row["id"]: [line for line in row["dirty"].split("\n") if line.strip()] for row in rows}
    assert {key: list(clean(text_page(*before)).paragraphs) for key, before in lines.items()} == lines


MAYOR = "The mayor of the town at the lake, who has never been seen on the ice,"


def lines_page(*lines):
    body = f"<html><body><article><h1>Ice</h1><p>{'<br>'.join(lines)}</p>{20 * '<p>It froze over, the clerk said.</p>'}"
    return RawPage("https://example.com/", body.encode(), "text/html; charset=utf-8")


def test_a_broken_sentence_is_put_together_with_its_links_and_can_be_had_back():
    page = lines_page(MAYOR, 'is with <a href="/b">the brigade</a> that', "sits at <b>the</b> quay.", "Nobody fell in.")
    draft, article = extract(page), clean(page)
    assert article.paragraphs[:2] == (f"{MAYOR} is with the brigade that sits at the quay.", "Nobody fell in.")
    assert [(edit.rule, edit.before, edit.after) for edit in article.edits[:2]] == 2 * [
        ("continues_sentence", "\n", " ")
    ]
    assert article.original() == draft.text


LINES = st.lists(
    st.sampled_from(
        [MAYOR, f" {MAYOR} ", "which is thin,", "is silent.", " and so\u00a0", "Nobody fell in.", "<b>who</b>"]
    ),
    min_size=1,
    max_size=8,
)


@given(LINES)
def test_undo_gives_broken_lines_back(lines):
    page = lines_page(*lines)
    assert clean(page).original() == extract(page).text


@given(st.lists(st.tuples(st.sampled_from(["", " ", "\u00a0"]), st.sampled_from(["ice", "a b"])), min_size=1))
def test_links_and_seams_follow_a_join(pieces):
    def block(space, text):
        found = Span(len(space), len(space) + len(text))
        return Block(f"{space}{text}{space}", evidence=Evidence("p", ("p",), links=(found,), seams=(found.start + 1,)))

    whole, gaps = joined([block(*piece) for piece in pieces])
    assert [whole.text[slice(*link)] for link in whole.evidence.links] == [text for _, text in pieces]
    assert [whole.text[seam - 1] for seam in whole.evidence.seams] == [text[0] for _, text in pieces]
    assert [whole.text[start] for start, _ in gaps] == [" "] * (len(pieces) - 1)

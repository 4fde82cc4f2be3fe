from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from db import search_postgres, search_sqlite
from db.engine import open_reader
from db.facets import facets
from db.filter import Filter
from db.query import LONGEST
from db.read import articles
from db.search import Marks, count, search
from db.store import Store
from tests.postgres import schema

DAY = timedelta(days=1)
START = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def shelf(store, reader, make_kept):
    store.extend(
        [
            make_kept(1, title="Lake freezes", paragraphs=("Thin ice on the river.",), published=START),
            make_kept(2, title="Weather", paragraphs=("The lake is open.", "No ice."), published=START + DAY),
            make_kept(3, title="Zürich votes", paragraphs=("A river of words. " * 50 + "Then a vote.",), site="b.org"),
            make_kept(4, title=None, paragraphs=("Nothing.",), language="de", published=None),
        ]
    )
    return reader


def ids(engine, words, **only):
    return [hit.id for hit in search(engine, words, only=Filter(**only))]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("lake", [1, 2]),  # the headline counts more
        ("LAKE ice", [1, 2]),
        ('"thin ice"', [1]),
        ('"ice thin"', []),
        ("ice -river", [2]),
        ('ice -"no ice"', [1]),
        ("freez*", [1]),
        ("freez", []),
        ("zurich", [3]),
        ("lake AND ice", []),
        ("unheard", []),
        ("lake ***", [1, 2]),
    ],
)
def test_words(shelf, words, expected):
    assert ids(shelf, words) == expected


def test_without_words_the_newest_come_first(shelf):
    assert ids(shelf, "") == [3, 2, 1, 4]
    assert ids(shelf, "-ice") == [3, 4]
    assert search(shelf, "")[1].snippet == "The lake is open.\nNo ice."
    assert search(shelf, "")[0].score == 0.0
    assert search(shelf, "")[0].snippet == ("A river of words. " * 50)[:160] + "…"


def test_filters(shelf):
    assert ids(shelf, "river", site="b.org") == [3]
    assert ids(shelf, "lake", since=START + DAY) == [2]
    assert ids(shelf, "lake", until=START + DAY) == [1]
    assert ids(shelf, "nothing", language="de") == [4]
    assert ids(shelf, "nothing", language="en") == []
    assert ids(shelf, "", language="de") == [4]


def test_a_hit_says_what_was_found(shelf):
    (hit,) = search(shelf, "vote")
    assert (hit.title, hit.site, hit.url) == ("Zürich votes", "b.org", "https://www.example.com/3")
    assert hit.published == datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert hit.published.tzinfo is UTC
    assert hit.score > 0
    assert "Then a [vote]." in hit.snippet
    assert len(hit.snippet) < 200
    assert "<b>vote</b>" in search(shelf, "vote", marks=Marks("<b>", "</b>"))[0].snippet


def test_the_best_come_first_and_no_more_than_asked_for(shelf):
    scores = [hit.score for hit in search(shelf, "lake")]
    assert scores == sorted(scores, reverse=True)
    assert len(search(shelf, "lake", limit=1)) == 1
    assert len(search(shelf, "", limit=3)) == 3


def test_the_newest_come_first_on_request(shelf):
    assert [hit.id for hit in search(shelf, "ice OR vote OR nothing", newest=True)] == [3, 2, 1, 4]
    assert [(hit.id, hit.score) for hit in search(shelf, "river", newest=True)] == [(3, 0.0), (1, 0.0)]
    assert "A [river] of words" in search(shelf, "river", newest=True)[0].snippet


@pytest.mark.parametrize(("words", "newest"), [("ice OR river", False), ("ice OR river", True), ("", False)])
def test_pages_go_on_where_the_last_ended(shelf, words, newest):
    whole = search(shelf, words, newest=newest)
    assert search(shelf, words, limit=2, newest=newest) + search(shelf, words, 2, newest=newest, skip=2) == whole[:4]
    assert search(shelf, words, newest=newest, skip=100) == []


def test_either_of_two_and_words_of_the_title(shelf):
    assert sorted(ids(shelf, "vote OR thin")) == [1, 3]
    assert ids(shelf, "thin OR open lake") == [1, 2]
    assert ids(shelf, "title:lake") == [1]
    assert ids(shelf, "lake -title:lake") == [2]
    assert ids(shelf, "title:weath*") == [2]


def test_how_many_there_are(shelf):
    assert (count(shelf), count(shelf, "lake"), count(shelf, "-ice"), count(shelf, "unheard")) == (4, 2, 2, 0)
    assert count(shelf, "river", Filter(site="b.org")) == 1
    assert count(shelf, "river site:b.org") == 1


def test_older_versions_are_found_only_when_asked_for(store, reader, make_kept, make_page):
    pages = [make_page(1, body=body) for body in (b"old", b"new")]
    store.extend([make_kept(page_=page, title=f"{page.body.decode()} ice", edits=()) for page in pages])
    for words in ("ice", "", "-unheard", "old OR new"):
        assert [hit.title for hit in search(reader, words)] == ["new ice"]
        assert len(search(reader, words, only=Filter(versions=True))) == 2
        assert len(search(reader, words, only=Filter(versions=True), newest=True)) == 2
    assert search(reader, "old") == []
    assert (count(reader), count(reader, "ice"), count(reader, "", Filter(versions=True))) == (1, 1, 2)


def test_of_very_many_with_a_word_the_last_are_weighed(shelf, monkeypatch):
    for full_text in (search_sqlite, search_postgres):
        monkeypatch.setattr(full_text, "RANKED", 1)
    assert ids(shelf, "ice") == [2]
    assert count(shelf, "ice") == 2
    assert [hit.id for hit in search(shelf, "ice", newest=True)] == [2, 1]


TEXTS = {
    1: ("北京的春天", "国务院星期三说,北京和上海的AI芯片工厂将关闭。"),
    2: ("東京の空港", "雪のため、羽田空港は火曜日に閉鎖された。"),
    3: ("น้ำท่วมกรุงเทพ", "ฝนตกหนักทำให้น้ำท่วมถนนหลายสาย ชาวนาปลูกข้าว"),
    4: ("ข่าวป่าไม้", "รัฐบาลปิดป่าสามแห่ง"),
    5: ("서울의 봄", "서울은 화요일에 조용했다."),
    6: ("झील जम गई", "हिन्दी समाचार: दिल्ली में झील जम गई।"),
    7: ("البحيرة", "تجمّدت البحيرة جدًا يوم الثلاثاء في بيروت."),
    8: ("האגם", "שָׁלוֹם לכולם, האגם קפא."),
    9: ("ນະຄອນຫຼວງ", "ນະຄອນຫຼວງວຽງຈັນ ປິດຕະຫຼາດ"),
    10: ("ភ្នំពេញ", "រាជធានីភ្នំពេញបិទផ្សារ"),
    11: ("ရန်ကုန်", "ရန်ကုန်မြို့တွင် ဈေးများ ပိတ်ထားသည်"),
}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def library(request, tmp_path_factory):
    """Where a database is that is filled once for all tests of this module: a file, or a schema on a server."""
    if request.param == "sqlite":
        return tmp_path_factory.mktemp("library")
    return request.getfixturevalue("postgres")


def within(library, name):
    """Return the location of a new database there."""
    return library / f"{name}.db" if isinstance(library, Path) else schema(library, name)


@pytest.fixture(scope="module")
def scripts(library, make_kept):
    location = within(library, "scripts")
    with Store.open(location) as opened:
        opened.extend([make_kept(number, title=title, paragraphs=(text,)) for number, (title, text) in TEXTS.items()])
    engine = open_reader(location)
    yield engine
    engine.dispose()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("北京", [1]),
        ("京北", []),
        ("上海的", [1]),
        ("北京 上海", [1]),
        ('"北京和上海"', [1]),
        ("AI", [1]),
        ("ai芯片", [1]),
        ("芯片*", [1]),
        ("北京 -芯片", []),
        ("title:春天", [1]),
        ("空港", [2]),
        ("羽田", [2]),
        ("北京 OR 空港", [1, 2]),
        ("น้ำท่วม", [3]),
        ("ป่า", [4]),
        ("ปลา", []),
        ("นา", [3]),  # as part of another word: there are no spaces to tell
        ("서울", []),
        ("서울*", [5]),
        ("서울은", [5]),
        ("हिन्दी", [6]),
        ("हनद", []),
        ("दिल्ली", [6]),
        ("दिल*", [6]),
        ("جدا", [7]),
        ("جدًا", [7]),
        ("تجمدت", [7]),
        ("بيروت", [7]),
        ("שלום", [8]),
        ("ວຽງຈັນ", [9]),
        ("ភ្នំពេញ", [10]),
        ("ဈေး", [11]),
    ],
)
def test_words_of_all_scripts(scripts, words, expected):
    assert sorted(ids(scripts, words)) == expected


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("上海", "北京和[上海]的AI芯片"),
        ("空港", "羽田[空港]は火曜日"),
        ("น้ำท่วม", "ทำให้[น้ำท่วม]ถนน"),
        ("جدا", "البحيرة [جدا] يوم"),
    ],
)
def test_snippets_read_as_the_text(scripts, words, part):
    assert part in search(scripts, words)[0].snippet


@pytest.fixture(scope="module")
def engine(library, make_kept):
    location = within(library, "hostile")
    with Store.open(location) as store:
        store.extend([make_kept(1, title="a", paragraphs=("a b AND NEAR ² 北 ü \N{ICE CREAM}",))])
    opened = open_reader(location)
    yield opened
    opened.dispose()


ANY_TEXT = st.text(st.characters(exclude_categories=()))
LIKE_SYNTAX = st.text(st.sampled_from("ab\"*-+^:(){}\\' \0\ud800NEAR,²½北ป่\u202e\ufe0f\N{ICE CREAM}"))
LIKE_FIELDS = st.lists(st.sampled_from(["title:", "site:", "author:", "-", "OR", " ", '"', "a", "*", "%", "北"])).map(
    "".join
)


@settings(max_examples=500, deadline=None)
@given(ANY_TEXT | LIKE_SYNTAX | LIKE_FIELDS)
@example('"')
@example("² -²")
@example("a -² b")
@example("\N{COMBINING ACUTE ACCENT}")
@example("NEAR(")
@example("NEAR(a b, 10)")
@example("a AND")
@example("-*")
@example("ـ")
def test_no_words_are_an_error(engine, words):
    found = len(search(engine, words))
    assert count(engine, words) == facets(engine, words).counted == len(list(articles(engine, words=words))) == found
    assert len(search(engine, words, newest=True)) == found <= 1


@pytest.mark.parametrize(
    "words",
    ['"' * 1_000, "a " * 500_000, "(" * 1_000, "-a " * 1_000, "a OR " * 1_000, "x" * 1_000_000, "北" * 1_000_000],
)
def test_long_words_are_no_error(engine, words):
    assert len(search(engine, words)) in {0, 1}


def test_what_comes_after_the_letters_that_count_is_not_looked_for(engine):
    assert len(search(engine, "a" + " " * LONGEST + "unheard")) == 1

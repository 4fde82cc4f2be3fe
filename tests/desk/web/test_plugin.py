"""What the pages show, and what they never do."""

import re
import sqlite3
from contextlib import closing
from html.parser import HTMLParser
from urllib.parse import quote

import pytest

from pipeline.article import Article, Edit, Where

PAGES = ("", "?edits=1", "/original", "/history")

EVIL = (
    "<script>alert(1)</script>\"'onmouseover=alert(2) </style></title><img src=x onerror=alert(3)>{{ 7 * 7 }}\u202egnp"
)
HOSTILE = Article(
    "javascript:alert(document.domain)",
    EVIL,
    (EVIL, f"</p></div>{EVIL}", "a\x02b\x03c\x1b[31m"),
    canonical_url="data:text/html,<script>alert(1)</script>",
    site=f'a.org" onmouseover="alert(4){EVIL}',
    site_name=EVIL,
    source=EVIL,
    authors=(EVIL,),
    language='en" onload="alert(5)',
    section=EVIL,
    tags=(EVIL,),
    image="javascript:alert(6)",
    standfirst=EVIL,
    credit=EVIL,
    correction=EVIL,
    author_note=EVIL,
    extractor=EVIL,
    flags=(EVIL,),
    edits=(Edit(EVIL, Where("text", 0), EVIL, ""), Edit("javascript:alert(7)", Where("title", 0), EVIL, "")),
)


class Elements(HTMLParser):
    """The elements of a page, as a browser makes them of it, with their attributes."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def check_harmless(answer):
    """Check that nothing on a page runs, is loaded from elsewhere, or leads anywhere but to the web."""
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    for tag, attributes in Elements(answer.text).found:
        assert tag not in {"script", "img", "iframe", "object", "embed", "style", "base"}
        assert not [name for name in attributes if name.startswith("on") or name in {"style", "srcdoc"}], attributes
        for name in ("href", "src", "action", "formaction"):
            address = attributes.get(name)
            if address is None:
                continue
            assert re.match(r"https?://|/(?!/)|#", address), address
            if address.startswith("http"):
                assert attributes["rel"] == "noopener noreferrer nofollow external"
            elif tag == "link":
                assert address.startswith("/desk/")


@pytest.mark.parametrize("path", ["/", "/search", "/search?q=ferry&sort=newest&page=2", "/rules", "/nothing"])
def test_pages_load_nothing_from_elsewhere(ask, path):
    check_harmless(ask(path))


def test_no_text_of_an_article_runs(store_and_ask):
    older = Article(HOSTILE.url, "Old", ("Old.",), fetched_at=HOSTILE.fetched_at)
    paths = [f"/article/{number}{part}" for number in (1, 2) for part in PAGES]
    evil = quote(EVIL)
    answers = store_and_ask(
        [older, HOSTILE],
        "/",
        "/search",
        f"/search?q={evil}&site={evil}&source={evil}&language={evil}&since={evil}&sort={evil}&page={evil}",
        "/search?q=alert",
        *paths,
    )
    for answer in answers:
        assert answer.status_code == 200
        check_harmless(answer)
        assert "49" not in answer.text.replace("{{ 7 * 7 }}", "")  # no text is taken for a template


def test_what_datasette_shows_of_an_article_does_not_run_either(store_and_ask):
    for answer in store_and_ask([HOSTILE], "/data/article", "/data/article/1", "/data/edit"):
        assert answer.status_code == 200
        assert "script-src 'self';" in answer.headers["content-security-policy"]  # none that stands in the page
        elements = Elements(answer.text).found
        assert not [each for each in elements if each[0] == "img" or any(name.startswith("on") for name in each[1])]
        assert not [each for each in elements if (each[1].get("href") or "").startswith(("javascript:", "data:"))]


def test_a_headline_of_a_megabyte_does_no_harm(store_and_ask):
    huge = Article(
        "https://a.org/1", "x" * 1_000_000, ("Ice.", "y" * 1_000_000), site="a.org", authors=("z" * 1_000_000,)
    )
    for answer in store_and_ask([huge], "/", "/search", "/search?q=ice", *(f"/article/1{part}" for part in PAGES)):
        assert answer.status_code == 200
        assert len(answer.text) < 700_000


def test_an_article_of_five_megabytes_is_shown_from_its_beginning(store_and_ask):
    huge = Article("https://a.org/1", "Ice", ("Ice. " * 1_000_000,))
    read, original, text = store_and_ask([huge], "/article/1?edits=1", "/article/1/original", "/article/1/text")
    assert len(read.text) < 700_000
    assert "beginning of a very long text" in read.text
    assert "copydesk show 1 --original" in original.text
    assert text.text == huge.text


@pytest.mark.parametrize(
    "path",
    [
        "/article/99999",
        "/article/999999999999999999",
        "/article/9999999999999999999999",
        "/article/-1",
        "/article/9e99",
        "/article/1%00",
        "/article/1/../../etc/passwd",
        "/article/1/%2e%2e/%2e%2e/etc/passwd",
        "/article/١",
        "/article/1/raw.html",
        "/desk/../plugin.py",
        "/desk/%2e%2e/plugin.py",
        "/_internal",
        "/_memory",
        "/nothing",
    ],
)
def test_what_is_not_there_is_told_as_a_page(ask, path):
    answer = ask(path, follow_redirects=True)
    assert answer.status_code in {403, 404}, answer.text
    if not path.startswith("/desk/"):
        check_harmless(answer)
    assert "import" not in answer.text


def test_a_question_as_long_as_the_client_can_send_is_answered(ask):
    assert ask("/search?q=" + "ferry+" * 10_000).status_code == 200
    assert ask("/search?q=" + "(" * 60_000).status_code == 200


@pytest.mark.parametrize(
    "words", ['"', "-", "*", "AND OR NOT", "title:", '"a b', "-ferry", "'; DROP TABLE article; --", "\0"]
)
def test_no_question_is_an_error(ask, words):
    for sort in ("", "&sort=newest"):
        assert ask(f"/search?q={quote(words)}{sort}").status_code == 200


WRITING = [
    "insert into article (id) values (1000000)",
    "with a as (select 1) insert into article (id) select 1000000",
    "delete from edit",
    "update article set title = 'x'",
    "drop table edit",
    "attach database '/tmp/evil.db' as evil",
    "select 1; delete from edit",
    "select 1;\ndelete from edit",
    "pragma query_only = off",
    "pragma journal_mode = delete",
    "pragma writable_schema = on",
    "vacuum into '/tmp/evil.db'",
    "select load_extension('/tmp/evil')",
    "explain delete from edit; delete from edit",
    "insert into article_fts(article_fts) values ('delete-all')",
    "select writefile('/tmp/evil', 'x')",
]


@pytest.mark.parametrize("statement", WRITING)
def test_no_sql_can_write(ask, archive, statement):
    before = content_of(archive)
    for form in ("/data?sql={}", "/data.json?sql={}", "/data/article?_where={}", "/data/article?_where=1){}"):
        ask(form.format(quote(statement)))
    assert ask(f"/data.json?sql={quote(statement)}").status_code >= 400
    assert content_of(archive) == before


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_no_method_can_write(ask, archive, method):
    before = content_of(archive)
    sent = {"sql": "delete from edit", "_method": "DELETE"}
    for path in (
        "/",
        "/search",
        "/article/1",
        "/data",
        "/data.json?sql=delete+from+edit",
        "/data/article/1",
        "/-/messages",
    ):
        ask(path, method, data=sent) if method in {"POST", "PUT", "PATCH"} else ask(path, method)
    assert content_of(archive) == before


@pytest.mark.parametrize("name", ["versions", "plugins", "settings", "metadata", "databases", "threads", "actor"])
def test_what_datasette_tells_of_itself_names_no_other_plugin_and_no_other_database(ask, name):
    answer = ask(f"/-/{name}.json")
    assert answer.status_code == 200
    if name == "databases":
        assert [each["name"] for each in answer.json()] == ["data"]
        assert answer.json()[0]["is_mutable"]  # never `immutable`, which would not see what is written meanwhile
    if name == "plugins":
        assert [each["name"] for each in answer.json()] == ["copydesk"]


def content_of(place):
    with closing(sqlite3.connect(f"file:{place}?mode=ro", uri=True)) as connection:
        return list(connection.iterdump())


def test_not_even_what_gets_through_to_the_connection_can_write(ask, archive):
    """Datasette lets statements pass by their first word; the connection itself refuses the rest."""
    from db.engine import open_reader
    from desk.web.plugin import DATA, datasette_over

    engine = open_reader(archive)
    with datasette_over(engine, archive) as datasette:
        connection = datasette.get_database(DATA).connect(write=True)
        for statement in (
            "DELETE FROM edit",
            "ATTACH ':memory:' AS other",
            "PRAGMA query_only = OFF; DELETE FROM edit",
        ):
            with pytest.raises(sqlite3.Error):
                connection.executescript(statement)
        with pytest.raises(sqlite3.DataError):
            connection.execute("SELECT hex(zeroblob(900000000))").fetchall()
    engine.dispose()


def test_sql_can_read_and_is_stopped_when_it_takes_too_long(ask):
    assert ask("/data.json?sql=select+count(*)+as+n+from+edit&_shape=array").json()[0]["n"] > 100
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
    answer = ask(f"/data.json?sql={quote(endless)}")
    assert answer.status_code == 400
    assert "SQL Interrupted" in answer.text


def test_the_front_page_says_what_is_there(ask):
    text = ask("/").text
    assert "<h1>133 articles</h1>" in text
    assert "from 7 sites" in text
    assert "2 older versions of them" in text
    assert re.search(r"<desc id=.days-desc.>60 days from 2026-04-14 to 2026-06-12; the most is \d+\.", text)
    assert 'href="/rules#repeats_title"' in text
    assert "/data/refusal?reason=http%20404" in text


def test_an_empty_database_says_what_to_do(store_and_ask):
    (answer,) = store_and_ask([], "/")
    assert "<h1>0 articles</h1>" in answer.text
    assert "copydesk load PATH" in answer.text
    check_harmless(answer)


def test_a_search_can_be_narrowed_and_paged(ask):
    text = ask("/search?q=ferry").text
    assert "77 articles for" in text
    assert '<a href="/search?q=ferry&amp;site=quay.example">' in text
    assert '<a rel="next" href="/search?q=ferry&amp;page=2">' in text
    narrowed = ask("/search?q=ferry&site=quay.example").text
    assert "20 articles for" in narrowed
    assert 'rel="next"' not in narrowed
    assert "Nothing found" in ask("/search?q=nobodyeverwrotethis").text


def test_newest_first_is_by_day(ask):
    days = re.findall(r'<time datetime="([^"]+)"', ask("/search?q=ferry&sort=newest").text)
    assert days == sorted(days, reverse=True)
    assert len(days) == 20


def test_an_article_shows_what_it_has(ask, number_of):
    text = ask(f"/article/{number_of('letter shows buoy')}").text
    assert "Published <time" in text
    assert "12 June 2026, 08:30 (UTC)" in text
    assert 'href="https://www.harbourpost.example/ferry" rel="noopener noreferrer nofollow external"' in text
    assert "An earlier version of this article said" in text
    assert "word for word" in text
    assert re.search(r"9\d% shared", text)
    assert "<del>" not in text


def test_edits_stand_in_place_with_their_reasons(ask, number_of):
    text = ask(f"/article/{number_of('ferry tugs soup blankets passengers')}?edits=1").text
    assert re.search(r"<del>Read more: Bakers[^<]*</del><details class=.why.><summary>points elsewhere</summary>", text)
    assert 'href="/rules#points_elsewhere">A cut</a>' in text


def test_the_original_stands_beside(ask, number_of):
    text = ask(f"/article/{number_of('ferry tugs soup blankets passengers')}/original").text
    assert '<div role="cell" dir="auto"><del>Read more: Bakers' in text
    assert "noon.<ins> </ins>Her team" in text


def test_versions_are_compared(ask, number_of):
    number = number_of("letter shows buoy")
    text = ask(f"/article/{number}/history").text
    assert text.count("What changed") == 2
    assert "From version 2 to version 3" in text
    assert "<ins>187</ins>" in text
    assert "<ins>Correction: An earlier version" in text
    assert "From version 1 to version 3" in ask(f"/article/{number}/history?a=1&b=3").text
    assert "From version 2 to version 3" in ask(f"/article/{number}/history?a=99&b=x").text
    older = ask(f"/article/{number - 2}").text
    assert f'This is version 1 of 3. <a href="/article/{number}">' in older


def test_a_page_as_it_came_in_is_never_shown(ask, number_of):
    answer = ask(f"/article/{number_of('ferry')}/raw")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert b"<!doctype html>" in answer.content


def test_a_database_that_fails_is_told_as_a_page(ask, archive, monkeypatch):
    from db.errors import DatabaseError
    from desk.web import pages

    def fail(*_):
        raise DatabaseError("archive.db is damaged: get it from a backup")

    monkeypatch.setattr(pages, "search", fail)
    answer = ask("/search")
    assert answer.status_code == 503
    assert "archive.db is damaged" in answer.text
    check_harmless(answer)


def test_a_mistake_of_ours_keeps_its_details_to_itself(ask, monkeypatch, capsys):
    from desk.web import pages

    def fail(*_):
        raise KeyError("secret")

    monkeypatch.setattr(pages, "search", fail)
    answer = ask("/search")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "KeyError: 'secret'" in capsys.readouterr().err


def test_a_question_that_takes_too_long_is_ended(ask, monkeypatch):
    from desk.web import plugin

    monkeypatch.setattr(plugin, "LONGEST_SECONDS", -1)
    monkeypatch.setattr(plugin, "STEPS", 10)
    answer = ask("/search?q=ferry*&sort=newest")
    assert answer.status_code == 503
    assert "more particular" in answer.text
    monkeypatch.undo()
    assert ask("/search?q=ferry*&sort=newest").status_code == 200

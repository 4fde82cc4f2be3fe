import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest

from db.health import FIELDS, Arrivals, Look, Past
from db.runs import Run
from db.store import Store
from desk.consoles import Console
from desk.findings import Finding, Kind
from desk.health import Health
from desk.report import print_report
from pipeline.article import Article, Kept, RawPage, utc_now

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def crawled(here):
    """A database with two sources: one was crawled an hour ago, the crawls of the other fail."""
    (here / "sources").mkdir()
    now = utc_now()
    with Store.open(here / "copydesk.db") as store:
        for source, code in (("well.example", 0), ("ill.example", 1)):
            for hours in (3, 2, 1):
                begun = Run(source, "feed", now - HOUR * hours)
                ended = replace(begun, ended=begun.started, finish="finished", exit_code=code, complaints=("gone",))
                store.end_run(store.begin_run(begun), ended)
        url = "https://well.example/1"
        page = RawPage(url, b"<p>1</p>", fetched_at=now - HOUR, source="well.example")
        store.extend([Kept(page, Article(url, "One", ("Text.",), source="well.example", fetched_at=now - HOUR))])
    return here / "copydesk.db"


@pytest.fixture
def report(run):
    """Run the command, with sources of the test's own."""
    return lambda *arguments: run("report", "--sources", "sources", *arguments)


def test_a_person_sees_which_source_needs_a_look_and_why(report, crawled):
    result = report()
    assert result.exit_code == 1
    assert "ill.example: failing\n  The last 3 crawls did not work; none ever did. The newest: gone.\n" in result.stdout
    assert "well.example  well " in result.stdout
    assert result.stdout.endswith("1 of 2 sources needs a look.\n")
    assert "Not known yet of well.example: what it usually publishes" in result.stdout
    assert max(map(len, result.stdout.splitlines())) < 200


def test_a_source_that_is_well_alone_is_exit_code_0(report, crawled):
    result = report("well.example")
    assert result.exit_code == 0
    assert "ill.example" not in result.stdout
    assert result.stdout.endswith("All is well with 1 source.\n")


def test_a_script_reads_json_lines(report, crawled):
    result = report("--json")
    ill, well = map(json.loads, result.stdout.splitlines())
    assert result.exit_code == 1
    assert (ill["source"], ill["needs_look"], ill["findings"][0]["kind"]) == ("ill.example", True, "failing")
    assert (ill["last_success"], ill["last_new"], ill["fields"]["title"]["recent"]) == (None, None, None)
    assert (well["needs_look"], well["findings"], well["articles_last_day"]) == (False, [], 1)
    assert well["fields"]["title"] == {"recent": 1.0, "before": None}
    assert datetime.fromisoformat(well["last_new"]).utcoffset() == timedelta(0)


def test_prometheus_reads_gauges(report, crawled):
    result = report("--prometheus")
    assert result.exit_code == 1
    assert 'copydesk_source_needs_look{source="ill.example",reason="failing"} 1\n' in result.stdout
    assert 'copydesk_source_failed_crawls{source="well.example"} 0\n' in result.stdout


@pytest.mark.parametrize("form", ["--json", "--prometheus", None])
def test_a_file_is_replaced_as_a_whole(report, crawled, here, form):
    options = [form] if form else []
    (here / "told.prom").write_text("old")
    result = report("well.example", *options, "-o", "told.prom")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "well.example" in (here / "told.prom").read_text()
    assert [path.name for path in here.glob("*told*")] == ["told.prom"]


def test_a_file_stays_as_it_is_when_there_is_trouble(report, here):
    (here / "told.prom").write_text("old")
    result = report("--prometheus", "-o", "told.prom")
    assert result.exit_code == 3
    assert (here / "told.prom").read_text() == "old"


def test_a_source_that_nobody_knows_is_a_wrong_usage(report, crawled):
    result = report("other.example")
    assert result.exit_code == 2
    assert "there is no source 'other.example'; crawled were: ill.example, well.example" in result.stderr


def test_a_source_that_has_only_a_file_can_be_asked_for(report, crawled, here):
    (here / "sources" / "new.toml").write_text('home = "https://new.example/"\nfeeds = ["/rss"]\n')
    result = report("new")
    assert result.exit_code == 0
    assert "Not known yet of new: how its crawls go" in result.stdout


def test_a_source_that_is_switched_off_is_no_reason_to_look(report, crawled, here):
    (here / "sources" / "ill.example.toml").write_text(
        'home = "https://ill.example/"\nfeeds = ["/rss"]\nenabled = false\n'
    )
    result = report()
    assert result.exit_code == 0
    assert "ill.example   switched off" in result.stdout


def test_mistakes_in_files_of_sources_do_not_keep_it_from_its_report(report, crawled, here):
    (here / "sources" / "ill.toml").write_text("home = ")
    result = report("well.example")
    assert result.exit_code == 0
    assert "ill.toml" in result.stderr


def test_only_sources_that_were_heard_of_since(report, crawled):
    assert report("--since", f"{utc_now() - DAY:%Y-%m-%d}").exit_code == 1
    result = report("--since", f"{utc_now() + DAY:%Y-%m-%d}")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "no source was crawled since" in result.stderr


def test_without_a_crawl_there_is_nothing_to_tell(report, stored):
    (stored.parent / "sources").mkdir()
    result = report()
    assert (result.exit_code, result.stdout) == (0, "")
    assert "no source was crawled yet" in result.stderr


def test_two_forms_exclude_each_other(report, crawled):
    assert report("--json", "--prometheus").exit_code == 2


LOOK = Look(812, frozenset(FIELDS), 3000, 0.01)
ILL = Health(
    Past(
        "a-very-long-name-of-a-source.news.example\x1b[31m",
        runs=(Run("a", "feed", NOW - HOUR, ended=NOW, finish="finished", exit_code=0),),
        last_success=NOW - 3 * HOUR,
        arrivals=Arrivals(NOW - 90 * DAY, NOW - 3 * DAY, 1234, (9,) * 28, HOUR),
        recent=(LOOK,) * 20,
        before=(LOOK,) * 20,
    ),
    usual=1234.5,
    findings=(Finding(Kind.SILENT, "No new article came. " * 9), Finding(Kind.DRIFTED, "Authors: gone.\x07")),
)


@pytest.mark.parametrize("width", [30, 50, 80, 200])
def test_it_fits_into_a_terminal(width, monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    console = Console(file=StringIO(), width=width, force_terminal=True, no_color=True, highlight=False)
    print_report(console, [ILL], NOW, "copydesk.db")
    lines = console.file.getvalue().splitlines()
    assert max(map(len, (line.replace("\x1b[1m", "").replace("\x1b[0m", "") for line in lines))) <= width
    assert "\x07" not in console.file.getvalue()
    assert "\x1b[31m" not in console.file.getvalue()


def test_an_example_of_what_drifted_is_named():
    console = Console(file=StringIO(), width=200)
    print_report(console, [ILL], NOW, "my news.db")
    assert "  See one: copydesk show 812 --edits --db 'my news.db'\n" in console.file.getvalue()


# The whole: a site is redesigned, and then gives nothing more


def spelled(number):
    """Numbers in letters: in digits, lines of different articles would be one and the same."""
    return "".join("abcdefghij"[int(digit)] for digit in str(number))


def paragraphs(number, of):
    return [
        f"In the matter of {spelled(number)} the council of {spelled(number * 31 + line)} heard {spelled(line + 7)} "
        f"witnesses on the {spelled(number + line)} harbour wall before it went to lunch, and none of them agreed."
        for line in range(of)
    ]


HEAD = '<meta name=author content="Mara Lindqvist"><meta property=article:published_time content={}>'


def lay_back(database, numbers, moment, apart):
    """Let the articles with these numbers have come then, so far apart, and the newest crawl with them."""
    with closing(sqlite3.connect(database)) as connection, connection:
        for place, number in enumerate(numbers):
            when = f"{moment + place * apart:%Y-%m-%d %H:%M:%S.%f}"
            connection.execute("UPDATE article SET fetched_at = ? WHERE id = ?", (when, number))
        connection.execute(
            "UPDATE run SET started = ?, ended = ? WHERE id = (SELECT max(id) FROM run)", (f"{moment}"[:26],) * 2
        )


def test_a_site_that_is_redesigned_and_then_falls_silent_is_told_with_both_reasons(
    site, newsroom, article, report, here
):
    (here / "sources").mkdir()
    now = utc_now()

    def publish(numbers, of, head=""):
        for number in numbers:
            page = article(f"Harbour {spelled(number)}", *paragraphs(number, of), head=head)
            site.serve(f"/news/{number}", page)
        site.serve_rss("/rss.xml", *(f"/news/{number}" for number in numbers))
        crawl = newsroom.crawl("feed", "-a", f"url={site.url('/rss.xml')}", "-a", "source=quay")
        assert crawl.code == 0, crawl.report + crawl.log
        return [number for (number,) in newsroom.rows("SELECT id FROM article ORDER BY id")][-len(numbers) :]

    # Two articles a day for four weeks.
    old = publish(range(60), 8, HEAD.format("2026-01-05T08:00:00Z"))
    lay_back(newsroom.database, old, now - 37 * DAY, 12 * HOUR)
    young = ("report", "--db", newsroom.database, "--json")
    assert json.loads(report(*young[1:]).stdout)["findings"] == []

    # Then neither names nor dates are where they were, and half of the text is elsewhere.
    new = publish(range(100, 108), 3)
    lay_back(newsroom.database, new, now - 7 * DAY, 10 * HOUR)
    for _ in range(2):  # the feed goes on, and names nothing new
        assert newsroom.crawl("feed", "-a", f"url={site.url('/rss.xml')}", "-a", "source=quay").code == 0

    result = report("--db", newsroom.database)
    assert result.exit_code == 1
    assert "quay: silent, drifted\n" in result.stdout
    assert "No new article came for 4 days 2 hours, though crawls worked." in result.stdout
    assert "Authors: found in 0 of the newest 8 articles, before in 100%." in result.stdout
    assert "Published: found in 0 of the newest 8 articles, before in 100%." in result.stdout
    assert "characters of text" in result.stdout
    told = json.loads(report("quay", "--json", "--db", newsroom.database).stdout)
    assert {finding["kind"] for finding in told["findings"]} == {"silent", "drifted"}
    assert told["fields"]["title"] == {"recent": 1.0, "before": 1.0}

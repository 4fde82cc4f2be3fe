import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from db.health import FIELDS, Arrivals, Look, Past
from db.runs import Run
from desk.findings import Finding, Kind
from desk.health import Health
from desk.metrics import GAUGES, exposition

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
LINE = re.compile(r'(?P<name>[a-z_]+)(?:\{(?P<labels>(?:[a-z]+="(?:[^"\\\n]|\\[\\"n])*",?)+)\})? (?P<value>[-+.\de]+)')

FULL = Health(
    Past(
        "a",
        runs=(Run("a", "feed", NOW - timedelta(hours=1)),),
        last_success=NOW - timedelta(hours=2),
        failures=3,
        arrivals=Arrivals(NOW, NOW - timedelta(hours=3), 4, (), timedelta()),
        recent=(Look(1, frozenset({"title"}), 500, 0.25),),
        before=(Look(2, frozenset(FIELDS), 900, 0.0),),
    ),
    usual=7.5,
    findings=(Finding(Kind.SILENT, "No new article."), Finding(Kind.SILENT, "None at all.")),
)


def samples(text):
    """Return the values by what stands before them."""
    return dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))


def test_all_that_is_known_is_a_gauge():
    values = samples(exposition([FULL], NOW))
    assert values["copydesk_report_timestamp_seconds"] == "1796040000.0"
    assert values['copydesk_source_last_crawl_timestamp_seconds{source="a"}'] == "1796036400.0"
    assert values['copydesk_source_last_success_timestamp_seconds{source="a"}'] == "1796032800.0"
    assert values['copydesk_source_last_new_article_timestamp_seconds{source="a"}'] == "1796029200.0"
    assert values['copydesk_source_failed_crawls{source="a"}'] == "3"
    assert values['copydesk_source_articles_last_day{source="a"}'] == "4"
    assert values['copydesk_source_articles_usual_day{source="a"}'] == "7.5"
    assert values['copydesk_source_needs_look{source="a",reason="silent"}'] == "1"
    assert values['copydesk_source_needs_look{source="a",reason="drifted"}'] == "0"
    assert values['copydesk_source_field_share{source="a",field="authors",articles="recent"}'] == "0.0"
    assert values['copydesk_source_field_share{source="a",field="authors",articles="before"}'] == "1.0"
    assert values['copydesk_source_text_characters{source="a",articles="recent"}'] == "500.0"
    assert values['copydesk_source_text_cut_share{source="a",articles="recent"}'] == "0.25"


def test_what_is_not_known_is_left_out():
    values = samples(exposition([Health(Past("b"), usual=None)], NOW))
    named = {name.partition("{")[0].removeprefix("copydesk_source_") for name in values}
    assert named == {"copydesk_report_timestamp_seconds", "needs_look", "failed_crawls", "articles_last_day"}


def test_each_metric_is_explained_once_before_its_values():
    text = exposition([FULL, Health(Past("b"), usual=None)], NOW)
    assert text.endswith("\n")
    said: list[str] = []
    for line in text.splitlines():
        if line.startswith("# HELP "):
            said.append(line.split()[2])
        elif line.startswith("# TYPE "):
            assert line == f"# TYPE {said[-1]} gauge"
        else:
            assert LINE.fullmatch(line)["name"] == said[-1]
    assert len(said) == len(set(said))


def test_names_are_escaped():
    text = exposition([Health(Past('a "b" \\ \n c'), usual=None)], NOW)
    assert r'{source="a \"b\" \\ \n c"} 0' in text
    assert all(LINE.fullmatch(line) for line in text.splitlines() if not line.startswith("#"))


def test_without_sources_only_the_time_is_told():
    assert list(samples(exposition([], NOW))) == ["copydesk_report_timestamp_seconds"]


def test_each_gauge_is_in_the_docs():
    page = (Path(__file__).parents[2] / "docs" / "health.md").read_text("utf-8")
    assert [gauge.name for gauge in GAUGES if f"| `{gauge.name}` |" not in page] == []

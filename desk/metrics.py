"""Health as gauges for Prometheus, in its text exposition format."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from db.health import FIELDS, Look
from desk.drift import cut_of, length_of, share_of
from desk.findings import Kind
from desk.health import Health

Labels = Mapping[str, str]
Sample = tuple[Labels, float | None]
"""The labels beside `source`, and the value; None where it is not known."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """A metric of each source."""

    name: str
    told: str
    """What it is, in a line."""
    samples: Callable[[Health], Iterable[Sample]]


def exposition(healths: Sequence[Health], now: datetime) -> str:
    """Return all gauges of all sources; values that are not known are left out. Times are Unix seconds."""
    lines = [*heading("copydesk_report_timestamp_seconds", "When this was written.")]
    lines.append(sample_line("copydesk_report_timestamp_seconds", {}, now.timestamp()))
    for gauge in GAUGES:
        lines += heading(gauge.name, gauge.told)
        for health in healths:
            source = {"source": health.past.source}
            for labels, value in gauge.samples(health):
                if value is not None:
                    lines.append(sample_line(gauge.name, {**source, **labels}, value))
    return "\n".join(lines) + "\n"


def heading(name: str, told: str) -> Iterator[str]:
    """Yield the lines that stand before a metric."""
    yield f"# HELP {name} {told}"
    yield f"# TYPE {name} gauge"


def sample_line(name: str, labels: Labels, value: float) -> str:
    r"""Return the line of one value.

    >>> print(sample_line("copydesk_a", {"source": 'a "b"\\'}, 2))
    copydesk_a{source="a \"b\"\\"} 2
    """
    said = ",".join(f'{label}="{escaped(text)}"' for label, text in labels.items())
    return f"{name}{{{said}}} {value!r}" if said else f"{name} {value!r}"


def escaped(text: str) -> str:
    """Return a label's value as it stands between its quotes."""
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def kinds(health: Health) -> Iterator[Sample]:
    """Yield 1 for each way in which a source needs a look, and 0 for the others."""
    return (({"reason": kind.value}, int(kind in health.kinds)) for kind in Kind)


def shares(health: Health) -> Iterator[Sample]:
    """Yield the share of articles with each field."""
    for labels, looks in both(health):
        yield from (({"field": field, **labels}, share_of(looks, field)) for field in FIELDS)


def lengths(health: Health) -> Iterator[Sample]:
    """Yield the length of the text of the article in the middle."""
    return ((labels, length_of(looks)) for labels, looks in both(health) if looks)


def cuts(health: Health) -> Iterator[Sample]:
    """Yield the share that was cut of the text of the article in the middle."""
    return ((labels, cut_of(looks)) for labels, looks in both(health) if looks)


def both(health: Health) -> Iterator[tuple[Labels, Sequence[Look]]]:
    """Yield the recent articles and those before."""
    yield {"articles": "recent"}, health.past.recent
    yield {"articles": "before"}, health.past.before


def seconds(moment: datetime | None) -> list[Sample]:
    """Return a moment as a sample."""
    return [({}, moment.timestamp() if moment else None)]


GAUGES = (
    Gauge("copydesk_source_needs_look", "1 if the source needs a look for this reason, else 0.", kinds),
    Gauge(
        "copydesk_source_last_crawl_timestamp_seconds",
        "When the last crawl began.",
        lambda health: seconds(health.past.runs[0].started if health.past.runs else None),
    ),
    Gauge(
        "copydesk_source_last_success_timestamp_seconds",
        "When the last crawl that worked ended.",
        lambda health: seconds(health.past.last_success),
    ),
    Gauge(
        "copydesk_source_last_new_article_timestamp_seconds",
        "When the last new article came.",
        lambda health: seconds(health.past.arrivals.last if health.past.arrivals else None),
    ),
    Gauge(
        "copydesk_source_failed_crawls",
        "Crawls that ended since the last one that worked.",
        lambda health: [({}, health.past.failures)],
    ),
    Gauge(
        "copydesk_source_articles_last_day",
        "New articles of the last 24 hours.",
        lambda health: [({}, health.past.arrivals.last_day if health.past.arrivals else 0)],
    ),
    Gauge(
        "copydesk_source_articles_usual_day",
        "New articles on a usual day.",
        lambda health: [({}, health.usual)],
    ),
    Gauge("copydesk_source_field_share", "Share of articles that have the field, 0 to 1.", shares),
    Gauge("copydesk_source_text_characters", "Length of the text of the article in the middle.", lengths),
    Gauge("copydesk_source_text_cut_share", "Share of that text that was cut, 0 to 1, in the middle.", cuts),
)

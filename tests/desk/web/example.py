"""A made-up archive: enough of everything that the pages show. All texts are written for the purpose."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from db.store import Store
from pipeline.article import Kept, RawPage, Reason, Refused
from pipeline.ingest import ingest
from pipeline.load import load

ROOT = Path(__file__).parents[3]
STORIES = json.loads((ROOT / "tests" / "stories.json").read_text("utf-8"))
LAST = datetime(2026, 6, 12, 8, 30, tzinfo=UTC)
SITES = ("quay.example", "harbourpost.example", "lohe.example", "beilun.example", "northmole.example")

PLACES = "Quay,North mole,Old town,Riverside,Market hall,Harbour wall,Lighthouse,East bank,Cathedral,Fish market".split(
    ","
)
EVENTS = (
    "opens again after a winter of repairs",
    "to stay closed until the autumn",
    "gets a new roof and an old quarrel",
    "counts more visitors than in any year before",
    "waits for a ferry that does not come",
    "is lit for the first time since the flood",
    "loses its clock to a storm",
)

CHINESE = (
    "港口起重机四十年来首次转动",
    "东码头的旧起重机星期六早上转动了，这是四十年来的第一次。",
    "工程师说，她的团队亲手更换了每一个轴承，直到八点钟才知道它能否承受。",
    "市政府曾两次想把它拆掉，两次都在夏天之前用完了经费。",
)

FERRY = (
    (
        "Ferry runs aground off north mole",
        "The evening ferry ran aground on a sandbank off the north mole on Tuesday, with two hundred people on board.",
        "Its captain said that the buoy which marks the channel had drifted, and that nobody had been told.",
        "The harbour office did not answer questions on Tuesday night.",
        "Passengers were given soup and blankets while they waited for the tide to come back in.",
    ),
    (
        "Ferry runs aground off the north mole, none hurt",
        "The evening ferry ran aground on a sandbank off the north mole on Tuesday, with two hundred people on board.",
        "Its captain said that the buoy which marks the channel had drifted, and that nobody had been told.",
        "Tugs pulled the ship free at four in the morning, said the harbour office.",
        "Passengers were given soup and blankets while they waited for the tide to come back in.",
    ),
    (
        "Harbour office knew of drifting buoy before ferry ran aground",
        "The evening ferry ran aground on a sandbank off the north mole on Tuesday, with 187 people on board.",
        "Its captain said that the buoy which marks the channel had drifted in the storm of the night before.",
        "The harbour office had been told of the buoy at noon, a letter shows that this newspaper has seen.",
        "Tugs pulled the ship free at four in the morning, said the harbour office.",
        "Passengers were given soup and blankets while they waited for the tide to come back in.",
        "Correction: An earlier version of this article said that two hundred people were on board.",
    ),
)


def page(url, story, when, *, language="en", clutter=(), source="", authors="Mara Lindqvist", fetched=None):
    """Return a news page with what such pages have around their text."""
    title, *paragraphs = story
    body = "".join(f"<p>{paragraph}</p>" for paragraph in (*paragraphs, *clutter))
    head = json.dumps(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": title,
            "datePublished": when.isoformat(),
            "author": {"@type": "Person", "name": authors},
        },
        ensure_ascii=False,
    )
    html = (
        f"<!doctype html><html lang={language}><head><meta charset=utf-8><title>{title}</title>"
        f'<script type="application/ld+json">{head}</script></head>'
        f"<body><main><article><h1>{title}</h1>{body}</article></main></body></html>"
    )
    return RawPage(url, html.encode(), "text/html; charset=utf-8", fetched or when + timedelta(minutes=20), source)


CLUTTER = (
    "Read more: Bakers quarrel over the oldest oven in town",
    "The ring held until noon.Her team went home by ferry .",
    "Sign up for our newsletter and get the news of the harbour every morning",
    "(With inputs from agencies)",
)


def pages():
    """Yield the pages of the archive."""
    yield from load(ROOT / "seeds" / "pages")
    yield from load(ROOT / "seeds" / "articles")
    for number, story in enumerate(STORIES):
        when = LAST - timedelta(days=3 * number, hours=number)
        yield page(f"https://www.quay.example/story-{number}", story, when, clutter=CLUTTER, source="quay")
    for number in range(120):
        place, event = PLACES[number % len(PLACES)], EVENTS[number % len(EVENTS)]
        day = (number * number) % 58
        site = SITES[(number * 7) % 13 % len(SITES)]
        story = (
            f"{place} {event}",
            f"The {place.lower()} {event}, said the council on day {day + 1} of the season, and {number + 3} came.",
            f"The question was put to them for the {number + 20}th time, and the answer was not the same as before.",
            "Nobody in the hall had asked for it, said the mayor, but everybody had an opinion about the cost of it.",
        )
        when = LAST - timedelta(days=day, hours=number % 9, minutes=number)
        clutter = CLUTTER[: number % 4]
        yield page(f"https://www.{site}/{number}", story, when, clutter=clutter, source=site.partition(".")[0])
    yield page(
        "https://www.beilun.example/crane",
        CHINESE,
        LAST - timedelta(days=1),
        language="zh",
        source="beilun",
        authors="林美",
    )
    for number, story in enumerate(FERRY):
        fetched = LAST + timedelta(hours=3 * number)
        yield page("https://www.harbourpost.example/ferry", story, LAST, fetched=fetched, source="harbourpost")
    copied = (f"Agency: {FERRY[2][0]}", *FERRY[2][1:-1])
    edited = (*copied[:-1], "Passengers were given tea and blankets while they waited for the tide to come back in.")
    for number, (site, story) in enumerate(zip(SITES[3:], (copied, edited), strict=True)):
        when = LAST + timedelta(hours=9 + number)
        yield page(f"https://www.{site}/agency-ferry", story, when, source=site.partition(".")[0])
    for number in range(9):
        blank = RawPage(f"https://www.lohe.example/gone-{number}", b"", fetched_at=LAST)
        yield Refused(blank, Reason("http 404" if number % 3 else "robots.txt", "not to be had"))


def fill(place):
    """Fill a database."""
    with Store.open(place) as store:
        outcomes = [each if isinstance(each, Refused) else ingest(each) for each in pages()]
        kept = [each for each in outcomes if isinstance(each, Kept)]
        store.extend(outcomes[:40])
        store.extend(outcomes[40:])
    return [replace(each.article) for each in kept]

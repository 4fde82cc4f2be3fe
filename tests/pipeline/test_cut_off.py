import json

import pytest

from pipeline.article import RawPage
from pipeline.clean import clean
from pipeline.cut_off import CUT_OFF, ends_early, lacks_words, offers_rest

PARAGRAPH = (
    "The ferry ran aground off the north mole on Sunday, said the harbour master, and nobody was hurt when the crew "
    "and all forty passengers were taken ashore in two small boats before the tide came in again and lifted her off."
)
OFFERS = [
    "Subscribe to continue reading",
    "This article is exclusive to Courier+ subscribers",
    "Become a paid subscriber to unlock this piece and learn about:",
    "Sie möchten weiterlesen? Testen Sie den Kurier vier Wochen.",
    "Il vous reste 43 % de cet article à lire.",
    "Para seguir leyendo, hazte suscriptor",
    "Per continuare a leggere abbonati",
    "この記事は有料会員限定です。残り812文字",
]
NO_OFFERS = [
    "Read more: The harbour in winter",
    "Sign up for our newsletter",
    "Continue reading below",
    "Subscribe to the Courier on YouTube for more news",
    "“Subscribe to continue reading” was all she saw.",
    "Subscribe to continue reading, it said on the screen in the hall of the harbour office, " + PARAGRAPH,
]


@pytest.mark.parametrize("line", OFFERS)
def test_a_line_below_the_text_that_offers_the_rest(line):
    assert offers_rest([PARAGRAPH, line, "Already a member? Log in"])
    assert not offers_rest([line, PARAGRAPH]), "the text goes on below it"


@pytest.mark.parametrize("line", NO_OFFERS)
def test_a_line_that_offers_something_else(line):
    assert not offers_rest([PARAGRAPH, line])


@pytest.mark.parametrize(
    ("size", "end", "free", "is_early"),
    [
        (100, " and then ...", None, True),
        (100, " and then [...]", None, True),
        (100, " and then…”", True, True),
        (1_000, " and then…", None, False),
        (1_000, " and then…", False, True),
        (2_000, " and then…", False, False),
        (100, ".", False, False),
    ],
)
def test_a_short_text_that_trails_off(size, end, free, is_early):
    text = (PARAGRAPH * 10)[:size] + end
    assert ends_early([text], [text], free=free) == is_early


@pytest.mark.parametrize(
    ("text", "counted", "lacks"),
    [
        (PARAGRAPH, 41, False),
        (PARAGRAPH, 55, False),
        (PARAGRAPH, 800, True),
        (PARAGRAPH, len(PARAGRAPH), False),
        (PARAGRAPH, 0, False),
        ("湖が凍った。" * 40, 900, False),
    ],
)
def test_a_count_of_words(text, counted, lacks):
    assert lacks_words(text, counted) == lacks


def flags(paragraphs, around="", **linked):
    """Return the flags of a page."""
    node = {"@type": "NewsArticle", "headline": "Ferry runs aground", **linked}
    head = f"<script type='application/ld+json'>{json.dumps(node)}</script>"
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    article = f"<article><h1>Ferry runs aground</h1>{body}{around}</article>"
    page = f"<html lang=en><head>{head}</head><body>{article}</body></html>"
    return clean(RawPage("https://courier.example/ferry", page.encode())).flags


WALL = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": "article .rest"}
HIDDEN_OFFER = "<div style='display:none'><span>Subscribe to continue reading</span></div>"


def test_a_paid_container_that_is_emptied():
    paid = {"isAccessibleForFree": False, "hasPart": WALL}
    whole = f"<div class='story rest'><p>{PARAGRAPH}</p><p>{PARAGRAPH[::-1]}</p></div>"
    assert CUT_OFF in flags([PARAGRAPH], "<div class='story rest'></div>", **paid)
    assert CUT_OFF not in flags([PARAGRAPH], whole, **paid)
    assert CUT_OFF not in flags([PARAGRAPH], **paid), "without the element it may be that nothing was taken out"
    assert CUT_OFF not in flags([PARAGRAPH], "<div class='story rest'></div>")


def test_an_offer_out_of_sight():
    assert CUT_OFF in flags([PARAGRAPH], HIDDEN_OFFER, isAccessibleForFree=False)
    assert CUT_OFF not in flags([PARAGRAPH], HIDDEN_OFFER, isAccessibleForFree=True), "waits for those who read much"
    long = [f"{number}. {PARAGRAPH}" for number in range(10)]
    assert CUT_OFF not in flags(long, HIDDEN_OFFER, isAccessibleForFree=False)


def test_a_count_that_is_not_reached():
    assert CUT_OFF in flags([PARAGRAPH, PARAGRAPH[::-1]], wordCount=1205)
    assert CUT_OFF in flags([PARAGRAPH, PARAGRAPH[::-1]], wordCount="1205")
    assert CUT_OFF not in flags([PARAGRAPH, PARAGRAPH[::-1]], wordCount="85")
    assert CUT_OFF not in flags([PARAGRAPH, PARAGRAPH[::-1]], wordCount={"a": "many"})


def test_a_free_brief_and_a_short_one_that_is_not_are_whole():
    assert CUT_OFF not in flags([PARAGRAPH])
    assert CUT_OFF not in flags([PARAGRAPH], isAccessibleForFree=False)


def test_it_is_said_once():
    said = flags([PARAGRAPH, "Subscribe to continue reading"], HIDDEN_OFFER, isAccessibleForFree=False)
    assert said.count(CUT_OFF) == 1

"""Bodies that a page gives out of sight."""

import json
import time

import pytest
from lxml.html import document_fromstring

from pipeline.article import RawPage
from pipeline.candidates import broken_as_shown, is_prose, markup_strings, paragraphs_of
from pipeline.evidence import Line, PageText
from pipeline.extract import extract

CRANE = "The old harbour crane at the east quay turned again on Saturday morning, and people came to watch it."
TEXTS = [f"{number}. {CRANE}" for number in range(9)]


def page(body, head=""):
    return RawPage("https://example.com/a", f"<html><head>{head}</head><body>{body}</body></html>".encode())


def linked(body):
    said = {"@type": "NewsArticle", "headline": "Crane", "articleBody": body}
    return f'<script type="application/ld+json">{json.dumps(said)}</script>'


@pytest.mark.parametrize("body", ["\n\n".join(TEXTS), "".join(f"<p>{text}</p>" for text in TEXTS)])
def test_the_body_in_json_ld_is_taken_where_nothing_is_in_sight(body):
    draft = extract(page("<p>Please wait.</p>", linked(body)))
    assert (draft.extractor, draft.text.count(CRANE)) == ("JSON-LD articleBody", 9)


def test_a_teaser_in_json_ld_is_not_taken():
    draft = extract(page("<article>" + "".join(f"<p>{text}</p>" for text in TEXTS) + "</article>", linked(TEXTS[0])))
    assert (draft.extractor, draft.text.splitlines()) == ("trafilatura fast", TEXTS)


def test_a_body_without_breaks_gets_those_of_the_page():
    hidden = '<div style="display:none">' + "".join(f"<div>{text}</div>" for text in TEXTS) + "</div>"
    draft = extract(page(f"<p>Please wait.</p>{hidden}", linked(" ".join(TEXTS))))
    assert draft.text.splitlines()[-9:] == TEXTS


def test_a_page_that_draws_itself_gives_the_body_in_its_state():
    state = json.dumps({"title": "Crane", "html": "".join(f"<p>{text}</p>" for text in TEXTS)})
    for script in (f"window.state = {state}", f"push([1, {json.dumps(state)}])"):
        draft = extract(page("<div id=root></div><script>" + script.replace("</", "\\u003c/") + "</script>"))
        assert (draft.extractor, draft.text.splitlines()) == ("script state", TEXTS)


def test_entities_and_markup_that_were_escaped_are_no_text():
    assert paragraphs_of("&lt;p&gt;One &amp;amp; two.&lt;/p&gt;&lt;p&gt;Three.&lt;/p&gt;") == ["One & two.", "Three."]
    assert paragraphs_of("1 < 2 and 3 > 2") == ["1 < 2 and 3 > 2"]


def test_labels_are_no_prose():
    assert is_prose(TEXTS)
    assert not is_prose(["Sport", "Politics", "Weather"] * 50)
    assert not is_prose([CRANE])


@pytest.mark.parametrize(
    "script", ['"' * 100_000, '"\\' * 100_000, '"<p' * 50_000, "<p" * 100_000, '"' + "\\u003cp" * 50_000]
)
def test_strings_are_looked_for_in_linear_time(script):
    begun = time.process_time()
    list(markup_strings(script))
    assert time.process_time() - begun < 2


def test_a_body_without_breaks_gets_those_of_the_br_of_the_page():
    heading = "What the crane lifts"
    shown = [*TEXTS[:4], heading, *TEXTS[4:]]
    head = linked("".join(shown[:3]) + " Seen by few. " + "".join(shown[3:]))
    draft = extract(page(f'<div class="wide">{"<br><br>".join(shown)}</div>', head))
    assert [line for line in draft.text.splitlines() if line in shown] == [*shown[:2], *shown[3:]]


def broken(shown, *said):
    text = PageText(document_fromstring(f"<html><body>{shown}</body></html>"))
    return [line.text for line in broken_as_shown(text, text.place(said))]


def test_pieces_of_the_page_part_the_text_where_they_begin():
    shown = f"<nav>Fog</nav><div>{TEXTS[0]}<br>Fog<br>{TEXTS[1]}<p>Fog</p></div>"
    assert broken(shown, f"{TEXTS[0]} Fog {TEXTS[1]}") == [TEXTS[0], "Fog", TEXTS[1]]


def test_a_text_that_is_not_in_sight_keeps_its_own_breaks():
    said = (TEXTS[0] + TEXTS[1], TEXTS[2])
    assert broken(f"<p>{TEXTS[0]}</p>", *said) == list(said)
    assert broken("", *said) == list(said)


def test_pieces_are_looked_for_in_linear_time():
    text = PageText(document_fromstring("<p>" + "<br>".join(["ab" * 30] * 30_000) + "</p>"))
    begun = time.process_time()
    broken_as_shown(text, [Line("ba" * 200_000, "ba" * 200_000, -1)])
    assert time.process_time() - begun < 5

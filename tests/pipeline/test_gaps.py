"""What extraction leaves out in the midst of an article comes back, and nothing else does."""

import pytest
from lxml.html import document_fromstring

from pipeline.evidence import PageText
from pipeline.gaps import fill_gaps, most_prose

CRANE = "The old harbour crane at the east quay turned again on Saturday morning, and people came to watch it."
TOWN = "Nobody in the town remembered when it had last moved, and the harbour master had no record of it at all."
FOG = "Fog came in over the breakwater before noon, and the ferry waited for an hour outside the harbour mouth."


def filled(markup, *lines):
    """Return the lines of an article in a page, with what was left out between them."""
    page = PageText(document_fromstring(f"<html><body>{markup}</body></html>"))
    return [line.text for line in fill_gaps(page, page.place(lines))]


def test_lists_and_headings_between_paragraphs_come_back_in_order():
    items = "<ul><li>Grain</li><li><b>Coal</b> and ore</li></ul>"
    markup = f"<div><p>{CRANE}</p><h2>What it lifts</h2>{items}<p>{TOWN}</p></div>"
    assert filled(markup, CRANE, TOWN) == [CRANE, "What it lifts", "Grain", "Coal and ore", TOWN]


def test_what_was_taken_is_not_taken_twice():
    markup = f"<div><p>{CRANE}</p><h2>What it lifts</h2><ul><li>Grain</li></ul><p>{TOWN}</p></div>"
    lines = [CRANE, "What it lifts", "- Grain", TOWN]
    assert filled(markup, *lines) == lines


def test_lists_of_links_and_lists_of_other_names_stay_out():
    links = "<ul><li><a href=a>Old ships</a></li><li><a href=b>New ships</a></li></ul>"
    named = "<ul class='social-share'><li>Send it</li></ul><div class='related'><h3>More</h3></div>"
    assert filled(f"<div><p>{CRANE}</p>{links}{named}<p>{TOWN}</p></div>", CRANE, TOWN) == [CRANE, TOWN]


def test_a_body_cut_into_columns_comes_out_whole():
    columns = [
        f'<div class="row"><div class="column">{text}</div></div>'
        for text in (f"<p>{CRANE}</p><p>{TOWN}</p>", f"<p>{FOG}</p>")
    ]
    assert filled(f"<main>{''.join(columns)}</main>", CRANE, TOWN) == [CRANE, TOWN, FOG]


def test_another_article_is_no_column():
    first = f'<div class="row"><div class="column"><p>{CRANE}</p><p>{TOWN}</p></div></div>'
    other = f'<div class="row"><h1>Fog</h1><div class="column"><p>{FOG}</p></div></div>'
    assert filled(f"<main>{first}{other}</main>", CRANE, TOWN) == [CRANE, TOWN]


def test_prose_that_a_reader_unfolds_is_of_the_article():
    inside = "".join(f"<p>{number}. {FOG}</p>" for number in range(5))
    markup = (
        f'<div><p>{CRANE}</p><details class="expandable"><summary>Fog</summary>{inside}</details><p>{TOWN}</p></div>'
    )
    assert [line[0] for line in filled(markup, CRANE, TOWN)] == ["T", *"01234", "N"]


def test_a_box_of_links_or_of_few_words_is_not():
    few = f'<div class="box"><p>{FOG}</p></div>'
    links = '<div class="box">' + f"<p><a href=x>{FOG}</a></p>" * 6 + "</div>"
    assert filled(f"<div><p>{CRANE}</p>{few}{links}<p>{TOWN}</p></div>", CRANE, TOWN) == [CRANE, TOWN]


def test_without_anything_found_nothing_is_filled():
    assert filled(f"<div><p>{CRANE}</p></div>") == []
    assert filled(f"<div><p>{CRANE}</p></div>", "Not in the page at all.") == ["Not in the page at all."]


def test_paragraphs_between_those_that_were_taken_come_back():
    for paragraph in (f"<p class=text>{FOG}</p>", f"<div>{FOG}</div>", f"<p class=text><a href=x>{FOG}</a></p>"):
        markup = f"<div><p class=text>{CRANE}</p>{paragraph}<p class=text>{TOWN}</p></div>"
        assert filled(markup, CRANE, TOWN) == [CRANE, FOG, TOWN]


@pytest.mark.parametrize(
    "paragraph",
    [f"<p class=other>{FOG}</p>", f"<div><a href=x>{FOG}</a></div>", f"<div><div>{FOG}</div></div>",
     f"<div class=promo>{FOG}</div>", "<p class=text>Fog came in.</p>"],
)  # fmt: skip
def test_other_paragraphs_boxes_and_short_lines_stay_out(paragraph):
    markup = f"<div><p class=text>{CRANE}</p>{paragraph}<p class=text>{TOWN}</p></div>"
    assert filled(markup, CRANE, TOWN) == [CRANE, TOWN]


def test_paragraphs_above_and_below_those_that_were_taken_stay_out():
    markup = f"<div><p>{FOG}</p><p>{CRANE}</p><p>{TOWN}</p><p>{FOG}</p></div>"
    assert filled(markup, CRANE, TOWN) == [CRANE, TOWN]


def test_small_headings_come_back_too():
    markup = f"<div><p>{CRANE}</p><h5>11.04: Fog</h5><p>{TOWN}</p><h6>Later</h6><p>{FOG}</p></div>"
    assert filled(markup, CRANE, TOWN, FOG) == [CRANE, "11.04: Fog", TOWN, "Later", FOG]


def prose(markup):
    tree = document_fromstring(f"<html><body>{markup}</body></html>")
    return [line.text for line in most_prose(PageText(tree), tree)]


def test_the_element_with_most_paragraphs_is_the_article():
    story = f"<div class=text><h2>Fog</h2><p>{CRANE}</p><ul><li>Coal</li></ul><p>{TOWN}</p></div>"
    comments = f"<div class=comments><p>{FOG}</p><p>{CRANE}</p><p>{TOWN}</p></div>"
    assert prose(f"<div><p>{FOG}</p></div>{story}{comments}") == ["Fog", CRANE, "Coal", TOWN]


def test_a_page_without_paragraphs_has_none():
    assert prose("<div>Fog</div><p>Short.</p>") == []

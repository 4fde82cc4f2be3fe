"""Each line of an extracted body is found again in its page, or is left without evidence."""

import time
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import HTMLParser, document_fromstring

from pipeline.article import RawPage, Span
from pipeline.evidence import PageText
from pipeline.extract import extract

CRANE = "The old harbour crane at the east quay turned again on Saturday morning, and people came to watch it."
TOWN = "Nobody in the town remembered when it had last moved, and the harbour master had no record of it at all."


def blocks(markup, *lines):
    """Return the blocks of lines in a page whose body is `markup`, read as extraction reads it."""
    parser = HTMLParser(remove_comments=True, remove_pis=True)
    return PageText(document_fromstring(f"<html><body>{markup}</body></html>", parser=parser)).blocks(lines)


def linked(block):
    return [block.text[span.start : span.end] for span in block.evidence.links]


def parted(block):
    return [block.text[seam - 1 : seam + 1] for seam in block.evidence.seams]


def test_a_line_is_found_with_its_tag_and_all_around_it():
    [block] = blocks(f'<main><article class="Story Body" id="A1"><p class="lead">{CRANE}</p></article></main>', CRANE)
    assert block.evidence.tag == "p"
    assert block.evidence.ancestors == ("p lead", "article story body a1", "main", "body")


def test_lines_of_one_element_have_its_number():
    markup = f"<p>{CRANE}<br><b>{TOWN}</b></p><div><p>{CRANE} Twice.</p></div>"
    one, other, third = (block.evidence.element for block in blocks(markup, CRANE, TOWN, f"{CRANE} Twice."))
    assert one == other != third
    assert min(one, third) >= 0


def test_no_more_than_eight_ancestors_are_named():
    [block] = blocks("<div>" * 20 + CRANE + "</div>" * 20, CRANE)
    assert block.evidence.ancestors == ("div",) * 8


@pytest.mark.parametrize(
    ("markup", "tag", "kind"),
    [
        ("<p>{}</p>", "p", "paragraph"),
        ("<div>{}</div>", "div", "paragraph"),
        ("<h2>{}</h2>", "h2", "heading"),
        ("<h2><span><b>{}</b></span></h2>", "h2", "heading"),
        ("<ul><li>{}</li></ul>", "li", "item"),
        ("<ul><li><p>{}</p></li></ul>", "p", "item"),
        ("<dl><dt>Crane</dt><dd>{}</dd></dl>", "dd", "item"),
        ("<blockquote>{}</blockquote>", "blockquote", "quote"),
        ("<blockquote><p>{}</p></blockquote>", "p", "quote"),
        ("<table><tr><td>{}</td></tr></table>", "td", "cell"),
        ("<p><a href=x><em>{}</em></a></p>", "p", "paragraph"),
    ],
)
def test_the_nearest_block_element_says_what_kind_a_block_is(markup, tag, kind):
    [block] = blocks(markup.format(CRANE), CRANE)
    assert (block.evidence.tag, block.kind) == (tag, kind)


@pytest.mark.parametrize(
    ("markup", "line", "links"),
    [
        ("<p>It <a href=x>stood</a> there.</p>", "It stood there.", ["stood"]),
        ("<p><a href=x>It</a> stood <a href=y>there</a></p>", "It stood there", ["It", "there"]),
        ("<p>At the <a href=x>east&nbsp;quay</a> it stood.</p>", "At the east\u00a0quay it stood.", ["east\u00a0quay"]),
        ("<p>At the <a href=x>east&nbsp;quay</a> it stood.</p>", "At the east quay it stood.", ["east quay"]),
        ("<p>&quot;Me &amp; <a href=x>chips &lt;3 &eacute;&#233;</a>&quot;</p>", '"Me & chips <3 éé"', ["chips <3 éé"]),
        ("<p>See <a href=x> \n old \t ships </a> now.</p>", "See old ships now.", ["old ships"]),
        ("<p>See <a href=x></a><a href=y><img src=z></a>old ships.</p>", "See old ships.", []),
        ("<p>See <a href=x>ol<!-- no -->d</a> ships.</p>", "See old ships.", ["old"]),
        ("<p>قال إن <a href=x>المحادثات ستستأنف</a> غدا</p>", "قال إن المحادثات ستستأنف غدا", ["المحادثات ستستأنف"]),
        ("<p>谈判将于下周在<a href=x>首都</a>继续举行。</p>", "谈判将于下周在首都继续举行。", ["首都"]),
        ("<p>😀 <a href=x>😀é</a> 😀</p>", "😀 😀é 😀", ["😀é"]),
        ("<p>A caf<a href=x>e\u0301 au la</a>it.</p>", "A café au lait.", None),
    ],
)  # fmt: skip
def test_links_are_cut_out_exactly(markup, line, links):
    [block] = blocks(markup, line)
    if links is None:  # an accent that stands in another element than its letter: no evidence is better than wrong
        assert block.evidence is None or linked(block) == ["é au la"]
    else:
        assert linked(block) == links


TAILS_FIRST = "text_runs() walks an element's tail before its children: `<b>a <i>b</i></b> c` is read as `a c b`"


@pytest.mark.parametrize(
    "markup",
    [
        "<p>It was the <b>old <i>har</i>bour</b> crane <a href=x>that</a> stood.</p>",
        "<p>It was <b><a href=y>the old harbour</a></b> crane <a href=x>that</a> stood.</p>",
        "<p><span><span>It</span> was the <span>old</span> harbour</span> crane <a href=x>that</a> stood.</p>",
        "<p>It was the old harbour crane <em><strong><a href=x>that</a></strong> sto</em>od.</p>",
    ],
)
def test_a_line_is_found_whatever_inline_elements_are_nested_in_it(markup):
    [block] = blocks(f"<p>{CRANE}</p>{markup}<p>{TOWN}</p>", "It was the old harbour crane that stood.")
    assert block.evidence is not None
    assert linked(block)[-1] == "that"


def test_a_link_around_a_card_holds_all_that_is_in_it():
    markup = f"<a href=x><div><h3>Old ships</h3><div><p>{CRANE}</p></div></div></a><p>{TOWN}</p>"
    title, text, last = blocks(markup, "Old ships", CRANE, TOWN)
    assert (title.link_share > 0.8, text.link_share > 0.8, last.link_share) == (True, True, 0)
    assert linked(title) == ["Old ships"]
    assert linked(text) == [CRANE]


@pytest.mark.parametrize(
    ("markup", "line", "seams"),
    [
        ("<p>talks failed<a href=x>Geneva</a>The host</p>", "talks failedGenevaThe host", ["dG", "aT"]),
        ("<p>talks failed<a href=x> Geneva</a> The host</p>", "talks failed Geneva The host", []),
        ("<p>talks failed&nbsp;<b>Geneva</b></p>", "talks failed\u00a0Geneva", []),
        ("<p>One.<br>Two.</p>", "One.Two.", [".T"]),
        ("<p><b>O</b>ne</p>", "One", ["On"]),
        ("<p><b>One</b></p>", "One", []),
        ("<p>下周<b>首都</b></p>", "下周首都", ["周首"]),
    ],
)
def test_seams_are_where_a_tag_stands_within_a_word(markup, line, seams):
    [block] = blocks(markup, line)
    assert parted(block) == seams


def test_the_list_mark_of_extraction_goes_where_the_page_has_none():
    first, second, third = blocks(
        f"<p>{CRANE}</p><ul><li>Old ships</li><li>- Old <a href=x>cranes</a></li></ul>",
        CRANE, "- Old ships", "- Old cranes",
    )  # fmt: skip
    assert (second.text, second.kind) == ("Old ships", "item")
    assert (third.text, third.kind, linked(third)) == ("- Old cranes", "item", ["cranes"])
    assert first.text == CRANE


def test_a_long_item_loses_its_mark_and_keeps_its_links():
    item = CRANE.replace("people", "<a href=x>people</a>")
    [block] = blocks(f"<p>{TOWN}</p><ul><li>{item}</li></ul>", f"- {CRANE}")
    assert (block.text, linked(block)) == (CRANE, ["people"])


def test_a_dash_that_a_paragraph_has_itself_stays():
    [block] = blocks(f"<p>- {CRANE}</p>", f"- {CRANE}")
    assert (block.text, block.evidence.tag) == (f"- {CRANE}", "p")


@pytest.mark.parametrize(
    "text",
    [
        "The harbour master’s note: “Turn it slowly, and never in the wind.”",
        "Ports 1-2, 3–4 and 5 — all of them — were open",
    ],
)
def test_punctuation_is_no_obstacle(text):
    [block] = blocks(f"<div>{escape(text)}</div>", text)
    assert block.evidence.tag == "div"


def test_a_short_line_is_not_taken_for_a_part_of_a_word():
    markup = f"<p>{CRANE}</p><p>Moreover, it stood.</p><div>More</div><p>{TOWN}</p>"
    found = blocks(markup, CRANE, "Moreover, it stood.", "More", TOWN)
    assert [block.evidence.tag for block in found] == ["p", "p", "div", "p"]
    assert blocks("<p>Moreover, it stood. Evermore.</p>", "more")[0].evidence is None


def test_a_short_line_is_not_taken_for_the_first_letters_of_a_word():
    lines = (CRANE, "More", TOWN)
    found = blocks(f"<p>{CRANE}</p><p>Moreover, it stood.</p><div>More</div><p>{TOWN}</p>", *lines)
    assert found[1].evidence is None or found[1].evidence.tag == "div"


def test_lines_that_stand_twice_are_told_apart():
    markup = f"<h2><a href=x>Ring out</a></h2><p>{CRANE}</p><ul><li>Ring out</li></ul>"
    markup += f"<p>{TOWN}</p><div><b>Ring out</b></div>"
    found = blocks(markup, "Ring out", CRANE, "Ring out", TOWN, "Ring out")
    assert [block.evidence.tag for block in found] == ["h2", "p", "li", "p", "div"]
    assert [bool(block.evidence.links) for block in found] == [True, False, False, False, False]


def test_long_lines_that_stand_twice_are_told_apart():
    markup = f"<p>{CRANE}</p><p>Then.</p><p>{TOWN}</p><div><a href=x>{CRANE}</a></div>"
    found = blocks(markup, CRANE, "Then.", TOWN, CRANE)
    assert [block.evidence.tag for block in found] == ["p", "p", "p", "div"]
    assert [bool(block.evidence.links) for block in found] == [False, False, False, True]


def test_a_line_that_is_not_in_the_page_has_no_evidence_and_its_neighbours_keep_theirs():
    found = blocks(f"<p>{CRANE}</p><p>{TOWN}</p>", CRANE, "A line from nowhere.", TOWN)
    assert [block.evidence is not None for block in found] == [True, False, True]
    assert [block.text for block in found] == [CRANE, "A line from nowhere.", TOWN]


def test_without_a_page_text_there_are_blocks_without_evidence():
    assert [block.evidence for block in blocks("<img src=x>", CRANE, "More")] == [None, None]
    assert blocks(f"<p>{CRANE}</p>") == ()


@pytest.mark.parametrize(
    "text",
    [
        "Der Donaudampf\u00adschifffahrts\u00adkapitän stand am alten Kran und sah ihm lange dabei zu.",
        "مردم شهر این روزنامه را هر روز می\u200cخوانند و درباره‌ی آن با هم گفتگو می\u200cکنند همیشه.",
        "The crane\u200b stood at the quay for a long time, as all of the old stories say about it.",
        "The cre\u200dw of the ship \U0001f468\u200d\U0001f469\u200d\U0001f467 came ashore to watch the crane turn.",
    ],
    ids=["soft hyphen", "zero-width non-joiner", "zero-width space", "zero-width joiner"],
)
def test_invisible_characters_are_no_obstacle(text):
    page = RawPage("", f"<html><body><article><p>{text}</p><p>{TOWN}</p></article></body></html>".encode())
    assert extract(page).blocks[0].evidence is not None


def test_links_are_cut_out_exactly_where_accents_are_characters_of_their_own():
    line = "The cafe\u0301 at the east quay opened again with a new re\u0301sume\u0301 on the wall for all."
    [block] = blocks(f"<p>{line.replace('the wall', '<a href=x>the wall</a>')}</p>", line)
    assert linked(block) == ["the wall"]


def test_only_small_containers_set_a_block_apart():
    lines = [f"{number}. {CRANE}" for number in range(10)]
    story = "".join(f"<p>{line}</p>" for line in lines)
    markup = (
        f'<div class="promo page"><main>{story}<div class="Promo-Box js_signup"><p>Sign up now</p></div></main></div>'
    )
    *text, last = blocks(markup, *lines, "Sign up now")
    assert {word for block in text for word in block.evidence.apart} == set()
    assert {"promo", "box", "signup"} <= last.evidence.apart
    assert not {"page", "main"} & last.evidence.apart


def test_a_container_with_much_of_the_text_sets_nothing_apart():
    markup = f'<div class="promo"><p>{CRANE}</p></div><p>{TOWN}</p>'
    assert "promo" not in blocks(markup, CRANE, TOWN)[0].evidence.apart


WORDS = st.text(st.sampled_from("abcdeXYZéßжש中123.,’-&<>"), min_size=1, max_size=8)
GAP = st.sampled_from(["", " ", " ", "\n  ", "\u00a0"])


def paragraphs(*nestings):
    """Paragraphs of pieces: the inline elements around each, its words, the white space after it."""
    piece = st.tuples(st.sampled_from(nestings), st.lists(WORDS, min_size=1, max_size=4), GAP)
    pieces = st.lists(piece, min_size=1, max_size=5)
    return st.lists(st.tuples(st.sampled_from(["p", "div", "h2", "li"]), pieces), min_size=1, max_size=5)


FLAT = paragraphs("", "a", "b", "span")
NESTED = paragraphs("", "a", "a b", "b a", "span i")


def paragraph(tag, pieces):
    """Return the markup of a paragraph, its text, and where its links are."""
    markup, text, links = [], "", []
    for tags, words, gap in pieces:
        inner, opened = " ".join(words), tags.split()
        closing = "".join(f"</{each}>" for each in reversed(opened))
        markup.append("".join(f"<{each}>" for each in opened) + escape(inner) + closing + gap)
        if "a" in opened:
            links.append((len(text), len(text) + len(inner)))
        text += inner + gap
    return f"<{tag}>{''.join(markup)}</{tag}>", text, links


def as_extracted(text, links):
    """Return a text with its white space made single, and its links' places in that."""
    line = " ".join(text.split())
    letters = [offset for offset, character in enumerate(text) if not character.isspace()]
    places = [offset for offset, character in enumerate(line) if not character.isspace()]
    moved = dict(zip(letters, places, strict=True))
    return line, tuple(Span(moved[start], moved[end - 1] + 1) for start, end in links)


def check_links(pages):
    texts, markup = [], ""
    for number, (tag, pieces) in enumerate(pages):
        opening = ("", [f"Paragraph {number} begins with words of its own and no link in them:"], " ")
        made, text, links = paragraph(tag, [opening, *pieces])
        markup += made
        texts.append(as_extracted(text, links))
    found = blocks(markup, *(line for line, _ in texts))
    assert [(block.text, block.evidence and block.evidence.links) for block in found] == texts


@given(FLAT)
def test_links_cut_out_exactly_the_texts_of_links(pages):
    check_links(pages)


@given(NESTED)
def test_links_cut_out_exactly_the_texts_of_links_where_elements_are_nested(pages):
    check_links(pages)


@given(NESTED)
def test_evidence_that_is_given_is_never_wrong(pages):
    """For lines as trafilatura gives them, whether they are found or not."""
    made = [paragraph(*each) for each in pages]
    body = "".join(markup for markup, _, _ in made)
    page = RawPage("", f"<html><body><article><p>{CRANE}</p>{body}<p>{TOWN}</p></article></body></html>".encode())
    texts = {"".join(text[start:end].split()) for _, text, links in made for start, end in links}
    for block in extract(page).blocks:
        for span in block.evidence.links if block.evidence else ():
            assert "".join(block.text[span.start : span.end].split()) in texts


def test_a_body_told_without_breaks_is_broken_where_the_page_begins_anew():
    sentences = [f"Sentence number {number} of the report tells of the lake, and of its ice." for number in range(20)]
    first, second, third = " ".join(sentences[:9]), " ".join(sentences[9:15]), " ".join(sentences[15:])
    tree = document_fromstring(
        f"<body><div>{first}<br>{second}</div><p>Elsewhere on this day.</p><p>{third}</p></body>"
    )
    [told] = PageText(tree).place([f"{first} {second} Not in the page. {third}"])
    broken = PageText(tree).broken(told)
    assert [line.text for line in broken] == [first, f"{second} Not in the page.", third]


def test_a_short_line_that_the_page_has_not_is_left_whole():
    page = PageText(document_fromstring("<body><p>One.</p><p>Two.</p></body>"))
    [told] = page.place(["One. Never said. Two."])
    assert page.broken(told) == [told]


def page_text(markup):
    return PageText(document_fromstring(f"<html><body>{markup}</body></html>"))


def test_a_paragraph_that_is_bold_as_a_whole_is_told_from_others():
    markup = "<p><b>Ann</b> <strong><i>Lee</i></strong></p><p><b>Bo</b> Chen</p><h2><b>Cy Dow</b></h2>"
    text = page_text(markup)
    assert [text.is_bold(line) for line in text.place(["Ann Lee", "Bo Chen", "Cy Dow", "Nobody"])] == [
        True, False, False, False,
    ]  # fmt: skip


def test_pieces_end_where_blocks_and_lines_do():
    text = page_text("<div>One<br>Two <b>and</b> <i>three</i><p>Four</p>Five</div>")
    assert [text.letters[start:end] for start, end in text.pieces()] == ["One", "Twoandthree", "Four", "Five"]


def test_a_line_is_looked_for_in_linear_time_where_a_page_repeats_itself():
    text = page_text("<p>" + "<br>".join(["ab" * 30] * 30_000) + "</p>")
    begun = time.process_time()
    assert text.place(["ba" * 200_000])[0].start >= 0
    assert time.process_time() - begun < 5

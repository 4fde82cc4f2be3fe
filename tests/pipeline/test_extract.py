"""From the bytes of a page to its draft."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.article import Hints, RawPage
from pipeline.clean import clean
from pipeline.extract import extract, split_title

CRANE = "The old harbour crane at the east quay turned again on Saturday morning, and people came to watch it."
TOWN = "Nobody in the town remembered when it had last moved, and the harbour master had no record of it at all."
BODY = f"<article><h1>Crane turns</h1><p>{CRANE}</p><p>{TOWN}</p><p>{CRANE.replace('Saturday', 'Sunday')}</p></article>"
THEN = datetime(2026, 4, 18, 9, 30, tzinfo=UTC)


def page(body=BODY, head="", url="https://www.example.com/news/crane", **more):
    return RawPage(url, f'<html lang="en-GB"><head>{head}</head><body>{body}</body></html>'.encode(), **more)


def text(body, content_type="text/plain", **more):
    return RawPage("https://example.com/a.txt", body.encode(), content_type, **more)


def test_a_page_gives_its_body_as_blocks_with_evidence_and_what_it_says_of_itself():
    head = """<title>Crane turns | Quay Courier</title><meta property="og:site_name" content="Quay Courier">
        <meta name="author" content="By Ann Lee">
        <meta property="article:published_time" content="2026-04-18T09:30+02:00">
        <meta property="article:section" content="Harbour"><meta name="keywords" content="crane, quay">
        <meta property="og:image" content="/crane.jpg"><link rel="canonical" href="/news/crane">"""
    draft = extract(page(head=head))
    assert draft.text.splitlines()[-3:-1] == [CRANE, TOWN]
    assert all(block.evidence for block in draft.blocks)
    assert (draft.url, draft.canonical_url, draft.site, draft.site_name, draft.language) == (
        "https://www.example.com/news/crane", "https://www.example.com/news/crane", "example.com", "Quay Courier", "en",
    )  # fmt: skip
    assert (draft.title, draft.authors, draft.section, draft.tags, draft.image) == (
        "Crane turns", ("Ann Lee",), "Harbour", ("crane", "quay"), "https://www.example.com/crane.jpg",
    )  # fmt: skip
    assert draft.published.isoformat() == "2026-04-18T09:30:00+02:00"
    assert (draft.modified, draft.flags) == (None, ())


def test_the_draft_is_of_the_address_where_redirects_ended():
    draft = extract(page(url="https://short.example/x", final_url="https://www.example.com/news/crane"))
    assert (draft.url, draft.site) == ("https://www.example.com/news/crane", "example.com")


def test_a_page_without_zone_is_taken_as_utc_and_says_so():
    draft = extract(page(head='<meta property="article:published_time" content="2026-04-18T09:30">'))
    assert draft.published == THEN
    assert draft.flags == ("published: zone assumed",)


def test_a_naive_moment_of_change_is_taken_as_utc_too():
    draft = extract(page(head='<meta property="article:modified_time" content="2026-04-18T09:30">'))
    assert (draft.modified, draft.published) == (THEN, None)


def test_hints_fill_only_what_the_page_lacks():
    hints = Hints("Told", ("Told Author",), THEN)
    draft = extract(page("<p>" + CRANE + "</p>", hints=hints))
    assert (draft.title, draft.authors, draft.published, draft.flags) == ("Told", ("Told Author",), THEN, ())
    head = """<title>Said</title><meta name="author" content="Said Author">
        <meta property="article:published_time" content="2025-01-01T00:00Z">"""
    draft = extract(page("<p>" + CRANE + "</p>", head, hints=hints))
    assert (draft.title, draft.authors, draft.published.year) == ("Said", ("Said Author",), 2025)


def test_a_naive_hint_is_flagged_as_a_naive_page_is():
    draft = extract(page(hints=Hints(published=datetime(2026, 4, 18, 9, 30))))  # noqa: DTZ001
    assert (draft.published, draft.flags) == (THEN, ("published: zone assumed",))


def test_an_instant_of_the_page_without_zone_is_no_better_than_a_hint_with_one():
    head = '<meta property="article:published_time" content="2026-04-18T09:30">'
    draft = extract(page(head=head, hints=Hints(published=datetime.fromisoformat("2026-04-18T09:30+05:30"))))
    assert draft.published.isoformat() == "2026-04-18T09:30:00+05:30"


def test_a_full_page_needs_the_fast_mode_only():
    assert extract(page(f"<article>{f'<p>{CRANE}</p>' * 3}</article>")).extractor == "trafilatura fast"


def test_a_thin_page_goes_to_the_full_mode():
    story = "<br><br>".join(f"{number}. {CRANE}" for number in range(9))
    draft = extract(page(f'<div class="post-content"><p>Short.</p></div><aside class="gallery">{story}</aside>'))
    assert (draft.extractor, draft.text.count(CRANE)) == ("trafilatura full", 9)


@pytest.mark.parametrize(
    "body",
    [
        "",
        " ",
        "<script>var a = 1;</script>",
        "<style>p {}</style>",
        "<!-- nothing -->",
        "<img src=x>",
        "<p></p><p> </p>",
    ],
)
def test_a_page_without_text_has_no_blocks(body):
    draft = extract(page(body))
    assert (draft.blocks, draft.text) == ((), "")


@pytest.mark.parametrize("body", [b"", b" \n", b"<", b"<html>", b"\xff\xfe", b"&", b"<!DOCTYPE html>"])
def test_a_body_that_is_no_page_has_no_blocks(body):
    assert extract(RawPage("https://example.com/", body)).text.strip("<& \0") == ""


def test_what_scripts_and_styles_hold_is_not_read():
    draft = extract(page(BODY.replace("</p>", "<script>alert('no')</script><style>no</style> Yes.</p>")))
    assert "no" not in draft.text.replace("Nobody", "").replace("no record", "").split()
    assert draft.text.count("Yes.") == 3


@pytest.mark.parametrize("content_type", ["text/plain", "TEXT/PLAIN; charset=utf-8", " text/plain ;x=y"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_first_line_of_plain_text_is_its_title_when_a_blank_line_follows(content_type, end):
    draft = extract(text(end.join([" Ice ", "", "The lake froze.", "", "", "Nobody fell in."]), content_type))
    assert (draft.title, draft.text) == ("Ice", "The lake froze.\nNobody fell in.")
    assert (draft.extractor, draft.site) == ("plain text", "example.com")


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["Ice", "", "It froze."], "Ice"),
        (["Ice", " \t ", "It froze."], "Ice"),
        (["Ice", "It froze.", "", "Nobody fell in."], None),
        (["", "Ice", "", "It froze."], None),
        (["Ice", ""], None),
        (["Ice", "", " ", ""], None),
        (["Ice"], None),
        ([], None),
    ],
)
def test_what_is_a_title_of_plain_text(lines, title):
    found, rest = split_title(lines)
    assert found == title
    assert rest == (lines[1:] if title else lines)


def test_plain_text_without_header_has_no_title():
    draft = extract(text("Ice\n\nThe lake froze.", "text/plain; charset=utf-8; header=absent"))
    assert (draft.title, draft.text) == (None, "Ice\nThe lake froze.")


def test_a_title_that_came_along_leaves_the_first_line_in_the_text():
    hints = Hints("Told", ("Ann Lee",), THEN)
    draft = extract(text("Ice\n\nThe lake froze.", hints=hints))
    assert (draft.title, draft.authors, draft.published) == ("Told", ("Ann Lee",), THEN)
    assert draft.text == "Ice\nThe lake froze."


@pytest.mark.parametrize("body", ["", "\n", " \n\t\n", "\r\n\r\n"])
def test_blank_plain_text_has_no_blocks(body):
    assert extract(text(body)).blocks == ()


def test_markup_in_plain_text_is_text():
    assert extract(text("<p>The lake froze.</p>")).text == "<p>The lake froze.</p>"


def test_an_instant_without_zone_that_came_along_with_plain_text_is_aware_too():
    published = extract(text("Ice.", hints=Hints(published=datetime(2026, 4, 18)))).published  # noqa: DTZ001
    assert published.tzinfo is not None


MOJIBAKE = "Itâ\x80\x99s late", "a cafÃ© for all", "so naÃ¯ve"


def test_mojibake_is_repaired_before_extraction_drops_its_bytes():
    draft = extract(page("<article>" + "".join(f"<p>{text}. {CRANE}</p>" for text in MOJIBAKE) + "</article>"))
    assert draft.text.splitlines() == [f"{text}. {CRANE}" for text in ("It’s late", "a café for all", "so naïve")]
    assert draft.flags == ("mojibake repaired before extraction",)


def test_a_page_in_two_encodings_is_repaired_where_it_is_damaged():
    texts = [*MOJIBAKE, "“Zürich” – für später"]
    draft = extract(page("<article>" + "".join(f"<p>{text}. {CRANE}</p>" for text in texts) + "</article>"))
    assert draft.text.splitlines()[-1] == f"“Zürich” – für später. {CRANE}"
    assert draft.text.splitlines()[1] == f"a café for all. {CRANE}"


def test_a_page_that_shows_mojibake_is_left_alone():
    draft = extract(page(f"<article><p>An é became Ã© in the café. {CRANE}</p><p>{TOWN}</p></article>"))
    assert "Ã©" in draft.text
    assert draft.flags == ()


HOSTILE = {
    "ten thousand unclosed elements": "<p><i>x " * 10_000,
    "a paragraph of one megabyte": "<p>" + "It turned again. " * 60_000,
    "ten thousand words": "<p>word</p>" * 10_000,
    "ten thousand items": "<ul>" + "<li>word</li>" * 10_000 + "</ul>",
    "no spaces": "<p>" + "谈判将于下周继续举行" * 30_000,
    "right to left": "<p>" + "قال إن المحادثات ستستأنف غدا. " * 20_000,
    "columns": f'<div class="row"><div class="column"><p>{CRANE}</p></div></div>' * 3_000,
    "timed entries": f'<div class="entry"><time>9.30</time><p>{CRANE}</p></div>' * 3_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_takes_bounded_time(name):
    begun = time.process_time()
    extract(page(f"<article>{HOSTILE[name]}</article>"))
    assert time.process_time() - begun < 20


@pytest.mark.parametrize(
    "word", ["谈判将于下周在首都继续举行。", "قال إن المحادثات ستستأنف غدا. ", "הדיונים יימשכו מחר בבוקר. "]
)
def test_any_script_comes_out_as_it_stands(word):
    texts = [f"{number}{word * 9}".strip() for number in range(5)]
    draft = extract(page("<article>" + "".join(f"<p>{text}</p>" for text in texts) + "</article>"))
    assert draft.text.splitlines() == texts
    assert all(block.evidence for block in draft.blocks)


TAGS = ["p", "div", "h2", "ul", "li", "b", "a", "blockquote", "table", "tr", "td", "span", "br", "pre", "article"]
PIECES = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
    st.sampled_from(
        [CRANE, TOWN, "More", "Less", "Read more: Ice", "(with inputs from agencies)", "Ã¼", "&amp;amp;", "* * *"]
    ),
    st.sampled_from(
        ["They failed.Ministers left early. ", "Russia There is a dog. ", "It failed GenevaThe city has it. "]
    ),
    st.text(max_size=12),
)


@given(st.lists(PIECES, max_size=25), st.text(max_size=12))
def test_undo_gives_the_extracted_text_of_any_page_back(pieces, title):
    raw = page("".join(pieces), f"<title>{title}</title>".encode("utf-8", "replace").decode())
    draft, article = extract(raw), clean(raw)
    assert article.original() == draft.text
    assert article.original("title") == (draft.title or "")


STORY = "".join(f"<p>{number}. {CRANE}</p>" for number in range(9))


def test_the_article_that_a_feed_gives_in_full_stands_in_for_a_thin_page():
    draft = extract(page(f"<h1>Crane turns</h1><p>{CRANE}</p>", hints=Hints(content=STORY)))
    assert draft.extractor == "feed content"
    assert [block.text for block in draft.blocks] == [f"{number}. {CRANE}" for number in range(9)]


def test_a_feed_says_nothing_against_a_page_as_long():
    assert (
        extract(page(f"<article>{STORY}</article>", hints=Hints(content=STORY + STORY[:200]))).extractor
        == "trafilatura fast"
    )


def test_a_teaser_in_a_feed_is_no_article():
    draft = extract(page(f"<article><p>{CRANE}</p></article>", hints=Hints(content=f"<p>{CRANE} {TOWN}</p>")))
    assert draft.extractor != "feed content"


def test_text_takes_all_hints():
    draft = extract(text("Ice.", hints=Hints(modified=THEN, language="de", tags=("ice",))))
    assert (draft.modified, draft.language, draft.tags) == (THEN, "de", ("ice",))

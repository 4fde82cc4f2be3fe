"""Live blogs come out whole, in the page's order."""

import json

from pipeline.article import RawPage
from pipeline.extract import extract

CRANE = "The old harbour crane at the east quay turned again on Saturday morning, and people came to watch it."
ENTRIES = [f"{number}. {CRANE}" for number in range(6)]


def page(body, head=""):
    return RawPage("https://example.com/a", f"<html><head>{head}</head><body>{body}</body></html>".encode())


def entry(text, name="entry"):
    return f'<div class="{name}"><time datetime="2026-04-18T09:30Z">9.30</time><h3>At {text[0]}</h3><p>{text}</p></div>'


def linked(*texts):
    updates = [{"@type": "BlogPosting", "headline": f"At {text[0]}", "articleBody": text} for text in texts]
    said = {"@type": "LiveBlogPosting", "liveBlogUpdate": updates}
    return f'<script type="application/ld+json">{json.dumps(said)}</script>'


def entries_of(draft):
    return [line for line in draft.text.splitlines() if line in ENTRIES]


def test_a_list_of_timed_entries_is_a_live_blog():
    draft = extract(page(f"<article>{''.join(map(entry, ENTRIES))}</article>"))
    assert "live blog" in draft.flags
    assert entries_of(draft) == ENTRIES


def test_an_article_with_dated_teasers_below_it_is_none():
    story = "".join(f"<p>{text}</p>" for text in ENTRIES)
    teasers = "".join(
        f'<div class="card"><time>Monday</time><h3><a href=x>Old ships {at}</a></h3></div>' for at in "abcd"
    )
    draft = extract(page(f"<article>{story}</article><section>{teasers}</section>"))
    assert ("live blog" in draft.flags, entries_of(draft)) == (False, ENTRIES)


def test_entries_that_only_json_ld_has_are_added():
    shown = "".join(f"<p>{text}</p>" for text in ENTRIES[:3])
    draft = extract(page(f"<article>{shown}</article>", linked(*ENTRIES)))
    assert (draft.extractor, draft.flags) == ("live blog", ("live blog",))
    assert entries_of(draft) == ENTRIES


def test_a_broken_live_blog_breaks_nothing():
    said = {"@type": "LiveBlogPosting", "liveBlogUpdate": [1, None, {"articleBody": 3}]}
    head = f'<script type="application/ld+json">{json.dumps(said)}</script>'
    draft = extract(page(f"<article>{''.join(f'<p>{text}</p>' for text in ENTRIES)}</article>", head))
    assert (draft.flags, entries_of(draft)) == ((), ENTRIES)

"""Keep or refuse."""

import pytest

from pipeline.article import Article, RawPage
from pipeline.ingest import ingest
from pipeline.judge import MAX_PAGE_BYTES, judge_article, judge_page


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not text"),
        (b"PK\x03\x04\x14\x00\x00\x00", "not text"),
        (b"a" * (MAX_PAGE_BYTES + 1), "too large"),
    ],
)
def test_pages_that_cannot_be_articles(body, code):
    reason = judge_page(RawPage("", body))
    assert reason is not None
    assert reason.code == code


def test_nul_bytes_in_a_page_do_not_make_it_binary():
    assert judge_page(RawPage("", b"<p>The lake\x00 froze.</p>")) is None


def test_no_text_is_no_article():
    reason = judge_article(Article("", paragraphs=()))
    assert reason is not None
    assert reason.code == "no article"


def test_what_a_page_does_to_us_becomes_a_reason(monkeypatch):
    def explode(page, notes):
        raise RecursionError("too deep")

    monkeypatch.setattr("pipeline.ingest.clean", explode)
    outcome = ingest(RawPage("", b"<p>x</p>"))
    assert str(outcome.reason) == "failed: RecursionError: too deep"

"""Keep a page, or say why not."""

from pipeline.article import Article, RawPage, Reason

MAX_PAGE_BYTES = 20_000_000
"""The largest page that is looked at, in bytes; trafilatura refuses pages over 20 MB too."""

SNIFFED_BYTES = 1024
"""How much of a body is looked at to tell text from binary data; NUL stands early in every common binary format."""

UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
"""Byte order marks of the encodings in which NUL is an ordinary part of text."""

FROM_PAGE = "trafilatura"
"""How the names of extractors begin that look for text in a page; text handed in as text is not doubted."""

LABEL_LENGTH = 40
LISTING_LENGTH = 400
"""A page without a line of 40 characters and with fewer than 400 in all has no article in it. A sentence in Chinese
has about 40; poems and tables have longer pages. No page of the benchmark corpora, all of them articles, is refused."""


def size_in_words(size: int) -> str:
    """Return a size in bytes as people read it.

    >>> size_in_words(512), size_in_words(20_000_000), size_in_words(1_260_000_000)
    ('512 bytes', '20.0 MB', '1.3 GB')
    """
    for unit, name in ((10**9, "GB"), (10**6, "MB"), (10**3, "kB")):
        if size >= unit:
            return f"{size / unit:.1f} {name}"
    return f"{size} bytes"


def too_large(size: int) -> Reason:
    """Return the reason for a body of `size` bytes that is over the limit."""
    return Reason("too large", f"{size_in_words(size)} is over the limit of {size_in_words(MAX_PAGE_BYTES)}")


def looks_binary(body: bytes) -> bool:
    r"""Return whether a body is no text in any encoding: it has a NUL byte early, and no UTF-16 mark.

    Stray NUL bytes in a page that opens as markup are a fault of the page, not a sign of binary data:

    >>> looks_binary(b"%PDF-1.7\x00\x01"), looks_binary(b"\xff\xfe<\x00p\x00"), looks_binary(b"<p>a\x00b</p>")
    (True, False, False)
    """
    start = body[:SNIFFED_BYTES]
    return b"\0" in start and not start.startswith(UTF_16_MARKS) and not start.lstrip().startswith(b"<")


def judge_page(page: RawPage) -> Reason | None:
    """Return why a page cannot be an article, from its bytes alone; None when it may be one."""
    if not page.body.strip():
        return Reason("empty", "the page has no content")
    if len(page.body) > MAX_PAGE_BYTES:
        return too_large(len(page.body))
    if looks_binary(page.body):
        return Reason("not text", "the body is binary data")
    return None


def judge_article(article: Article) -> Reason | None:
    """Return why what came out of a page is not an article; None when it is one."""
    if not article.text.strip():
        return Reason("no article", "no article text was found in the page")
    if article.extractor.startswith(FROM_PAGE) and holds_only_labels(article):
        return Reason("no article", "the page has labels and links, but no text")
    return None


def holds_only_labels(article: Article) -> bool:
    """Return whether an article has no paragraph that could be prose: all are as short as the labels of a menu.

    >>> holds_only_labels(Article("", paragraphs=("Home", "City", "Sign in")))
    True
    >>> holds_only_labels(Article("", paragraphs=("Home", "The old crane at the east quay turned on Saturday.")))
    False
    """
    longest = max(map(len, article.paragraphs))
    return longest < LABEL_LENGTH and sum(map(len, article.paragraphs)) < LISTING_LENGTH

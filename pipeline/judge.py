"""Keep a page, or say why not."""

from collections.abc import Sequence
from statistics import median

from pipeline.article import Article, Block, RawPage, Reason
from pipeline.rules.elsewhere import is_lead_in
from pipeline.rules.marks import QUOTES, SAID, WALLS
from pipeline.rules.signs import SENTENCE_END, is_link

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
LABEL_WORDS = 2
MOST_LABELS = 300
"""Lines; no menu is longer."""

SHORT_SENTENCE = 15
"""A page without a line of 40 characters and with fewer than 400 in all has no article in it. A sentence in Chinese
has about 40; poems and tables have longer pages. No page of the benchmark corpora, all of them articles, is refused."""


DOOR_LENGTH = 600
DOOR_PARAGRAPH = 250
"""A page that has fewer characters in all, no paragraph so long, and words of a login, an error or a check of browsers
shows a door. No page of the benchmark corpora is refused for it."""

DOOR_SHARE = 0.25
"""Of a line's letters; what is told of doors says more beside."""

LONG_LINE, MOST_OTHERS = 60, 2

FEWEST_TEASERS = 5
TEASER_SHARE = 0.4
"""So many of a page's blocks, and so large a share, are headlines that lead elsewhere when it lists articles."""

TEASER_LENGTH, FEWEST_PARAGRAPHS = 200, 2
MOSTLY_LINKS = 0.7

LISTING = "list of links"
"""The flag of an article whose page lists others."""


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
    if LISTING in article.flags:
        return Reason("no article", "the page is a list of links to articles")
    if article.extractor.startswith(FROM_PAGE) and shows_door(article):
        return Reason("no article", "the page asks for a login, reports an error or checks the browser")
    return None


def shows_door(article: Article) -> bool:
    """Return whether a page shows a login, an error or a check of browsers in place of an article.

    >>> shows_door(Article("", "404", paragraphs=("Sorry, the page you are looking for does not exist.",)))
    True
    >>> shows_door(Article("", "Ice", paragraphs=("The lake froze over on Saturday, the mayor said.",)))
    False
    """
    text = article.original()
    lines = text.split("\n")
    if len(text) > DOOR_LENGTH or max(map(len, lines)) >= DOOR_PARAGRAPH:
        return False
    others = [line for line in lines if not is_door(line)]
    return len(others) < len(lines) and sum(len(line) >= LONG_LINE for line in others) <= MOST_OTHERS


def is_door(line: str) -> bool:
    """Return whether a line is mostly such words, and nobody is quoted with them."""
    folded = line.casefold().replace("’", "'").strip()
    found = sum(len(match.group()) for match in WALLS.finditer(folded))
    return found >= DOOR_SHARE * len(folded) and not folded.startswith(QUOTES) and SAID.search(folded) is None


def lists_articles(blocks: Sequence[Block], kept: Sequence[Block]) -> bool:
    """Return whether a page lists other articles: most of what is kept of its blocks is links, or many are headlines.

    Where two paragraphs are left that are longer than teasers, they are an article's.
    """
    size = sum(len(block.text) for block in kept)
    if size and sum(block.link_share * len(block.text) for block in kept) > MOSTLY_LINKS * size:
        return True
    if sum(len(block.text) >= TEASER_LENGTH and not is_link(block) for block in kept) >= FEWEST_PARAGRAPHS:
        return False
    teasers = sum((is_link(block) and not is_menu_word(block)) or is_lead_in(block) for block in blocks)
    return teasers >= max(FEWEST_TEASERS, TEASER_SHARE * len(blocks))


def is_menu_word(block: Block) -> bool:
    """Return whether a block has too few words for a headline."""
    return block.text.isascii() and len(block.text.split()) <= LABEL_WORDS


def holds_only_labels(article: Article) -> bool:
    """Return whether an article has no paragraph that could be prose: all are as short as the labels of a menu.

    >>> holds_only_labels(Article("", paragraphs=("Home", "City", "Sign in")))
    True
    >>> holds_only_labels(Article("", paragraphs=("Home", "The old crane at the east quay turned on Saturday.")))
    False
    """
    sizes = sorted(map(len, article.paragraphs), reverse=True)
    words = median(len(paragraph.split()) for paragraph in article.paragraphs)
    if sizes[0] < LABEL_LENGTH:
        # A sentence of Chinese or Japanese is as short.
        if any(
            len(line) >= SHORT_SENTENCE and SENTENCE_END.search(line)
            for line in article.paragraphs
            if not line.isascii()
        ):
            return False
        is_menu = words <= LABEL_WORDS and len(sizes) <= MOST_LABELS and article.text.isascii()
        return sum(sizes) < LISTING_LENGTH or is_menu
    # One line under a video, between the words of a menu.
    is_alone = sizes[0] < DOOR_PARAGRAPH and len(sizes) > FEWEST_TEASERS and sizes[1] < LABEL_LENGTH
    return is_alone and words <= LABEL_WORDS and article.text.isascii()

r"""Cleaning text: a raw news page in, a clean article and its edits out. Knows no crawler, no database, no terminal.

>>> page = RawPage("https://example.com/a", b"Ice\n\nThe lake froze.\n", "text/plain")
>>> article = clean(page)
>>> article.title, article.text
('Ice', 'The lake froze.')
"""

from pipeline.article import Article, Edit, Hints, RawPage
from pipeline.clean import clean

__all__ = ["Article", "Edit", "Hints", "RawPage", "clean"]

"""How well: the scores of the benchmark corpora, ours beside plain trafilatura's."""

from collections.abc import Mapping

from trafilatura import extract

from benchmarks.pages import raw_pages, scorer, truth
from desk.records import article_record
from pipeline.article import Article
from pipeline.clean import clean

CORPORA = ("aeb", "publishers", "sites", "wcxb")


def prediction(article: Article) -> Mapping[str, object]:
    """Return what the scorer reads of an article."""
    return article_record(article, None)


def quality() -> None:
    """Print the scores of each corpus."""
    score = scorer().score
    for corpus in CORPORA:
        pages, rows = raw_pages(corpus), truth(corpus)
        ours = {page.record_id: prediction(clean(page)) for page in pages}
        plain = {page.record_id: {"text": extract(page.body.decode("utf-8", "replace")) or ""} for page in pages}
        for name, predictions in (("copydesk", ours), ("trafilatura", plain)):
            figures = score(corpus, rows, predictions)
            print(f"{corpus:<11}{name:<12}", "  ".join(f"{key} {value:.3f}" for key, value in figures.items()))

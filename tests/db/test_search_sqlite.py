import pytest
from sqlalchemy import text

from db.filter import Filter
from db.query import parse
from db.questions import asked, numbers
from db.search import NEWEST_FIRST
from db.search_sqlite import best, expressions
from db.tables import ArticleRow


@pytest.mark.parametrize(
    ("words", "wanted", "excluded"),
    [
        ("lake ice", '"lake" AND "ice"', ""),
        ("lake -river -sea*", '("lake") NOT ("river" OR "sea"*)', '"river" OR "sea"*'),
        ("-river", "", '"river"'),
        ("a OR b c", '("a" OR "b") AND "c"', ""),
        ("title:x", 'title : "x"', ""),
        ("AI芯片*", 'spaced : "AI 芯  片"', ""),
        ("كِتَاب", '"كتاب"', ""),
        ("", "", ""),
    ],
)
def test_expressions(words, wanted, excluded):
    assert expressions(parse(words)) == (wanted, excluded)


@pytest.fixture
def plan(place, reader):
    """How SQLite answers a question, in its words."""

    def explain(question):
        compiled = question.compile(reader, compile_kwargs={"literal_binds": True})
        with reader.connect() as connection:
            return " / ".join(row[3] for row in connection.execute(text(f"EXPLAIN QUERY PLAN {compiled}")))

    return explain


FILTERS = [{}, {"site": "a.org"}, {"language": "en", "author": "lee"}, {"has_correction": True}]


@pytest.mark.parametrize("only", FILTERS, ids=str)
def test_words_are_weighed_without_walking_through_articles(plan, reader, only):
    query, conditions, _ = asked(reader, "lake", Filter(**only))
    steps = plan(best(query, conditions, 20, 0))
    assert steps.startswith("CO-ROUTINE")
    assert "SCAN article_fts VIRTUAL TABLE" in steps
    assert "SEARCH article USING COVERING INDEX ix_article_choices (id=?" in steps
    assert "SEARCH article USING INTEGER PRIMARY KEY" not in steps
    assert "SCAN article /" not in steps


def test_the_newest_are_found_by_their_index(plan, reader):
    question = numbers(asked(reader, "", Filter(site="a.org")))
    hinted = question.with_hint(ArticleRow, "INDEXED BY ix_article_newest", "sqlite")
    assert "USING COVERING INDEX ix_article_newest" in plan(hinted.order_by(*NEWEST_FIRST).limit(20))

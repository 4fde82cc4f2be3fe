"""Many rows at once, as SQLAlchemy would write them."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import create_engine, insert, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import StatementError

from db.rows import article_row, page_row
from db.tables import ArticleRow, Base, PageRow
from db.writing import prepared, write
from pipeline.article import Hints, RawPage

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
PUT_PAGE, PUT_ARTICLE = insert(PageRow), insert(ArticleRow)


@pytest.fixture
def connection():
    engine = create_engine("sqlite://")
    with engine.begin() as opened:
        Base.metadata.create_all(opened)
        yield opened
    engine.dispose()


def rows(make_kept):
    """Return rows of pages and of their articles: with and without each value, and with what cannot be stored."""
    pages = [
        RawPage("https://example.com/1", b"x", fetched_at=NOW, hints=Hints("Lake \0 froze")),
        RawPage("https://example.com/2\ud800", b"x", fetched_at=NOW, rights=("noai",)),
    ]
    names = [{"id": number, "key": str(number), "site": "", "body": b"x", "reference_id": None} for number in (1, 2)]
    kept = [make_kept(1, pages[0], tags=("a\0", "ü")), make_kept(2, pages[1], title=None, published=None, free=True)]
    articles = [
        {"id": number, "page_id": number} | article_row(each.article, NOW) for number, each in enumerate(kept, 1)
    ]
    return [name | page_row(page) for name, page in zip(names, pages, strict=True)], articles


@pytest.mark.parametrize("which", [0, 1])
def test_the_rows_are_those_that_sqlalchemy_writes(connection, make_kept, which):
    table, statement = ((PageRow, PUT_PAGE), (ArticleRow, PUT_ARTICLE))[which]
    given = rows(make_kept)[which]
    connection.execute(statement, given)
    wanted = connection.exec_driver_sql(f"SELECT * FROM {table.__tablename__}").all()
    connection.exec_driver_sql(f"DELETE FROM {table.__tablename__}")
    write(connection, statement, given)
    assert connection.exec_driver_sql(f"SELECT * FROM {table.__tablename__}").all() == wanted
    assert len(wanted) == 2


def test_no_rows_are_no_statement(connection):
    write(connection, PUT_PAGE, [])
    assert connection.scalars(select(PageRow.id)).all() == []


def test_a_value_that_cannot_be_stored(connection, make_kept):
    pages, _ = rows(make_kept)
    with pytest.raises(StatementError, match="without zone"):
        write(connection, PUT_PAGE, [page | {"fetched_at": datetime(2026, 3, 1)} for page in pages])  # noqa: DTZ001


def test_a_statement_is_made_ready_once(connection):
    columns = tuple(PageRow.__table__.columns.keys())
    assert prepared(PUT_PAGE, connection.dialect, columns) is prepared(PUT_PAGE, connection.dialect, columns)


def test_the_driver_of_postgresql_is_given_rows_by_name():
    assert not postgresql.psycopg.dialect().positional

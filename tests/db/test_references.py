import hashlib
import random

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, StatementError

from db.read import get_page
from db.references import LARGEST, SMALLEST, References
from db.store import Store
from db.tables import PageRow


def noise(seed: int, size: int) -> bytes:
    return random.Random(seed).randbytes(size)


def bodies(template: int, count: int, size: int = 20_000) -> list[bytes]:
    """Pages of one template: mostly the same bytes, none of which compress alone."""
    return [noise(template, size) + b"<p>article %d</p>" % number for number in range(count)]


@pytest.fixture
def make(make_kept, make_page):
    def make(body: bytes, site: str = "a.org", number: int = 0):
        title = hashlib.sha256(body).hexdigest()  # or they would say the same, and not be stored
        return make_kept(page_=make_page(url=f"https://www.{site}/{number}", body=body), title=title, edits=())

    return make


def references(reader) -> list[int | None]:
    with reader.connect() as connection:
        return list(connection.scalars(select(PageRow.reference_id).order_by(PageRow.id)))


def test_the_first_page_of_a_site_is_the_reference(store, reader, make):
    store.extend(map(make, bodies(1, 4)))
    assert references(reader) == [None, 1, 1, 1]


def test_sites_have_each_their_own(store, reader, make):
    store.extend(make(body, site) for body in bodies(1, 2) for site in ("a.org", "b.org"))
    assert references(reader) == [None, None, 1, 2]


def test_bodies_come_back_to_the_byte(store, reader, make):
    given = bodies(1, 3) + bodies(2, 3) + [b"", b"short"]
    store.extend(map(make, given))
    assert [get_page(reader, number).body for number in range(1, len(given) + 1)] == given


def test_a_new_design_of_the_site_becomes_the_reference(store, reader, make):
    store.extend(map(make, bodies(1, 2) + bodies(2, 3)))
    assert references(reader) == [None, 1, None, 3, 3]


def test_small_and_unknown_pages_have_none_and_are_none(store, reader, make):
    small = [make(body) for body in bodies(1, 2, SMALLEST // 2)]
    unknown = [make(body, site="x") for body in bodies(2, 2)]
    for outcome in unknown:
        object.__setattr__(outcome.page, "url", "")
        object.__setattr__(outcome.article, "site", None)
    store.extend(small + unknown)
    assert references(reader) == [None] * 4


def test_files_are_of_the_site_of_their_article(store, reader, make_kept, make_page):
    pages = [make_page(url=f"file:///{number}.html", body=body) for number, body in enumerate(bodies(1, 2))]
    store.extend(make_kept(page_=page) for page in pages)
    assert references(reader) == [None, 1]


def test_a_huge_page_is_no_reference(store, reader, make):
    store.extend(map(make, bodies(1, 2, LARGEST + 1)))
    assert references(reader) == [None, None]


def test_the_reference_is_found_again_after_a_restart(location, reader, store, make):
    first, second, third = bodies(1, 3)
    store.extend([make(first)])
    with Store.open(location) as again:
        again.extend([make(second)])
    assert references(reader) == [None, 1]
    with Store.open(location) as again:
        again.extend([make(third)])
    assert references(reader) == [None, 1, 1]


def test_references_out_of_memory_are_looked_up(store, reader, make):
    store._references = References(kept=1)
    for body in bodies(1, 3):
        store.extend(make(body, site) for site in ("a.org", "b.org"))
    assert references(reader) == [None, None, 1, 2, 1, 2]
    assert len(store._references._by_site) == 1


def test_a_reference_of_a_batch_that_failed_is_forgotten(store, reader, make, make_kept):
    first, second = bodies(1, 2)
    broken = make_kept(2, published=make_kept().article.published.replace(tzinfo=None))
    with pytest.raises(StatementError, match="without zone"):
        store.extend([make(first), broken])
    store.extend([make(noise(9, 30_000), "b.org"), make(second)])
    assert references(reader) == [None, None]
    assert get_page(reader, 2).body == second


def test_a_reference_cannot_be_deleted(store, reader, make, make_refused):
    first, second = (make_refused(page_=make(body).page) for body in bodies(1, 2))
    store.extend([first, second])
    with store._writer.begin() as connection:
        connection.exec_driver_sql("DELETE FROM refusal")
    with store._writer.connect() as connection, pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        connection.exec_driver_sql("DELETE FROM page WHERE id = 1")
    assert references(reader) == [None, 1]

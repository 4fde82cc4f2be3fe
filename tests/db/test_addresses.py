from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from db.store import Store, Stored
from db.tables import AddressRow
from db.visits import YOUNG
from pipeline.article import LIVE, Hints, RawPage, Reason, Refused, Validators

NOW = datetime.now(UTC)
OLD = NOW - timedelta(days=400)


def found(number: int, published: datetime | None = None, modified: datetime | None = None, **changes) -> RawPage:
    hints = Hints(published=published, modified=modified)
    given = {"source": "example", "origin": "spider:feed", **changes}
    return RawPage(f"https://www.example.com/{number}", b"", hints=hints, **given)


def numbers(pages) -> list[int]:
    return [int(page.url.rpartition("/")[2]) for page in pages]


@pytest.fixture
def asked(reader):
    """Return how an address stands."""

    def row(number: int) -> AddressRow:
        from sqlalchemy.orm import Session

        with Session(reader) as session:
            return session.query(AddressRow).filter(AddressRow.url.endswith(f"/{number}")).one()

    return row


DUE = text("UPDATE address SET due_at = found_at WHERE url LIKE :url")


def make_due(store: Store, number: int) -> None:
    """Let the time pass until an address is due."""
    with store._writer.begin() as connection:
        connection.execute(DUE, {"url": f"%example.com/{number}"})


def test_what_is_discovered_waits_once(store):
    assert store.discover([found(1), found(2)]) == (2, 0, 0)
    assert store.discover([found(2), found(3)]) == (1, 0, 1)
    assert sorted(numbers(store.waiting(["example"], 10))) == [1, 2, 3]


def test_the_newest_comes_first_and_what_is_in_flight_not_again(store):
    store.discover([found(1, OLD), found(2, NOW), found(3, OLD - timedelta(days=1))])
    assert numbers(store.waiting(["example"], 2)) == [2, 1]
    assert numbers(store.waiting(["example"], 2, {"https://www.example.com/2"})) == [1, 3]


def test_a_date_in_the_future_does_not_come_first_for_ever(store):
    store.discover([found(1, NOW + timedelta(days=900))])
    store.discover([found(2)])
    assert numbers(store.waiting(["example"], 1)) == [2]


def test_sources_wait_apart(store):
    store.discover([found(1), found(2, source="other")])
    assert numbers(store.waiting(["other"], 10)) == [2]


def test_what_is_said_of_a_page_comes_back_with_it(store):
    page = found(1, OLD)
    store.discover([page])
    (waiting,) = store.waiting(["example"], 10)
    assert waiting.hints == page.hints
    assert (waiting.source, waiting.origin, waiting.body) == ("example", "spider:feed", b"")


def test_a_killed_crawl_forgets_nothing(store, location):
    store.discover([found(1), found(2)])
    with Store.open(location) as after:  # another process: nothing was settled
        assert sorted(numbers(after.waiting(["example"], 10))) == [1, 2]


def test_what_is_stored_waits_no_longer(store, make_kept, asked):
    store.discover([found(1, OLD)])
    store.extend([make_kept(1)])
    assert store.waiting(["example"], 10) == []
    assert asked(1).due_at is None  # too old to change
    assert asked(1).asked_at is not None


def test_what_came_in_by_a_file_is_known(store, make_kept):
    store.extend([make_kept(1)])
    assert store.discover([found(1), found(2)]) == (1, 0, 1)
    assert numbers(store.waiting(["example"], 10)) == [2]


def test_a_redirect_is_known_by_both_its_ends(store, make_kept, make_page):
    store.extend([make_kept(page_=make_page(url="https://t.example/x", final_url="https://www.example.com/1"))])
    assert store.discover([found(1)]).new == 0


def test_a_young_article_is_asked_for_again(store, make_kept, asked):
    store.discover([found(1)])
    store.extend([make_kept(1)])
    row = asked(1)
    assert row.due_at == row.found_at + YOUNG[0]


def test_the_plan_can_be_another(store, make_kept, asked):
    store.plan = ()
    store.discover([found(1)])
    store.extend([make_kept(1)])
    assert asked(1).due_at is None


def test_what_a_listing_says_has_changed_is_asked_for_again(store, make_kept):
    store.discover([found(1, OLD)])
    store.extend([make_kept(1)])
    assert store.discover([found(1, OLD, modified=OLD + timedelta(days=1))]) == (0, 0, 1)
    later = datetime.now(UTC)
    assert store.discover([found(1, OLD, modified=later)]) == (0, 1, 0)
    assert numbers(store.waiting(["example"], 10)) == [1]
    assert store.discover([found(1, OLD, modified=later + timedelta(days=99))]) == (0, 0, 1)  # not to be believed


def test_validators_of_the_last_answer_come_back(store, make_kept, make_page):
    store.discover([found(1)])
    validators = Validators('"abc"', "Tue, 03 Nov 2026 08:00:00 GMT")
    store.extend([make_kept(page_=make_page(validators=validators))])
    make_due(store, 1)
    (waiting,) = store.waiting(["example"], 10)
    assert waiting.validators == validators


def test_what_has_not_changed_is_asked_for_later(store, make_kept, asked):
    store.discover([found(1)])
    store.extend([make_kept(1)])
    make_due(store, 1)
    store.unchanged(store.waiting(["example"], 10))
    assert store.waiting(["example"], 10) == []
    assert asked(1).due_at == asked(1).found_at + YOUNG[0]


def live(make_kept, make_page, minutes_ago: int, text: str, **changes):
    page = make_page(body=text.encode(), fetched_at=datetime.now(UTC) - timedelta(minutes=minutes_ago))
    return make_kept(page_=page, paragraphs=(text,), edits=(), **{"flags": (LIVE,)} | changes)


def wait(row: AddressRow) -> float:
    """Return for how many minutes an address is left alone, rounded: the clock goes on while a test runs."""
    return round((row.due_at - row.asked_at).total_seconds() / 60)


def test_a_live_blog_is_asked_for_again_soon_while_it_says_something_new(store, make_kept, make_page, asked):
    store.discover([found(1)])
    store.extend([live(make_kept, make_page, 45, "The vote is on.")])
    store.extend([live(make_kept, make_page, 0, "The vote is on. The count begins.")])
    assert wait(asked(1)) == 30


def test_a_live_blog_that_says_the_same_is_left_alone_for_as_long_as_it_was_silent(store, make_kept, make_page, asked):
    store.discover([found(1)])
    store.extend([live(make_kept, make_page, 45, "The vote is on.")])
    store.extend([live(make_kept, make_page, 0, "The vote is on.")])
    assert wait(asked(1)) == 45


def test_a_live_blog_that_has_not_changed_is_left_alone_for_as_long_as_it_was_silent(
    store, make_kept, make_page, asked
):
    store.discover([found(1)])
    store.extend([live(make_kept, make_page, 45, "The vote is on.")])
    store.unchanged([found(1)])
    assert wait(asked(1)) == 45


def test_a_live_blog_that_is_over_is_an_article_like_others(store, make_kept, make_page, asked):
    store.discover([found(1)])
    store.extend([live(make_kept, make_page, 45, "The vote is on.")])
    store.extend([live(make_kept, make_page, 0, "The vote is over.", flags=())])
    assert asked(1).due_at == asked(1).found_at + YOUNG[0]


def test_an_old_live_blog_is_not_asked_for_more_often(store, make_kept, make_page, asked):
    published = NOW - timedelta(hours=30)
    store.discover([found(1, published)])
    store.extend([live(make_kept, make_page, 0, "The vote is on.")])
    assert asked(1).due_at == published + YOUNG[2]


@pytest.mark.parametrize(("reason", "waits"), [("timed out", True), ("http 503", True), ("http 404", False)])
def test_what_failed_is_tried_later_if_that_may_help(store, asked, reason, waits):
    store.discover([found(1)])
    assert store.extend([Refused(found(1), Reason(reason, ""))]) == Stored(0, 1, 0)
    assert store.waiting(["example"], 10) == []
    assert (asked(1).due_at is not None) == waits
    assert (asked(1).failures, asked(1).reason) == (1, reason)


def test_what_was_given_back_before_it_was_asked_for_has_not_failed(store, asked):
    store.discover([found(1)])
    for _ in range(20):
        store.extend([Refused(found(1), Reason("asked to wait", ""))])
    assert asked(1).failures == 1
    assert asked(1).due_at is not None


def test_success_forgets_failures(store, make_kept, asked):
    store.discover([found(1)])
    store.extend([Refused(found(1), Reason("timed out", ""))])
    store.extend([make_kept(1)])
    assert (asked(1).failures, asked(1).reason) == (0, None)


def test_a_listing_is_known_by_its_validators_and_never_waits(store):
    feed = found(0, validators=Validators('"1"'))
    assert store.listing_validators(feed.url) == Validators()
    store.listing_read(feed)
    assert store.listing_validators(feed.url) == Validators('"1"')
    store.listing_read(found(0, validators=Validators('"2"')))
    assert store.listing_validators(feed.url) == Validators('"2"')
    assert store.waiting(["example"], 10) == []


def test_more_addresses_than_one_statement_takes(store):
    assert store.discover(found(number) for number in range(1_200)) == (1_200, 0, 0)
    assert store.discover(found(number) for number in range(1_300)) == (100, 0, 1_200)

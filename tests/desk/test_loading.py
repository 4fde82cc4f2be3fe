from desk.loading import BATCH, MOST_SHOWN, SHOWN_REFUSALS, Tally, fill
from desk.workers import cleaning_pool
from pipeline.article import Kept, RawPage, Reason, Refused
from pipeline.memory import NO_NOTES
from spiders.knowledge import Knowledge

KNOWLEDGE = Knowledge(lambda _: NO_NOTES, {})


class Notebook(list):
    """A store that is a list."""

    known: frozenset[bytes] = frozenset()

    def holds(self, pages):
        return [page.body in self.known for page in pages]

    def extend(self, outcomes):
        from db.store import Stored

        super().extend(outcomes)
        return Stored(sum(isinstance(each, Kept) for each in outcomes), 0, 0)


def text(number: int) -> RawPage:
    return RawPage("", b"The lake froze on day %d." % number, "text/plain", origin=f"in#{number}")


def test_what_is_counted_is_stored():
    store, tally = Notebook(), Tally()
    with cleaning_pool(1) as pool:
        counts = [(tally.kept, len(store)) for _ in fill(store, pool, KNOWLEDGE, map(text, range(BATCH + 10)), tally)]
    assert counts == [(BATCH, BATCH), (BATCH + 10, BATCH + 10)]


def test_what_is_stored_is_not_cleaned_again():
    store, tally = Notebook(), Tally()
    store.known = frozenset([text(1).body])
    with cleaning_pool(1) as pool:
        list(fill(store, pool, KNOWLEDGE, map(text, range(3)), tally))
    assert (tally.pages, tally.known, tally.kept) == (3, 1, 2)
    assert [outcome.page.origin for outcome in store] == ["in#0", "in#2"]


def test_what_comes_twice_is_cleaned_once_even_while_the_first_is_in_flight():
    store, tally = Notebook(), Tally()
    with cleaning_pool(1) as pool:
        list(fill(store, pool, KNOWLEDGE, [text(1), text(2), text(1)], tally))
    assert (tally.pages, tally.known, tally.kept, len(store)) == (3, 1, 2, 2)


def test_the_first_refusals_are_kept_without_their_bytes():
    store, tally = Notebook(), Tally()
    refused = [Refused(text(number), Reason("too large", "2 GB")) for number in range(SHOWN_REFUSALS + 1)]
    with cleaning_pool(1) as pool:
        list(fill(store, pool, KNOWLEDGE, refused, tally))
    assert tally.refused == {"too large": SHOWN_REFUSALS + 1}
    assert [each.page.origin for each in tally.refusals] == [f"in#{number}" for number in range(SHOWN_REFUSALS)]
    assert not any(each.page.body for each in tally.refusals)
    assert all(each.page.body for each in store)


def test_a_refusal_that_stands_for_a_file_is_kept_though_it_comes_late():
    store, tally = Notebook(), Tally()
    refused = [Refused(text(number), Reason("too large")) for number in range(SHOWN_REFUSALS + 1)]
    damaged = [Refused(text(number), Reason("broken archive")) for number in range(100, 200)]
    with cleaning_pool(1) as pool:
        list(fill(store, pool, KNOWLEDGE, refused + damaged, tally))
    assert [each.reason.code for each in tally.refusals] == ["too large"] * SHOWN_REFUSALS + ["broken archive"] * (
        MOST_SHOWN - SHOWN_REFUSALS
    )

"""Cleaning in worker processes: only the bad page is lost."""

import importlib
import multiprocessing
from concurrent.futures import wait
from itertools import islice
from pathlib import Path

import psutil
import pytest

from pipeline.article import Kept, RawPage, Reason, Refused
from pipeline.pool import IN_FLIGHT_PER_WORKER, CleaningPool

BODY = b"<html><body><p>The old harbour crane turned again on Saturday, and people came to watch it.</p></body></html>"


@pytest.fixture
def roads(monkeypatch):
    """Return the module of roads, from where the workers find it too."""
    monkeypatch.syspath_prepend(Path(__file__).parent)
    return importlib.import_module("roads")


def page(name, body=BODY):
    return RawPage(f"https://example.com/{name}", body)


def codes(outcomes):
    return [outcome.reason.code if isinstance(outcome, Refused) else "kept" for outcome in outcomes]


def workers():
    """Return the processes that clean: the children of the one that forks them."""
    return [
        each
        for each in psutil.Process().children(recursive=True)
        if "forkserver" in " ".join(each.cmdline()) and each.ppid() != psutil.Process().pid
    ]


def test_outcomes_come_in_the_order_of_their_pages_and_refusals_stay_in_place():
    refusal = Refused(page("broken", b""), Reason("broken", "line 2"))
    pages = [page(f"{number}", b"" if number % 10 == 3 else BODY) for number in range(60)]
    with CleaningPool(2) as pool:
        outcomes = list(pool.clean_all([*pages[:20], refusal, *pages[20:]]))
    assert [outcome.page for outcome in outcomes] == [*pages[:20], refusal.page, *pages[20:]]
    assert outcomes[20] is refusal
    del outcomes[20]
    assert codes(outcomes) == ["empty" if number % 10 == 3 else "kept" for number in range(60)]


def test_no_pages_give_no_outcomes():
    with CleaningPool(2) as pool:
        assert list(pool.clean_all([])) == []
    with CleaningPool(1):
        pass


def test_pages_are_taken_only_as_fast_as_they_are_cleaned():
    taken = []
    with CleaningPool(1) as pool:
        outcomes = pool.clean_all(taken.append(number) or page(f"{number}") for number in range(10_000))
        assert codes(islice(outcomes, 3)) == ["kept"] * 3
    assert len(taken) <= IN_FLIGHT_PER_WORKER + 4


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("hangs", "timed out: cleaning took longer than 2 s"),
        ("spins", "timed out: cleaning took longer than 2 s"),
        ("exits", "crashed: the cleaning process died (exit code 3)"),
        ("crashes", "crashed: the cleaning process died (exit code -11)"),
    ],
)
def test_a_page_that_hangs_or_kills_its_worker_is_refused_and_the_others_go_on(roads, name, reason):
    names = ["a", "b", name, "c", "d", name, "e"]
    with CleaningPool(2, 2, roads.dangerous_road) as pool:
        outcomes = list(pool.clean_all(map(page, names)))
    assert [outcome.page.url.rpartition("/")[2] for outcome in outcomes] == names
    assert [isinstance(outcome, Kept) for outcome in outcomes] == [each != name for each in names]
    assert {str(outcome.reason) for outcome in outcomes if isinstance(outcome, Refused)} == {reason}


def test_one_worker_gets_over_all_of_them(roads):
    names = ["exits", "a", "crashes", "hangs", "b", "exits"]
    with CleaningPool(1, 2, roads.dangerous_road) as pool:
        assert codes(pool.clean_all(map(page, names))) == ["crashed", "kept", "crashed", "timed out", "kept", "crashed"]


def test_a_page_is_worked_on_outside_the_process_of_the_caller(roads):
    with CleaningPool(2, 20, roads.dangerous_road) as pool:
        told = {outcome.reason.detail for outcome in pool.clean_all([page("tells")] * 20)}
    assert told
    assert str(psutil.Process().pid) not in told


def test_nothing_is_left_behind(roads):
    with CleaningPool(2, 2, roads.dangerous_road) as pool:
        list(pool.clean_all(map(page, ["a", "crashes", "b", "hangs"])))
        assert workers()
    assert workers() == []
    assert multiprocessing.active_children() == []


def leave_after_an_error(waiting, road):
    with CleaningPool(2, 600, road) as pool:
        waiting.extend(pool.submit(page("hangs")) for _ in range(20))
        raise KeyError("stop")


def test_leaving_after_an_exception_waits_for_nothing(roads):
    with pytest.raises(KeyError):
        leave_after_an_error([], roads.dangerous_road)
    assert workers() == []


def test_after_an_exception_no_future_is_left_waiting(roads):
    waiting = []
    with pytest.raises(KeyError):
        leave_after_an_error(waiting, roads.dangerous_road)
    done, pending = wait(waiting, 3)
    assert not pending
    assert {each.result().reason.code for each in done} <= {"cancelled", "crashed"}


def test_what_a_road_raises_does_not_hang_the_caller(roads):
    with CleaningPool(1, 5, roads.dangerous_road) as pool:
        assert wait([pool.submit(page("raises"))], 3).done

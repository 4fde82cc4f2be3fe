import pytest

from spiders.patience import ASKED_TO_WAIT, LEFT_ALONE, Host, Patience


def test_a_host_that_asks_to_wait_is_slower_from_then_on():
    host = Host(Patience(longest_delay=10))
    host.asks_to_wait(5, now=100, delay=2)
    assert (host.resume_at, host.delay, host.given_up) == (105, 4, None)
    host.asks_to_wait(7, now=101, delay=4)
    assert (host.resume_at, host.delay, host.waits) == (108, 4, 1), "asked while it was under way: only longer"
    host.asks_to_wait(1, now=109, delay=8)
    assert host.delay == 10, "bounded"


def test_a_host_that_asks_to_wait_without_saying_how_long_is_given_longer_each_time():
    host = Host(Patience(first_pause=2, most_waits=9, longest_delay=10))
    pauses = []
    for _ in range(5):
        now = host.resume_at
        host.asks_to_wait(None, now)
        pauses.append(host.resume_at - now)
    assert pauses == [2, 4, 8, 10, 10]


def test_a_host_that_asks_again_and_again_is_left_alone():
    host = Host(Patience(most_waits=3))
    for _ in range(2):
        host.asks_to_wait(1, host.resume_at)
    assert host.given_up is None
    host.asks_to_wait(1, host.resume_at)
    assert host.given_up.code == ASKED_TO_WAIT


def test_an_answer_between_ends_the_row():
    host = Host(Patience(most_waits=2, most_errors=2))
    for _ in range(5):
        host.asks_to_wait(1, host.resume_at)
        host.answers(host.resume_at)
        host.fails(host.resume_at)
        host.answers(host.resume_at)
    assert host.given_up is None


def test_a_host_that_asks_for_too_long_is_left_alone_at_once():
    host = Host(Patience(longest_wait=300))
    host.asks_to_wait(86_400, now=0)
    assert host.given_up.code == ASKED_TO_WAIT
    assert "86,400 s" in host.given_up.detail


def test_errors_make_pauses_grow_until_the_host_is_left_alone():
    host = Host(Patience(first_pause=2, most_errors=4))
    pauses = []
    while host.given_up is None:
        now = host.resume_at
        host.fails(now)
        host.fails(now)
        pauses.append(host.resume_at - now)
    assert pauses == [2, 4, 8, 16]
    assert host.given_up.code == LEFT_ALONE


def test_a_host_that_lets_us_in_nowhere_is_left_alone():
    host = Host(Patience(most_errors=2))
    for _ in range(3):
        host.shuts_out()
    host.answers(0)
    for _ in range(3):
        host.shuts_out()
    assert host.given_up is None
    host.shuts_out()
    assert host.given_up.code == "bot wall"


@pytest.mark.parametrize("delay", [float("nan"), -5.0])
def test_a_delay_without_sense_changes_nothing(delay):
    host = Host(Patience(), delay=1)
    host.slow_down(delay)
    assert host.delay == 1

import random

import pytest

from desk.chance import FAR, distance, is_too_few


@pytest.mark.parametrize(
    ("hits", "of", "hits_before", "of_before", "expected"),
    [
        (0, 5, 200, 200, True),
        (2, 5, 200, 200, True),
        (4, 5, 200, 200, False),
        (0, 5, 100, 200, False),  # 1 in 32
        (0, 20, 100, 200, True),
        (10, 20, 100, 200, False),
        (2, 5, 3, 3, False),  # three before are not much to go by
        (0, 20, 0, 200, False),
    ],
)
def test_only_what_chance_hardly_gives_is_too_few(hits, of, hits_before, of_before, expected):
    assert is_too_few(hits, of, hits_before, of_before) is expected


def test_shorter_texts_are_far_below_and_longer_ones_far_above():
    before = [1000 + number for number in range(200)]
    assert distance([500] * 5, before) < -FAR
    assert distance([2500] * 5, before) > FAR
    assert abs(distance([1050, 1150, 1001, 1199, 1100], before)) < 1


def test_one_long_read_among_notes_is_not_far():
    chance = random.Random(1)
    before = [chance.lognormvariate(6, 1) for _ in range(200)]
    assert abs(distance([*before[:19], 1e6], before[19:])) < FAR


def test_without_values_nothing_is_far():
    assert distance([], [1, 2]) == distance([1, 2], []) == 0

"""Whether a difference may be chance: a few articles differ from those before, and nothing is wrong."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from math import comb, sqrt

RARE = 0.001
"""What chance gives less often than once in a thousand is told. Who looks at a hundred sources a day is told of one
without reason in ten days at the most: most articles are those of the day before, so it is not a new throw."""

FAR = 3.09
"""By how many standard deviations the normal distribution is exceeded in one of a thousand cases."""


def is_too_few(hits: int, of: int, hits_before: int, of_before: int) -> bool:
    """Tell whether so few hits are more than chance, by the share of those before (a binomial test).

    One hit and one miss are added to those before (Laplace): that all of 20 had something does not mean that all will.

    >>> is_too_few(1, 5, 190, 200), is_too_few(4, 5, 190, 200), is_too_few(1, 5, 100, 200)
    (True, False, False)
    """
    share = (hits_before + 1) / (of_before + 2)
    return sum(comb(of, few) * share**few * (1 - share) ** (of - few) for few in range(hits + 1)) < RARE


def distance(values: Sequence[float], before: Sequence[float]) -> float:
    """Return by how many standard deviations values lie above those before, by their ranks (Mann-Whitney).

    By ranks, because lengths of texts spread over three orders of magnitude: one long read among twenty notes would
    draw any mean with it. Without values on both sides it is 0.

    >>> round(distance([1, 2, 3], list(range(4, 24))), 1), distance([4, 4], [4, 4])
    (-2.7, 0.0)
    """
    few, many = len(values), len(before)
    if not few or not many:
        return 0.0
    ordered = sorted(before)
    above = sum(bisect_left(ordered, value) + bisect_right(ordered, value) for value in values) / 2
    return (above - few * many / 2) / sqrt(few * many * (few + many + 1) / 12)

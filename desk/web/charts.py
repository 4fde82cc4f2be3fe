"""Numbers as bars: where each stands, in the units of its drawing. The templates draw them as SVG."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from db.overview import Count

HEIGHT = 100
STEPS = (1, 2, 5)


class Bar(NamedTuple):
    """One bar of a chart that is 100 high and as wide as it has bars."""

    name: str
    number: int
    x: float
    y: float
    height: float


class Chart(NamedTuple):
    """A chart over time."""

    bars: list[Bar]
    top: int
    """What its full height stands for."""

    @property
    def most(self) -> int:
        """The highest number."""
        return max(bar.number for bar in self.bars)

    @property
    def first(self) -> str:
        """What the first bar stands for."""
        return self.bars[0].name

    @property
    def last(self) -> str:
        """What the last bar stands for."""
        return self.bars[-1].name


def chart(counts: Sequence[Count]) -> Chart | None:
    """Return the chart of numbers in their order; None when there are none.

    >>> chart([Count("a", 3), Count("b", 0)])
    Chart(bars=[Bar(name='a', number=3, x=0.1, y=40.0, height=60.0), Bar(name='b', number=0, x=1.1, y=100, height=0)],
          top=5)
    """
    if not counts:
        return None
    top = rounded_up(max(each.number for each in counts))
    heights = [max(HEIGHT * each.number / top, 1.5) if each.number else 0 for each in counts]  # 1 of 1,000 is seen too
    bars = [
        Bar(each.name, each.number, index + 0.1, HEIGHT - height, height)
        for index, (each, height) in enumerate(zip(counts, heights, strict=True))
    ]
    return Chart(bars, top)


def rounded_up(number: int) -> int:
    """Return the next number that reads well on an axis.

    >>> [rounded_up(number) for number in (0, 1, 3, 17, 100, 1234)]
    [1, 1, 5, 20, 100, 2000]
    """
    power = 10 ** (len(str(number)) - 1)
    return next((step * power for step in STEPS if step * power >= number), 10 * power) or 1


def every_day(counts: Sequence[Count], days: int) -> list[Count]:
    """Return the numbers of so many days up to the last one, those of days without any too.

    >>> every_day([Count("2026-02-27", 2), Count("2026-03-01", 1)], 3)
    [Count(name='2026-02-27', number=2), Count(name='2026-02-28', number=0), Count(name='2026-03-01', number=1)]
    """
    if not counts:
        return []
    numbers = dict(counts)
    last = date.fromisoformat(counts[-1].name)
    if (last - date.min).days < days:  # an article of the year 1
        return list(counts)
    names = [(last - timedelta(days=back)).isoformat() for back in reversed(range(days))]
    return [Count(name, numbers.get(name, 0)) for name in names]


def every_month(counts: Sequence[Count]) -> list[Count]:
    """Return the numbers of all months from the first to the last, those without any too.

    >>> [each.name for each in every_month([Count("2025-12", 2), Count("2026-02", 1)])]
    ['2025-12', '2026-01', '2026-02']
    """
    if not counts:
        return []
    numbers = dict(counts)
    first, last = (12 * int(name[:4]) + int(name[5:]) - 1 for name in (counts[0].name, counts[-1].name))
    names = [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(first, last + 1)]
    return [Count(name, numbers.get(name, 0)) for name in names]

"""No rule takes time that grows faster than its text: long repeats are gone through within a generous step.

The step is of processor time in a worker process, a hundred times what the slowest rule needs here; what grows with
the square of these texts, or worse, needs far more.
"""

import importlib
from pathlib import Path

import pytest

from pipeline.article import RawPage
from pipeline.plan import BLOCK_REPAIRS, CUTS, LETTER_REPAIRS, LIFTS, TEXT_REPAIRS
from pipeline.pool import CleaningPool

RULES = [rule.__name__ for rule in (*LETTER_REPAIRS, *LIFTS, *CUTS, *BLOCK_REPAIRS, *TEXT_REPAIRS)]


@pytest.fixture(scope="module")
def pool():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(Path(__file__).parents[1])
        with CleaningPool(2, 120, importlib.import_module("roads").slow_texts) as pool:
            yield pool


@pytest.fixture(scope="module")
def answers(pool):
    """Both workers go on with other rules while a test waits for its own."""
    return {name: pool.submit(RawPage(name, b"")) for name in RULES}


@pytest.mark.parametrize("name", RULES)
def test_a_rule_goes_through_long_repeats_in_linear_time(answers, name):
    reason = answers[name].result().reason
    assert str(reason) == "fast"

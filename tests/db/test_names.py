import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.names import name_key, name_pattern, names_key


def is_found(name, names):
    """LIKE, without a database: a percent sign is whatever."""
    return re.fullmatch(name_pattern(name).replace("%", ".*"), names_key(names), re.DOTALL) is not None


@pytest.mark.parametrize("name", ["Émile Zátopek", "emile", "ZATOPEK", "Zátopek,"])
def test_names_are_found_whole_or_by_words(name):
    assert is_found(name, ["Ann Lee", "Émile Zátopek"])


@pytest.mark.parametrize("name", ["Zat", "Zatopek Emile", "Lee Emile", "", "%", "_____"])
def test_other_names_are_not_found(name):
    assert not is_found(name, ["Ann Lee", "Émile Zátopek"])


@given(st.text(), st.text())
def test_a_key_has_nothing_that_like_takes_for_its_own(name, other):
    assert not set(name_key(name)) & set("%_|\\")
    assert names_key([name, other]).count("|") == 1

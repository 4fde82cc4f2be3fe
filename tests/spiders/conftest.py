"""The desk of these tests is the newsroom that crawls."""

import pytest


@pytest.fixture
def desk(newsroom):
    return newsroom

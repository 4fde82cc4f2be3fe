from importlib import import_module
from pathlib import Path

import pytest
from scrapy.settings import default_settings

from spiders import settings

PROJECT = Path(__file__).parents[2]
OURS = [name for name in vars(settings) if name.isupper() and name not in {"CONTACT", "ABOUT"}]


@pytest.mark.parametrize("name", ["pipeline", "db", "spiders", "desk"])
def test_the_packages_are_ours(name):
    """Any installed distribution with a package of that name could shadow it."""
    assert Path(import_module(name).__file__).is_relative_to(PROJECT)


@pytest.mark.parametrize("name", [name for name in OURS if not name.startswith("COPYDESK_")])
def test_every_setting_is_known_to_scrapy_and_differs_from_its_default(name):
    assert getattr(settings, name) != getattr(default_settings, name)


def test_nothing_listens_and_nothing_but_the_web_is_read():
    assert not settings.REMOTE_CONTROL_ENABLED
    assert not settings.TELNETCONSOLE_ENABLED
    assert set(settings.DOWNLOAD_HANDLERS) == set(default_settings.DOWNLOAD_HANDLERS_BASE) - {"http", "https"}
    assert not any(settings.DOWNLOAD_HANDLERS.values())


def test_crawls_are_polite():
    assert settings.ROBOTSTXT_OBEY
    assert settings.AUTOTHROTTLE_ENABLED
    assert settings.DOWNLOAD_DELAY >= 1
    assert settings.USER_AGENT.startswith(f"{settings.ROBOTSTXT_USER_AGENT}/")

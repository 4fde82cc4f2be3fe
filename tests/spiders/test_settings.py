import gzip
import sys
from importlib import import_module
from pathlib import Path

import brotli
import pytest
from scrapy.settings import default_settings

from spiders import settings

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

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


def test_nothing_is_unpacked_without_bound_and_no_redirect_followed_for_ever(site, desk, article):
    """A hundred million zeros, packed in each way that we say we can unpack; and redirects that never come round."""
    zeros = b" " * 100_000_000
    packed = {"gzip": gzip.compress(zeros), "br": brotli.compress(zeros, quality=1), "zstd": zstd.compress(zeros)}
    for coding, body in packed.items():
        site.serve(f"/{coding}", body, Content_Encoding=coding)
    site.serve("/twice", gzip.compress(packed["gzip"]), Content_Encoding="gzip, gzip")

    def on(request):
        number = int(request.path.rpartition("/")[2])
        request.send_response(302)
        request.send_header("Location", f"/on/{number + 1}")
        request.send_header("Content-Length", "0")
        request.end_headers()

    site.answers |= {f"/on/{number}": on for number in range(100)}
    site.serve_rss("/rss.xml", *(f"/{coding}" for coding in packed), "/twice", "/on/0")
    desk.feed(site.url("/rss.xml"))
    too_large = {site.url(f"/{name}"): "too large" for name in (*packed, "twice")}
    assert desk.refused() == {**too_large, site.url("/on/0"): "redirects"}
    assert len([path for path in site.asked() if path.startswith("/on/")]) == settings.REDIRECT_MAX_TIMES + 1


def test_crawls_are_polite():
    assert settings.ROBOTSTXT_OBEY
    assert settings.AUTOTHROTTLE_ENABLED
    assert settings.DOWNLOAD_DELAY >= 1
    assert settings.USER_AGENT.startswith(f"{settings.ROBOTSTXT_USER_AGENT}/")

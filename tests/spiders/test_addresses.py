import ipaddress

import pytest
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.spiders import Spider

from spiders.addresses import PublicOnly, is_private, literal, proxies, refuse_private
from spiders.page import Declined

PRIVATE = [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.1",
    "192.0.2.1",
    "192.168.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::10.0.0.1",
    "64:ff9b:1::1",
    "2001:db8::1",
    "2002:a00:1::",
    "fc00::1",
    "fe80::1",
    "fec0::1",
    "ff02::1",
]
PUBLIC = ["1.1.1.1", "93.184.215.14", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1", "2002:101:101::"]


@pytest.mark.parametrize("text", PRIVATE)
def test_addresses_that_are_not_of_the_public_internet(text):
    assert is_private(ipaddress.ip_address(text))


@pytest.mark.parametrize("text", PUBLIC)
def test_addresses_that_are(text):
    assert not is_private(ipaddress.ip_address(text))


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.0.0.1.",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "017700000001",
        "%31%32%37.0.0.1",
        "１２７.０.０.１",
        "127。0。0。1",
        "[::1]",
        "::1",
        "[::ffff:7f00:1]",
        "[fe80::1%25eth0]",
        "localhost",
        "LocalHost.",
        "a.localhost",
        "router.local",
        "metadata.google.internal",
        "nas.home.arpa",
        "intranet",
        "",
    ],
)
def test_hosts_that_are_refused_by_name(host):
    assert refuse_private(host).code == "private address"


@pytest.mark.parametrize(
    "host", ["example.com", "example.com.", "10.example.com", "localhost.example.com", "münchen.example", "1.1.1.1"]
)
def test_hosts_that_are_looked_up(host):
    assert refuse_private(host) is None


def test_a_name_is_no_literal():
    assert literal("example.com") is None
    assert literal("1.2.3.4.5") is None


def asking(monkeypatch, **settings):
    monkeypatch.setenv("http_proxy", "http://10.0.0.1:3128")
    return PublicOnly(Crawler(Spider, settings))


def test_a_proxy_may_be_private_and_is_no_site(monkeypatch):
    assert asking(monkeypatch).process_request(Request("http://example.com/")) is None
    assert "10.0.0.1" in proxies()
    monkeypatch.setenv("http_proxy", "proxy.example:3128")
    assert "proxy.example" in proxies()
    with pytest.raises(Declined, match="our proxy"):
        PublicOnly(Crawler(Spider, {})).process_request(Request("http://proxy.example/"))


def test_private_addresses_can_be_allowed(monkeypatch):
    request = Request("http://10.0.0.2/")
    with pytest.raises(Declined, match="private address"):
        asking(monkeypatch).process_request(request)
    assert asking(monkeypatch, COPYDESK_PRIVATE=True).process_request(request) is None


def redirect(location):
    def answer(request):
        request.send_response(302)
        request.send_header("Location", location)
        request.send_header("Content-Length", "0")
        request.end_headers()

    return answer


def test_a_crawl_connects_to_no_private_address(site, desk, article):
    """Names that end in `public.example` pass for public ones; see `endangered.Pretending`."""
    port = site.address.rpartition(":")[2]
    news = f"http://news.public.example:{port}"
    inside = f"127.0.0.1:{port}/secret"
    site.serve("/secret", article("The secret"))
    site.serve("/good", article("Ferry runs aground"))
    site.serve("/refresh", article("Moved", head=f"<meta http-equiv=refresh content='0; url=http://{inside}'>"))
    site.answers["/to-loopback"] = redirect(f"http://{inside}")
    site.answers["/to-metadata"] = redirect("http://169.254.169.254/latest/meta-data/")
    site.answers["/to-file"] = redirect("file:///etc/passwd")
    site.answers["odd.public.example/robots.txt"] = redirect(f"http://{inside}")
    refused = {
        "/refresh": "private address",
        "/to-loopback": "private address",
        "/to-metadata": "private address",
        "/to-file": "http 302",
        f"http://{inside}": "private address",
        f"http://2130706433:{port}/secret": "private address",
        f"http://0x7f.1:{port}/secret": "private address",
        f"http://localhost.:{port}/secret": "private address",
        f"http://[::1]:{port}/secret": "private address",
        f"http://[::ffff:127.0.0.1]:{port}/secret": "private address",
        f"http://rebound.example:{port}/secret": "private address",
    }
    kept = ["/good", f"http://odd.public.example:{port}/good"]
    site.serve_rss("/rss.xml", *kept, *refused)
    crawl = desk.feed(
        f"{news}/rss.xml",
        f"http://rebound.example:{port}/rss.xml",
        COPYDESK_PRIVATE=0,
        HTTPPROXY_ENABLED=False,
        TWISTED_DNS_RESOLVER="endangered.Pretending",
    )
    absolute = {url if "//" in url else news + url: reason for url, reason in refused.items()}
    assert desk.refused() == absolute, crawl
    assert desk.kept() == {news + "/good", kept[1]}
    assert not site.asked()["/secret"]
    assert "rebound.example is 127.0.0.1, which is not of the public internet" in crawl.report
    assert "Traceback" not in crawl.log

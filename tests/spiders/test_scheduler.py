from types import SimpleNamespace

from scrapy import Request
from scrapy.settings import Settings

from pipeline.article import RawPage, url_key
from spiders.item_pipeline import StoreOutcomes
from spiders.scheduler import IN_LINE, MOST_HELD, TAKEN_AT_ONCE, Frontier


class Shelf:
    """A database with pages that wait."""

    def __init__(self, *urls):
        self.urls = list(urls)
        self.questions = 0

    def waiting(self, sources, limit, but):
        self.questions += 1
        assert sources == ["example"]
        return [RawPage(url, b"") for url in self.urls if url_key(url) not in but][:limit]


class Spider(SimpleNamespace):
    """Has what a scheduler asks of a spider."""

    sources = ("example",)

    def parse_page(self, response, page):
        raise NotImplementedError


def frontier(shelf, most=0, slots=None):
    engine = SimpleNamespace(downloader=SimpleNamespace(slots=slots or {}))
    crawler = SimpleNamespace(
        settings=Settings({"COPYDESK_PAGES": most}),
        engine=engine,
        get_item_pipeline=lambda kind: shelf if kind is StoreOutcomes else None,
    )
    scheduler = Frontier.from_crawler(crawler)
    scheduler.open(Spider())
    return scheduler


def drained(scheduler):
    urls = []
    while (request := scheduler.next_request()) is not None:
        urls.append(request.url)
    return urls


def test_pages_come_from_the_database_in_its_order_and_once():
    urls = [f"https://a.example/{number}" for number in range(250)]
    shelf = Shelf(*urls)
    scheduler = frontier(shelf)
    assert scheduler.has_pending_requests()
    assert drained(scheduler) == urls
    assert not scheduler.has_pending_requests()
    assert shelf.questions == 250 // TAKEN_AT_ONCE + 2


def test_listings_come_before_pages_and_by_priority():
    scheduler = frontier(Shelf("https://a.example/1"))
    for url, priority in (("https://a.example/rss", 0), ("https://a.example/first", 5)):
        assert scheduler.enqueue_request(Request(url, priority=priority))
    assert drained(scheduler) == ["https://a.example/first", "https://a.example/rss", "https://a.example/1"]


def test_what_is_discovered_later_is_handed_out():
    shelf = Shelf()
    scheduler = frontier(shelf)
    assert drained(scheduler) == []
    shelf.urls.append("https://a.example/1")
    assert not scheduler.has_pending_requests()
    scheduler.discovered(["example"])
    assert scheduler.has_pending_requests()
    assert drained(scheduler) == ["https://a.example/1"]


def test_what_is_settled_may_come_again():
    shelf = Shelf("https://a.example/1")
    scheduler = frontier(shelf)
    drained(scheduler)
    scheduler.discovered(["example"])
    assert drained(scheduler) == []  # it is on its way
    scheduler.settled(RawPage("https://a.example/1", b""))
    scheduler.discovered(["example"])
    assert drained(scheduler) == ["https://a.example/1"]


def test_a_run_asks_for_no_more_pages_than_allowed_and_ends():
    scheduler = frontier(Shelf(*(f"https://a.example/{number}" for number in range(5))), most=2)
    assert len(drained(scheduler)) == 2
    assert not scheduler.has_pending_requests()


def test_a_host_that_has_enough_to_do_keeps_no_other_waiting():
    slots = {"slow.example": SimpleNamespace(active=range(2 * IN_LINE), concurrency=2)}
    slow = [f"https://slow.example/{number}" for number in range(150)]
    scheduler = frontier(Shelf(*slow, "https://quick.example/1"), slots=slots)
    assert drained(scheduler) == ["https://quick.example/1"]
    assert scheduler.has_pending_requests()
    slots.clear()
    assert drained(scheduler) == slow


def test_a_host_that_may_be_asked_more_at_once_gets_more():
    slots = {"quick.example": SimpleNamespace(active=range(2 * IN_LINE), concurrency=3)}
    assert drained(frontier(Shelf("https://quick.example/1"), slots=slots)) == ["https://quick.example/1"]


def test_memory_holds_no_more_than_some_pages_of_hosts_that_let_us_wait():
    slots = {"slow.example": SimpleNamespace(active=range(2 * IN_LINE), concurrency=2)}
    shelf = Shelf(*(f"https://slow.example/{number}" for number in range(5_000)))
    assert drained(frontier(shelf, slots=slots)) == []
    assert shelf.questions == MOST_HELD // TAKEN_AT_ONCE

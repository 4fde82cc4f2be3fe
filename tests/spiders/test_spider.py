from spiders.spider import PageSpider


def test_the_arguments_are_told_by_name():
    class Other(PageSpider):
        name = "other"
        takes = ("url", "since", "source")

    words = "unknown spider argument 'b'; this spider takes -a url=..., -a since=... and -a source=..."
    assert Other.misuse({"b": "1"}) == words


def test_scrapyd_may_add_the_number_of_its_job():
    assert PageSpider.misuse({"url": "https://news.example/", "_job": "316e"}) is None
    PageSpider(name="any", url="https://news.example/", _job="316e")


def test_a_listing_is_read_once():
    spider = PageSpider(name="any", url="https://news.example/ https://news.example/")
    assert spider.urls == ("https://news.example/",)
    assert [spider.is_listed(url) for url in ("https://news.example/s?utm_source=a", "https://news.example/s")] == [
        False,
        True,
    ]

"""Crawls where raw pages are not kept for ever."""


def test_a_crawl_lets_go_of_what_is_too_old_and_fetches_nothing_again(newsroom, site, article):
    site.serve_rss("/feed", site.url("/ice"))
    site.serve("/ice", article("Ice on the lake"))
    crawl = newsroom.feed(site.url("/feed"), COPYDESK_KEEP_PAGES=0)
    assert crawl.code == 0
    assert "1 page let go: older than COPYDESK_KEEP_PAGES says; their articles stay." in crawl.report
    assert newsroom.rows("SELECT length(body) FROM page") == [(0,)]
    site.forget()
    assert newsroom.feed(site.url("/feed")).code == 0
    assert site.asked()["/ice"] == 0
    assert len(newsroom.kept()) == 1


def test_a_setting_that_is_no_number_is_told(newsroom, site, article):
    site.serve_rss("/feed", site.url("/ice"))
    site.serve("/ice", article("Ice on the lake"))
    crawl = newsroom.feed(site.url("/feed"), COPYDESK_KEEP_PAGES="a month")
    assert crawl.code == 1
    assert "COPYDESK_KEEP_PAGES is 'a month': give a number of days" in crawl.report

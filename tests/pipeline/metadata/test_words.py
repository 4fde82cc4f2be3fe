"""What pages say about themselves, in the many ways they do."""

import json

import pytest
from lxml.html import document_fromstring

from pipeline.article import RawPage, host_of
from pipeline.extract import extract
from pipeline.metadata import PageWords, drop_site, is_site, names_in, parse_json, persons, text_of

ADDRESS = "https://www.quaycourier.example/news/crane"
ARTICLE = {"@type": "NewsArticle", "headline": "Crane turns", "datePublished": "2026-04-18T09:30:00+05:30"}


def title(page):
    return next(iter(page.headlines), None)


def words(head="", body="<p>It turned.</p>", url=ADDRESS, opening="<html>"):
    return PageWords(document_fromstring(f"{opening}<head>{head}</head><body>{body}</body></html>"), url)


def linked(*values, url=ADDRESS, head=""):
    """Return the words of a page with JSON-LD, each value in a script of its own."""
    texts = [value if isinstance(value, str) else json.dumps(value) for value in values]
    return words(head + "".join(f'<script type="application/ld+json">{text}</script>' for text in texts), url=url)


def metas(**named):
    return "".join(f'<meta name="{name}" content="{content}">' for name, content in named.items())


@pytest.mark.parametrize(
    "value",
    [
        ARTICLE,
        [ARTICLE],
        [[ARTICLE]],
        {"@graph": [{"@type": "WebSite", "name": "Quay Courier"}, ARTICLE]},
        {"@context": "https://schema.org", "@graph": ARTICLE},
        {"@type": "WebPage", "mainEntity": ARTICLE},
        {"@type": "WebPage", "mainEntityOfPage": [ARTICLE]},
        {**ARTICLE, "@type": ["Thing", "NewsArticle"]},
        {**ARTICLE, "@type": "https://schema.org/NewsArticle"},
        {**ARTICLE, "@type": "LiveBlogPosting"},
        {**ARTICLE, "@type": "ReportageNewsArticle"},
        {**ARTICLE, "headline": ["Crane turns"]},
        {**ARTICLE, "headline": {"@value": "Crane turns", "@language": "en"}},
        {**ARTICLE, "headline": " Crane \n turns "},
        f"<!-- {json.dumps(ARTICLE)} -->",
        f"<!--\n{json.dumps(ARTICLE)}\n-->\n",
        f"//<![CDATA[\n{json.dumps(ARTICLE)}\n//]]>",
        f"<![CDATA[{json.dumps(ARTICLE)}]]>",
        f"  {json.dumps(ARTICLE)};  ".replace(";", ""),
        json.dumps(ARTICLE, indent=2),
        json.dumps(ARTICLE).replace("Crane turns", "Crane\nturns"),
    ],
)
def test_json_ld_in_all_its_shapes(value):
    page = linked(value)
    assert title(page) == "Crane turns"
    assert page.published.isoformat() == "2026-04-18T09:30:00+05:30"


@pytest.mark.parametrize(
    "broken",
    ["", "{", '{"@type": "NewsArticle", "headline": "Other",}', "null", "1", '"text"', "[]", "[" * 100_000, "<p>"],
)
def test_broken_json_ld_is_passed_over(broken):
    page = linked(broken, ARTICLE, head="<title>Other</title>")
    assert title(page) == "Crane turns"
    assert title(words(f'<title>Other</title><script type="application/ld+json">{broken}</script>')) == "Other"


@pytest.mark.parametrize(
    "value",
    [
        {
            "@type": None,
            "headline": 3,
            "author": 4,
            "keywords": {"a": 1},
            "image": [None, {"url": None}],
            "publisher": [],
        },
        {**ARTICLE, "headline": {}, "author": [[], {}, None, 1.5, True], "datePublished": ["", None], "inLanguage": []},
        {**ARTICLE, "headline": [], "author": {"name": {"name": None}}, "datePublished": 1_776_500_000},
        {**ARTICLE, "headline": None, "keywords": [1, None], "articleSection": [None], "datePublished": {}},
    ],
)
def test_values_of_the_wrong_kind_are_no_answers(value):
    page = linked(value, head=f"<title>Other</title>{metas(date='2026-04-18T09:30Z', author='Ann Lee')}")
    assert title(page) == "Other"
    assert page.published.isoformat() == "2026-04-18T09:30:00+00:00"
    assert (page.authors, page.section, page.tags, page.image) == (("Ann Lee",), None, (), None)


def test_the_article_with_an_instant_is_the_article():
    assert title(linked({"@type": "Article", "headline": "Teaser"}, ARTICLE)) == "Crane turns"


def test_what_is_no_article_says_nothing_of_the_headline():
    assert title(linked({"@type": "Organization", "headline": "Quay Courier"}, head="<title>Crane</title>")) == "Crane"


@pytest.mark.parametrize(
    ("author", "found"),
    [
        ("Ann Lee", ("Ann Lee",)),
        ("By Ann Lee", ("Ann Lee",)),
        ("Von Anna Lehmann und Bodo Klein", ("Anna Lehmann", "Bodo Klein")),
        ("Par Anne Lelong et Benoît Petit", ("Anne Lelong", "Benoît Petit")),
        ("Por Ana León y Beto Díaz", ("Ana León", "Beto Díaz")),
        ("BY ANN LEE & BO CHEN", ("ANN LEE", "BO CHEN")),
        ({"@type": "Person", "name": "Ann Lee"}, ("Ann Lee",)),
        ([{"name": "Ann Lee"}, {"name": "Bo Chen"}], ("Ann Lee", "Bo Chen")),
        ([[{"name": "Ann Lee"}], [["Bo Chen"]]], ("Ann Lee", "Bo Chen")),
        ({"name": ["Ann Lee", "Bo Chen"]}, ("Ann Lee", "Bo Chen")),
        (["Ann Lee", "ann@quaycourier.example", "https://x.example/ann", "@ann", "Ann Lee"], ("Ann Lee",)),
        ("Ann Lee, Bo Chen; Cy Dow | Di Eno / Ed Fox", ("Ann Lee", "Bo Chen", "Cy Dow", "Di Eno", "Ed Fox")),
        ("Byron Anderson", ("Byron Anderson",)),
        ("Andy Hollander", ("Andy Hollander",)),
        ("Vonda Etter", ("Vonda Etter",)),
        ("李安", ("李安",)),
        (" \n Ann \t Lee . ", ("Ann Lee",)),
        ("", ()),
        (" ", ()),
    ],
)
def test_authors_are_persons_without_by(author, found):
    assert linked({**ARTICLE, "author": author}).authors == found


def test_authors_are_looked_for_in_json_ld_then_in_meta():
    head = metas(author="By Bo Chen")
    assert linked({**ARTICLE, "author": "Ann Lee"}, head=head).authors == ("Ann Lee",)
    assert linked({**ARTICLE, "creator": ["Ann Lee"]}, head=head).authors == ("Ann Lee",)
    assert linked({**ARTICLE, "author": {"url": "https://x.example"}}, head=head).authors == ("Bo Chen",)
    assert words('<meta property="article:author" content="https://social.example/ann">').authors == ()
    assert words('<meta name="byl" content="By Ann Lee and Bo Chen">').authors == ("Ann Lee", "Bo Chen")


@pytest.mark.parametrize("name", ["By", "by ", "Von:"])
def test_by_alone_is_nobody(name):
    assert persons([name]) == ()


@pytest.mark.parametrize(
    ("head", "body", "found"),
    [
        ('<meta property="article:published_time" content="2026-04-18T09:30-04:00">', "", "2026-04-18T09:30:00-04:00"),
        ('<meta property="Article:Published_Time" content="2026-04-18T09:30Z">', "", "2026-04-18T09:30:00+00:00"),
        ('<meta itemprop="datePublished" content="2026-04-18T09:30:00+02:00">', "", "2026-04-18T09:30:00+02:00"),
        ('<meta name="parsely-pub-date" content="Sat, 18 Apr 2026 09:30:00 +0900">', "", "2026-04-18T09:30:00+09:00"),
        ("", '<time datetime="2026-04-18T09:30:00+01:00">today</time>', "2026-04-18T09:30:00+01:00"),
        ("", "<time>18 April 2026 9:30 EDT</time>", "2026-04-18T09:30:00-04:00"),
        ("", '<span itemprop="datePublished" content="2026-04-18T09:30Z">x</span>', "2026-04-18T09:30:00+00:00"),
        ("", '<div itemprop="datePublished">18 April 2026</div>', "2026-04-18T00:00:00"),
        ("", "<time>three days ago</time>", None),
        (metas(date="yesterday"), '<time datetime="">18 April 2026</time>', "2026-04-18T00:00:00"),
        (metas(date="2026-04-18"), "<time>2026-04-19T08:00Z</time>", "2026-04-19T08:00:00+00:00"),
        (metas(date="2026-04-18T01:00Z"), "<time>2026-04-19T08:00Z</time>", "2026-04-18T01:00:00+00:00"),
        ('<meta property="article:published_time" content="">', "", None),
        ('<meta property="article:published_time">', "", None),
        ("", "", None),
    ],
)
def test_the_instant_is_the_first_that_has_a_zone_with_the_offset_of_the_page(head, body, found):
    published = words(head, body + "<p>It turned.</p>").published
    assert (published.isoformat() if published else None) == found


def test_the_instant_of_change_is_another():
    head = metas(**{"article:modified_time": "2026-04-19T08:00Z", "article:published_time": "2026-04-18T08:00Z"})
    assert (words(head).modified.day, words(head).published.day) == (19, 18)
    page = linked({**ARTICLE, "dateModified": "2026-04-20T08:00+02:00"})
    assert (page.modified.isoformat(), page.published.day) == ("2026-04-20T08:00:00+02:00", 18)
    assert words(metas(date="2026-04-18")).modified is None


@pytest.mark.parametrize(
    "moment", ["March 13, 2023 9:00 +9959", "13 March 2023 9:00 UTC+25", "2023-03-13T10:05:00+99:99"]
)
def test_an_instant_with_an_impossible_offset_can_still_be_written_down(moment):
    published = linked({**ARTICLE, "datePublished": moment}).published
    assert published is None or published.isoformat()


@pytest.mark.parametrize("moment", ["18 April 2026 09:30 GMT+5:30", "2026-04-18 09:30 UTC+05:30"])
def test_gmt_plus_is_east(moment):
    assert linked({**ARTICLE, "datePublished": moment}).published.isoformat() == "2026-04-18T09:30:00+05:30"


@pytest.mark.parametrize(
    ("title", "name", "found"),
    [
        ("Crane turns | Quay Courier", "Quay Courier", "Crane turns"),
        ("Crane turns - Quay Courier", "Quay Courier", "Crane turns"),
        ("Crane turns – Quay Courier", "The Quay Courier", "Crane turns"),
        ("Crane turns — quaycourier.example", None, "Crane turns"),
        ("Quay Courier | Crane turns", "Quay Courier", "Crane turns"),
        ("Crane turns | News | Quay Courier", "Quay Courier", "Crane turns | News"),
        ("Crane turns｜港湾新聞", "港湾新聞", "Crane turns"),
        ("Crane turns :: Quay Courier", "Quay Courier", "Crane turns"),
        ("Crane turns", "Quay Courier", "Crane turns"),
        ("Quay Courier", "Quay Courier", "Quay Courier"),
        ("Interview - What the mayor says", "Quay Courier", "Interview - What the mayor says"),
        ("Twenty-one cranes", "one cranes", "Twenty-one cranes"),
        ("Crane 2 - 1 Ship", "Quay Courier", "Crane 2 - 1 Ship"),
        ("What the Quay Courier knew", "Quay Courier", "What the Quay Courier knew"),
    ],
)
def test_the_title_has_no_name_of_the_site(title, name, found):
    assert drop_site(title, name, ADDRESS) == found


@pytest.mark.parametrize(
    ("head", "body", "found"),
    [
        ("<title>Crane turns | Quay Courier</title>", "", "Crane turns"),
        ('<title>No</title><meta property="og:title" content="Crane turns | Quay Courier">', "", "Crane turns"),
        ("<title>Crane turns | Quay Courier</title>", "<h1>Crane turns!</h1>", "Crane turns!"),
        ("", "<h1> Crane\n <b>turns</b> </h1>", "Crane turns"),
        ("<title> </title>", "<h1>Crane turns</h1>", "Crane turns"),
        ("<title>Fish &amp; chips</title>", "", "Fish & chips"),
        ('<meta property="og:title" content="Fish &amp;amp; chips">', "", "Fish & chips"),
        ("", "<svg><title>Icon</title></svg>", None),
        ("", "", None),
    ],
)
def test_the_title_has_its_places(head, body, found):
    head = metas(**{"og:site_name": "Quay Courier"}) + head
    assert title(words(head, body + "<p>It turned.</p>")) == found


def test_the_name_of_the_site_in_a_heading_is_not_the_title():
    head = metas(**{"og:site_name": "Quay Courier"}) + "<title>Crane turns | Quay Courier</title>"
    assert title(words(head, "<h1>Quay Courier</h1><h1>Crane turns</h1>")) == "Crane turns"


def test_all_headlines_are_known_each_once():
    head = '<title>Crane turns | Quay Courier</title><meta property="og:title" content="The crane turns again">'
    page = words(metas(**{"og:site_name": "Quay Courier"}) + head, "<h1>Crane turns</h1>")
    assert page.headlines == ("The crane turns again", "Crane turns")


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ('<a rel="author" href="/ann">Ann Lee</a>', ("Ann Lee",)),
        ('<span itemprop="author">By Ann Lee and Bo Chen</span>', ("Ann Lee", "Bo Chen")),
        ('<p class="byline">Von Anna Lehmann</p>', ("Anna Lehmann",)),
        ('<p class="byline">Share</p>', ()),
        ('<p class="author">' + "Ann Lee wrote this. " * 9 + "</p>", ()),
        ('<p class="authority">Ann Lee</p>', ()),
    ],
)
def test_the_byline_of_the_page_names_the_author_where_nothing_else_does(body, found):
    assert words("", body).authors == found
    assert words(metas(author="Cy Dow"), body).authors == ("Cy Dow",)


def test_the_organisation_is_the_author_where_no_person_is_named():
    head = metas(**{"og:site_name": "Quay Courier", "author": "Quay Courier"})
    assert words(head).authors == ("Quay Courier",)
    assert words(head, '<a rel="author">Ann Lee</a>').authors == ("Ann Lee",)


def test_the_name_of_the_site_is_that_of_the_page_or_of_its_publisher():
    assert words(metas(**{"application-name": " Quay  Courier "})).site_name == "Quay Courier"
    assert (
        linked({**ARTICLE, "publisher": {"@type": "Organization", "name": "Quay Courier"}}).site_name == "Quay Courier"
    )
    assert words().site_name is None


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (
            '<link rel="canonical" href="https://quaycourier.example/2026/crane">',
            "https://quaycourier.example/2026/crane",
        ),
        ('<link rel="canonical" href="/2026/crane">', "https://www.quaycourier.example/2026/crane"),
        ('<link rel="canonical" href=" ../2026/crane ">', "https://www.quaycourier.example/2026/crane"),
        ('<link rel="canonical" href="//quaycourier.example/crane">', "https://quaycourier.example/crane"),
        ('<link rel="canonical" href="https://www.quaycourier.example/">', None),
        ('<link rel="canonical" href="https://www.quaycourier.example">', None),
        (
            '<link rel="canonical" href="/"><meta property="og:url" content="/x/y">',
            "https://www.quaycourier.example/x/y",
        ),
        ('<meta property="og:url" content="https://quaycourier.example/crane">', "https://quaycourier.example/crane"),
        ('<link rel="canonical" href="javascript:void(0)">', None),
        ('<link rel="canonical" href="http://[broken/x">', None),
        ('<link rel="canonical" href="mailto:desk@quaycourier.example">', None),
        ('<link rel="canonical" href="">', None),
        ('<link rel="canonical">', None),
        ('<link rel="alternate" href="/amp/crane">', None),
        ("", None),
    ],
)
def test_the_canonical_address_is_one_of_an_article(head, found):
    assert words(head).canonical_url == found


def test_the_home_page_may_name_itself():
    head = '<link rel="canonical" href="https://quaycourier.example/">'
    assert words(head, url="https://www.quaycourier.example").canonical_url == "https://quaycourier.example/"


def test_without_an_address_only_a_full_one_is_canonical():
    assert words('<link rel="canonical" href="/crane">', url="").canonical_url is None
    assert (
        words('<link rel="canonical" href="https://a.example/crane">', url="").canonical_url
        == "https://a.example/crane"
    )


@pytest.mark.parametrize(
    ("opening", "head", "found"),
    [
        ('<html lang="en">', "", "en"),
        ('<html lang="pt-BR">', "", "pt"),
        ('<html lang=" DE_at ">', "", "de"),
        ("<html>", '<meta property="og:locale" content="fr_FR">', "fr"),
        ("<html>", '<meta http-equiv="Content-Language" content="nl, en">', "nl"),
        ('<html lang="en">', '<meta property="og:locale" content="fr_FR">', "en"),
        ('<html lang="">', '<meta property="og:locale" content="fr_FR">', "fr"),
        ('<html lang="fil">', "", None),
        ('<html lang="english">', "", None),
        ("<html>", "", None),
    ],
)
def test_the_language_is_the_one_declared(opening, head, found):
    assert words(head, opening=opening).language == found


def test_two_other_places_outvote_the_template():
    script = '<script type="application/ld+json">{"@type": "NewsArticle", "inLanguage": "fr-FR"}</script>'
    locale = '<meta property="og:locale" content="fr_FR">'
    assert words(script + locale, opening='<html lang="en">').language == "fr"
    assert words(script, opening='<html lang="en">').language == "en"


def test_the_language_of_json_ld():
    assert linked({**ARTICLE, "inLanguage": {"@type": "Language", "alternateName": "es"}}).language == "es"
    assert linked({**ARTICLE, "inLanguage": "es-MX"}).language == "es"


def test_section_tags_and_image():
    head = """<meta property="article:section" content=" Harbour "><meta property="article:tag" content="crane, quay">
        <meta property="article:tag" content="crane"><meta property="og:image" content="../crane.jpg">"""
    page = words(head)
    assert (page.section, page.tags) == ("Harbour", ("crane", "quay"))
    assert page.image == "https://www.quaycourier.example/crane.jpg"
    page = linked({**ARTICLE, "keywords": ["crane", "old quay"], "articleSection": ["Harbour", "News"],
                   "image": [{"@type": "ImageObject", "url": "https://a.example/1.jpg"}]})  # fmt: skip
    assert (page.section, page.tags, page.image) == ("Harbour", ("crane", "old quay"), "https://a.example/1.jpg")
    assert linked({**ARTICLE, "image": "/1.jpg"}).image == "https://www.quaycourier.example/1.jpg"
    assert linked({**ARTICLE, "image": {"url": "data:image/png;base64,xx"}}).image is None
    assert words(metas(keywords="crane,, quay , ")).tags == ("crane", "quay")
    assert words(metas(keywords="crane; quay;--; crane")).tags == ("crane", "quay")
    assert words(metas(keywords="Fish &amp;amp; chips, crane")).tags == ("Fish & chips", "crane")
    assert linked({**ARTICLE, "keywords": "Fish &amp; chips"}).tags == ("Fish & chips",)
    assert linked({**ARTICLE, "image": {"@type": "ImageObject", "contentUrl": "/1.jpg"}}).image.endswith("/1.jpg")
    assert linked({**ARTICLE, "thumbnailUrl": "/1.jpg"}).image.endswith("/1.jpg")


def test_values_of_json_ld():
    assert text_of([["", "x"]]) is None
    assert text_of({"name": "x"}) == "x"
    assert names_in([{"name": "a"}, "b", 3, None, {"name": ["c"]}]) == ["a", "b", "c"]
    assert parse_json('{"a": "x\ty"}') == {"a": "x\ty"}


@pytest.mark.parametrize(
    ("url", "site"),
    [("https://WWW.a.example/", "a.example"), ("file:///a", None), ("", None), ("https://[x/", None), ("a b", None)],
)
def test_the_site_of_an_address(url, site):
    assert (host_of(url) or None) == site


@pytest.mark.parametrize("name", ["", "-", "th", "crane"])
def test_what_does_not_name_the_site(name):
    assert not is_site(name, "Quay Courier", ADDRESS)


@pytest.mark.parametrize("letter", ["\\u0000", "\\ud800"])
def test_what_no_database_can_store_is_in_no_field(letter):
    value = json.dumps({**ARTICLE, "author": "Ann @Lee", "keywords": "old@crane", "articleSection": "Har@bour"})
    script = f'<script type="application/ld+json">{value.replace("@L", letter + "L").replace("@c", letter)}</script>'
    draft = extract(RawPage(ADDRESS, f"<html><head>{script}</head><body><p>It turned.</p></body></html>".encode()))
    said = "".join((*draft.authors, *draft.tags, draft.section))
    assert "\0" not in said
    said.encode()


def test_authors_in_lists_in_lists_do_not_cost_the_page():
    value = '{"@type": "NewsArticle", "author": ' + "[" * 900 + '"Ann Lee"' + "]" * 900 + "}"
    body = f'<script type="application/ld+json">{value}</script><p>It turned.</p>'
    extract(RawPage(ADDRESS, f"<html><head></head><body>{body}</body></html>".encode()))


def test_a_title_that_names_the_site_a_thousand_times_does_not_cost_the_page():
    assert drop_site("Crane turns" + " | Quay Courier" * 2_000, "Quay Courier", ADDRESS) == "Crane turns"


def test_headings_with_a_kicker_and_the_alternative_headline_are_headlines():
    said = '{"@type": "NewsArticle", "headline": "Crane turns after long repair", "alternativeHeadline": "It turns"}'
    head = f'<script type="application/ld+json">{said}</script>'
    body = "<h2><span>Harbour</span>Crane turns after long repair</h2><h2>Long repair</h2>"
    page = words(head, body)
    assert page.headlines == (
        "Crane turns after long repair", "It turns", "HarbourCrane turns after long repair",
    )  # fmt: skip


def test_a_page_describes_itself_in_several_places_each_once():
    head = '<meta name="description" content="It turns."><meta property="og:description" content="It turns.">'
    page = linked({"@type": "NewsArticle", "description": "It turns &amp;amp; lifts."}, head=head)
    assert page.descriptions == ("It turns.", "It turns & lifts.")
    assert words().descriptions == ()

import pytest

from pipeline.article import Block, Draft, Evidence, Span
from pipeline.rules.around import Around
from pipeline.rules.elsewhere import (
    FEWEST_HEADLINES,
    LONGEST,
    LONGEST_ROW,
    LONGEST_TITLE,
    follows_lead_in,
    lists_headlines,
    lists_links,
    points_elsewhere,
    shouts_link,
)

LONG = "The lake at the east quay froze over on Saturday morning, and nobody in the town fell in at all, he said."


@pytest.mark.parametrize(
    "text",
    [
        "READ MORE: Lake freezes over",
        "Read also: Lake freezes over",
        "Related articles:",
        "You may also like...",
        "Lesen Sie auch: Der See ist zugefroren",
        "Mehr zum Thema",
        "À lire aussi : Le lac a gelé",
        "Lea también: El lago se congeló",
        "Leggi anche: Il lago è gelato",
        "Leia também: O lago congelou",
        "Lees ook: Het meer is bevroren",
        "Czytaj więcej: Jezioro zamarzło",
        "Läs också: Sjön har frusit",
        "Читайте также: Озеро замёрзло",
        "Διαβάστε επίσης: Η λίμνη πάγωσε",
        "Baca juga: Danau membeku",
        "関連記事：湖が凍った",
        "相关阅读：湖面结冰",
    ],
)
def test_a_pointer_to_another_article(ask, text):
    assert ask(points_elsewhere, text)


@pytest.mark.parametrize(
    "text",
    [
        "Related diseases killed 300 cattle.",
        "Read more closely, the law says something else.",
        "Also present were the mayor and two of his friends.",
        "More than 300 people came.",
        "More",
        "Watch out for the ice, the mayor said.",
        "Readmore Ltd: the firm that failed",
        "Trending upwards, the price reached a new high.",
        "Mehr als 300 Menschen kamen.",
        "Zum Thema Eis sagte der Bürgermeister nichts.",
        "En savoir plus sur la glace était son but, dit-il.",
        "Leia também riu, e ninguém soube por quê.",
        "Подробнее он ничего не сказал.",
        "",
    ],
)
def test_sentences_that_begin_with_such_words_are_left_alone(ask, text):
    assert not ask(points_elsewhere, text)
    assert not ask(points_elsewhere, text, tag="p")


def test_the_only_block_and_a_long_one_stay(ask):
    assert not ask(points_elsewhere, "Read more: Lake freezes over", above=0)
    assert not ask(points_elsewhere, "Read more: " + "x" * LONGEST)


def test_a_link_needs_fewer_words(ask):
    assert ask(points_elsewhere, "Related Lake freezes over", tag="p", linked=1.0)
    assert not ask(points_elsewhere, "Related Lake freezes over", tag="p")


@pytest.mark.parametrize("tag", ["li", "div"])
def test_headlines_of_others_in_a_row(ask, block, tag):
    other = block("Mayor falls in", tag, 1.0, kind="item")
    assert ask(lists_links, "Lake thaws again", tag=tag, linked=1.0, kind="item", below=[other])
    assert ask(lists_links, "Lake thaws again", above=["It froze.", other], tag=tag, linked=1.0, kind="item")
    assert ask(lists_links, "湖面结冰", above=["It froze.", other], tag=tag, linked=1.0, kind="item")


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Lake thaws again", {"tag": "li", "linked": 0.5}),
        ("Lake thaws again", {"tag": "li"}),
        ("Lake thaws again", {}),
        ("The lake thaws again.", {"tag": "li", "linked": 1.0}),
        ("1. Lake thaws again", {"tag": "li", "linked": 1.0}),
        ("2) Lake thaws again", {"tag": "li", "linked": 1.0}),
        ("Lake thaws again", {"tag": "p", "linked": 1.0}),
        ("Lake thaws again " * 6, {"tag": "li", "linked": 1.0}),
    ],
)
def test_other_lines_between_links_are_left_alone(ask, block, text, about):
    assert not ask(lists_links, text, below=[block("Mayor falls in", "li", 1.0)], **about)


def test_one_link_alone_is_no_list(ask):
    assert not ask(lists_links, "Lake thaws again", tag="li", linked=1.0, below=1)


@pytest.mark.parametrize(
    "text", ["LAKE FREEZES OVER", "SEE IST WIEDER ZUGEFROREN", "ОЗЕРО СНОВА ЗАМЁРЗЛО", "LE LAC A GELÉ"]
)
def test_a_headline_in_capitals_that_is_a_link(ask, text):
    assert ask(shouts_link, text, tag="p", linked=1.0)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("LAKE FREEZES OVER", {"tag": "p"}),
        ("LAKE FREEZES OVER", {}),
        ("LAKE FREEZES OVER", {"tag": "p", "linked": 0.5}),
        ("Lake Freezes Over", {"tag": "p", "linked": 1.0}),
        ("NATO", {"tag": "p", "linked": 1.0}),
        ("NEW YORK", {"tag": "p", "linked": 1.0}),
        ("1. LAKE FREEZES OVER", {"tag": "p", "linked": 1.0}),
        ("湖 面 结 冰", {"tag": "p", "linked": 1.0}),
    ],
)
def test_what_only_looks_like_one_is_left_alone(ask, text, about):
    assert not ask(shouts_link, text, **about)


@pytest.mark.parametrize(
    "text",
    [
        "More expensive than ever",
        "More than a lake",
        "More: to come",
        "Also on the lake",
        "Watch the birds",
        "Related by blood",
        "Trending down",
        "Popular with skaters",
        "Recommended by doctors",
    ],
)
@pytest.mark.parametrize("tag", ["li", "div", "p"])
def test_a_single_word_is_no_mark_without_a_bar_or_a_link(ask, text, tag):
    kind = "item" if tag == "li" else "paragraph"
    assert not ask(points_elsewhere, text.replace(":", ""), tag=tag, kind=kind)
    assert not ask(points_elsewhere, text.replace(":", ""), tag=tag, kind=kind, below=3)


@pytest.mark.parametrize(
    "text",
    [
        "Más de mil personas",
        "Más de lo mismo",
        "Mehr von diesem See",
        "Mehr von allem",
        "More from less",
        "More by luck than design",
        "Read more poems",
        "See more of the lake from the tower",
        "Zum Thema Eis",
        "Siehe auch Seite 12",
        "Plus de mille personnes",
    ],
)
def test_headings_that_begin_with_words_of_pointers(ask, text):
    for about in ({}, {"tag": "p"}, {"tag": "h2", "kind": "heading"}):
        assert not ask(points_elsewhere, text, below=3, **about)


def linked(text, start=0, tag="li", kind="item"):
    return Block(text, kind, Evidence(tag, (tag,), links=(Span(start, len(text)),)))


def kicked(kicker, title):
    return linked(f"{kicker}: {title}", len(kicker) + 2)


ABOVE = (Block("It froze."),)


def listed(*blocks, above=ABOVE):
    """Return which of the blocks are cut as a list of links."""
    every = (*above, *blocks)
    return [lists_links(block, Around(Draft(""), every, index)) for index, block in enumerate(every)][len(above) :]


def test_headlines_behind_their_kickers():
    titles = kicked("Weather", "Lake freezes over again"), kicked("Sport", "Quay beats the bridge by nine goals")
    assert listed(*titles) == [True, True]
    assert listed(kicked("天気", "湖面がまた凍る 冬 の 朝"), kicked("Погода", "Озеро снова замёрзло")) == [True, True]


@pytest.mark.parametrize(
    "item",
    [
        Block("Weather: Lake freezes over again", "item", Evidence("li", ("li",))),
        linked("Ann Lee told the Courier all about it: Ice", 39),
        linked("The report on all the lakes of the north is here.", 45),
        kicked("1. Weather", "Lake freezes over again"),
        Block("Weather: Lake freezes over again", "item"),
    ],
)
def test_items_that_hold_a_link_are_no_list_of_headlines(item):
    assert listed(item, item) == [False, False]


def test_a_kicker_alone_is_no_list():
    assert listed(kicked("Weather", "Lake freezes over again"), Block(LONG)) == [False, False]


def test_the_first_lines_of_other_articles_in_a_row():
    one, other = linked(LONG, 0, "p", "paragraph"), linked(LONG.replace("Saturday", "Sunday"), 0, "p", "paragraph")
    assert listed(one, other) == [True, True]
    assert listed(one) == [False]
    assert listed(one, Block(LONG)) == [False, False]
    assert listed(linked(LONG, len(LONG) // 2, "p", "paragraph"), other) == [False, False]


@pytest.mark.parametrize("text", ["Lake freezes over again [VIDEO]", "Mayor falls in again [PHOTOS]"])
def test_labels_in_brackets_behind_a_headline(text):
    assert listed(linked(text), linked("Mayor falls in once more")) == [True, True]


TITLES = (
    "Lake Freezes Over Once Again",
    "Mayor Falls Into Lake on Saturday",
    "The Ten Coldest Lakes of the North",
    "Why Nobody Skates Here Any More",
)


def headlines(*texts, above="Nobody fell in.", paragraphs_below=0, tag=None):
    blocks = (Block(above), *(Block(text, evidence=Evidence(tag, (tag,)) if tag else None) for text in texts))
    around = (Around(Draft(""), blocks, index, paragraphs_below=paragraphs_below) for index in range(1, len(blocks)))
    return [lists_headlines(each.block, each) for each in around]


@pytest.mark.parametrize("count", [FEWEST_HEADLINES, 4])
def test_headlines_below_a_text_without_a_page(count):
    assert headlines(*TITLES[:count]) == [True] * count


@pytest.mark.parametrize(
    "texts",
    [
        TITLES[: FEWEST_HEADLINES - 1],
        TITLES * (LONGEST_ROW // 2),
        (
            "Ring out, wild bells, to the wild sky",
            "The flying cloud, the frosty light",
            "The year is dying in the night",
        ),
        ("Best Picture Frozen Lake", "Best Director Ann Quay", "Best Song Ring Out Bells"),
        ("Ann Quay", "Bo Chen", "Mary Dove"),
        ("1. Lake Freezes Over Once Again", "2. Mayor Falls Into Lake on Saturday", "3. The Ten Coldest Lakes"),
        ("湖面结冰", "市长落水", "北方十湖"),
        ("Der See Friert Zu", "der Bürgermeister fällt hinein", "die kältesten Seen des Nordens"),
        ("LAKE FREEZES OVER ONCE AGAIN", "MAYOR FALLS INTO LAKE", "THE TEN COLDEST LAKES"),
        ("The Lake Froze Over Again.", "The Mayor Fell In Again.", "The Town Laughed Once More."),
    ],
)
def test_other_rows_below_a_text(texts):
    assert not any(headlines(*texts))


def test_headlines_that_a_colon_leads_in_or_that_stand_in_the_text():
    assert not any(headlines(*TITLES, above="His books include:"))
    assert not any(headlines(*TITLES, above="彼の本："))
    assert not any(headlines(*TITLES, paragraphs_below=2))
    assert not any(headlines(*TITLES, tag="p"))


def test_an_article_of_headlines_alone_stays():
    blocks = tuple(map(Block, TITLES))
    asked = [lists_headlines(each, Around(Draft(""), blocks, at, paragraphs_below=0)) for at, each in enumerate(blocks)]
    assert not any(asked)


TITLE = "Mayor of the town at the east quay rejects the push of thirty fishermen for longer skating"


@pytest.mark.parametrize("below", [0, 3])
def test_a_headline_longer_than_a_line_below_a_lead_in(ask, below):
    assert ask(follows_lead_in, TITLE, above=[LONG, "Read more"], below=below)
    assert not ask(follows_lead_in, TITLE, above=[LONG, "Read more", "Lake freezes over"], below=below)
    assert not ask(follows_lead_in, TITLE + ".", above=[LONG, "Read more"], below=below)
    assert not ask(follows_lead_in, TITLE, above=[LONG, LONG], below=below)


def test_a_list_of_long_titles_below_a_lead_in_stays(ask):
    assert not ask(follows_lead_in, TITLE, above=[LONG, "Read more"], below=["By Ann Lee"])
    assert not ask(follows_lead_in, TITLE, above=[LONG, "Read more"], kind="item")
    assert not ask(follows_lead_in, TITLE + LONGEST_TITLE * "x", above=[LONG, "Read more"])


def test_the_rest_of_a_lead_in_to_what_somebody_posts(ask):
    assert ask(points_elsewhere, "More posts by @quaycourier")
    assert ask(points_elsewhere, "More posts by Ann Lee")
    assert not ask(points_elsewhere, "More posts by the quay", below=2)


def test_headlines_with_labels_in_brackets_in_a_row(ask):
    assert ask(
        lists_headlines, "Lake freezes over again [VIDEO]", above=5, below=["Mayor falls in lake [PHOTOS]", LONG, LONG]
    )
    assert not ask(lists_headlines, "Lake freezes over again [VIDEO]", above=5, below=5)
    assert not ask(
        lists_headlines, "Lake freezes over again", above=5, below=["Mayor falls in lake [PHOTOS]", LONG, LONG]
    )


@pytest.mark.parametrize("title", ["Mayor: “I fell in”", "Lake: »Never so cold«", "Lakes get a voice – well done!"])
def test_headlines_that_end_in_a_quotation(title):
    assert all(listed(kicked("Weather", title), kicked("Sport", title + " again"))[1:])

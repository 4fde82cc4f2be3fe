import pytest

from pipeline.rules.elsewhere import LONGEST, lists_links, points_elsewhere, shouts_link


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

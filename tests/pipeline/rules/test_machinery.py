import pytest

from pipeline.rules.machinery import is_ornament, labels_machinery, leaks_template, names_slot, stands_beside

LONG = "The lake at the east quay froze over on Saturday morning, and nobody in the town fell in at all, he said."


@pytest.mark.parametrize("text", ["* * *", "***", "---", "...", "|", "=====", "~"])
def test_ornaments(ask, text):
    assert ask(is_ornament, text)
    assert not ask(is_ornament, text, above=0)


@pytest.mark.parametrize("text", ["* 1", "___", "I", "湖", "…", "“”", "© 2026", "", "-30-"])
def test_no_ornaments(ask, text):
    assert not ask(is_ornament, text)


@pytest.mark.parametrize("apart", ["promo", "newsletter box", "comments", "related x"])
def test_what_stands_beside_the_text(ask, apart):
    assert ask(stands_beside, "Mayor falls in", tag="div", apart=apart)
    assert not ask(stands_beside, "Mayor falls in", tag="div", apart=apart, above=0)


@pytest.mark.parametrize(
    "about", [{}, {"tag": "div"}, {"tag": "div", "apart": "story text"}, {"tag": "div", "apart": "commentary"}]
)
def test_what_stands_in_the_text(ask, about):
    assert not ask(stands_beside, "Mayor falls in", **about)


@pytest.mark.parametrize(
    "text",
    [
        "Advertisement", "ADVERTISEMENT", "Comments", "0 Comments", "12 comments", "Share this article", "Back to top",
        "Anzeige", "Kommentare (3)", "Publicité", "Publicidad", "Pubblicità", "Advertentie", "Reklama", "Реклама",
        "広告", "광고", "廣告", "إعلان", "विज्ञापन",
    ],
)  # fmt: skip
def test_labels_of_machinery(ask, text):
    assert ask(labels_machinery, text, tag="div", above=9, below=9)
    assert ask(labels_machinery, text, tag="p", apart="promo", above=9, below=9)
    assert ask(labels_machinery, text, tag="p")


@pytest.mark.parametrize(
    "text",
    [
        "Comments were rare.",
        "Share prices fell",
        "Advertisements",
        "Anzeigen",
        "Print is dead",
        "Teilen und herrschen",
        "",
    ],
)
def test_other_lines_with_such_words(ask, text):
    assert not ask(labels_machinery, text, tag="div", linked=1.0, apart="promo")


def test_a_label_with_nothing_else_to_say_so_stays(ask):
    assert not ask(labels_machinery, "Comments", above=9, below=9)
    assert not ask(labels_machinery, "Comments", tag="p", above=9, below=9)
    assert not ask(labels_machinery, "Comments", above=0)


@pytest.mark.parametrize(
    ("above", "text", "below"),
    [
        (["It froze."], "showPaywall:", ["false"]),
        (["showPaywall:"], "false", ["It froze."]),
        (["It froze."], "- isSubscriber:", ["- true"]),
        (["- isSubscriber:"], "- true", []),
        (["- maxItems:"], "- 12", []),
        (["showPaywall:"], "isSubscriber:", ["It froze."]),
        (["It froze."], "[button link=x size=big] Send it[/button]", []),
        (["It froze."], "[caption]The ice[/caption]", []),
    ],
)
def test_pieces_of_a_template(ask, above, text, below):
    assert ask(leaks_template, text, above=above, below=below)


@pytest.mark.parametrize(
    ("above", "text", "below"),
    [
        (["True or not?"], "false", ["That is what the sign said."]),
        (["It froze."], "iPhone: new", []),
        (["It froze."], "iPhone:", ["The best of them"]),
        (["It froze."], "- 12", ["- 13"]),
        (["It froze."], "12", []),
        (["It froze."], "[sic]", []),
        (["It froze."], "[b]He wrote in a code[/b]", []),
        (["It froze."], "[quote]He wrote in a code[/quote]", []),
        (["It froze."], "The sign said [stop] and not [/stop].", []),
        (["Score:"], "12", []),
    ],
)
def test_lines_of_the_text_that_look_like_a_template(ask, above, text, below):
    assert not ask(leaks_template, text, above=above, below=below)


@pytest.mark.parametrize("heading", ["Reactions", "Comments", "Popular"])
def test_a_heading_that_is_also_a_label_stays_above_paragraphs(ask, heading):
    assert not ask(labels_machinery, heading, above=4, below=4)


@pytest.mark.parametrize("text", ["}", "  };", "]", "$", "$$$", "()", "[...]", '"'])
def test_lines_of_programs_and_prices_are_no_ornaments(ask, text):
    assert not ask(is_ornament, text)


@pytest.mark.parametrize(
    "text", ["Advertisement", "Passer la publicité", "Anzeige", "Publicidad", "Реклама", "広告", "إعلان"]
)
def test_furniture_goes_where_a_paragraph_is_next_to_it(ask, text):
    assert ask(labels_machinery, text, above=9, below=9)
    assert ask(labels_machinery, text, above=["Income", LONG], below=["Sales"] * 9)


def test_furniture_in_a_list_of_words_stays(ask):
    words = ["Sales", "Sponsorship", "Fees", "Gifts", "Rent"]
    assert not ask(labels_machinery, "Advertising", above=[LONG, *words], below=[*words, LONG, LONG])
    assert not ask(labels_machinery, "Advertising", kind="item", above=9, below=9)


@pytest.mark.parametrize(
    "text", ["Desktop Bottom Promotion", "Mobile Ad", "In-Article Ad 2", "Sidebar banner", "AD UNIT - MOBILE - FOOTER"]
)
def test_names_of_places_of_advertisements(ask, text):
    assert ask(names_slot, text)
    assert not ask(names_slot, text, above=0, below=1)
    assert not ask(names_slot, text, below=1)


@pytest.mark.parametrize(
    "text", ["Promotion", "Bottom of the table", "Mobile", "Banner headlines", "The mobile ad", "Top banner sold", ""]
)
def test_lines_with_such_words_are_no_places_of_advertisements(ask, text):
    assert not ask(names_slot, text)

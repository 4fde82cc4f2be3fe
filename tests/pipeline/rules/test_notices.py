import pytest

from pipeline.rules.notices import (
    LONGEST,
    claims_rights,
    is_ornament,
    labels_machinery,
    notifies_readers,
    stands_beside,
    tells_moment,
)


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
    "text",
    [
        "Copyright © 2026 Quay Courier. All rights reserved.",
        "© 2026 Quay Courier",
        "(c) 2026 Quay Courier",
        "Alle Rechte vorbehalten",
        "Tous droits réservés",
        "Todos los derechos reservados",
        "Все права защищены",
        "版权所有",
        "무단전재 및 재배포 금지",
        "This material may not be published, broadcast, rewritten or redistributed without permission.",
    ],
)
def test_lines_of_rights(ask, text):
    assert ask(claims_rights, text)


@pytest.mark.parametrize(
    "text",
    [
        "The court ruled that all rights reserved by the author had lapsed, and that her heirs could not sue.",
        "She studied the copyright of maps for thirty years, and wrote the book that all of them read.",
        "The right was reserved to the king.",
        "Ihre Rechte hat sie sich vorbehalten, sagte sie.",
        "The minister (c) spoke.".replace("(c)", "(C.)"),
        "",
    ],
)
def test_sentences_about_rights(ask, text):
    assert not ask(claims_rights, text)


def test_rights_stand_below_the_text(ask):
    assert not ask(claims_rights, "© 2026 Quay Courier", above=0, below=1)
    assert not ask(claims_rights, "© 2026 Quay Courier", below=9)
    assert not ask(claims_rights, "All rights reserved. © " + "x" * LONGEST)


@pytest.mark.parametrize(
    "text",
    [
        "If you buy something through this post, we may earn a commission from affiliate links.",
        "Your email address will not be published. Required fields are marked.",
        "By signing up you agree to our Terms of Use and Privacy Policy.",
        "The views expressed here are the author’s. Read our editorial standards: Our Standards.",
    ],
)
def test_notices(ask, text):
    assert ask(notifies_readers, text)
    assert ask(notifies_readers, text, tag="p", linked=0.5)


@pytest.mark.parametrize(
    "text",
    [
        "The commission met on Saturday.",
        "The firm changed its privacy policy after the vote.",
        "Eine Provision bekam er nicht.",
        "The lake froze.",
        "",
    ],
)
def test_sentences_with_one_such_word(ask, text):
    assert not ask(notifies_readers, text)


def test_notices_in_the_middle_of_a_text_stay(ask):
    text = "If you buy something through this post, we may earn a commission from affiliate links."
    assert not ask(notifies_readers, text, above=9, below=9)
    assert not ask(notifies_readers, text, above=0)


@pytest.mark.parametrize(
    "text",
    [
        "Published: 18 April 2026, 9:30 a.m.",
        "Updated April 18, 2026 at 9:30 PM EDT",
        "2026-04-18",
        "Samstag, 18. April 2026, 9:30 Uhr",
        "Publié le 18 avril 2026 à 9 h 30",
        "Publicado el 18 de abril de 2026",
        "Pubblicato il 18 aprile 2026 alle ore 9:30",
        "Опубликовано 18.04.2026",
        "2026 年 4 月 18 日",
        "입력 2026.04.18 09:30",
    ],
)
def test_moments(ask, text):
    assert ask(tells_moment, text, above=0, below=5)
    assert ask(tells_moment, text, tag="p", above=5)


@pytest.mark.parametrize(
    "text", ["2026年4月18日", "2026年4月18日 9:30", "公開 2026年4月18日", "Publié le 18 avril 2026 à 9h30"]
)
def test_moments_without_spaces(ask, text):
    assert ask(tells_moment, text, above=0, below=5)


@pytest.mark.parametrize(
    "text",
    [
        "On 18 April 2026 it froze.",
        "April",
        "May",
        "In 2026",
        "1984 was a novel",
        "Saturday",
        "Am 18. April 2026 fror der See.",
        "18 avril 2026, le lac",
        "",
    ],
)
def test_lines_that_say_more_than_a_moment(ask, text):
    assert not ask(tells_moment, text, above=0, below=5)
    assert not ask(tells_moment, text, tag="p", above=5)


def test_a_moment_in_the_middle_or_alone_stays(ask):
    assert not ask(tells_moment, "18 April 2026", above=9, below=9)
    assert not ask(tells_moment, "18 April 2026", above=0)


@pytest.mark.parametrize("text", ["3", "12:30", "7 - 5"])
def test_bare_numbers_of_plain_text_are_no_moments(ask, text):
    assert not ask(tells_moment, text)

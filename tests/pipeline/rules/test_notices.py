import pytest

from pipeline.article import Block
from pipeline.rules.notices import (
    LONGEST,
    claims_rights,
    files_under,
    labels_notice,
    notifies_readers,
    points_to_programme,
)

LONG = "The lake at the east quay froze over on Saturday morning, and nobody in the town fell in at all, he said."


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
    ["Copyright law has changed, she said.", "Copyright is theft, he wrote.", "She sued for copyright, and won."],
)
def test_short_sentences_about_copyright(ask, text):
    assert not ask(claims_rights, text)


@pytest.mark.parametrize(
    "text",
    [
        "Filed under: Weather | Lakes",
        "Tags: ice, weather, lakes",
        "Topics: Ice, Weather",
        "Posted in: Weather, Lakes",
        "Schlagwörter: Eis, Wetter",
        "Themen: Eis | Wetter",
        "Mots-clés : glace, météo",
        "Etiquetas: hielo, lago",
        "Palavras-chave: gelo, lago",
        "Tagi: lód, jezioro",
        "Теги: лёд, озеро",
        "Etiketler: buz, göl",
        "キーワード：氷、湖",
        "Từ khóa: băng, hồ",
    ],
)
def test_subjects_under_which_a_page_is_filed(ask, text):
    assert ask(files_under, text, above=5)


@pytest.mark.parametrize(
    "text",
    [
        "Topics of the evening: ice and weather.",
        "Tag: a game for children",
        "Category: Thriller",
        "Topic: ice. Speaker: the mayor.",
        "Tags were torn off: nobody knew why",
        "Themen waren: Eis, Wetter und Verkehr",
        "Temas: el hielo y el mar",
        "Categories of ice: grey, black, white",
        "Filed under oath, the claim says: ice, snow",
        "",
    ],
)
def test_lines_about_subjects(ask, text):
    assert not ask(files_under, text, above=5)


def test_subjects_stand_below_the_text_and_not_in_a_box_of_facts(ask):
    assert not ask(files_under, "Tags: ice, weather", above=9, below=9)
    assert not ask(files_under, "Tags: ice, weather", above=0, below=3)
    assert not ask(files_under, "Category: thriller, crime", above=["The film: Ice", "Director: Ann Lee"])


@pytest.mark.parametrize(
    "text", ["Disclaimer", "DISCLAIMER:", "Disclosure:", "Hinweis:", "Aviso legal", "Avertissement"]
)
def test_the_label_of_a_notice(ask, text):
    assert ask(labels_notice, text, above=3)
    assert ask(labels_notice, text, above=3, below=["The views expressed here are those of the author."])
    assert not ask(labels_notice, text, above=3, below=2)
    assert not ask(labels_notice, text, above=0, below=["The views expressed here are those of the author."])


@pytest.mark.parametrize(
    "text", ["Disclaimer: I have never skated.", "Hinweise", "Terms of endearment", "Please note the time", ""]
)
def test_lines_with_the_words_of_such_labels(ask, text):
    assert not ask(labels_notice, text, above=3)


@pytest.mark.parametrize("label", ["Disclaimer", "Disclosure:", "Hinweis"])
def test_what_hangs_from_the_label_of_a_notice(ask, label):
    text = "No content on this site should be used as a substitute for advice from a doctor."
    assert ask(notifies_readers, text, above=[LONG, label])
    assert ask(notifies_readers, text, above=[LONG, label, "It is offered as it is."])
    assert not ask(notifies_readers, text, above=9, below=9)


@pytest.mark.parametrize("heading", ["Reactions", "Author", "Popular", "Comments"])
def test_a_paragraph_below_a_heading_that_is_also_a_label_stays(ask, heading):
    text = "The opposition called the commission a joke, and left the hall."
    assert not ask(notifies_readers, text, above=[LONG, heading], below=9)
    assert not ask(notifies_readers, text, above=[LONG, heading])


@pytest.mark.parametrize("text", ["What commission did he get?", "Affiliate?", "A privacy policy for whom?"])
def test_questions_of_an_interview_are_no_notices(ask, text):
    assert not ask(notifies_readers, text, above=9, below=9)


@pytest.mark.parametrize(
    "text",
    [
        "Sendung: Antenne Lohetal, 24.04.2026, 15:10 Uhr",
        "Dieses Thema im Programm: Lohe 2, 24.04.2026, 15 Uhr",
        "Listen to Quay Today at 9 a.m. on Saturday",
        "En el programa de las 15:10 h",
        "Uitzending: zaterdag 15:10",
    ],
)
def test_when_a_subject_is_on_air(ask, text):
    assert ask(points_to_programme, text, above=5)
    assert not ask(points_to_programme, text, above=9, below=9)


@pytest.mark.parametrize(
    "text",
    [
        "Listen to her sing at 80",
        "Listen to the ice",
        "This programme of 1968 failed",
        "Die Sendung kam an: Alle lachten um 9 Uhr.",
        "",
    ],
)
def test_lines_about_programmes(ask, text):
    assert not ask(points_to_programme, text, above=5)


@pytest.mark.parametrize(
    "text",
    [
        "To order all the books of the year, visit quaybookshop.com. Delivery charges may apply.",
        "Quay Courier keeps its lists up to date. If you know better, please email us at lists@quaycourier.example",
        "The Courier keeps its lists up to date. If you know better, please email us at [email protected]",
        "Haben Sie einen Fehler entdeckt? Schreiben Sie uns an redaktion@hafenkurier.example.",
        "Vous savez quelque chose ? Écrivez-nous à quai@courrier.example.",
        "Napisz do nas na adres redakcja@kurier.example.",
    ],
)
def test_a_notice_with_an_address(ask, text):
    assert ask(notifies_readers, text)
    assert not ask(notifies_readers, text, above=9, below=9)


@pytest.mark.parametrize(
    "text",
    [
        "The harbour can be reached by boat; its address is quay.example.",
        "He wrote to the mayor at mayor@quay.example, and she answered.",
        "Delivery charges may apply to the ice as well.",
    ],
)
def test_addresses_and_charges_alone_are_no_notices(ask, text):
    assert not ask(notifies_readers, text)


NOTE = "Hier finden Sie externen Inhalt. Dabei können personenbezogene Daten übermittelt werden."


@pytest.mark.parametrize("label", ["Empfohlener redaktioneller Inhalt", "Hinweis:", "Disclaimer", "Externer Inhalt"])
def test_a_label_goes_with_the_notice_below_it(ask, label):
    assert ask(notifies_readers, label, above=9, below=[Block(NOTE), *map(Block, 9 * [LONG])])
    assert not ask(notifies_readers, label, above=9, below=9)


def test_a_second_notice_below_a_label(ask):
    above = [LONG, LONG, "Empfohlener redaktioneller Inhalt", "An dieser Stelle finden Sie einen externen Inhalt."]
    assert ask(notifies_readers, NOTE, above=above, below=9)
    assert not ask(notifies_readers, NOTE, above=[*above[:2], LONG, *above[3:]], below=9)


@pytest.mark.parametrize("text", ["#ice #lake", "#ice, #lake, #mayor", "#лёд #озеро", "#Editorial #election #times "])
def test_a_line_of_hashtags_at_the_end(ask, text):
    assert ask(files_under, text)
    assert not ask(files_under, text, kind="quote")
    assert not ask(files_under, text, below=9)


@pytest.mark.parametrize("text", ["#ice", "We are #1 and #2", "#ice is back #again", "# Lake # Ice", ""])
def test_other_lines_with_hashes(ask, text):
    assert not ask(files_under, text)

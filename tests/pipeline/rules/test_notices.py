import pytest

from pipeline.rules.notices import (
    LONGEST,
    claims_rights,
    credits_picture,
    files_under,
    is_ornament,
    labels_machinery,
    labels_notice,
    leaks_template,
    notifies_readers,
    points_to_programme,
    stands_beside,
    tells_moment,
)

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


@pytest.mark.parametrize(
    "text",
    ["Copyright law has changed, she said.", "Copyright is theft, he wrote.", "She sued for copyright, and won."],
)
def test_short_sentences_about_copyright(ask, text):
    assert not ask(claims_rights, text)


@pytest.mark.parametrize(
    "text",
    ["2 hours ago", "Updated 3 hours ago", "5 mins ago", "vor 3 Stunden", "il y a 2 heures", "hace 5 minutos",
     "Ann Lee 2 days ago", "Published an hour ago", "A week ago"],
)  # fmt: skip
def test_how_long_ago(ask, text):
    assert ask(tells_moment, text, above=1, below=9)


@pytest.mark.parametrize(
    "text",
    ["It happened an hour ago", "Nine people drowned here 3 days ago", "“I saw her two hours ago”", "Three years ago",
     "Das war vor 3 Tagen geschehen", "Il y a 2 heures de route", "He left 2 hours ago, they say"],
)  # fmt: skip
def test_headings_that_tell_what_happened_then(ask, text):
    assert not ask(tells_moment, text, above=1, below=9)


@pytest.mark.parametrize("text", ["$40", "£12.50", "1-800-555-0199", "(020) 7946 0123", "€ 1.000", "100 %", "40"])
def test_prices_and_telephones_are_no_moments(ask, text):
    assert not ask(tells_moment, text, tag="p", above=1, below=1)
    assert not ask(tells_moment, text, above=1, below=1)


@pytest.mark.parametrize("kind", ["heading", "paragraph"])
def test_the_dates_of_a_chronicle_stay(ask, block, kind):
    days = [each for day in range(2, 5) for each in (block(f"{day} May 2026", "h3", kind=kind), block(LONG, "p"))]
    assert not ask(tells_moment, "1 May 2026", tag="h3", kind=kind, above=1, below=[block(LONG, "p"), *days])


@pytest.mark.parametrize(
    "text",
    [
        "Photo: Ann Lee",
        "Photo: Ann Lee/Quay Courier",
        "Photo credit: Ann Lee",
        "Photos by: Ann Lee",
        "(Image: Quay Courier)",
        "Image courtesy of: Harbour Press",
        "Photo © Ann Lee",
        "Picture: GETTY",
        "Foto: Anna Lee / Hafenpresse",
        "Bild: Anna Lee",
        "Crédit photo : Anne Lelong",
        "Foto: Agencia del Puerto".replace("del", "Del"),
        "Immagine: Ansa",
        "Zdjęcie: Anna Lee",
        "Fotoğraf: Ayşe Lale",
        "Фото: Анна Ли",
        "写真：港新聞",
        "사진: 이안나",
        "Kuva: Anna Lee",
    ],
)
def test_whose_a_picture_is(ask, text):
    assert ask(credits_picture, text, below=1)
    assert ask(credits_picture, text, tag="p", below=1)


@pytest.mark.parametrize(
    "text",
    [
        "Photo finish: Lee wins by a nose.",
        "Photo: the only thing that she had left of him",
        "Picture: a man alone on the ice",
        "Image: what it means to be seen",
        "Photos: How the lake froze in ten pictures",
        "Picture this: a town without a lake",
        "Photographs of the lake were sold.",
        "Bilder sagen mehr als Worte",
        "Photo: Is this the mayor?",
        "Fotografie ist sein Leben: Er lebt davon",
        "Foto por foto: así se heló el lago",
        "He sent a photo: Ann Lee",
        "Photo: " + "Ann Lee, " * 30,
        "",
    ],
)
def test_lines_about_pictures(ask, text):
    assert not ask(credits_picture, text, below=1)


def test_the_only_line_is_no_picture_credit(ask):
    assert not ask(credits_picture, "Photo: Ann Lee", above=0)


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

import pytest

from pipeline.article import Block, Draft
from pipeline.rules.around import Around
from pipeline.rules.promotions import (
    LONGEST,
    LONGEST_WHOLE,
    drop_calls,
    labels_button,
    names_site,
    promotes_site,
    trim_promotion,
)


@pytest.mark.parametrize(
    "text",
    [
        "Catch all the business news and breaking news updates. Download the news app to get daily updates.",
        "Subscribe to our newsletter for the latest headlines.",
        "Follow us on WhatsApp and Telegram for breaking news.",
        "Sign up for our free daily email newsletter.",
        "Abonnieren Sie unseren kostenlosen Newsletter, täglich aktuell.",
        "Abonnez-vous à notre infolettre gratuite, chaque jour.",
        "Suscríbete gratis a nuestro boletín diario: las últimas noticias cada día.",
        "Iscriviti gratuitamente alla newsletter: ogni giorno le ultime notizie.",
        "Assine grátis a nossa newsletter e receba diariamente no seu email.",
        "Подпишитесь на наш канал в Telegram: последние новости.",
    ],
)
def test_promotions(ask, text):
    assert ask(promotes_site, text)
    assert ask(promotes_site, text, tag="div", apart="newsletter", above=9, below=9)


@pytest.mark.parametrize(
    "text",
    [
        "Subscribe to that theory and the numbers make sense, he said.",
        "The ministry said it would follow the Facebook page “closely”.",
        "The app sends daily alerts with the latest news to all who live near the lake.",
        "Follow the shore for a mile.",
        "Getting the latest email from the mayor took a day.",
        "Join forces, he told the town.",
        "Folge war, dass der See zufror.",
        "Suivez mon regard, dit-il.",
        "Descarga de agua en el lago.",
        "Siga em frente, disse ele.",
        "",
    ],
)
def test_sentences_with_such_words(ask, text):
    assert not ask(promotes_site, text)


def test_a_promotion_is_placed_like_one(ask):
    text = "Subscribe to our newsletter for the latest headlines."
    assert not ask(promotes_site, text, above=9, below=9)
    assert not ask(promotes_site, text, above=0)
    assert not ask(promotes_site, text + " And so it was." * (LONGEST // 10))


@pytest.mark.parametrize(("one", "other"), [("More", "Less"), ("Show more", "Show less"), ("READ MORE", " read less ")])
def test_both_labels_of_a_button(ask, one, other):
    assert ask(labels_button, one, below=[other])
    assert ask(labels_button, other, above=["It froze.", one])


@pytest.mark.parametrize(
    ("above", "text", "below"),
    [
        (["It froze."], "More", ["was to come."]),
        (["Less"], "More", ["It froze."]),
        (["More"], "More", ["More"]),
        (["Show more"], "Less", []),
        ([], "More", []),
        (["More"], "It froze.", ["Less"]),
    ],
)
def test_one_label_alone(ask, above, text, below):
    assert not ask(labels_button, text, above=above, below=below)


@pytest.mark.parametrize(
    "text",
    [
        "Love letters came by email every day, and she kept the best.",
        "Share prices fell after Facebook and Twitter said the latest daily figures were wrong.",
        "Become a member, they told him in 1968; he did, and got the daily briefing of the party for free.",
        "“Subscribe to my channel,” he shouted, live on YouTube, as the police came in for free.",
        "“It is free. Subscribe to our newsletter and get the latest news every day,” the ministry wrote to all.",
        "Download the free app, the ministry told all citizens on Monday, or lose the latest alerts.",
        "Testen Sie die App kostenlos, stand auf dem Plakat, das täglich an ihm vorbeifuhr.",
        "Recibe cada día un boletín gratis, dijo el alcalde, y no lo lee nunca.",
        "Stay off the ice. Follow the coast. The weather service has a free app, and sends the latest alerts.",
        "A subject line is the bait. It is short. Get the latest news in your inbox now. Such lines worked in 2003, "
        "when nobody had seen one before and all of us believed what stood in a letter, the study of last year says.",
        "The newsletter of the ministry offers the latest updates for free, every day, and nobody reads it.",
        "Newsletters are the best of the web: free, daily, exclusive, delivered to your inbox.",
    ],
)
def test_articles_about_newsletters_and_apps(ask, text):
    assert not ask(promotes_site, text)
    assert not ask(promotes_site, text, above=3, below=1)


@pytest.mark.parametrize(
    ("site_name", "site", "text", "named"),
    [
        ("Quay Courier", None, "join the quay courier today", True),
        ("Quay Courier", None, "join the harbour today", False),
        (None, "quaycourier.example", "see quaycourier.example for more", True),
        (None, "quaycourier.example", "the quaycourier app", True),
        (None, "quaycourier.example", "the quaycouriers", False),
        ("Q", "q.example", "q and a", False),
        ("Курьер", None, "читайте курьер каждый день", True),
        (None, None, "none at all", False),
        ("C++ (.*)", None, "all of it", False),
    ],
)
def test_the_site_in_its_own_words(site_name, site, text, named):
    blocks = (Block("It froze."), Block(text))
    assert names_site(text, Around(Draft("", site_name=site_name, site=site), blocks, 1)) == named


def test_the_name_of_the_site_is_a_vote(ask):
    text = "Join Quay Courier for news."
    assert ask(promotes_site, text, below=1, draft=Draft("", site_name="Quay Courier"))
    assert not ask(promotes_site, text, below=1)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        (
            "The lake froze. Get the best stories straight to your inbox - subscribe now. Nobody fell in.",
            "The lake froze. Nobody fell in.",
        ),
        ("The lake froze. Subscribe to our newsletter for the latest daily headlines.", "The lake froze."),
        (
            "The lake froze. Download our free news app to get live alerts. Nobody fell in.",
            "The lake froze. Nobody fell in.",
        ),
    ],
)
def test_calls_within_a_paragraph(text, rest):
    assert drop_calls(text) == rest


@pytest.mark.parametrize(
    "text",
    [
        "Get the best stories straight to your inbox - subscribe now.",
        "The lake froze. Get the best of it, he said. Nobody fell in.",
        "The lake froze. Subscribers to the newsletter knew it first. Nobody fell in.",
        "The lake froze. Get an app, she told him. Nobody fell in.",
        "The lake froze. Join us at nine. The best newsletter is free.",
        "The apparatus is old. Follow the pipe to the end.",
        "湖面が凍った。 今すぐ newsletter を購読。 無料です。",
        "",
    ],
)
def test_paragraphs_without_a_whole_call_are_left_alone(text):
    assert drop_calls(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "He left a note on the door. Read more: it was all he said",
        "The poster was short. READ: the best way to learn",
        "The lake froze. Nobody read more: they slept.",
        "The lake froze. Also read out were the names of all who had fallen in.",
    ],
)
def test_last_sentences_that_begin_like_pointers_stay(ask, text):
    assert ask(trim_promotion, text) == text


@pytest.mark.parametrize(
    "pointer", ["READ | How it froze", "Also read: Why it froze", "READ MORE: 10 lakes that froze"]
)
def test_pointers_on_the_last_line_go(ask, pointer):
    assert ask(trim_promotion, f"The lake froze. {pointer}") == "The lake froze."
    assert ask(trim_promotion, f"The lake froze. {pointer}", below=2) == f"The lake froze. {pointer}"


def test_a_call_within_a_quotation_stays():
    text = "“It is free. Subscribe to our newsletter and get the latest news every day,” the ministry wrote to all."
    assert drop_calls(text) == text


LONGER = "It froze once more, and nobody in the whole town knew why; the mayor, they say, least of all of them."
CALL = "If you enjoyed this article, we have a proposition for you: join the friends of the Quay Courier."
MORE = "If you enjoyed this article, and want to read more of its kind, we have another proposition: join us all."


@pytest.mark.parametrize("heading", ["Something to Consider", "Popular on Quay Courier", "Do you know?", "Schon da?"])
def test_the_heading_of_a_promotion_goes_with_it(ask, heading):
    assert ask(promotes_site, heading, below=[CALL])
    assert ask(promotes_site, heading, below=[CALL, MORE])


@pytest.mark.parametrize(
    ("heading", "about"),
    [
        ("Ann Lee", {}),
        ("___", {}),
        ("— Quay Harbour (@quayharbour) April 18, 2026", {}),
        ("Second: the east quay", {"kind": "item"}),
        ("It froze again.", {}),
        ("What nobody knew of the east quay", {"above": ["What everybody knew of it"]}),
        (
            "A heading above text",
            {"below": [CALL, LONGER]},
        ),
    ],
)
def test_other_short_lines_above_a_promotion_stay(ask, heading, about):
    assert not ask(promotes_site, heading, **{"below": [CALL], **about})


@pytest.mark.parametrize(
    "text",
    [
        "Love ice? The Courier’s newsletter has all the best of it, delivered to your inbox. Sign up now and be cool.",
        "Abonniere den Kanal: kostenlose Nachrichten-App und Newsletter, täglich direkt auf dein Handy.",
    ],
)
def test_a_promotion_with_all_its_words_goes_anywhere(ask, text):
    assert ask(promotes_site, text, above=9, below=9)
    assert not ask(promotes_site, text + " “Ice,” she said.", above=9, below=9)
    assert not ask(promotes_site, text + LONGEST_WHOLE * "x", above=9, below=9)


def test_the_label_of_a_box_between_two_paragraphs(ask):
    text = "Get daily National news"
    assert ask(promotes_site, text, above=9, below=9)
    assert not ask(promotes_site, text + ".", above=9, below=9)
    assert not ask(promotes_site, text, above=[*9 * ["Ice"]], below=9)


@pytest.mark.parametrize(
    "text",
    [
        "Next, I gather my newsletters - the ones that made people reply, share, or quote them.",
        "The library on YouTube tells how the ice forms, like this video from a daily podcast.",
        "People post it everywhere, share it on Facebook, and read the latest comments.",
    ],
)
def test_verbs_behind_a_comma_are_no_calls(ask, text):
    assert not ask(promotes_site, text)


@pytest.mark.parametrize(
    "text",
    [
        "For the latest breaking news and stories, sign up for our newsletters.",
        "If you like ice, subscribe to our weekly newsletter.",
        "Wenn Sie mehr wissen wollen, abonnieren Sie unseren kostenlosen Newsletter.",
        "Pour tout savoir, abonnez-vous à notre lettre d'information gratuite.",
    ],
)
def test_a_call_behind_a_condition(ask, text):
    assert ask(promotes_site, text)


def test_steps_that_a_colon_leads_in_stay(ask, block):
    step = "Sign up for a free account with your email"
    assert not ask(promotes_site, step, above=["How to join:"], kind="item")
    assert not ask(promotes_site, step, above=["How to join:", block("Go to the quay", kind="item")], kind="item")
    assert ask(promotes_site, step, above=["It froze."], kind="item")


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("(Follow us on Telegram and Instagram for daily updates.) The lake froze.", "The lake froze."),
        ("Sign up here for our free morning briefing. The lake froze. It thawed.", "The lake froze. It thawed."),
        ("Get the best stories straight to your inbox. Sign up for our free daily newsletter.", None),
    ],
)
def test_a_call_as_the_first_sentence(text, rest):
    assert drop_calls(text) == (rest or text)

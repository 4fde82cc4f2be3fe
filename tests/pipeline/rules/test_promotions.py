import pytest

from pipeline.rules.promotions import LONGEST, labels_button, promotes_site


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

import pytest

from pipeline import RawPage, clean
from pipeline.joiners import JOINERS, disguised

TEXT = "هیچ\u200cکس در دریاچه نیفتاد، شهردار به مردم در میدان گفت، و همه به خانه‌های خود رفتند."


def page(paragraph, title="یخ\u200cبندان"):
    body = f"<html lang=fa><title>{title}</title><body><article><h1>{title}</h1>{f'<p>{paragraph}</p>' * 1}"
    others = "".join(f"<p>{number}. {TEXT}</p>" for number in range(4))
    return RawPage("https://courier.example/a", f"{body}{others}</article></body></html>".encode(), "text/html")


@pytest.mark.parametrize("joiner", ["\u200c", "&zwnj;", "&#8204;", "\u200d", "&zwj;"])
def test_a_joiner_comes_out_as_it_went_in(joiner):
    article = clean(page(f"یک هیچ{joiner}کس دیگر هم در میدان شهر بود و چیزی نگفت، روزنامه نوشت."))
    expected = "\u200d" if joiner in {"\u200d", "&zwj;"} else "\u200c"
    assert f"هیچ{expected}کس دیگر" in article.text
    assert article.title == "یخ\u200cبندان"
    assert not any(letter in article.original() for letter in JOINERS.values())


def test_a_page_with_the_letters_of_the_disguise_is_left_as_it_is():
    markup = "<p>\ua66e and \u200c</p>"
    assert disguised(markup) == markup

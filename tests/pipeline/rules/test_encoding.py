import ftfy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.rules.encoding import CLEAN, CONFIG, QUOTED_MOJIBAKE, is_clean, repair_encoding, restore_lost_quotes

SENTENCES = [
    "Schließlich wurde es dunkel über den Dächern.",
    "Le président de la République a déclaré être « très » ému.",
    "El niño llegó mañana, según el señor Muñoz.",
    "Příliš žluťoučký kůň úpěl ďábelské ódy.",
    "Министр обороны заявил в среду.",
]


@pytest.mark.parametrize("text", SENTENCES)
def test_utf_8_that_was_read_as_windows_1252(text):
    damaged = text.encode().decode("cp1252", "surrogateescape")
    if damaged.isprintable():
        assert repair_encoding(damaged) == text


@pytest.mark.parametrize(
    ("damaged", "text"),
    [
        ("SchlieÃŸlich wurde es dunkel.", "Schließlich wurde es dunkel."),
        ("Itâ€™s over, she said.", "It’s over, she said."),
        ("20 Â°C at the lake", "20 °C at the lake"),
        ("Fish &amp; chips &lt;3 &quot;x&quot; &eacute;", 'Fish & chips <3 "x" é'),
        ("One\x00two\x07three", "Onetwothree"),
        ("Lone \ud800 surrogate", "Lone \ufffd surrogate"),
        ("Pair \ud83d\ude00", "Pair 😀"),
        ("\ufeffBegun", "Begun"),
        ("The ﬁrst ﬂoor", "The first floor"),
    ],
)
def test_damage_is_repaired(damaged, text):
    assert repair_encoding(damaged) == text


@pytest.mark.parametrize(
    "text",
    [
        *SENTENCES,
        "“It’s 20 °C – in ＴＯＫＹＯ…”, ‘she’ said —",
        "The string “Ã©” is an é, badly read.",
        "The sign 'â€™' is an apostrophe, badly read.",
        "AT&T and R&D; Q&A &c.",
        "São Paulo, Ångström, Ærø, ÉCOLE, ÂGE, Ãlvares",
        "№ 5 – ½ ² Ⅷ ㎏",
        "कि खा বাংলা ড়\u09bc தமிழ் ไทย",
        "می\u200cخواهم 👨\u200d👩\u200d👧 e\u0301",
        "日本語、中文，한국어。ﾊﾝｶｸ",
        "non\u00a0breaking\u202fspaces\u2009stay",
        "",
    ],
)
def test_typography_and_other_scripts_are_left_alone(text):
    assert repair_encoding(text) == text


@given(st.from_regex(CLEAN, fullmatch=True))
def test_what_is_clean_comes_back(text):
    assert repair_encoding(text) == text


@given(st.text().filter(lambda text: not QUOTED_MOJIBAKE.search(text)))
def test_a_repaired_text_can_be_stored(text):
    repaired = repair_encoding(text)
    assert repaired.encode().decode() == repaired
    assert "\0" not in repaired


@pytest.mark.parametrize("text", SENTENCES)
@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "cp1251", "cp1250", "mac-roman", "cp437"])
def test_what_was_decoded_wrongly_is_never_called_clean(text, encoding):
    damaged = text.encode().decode(encoding, "replace")
    assert not is_clean(damaged)


@pytest.mark.parametrize("text", ["Öl ist größer – „so“ groß", "L’été «déjà vu»", "Лёд на озере «Байкал» тает."])
def test_what_is_called_clean_ftfy_leaves_alone(text):
    assert ftfy.fix_text(text, config=CONFIG) == text


def test_a_lost_apostrophe_in_a_heading_without_little_words():
    assert restore_lost_quotes("Myth: it isn\u00e2t Ice") == "Myth: it isn’t Ice"
    assert restore_lost_quotes("Ch\u00e2teau p\u00e2t\u00e9") == "Ch\u00e2teau p\u00e2t\u00e9"

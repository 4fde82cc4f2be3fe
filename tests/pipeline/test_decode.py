import codecs

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.decode import decode, detected_charset

FRENCH = (
    "Le président de la République a déclaré mercredi que l’économie était « très solide » malgré la crise à Nîmes. "
)
RUSSIAN = "Министр обороны заявил в среду, что переговоры продолжатся на следующей неделе. Он добавил: «Мы готовы». "
POLISH = "Minister zdrowia powiedział w środę, że szpitale są przygotowane na większą liczbę pacjentów, będą leczeni. "
CHINESE = "国防部长周三表示，谈判将于下周在首都继续举行。他补充说，双方已经准备好达成协议。"
JAPANESE = "国防大臣は水曜日、協議は来週首都で続けられると述べた。双方は合意に達する準備ができていると付け加えた。"
KOREAN = (
    "국방부 장관은 수요일 협상이 다음 주 수도에서 계속될 것이라고 말했다. 양측은 합의할 준비가 되어 있다고 덧붙였다. "
)


def page(text, head=""):
    return f"<html><head>{head}<title>News</title></head><body><p>{text * 4}</p></body></html>"


@pytest.mark.parametrize(
    ("mark", "charset"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_decides_and_is_not_text(mark, charset):
    assert decode(mark + page(FRENCH).encode(charset), "text/html; charset=windows-1251") == page(FRENCH)


def test_a_template_with_a_utf_8_mark_around_other_text_is_weighed_too():
    assert decode(codecs.BOM_UTF8 + page(FRENCH).encode("cp1252"), "text/html") == page(FRENCH)


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_known_by_its_nul_bytes(charset):
    assert decode(page(FRENCH).encode(charset), "text/html") == page(FRENCH)


def test_the_charset_of_the_header_is_used():
    assert decode(page("Да").encode("koi8-r"), "text/html; charset=KOI8-R") == page("Да")


@pytest.mark.parametrize(
    "head",
    [
        '<meta charset="iso-8859-7">',
        '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-7">',
    ],
)
def test_the_charset_of_meta_is_used(head):
    text = page("αβγ", head)
    assert decode(text.encode("iso-8859-7"), "text/html") == text


def test_the_charset_of_the_xml_declaration_is_used():
    text = '<?xml version="1.0" encoding="iso-8859-5"?>' + page("Да")
    assert decode(text.encode("iso-8859-5"), "application/xhtml+xml") == text


def test_the_header_goes_before_meta():
    text = page("Да", '<meta charset="koi8-r">')
    assert decode(text.encode("cp1251"), "text/html; charset=windows-1251") == text


def test_plain_text_about_meta_declares_nothing():
    text = 'Write <meta charset="koi8-r"> in the head, said the café’s owner. '
    assert decode(text.encode("cp1252"), "text/plain") == text
    assert decode(text.encode("cp1252"), "text/html") != text


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1251", "gbk", "shift_jis", "utf8mb4", "x-user-defined", "é"])
def test_valid_utf_8_is_utf_8_whatever_was_declared(label):
    text = page(FRENCH, f'<meta charset="{label}">')
    assert decode(text.encode(), f"text/html; charset={label}") == text


@pytest.mark.parametrize(
    "label", ["utf-8", "utf8mb4", "x-user-defined", "utf-7", "rot13", "unicode_escape", "punycode"]
)
def test_a_wrong_or_unknown_declaration_gives_way_to_what_the_bytes_are(label):
    text = page(FRENCH, f'<meta charset="{label}">')
    assert decode(text.encode("cp1252"), f"text/html; charset={label}") == text


def test_one_chinese_character_that_looks_like_utf_8_is_what_the_page_declares():
    body = "茅".encode("gbk")
    assert body.decode("utf-8") == "é"
    assert decode(body, "text/html; charset=gbk") == "茅"
    assert decode(body, "text/html") == "é"


def test_curly_quotes_in_utf_8_are_no_chinese_characters():
    assert decode("It’s one".encode(), "text/html; charset=gbk") == "It’s one"


def test_seven_bit_japanese_needs_its_declaration():
    assert decode(JAPANESE.encode("iso-2022-jp"), "text/html; charset=iso-2022-jp") == JAPANESE


@pytest.mark.parametrize("label", ["utf-16", "utf-16le", "utf-32"])
def test_ascii_is_not_read_as_utf_16_because_it_says_so(label):
    text = page("Plain", f'<meta charset="{label}">')
    assert decode(text.encode(), f"text/html; charset={label}") == text


@pytest.mark.parametrize("label", ["iso-8859-1", "us-ascii", "latin1"])
def test_latin_1_means_windows_1252_as_in_browsers(label):
    assert decode("“10 €”".encode("cp1252"), f"text/html; charset={label}") == "“10 €”"


def test_iso_8859_2_with_control_characters_is_windows_1250():
    text = page("Šéf české pošty žádá další šanci, říká ťuhýk. ", '<html lang="cs">')
    assert decode(text.encode("cp1250"), "text/html; charset=iso-8859-2") == text


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        (CHINESE, "gbk"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (KOREAN, "euc_kr"),
        (RUSSIAN, "windows-1251"),
        (RUSSIAN.replace("«", "").replace("»", ""), "koi8-r"),
        (FRENCH, "windows-1252"),
        (POLISH, "iso-8859-2"),
    ],
)
@pytest.mark.parametrize("head", ["", '<meta charset="utf-8">'])
def test_a_page_that_declares_nothing_true_is_detected(text, charset, head):
    body = page(text, head).replace("</body>", "<p>Footer</p>" * 20_000).encode(charset, "replace")
    assert decode(body, "text/html") == body.decode(charset)


def test_the_language_of_the_page_tells_latin_charsets_apart():
    text = '<html lang="tr"><p>Kişi başı'
    assert decode(text.encode("cp1254"), "text/html") == text


def test_detection_finds_nothing_in_noise_and_the_text_is_still_given():
    noise = bytes(range(0x80, 0x100)) * 2
    assert detected_charset(noise) is None
    assert len(decode(noise, "")) == len(noise)


def test_a_page_cut_off_within_a_character_stays_utf_8():
    body = page(FRENCH).encode()
    cut = body[: body.rindex("î".encode()) + 1]
    assert decode(cut, "text/html; charset=iso-8859-1") == cut[:-1].decode() + "\ufffd"


def test_a_stray_byte_in_a_utf_8_page_costs_one_character():
    body = page(FRENCH).encode() + b"\x92s"
    assert decode(body, "text/html") == page(FRENCH) + "\ufffds"


def test_a_stray_byte_in_a_declared_page_costs_one_character():
    body = page(JAPANESE).encode("shift_jis") + b"\x81<p>"
    assert decode(body, "text/html; charset=shift_jis") == page(JAPANESE) + "\ufffd<p>"


def test_nul_bytes_stay_for_cleaning_to_strip():
    assert decode(b"<p>a\x00b\x00</p> and more text", "text/html") == "<p>a\x00b\x00</p> and more text"


def test_surrogates_written_one_by_one_are_joined():
    pair = "\ud83d\ude00".encode("utf-8", "surrogatepass")
    assert decode(b"<p>" + pair + b"</p>", "text/html") == "<p>😀</p>"
    assert decode(b"<p>" + pair[:3] + b"</p>", "text/html") == "<p>\ufffd</p>"


def test_an_empty_body_is_an_empty_text():
    assert decode(b"", "text/html") == ""


@given(st.binary(max_size=3000), st.text() | st.from_regex(r"text/html; charset=[\w-]*", fullmatch=True))
@example(b'<meta charset="\xe9\xff">', "text/html")
@example(b"\xff\xfe\x00", "")
@example(b"a\\x", "text/html; charset=unicode_escape")
def test_no_bytes_and_no_header_crash_it(body, content_type):
    decode(body, content_type).encode("utf-8")


@given(st.text(), st.sampled_from(["text/html", "text/plain", "text/html; charset=windows-1251", ""]))
@example("\ufeff", "text/html")
def test_utf_8_comes_back_as_it_was(text, content_type):
    if "\0" not in text and not text.startswith("\ufeff"):
        assert decode(text.encode("utf-8", "replace"), content_type) == text


@given(st.binary(min_size=1, max_size=300), st.sampled_from(["gb18030", "big5", "shift_jis", "euc-kr", "iso-2022-jp"]))
def test_any_declared_charset_gives_text_that_can_be_stored(body, charset):
    decode(body, f"text/html; charset={charset}").encode("utf-8")

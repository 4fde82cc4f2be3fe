"""From the bytes of a page to its text, whatever charset it says it is in."""

import re

from charset_normalizer import from_bytes
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, to_unicode

WEB_CHARSETS = frozenset(
    "utf-8 gb18030 big5hkscs euc_jp iso2022_jp cp932 cp949 cp866 cp874 "
    "cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 koi8-r koi8-u mac-roman mac-cyrillic "
    "iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10 iso8859-13 iso8859-14 "
    "iso8859-15 iso8859-16".split()
)
"""The charsets of the Encoding Standard (encoding.spec.whatwg.org) by their Python names. No page is in another one;
Python's own (punycode, unicode_escape, rot13, EBCDIC) would be read if a page asked for them. UTF-16 is not among
them: a page whose declaration can be read as ASCII is not in it, and the others are known by their bytes."""

MULTI_BYTE = frozenset({"gb18030", "big5hkscs", "euc_jp", "iso2022_jp", "cp932", "cp949"})

CHANCE_CHARACTERS = 3
"""So many characters may look like two-byte UTF-8 by chance: of random texts of 1, 2, 3, 4 Chinese characters in GBK
13%, 1.6%, 0.2%, 0.03% are valid UTF-8; Big5, EUC-JP, Shift_JIS and EUC-KR look like it less often."""

LATIN = ["cp1250", "cp1252", "cp1254", "cp1257", "iso8859_2"]
OTHER_SCRIPTS = "gb18030 big5hkscs euc_jp cp932 cp949 cp1251 koi8_r cp1253 cp1255 cp1256 cp874".split()
"""What detection chooses from. With all charsets that charset-normalizer knows it takes 2 to 3 times as long, and
took Polish in ISO 8859-2 for ISO 8859-14."""

CENTRAL_EUROPEAN, TURKISH, BALTIC = "cs sk pl hu sl hr bs ro sq", "tr az", "lt lv et"

SAMPLE_BYTES = 8192
"""How much text detection looks at; the rest of a page is not likely to be in another charset."""

WESTERN_MARGIN = 0.05
"""By how much (in charset-normalizer's measures, 0 to 1) another charset must beat windows-1252, the common one."""

CLEAN_SHARE = 20
"""A charset is still believed when at most one in so many of its non-ASCII characters is broken."""

HEAD_BYTES = 4096
"""Where the language of a page is looked for; as far as w3lib looks for its charset."""

NOT_ASCII = re.compile(rb"[\x80-\xff]")
NOT_ASCII_RUN = re.compile(rb"[\x80-\xff]+")
C1_BYTES = re.compile(rb"[\x80-\x9f]")
LANGUAGE = re.compile(rb"<html\b[^<>]{,500}?\slang\s*=\s*[\"']?([a-z]{2})\b", re.IGNORECASE)
TAG_EDGE = re.compile(rb"[<>]")
C1_CONTROLS = re.compile("[\x80-\x9f]")
FOREIGN = re.compile(r"[^\x00-\x7f]")


def decode(body: bytes, content_type: str) -> str:
    r"""Return the text of a page. Never raises; what belongs to no character becomes U+FFFD.

    What the page declares (a byte order mark, the `charset` of `content_type` as HTTP gives it, then that of <meta> or
    of the XML declaration) is weighed, not believed. Bytes that are valid UTF-8 are UTF-8, whatever was declared:

    >>> decode("Zürich".encode(), "text/html; charset=iso-8859-1")
    'Zürich'
    >>> decode("Zürich".encode("cp1252"), "text/html; charset=utf-8")
    'Zürich'
    >>> decode(b'<meta charset="windows-1251">' + "Москва".encode("cp1251"), "text/html")
    '<meta charset="windows-1251">Москва'
    """
    charset, mark = read_bom(body)
    if charset and mark:
        body = body[len(mark) :]
        if charset != "utf-8":
            return body.decode(charset, "replace")
    elif b"\0" in body and (charset := utf_16_without_mark(body)):
        return body.decode(charset, "replace")
    declared = declared_charsets(body, content_type)
    text = valid_utf_8(body)
    if text is None:
        return _nearly_utf_8(body, declared) or _by_charset(body, declared)
    if declared and declared[0] in MULTI_BYTE and looks_like_utf_8_by_chance(text):
        return _strictly(body, declared[0]) or text
    return text


def utf_16_without_mark(body: bytes) -> str | None:
    r"""Return the name of the UTF-16 that a body is in, told by where its NUL bytes stand; None when it is in none.

    >>> utf_16_without_mark("<p>One</p>".encode("utf-16-be")), utf_16_without_mark(b"<p>a\0b</p>")
    ('utf-16-be', None)
    """
    start = body[:SAMPLE_BYTES]
    first, second = start[::2].count(0), start[1::2].count(0)
    if max(first, second) * 8 < len(start) or min(first, second) * 4 > max(first, second):
        return None
    return "utf-16-be" if first > second else "utf-16-le"


def declared_charsets(body: bytes, content_type: str) -> list[str]:
    """Return the charsets (Python's names) that the header, then the markup declares, without those unknown to the web.

    >>> declared_charsets(b"<meta charset=gbk>", "text/html; charset=latin-1")
    ['cp1252', 'gb18030']
    >>> declared_charsets(b"<meta charset=gbk>", "text/plain"), declared_charsets(b"<meta charset=utf8mb4>", "")
    ([], [])
    """
    media_type = content_type.partition(";")[0].lower()
    is_markup = not media_type.strip() or "html" in media_type or "xml" in media_type
    said = http_content_type_encoding(content_type), html_body_declared_encoding(body) if is_markup else None
    return [charset for charset in said if charset in WEB_CHARSETS]


def valid_utf_8(body: bytes) -> str | None:
    r"""Return the text of a body that is valid UTF-8, else None.

    Surrogates that some databases write one by one (CESU-8) become the character they stand for, or U+FFFD when lone.

    >>> valid_utf_8(b"\xed\xa0\xbd\xed\xb8\x80"), valid_utf_8(b"a\xed\xa0\xbd"), valid_utf_8(b"\xff")
    ('😀', 'a�', None)
    """
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        text = body.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return None
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def looks_like_utf_8_by_chance(text: str) -> bool:
    """Return whether a text that was read as UTF-8 has so little outside ASCII that it may be in another charset."""
    foreign = FOREIGN.findall(text)
    return len(foreign) <= CHANCE_CHARACTERS and all(character < "\u0800" for character in foreign)


def detected_charset(body: bytes) -> str | None:
    """Return the charset (Python's name) that a body seems to be in, from its letters; None when nothing fits.

    >>> detected_charset("<p>Переговоры продолжатся на следующей неделе".encode("koi8-r"))
    'koi8_r'
    """
    sample = _sample(body)
    language = LANGUAGE.search(body, 0, HEAD_BYTES)
    if language and (charset := charset_of_language(language[1].decode().lower(), sample)):
        return charset
    if not letters_stand_alone(sample):
        match = from_bytes(sample, cp_isolation=OTHER_SCRIPTS, enable_fallback=False).best()
        return match.encoding if match else None
    return "cp1252" if language else _detected_latin(sample)


def letters_stand_alone(sample: bytes) -> bool:
    """Return whether most letters beyond ASCII stand alone, as in `Zürich`, not side by side as in `Москва`."""
    runs = NOT_ASCII_RUN.findall(sample)
    return 2 * sum(len(run) == 1 for run in runs) > sum(map(len, runs))


def charset_of_language(language: str, sample: bytes) -> str | None:
    r"""Return the charset that pages in a language (ISO 639-1) are in where not in UTF-8; None for most languages.

    For they may be in several, or the language may be a template's: pages all over the world say that they are English.

    >>> charset_of_language("en", b""), charset_of_language("cs", b"\x9aest"), charset_of_language("cs", b"\xb9est")
    (None, 'cp1250', 'iso8859_2')
    """
    if language in CENTRAL_EUROPEAN.split():
        return "cp1250" if C1_BYTES.search(sample) else "iso8859_2"
    if language in TURKISH.split():
        return "cp1254"
    return "cp1257" if language in BALTIC.split() else None


def _detected_latin(sample: bytes) -> str | None:
    best = from_bytes(sample, cp_isolation=LATIN, enable_fallback=False).best()
    # On a tie charset-normalizer takes the charset whose name sorts first, so windows-1252 is asked once more.
    western = from_bytes(sample, cp_isolation=["cp1252"], enable_fallback=False).best()
    if best is None or western is None:
        return best.encoding if best else None
    close = western.chaos - best.chaos <= WESTERN_MARGIN and best.coherence - western.coherence <= WESTERN_MARGIN
    return "cp1252" if close else best.encoding


def _nearly_utf_8(body: bytes, declared: list[str]) -> str | None:
    """Return the text of a UTF-8 body with a few broken bytes: a stray one, a page cut off within a character."""
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd") - body.count(b"\xef\xbf\xbd")
    whole = _count_foreign(text) - broken
    # Against a declaration, more is asked for: Chinese in GBK has by chance one well-formed sequence in eight.
    needed = 4 * broken if declared and declared[0] != "utf-8" else broken
    return text if whole >= needed else None


def _by_charset(body: bytes, declared: list[str]) -> str:
    """Return the text of a body that is not UTF-8, by the best of what is declared, what is detected, windows-1252."""
    others = [charset for charset in declared if charset != "utf-8"]
    for read in (_strictly, _nearly):
        for charset in others:
            if text := read(body, charset):
                return text
    return to_unicode(body, detected_charset(body) or "cp1252")


def _strictly(body: bytes, charset: str) -> str | None:
    """Return the text of a body that is wholly in a charset, else None."""
    try:
        text = body.decode(charset)
    except UnicodeDecodeError:
        return None
    # Where ISO 8859 has control characters, windows charsets have letters and quotes: such a page is in one of those.
    return None if charset.startswith("iso8859") and C1_CONTROLS.search(text) else text


def _nearly(body: bytes, charset: str) -> str | None:
    """Return the text of a body that is in a charset but for a few broken characters, else None."""
    text = to_unicode(body, charset)
    broken = text.count("\ufffd")
    if charset.startswith("iso8859"):
        broken += len(C1_CONTROLS.findall(text))
    return text if broken * CLEAN_SHARE <= _count_foreign(text) else None


def _count_foreign(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _sample(body: bytes) -> bytes:
    """Return the first stretches between tags that hold anything but ASCII: all there is to tell a charset by."""
    pieces: list[bytes] = []
    size = position = 0
    while size < SAMPLE_BYTES and (found := NOT_ASCII.search(body, position)):
        edge = TAG_EDGE.search(body, found.end())
        end = edge.start() if edge else len(body)
        start = max(position, found.start() - 100, body.rfind(b">", position, found.start()) + 1)
        pieces.append(body[start : min(end, start + SAMPLE_BYTES)])
        size += len(pieces[-1])
        position = end
    return b"\n".join(pieces)

"""Repairs of what programs left in a text: tags, escapes, invisible characters, words for screen readers."""

import re

INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
"""Soft hyphen, zero-width space, word joiner, byte order mark, control characters, halves of surrogate pairs. Joiners
that Persian, Hindi and emoji need stay."""

TAG = re.compile(
    r"(?:<|&lt;)/?(?:a|abbr|b|big|blockquote|br|center|cite|code|div|em|font|h[1-6]|hr|i|img|li|ol|p|s|small|span|strong"
    r"|sub|sup|u|ul)(?:\s[^<>\n]{0,500}?)?\s?/?(?:>|&gt;)",
    re.IGNORECASE,
)
ESCAPE = re.compile(r"(?:\\|%)u(?P<code>[0-9a-fA-F]{4})")
ESCAPED_BREAK = re.compile(r"(?:\\r)?(?:\\n){2,}|(?<=[.!?])(?:\\r)?\\n(?=[A-Z])")
LINK_SUFFIX = re.compile(
    r"\s{0,3}\((?:link )?(?:opens? in (?:a )?new (?:window|tab)|öffnet (?:in|im) (?:einem )?neue[mn] (?:fenster|tab)"
    r"|s['\u2019]ouvre dans (?:une nouvelle fenêtre|un nouvel onglet)|nouvelle fenêtre"
    r"|se abre en (?:una )?(?:nueva )?(?:ventana|pestaña)(?: nueva)?|abre em (?:uma )?nova (?:janela|aba)"
    r"|si apre in una nuova (?:finestra|scheda)|opent in (?:een )?nieuw (?:venster|tabblad))\)",
    re.IGNORECASE,
)
TWEET_BUTTONS = ("Click To Tweet", "Click to Tweet", "Click to tweet", "Tweet This", "Tweet this")


def drop_invisible(text: str) -> str:
    r"""Take out characters that cannot be seen and part words: soft hyphens, zero-width spaces, word joiners.

    >>> drop_invisible("Eisenh\u00fct\u00adten\u200bstadt\u2060")
    'Eisenhüttenstadt'

    Joiners that a script or an emoji is made with are left alone:

    >>> drop_invisible("نمی\u200cخواهم 👨\u200d👩\u200d👧") == "نمی\u200cخواهم 👨\u200d👩\u200d👧"
    True
    """
    return INVISIBLE.sub("", text)


def drop_tags(text: str) -> str:
    """Take out HTML tags that stand in the text as text.

    >>> drop_tags('The<br /> tariffs of the <a href="https://example.org/5">Senate</a> and &lt;em&gt;Kyiv&lt;/em&gt;')
    'The tariffs of the Senate and Kyiv'

    What only looks like one is left alone:

    >>> drop_tags("if a < b and c > d, <3, <name>")
    'if a < b and c > d, <3, <name>'
    """
    return TAG.sub("", text) if "<" in text or "&lt;" in text else text


def resolve_escapes(text: str) -> str:
    r"""Turn escapes of programming languages into the characters that they stand for.

    >>> resolve_escapes("the band\\u2019s hits, Pradesh%u2019s policy, at the end.\\n\\nHanwha said")
    'the band’s hits, Pradesh’s policy, at the end. Hanwha said'

    Paths and patterns are left alone:

    >>> resolve_escapes("C:\\new\\users ^\\s*(More|Less)\\s*$")
    'C:\\new\\users ^\\s*(More|Less)\\s*$'
    """
    if "\\" not in text and "%u" not in text:
        return text
    return ESCAPED_BREAK.sub(" ", ESCAPE.sub(_character, text))


def _character(match: re.Match[str]) -> str:
    character = chr(int(match["code"], 16))
    return character if character.isprintable() else match.group()


def drop_link_suffix(text: str) -> str:
    """Take out what screen readers are told of a link: `(opens in new window)`.

    >>> drop_link_suffix("Akkus von Panasonic(öffnet im neuen Fenster) mit 271 Wh, Steelers (opens in new tab) won")
    'Akkus von Panasonic mit 271 Wh, Steelers won'

    >>> drop_link_suffix("The gallery (it opens in May) is new.")
    'The gallery (it opens in May) is new.'
    """
    return LINK_SUFFIX.sub("", text) if "(" in text else text


def drop_tweet_button(text: str) -> str:
    """Take out the label of the button at the end of a sentence that readers are invited to share.

    >>> drop_tweet_button("Every business exists in space-time.Click To Tweet")
    'Every business exists in space-time.'
    >>> drop_tweet_button("Click to tweet is what the button said.")
    'Click to tweet is what the button said.'
    """
    stripped = text.rstrip()
    for button in TWEET_BUTTONS:
        if stripped.endswith(button) and stripped != button:
            return stripped.removesuffix(button).rstrip()
    return text

"""Repairs of space that was lost or doubled on the way to us."""

import re

from pipeline.rules.vocabulary import common_words

LOWER = r"[^\W\d_A-ZÀ-ÖØ-Þ]"
UPPER = r"[A-ZÀ-ÖØ-Þ]"
CLOSING = r"[\u201d\"\u2019)\]]?"

SEAM = re.compile(rf"[.!?]{CLOSING}[#\u201c\u201eA-ZÀ-ÖØ-Þ]")
"""Where two sentences may be glued: to look for it first costs a tenth of the whole pattern."""

GLUED_SENTENCES = re.compile(
    rf"(?:(?<=\s{LOWER}{{3}})|(?<=\b{LOWER}{{4}})|(?<={LOWER}{{5}})|(?<=\b{UPPER}{LOWER}{{3}})"
    rf"|(?<=\b{UPPER}{LOWER}{{4}})|(?<=\w\)))[.!?]{CLOSING}"
    rf"(?=[#\u201c\u201e]?{UPPER}{LOWER}+[\s,\u2019']|{UPPER} )(?!{UPPER}\w*[.@])"
)
"""Three small letters that are a word, or four of any, before the stop; after it a capitalised word and a space.
`U.S.Army`, `v2.Beta`, `St.Gallen`, host names and addresses pass."""

DOTTED_NAME = re.compile(rf"\b(?P<left>{UPPER}\w+)\.(?P<right>{UPPER}\w+)\b(?P<behind>(?: {LOWER}+)?)")
"""`Table.Briefings`: two capitals may be a name, and are left alone unless a sentence ends or begins there."""

DAYS = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August "
    "September October November December".split()
)
"""No name with a dot begins with one of these."""

GERMAN_VERBS = frozenset(
    "wird werden wurde wurden ist sind war waren hat haben hatte hatten kann können soll sollen muss gibt".split()
)
"""Behind a common word these make a German main clause: `Verkauft wird`."""
GERMAN_COMMON = 4.0
"""The Zipf value of such a word: one use in 100,000 words. `Briefings` has 2.15 in German."""

STOP_BEFORE_OPENER = re.compile(rf"(?:(?<=[\w)]\d)|(?<={UPPER}{{3}}))[.!?](?=(?P<right>{UPPER}{LOWER}+)[ ,])")
"""A stop behind a figure or an abbreviation, where only a word that opens sentences tells that one begins."""

STOP_BEFORE_HASHTAG = re.compile(rf"(?<={LOWER}{{3}}[.!?])(?=#[^\W\d_]{{3}})")

COMPANY_STOP = re.compile(rf"(?:(?<=\bund Co)|(?<=\band Co)|(?<=& Co)|(?<=\bet Co))\.(?={UPPER}{LOWER}{{2}})")

OPENERS = frozenset(
    "A After Also Although An And As At But By For From He Her His How However I If In It Its Many More No Of On One "
    "Our She So Some That The Then There These They This Those To We What When While With You Your Nobody Nothing "
    "Everybody Everyone Everything Somebody Someone Something Anyone Both Each Every Several Few Most Two Three Here "
    "Now Since Who Why Where Because Before During Despite Yet Not Only Even Just Last Next Earlier Later Still "
    "According Meanwhile Under Instead Until Unlike Yes Never Perhaps Maybe Thus Therefore Moreover Recently Currently "
    "Aber Als Am Auch Auf Aus Bei Da Das Dem Den Der Die Dies Diese Doch Ein Eine Er Es Für Ich Im In Ist Man Mit "
    "Nach Nun Sie So Und Von Vor Was Wer Wie Wir Zu Zum Zur Weder Zudem Außerdem Jedoch Dabei Damit Dort Denn Dann "
    "Deshalb Während Wenn Weil Wegen Trotz Seit Laut Bis Beim Bereits Nur Noch Kein Keine Eine Einen Einer Unter Über "
    "Vom Durch Gegen Ohne Zwischen Seine Ihre Unsere Mehr Alle Alles Jetzt Heute Gestern "
    "Après Avant Depuis Selon Lors Son Sa Ses Leur Leurs Nous Vous Ils "
    "Au Aux Avec Ce Ces Cette Dans De Des Du Elle Elles En Et Il Ils Je La Le Les Mais On Ou Par Pas Pour Sur Un Une "
    "Además También Cuando Como Desde Hasta Tras Así Aunque Durante "
    "Al Con Del El Ella Es Esta Este Las Los Para Pero Por Según Si Sin Su Una Y Ya "
    "Anche Che Come Dal Dei Della Di E Gli Ma Nel Non Per Se Ao Com Dos Em Na O Os Que Um Uma Além Segundo Depois "
    "Een Het Maar Met Op Te Van Voor Wij Ze Dit Deze Ook Hij Zij Naar Volgens".split()
)
"""Words that open sentences and are no names, in the languages of the press that have capitals."""

SPACE_BEFORE_STOP = re.compile(
    r"(?<=[\w)\]\u201d\u2019\"])[ \u00a0]+(?:(?P<comma>,)(?=\s|$)|(?P<stop>\.)(?=\s+[A-ZÀ-ÖØ-Þ\"\u201c]|$))"
)
"""A comma or a full stop after a space, where a sentence goes on or ends. `: ; ? !` stand so in French, and ` .SPX`,
` . . .` and `git add . && make` are meant so."""

LOST_AFTER_COMMA = re.compile(rf"(?<={LOWER}{{3}})[,;](?={LOWER}{{3}}|{UPPER}{LOWER}{{2}})")
SPACE_ON_WRONG_SIDE = re.compile(r"(?<=[^\W\d_]{2}) ,(?=[^\W\d_]{2})(?![^,.]{0,60}[\u2018\u2019'])")
"""A comma at the wrong end of its space; where a single quotation mark follows, it stands for the opening one."""
LOST_AFTER_COLON = re.compile(
    rf"(?:(?<={LOWER}{{4}})|(?<=\s{LOWER}{{2}})):(?={UPPER}{LOWER}+ |{UPPER} )"
    rf"|(?<=\w{{4}}):(?={UPPER}{{2,}}(?: {UPPER}{{2,}}){{2}})"
)
LOST_BEHIND_SCORE = re.compile(rf"(?<![\w.,:-])(?P<score>\d{{1,2}}-\d{{1,2}})(?={UPPER}{LOWER}{{2,}} )")
LOST_AT_BRACKET = re.compile(
    rf"(?<={LOWER}{{3}})(?=\((?:{UPPER}{{2,6}}|[^()\s]+ [^()]*)\)(?:[\s.,;]|$))"
    rf"|(?<=\w\w\))(?={UPPER}{LOWER}{{2,}} |{UPPER}{{2,}} {LOWER}|https?://)"
)
LOST_BEFORE_ADDRESS = re.compile(rf"(?:(?<={LOWER}{{3}})|(?<=[^\W_]\))|(?<=\u00bb))(?=https?://)")
SPLIT_CONTRACTION = re.compile(
    r"(?<=[a-z]n)(?P<mark>['\u2019]) t\b|(?<=[A-Za-z]{3}) (?P<genitive>['\u2019]s)(?= [a-z])"
)
SPLITS = ("' t", "\u2019 t", " 's", " \u2019s")
ENGLISH = re.compile(r"\b(?:the|of|and|that|was|with|for)\b")
NO_PROSE = re.compile(r"https?://\S+|www\.\S+|(?<!\S)[^\s@]{1,80}@\S+")


def split_glued_sentences(text: str) -> str:
    """Put back the space between two sentences run together.

    Pages that break lines with <br> lose the break when their markup is removed.

    >>> split_glued_sentences("The vote failed.Ministers left early.")
    'The vote failed. Ministers left early.'
    >>> split_glued_sentences("“The vote failed.”Ministers left early on Friday.Clerks stayed until 2019.The end.#Vote")
    '“The vote failed.” Ministers left early on Friday. Clerks stayed until 2019. The end. #Vote'

    Abbreviations, versions, names with a dot and addresses are left alone:

    >>> split_glued_sentences("The U.S.Army tested v2.Beta on example.com, see Anders.Hagstrom@example.com")
    'The U.S.Army tested v2.Beta on example.com, see Anders.Hagstrom@example.com'
    >>> split_glued_sentences("The editors of Table.Briefings and Earth.Org agreed.")
    'The editors of Table.Briefings and Earth.Org agreed.'
    """
    if not SEAM.search(text):
        return text
    names = {match.start("right") for match in DOTTED_NAME.finditer(text) if not _parts_sentences(match)}
    text = GLUED_SENTENCES.sub(lambda match: match.group() + " " * (match.end() not in names), text)
    text = STOP_BEFORE_OPENER.sub(lambda match: match.group() + " " * (match["right"] in OPENERS), text)
    if "Co." in text:
        text = COMPANY_STOP.sub(". ", text)
    return STOP_BEFORE_HASHTAG.sub(" ", text) if "#" in text else text


def _parts_sentences(dotted: re.Match[str]) -> bool:
    """Return whether the dot between two words with capitals ends a sentence."""
    left, right, behind = dotted.group("left", "right", "behind")
    if right in OPENERS or left in DAYS:
        return right != "Com"
    if behind.lstrip() not in GERMAN_VERBS:
        return False
    common = common_words("de")
    return min(common.get(left.lower(), 0), common.get(right.lower(), 0)) >= GERMAN_COMMON


def close_up_punctuation(text: str) -> str:
    """Take out the space before a comma or a full stop.

    Extraction puts a space where a link or a name in italics ends.

    >>> close_up_punctuation("Roomy Khan , an analyst at Intel , agreed .")
    'Roomy Khan, an analyst at Intel, agreed.'
    >>> close_up_punctuation("The lake ,which froze")
    'The lake, which froze'

    French spacing, tickers, ellipses and commands are left alone:

    >>> close_up_punctuation("Qui ? L’indice .DJI a perdu . . . beaucoup ; rien : git add . && make")
    'Qui ? L’indice .DJI a perdu . . . beaucoup ; rien : git add . && make'
    """
    if " ," not in text and " ." not in text and "\u00a0" not in text:
        return text
    text = SPACE_ON_WRONG_SIDE.sub(", ", text)
    return SPACE_BEFORE_STOP.sub(lambda match: match["comma"] or match["stop"], text)


def restore_lost_space(text: str) -> str:
    """Put back the space after a comma or colon, around brackets and before an address.

    Where a line break or a tag parted two words, removing it leaves none.

    >>> restore_lost_space("By 2016—Colorado,Washington,Alaska. One charge:Elizabeth went. The base tier(you need it).")
    'By 2016—Colorado, Washington, Alaska. One charge: Elizabeth went. The base tier (you need it).'

    Numbers, times, addresses, plurals and gender forms in brackets are left alone:

    >>> restore_lost_space("1,234 at 10:30, https://example.com/a,b:C d, person(s), Lehrer(innen), f(x), C:Windows")
    '1,234 at 10:30, https://example.com/a,b:C d, person(s), Lehrer(innen), f(x), C:Windows'
    """
    if not LOST_ANYWHERE.search(text):
        return text
    parts: list[str] = []
    at = 0
    for address in NO_PROSE.finditer(text):
        parts += (_with_space(text[at : address.start()]), address.group())
        at = address.end()
    parts.append(_with_space(text[at:]))
    return LOST_BEFORE_ADDRESS.sub(" ", "".join(parts))


LOST_ANYWHERE = re.compile(r"[,;:)](?=[^\W\d_])|\((?<=\w\()|http(?<=[\w)\u00bb]http)|-(?=\d{1,2}[A-ZÀ-ÖØ-Þ])")


def _with_space(text: str) -> str:
    text = LOST_AFTER_COMMA.sub(lambda match: match.group() + " ", text)
    text = LOST_BEHIND_SCORE.sub(lambda match: match["score"] + " ", LOST_AFTER_COLON.sub(": ", text))
    return LOST_AT_BRACKET.sub(" ", text)


def close_up_contractions(text: str) -> str:
    """Take out the space inside English contractions and genitives.

    >>> close_up_contractions("He didn' t know that Lacerda ’s sister was with the others.")
    "He didn't know that Lacerda’s sister was with the others."

    Dutch, and quotation marks, are left alone:

    >>> close_up_contractions("De trein naar ’s avonds; 'hiss' at them")
    "De trein naar ’s avonds; 'hiss' at them"
    """
    if not any(split in text for split in SPLITS) or not ENGLISH.search(text):
        return text
    return SPLIT_CONTRACTION.sub(lambda match: match["genitive"] or match["mark"] + "t", text)

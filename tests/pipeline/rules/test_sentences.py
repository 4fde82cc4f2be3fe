"""Lines that go on with the sentence of the line before, and lines that only look so."""

import pytest

from pipeline.article import Block, Draft, Evidence, Span
from pipeline.memory import Exceptions, Known, SiteNotes, fingerprint
from pipeline.rules.around import Around
from pipeline.rules.sentences import continues_sentence

MAYOR = "The mayor of the town at the lake, who has never been seen on the ice,"
LONG = f"Nobody fell in. {MAYOR} says that she and the whole of the council would like to provide the skaters with an"
ICE = "ice rink of their own, which is open until late at night."


def joined(lines, tag="p", kind="paragraph", elements=None, notes=None):
    """Return which lines go on with the one before; they stand in one element of the page, or in these."""
    elements = elements or [0] * len(lines)
    blocks = [
        line if isinstance(line, Block) else Block(line, kind, Evidence(tag, (tag,), element=element))
        for line, element in zip(lines, elements, strict=True)
    ]
    rounds = (Around(Draft(""), blocks, index, notes or SiteNotes()) for index in range(len(blocks)))
    return [continues_sentence(around.block, around) for around in rounds]


@pytest.mark.parametrize(
    "lines",
    [
        [MAYOR, "is an associate of the fire brigade."],
        ["Die Stadträtin, die noch nie auf dem Eis gesehen worden ist", "und auch nicht am See, schweigt."],
        ["Мэр города у озера, которую ещё никто не видел на льду,", "молчит."],
        ["Η δήμαρχος της πόλης που κανείς δεν έχει δει ποτέ στον πάγο", "σιωπά."],
        ["“The mayor of the town has never been seen on the ice,”", "the clerk says."],
        ["Ice of so much depth forms on the lake in winters of type 2", "only. The others are mild."],
        # Over several lines, of which not each has the start or the end of a sentence.
        [MAYOR, "which is thin where the river runs in", "and thick where it does not,", "is silent. So is the"],
        # The public should be told how to pre- and so on is for another rule.
        ["The whole of the public should be told about the preven-", "tion of falls."],
    ],
)
def test_lines_of_one_element(lines):
    assert joined(lines) == [False, *[True] * (len(lines) - 1)]


@pytest.mark.parametrize(
    "lines",
    [
        # Short: verses, labels, addresses.
        ["The lake goes on, the lake goes on,", "and no one asks it where."],
        ["Flos Showroom", "corso Monforte, 15. Milan."],
        # The sentence does not begin, or does not end.
        ["a quay for boats that is long enough for the boats of all", "an end to the ice on the lake."],
        ["12 boats, each with a crew of its own and sails of its own", "an end to the ice on the lake."],
        [MAYOR, "is an associate of the fire brigade"],
        [MAYOR, "is an associate of the fire brigade", "Nobody fell in."],
        # The first line ends.
        ["The mayor of the town has never been seen on the thin ice.", "is what the clerk says."],
        ["The mayor of the town has never been seen on the ice, but:", "she skates."],
        # The second is no word in lower case.
        [MAYOR, "eBay says."],
        [MAYOR, "twitter.com/quay is hers."],
        [MAYOR, "x=1 is the answer."],
        [MAYOR, "Ann Lee, skates."],
        # Scripts without capitals.
        [10 * "市長は氷の上で", "x は凍った。"],
        ["ქალაქის მერი არასოდეს უნახავთ ყინულზე, ამბობს ქალაქის მდივანი", "და დუმს."],
        # A table.
        ["The mayor | the clerk | the fire brigade | the whole council,", "who skate | who do not."],
    ],
)  # fmt: skip
def test_lines_that_stand_for_themselves(lines):
    assert not any(joined(lines))


@pytest.mark.parametrize(
    ("tag", "kind"), [("h2", "heading"), ("td", "cell"), ("pre", "paragraph"), ("figcaption", "paragraph")]
)
def test_what_is_no_prose(tag, kind):
    assert joined([MAYOR, ICE], tag, kind) == [False, False]


def test_a_link_is_no_first_line():
    link = Block(MAYOR, evidence=Evidence("p", ("p",), links=(Span(0, len(MAYOR)),), element=0))
    assert joined([link, ICE]) == [False, False]


def test_paragraphs_are_one_sentence_only_where_both_are_long():
    assert joined([LONG, ICE], elements=[0, 1]) == [False, True]
    assert joined([MAYOR, ICE], elements=[0, 1]) == [False, False]
    assert joined([LONG, "ice rink."], elements=[0, 1]) == [False, False]
    assert joined([LONG, ICE[:-1]], elements=[0, 1]) == [False, False]
    assert joined([LONG, ICE], "div", elements=[0, 1]) == [False, False]
    assert joined([LONG, ICE], "li", "item", elements=[0, 1]) == [False, False]
    assert joined([LONG[0].lower() + LONG[1:], ICE], elements=[0, 1]) == [False, False]


def test_lines_of_plain_text_are_paragraphs():
    assert joined([Block(LONG), Block(ICE)]) == [False, True]
    assert joined([Block(MAYOR), Block(ICE)]) == [False, False]


@pytest.mark.parametrize("line", [MAYOR, ICE])
def test_a_line_by_which_the_site_is_known_stays_one(line):
    known = frozenset([fingerprint(line)])
    repeats = SiteNotes(1, dict.fromkeys(known, Known(3, 0, 3)))
    assert joined([MAYOR, ICE]) == [False, True]
    for notes in (repeats, SiteNotes(exceptions=Exceptions(cut=known)), SiteNotes(exceptions=Exceptions(keep=known))):
        assert joined([MAYOR, ICE], notes=notes) == [False, False]

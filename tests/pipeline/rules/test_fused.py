import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.article import Block, Draft, Evidence
from pipeline.rules.around import Around
from pipeline.rules.fused import part_fused_words, with_spaces


def parted(text, language=None, extractor="plain text"):
    block = Block(text)
    return part_fused_words(block, Around(Draft("", language=language, extractor=extractor), (block,), 0))


def parted_at(text, *, language="en"):
    """`|` marks the seams of a page."""
    seams = [at - number for number, at in enumerate(at for at, mark in enumerate(text) if mark == "|")]
    block = Block(text.replace("|", ""), "paragraph", Evidence("p", ("p",), seams=tuple(seams)))
    return part_fused_words(block, Around(Draft("", language=language), (block,), 0))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("the quay and theevening of the storm", "the quay and the evening of the storm"),
        ("the mayor said that she was competingfor the boats", "the mayor said that she was competing for the boats"),
        ("the harbour, whichopened in May, is for the town", "the harbour, which opened in May, is for the town"),
        ("it has noticeablyhigher waves than the lake, and that is it", None),
        ("the clerk gave aninteresting talk and that was it", "the clerk gave an interesting talk and that was it"),
        ("the town and its regionalmuseum are on the lake", "the town and its regional museum are on the lake"),
        ("the boats that were soldin the town", None),
        ("the boats of the companiesin the town", "the boats of the companies in the town"),
        ("Ministersbefore him were of the view that", "Ministers before him were of the view that"),
        ("the council and the Germanmayor of the town", "the council and the German mayor of the town"),
        ("the envoy inAberdeenshire and the lake", "the envoy in Aberdeenshire and the lake"),
        ("the boats lastWednesday were at the quay", "the boats last Wednesday were at the quay"),
        ("Ice and WeatherThe lake of the town was frozen for days",
         "Ice and Weather The lake of the town was frozen for days"),
        ("Ice and WeatherIn the town, it was frozen for days", "Ice and Weather In the town, it was frozen for days"),
        ("Die Vertreter der Stadt haben keineFischer auf dem See gesehen",
         "Die Vertreter der Stadt haben keine Fischer auf dem See gesehen"),
        ("Das Eis auf dem See, und zwar mit derneuen Brücke, ist nicht dick",
         "Das Eis auf dem See, und zwar mit der neuen Brücke, ist nicht dick"),
        ("Die Stadt und der See sind für städtischeFischer nicht von Nutzen",
         "Die Stadt und der See sind für städtische Fischer nicht von Nutzen"),
        ("los barcos que estaban en el lagocuando una tormenta se los llevó",
         "los barcos que estaban en el lago cuando una tormenta se los llevó"),
        ("Le maire de la ville est sur le lac avecles pêcheurs et une barque pour la", None),
    ],
)  # fmt: skip
def test_plain_text(before, after):
    assert parted(before) == (after or before)


@pytest.mark.parametrize(
    "name",
    """WhatsApp AirPods theScore eTrading freeCodeCamp moveBuddha teamLab CrowdStrike WordRunner isiZulu tUachtarán
    dall'Iran dall’Iran IJsselmeer McDonald LaToya KwaZulu iPhone jetBlue inDrive deviantART LexisNexis LinkedIn
    overtourism petrostate yearslong onchain greenhushing doomscrolling explainability electromobility upcharge
    Germantown Frenchwoman Britishvolt Germanwings Everand Moundabout @ofwhich #theThirties thelake.org thelake_of.txt
    https://example.org/ofEurope <ofwhich> therein thereof whatnot hereafter themselves otherworldly dieBasis
    DriveIn SignUp ThisIsMoney TheWrap HuffThe""".split(),
)
def test_names_and_new_words_are_left_alone(name):
    text = f"The reader of the town has seen {name} on the page, and that was it."
    assert parted(text) == text


@pytest.mark.parametrize(
    "word",
    """BürgerInnen lehrerInnen BahnCard KulturQuartier dieBasis derStandard Klimawandelleugner Deutschlandticketfans
    Immobiliengiganten Feuerwehrangaben hervorarbeiten datenabhängig durchBlick Überbehandlung""".split(),
)
def test_german_compounds_are_left_alone(word):
    text = f"Die Leser der Zeitung haben {word} gesehen, und das ist nicht alles."
    assert parted(text) == text


def test_what_stands_there_twice_is_a_name():
    text = "The boats of ofwhich and of ofwhich were on the lake, and that was it."
    assert parted(text) == text


def test_lines_of_a_page_that_were_not_found_in_it_have_no_proof():
    text = "the boats of the companiesin the town"
    assert parted(text, extractor="trafilatura fast") == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("See our|affiliate guidelines.", "See our affiliate guidelines."),
        ("We made the|Wavecutter for you.", "We made the Wavecutter for you."),
        ("Learn more|here.", "Learn more here."),
        ("A crowd in the harbour|Another boat sank.", "A crowd in the harbour Another boat sank."),
        ("The Harlow|boat of Harlow sank.", "The Harlow|boat of Harlow sank."),
        ("Ann Harlow of the quay said|Harlow was cold.", "Ann Harlow of the quay said Harlow was cold."),
    ],
)
def test_seams(before, after):
    assert parted_at(before) == after.replace("|", "")


@pytest.mark.parametrize(
    "text",
    [
        "The trend|s of child|ren, the tripl|e, the too|l and the gover|nment.",
        "The Mac|Book, the You|Tube and the Whats|App.",
        "The over|come, the friend|ly and the bread|winner.",
        "E|xperts, t|he end, and the c|olleague|s.",
        "The Budburst|SM mark.",
        "The ＫＥＥＰ|pass",
    ],
)
def test_tags_inside_good_words(text):
    assert parted_at(text) == text.replace("|", "")


def test_tags_inside_good_german_words():
    text = "Der Gesundheit|sausschuss, die Immobilien|giganten und die Antelope|n."
    assert parted_at(text, language="de") == text.replace("|", "")
    assert parted_at("Er trug alle|Korsetts der Welt.", language="de") == "Er trug alle Korsetts der Welt."


def test_a_language_without_a_list():
    assert parted_at("on|eTwo", language="xx") == "oneTwo"


@given(
    st.lists(st.sampled_from(["the", "lake", "which", "in", "Ice", " ", "Der", "und", "see", ".", "@"])).map("".join)
)
def test_nothing_but_spaces_is_put_in(text):
    better = parted(text, "en")
    assert better.replace(" ", "") == text.replace(" ", "")


@given(st.text(max_size=9), st.sets(st.integers(0, 9)))
def test_spaces_stand_where_they_are_asked_for(text, offsets):
    better = with_spaces(text, sorted(at for at in offsets if at < len(text)))
    assert better.replace(" ", "") == text.replace(" ", "")

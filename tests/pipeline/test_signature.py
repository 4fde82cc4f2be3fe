"""Names in bold above the text or at its end sign it, where the page names nobody else."""

import pytest

from pipeline.article import RawPage
from pipeline.clean import clean

CRANE = "The old harbour crane at the east quay turned again on Saturday morning, and people came to watch it."
TEXTS = [f"{number}. {CRANE}" for number in range(6)]


def article(above="", below="", author="Quay Courier"):
    head = f'<meta property="og:site_name" content="Quay Courier"><meta name="author" content="{author}">'
    story = "".join(f"<p>{text}</p>" for text in TEXTS)
    markup = (
        f"<html><head>{head}</head><body><article><h1>Crane turns</h1>{above}{story}{below}</article></body></html>"
    )
    return clean(RawPage("https://www.quaycourier.example/a", markup.encode()))


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("<p><strong>Ann Lee</strong></p>", ("Ann Lee",)),
        ("<p><b>Ann Lee/Bo Chen</b></p>", ("Ann Lee", "Bo Chen")),
    ],
)
def test_a_name_in_bold_is_the_author_and_no_text(line, names):
    for found in (article(above=line), article(below=line)):
        assert (found.authors, found.paragraphs) == (names, tuple(TEXTS))
        assert {each.field: each.place for each in found.provenance}["authors"] == "signature"


@pytest.mark.parametrize(
    "line",
    ["<p>Ann Lee</p>", "<p><strong>Ann Lee</strong> watched it.</p>", "<p><strong>A day at the quay</strong></p>",
     "<h2><strong>Ann Lee</strong></h2>"],
)  # fmt: skip
def test_other_lines_sign_nothing(line):
    assert article(above=line).authors == ("Quay Courier",)


def test_a_person_in_the_author_field_is_believed():
    assert article(above="<p><strong>Ann Lee</strong></p>", author="Cy Dow").authors == ("Cy Dow",)


def test_without_an_author_field_a_bold_line_is_a_heading():
    assert article(above="<p><strong>Key Questions</strong></p>", author="").authors == ()

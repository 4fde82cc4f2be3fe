"""What people lay down for single sites: files in, and what the desk then does."""

import pytest

from pipeline import plan
from pipeline.article import Hints, RawPage
from pipeline.clean import clean
from pipeline.exceptions import SHIPPED, ExceptionsError, exceptions_of, joined, read_exceptions, read_file
from pipeline.memory import Exceptions, Known, SiteNotes, fingerprint

QUAY = """
site = "www.QuayCourier.example "
off = ["points_elsewhere", "lift_agency_credit"]
cut = ["The Courier, all that floats"]
keep = ["Advertisement", "3 comments"]
"""
LAKE = ["The lake froze.", "Nobody fell in, though many tried to, and the mayor slept through it all."]


@pytest.fixture
def write(tmp_path):
    def write(text, name="quay.toml"):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return write


def page(*lines, title=None):
    body = "\n".join(lines).encode()
    return RawPage("https://www.quaycourier.example/a", body, "text/plain; header=absent", hints=Hints(title))


def prints(*lines):
    return frozenset(map(fingerprint, lines))


def test_a_file_says_its_site_and_what_holds_there(write):
    assert read_file(write(QUAY)) == (
        "quaycourier.example",
        Exceptions(
            frozenset({"points_elsewhere", "lift_agency_credit"}),
            prints("the courier all that floats"),
            prints("Advertisement", "12 Comments"),
        ),
    )


def test_only_the_site_must_be_said(write):
    assert read_file(write('site = "*"')) == ("*", Exceptions())


def test_files_about_one_site_are_read_together(write, tmp_path):
    write('site = "a.example"\ncut = ["One line"]', "1.toml")
    write('site = "www.a.example"\ncut = ["Other line"]\noff = ["is_ornament"]', "2.toml")
    write('site = "*"\nkeep = ["Kept line"]', "all.toml")
    write("nonsense", "notes.txt")
    known = read_exceptions(tmp_path)
    assert set(known) == {"a.example", "*"}
    assert exceptions_of("a.example", known) == Exceptions(
        frozenset({"is_ornament"}), prints("One line", "Other line"), prints("Kept line")
    )
    assert exceptions_of("b.example", known) == Exceptions(keep=prints("Kept line"))
    assert exceptions_of("b.example", {}) == Exceptions()


def test_a_folder_that_is_not_there_holds_none(tmp_path):
    assert read_exceptions(tmp_path / "none") == {}


def test_two_exceptions_hold_together():
    one, other = Exceptions(frozenset("a"), frozenset({1}), frozenset({2})), Exceptions(frozenset("b"), frozenset({3}))
    assert joined(one, other) == Exceptions(frozenset("ab"), frozenset({1, 3}), frozenset({2}))


def test_the_files_of_the_project_can_be_read():
    read_exceptions(SHIPPED)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('site = "a.example"\ncuts = []', "unknown key 'cuts'; a file has cut, keep, off, site"),
        ('cut = ["x y"]', 'say which site it is about: site = "example.com", or "*" for every site'),
        ('site = ""', 'say which site it is about: site = "example.com", or "*" for every site'),
        ('site = ["a.example"]', 'say which site it is about: site = "example.com", or "*" for every site'),
        ('site = "*"\noff = ["no_rule"]', "off: there is no rule 'no_rule'; `copydesk rules` lists them"),
        ('site = "*"\noff = "is_blank"', 'off: expected a list of strings, as in off = ["..."]'),
        ('site = "*"\ncut = [1]', 'cut: expected a list of strings, as in cut = ["..."]'),
        ('site = "*"\nkeep = {a = 1}', 'keep: expected a list of strings, as in keep = ["..."]'),
        ('site = "*"\ncut = ["* * *"]', "cut: '* * *' has no letters to know a line by"),
        ('site = "*"\nkeep = ["12.5 %"]', "keep: '12.5 %' has no letters to know a line by"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_with_its_name(write, text, said):
    path = write(text)
    with pytest.raises(ExceptionsError) as error:
        read_file(path)
    assert str(error.value) == f"{path}: {said}"


@pytest.mark.parametrize("text", ["site = ", "site = 'a'\nsite = 'b'\ncut = []", "[site", "site: a.example"])
def test_a_file_that_is_no_toml_says_where(write, text):
    with pytest.raises(ExceptionsError, match=r"quay\.toml: \w.*\(at (line \d+, column \d+|end of document)\)$"):
        read_file(write(text))


def test_bytes_that_are_no_text(tmp_path):
    path = tmp_path / "quay.toml"
    path.write_bytes(b'site = "\xff"')
    with pytest.raises(ExceptionsError, match=r"quay\.toml: 'utf-8' codec can't decode byte 0xff in position 8"):
        read_exceptions(tmp_path)


def test_a_file_that_cannot_be_read(tmp_path):
    (tmp_path / "quay.toml").mkdir()
    with pytest.raises(ExceptionsError, match=r"quay\.toml: \[Errno 21\] Is a directory"):
        read_exceptions(tmp_path)


# What the desk does with them


def test_a_rule_that_is_switched_off_changes_nothing():
    pointer = "Read more: Lake thaws again"
    off = SiteNotes(exceptions=Exceptions(off=frozenset({"points_elsewhere", "follows_lead_in"})))
    assert pointer not in clean(page(*LAKE, pointer)).text
    assert pointer in clean(page(*LAKE, pointer), off).text


def test_every_rule_can_be_switched_off():
    odd = ["SchlieÃŸlich froze.The lake &amp; ice", "(with inputs from agencies)", "* * *", "Read more: Ice", "More"]
    off = SiteNotes(exceptions=Exceptions(off=plan.NAMES))
    assert clean(page(*odd, title="Fish &amp; chips"), off).edits == ()
    assert clean(page(*odd, title="Fish &amp; chips"), off).text == "\n".join(odd)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_line_laid_down_is_cut_wherever_it_stands(place):
    lines = list(LAKE)
    lines.insert(place, "Heed the quay!")
    notes = SiteNotes(exceptions=Exceptions(cut=prints("heed THE quay")))
    article = clean(page(*lines), notes)
    assert list(article.paragraphs) == LAKE
    assert [edit.rule for edit in article.edits] == ["is_struck_out"]
    assert article.original() == "\n".join(lines)
    assert "Heed the quay!" in clean(page(*lines)).text


def test_a_line_laid_down_is_matched_whole():
    notes = SiteNotes(exceptions=Exceptions(cut=prints("Heed the quay")))
    lines = [*LAKE, "Heed the quay, the mayor said."]
    assert clean(page(*lines), notes).text == "\n".join(lines)


@pytest.mark.parametrize("line", ["Read more: Lake thaws again", "(with inputs from agencies)", "12 comments"])
def test_a_line_to_keep_is_neither_cut_nor_lifted(line):
    notes = SiteNotes(exceptions=Exceptions(keep=prints(line)))
    assert line not in clean(page(*LAKE, line)).text
    article = clean(page(*LAKE, line), notes)
    assert article.paragraphs == (*LAKE, line)
    assert article.credit is None


def test_a_line_to_keep_goes_before_one_to_cut_and_before_the_memory():
    line = "Heed the quay!"
    exceptions = Exceptions(cut=prints(line), keep=prints(line))
    notes = SiteNotes(1, {fingerprint(line): Known(9, 0, 9)}, exceptions)
    assert line in clean(page(*LAKE, line), notes).text
    assert line not in clean(page(*LAKE, line), SiteNotes(1, notes.repeated)).text


def test_exceptions_change_no_letter_of_a_page_that_they_are_not_about():
    notes = SiteNotes(exceptions=Exceptions(cut=prints("Heed the quay"), keep=prints("Advertisement")))
    asked = page(*LAKE, "(with inputs from agencies)")
    assert clean(asked, notes) == clean(asked)

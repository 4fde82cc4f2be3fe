"""What is known about a site: from the memory, and from people."""

import pytest

from pipeline.article import Article, Kept, RawPage, Reason, Refused
from pipeline.exceptions import SHIPPED, ExceptionsError
from pipeline.memory import Exceptions, Known, SiteNotes
from spiders.knowledge import Knowledge, laid_down

EVERYWHERE, HERE = Exceptions(off=frozenset(["is_blank"])), Exceptions(cut=frozenset([7]))
PAGE = RawPage("https://www.quay.example/1", b"x")
SAVED = RawPage("file:///1.html", b"x")


def learnt(site):
    return SiteNotes(3, {5: Known(3, 0, 3)}) if site == "quay.example" else SiteNotes()


@pytest.fixture
def knowledge():
    return Knowledge(learnt, {"*": EVERYWHERE, "quay.example": HERE})


def test_both_halves_come_together(knowledge):
    notes = knowledge.notes(PAGE)
    assert (notes.version, notes.repeated) == (3, {5: Known(3, 0, 3)})
    assert notes.exceptions == Exceptions(off=EVERYWHERE.off, cut=HERE.cut)


def test_of_another_site_only_what_holds_everywhere_is_known(knowledge):
    notes = knowledge.notes(RawPage("https://sub.quay.example/1", b"x"))
    assert (notes.version, notes.repeated, notes.exceptions) == (0, {}, EVERYWHERE)


def test_where_redirects_ended_is_the_site(knowledge):
    assert knowledge.notes(RawPage("https://short.example/1", b"x", final_url=PAGE.url)).version == 3


def test_a_page_without_an_address_is_known_once_its_site_is(knowledge):
    assert knowledge.notes(SAVED).version == 0
    knowledge.place(SAVED, "quay.example")
    assert knowledge.notes(SAVED).version == 3
    knowledge.forget(SAVED)
    assert knowledge.notes(SAVED).version == 0


def test_an_address_is_stronger_than_what_a_page_calls_its_site(knowledge):
    knowledge.place(PAGE, "other.example")
    assert knowledge.sites == {}


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (Kept(SAVED, Article(SAVED.url, site="quay.example")), True),
        (Kept(SAVED, Article(SAVED.url, site="other.example")), False),
        (Kept(SAVED, Article(SAVED.url)), False),
        (Kept(PAGE, Article(PAGE.url, site="quay.example")), False),
        (Refused(SAVED, Reason("empty")), False),
    ],
)
def test_only_for_a_page_that_named_its_site_itself_exceptions_come_late(knowledge, outcome, expected):
    assert knowledge.comes_late(outcome) is expected


def test_nothing_named_is_what_is_shipped(tmp_path):
    assert laid_down("") == laid_down(SHIPPED)
    assert laid_down(tmp_path) == {}
    with pytest.raises(ExceptionsError, match="No such file"):
        laid_down(tmp_path / "none")


class TestRulings:
    @pytest.fixture
    def ruled(self):
        """A ruling that takes line 7 back, which a file has cut, and one that cuts 8, which a file keeps everywhere."""

        def notes(site):
            said = Exceptions(cut=frozenset([8]), keep=frozenset([7]))
            return SiteNotes(1, exceptions=said) if site == "quay.example" else SiteNotes()

        return Knowledge(notes, {"*": Exceptions(keep=frozenset([8, 9])), "quay.example": HERE})

    def test_they_hold_where_files_say_the_opposite(self, ruled):
        assert ruled.notes(PAGE).exceptions == Exceptions(cut=frozenset([8]), keep=frozenset([7, 9]))
        elsewhere = ruled.notes(RawPage("https://other.example/1", b"x")).exceptions
        assert elsewhere == Exceptions(keep=frozenset([8, 9]))

    def test_they_come_late_too_for_a_page_that_named_its_site_itself(self, ruled):
        late = Knowledge(ruled.learnt, {})
        assert late.comes_late(Kept(SAVED, Article(SAVED.url, site="quay.example")))
        assert not late.comes_late(Kept(SAVED, Article(SAVED.url, site="other.example")))

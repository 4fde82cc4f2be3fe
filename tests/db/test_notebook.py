import pytest

import db.notebook
from db.learning import notes_of
from db.notebook import Notebook
from db.store import Store
from pipeline.memory import SiteNotes

SITE = "example.com"
FOLLOW = "Follow us for more of the lake."
LETTER = "Get our letter every morning."


@pytest.fixture
def notebook(reader) -> Notebook:
    return Notebook(reader, kept=2)


def test_of_a_site_that_is_not_known_there_are_no_notes(store, make_report):
    store.extend(make_report(number, FOLLOW) for number in range(3))
    assert store.notes(None) == store.notes("") == store.notes("elsewhere.org") == SiteNotes()


def test_notes_are_kept_until_a_batch_teaches_more(store, make_report):
    store.extend(make_report(number, FOLLOW) for number in range(3))
    notes = store.notes(SITE)
    store.extend([make_report(3, LETTER), make_report(4, LETTER)])
    assert store.notes(SITE) is notes
    store.extend([make_report(5, LETTER)])
    assert store.notes(SITE).version == 2


def test_what_another_store_has_learnt_may_be_seen_late(location, store, make_report):
    assert store.notes(SITE).version == 0
    with Store.open(location) as other:
        other.extend(make_report(number, FOLLOW) for number in range(3))
    assert store.notes(SITE).version == 0
    assert [again.article_id for again in store.due(10)] == [1, 2, 3]
    store.extend(make_report(number, LETTER) for number in range(3, 6))
    assert store.notes(SITE).version == 2


def test_the_sites_asked_for_last_are_kept(notebook):
    notes = {site: notebook.of(site) for site in ("a.org", "b.org")}
    assert notebook.of("a.org") is notes["a.org"]
    notebook.of("c.org")
    assert notebook.of("a.org") is notes["a.org"]
    assert notebook.of("b.org") is not notes["b.org"]


def test_notes_that_were_read_before_a_drop_are_not_kept(notebook, monkeypatch):
    def late(connection, site):
        notes = notes_of(connection, site)
        notebook.drop([site])
        return notes

    with monkeypatch.context() as patch:
        patch.setattr(db.notebook, "notes_of", late)
        old = notebook.of("a.org")
    assert notebook.of("a.org") is not old

from dataclasses import replace

from db.changes import Change
from desk.samples import Samples, sample_record
from pipeline.article import Article

ARTICLE = Article("https://quay.example/1", "Lake", ("It froze.", "Get our letter."))
CHANGE = Change(ARTICLE, replace(ARTICLE, title="The lake", paragraphs=("It froze.",)))


def numbers(samples):
    return [number for number, _ in samples.shown()]


def test_they_are_spread_over_all_changes():
    samples = Samples(3)
    for number in range(100):
        samples.take({number: CHANGE})
        assert len(samples.taken) < 2 * 3
    assert len(numbers(samples)) == 3
    assert numbers(samples)[0] == 0
    assert numbers(samples)[-1] >= 50


def test_fewer_than_wanted_are_all():
    samples = Samples(3)
    samples.take({7: CHANGE, 9: CHANGE})
    assert numbers(samples) == [7, 9]


def test_the_first_are_enough():
    samples = Samples(2, first=True)
    samples.take({4: CHANGE})
    assert not samples.are_enough
    samples.take({5: CHANGE, 6: CHANGE})
    assert samples.are_enough
    assert numbers(samples) == [4, 5]


def test_a_sample_says_what_changed():
    assert sample_record(7, CHANGE) == {
        "id": 7,
        "url": ARTICLE.url,
        "title": "The lake",
        "changes": ["title: [-Lake-]{+The lake+}", "[-Get our letter.-]"],
    }

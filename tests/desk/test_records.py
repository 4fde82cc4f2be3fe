import json
from datetime import UTC, datetime, timedelta, timezone

from desk.records import article_record, line, outcome_record
from pipeline.article import Article, Edit, Kept, Provenance, RawPage, Reason, Refused, Where

FIELDS = "id url title authors published modified language site text credit correction flags edits".split()


def test_the_fields_of_the_public_form_come_first_and_in_order():
    assert list(article_record(Article(""), 1))[: len(FIELDS)] == FIELDS


def test_what_was_lifted_and_where_fields_are_from_is_told():
    places = (Provenance("title", "JSON-LD headline"), Provenance("published", "meta article:published_time"))
    article = Article("", standfirst="All calm.", author_note="Ann is here.", free=False, provenance=places)
    record = article_record(article, 1)
    assert (record["standfirst"], record["author_note"], record["free"]) == ("All calm.", "Ann is here.", False)
    assert record["provenance"] == {"title": "JSON-LD headline", "published": "meta article:published_time"}
    assert json.loads(line(record)) == record


def test_times_keep_their_offset_and_paragraphs_stand_one_a_line():
    east = datetime(2026, 1, 2, 3, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    record = article_record(Article("", None, ("a", "b"), published=east, modified=datetime(2026, 1, 3, tzinfo=UTC)), 1)
    assert record["published"] == "2026-01-02T03:00:00+05:30"
    assert record["modified"] == "2026-01-03T00:00:00+00:00"
    assert record["text"] == "a\nb"


def test_an_edit_says_rule_place_before_and_after():
    article = Article("", None, ("b",), edits=(Edit("one", Where("text", 0), "a", "b"),))
    assert article_record(article, None)["edits"] == [{"rule": "one", "where": "text:0", "before": "a", "after": "b"}]


def test_the_name_that_the_input_gave_is_handed_back():
    page = RawPage("https://a.org/1", b"x", record_id="seven", origin="in#1")
    assert outcome_record(Kept(page, Article(page.url)))["id"] == "seven"
    assert outcome_record(Refused(page, Reason("empty", "the page has no content"))) == {
        "id": "seven",
        "url": "https://a.org/1",
        "origin": "in#1",
        "refused": "empty: the page has no content",
    }


def test_a_line_is_one_line_of_utf_8_that_reads_back_the_same():
    record = {"title": "a\n\r\u2028\u2029\x85\v\f\x1c日本"}
    written = line(record)
    assert len(written.decode().splitlines()) == 1 or "\x1c" in written.decode()
    assert written.endswith(b"\n")
    assert json.loads(written) == record
    assert "日本".encode() in written


def test_a_lone_surrogate_is_written_as_json_spells_it():
    assert json.loads(line({"title": "a\ud83d"})) == {"title": "a\ud83d"}

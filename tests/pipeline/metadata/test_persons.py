"""Names out of author fields and bylines."""

import time

import pytest

from pipeline.metadata.persons import is_account, is_person, persons, without_by, without_job

SITE = "Quay Courier"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("By Ann Lee", ["Ann Lee"]),
        ("byAnn Lee", ["Ann Lee"]),
        ("Written by: Ann Lee", ["Ann Lee"]),
        ("Author Posted by Ann Lee", ["Ann Lee"]),
        ("Text: Ann Lee", ["Ann Lee"]),
        ("Eine Analyse von Anna Lehmann", ["Anna Lehmann"]),
        ("Por Ana León", ["Ana León"]),
        ("Автор: Анна Ли", ["Анна Ли"]),
        ("Ann Lee, Bo Chen, and Cy Dow", ["Ann Lee", "Bo Chen", "Cy Dow"]),
        ("Ann Lee &amp; Bo Chen", ["Ann Lee", "Bo Chen"]),
        ("Анна Ли и Бо Чен", ["Анна Ли", "Бо Чен"]),
        ("Ann Lee, Staff Writer", ["Ann Lee"]),
        ("Ann Lee, Senior Political Correspondent", ["Ann Lee"]),
        ("Ann Lee Staff Writer", ["Ann Lee"]),
        ("Anna Lehmann, Redakteurin", ["Anna Lehmann"]),
        ("Ann Lee, MD, PhD", ["Ann Lee"]),
        ("Ann Lee, Quay Courier", ["Ann Lee"]),
        ("Ann Lee, The Quay Courier Weekend", ["Ann Lee"]),
        ("Ann Lee, professor of harbours at the old university", ["Ann Lee"]),
        ("Ann Lee • 18 April 2026", ["Ann Lee"]),
        ("Ann Lee (Reuters)", ["Ann Lee"]),
        ("Ann Lee ann.lee@quaycourier.example", ["Ann Lee"]),
        ("Ann Lee <ann@quaycourier.example>", ["Ann Lee"]),
        ("Ann Lee @annlee", ["Ann Lee"]),
        ("Ann\u200b L\u00adee", ["Ann Lee"]),
        ("Reviewed by Ann Lee", []),
        ("Photo: Ann Lee", []),
        ("Übersetzt von Anna Lehmann", []),
        ("262588213843476", []),
        ("https://social.example/ann", []),
        ("ann@quaycourier.example", []),
        ("Staff Writer", ["Staff Writer"]),
        ("Adam Vidler, AP", ["Adam Vidler", "AP"]),
        ("dpa", ["dpa"]),
        (SITE, [SITE]),
    ],
)
def test_names_are_all_that_is_left_of_a_byline(text, found):
    assert list(persons([text], SITE)) == found


def test_a_site_named_like_a_job_keeps_its_name():
    assert persons(["Harbour Travel Expert"], "Harbour Travel Expert") == ("Harbour Travel Expert",)


@pytest.mark.parametrize("name", ["Ann Lee", "Ann de la Cruz", "Ana María León Díaz", "李安", "ANN LEE", "O'Neill Ann"])
def test_persons(name):
    assert is_person(name)


@pytest.mark.parametrize(
    "name",
    ["", "Ann", "ann lee", "Read More", "About Us", "Ann Lee on Tuesday", "5 Ships", "Staff Writer",
     "All Ann Lee Posts", "Ann Lee Bo Chen Cy Dow", "the Harbour Team", "-- --"],
)  # fmt: skip
def test_no_persons(name):
    assert not is_person(name)


def test_accounts_are_no_names():
    assert all(map(is_account, ("annlee", "ann.lee", "ann42", "admin", "Web Admin")))
    assert not any(map(is_account, ("Ann Lee", "dpa", "Ann", "AFP")))


def test_what_cannot_be_parted_stays():
    assert without_job("Ana Lee Ports Reporter") == "Ana Lee Ports Reporter"
    assert without_by("Author Ann Lee") == "Ann Lee"
    assert without_by("Fra Angelico") == "Fra Angelico"


@pytest.mark.parametrize("text", ["a@" * 50_000, "By " * 50_000, "x " * 50_000, "(" * 100_000, "Ann Lee, " * 20_000])
def test_a_hostile_byline_costs_nothing(text):
    begun = time.process_time()
    persons([text] * 3, SITE)
    assert time.process_time() - begun < 1

import pytest

from db.query import Query, parse


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("lake ice", Query('"lake" "ice"', "")),
        ('"thin ice" lake', Query('"thin ice" "lake"', "")),
        ("lake -river", Query('"lake"', '"river"')),
        ('lake -"big river" -sea', Query('"lake"', '"big river" OR "sea"')),
        ("freez*", Query('"freez"*', "")),
        ("-freez*", Query("", '"freez"*')),
        ("covid-19 don't", Query('"covid-19" "don\'t"', "")),
        ("a OR b AND NOT c", Query('"a" "OR" "b" "AND" "NOT" "c"', "")),
        ("title:x {y} NEAR(a,b) ^z", Query('"title:x" "{y}" "NEAR(a,b)" "^z"', "")),
        ('"never closed', Query('"never closed"', "")),
        ('a"b"c', Query('"a" "b" "c"', "")),
        ('* - "" -"" & ** \'', Query("", "")),
        ("", Query("", "")),
        ("a\0b", Query('"a\ufffdb"', "")),
    ],
)
def test_parse(words, expected):
    assert parse(words) == expected

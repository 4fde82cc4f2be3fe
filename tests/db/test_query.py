import pytest

from db.query import LONGEST, MOST, Choice, Query, Term, parse


def wanted(*texts):
    return Query(tuple((Term(text),) for text in texts))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("lake ice", wanted("lake", "ice")),
        ('"thin ice" lake', wanted("thin ice", "lake")),
        ("covid-19 don't", wanted("covid-19", "don't")),
        ("a AND NOT b", wanted("a", "AND", "NOT", "b")),
        ("{y} NEAR(a,b) ^z", wanted("{y}", "NEAR(a,b)", "^z")),
        ("http://a.b/c body:x title: title::x", wanted("http://a.b/c", "body:x", "title:", "title::x")),
        ('"never closed', wanted("never closed")),
        ('a"b"c', wanted("a", "b", "c")),
        ('* - "" -"" & ** title:! site:"" \'', Query()),
        ("", Query()),
        ("a\0b", wanted("a\ufffdb")),
        ("cafe\u0301", wanted("caf\u00e9")),
        ("a b a a", wanted("a", "b")),
        (" ".join(map(str, range(2 * MOST))), wanted(*map(str, range(MOST)))),
        ("x" * 2 * LONGEST, wanted("x" * LONGEST)),
    ],
)
def test_words_and_phrases(words, expected):
    assert parse(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("lake -river", Query(((Term("lake"),),), (Term("river"),))),
        ('-"big river" -sea', Query(excluded=(Term("big river"), Term("sea")))),
        ("freez* -ice*", Query(((Term("freez", is_prefix=True),),), (Term("ice", is_prefix=True),))),
        ("i'm* a-rive*", Query(((Term("i'm"),), (Term("a-rive", is_prefix=True),)))),
        ("हिन्दी*", Query(((Term("हिन्दी", is_prefix=True),),))),
        ("ic* é* 서울*", Query(((Term("ic"),), (Term("é"),), (Term("서울", is_prefix=True),)))),
        ('title:ice -title:"a b"', Query(((Term("ice", in_title=True),),), (Term("a b", in_title=True),))),
    ],
)
def test_what_stands_before_and_after_a_word(words, expected):
    assert parse(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("a OR b c", (("a", "b"), ("c",))),
        ("a OR b OR c", (("a", "b", "c"),)),
        ("OR a OR", (("a",),)),
        ("a OR OR b", (("a", "b"),)),
        ("a OR b OR a", (("a", "b"),)),
        ("a OR b a", (("a", "b"), ("a",))),
        ("a b a OR c", (("a",), ("b",), ("a", "c"))),
        ("a OR -b c", (("a",), ("c",))),
        ("a or b", (("a",), ("or",), ("b",))),
        ('a "OR" b', (("a",), ("OR",), ("b",))),
    ],
)
def test_either(words, expected):
    assert tuple(tuple(term.text for term in terms) for terms in parse(words).wanted) == expected


def test_fields():
    found = parse('ice site:b.org -source:"The Lake" author:"Ann Lee" language:de')
    assert found.wanted == ((Term("ice"),),)
    assert found.choices == (
        Choice("site", "b.org"),
        Choice("source", "The Lake", is_excluded=True),
        Choice("author", "Ann Lee"),
        Choice("language", "de"),
    )

"""Pages of an article of 300,000 paragraphs that are all the same, in two versions."""

import time

from pipeline.article import Article, Edit, Where

PATIENCE = 30
"""Seconds for all pages together, which take three: each took minutes where something went with the square."""


def long(end):
    edits = (Edit("mend", Where("text", 0), "An ", ""),)
    return Article("https://quay.example/1", "Long", (*("Ice.",) * 300_000, end), site="quay.example", edits=edits)


def test_pages(store_and_ask):
    paths = "/", "/search?q=ice", "/article/2", "/article/2?edits=1", "/article/2/original", "/article/2/history"
    start = time.monotonic()
    answers = store_and_ask([long("It froze."), long("It thawed.")], *paths)
    assert time.monotonic() - start < PATIENCE
    assert [answer.status_code for answer in answers] == [200] * len(paths)
    assert all(len(answer.text) < 4_000_000 for answer in answers)  # the beginning, and how to see the rest
    said = "very long text", "very long text", "Too much to set side by side", "too long to compare"
    assert [words in answer.text for words, answer in zip(said, answers[2:], strict=True)] == [True] * 4

import pytest

from pipeline.article import Kept, RawPage, Refused
from pipeline.ingest import ingest
from pipeline.walls import answers_with_challenge, has_challenge

CHALLENGES = {
    "frame": b"<html><head><title>courier.example</title></head><body><p id=cmsg>Please enable JS and disable any ad "
    b"blocker</p><script src='https://ct.captcha-delivery.com/c.js'></script></body></html>",
    "challenge": b"<html><head><title>Just a moment...</title></head><body><noscript>Enable JavaScript and cookies to "
    b"continue</noscript><script>window._cf_chl_opt={cvId:'3'};</script></body></html>",
    "resource": b"<html><body><iframe src='/_Incapsula_Resource?CWUDNSAI=23'>Request unsuccessful.</iframe></body>",
    "box": b"<html><body><div id='px-captcha'></div><p>Press and hold to confirm you are a human</p></body></html>",
}

STORY = "".join(
    f"<p>The ferry ran aground off the north mole on day {day}, said the harbour master, and nobody was hurt when the "
    "crew and all forty passengers were taken ashore in two small boats before the tide came in again.</p>"
    for day in (1, 2, 3)
)


@pytest.mark.parametrize("name", CHALLENGES)
def test_a_bot_wall_is_told_as_one_and_not_kept(name):
    outcome = ingest(RawPage("https://courier.example/1", CHALLENGES[name]))
    assert isinstance(outcome, Refused)
    assert (outcome.reason.code, outcome.page.body) == ("bot wall", b"")


@pytest.mark.parametrize("name", CHALLENGES)
def test_an_article_with_the_same_script_is_kept(name):
    """Walls put their scripts into the pages they let through, and comment forms have captchas."""
    body = CHALLENGES[name].replace(b"</body>", f"<article><h1>Ferry</h1>{STORY}</article></body>".encode())
    assert has_challenge(body)
    assert isinstance(ingest(RawPage("https://courier.example/1", body)), Kept)


def test_another_empty_page_is_no_bot_wall():
    outcome = ingest(RawPage("https://courier.example/1", b"<html><body><p>Home</p></body></html>"))
    assert isinstance(outcome, Refused)
    assert outcome.reason.code == "no article"
    assert outcome.page.body


@pytest.mark.parametrize(
    ("headers", "body", "is_wall"),
    [
        ({"cf-mitigated": "challenge"}, b"", True),
        ({"x-amzn-waf-action": "captcha"}, b"", True),
        ({"cf-mitigated": "none"}, b"<p>Forbidden</p>", False),
        ({"server": "nginx"}, CHALLENGES["frame"], True),
        ({}, CHALLENGES["frame"] + b" " * 1_000_000, False),
    ],
)
def test_answers_of_bot_walls(headers, body, is_wall):
    assert answers_with_challenge(headers, body) == is_wall

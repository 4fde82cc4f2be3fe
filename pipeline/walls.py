"""Whether a bot wall answered in place of a page: recognised to be told as what it is, never to be got around."""

import re
from collections.abc import Mapping

from pipeline.article import Reason

CHALLENGE_HEADERS: Mapping[str, re.Pattern[str]] = {
    "cf-mitigated": re.compile(r"challenge"),
    "x-amzn-waf-action": re.compile(r"challenge|captcha"),
    "x-datadome": re.compile(r"protected"),
    "x-vercel-mitigated": re.compile(r"challenge"),
    "x-px-block": re.compile(r"1|true"),
}
"""Headers with which the common walls mark an answer that is theirs, not the site's; names in lower case."""

CHALLENGE_MARKUP = re.compile(
    rb"""/cdn-cgi/challenge-platform/|_cf_chl_opt|cf-browser-verification|captcha-delivery\.com|_Incapsula_Resource
    |/_sec/cp_challenge/|px-captcha|awswaf\.com|AwsWafIntegration|sucuri_cloudproxy|challenges\.cloudflare\.com/turnstile
    |hcaptcha\.com/(?:1|captcha)|(?:google\.com|recaptcha\.net)/recaptcha/(?:api|enterprise)|g-recaptcha
    |friendlycaptcha|geetest|ddos-guard|/\.well-known/vercel/security/|kpsdk|botdetect""",
    re.VERBOSE | re.IGNORECASE,
)
"""Scripts and elements of challenges. Comment forms and sign-ups have them too: they tell only where no text is."""

WALL_BYTES = 200_000
"""The largest page that is a wall; those seen have between 1 and 60 kB."""

WALL_LENGTH = 120
"""Characters of text; what says more than that in the place of a page is told by its words, in pipeline/judge.py."""

BOT_WALL = Reason("bot wall", "a check for robots came in place of the page; we go around none")


def answers_with_challenge(headers: Mapping[str, str], body: bytes) -> bool:
    """Return whether an answer that is no success is a bot wall's; `headers` by name in lower case.

    >>> answers_with_challenge({"cf-mitigated": "challenge"}, b""), answers_with_challenge({}, b"<p>Forbidden</p>")
    (True, False)
    """
    told = any(mark.search(headers.get(name, "").lower()) for name, mark in CHALLENGE_HEADERS.items())
    return told or has_challenge(body)


def has_challenge(body: bytes) -> bool:
    """Return whether the markup of a page, if it is small enough, holds the script or form of a challenge."""
    return len(body) <= WALL_BYTES and CHALLENGE_MARKUP.search(body) is not None


def shows_wall(text: str, body: bytes) -> bool:
    """Return whether a page is a bot wall: next to no text came out of it, and its markup has a challenge."""
    return len(text) < WALL_LENGTH and has_challenge(body)

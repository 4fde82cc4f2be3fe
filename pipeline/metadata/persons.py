"""Who wrote it: single names of persons from bylines, lists, and whatever pages put into their author fields."""

import re
from collections import deque
from collections.abc import Iterable
from itertools import islice

from pipeline.letters import letters
from pipeline.metadata.lines import plain_line

LEADING_BY = re.compile(
    r"^(?:(?:(?:written|posted|published|reported|created|story|words|text|article|analysis|comment|opinion|recipe)\s+)"
    r"?by|(?:(?:eine?|une?|un[ao]?)\s+\w+\s+)?(?:von|par|por|di|de|door|av|af|från|fra)|autor(?:in|es)?|authors?|auteurs?"
    r"|autore|texte?|texto|testo|tekst|scritto\s+da|écrit\s+par|geschrieben\s+von|автор|текст|yazan|penulis|oleh)"
    r"(?:\s*:\s*|\s+)(?=\S)",
    re.IGNORECASE,
)
SPLIT_BY = re.compile(r"^(?:by|von|par|por|door)(?=[A-Z\u00c0-\u00de][a-z])")
"""`byAnn Lee`: the space was a margin."""

NOT_BY = re.compile(
    r"^(?:(?:medically |fact.?|last )?(?:reviewed|edited|checked|translated|updated|illustrated|photographed)\b"
    r"|photos?\b|photography\b|illustrations?\b|foto(?:s|grafie)?\b|übersetzt|bearbeitet|aus dem )",
    re.IGNORECASE,
)
"""Who saw to it, took its pictures or put it into another language did not write it."""

UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\ufeff]")
"""Soft hyphens, marks of direction, spaces of no width: two spellings of one name must not be two persons."""

TRAILING_NOTE = re.compile(r"\s*(?:\([^()]{0,80}\)|기자|記者|记者|특파원)\s*$")
E_MAIL = re.compile(r"[<(]?\b[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){0,4}[>)]?")
HANDLE = re.compile(r"(?<!\w)@\w{1,40}")
BETWEEN_PERSONS = re.compile(r"\s*(?:[,;|/&•·]|\b(?:and|und|et|y|e|og|och|en|ve|és|și|oraz|sowie|и|та)\b)\s*")
MOST_NAMES, LONGEST_NAMES = 100, 2000
"""How many names are read, and how many characters of each: no author field of people is longer."""

MOST_WORDS = 5
"""The longest of the 191 names in the truth of the publisher pages has four words."""

JOB = re.compile(
    r"\b(?:(?:co-?)?(?:editor|author|founder)|writer|reporter|correspondent|columnist|journalist|contributor|staff|producer"
    r"|photographer|professor|director|manager|president|chairman|analyst|specialist|expert|consultant|attorney|lecturer"
    r"|coordinator|strategist|advis[eo]r|engineer|ceo|cto|coo|cmo|vp|(?:chef)?redakteur(?:in)?|korrespondent(?:in)?|journalistin|autorin|reporterin|volontär(?:in)?"
    r"|rédact(?:eur|rice)|correspondant[e]?|journaliste|redactor[a]?|corresponsal|periodista|giornalista|inviat[oa]"
    r"|corrispondente|redattore|repórter|jornalista|correspondente|redacteur|verslaggever|journalist[ei]?|redaktør"
    r"|dziennikarz|dziennikarka|redaktor(?:ka)?|muhabiri?|editör|корреспондент|журналист|редактор|обозреватель)s?\b",
    re.IGNORECASE,
)
RANKS = re.compile(
    r"\s+(?:senior|staff|contributing|chief|deputy|associate|assistant|managing|executive|freelance|guest|special|former"
    r"|political|foreign|diplomatic|economics|business|sports?|health|science|technology|culture|education|crime|news)"
    r"\s+.{0,60}$",
    re.IGNORECASE,
)
DEGREES = re.compile(
    r"^(?:M\.?D\.?|Ph\.?\s?D\.?|M\.?A\.?|M\.?S\.?|B\.?A\.?|R\.?D\.?N?|R\.?N\.?|J\.?D\.?|MBA|DO|CPA|Jr\.?|Sr\.?)\*?$"
)

PARTICLES = frozenset(
    "af al av ben bin da das de del della den der di do dos du e el i ibn la le san ten ter van vom von y zu zum "
    "zur".split()
)
"""The words without a capital that stand inside names."""

NO_NAMES = frozenset(
    "about admin administrator all anonymous article author authors autor click contact email facebook follow home "
    "more newsdesk newsletter newsroom none null our posts print read redaktion share subscribe team the twitter "
    "undefined unknown us user view webmaster".split()
)
"""Words of which a name of a person has none; where an author field holds them, nobody filled it."""


def persons(names: Iterable[str], site_name: str | None = None) -> tuple[str, ...]:
    """Return single names, each once, from bylines that may hold several; addresses and handles are no names.

    >>> persons(["By Ann Lee and Bo Chen", "https://example.com/ann", "Ann Lee"])
    ('Ann Lee', 'Bo Chen')

    What follows a name is not of it: the job, the degree, the paper.

    >>> persons(["Ann Lee, Senior Political Correspondent", "Bo Chen, MD", "Cy Dow, Lake News"], "Lake News")
    ('Ann Lee', 'Bo Chen', 'Cy Dow')
    """
    found = dict.fromkeys(each for name in islice(names, MOST_NAMES) for each in _in_byline(name, site_name))
    return tuple(found)


def _in_byline(text: str, site_name: str | None) -> list[str]:
    """Return the names in one text."""
    if "://" in text:
        return []
    line = HANDLE.sub(" ", E_MAIL.sub(" ", UNSEEN.sub("", plain_line(text[:LONGEST_NAMES]) or "")))
    if NOT_BY.match(line.lstrip()):
        return []
    first, *others = [TRAILING_NOTE.sub("", part).strip(" .:*-") for part in BETWEEN_PERSONS.split(without_by(line))]
    parts = [first, *(part for part in others if not _follows_name(part, site_name))]
    names = (part if letters(part) == letters(site_name or "") else without_job(part) for part in parts)
    return [name for name in names if _has_letter(name) and not name.startswith("www.") and not is_bare_by(name)]


def _has_letter(name: str) -> bool:
    return any(map(str.isalpha, name))


def _follows_name(part: str, site_name: str | None) -> bool:
    """Return whether a part of a byline after the first says what the person is, not who."""
    paper = letters(site_name or "")
    return bool(
        JOB.search(part)
        or DEGREES.match(part)
        or len(part.split()) > MOST_WORDS
        or any(map(str.isdigit, part))
        or (len(paper) > 2 and letters(part).removeprefix("the").startswith(paper.removeprefix("the")))
    )


def without_job(name: str) -> str:
    """Return a name without the job behind it, where a name is left.

    >>> without_job("Ann Lee Senior Health Reporter"), without_job("Staff Writer"), without_job("Ann Lee Writer")
    ('Ann Lee', 'Staff Writer', 'Ann Lee')

    Where the name ends and the job begins cannot always be seen:

    >>> without_job("Ana Lee Ports Reporter")
    'Ana Lee Ports Reporter'
    """
    job = next(iter(deque(JOB.finditer(name), maxlen=1)), None)
    if job is None or job.end() < len(name) - 1:
        return name
    left = RANKS.sub("", name)
    left = name[: job.start()].strip() if left == name else left
    return left if len(left.split()) == 2 else name


def without_by(name: str) -> str:
    """Return a name without the `By` before it; a single name may be born with it.

    >>> without_by("Von Jörg Schäfer"), without_by("By Ann Lee"), without_by("Di Stefano"), without_by("Fra Angelico")
    ('Jörg Schäfer', 'Ann Lee', 'Di Stefano', 'Fra Angelico')
    """
    rest = LEADING_BY.sub("", LEADING_BY.sub("", SPLIT_BY.sub("", name)))
    has_surely = name[:2].lower() == "by" or " by " in name[:20].lower() or ":" in name[: len(name) - len(rest)]
    return rest if " " in rest or has_surely else name


def is_bare_by(name: str) -> bool:
    """Return whether a name is only the `By` of one."""
    by = LEADING_BY.match(f"{name} -")
    return by is not None and by.end() > len(name)


def is_person(name: str) -> bool:
    """Return whether a name looks like a person's: two to five words, the first and the last with a capital.

    In scripts without capitals one word is enough.

    >>> [is_person(name) for name in ("Ann van der Lee", "李安", "Newsdesk", "ann.lee", "Read More", "5 May 2026")]
    [True, True, False, False, False, False]
    """
    words = name.split()
    if not 1 <= len(words) <= MOST_WORDS or any(map(str.isdigit, name)) or len(name) > 60:
        return False
    if len(words) == 1:
        return name.isalpha() and name.upper() == name.lower() and len(name) <= 6
    if not words[0][0].isalpha() or words[0][0].islower() or words[-1][0].islower():
        return False
    joined = all(word in PARTICLES or not word.isalpha() or not word[0].islower() for word in words)
    return joined and not JOB.search(name) and NO_NAMES.isdisjoint(name.lower().split())


def is_account(name: str) -> bool:
    """Return whether a name is one to log in with, or of nobody: `kffann`, `ann.lee`, `admin`, `42`.

    >>> [is_account(name) for name in ("ann.lee", "annlee2", "admin", "26258", "Ann Lee", "Ann", "李安", "dpa")]
    [True, True, True, True, False, False, False, False]
    """
    if " " in name:
        return not NO_NAMES.isdisjoint(name.lower().split()) and not is_person(name)
    looks = name.islower() and name.isascii() and len(name) > 4
    return looks or name.lower() in NO_NAMES or any(map(str.isdigit, name))

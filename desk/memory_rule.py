"""`copydesk memory cut`, `keep` and `forget`: what a person says of single lines."""

import re
import sys
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import click

from db.engine import open_reader
from db.memory_file import line_id
from db.rulings import Carried, Ruling, Verdict, is_known, known_fingerprints
from db.store import Store
from desk.database import again, database_option, reader, trouble_told, without_password
from desk.records import print_record
from desk.words import EXIT_NOTHING, called, counted, json_option, say, standard_input
from pipeline.article import host_of, utc_now
from pipeline.memory import fingerprint

ID_SHOWN = 10
"""How many of an id's 16 digits are shown and asked for: once in 100,000 sites of 4,000 lines, two begin alike."""

ID = re.compile(r"[0-9a-f]{10,16}")

LINES = """\b
LINE is the text of a line, as it is copied from a page, or its id as `copydesk memory list SITE` shows it; `-` reads
lines from standard input, and `--` goes before one that begins with a dash. Numbers, case and punctuation do not count.
All articles of the site are due then, and `copydesk reclean` cleans them again. Exit code 1 when nothing is stored of
the site, or there was nothing to take back."""


class Named(NamedTuple):
    """A line as a person named it."""

    fingerprint: int
    text: str
    """Empty where only its id was given, of a line that is not kept."""
    is_remembered: bool


def site_named(name: str) -> str:
    """Return the site of a host, with or without www., or of an address.

    >>> site_named("WWW.Quay.example"), site_named("https://www.quay.example/crane")
    ('quay.example', 'quay.example')
    """
    return host_of(name) if "://" in name else name.strip().lower().removeprefix("www.")


def no_site(site: str, database: str) -> str:
    """Say that nothing is stored of a site."""
    place = without_password(database)
    return f"nothing is stored of {site} in {place}; `{called()} memory list{again(database)}` lists the sites"


@click.command("cut", epilog=LINES, short_help="Always take lines out of a site's articles.")
@click.argument("site")
@click.argument("lines", nargs=-1, required=True, metavar="LINE...")
@database_option
@json_option
def cut_command(site: str, lines: tuple[str, ...], database: str, *, as_json: bool) -> None:
    """Always take these lines out of articles of a site."""
    rule_on(site, lines, "cut", database, as_json=as_json)


@click.command("keep", epilog=LINES, short_help="Never take lines out of a site's articles.")
@click.argument("site")
@click.argument("lines", nargs=-1, required=True, metavar="LINE...")
@database_option
@json_option
def keep_command(site: str, lines: tuple[str, ...], database: str, *, as_json: bool) -> None:
    """Never take these lines out of articles of a site, whatever the rules say."""
    rule_on(site, lines, "keep", database, as_json=as_json)


@click.command("forget", epilog=LINES, short_help="Take back what was said of lines.")
@click.argument("site")
@click.argument("lines", nargs=-1, required=True, metavar="LINE...")
@database_option
@json_option
def forget_command(site: str, lines: tuple[str, ...], database: str, *, as_json: bool) -> None:
    """Take back what was said of these lines: the rules and the memory decide again."""
    site = site_named(site)
    named = named_lines(site, lines, database)
    with trouble_told(), Store.open(database) as store:
        carried = store.take_back(site, [line.fingerprint for line in named])
    report(carried, site, f"{counted(carried.rulings, 'ruling')} taken back", database, as_json=as_json)
    if not carried.rulings:
        sys.exit(EXIT_NOTHING)


def rule_on(site: str, lines: Sequence[str], verdict: Verdict, database: str, *, as_json: bool) -> None:
    """Write down what a person says of lines, and tell what follows from it."""
    site = site_named(site)
    named = named_lines(site, lines, database)
    now = utc_now()
    with trouble_told(), Store.open(database) as store:
        carried = store.rule(Ruling(site, line.fingerprint, verdict, line.text, now) for line in named)
    for line in named:
        if not line.is_remembered:
            say(f"no remembered line of {site} reads {line.text!r}: see whether it is written as on the page")
    is_cut = "always taken out" if verdict == "cut" else "never taken out"
    report(carried, site, f"{counted(len(named), 'line')} of {site}: {is_cut}", database, as_json=as_json)


def report(carried: Carried, site: str, words: str, database: str, *, as_json: bool) -> None:
    """Say what was done, and what is to be done next."""
    if as_json:
        print_record({"site": site, **carried._asdict()})
        return
    click.echo(words)
    if carried.due:
        are = "is" if carried.due == 1 else "are"
        click.echo(f"{counted(carried.due, 'article')} {are} due: run {called()} reclean{again(database)}")


def named_lines(site: str, lines: Sequence[str], database: str) -> list[Named]:
    """Return the lines that a person named. Ends the command when there is no such site, or a line means none."""
    with trouble_told():
        open_reader(database).dispose()  # a database that is not there is not made
    with reader(database) as engine, engine.begin() as connection:
        known = known_fingerprints(connection, site) if is_known(connection, site) else None
    if known is None:
        say(no_site(site, database))
        sys.exit(EXIT_NOTHING)
    by_id = {line_id(known_by): text for known_by, text in known.items()}
    fingerprints = {line_id(known_by): known_by for known_by in known}
    named = []
    for line in written(lines):
        if ID.fullmatch(line):
            found = the_one(line, by_id, site, database)
            named.append(Named(fingerprints[found], by_id[found], is_remembered=True))
        elif (known_by := fingerprint(line)) is None:
            raise click.UsageError(f"{line!r} has no letters to know a line by: give a line with two letters or more")
        else:
            named.append(Named(known_by, line, known_by in known))
    return named


def written(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines without the space around them; in the place of `-` those of standard input."""
    for line in lines:
        if line.strip() != "-":
            yield line.strip()
            continue
        for each in standard_input().read().decode("utf-8", "replace").splitlines():
            if each.strip():
                yield each.strip()


def the_one(short: str, ids: dict[str, str], site: str, database: str) -> str:
    """Return the id that begins so. Ends the command when none does, or more than one."""
    found = [each for each in ids if each.startswith(short)]
    if not found:
        hint = f"`{called()} memory list {site} --all{again(database)}` lists them; or give the text of the line"
        raise click.UsageError(f"no line of {site} has the id {short}; {hint}")
    if len(found) > 1:
        raise click.UsageError(f"{len(found)} lines of {site} have an id that begins with {short}: {', '.join(found)}")
    return found[0]

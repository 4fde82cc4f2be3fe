"""`copydesk sources import` and `export`: lists of feeds, from and for feed readers."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import click

from desk.sources_folder import place_of, shown, sources_option, usable_sources
from desk.words import EXIT_NOTHING, called, counted, say, standard_input, visible
from pipeline.article import url_key
from spiders.opml_format import OpmlError, Outline, opml, read_opml
from spiders.source_format import Written, free_name, write_source
from spiders.sources import LANGUAGE, Source, checked_address, home_address


@dataclass(slots=True)
class Taken:
    """What is made of a list of feeds."""

    sources: list[Written] = field(default_factory=list)
    known: int = 0
    """Feeds that the folder has already, or the list twice."""
    faults: list[str] = field(default_factory=list)
    """Outlines that cannot be used, and why."""


@click.command("import", short_help="Make sources of an OPML file.")
@click.argument("path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--off", is_flag=True, help="Write them with enabled = false, to switch them on one by one.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@sources_option
def import_command(path: str, folder: str, *, off: bool, dry_run: bool) -> None:
    """Make sources of an OPML file, which feed readers write. FILE may be - for standard input.

    Feeds with the same front page become one source; folders become its categories. What the folder has already is left
    alone. Exit code 1 when no source came of it.
    """
    present = usable_sources(folder)
    try:
        body = standard_input().read() if path == "-" else Path(path).read_bytes()
        taken = sources_of(read_opml(body), present, off=off)
    except OpmlError as error:
        raise click.UsageError(f"{path}: {error}") from error
    for fault in taken.faults:
        say(f"{path}, {fault}")
    for written in taken.sources:
        if not dry_run:
            write_source(written, place_of(folder))
        feeds = counted(len(written.source.feeds), "feed")
        click.echo(visible(f"{written.source.name}.toml  {feeds}  {written.source.home}"))
    say(report(taken, folder, dry_run=dry_run))
    if not (taken.sources or taken.known):
        sys.exit(EXIT_NOTHING)


def report(taken: Taken, folder: str, *, dry_run: bool) -> str:
    """Return what came of a list in a sentence."""
    verb = "would be written" if dry_run else "written"
    words = f"{counted(len(taken.sources), 'source')} {verb} to {shown(folder)}"
    known = f"; {counted(taken.known, 'feed')} known already" if taken.known else ""
    left = f"; {counted(len(taken.faults), 'outline')} left out" if taken.faults else ""
    return words + known + left


def sources_of(outlines: Iterable[Outline], present: Sequence[Source], *, off: bool) -> Taken:
    """Return the sources that outlines name, one a front page, without what is present."""
    taken = Taken()
    known = {url_key(feed) for source in present for feed in source.feeds}
    by_home: dict[str, Source] = {}
    for outline in outlines:
        try:
            source = source_of(outline, off=off)
        except ValueError as error:
            taken.faults.append(f"line {outline.line}: {error}")
            continue
        if (key := url_key(source.feeds[0])) in known:
            taken.known += 1
            continue
        known.add(key)
        site = source.home.partition("://")[2].removeprefix("www.")
        earlier = by_home.get(site, source)
        by_home[site] = replace(earlier, feeds=tuple(dict.fromkeys((*earlier.feeds, *source.feeds))))
    names = {source.name for source in present}
    for source in by_home.values():
        name = free_name(source.home, names)
        names.add(name)
        taken.sources.append(Written(replace(source, name=name)))
    return taken


def source_of(outline: Outline, *, off: bool) -> Source:
    """Return the source of one outline, still without a name. Raises ValueError."""
    feed = checked_address(web_address(outline.feed), "")
    try:
        home = home_address(web_address(outline.home))
    except ValueError:
        home = urljoin(feed, "/")  # many lists give none, or what is no address
    return Source(
        name="",
        home=home,
        title=" ".join(outline.title.split()),
        language=outline.language if LANGUAGE.fullmatch(outline.language) else "",
        categories=tuple(dict.fromkeys(filter(None, (" ".join(each.split()) for each in outline.folders)))),
        feeds=(feed,),
        enabled=outline.enabled and not off,
    )


def web_address(url: str) -> str:
    """Return an address without the scheme that browsers give feeds.

    >>> web_address("feed://example.com/rss"), web_address("feed:https://example.com/rss")
    ('http://example.com/rss', 'https://example.com/rss')
    """
    if url.lower().startswith("feed://"):
        return "http://" + url[7:]
    return url[5:] if url.lower().startswith("feed:") else url


@click.command("export", short_help="Write the feeds of the sources as OPML.")
@click.option("--all", "with_all", is_flag=True, help="Also those that are switched off.")
@sources_option
def export_command(folder: str, *, with_all: bool) -> None:
    """Write the feeds of the sources as OPML, for feed readers, to standard output.

    Sources without a feed have no place in it. Exit code 1 when no source has one.
    """
    sources = [source for source in usable_sources(folder) if source.enabled or with_all]
    feeds = [outline for source in sources for outline in outlines_of(source)]
    if left := sum(not source.feeds for source in sources):
        say(f"{counted(left, 'source')} without a feed left out")
    if not feeds:
        say(f"no feed to export in {shown(folder)}; `{called()} sources list` says what is there")
        sys.exit(EXIT_NOTHING)
    sys.stdout.buffer.write(opml("Copydesk", feeds))


def outlines_of(source: Source) -> Iterator[Outline]:
    """Yield the feeds of a source as outlines, its categories as folders."""
    title = source.title or source.name
    for feed in source.feeds:
        words = f"{title}: {urlsplit(feed).path}" if len(source.feeds) > 1 else title
        yield Outline(feed, source.home, words, source.language, source.categories, source.enabled)

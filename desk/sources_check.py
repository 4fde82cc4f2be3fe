"""`copydesk sources check`: mistakes in the files of sources, and feeds that are gone."""

import asyncio
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from desk.sources_folder import shown, sources_option
from desk.words import EXIT_NOTHING, counted, say, visible
from spiders.asking import Ask, run_asking
from spiders.look import Listed, Read, read_feed_at, read_sitemap_at
from spiders.sources import Source, SourceError, read_source, source_files


@click.command("check", short_help="Find mistakes in the files.")
@click.argument("paths", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path))
@click.option("--online", is_flag=True, help="Ask also whether each feed and sitemap can be read.")
@sources_option
def check_command(paths: tuple[Path, ...], folder: str, *, online: bool) -> None:
    """Find mistakes in the files of sources: which file, which line, and what to do.

    Exit code 1 when there are any.
    """
    try:
        files = paths or tuple(source_files(folder))
    except SourceError as error:
        raise click.UsageError(str(error)) from error
    sources, faults = read_all(files)
    for words in (*faults, *read_twice(sources)):
        click.echo(visible(words))
    unread = check_online(sources) if online else 0
    wrong = f"{counted(len(faults), 'file')} of {len(files):,} cannot be used" if faults else "all can be used"
    say(f"{counted(len(files), 'source')}; {wrong}" if files else f"no sources in {shown(folder)}")
    if faults or unread or not files:
        sys.exit(EXIT_NOTHING)


def read_all(files: Sequence[Path]) -> tuple[list[Source], list[str]]:
    """Return the sources in files, and what is wrong with the others."""
    sources, faults = [], []
    for path in files:
        try:
            sources.append(read_source(path))
        except SourceError as error:
            faults.append(str(error))
    return sources, faults


def read_twice(sources: Sequence[Source]) -> Iterator[str]:
    """Yield a sentence for each address that several sources read: its articles come in under the first's name."""
    readers: defaultdict[str, list[str]] = defaultdict(list)
    for source in sources:
        for url in (*source.feeds, *source.sitemaps, *source.sections):
            readers[url].append(source.name)
    for url, names in readers.items():
        if len(names) > 1:
            yield f"{url} is read by {' and '.join(names)}; leave it to one of them"


def check_online(sources: Sequence[Source]) -> int:
    """Say of each feed and sitemap whether it can be read; return how many cannot."""
    if not any(source.feeds or source.sitemaps for source in sources):
        return 0

    async def job(ask: Ask) -> int:
        async def can_read(source: Source, url: str, read: Read) -> bool:
            listed = await read(url, ask)
            found = described(listed) if isinstance(listed, Listed) else str(listed)
            click.echo(visible(f"{source.name}: {url}  {found}"))
            return isinstance(listed, Listed)

        feeds = [can_read(source, url, read_feed_at) for source in sources for url in source.feeds]
        sitemaps = [can_read(source, url, read_sitemap_at) for source in sources for url in source.sitemaps]
        return (await asyncio.gather(*feeds, *sitemaps)).count(False)

    return run_asking(job)


def described(listed: Listed) -> str:
    """Return how many articles a feed or a sitemap names, and of when the newest is."""
    newest = f", the newest of {listed.newest:%Y-%m-%d %H:%M %z}" if listed.newest else ""
    return f"({counted(len(listed.entries), 'article')}{newest})"

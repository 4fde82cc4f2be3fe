"""`copydesk sources add`: look at a site, show what it has, and write the file of its source."""

import sys
from collections.abc import Iterable
from datetime import UTC, datetime

import click
from rich.text import Text

from desk.consoles import Console, results
from desk.sources_check import described
from desk.sources_folder import place_of, shown, sources_option
from desk.words import EXIT_NOTHING, Trouble, say, visible
from desk.workers import cleaning_pool
from pipeline.article import Article, Kept, Outcome, RawPage, Reason, Refused
from spiders.asking import Answer, Ask, run_asking
from spiders.look import Findings, look
from spiders.source_format import Unused, Written, free_name, source_text, write_source
from spiders.sources import NAME, Source, SourceError, home_address

FIRST_LINE = 100
"""Letters of an article's text that are shown."""


@click.command("add", short_help="Look at a site, and write the file of its source.")
@click.argument("url", metavar="URL")
@click.option("--name", metavar="NAME", help="Name of the source.  [default: the host of its address]")
@click.option("--dry-run", is_flag=True, help="Show the file, and write nothing.")
@click.option("--force", is_flag=True, help="Replace the file, where there is one of that name.")
@sources_option
def add_command(url: str, name: str | None, folder: str, *, dry_run: bool, force: bool) -> None:
    """Look at a site, show what it has, and write the file of its source.

    URL is its front page, or a feed. Robots.txt is obeyed; there is a second between two requests, so this may take a
    minute. Exit code 1 when nothing was found, and nothing is written.
    """
    home = asked_address(url)
    name = asked_name(name or free_name(home, ()))
    path = place_of(folder) / f"{name}.toml"
    if path.exists() and not (force or dry_run):
        raise click.UsageError(f"{shown(str(path))} is there already; --force replaces it, --name gives another name")
    findings = looked_at(home)
    written = written_source(findings, name)
    show(results(), findings, cleaned(findings.newest))
    if written is None:
        say(f"no feed, sitemap or section found at {home}; give the address of a feed, or write the file by hand")
        sys.exit(EXIT_NOTHING)
    try:
        if dry_run:
            click.echo(visible(source_text(written)), nl=False)
            return
        write_source(written, path.parent, replace_it=force)
    except SourceError as error:
        raise Trouble(f"nothing is written: {error}") from error
    say(f"wrote {shown(str(path))}; read it, and see that it says what you want")


def asked_address(url: str) -> str:
    """Return the address that a person typed, with the scheme that people leave out."""
    try:
        return home_address(url if "://" in url else f"https://{url}")
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def asked_name(name: str) -> str:
    """Return a name that a file may have."""
    stem = name.removesuffix(".toml")
    if not NAME.fullmatch(stem):
        raise click.UsageError(f"{name!r} is no name for a source; use small letters a-z, digits, dots and hyphens")
    return stem


def looked_at(home: str) -> Findings:
    """Return what a site has; end the command where it cannot be had."""

    async def job(ask: Ask) -> Findings | Reason:
        async def ask_aloud(url: str) -> Answer | Reason:
            answer = await ask(url)
            say(f"  {url}  {answer if isinstance(answer, Reason) else 'ok'}")
            return answer

        return await look(home, ask_aloud)

    findings = run_asking(job)
    if isinstance(findings, Reason):
        say(f"{home}: {findings}")
        sys.exit(EXIT_NOTHING)
    return findings


def cleaned(pages: Iterable[RawPage | Refused]) -> list[Outcome]:
    """Return what becomes of pages, in their order."""
    pages = list(pages)
    if not pages:
        return []
    with cleaning_pool(1) as pool:
        return list(pool.clean_all(pages))


def written_source(findings: Findings, name: str) -> Written | None:
    """Return the source that is to be written; None where nothing was found that has articles.

    What has the newest articles is used, and the rest is left as remarks: feeds and news sitemaps; without them the
    sections; without these too a sitemap of all there is.
    """
    feeds, news = (tuple(each.url for each in group) for group in (findings.feeds, findings.news_sitemaps))
    listing = (findings.home, *findings.front.sections) if findings.front.sections else ()
    sections = () if feeds or news else listing
    sitemaps = news or (() if feeds or sections else findings.sitemaps)
    if not (feeds or sitemaps or sections):
        return None
    unused = {}
    if listing and not sections:
        unused["sections"] = Unused("Pages that list articles, for what feeds and sitemaps miss:", listing)
    if findings.sitemaps and sitemaps != findings.sitemaps:
        unused["sitemaps"] = Unused("Sitemaps of all that there is, old articles too:", findings.sitemaps)
    source = Source(
        name,
        findings.home,
        title=findings.front.title,
        language=findings.front.language,
        feeds=feeds,
        sitemaps=sitemaps,
        sections=sections,
    )
    return Written(source, unused, f"Found by `copydesk sources add {findings.home}` on {datetime.now(UTC):%Y-%m-%d}.")


def show(console: Console, findings: Findings, newest: Iterable[Outcome]) -> None:
    """Show a person what was found, and how its newest articles come out."""
    title = " · ".join(filter(None, (findings.front.title, findings.front.language, findings.home)))
    console.print(Text(visible(title), "bold"), soft_wrap=True)
    for noun, listings in (("feed", findings.feeds), ("news sitemap", findings.news_sitemaps)):
        for listed in listings:
            console.print(Text(visible(f"  {noun:<12}  {listed.url}  {described(listed)}")), soft_wrap=True)
    for noun, urls in (("sitemap", findings.sitemaps), ("section", findings.front.sections)):
        for url in urls:
            console.print(Text(visible(f"  {noun:<12}  {url}")), soft_wrap=True)
    for outcome in newest:
        console.print()
        for words in article_lines(outcome):
            console.print(Text(visible(words)), soft_wrap=True)
    console.print()


def article_lines(outcome: Outcome) -> Iterable[str]:
    """Return an article in three lines: title, date and address, how its text begins; or why there is none."""
    if isinstance(outcome, Kept):
        return kept_lines(outcome.article)
    return [outcome.page.url, f"  refused: {outcome.reason}"]


def kept_lines(article: Article) -> list[str]:
    """Return an article in three lines."""
    published = f"{article.published:%Y-%m-%d %H:%M %z}" if article.published else "no date"
    begins = article.text.partition("\n")[0]
    text = begins if len(begins) <= FIRST_LINE else begins[:FIRST_LINE].rstrip() + " …"
    return [article.title or "(no title)", f"  {published}  {article.url}", f"  {text}"]

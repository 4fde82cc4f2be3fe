"""`scrapy crawl`, with a closing report in words and an exit code that says whether the crawl worked.

Scrapy's own command returns 0 when every page failed. Keep imports light: each `scrapy` command imports this module.
"""

import argparse
import sys
from collections.abc import Mapping

from scrapy.commands import crawl
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError

from spiders.closing import Closing
from spiders.log import quieten


class Command(crawl.Command):
    """Run a spider. Exit codes: 0 it worked, 1 it did not, 2 it was asked for in a wrong way."""

    def short_desc(self) -> str:
        """Return the line for the list of commands."""
        return "Run a spider: crawl feed -a url=https://example.com/rss.xml"

    def long_desc(self) -> str:
        """Return the text for --help."""
        return (
            "Run a spider by name, for example: scrapy crawl feed -a url=https://example.com/rss.xml . "
            "Exit code 0: it worked (something new was kept, or there was nothing new). "
            "1: it did not (the last lines say why). 2: wrong usage."
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl, report, and set the exit code."""
        if len(args) != 1:
            raise UsageError("name one spider, for example: crawl feed -a url=https://example.com/rss.xml")
        crawler = self.crawler(args[0], opts.spargs)
        self.check_exceptions()
        assert self.crawler_process is not None
        if not opts.loglevel:
            quieten()
        self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        closing = Closing() if self.crawler_process.bootstrap_failed else Closing.from_stats(crawler.stats.get_stats())
        sys.stdout.write(f"{closing}\n")
        self.exitcode = closing.exit_code

    def check_exceptions(self) -> None:
        """Raise UsageError for exceptions of sites that cannot be used."""
        # Here, because the rules that they name are a heavy import.
        from pipeline.exceptions import ExceptionsError  # noqa: PLC0415
        from spiders.knowledge import laid_down  # noqa: PLC0415

        assert self.settings is not None
        try:
            laid_down(self.settings["COPYDESK_SITES"])
        except ExceptionsError as error:
            raise UsageError(str(error)) from error

    def crawler(self, name: str, arguments: Mapping[str, str]) -> Crawler:
        """Return a crawler for the spider of that name.

        Raises UsageError when there is none, or when it cannot work with these arguments.
        """
        assert self.crawler_process is not None
        loader = self.crawler_process.spider_loader
        if name not in loader.list():
            raise UsageError(f"there is no spider {name!r}; there are: {', '.join(sorted(loader.list()))}")
        crawler = self.crawler_process.create_crawler(name)
        misuse = getattr(crawler.spidercls, "misuse", None)
        if misuse and (complaint := misuse(arguments, self.settings)):
            raise UsageError(complaint)
        return crawler

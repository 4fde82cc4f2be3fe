"""What is known about a site when a page of it is cleaned: the one place where both halves come together."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.article import Kept, Outcome, RawPage, Refused, host_of
from pipeline.exceptions import SHIPPED, ExceptionsError, exceptions_of, overruled, read_exceptions
from pipeline.memory import Exceptions, SiteNotes
from pipeline.pool import CleaningPool


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a memory has learnt about sites, and what people laid down for them."""

    learnt: Callable[[str], SiteNotes]
    """Asked for each page with its site, the empty one where it is unknown; its exceptions are rulings."""
    exceptions: Mapping[str, Exceptions]
    """Those of the files, by site."""
    sites: dict[str, str] = field(default_factory=dict)
    """Of pages whose address does not say their site, by key, as far as it is known."""

    def notes(self, page: RawPage) -> SiteNotes:
        """Return what is known of a page's site."""
        site = host_of(page.address) or self.sites.get(page.key, "")
        learnt = self.learnt(site)
        return replace(learnt, exceptions=overruled(exceptions_of(site, self.exceptions), learnt.exceptions))

    def place(self, page: RawPage, site: str | None) -> None:
        """Take down the site of a page, where its address does not say it."""
        if site and not host_of(page.address):
            self.sites[page.key] = site

    def forget(self, page: RawPage) -> None:
        """Let go of what `place` took down."""
        if self.sites:
            self.sites.pop(page.key, None)

    def comes_late(self, outcome: Outcome) -> bool:
        """Tell whether an article was cleaned without what people laid down for its site, and take the site down.

        That is so where not the address, but only the page itself said the site, as with a saved page.
        """
        if not isinstance(outcome, Kept) or host_of(outcome.page.address):
            return False
        self.place(outcome.page, outcome.article.site)
        site = outcome.article.site or ""
        return site in self.exceptions or self.learnt(site).exceptions != Exceptions()

    def clean_all(self, pool: CleaningPool, pages: Iterable[RawPage | Refused]) -> Iterator[Outcome]:
        """Yield what the pool makes of pages in their order; one that it came late for is cleaned twice."""
        for outcome in pool.clean_all(pages):
            page = outcome.page
            yield pool.submit(page).result() if self.comes_late(outcome) else outcome
            self.forget(page)


def laid_down(folder: Path | str) -> dict[str, Exceptions]:
    """Return the exceptions in a folder by site; for an empty name those of the project, if there are any.

    Raises ExceptionsError, also for a folder that was named and cannot be read.
    """
    if folder and Path(folder) != SHIPPED:
        try:
            os.scandir(folder).close()
        except OSError as error:
            raise ExceptionsError(f"{folder}: no folder of exceptions can be read there: {error.strerror}") from error
    return read_exceptions(Path(folder or SHIPPED))

"""Learning from pages before they are cleaned for good: what `copydesk clean --learn` does."""

import pickle
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import BinaryIO

from pipeline.article import Kept, Outcome, RawPage, Refused
from pipeline.memory import NO_NOTES, SiteMemory, SiteNotes
from pipeline.pool import CleaningPool
from spiders.knowledge import Knowledge


@dataclass(slots=True)
class Learnt:
    """What was learnt about sites from the pages of a run."""

    memories: dict[str, SiteMemory] = field(default_factory=lambda: defaultdict(SiteMemory))
    cached: dict[str, SiteNotes] = field(default_factory=dict)

    def notes(self, site: str) -> SiteNotes:
        """Return what is known about a site."""
        if site not in self.memories:
            return NO_NOTES
        if site not in self.cached:
            self.cached[site] = self.memories[site].notes()
        return self.cached[site]

    def learn(self, outcome: Outcome, number: int) -> None:
        """Learn from an article, the run's `number`-th."""
        if not isinstance(outcome, Kept) or not outcome.article.site:
            return
        memory = self.memories[outcome.article.site]
        memory.learn(outcome.article, number)
        memory.forget()
        self.cached.pop(outcome.article.site, None)


def cleaned_twice(
    pages: Iterable[RawPage | Refused], learnt: Learnt, knowledge: Knowledge, pool: CleaningPool
) -> Iterator[Outcome]:
    """Yield the outcomes of pages in their order, each cleaned with what was learnt from all of them.

    The pages wait in a temporary file meanwhile, which has no name, so that not even a kill leaves it behind. The pool
    must be one that asks for no notes at first: it is told to ask `knowledge` once everything is learnt.
    """
    with TemporaryFile(prefix="copydesk-") as spool:
        for number, outcome in enumerate(pool.clean_all(spooled(pages, spool))):
            learnt.learn(outcome, number)
            if isinstance(outcome, Kept):
                knowledge.place(outcome.page, outcome.article.site)
        spool.seek(0)
        pool.notes = knowledge.notes
        yield from pool.clean_all(unspooled(spool))


def spooled(pages: Iterable[RawPage | Refused], spool: BinaryIO) -> Iterator[RawPage | Refused]:
    """Yield the pages, and keep each in the file."""
    for page in pages:
        pickle.dump(page, spool, pickle.HIGHEST_PROTOCOL)
        yield page


def unspooled(spool: BinaryIO) -> Iterator[RawPage | Refused]:
    """Yield the pages that are kept in the file."""
    while True:
        try:
            page = pickle.load(spool)  # noqa: S301  written by this very process, into a file that nobody else can open
        except EOFError:
            return
        assert isinstance(page, RawPage | Refused)
        yield page

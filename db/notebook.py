"""The notes of the sites, at hand."""

from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock

from sqlalchemy import Engine

from db.columns import storable
from db.errors import explained
from db.learning import notes_of, sites_of
from db.place import engine_place
from pipeline.memory import SiteNotes

KEPT_IN_MEMORY = 64  # sites; of 200 established lines a site, some 50 KB each; of the most there can be, 1 MB


class Notebook:
    """What is known about each site, the most recently used kept in memory. Any thread may ask."""

    def __init__(self, reader: Engine, kept: int = KEPT_IN_MEMORY) -> None:
        self._reader = reader
        self._kept = kept
        self._by_site: OrderedDict[str, SiteNotes] = OrderedDict()
        self._lock = Lock()
        self._times_dropped = 0

    def of(self, site: str) -> SiteNotes:
        """Return what is known about a site. What another process has learnt is seen once `refresh` was called."""
        site = storable(site)
        with self._lock:
            if site in self._by_site:
                self._by_site.move_to_end(site)
                return self._by_site[site]
            dropped_before = self._times_dropped
        with explained(engine_place(self._reader)), self._reader.begin() as connection:
            notes = notes_of(connection, site)
        with self._lock:
            if self._times_dropped == dropped_before:  # else they may be from before what was learnt meanwhile
                self._keep(site, notes)
        return notes

    def drop(self, sites: Iterable[str]) -> None:
        """Read those of these sites anew when they are asked for."""
        with self._lock:
            self._times_dropped += 1
            for site in sites:
                self._by_site.pop(site, None)

    def refresh(self) -> None:
        """Drop the notes that are of another version than what is stored: another process has learnt, or was told."""
        with self._lock:
            held = {site: notes.version for site, notes in self._by_site.items()}
        if not held:
            return
        with explained(str(self._reader.url.database)), self._reader.begin() as connection:
            standing = sites_of(connection, list(held))
        self.drop(
            site for site, version in held.items() if version != (standing[site].version if site in standing else 0)
        )

    def _keep(self, site: str, notes: SiteNotes) -> None:
        self._by_site[site] = notes
        self._by_site.move_to_end(site)
        if len(self._by_site) > self._kept:
            self._by_site.popitem(last=False)

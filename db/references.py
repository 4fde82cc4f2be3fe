"""Which earlier page of a site a new one is compressed against."""

from collections import OrderedDict
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select

from db.compression import ZstdDict, dictionary, pack, unpack
from db.retention import HAS_BODY, without_body
from db.tables import PageRow

SMALLEST = 8_192  # bytes; of less there is too little to save: plain texts, error pages
LARGEST = 2_097_152  # bytes; zstd at level 3 looks no farther back
# A page alone gives 3 to 10 to 1, so this is at once known to be the reference's doing.
SURELY_PAYS = 12
# Against a reference that has aged, a frame is hardly smaller than alone: then the page becomes the new reference.
PAYS = 1.5
KEPT_IN_MEMORY = 64  # sites; of pages of 174 KB what zstd learns takes 0.6 MB each, beside the body


class Reference(NamedTuple):
    """A stored page that others of its site are compressed against."""

    page_id: int
    dictionary: ZstdDict


class Packed(NamedTuple):
    """A compressed body, and the page that is needed to read it."""

    frame: bytes
    reference_id: int | None


class References:
    """The current reference of each site: its newest stored page that has no reference itself.

    The most recently used are kept in memory, the others are looked up. After a transaction that failed, `forget`.
    """

    def __init__(self, kept: int = KEPT_IN_MEMORY) -> None:
        self._kept = kept
        self._by_site: OrderedDict[str, Reference] = OrderedDict()

    def pack(self, connection: Connection, body: bytes, site: str, page_id: int) -> Packed:
        """Return the body compressed against its site's reference, or alone; then page `page_id` is the reference."""
        if not site or len(body) < SMALLEST:
            return Packed(pack(body), None)
        reference = self._of(connection, site)
        if reference is None:
            return Packed(self._pack_as_reference(body, site, page_id), None)
        frame = pack(body, reference.dictionary)
        if len(body) >= SURELY_PAYS * len(frame):
            return Packed(frame, reference.page_id)
        alone = pack(body)
        if len(alone) >= PAYS * len(frame) or len(body) > LARGEST:
            return Packed(frame, reference.page_id)
        self._keep(site, Reference(page_id, dictionary(body)))
        return Packed(alone, None)

    def forget_let_go(self, connection: Connection) -> None:
        """Forget those whose bodies were let go since, also by another process: to be called in each transaction."""
        gone = without_body(connection, [reference.page_id for reference in self._by_site.values()])
        for site in [site for site, reference in self._by_site.items() if reference.page_id in gone]:
            del self._by_site[site]

    def forget(self) -> None:
        """Forget all: some may be pages that were not stored in the end."""
        self._by_site.clear()

    def _pack_as_reference(self, body: bytes, site: str, page_id: int) -> bytes:
        if len(body) <= LARGEST:
            self._keep(site, Reference(page_id, dictionary(body)))
        return pack(body)

    def _keep(self, site: str, reference: Reference) -> None:
        self._by_site[site] = reference
        self._by_site.move_to_end(site)
        if len(self._by_site) > self._kept:
            self._by_site.popitem(last=False)

    def _of(self, connection: Connection, site: str) -> Reference | None:
        if site not in self._by_site:
            stored = _stored_reference(connection, site)
            if stored is None:
                return None
            self._keep(site, stored)
        self._by_site.move_to_end(site)
        return self._by_site[site]


def _stored_reference(connection: Connection, site: str) -> Reference | None:
    """Return the reference of a site as the database has it."""
    found = connection.execute(NEWEST, {"site": site}).first()
    return Reference(found.id, dictionary(unpack(found.body))) if found else None


# Made once: where pages of many sites come mixed, it is asked for most of them, and took longer to make than to answer.
NEWEST = (
    select(PageRow.id, PageRow.body)
    .where(PageRow.site == bindparam("site"), PageRow.reference_id.is_(None))
    .where(PageRow.body_size.between(SMALLEST, LARGEST), HAS_BODY)
    .order_by(PageRow.id.desc())
    .limit(1)
)

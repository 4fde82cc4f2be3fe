"""One batch of outcomes on its way into the tables."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, func, insert, select

from db.chunks import chunks
from db.copies import add_to_index, drop_from_index
from db.learning import Lessons, learn
from db.references import References
from db.rows import Row, address_key, article_row, edit_rows, page_row, refusal_row, site_of
from db.tables import ArticleRow, EditRow, PageRow, RefusalRow
from db.upserts import Given, put_changed
from db.versions import Link, Version, link_versions, newest_versions, says_the_same, version_of
from db.writing import write
from pipeline.article import Article, Kept, Outcome, Refused, utc_now


class Stored(NamedTuple):
    """What became of the outcomes of a batch; each counts once."""

    kept: int
    """Articles that are new."""
    refused: int
    """Pages refused that were not stored yet, and records without a body."""
    known: int
    """Pages that were stored already, by key or by what they say: an article stays as it is, a refusal counts up."""
    changed: int = 0
    """New versions of articles that were stored already."""


class Standing(NamedTuple):
    """What the database has of a page."""

    page_id: int
    has_article: bool


@dataclass(slots=True)
class Batch:
    """The rows of one batch, collected under the write lock, then inserted table by table."""

    connection: Connection
    references: References
    standing: dict[str, Standing]
    """Of the pages of this batch that are stored, by key; new ones are added as they come."""
    newest: dict[str, Version]
    """Of the articles of these addresses, by address key; new ones are added as they come."""
    next_page: int
    next_article: int
    now: datetime = field(default_factory=utc_now)
    pages: list[Row] = field(default_factory=list)
    articles: list[Row] = field(default_factory=list)
    edits: list[Row] = field(default_factory=list)
    refusals: list[Row] = field(default_factory=list)
    learnt: list[tuple[int, Article]] = field(default_factory=list)
    """The new articles, to be learnt from."""
    lessons: Lessons = field(default_factory=Lessons)
    links: list[Link] = field(default_factory=list)
    redeemed: list[int] = field(default_factory=list)
    """Pages that were refused once and are articles now."""
    refused: int = 0
    known: int = 0
    changed: int = 0

    @classmethod
    def begin(
        cls, connection: Connection, references: References, keys: Sequence[str], addresses: Iterable[str]
    ) -> "Batch":
        """Return an empty batch for pages with these keys and addresses. The connection holds the write lock."""
        return cls(
            connection,
            references,
            standing_of(connection, keys),
            newest_versions(connection, {address_key(address) for address in addresses}),
            next_page=1 + (connection.scalar(select(func.max(PageRow.id))) or 0),
            next_article=1 + (connection.scalar(select(func.max(ArticleRow.id))) or 0),
        )

    def add(self, key: str, outcome: Outcome) -> None:
        """Take the rows of an outcome in."""
        if isinstance(outcome, Kept):
            self._add_kept(key, outcome)
        else:
            self._add_refused(key, outcome)

    def insert(self) -> Stored:
        """Write all rows, learn from the articles, look for copies of them and return the counts."""
        for statement, rows in ((PUT_PAGE, self.pages), (PUT_ARTICLE, self.articles), (PUT_EDIT, self.edits)):
            write(self.connection, statement, rows)
        put_changed(self.connection, RefusalRow, ("url_key", "origin", "reason"), counted_up, self.refusals)
        if self.redeemed:
            for page_ids in chunks(self.redeemed):
                self.connection.execute(delete(RefusalRow).where(RefusalRow.page_id.in_(page_ids)))
        self.lessons = learn(self.connection, self.learnt)
        link_versions(self.connection, self.links)
        self._look_for_copies()
        return Stored(len(self.articles) - self.changed, self.refused, self.known, self.changed)

    def _look_for_copies(self) -> None:
        """Put the new articles into the index of copies in place of their older versions."""
        new, older = {number for number, _ in self.learnt}, {link.number for link in self.links}
        drop_from_index(self.connection, older - new)
        texts = ((number, article.text) for number, article in self.learnt if number not in older)
        add_to_index(self.connection, texts)

    def _add_kept(self, key: str, kept: Kept) -> None:
        standing = self.standing.get(key)
        address = address_key(kept.page.url)
        older = self.newest.get(address)
        if (standing and standing.has_article) or (older and says_the_same(self.connection, older, kept.article)):
            self.known += 1
            return
        if standing:
            self.redeemed.append(standing.page_id)
        page_id = standing.page_id if standing else self._add_page(key, kept)
        self.standing[key] = Standing(page_id, has_article=True)
        self._add_article(kept, page_id, address, older)

    def _add_article(self, kept: Kept, page_id: int, address: str, older: Version | None) -> None:
        number = self.next_article
        self.next_article += 1
        self._add_version(address, version_of(kept.article, number), older)
        self.articles.append({"id": number, "page_id": page_id} | article_row(kept.article, self.now))
        self.edits += edit_rows(kept.article, number)
        self.learnt.append((number, kept.article))

    def _add_version(self, address: str, version: Version, stored: Version | None) -> None:
        """Note which of two versions of an article came after the other: files may hold an older one."""
        if stored is None:
            self.newest[address] = version
            return
        self.changed += 1
        if stored.fetched_at and version.fetched_at and version.fetched_at < stored.fetched_at:
            self.links.append(Link(version.article_id, stored.article_id))
        else:
            self.links.append(Link(stored.article_id, version.article_id))
            self.newest[address] = version

    def _add_refused(self, key: str, refused: Refused) -> None:
        standing = self.standing.get(key) if refused.page.body else None
        if standing:
            self.known += 1
        else:
            self.refused += 1
        if standing and standing.has_article:
            return
        self.refusals.append(refusal_row(refused, self._page_of_refused(key, refused, standing), self.now))

    def _page_of_refused(self, key: str, refused: Refused, standing: Standing | None) -> int | None:
        """Return the number of the page, stored now if need be, so that it can be tried again; None without a body."""
        if standing or not refused.page.body:
            return standing.page_id if standing else None
        page_id = self._add_page(key, refused)
        self.standing[key] = Standing(page_id, has_article=False)
        return page_id

    def _add_page(self, key: str, outcome: Outcome) -> int:
        number = self.next_page
        self.next_page += 1
        site = site_of(outcome)
        packed = self.references.pack(self.connection, outcome.page.body, site, number)
        names = {"id": number, "key": key, "site": site, "body": packed.frame, "reference_id": packed.reference_id}
        self.pages.append(names | page_row(outcome.page))
        return number


def standing_of(connection: Connection, keys: Sequence[str]) -> dict[str, Standing]:
    """Return what is stored of the pages with these keys, by key."""
    wanted = select(PageRow.key, PageRow.id, ArticleRow.id).outerjoin(ArticleRow, ArticleRow.page_id == PageRow.id)
    return {
        key: Standing(page_id, has_article=article_id is not None)
        for some in chunks(keys)
        for key, page_id, article_id in connection.execute(wanted.where(PageRow.key.in_(some)))
    }


PUT_PAGE, PUT_ARTICLE, PUT_EDIT = insert(PageRow), insert(ArticleRow), insert(EditRow)


def counted_up(given: Given) -> dict[str, object]:
    """Return what becomes of a refusal that is there already."""
    return {
        "count": RefusalRow.count + 1,
        "last_at": given.last_at,
        "detail": given.detail,
        "page_id": func.coalesce(given.page_id, RefusalRow.page_id),
    }

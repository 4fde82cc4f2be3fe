"""The whole road for one page: judge, clean, judge again."""

from pipeline.article import Article, Kept, Outcome, RawPage, Reason, Refused, without_body
from pipeline.clean import clean
from pipeline.judge import judge_article, judge_page
from pipeline.memory import NO_NOTES, SiteNotes
from pipeline.walls import BOT_WALL, has_challenge, shows_wall


def verdict(page: RawPage, notes: SiteNotes = NO_NOTES) -> Article | Reason:
    """Return the clean article of a page, or the reason why there is none. Never raises for what a page holds."""
    if reason := judge_page(page):
        return reason
    try:
        article = clean(page, notes)
    except Exception as error:  # noqa: BLE001  the one place where whatever a page does to us becomes a stored reason
        return Reason("failed", f"{type(error).__name__}: {error}")
    reason = judge_article(article)
    is_wall = has_challenge(page.body) if reason else shows_wall(article.original(), page.body)
    return BOT_WALL if is_wall else reason or article


def outcome(page: RawPage, result: Article | Reason) -> Outcome:
    """Return page and verdict as the outcome that a shelf takes. Of a bot wall nothing is kept: it is not the page."""
    if isinstance(result, Article):
        return Kept(page, result)
    return Refused(without_body(page) if result == BOT_WALL else page, result)


def ingest(page: RawPage, notes: SiteNotes = NO_NOTES) -> Outcome:
    """Return the outcome of a page, in this process. Where a page may hang or kill its process, use a pool."""
    return outcome(page, verdict(page, notes))

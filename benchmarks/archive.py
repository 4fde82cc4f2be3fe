"""An archive of made articles, the same each time: words as common and as rare as in real ones, in seven languages."""

from datetime import UTC, datetime, timedelta
from itertools import accumulate, islice
from pathlib import Path
from random import Random
from typing import NamedTuple

from sqlalchemy import Connection, insert
from wordfreq import get_frequency_dict

from db.engine import open_writer
from db.rows import Row, article_row, page_row
from db.tables import ArticleRow, CopyRow, PageRow
from pipeline.article import Article, RawPage

ARTICLES = 100_000
AT_ONCE = 1_000
FIRST_DAY = datetime(2018, 1, 1, tzinfo=UTC)
DAYS = 3_000
SITES = 200
AUTHORS = 3_000
WORDS = 100_000
"""So many words of each language, each as often as in it."""
TYPICAL = 380
"""Words of the article in the middle; half to double of it in two of three, up to 3,000."""

# How many of a hundred articles: not measured, but each of them in a thousand articles at least.
LANGUAGES = {"en": 78, "de": 8, "fr": 5, "ru": 3, "zh": 3, "ja": 2, "th": 1}
UNSPACED = ("zh", "ja", "th")

# wordfreq has no list of Thai words. These come as often as their place in the list says: 1, 1/2, 1/3 ...
THAI = (
    "ที่ และ ของ ใน มี เป็น ไม่ ได้ จะ ว่า ให้ กับ จาก แล้ว หรือ มาก ต้อง ไป มา อยู่ นี้ ซึ่ง โดย เพื่อ ต่อ ทำ คน ปี เดือน วัน ประเทศ รัฐบาล "
    "ประชาชน ตำรวจ ข่าว วันนี้ กรุงเทพ นายกรัฐมนตรี เศรษฐกิจ การเมือง เลือกตั้ง น้ำท่วม โรงเรียน นักเรียน โรงพยาบาล ตลาด ราคา ข้าว "
    "ทะเล ภูเขา รถไฟ สนามบิน อากาศ ฝน ร้อน หนาว"
).split()


class Vocabulary(NamedTuple):
    """Words with how often each is to come, added up: what `Random.choices` takes."""

    words: list[str]
    weights: list[float]


def vocabulary(language: str) -> Vocabulary:
    """Return the words of a language, the most common first."""
    if language == "th":
        found = {word: 1 / place for place, word in enumerate(THAI, 1)}
    else:
        found = dict(islice(get_frequency_dict(language, wordlist="large").items(), WORDS))
    return Vocabulary(list(found), list(accumulate(found.values())))


def make_archive(place: Path, count: int = ARTICLES) -> None:
    """Write an archive of so many articles: one in twenty is an older version, one in twenty has a copy."""
    random = Random(1)
    languages = {language: vocabulary(language) for language in LANGUAGES}
    engine = open_writer(place)
    for first in range(1, count + 1, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, count + 1))
        articles = {number: made_article(random, number, languages) for number in numbers}
        with engine.begin() as connection:
            write(connection, articles)
    engine.dispose()


def write(connection: Connection, articles: dict[int, Article]) -> None:
    """Write articles, each with a page that has no body: nothing here looks into pages."""
    connection.execute(insert(PageRow), [made_page(number, article) for number, article in articles.items()])
    rows = [{"id": number, "page_id": number} | row_of(article) for number, article in articles.items()]
    last = max(articles)
    for row in rows:
        number = int(str(row["id"]))
        row["newer_id"] = number + 1 if number % 20 == 0 and number < last else None
    # The newest first: a version can only name one that is there.
    connection.execute(insert(ArticleRow), rows[::-1])
    copies = [number for number in articles if number % 40 in {7, 9}]
    stories: list[Row] = [{"article_id": number, "story_id": number // 40} for number in copies]
    connection.execute(insert(CopyRow), [story | {"shared": 1.0, "exact": True} for story in stories])


def row_of(article: Article) -> Row:
    """Return the row of an article that was cleaned when it was published."""
    return article_row(article, article.published or FIRST_DAY)


def made_page(number: int, article: Article) -> Row:
    """Return the row of the page of an article."""
    page = page_row(RawPage(article.url, b"", fetched_at=article.published or FIRST_DAY, source=article.source))
    return page | {"id": number, "key": str(number), "site": article.site, "body": b"", "reference_id": None}


def made_article(random: Random, number: int, languages: dict[str, Vocabulary]) -> Article:
    """Return an article. They are published in the order of their numbers, but for an hour or a week here and there."""
    language = random.choices(list(LANGUAGES), list(LANGUAGES.values()))[0]
    site = f"site{min(SITES, int(random.paretovariate(0.8)))}.example"
    long = min(3_000, max(40, int(random.lognormvariate(0, 0.7) * TYPICAL)))
    words = random.choices(languages[language].words, cum_weights=languages[language].weights, k=long)
    late = timedelta(days=random.expovariate(1 / 3))
    return Article(
        f"https://{site}/{number}",
        prose(words[:9], language),
        paragraphs=tuple(prose(words[start : start + 45], language) for start in range(9, long, 45)),
        site=site,
        source=site if random.random() < 0.9 else "",
        authors=(f"{languages['en'].words[200 + random.randrange(AUTHORS)]} Lindqvist",),
        published=FIRST_DAY + timedelta(days=DAYS) * (number / ARTICLES) - late,
        language=language,
        section=random.choice(("news", "sport", "culture", "business", None)),
        correction="An earlier version was wrong." if random.random() < 0.01 else None,
        extractor="made",
    )


def prose(words: list[str], language: str) -> str:
    """Return words as a sentence of the language."""
    return "".join(words) + "。" if language in UNSPACED else " ".join(words).capitalize() + "."

"""The Scrapy settings of Copydesk: every value that differs from Scrapy's own, which stands in the comment.

What differs from place to place comes from the environment: COPYDESK_DB, COPYDESK_SITES, COPYDESK_CONTACT,
COPYDESK_WORKERS.
"""

import os
from importlib.metadata import version

BOT_NAME = "copydesk"  # default "scrapybot"
SPIDER_MODULES = [
    "spiders.feed"
]  # default []. By name: a walk through `spiders` would import settings and commands too
COMMANDS_MODULE = "spiders.commands"  # default "". `crawl` with an exit code that says whether it worked

# Copydesk's own
COPYDESK_DB = os.environ.get("COPYDESK_DB") or "copydesk.db"  # path or URL; in the working directory unless absolute
COPYDESK_SITES = os.environ.get("COPYDESK_SITES") or ""  # folder of exceptions for single sites; without: seeds/sites
COPYDESK_WORKERS = int(os.environ.get("COPYDESK_WORKERS") or os.cpu_count() or 1)  # processes that clean pages
COPYDESK_PAGE_SECONDS = 30.0  # how long cleaning one page may take; see pipeline/pool.py

# Who we are, honestly: a site can see us in its log, name us in its robots.txt, and write to us
CONTACT = os.environ.get("COPYDESK_CONTACT", "").strip()
ABOUT = f"news archiving; +{CONTACT}" if CONTACT else "news archiving"
USER_AGENT = f"Copydesk/{version('copydesk')} ({ABOUT})"  # default "Scrapy/VERSION (+https://scrapy.org)"
ROBOTSTXT_USER_AGENT = "Copydesk"  # default None, the whole USER_AGENT: no robots.txt names us with version and contact

# Polite
ROBOTSTXT_OBEY = True  # default False
DOWNLOADER_MIDDLEWARES = {  # default {}
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "spiders.middlewares.RobotsTxt": 100,  # in its place; says why
}
RANDOMIZE_DOWNLOAD_DELAY = False  # default True, which makes of one second half a second now and then
DOWNLOAD_DELAY = 1.0  # default 0. Seconds between requests to one host, and the floor that AutoThrottle keeps to
AUTOTHROTTLE_ENABLED = True  # default False
AUTOTHROTTLE_START_DELAY = 1.0  # default 5.0. The floor is a polite start already
CONCURRENT_REQUESTS_PER_DOMAIN = 2  # default 8
RETRY_TIMES = 1  # default 2. The next crawl comes anyway
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # default "ERROR". The page is stored as refused, with the reason
METAREFRESH_MAXDELAY = 5  # default 100. News pages reload themselves every minute or so: that is no redirect

# Bounded
DOWNLOAD_TIMEOUT = 30  # default 180. Seconds for a whole answer, body included: a server that drips is cut off too
DOWNLOAD_MAXSIZE = (
    10_000_000  # default 1 GiB. Bytes, also after unpacking; the largest of 1,119 benchmark pages has 2.6 MB
)
DOWNLOAD_WARNSIZE = 0  # default 32 MiB, which is over our limit
REDIRECT_MAX_TIMES = 5  # default 20
URLLENGTH_LIMIT = (
    0  # default 2083. Off, because it drops in silence; spiders/page.py refuses long addresses with a reason
)

# Safe
DOWNLOAD_VERIFY_CERTIFICATES = True  # default False
DOWNLOAD_HANDLERS = {
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}  # default all: a feed could name file:///etc/...
REMOTE_CONTROL_ENABLED = False  # default True: a local server that runs any Python sent to it
TELNETCONSOLE_ENABLED = False  # default True: a console on a local port

# The road
SPIDER_MIDDLEWARES = {  # default {}
    "spiders.middlewares.SkipStored": 100,  # near the engine, so that it sees what the other middlewares let through
}
ITEM_PIPELINES = {  # default {}
    "spiders.item_pipeline.StoreOutcomes": 500,  # the only one, so its place is free
}

# The log: what a person watching a crawl wants to know
LOG_LEVEL = "INFO"  # default "DEBUG", two lines for each page
LOG_FORMATTER = "spiders.log.AddressesOnly"  # default prints whole items
LOG_VERSIONS: list[str] = []  # default ten libraries
STATS_DUMP = False  # default True. The closing report says it in words

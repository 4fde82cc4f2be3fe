"""The Scrapy settings of Copydesk: every value that differs from Scrapy's own, which stands in the comment.

What differs from place to place comes from the environment: COPYDESK_DB, COPYDESK_SITES, COPYDESK_CONTACT,
COPYDESK_WORKERS, COPYDESK_PRIVATE, COPYDESK_KEEP_NOARCHIVE, COPYDESK_SKIP_RESERVED, COPYDESK_CHROMIUM,
COPYDESK_KEEP_PAGES.
"""

import os
from importlib.metadata import version

BOT_NAME = "copydesk"  # default "scrapybot"
SPIDER_MODULES = [
    "spiders.feed",
    "spiders.site",
    "spiders.sitemap",
    "spiders.source",
    "spiders.waiting",
]  # default []. By name: a walk through `spiders` would import settings and commands too
COMMANDS_MODULE = "spiders.commands"  # default "". `crawl` with an exit code that says whether it worked

# Copydesk's own
COPYDESK_DB = os.environ.get("COPYDESK_DB") or "copydesk.db"  # path or URL; in the working directory unless absolute
COPYDESK_SOURCES = os.environ.get("COPYDESK_SOURCES") or ""  # folder of sources; without: seeds/sources
COPYDESK_SITES = os.environ.get("COPYDESK_SITES") or ""  # folder of exceptions for single sites; without: seeds/sites
COPYDESK_WORKERS = int(os.environ.get("COPYDESK_WORKERS") or os.cpu_count() or 1)  # processes that clean pages
COPYDESK_PRIVATE = os.environ.get("COPYDESK_PRIVATE") or "0"  # "1": hosts of this machine and its network are asked
COPYDESK_KEEP_NOARCHIVE = os.environ.get("COPYDESK_KEEP_NOARCHIVE") or "0"  # "1": pages marked noarchive are kept
COPYDESK_SKIP_RESERVED = os.environ.get("COPYDESK_SKIP_RESERVED") or "0"  # "1": pages that reserve data mining are not
COPYDESK_CHROMIUM = os.environ.get("COPYDESK_CHROMIUM") or ""  # browser for sources with javascript; without: on PATH
COPYDESK_KEEP_PAGES = os.environ.get("COPYDESK_KEEP_PAGES") or ""  # days that raw pages are kept; without: for ever
COPYDESK_RENDER_SECONDS = 20.0  # how long the scripts of such a page may take; see spiders/rendering.py
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
    "spiders.rights.Rights": 200,  # after redirects and unpacking: what a page says of its use
    "spiders.politeness.Politeness": 560,  # nearer to the wire than the retries, to see each answer
    "spiders.addresses.PublicOnly": 800,  # after the redirects and the proxy's, to see each request as it goes out
    "spiders.discovering.AskIfChanged": 555,  # behind Politeness, which counts every answer, this one too
}
DOWNLOAD_DELAY_JITTER = 0.0  # default 0.5, which makes of one second half a second now and then
DOWNLOAD_DELAY = 1.0  # default 0. Seconds between requests to one host, and the floor that AutoThrottle keeps to
AUTOTHROTTLE_ENABLED = True  # default False
AUTOTHROTTLE_START_DELAY = 1.0  # default 5.0. The floor is a polite start already
CONCURRENT_REQUESTS_PER_DOMAIN = 2  # default 8
CONCURRENT_REQUESTS = 32  # default 16. Those that wait for a slow host count too, and must not hold up the others
CONCURRENT_ITEMS = 4  # default 100. Tasks that Scrapy makes for each answer; a page gives one item, and 100 take 1.5 ms
COPYDESK_LONGEST_DELAY = 120.0  # seconds between two requests to a host at most, whatever its robots.txt says
COPYDESK_LONGEST_WAIT = 300.0  # seconds that a host may ask us to wait; for more it is left alone until the next run
COPYDESK_MOST_WAITS = 3  # how often in a row it may ask, before it is left alone until the next run
COPYDESK_FIRST_PAUSE = 2.0  # seconds that a host is given after an error; doubled after each that follows
COPYDESK_MOST_ERRORS = 8  # errors in a row, before it is left alone until the next run
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
TWISTED_DNS_RESOLVER = "spiders.addresses.PublicResolver"  # default gives any address, also those of our own network
REMOTE_CONTROL_ENABLED = False  # default True: a local server that runs any Python sent to it
TELNETCONSOLE_ENABLED = False  # default True: a console on a local port

# The road
SCHEDULER = "spiders.scheduler.Frontier"  # default Scrapy's own, which forgets; ours keeps pages in the database
EXTENSIONS = {"spiders.runs.WriteDownRuns": 500}  # default {}
COPYDESK_PAGES = 0  # the most article pages that one run asks for; 0: all
COPYDESK_REVISIT = 7 * 86_400  # seconds: younger articles are asked for again, less and less often; 0: never
SPIDER_MIDDLEWARES = {  # default {}
    "spiders.discovering.Discover": 100,  # near the engine, so that it sees what the other middlewares let through
}
ITEM_PIPELINES = {  # default {}
    "spiders.item_pipeline.StoreOutcomes": 500,  # the only one, so its place is free
}

# The log: what a person watching a crawl wants to know
LOG_LEVEL = "INFO"  # default "DEBUG", two lines for each page
LOG_FORMATTER = "spiders.log.AddressesOnly"  # default prints whole items
LOG_VERSIONS: list[str] = []  # default ten libraries
STATS_DUMP = False  # default True. The closing report says it in words

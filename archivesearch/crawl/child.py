"""The process that crawls: Scrapy's reactor runs once in a process, so each crawl has one of its own.

It reads its plan from the first line of stdin, tells its progress as JSON lines on stdout, and ends when stdin
does, which is when the process that started it is gone.
"""

from __future__ import annotations

import os
import sys
import threading
from importlib.metadata import version
from pathlib import Path
from typing import Any

from archivesearch.crawl.plan import CrawlPlan, CrawlReport
from archivesearch.crawl.telling import Telling
from archivesearch.errors import ArchiveSearchError, LockedError, UnreachableError

MAX_RESPONSE_BYTES = 32 * 2**20  # as capture's MAX_PAGE_BYTES: what is larger would not be read anyway
LOCK_FILE = ".crawl.lock"
LOCK_SECONDS = 5.0


def main() -> None:
    """Crawls as the plan on stdin says."""
    plan = CrawlPlan.from_json(sys.stdin.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    out, sys.stdout = sys.stdout, sys.stderr  # whatever a library prints is no message
    telling = Telling(out, CrawlReport())
    try:
        _crawl(plan, telling)
    except LockedError as error:
        telling.say({"locked": str(error)})
    except UnreachableError as error:
        telling.say({"unreachable": str(error)})
    except ArchiveSearchError as error:
        telling.say({"error": str(error)})
    except OSError as error:
        telling.say({"error": f"{plan.folder}: {error.strerror or error}"})


def _crawl(plan: CrawlPlan, telling: Telling) -> None:
    from scrapy.crawler import CrawlerProcess

    from archivesearch.crawl.blog_spider import BlogSpider
    from archivesearch.crawl.middleware import bound_headers, read_only_text
    from archivesearch.crawl.page_spider import PageSpider
    from archivesearch.crawl.trust import name_trusted_certificates
    from archivesearch.crawl.visits import Visits
    from archivesearch.crawl.walk import Walk
    from archivesearch.crawl.warc_file import WarcFolder
    from archivesearch.crawl.wayback_spider import WaybackSpider
    from archivesearch.store.lock import WriterLock

    name_trusted_certificates()
    folder = Path(plan.folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = WriterLock.acquire(folder / LOCK_FILE, LOCK_SECONDS)
    kind = "wayback" if plan.wayback_server else "page" if plan.is_single else "crawl"
    spiders: dict[str, type[Walk]] = {"wayback": WaybackSpider, "page": PageSpider, "crawl": BlogSpider}
    visits = Visits(folder / f".{kind}.jsonl", is_exact=kind != "crawl")
    software = f"archivesearch/{version('archivesearch')}"
    warc = WarcFolder(folder, kind, software, visits.is_resumed)
    process = CrawlerProcess(_settings(plan))
    crawler = process.create_crawler(spiders[kind])
    read_only_text(crawler)
    bound_headers()
    try:
        process.crawl(crawler, plan=plan, warc=warc, visits=visits, telling=telling)
        process.start()
    finally:
        warc.close()
        visits.close()
        lock.release()
    error = getattr(crawler.spider, "error", None)
    if error is not None:
        raise error
    telling.end()


def _settings(plan: CrawlPlan) -> dict[str, Any]:
    middlewares: dict[str, int] = {"archivesearch.crawl.middleware.RecordingMiddleware": 950}
    settings: dict[str, Any] = {
        "DOWNLOADER_MIDDLEWARES": middlewares,
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
            "Accept-Encoding": "gzip, deflate",  # what every reader of WARC files unpacks
        },
        # No redirect may lead to a file of this machine.
        "DOWNLOAD_HANDLERS": dict.fromkeys(("data", "file", "ftp", "s3")),
        "USER_AGENT": plan.user_agent,
        "DOWNLOAD_TIMEOUT": plan.timeout_seconds,
        "DOWNLOAD_MAXSIZE": MAX_RESPONSE_BYTES,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_VERIFY_CERTIFICATES": not plan.is_any_certificate_taken,
        "DNS_TIMEOUT": 20,
        "CONCURRENT_REQUESTS": 1,
        "DOWNLOAD_DELAY": 0,  # Fetcher keeps the delay, over retries and robots.txt's Crawl-delay, too
        # Fetcher obeys robots.txt, tries again and follows redirects, so that each answer is seen and recorded.
        "ROBOTSTXT_OBEY": False,
        "RETRY_ENABLED": False,
        "REDIRECT_ENABLED": False,
        "COOKIES_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "LOG_ENABLED": False,
        "LOG_INSTALL_ROOT_HANDLER": False,
        "EXTENSIONS": {},
    }
    if not plan.is_private_allowed:
        middlewares["archivesearch.crawl.middleware.PublicOnlyMiddleware"] = 10
        settings["DNS_RESOLVER"] = "archivesearch.crawl.middleware.PublicOnlyResolver"
    return settings


def _end_with_parent() -> None:
    while os.read(0, 1024):  # past Python's buffers, whose locks a thread must not hold at the end
        pass
    os._exit(1)  # what came so far lies in WARC files, written record by record

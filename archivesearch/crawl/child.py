"""The process that crawls: Scrapy's reactor runs once in a process, so each crawl has one of its own.

It reads its plan from the first line of stdin, tells its progress as JSON lines on stdout, and ends when stdin
does, which is when the process that started it is gone.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Mapping
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any, TextIO

from archivesearch.crawl.plan import CrawlPlan, CrawlReport
from archivesearch.errors import ArchiveSearchError, LockedError, Problem

MAX_RESPONSE_BYTES = 32 * 2**20  # as capture's MAX_PAGE_BYTES: what is larger would not be read anyway
STATE_FILE = ".crawl.jsonl"
WAYBACK_STATE_FILE = ".wayback.jsonl"
LOCK_FILE = ".crawl.lock"
LOCK_SECONDS = 5.0


def main() -> None:
    """Crawls as the plan on stdin says."""
    plan = CrawlPlan.from_json(sys.stdin.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    out, sys.stdout = sys.stdout, sys.stderr  # whatever a library prints is no message
    try:
        _crawl(plan, out)
    except LockedError as error:
        _say(out, {"locked": str(error)})
    except ArchiveSearchError as error:
        _say(out, {"error": str(error)})
    except OSError as error:
        _say(out, {"error": f"{plan.folder}: {error.strerror or error}"})


def _crawl(plan: CrawlPlan, out: TextIO) -> None:
    from scrapy.crawler import CrawlerProcess

    from archivesearch.crawl.blog_spider import BlogSpider
    from archivesearch.crawl.middleware import read_only_text
    from archivesearch.crawl.visits import Visits
    from archivesearch.crawl.warc_file import WarcFolder
    from archivesearch.crawl.wayback_spider import WaybackSpider
    from archivesearch.store import WriterLock

    folder = Path(plan.folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = WriterLock.acquire(folder / LOCK_FILE, LOCK_SECONDS)
    visits = Visits(folder / (WAYBACK_STATE_FILE if plan.wayback_server else STATE_FILE))
    software = f"archivesearch/{version('archivesearch')}"
    warc = WarcFolder(folder, "wayback" if plan.wayback_server else "crawl", software, visits.is_resumed)
    report = CrawlReport()

    def tell(report: CrawlReport, problem: Problem | None) -> None:
        done = report.fetched + report.unchanged + report.known
        _say(out, {"done": done, "problem": asdict(problem) if problem else None})

    process = CrawlerProcess(_settings(plan))
    crawler = process.create_crawler(WaybackSpider if plan.wayback_server else BlogSpider)
    read_only_text(crawler)
    try:
        process.crawl(crawler, plan=plan, warc=warc, visits=visits, report=report, tell=tell)
        process.start()
    finally:
        warc.close()
        visits.close()
        lock.release()
    error = getattr(crawler.spider, "error", None)
    if error is not None:
        raise error
    _say(out, {"report": asdict(report)})


def _settings(plan: CrawlPlan) -> dict[str, Any]:
    middlewares: dict[str, int] = {"archivesearch.crawl.middleware.RecordingMiddleware": 950}
    settings: dict[str, Any] = {
        "DOWNLOADER_MIDDLEWARES": middlewares,
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
            "Accept-Encoding": "gzip, deflate",  # what every reader of WARC files unpacks
        },
        "USER_AGENT": plan.user_agent,
        "DOWNLOAD_TIMEOUT": plan.timeout_seconds,
        "DOWNLOAD_MAXSIZE": MAX_RESPONSE_BYTES,
        "DOWNLOAD_WARNSIZE": 0,
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


def _say(out: TextIO, message: Mapping[str, Any]) -> None:
    out.write(json.dumps(message) + "\n")
    out.flush()

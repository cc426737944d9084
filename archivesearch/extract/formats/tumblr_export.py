"""Tumblr's own export, posts/html/ID.html -> entries: one post a file, its stamp and tags in the footer."""

from __future__ import annotations

import re

from archivesearch.extract.formats import evidence
from archivesearch.extract.formats.markup import form_of, found_text, post_text, title_text
from archivesearch.model import Entry, Found, Page, PageReading

_PLATFORM = Found("Tumblr", "Tumblr export")
_TEXT = re.compile(r'<body[^>]*>(.*)<div id="footer">(.*)', re.DOTALL | re.IGNORECASE)
_TITLE = re.compile(r"\s*<h[12][^>]*>(.*?)</h[12]>", re.DOTALL | re.IGNORECASE)
_STAMP = re.compile(r'<span id="timestamp">\s*(.*?)\s*</span>', re.DOTALL)
_TAG = re.compile(r'<span class="tag">(.*?)</span>', re.DOTALL)


def read(page: Page, text: str) -> PageReading:
    """The post of a file."""
    match = _TEXT.search(text)
    entries = (_entry(page, match[1], match[2]),) if match else ()
    return PageReading(evidence.facts_of(page, "single" if entries else "other", platform=_PLATFORM), entries)


def _entry(page: Page, markup: str, footer: str) -> Entry:
    heading = _TITLE.match(markup)
    body = post_text(markup[heading.end() :] if heading else markup)
    identity = page.path.rpartition("/")[2].partition(".")[0]
    address = f"{page.base_url.rstrip('/')}/post/{identity}" if page.base_url else ""
    stamp = _STAMP.search(footer)
    return Entry(
        page=page.path,
        position=0,
        form=form_of(body, "", is_summary=False),
        captured=page.captured,
        platform=_PLATFORM.value,
        permalink=evidence.found_permalink(address, "Tumblr export id"),
        platform_id=Found(identity, "Tumblr export id"),
        title=found_text(title_text(heading[1]) if heading else "", "Tumblr export title"),
        published=evidence.found_stamp(stamp[1], "Tumblr export timestamp") if stamp else None,
        tags=evidence.found_words(map(title_text, _TAG.findall(footer)), "Tumblr export tag"),
        body=found_text(body, "Tumblr export text"),
        is_own_page=True,
    )

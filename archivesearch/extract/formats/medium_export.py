"""Medium's own export, posts/YYYY-MM-DD_Title-ID.html -> entries: one published story a file, in h-entry marks.

https://help.medium.com/hc/en-us/articles/115004745787-Export-your-account-data
"""

from __future__ import annotations

import re

from archivesearch.extract.formats import evidence
from archivesearch.extract.formats.markup import form_of, found_text, post_text, title_text
from archivesearch.model import Entry, Found, Page, PageReading

_PLATFORM = Found("Medium", "Medium export")
_TITLE = re.compile(r'<h1 class="p-name">(.*?)</h1>', re.DOTALL)
_BODY = re.compile(r'<section data-field="body"[^>]*>(.*)</section>\s*<footer>', re.DOTALL)
_FIRST_HEADING = re.compile(r"<h[1-4]\b[^>]*\bgraf--title\b[^>]*>.*?</h[1-4]>", re.DOTALL)
_FOOTER = re.compile(r"<footer>(?:(?!<footer>).)*$", re.DOTALL)
_STAMP = re.compile(r'<time class="dt-published" datetime="([^"]+)"')
_AUTHOR = re.compile(r'class="p-author h-card">(.*?)</a>', re.DOTALL)
_CANONICAL = re.compile(r'<a href="([^"]+)" class="p-canonical"')
_IDENTITY = re.compile(r'href="https://medium\.com/p/([0-9a-f]+)"')


def read(page: Page, text: str) -> PageReading:
    """The story of a file; none of a draft, which has no day of publication."""
    footer = match[0] if (match := _FOOTER.search(text)) else ""
    stamp = _STAMP.search(footer)
    entries = (_entry(page, text, footer, stamp[1]),) if stamp else ()
    facts = evidence.facts_of(page, "single" if entries else "other", platform=_PLATFORM)
    return PageReading(facts, entries, left_out=() if stamp else ("draft",))


def _entry(page: Page, text: str, footer: str, stamp: str) -> Entry:
    title = title_text(match[1]) if (match := _TITLE.search(text)) else ""
    markup = match[1] if (match := _BODY.search(text)) else ""
    first = _FIRST_HEADING.search(markup)
    if first and title_text(first[0].partition(">")[2].rpartition("<")[0]) == title:
        markup = markup[: first.start()] + markup[first.end() :]
    body = post_text(markup)
    address = match[1] if (match := _CANONICAL.search(footer)) else ""
    identity = _IDENTITY.search(footer)
    return Entry(
        page=page.path,
        position=0,
        form=form_of(body, "", is_summary=False),
        captured=page.captured,
        platform=_PLATFORM.value,
        permalink=evidence.found_permalink(address, "Medium export canonical link"),
        platform_id=Found(identity[1], "Medium export id") if identity else None,
        title=found_text(title, "Medium export title"),
        authors=evidence.found_people(
            (title_text(name) for name in _AUTHOR.findall(footer)), "Medium export author"
        ),
        published=evidence.found_stamp(stamp, "Medium export date"),
        body=found_text(body, "Medium export body"),
        is_own_page=True,
    )

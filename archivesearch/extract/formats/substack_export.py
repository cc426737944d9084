"""Substack's own export, posts/NUMBER.slug.html and its row of posts.csv -> entries: one published post a file."""

from __future__ import annotations

from archivesearch.extract.formats import evidence
from archivesearch.extract.formats.markup import form_of, found_text, post_text, title_text
from archivesearch.model import Entry, Found, Page, PageReading

_PLATFORM = Found("Substack", "Substack export")
_POSTS = ("newsletter", "podcast", "video", "thread", "")


def read(page: Page, text: str) -> PageReading:
    """The post of a file; none of a draft, and none of what is no post, such as a page."""
    row = dict(page.row)
    kind = row.get("type", "")
    reason = "draft" if row.get("is_published", "").lower() == "false" else None
    reason = reason or (kind if kind not in _POSTS else None)
    entries = () if reason else (_entry(page, text, row),)
    facts = evidence.facts_of(page, "single" if entries else "other", platform=_PLATFORM)
    return PageReading(facts, entries, left_out=(reason,) if reason else ())


def _entry(page: Page, text: str, row: dict[str, str]) -> Entry:
    number, _, slug = row.get("post_id", "").partition(".")
    address = f"{page.base_url.rstrip('/')}/p/{slug}" if page.base_url and slug else ""
    body = post_text(text)
    return Entry(
        page=page.path,
        position=0,
        form=form_of(body, text, is_summary=False),
        captured=page.captured,
        platform=_PLATFORM.value,
        permalink=evidence.found_permalink(address, "Substack export slug"),
        platform_id=Found(number, "Substack export post_id") if number else None,
        title=found_text(title_text(row.get("title", ""), is_html=False), "Substack export title"),
        published=evidence.found_stamp(row.get("post_date", ""), "Substack export post_date"),
        body=found_text(body, "Substack export text"),
        is_own_page=True,
    )

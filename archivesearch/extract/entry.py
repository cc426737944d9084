"""A box -> the entry of its post: the text told from what stands around it, then field by field."""

from __future__ import annotations

from collections.abc import Iterator

from archivesearch.extract.fields.authors import find_authors
from archivesearch.extract.fields.body import read_text
from archivesearch.extract.fields.content import find_content
from archivesearch.extract.fields.form import tell_form
from archivesearch.extract.fields.language import language_of
from archivesearch.extract.fields.platform_id import find_platform_id
from archivesearch.extract.fields.published import find_date_order, find_published
from archivesearch.extract.fields.tags import find_tags
from archivesearch.extract.fields.title import fold_title
from archivesearch.extract.view import BoxView, Value
from archivesearch.languages import told_language
from archivesearch.model import Entry, Found, Timestamp


def with_text(view: BoxView) -> BoxView:
    """The box with the elements of its post's text, where it has one."""
    page, title = view.page, view.title.element if view.title else None
    content = find_content(page.document, view.box.scope, title, page.platform, page.hints, view.box.stamp)
    if content is None:
        return view
    told = (content.bodies, content.rule, content.is_excerpt, content.pruned)
    return BoxView(page, view.box, view.zone, view.title, *told)


def find_body(view: BoxView) -> Found[str] | None:
    """The text of the post in a box that has been told from what stands around it."""
    skip = set(view.pruned)
    if view.title is not None:
        skip.add(view.title.element.start)
        skip.update(_repeated_title(view, view.title))
    texts = [read_text(view.document, body, skip) for body in view.bodies]
    text = "\n\n".join(t for t in texts if t)
    if view.title is not None:
        first, _, rest = text.partition("\n\n")
        text = rest if rest and fold_title(first) == fold_title(view.title.text) != "" else text
    return Found(text, view.body_rule) if text else None


def _repeated_title(view: BoxView, title: Value) -> Iterator[int]:
    """Where the text begins with its title once more, as themes do that show only one of the two."""
    for body in view.bodies[:1]:
        for heading in view.document.within(body, "h1, h2")[:1]:
            if (
                not view.document.letters_between(body.start, heading.start)
                and fold_title(view.document.text(heading)) == fold_title(title.text) != ""
            ):
                yield heading.start


def read_entry(
    view: BoxView,
    day: Found[Timestamp] | None,
    body: Found[str] | None,
    title: Found[str] | None,
    permalink: Found[str] | None,
) -> Entry:
    """All that a box says of its post; `day` is that of the heading above."""
    page = view.page
    published, updated = find_published(view, day, permalink)
    tags, categories = find_tags(view)
    return Entry(
        page=page.path,
        position=0,
        form=tell_form(view, body).value,
        page_url=page.url,
        captured=page.hints.captured,
        platform=page.platform.name if page.platform.name != "generic" else None,
        permalink=permalink,
        platform_id=find_platform_id(view, permalink),
        title=title,
        authors=find_authors(view, body.value if body else ""),
        published=published,
        updated=updated,
        tags=tags,
        categories=categories,
        body=body,
        language=told_language(
            language_of(page.head.language or ""), body.value if body else title.value if title else ""
        ),
        is_own_page=page.is_single,
        date_order=find_date_order(view, published) if published else None,
    )

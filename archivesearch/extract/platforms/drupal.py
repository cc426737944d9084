"""Drupal 5 to 10, as its core themes print a node.

Source: Bartik and the node templates of core. The page's own heading is outside the node on a node's page.
"""

from __future__ import annotations

from archivesearch.extract.document import Document
from archivesearch.extract.head import Head
from archivesearch.extract.platform import Platform


def _recognise(document: Document, head: Head) -> str | None:
    if "drupal" in head.generator:
        return f"meta generator: {head.first('generator')}"
    for mark in ("Drupal.settings", "data-drupal-selector", "/misc/drupal.js", "/sites/all/modules/"):
        if mark in document.source:
            return mark
    return None


PLATFORM = Platform(
    name="Drupal",
    recognise=_recognise,
    posts=("article.node", "div.node"),
    title=(".node__title", ".node-title", "h2.title", "h2"),
    permalink=(".node__title a@href", ".node-title a@href", "h2 a@href"),
    authors=(".field--name-uid", ".submitted .username"),
    published=(
        "[property~='dc:date']@content",
        ".field--name-created time@datetime",
        ".field--name-created",
        ".node__submitted",
        ".submitted",
    ),
    body=(".field--name-body", ".field-name-body", ".node__content", ".content"),
    tags=(".field--name-field-tags a", ".field-name-field-tags a", ".terms a", ".taxonomy a"),
    not_body=(
        ".field--name-field-tags",
        ".field-name-field-tags",
        ".node__links",
        ".links",
        ".terms",
        ".taxonomy",
        ".submitted",
    ),
    single_page=("body[class*='node-type-']",),
    other_page=("body.node-type-page", "body.page-node-type-page", "body.page-user"),
)

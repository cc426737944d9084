"""The id that the platform itself gives a post: post-123, a dasBlog GUID."""

from __future__ import annotations

import re

from archivesearch.addresses import dasblog_guid
from archivesearch.extract.view import BoxView
from archivesearch.model import Found

_ID = re.compile(r"(?:post|entry|article|node|itemid)-?(\d+|[0-9a-f]{8}-[0-9a-f-]{27})$", re.IGNORECASE)


def find_platform_id(view: BoxView, permalink: Found[str] | None) -> Found[str] | None:
    """The id of the post in a box, from the box's own id, the permalink or a link to the comments."""
    for name in (view.box.scope.get("id"), *view.box.scope.classes):
        if match := _ID.match(name):
            return Found(match[0].lower(), "id of the box")
    if permalink and (guid := dasblog_guid(permalink.value)):
        return Found(guid, "GUID in the permalink")
    if view.page.platform.name == "dasBlog":
        for link in view.document.within(view.zone, "a[href*='guid']"):
            if not view.is_in_body(link) and (guid := dasblog_guid(link.get("href"))):
                return Found(guid, "GUID in the comment link")
    return None

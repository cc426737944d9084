"""All platforms in the order in which they are tried: the ones with the surest marks first."""

from __future__ import annotations

from archivesearch.extract.document import Document
from archivesearch.extract.head import Head
from archivesearch.extract.platform import Platform
from archivesearch.extract.platforms import (
    b2evolution,
    blogenginenet,
    blogger,
    communityserver,
    dasblog,
    dreamwidth,
    drupal,
    generic,
    ghost,
    hexo,
    hugo,
    jekyll,
    livejournal,
    medium,
    movabletype,
    nikola,
    octopress,
    pelican,
    radiouserland,
    serendipity,
    squarespace,
    substack,
    subtext,
    textpattern,
    tumblr,
    wordpress,
)

PLATFORMS: tuple[Platform, ...] = (
    # the page says who made it, or only this platform's own files and class names are like that
    dasblog.PLATFORM,
    blogger.PLATFORM,
    ghost.PLATFORM,
    hexo.PLATFORM,
    hugo.PLATFORM,
    nikola.PLATFORM,
    textpattern.PLATFORM,
    octopress.PLATFORM,  # it runs on Jekyll, so before it
    pelican.PLATFORM,
    jekyll.PLATFORM,
    medium.PLATFORM,
    substack.PLATFORM,
    tumblr.PLATFORM,
    dreamwidth.PLATFORM,
    livejournal.PLATFORM,
    communityserver.PLATFORM,
    subtext.PLATFORM,
    blogenginenet.PLATFORM,
    serendipity.PLATFORM,
    b2evolution.PLATFORM,
    # addresses and names that a blog may have kept from the platform it was moved from
    movabletype.PLATFORM,
    wordpress.PLATFORM,
    drupal.PLATFORM,
    squarespace.PLATFORM,
    radiouserland.PLATFORM,
)


def recognise(document: Document, head: Head) -> tuple[Platform, str | None]:
    """The platform that made a page, and the evidence; the generic one without evidence when none is known."""
    for platform in PLATFORMS:
        if evidence := platform.recognise(document, head):
            return platform, evidence
    return generic.PLATFORM, None

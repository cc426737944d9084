"""Icons that stand for a word: the tag before a post's tags, the folder before its category, the head before its author."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archivesearch.extract.document import HEADINGS, INLINE, Document, Element

# Icon fonts draw by class name: "fa fa-tags", "icon-folder-open", "octicon octicon-person", "bi bi-person-fill".
_ICON = re.compile(
    r"""(?: fa | icon | iconfont | icofont | octicon | glyphicon | bi | bx | bxs | ti | ri | mdi | md | ion | lni | typcn | dashicons | oi )
    (?: -(?:ios|md|android|ios7|material|price) )?
    - (?: (?P<tags> tags? | hashtags? | pricetags? | labels? )
        | (?P<categories> folders? | file-directory | categor(?:y|ies) )
        | (?P<authors> user | person | author | account | pencil-user ) )
    (?: -(?:o|open|open-o|fill|solid|circle|circle-o|outline|alt|line|multiple|regular|square|tie|edit) )*""",
    re.VERBOSE | re.IGNORECASE,
)
_DRAWN = "i[class], span[class*=icon], em[class*=icon], span[class*=fa-]"


def icons(document: Document, scope: Element) -> Iterator[tuple[str, Element]]:
    """("tags", "categories" or "authors", element) of each element in the scope that such an icon is drawn on."""
    for element in document.within(scope, _DRAWN):
        if element.is_furniture or _is_in_heading(element):
            continue
        match = next((match for name in element.classes if (match := _ICON.fullmatch(name))), None)
        if match is not None and match.lastgroup is not None:
            yield match.lastgroup, element


def _is_in_heading(element: Element) -> bool:
    """True for an icon in a heading, such as that of each tag on the page of all tags."""
    around = element.parent
    while around is not None and around.tag in INLINE:
        around = around.parent
    return around is not None and around.tag in HEADINGS


def run_behind(document: Document, icon: Element) -> Element | None:
    """The text right behind an icon, inside a link or not; None where no text of the same place follows."""
    place = icon.parent
    for element in document.elements[icon.end : place.end if place is not None else icon.end]:
        if element.tag == "-text" and element.text.strip():
            return element
        if element.tag not in ("-text", "-comment", "a", "span", "strong", "b", "em", "small"):
            return None
    return None

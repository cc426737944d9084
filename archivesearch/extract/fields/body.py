"""The text of a post: blocks apart by a blank line, list items, rows and code lines each on a line of their own."""

from __future__ import annotations

import re
from collections.abc import Collection

from archivesearch.extract.document import INLINE, Document, Element

# Private-use marks for what white space means; replaced at the end, when all of it is known.
_LINE, _BLOCK, _CELL, _KEPT_SPACE, _KEPT_LINE, _BR = (
    "\ue000",
    "\ue001",
    "\ue002",
    "\ue003",
    "\ue004",
    "\ue005",
)
_MARKS = re.compile("[\ue000-\ue005]")
_WHITE_SPACE = "\t\r\n\f\v\u00a0\u200b\ufeff"  # all the same as a space
_BREAKS = re.compile(rf"[{_LINE}{_BLOCK}{_BR}][ {_LINE}{_BLOCK}{_BR}]+|{_BR}")
_CELLS = re.compile(rf" ?{_CELL}[ {_LINE}{_BLOCK}{_BR}]*")

_OMITTED = frozenset("button input label nav iframe audio video source track noscript map form title".split())
_LISTS = frozenset("ul ol dl menu dir".split())
_HOLDERS = frozenset("ul ol dl table tbody thead tfoot figure".split())  # their parts are lines, not they
_LINES = frozenset("li dt dd tr caption option".split())
_BLOCKS_IN_TABLE = "table p, table div, table ul, table ol, table blockquote, table pre, table h1, table h2, table h3, table h4, table table"
_IMAGE_WORD = re.compile(
    r"(?:image|img|picture|photo|foto|bild|imagem|imagen|screen ?shot|thumb(?:nail)?|clip_image\w*|dsc[\w-]*|\S+\.(?:jpe?g|png|gif|webp|svg)|\d+|#|)",
    re.IGNORECASE,
)
_LINE_NUMBERS = frozenset(
    "gutter line-numbers linenos linenodiv lineno lnt hljs-ln-numbers rouge-gutter line-number ln".split()
)
_ANCHORS = frozenset(  # the mark of a heading's own address
    "anchor headerlink header-anchor heading-anchor hash-link anchorjs-link header-link headline-anchor".split()
)


def read_text(document: Document, root: Element, skip: Collection[int] = ()) -> str:
    """The text of a subtree as plain text; `skip` holds the starts of elements to leave out.

    Page furniture inside the subtree is left out. Inline tags neither join nor part words; code keeps its
    spaces and lines; the alternative text of an image counts where the image stands alone in its block.
    """
    out: list[str] = []
    open_ends: list[tuple[int, str]] = []  # (where the element ends, the mark to write there)
    list_end = table_end = pre_end = 0
    elements, at, end = document.elements, root.start, root.end
    layout_tables = _layout_tables(document, root)
    root_is_furniture = root.is_furniture
    while at < end:
        element = elements[at]
        while open_ends and open_ends[-1][0] <= at:
            out.append(open_ends.pop()[1])
        tag = element.tag
        if tag == "-text":
            if at in skip:
                at += 1
                continue
            out.append(_verbatim(element.text) if at < pre_end else _MARKS.sub("", element.text))
            at += 1
            continue
        if (
            at in skip
            or tag in _OMITTED
            or (element.is_furniture and not root_is_furniture)
            or (element.classes and _is_mark(document, element))
        ):
            at = element.end
            continue
        if tag == "br":
            out.append(_KEPT_LINE if at < pre_end else _BR)
        elif tag == "img":
            out.append(_image_text(document, element))
        elif tag in ("td", "th"):
            mark = _BLOCK if at in layout_tables or table_end <= at else _CELL
            if at >= list_end or mark == _CELL:
                out.append(mark)
        elif tag not in INLINE:
            mark = _BLOCK
            if tag in _LINES:
                mark = _LINE if table_end > at or list_end > at else _BLOCK
            elif tag in _LISTS:
                mark = _LINE if list_end > at else _BLOCK
                list_end = max(list_end, element.end)
            elif tag == "pre":
                pre_end = max(pre_end, element.end)
                mark = _LINE if list_end > at else _BLOCK
            elif tag in ("table", "tbody", "thead", "tfoot"):
                if table_end > at:
                    mark = _LINE
                elif tag == "table" and at not in layout_tables:
                    table_end = element.end
            elif list_end > at:
                mark = _LINE
            if at < pre_end and tag != "pre":
                # a block inside code, such as a <div> for each line, begins and ends a line
                mark = "" if tag in _HOLDERS else _KEPT_LINE
                last = next((piece[-1] for piece in reversed(out) if piece), _KEPT_LINE)
                if mark and not _MARKS.match(last):
                    out.append(mark)
                open_ends.append((element.end, mark))
            else:
                out.append(mark)
                open_ends.append((element.end, mark))
        elif (
            tag == "span" and at < pre_end and "line" in element.classes and _next_is_line(document, element)
        ):
            open_ends.append((element.end, _KEPT_LINE))
        elif tag == "q":
            out.append("\u201c")
            open_ends.append((element.end, "\u201d"))
        at += 1
    out.extend(mark for _, mark in reversed(open_ends))
    return _finish("".join(out))


def _is_mark(document: Document, element: Element) -> bool:
    """True for line numbers beside code, and for the link beside a heading, unless it holds the whole heading."""
    if not _LINE_NUMBERS.isdisjoint(element.classes):
        return True
    return (
        not _ANCHORS.isdisjoint(element.classes)
        and element.tag in INLINE
        and (element.parent is None or document.letters(element) < document.letters(element.parent))
    )


def _finish(marked: str) -> str:
    text = marked
    for blank in _WHITE_SPACE:
        text = text.replace(blank, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    if _CELL in text:
        text = _CELLS.sub(_CELL, text)
    for mark in (_LINE, _BLOCK, _BR):
        text = text.replace(f" {mark}", mark)
    text = _BREAKS.sub(_one_break, text).replace(_LINE, "\n").replace(_BLOCK, "\n\n")
    if _CELL in text:
        text = _with_cells(text)
    text = text.strip()
    if _KEPT_LINE in text or _KEPT_SPACE in text:
        text = _with_code(text)
    return text.strip("\n")


def _with_cells(text: str) -> str:
    """The cells of a row apart by a tab, none of it before the first."""
    lines = [line.strip(" ") for line in text.replace(_CELL, "\t").split("\n")]
    lines = [line.lstrip("\t") if line.strip() else line.strip("\t") for line in lines]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


def _with_code(text: str) -> str:
    """Code with its spaces and lines, without empty lines at both of its ends."""
    text = re.sub(
        rf"(?<![{_KEPT_LINE}{_KEPT_SPACE}])[{_KEPT_LINE}{_KEPT_SPACE}]*{_KEPT_LINE}(?=\n|$)|{_KEPT_LINE}$",
        "",
        text,
    )
    text = re.sub(rf"((?:^|\n))(?:{_KEPT_SPACE}*{_KEPT_LINE})+", r"\1", text)
    text = text.replace(_KEPT_LINE, "\n").replace(_KEPT_SPACE, " ")
    return re.sub(r"(?<![ \t])[ \t]+(?=\n)", "", text)


def _one_break(match: re.Match[str]) -> str:
    """One mark for a run of them: two <br> part paragraphs as an end of a block does."""
    return _BLOCK if _BLOCK in match[0] or match[0].count(_BR) > 1 else _LINE


def _verbatim(text: str) -> str:
    text = _MARKS.sub("", text).replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    return text.expandtabs(4).replace(" ", _KEPT_SPACE).replace("\n", _KEPT_LINE)


def _next_is_line(document: Document, element: Element) -> bool:
    """Code whose lines are spans side by side, with no line break of their own."""
    return (
        element.end < len(document.elements)
        and document.elements[element.end].tag == "span"
        and element.end > element.start + 1
        and not document.elements[element.end - 1].text.endswith("\n")
    )


def _layout_tables(document: Document, root: Element) -> set[int]:
    """Starts of the tables, and their cells, that hold blocks: those lay out a page and are no tables of data."""
    if not (tables := [t for t in document.select("table") if root.start <= t.start < root.end]):
        return set()
    blocks = document.select(_BLOCKS_IN_TABLE)
    layout = {
        table.start for table in tables if any(table.start < block.start < table.end for block in blocks)
    }
    if not layout:
        return layout
    cells = document.select("td, th")
    for table in tables:
        if table.start in layout:
            layout.update(cell.start for cell in cells if table.start < cell.start < table.end)
    return layout


def _image_text(document: Document, image: Element) -> str:
    """The image's alternative text where it stands alone in its block and says more than "image"."""
    alt = " ".join(image.get("alt").split())
    if len(alt) < 12 or " " not in alt or _IMAGE_WORD.fullmatch(alt):
        return ""
    block = image.parent
    while block is not None and block.tag in INLINE:
        block = block.parent
    if block is None or block.tag == "body" or document.letters(block):
        return ""
    return alt

"""Names in programs that are several words written as one: `readFileSync`, `HttpServer`, `XMLHttpRequest`.

Names of products are written the same way, and are one word: JavaScript is no Java, and nobody who asks for a press wants
WordPress. Of 2,200 different words of two parts with two capitals in posts of fifteen blogs, GitHub, JavaScript, LibreOffice and
YouTube alone made an eighth of all posts that have one. So a word of two parts is taken apart only when one of them is of those
that programs are full of.
"""

from __future__ import annotations

import re

_PART = r"(?:[A-Z]+(?![a-z])|[A-Z]?[a-z]+)[0-9]*"  # compiled when a word needs it
_FEWEST = 3  # parts of a word that is a program's whatever they are; some names (OpenStreetMap) are too, at little harm

# What begins a name of two words, if in lower case, and what ends one: those in many different names.
_FIRST = frozenset(
    """add after append apply assert before build bytes call can change check clear clone close connect convert copy
    create current debug decode default delete disable dispatch draw emit enable encode error event execute fetch file
    filter find first flush for format from generate get handle has hide init inner insert invoke join last list load
    local make map match max merge min move new next num on outer parse pop post prepare prevent print process push
    put query read receive register remove render replace request reset resolve response return run save search select
    send server set setup should show sort split start stop string test to total trigger try unwrap update use user
    validate wait with write""".split()
)
_LAST = frozenset(
    """action adapter args argument arguments array attribute attributes buffer builder button bytes cache callback class
    client collection color command component config connection connector container context controller converter count
    data dataset definition delegate description dialog directory element encoder endpoint entity entry enum error errors
    event events exception executor expression factory field fields file files filter format function generator handle
    handler header headers height helper id identifier index info input instance interface item items iterator key
    keys label layout lib library line list listener loader location lock logger manager map mapper message metadata method
    mode model module name names node number object objects observer option options output pair parameter params parser
    path payload plugin pointer pool position processor property properties provider proxy query queue reader record
    reference registry renderer repository request resolver resource response result results router row runner schema
    selector serializer server service services session set settings signature size socket source spec
    state statement status stream string struct style table target task template test tests text thread token tokens
    tree type types uri url utils validator value values variable vector version view visitor widget wrapper writer""".split()
)


def parts_of_identifier(word: str) -> list[tuple[int, int]]:
    """Where the parts of a name of a program lie in it; none for other words."""
    if not word.isascii() or word.islower() or word.isupper() or word.istitle():
        return []
    spans = [match.span() for match in re.finditer(_PART, word)]
    # What does not come out whole has other signs; a part of one letter is of a name (iPhone, LaTeX) or of base64.
    if len(spans) < 2 or sum(end - start for start, end in spans) < len(word):
        return []
    if min(end - start for start, end in spans) < 2:
        return []
    first, last = (word[start:end] for start, end in (spans[0], spans[-1]))
    is_of_program = len(spans) >= _FEWEST or first in _FIRST or last.lower() in _LAST
    return spans if is_of_program else []

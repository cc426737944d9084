"""The words of a link that leads from an excerpt to the whole post."""

from __future__ import annotations

import re

_MORE_TEXT = re.compile(
    r"\W*(?:(?:read (?:more|on|the (?:rest|full)|full)|continue reading|keep reading|full (?:post|article|story)|see (?:more|full)|weiter ?lesen|ganzen artikel"
    r"|leer m[aá]s|seguir leyendo|sigue leyendo|continuar leyendo|lire (?:la suite|plus)|en savoir plus"
    r"|ler mais|leia mais|continue (?:lendo|a ler)|continua a leggere"
    r"|leggi (?:tutto|di più)|lees (?:verder|meer)|verder lezen|читать (?:далее|дальше"
    r"|полностью)|czytaj (?:dalej|więcej)|läs (?:mer|vidare)|続きを読む|もっと読む"
    r"|阅读(?:全文|更多)|閱讀(?:全文|更多)|查看(?:全文|更多)|继续阅读|더 ?(?:보기|읽기)|계속 읽기).{0,80}"
    r"|(?:more|mehr|más|plus|suite|mais|altro|meer|далее|подробнее|więcej|mer|全文|続き|更多|阅读|continue|\[?(?:\.\.\.|…)\]?|»|→)\W*)",
    re.IGNORECASE,
)


def is_more_text(text: str) -> bool:
    """True for the words of a link that leads from an excerpt to the whole post."""
    return len(text) < 120 and _MORE_TEXT.fullmatch(text) is not None

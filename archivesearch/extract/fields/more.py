"""The words of links that lead to a post: from its excerpt to the whole of it, or to its lasting address."""

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


_PERMALINK_TEXT = re.compile(
    r"\W*(?:perma(?:nent)?[ -]?link(?: (?:to|for|of|vers|zu)\b.{0,120})?|perma|(?:direct )?link(?: to this (?:entry|post|article|item))?"
    r"|(?:view|read|go to) (?:this )?(?:entry|post)|url|permalien|lien permanent(?: vers .{0,120})?|enlace permanente|permaenlace"
    r"|link permanente|permanenter link|direktlink|permanente link|постоянная ссылка|ссылка|permanentny link|bezpośredni odnośnik"
    r"|固定リンク|パーマリンク|この記事のurl|固定链接|永久链接|本文链接|고유 ?링크|퍼머링크)\W*|\u221e|#|\u00b6",
    re.IGNORECASE,
)


def is_permalink_text(text: str) -> bool:
    """True for the words of a link that is nothing but a post's lasting address."""
    return len(text) < 160 and _PERMALINK_TEXT.fullmatch(text) is not None

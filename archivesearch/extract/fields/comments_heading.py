"""The words that head the comments of a post: "3 comments", "2 thoughts on ...", "Kommentare"."""

from __future__ import annotations

import re

_COMMENTS = re.compile(
    r"\W*(?:(?:no|one|\d+|user|reader|all) )?(?:comments?|repl(?:y|ies)|responses?|reader comments|feedback"
    r"|thoughts?|trackbacks?|kommentare?|antworten|comentarios?|respuestas?"
    r"|comentários?|commentaires?|commenti|reacties?|комментари\w*|komentarz\w*|kommentarer|コメント|评论|評論"
    r"|댓글)(?: (?:to|on|zu|a|sur|su|op|к|for)\b.{0,80}|:? ?[\"\u201c\u201e\u00ab].{0,120}| ?[(\[]?\d+[)\]]?)?\W*",
    re.IGNORECASE,
)


def heads_comments(text: str) -> bool:
    """True for a line that heads the comments of a post."""
    return len(text) < 200 and _COMMENTS.fullmatch(text) is not None

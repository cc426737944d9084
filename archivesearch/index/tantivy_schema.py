"""The schema of a tantivy index, and a post's contents as a tantivy document.

Each word field is there twice: its keys, with positions, and under `..._form` the forms beside them, which tell the
word as typed from its other forms. Both hold a word as often as it counts, so tantivy's own BM25 sees the pooled
text that scoring.py is about, and with the same k1 and b.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import tantivy

from archivesearch.analysis import analyzer
from archivesearch.index.contents import VALUE_FIELDS, WORD_FIELDS, Contents, Run, period_of
from archivesearch.index.planner import TEXT

EVERY = "every"  # a field and the term in it that all posts have: tantivy does not tell how many it counts
SEVERAL_DAYS = "several days"  # a term of the same field: posts of which only the month or year is known
_PERIODS = ("year", "month")
_NOWHERE = 0  # the position of a word counted once more than it stands there: two of these make no phrase
_FIRST = 256  # the position of the first word, further from these than a phrase may reach


def form_field(field: str) -> str:
    """The field with the forms of a word field."""
    return f"{field}_form"


def schema() -> tantivy.Schema:
    """The schema of every index."""
    builder = tantivy.SchemaBuilder()
    for name in WORD_FIELDS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="position")
        builder.add_text_field(form_field(name), tokenizer_name="whitespace", index_option="freq")
    for name in (*VALUE_FIELDS, *(f"{period}_value" for period in _PERIODS)):
        is_shown = name == "lang_value"
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True, stored=is_shown)
    for name in ("post_id", "permalink"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", stored=True, fast=True)
    builder.add_text_field(EVERY, tokenizer_name="raw", index_option="basic")
    for name in ("first_day", "last_day", "length"):
        builder.add_integer_field(name, fast=True)
    builder.add_float_field("epoch", fast=True)
    return builder.build()


def document(held: Contents) -> tantivy.Document:
    """What the index holds of a post; a post without a date has no days and no moment."""
    made = tantivy.Document()
    made.add_text(EVERY, EVERY)
    for name, runs in held.runs.items():
        count = _add_words(made, name, runs, held.language)
        if name == TEXT:
            made.add_integer("length", count)
    for name, values in held.values.items():
        for value in values:
            made.add_text(name, valid(value))
    for period in _PERIODS:
        found = period_of(period, held.first_day, held.last_day)
        if found is not None:
            made.add_text(f"{period}_value", found)
    made.add_text("post_id", valid(held.post_id))
    made.add_text("permalink", valid(held.permalink))
    if held.epoch_seconds is not None:
        made.add_integer("first_day", held.first_day)
        made.add_integer("last_day", held.last_day)
        if held.last_day > held.first_day:
            made.add_text(EVERY, SEVERAL_DAYS)
        made.add_float("epoch", held.epoch_seconds)
    return made


def _add_words(made: tantivy.Document, field: str, runs: Sequence[Run], language: str | None) -> int:
    """Add a word field; how much its words count together. The positions of a key ascend, as they must."""
    chunk, token = analyzer(language).chunk, tantivy.Token
    nowhere: list[tantivy.Token] = []
    tokens: list[tantivy.Token] = []
    forms: list[str] = []
    for words, start, weight in runs:
        at = start + _FIRST
        for text in words:
            analysed = chunk(text)
            for key, form, offset, _, _, _ in analysed.pieces:
                tokens.append(token(key, at + offset, 0, 0))
                if weight > 1:
                    nowhere += [token(key, _NOWHERE, 0, 0)] * (weight - 1)
                forms += [form if form.isascii() else form_term(form)] * weight
            at += analysed.width
    made.add_pre_tokenized_text(field, tantivy.PreTokenizedString("", nowhere + tokens))
    made.add_text(form_field(field), " ".join(forms))
    return len(forms)


def form_term(form: str) -> str:
    """A form as the index holds it, where forms are parted by spaces (compatibility makes some of one sign)."""
    return valid(form.replace(" ", "_"))


def valid(text: str) -> str:
    """The text without what UTF-8 cannot say (half a pair of surrogates)."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def valid_terms(texts: Iterable[str]) -> list[str]:
    """Each text once, as the index holds it."""
    return list(dict.fromkeys(map(valid, texts)))

"""The options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from click.core import ParameterSource

from archivesearch.cli.typed import as_typed
from archivesearch.index.engine import ENGINES
from archivesearch.model import Ranking

F = TypeVar("F", bound=Callable[..., Any])

INDEX_VARIABLE = "ARCHIVESEARCH_INDEX"
DEFAULT_INDEX = Path("index")
_MOST_JOBS = 256  # processes; more is a slip of the finger that would take the machine down
_MOST_SECONDS = 10_000_000  # some four months


class Seconds(click.FloatRange):
    """A number of seconds, 0 or more; "nan" is none, though Python reads it as one."""

    def __init__(self) -> None:
        super().__init__(min=0)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number. click.BadParameter for anything else."""
        seconds: float = super().convert(value, param, ctx)
        if not seconds <= _MOST_SECONDS:
            self.fail(f"{value} is no number of seconds up to {_MOST_SECONDS:,}", param, ctx)
        return seconds


def index_option(function: F) -> F:
    """--index DIR, else $ARCHIVESEARCH_INDEX, else ./index."""
    return click.option(
        "--index",
        "directory",
        metavar="DIR",
        envvar=INDEX_VARIABLE,
        default=DEFAULT_INDEX,
        type=click.Path(path_type=Path),
        help="The folder of the index; by default $ARCHIVESEARCH_INDEX, else ./index.",
    )(function)


def engine_option(text: str) -> Callable[[F], F]:
    """--engine NAME, with what it is for; tantivy is an extra."""
    return click.option(
        "--engine",
        metavar="NAME",
        type=click.Choice(ENGINES),
        help=f"{text} whoosh, or tantivy, which is faster and needs pip install 'archivesearch[tantivy]'.",
    )


def reading_options(function: F) -> F:
    """What reading pages takes: --base-url, --allow-private, --jobs, --quiet."""
    function = click.option("--quiet", is_flag=True, help="Print no progress and no summary, only problems.")(
        function
    )
    function = click.option(
        "--jobs",
        metavar="N",
        type=click.IntRange(min=1, max=_MOST_JOBS),
        help="How many processes read pages; by default one for each core.",
    )(function)
    function = click.option(
        "--allow-private",
        is_flag=True,
        help="Fetch a SOURCE that is an address even from this machine or a private network.",
    )(function)
    return click.option(
        "--base-url",
        metavar="URL",
        callback=lambda _, __, url: url and as_typed(url),
        help="The blog's address, where the folder is a mirror of it: gives every page its own address.",
    )(function)


def json_options(function: F) -> F:
    """--json and --jsonl."""
    function = click.option("--jsonl", "form", flag_value="jsonl", help="Print one JSON object a line.")(
        function
    )
    return click.option("--json", "form", flag_value="json", help="Print one JSON document.")(function)


def ready_to_paste(ranking: Ranking) -> str:
    """The command for a query that finds more, safe in a shell whatever the query holds; empty if there is none."""
    import shlex  # lazy: only a search with few hits needs it

    if not ranking.suggestion:
        return ""
    ctx = click.get_current_context()
    words = ["archivesearch", "search"]
    if ctx.get_parameter_source("directory") is ParameterSource.COMMANDLINE:
        words += ["--index", str(ctx.params["directory"])]
    if ranking.suggestion.startswith("--"):
        words.append("--")
    return f"; try: {shlex.join([*words, ranking.suggestion])}"


def hit_options(function: F) -> F:
    """--json, --jsonl, --csv and --trec."""
    function = click.option(
        "--trec", "form", flag_value="trec", help="Print the ranking as a run for TREC tools."
    )(function)
    function = click.option(
        "--csv", "form", flag_value="csv", help="Print a table: a line of names, then one row a hit."
    )(function)
    return json_options(function)


def pager_option(function: F) -> F:
    """--no-pager."""
    return click.option(
        "--pager/--no-pager", default=True, help="Whether long output on a terminal goes through a pager."
    )(function)


def colour_option(function: F) -> F:
    """--color WHEN."""
    return click.option(
        "--color",
        "colour",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        help="When to use colour; auto is on a terminal, unless NO_COLOR is set.",
    )(function)

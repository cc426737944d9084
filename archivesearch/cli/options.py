"""The options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

INDEX_VARIABLE = "ARCHIVESEARCH_INDEX"
DEFAULT_INDEX = Path("index")


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


def reading_options(function: F) -> F:
    """What reading pages takes: --base-url, --jobs, --quiet."""
    function = click.option("--quiet", is_flag=True, help="Print no progress and no summary, only problems.")(
        function
    )
    function = click.option(
        "--jobs",
        metavar="N",
        type=click.IntRange(min=1),
        help="How many processes read pages; by default one for each core.",
    )(function)
    return click.option(
        "--base-url",
        metavar="URL",
        help="The blog's address, where the folder is a mirror of it: gives every page its own address.",
    )(function)


def json_options(function: F) -> F:
    """--json and --jsonl."""
    function = click.option("--jsonl", "form", flag_value="jsonl", help="Print one JSON object a line.")(
        function
    )
    return click.option("--json", "form", flag_value="json", help="Print one JSON document.")(function)


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

"""The words of a query among the options of a command: -word leaves out, and what stands behind -- is all query."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import Any

import click

from archivesearch.cli.console import tell
from archivesearch.cli.typed import as_typed

_OPTION = re.compile(r"--[a-z][a-z-]*(?:=.*)?", re.DOTALL)
_HELP = ("-h", "-help")
_NOTE_CHARS = 300  # a note quotes what was typed, which may be pages pasted by accident


class QueryCommand(click.Command):
    """A command with QUERY...: one text, `query`. It has no short options, so that -word can stand in the query."""

    def __init__(self, *arguments: Any, needs_query: bool = True, **settings: Any) -> None:
        self._needs_query = needs_query
        metavar = "QUERY..." if needs_query else "[QUERY]..."
        self._query = click.Argument(
            ["query"], metavar=metavar, nargs=-1, required=False, type=click.UNPROCESSED
        )
        settings["params"] = [self._query, *settings.get("params", ())]
        settings["context_settings"] = {"ignore_unknown_options": True, "help_option_names": ["--help"]}
        super().__init__(*arguments, **settings)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The same as click's, the query joined. click.UsageError when there is none, or a mistyped option."""
        at = args.index("--") if "--" in args else len(args)
        super().parse_args(ctx, args[:at])
        words: tuple[str, ...] = ctx.params["query"] or ()
        if ctx.resilient_parsing:  # a shell asks what could come next
            return ctx.args
        if any(word in _HELP for word in words):
            click.echo(ctx.get_help(), color=ctx.color)
            ctx.exit()
        for word in words:
            self._check(ctx, word)
        words += tuple(args[at + 1 :])
        if self._needs_query and not words:
            raise click.MissingParameter(ctx=ctx, param=self._query)
        ctx.params["query"] = " ".join(map(as_typed, words))
        return ctx.args

    def _check(self, ctx: click.Context, word: str) -> None:
        """click.NoSuchOption for a word that can only be a mistyped option; a note for one that looks like one."""
        names = [name for one in self.params if isinstance(one, click.Option) for name in one.opts]
        if _OPTION.fullmatch(word):
            name = word.partition("=")[0]
            near = difflib.get_close_matches(name, names, n=1)
            meant = f" Did you mean {near[0]}?" if near else ""
            raise click.NoSuchOption(
                name,
                message=f"No such option {name}.{meant} To search for it, put -- before the query:"
                f" {ctx.command_path} -- {name}",
                ctx=ctx,
            )
        if word.startswith("-") and (f"-{word}" in names or re.fullmatch("-[A-Za-z]", word)):
            option = f"the option is -{word}" if f"-{word}" in names else "options have two minus signs"
            tell(f"{word} was read as: without the word {word[1:]!r}; {option}")


def tell_notes(notes: Iterable[str]) -> None:
    """Says on stderr how a query was read."""
    for note in notes:
        tell(note if len(note) <= _NOTE_CHARS else f"{note[:_NOTE_CHARS]}…")

"""The command line: a file for each command, loaded when it is asked for; output.py renders."""

from __future__ import annotations

import difflib
import errno
import importlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from archivesearch.cli.console import open_closed_streams, silence, tell
from archivesearch.cli.exit_codes import ERROR, HITS, INTERRUPTED, LOCKED
from archivesearch.errors import ArchiveSearchError, LockedError

# In the order of use. The help text stands here so that listing the commands loads none of them.
COMMANDS = {
    "scrape": "Print the posts of saved pages, one JSON object a line.",
    "index": "Read saved pages into an index, or only what is new in them.",
    "crawl": "Fetch a blog from the web, or what is new on it, into an index.",
    "search": "Find posts.",
    "show": "Show one post whole.",
    "open": "Open a post in the web browser.",
    "similar": "Find the posts most like one post.",
    "timeline": "Show when the posts that answer a query were written.",
    "export": "Write posts as JSON Lines, CSV, Atom, Markdown, SQLite or Parquet.",
    "stats": "Say what an index holds.",
    "verify": "Check that an index is whole.",
    "rebuild": "Make the search index anew from the stored posts.",
    "completion": "Print what lets a shell complete commands and options.",
    "help": "Explain a topic: query, exit-codes, environment.",
}


_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


class _Commands(click.Group):
    """The commands, imported one at a time: a search should not wait for the parts it does not need."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"archivesearch.cli.{cmd_name}").command
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        typed = list(args)
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            at = next((at for at, word in enumerate(typed) if word in COMMANDS), None)
            if at is None:
                raise
            import shlex  # lazy: only this mistake needs it

            moved = shlex.join(["archivesearch", typed[at], *typed[:at], *typed[at + 1 :]])
            ctx.fail(f"{error.option_name} stands before the command; options stand behind it: {moved}")

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS:
            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f"did you mean {near[0]!r}?" if near else "'archivesearch --help' lists the commands."
            ctx.fail(f"no command {args[0]!r}; {hint} To search for it: archivesearch search {args[0]}")
        name, command, rest = super().resolve_command(ctx, args)
        directory = ctx.params["directory"]
        if directory is None or command is None:
            return name, command, rest
        if not any(option.name == "directory" for option in command.params):
            ctx.fail(f"{name} uses no index; leave out --index")
        return name, command, ["--index", str(directory), *rest]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:  # the reader, such as `head`, has seen enough
            silence(sys.stdout)
            return HITS
        return result


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Examples:\n\n"
    "\b\n"
    "  archivesearch index ~/saved-blog --base-url https://blog.example/\n"
    "  archivesearch search 'lighthouse \"north sea\" date:2009'\n"
    "  archivesearch show 1\n"
    "  archivesearch scrape ~/saved-blog > posts.jsonl\n",
)
@click.option(
    "--index",
    "directory",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The folder of the index; may stand behind the command too.",
)
@click.version_option(package_name="archivesearch", message="%(prog)s %(version)s")
@click.pass_context
def commands(ctx: click.Context, directory: Path | None) -> int:
    """Turn saved blog pages into posts, dated and signed, and search them."""
    if ctx.invoked_subcommand is None:
        from archivesearch.cli.welcome import welcome  # a lazy import: only the bare command needs it

        return welcome(directory)
    return HITS


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; gives the exit code."""
    open_closed_streams()
    try:
        code = commands.main(arguments, prog_name="archivesearch", standalone_mode=False)
        return code if isinstance(code, int) else HITS
    except click.ClickException as error:
        _show(error)
        return ERROR
    except LockedError as error:
        tell(str(error))
        return LOCKED
    except ArchiveSearchError as error:
        tell(str(error))
        return ERROR
    except (click.Abort, KeyboardInterrupt):
        tell("stopped; what was committed until then is kept, and the next run goes on from there")
        return INTERRUPTED
    except OSError as error:
        if error.errno not in _NO_ROOM:
            return _tell_gone() if _is_folder_gone() else _tell_fault()
        silence(sys.stdout)
        tell(f"the output cannot be written ({error.strerror}); make room, or send it elsewhere")
        return ERROR
    except Exception:
        return _tell_fault()


def _show(error: click.ClickException) -> None:
    try:
        error.show()
    except OSError:  # nobody can be told any more
        silence(sys.stderr)


def _is_folder_gone() -> bool:
    try:
        Path.cwd()
    except OSError:
        return True
    return False


def _tell_gone() -> int:
    tell("the folder that this was started in is not there any more; change into another one")
    return ERROR


def _tell_fault() -> int:
    """Tells a fault of ours; the exit code is not Python's own, 1, which would say "no hits" to a script."""
    import traceback

    traceback.print_exc()
    tell("this is a fault in archivesearch; please report it with the lines above")
    return ERROR

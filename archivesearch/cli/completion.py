"""`archivesearch completion SHELL`: what lets a shell complete commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from archivesearch.cli.console import print_line
from archivesearch.cli.exit_codes import HITS

_SHELLS = ("bash", "zsh", "fish")


@click.command("completion")
@click.argument("shell", type=click.Choice(_SHELLS))
@click.pass_context
def command(ctx: click.Context, shell: str) -> int:
    """Print a script that lets a shell complete commands, options and what they take.

    \b
    bash   archivesearch completion bash > ~/.local/share/bash-completion/completions/archivesearch
    zsh    archivesearch completion zsh > ~/.zfunc/_archivesearch   (a folder in $fpath)
    fish   archivesearch completion fish > ~/.config/fish/completions/archivesearch.fish

    Exit code: 0 it was printed, 2 an error.
    """
    root = ctx.find_root()
    found = get_completion_class(shell)
    assert found is not None  # click knows all of _SHELLS
    script = found(root.command, {}, "archivesearch", "_ARCHIVESEARCH_COMPLETE")
    print_line(script.source_template % script.source_vars())
    return HITS

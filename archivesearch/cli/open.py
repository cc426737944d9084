"""`archivesearch open ID|N`: a post in the web browser, live or as it was saved."""

from __future__ import annotations

import tempfile
import webbrowser
from pathlib import Path
from urllib.parse import quote, urlsplit

import click

from archivesearch.archive import Archive, open_archive
from archivesearch.cli.console import print_line, tell, use_locale, visible
from archivesearch.cli.exit_codes import ERROR, HITS, NO_HITS
from archivesearch.cli.options import index_option
from archivesearch.cli.which import find_post
from archivesearch.errors import SourceError
from archivesearch.model import Post

# That a browser shows by themselves.
_ENDINGS = (".html", ".htm", ".xhtml", ".mht", ".mhtml", ".webarchive", ".txt")


@click.command("open")
@click.argument("which", metavar="ID|N")
@click.option("--saved", "is_saved", is_flag=True, help="The saved page, not the post's address on the web.")
@click.option("--print", "is_printed", is_flag=True, help="Print the address instead of opening it.")
@index_option
def command(which: str, is_saved: bool, is_printed: bool, directory: Path) -> int:
    """Open a post in the web browser: by its id, or its number in the last search.

    Its permalink is opened; where it has none, or with --saved, the page that it was read from. A page that
    lies inside another file, such as a web archive, is put into a temporary file for that.

    Exit code: 0 it was opened, 1 there is no such post, 2 an error.
    """
    with open_archive(directory) as archive:
        post = find_post(archive, which)
        if post is None:
            return NO_HITS
        address = (None if is_saved else _on_the_web(post)) or _saved_page(archive, post)
    if is_printed:
        use_locale()
        print_line(visible(address))
    elif not webbrowser.open(address):
        tell(f"no web browser could be started; the address is {address}")
        return ERROR
    return HITS


def _on_the_web(post: Post) -> str | None:
    """The permalink, if it leads to the web: a page of an archive may name any address, even a program's."""
    try:
        is_on_the_web = urlsplit(post.permalink or "").scheme in ("http", "https")
    except ValueError:
        return None
    return quote(post.permalink or "", safe="/:?#[]@!$&'()*+,;=%~") if is_on_the_web else None


def _saved_page(archive: Archive, post: Post) -> str:
    """The address of a file with the page that shows the post best. SourceError when there is none."""
    file = archive.saved_file(post)
    if file is None:
        if not post.captures:
            raise SourceError(
                f"{post.id}: neither an address on the web nor a saved page of it is known; `archivesearch show` shows it"
            )
        capture, content = archive.source(post)
        ending = Path(capture.page).suffix.lower()
        folder = tempfile.mkdtemp(prefix="archivesearch-")
        file = Path(folder, f"page{ending if ending in _ENDINGS else '.html'}")
        file.write_bytes(content)
    return file.absolute().as_uri()

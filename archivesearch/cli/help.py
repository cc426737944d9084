"""`archivesearch help TOPIC`: what does not fit into the help of one command."""

from __future__ import annotations

import click

from archivesearch.cli.console import print_line, use_locale
from archivesearch.cli.exit_codes import HITS

_QUERY = """\
What a query can say

  lighthouse lamp          posts with these words in any form; those with all of them come first
  "north sea"              a phrase: these words in this order
  "north sea"~3            with up to 3 other words between them
  lamp OR lantern          either word; AND asks for both
  lighthouse -ferry        not with this word; NOT ferry says the same
  (lamp OR lantern) sea    brackets
  light*                   words that begin so
  lighthuose~              words at most one letter away; ~2 allows two
  title:lamp               in the title; also author: tag: category: blog: platform: lang:
  author:"Ada Quist"       a phrase in a field; tag:(sea OR fog) several words
  is:undated               also is:untitled, is:unsigned; is:full, is:excerpt or is:title, what is known of it
  date:2009                published in a year; date:2009-09 a month, date:2009-09-05 a day
  date:2008-11..2009-02    a range; date:..2005 and date:2012.. are open at one end
  date:1y..                the last year; also w, m and d, today and yesterday
  after:2009 before:2010-06
  captured:2012            saved in that year, as far as the archive says
  *                        every post

Words are found in all their forms, whatever the accents and capitals; the form as typed counts most. OR joins
its two neighbours and goes before AND. A day is the day where the post was written. In a shell, put quotes
around a query that holds " ( ) * or ~; behind -- all words are query, even --these. What cannot be read as syntax
is searched as words, and stderr says so.
"""

_EXIT_CODES = """\
Exit codes

  0    hits: posts were found, printed or indexed
  1    none: nothing was found; no page held a post
  2    error: wrong usage, or something could not be read (the rest was done, stderr says what was not)
  75   another archivesearch is writing the index; try again later
  130  interrupted; what was committed until then is kept

A reader that stops early, as in `archivesearch search sea | head -1`, is no error.
"""

_ENVIRONMENT = """\
Environment

  ARCHIVESEARCH_INDEX   the folder of the index, where --index is not given; else ./index
  ARCHIVESEARCH_PAGER   what shows long output on a terminal; else PAGER, else less; empty for none
  NO_COLOR              no colour when set to anything; also CLICOLOR=0 and TERM=dumb
  CLICOLOR_FORCE        colour in a pipe too, when set to anything but 0; --color=always does the same
  BROWSER               what `open` starts, where it is not the system's own
  TMPDIR                where `scrape` keeps what it has read, and `open --saved` a page out of an archive
"""

TOPICS = {"query": _QUERY, "exit-codes": _EXIT_CODES, "environment": _ENVIRONMENT}


@click.command("help")
@click.argument("topic", metavar="[TOPIC]", required=False)
@click.pass_context
def command(ctx: click.Context, topic: str | None) -> int:
    """Explain a topic (query, exit-codes, environment) or a command."""
    use_locale()
    root = ctx.find_root()
    group = root.command
    if topic is None:
        print_line(group.get_help(root))
        print_line(f"\nTopics: {', '.join(TOPICS)}; for example: archivesearch help query")
    elif topic in TOPICS:
        print_line(TOPICS[topic])
    elif isinstance(group, click.Group) and (named := group.get_command(root, topic)) is not None:
        with click.Context(named, info_name=topic, parent=root) as inner:
            print_line(named.get_help(inner))
    else:
        ctx.fail(f"no topic {topic!r}; there are {', '.join(TOPICS)}, and each command")
    return HITS

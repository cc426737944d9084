"""The text of a post reads as its page does: blocks apart, code as it was typed, no furniture, no glued words."""

from __future__ import annotations

import html
import string

import pytest
from a_page import FOG, LAMP, in_bounded_time, text_of, the_entry
from hypothesis import given
from hypothesis import strategies as st

LONG_ALT = "the far pier in the fog"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        # blocks
        ("<p>fog</p><p>bell</p>", "fog\n\nbell"),
        ("<p>fog<p>bell", "fog\n\nbell"),
        ("<div>fog<div>bell</div>pier</div>", "fog\n\nbell\n\npier"),
        ("<h2>fog</h2>bell", "fog\n\nbell"),
        ("fog<hr>bell", "fog\n\nbell"),
        ("<p>fog</p>\n\n\n<p> </p><div></div><p>\u00a0</p><p>bell</p>", "fog\n\nbell"),
        ("<blockquote><p>fog</p><p>bell</p></blockquote>pier", "fog\n\nbell\n\npier"),
        # lines
        ("fog<br>bell", "fog\nbell"),
        ("fog<br/>\n<br />bell", "fog\n\nbell"),
        ("<p>fog<br></p><p>bell</p>", "fog\n\nbell"),
        ("<p>\n  fog\n  horn \t and\u00a0bell\n</p>", "fog horn and bell"),
        ("<p>fog  \n  horn   \u00a0and  \t bell</p>", "fog horn and bell"),
        # inline tags
        ("fog<b>horn</b>s", "foghorns"),
        ("fog <i>and</i> <a href=/x>bell</a>, <code>pier</code>.", "fog and bell, pier."),
        ("fog<!-- horn -->horn", "foghorn"),
        ("fog<span> and </span>bell", "fog and bell"),
        ("fog<wbr>horn", "foghorn"),
        ("E = mc<sup>2</sup>", "E = mc2"),
        ("<p>He said <q>fog</q>.</p>", "He said \u201cfog\u201d."),
        # lists
        ("<ul><li>fog</li><li>bell</li></ul>", "fog\nbell"),
        ("<ul>\n<li><p>fog</p></li>\n<li><p>bell</p></li>\n</ul>", "fog\nbell"),
        ("in:<ol><li>fog<ul><li>thick<li>thin</ul><li>bell</ol>out", "in:\n\nfog\nthick\nthin\nbell\n\nout"),
        ("<dl><dt>fog<dd>thick<dt>bell<dd>loud</dl>", "fog\nthick\nbell\nloud"),
        # tables
        (
            "<table><thead><tr><th>what<th>how</thead><tr><td>fog<td>thick<tr><td>bell<td>loud</table>",
            "what\thow\nfog\tthick\nbell\tloud",
        ),
        ("<table><caption>Today</caption><tr><td>fog<td><td>thick</table>", "Today\nfog\t\tthick"),
        ("<table><tr><td><p>fog</p><p>bell</p></td></tr></table>", "fog\n\nbell"),  # lays out a page
        ("<p>in</p><table><tr><td>fog</table><p>out</p>", "in\n\nfog\n\nout"),
        # code
        ("<pre>if fog:\n    ring()\n\n    wait()\n</pre>", "if fog:\n    ring()\n\n    wait()"),
        ("<p>so:</p><pre><code>a  b\n\tc</code></pre><p>end</p>", "so:\n\na  b\n    c\n\nend"),
        ("<pre>\n  indented first line\nsecond</pre>", "  indented first line\nsecond"),
        ("<pre>fog<br>  bell</pre>", "fog\n  bell"),
        ("<pre><span class=k>if</span> <span class=n>fog</span>:\n  x</pre>", "if fog:\n  x"),
        ("<pre><div class=line>fog</div><div class=line>  bell</div></pre>", "fog\n  bell"),
        ("<pre><span class=line>fog</span><span class=line>  bell</span></pre>", "fog\n  bell"),
        ("<pre>if a &lt; b &amp;&amp; c:</pre>", "if a < b && c:"),
        ("<pre>fog</pre><pre>bell</pre>", "fog\n\nbell"),
        ("<p>fog <code>a  b</code></p>", "fog a b"),
        # line numbers and the marks of headings are no text
        ("<table><tr><td class=gutter><pre>1\n2</pre><td class=code><pre>fog\nbell</pre></table>", "fog\nbell"),
        ("<pre><span class=lineno>1 </span>fog\n<span class=lineno>2 </span>bell</pre>", "fog\nbell"),
        ("<h2>fog<a class=headerlink href=#fog>\u00b6</a></h2>", "fog"),
        # pictures
        (f"<p><img src=x alt='{LONG_ALT}'></p>", LONG_ALT),
        (f"<p><a href=/x><img src=x alt='{LONG_ALT}'></a></p>", LONG_ALT),
        (f"<p>bell <img src=x alt='{LONG_ALT}'></p>", "bell"),  # it decorates a text
        ("<p><img src=x alt='DSC_0042.jpg'></p><p>bell</p>", "bell"),
        ("<p><img src=x></p><p>bell</p>", "bell"),
        (f"<figure><img src=x alt='{LONG_ALT}'><figcaption>fog</figcaption></figure>", "fog"),
        # what is never shown, or is no text
        ("fog<script>ring()</script><style>p {}</style><iframe>bell</iframe><noscript>bell</noscript>", "fog"),
        ("fog<button>Copy</button><select><option>bell</select><textarea>bell</textarea>", "fog"),
        # page furniture inside the text
        (f"{FOG}<div class=sharedaddy>Share this: X</div>", FOG[3:-4]),
        (f"{FOG}<div class=related-posts><h3>Related</h3><p>A lamp</p></div>", FOG[3:-4]),
        (f"{FOG}<div id=comments><p>First!</p></div>", FOG[3:-4]),
        (f"<div class=toc><ul><li>fog</ul></div>{FOG}", FOG[3:-4]),
        (f"<nav>Home</nav>{FOG}", FOG[3:-4]),
        # text that only looks like markup of ours
        ("<p>fog\ue000 \ue001bell\ue004</p>", "fog bell"),
        ("<p>&lt;b&gt;fog&lt;/b&gt; &amp;amp;</p>", "<b>fog</b> &amp;"),
        ("", ""),
        ("<p> </p>", ""),
    ],
)  # fmt: skip
def test_markup_becomes_the_text_a_reader_sees(markup: str, text: str) -> None:
    assert text_of(markup) == text


# ---------------------------------------------------------------- any tree

WORDS = st.text(alphabet=string.ascii_lowercase, min_size=1, max_size=6)
INLINE = ["b", "i", "a href=/x", "span", "code", "em", "sub", "font"]
BLOCKS = ["p", "div", "pre", "blockquote", "h3", "section", "ul><li", "ol><li", "table><tr><td", "dl><dd"]


def closed(tag: str) -> str:
    """The end tags of what `tag` opens."""
    return "".join(f"</{name.split()[0]}>" for name in reversed(tag.split("><")))


@st.composite
def trees(draw: st.DrawFn) -> tuple[str, list[str]]:
    """(markup, its words in order); a word may be split by inline tags, blocks and spaces part words."""
    words: list[str] = []

    def inline() -> str:
        """One word in inline tags, whole or in parts."""
        word = draw(WORDS)
        words.append(word)
        cut = draw(st.integers(0, len(word)))
        tag = draw(st.sampled_from(INLINE))
        return f"{word[:cut]}<{tag}>{word[cut:]}{closed(tag)}"

    def block(depth: int, around: str = "div") -> str:
        """Words and blocks; nothing but the tags stands between a word and a block."""
        out = ""
        is_after_word = False
        for _ in range(draw(st.integers(1, 3))):
            if depth < 4 and draw(st.booleans()):
                # a heading inside a heading ends it, says HTML, and what follows stands outside of both
                tag = draw(st.sampled_from([tag for tag in BLOCKS if (tag, around) != ("h3", "h3")]))
                out += f"<{tag}>{block(depth + 1, tag)}{closed(tag)}"
                is_after_word = False
            else:
                out += draw(st.sampled_from([" ", "\n", "<br>", "&nbsp;"])) if is_after_word else ""
                out += inline()
                is_after_word = True
        return out

    return block(0), words


@given(trees())
def test_no_word_of_any_tree_is_lost_glued_or_moved(tree: tuple[str, list[str]]) -> None:
    markup, words = tree
    assert text_of(f"<div>{markup}</div>").split() == words


@given(trees())
def test_any_text_is_tidy(tree: tuple[str, list[str]]) -> None:
    text = text_of(f"<div>{tree[0]}</div>")
    assert text.strip("\n") == text
    assert all(line == line.rstrip(" ") for line in text.split("\n"))
    assert "\u00a0" not in text
    assert not any("\ue000" <= char <= "\ue005" for char in text)


CODE_LINES = st.lists(
    st.text(alphabet="ab(){};:<&>'\" \t#", max_size=12).map(lambda line: line.rstrip()),
    min_size=1,
    max_size=8,
).filter(lambda lines: lines[0].strip() and lines[-1].strip())


@given(CODE_LINES)
def test_code_keeps_every_line_and_its_indentation(lines: list[str]) -> None:
    typed = "\n".join(lines)
    assert text_of(f"<p>so:</p><pre><code>{html.escape(typed)}</code></pre>") == "so:\n\n" + typed.expandtabs(
        4
    )


# ---------------------------------------------------------------- which part of a page is the text


@pytest.mark.parametrize(
    "around",
    [
        "<article class=post><h1>A lamp</h1><p class=meta>By Ada | September 5, 2009 | 3 Comments</p>{}</article>",
        "<h1>A lamp</h1><p>Posted on September 5, 2009 by Ada</p>{}<p>Tags: <a href=/tag/a>a</a></p>",
        "<h1>A lamp</h1>{}<p>Posted by Ada at 12:43 PM | <a href=#c>Comments (2)</a></p>",
        "<div id=nav><a href=/>Home</a></div><h1>A lamp</h1><div class=entry-content>{}</div><div class=comments><p>First! A fine lamp, I say.</p></div>",
        "<table><tr><td width=200><a href=/>Home</a><td><h1>A lamp</h1>{}</table>",
    ],
)
def test_what_stands_around_a_text_is_no_part_of_it(around: str) -> None:
    entry = the_entry(around.format(LAMP + FOG), head="<title>A lamp</title>")
    assert entry.body is not None
    assert entry.body.value == LAMP[3:-4] + "\n\n" + FOG[3:-4]


def test_lines_in_the_middle_of_a_text_that_look_like_metadata_stay() -> None:
    middle = "<p>By Anna, we mean the boat.</p><p>September 5, 2009</p><p>Comments (2)</p><p>Read more</p>"
    entry = the_entry(f"<h1>A lamp</h1>{LAMP}{middle}{FOG}", head="<title>A lamp</title>")
    assert entry.body is not None
    assert entry.body.value.split("\n\n") == [
        LAMP[3:-4], "By Anna, we mean the boat.", "September 5, 2009", "Comments (2)", "Read more", FOG[3:-4]
    ]  # fmt: skip


def test_a_deep_stack_of_lists_and_tables_is_read_in_bounded_time() -> None:
    with in_bounded_time():
        assert text_of("<ul><li><table><tr><td>" * 300 + "fog").split() == ["fog"]


@pytest.mark.parametrize(
    "notice",
    [
        "<div class='hint'>This post was last updated on 2 May 2021; what it says may be out of date.</div>",
        "<div class='box'><p>【注意】最后更新于 2021-05-02，文中内容可能已过时。</p></div>",
        "<div><p>Zuletzt aktualisiert am 2. Mai 2021</p></div>",
    ],
)
def test_a_box_that_tells_of_the_age_of_a_text_is_none_of_it(notice: str) -> None:
    entry = the_entry(f"<article><h1>Lamp</h1><div class='entry-content'>{notice}{LAMP}{FOG}</div></article>")
    assert entry.body is not None
    assert entry.body.value.startswith("The harbour has a new lamp")


def test_what_the_author_writes_of_an_update_is_text() -> None:
    own = "<p>Last updated on 2 May 2021, when the lamp was mended.</p>"
    entry = the_entry(f"<article><h1>Lamp</h1><div class='entry-content'>{own}{LAMP}</div></article>")
    assert entry.body is not None
    assert entry.body.value.startswith("Last updated on 2 May")


@pytest.mark.parametrize(
    "heading", ["Related posts", "Ähnliche Beiträge", "Vous aimerez aussi :", "相关文章", "Похожие записи"]
)
def test_links_to_other_posts_below_a_text_are_none_of_it(heading: str) -> None:
    further = f"<h3>{heading}</h3><ul><li><a href='/fog/'>Nine days</a></li><li><a href='/ferry/'>No ferry</a></li></ul>"
    entry = the_entry(f"<article><h1>Lamp</h1><div class='entry-content'>{LAMP}{further}</div></article>")
    assert entry.body is not None
    assert entry.body.value.endswith("all through the night.")


def test_links_that_the_author_put_below_a_text_stay() -> None:
    own = "<h3>See also</h3><ul><li><a href='/fog/'>Nine days</a></li></ul>"
    elsewhere = "<h3>Related articles</h3><ul><li><a href='https://bell.example/'>The bell</a></li></ul>"
    entry = the_entry(
        f"<article><h1>Lamp</h1><div class='entry-content'>{LAMP}{own}{elsewhere}</div></article>"
    )
    assert entry.body is not None
    assert entry.body.value.endswith("See also\n\nNine days\n\nRelated articles\n\nThe bell")


def test_the_tags_that_a_template_puts_at_the_end_of_the_text_are_none_of_it() -> None:
    topics = (
        '<p class="pt">Tagged as: <a href="/t/oil" rel="tag">oil</a>, <a href="/t/fog" rel="tag">fog</a></p>'
    )
    inline = '<p>We speak of <a href="/t/oil" rel="tag">oil</a> in this house as others speak of wine, and with the same care.</p>'
    entry = the_entry(
        f'<div class="hentry"><h1>A lamp</h1><div class="entry-content">{inline}{LAMP}{topics}</div></div>'
    )
    assert entry.body is not None
    assert entry.body.value.endswith("all through the night.")
    assert entry.body.value.startswith("We speak of oil")
    assert entry.tags is not None
    assert entry.tags.value == ("oil", "fog")


def test_two_times_without_a_space_between_them_are_no_words_of_the_text() -> None:
    times = "<li><time datetime='2009-09-05'>5 September 2009</time><time datetime='2009-09-06'>6 September 2009</time></li>"
    entry = the_entry(f"<article><h1>A lamp</h1><ul>{times}</ul>{LAMP}{FOG}</article>")
    assert entry.body is not None
    assert entry.body.value.startswith("The harbour")


@pytest.mark.parametrize(
    "name", ["skin-entryBody", "entry_body", "tm-article-body", "Post-RichTextContainer", "ob-contents"]
)
def test_a_short_text_is_told_from_the_lines_around_it_by_the_name_of_its_element(name: str) -> None:
    head = "<div class='t'><h1>Fog</h1><p>Ada Quist, who keeps the lamp at the far end</p><p>3 min</p><p>Sea and weather</p></div>"
    foot = "<div class='u'><p>Diary of the pier</p><p>7 people like this</p></div>"
    entry = the_entry(f'<article>{head}<div class="{name}">{LAMP}{FOG}</div>{foot}</article>')
    assert entry.body is not None
    assert entry.body.value == text_of(LAMP + FOG)


SHORT = "<p>Fog again, and the far pier is gone.</p><p>The bell was rung by hand.</p>"


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("<div>テーマ：<a href='/theme/1'>日記</a></div>", ""),
        ("<div>3 мин</div>", "<div>Теги: туман</div>"),
        ("", "<ul><li>2017/09/05(火) 20:43:12|</li><li>トラックバック:0|</li><li>コメント:1</li></ul>"),
        ("<div>版权声明：本文为博主原创文章，未经博主允许不得转载。</div>", ""),
        ("", "<div>发布于 2017-09-05 20:43</div><div>灯塔</div><div>港口</div>"),
        ("", "<div>공감</div><div>태그</div><div><a href='/tag/1'>등대</a></div>"),
        ("", "<p><a href='/q?fog'>#fog</a> <a href='/q?pier'>#pier</a></p>"),
        ("<p><a href='/entry/fog'>Fog</a></p>", ""),
    ],
)
def test_lines_around_a_short_text_are_told_in_the_words_of_many_platforms(above: str, below: str) -> None:
    entry = the_entry(f"<title>Fog</title><div><h1>Fog</h1><div>{above}{SHORT}{below}</div></div>")
    assert entry.body is not None
    assert entry.body.value == text_of(SHORT)


@pytest.mark.parametrize(
    "last", ["分享是快乐的，我们都知道。", "공감하는 사람이 많았다.", "#fog is what they call it."]
)
def test_a_last_line_that_begins_like_such_a_word_is_text(last: str) -> None:
    entry = the_entry(f"<title>Fog</title><div><h1>Fog</h1><div>{SHORT}<p>{last}</p></div></div>")
    assert entry.body is not None
    assert entry.body.value.endswith(last)

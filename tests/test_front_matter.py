"""Trees of Jekyll, Hugo, Hexo, Eleventy, Zola and Pelican give the posts that their sites show."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from a_page import in_bounded_time
from hypothesis import given
from hypothesis import strategies as st

import archivesearch
from archivesearch.archive import Scrape
from archivesearch.extract.front_matter import MAX_WORDS, split_front_matter
from archivesearch.extract.markdown import markdown_text
from archivesearch.extract.plain import read_plain
from archivesearch.extract.shortcodes import without_shortcodes
from archivesearch.model import Page, Post

TEXT = "The harbour has a new lamp, and the herring boats steer by it all through the night.\n"


def scraped(folder: Path, files: dict[str, str], base_url: str | None = None) -> Scrape:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return archivesearch.scrape(folder, base_url=base_url, jobs=1)


def facts(post: Post) -> tuple[Any, ...]:
    return post.title, post.authors, str(post.published), post.tags, post.categories


TREES: dict[str, tuple[dict[str, str], set[tuple[Any, ...]], dict[str, int]]] = {
    "jekyll": (
        {
            "_config.yml": "title: Tide Log\n",
            "_posts/2009-09-05-a-lamp.md": "---\nlayout: post\ntitle: A lamp\ndate: 2009-09-05 12:43:43 -0400\n"
            f"categories: sea light\ntags: [a, b]\nauthor: Ada Quist\n---\n{TEXT}",
            "_posts/2009-09-06-fog.markdown": f"---\ntitle: Fog\n---\n{TEXT}",
            "_posts/2009-09-07-html.html": f"---\ntitle: In HTML\n---\n<p>{TEXT}</p>",
            "_posts/2009-09-08-off.md": f"---\ntitle: Off\npublished: false\n---\n{TEXT}",
            "_drafts/later.md": f"---\ntitle: Later\n---\n{TEXT}",
            "about.md": f"---\nlayout: page\ntitle: About\n---\n{TEXT}",
            "_layouts/post.html": "---\nlayout: default\n---\n<article>{{ content }}</article>\n",
        },
        {
            ("A lamp", ("Ada Quist",), "2009-09-05T12:43:43-04:00", ("a", "b"), ("sea", "light")),
            ("Fog", (), "2009-09-06", (), ()),
            ("In HTML", (), "2009-09-07", (), ()),
        },
        {"draft": 2, "page": 1, "data file": 1, "template": 1},
    ),
    "hugo": (
        {
            "content/posts/_index.md": "---\ntitle: Posts\n---\n",
            "content/posts/a-lamp/index.md": '+++\ntitle = "A lamp"\ndate = 2009-09-05T12:43:43-04:00\n'
            f'tags = ["a", "b"]\ncategories = ["c"]\nauthors = ["Ada Quist", "Bo Lind"]\n+++\n{TEXT}',
            "content/posts/a-lamp/lamp.jpg": "",
            "content/posts/day.md": '+++\ntitle = "Day"\ndate = 2009-09-06\n[author]\nname = "Ada Quist"\n'
            f"+++\n{TEXT}",
            "content/posts/local.md": f'+++\ntitle = "Local"\ndate = 2009-09-07T10:00:00\n+++\n{TEXT}',
            "content/posts/json.md": '{\n "title": "Json",\n "date": "2009-09-08T10:00:00Z",\n'
            f' "params": {{"author": "Bo Lind"}}\n}}\n{TEXT}',
            "content/posts/off.md": f'+++\ntitle = "Off"\ndraft = true\n+++\n{TEXT}',
            "themes/t/layouts/single.html": "<!DOCTYPE html><html><body>{{ .Content }}</body></html>",
        },
        {
            ("A lamp", ("Ada Quist", "Bo Lind"), "2009-09-05T12:43:43-04:00", ("a", "b"), ("c",)),
            ("Day", ("Ada Quist",), "2009-09-06", (), ()),
            ("Local", (), "2009-09-07T10:00:00", (), ()),
            ("Json", ("Bo Lind",), "2009-09-08T10:00:00+00:00", (), ()),
        },
        {"draft": 1, "image": 1, "template": 1},
    ),
    "hexo": (
        {
            "source/_posts/a-lamp.md": "---\ntitle: A lamp\ndate: 2009-09-05 12:43:43\ntags:\n- sea light\n- b\n"
            f"categories:\n- [c, d]\n- e\n---\n{TEXT}",
            "source/_drafts/later.md": f"---\ntitle: Later\n---\n{TEXT}",
        },
        {("A lamp", (), "2009-09-05T12:43:43", ("sea light", "b"), ("c", "d", "e"))},
        {"draft": 1},
    ),
    "eleventy": (
        {
            "posts/posts.json": '{"layout": "post.njk"}',
            "posts/a-lamp.md": f"---\ntitle: A lamp\ndate: 2009-09-05\ntags:\n  - sea\n---\n{TEXT}",
            "posts/off.md": f'---\ntitle: Off\ndraft: "true"\n---\n{TEXT}',
        },
        {("A lamp", (), "2009-09-05", ("sea",), ())},
        {"draft": 1, "data file": 1},
    ),
    "zola": (
        {
            "content/blog/_index.md": '+++\ntitle = "Blog"\n+++\n',
            "content/blog/2009-09-05-a-lamp/index.md": '+++\ntitle = "A lamp"\n[taxonomies]\ntags = ["a"]\n'
            f'categories = ["c"]\n[extra]\nauthor = "Ada Quist"\n+++\n{TEXT}',
        },
        {("A lamp", ("Ada Quist",), "2009-09-05", ("a",), ("c",))},
        {},
    ),
    "pelican": (
        {
            "content/a-lamp.md": "Title: A lamp\nDate: 2009-09-05 12:43\nCategory: Sea\nTags: a, b\n"
            f"Authors: Ada Quist, Bo Lind\nSlug: a-lamp\n\n{TEXT}",
            "content/off.md": f"Title: Off\nDate: 2009-09-05\nStatus: draft\n\n{TEXT}",
        },
        {("A lamp", ("Ada Quist", "Bo Lind"), "2009-09-05T12:43", ("a", "b"), ("Sea",))},
        {"draft": 1},
    ),
}  # fmt: skip


@pytest.mark.parametrize("generator", TREES)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_the_tree_of_a_generator_gives_its_posts_and_counts_the_rest(
    tmp_path: Path, generator: str, line_end: str
) -> None:
    files, expected, others = TREES[generator]
    posts = scraped(tmp_path, {name: text.replace("\n", line_end) for name, text in files.items()})
    found = list(posts)
    assert {facts(post) for post in found} == expected
    assert {post.body for post in found} == {TEXT.strip()}
    assert posts.report.other_files == others
    assert posts.report.problems == ()


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ("title: A lamp: at last\ntags:\n- a\n- b", "A lamp: at last"),
        ("title: {{ page.title }}\ntags: [a, b]", "{{ page.title }}"),
        ("title: 'A lamp'\ntags: [\"a\", 'b']\nx: {{ y }}", "A lamp"),
        ("title: @lamp\ntags: [a, b]", "@lamp"),
        ("title: A lamp\nbad: 2009-13-45\ntags: [a, b]", "A lamp"),
    ],
)
def test_lines_that_are_no_yaml_are_read_as_what_they_say(tmp_path: Path, lines: str, title: str) -> None:
    (post,) = scraped(tmp_path, {"a.md": f"---\n{lines}\ndate: 2009-09-05\n---\n{TEXT}"})
    assert facts(post) == (title, (), "2009-09-05", ("a", "b"), ())


@pytest.mark.parametrize(
    ("field", "permalink"),
    [
        ("permalink: https://tide.example/lamp/", "https://tide.example/lamp/"),
        ("permalink: /lamp/", "https://tide.example/lamp/"),
        ("url: /2009/lamp.html", "https://tide.example/2009/lamp.html"),
        ("permalink: /:categories/:title/", None),
        ("permalink: '{{ page.date }}/lamp/'", None),
        ("slug: lamp", None),
    ],
)
def test_the_address_is_that_of_the_front_matter_and_never_the_path_of_the_source_file(
    tmp_path: Path, field: str, permalink: str | None
) -> None:
    text = f"---\ntitle: A lamp\ndate: 2009-09-05\n{field}\n---\n{TEXT}"
    (post,) = scraped(tmp_path, {"_posts/2009-09-05-lamp.md": text}, base_url="https://tide.example/")
    assert post.permalink == permalink


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{% highlight python %}\nprint('`')\n{% endhighlight %}\n\nOn.", "print('`')\n\nOn."),
        ("{{< highlight go \"linenos=table\" >}}\nx := `y`\n{{< /highlight >}}", "x := `y`"),
        ("{% codeblock lang:js %}\nvar x;\n{% endcodeblock %}", "var x;"),
        ("{{< figure src=\"a.png\" caption=\"The lamp\" >}}\n\nOn.", "The lamp\n\nOn."),
        ("{{% notice tip %}}\nMind the step.\n{{% /notice %}}", "Mind the step."),
        ("{{< youtube abc >}}On {{ site.title }} we go{% include x.html a=\"%\" %}.", "On we go."),
        ("[there]({% post_url 2009-01-01-x %}){:target=\"_blank\"}", "there"),
        ("## Lamp {#lamp}\n\nOn.", "Lamp\n\nOn."),
        ("![[a.png]]On [[Notes/Lamp|the lamp]] and [[Fog]].", "On the lamp and Fog."),
        ("Write `{{ x }}` and `` {% y %} ``.", "Write {{ x }} and {% y %}."),
        ("```\n{{< ref \"x\" >}}\n```", "{{< ref \"x\" >}}"),
        ("{% raw %}Say {{ x }}.{% endraw %}", "Say {{ x }}."),
        ("A \\{{ x }} b", "A {{ x }} b"),
        ("Set {a, b} and 100%} of {it}.", "Set {a, b} and 100%} of {it}."),
    ],
)  # fmt: skip
def test_tags_of_generators_are_read_or_left_out(text: str, shown: str) -> None:
    assert markdown_text(without_shortcodes(text)) == shown


def test_the_components_of_mdx_are_no_text(tmp_path: Path) -> None:
    text = (
        f'---\ntitle: A lamp\ndate: 2009-09-05\n---\nimport Box from "./box"\n\n{TEXT}\n<Box size={{1}} />\n'
    )
    (post,) = scraped(tmp_path, {"a.mdx": text})
    assert post.body == TEXT.strip()


def test_aliases_that_mean_billions_cost_nothing() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    text = "---\ntitle: A lamp\n" + "\n".join(lines) + "\ntags: *a11\nauthor: *a11\n---\n" + TEXT
    with in_bounded_time():
        (entry,) = read_plain(Page(b"", "a.md", media="markdown"), text).entries
    assert entry.title
    assert entry.tags is None or len(entry.tags.value) <= MAX_WORDS


@pytest.mark.parametrize(
    "piece", ["{{", "{%", "{{<", "`", "[[", "---\n", "{% raw %}", "{: ", "{{% figure ", "- a\n"]
)
def test_no_text_takes_long_to_read(piece: str) -> None:
    text = "---\ntitle: x\n---\n" + piece * (20_000 // len(piece))
    with in_bounded_time():
        read_plain(Page(b"", "a.md", media="markdown"), text)
        split_front_matter("---\n" + piece * (20_000 // len(piece)))


MARKS = st.sampled_from(
    [
        "---",
        "+++",
        "\n",
        "title: ",
        "date: ",
        "2009-09-05",
        "12:43",
        "=",
        '"',
        "[",
        "]",
        "{",
        "}",
        "&a ",
        "*a",
        "- ",
    ]
)


@given(
    st.lists(st.one_of(MARKS, st.text(max_size=5)), max_size=40).map("".join),
    st.sampled_from(["---", "+++", "{"]),
)
def test_no_front_matter_raises(inside: str, mark: str) -> None:
    for text in (f"{mark}\n{inside}\n{mark}\n{TEXT}", mark + inside):
        read_plain(Page(b"", "_posts/a.md", media="markdown", base_url="https://tide.example/"), text)

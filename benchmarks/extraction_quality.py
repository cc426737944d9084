"""What comes out of pages, beside other extractors: of the samples, and of a kit of real blogs if one is named.

    python benchmarks/extraction_quality.py [--kit FOLDER]

Every reader gets one page at a time, and neither its address nor any other page of the blog, so that nothing but
the reading is compared: merging, which the others do not have, is left out. A post's own page is one that shows it
whole and no other; what should come out stands in the posts.json beside the pages.

FOLDER is an evaluation kit with score.py, peers.py and blogs/: real pages of other people, no part of this project.
There archivesearch reads whole folders, and the others make one article of every page.
"""

from __future__ import annotations

import argparse
import json
import logging
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from types import ModuleType
from typing import Any

from extraction import PACKAGES, PAGE_SUFFIXES, SAMPLES, installed, newspaper_article
from results import RESULTS, write_section

from archivesearch import extract

_DAY, _MINUTE = len("2009-09-05"), len("2009-09-05T12:43")
_CHARSET = re.compile(rb"charset=[\"']?([\w-]+)")
_KIT_FIGURES = {
    "listing_recall": "posts on list pages",
    "mistaken": "pages taken for posts",
    "title": "title",
    "authors": "authors",
    "day": "day",
    "clock": "clock",
    "offset": "offset",
    "tags_f1": "tags F1",
    "body_f1": "text F1",
}


@dataclass(frozen=True)
class Article:
    """What a reader makes of a page, or what should come out of it."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None  # ISO 8601, cut to what is known
    body: str = ""


@dataclass(frozen=True)
class SamplePage:
    """A page, and the posts that it shows in full."""

    text: str
    posts: tuple[Article, ...]


Reader = Callable[[str], list[Article]]


# ---- readers -----------------------------------------------------------------------------------------


def readers() -> Iterator[tuple[str, Reader]]:
    """archivesearch and each of the others that can be imported, by name."""
    yield "archivesearch", _archivesearch
    dates = installed("htmldate")
    if (module := installed("trafilatura")) and dates:
        yield "trafilatura + htmldate", _trafilatura(module, dates)
    if module := installed("newspaper"):
        yield "newspaper4k", _newspaper(module)
    if (module := installed("readability")) and dates:
        yield "readability-lxml + htmldate", _readability(module, dates)


def _archivesearch(page: str) -> list[Article]:
    return [
        Article(
            entry.title.value if entry.title else None,
            entry.authors.value if entry.authors else (),
            str(entry.published.value) if entry.published else None,
            entry.body.value if entry.body else "",
        )
        for entry in extract(page)
        if entry.form == "full"
    ]


def _trafilatura(module: ModuleType, dates: ModuleType) -> Reader:
    def read(page: str) -> list[Article]:
        found = module.bare_extraction(page, with_metadata=True, include_comments=False)
        if found is None:
            return []
        names = tuple(name.strip() for name in (found.author or "").split(";") if name.strip())
        return [Article(found.title, names, _date_of(page, dates), found.text or "")]

    return read


def _newspaper(module: ModuleType) -> Reader:
    def read(page: str) -> list[Article]:
        article = newspaper_article(module, page)
        when = article.publish_date
        return [Article(article.title, tuple(article.authors), _known(str(when or "")), article.text)]

    return read


def _readability(module: ModuleType, dates: ModuleType) -> Reader:
    def read(page: str) -> list[Article]:
        document = module.Document(page)
        body = re.sub(r"<[^>]+>", " ", document.summary())
        return [Article(document.short_title(), (), _date_of(page, dates), body)]

    return read


def _date_of(page: str, dates: ModuleType) -> str | None:
    return _known(dates.find_date(page, original_date=True, outputformat="%Y-%m-%dT%H:%M:%S") or "")


def _known(moment: str) -> str | None:
    """A moment cut to what is known: these readers write midnight where they know no clock."""
    moment = moment.replace(" ", "T")
    return (moment[:_DAY] if moment[_DAY:].startswith("T00:00") else moment) or None


# ---- samples -----------------------------------------------------------------------------------------


def sample_pages() -> Iterator[SamplePage]:
    """The pages of all samples that show posts in full."""
    for origin in sorted(SAMPLES.glob("*/*/origin.toml")):
        shown: dict[str, list[Article]] = defaultdict(list)
        for post in json.loads((origin.parent / "posts.json").read_text(encoding="utf-8")):
            for capture in post.get("captures", ()):
                if capture["form"] == "full" and "body" in post:
                    shown[capture["page"]].append(_expected(post))
        for name, posts in sorted(shown.items()):
            path = origin.parent / name
            if path.suffix.lower() in PAGE_SUFFIXES and path.is_file():
                yield SamplePage(_decoded(path.read_bytes()), tuple(posts))


def _expected(post: Mapping[str, Any]) -> Article:
    return Article(
        post.get("title"), tuple(post.get("authors") or ()), post.get("published"), post["body"] or ""
    )


def _decoded(page: bytes) -> str:
    found = _CHARSET.search(page[:3000])
    for name in (*([found[1].decode()] if found else []), "utf-8"):
        try:
            return page.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
    return page.decode("cp1252", "replace")


def figures(read: Reader, pages: list[SamplePage]) -> dict[str, list[float]]:
    """Each figure with its cases: 1 for right, 0 for wrong, or a share."""
    cases: dict[str, list[float]] = defaultdict(list)
    for page in pages:
        try:
            found = read(page.text)
        except Exception:  # whatever a reader raises over a page that others can read: nothing came out
            found = []
        if len(page.posts) > 1:
            bodies = [_words(article.body) for article in found]
            for post in page.posts:
                cases["posts on list pages"].append(
                    max((_f1(_words(post.body), b) for b in bodies), default=0.0)
                )
            continue
        (post,) = page.posts
        article = found[0] if found else Article()
        if post.title:
            cases["title"].append(_plain(post.title) == _plain(article.title or ""))
        if post.authors:
            cases["authors"].append({*map(_plain, post.authors)} == {*map(_plain, article.authors)})
        moment, got = post.published or "", article.published or ""
        if len(moment) >= _DAY:
            cases["day"].append(moment[:_DAY] == got[:_DAY])
        if len(moment) >= _MINUTE:
            cases["clock"].append(moment[:_MINUTE] == got[:_MINUTE])
        if post.body:
            cases["text F1"].append(_f1(_words(post.body), _words(article.body)))
    return cases


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[\u3040-\u9fff]|\w+", _plain(text)))


def _f1(expected: Counter[str], found: Counter[str]) -> float:
    both = (expected & found).total()
    return 2 * both / (expected.total() + found.total()) if both else 0.0


def sample_table() -> list[str]:
    pages = list(sample_pages())
    own = sum(len(page.posts) == 1 for page in pages)
    measured = {name: figures(read, pages) for name, read in readers()}
    names = ("title", "authors", "day", "clock", "text F1", "posts on list pages")
    ours = measured["archivesearch"]
    return [
        f"{own} pages of one post, {len(pages) - own} pages of several posts in full, our own texts on the markup of"
        " many platforms: archivesearch was made to read them, which flatters it. Share that is right; for lists the"
        " mean F1 of the best match for each post.",
        "",
        *_table(measured, {name: f"{name} ({len(ours[name])})" for name in names}),
    ]


def _table(measured: Mapping[str, Mapping[str, Any]], names: Mapping[str, str]) -> list[str]:
    rows = ["| | " + " | ".join(measured) + " |", "|---|" + "---|" * len(measured)]
    for name, label in names.items():
        values = [found[name] for found in measured.values()]
        means = [fmean(value) if isinstance(value, list) else value for value in values]
        rows.append(f"| {label} | " + " | ".join(f"{mean:.3f}" for mean in means) + " |")
    return rows


# ---- a kit of real blogs -----------------------------------------------------------------------------


def kit_table(kit: Path) -> list[str]:
    """The kit's own figures, means over its blogs, for archivesearch and for the extractors that its peers.py knows."""
    peers = {
        "trafilatura + htmldate": "trafilatura",
        "newspaper4k": "newspaper4k",
        "readability-lxml + htmldate": "readability",
    }
    runs = {"archivesearch": f"{sys.executable} -m archivesearch scrape {{pages}} --base-url {{base_url}}"}
    runs |= {
        name: f"{sys.executable} {kit / 'peers.py'} {tool} {{pages}} {{base_url}}"
        for name, tool in peers.items()
    }
    measured = {name: _kit_figures(kit, run) for name, run in runs.items()}
    count = sum(1 for path in (kit / "blogs").iterdir() if path.is_dir())
    return [
        f"{count} real blogs of other people, which are no part of this project, but were at hand when archivesearch"
        " was made; means over the blogs.",
        "",
        *_table(measured, _KIT_FIGURES),
    ]


def _kit_figures(kit: Path, run: str) -> Mapping[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder, "figures.json")
        subprocess.run(
            [sys.executable, kit / "score.py", "--run", run, "--json", told, kit / "blogs"],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        found: Mapping[str, float] = json.loads(told.read_text(encoding="utf-8"))["macro"]
        return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kit", type=Path, help="folder of an evaluation kit")
    given = parser.parse_args()
    logging.disable(logging.CRITICAL)
    lines = sample_table()
    print("\n".join(lines))
    write_section("What extraction gets right, samples", lines, PACKAGES)
    if given.kit:
        lines = kit_table(given.kit)
        print("\n".join(lines))
        write_section("What extraction gets right, real blogs", lines, PACKAGES)
    print(f"written to {RESULTS}")


if __name__ == "__main__":
    main()

"""The engines that search_speed.py sets side by side: each builds an index of posts in a folder, opens it and answers.

The peers are set up as their manuals have it: stemmed words, the title worth more than the body, ten best posts.
"""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archivesearch.model import Post

FROM, TO = "2005-03-01", "2007-08-31"  # the days that the kind "date" asks for
Words = Sequence[str]


class Engine(ABC):
    """One engine; `name` is how it is shown, `packages` what it needs."""

    name: str
    packages: tuple[str, ...] = ()

    @abstractmethod
    def build(self, folder: Path, posts: Iterable[Post]) -> None:
        """Make an index in a folder that is not there yet."""

    @abstractmethod
    def open(self, folder: Path) -> None:
        """Open it."""

    @abstractmethod
    def run(self, kind: str, words: Words) -> int:
        """Answer a query; how many posts were given back, at most ten."""


class Ours(Engine):
    name, engine = "archivesearch", "whoosh"
    packages = ("archivesearch",)

    def build(self, folder: Path, posts: Iterable[Post]) -> None:
        import archivesearch  # here, so that the cold start of a peer does not pay for it

        archive = archivesearch.open(folder, create=True, engine=self.engine)
        archive.add_posts(posts)
        archive.commit()
        archive.close()

    def open(self, folder: Path) -> None:
        import archivesearch

        self._archive = archivesearch.open(folder)

    def run(self, kind: str, words: Words) -> int:
        text = {
            "and": " AND ".join(words),
            "phrase": f'"{" ".join(words)}"',
            "prefix": f"{words[0]}*",
            "fuzzy": f"{words[0]}~1",
            "date": f"{words[0]} date:{FROM}..{TO}",
        }.get(kind, " OR ".join(words))
        hits = self._archive.search(text, sort="newest" if kind == "newest" else "relevance").hits
        if kind == "page":
            return len([(hit.post.permalink, hit.post.title, hit.snippet.text()) for hit in hits])
        return len([hit.post.permalink for hit in hits])


class OursOnTantivy(Ours):
    name, engine = "archivesearch on tantivy", "tantivy"
    packages = ("archivesearch", "tantivy")


class Fts5(Engine):
    name = "SQLite FTS5"

    def build(self, folder: Path, posts: Iterable[Post]) -> None:
        folder.mkdir()
        store = sqlite3.connect(folder / "db")
        store.execute("create table posts(id integer primary key, permalink, day, title, body)")
        store.execute(
            "create virtual table found using fts5(title, body, content='posts', content_rowid='id',"
            " tokenize='porter unicode61', prefix='3 4')"
        )
        for number, post in enumerate(posts):
            row = (number, post.permalink, str(post.published), post.title, post.body)
            store.execute("insert into posts values(?,?,?,?,?)", row)
            store.execute("insert into found(rowid, title, body) values(?,?,?)", (number, *row[3:]))
        store.execute("insert into found(found) values('optimize')")
        store.commit()
        store.close()

    def open(self, folder: Path) -> None:
        self._store = sqlite3.connect(folder / "db")
        self._store.execute("pragma mmap_size=2000000000")

    def run(self, kind: str, words: Words) -> int:
        if kind == "fuzzy":
            raise NotImplementedError
        match = {"and": " AND ".join(words), "phrase": f'"{" ".join(words)}"', "prefix": f"{words[0]}*"}
        joined = "from found join posts p on p.id = found.rowid where found match ?"
        best = "(select rowid, bm25(found, 4.0, 1.0) o from found where found match ? order by o limit 10)"
        statement = {
            "date": f"select p.permalink {joined} and p.day between '{FROM}' and '{TO}T99'"
            " order by bm25(found, 4.0, 1.0) limit 10",
            "newest": f"select p.permalink {joined} order by p.day desc limit 10",
            "page": "select p.permalink, p.title, s from (select rowid, snippet(found, 1, '[', ']', '...', 32) s,"
            " rank o from found where found match ? and rank match 'bm25(4.0, 1.0)' order by rank limit 10) r"
            " join posts p on p.id = r.rowid order by o",
        }.get(kind, f"select p.permalink from {best} r join posts p on p.id = r.rowid order by o")
        return len(self._store.execute(statement, (match.get(kind, " OR ".join(words)),)).fetchall())


class Tantivy(Engine):
    name = "tantivy"
    packages = ("tantivy",)

    def build(self, folder: Path, posts: Iterable[Post]) -> None:
        import tantivy

        folder.mkdir()
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("permalink", stored=True, tokenizer_name="raw")
        builder.add_text_field("title", stored=True, tokenizer_name="en_stem")
        builder.add_text_field("body", stored=True, tokenizer_name="en_stem")
        builder.add_date_field("date", stored=True, indexed=True, fast=True)
        writer = tantivy.Index(builder.build(), path=str(folder)).writer(256_000_000, num_threads=1)
        for post in posts:
            day = datetime.fromisoformat(str(post.published))
            fields = {"permalink": post.permalink, "title": post.title, "body": post.body, "date": day}
            writer.add_document(tantivy.Document(**fields))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> None:
        import tantivy

        self._module: Any = tantivy
        self._index = tantivy.Index.open(str(folder))
        self._searcher = self._index.searcher()

    def run(self, kind: str, words: Words) -> int:
        query_of, schema = self._module.Query, self._index.schema
        if kind == "prefix":
            query = query_of.regex_query(schema, "body", f"{words[0]}.*")
        elif kind == "fuzzy":
            query = query_of.fuzzy_term_query(schema, "body", words[0], distance=1)
        else:
            text = {
                "and": "+" + " +".join(words),
                "phrase": f'"{" ".join(words)}"',
                "date": f"+{words[0]} +date:[{FROM}T00:00:00Z TO {TO}T23:59:59Z]",
            }.get(kind, " ".join(words))
            query = self._index.parse_query(text, ["title", "body"])
        order = {"order_by_field": "date"} if kind == "newest" else {}
        found = [self._searcher.doc(address) for _, address in self._searcher.search(query, 10, **order).hits]
        if kind == "page":
            snippets = self._module.SnippetGenerator.create(self._searcher, query, schema, "body")
            return len(
                [(doc["permalink"], doc["title"], snippets.snippet_from_doc(doc).to_html()) for doc in found]
            )
        return len([doc["permalink"] for doc in found])


class StockWhoosh(Engine):
    name = "Whoosh as it comes"
    packages = ("Whoosh-Reloaded",)

    def build(self, folder: Path, posts: Iterable[Post]) -> None:
        from whoosh import analysis, fields, index

        folder.mkdir()
        stemming = analysis.StemmingAnalyzer()
        schema = fields.Schema(
            permalink=fields.ID(stored=True, unique=True),
            title=fields.TEXT(analyzer=stemming, stored=True),
            date=fields.DATETIME(stored=True, sortable=True),
            body=fields.TEXT(analyzer=stemming, stored=True),
        )
        writer = index.create_in(str(folder), schema).writer(limitmb=256)
        for post in posts:
            day = datetime.fromisoformat(str(post.published))
            writer.add_document(permalink=post.permalink, title=post.title, date=day, body=post.body)
        writer.commit()

    def open(self, folder: Path) -> None:
        from whoosh import index, qparser, query

        self._query: Any = query
        opened = index.open_dir(str(folder))
        self._searcher = opened.searcher()
        self._all = qparser.MultifieldParser(["title", "body"], opened.schema)
        self._any = qparser.MultifieldParser(["title", "body"], opened.schema, group=qparser.OrGroup)

    def run(self, kind: str, words: Words) -> int:
        text = {"phrase": f'"{" ".join(words)}"', "prefix": f"{words[0]}*"}.get(kind, " ".join(words))
        query = (self._any if kind in ("or", "page") else self._all).parse(text)
        if kind == "fuzzy":
            query = self._query.FuzzyTerm("body", words[0], maxdist=1, prefixlength=1)
        elif kind == "date":
            days = datetime.fromisoformat(FROM), datetime.fromisoformat(f"{TO}T23:59:59")
            query = self._query.And([query, self._query.DateRange("date", *days)])
        order = {"sortedby": "date", "reverse": True} if kind == "newest" else {}
        hits = self._searcher.search(query, limit=10, **order)
        if kind == "page":
            return len([(hit["permalink"], hit["title"], hit.highlights("body")) for hit in hits])
        return len([hit["permalink"] for hit in hits])


ENGINES: tuple[type[Engine], ...] = (Ours, OursOnTantivy, Fts5, Tantivy, StockWhoosh)


def engine_named(name: str) -> Engine:
    """The engine whose class has this name."""
    (kind,) = (kind for kind in ENGINES if kind.__name__ == name)
    return kind()

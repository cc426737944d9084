"""The blogs of an archive: which one each page is merged with, its home, and which are to be merged again."""

from __future__ import annotations

from collections.abc import Iterator

from archivesearch.store.database import Database


def unknown_blog(source: int) -> str:
    """What stands for the blog of a source's pages that do not tell theirs; no host begins so."""
    return f"?{source}"


def is_unknown_blog(blog: str) -> bool:
    """Whether a home is one that `unknown_blog` made."""
    return blog.startswith("?")


class Blogs:
    """The blogs that pages tell, and those that pages are merged with."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def stale(self) -> list[str]:
        """The blogs of which a page has changed since they were merged, in stable order."""
        return [blog for (blog,) in self._database.rows("SELECT blog FROM stale_blogs ORDER BY blog")]

    def make_stale(self, *blogs: str) -> None:
        """Has these blogs merged again; "" stands for none."""
        for blog in blogs:
            if blog:
                self._database.run("INSERT OR IGNORE INTO stale_blogs VALUES (?)", blog)

    def make_all_stale(self) -> None:
        """Has every blog merged again."""
        self._database.run(
            "INSERT OR IGNORE INTO stale_blogs SELECT DISTINCT home FROM pages WHERE home <> ''"
        )

    def told(self) -> list[str]:
        """The blogs that pages with posts on them tell, each once."""
        rows = self._database.rows(
            "SELECT DISTINCT blog FROM pages WHERE blog <> '' AND json_extract(facts, '$.kind') <> 'other'"
        )
        return [blog for (blog,) in rows]

    def told_by_pages(self) -> set[str]:
        """The blogs below a folder that pages with posts on them tell, not only the feeds found among these."""
        rows = self._database.rows(
            "SELECT DISTINCT blog FROM pages JOIN entries USING (page)"
            " WHERE instr(blog, '/') AND NOT coalesce(json_extract(data, '$.is_evidence_only'), 0)"
        )
        return {blog for (blog,) in rows}

    def permalinks_in_feeds(self, blog: str) -> Iterator[str]:
        """The addresses of the posts in feeds that name this blog as their home and were found among its pages."""
        rows = self._database.rows(
            "SELECT json_extract(data, '$.permalink[0]') FROM pages JOIN entries USING (page)"
            " WHERE blog = ? AND json_extract(data, '$.is_evidence_only')",
            blog,
        )
        return (url for (url,) in rows if url)

    def pages_telling(self, blog: str) -> Iterator[tuple[int, str, str | None]]:
        """(number, home, address) of each page that tells this blog."""
        sql = "SELECT page, home, json_extract(facts, '$.url') FROM pages WHERE blog = ? ORDER BY page"
        return ((page, home, url) for page, home, url in self._database.rows(sql, blog))

    def move_page(self, page: int, old_home: str, home: str) -> None:
        """Has a page merged with another blog; the one it leaves and the one it comes to become stale."""
        if home != old_home:
            self._database.run("UPDATE pages SET home = ? WHERE page = ?", home, page)
            self.make_stale(old_home, home)

    def sources_with_unknown(self) -> list[int]:
        """The sources that have pages which do not tell their blog."""
        rows = self._database.rows(
            "SELECT DISTINCT source FROM pages WHERE blog = '' AND home <> '' ORDER BY source"
        )
        return [source for (source,) in rows]

    def known_in(self, source: int) -> Iterator[tuple[str, str]]:
        """(path, blog) of each page of a source that tells its blog."""
        rows = self._database.rows("SELECT path, home FROM pages WHERE source = ? AND blog <> ''", source)
        return ((path, blog) for path, blog in rows)

    def pages_of_unknown(self, source: int) -> list[tuple[int, str, str]]:
        """(number, path, home) of each page of a source that does not tell its blog."""
        rows = self._database.rows(
            "SELECT page, path, home FROM pages WHERE source = ? AND blog = '' AND home <> ''", source
        )
        return [(page, path, home) for page, path, home in rows]

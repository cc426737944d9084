"""posts.db, the truth of an archive: pages seen, entries read from them, posts made of those. SQLite, WAL."""

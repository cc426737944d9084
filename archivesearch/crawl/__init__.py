"""The live web: a blog fetched politely into WARC files, which are then read like any other source."""

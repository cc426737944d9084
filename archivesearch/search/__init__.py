"""Search: query text in, a ranking with snippets out."""

"""Indexes: posts in, matches out. Derived from the store; always safe to delete and rebuild."""

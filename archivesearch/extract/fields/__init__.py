"""One file per field of an entry."""

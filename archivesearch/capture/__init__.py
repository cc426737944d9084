"""Where page bytes come from: each module turns one kind of source into a stream of pages."""

"""Posts -> files that other programs read: a module for each format, all streaming."""

"""Entries of one blog -> posts."""

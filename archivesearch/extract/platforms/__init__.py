"""One file per blog platform; the tuple in catalogue.py is their order."""

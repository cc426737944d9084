"""`python -m archivesearch`, the same as the `archivesearch` command."""

import sys

from archivesearch.cli import main

if __name__ == "__main__":
    code = main()
    # Ctrl-C that comes while an import runs code made of text, as of a dataclass, leaves a mark in the interpreter, by
    # which `python -m` would end as killed by a signal although all was told. Running any text wipes it off.
    exec("")
    sys.exit(code)

"""`python -m archivesearch`, the same as the `archivesearch` command."""

import sys

from archivesearch.cli import main

if __name__ == "__main__":
    sys.exit(main())

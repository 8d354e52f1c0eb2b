"""`python -m trata_cli`."""

import sys

from trata_cli.cli import main

if __name__ == "__main__":  # not in a process that `files.many` begins: it loads this module under another name
    sys.exit(main())

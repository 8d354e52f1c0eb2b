"""`python -m trata_cli`."""

import sys

from trata_cli.cli import main

sys.exit(main())

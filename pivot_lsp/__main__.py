"""`python -m pivot_lsp` is the `pivot` command."""

import sys

from pivot_lsp.cli.main import main

sys.exit(main())

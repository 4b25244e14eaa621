"""`python -m pivot_lsp` is the `pivot` command."""

from pivot_lsp.cli.main import command

command()

"""Latency of the language server beside its peers, over one harness and in one run: `make bench-lsp`."""

"""What runs in the customer's process: loads and calls vessels. Imports stdlib, cffi and msgspec only."""

from pivot_lsp.runtime.loader import load_vessel

__all__ = ["load_vessel"]

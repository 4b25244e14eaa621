"""pivot-lsp: port slow Python functions to native vessels, with evidence.

Importing this package imports nothing of it (PEP 562), so that `pivot_lsp.runtime` can ship alone into a
customer's process.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pivot_lsp.runtime import load_vessel as load_vessel

__version__ = "0.1.0"
__all__ = ["__version__", "load_vessel"]


def __getattr__(name: str) -> Any:
    if name == "load_vessel":
        from pivot_lsp.runtime import load_vessel

        return load_vessel
    raise AttributeError(f"module 'pivot_lsp' has no attribute {name!r}")

"""What runs in the customer's process: loads and calls vessels. Imports stdlib, cffi and msgspec only.

Its parts are imported when they are asked for (PEP 562): a wrapped module whose flags are off needs neither cffi nor
msgspec.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pivot_lsp.runtime.bridge import ensure_bridge
    from pivot_lsp.runtime.calls import Calls, VesselFunction
    from pivot_lsp.runtime.dispatch import vessel
    from pivot_lsp.runtime.errors import VesselError
    from pivot_lsp.runtime.keys import context
    from pivot_lsp.runtime.loader import load_vessel
    from pivot_lsp.runtime.retired import native

_HOMES = {
    "Calls": "calls",
    "VesselError": "errors",
    "VesselFunction": "calls",
    "context": "keys",
    "ensure_bridge": "bridge",
    "load_vessel": "loader",
    "native": "retired",
    "vessel": "dispatch",
}

__all__ = ["Calls", "VesselError", "VesselFunction", "context", "ensure_bridge", "load_vessel", "native", "vessel"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found

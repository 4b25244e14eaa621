"""What runs in the customer's process: loads and calls vessels. Imports stdlib, cffi and msgspec only."""

from pivot_lsp.runtime.bridge import ensure_bridge
from pivot_lsp.runtime.calls import Calls, VesselFunction
from pivot_lsp.runtime.errors import VesselError
from pivot_lsp.runtime.loader import load_vessel

__all__ = ["Calls", "VesselError", "VesselFunction", "ensure_bridge", "load_vessel"]

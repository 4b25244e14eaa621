"""`pivot verify`: whether a vessel's certificate still holds for what lies on disk."""

from pathlib import Path

from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.evidence import Verification
from pivot_lsp.parity.certificate import verify


def verify_vessel(folder: Path) -> Verification:
    """Recomputes every hash that the certificates of its functions bind. Raises UsageError PV621 for no folder, PV628
    for an unreadable certificate, Refused PV627 for none."""
    if not folder.is_dir():
        raise UsageError("PV621", "no such folder", file=folder, remedy="name a vessel's folder")
    return verify(folder)

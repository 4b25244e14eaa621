"""Load tests on disk: `.pivot/loads/<time>.json`, one a run; the newest ones are read."""

from pathlib import Path

from pydantic import ValidationError

from pivot_lsp.model.load import LoadReport
from pivot_lsp.store.files import FOLDER, pivot_folder, write_atomic

KEPT = 50


def folder_of(root: Path) -> Path:
    """Where they lie."""
    return root / FOLDER / "loads"


def keep_load(root: Path, report: LoadReport) -> Path:
    """Writes one; returns where. Raises OSError."""
    pivot_folder(root)
    stamp = "".join(c for c in report.created if c.isalnum())
    path = folder_of(root) / f"{stamp}.json"
    number = 1
    while path.exists():
        number += 1
        path = folder_of(root) / f"{stamp}-{number}.json"
    write_atomic(path, report.model_dump_json(indent=2) + "\n")
    return path


def read_loads(root: Path) -> list[LoadReport]:
    """The newest `KEPT`, oldest first; a file that is none is passed over."""
    found = []
    for path in sorted(folder_of(root).glob("*.json"))[-KEPT:]:
        try:
            found.append(LoadReport.model_validate_json(path.read_bytes()))
        except (OSError, ValidationError):
            continue
    return sorted(found, key=lambda report: report.created)

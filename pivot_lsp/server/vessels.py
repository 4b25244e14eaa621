"""Which vessels a function has, read from the folders that `pivot port` writes (docs/commands.md).

Only names and the certificate's level are read here; whether a certificate holds is for `pivot verify` to say.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pivot_lsp.model.modules import module_name
from pivot_lsp.model.roots import project_root

TARGETS = ("rust", "go", "cpp")


@dataclass(frozen=True, slots=True)
class Vessel:
    """A built vessel; `level` is its certificate's, `measured` its last benchmark in words; None without one."""

    target: str
    folder: Path
    level: str | None
    measured: str | None = None


def evidence(folder: Path, function: str, suffix: str) -> Path:
    """The certificate (`json`) or its page (`md`): a vessel of several functions has one for each."""
    own = folder / f"certificate.{function}.{suffix}"
    return own if own.is_file() else folder / f"certificate.{suffix}"


def _level(folder: Path, function: str) -> str | None:
    try:
        report = json.loads(evidence(folder, function, "json").read_text(encoding="utf-8"))["report"]
        level = report["level"]
        given = report.get("binding", {}).get("legacy", {}).get("target", "")
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
    if function and isinstance(given, str) and given.rpartition(":")[2] not in ("", function):
        return None  # another function's, put here by hand
    return level if isinstance(level, str) else None


def _measured(folder: Path) -> str | None:
    try:
        ratio = json.loads((folder / "benchmark.json").read_text(encoding="utf-8"))["speedup"]
        low, high = float(ratio["low"]), float(ratio["high"])
        return f"{float(ratio['estimate']):.2f} times as fast ({low:.2f} to {high:.2f}), end to end, 95 % interval"
    except (OSError, ValueError, TypeError, KeyError):
        return None


class Shelf:
    """Finds vessels by function; also those that `--dest` put elsewhere, as long as this session built them."""

    def __init__(self) -> None:
        self._elsewhere: dict[tuple[str, str], set[Path]] = {}

    def add(self, path: str, function: str, folder: Path) -> None:
        """Remembers where a port of this session went."""
        self._elsewhere.setdefault((path, function), set()).add(folder)

    def of(self, path: str, function: str) -> list[Vessel]:
        """The vessels of a function, the last built first."""
        root = project_root(Path(path))
        name = f"{module_name(Path(path), root)}.{function}"
        folders = {root / "vessels" / name / target for target in TARGETS} | self._elsewhere.get(
            (path, function), set()
        )
        return _built(folders, function)

    def below(self, root: Path) -> list[Vessel]:
        """The vessels of a project, by name; those that `--dest` put elsewhere are not among them."""
        home = root / "vessels"
        try:
            names = sorted(os.listdir(home))
        except (OSError, ValueError):  # none yet, or a root that is no folder
            return []
        return [vessel for name in names for vessel in _built([home / name / target for target in TARGETS], "")]


def _built(folders: Iterable[Path], function: str) -> list[Vessel]:
    """Those that are vessels, the last built first, each with what it has for `function`."""
    built = []
    for folder in folders:
        try:
            when = (folder / "manifest.json").stat().st_mtime_ns
        except OSError:
            continue
        if folder.name in TARGETS:
            built.append((when, Vessel(folder.name, folder, _level(folder, function), _measured(folder))))
    return [vessel for _, vessel in sorted(built, key=lambda pair: -pair[0])]

"""Builds one vessel from Python functions, and what a call of a function does as text."""

import importlib.util
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from pivot_lsp.model.target import Target
from pivot_lsp.port.compile import compile_functions
from pivot_lsp.runtime import load_vessel
from pivot_lsp.vessel.build import build_vessel


def vessel(file: Path, names: Sequence[str], scratch: Path) -> tuple[dict[str, Any], Path]:
    """The native functions of `file` by name, and the folder of their sources."""
    root = file.parent
    target = Target(file=file, module=file.stem, qualname=names[0], root=root)
    checked = compile_functions(target, list(names), scratch / "mypy")
    assert not checked.reasons, "\n".join(f"{r.line}: {r.code} {r.message}" for r in checked.reasons)
    assert checked.unit is not None
    built = build_vessel(checked.unit, target, "rust", scratch / "vessels", scratch / "cache")
    return load_vessel(built.folder), built.folder / "src"


def imported(file: Path) -> ModuleType:
    """The legacy module."""
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module

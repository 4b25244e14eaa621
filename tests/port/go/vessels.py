"""Builds Go vessels out of the files in `functions/`."""

import ast
import importlib
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from pivot_lsp.model.target import Target
from pivot_lsp.port import ir
from pivot_lsp.port.compile import compile_functions
from pivot_lsp.runtime import load_vessel
from pivot_lsp.vessel.build import build_vessel

FUNCTIONS = Path(__file__).parent / "functions"
FILES = sorted(p.stem for p in FUNCTIONS.glob("*.py"))


def names(file: str) -> list[str]:
    """The functions of a file."""
    tree = ast.parse((FUNCTIONS / f"{file}.py").read_text(encoding="utf-8"))
    return [n.name for n in tree.body if isinstance(n, ast.FunctionDef)]


def module(file: str) -> ModuleType:
    """The file, imported."""
    if str(FUNCTIONS) not in sys.path:
        sys.path.insert(0, str(FUNCTIONS))
    return importlib.import_module(file)


def target(file: str) -> Target:
    """The file as a target."""
    return Target(file=FUNCTIONS / f"{file}.py", module=file, qualname=names(file)[0], root=FUNCTIONS)


def unit(file: str, cache: Path) -> ir.Unit:
    """One unit of all functions of a file."""
    checked = compile_functions(target(file), names(file), cache / "mypy")
    assert checked.unit is not None, "\n".join(map(str, checked.reasons))
    return checked.unit


def vessel(file: str, folder: Path, cache: Path) -> dict[str, Any]:
    """The vessel's functions by name."""
    return load_vessel(build_vessel(unit(file, cache), target(file), "go", folder, cache).folder)

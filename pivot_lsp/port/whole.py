"""Whole-file ports: as many functions and methods of a file as can be ported, in one unit.

A function that is refused is left out, and so is what cannot do without it; each says why. Nothing is guessed: what
is left was compiled together as it is built.
"""

import ast
from dataclasses import dataclass
from pathlib import Path

from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.port import Reason
from pivot_lsp.model.target import Target
from pivot_lsp.port.compile import Checked, compile_functions
from pivot_lsp.port.frontend.asked import Asked


@dataclass(frozen=True)
class WholeFile:
    """What of a file is ported, and the reasons of everything else."""

    checked: Checked
    entries: tuple[str, ...]
    refused: tuple[Reason, ...]


def compile_file(target: Target, cache: Path, overlay: dict[Path, str] | None = None) -> WholeFile:
    """The unit of every function and method of the file that can be ported. Raises UsageError PV220 (no Python)."""
    assert target.file is not None
    names = _candidates(target.file, (overlay or {}).get(target.file))
    asked = Asked(target.root, cache, overlay)
    refused: list[Reason] = []
    while names:
        checked = compile_functions(target, names, cache, overlay, asked)
        if checked.unit is not None:
            return WholeFile(checked, tuple(names), tuple(refused))
        named = {reason.function for reason in checked.reasons}
        bad = [name for name in names if name in named]
        refused += [r for r in checked.reasons if r.function in bad or r.function is None]
        if not bad:  # what is refused is reached by some of them: each for itself
            alone = {name: compile_functions(target, [name], cache, overlay, asked) for name in names}
            bad = [name for name, found in alone.items() if found.unit is None] or names
            refused += [_because(name, reason) for name in bad for reason in alone[name].reasons]
        names = [name for name in names if name not in bad]
    return WholeFile(Checked(None, tuple(dict.fromkeys(refused))), (), tuple(dict.fromkeys(refused)))


def _because(name: str, reason: Reason) -> Reason:
    """The reason of what `name` reaches, as a reason of `name`."""
    if reason.function in (name, None):
        return reason
    return reason.model_copy(update={"function": name, "message": f"{name} needs {reason.function}: {reason.message}"})


def _candidates(file: Path, text: str | None) -> list[str]:
    """Functions at the top of the file, and methods of its classes; dunder methods and properties are reached only."""
    try:
        tree = ast.parse(file.read_bytes() if text is None else text)
    except (SyntaxError, ValueError) as error:
        raise UsageError("PV220", f"cannot be parsed: {error}", file=file) from None
    found: list[str] = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            found.append(node.name)
        if isinstance(node, ast.ClassDef):
            found += [f"{node.name}.{m.name}" for m in node.body if isinstance(m, ast.FunctionDef) and _is_method(m)]
    return list(dict.fromkeys(found))


def _is_method(node: ast.FunctionDef) -> bool:
    reached = (node.name.startswith("__") and node.name.endswith("__")) or any(
        ast.unparse(d).partition(".")[0] == "property" or ast.unparse(d).endswith((".setter", ".deleter"))
        for d in node.decorator_list
    )
    return not reached

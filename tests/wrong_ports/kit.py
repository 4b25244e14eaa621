"""Writes the kit's wrong functions into a project, ready to be judged as any importable callable is.

A wrong module is its legacy module with one slip in it and legacy's own classes, so that records mean the same on both
sides.
"""

import ast
from dataclasses import dataclass
from pathlib import Path

from tests.wrong_ports.held_out_slips import HELD_OUT
from tests.wrong_ports.office_slips import CALLABLE_SLIPS
from tests.wrong_ports.python_slips import SLIPS, Slip
from tests.wrong_ports.right_slips import RIGHT

FUNCTIONS = Path(__file__).with_name("functions")


@dataclass(frozen=True)
class Wrong:
    """One wrong function: `text` is its whole module's, but for legacy's classes."""

    module: str
    function: str
    what: str
    text: str
    number: int
    there: str
    instead: str
    right: bool = False

    @property
    def name(self) -> str:
        """The wrong module's name."""
        return f"{'right' if self.right else 'wrong'}_{self.module}_{self.number}"

    @property
    def legacy(self) -> str:
        """As TARGET."""
        return f"kit_{self.module}.py::{self.function}"


def wrong_functions() -> list[Wrong]:
    """All of the kit, in order. Raises ValueError for a slip whose text does not stand in its function."""
    return _rewritten(SLIPS | HELD_OUT | CALLABLE_SLIPS, right=False)


def right_functions() -> list[Wrong]:
    """Rewritings that do the same: who fails one of them raises a false alarm."""
    return _rewritten(RIGHT, right=True)


def _rewritten(table: dict[str, dict[str, list[Slip]]], right: bool) -> list[Wrong]:
    found = []
    for module, functions in table.items():
        text = (FUNCTIONS / f"{module}.py").read_text(encoding="utf-8")
        for function, slips in functions.items():
            for what, there, instead in slips:
                slipped = _slipped(text, function, there, instead)
                found.append(Wrong(module, function, what, slipped, len(found), there, instead, right))
    return found


def _slipped(text: str, function: str, there: str, instead: str) -> str:
    start = text.index(f"def {function}(")
    end = text.find("\n\n\ndef ", start)
    body = text[start : end if end > 0 else len(text)] + "\n"
    if there not in body:
        raise ValueError(f"{function}: {there!r} does not stand there")
    return text[:start] + body.replace(there, instead, 1).rstrip("\n") + text[start + len(body) - 1 :]


def together(several: list[Wrong]) -> str:
    """A module with a slip in each of several functions: one build gives as many wrong vessels."""
    text = (FUNCTIONS / f"{several[0].module}.py").read_text(encoding="utf-8")
    for wrong in several:
        text = _slipped(text, wrong.function, wrong.there, wrong.instead)
    return text


def in_rounds(kit: list[Wrong]) -> list[list[Wrong]]:
    """The kit by module, in rounds of at most one slip a function: first the first of each."""
    rounds: dict[tuple[int, str], list[Wrong]] = {}
    turn: dict[str, int] = {}
    for wrong in kit:
        place = turn[wrong.function] = turn.get(wrong.function, -1) + 1
        rounds.setdefault((place, wrong.module), []).append(wrong)
    return [rounds[key] for key in sorted(rounds)]


def classes(module: str) -> list[str]:
    """Names of the classes of a legacy module."""
    tree = ast.parse((FUNCTIONS / f"{module}.py").read_text(encoding="utf-8"))
    return [node.name for node in tree.body if isinstance(node, ast.ClassDef)]


def write_legacy(root: Path) -> None:
    """The legacy modules, as `kit_<name>.py`, and the file that makes the folder a project."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "pivot.toml").write_text("", encoding="utf-8")
    for file in FUNCTIONS.glob("[a-z]*.py"):
        (root / f"kit_{file.name}").write_text(file.read_text(encoding="utf-8"), encoding="utf-8")


def write_wrong(root: Path, wrong: Wrong) -> str:
    """The wrong module beside legacy; gives the TARGET of its function."""
    names = classes(wrong.module)
    tail = f"\n\nfrom kit_{wrong.module} import {', '.join(names)}\n" if names else ""
    (root / f"{wrong.name}.py").write_text(wrong.text + tail, encoding="utf-8")
    return f"{wrong.name}:{wrong.function}"

"""The ports of `tests/goldens/ports.py` that are kept to be read. `make goldens` writes them anew: look at the difference.

Keeps true: they are what this checkout writes, and were read by somebody.
"""

import ast
import tempfile
from collections.abc import Mapping
from pathlib import Path

from pivot_lsp.model.target import Target
from pivot_lsp.port import ir
from pivot_lsp.port.compile import compile_functions
from pivot_lsp.vessel.backends import emitter

FOLDER = Path(__file__).resolve().parent.parent / "goldens"
PORTS = FOLDER / "ports.py"
READ = {"rust": ("ports.rs",), "go": ("ports.go",), "cpp": ("ports.hpp", "ports.cpp")}
"""The files of a port that a person reads, by language."""


def compiled(cache: Path) -> ir.Unit:
    """The ten functions, with all that they reach; `cache` is mypy's."""
    names = [n.name for n in ast.parse(PORTS.read_text(encoding="utf-8")).body if isinstance(n, ast.FunctionDef)]
    target = Target(file=PORTS, module="ports", qualname=names[0], root=FOLDER)
    checked = compile_functions(target, names, cache)
    assert checked.unit is not None, checked.reasons
    return checked.unit


def read_by_people(unit: ir.Unit, language: str) -> Mapping[str, str]:
    """The text of each file, by its name."""
    made = emitter(language).emit(unit)
    return {name: made[name] for name in READ[language]}


def main() -> None:
    """Writes them."""
    with tempfile.TemporaryDirectory() as cache:
        unit = compiled(Path(cache))
    for language in READ:
        for name, text in read_by_people(unit, language).items():
            (FOLDER / name).write_text(text, encoding="utf-8")
            print(FOLDER / name)


if __name__ == "__main__":
    main()

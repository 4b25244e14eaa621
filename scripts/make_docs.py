"""Writes the pages of docs/ that are made from code: `docs/codes.md` (refusals) and `docs/python.md` (what is taken).

`make_docs.py --check` fails when a page on disk differs from what would be written.
"""

import sys
from pathlib import Path

from pivot_lsp.port.refusal import CODES
from pivot_lsp.port.table import TABLE

PYTHON_PAGE = """# What of Python is taken

Statements: assignment (also augmented, chained and unpacking), if, for and while with else, break, continue, return,
raise, try/except/else, assert, del of items. Expressions: literals, names, calls of typed functions of the project,
dataclass construction and fields, chained comparisons, and/or/not, conditional expressions, list, dict and generator
comprehensions, lambdas as sort keys, f-strings with format specifications, slices.

Types: int, float, bool, str, None, list, dict, tuple, Optional, plain dataclasses. Everything else is refused, with a
code from [codes.md](codes.md).

Operations, by exact types (a letter stands for any type):

| operation | types |
|---|---|
"""
DOCS = Path(__file__).resolve().parent.parent / "docs"


def codes() -> str:
    """Every refusal of the compiler."""
    rows = "\n".join(f"| {code} | {found} | {remedy} |" for code, (found, remedy) in CODES.items())
    return f"# Why a function is refused\n\n| code | what was found | what to do |\n|---|---|---|\n{rows}\n"


def python() -> str:
    """The operations of the table, and the statements around them."""
    by_kind: dict[str, list[str]] = {}
    for row in TABLE:
        by_kind.setdefault(row.key, []).append(row.signature.removeprefix(row.key))
    cells = {_cell(k): ", ".join(f"`{_cell(s)}`" for s in found) for k, found in by_kind.items()}
    rows = "\n".join(f"| `{k}` | {types} |" for k, types in cells.items())
    return PYTHON_PAGE + rows + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


PAGES = {"codes.md": codes, "python.md": python}


def main() -> int:
    """Writes, or with --check compares."""
    stale = [n for n, make in PAGES.items() if not (DOCS / n).exists() or (DOCS / n).read_text("utf-8") != make()]
    if "--check" in sys.argv:
        print("".join(f"docs/{name} is not what scripts/make_docs.py writes\n" for name in stale), end="")
        return 1 if stale else 0
    for name in stale:
        (DOCS / name).write_text(PAGES[name](), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Writes the pages that are made from code: `docs/codes.md` (refusals), `docs/python.md` (what is taken), and in the
package a page for each code, which the editor's diagnostics link to.

`make_docs.py --check` fails when a page on disk differs from what would be written.
"""

import sys
from pathlib import Path

from pivot_lsp.port.refusal import CODES, NOTES
from pivot_lsp.port.table import TABLE

PYTHON_PAGE = """# What of Python is taken

Statements: assignment (also augmented, chained, and unpacking with a star), if, for and while with else, break,
continue, return, match, raise, try/except/else, `finally` where it can be spelled otherwise, assert, del of items,
print. Functions inside functions, with what they read and assign around them, and generators that the port itself walks
over. Expressions: literals, names, calls of typed functions of the project, construction of dataclasses and plain
classes, their fields (also assigned) and methods, chained comparisons, and/or/not, conditional expressions, `:=`,
comprehensions of every kind, lambdas, f-strings with format specifications, slices.

Types: int, float, bool, str, bytes, None, list, dict, tuple, set, frozenset, deque, Counter, defaultdict, OrderedDict,
Optional, unions, dates, Enums, NamedTuples, TypedDicts, classes of at most one base, NumPy's arrays of float64 and
int64 in one or two dimensions. Everything else is refused, with a code from [codes.md](codes.md).

Classes of the project: operators, comparisons, str() and repr(), len(), truth, items, `in` and walks call the methods
that the class defines (`__add__`, `__lt__`, `__str__`, `__getitem__`, `__iter__` ...); a dataclass is shown, compared
and ordered by its fields. A class that compares in its own way is not looked for in a container. A field without an
annotation has the type of what is stored in it; type parameters stand for the one set of arguments that the module
names, or for what use tells.

Functions: a helper of the same module may take functions (`Callable`): each call of it with a lambda, a nested function
or a function by name gets a copy for that function. A helper with type variables joins the port once for the types of
each call. A module constant that is a table of functions may be called by key. A function that Python calls has no
such parameters.

Exceptions: built-in ones, classes that inherit from them, and classes with an `__init__` that hands arguments to
`super().__init__` and keeps attributes of type int, float, bool, str or None, which handlers read. What does more (a
base of another kind, `__new__`, an attribute that is a list) is refused where it is raised.

TypedDicts in class syntax, all of whose keys must be there: `row["key"]` read and stored, `get`, `setdefault`, `in`,
`len`, `==`, patterns, displays and calls that give every key in the declared order, `{**row, "key": value}`, `copy`
and `str`. A dict with a key more or less, another dict class or another type of value is answered by legacy; so is,
in a port that copies or spells the dicts of a class, one whose keys stand in another order than declared. Walks over
the keys, `items`, `update`, `pop`, `del` and computed keys are refused.

Regular expressions: `re.match`, `search`, `fullmatch`, `findall`, `finditer`, `split` and `sub`, and the same methods
of what `re.compile` gives, where the pattern is a constant: a literal, a name of the module, class or function that is
bound once, an f-string or `"|".join(...)` of such. A match may be tested and asked (`group`, `groups`, `groupdict`,
`start`, `end`, `span`, `lastgroup`, `m[1]`) in the function that makes it or that `sub` calls. Refused are atomic
groups, possessive repeats, conditions, groups inside assertions, a repeat of what may match nothing, and patterns of
bytes. Legacy answers for texts beyond ASCII where case is ignored, and where a class of characters meets one of theirs.

Operations, by exact types (a letter stands for any type):

| operation | types |
|---|---|
"""
ROOT = Path(__file__).resolve().parent.parent
CODE_PAGES = "pivot_lsp/pages"


def codes() -> str:
    """Every refusal of the compiler."""
    rows = "\n".join(f"| {code} | {found} | {remedy} |" for code, (found, remedy) in CODES.items())
    notes = "\n".join(f"| {code} | {found} | {remedy} |" for code, (found, remedy) in NOTES.items())
    head = "| code | what was found | what to do |\n|---|---|---|\n"
    told = "# What is ported, and left to Python more often than not"
    return f"# Why a function is refused\n\n{head}{rows}\n\n{told}\n\n{head}{notes}\n"


def page(code: str) -> str:
    """The page of one refusal or note."""
    found, remedy = (CODES | NOTES)[code]
    happens = (
        "The function cannot be ported as it stands; nothing was written."
        if code in CODES
        else "The function is ported, and such calls are answered by the Python function."
    )
    return (
        f"# {code}: {found}\n\n{happens} The message names the "
        f"line and what was found there.\n\nWhat to do: {remedy}.\n\n"
        "`pivot port TARGET --to rust --check` asks again, without building.\n"
    )


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


def pages() -> dict[str, str]:
    """Path from the repository's root -> what stands there."""
    made = {"docs/codes.md": codes(), "docs/python.md": python()}
    return made | {f"{CODE_PAGES}/{code}.md": page(code) for code in CODES | NOTES}


def main() -> int:
    """Writes, or with --check compares. A page whose code is gone counts as stale, and is deleted."""
    wanted = pages()
    stale = [n for n, text in wanted.items() if not (ROOT / n).exists() or (ROOT / n).read_text("utf-8") != text]
    gone = [f for f in sorted((ROOT / CODE_PAGES).glob("PV*.md")) if f"{CODE_PAGES}/{f.name}" not in wanted]
    if "--check" in sys.argv:
        names = [*stale, *(str(file.relative_to(ROOT)) for file in gone)]
        print("".join(f"{name} is not what scripts/make_docs.py writes\n" for name in names), end="")
        return 1 if names else 0
    for name in stale:
        (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / name).write_text(wanted[name], encoding="utf-8")
    for file in gone:
        file.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())

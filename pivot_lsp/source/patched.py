"""Statements of other modules that exchange a part of a unit: `helper.rate = other`, `setattr(helper, "rate", f)`.

Whoever imports the unit's module runs them too when that module, or one that it imports, stands in the way of the
import. Their text is part of what legacy is. Invariant: nothing is imported or run; a file is parsed only when its text
has an assignment to an attribute of a name that the unit takes.
"""

import ast
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

_IMPORT = re.compile(rb"^[ \t]*(?:from[ \t]+(\.*[\w.]*)[ \t]+import[ \t]+\(?([^#\n]*)|import[ \t]+([^#\n]+))", re.M)

Find = Callable[[str], Path | None]


def exchanges(
    modules: Iterable[tuple[str, Path]], names: Collection[str], find: Find
) -> Iterator[tuple[str, Path, str, ast.stmt]]:
    """(module, file, name exchanged, statement) for each statement that may exchange one of `names`.

    `modules`: those that the unit takes something of. `find` gives the file of a module of the project, by its name.
    """
    if not names:
        return
    wanted = "|".join(map(re.escape, sorted(names))).encode()
    sets = re.compile(rb"\.\s*(?:" + wanted + rb")\s*(?::[^=\n]+)?(?:[-+*/%&|^@]|//|\*\*|<<|>>)?=[^=]|\bsetattr\s*\(")
    for module, file in _imported(modules, find):
        try:
            text = file.read_bytes()
            body = ast.parse(text, str(file)).body if sets.search(text) else []
        except (OSError, SyntaxError, ValueError):
            continue
        there = {"sys", *_bound(body)}
        for statement in body:
            for name in dict.fromkeys(_set(statement, names, there)):
                yield module, file, name, statement


def _bound(body: list[ast.stmt]) -> Iterator[str]:
    """Names that the file's imports bind, those of its functions too."""
    for statement in body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield from (alias.asname or alias.name.partition(".")[0] for alias in node.names)


def _set(statement: ast.stmt, names: Collection[str], there: Collection[str]) -> Iterator[str]:
    """Names that are set as attributes of something imported."""
    for node in ast.walk(statement):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store | ast.Del):
            if node.attr in names and _root(node) in there:
                yield node.attr
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "setattr":
            told = node.args[1].value if len(node.args) > 1 and isinstance(node.args[1], ast.Constant) else None
            if node.args and _root(node.args[0]) in there and (told is None or told in names):
                yield str(told or "setattr")


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _imported(modules: Iterable[tuple[str, Path]], find: Find) -> Iterator[tuple[str, Path]]:
    """The modules, the packages around them, and what they import of the project, over and over."""
    known: set[Path] = set()
    asked: set[str] = set()
    todo = list(modules)
    while todo:
        name, file = todo.pop()
        if file in known:
            continue
        known.add(file)
        yield name, file
        try:
            text = file.read_bytes()
        except OSError:
            continue
        for other in {*_packages(name), *_named(text, name, file)} - asked:
            asked.add(other)
            there = find(other)
            if there is not None and there not in known:
                todo.append((other, there))


def _packages(name: str) -> Iterator[str]:
    parts = name.split(".")
    for end in range(1, len(parts)):
        yield ".".join(parts[:end])


def _named(text: bytes, name: str, file: Path) -> Iterator[str]:
    """Every module that the imports of a text may mean, with the packages around it."""
    for base, members, plain in _IMPORT.findall(text):
        found = [part.split(b" as ")[0].strip().decode("utf-8", "replace") for part in (plain or members).split(b",")]
        if plain:
            modules = found
        else:
            told = base.decode()
            level = len(told) - len(told.lstrip("."))
            parts = name.split(".")
            around = parts[: len(parts) - level + (file.name == "__init__.py")] if level else []
            whole = ".".join([*around, *filter(None, [told[level:]])])
            modules = [whole, *(f"{whole}.{member}" if whole else member for member in found)]
        for module in modules:
            yield module
            yield from _packages(module)

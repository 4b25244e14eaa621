"""Constants mined from the source of a function and of what it reaches, and the hash of its unit.

Found by reading, never by importing: the function, the functions, classes and constants of its module that it names,
and those it imports from files of the same root. Invariant: a file that cannot be read or parsed is left out; mining
only ever adds better cases.
"""

import ast
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from pivot_lsp.model.base import Model
from pivot_lsp.model.target import Target

MAX_TEXT = 20
"""Longer strings are messages, not data. 3 was too few: it lost the unit names of a conversion table."""
_QUOTED = re.compile(r"[\"'`]([^\"'`\n]{1,20})[\"'`]")


class Literals(Model):
    """What a function compares with and looks up."""

    ints: list[int] = []
    floats: list[float] = []
    strings: list[str] = []
    keys: list[str] = []
    """String keys of dicts and elements of sets: values that hit."""
    compared: dict[str, list[int | float | str]] = {}
    """Name of a variable, parameter or attribute -> constants that it is compared with."""
    lengths: list[int] = []
    """What `len(...)` is compared with."""
    lookups: dict[str, list[str]] = {}
    """Name of a container -> names whose values are looked up in it: `prices[line.sku]` gives prices -> sku."""
    patterns: list[str] = []
    """Regular expressions, as they are handed to `re`."""
    unit: str = ""
    """sha256 over the ast of everything mined, without positions and comments."""
    files: list[str] = []
    """Files mined, relative to the root."""


class _Module:
    def __init__(self, path: Path, tree: ast.Module) -> None:
        self.path = path
        self.defined: dict[str, list[ast.stmt]] = {}
        self.imported: dict[str, tuple[str, int, str]] = {}
        """local name -> (module, level, name there; empty for a module)."""
        for node in _top(tree.body):
            for name in _names(node):
                self.defined.setdefault(name, []).append(node)
            if isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    self.imported[alias.asname or alias.name] = (node.module or "", node.level, alias.name)
            elif isinstance(node, ast.Import):
                for alias in node.names:
                    local = alias.asname or alias.name.partition(".")[0]
                    self.imported[local] = (alias.name if alias.asname else local, 0, "")


def _top(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    for node in body:
        yield node
        if isinstance(node, ast.If | ast.Try):
            yield from _top(node.body)
            yield from _top(node.orelse)


def _names(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Assign):
        return [n.id for target in node.targets for n in ast.walk(target) if isinstance(n, ast.Name)]
    if isinstance(node, ast.AnnAssign | ast.AugAssign) and isinstance(node.target, ast.Name):
        return [node.target.id]
    return []


class _Reach:
    """Follows names from the function; each definition is taken once."""

    def __init__(self, target: Target) -> None:
        self.root = target.root
        self.modules: dict[Path, _Module | None] = {}
        self.taken: dict[tuple[Path, str], list[ast.stmt]] = {}

    def module(self, path: Path) -> _Module | None:
        if path not in self.modules:
            try:
                self.modules[path] = _Module(path, ast.parse(path.read_bytes()))
            except (OSError, ValueError, SyntaxError, RecursionError):
                self.modules[path] = None
        return self.modules[path]

    def follow(self, path: Path, name: str) -> None:
        todo = [(path, name)]
        while todo:
            here, wanted = todo.pop()
            module = self.module(here)
            if module is None or (here, wanted) in self.taken:
                continue
            nodes = module.defined.get(wanted)
            if nodes is None:
                place = module.imported.get(wanted)
                if place is not None and place[2]:
                    found = self.find(here, place[0], place[1])
                    if found is not None:
                        todo.append((found, place[2]))
                continue
            self.taken[here, wanted] = nodes
            for node in nodes:
                todo += [(here, inner.id) for inner in ast.walk(node) if isinstance(inner, ast.Name)]
                todo += self._attributes(module, here, node)

    def _attributes(self, module: _Module, here: Path, node: ast.stmt) -> list[tuple[Path, str]]:
        """`helpers.rate` where `helpers` is an imported module of the root."""
        found = []
        for inner in ast.walk(node):
            if isinstance(inner, ast.Attribute) and isinstance(inner.value, ast.Name):
                place = module.imported.get(inner.value.id)
                if place is not None:
                    name = ".".join(filter(None, (place[0], place[2])))
                    path = self.find(here, name, place[1])
                    if path is not None:
                        found.append((path, inner.attr))
        return found

    def find(self, here: Path, module: str, level: int) -> Path | None:
        parts = module.split(".") if module else []
        bases = [here.parents[level - 1]] if level else [self.root, self.root / "src", here.parent]
        for base in bases:
            whole = base.joinpath(*parts)
            for path in (whole.with_suffix(".py") if parts else whole / "__init__.py", whole / "__init__.py"):
                if path.is_file() and path.is_relative_to(self.root):
                    return path
        return None


def mine(target: Target) -> Literals:
    """The literals of `target`'s unit; empty for a target that is not a file's function."""
    if target.file is None or target.qualname is None:
        return Literals()
    reach = _Reach(target)
    reach.follow(target.file, target.qualname.partition(".")[0])
    ints: set[int] = set()
    floats: set[float] = set()
    strings: dict[str, None] = {}
    keys: dict[str, None] = {}
    compared: dict[str, dict[int | float | str, None]] = {}
    lookups: dict[str, dict[str, None]] = {}
    lengths: set[int] = set()
    patterns: dict[str, None] = {}
    constants = _constants(reach)
    digest = hashlib.sha256()
    for (path, name), nodes in sorted(reach.taken.items(), key=lambda item: (str(item[0][0]), item[0][1])):
        digest.update(f"{path.relative_to(target.root)}:{name}\n".encode())
        for node in nodes:
            digest.update(ast.dump(node).encode("utf-8", "surrogatepass"))
            _collect(node, ints, floats, strings, keys)
            _relate(node, constants, compared, lookups)
            lengths.update(_lengths(node, constants))
            patterns.update(dict.fromkeys(_patterns(node, constants)))
    return Literals(
        ints=sorted(ints),
        floats=sorted(floats),
        strings=list(strings),
        keys=list(keys),
        compared={name: list(values) for name, values in compared.items()},
        lengths=sorted(lengths),
        lookups={name: list(values) for name, values in lookups.items()},
        patterns=list(patterns),
        unit=digest.hexdigest() if reach.taken else "",
        files=sorted({str(path.relative_to(target.root)) for path, _ in reach.taken}),
    )


def _collect(
    node: ast.AST, ints: set[int], floats: set[float], strings: dict[str, None], keys: dict[str, None]
) -> None:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant):
            value = inner.value
            if type(value) is int:
                ints.add(value)
            elif type(value) is float:
                floats.add(value)
            elif isinstance(value, str):
                if 0 < len(value) <= MAX_TEXT:
                    strings[value] = None
                else:
                    strings.update(dict.fromkeys(_QUOTED.findall(value)))
        elif (
            isinstance(inner, ast.UnaryOp)
            and isinstance(inner.op, ast.USub)
            and isinstance(inner.operand, ast.Constant)
        ):
            value = inner.operand.value
            if type(value) is int:
                ints.add(-value)
            elif type(value) is float:
                floats.add(-value)
        elif isinstance(inner, ast.Dict):
            keys.update(dict.fromkeys(_texts(inner.keys)))
        elif isinstance(inner, ast.Set | ast.Tuple | ast.List):
            keys.update(dict.fromkeys(_texts(inner.elts)))
        elif isinstance(inner, ast.Compare):
            keys.update(dict.fromkeys(_texts([inner.left, *inner.comparators])))


def _texts(nodes: list[ast.expr] | list[ast.expr | None]) -> list[str]:
    values = [node.value for node in nodes if isinstance(node, ast.Constant)]
    return [value for value in values if isinstance(value, str) and 0 < len(value) <= MAX_TEXT]


def _constants(reach: _Reach) -> dict[str, ast.expr]:
    """Names of the unit that stand for a literal."""
    found: dict[str, ast.expr] = {}
    for (_, name), nodes in reach.taken.items():
        for node in nodes:
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                found[name] = node.value
    return found


_LOOKING = ("get", "pop", "setdefault", "index", "count", "remove")


def _relate(
    node: ast.AST,
    constants: dict[str, ast.expr],
    compared: dict[str, dict[int | float | str, None]],
    lookups: dict[str, dict[str, None]],
) -> None:
    """Which names are compared with which constants, and looked up in which containers."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Compare):
            sides = [inner.left, *inner.comparators]
            values = [value for side in sides for value in _plain(side, constants)]
            for side in sides:
                if values and (name := _last_name(side)) and name not in constants:
                    compared.setdefault(name, {}).update(dict.fromkeys(values))
            for operator, left, right in zip(inner.ops, sides, sides[1:]):
                if isinstance(operator, ast.In | ast.NotIn):
                    _look_up(right, left, lookups)
        elif isinstance(inner, ast.Subscript):
            _look_up(inner.value, inner.slice, lookups)
        elif (
            isinstance(inner, ast.Call)
            and isinstance(inner.func, ast.Attribute)
            and inner.func.attr in _LOOKING
            and inner.args
        ):
            _look_up(inner.func.value, inner.args[0], lookups)


def _lengths(node: ast.AST, constants: dict[str, ast.expr]) -> Iterator[int]:
    """The ints that a `len(...)` of the node is compared with."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Compare):
            sides = [inner.left, *inner.comparators]
            if any(isinstance(s, ast.Call) and isinstance(s.func, ast.Name) and s.func.id == "len" for s in sides):
                values = (value for side in sides for value in _plain(side, constants))
                yield from (value for value in values if type(value) is int and value > 0)


_MATCHING = ("compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer")


def _patterns(node: ast.AST, constants: dict[str, ast.expr]) -> Iterator[str]:
    """The texts that `re.sub(...)` and its like are given as their first argument."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call) and inner.args and isinstance(inner.func, ast.Attribute):
            owner = inner.func.value
            first = inner.args[0]
            first = constants.get(first.id, first) if isinstance(first, ast.Name) else first
            known = isinstance(owner, ast.Name) and owner.id in ("re", "regex") and inner.func.attr in _MATCHING
            if known and isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def _look_up(container: ast.expr, key: ast.expr, lookups: dict[str, dict[str, None]]) -> None:
    where, what = _last_name(container), _last_name(key)
    if where and what:
        lookups.setdefault(where, {})[what] = None


def _last_name(node: ast.expr) -> str:
    """`x` of `x`, `a.x`, `a.x.strip()`, `len(x)` and `abs(x)`; else empty."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and not node.args:
        return _last_name(node.func.value)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) == 1:
        return _last_name(node.args[0])
    return ""


def _plain(node: ast.expr, constants: dict[str, ast.expr]) -> list[int | float | str]:
    """The constants that an operand of a comparison stands for."""
    if isinstance(node, ast.Name) and node.id in constants:
        node = constants[node.id]
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return [value for element in node.elts for value in _plain(element, {})]
    if isinstance(node, ast.Dict):
        return [value for key in node.keys if key is not None for value in _plain(key, {})]
    try:
        value = ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return []
    return [value] if type(value) in (int, float, str) and len(str(value)) <= MAX_TEXT else []

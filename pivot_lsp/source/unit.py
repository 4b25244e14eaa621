"""The legacy unit as evidence sees it: the function, and what of the project it reaches by name.

What a certificate binds (hashes), what mutants are made of and what coverage is measured on. Invariants: nothing is
imported or run, only parsed; too much is taken rather than too little (a class is taken whole, a method when any code
of the unit names an attribute like it); comments, docstrings, formatting and positions do not change a hash.
"""

import ast
import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pivot_lsp.model.errors import UsageError
from pivot_lsp.source.beside import edited_beside
from pivot_lsp.source.outside import BUILT_IN, METHODS, read_by
from pivot_lsp.source.patched import exchanges
from pivot_lsp.source.wrapped import see_through

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
_Definition = FunctionNode | ast.ClassDef


@dataclass(frozen=True)
class UnitFunction:
    """A function or method of the unit. `chain` leads from the module's level down to it: enclosing classes, itself."""

    file: Path
    module: str
    qualname: str
    chain: tuple[_Definition, ...]

    @property
    def node(self) -> FunctionNode:
        """The function itself."""
        last = self.chain[-1]
        assert isinstance(last, FunctionNode)
        return last

    @property
    def lines(self) -> range:
        """Its 1-based lines, decorators not included."""
        return range(self.node.lineno, (self.node.end_lineno or self.node.lineno) + 1)


@dataclass
class Unit:
    """All of it. `parts` maps a file to the hashed text of each thing taken from it, by name; `outside` are the
    packages of others, and the library's, that it names something of; `reads` what it may read besides its arguments
    (`os.environ`), or set for calls to come (`global rate`), each with the place where it is named."""

    root: Path
    functions: list[UnitFunction] = field(default_factory=list)
    parts: dict[Path, dict[str, str]] = field(default_factory=dict)
    outside: set[str] = field(default_factory=set)
    reads: dict[str, str] = field(default_factory=dict)

    def hashes(self) -> dict[str, str]:
        """File, relative to the root -> sha256 of what the unit takes from it."""
        return {
            _relative(file, self.root): hashlib.sha256(
                "\n".join(f"{k} {v}" for k, v in sorted(parts.items())).encode()
            ).hexdigest()
            for file, parts in sorted(self.parts.items())
        }


def _relative(file: Path, root: Path) -> str:
    return str(file.relative_to(root)) if file.is_relative_to(root) else str(file)


def _place(module: "_Module", node: ast.expr, root: Path) -> str:
    return f"{_relative(module.file, root)}:{node.lineno}"


def _dump(node: ast.AST) -> str:
    """The node without positions and docstrings; equal for two formattings of the same code."""
    copy = ast.parse(ast.unparse(node))
    for each in ast.walk(copy):
        if isinstance(each, FunctionNode | ast.ClassDef) and ast.get_docstring(each, clean=False) is not None:
            each.body = each.body[1:] or [ast.Pass()]
    return ast.dump(copy)


class _Module:
    """A parsed module: its top-level names and where imported ones come from."""

    def __init__(self, file: Path, name: str) -> None:
        self.file = file
        self.name = name
        try:
            self.tree = see_through(ast.parse(file.read_bytes(), str(file)))
        except (OSError, SyntaxError, ValueError) as error:
            raise UsageError("PV624", f"cannot be parsed: {error}", file=file) from None
        self.defined: dict[str, list[ast.stmt]] = {}
        self.imported: dict[str, list[tuple[str, str | None]]] = {}
        """Several for a name that is imported here and there: under `try` and `except`, in two functions."""
        self.stars: list[str] = []
        self.set_by: dict[str, list[FunctionNode]] = {}
        """Name of the module -> functions that declare it `global`."""
        for statement in _top_level(self.tree.body):
            self._bind(statement)
        for inner in ast.walk(self.tree):
            if isinstance(inner, FunctionNode):  # what a function imports for itself, and sets for all
                for local in ast.walk(inner):
                    if isinstance(local, ast.Import | ast.ImportFrom):
                        self._bind(local)
                    elif isinstance(local, ast.Global):
                        for name in local.names:
                            self.set_by.setdefault(name, []).append(inner)

    def _bind(self, statement: ast.stmt) -> None:
        if isinstance(statement, FunctionNode | ast.ClassDef):
            self.defined.setdefault(statement.name, []).append(statement)
        elif isinstance(statement, ast.Import):
            for alias in statement.names:
                name = alias.asname or alias.name.partition(".")[0]
                self._import(name, alias.name if alias.asname else name, None)
        elif isinstance(statement, ast.ImportFrom):
            base = self._absolute(statement)
            for alias in statement.names:
                if alias.name == "*":
                    self.stars.append(base)
                else:
                    self._import(alias.asname or alias.name, base, alias.name)
        else:
            for name in _assigned(statement):
                self.defined.setdefault(name, []).append(statement)

    def _import(self, name: str, base: str, member: str | None) -> None:
        places = self.imported.setdefault(name, [])
        if (base, member) not in places:
            places.append((base, member))

    def _absolute(self, statement: ast.ImportFrom) -> str:
        if not statement.level:
            return statement.module or ""
        parts = self.name.split(".")
        keep = len(parts) - statement.level + (self.file.name == "__init__.py")
        return ".".join([*parts[: max(keep, 0)], *([statement.module] if statement.module else [])])


def _top_level(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """Statements of a module that run on import, those under `if` and `try` included."""
    for statement in body:
        if isinstance(statement, ast.If) and _is_main(statement.test):
            yield from _top_level(statement.orelse)
        elif isinstance(statement, ast.If | ast.Try):
            yield from _top_level(statement.body)
            yield from _top_level(statement.orelse)
            if isinstance(statement, ast.Try):
                yield from (inner for handler in statement.handlers for inner in _top_level(handler.body))
                yield from _top_level(statement.finalbody)
        else:
            yield statement


def _is_main(test: ast.expr) -> bool:
    """`__name__ == "__main__"`: what follows does not run on import."""
    return isinstance(test, ast.Compare) and any(
        isinstance(node, ast.Name) and node.id == "__name__" for node in ast.walk(test)
    )


def _assigned(statement: ast.stmt) -> Iterator[str]:
    """Names that a statement gives a value to, or may change: a loop that fills a table, `TABLE.update(...)`."""
    if isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign):
        targets: list[ast.AST] = [*statement.targets] if isinstance(statement, ast.Assign) else [statement.target]
    else:
        targets = [statement]
    for target in targets:
        yield from dict.fromkeys(node.id for node in ast.walk(target) if isinstance(node, ast.Name))


def collect(file: Path, module: str, names: str | Sequence[str], root: Path, paths: Sequence[str]) -> Unit:
    """The unit of one function, or of several of a file. Raises UsageError PV624 (unreadable file) and PV625 (no such
    function in it)."""
    reached = _Reach(root, [Path(path) for path in paths])
    start = reached.module(module, file)
    assert start is not None
    wanted = [names] if isinstance(names, str) else names
    for qualname in wanted:
        head, _, rest = qualname.partition(".")
        definitions = start.defined.get(head, [])
        if not any(isinstance(node, FunctionNode | ast.ClassDef) for node in definitions):
            raise UsageError("PV625", f"no function {qualname} at the top of the module", file=file)
        reached.target(start, head, rest)
    reached.follow_all()
    for qualname in wanted:
        if not any(f.qualname == qualname for f in reached.unit.functions):
            raise UsageError("PV625", f"no function {qualname} in class {qualname.partition('.')[0]}", file=file)
    return reached.unit


class _Reach:
    """Follows names from the target until nothing new turns up."""

    def __init__(self, root: Path, paths: list[Path]) -> None:
        self.unit = Unit(root)
        self._paths = paths
        self._around: dict[str, Path | None] = {}
        self._modules: dict[str, _Module | None] = {}
        self._done: set[tuple[str, str]] = set()
        self._todo: list[tuple[_Module, ast.AST]] = []
        self._attributes: set[str] = set()
        self._methods: list[tuple[_Module, tuple[_Definition, ...], str]] = []

    def module(self, name: str, file: Path | None = None) -> _Module | None:
        """The project's module of that name, or None for one of another project or of the library."""
        if name not in self._modules:
            file = file or self._find(name)
            self._modules[name] = None if file is None else _Module(file, name)
        return self._modules[name]

    def _find(self, name: str) -> Path | None:
        if not name:
            return None
        tail = Path(*name.split("."))
        for path in self._paths:
            for candidate in (path / tail.with_suffix(".py"), path / tail / "__init__.py"):
                if candidate.is_file():
                    return candidate.resolve()
        if tail.parts[0] not in self._around:
            self._around[tail.parts[0]] = edited_beside(tail.parts[0])
            beside = self._around[tail.parts[0]]
            if beside is not None and beside not in self._paths:
                self._paths.append(beside)
                return self._find(name)
        return None

    def target(self, module: _Module, head: str, rest: str) -> None:
        """Takes the target: a function, or (`rest`) a method of a class."""
        self._attributes.update(rest.split(".") if rest else ())
        self.name(module, head)

    def follow(self) -> None:
        """Takes what is reached, to the end."""
        while True:
            while self._todo:
                module, node = self._todo.pop()
                self._names(module, node)
            reached = [m for m in self._methods if m[1][-1].name in self._attributes or m[1][-1].name.startswith("__")]
            if not reached:
                return
            for entry in reached:
                self._methods.remove(entry)
                self._function(*entry)

    def follow_all(self) -> None:
        """Takes what is reached, and what exchanges it when the modules are imported."""
        self.follow()
        taken = [(name, module.file) for name, module in self._modules.items() if module and module.file in self._files]
        names = {part for function in self.unit.functions for part in function.qualname.split(".")}
        names |= {name for parts in self.unit.parts.values() for name in parts if name.isidentifier()}
        for name, file, exchanged, statement in list(exchanges(taken, names, self._find)):
            module = self.module(name, file)
            own = self.unit.parts.get(file, {})
            text = _dump(statement)
            if module is None or any(text in part for part in own.values()):  # the unit's own code
                continue
            parts = self.unit.parts.setdefault(file, {})
            parts[f"exchange {exchanged}"] = parts.get(f"exchange {exchanged}", "") + text
            self._todo.append((module, statement))
        self.follow()

    @property
    def _files(self) -> Collection[Path]:
        return self.unit.parts.keys()

    def name(self, module: _Module, name: str) -> None:
        """Takes what `name` means in `module`."""
        if (module.name, name) in self._done:
            return
        self._done.add((module.name, name))
        shown = _relative(module.file, self.unit.root)
        for place in module.imported.get(name, ()):
            self._imported(*place, shown)
        for node in module.defined.get(name, ()):
            parts = self.unit.parts.setdefault(module.file, {})
            parts[name] = parts.get(name, "") + _dump(node)
            if isinstance(node, FunctionNode):
                self._function(module, (node,), node.name)
            elif isinstance(node, ast.ClassDef):
                self._class(module, (node,), node.name)
            else:
                self._todo.append((module, node))
        for setter in module.set_by.get(name, ()):
            parts = self.unit.parts.setdefault(module.file, {})
            parts[f"global {name}"] = parts.get(f"global {name}", "") + _dump(setter)
            self._todo.append((module, setter))
        for star in module.stars:  # it may stand below a definition, and then its own counts
            self._imported(star, name, shown)

    def _read(self, name: str, where: str) -> None:
        if read := read_by(name):
            self.unit.reads.setdefault(read, where)

    def _imported(self, base: str, name: str | None, where: str) -> None:
        found = self.module(base)
        if found is None and (name is None or self.module(f"{base}.{name}") is None):
            self.unit.outside.add(base.partition(".")[0])
            self._read(base if name is None else f"{base}.{name}", where)
        if name is None:
            return
        inner = self.module(f"{base}.{name}")
        if found is not None and (name in found.defined or name in found.imported or found.stars) and inner is None:
            self.name(found, name)

    def _function(self, module: _Module, chain: tuple[_Definition, ...], qualname: str) -> None:
        self.unit.functions.append(UnitFunction(module.file, module.name, qualname, chain))
        self._todo.append((module, chain[-1]))

    def _class(self, module: _Module, chain: tuple[_Definition, ...], qualname: str) -> None:
        node = chain[-1]
        for base in (*node.decorator_list, *(node.bases if isinstance(node, ast.ClassDef) else ())):
            self._todo.append((module, base))
        for inner in node.body:
            if isinstance(inner, FunctionNode):
                self._methods.append((module, (*chain, inner), f"{qualname}.{inner.name}"))
            elif isinstance(inner, ast.ClassDef):
                self._class(module, (*chain, inner), f"{qualname}.{inner.name}")
            else:
                self._todo.append((module, inner))

    def _names(self, module: _Module, node: ast.AST) -> None:
        for each in ast.walk(node):
            if isinstance(each, ast.Name):
                self.name(module, each.id)
            elif isinstance(each, ast.Attribute):
                self._attributes.add(each.attr)
                self._dotted(module, each)
                if each.attr in METHODS:
                    self.unit.reads.setdefault(each.attr, _place(module, each, self.unit.root))
            elif isinstance(each, ast.Global):
                for named in each.names:
                    place = f"{_relative(module.file, self.unit.root)}:{each.lineno}"
                    self.unit.reads.setdefault(f"global {named}", place)
            elif isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id in BUILT_IN:
                named = each.func.id
                if not (named in module.defined or named in module.imported):
                    self.unit.reads.setdefault(named, _place(module, each, self.unit.root))

    def _dotted(self, module: _Module, node: ast.Attribute) -> None:
        """`package.module.name` and `module.name`, where the module is the project's."""
        parts = [node.attr]
        inner: ast.expr = node.value
        while isinstance(inner, ast.Attribute):
            parts.append(inner.attr)
            inner = inner.value
        for base, member in module.imported.get(inner.id, ()) if isinstance(inner, ast.Name) else ():
            name = base if member is None else f"{base}.{member}"
            for part in reversed(parts):
                found = self.module(name)
                if found is not None and (part in found.defined or part in found.imported or found.stars):
                    self.name(found, part)
                name = f"{name}.{part}"
                if found is None:
                    self._read(name, _place(module, node, self.unit.root))

"""What a name means in a module of the project, found in the text alone: nothing is imported or executed.

A function behind a flag is seen as it was before it was wrapped.

A name that is bound in more than one way at module level (two defs, an assignment and an import) has no certain
meaning and is said to be ambiguous.
"""

import ast
import builtins
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pivot_lsp.port.frontend.changed import IN_CLASS, OF_CLASS, changed, may_grow
from pivot_lsp.port.frontend.evidence import gather
from pivot_lsp.port.frontend.facts import Facts
from pivot_lsp.port.frontend.prepare import prepare
from pivot_lsp.port.frontend.prepare.positions import Place, place_of
from pivot_lsp.source.wrapped import see_through


@dataclass(frozen=True)
class FunctionSymbol:
    """A function defined at the top level of a module of the project, or in the class `owner` there."""

    module: str
    node: ast.FunctionDef | ast.AsyncFunctionDef
    owner: str = ""

    @property
    def qualname(self) -> str:
        """Its name in the module."""
        return f"{self.owner}.{self.node.name}" if self.owner else self.node.name


@dataclass(frozen=True)
class ClassSymbol:
    """A class defined at the top level of a module of the project."""

    module: str
    node: ast.ClassDef


@dataclass(frozen=True)
class ConstantSymbol:
    """A module variable assigned exactly once at the top level."""

    module: str
    name: str
    value: ast.expr
    annotation: ast.expr | None


@dataclass(frozen=True)
class ModuleSymbol:
    """A module, of the project or not."""

    name: str


@dataclass(frozen=True)
class ExternalSymbol:
    """A name imported from a module that is not of the project (`math.sqrt`), or a built-in (`builtins.len`)."""

    module: str
    name: str


@dataclass(frozen=True)
class AmbiguousSymbol:
    """A name with several module-level bindings, or one that a function rebinds by `global`."""

    module: str
    name: str


Symbol = FunctionSymbol | ClassSymbol | ConstantSymbol | ModuleSymbol | ExternalSymbol | AmbiguousSymbol


@dataclass
class Module:
    """One module of the project, parsed and prepared. `changed`: module-level names whose object is changed somewhere
    in it. `origins`: the author's place of each place in `tree`, where the two differ."""

    name: str
    file: Path
    relative: str
    source: str
    tree: ast.Module
    bindings: dict[str, list[Symbol]] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    origins: dict[Place, Place] = field(default_factory=dict)
    generators: frozenset[str] = frozenset()
    cached: frozenset[str] = frozenset()

    def origin(self, node: ast.AST) -> Place:
        """Where the author wrote what `node` stands for."""
        place = place_of(node) or (1, 0, 1, 0)
        return self.origins.get(place, place)


class Project:
    """The modules under a root, parsed and prepared when first asked for. `facts`: types known beyond annotations."""

    def __init__(self, root: Path, overlay: dict[Path, str] | None = None, facts: Facts | None = None) -> None:
        self.root = root
        self.facts = facts if facts is not None else Facts()
        self._overlay = overlay or {}
        self._modules: dict[str, Module | None] = {}
        self._foreign: set[tuple[str, str]] = set()
        self._known_of = 0

    def module(self, name: str) -> Module | None:
        """The module called `name`, or None when it is not of the project. Raises SyntaxError for a broken one."""
        if name not in self._modules:
            self._modules[name] = self._load(name)
        return self._modules[name]

    @property
    def loaded(self) -> list[Module]:
        """Every module parsed so far."""
        return [m for m in self._modules.values() if m is not None]

    def _load(self, name: str) -> Module | None:
        if not name:  # what a relative import beyond the top means
            return None
        relative = Path(*name.split("."))
        for base in (self.root, self.root / "src"):
            for candidate in (base / relative.with_suffix(".py"), base / relative / "__init__.py"):
                if candidate.is_file():
                    return self._parse(name, candidate)
        return None

    def _parse(self, name: str, file: Path) -> Module:
        source = self._overlay.get(file)
        if source is None:
            source = file.read_bytes().decode("utf-8-sig")
        tree = see_through(ast.parse(source, filename=str(file)))
        if name not in self.facts.gathered:
            self.facts.gathered.add(name)
            gather(self.facts, self.root, name, tree)
        made = prepare(tree, source, name, self.facts)
        relative = str(file.relative_to(self.root))
        module = Module(
            name,
            file,
            relative,
            made.source,
            made.tree,
            origins=made.origins,
            generators=made.generators,
            cached=made.cached,
        )
        _Binder(module).visit(module.tree)
        module.changed |= changed(module.tree)
        return module

    def lookup(self, module: Module, name: str) -> Symbol | None:
        """What `name` means at the top level of `module`; built-ins when the module does not bind it."""
        found = module.bindings.get(name)
        if found is None:
            if "*" in module.bindings:  # an import of everything may have brought any name, a built-in's too
                return AmbiguousSymbol(module.name, name)
            return ExternalSymbol("builtins", name) if hasattr(builtins, name) else None
        if len(found) > 1 or (name in module.changed and not isinstance(found[0], ConstantSymbol)):
            return AmbiguousSymbol(module.name, name)
        symbol = found[0]
        if isinstance(symbol, ConstantSymbol) and (name in module.changed or self._changed_elsewhere(module, name)):
            return AmbiguousSymbol(module.name, name)
        if isinstance(symbol, ExternalSymbol):
            return self.member(symbol.module, symbol.name)
        return symbol

    def _changed_elsewhere(self, owner: Module, name: str) -> bool:
        """Whether a module parsed so far changes a variable of another, by its imported name or through the module."""
        if self._known_of != len(self._modules):
            self._known_of = len(self._modules)
            self._foreign = {found for module in self.loaded for found in _foreign(module)}
        return bool(self._foreign & {(owner.name, name), (owner.name, "")})

    def entry(self, module: Module, name: str) -> Symbol | None:
        """What a target's name, `function` or `Class.method`, means. None for what only runs inside a unit."""
        owner, _, rest = name.partition(".")
        found = self.lookup(module, owner)
        if not rest:
            return found
        method = self.method(found, rest) if isinstance(found, ClassSymbol) and "." not in rest else None
        if method is None or any(ast.unparse(d) == "property" for d in method.node.decorator_list):
            return None
        return None if rest.startswith("__") and rest.endswith("__") else method

    def method(self, cls: ClassSymbol, name: str) -> FunctionSymbol | None:
        """The method `name` that the class itself defines, once."""
        found = [n for n in cls.node.body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef) and n.name == name]
        return FunctionSymbol(cls.module, found[0], cls.node.name) if len(found) == 1 else None

    def class_constant(self, cls: ClassSymbol, name: str) -> ConstantSymbol | None:
        """The variable of the class, assigned once in its body."""
        found: list[ConstantSymbol] = []
        for node in cls.node.body:
            match node:
                case ast.Assign(targets=[ast.Name(id=target)], value=value) if target == name:
                    found.append(ConstantSymbol(cls.module, f"{cls.node.name}.{name}", value, None))
                case ast.AnnAssign(target=ast.Name(id=target), value=ast.expr() as value) if target == name:
                    found.append(ConstantSymbol(cls.module, f"{cls.node.name}.{name}", value, node.annotation))
                case _:
                    pass
        module = self.module(cls.module)
        if module is None or len(found) != 1 or OF_CLASS + name in module.changed:
            return None
        return None if IN_CLASS + name in module.changed and may_grow(found[0].value) else found[0]

    def member(self, module_name: str, name: str) -> Symbol | None:
        """What `module_name.name` means."""
        owner = self.module(module_name)
        if owner is not None:
            if name in owner.bindings:
                return self.lookup(owner, name)
            return ModuleSymbol(f"{module_name}.{name}") if self.module(f"{module_name}.{name}") else None
        if self.module(f"{module_name}.{name}") is not None:
            return ModuleSymbol(f"{module_name}.{name}")
        return ExternalSymbol(module_name, name)


def _foreign(module: Module) -> Iterator[tuple[str, str]]:
    """The variables of other modules that `module` changes, as (module, name); all of a module by an empty name."""
    for name in module.changed:
        local, _, inside = name.partition(".")
        for symbol in module.bindings.get(local, ()):
            if isinstance(symbol, ModuleSymbol):
                yield symbol.name, inside
            elif isinstance(symbol, ExternalSymbol):
                yield symbol.module, symbol.name


class _Binder(ast.NodeVisitor):
    """Collects module-level bindings, those under `if` and `try` too."""

    def __init__(self, module: Module) -> None:
        self.module = module

    def bind(self, name: str, symbol: Symbol) -> None:
        self.module.bindings.setdefault(name, []).append(symbol)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self.bind(node.name, FunctionSymbol(self.module.name, node))

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self.bind(node.name, FunctionSymbol(self.module.name, node))

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.bind(node.name, ClassSymbol(self.module.name, node))

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            if alias.asname:
                self.bind(alias.asname, ModuleSymbol(alias.name))
            else:  # `import a.b` and `import a.c` bind the same `a`
                top = alias.name.partition(".")[0]
                if ModuleSymbol(top) not in self.module.bindings.get(top, []):
                    self.bind(top, ModuleSymbol(top))

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        base = node.module or ""
        if node.level:
            package = self.module.name.split(".")
            keep = len(package) - node.level + (self.module.file.name == "__init__.py")
            base = ".".join([*package[: max(keep, 0)], *([base] if base else [])])
        for alias in node.names:
            self.bind(alias.asname or alias.name, ExternalSymbol(base, alias.name))

    def visit_Assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            if isinstance(target, ast.Name):
                self.bind(target.id, ConstantSymbol(self.module.name, target.id, node.value, None))
            else:
                for inner in ast.walk(target):
                    if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
                        self.bind(inner.id, AmbiguousSymbol(self.module.name, inner.id))

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if isinstance(node.target, ast.Name) and node.value is not None:
            self.bind(node.target.id, ConstantSymbol(self.module.name, node.target.id, node.value, node.annotation))

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Name):
            self.bind(node.target.id, AmbiguousSymbol(self.module.name, node.target.id))

    def visit_For(self, node: ast.For) -> None:
        for inner in ast.walk(node.target):
            if isinstance(inner, ast.Name):
                self.bind(inner.id, AmbiguousSymbol(self.module.name, inner.id))
        self.generic_visit(node)

    def visit_With(self, node: ast.With) -> None:
        for item in node.items:
            if isinstance(item.optional_vars, ast.Name):
                self.bind(item.optional_vars.id, AmbiguousSymbol(self.module.name, item.optional_vars.id))
        self.generic_visit(node)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self.bind(node.target.id, AmbiguousSymbol(self.module.name, node.target.id))
        self.generic_visit(node)

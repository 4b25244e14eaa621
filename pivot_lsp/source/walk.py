"""One pass over a tree without recursion: its scopes, and what each of them reads, binds, imports and runs.

Takes the ast of a module; leaves a list of scopes, the module first, then classes and functions in order of lines.
Names that a nested function reads are read by its outer functions too, since a port takes the whole. Nothing is
resolved here.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from pivot_lsp.model.shape import Shape
from pivot_lsp.source.complexity import WEIGHTS

CODE_NAMES: dict[type[ast.AST], str] = {
    ast.Lambda: "<lambda>",
    ast.GeneratorExp: "<genexpr>",
    ast.ListComp: "<listcomp>",
    ast.SetComp: "<setcomp>",
    ast.DictComp: "<dictcomp>",
}
COMPOUND = frozenset(
    {ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Match, ast.ClassDef, ast.FunctionDef,
     ast.AsyncFunctionDef, ast.ExceptHandler, ast.Try, ast.TryStar}
)  # fmt: skip
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
LOOPS = (ast.For, ast.While, ast.comprehension)
ARITHMETIC = frozenset({ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow})
LEAVES = (ast.operator, ast.cmpop, ast.unaryop, ast.boolop, ast.expr_context)
QUIET = frozenset({ast.Constant, type(None), str, int, *(kind for base in LEAVES for kind in base.__subclasses__())})
"""Nodes without children that say nothing here, and what stands in their place."""
STATEMENTS = frozenset(ast.stmt.__subclasses__())
NO_NODES = frozenset(
    {"arg", "asname", "attr", "conversion", "ctx", "id", "is_async", "kind", "level", "module", "op", "ops", "rest",
     "simple", "type_comment"}
)  # fmt: skip
"""Fields that hold no node, or one of `LEAVES`."""
CHILDREN = {
    kind: tuple(name for name in reversed(kind._fields) if name not in NO_NODES)
    for kind in vars(ast).values()
    if isinstance(kind, type) and issubclass(kind, ast.AST)
}
"""The other fields of each kind of node, the last first; what is no node (the True of a pattern) has none."""
CLAUSED = (ast.Match, ast.Try, ast.TryStar)
"""Statements with lines of their own that run or do not run by themselves."""
TURNS = frozenset({*LOOPS, ast.Lambda, ast.Assert})
SILENT = (ast.Global, ast.Nonlocal)
"""Statements that leave no line event of their own, or not on every Python."""

SHAPES: dict[tuple[bool, bool], Shape] = {
    (False, False): "function",
    (False, True): "generator",
    (True, False): "coroutine",
    (True, True): "async generator",
}


@dataclass(frozen=True)
class ImportTable:
    """`aliases`: local name -> (level of dots, dotted target); `stars`: the same of `from x import *`."""

    aliases: tuple[tuple[str, int, str], ...] = ()
    stars: tuple[tuple[int, str], ...] = ()


@dataclass
class Imports:
    """An `ImportTable` while it is being filled."""

    aliases: list[tuple[str, int, str]] = field(default_factory=list)
    stars: list[tuple[int, str]] = field(default_factory=list)

    def add(self, node: ast.Import | ast.ImportFrom) -> None:
        """Takes one import statement; `import a.b` binds `a`."""
        for name in node.names:
            if isinstance(node, ast.Import):
                head = name.name.partition(".")[0]
                self.aliases.append((name.asname, 0, name.name) if name.asname else (head, 0, head))
            elif name.name == "*":
                self.stars.append((node.level, node.module or ""))
            else:
                target = f"{node.module}.{name.name}" if node.module else name.name
                self.aliases.append((name.asname or name.name, node.level, target))

    def frozen(self) -> ImportTable:
        """The finished table."""
        return ImportTable(tuple(self.aliases), tuple(self.stars))


@dataclass
class Scope:
    """A module, class or function while the walk is in it; `function` is None for the first two."""

    qualname: str
    line: int
    function: ast.FunctionDef | ast.AsyncFunctionDef | None
    parent: "Scope | None"
    body_name: str = "<module>"
    references: set[str] = field(default_factory=set)
    bound: set[str] = field(default_factory=set)
    imports: Imports = field(default_factory=Imports)
    inner: list[tuple[int, str]] = field(default_factory=list)
    statements: list[tuple[int, int]] = field(default_factory=list)
    yields: bool = False
    depth: int = 0
    """Of the loops and comprehensions around it."""
    deepest: int = 0
    """Of those in it, counted from the module."""
    grid: bool = False
    operations: int = 0
    complexity: int = 1
    """Cyclomatic; nested functions count for themselves."""
    around: tuple["Scope", ...] = ()
    """The functions whose statements its own are, itself among them."""

    @property
    def shape(self) -> Shape:
        """What kind of function it is."""
        shape = SHAPES[isinstance(self.function, ast.AsyncFunctionDef), self.yields]
        in_class = self.parent is not None and self.parent.function is None and self.parent.parent is not None
        return "method" if shape == "function" and in_class else shape

    def inside(self, name: str) -> str:
        """The qualified name of `name` defined here."""
        if self.parent is None:
            return name
        return f"{self.qualname}.<locals>.{name}" if self.function else f"{self.qualname}.{name}"


Here = tuple[Scope, bool, bool, bool, int]
"""Where the walk is: the scope; False inside a lambda, whose yield is its own; True inside an annotation; whether
branches count for the scope; the depth of loops."""
Stack = list[tuple[Any, Here]]
"""Nodes to come. Any: what a node's fields hold is told by their names alone."""


def walk(tree: ast.Module) -> list[Scope]:
    """The scopes of a module, itself first."""
    top = Scope("", 1, None, None)
    scopes = [top]
    here: Here = (top, True, False, True, 0)
    stack: Stack = [(node, here) for node in reversed(tree.body)]
    pop, push = stack.pop, stack.append
    while stack:
        node, here = pop()
        kind = node.__class__
        if kind is ast.Name or kind is ast.Attribute:
            if _name(node, here[0]):
                continue
        elif kind in STATEMENTS:
            _statement(node, here[0])
            if kind in DEFINITIONS:
                inner = _open(node, here[0], here[4])
                scopes.append(inner)
                inside = (inner, True, False, True, here[4])
                stack.extend([(child, inside) for child in reversed(node.body)])
                _push_header(node, here, stack)
                continue
        weight = WEIGHTS.get(kind)
        if weight is not None and here[3]:
            here[0].complexity += weight(node)
        note = NOTES.get(kind)
        if note is not None:
            note(node, here[0], here[1], here[2])
        if kind in TURNS:
            here = _turned(kind, here)
        for name in CHILDREN.get(kind, ()):
            value = getattr(node, name, None)
            if value.__class__ is list:
                for child in reversed(value):
                    if child.__class__ not in QUIET:
                        push((child, here))
            elif value.__class__ not in QUIET:
                push((value, _typed(here) if name == "annotation" else here))
    for scope in reversed(scopes):
        _close(scope)
    return scopes


def _turned(kind: type[ast.AST], here: Here) -> Here:
    """Where the children of such a node are."""
    scope, ours, typed, counts, depth = here
    if kind in LOOPS:
        depth += 1
        scope.deepest = max(scope.deepest, depth)
    elif kind is ast.Lambda:
        ours = False
    elif kind is ast.Assert:
        counts = False  # as radon has it: an assert is one branch, whatever is in it
    return scope, ours, typed, counts, depth


def _typed(here: Here) -> Here:
    return (*here[:2], True, *here[3:])


def _open(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, scope: Scope, depth: int) -> Scope:
    scope.bound.add(node.name)
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    if isinstance(node, ast.ClassDef):
        inner = Scope(scope.inside(node.name), first, None, scope, body_name=node.name, depth=depth, deepest=depth)
        inner.around = scope.around
        return inner
    inner = Scope(scope.inside(node.name), first, node, scope, depth=depth, deepest=depth)
    inner.around = (*scope.around, inner)
    arguments = node.args
    inner.bound.update(a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs))
    inner.bound.update(a.arg for a in (arguments.vararg, arguments.kwarg) if a)
    # Types and defaults are read outside, but the function cannot be ported without them.
    inner.references.update(_chains([arguments, *([node.returns] if node.returns else [])]))
    return inner


def _chains(nodes: list[ast.AST]) -> Iterator[str]:
    """The dotted names in `nodes`, whole chains only."""
    while nodes:
        node = nodes.pop()
        name = dotted(node)
        if name is not None:
            yield name
        else:
            nodes.extend(ast.iter_child_nodes(node))


def _push_header(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, here: Here, stack: Stack) -> None:
    """What of a definition runs in the scope around it; its branches count for nobody."""
    around = (*here[:3], False, here[4])
    for name in ("decorator_list", "bases", "keywords"):
        stack.extend([(child, around) for child in getattr(node, name, ())])
    if not isinstance(node, ast.ClassDef):
        arguments = node.args
        every = (*arguments.posonlyargs, *arguments.args, arguments.vararg, *arguments.kwonlyargs, arguments.kwarg)
        defaults = (*arguments.defaults, *arguments.kw_defaults)
        stack.extend([(child, around) for child in defaults if child.__class__ not in QUIET])
        hints = (*(argument.annotation for argument in every if argument is not None), node.returns)
        typed = _typed(around)
        stack.extend([(hint, typed) for hint in hints if hint.__class__ not in QUIET])


def _statement(node: ast.stmt, scope: Scope) -> None:
    if scope.around:
        span = _span(node)
        spans = [span] if span is not None else []
        if node.__class__ in CLAUSED:
            spans += [span for part in _clauses(node) if (span := _span(part)) is not None]
        for function in scope.around:
            function.statements.extend(spans)
    if isinstance(node, ast.Import | ast.ImportFrom):
        scope.imports.add(node)


def _clauses(node: ast.stmt) -> list[ast.ExceptHandler] | list[ast.match_case]:
    """The `except` and `case` lines of a statement, which run or do not run by themselves."""
    if isinstance(node, ast.Match):
        return node.cases
    return node.handlers if isinstance(node, ast.Try | ast.TryStar) else []


def _span(node: Any) -> tuple[int, int] | None:
    """The lines whose execution shows that `node` ran, or None when none does."""
    kind = node.__class__
    if kind not in COMPOUND:
        if isinstance(node, ast.match_case):
            return node.pattern.lineno, max(node.pattern.lineno, node.body[0].lineno - 1)
        unseen = (
            kind in SILENT
            or (isinstance(node, ast.Expr) and node.value.__class__ is ast.Constant)
            or (isinstance(node, ast.AnnAssign) and node.value is None)
        )
        return None if unseen else (node.lineno, node.end_lineno or node.lineno)
    if isinstance(node, ast.While) and isinstance(node.test, ast.Constant):
        return None
    first, last = node.lineno, node.end_lineno or node.lineno
    first = min([first, *(d.lineno for d in getattr(node, "decorator_list", ()))])
    below = node.cases[0].pattern.lineno if isinstance(node, ast.Match) else node.body[0].lineno
    return first, max(node.lineno, min(last, below - 1))


def dotted(node: ast.AST) -> str | None:
    """`a.b.c` when `node` is a chain of attributes on a name."""
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    return ".".join([node.id, *reversed(names)])


def _name(node: ast.AST, scope: Scope) -> bool:
    """Notes a name or a chain of attributes on one; False when it hangs on another expression."""
    if isinstance(node, ast.Name):
        (scope.references if isinstance(node.ctx, ast.Load) else scope.bound).add(node.id)
        return True
    name = dotted(node)
    if name is not None:
        scope.references.add(name)
    return name is not None


def _yield(node: ast.AST, scope: Scope, ours: bool, typed: bool) -> None:
    scope.yields = scope.yields or ours


def _binder(node: ast.AST, scope: Scope, ours: bool, typed: bool) -> None:
    name = node.arg if isinstance(node, ast.arg) else getattr(node, "name", None)
    if name:
        scope.bound.add(name)


def _inner(node: ast.AST, scope: Scope, ours: bool, typed: bool) -> None:
    scope.inner.append((node.lineno, CODE_NAMES[type(node)]))  # type: ignore[attr-defined]


def _arithmetic(node: ast.AST, scope: Scope, ours: bool, typed: bool) -> None:
    if not typed and isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in ARITHMETIC:
        scope.operations += 1


def _index(node: ast.AST, scope: Scope, ours: bool, typed: bool) -> None:
    if not typed and isinstance(node, ast.Subscript):
        scope.grid = scope.grid or isinstance(node.value, ast.Subscript) or isinstance(node.slice, ast.Tuple)


NOTES: dict[type[ast.AST], Callable[[ast.AST, Scope, bool, bool], None]] = {
    **dict.fromkeys((ast.Yield, ast.YieldFrom), _yield),
    **dict.fromkeys((ast.ExceptHandler, ast.MatchAs, ast.MatchStar, ast.arg), _binder),
    **dict.fromkeys(CODE_NAMES, _inner),
    **dict.fromkeys((ast.BinOp, ast.AugAssign), _arithmetic),
    ast.Subscript: _index,
}
"""What a node says beyond the names in it."""


def _close(scope: Scope) -> None:
    """Hands what a nested scope reads and runs to the function around it; called from the innermost outwards."""
    if scope.function is not None:
        kept = {"self", "cls"}
        scope.references = {
            name for name in scope.references if (head := name.partition(".")[0]) in kept or head not in scope.bound
        }
    around = scope.parent
    if around is not None:
        around.deepest = max(around.deepest, scope.deepest)
        around.grid = around.grid or scope.grid
        around.operations += scope.operations
    while around is not None and around.function is None:
        around = around.parent
    if around is not None:
        around.references.update(scope.references)
        around.imports.aliases.extend(scope.imports.aliases)
        around.imports.stars.extend(scope.imports.stars)

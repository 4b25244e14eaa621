"""One pass over a tree without recursion: its scopes, and what each of them reads, binds, imports and runs.

Takes the ast of a module; leaves a list of scopes, the module first, then classes and functions in order of lines.
Names that a nested function reads are read by its outer functions too, since a port takes the whole. Nothing is
resolved here.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from operator import attrgetter
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
STATEMENTS = frozenset(ast.stmt.__subclasses__())
BLOCKS = ("body", "handlers", "cases", "orelse", "finalbody")
"""Fields of statements, and of `except` and `case`, that hold statements, in the order of their lines."""
BLOCKED = (ast.stmt, ast.ExceptHandler, ast.match_case)
NO_NODES = frozenset(
    {"arg", "asname", "attr", "conversion", "ctx", "id", "is_async", "kind", "level", "module", "op", "ops", "rest",
     "simple", "type_comment", "type_ignores", "annotation"}
)  # fmt: skip
"""Fields that hold no node that says anything, and the annotations, which are walked apart."""
CLAUSED = (ast.Match, ast.Try, ast.TryStar)
"""Statements with lines of their own that run or do not run by themselves."""
SILENT = (ast.Global, ast.Nonlocal)
"""Statements that leave no line event of their own, or not on every Python."""

PLAIN = frozenset({ast.Assign, ast.AugAssign, ast.Return, ast.Raise, ast.Assert, ast.Pass, ast.Delete})
"""Statements whose lines, all of them, run when they do."""

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
"""Statements to come. Any: what a node's fields hold is told by their names alone."""


def walk(tree: ast.Module) -> list[Scope]:
    """The scopes of a module, itself first."""
    top = Scope("", 1, None, None)
    scopes = [top]
    here: Here = (top, True, False, True, 0)
    stack: Stack = [(node, here) for node in reversed(tree.body)]
    place, together = here, list[Any]()  # expressions that wait to be noted, and where they all are
    while stack:
        node, here = stack.pop()
        scope, ours, typed, counts, depth = here
        plan = PLANS[node.__class__]
        if plan.statement:
            _statement(node, scope)
            if plan.definition:
                inner = _open(node, scope, depth)
                scopes.append(inner)
                inside = (inner, True, False, True, depth)
                stack.extend([(child, inside) for child in reversed(node.body)])
                _header(node, here)
                continue
        if plan.weight is not None and counts:
            scope.complexity += plan.weight(node)
        if plan.note is not None:
            plan.note(node, scope, ours, typed)
        if plan.loop:
            here = _deeper(here)
        if plan.fetch is not None:
            found = plan.fetch(node)
            # As radon has it: an assert is one branch, whatever is in it.
            around = here if node.__class__ is not ast.Assert else (scope, ours, typed, False, depth)
            if around is not place:
                _expressions(together, place)
                together, place = [], around
            if plan.several:
                together.extend(found)
            else:
                together.append(found)
            if node.__class__ is ast.AnnAssign:
                _expressions([node.annotation], _typed(here))
        for name in plan.blocks:
            stack.extend([(child, here) for child in reversed(getattr(node, name))])
    _expressions(together, place)
    for scope in reversed(scopes):
        _close(scope)
    for scope in scopes:
        scope.around = ()  # it holds itself there, and would keep its tree until a collector finds it
    return scopes


def _expressions(nodes: list[Any], here: Here) -> None:
    """Notes everything in `nodes`, which hold no statements: expressions, lists of them, and what stands in between.

    Their order says nothing, so that those of one place need neither a stack nor a note of where they are.
    """
    waiting = [(nodes, here)]
    while waiting:
        work, here = waiting.pop()
        scope, ours, typed, counts, _ = here
        read, bound, pop, more = scope.references.add, scope.bound.add, work.pop, work.extend
        while work:
            node = pop()
            kind = node.__class__
            if kind is ast.Name:
                if node.ctx.__class__ is ast.Load:
                    read(node.id)
                else:
                    bound(node.id)
                continue
            if kind is list:
                more(node)
                continue
            if kind is ast.Attribute:
                names = []
                while node.__class__ is ast.Attribute:
                    names.append(node.attr)
                    node = node.value
                if node.__class__ is ast.Name:
                    names.append(node.id)
                    names.reverse()
                    read(".".join(names))
                else:
                    work.append(node)
                continue
            plan = PLANS.get(kind)
            if plan is None:  # a constant, an operator, what is no node
                continue
            if plan.weight is not None and counts:
                scope.complexity += plan.weight(node)
            if plan.note is not None:
                plan.note(node, scope, ours, typed)
            if plan.fetch is None:
                continue
            found = plan.fetch(node)
            if plan.loop or kind is ast.Lambda:
                inside = _deeper(here) if plan.loop else (scope, False, *here[2:])
                waiting.append((list(found), inside))
            elif plan.several:
                more(found)
            else:
                work.append(found)


def _deeper(here: Here) -> Here:
    """Inside a loop that stands here."""
    scope, depth = here[0], here[4] + 1
    scope.deepest = max(scope.deepest, depth)
    return (*here[:4], depth)


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
    inner.references.update(_chains([*_hints(node), *_defaults(node)]))
    return inner


def _chains(nodes: list[ast.AST]) -> Iterator[str]:
    """The dotted names in `nodes`, whole chains only."""
    while nodes:
        node = nodes.pop()
        name = dotted(node)
        if name is not None:
            yield name
        elif node.__class__ is not ast.Constant:
            nodes.extend(ast.iter_child_nodes(node))


def _hints(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.expr]:
    """The types in a header: those of the arguments, and the result's."""
    given = node.args
    every = (*given.posonlyargs, *given.args, given.vararg, *given.kwonlyargs, given.kwarg)
    hints = [argument.annotation for argument in every if argument is not None]
    return [hint for hint in (*hints, node.returns) if hint is not None]


def _defaults(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.expr]:
    return [*node.args.defaults, *(default for default in node.args.kw_defaults if default is not None)]


def _header(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, here: Here) -> None:
    """What of a definition runs in the scope around it; its branches count for nobody."""
    around = (*here[:3], False, here[4])
    outside: list[Any] = list(node.decorator_list)
    if isinstance(node, ast.ClassDef):
        outside += [*node.bases, *node.keywords]
    else:
        outside += _defaults(node)
        hints = _hints(node)
        if hints:
            _expressions(hints, _typed(around))
    if outside:
        _expressions(outside, around)


def _statement(node: ast.stmt, scope: Scope) -> None:
    if scope.around:
        parts = [node, *_clauses(node)] if node.__class__ in CLAUSED else [node]
        spans = [span for part in parts if (span := _span(part)) is not None]
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
    if kind in PLAIN:
        return node.lineno, node.end_lineno
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


def _yield(node: ast.AST, scope: Scope, ours: bool, typed: bool) -> None:
    scope.yields = scope.yields or ours


def _binder(node: ast.AST, scope: Scope, ours: bool, typed: bool) -> None:
    name = node.arg if isinstance(node, ast.arg) else getattr(node, "name", None)
    if name:
        scope.bound.add(name)


def _inner(node: ast.AST, scope: Scope, ours: bool, typed: bool) -> None:
    scope.inner.append((node.lineno, CODE_NAMES[type(node)]))  # type: ignore[attr-defined]  # the table has none but those


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
LEAVES = (ast.operator, ast.cmpop, ast.unaryop, ast.boolop, ast.expr_context, ast.Constant, ast.type_ignore)


@dataclass(frozen=True, slots=True)
class Plan:
    """What the walk does with one kind of node."""

    statement: bool
    definition: bool
    loop: bool
    weight: Callable[[Any], int] | None
    note: Callable[[Any, Scope, bool, bool], None] | None
    fetch: Callable[[Any], Any] | None
    """Gives the values of the fields that hold expressions; of a single one, the value itself."""
    several: bool
    blocks: tuple[str, ...]
    """Fields with statements, the last first."""


def _plan(kind: type[ast.AST]) -> Plan:
    blocks = [name for name in kind._fields if name in BLOCKS] if issubclass(kind, BLOCKED) else []
    fields = [name for name in kind._fields if name not in NO_NODES and name not in blocks]
    return Plan(
        statement=kind in STATEMENTS,
        definition=kind in DEFINITIONS,
        loop=kind in LOOPS,
        weight=WEIGHTS.get(kind),
        note=NOTES.get(kind),
        fetch=attrgetter(*fields) if fields else None,
        several=len(fields) > 1,
        blocks=tuple(reversed(blocks)),
    )


PLANS = {
    kind: _plan(kind)
    for kind in vars(ast).values()
    if isinstance(kind, type) and issubclass(kind, ast.AST) and not issubclass(kind, LEAVES)
}
"""By kind of node; one that is not here has no children and says nothing."""


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

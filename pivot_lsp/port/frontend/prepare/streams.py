"""itertools that take a function or stop early, as generator functions nested where they are used.

`takewhile(p, xs)` becomes a nested generator with the loop that its documentation shows, and so do `dropwhile`,
`filterfalse`, `accumulate` with a function, and `islice` of a generator expression. So each asks for an item only when
Python would. What it reads of the function is handed to it: a generator is run where it is called (`generators.py`),
and in a loop that assigns one of these names the call is left.
"""

import ast
from collections.abc import Callable

from pivot_lsp.port.frontend.prepare import endless
from pivot_lsp.port.frontend.prepare.names import all_names, free_names, fresh, local_names
from pivot_lsp.port.frontend.prepare.nested import Nesting, nest
from pivot_lsp.port.frontend.prepare.reduce import OPERATORS

_LAZY = {"zip_longest", "pairwise", "chain", "groupby"}
"""What the prelude makes at once: a generator expression or map() among its arguments becomes a nested generator."""
_NAMES = {"accumulate", "takewhile", "dropwhile", "filterfalse", "islice", *_LAZY}
_STOP = "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize."


def unfold(tree: ast.Module) -> ast.Module:
    """`tree` with a nested generator in place of each call that is taken."""
    names, generators = _spellings(tree), endless.names(tree)
    if generators:
        names["next"] = "next"
    if not names:
        return tree
    taken = all_names(tree)
    return nest(tree, lambda function: _Streams(names, generators, taken, local_names(function)))


def _spellings(tree: ast.Module) -> dict[str, str]:
    """How the module calls each of the functions."""
    found: dict[str, str] = {}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module == "itertools":
            found |= {a.asname or a.name: a.name for a in node.names if a.name in _NAMES}
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name == "itertools":
                    found |= {f"{alias.asname or alias.name}.{name}": name for name in _NAMES}
    return found


class _Streams(Nesting):
    """`bound` are also the names that the loop assigns in whose header a call stands."""

    def __init__(self, names: dict[str, str], generators: frozenset[str], taken: set[str], own: set[str]) -> None:
        super().__init__()
        self._names = names
        self._generators = generators
        self._own = own
        self._taken = taken

    def visit_For(self, node: ast.For) -> ast.AST:
        """What the loop assigns is read by a function that walks along, as it is then: that is left."""
        inside = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)}
        self._bound.append(inside)
        node.iter = self.visit(node.iter)
        self._bound.pop()
        node.body = [self.visit(one) for one in node.body]
        node.orelse = [self.visit(one) for one in node.orelse]
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        kind = self._names.get(ast.unparse(node.func))
        if kind is None or any(isinstance(a, ast.Starred) for a in node.args):
            return node
        if self.bound & free_names(node):
            return node
        if kind in _LAZY:
            node.args = [self._handed(a) if i == 0 or kind != "groupby" else a for i, a in enumerate(node.args)]
            return node
        name = fresh({"accumulate": "accumulated", "islice": "sliced", "next": "found"}.get(kind, "taken"), self._taken)
        text = _WRITERS[kind](self, node, name)
        if text is None:
            return node
        return self._called(text, name, node)

    def _handed(self, node: ast.expr) -> ast.expr:
        """A generator expression or map() as a call of a generator that makes the same items."""
        mapped = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "map"
        if not mapped and not isinstance(node, ast.GeneratorExp):
            return node
        name, item = self.fresh("handed"), self.fresh("item")
        return self._called(f"def {name}():\n    for {item} in {ast.unparse(node)}:\n        yield {item}", name, node)

    def _called(self, text: str, name: str, node: ast.expr) -> ast.expr:
        """The call of a function that `text` defines, which is nested in the function at hand."""
        made = ast.parse(text).body[0]
        assert isinstance(made, ast.FunctionDef)
        given = sorted(free_names(made) & self._own)
        made.args.args = [ast.arg(n) for n in given]
        for inner in ast.walk(made):
            if isinstance(inner, ast.arg) or hasattr(inner, "lineno"):
                ast.copy_location(inner, node)
        self.made.append(made)
        names: list[ast.expr] = [ast.copy_location(ast.Name(n, ast.Load()), node) for n in given]
        return ast.copy_location(ast.Call(ast.copy_location(ast.Name(name, ast.Load()), node), names, []), node)

    def has_no_end(self, source: ast.expr) -> bool:
        """Whether `source` calls a generator of the module that has no end."""
        return isinstance(source, ast.Call) and isinstance(source.func, ast.Name) and source.func.id in self._generators

    def fresh(self, base: str) -> str:
        """A name that the module does not have."""
        return fresh(base, self._taken)

    def applied(self, function: ast.expr, names: list[str]) -> str | None:
        """The text of `function(*names)`; None where that is no plain expression. A lambda's own names are kept."""
        match function:
            case ast.Lambda(args=ast.arguments(args=args, vararg=None, kwarg=None, defaults=[], kwonlyargs=[])):
                return ast.unparse(function.body) if [a.arg for a in args] == names else None
            case ast.Attribute(value=ast.Name(id="operator"), attr=attr) if attr in OPERATORS and len(names) == 2:
                left, right = (ast.Name(n, ast.Load()) for n in names)
                return ast.unparse(ast.BinOp(left, OPERATORS[attr](), right))
            case ast.Name() | ast.Attribute(value=ast.Name()):
                return f"{ast.unparse(function)}({', '.join(names)})"
            case _:
                return None

    def parameters(self, function: ast.expr, bases: list[str]) -> list[str]:
        """What the items are called: a lambda's parameters, where nothing else has these names."""
        if isinstance(function, ast.Lambda):
            return [a.arg for a in function.args.args]
        return [self.fresh(base) for base in bases]


def _accumulate(work: _Streams, node: ast.Call, name: str) -> str | None:
    given = dict(zip(("iterable", "func"), node.args, strict=False))
    for keyword in node.keywords:
        if keyword.arg not in ("func", "initial") or keyword.arg in given:
            return None
        given[keyword.arg] = keyword.value
    if len(node.args) not in (1, 2) or "func" not in given or _is_none(given["func"]):
        return None
    function, source = given["func"], given["iterable"]
    names = work.parameters(function, ["so_far", "item"])
    applied = work.applied(function, names) if len(names) == 2 else None
    if applied is None or set(names) & free_names(source):
        return None
    so_far, item = names
    initial = given.get("initial")
    if initial is not None and not _is_none(initial):
        if set(names) & free_names(initial) or not isinstance(initial, ast.Constant | ast.Name | ast.UnaryOp):
            return None
        start = f"    {so_far} = {ast.unparse(initial)}\n    yield {so_far}\n    for {item} in {ast.unparse(source)}:\n"
        return f"def {name}():\n{start}        {so_far} = {applied}\n        yield {so_far}"
    items = work.fresh("items")
    return (
        f"def {name}():\n    {items} = list({ast.unparse(source)})\n    if {items}:\n        {so_far} = {items}[0]\n"
        f"        yield {so_far}\n        for {item} in {items}[1:]:\n            {so_far} = {applied}\n"
        f"            yield {so_far}"
    )


def _predicate(work: _Streams, node: ast.Call) -> tuple[str, str, str] | None:
    """(name of the item, test, what is walked over)."""
    if len(node.args) != 2 or node.keywords:
        return None
    function, source = node.args
    names = work.parameters(function, ["item"])
    test = work.applied(function, names) if len(names) == 1 else None
    if test is None or set(names) & free_names(source):
        return None
    return names[0], test, ast.unparse(source)


def _takewhile(work: _Streams, node: ast.Call, name: str) -> str | None:
    found = _predicate(work, node)
    if found is None:
        return None
    item, test, source = found
    return (
        f"def {name}():\n    for {item} in {source}:\n        if not ({test}):\n            break\n        yield {item}"
    )


def _dropwhile(work: _Streams, node: ast.Call, name: str) -> str | None:
    found = _predicate(work, node)
    if found is None:
        return None
    item, test, source = found
    dropping = work.fresh("dropping")
    return (
        f"def {name}():\n    {dropping} = True\n    for {item} in {source}:\n        if {dropping} and ({test}):\n"
        f"            continue\n        {dropping} = False\n        yield {item}"
    )


def _filterfalse(work: _Streams, node: ast.Call, name: str) -> str | None:
    found = _predicate(work, node)
    if found is None:
        return None
    item, test, source = found
    return f"def {name}():\n    for {item} in {source}:\n        if not ({test}):\n            yield {item}"


def _islice(work: _Streams, node: ast.Call, name: str) -> str | None:
    """Of a generator only: whatever else is walked over, the runtimes take item by item."""
    if node.keywords or not 2 <= len(node.args) <= 3:
        return None
    source = node.args[0]
    if not isinstance(source, ast.GeneratorExp) and not work.has_no_end(source):
        return None
    first, last = (ast.Constant(0), node.args[1]) if len(node.args) == 2 else (node.args[1], node.args[2])
    if _is_none(last) or not all(
        isinstance(b, ast.Constant | ast.Name | ast.BinOp | ast.Attribute) for b in (first, last)
    ):
        return None
    start, stop, done, item = (work.fresh(n) for n in ("start", "stop", "done", "item"))
    begin = "0" if _is_none(first) else ast.unparse(first)
    return (
        f"def {name}():\n    {start} = {begin}\n    {stop} = {ast.unparse(last)}\n    {done} = 0\n"
        f"    if {start} < 0 or {stop} < 0:\n        raise ValueError({_STOP!r})\n"
        f"    if {stop} > 0 or {start} > 0:\n        for {item} in {ast.unparse(source)}:\n"
        f"            {done} += 1\n            if {done} > {start} and {done} <= {stop}:\n"
        f"                yield {item}\n            if {done} >= {stop} and {done} >= {start}:\n"
        f"                break"
    )


def _next(work: _Streams, node: ast.Call, name: str) -> str | None:
    """The first of a generator expression over a generator that has no end."""
    source = node.args[0] if len(node.args) == 1 and not node.keywords else None
    if not isinstance(source, ast.GeneratorExp) or len(source.generators) != 1:
        return None
    clause = source.generators[0]
    if not work.has_no_end(clause.iter) or clause.is_async:
        return None
    inner = {n.id for n in ast.walk(clause.target) if isinstance(n, ast.Name)}
    if inner & free_names(clause.iter):
        return None
    tests = " and ".join(f"({ast.unparse(t)})" for t in clause.ifs) or "True"
    return (
        f"def {name}():\n    for {ast.unparse(clause.target)} in {ast.unparse(clause.iter)}:\n        if {tests}:\n"
        f"            return {ast.unparse(source.elt)}\n    raise StopIteration"
    )


def _is_none(e: ast.expr) -> bool:
    return isinstance(e, ast.Constant) and e.value is None


_WRITERS: dict[str, Callable[[_Streams, ast.Call, str], str | None]] = {
    "accumulate": _accumulate,
    "takewhile": _takewhile,
    "dropwhile": _dropwhile,
    "filterfalse": _filterfalse,
    "islice": _islice,
    "next": _next,
}

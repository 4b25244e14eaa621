"""map, filter, zip, reversed, next, itertools: rewritten as the comprehensions they are, or through the prelude.

What consumes an iterator at once is the only place where one may stand, so a list made on the spot is the same.
"""

import ast
from collections.abc import Callable

from pivot_lsp.port import ir, trees
from pivot_lsp.port.frontend import iterators
from pivot_lsp.port.frontend.applied import applied, at, generator, target_of
from pivot_lsp.port.frontend.comprehensions import comprehension
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.library import END, listed, refuse_kept
from pivot_lsp.port.frontend.lowering import lower, lower_as
from pivot_lsp.port.frontend.walks import iterable
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import BOOL, INT, STR, DictT, IterT, ListT, OptionalT, TupleT, Type, VarTupleT

Handler = Callable[[Frame, ast.Call, Type | None], ir.Expr]


def _sources(node: ast.Call) -> ast.expr:
    sources = node.args[1:]
    return sources[0] if len(sources) == 1 else ast.Call(ast.Name("zip", ast.Load()), sources, [])


def _map(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    if node.keywords or len(node.args) < 2:
        raise unportable("PV205", "map() with these arguments is not taken", node)
    target, element = applied(frame, node.args[0], node.args[1:])
    return lower(frame, generator(node, target, element, _sources(node)))


def _filter(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    if node.keywords or len(node.args) != 2:
        raise unportable("PV205", "filter() with these arguments is not taken", node)
    function, source = node.args
    if isinstance(function, ast.Constant) and function.value is None:
        name = frame.fresh("item", INT)
        target, test = target_of([name]), ast.Name(name, ast.Load())
        return lower(frame, generator(node, target, ast.Name(name, ast.Load()), source, test))
    target, test_ = applied(frame, function, [source])
    assert isinstance(target, ast.Name)
    return lower(frame, generator(node, target, ast.Name(target.id, ast.Load()), source, test_))


def _zip(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    strict = next((k.value for k in node.keywords if k.arg == "strict"), None)
    if [k for k in node.keywords if k.arg != "strict"] or not node.args:
        raise unportable("PV205", "zip() with these arguments is not taken", node)
    if len(node.args) == 1 and isinstance(node.args[0], ast.Starred):
        if (parts := iterators.chunks(frame, node.args[0].value)) is not None:
            return iterators.chunked(frame, *parts, node)
        rows = frame.helper("transposed", [_rows(frame, listed(frame, node.args[0].value), node)], node)
        return frame.prim("iter", [rows], node)
    if any(isinstance(a, ast.Starred) for a in node.args) or len(node.args) == 1:
        raise unportable("PV205", "zip() with these arguments is not taken", node)
    if strict is not None and not (isinstance(strict, ast.Constant) and strict.value is False):
        if len(node.args) != 2 or not (isinstance(strict, ast.Constant) and strict.value is True):
            raise unportable("PV205", "zip(strict=...) of these arguments is not taken", node)
        first, bindings = frame.named(listed(frame, node.args[0]), "first")
        second, more = frame.named(listed(frame, node.args[1]), "second")
        checked = frame.helper("same_length", [first, second], node)
        walks: list[ir.Expr] = [frame.prim("iter", [checked], node), frame.prim("iter", [second], node)]
        return frame.let(bindings + more, frame.prim("zip", walks, node))
    sources = [iterable(frame, a) for a in node.args]
    return frame.prim("zip", sources, node) if len(sources) <= 3 else _wide_zip(frame, sources, node)


def _wide_zip(frame: Frame, walks: list[ir.Expr], node: ast.Call) -> ir.Expr:
    """zip of four to six: two zips side by side, flattened."""
    for walk in walks:
        refuse_kept(walk, node)
    if len(walks) > 6:
        raise unportable("PV205", f"zip() with {len(walks)} arguments is not taken", node)
    half = (len(walks) + 1) // 2
    parts = [frame.prim("zip", walks[:half], node), frame.prim("zip", walks[half:], node)]
    both = frame.prim("zip", list(parts), node)
    assert isinstance(both.type, IterT)
    name = frame.fresh("items", both.type.element)
    pair = ir.Var(name, both.type.element, frame.span(node))
    items: list[ir.Expr] = []
    for index, part in enumerate(parts):
        assert isinstance(part.type, IterT)
        assert isinstance(part.type.element, TupleT)
        side = ir.TupleItem(pair, index, part.type.element, pair.span)
        items += [ir.TupleItem(side, i, t, pair.span) for i, t in enumerate(part.type.element.items)]
    row = ir.TupleLit(tuple(items), TupleT(tuple(i.type for i in items)), pair.span)
    clause = ir.Clause(ir.Name(name, both.type.element), both, ())
    return frame.prim("iter", [ir.Comp("list", None, row, (clause,), ListT(row.type), pair.span)], node)


def _rows(frame: Frame, value: ir.Expr, node: ast.AST) -> ir.Expr:
    """A list of texts, or of tuples of one type, as one of lists."""
    assert isinstance(value.type, ListT)
    element = value.type.element
    name = frame.fresh("row", element)
    row = frame.as_row(ir.Var(name, element, value.span), node)
    if element == STR:
        row = frame.prim("list", [frame.prim("iter", [row], node)], node)
    elif isinstance(row.type, VarTupleT):
        row = frame.as_list(row, node)
    else:
        return value
    clause = ir.Clause(ir.Name(name, element), frame.prim("iter", [value], node), ())
    return ir.Comp("list", None, row, (clause,), ListT(row.type), value.span)


def _reversed(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    if node.keywords or len(node.args) != 1:
        raise unportable("PV205", "reversed() with these arguments is not taken", node)
    value = lower(frame, node.args[0])
    if isinstance(value, ir.Prim) and value.row.key == "range" and len(value.args) < 3:
        return _reversed_range(frame, value, node)
    if value.type == STR or isinstance(value.type, DictT):
        value = frame.prim("list", [frame.prim("iter", [value], node)], node)
    elif isinstance(value, ir.Prim) and value.row.key in ("range", "dict.keys", "dict.values", "dict.items"):
        value = frame.prim("list", [value], node)
    return frame.prim("reversed", [value], node)


def _reversed_range(frame: Frame, value: ir.Prim, node: ast.Call) -> ir.Expr:
    """`range(a, b)` backwards is `range(b - 1, a - 1, -1)`."""
    span = frame.span(node)
    zero, one = ir.Const(0, INT, span), ir.Const(1, INT, span)
    start, stop = (zero, value.args[0]) if len(value.args) == 1 else value.args
    start, bindings = frame.named(start, "start")
    stop, more = frame.named(stop, "stop") if bindings else (stop, [])
    last = frame.prim("-", [stop, one], node)
    before: ir.Expr = ir.Const(-1, INT, span) if start == zero else frame.prim("-", [start, one], node)
    made = frame.prim("range", [last, before, ir.Const(-1, INT, span)], node)
    return frame.let(bindings + more, made)


def _next(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    """`next(x for ...)`: the first, without asking for more; `next(iter(xs))`."""
    if node.keywords or not 1 <= len(node.args) <= 2:
        raise unportable("PV205", "next() with these arguments is not taken", node)
    source = node.args[0]
    if (found_ := iterators.kept(frame, source)) is not None:
        return iterators.advanced(frame, found_, node)
    if isinstance(source, ast.Call) and isinstance(source.func, ast.Name) and source.func.id == "iter":
        name = frame.fresh("item", INT)
        source = generator(node, target_of([name]), ast.Name(name, ast.Load()), source.args[0])
    if isinstance(source, ast.Call) and isinstance(source.func, ast.Name) and source.func.id in ("map", "filter"):
        raise unportable("PV205", f"next({source.func.id}(...)) is not taken", node, "write a generator expression")
    if not isinstance(source, ast.GeneratorExp):
        raise unportable("PV213", "an iterator is walked step by step", node, "write next() of a generator expression")
    found = comprehension(frame, source, "first")
    assert isinstance(found.type, OptionalT)
    inner = found.type.inner
    if len(node.args) == 1 and frame.generating:  # its StopIteration becomes a RuntimeError
        return ir.Unwrap(found, inner, found.span)
    if len(node.args) == 1:
        return frame.prim("next", [found], node)
    default = lower(frame, node.args[1], inner)
    if isinstance(default, ir.Const) and default.value is None:
        return found
    if (settled := early(frame, default, found)) is None:
        raise unportable("PV207", "the default of this next() is computed", node, "give it a name")
    default, bindings = settled
    name = frame.fresh("found", found.type)
    var = ir.Var(name, found.type, found.span)
    test = ir.IsNone(var, BOOL, found.span)
    chosen = ir.IfExp(test, frame.fit(default, inner, node), ir.Unwrap(var, inner, found.span), inner, found.span)
    return frame.let(bindings, ir.Let(name, found, chosen, inner, found.span))


def early(frame: Frame, default: ir.Expr, source: ir.Expr) -> tuple[ir.Expr, list[tuple[str, ir.Expr]]] | None:
    """A default that Python evaluates before the items are walked, named; None where that could show."""
    if frame.simple(default):
        return default, []
    parts = list(trees.within(default))
    quiet = all(isinstance(e, ir.Const | ir.Var | ir.TupleLit | ir.ListLit | ir.Some)
                or (isinstance(e, ir.Prim) and not e.row.raises and not e.row.mutates) for e in parts)  # fmt: skip
    still = not any(isinstance(e, ir.Call) or (isinstance(e, ir.Prim) and e.row.mutates) for e in trees.within(source))
    literal = not any(isinstance(e, ir.Prim | ir.Var) for e in parts)
    return frame.named(default, "default") if quiet and (still or literal) else None


# ---------------------------------------------------------------- itertools


def _size(node: ast.expr | None) -> int | None:
    return node.value if isinstance(node, ast.Constant) and type(node.value) is int else None


def _chosen(name: str) -> Handler:
    """combinations, permutations and the like: tuples of a known size where the size is a small literal."""

    def handler(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
        keyword = next((k.value for k in node.keywords if k.arg == "r"), None)
        size = keyword if keyword is not None else (node.args[1] if len(node.args) == 2 else None)
        if len(node.args) + len(node.keywords) > 2 or (size is None and name != "permutations"):
            raise unportable("PV205", f"{name}() with these arguments is not taken", node)
        items = listed(frame, node.args[0])
        exact = f"{name}{_size(size)}"
        if size is not None and exact in ("combinations2", "combinations3", "permutations2", "combinations_again2"):
            return frame.prim("iter", [frame.helper(exact, [items], node)], node)
        bindings: list[tuple[str, ir.Expr]] = []
        if size is None:
            items, bindings = frame.named(items, "items")
            count: ir.Expr = frame.prim("len", [items], node)
        else:
            count = lower_as(frame, size, INT, "the size")
        return frame.prim("iter", [frame.let(bindings, frame.helper(name, [items, count], node))], node)

    return handler


def _product(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    repeat = next((k.value for k in node.keywords if k.arg == "repeat"), None)
    if [k for k in node.keywords if k.arg != "repeat"] or not node.args:
        raise unportable("PV205", "product() with these arguments is not taken", node)
    if len(node.args) == 1 and isinstance(node.args[0], ast.Starred) and repeat is None:
        return frame.prim("iter", [frame.helper("product_of", [listed(frame, node.args[0].value)], node)], node)
    if any(isinstance(a, ast.Starred) for a in node.args):
        raise unportable("PV204", "* in a call is not taken", node)
    pools = [listed(frame, a) for a in node.args]
    if repeat is not None:
        if len(pools) != 1:
            raise unportable("PV205", "product() of several with repeat is not taken", node)
        if _size(repeat) in (2, 3):
            pool, bindings = frame.named(pools[0], "pool")
            times = _size(repeat) or 0
            made = frame.helper(f"product{times}", [pool] * times, node)
            return frame.prim("iter", [frame.let(bindings, made)], node)
        one = ir.ListLit((pools[0],), ListT(pools[0].type), frame.span(node))
        rows = frame.prim("*", [one, lower_as(frame, repeat, INT, "repeat")], node)
        return frame.prim("iter", [frame.helper("product_of", [rows], node)], node)
    if len(pools) in (2, 3):
        return frame.prim("iter", [frame.helper(f"product{len(pools)}", pools, node)], node)
    raise unportable("PV205", f"product() of {len(pools)} is not taken", node, "write loops")


def _chain(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    if node.keywords or not node.args:
        raise unportable("PV205", "chain() with these arguments is not taken", node)
    if len(node.args) == 1 and isinstance(node.args[0], ast.Starred):
        return _flat(frame, node, node.args[0].value)
    made, *others = [iterable(frame, a) for a in node.args]
    for other in others:
        made = frame.prim("chain", [made, other], node)
    return made


def _flat(frame: Frame, node: ast.Call, source: ast.expr) -> ir.Expr:
    row, item = frame.fresh("row", INT), frame.fresh("item", INT)
    clauses = [
        ast.comprehension(ast.Name(row, ast.Store()), source, [], 0),
        ast.comprehension(ast.Name(item, ast.Store()), ast.Name(row, ast.Load()), [], 0),
    ]
    return lower(frame, at(node, ast.GeneratorExp(ast.Name(item, ast.Load()), clauses)))


def from_iterable(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    if node.keywords or len(node.args) != 1:
        raise unportable("PV205", "chain.from_iterable() with these arguments is not taken", node)
    return _flat(frame, node, node.args[0])


def _count(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    """count(n) as a range up to where ints of 64 bits end: nobody gets there."""
    if node.keywords or len(node.args) > 2:
        raise unportable("PV205", "count() with these arguments is not taken", node)
    span = frame.span(node)
    start: ir.Expr = lower_as(frame, node.args[0], INT, "start") if node.args else ir.Const(0, INT, span)
    args: list[ir.Expr] = [start, ir.Const(END, INT, span)]
    if len(node.args) == 2:
        if (_size(node.args[1]) or 0) < 1:
            raise unportable("PV205", "count() with this step is not taken", node)
        args.append(ir.Const(_size(node.args[1]), INT, span))
    return frame.prim("range", args, node)


def _groupby(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    raise unportable(
        "PV213", "what groupby() gives is not taken apart on the spot", node, "for key, group in groupby()"
    )


def _repeat(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    if node.keywords or len(node.args) != 2:
        raise unportable("PV205", "repeat() without a number is not taken", node)
    value = lower(frame, node.args[0])
    one = ir.ListLit((value,), ListT(value.type), frame.span(node))
    return frame.prim("iter", [frame.prim("*", [one, lower_as(frame, node.args[1], INT)], node)], node)


def _starmap(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    if node.keywords or len(node.args) != 2 or not isinstance(node.args[0], ast.Lambda):
        raise unportable("PV205", "starmap() of this is not taken", node, "write a generator expression")
    names = [a.arg for a in node.args[0].args.args]
    return lower(frame, generator(node, target_of(names), node.args[0].body, node.args[1]))


def _largest(name: str) -> Handler:
    """nlargest and nsmallest: the first of what sorted() gives, as their documentation says."""

    def handler(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
        if len(node.args) != 2:
            raise unportable("PV205", f"{name}() with these arguments is not taken", node)
        span = frame.span(node)
        count, bindings = frame.named(lower_as(frame, node.args[0], INT, "n"), "count")
        keywords = [*node.keywords]
        if name == "nlargest":
            keywords.append(ast.keyword("reverse", ast.Constant(True)))
        ordered = at(node, ast.Call(ast.Name("sorted", ast.Load()), [node.args[1]], keywords))
        assert isinstance(ordered, ast.Call)
        made = lower(frame, ordered)
        nothing = ir.Const(None, OptionalT(INT), span)
        most = frame.prim("max", [count, ir.Const(0, INT, span)], node)
        stop = ir.Some(most, OptionalT(INT), span)
        return frame.let(bindings, frame.prim("slice", [made, nothing, stop, nothing], node))

    return handler


BUILTINS: dict[str, Handler] = {
    "map": _map,
    "filter": _filter,
    "zip": _zip,
    "reversed": _reversed,
    "next": _next,
    "iter": iterators.walked,
}

FUNCTIONS: dict[tuple[str, str], Handler] = {
    ("itertools", "combinations"): _chosen("combinations"),
    ("itertools", "permutations"): _chosen("permutations"),
    ("itertools", "combinations_with_replacement"): _chosen("combinations_again"),
    ("itertools", "product"): _product,
    ("itertools", "chain"): _chain,
    ("itertools", "count"): _count,
    ("itertools", "cycle"): iterators.cycled,
    ("itertools", "islice"): iterators.sliced,
    ("itertools", "groupby"): _groupby,
    ("itertools", "repeat"): _repeat,
    ("itertools", "starmap"): _starmap,
    ("heapq", "nlargest"): _largest("nlargest"),
    ("heapq", "nsmallest"): _largest("nsmallest"),
}

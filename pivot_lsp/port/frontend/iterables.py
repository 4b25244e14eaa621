"""map, filter, zip, reversed, next, itertools: rewritten as the comprehensions they are, or through the prelude.

What consumes an iterator at once is the only place where one may stand, so a list made on the spot is the same.
"""

import ast
from collections.abc import Callable

from pivot_lsp.port import ir
from pivot_lsp.port.frontend import iterators
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.library import END, listed, refuse_kept
from pivot_lsp.port.frontend.nodes import nodes_of
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import INT, STR, DictT, FuncT, IterT, ListT, OptionalT, TupleT, Type, VarTupleT

Handler = Callable[[Frame, ast.Call, Type | None], ir.Expr]


def at(node: ast.AST, made: ast.expr) -> ast.expr:
    """`made`, and what is new inside it, at the place of `node`."""
    for inner in nodes_of(made):
        if isinstance(inner, ast.expr | ast.arg | ast.keyword) and not hasattr(inner, "lineno"):
            ast.copy_location(inner, node)
    return made


def applied(frame: Frame, function: ast.expr, sources: list[ast.expr]) -> tuple[ast.expr, ast.expr]:
    """(target, element) of the comprehension that calls `function` on each item: a lambda's body stands for it."""
    if isinstance(function, ast.Lambda):
        args = function.args
        names = [a.arg for a in args.args]
        if len(names) != len(sources) or args.vararg or args.kwarg or args.kwonlyargs or args.defaults:
            raise unportable("PV212", "this lambda takes other arguments", function)
        return _target(names), function.body
    names = [frame.fresh("item", INT) for _ in sources]
    if isinstance(function, ast.Call) and len(names) == 1:
        made = _getter(frame, function, ast.Name(names[0], ast.Load()))
        if made is not None:
            return _target(names), made
    args_: list[ast.expr] = [ast.Name(n, ast.Load()) for n in names]
    return _target(names), called(frame, function, args_)


def called(frame: Frame, function: ast.expr, args: list[ast.expr]) -> ast.expr:
    """The expression `function(*args)`: `str.upper` is a method of its first argument."""
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        kind = function.value.id
        if kind in ("str", "list", "dict", "set", "int", "float") and not frame.is_local(kind):
            return ast.Call(ast.Attribute(args[0], function.attr, ast.Load()), args[1:], [])
    if isinstance(function, ast.Attribute) and function.attr == "__getitem__" and len(args) == 1:
        return ast.Subscript(function.value, args[0], ast.Load())
    if isinstance(function, ast.Name | ast.Attribute):
        return ast.Call(function, args, [])
    raise unportable("PV205", "this function is not taken here", function, "write a lambda")


def _target(names: list[str]) -> ast.expr:
    nodes: list[ast.expr] = [ast.Name(n, ast.Store()) for n in names]
    return nodes[0] if len(nodes) == 1 else ast.Tuple(nodes, ast.Store())


def _walk(node: ast.Call, target: ast.expr, element: ast.expr, source: ast.expr, *tests: ast.expr) -> ast.GeneratorExp:
    made = ast.GeneratorExp(element, [ast.comprehension(target, source, list(tests), 0)])
    at(node, made)
    return made


def _sources(node: ast.Call) -> ast.expr:
    sources = node.args[1:]
    return sources[0] if len(sources) == 1 else ast.Call(ast.Name("zip", ast.Load()), sources, [])


def _map(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    from pivot_lsp.port.frontend.expressions import lower

    if node.keywords or len(node.args) < 2:
        raise unportable("PV205", "map() with these arguments is not taken", node)
    target, element = applied(frame, node.args[0], node.args[1:])
    return lower(frame, _walk(node, target, element, _sources(node)))


def _filter(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    from pivot_lsp.port.frontend.expressions import lower

    if node.keywords or len(node.args) != 2:
        raise unportable("PV205", "filter() with these arguments is not taken", node)
    function, source = node.args
    if isinstance(function, ast.Constant) and function.value is None:
        name = frame.fresh("item", INT)
        target, test = _target([name]), ast.Name(name, ast.Load())
        return lower(frame, _walk(node, target, ast.Name(name, ast.Load()), source, test))
    target, test_ = applied(frame, function, [source])
    assert isinstance(target, ast.Name)
    return lower(frame, _walk(node, target, ast.Name(target.id, ast.Load()), source, test_))


def _zip(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    from pivot_lsp.port.frontend.expressions import iterable

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
    from pivot_lsp.port.frontend.expressions import lower

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
    from pivot_lsp.port.frontend.comprehensions import comprehension
    from pivot_lsp.port.frontend.expressions import lower

    if node.keywords or not 1 <= len(node.args) <= 2:
        raise unportable("PV205", "next() with these arguments is not taken", node)
    source = node.args[0]
    if (found_ := iterators.kept(frame, source)) is not None:
        return iterators.advanced(frame, found_, node)
    if isinstance(source, ast.Call) and isinstance(source.func, ast.Name) and source.func.id == "iter":
        name = frame.fresh("item", INT)
        source = _walk(node, _target([name]), ast.Name(name, ast.Load()), source.args[0])
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
    from pivot_lsp.port.frontend.builtin import early

    if (settled := early(frame, default, found)) is None:
        raise unportable("PV207", "the default of this next() is computed", node, "give it a name")
    default, bindings = settled
    name = frame.fresh("found", found.type)
    var = ir.Var(name, found.type, found.span)
    test = ir.IsNone(var, _bool(), found.span)
    chosen = ir.IfExp(test, frame.fit(default, inner, node), ir.Unwrap(var, inner, found.span), inner, found.span)
    return frame.let(bindings, ir.Let(name, found, chosen, inner, found.span))


def _bool() -> Type:
    from pivot_lsp.port.types import BOOL

    return BOOL


# ---------------------------------------------------------------- itertools


def _size(node: ast.expr | None) -> int | None:
    return node.value if isinstance(node, ast.Constant) and type(node.value) is int else None


def _chosen(name: str) -> Handler:
    """combinations, permutations and the like: tuples of a known size where the size is a small literal."""

    def handler(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
        from pivot_lsp.port.frontend.expressions import lower_as

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
    from pivot_lsp.port.frontend.expressions import lower_as

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
    from pivot_lsp.port.frontend.expressions import iterable

    made, *others = [iterable(frame, a) for a in node.args]
    for other in others:
        made = frame.prim("chain", [made, other], node)
    return made


def _flat(frame: Frame, node: ast.Call, source: ast.expr) -> ir.Expr:
    from pivot_lsp.port.frontend.expressions import lower

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
    from pivot_lsp.port.frontend.expressions import lower_as

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


def grouped(frame: Frame, node: ast.Call) -> ir.Expr:
    """groupby(items, key): each key with its group as a list (`groups`)."""
    from pivot_lsp.port.frontend.expressions import lower

    key = next((k.value for k in node.keywords if k.arg == "key"), node.args[1] if len(node.args) == 2 else None)
    if not node.args or len(node.args) + len(node.keywords) > 2:
        raise unportable("PV205", "groupby() with these arguments is not taken", node)
    items = listed(frame, node.args[0])
    name = frame.fresh("items", items.type)
    var = ir.Var(name, items.type, items.span)
    keys: ir.Expr = var
    if key is not None and not (isinstance(key, ast.Constant) and key.value is None):
        target, element = applied(frame, key, [node.args[0]])
        clause = ast.comprehension(target, ast.Name(name, ast.Load()), [], 0)
        keys = lower(frame, at(node, ast.ListComp(element, [clause])))
    made = frame.let([(name, items)], frame.helper("grouped", [var, keys], node))
    return frame.prim("iter", [made], node)


def _repeat(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    from pivot_lsp.port.frontend.expressions import lower, lower_as

    if node.keywords or len(node.args) != 2:
        raise unportable("PV205", "repeat() without a number is not taken", node)
    value = lower(frame, node.args[0])
    one = ir.ListLit((value,), ListT(value.type), frame.span(node))
    return frame.prim("iter", [frame.prim("*", [one, lower_as(frame, node.args[1], INT)], node)], node)


def _starmap(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    from pivot_lsp.port.frontend.expressions import lower

    if node.keywords or len(node.args) != 2 or not isinstance(node.args[0], ast.Lambda):
        raise unportable("PV205", "starmap() of this is not taken", node, "write a generator expression")
    names = [a.arg for a in node.args[0].args.args]
    return lower(frame, _walk(node, _target(names), node.args[0].body, node.args[1]))


def _largest(name: str) -> Handler:
    """nlargest and nsmallest: the first of what sorted() gives, as their documentation says."""

    def handler(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
        from pivot_lsp.port.frontend.expressions import lower_as

        if len(node.args) != 2:
            raise unportable("PV205", f"{name}() with these arguments is not taken", node)
        span = frame.span(node)
        count, bindings = frame.named(lower_as(frame, node.args[0], INT, "n"), "count")
        keywords = [*node.keywords]
        if name == "nlargest":
            keywords.append(ast.keyword("reverse", ast.Constant(True)))
        ordered = at(node, ast.Call(ast.Name("sorted", ast.Load()), [node.args[1]], keywords))
        from pivot_lsp.port.frontend.calls import call

        assert isinstance(ordered, ast.Call)
        made = call(frame, ordered, None)
        nothing = ir.Const(None, OptionalT(INT), span)
        most = frame.prim("max", [count, ir.Const(0, INT, span)], node)
        stop = ir.Some(most, OptionalT(INT), span)
        return frame.let(bindings, frame.prim("slice", [made, nothing, stop, nothing], node))

    return handler


def key_of(frame: Frame, node: ast.expr, element: Type) -> ir.Expr | None:
    """A key function that is no lambda: a function, a method, itemgetter or attrgetter of constants; else None."""
    from pivot_lsp.port.frontend.expressions import lower

    name = frame.fresh("item", element)
    item = ast.Name(name, ast.Load())
    body: ast.expr
    if isinstance(node, ast.Call) and (made := _getter(frame, node, item)) is not None:
        body = made
    elif isinstance(node, ast.Attribute):
        body = called(frame, node, [item])
    else:
        return None
    value = lower(frame, at(node, body))
    if isinstance(value.type, OptionalT):  # None has no order: should there be one, legacy raises
        value = ir.Unwrap(value, value.type.inner, value.span)
    return ir.Lambda((name,), value, FuncT((element,), value.type), frame.span(node))


def _getter(frame: Frame, node: ast.Call, item: ast.expr) -> ast.expr | None:
    from pivot_lsp.port.frontend.scope import ExternalSymbol

    symbol = frame.symbol(node.func)
    if not isinstance(symbol, ExternalSymbol) or symbol.module != "operator" or node.keywords or not node.args:
        return None
    made: list[ast.expr] = []
    for arg in node.args:
        if symbol.name == "itemgetter":
            made.append(ast.Subscript(item, arg, ast.Load()))
        elif symbol.name == "attrgetter" and isinstance(arg, ast.Constant) and str(arg.value).isidentifier():
            made.append(ast.Attribute(item, str(arg.value), ast.Load()))
        else:
            return None
    return made[0] if len(made) == 1 else ast.Tuple(made, ast.Load())


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

"""Calls: built-in functions, methods, functions and dataclasses of the unit. Everything else is refused."""

import ast
from collections.abc import Callable
from dataclasses import replace

from pivot_lsp.port import ir, trees
from pivot_lsp.port.frontend import classes, collections, formats, iterables, learn, methods, prelude, sets, unions
from pivot_lsp.port.frontend.arguments import arranged, without_first
from pivot_lsp.port.frontend.facts import union
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.library import library
from pivot_lsp.port.frontend.scope import ClassSymbol, ExternalSymbol, FunctionSymbol, Symbol
from pivot_lsp.port.refusal import Unportable, unportable
from pivot_lsp.port.table import TABLE
from pivot_lsp.port.types import (
    BOOL,
    FLOAT,
    INT,
    NONE,
    STR,
    DequeT,
    DictT,
    ExcT,
    FuncT,
    IterT,
    ListT,
    OptionalT,
    RecordT,
    SetT,
    TupleT,
    Type,
    UnionT,
    VarTupleT,
)

_OUTSIDE_MODULES = {
    "time", "random", "secrets", "datetime", "os", "sys", "io", "socket", "ssl", "urllib", "http", "requests", "httpx",
    "aiohttp", "sqlite3", "subprocess", "threading", "asyncio", "logging", "pathlib", "shutil", "tempfile", "uuid",
    "psycopg", "psycopg2", "sqlalchemy", "redis", "boto3",
}  # fmt: skip
_OUTSIDE_BUILTINS = {"print", "open", "input", "exec", "eval", "__import__", "globals", "locals", "vars", "setattr",
                     "delattr", "id", "hash", "breakpoint"}  # fmt: skip


def call(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    """`callee(...)`."""
    symbol = frame.symbol(node.func)
    starred = [x for x in node.args if isinstance(x, ast.Starred)]
    if starred and symbol in _OVER_ALL and len(node.args) == 1:
        return _spread_over(frame, node, starred[0].value, symbol, expected)
    star = symbol in (ExternalSymbol("builtins", "zip"), ExternalSymbol("itertools", "product"),
                      ExternalSymbol("itertools", "chain"))  # fmt: skip
    for argument in [*node.args, *(k.value for k in node.keywords)]:
        if isinstance(argument, ast.Starred) and not star and not isinstance(symbol, FunctionSymbol):
            raise unportable("PV204", "* in a call is not taken", argument)
    if any(k.arg is None for k in node.keywords):
        raise unportable("PV204", "** in a call is not taken", node)
    if isinstance(node.func, ast.Name) and prelude.is_prelude(frame.module.name) and prelude.has(node.func.id):
        from pivot_lsp.port.frontend.expressions import lower

        return frame.helper(node.func.id, [lower(frame, a) for a in node.args], node)
    if isinstance(node.func, ast.Name) and prelude.is_prelude(frame.module.name):
        if node.func.id == "give_up":
            return frame.prim("give_up", [], node)
        if node.func.id == "Counter" and expected is not None:
            return ir.Empty(expected, frame.span(node))
    if (made := methods.class_method(frame, node)) is not None:
        return made
    if (
        isinstance(node.func, ast.Attribute)
        and node.func.attr == "from_iterable"
        and frame.symbol(node.func.value) == ExternalSymbol("itertools", "chain")
    ):
        return iterables.from_iterable(frame, node, expected)
    match symbol:
        case FunctionSymbol():
            return _unit_call(frame, node, symbol)
        case ClassSymbol():
            return _construct(frame, node, symbol)
        case ExternalSymbol("builtins", name):
            longer = (name, len(node.args) + len(node.keywords)) in _LONGER or name in ("bin", "oct", "hex")
            if longer and (name != "divmod" or _any_float(frame, node.args)):
                found = library(frame, node, f"builtins.{name}")
                if found is not None:
                    return found
            handler = iterables.BUILTINS.get(name) or _BUILTINS.get(name)
            if handler is not None:
                return handler(frame, node, expected)
            code = "PV210" if name in _OUTSIDE_BUILTINS else "PV205"
            raise unportable(code, f"{name}() is not taken", node)
        case ExternalSymbol("collections", "deque" | "defaultdict" | "Counter" as name):
            return collections.construct(frame, node, name, expected)
        case ExternalSymbol(module, name) if (module, name) in iterables.FUNCTIONS:
            return iterables.FUNCTIONS[module, name](frame, node, expected)
        case ExternalSymbol(module, name) if (made := library(frame, node, f"{module}.{name}")) is not None:
            return made
        case ExternalSymbol("math", name):
            return _math(frame, node, name)
        case ExternalSymbol(module, name):
            code = "PV210" if module.partition(".")[0] in _OUTSIDE_MODULES else "PV205"
            raise unportable(code, f"{module}.{name}() is not taken", node)
        case None if isinstance(node.func, ast.Attribute):
            return _method(frame, node, node.func, expected)
        case _:
            raise unportable("PV205", f"{ast.unparse(node.func)}() is not taken", node)


_OVER_ALL: tuple[Symbol, ...] = tuple(ExternalSymbol("builtins", n) for n in ("min", "max"))
"""Functions that take what a star gives, whatever its length."""


def _spread_over(
    frame: Frame, node: ast.Call, source: ast.expr, symbol: Symbol | None, expected: Type | None
) -> ir.Expr:
    """`max(*xs)` is `max(xs)` where there are two at least."""
    from pivot_lsp.port.frontend.expressions import lower

    assert isinstance(symbol, ExternalSymbol)
    value = lower(frame, source)
    if not isinstance(value.type, ListT | VarTupleT):
        raise unportable("PV204", f"* on {value.type} in a call is not taken", node)
    named, bindings = frame.named(value, "rows")
    span = frame.span(node)
    if node.keywords:
        raise unportable("PV205", f"{symbol.name}(*...) with keywords is not taken", node)
    found = frame.prim(symbol.name, [frame.prim("iter", [named], node)], node)
    many = frame.prim(">", [frame.prim("len", [named], node), ir.Const(1, INT, span)], node)
    some = ir.Some(found, OptionalT(found.type), span)
    chosen = ir.IfExp(many, some, ir.Const(None, some.type, span), some.type, span)
    return frame.let(bindings, ir.Unwrap(chosen, found.type, span))


# ---------------------------------------------------------------- the unit's own


def _unit_call(frame: Frame, node: ast.Call, symbol: FunctionSymbol, owner: ir.Expr | None = None) -> ir.Expr:
    """A call of a function of the unit; `owner` is the object before the dot of a method that takes it."""
    try:
        target = frame.unit.signature(symbol, node)
    except Unportable:
        learn.call(frame, node, symbol)
        raise
    if symbol.owner and owner is None and not classes.makes(symbol) and not classes.kind_of(symbol).endswith("method"):
        raise unportable(
            "PV205", f"{symbol.qualname}() without an instance is not taken", node, "call it on the object"
        )
    if owner is not None:
        target = replace(target, params=target.params[1:])
    if symbol.node.name != "__post_init__":  # that one takes what the dataclass's generated __init__ does
        hidden = (
            owner is not None or classes.makes(symbol) or (symbol.owner and classes.kind_of(symbol) == "classmethod")
        )
        taken = without_first(symbol.node.args) if hidden else symbol.node.args
        node = arranged(frame, node, taken, target.name)
    anew = symbol.node.name == "__post_init__"  # the defaults of a dataclass are made for each object
    given = {p.name for p, _ in zip(target.params, node.args)} | {k.arg for k in node.keywords}
    for p in target.params:
        if isinstance(p.default, ast.List | ast.Dict) and p.name not in given and not anew:
            raise unportable("PV222", f"the default of {p.name!r} is one object for all calls", node)
    wanted = [(p.name, p.type, p.default) for p in target.params]
    bindings, values = _arguments(frame, node, wanted, target.name, target.module, symbol)
    if owner is not None and bindings:
        owner, first = frame.named(owner, "owner")
        bindings = first + bindings
    made: ir.Expr = ir.Call(target.name, values if owner is None else (owner, *values), target.result, frame.span(node))
    made = frame.let(bindings, made)
    return frame.prim("iter", [made], node) if frame.unit.is_generator(symbol) else made


def _construct(frame: Frame, node: ast.Call, symbol: ClassSymbol) -> ir.Expr:
    cls = f"{symbol.module}:{symbol.node.name}"
    found = frame.unit.constructor(symbol, node)
    if found.init is not None:
        return _unit_call(frame, node, found.init)
    if len(found.given) != len(found.fields):
        raise unportable("PV214", f"class {symbol.node.name}: a field with init=False", node)
    wanted = [
        (name, frame.known(hint, f"field {name!r}", node), found.defaults.get(name))
        for name, hint in found.fields.items()
    ]
    bindings, values = _arguments(frame, node, wanted, symbol.node.name, symbol.module)
    return frame.let(bindings, ir.New(values, RecordT(cls), frame.span(node)))


Default = ast.expr | None


def _arguments(
    frame: Frame,
    node: ast.Call,
    wanted: list[tuple[str, Type, Default]],
    name: str,
    module: str,
    symbol: FunctionSymbol | None = None,
) -> tuple[list[tuple[str, ir.Expr]], tuple[ir.Expr, ...]]:
    """Arguments in the order of the parameters, evaluated in the order they are written."""
    from pivot_lsp.port.frontend.expressions import lower_as

    if len(node.args) > len(wanted):
        raise unportable("PV205", f"{name}() takes {len(wanted)} arguments", node)
    by_name = {n: i for i, (n, _, _) in enumerate(wanted)}
    written: list[tuple[int, ast.expr]] = list(enumerate(node.args))
    for keyword in node.keywords:
        if keyword.arg not in by_name:
            raise unportable("PV205", f"{name}() has no parameter {keyword.arg!r}", node)
        written.append((by_name[keyword.arg], keyword.value))
    values: dict[int, ir.Expr] = {}
    for index, argument in written:
        if index in values:
            raise unportable("PV205", f"{name}() got {wanted[index][0]!r} twice", node)
        try:
            values[index] = lower_as(frame, argument, wanted[index][1], f"argument {wanted[index][0]!r}")
        except Unportable:
            if symbol is not None:
                learn.call(frame, node, symbol)
                learn.passed(frame, argument, wanted[index][1])
            raise
    order = [index for index, _ in written]
    bindings: list[tuple[str, ir.Expr]] = []
    if order != sorted(order):
        for index in order:
            values[index], more = frame.named(values[index], wanted[index][0])
            bindings += more
    for index, (parameter, t, default) in enumerate(wanted):
        if index not in values:
            if default is None:
                raise unportable("PV205", f"{name}() misses {parameter!r}", node)
            values[index] = frame.unit.default(module, default, t, node)
    return bindings, tuple(values[i] for i in range(len(wanted)))


# ---------------------------------------------------------------- built-in functions


def _plain(frame: Frame, node: ast.Call, least: int, most: int, keywords: tuple[str, ...] = ()) -> dict[str, ast.expr]:
    """Checks the number of arguments; returns the keyword arguments."""
    name = ast.unparse(node.func)
    given = {k.arg: k.value for k in node.keywords if k.arg is not None}
    for k in given:
        if k not in keywords:
            raise unportable("PV205", f"{name}({k}=...) is not taken", node)
    if not least <= len(node.args) <= most:
        raise unportable("PV205", f"{name}() with {len(node.args)} arguments is not taken", node)
    return given


def _len(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    from pivot_lsp.port.frontend.expressions import lower

    _plain(frame, node, 1, 1)
    value = lower(frame, node.args[0])
    if isinstance(value.type, RecordT):
        length = ast.copy_location(ast.Attribute(node.args[0], "__len__", ast.Load()), node)
        made = _own_method(frame, ast.copy_location(ast.Call(length, [], []), node), length, value)
        return frame.fit(made, INT, node, "the length")
    if type(value.type) is TupleT and frame.simple(value):
        return ir.Const(len(value.type.items), INT, frame.span(node))
    return methods.length(frame, frame.as_row(value, node), node)


def _convert(key: str) -> Callable[[Frame, ast.Call, Type | None], ir.Expr]:
    empty: dict[str, tuple[int | float, Type]] = {"int": (0, INT), "float": (0.0, FLOAT)}

    def handler(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
        from pivot_lsp.port.frontend.expressions import as_float, lower

        _plain(frame, node, 0 if key in empty else 1, 1)
        if not node.args:
            return ir.Const(*empty[key], frame.span(node))
        value = lower(frame, node.args[0])
        if key == "float" and value.type == INT:
            return as_float(frame, value, node)
        return frame.prim(key, [value], node)

    return handler


def as_text(frame: Frame, node: ast.expr) -> ir.Expr:
    """str(node)."""
    from pivot_lsp.port.frontend.expressions import lower

    if isinstance(node, ast.Name) and node.id in frame.handler_names:
        return ir.ExcText(node.id, STR, frame.span(node))
    return frame.prim("str", [lower(frame, node)], node)


def _str(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    _plain(frame, node, 0, 1)
    return as_text(frame, node.args[0]) if node.args else ir.Const("", STR, frame.span(node))


def _bool(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    from pivot_lsp.port.frontend.expressions import condition

    _plain(frame, node, 1, 1)
    return condition(frame, node.args[0])


def _numeric(key: str, least: int, most: int) -> Callable[[Frame, ast.Call, Type | None], ir.Expr]:
    def handler(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
        from pivot_lsp.port.frontend.expressions import as_int, lower

        _plain(frame, node, least, most)
        return frame.prim(key, [as_int(frame, lower(frame, a), node) for a in node.args], node)

    return handler


def _range(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    from pivot_lsp.port.frontend.expressions import lower_as

    _plain(frame, node, 1, 3)
    return frame.prim("range", [lower_as(frame, a, INT, "bound") for a in node.args], node)


def _enumerate(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    from pivot_lsp.port.frontend.expressions import iterable, lower_as

    given = _plain(frame, node, 1, 2, ("start",))
    start = node.args[1] if len(node.args) > 1 else given.get("start")
    args = [iterable(frame, node.args[0])]
    return frame.prim("enumerate", args + ([lower_as(frame, start, INT)] if start is not None else []), node)


def _sum(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    from pivot_lsp.port.frontend.expressions import iterable, lower

    given = _plain(frame, node, 1, 2, ("start",))
    source = iterable(frame, node.args[0])
    if source.type == IterT(BOOL):
        source = _mapped(frame, source, "int", node)
    start = node.args[1] if len(node.args) > 1 else given.get("start")
    rows = isinstance(source.type, IterT) and isinstance(source.type.element, ListT)
    if rows and isinstance(start, ast.List) and not start.elts:
        return frame.helper("flattened", [frame.prim("list", [source], node)], node)
    return frame.prim("sum", [source] + ([lower(frame, start)] if start is not None else []), node)


def _mapped(frame: Frame, source: ir.Expr, key: str, node: ast.AST) -> ir.Expr:
    """Each element of `source` through the operation `key`."""
    assert isinstance(source.type, IterT)
    t = source.type.element
    name = frame.fresh("item", t)
    made = frame.prim(key, [ir.Var(name, t, source.span)], node)
    clause = ir.Clause(ir.Name(name, t), source, ())
    return frame.prim("iter", [ir.Comp("list", None, made, (clause,), ListT(made.type), source.span)], node)


def _extreme(name: str) -> Callable[[Frame, ast.Call, Type | None], ir.Expr]:
    def handler(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
        from pivot_lsp.port.frontend.expressions import iterable, lower, lower_as

        given = _plain(frame, node, 1, 8, ("key", "default"))
        if len(node.args) > 1:
            if given:
                if list(given) != ["key"]:
                    raise unportable("PV205", f"{name}() of several arguments with these keywords is not taken", node)
                display = ast.copy_location(ast.List(node.args, ast.Load()), node)
                walked = iterable(frame, display)
                assert isinstance(walked.type, IterT)
                return frame.prim(
                    f"{name}.key", [walked, _key_function(frame, given["key"], walked.type.element)], node
                )
            values = [lower(frame, a) for a in node.args]
            found = values[0]
            for value in values[1:]:
                found = _extreme_of_two(frame, name, found, value, node)
            return found
        source = iterable(frame, node.args[0])
        assert isinstance(source.type, IterT)
        if len(given) == 2:
            return _extreme_or(frame, node, name, source, given)
        if "key" in given:
            return frame.prim(f"{name}.key", [source, _key_function(frame, given["key"], source.type.element)], node)
        if "default" in given:
            return frame.prim(f"{name}.default", [source, lower_as(frame, given["default"], source.type.element)], node)
        return frame.prim(name, [source], node)

    return handler


def _extreme_of_two(frame: Frame, name: str, a: ir.Expr, b: ir.Expr, node: ast.Call) -> ir.Expr:
    """`min(a, b)`; of two types it is one or the other: the second only when it is really smaller, or larger."""
    from pivot_lsp.port.frontend.comparisons import ordered

    if a.type == b.type and not isinstance(a.type, UnionT):
        return frame.prim(name, [a, b], node)
    (first, one), (second, two) = frame.named(a, "first"), frame.named(b, "second")
    joined = union((a.type, b.type))
    if joined is None:
        raise unportable("PV207", f"{name}() of {a.type} and {b.type}", node)
    test = ordered(frame, "<" if name == "min" else ">", second, first, node)
    parts = frame.fit(second, joined, node), frame.fit(first, joined, node)
    return frame.let([*one, *two], ir.IfExp(test, *parts, joined, frame.span(node)))


def _extreme_or(frame: Frame, node: ast.Call, name: str, source: ir.Expr, given: dict[str, ast.expr]) -> ir.Expr:
    """`max(items, key=key, default=other)`: the items first, as a list."""
    from pivot_lsp.port.frontend.expressions import lower_as

    assert isinstance(source.type, IterT)
    element = source.type.element
    default = lower_as(frame, given["default"], element)
    if not frame.simple(default):
        raise unportable("PV205", f"{name}() with key and a computed default is not taken", node)
    items, bindings = frame.named(frame.prim("list", [source], node), "items")
    walked = frame.prim("iter", [items], node)
    best = frame.prim(f"{name}.key", [walked, _key_function(frame, given["key"], element)], node)
    chosen = ir.IfExp(frame.truth(items, node), best, default, element, frame.span(node))
    return frame.let(bindings, chosen)


def _key_function(frame: Frame, node: ast.expr, element: Type) -> ir.Expr:
    """A sort key: a lambda of one parameter, or the name of a function."""
    from pivot_lsp.port.frontend.expressions import lower

    if isinstance(node, ast.Lambda):
        args = node.args
        if len(args.args) != 1 or args.vararg or args.kwarg or args.kwonlyargs or args.defaults or args.posonlyargs:
            raise unportable("PV212", "a key function has one plain parameter", node)
        name = args.args[0].arg
        with frame.scope({name: element}):
            body = lower(frame, node.body)
        return ir.Lambda((name,), body, FuncT((element,), body.type), frame.span(node))
    if isinstance(node, ast.Name | ast.Attribute) and frame.symbol(node) is not None:
        if isinstance(node, ast.Attribute) and isinstance(frame.symbol(node.value), ExternalSymbol):
            made = iterables.key_of(frame, node, element)
            if made is not None:
                return made
        name = frame.fresh("item", element)
        argument = ast.copy_location(ast.Name(name, ast.Load()), node)
        body = call(frame, ast.copy_location(ast.Call(node, [argument], []), node), None)
        return ir.Lambda((name,), body, FuncT((element,), body.type), frame.span(node))
    made = iterables.key_of(frame, node, element)
    if made is not None:
        return made
    raise unportable("PV205", "this key function is not taken", node, "write a lambda")


def _reverse_flag(frame: Frame, given: dict[str, ast.expr], node: ast.AST) -> ir.Expr:
    from pivot_lsp.port.frontend.expressions import lower_as

    flag = given.get("reverse")
    return ir.Const(False, BOOL, frame.span(node)) if flag is None else lower_as(frame, flag, BOOL, "reverse")


def _key_given(given: dict[str, ast.expr]) -> ast.expr | None:
    found = given.get("key")
    return None if isinstance(found, ast.Constant) and found.value is None else found


def _sorted(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    from pivot_lsp.port.frontend.expressions import iterable

    given = _plain(frame, node, 1, 1, ("key", "reverse"))
    source = iterable(frame, node.args[0])
    assert isinstance(source.type, IterT)
    chosen = _key_given(given)
    keys = [] if chosen is None else [_key_function(frame, chosen, source.type.element)]
    return frame.prim("sorted", [source, *keys, _reverse_flag(frame, given, node)], node)


def _quantifier(kind: str) -> Callable[[Frame, ast.Call, Type | None], ir.Expr]:
    def handler(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
        from pivot_lsp.port.frontend.expressions import comprehension, iterable

        _plain(frame, node, 1, 1)
        argument = node.args[0]
        if isinstance(argument, ast.GeneratorExp):
            return comprehension(frame, argument, kind)
        source = iterable(frame, argument)
        assert isinstance(source.type, IterT)
        t = source.type.element
        name = frame.fresh("item", t)
        test = frame.truth(ir.Var(name, t, source.span), node)
        clause = ir.Clause(ir.Name(name, t), source, ())
        return ir.Comp(kind, None, test, (clause,), BOOL, frame.span(node))

    return handler


def _container(kind: str) -> Callable[[Frame, ast.Call, Type | None], ir.Expr]:
    def handler(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
        from pivot_lsp.port.frontend.expressions import comprehension, iterable, lower

        if kind == "dict" and node.keywords and not node.args and all(k.arg for k in node.keywords):
            display = ast.Dict([ast.Constant(k.arg) for k in node.keywords], [k.value for k in node.keywords])
            return lower(frame, iterables.at(node, display), expected)
        _plain(frame, node, 0, 1)
        if not node.args:
            empty: ast.expr = ast.List([], ast.Load()) if kind == "list" else ast.Dict([], [])
            if kind == "tuple":
                raise unportable("PV205", "tuple() is not taken", node, "write ()")
            return lower(frame, ast.copy_location(empty, node), expected)
        argument = node.args[0]
        if kind == "list" and isinstance(argument, ast.GeneratorExp):
            return comprehension(frame, argument, "list", expected)
        if kind == "dict" and isinstance(argument, ast.GeneratorExp) and isinstance(argument.elt, ast.Tuple):
            return frame.prim("dict", [iterable(frame, argument)], node)
        if kind == "dict":
            value = lower(frame, argument)
            if isinstance(value.type, DictT):
                return frame.prim("dict.copy", [value], node)
        return frame.prim(kind, [iterable(frame, argument)], node)

    return handler


def _pow(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    from pivot_lsp.port.frontend.expressions import lower, operation

    _plain(frame, node, 2, 2)
    return operation(frame, "**", lower(frame, node.args[0]), lower(frame, node.args[1]), node)


def _math(frame: Frame, node: ast.Call, name: str) -> ir.Expr:
    from pivot_lsp.port.frontend.expressions import as_float, as_int, lower

    rows = TABLE.rows(f"math.{name}")
    if not rows or node.keywords or len(node.args) != len(rows[0].params):
        raise unportable("PV205", f"math.{name}() with {len(node.args)} arguments is not taken", node)

    def applied(given: list[ir.Expr]) -> ir.Expr:
        values = [as_int(frame, v, node) for v in given]
        if name in ("floor", "ceil", "trunc") and values[0].type == INT:
            return values[0]
        if rows[0].params[0] == FLOAT:
            values = [as_float(frame, v, node) for v in values]
        return frame.prim(f"math.{name}", values, node)

    return unions.spread(frame, [lower(frame, a) for a in node.args], applied, node)


def _format(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    from pivot_lsp.port.frontend.expressions import lower
    from pivot_lsp.port.frontend.strings import formatted

    _plain(frame, node, 1, 2)
    if len(node.args) == 1:
        return as_text(frame, node.args[0])
    spec = node.args[1]
    if not isinstance(spec, ast.Constant) or not isinstance(spec.value, str):
        raise unportable("PV215", "a computed format is not taken", node)
    if not spec.value:
        return as_text(frame, node.args[0])
    return formatted(frame, lower(frame, node.args[0]), spec.value, node)


def _any_float(frame: Frame, nodes: list[ast.expr]) -> bool:
    """Whether an argument is a float: the prelude's divmod is that of floats, and an int would be taken for one."""
    from pivot_lsp.port.frontend.expressions import lower

    return any(lower(frame, a).type == FLOAT for a in nodes)


_LONGER = {("pow", 3), ("int", 2), ("divmod", 2), ("round", 2)}
"""Built-ins that the prelude has in a longer form; what it does not admit goes to the table."""

_BUILTINS: dict[str, Callable[[Frame, ast.Call, Type | None], ir.Expr]] = {
    "len": _len,
    "isinstance": unions.instance_test,
    "int": _convert("int"),
    "float": _convert("float"),
    "str": _str,
    "bool": _bool,
    "repr": _convert("repr"),
    "format": _format,
    "ord": _convert("ord"),
    "chr": _convert("chr"),
    "abs": _numeric("abs", 1, 1),
    "round": _numeric("round", 1, 2),
    "divmod": _numeric("divmod", 2, 2),
    "pow": _pow,
    "range": _range,
    "enumerate": _enumerate,
    "sum": _sum,
    "min": _extreme("min"),
    "max": _extreme("max"),
    "sorted": _sorted,
    "any": _quantifier("any"),
    "all": _quantifier("all"),
    "list": _container("list"),
    "dict": _container("dict"),
    "tuple": _container("tuple"),
    "set": sets.construct("set"),
    "frozenset": sets.construct("frozenset"),
}

# ---------------------------------------------------------------- methods

_KINDS: tuple[tuple[type, str], ...] = ((ListT, "list"), (DictT, "dict"), (DequeT, "deque"))
_SCALARS: dict[Type, str] = {STR: "str", INT: "int", FLOAT: "float"}


def _method(frame: Frame, node: ast.Call, func: ast.Attribute, expected: Type | None) -> ir.Expr:
    from pivot_lsp.port.frontend.expressions import lower

    if func.attr == "format" and isinstance(func.value, ast.Constant) and isinstance(func.value.value, str):
        return formats.braces(frame, node, func.value.value)
    try:
        owner = lower(frame, func.value)
    except Unportable:
        learn.appended(frame, func.value, func.attr, node.args)
        raise
    if isinstance(owner.type, RecordT):
        return _own_method(frame, node, func, owner)
    if isinstance(owner.type, SetT):
        return sets.method(frame, node, owner, func.attr)
    owner = frame.as_row(owner, node) if func.attr in ("index", "count") else owner
    if isinstance(owner.type, VarTupleT) and func.attr in ("index", "count"):
        owner = frame.as_list(owner, node)
    made = methods.special(frame, node, owner, func.attr)
    if made is not None:
        return made
    kind = next((name for t, name in _KINDS if isinstance(owner.type, t)), _SCALARS.get(owner.type, ""))
    name = f"{kind}.{func.attr}"
    if name == "list.sort":
        return _sort(frame, node, owner)
    rows = [r for r in TABLE.rows(name) if len(r.params) == len(node.args) + 1]
    if not rows and not TABLE.rows(name):
        if isinstance(owner.type, ExcT | RecordT | OptionalT | VarTupleT) or not kind:
            raise unportable("PV206", f"{owner.type} has no method {func.attr!r} that is taken", node)
        raise unportable("PV206", f"{name}() is not taken", node)
    if node.keywords or not rows:
        raise unportable("PV205", f"{name}() with these arguments is not taken", node)
    if name == "dict.get" and len(node.args) == 2:
        return _get(frame, node, owner)
    args = [owner]
    for argument, wanted in zip(node.args, rows[0].params[1:], strict=True):
        try:
            args.append(_method_argument(frame, argument, wanted, owner, name))
        except Unportable:
            learn.appended(frame, func.value, func.attr, node.args)
            raise
    return frame.prim(name, args, node)


def _own_method(frame: Frame, node: ast.Call, func: ast.Attribute, owner: ir.Expr) -> ir.Expr:
    """A method of a class of the unit."""
    found = classes.member(frame, owner, func)
    if not isinstance(found, FunctionSymbol) or classes.kind_of(found) == "property":
        raise unportable("PV206", f"{owner.type} has no method {func.attr!r}", node)
    if not classes.kind_of(found):
        return _unit_call(frame, node, found, owner)
    if not frame.simple(owner):
        raise unportable("PV206", f"{func.attr!r} takes no instance", node, "call it on the class")
    return _unit_call(frame, node, found)


def _method_argument(frame: Frame, node: ast.expr, wanted: Type, owner: ir.Expr, name: str) -> ir.Expr:
    """An argument of a method: what the row's pattern asks for, with the owner's element types filled in."""
    from pivot_lsp.port.frontend.expressions import iterable, lower, lower_as
    from pivot_lsp.port.table.rows import match, substitute

    row = TABLE.rows(name)[0]
    bound: dict[str, Type] = {}
    match(row.params[0], owner.type, bound)
    if isinstance(wanted, IterT):
        source = iterable(frame, node)
        if name == "list.extend" and isinstance(source, ir.Prim) and source.row.key == "iter":
            inner = source.args[0]
            if isinstance(inner.type, ListT) and not isinstance(inner, ir.ListLit | ir.Comp):
                # extend takes the list as it is now, even when it is the very list being extended
                source = frame.prim("iter", [frame.prim("list.copy", [inner], node)], node)
        return source
    try:
        concrete = substitute(wanted, bound)
    except KeyError:
        return lower(frame, node)
    return lower_as(frame, node, concrete, f"argument of {name}")


def _get(frame: Frame, node: ast.Call, owner: ir.Expr) -> ir.Expr:
    """dict.get(key, default): None as default is get(key)."""
    from pivot_lsp.port.frontend.expressions import lower, lower_as

    assert isinstance(owner.type, DictT)
    wanted = lower_as(frame, node.args[0], owner.type.key, "key")
    default = lower(frame, node.args[1], owner.type.value)
    if default.type == NONE and not isinstance(owner.type.value, OptionalT):
        return frame.prim("dict.get", [owner, wanted], node)
    return frame.prim("dict.get", [owner, wanted, frame.fit(default, owner.type.value, node, "default")], node)


def _sort(frame: Frame, node: ast.Call, owner: ir.Expr) -> ir.Expr:
    given = _plain(frame, node, 0, 0, ("key", "reverse"))
    assert isinstance(owner.type, ListT)
    chosen = _key_given(given)
    keys = [] if chosen is None else [_key_function(frame, chosen, owner.type.element)]
    if any(trees.free_names(owner) & trees.free_names(k) for k in keys):
        raise unportable("PV207", "the key looks at the list, which is empty while it is sorted", node, "use sorted()")
    return frame.prim("list.sort", [owner, *keys, _reverse_flag(frame, given, node)], node)

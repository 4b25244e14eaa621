"""Calls of the built-in functions, a handler each, and what they share with the methods: keys, flags, defaults."""

import ast
from collections.abc import Callable

from pivot_lsp.port import ir
from pivot_lsp.port.frontend import (
    array_calls,
    arrays,
    classtests,
    emptied,
    enums,
    keyed,
    methods,
    octets,
    operators,
    own_calls,
    pairs,
    ranks,
    sets,
    unions,
)
from pivot_lsp.port.frontend.applied import at, key_of
from pivot_lsp.port.frontend.comprehensions import comprehension
from pivot_lsp.port.frontend.conversions import as_float, as_index, as_int
from pivot_lsp.port.frontend.facts import union
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.iterables import early
from pivot_lsp.port.frontend.lowering import condition, lower, lower_as, operation, ordered
from pivot_lsp.port.frontend.own_calls import own_method
from pivot_lsp.port.frontend.scope import ExternalSymbol
from pivot_lsp.port.frontend.strings import as_text, computed, formatted
from pivot_lsp.port.frontend.walks import iterable
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.table import TABLE
from pivot_lsp.port.types import (
    BOOL,
    FLOAT,
    INT,
    STR,
    DictT,
    FuncT,
    IterT,
    KeyedT,
    ListT,
    RecordT,
    TupleT,
    Type,
    UnionT,
)


def plain(frame: Frame, node: ast.Call, least: int, most: int, keywords: tuple[str, ...] = ()) -> dict[str, ast.expr]:
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
    plain(frame, node, 1, 1)
    value = enums.members(frame, node.args[0]) or emptied.one_kind(frame, lower(frame, node.args[0]), node)
    if isinstance(value.type, KeyedT):
        return keyed.length(frame, value, node)
    if isinstance(value.type, RecordT):
        length = ast.copy_location(ast.Attribute(node.args[0], "__len__", ast.Load()), node)
        made = own_method(frame, ast.copy_location(ast.Call(length, [], []), node), length, value)
        return own_calls.length(frame, made, node)
    if type(value.type) is TupleT and frame.simple(value):
        return ir.Const(len(value.type.items), INT, frame.span(node))
    return methods.length(frame, frame.as_row(value, node), node)


def _convert(key: str) -> Callable[[Frame, ast.Call, Type | None], ir.Expr]:
    empty: dict[str, tuple[int | float, Type]] = {"int": (0, INT), "float": (0.0, FLOAT)}

    def handler(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
        plain(frame, node, 0 if key in empty else 1, 1)
        if not node.args:
            return ir.Const(*empty[key], frame.span(node))
        value = lower(frame, node.args[0])
        if key == "float" and value.type == INT:
            return as_float(frame, value, node)
        return frame.prim(key, [value], node)

    return handler


def _str(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    plain(frame, node, 0, 1)
    return as_text(frame, node.args[0]) if node.args else ir.Const("", STR, frame.span(node))


def _bool(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    plain(frame, node, 1, 1)
    return condition(frame, node.args[0])


def _numeric(key: str, least: int, most: int) -> Callable[[Frame, ast.Call, Type | None], ir.Expr]:
    def handler(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
        if key == "round" and len(node.args) == 1 and [k.arg for k in node.keywords] == ["ndigits"]:
            node = ast.copy_location(ast.Call(node.func, [*node.args, node.keywords[0].value], []), node)
        plain(frame, node, least, most)
        if key == "abs" and (own := operators.unary(frame, key, lower(frame, node.args[0]), node)) is not None:
            return own
        values = [as_int(frame, lower(frame, a), node) for a in node.args]
        whole = array_calls.unary(frame, key, values[0], node)
        return whole if whole is not None else frame.prim(key, values, node)

    return handler


def _range(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    plain(frame, node, 1, 3)
    bounds = [as_index(frame, lower(frame, a, INT), a) for a in node.args]
    return frame.prim("range", [frame.fit(b, INT, a, "bound") for a, b in zip(node.args, bounds, strict=True)], node)


def _enumerate(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    given = plain(frame, node, 1, 2, ("start",))
    start = node.args[1] if len(node.args) > 1 else given.get("start")
    args = [iterable(frame, node.args[0])]
    return frame.prim("enumerate", args + ([lower_as(frame, start, INT)] if start is not None else []), node)


def _sum(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    given = plain(frame, node, 1, 2, ("start",))
    source = iterable(frame, node.args[0])
    if source.type == IterT(BOOL):
        source = _mapped(frame, source, "int", node)
    start = node.args[1] if len(node.args) > 1 else given.get("start")
    if start is not None and isinstance(source.type, IterT) and isinstance(source.type.element, RecordT):
        return frame.helper("summed", [frame.prim("list", [source], node), lower(frame, start)], node)
    rows = isinstance(source.type, IterT) and isinstance(source.type.element, ListT)
    if rows and isinstance(start, ast.List) and not start.elts:
        return frame.helper("flattened", [frame.prim("list", [source], node)], node)
    if start is None and isinstance(source.type, IterT) and source.type.element in arrays.SCALARS:
        summed = array_calls.summed(frame, frame.prim("list", [source], node), node)
        if summed is not None:
            return summed
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
        given = plain(frame, node, 1, 8, ("key", "default"))
        if len(node.args) > 1:
            if given:
                if list(given) != ["key"]:
                    raise unportable("PV205", f"{name}() of several arguments with these keywords is not taken", node)
                display = ast.copy_location(ast.List(node.args, ast.Load()), node)
                walked = iterable(frame, display)
                assert isinstance(walked.type, IterT)
                return frame.prim(f"{name}.key", [walked, key_function(frame, given["key"], walked.type.element)], node)
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
            return frame.prim(f"{name}.key", [source, key_function(frame, given["key"], source.type.element)], node)
        if "default" in given:
            return frame.prim(f"{name}.default", [source, lower_as(frame, given["default"], source.type.element)], node)
        key = ranks.key_of(frame, source.type.element, node)
        return frame.prim(f"{name}.key" if key else name, [source, *key], node)

    return handler


def _extreme_of_two(frame: Frame, name: str, a: ir.Expr, b: ir.Expr, node: ast.Call) -> ir.Expr:
    """`min(a, b)`; of two types it is one or the other: the second only when it is really smaller, or larger."""
    if a.type == b.type and not isinstance(a.type, UnionT) and not ranks.ranked(frame, a.type, node):
        return frame.prim(name, [a, b], node)
    (first, one), (second, two) = frame.named(a, "first"), frame.named(b, "second")
    joined = union((a.type, b.type))
    if joined is None:
        raise unportable("PV207", f"{name}() of {a.type} and {b.type}", node)
    test = frame.truth(ordered(frame, "<" if name == "min" else ">", second, first, node), node)
    parts = frame.fit(second, joined, node), frame.fit(first, joined, node)
    return frame.let([*one, *two], ir.IfExp(test, *parts, joined, frame.span(node)))


def _extreme_or(frame: Frame, node: ast.Call, name: str, source: ir.Expr, given: dict[str, ast.expr]) -> ir.Expr:
    """`max(items, key=key, default=other)`: the items first, as a list."""
    assert isinstance(source.type, IterT)
    element = source.type.element
    default = lower_as(frame, given["default"], element)
    if (found := early(frame, default, source)) is None:
        raise unportable("PV205", f"{name}() with key and a computed default is not taken", node)
    default, before = found
    items, bindings = frame.named(frame.prim("list", [source], node), "items")
    bindings = [*before, *bindings]
    walked = frame.prim("iter", [items], node)
    best = frame.prim(f"{name}.key", [walked, key_function(frame, given["key"], element)], node)
    chosen = ir.IfExp(frame.truth(items, node), best, default, element, frame.span(node))
    return frame.let(bindings, chosen)


def key_function(frame: Frame, node: ast.expr, element: Type) -> ir.Expr:
    """A sort key: a lambda of one parameter, or the name of a function."""
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
            made = key_of(frame, node, element)
            if made is not None:
                return made
        name = frame.fresh("item", element)
        argument = ast.copy_location(ast.Name(name, ast.Load()), node)
        body = lower(frame, ast.copy_location(ast.Call(node, [argument], []), node))
        return ir.Lambda((name,), body, FuncT((element,), body.type), frame.span(node))
    made = key_of(frame, node, element)
    if made is not None:
        return made
    raise unportable("PV205", "this key function is not taken", node, "write a lambda")


def reverse_flag(frame: Frame, given: dict[str, ast.expr], node: ast.AST) -> ir.Expr:
    flag = given.get("reverse")
    return ir.Const(False, BOOL, frame.span(node)) if flag is None else lower_as(frame, flag, BOOL, "reverse")


def key_given(given: dict[str, ast.expr]) -> ast.expr | None:
    found = given.get("key")
    return None if isinstance(found, ast.Constant) and found.value is None else found


def sort_key(frame: Frame, chosen: ast.expr | None, element: Type, node: ast.AST) -> list[ir.Expr]:
    """The key of a sort: the one that was given, or what records are ordered by."""
    return ranks.key_of(frame, element, node) if chosen is None else [key_function(frame, chosen, element)]


def _sorted(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    given = plain(frame, node, 1, 1, ("key", "reverse"))
    source = iterable(frame, node.args[0])
    assert isinstance(source.type, IterT)
    chosen = key_given(given)
    keys = sort_key(frame, chosen, source.type.element, node)
    return frame.prim("sorted", [source, *keys, reverse_flag(frame, given, node)], node)


def _quantifier(kind: str) -> Callable[[Frame, ast.Call, Type | None], ir.Expr]:
    def handler(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
        plain(frame, node, 1, 1)
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
        if kind == "dict" and node.keywords and not node.args and all(k.arg for k in node.keywords):
            display = ast.Dict([ast.Constant(k.arg) for k in node.keywords], [k.value for k in node.keywords])
            return lower(frame, at(node, display), expected)
        plain(frame, node, 0, 1)
        if not node.args:
            empties = {"list": ast.List([], ast.Load()), "tuple": ast.Tuple([], ast.Load()), "dict": ast.Dict([], [])}
            empty: ast.expr = empties[kind]
            return lower(frame, ast.copy_location(empty, node), expected)
        argument = node.args[0]
        if kind == "list" and isinstance(argument, ast.GeneratorExp):
            return comprehension(frame, argument, "list", expected)
        if kind == "dict" and isinstance(argument, ast.GeneratorExp) and isinstance(argument.elt, ast.Tuple):
            return frame.prim("dict", [iterable(frame, argument)], node)
        if kind == "dict" and isinstance(argument, ast.GeneratorExp):
            return frame.prim("dict", [pairs.of_rows(frame, iterable(frame, argument), node)], node)
        if kind == "dict":
            value = lower(frame, argument)
            if isinstance(value.type, DictT):
                return frame.prim("dict.copy", [value], node)
            return frame.prim("dict", [pairs.of_rows(frame, iterable(frame, argument), node)], node)
        return frame.prim(kind, [iterable(frame, argument)], node)

    return handler


def _pow(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    plain(frame, node, 2, 2)
    return operation(frame, "**", lower(frame, node.args[0]), lower(frame, node.args[1]), node)


def math_call(frame: Frame, node: ast.Call, name: str) -> ir.Expr:
    if name == "log" and len(node.args) == 2 and not node.keywords:  # CPython's math_log divides the two
        parts = [ast.copy_location(ast.Call(node.func, [a], []), node) for a in node.args]
        return frame.prim("/", [math_call(frame, p, name) for p in parts], node)
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
    plain(frame, node, 1, 2)
    if len(node.args) == 1:
        return as_text(frame, node.args[0])
    spec = node.args[1]
    if not isinstance(spec, ast.Constant) or not isinstance(spec.value, str):
        return computed(frame, lower(frame, node.args[0]), spec, node)
    if not spec.value:
        return as_text(frame, node.args[0])
    return formatted(frame, lower(frame, node.args[0]), spec.value, node)


def any_float(frame: Frame, nodes: list[ast.expr]) -> bool:
    """Whether an argument is a float: the prelude's divmod is that of floats, and an int would be taken for one."""
    return any(lower(frame, a).type == FLOAT for a in nodes)


LONGER = {("pow", 3), ("int", 2), ("divmod", 2), ("round", 2)}
"""Built-ins that the prelude has in a longer form; what it does not admit goes to the table."""

BUILTINS: dict[str, Callable[[Frame, ast.Call, Type | None], ir.Expr]] = {
    "len": _len,
    "isinstance": classtests.instance_test,
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
    "bytes": octets.construct,
    "set": sets.construct("set"),
    "frozenset": sets.construct("frozenset"),
}

# ---------------------------------------------------------------- methods

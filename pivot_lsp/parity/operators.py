"""The slips of bad ports as changes of a syntax tree: one table from node type to what may be done with it.

Invariant: a change is described by the text that goes on the certificate and by a function from the node (of a copy)
to what takes its place; which types are at work is not known here, `slips` looks at the values.
"""

import ast
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

from pivot_lsp.parity.slips import NAME

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


class Change(NamedTuple):
    """One way to change one node."""

    operator: str
    text: str
    make: Callable[[Any], Any]


def changes(node: ast.AST, function: FunctionNode) -> Iterator[Change]:
    """All that may be done with `node`, a part of `function` or the function itself."""
    if node is function:
        yield from _function(function)
        return
    rule = _RULES.get(type(node))
    if rule is not None:
        yield from rule(node)


def _text(node: ast.AST) -> str:
    text = ast.unparse(node)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _slip(name: str, *args: ast.expr, keywords: list[ast.keyword] | None = None) -> ast.Call:
    owner = ast.Attribute(ast.Name(NAME, ast.Load()), name, ast.Load())
    return ast.Call(owner, list(args), keywords or [])


def _instead(name: str, call: ast.Call) -> ast.expr:
    return _slip(name, *call.args, keywords=call.keywords)


def _moved(step: int, node: ast.Constant) -> ast.expr:
    assert isinstance(node.value, int)
    return ast.Constant(node.value + step)


def _shown(name: str, node: ast.FormattedValue) -> ast.expr:
    return ast.FormattedValue(_slip(name, node.value), -1, None)


def _wrapped(operator: str, name: str, what: str, node: ast.AST) -> Change:
    return Change(operator, f"{_text(node)} {what}", lambda n: _slip(name, n))


def _binary(node: ast.BinOp) -> Iterator[Change]:
    kind = type(node.op)
    if kind in (ast.Add, ast.Sub, ast.Mult, ast.Pow, ast.LShift):
        yield _wrapped("i32", "i32", "in 32 bits", node)
        yield _wrapped("i64", "i64", "wraps in 64 bits", node)
    if kind in (ast.Add, ast.Sub, ast.Mult, ast.Div):
        yield _wrapped("float32", "f32", "in single precision", node)
        yield _wrapped("last bit", "last_bit", "in another order of operations", node)
    if kind in (ast.Add, ast.Sub):
        other = ast.Sub() if kind is ast.Add else ast.Add()
        yield Change("sign", f"{_text(node)} with the other sign", lambda n: ast.BinOp(n.left, other, n.right))
    pair = _PAIRS.get(kind)
    if pair is not None:
        operator, name, what = pair
        yield Change(operator, f"{_text(node)} {what}", lambda n: _slip(name, n.left, n.right))
    if kind is ast.Mult and isinstance(node.left, ast.List):
        yield Change("aliasing", f"{_text(node)} with copies", lambda n: _slip("repeated", n.left, n.right))


_PAIRS: dict[type[ast.operator], tuple[str, str, str]] = {
    ast.FloorDiv: ("truncating //", "trunc_div", "truncates"),
    ast.Mod: ("C %", "c_mod", "has the sign of the dividend"),
    ast.Div: ("integer /", "int_div", "drops the fraction of ints"),
}


def _augmented(node: ast.AugAssign) -> Iterator[Change]:
    def load(target: Any) -> Any:
        return ast.parse(ast.unparse(target), mode="eval").body

    def then(name: str) -> Callable[[Any], list[ast.stmt]]:
        return lambda n: [n, ast.Assign([n.target], _slip(name, load(n.target)))]

    def instead(name: str) -> Callable[[Any], list[ast.stmt]]:
        return lambda n: [ast.Assign([n.target], _slip(name, load(n.target), n.value))]

    kind = type(node.op)
    if kind in (ast.Add, ast.Sub, ast.Mult, ast.Pow, ast.LShift):
        yield Change("i32", f"{_text(node)} in 32 bits", then("i32"))
        yield Change("i64", f"{_text(node)} wraps in 64 bits", then("i64"))
        yield Change("float32", f"{_text(node)} in single precision", then("f32"))
        yield Change("last bit", f"{_text(node)} in another order of operations", then("last_bit"))
    if kind in _PAIRS:
        operator, name, what = _PAIRS[kind]
        yield Change(operator, f"{_text(node)} {what}", instead(name))
    yield Change("lost statement", f"{_text(node)} is left out", lambda n: [ast.Pass()])


def _compare(node: ast.Compare) -> Iterator[Change]:
    for index, operator in enumerate(node.ops):
        other = _EDGES.get(type(operator))
        if other is not None:

            def make(n: Any, index: int = index, other: type[ast.cmpop] = other) -> ast.expr:
                ops = [*n.ops[:index], other(), *n.ops[index + 1 :]]
                return ast.Compare(n.left, ops, n.comparators)

            yield Change("off by one", f"{_text(node)} with the edge on the other side", make)
    if len(node.ops) == 1 and isinstance(node.ops[0], ast.Is | ast.IsNot) and _is_none(node.comparators[0]):
        positive = isinstance(node.ops[0], ast.IsNot)

        def emptiness(n: Any) -> ast.expr:
            asked = _slip("empty", n.left)
            return ast.UnaryOp(ast.Not(), asked) if positive else asked

        yield Change("empty is None", f"{_text(node)} asked of emptiness", emptiness)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


_EDGES: dict[type[ast.cmpop], type[ast.cmpop]] = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}


def _call(node: ast.Call) -> Iterator[Change]:
    if isinstance(node.func, ast.Name):
        yield from _named_call(node, node.func.id)
    elif isinstance(node.func, ast.Attribute):
        yield from _method_call(node, node.func.attr)


_FUNCTIONS: dict[str, list[tuple[str, str, str]]] = {
    "round": [("half up", "half_up", "rounds ties away from zero"), ("round", "round_truncates", "cuts digits off")],
    "int": [("int()", "int_floors", "rounds down"), ("ascii digits", "ascii_int", "knows ASCII digits only")],
    "sum": [("sum", "float_sum", "rounds once"), ("sum", "backward_sum", "adds in another order")],
    "len": [("byte length", "byte_len", "counts UTF-8 bytes")],
    "sorted": [("unstable sort", "unstable", "reverses ties")],
    "max": [("NaN", "fmax", "skips NaN, takes the last of equals")],
    "min": [("NaN", "fmin", "skips NaN, takes the last of equals")],
    "str": [("text of numbers", "text_of", "with six digits, bools in lower case")],
    "list": [("aliasing", "deep_copied", "copies what is inside")],
    "dict": [("unordered dict", "unordered", "in another order")],
}


def _named_call(node: ast.Call, name: str) -> Iterator[Change]:
    if name == "range" and node.args and not node.keywords:
        stop = 0 if len(node.args) == 1 else 1

        def shorter(n: Any) -> ast.expr:
            args = list(n.args)
            args[stop] = ast.BinOp(args[stop], ast.Sub(), ast.Constant(1))
            return ast.Call(n.func, args, [])

        yield Change("off by one", f"{_text(node)} one short", shorter)
    for operator, slip, what in _FUNCTIONS.get(name, ()):
        if name in ("list", "dict") and len(node.args) == 1 and not node.keywords:
            yield Change(
                "shared, not copied", f"{_text(node)} without a copy", lambda n: _slip("shared", n.func, n.args[0])
            )
        if name in ("list", "dict"):
            yield Change(operator, f"{_text(node)} {what}", partial(_slip, slip))
        elif node.args:
            yield Change(operator, f"{_text(node)} {what}", partial(_instead, slip))


_ASCII = {
    "lower", "upper", "casefold", "title", "capitalize", "swapcase", "isdigit", "isalpha", "isalnum", "isspace",
    "isnumeric", "isdecimal", "isupper", "islower", "strip", "lstrip", "rstrip", "split",
}  # fmt: skip


def _method_call(node: ast.Call, name: str) -> Iterator[Change]:
    if name in _ASCII:
        yield Change(
            "ascii tables",
            f"{_text(node)} for ASCII only",
            lambda n: _slip("ascii_method", ast.Constant(n.func.attr), n.func.value, *n.args, keywords=n.keywords),
        )
    if name in ("items", "keys", "values") and not node.args:
        yield _wrapped("unordered dict", "unordered", "in another order", node)
    if name == "sort" and not node.args:
        yield Change(
            "unstable sort",
            f"{_text(node)} reverses ties",
            lambda n: _slip("unstable_sort", n.func.value, keywords=n.keywords),
        )
    if name in ("get", "setdefault", "pop") and len(node.args) == 2:
        yield Change("wrong default", f"{_text(node)} with another default", _other_default)
    if name in _CLEANING and not node.args and not node.keywords:
        yield Change("lost call", f"{_text(node)} without .{name}()", lambda n: n.func.value)
    if name == "copy" and not node.args:
        yield Change("shared, not copied", f"{_text(node)} without a copy", lambda n: n.func.value)
    if name in ("append", "add", "extend", "update", "insert", "remove", "discard", "appendleft"):
        yield Change("lost statement", f"{_text(node)} is left out", lambda _: ast.Constant(None))


_CLEANING = ("strip", "lstrip", "rstrip", "lower", "upper", "casefold", "title", "capitalize")


def _other_default(node: Any) -> ast.expr:
    default = node.args[1]
    other: ast.expr = ast.Constant(None)
    if (
        isinstance(default, ast.Constant)
        and isinstance(default.value, int | float)
        and not isinstance(default.value, bool)
    ):
        other = ast.Constant(default.value + 1)
    elif isinstance(default, ast.Constant) and isinstance(default.value, bool):
        other = ast.Constant(not default.value)
    elif isinstance(default, ast.Constant) and isinstance(default.value, str):
        other = ast.Constant(default.value + "x")
    elif isinstance(default, ast.Constant):
        other = ast.Constant(0)
    return ast.Call(node.func, [node.args[0], other], [])


def _constant(node: ast.Constant) -> Iterator[Change]:
    if type(node.value) is int:
        for step in (1, -1):
            yield Change("constant", f"{node.value} is {node.value + step}", partial(_moved, step))
    elif type(node.value) is float:
        yield _wrapped("float32", "f32", "in single precision", node)


def _display(node: ast.Dict | ast.Set | ast.Tuple | ast.List) -> Iterator[Change]:
    """One text of a table is another: what the table decides is asked for each entry."""
    held = [*node.keys, *node.values] if isinstance(node, ast.Dict) else node.elts
    for index, each in enumerate(held):
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and len(held) > 1:

            def make(n: Any, index: int = index) -> Any:
                rows: list[Any] = [*n.keys, *n.values] if isinstance(n, ast.Dict) else [*n.elts]
                rows[index] = ast.Constant(rows[index].value + "_")
                if isinstance(n, ast.Dict):
                    return ast.Dict(rows[: len(n.keys)], rows[len(n.keys) :])
                return ast.Set(rows) if isinstance(n, ast.Set) else type(n)(rows, n.ctx)

            yield Change("wrong text", f"{each.value!r} of {_text(node)} is another", make)


def _boolean(node: ast.BoolOp) -> Iterator[Change]:
    other = ast.Or if isinstance(node.op, ast.And) else ast.And
    yield Change("and/or", f"{_text(node)} with and and or swapped", lambda n: ast.BoolOp(other(), n.values))
    for index in range(len(node.values)):

        def without(n: Any, index: int = index) -> ast.expr:
            values: list[ast.expr] = n.values[:index] + n.values[index + 1 :]
            return values[0] if len(values) == 1 else ast.BoolOp(n.op, values)

        yield Change("dropped condition", f"{_text(node.values[index])} is not asked", without)


def _unary(node: ast.UnaryOp) -> Iterator[Change]:
    if isinstance(node.op, ast.Not):
        yield Change("dropped condition", f"{_text(node)} without not", lambda n: n.operand)
    elif isinstance(node.op, ast.USub) and not isinstance(node.operand, ast.Constant):
        yield Change("sign", f"{_text(node)} without the sign", lambda n: n.operand)


def _if(node: ast.If) -> Iterator[Change]:
    yield Change("dropped condition", f"if {_text(node.test)}: never", lambda n: n.orelse or [ast.Pass()])
    yield Change("dropped condition", f"if {_text(node.test)}: always", lambda n: n.body)


def _raise(node: ast.Raise) -> Iterator[Change]:
    yield Change("lost exception", f"{_text(node)} is left out", lambda n: [ast.Pass()])
    if isinstance(node.exc, ast.Call):
        error = ast.Name("RuntimeError", ast.Load())
        yield Change(
            "wrong exception",
            f"{_text(node)} of another type",
            lambda n: [ast.Raise(ast.Call(error, n.exc.args, n.exc.keywords), None)],
        )
        if node.exc.args:
            yield Change(
                "wrong exception",
                f"{_text(node)} with other args",
                lambda n: [ast.Raise(ast.Call(n.exc.func, [*n.exc.args, ast.Constant(0)], n.exc.keywords), None)],
            )


def _try(node: ast.Try) -> Iterator[Change]:
    if node.handlers:
        yield Change("lost exception", "the exception is not caught", lambda n: [*n.body, *n.orelse, *n.finalbody])


def _subscript(node: ast.Subscript) -> Iterator[Change]:
    if not isinstance(node.ctx, ast.Load):
        return

    def index(n: Any) -> ast.expr:
        place: ast.expr = n.slice
        if not isinstance(place, ast.Slice):
            return place
        parts = [part or ast.Constant(None) for part in (place.lower, place.upper, place.step)]
        return ast.Call(ast.Name("slice", ast.Load()), parts, [])

    yield Change("byte index", f"{_text(node)} by UTF-8 bytes", lambda n: _slip("byte_item", n.value, index(n)))
    if isinstance(node.slice, ast.Slice | ast.UnaryOp | ast.BinOp):
        text = f"{_text(node)} must lie inside"
        yield Change("strict bounds", text, lambda n: _slip("strict_item", n.value, index(n)))


def _assign(node: ast.Assign) -> Iterator[Change]:
    target = node.targets[0]
    if len(node.targets) == 1 and isinstance(target, ast.Subscript) and not isinstance(target.slice, ast.Slice):
        yield Change("first wins", f"{_text(node)} where there is none", _first_wins)
    if isinstance(node.value, ast.Name | ast.Subscript | ast.Attribute) and len(node.targets) == 1:
        yield Change(
            "value semantics",
            f"{_text(node)} copies",
            lambda n: [ast.Assign(n.targets, _slip("copied", n.value))],
        )
    if isinstance(target, ast.Subscript | ast.Attribute):
        yield Change("lost statement", f"{_text(node)} is left out", lambda _: [ast.Pass()])


def _first_wins(node: Any) -> list[ast.stmt]:
    """`d[k] = v` that leaves what a dict has under the key."""
    target = node.targets[0]
    container = ast.parse(ast.unparse(target.value), mode="eval").body
    return [ast.If(_slip("held", container, target.slice), [ast.Pass()], [node])]


def _lambda(node: ast.Lambda) -> Iterator[Change]:
    """A key that orders by several things, without the last of them."""
    if isinstance(node.body, ast.Tuple) and len(node.body.elts) > 1:

        def fewer(n: Any) -> ast.expr:
            return ast.Lambda(n.args, ast.Tuple(n.body.elts[:-1], ast.Load()))

        yield Change("lost tie-break", f"{_text(node.body)} without its last part", fewer)


def _jump(node: ast.Break | ast.Continue) -> Iterator[Change]:
    yield Change("lost statement", f"{_text(node)} is left out", lambda _: [ast.Pass()])


def _formatted(node: ast.FormattedValue) -> Iterator[Change]:
    if node.format_spec is None and node.conversion == -1:
        for name, what in (("short_float", "floats with six digits"), ("lower_bool", "bools in lower case")):
            yield Change(
                "text of numbers",
                f"{_text(node.value)} in text: {what}",
                partial(_shown, name),
            )


def _for(node: ast.For) -> Iterator[Change]:
    yield Change(
        "unordered dict",
        f"for ... in {_text(node.iter)} in another order",
        lambda n: [ast.For(n.target, _slip("unordered", n.iter), n.body, n.orelse, lineno=n.lineno)],
    )


def _return(node: ast.Return) -> Iterator[Change]:
    if node.value is not None and not isinstance(node.value, ast.Constant):
        yield Change(
            "unordered dict", f"{_text(node)} in another order", lambda n: [ast.Return(_slip("unordered", n.value))]
        )
        yield Change("float32", f"{_text(node)} in single precision", lambda n: [ast.Return(_slip("f32", n.value))])


def _function(function: FunctionNode) -> Iterator[Change]:
    """Slips at the entrance: an argument that is changed here is not changed for the caller."""
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    for argument in arguments:
        if argument.arg in ("self", "cls") or not _is_changed(argument.arg, function):
            continue

        def make(n: Any, name: str = argument.arg) -> list[ast.stmt]:
            copied = _slip("deep_copied", ast.Name(name, ast.Load()))
            return [ast.Assign([ast.Name(name, ast.Store())], copied), *n.body]

        yield Change("unpropagated mutation", f"changes of {argument.arg} stay inside", make)


_CHANGING = {
    "append", "add", "extend", "update", "insert", "remove", "discard", "pop", "popitem", "clear", "sort", "reverse",
    "setdefault", "appendleft", "popleft",
}  # fmt: skip


def _is_changed(name: str, function: FunctionNode) -> bool:
    """Whether something in the function changes what the argument holds, by this name or one taken from it."""
    names = {name}
    for node in ast.walk(function):
        if isinstance(node, ast.For | ast.comprehension) and _root(node.iter) in names:
            names |= {each.id for each in ast.walk(node.target) if isinstance(each, ast.Name)}
        elif isinstance(node, ast.Assign) and _root(node.value) in names:
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    for node in ast.walk(function):
        if isinstance(node, ast.Subscript | ast.Attribute) and not isinstance(node.ctx, ast.Load):
            if _root(node.value) in names:
                return True
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in _CHANGING and _root(node.func.value) in names:
                return True
        elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name) and node.target.id in names:
            return True
    return False


def _root(node: ast.AST) -> str | None:
    while isinstance(node, ast.Subscript | ast.Attribute | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else None


_RULES: dict[type[ast.AST], Callable[[Any], Iterator[Change]]] = {
    ast.BinOp: _binary,
    ast.AugAssign: _augmented,
    ast.Compare: _compare,
    ast.Call: _call,
    ast.Constant: _constant,
    ast.BoolOp: _boolean,
    ast.UnaryOp: _unary,
    ast.If: _if,
    ast.Raise: _raise,
    ast.Try: _try,
    ast.Subscript: _subscript,
    ast.Assign: _assign,
    ast.FormattedValue: _formatted,
    ast.For: _for,
    ast.Return: _return,
    ast.Lambda: _lambda,
    ast.Dict: _display,
    ast.Set: _display,
    ast.Tuple: _display,
    ast.List: _display,
    ast.Break: _jump,
    ast.Continue: _jump,
}

"""Calls: what is called decides who lowers it. Methods and functions of the unit here. Everything else is refused."""

import ast

from pivot_lsp.port import ir, trees
from pivot_lsp.port.frontend import (
    array_calls,
    arrays,
    collections,
    dates,
    enums,
    formats,
    iterables,
    learn,
    marks,
    methods,
    prelude,
    sets,
    unions,
)
from pivot_lsp.port.frontend.builtin import (
    BUILTINS,
    LONGER,
    any_float,
    key_given,
    math_call,
    plain,
    reverse_flag,
    sort_key,
)
from pivot_lsp.port.frontend.facts import union
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.library import library
from pivot_lsp.port.frontend.lowering import lower, lower_as
from pivot_lsp.port.frontend.own_calls import arguments, own_method, unit_call
from pivot_lsp.port.frontend.scope import ClassSymbol, ExternalSymbol, FunctionSymbol, Symbol
from pivot_lsp.port.frontend.walks import iterable
from pivot_lsp.port.refusal import Unportable, unportable
from pivot_lsp.port.table import TABLE
from pivot_lsp.port.table.rows import match, substitute
from pivot_lsp.port.types import (
    FLOAT,
    INT,
    NONE,
    STR,
    ArrayT,
    DequeT,
    DictT,
    ExcT,
    IterT,
    ListT,
    MarkT,
    NamedT,
    OptionalT,
    RecordT,
    SetT,
    Type,
    UnionT,
    VarTupleT,
)

_OUTSIDE_MODULES = {
    "time", "random", "secrets", "datetime", "os", "sys", "io", "socket", "ssl", "urllib", "http", "requests", "httpx",
    "aiohttp", "sqlite3", "subprocess", "threading", "asyncio", "logging", "pathlib", "shutil", "tempfile", "uuid",
    "psycopg", "psycopg2", "sqlalchemy", "redis", "boto3",
}  # fmt: skip
_OUTSIDE_BUILTINS = {"open", "input", "exec", "eval", "__import__", "globals", "locals", "vars", "setattr",
                     "delattr", "id", "hash", "breakpoint"}  # fmt: skip


def call(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    """`callee(...)`."""
    symbol = frame.symbol(node.func)
    starred = [x for x in node.args if isinstance(x, ast.Starred)]
    if starred and symbol in _OVER_ALL and len(node.args) == 1:
        return _spread_over(frame, node, starred[0].value, symbol, expected)
    _refuse_stars(node, symbol)
    if (made := _of_prelude(frame, node, expected)) is not None:
        return made
    if (made := _on_class(frame, node, expected)) is not None:
        return made
    match symbol:
        case FunctionSymbol():
            return unit_call(frame, node, symbol)
        case ClassSymbol():
            return _construct(frame, node, symbol)
        case ExternalSymbol("builtins", name):
            return _builtin(frame, node, name, expected)
        case ExternalSymbol():
            return _external(frame, node, symbol, expected)
        case None if isinstance(node.func, ast.Attribute):
            return _method(frame, node, node.func, expected)
        case _:
            raise unportable("PV205", f"{ast.unparse(node.func)}() is not taken", node)


def _refuse_stars(node: ast.Call, symbol: Symbol | None) -> None:
    """Stars are for functions of the unit, and for what is written to take them."""
    for argument in [*node.args, *(k.value for k in node.keywords)]:
        if isinstance(argument, ast.Starred) and symbol not in _TAKE_STARS and not isinstance(symbol, FunctionSymbol):
            raise unportable("PV204", "* in a call is not taken", argument)
    if any(k.arg is None for k in node.keywords):
        raise unportable("PV204", "** in a call is not taken", node)


def _of_prelude(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr | None:
    """What only the prelude's own functions may call: each other, operations of the table, giving up. None of any
    other call."""
    if not isinstance(node.func, ast.Name) or not prelude.is_prelude(frame.module.name):
        return None
    name = node.func.id
    if prelude.has(name):
        return frame.helper(name, [lower(frame, a) for a in node.args], node)
    if name == "give_up":
        return frame.prim("give_up", [], node)
    if name in prelude.OPERATIONS:
        return frame.prim(prelude.OPERATIONS[name], [lower(frame, a) for a in node.args], node)
    return ir.Empty(expected, frame.span(node)) if name == "Counter" and expected is not None else None


def _on_class(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr | None:
    """`dict.fromkeys(...)`, `date.today()`, `chain.from_iterable(...)`; None of what is called on no such class."""
    if (made := methods.class_method(frame, node)) is not None:
        return made
    if not isinstance(node.func, ast.Attribute):
        return None
    owner, name = frame.symbol(node.func.value), node.func.attr
    if isinstance(owner, ExternalSymbol) and owner.module == "datetime":
        return dates.class_call(frame, node, owner.name, name)
    if name == "from_iterable" and owner == ExternalSymbol("itertools", "chain"):
        return iterables.from_iterable(frame, node, expected)
    return None


def _builtin(frame: Frame, node: ast.Call, name: str, expected: Type | None) -> ir.Expr:
    longer = (name, len(node.args) + len(node.keywords)) in LONGER or name in ("bin", "oct", "hex")
    if name == "divmod":
        arrays.refuse_elements(frame, node, name)
    if longer and (name != "divmod" or any_float(frame, node.args)):
        found = library(frame, node, f"builtins.{name}")
        if found is not None:
            return found
    handler = iterables.BUILTINS.get(name) or BUILTINS.get(name)
    if handler is not None:
        return handler(frame, node, expected)
    if name == "print":
        raise unportable("PV210", "print() inside an expression is not taken", node, "make it a statement")
    code = "PV210" if name in _OUTSIDE_BUILTINS else "PV205"
    raise unportable(code, f"{name}() is not taken", node)


def _external(frame: Frame, node: ast.Call, symbol: ExternalSymbol, expected: Type | None) -> ir.Expr:
    """A function or class of the standard library, or of NumPy."""
    match symbol:
        case ExternalSymbol("datetime", name) if (made := dates.call(frame, node, name)) is not None:
            return made
        case ExternalSymbol("numpy", name):
            return arrays.function(frame, node, name)
        case ExternalSymbol("dataclasses", "replace"):
            return _replaced(frame, node)
        case ExternalSymbol("collections", "deque" | "defaultdict" | "Counter" | "OrderedDict" as name):
            return collections.construct(frame, node, name, expected)
        case ExternalSymbol("typing", "OrderedDict" as name):
            return collections.construct(frame, node, name, expected)
        case ExternalSymbol(module, name) if (module, name) in iterables.FUNCTIONS:
            return iterables.FUNCTIONS[module, name](frame, node, expected)
        case ExternalSymbol("heapq", "heappush") if len(node.args) == 2 and learn.is_open(frame, node.args[0]):
            learn.appended(frame, node.args[0], "append", node.args[1:])
            raise unportable("PV201", f"the type of {ast.unparse(node.args[0])} is not known", node)
        case ExternalSymbol(module, name) if (made := library(frame, node, f"{module}.{name}")) is not None:
            return made
        case ExternalSymbol("math", name):
            return math_call(frame, node, name)
        case ExternalSymbol(module, name):
            code = "PV210" if module.partition(".")[0] in _OUTSIDE_MODULES else "PV205"
            raise unportable(code, f"{module}.{name}() is not taken", node)


_OVER_ALL: tuple[Symbol, ...] = tuple(ExternalSymbol("builtins", n) for n in ("min", "max"))
"""Functions that take what a star gives, whatever its length."""
_TAKE_STARS: tuple[Symbol, ...] = (
    ExternalSymbol("builtins", "zip"),
    ExternalSymbol("itertools", "product"),
    ExternalSymbol("itertools", "chain"),
)
"""Functions that are written to be given one."""


def _spread_over(
    frame: Frame, node: ast.Call, source: ast.expr, symbol: Symbol | None, expected: Type | None
) -> ir.Expr:
    """`max(*xs)` is `max(xs)` where there are two at least."""
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


def _construct(frame: Frame, node: ast.Call, symbol: ClassSymbol) -> ir.Expr:
    if (made := marks.construct(frame, node, symbol)) is not None:
        return made
    cls = f"{symbol.module}:{symbol.node.name}"
    found = frame.unit.constructor(symbol, node)
    if found.init is not None:
        return unit_call(frame, node, found.init)
    if len(found.given) != len(found.fields):
        raise unportable("PV214", f"class {symbol.node.name}: a field with init=False", node)
    wanted = [
        (name, frame.known(hint, f"field {name!r}", node), found.defaults.get(name))
        for name, hint in found.fields.items()
    ]
    try:
        bindings, values = arguments(frame, node, wanted, symbol.node.name, symbol.module)
    except Unportable:
        learn.fields(frame, node, symbol, [(n, t) for n, t, _ in wanted])
        raise
    return frame.let(bindings, ir.New(values, RecordT(cls), frame.span(node)))


def _replaced(frame: Frame, node: ast.Call) -> ir.Expr:
    """`dataclasses.replace(record, field=value)`: the record, the values as they are written, then the other fields."""
    owner = lower(frame, node.args[0]) if len(node.args) == 1 else None
    if owner is None or type(owner.type) is not RecordT:
        raise unportable("PV205", "replace() takes one dataclass and its fields", node)
    info = frame.unit.constructor(frame.unit.class_of(owner.type, node), node)
    if info.plain or info.init is not None or len(info.given) != len(info.fields):
        raise unportable("PV205", f"replace() of {owner.type}, whose instances are more than their fields", node)
    owner, bindings = frame.named(owner, "replaced")
    given: dict[str, ir.Expr] = {}
    for keyword in node.keywords:
        if keyword.arg not in info.fields or keyword.arg in given:
            raise unportable("PV205", f"{owner.type} has no field {keyword.arg!r}", node)
        wanted = frame.known(info.fields[keyword.arg], f"field {keyword.arg!r}", node)
        value = lower_as(frame, keyword.value, wanted, f"field {keyword.arg!r}")
        given[keyword.arg], more = frame.named(value, keyword.arg)
        bindings += more
    span = frame.span(node)
    values = tuple(
        given.get(name) or ir.Field(owner, name, frame.known(hint, f"field {name!r}", node), span)
        for name, hint in info.fields.items()
    )
    return frame.let(bindings, ir.New(values, owner.type, span))


# ---------------------------------------------------------------- built-in functions


_KINDS: tuple[tuple[type, str], ...] = ((ListT, "list"), (DictT, "dict"), (DequeT, "deque"))
_SCALARS: dict[Type, str] = {STR: "str", INT: "int", FLOAT: "float"}


def _method(frame: Frame, node: ast.Call, func: ast.Attribute, expected: Type | None) -> ir.Expr:
    if func.attr == "format" and isinstance(func.value, ast.Constant) and isinstance(func.value.value, str):
        return formats.braces(frame, node, func.value.value)
    try:
        owner = lower(frame, func.value)
    except Unportable:
        learn.appended(frame, func.value, func.attr, node.args)
        raise
    if isinstance(owner.type, UnionT) and all(isinstance(arm, RecordT) for arm in owner.type.arms):
        return unions.spread(frame, [owner], lambda parts: own_method(frame, node, func, parts[0]), node)
    if (made := marks.method(frame, node, func, owner)) is not None:
        return made
    if isinstance(owner.type, ArrayT):
        return array_calls.method(frame, node, owner, func.attr)
    if isinstance(owner.type, MarkT) and owner.type.base == "str" and not frame.unit.has_method(owner.type, func):
        owner = enums.value_of(frame, owner, node)
    if isinstance(owner.type, RecordT | NamedT | MarkT):
        return own_method(frame, node, func, owner)
    if isinstance(owner.type, SetT):
        return sets.method(frame, node, owner, func.attr)
    owner = frame.as_row(owner, node) if func.attr in ("index", "count") else owner
    if isinstance(owner.type, VarTupleT) and func.attr in ("index", "count"):
        owner = frame.as_list(owner, node)
        if func.attr == "index":
            if (found := library(frame, node, "tuple.index", owner)) is None:
                raise unportable("PV205", "tuple.index() with these arguments is not taken", node)
            return found
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


def _method_argument(frame: Frame, node: ast.expr, wanted: Type, owner: ir.Expr, name: str) -> ir.Expr:
    """An argument of a method: what the row's pattern asks for, with the owner's element types filled in."""
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
    if name == "list.count" and concrete == FLOAT:
        given = lower(frame, node)
        if isinstance(given, ir.Const) and given.type == INT and abs(int(given.value or 0)) <= 2**53:
            return ir.Const(float(given.value or 0), FLOAT, given.span)  # equal to the very same floats
    return lower_as(frame, node, concrete, f"argument of {name}")


def _get(frame: Frame, node: ast.Call, owner: ir.Expr) -> ir.Expr:
    """dict.get(key, default): None as default is get(key)."""
    assert isinstance(owner.type, DictT)
    wanted = lower_as(frame, node.args[0], owner.type.key, "key")
    default = lower(frame, node.args[1], owner.type.value)
    if default.type == NONE and not isinstance(owner.type.value, OptionalT):
        return frame.prim("dict.get", [owner, wanted], node)
    if default.type != owner.type.value and (joined := union((owner.type.value, default.type))) is not None:
        (table, one), (key, two), (other, three) = (
            frame.named(value, base) for value, base in ((owner, "table"), (wanted, "key"), (default, "other"))
        )
        there = frame.prim("in", [key, table], node)
        parts = [frame.fit(v, joined, node) for v in (frame.prim("getitem", [table, key], node), other)]
        return frame.let([*one, *two, *three], ir.IfExp(there, parts[0], parts[1], joined, frame.span(node)))
    return frame.prim("dict.get", [owner, wanted, frame.fit(default, owner.type.value, node, "default")], node)


def _sort(frame: Frame, node: ast.Call, owner: ir.Expr) -> ir.Expr:
    given = plain(frame, node, 0, 0, ("key", "reverse"))
    assert isinstance(owner.type, ListT)
    chosen = key_given(given)
    keys = sort_key(frame, chosen, owner.type.element, node)
    if any(trees.free_names(owner) & trees.free_names(k) for k in keys):
        raise unportable("PV207", "the key looks at the list, which is empty while it is sorted", node, "use sorted()")
    return frame.prim("list.sort", [owner, *keys, reverse_flag(frame, given, node)], node)

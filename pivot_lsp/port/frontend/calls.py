"""Calls: what is called decides who lowers it. Methods and functions of the unit here. Everything else is refused."""

import ast
from dataclasses import replace

from pivot_lsp.port import ir, trees
from pivot_lsp.port.frontend import (
    array_calls,
    arrays,
    classes,
    collections,
    dates,
    enums,
    formats,
    generics,
    iterables,
    learn,
    marks,
    methods,
    prelude,
    sets,
    unions,
)
from pivot_lsp.port.frontend.arguments import arranged, without_first
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
from pivot_lsp.port.frontend.scope import ClassSymbol, ExternalSymbol, FunctionSymbol, Symbol
from pivot_lsp.port.refusal import Unportable, unportable
from pivot_lsp.port.table import TABLE
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
        if node.func.id in prelude.OPERATIONS:
            from pivot_lsp.port.frontend.expressions import lower

            return frame.prim(prelude.OPERATIONS[node.func.id], [lower(frame, a) for a in node.args], node)
        if node.func.id == "Counter" and expected is not None:
            return ir.Empty(expected, frame.span(node))
    if (made := methods.class_method(frame, node)) is not None:
        return made
    if isinstance(node.func, ast.Attribute):
        owner = frame.symbol(node.func.value)
        if isinstance(owner, ExternalSymbol) and owner.module == "datetime":
            made = dates.class_call(frame, node, owner.name, node.func.attr)
            if made is not None:
                return made
    if (
        isinstance(node.func, ast.Attribute)
        and node.func.attr == "from_iterable"
        and frame.symbol(node.func.value) == ExternalSymbol("itertools", "chain")
    ):
        return iterables.from_iterable(frame, node, expected)
    match symbol:
        case FunctionSymbol():
            return unit_call(frame, node, symbol)
        case ClassSymbol():
            return _construct(frame, node, symbol)
        case ExternalSymbol("builtins", name):
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
        case ExternalSymbol("datetime", _) if (made := dates.call(frame, node, symbol.name)) is not None:
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
        case ExternalSymbol("re", name):
            remedy = "use a pattern that is a constant and no more than docs/python.md says, and ask the match here"
            raise unportable(
                "PV205", f"re.{name}() with this pattern, or its match handed on, is not taken", node, remedy
            )
        case ExternalSymbol("math", name):
            return math_call(frame, node, name)
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


def unit_call(frame: Frame, node: ast.Call, symbol: FunctionSymbol, owner: ir.Expr | None = None) -> ir.Expr:
    """A call of a function of the unit; `owner` is the object before the dot of a method that takes it."""
    try:
        target = frame.unit.signatures.of(symbol, node, generics.of(frame, node, symbol, owner))
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
    bindings, values = arguments(frame, node, wanted, target.name, target.module, symbol)
    if owner is not None and bindings:
        owner, first = frame.named(owner, "owner")
        bindings = first + bindings
    made: ir.Expr = ir.Call(target.name, values if owner is None else (owner, *values), target.result, frame.span(node))
    made = frame.let(bindings, made)
    return frame.prim("iter", [made], node) if frame.unit.signatures.is_generator(symbol) else made


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
    from pivot_lsp.port.frontend.expressions import lower, lower_as

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


Default = ast.expr | None


def arguments(
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
            values[index] = frame.unit.constants.default(module, default, t, node)
    return bindings, tuple(values[i] for i in range(len(wanted)))


# ---------------------------------------------------------------- built-in functions


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


def own_method(frame: Frame, node: ast.Call, func: ast.Attribute, owner: ir.Expr) -> ir.Expr:
    """A method of a class of the unit."""
    found = classes.member(frame, owner, func)
    if not isinstance(found, FunctionSymbol) or classes.kind_of(found) == "property":
        raise unportable("PV206", f"{owner.type} has no method {func.attr!r}", node)
    if not classes.kind_of(found):
        return unit_call(frame, node, found, owner)
    if not frame.simple(owner):
        raise unportable("PV206", f"{func.attr!r} takes no instance", node, "call it on the class")
    return unit_call(frame, node, found)


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
    if name == "list.count" and concrete == FLOAT:
        given = lower(frame, node)
        if isinstance(given, ir.Const) and given.type == INT and abs(int(given.value or 0)) <= 2**53:
            return ir.Const(float(given.value or 0), FLOAT, given.span)  # equal to the very same floats
    return lower_as(frame, node, concrete, f"argument of {name}")


def _get(frame: Frame, node: ast.Call, owner: ir.Expr) -> ir.Expr:
    """dict.get(key, default): None as default is get(key)."""
    from pivot_lsp.port.frontend.expressions import lower, lower_as

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

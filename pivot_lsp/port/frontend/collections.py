"""collections: deque, defaultdict, Counter and OrderedDict. The latter are dicts natively; what differs is said here.

A defaultdict is taken when its factory gives the empty value of its value's type, so that its type tells what a
missing key stores.
"""

import ast
from dataclasses import replace

from pivot_lsp.port import ir
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.library import listed
from pivot_lsp.port.frontend.lowering import lower, lower_as
from pivot_lsp.port.frontend.walks import iterable
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import (
    BOOL,
    FLOAT,
    INT,
    STR,
    DequeT,
    DictT,
    FuncT,
    ListT,
    OptionalT,
    SetT,
    Type,
)

_ZERO: dict[Type, int | float | bool | str] = {INT: 0, FLOAT: 0.0, BOOL: False, STR: ""}
_FACTORIES: dict[str, type | Type] = {
    "int": INT, "float": FLOAT, "bool": BOOL, "str": STR, "list": ListT, "dict": DictT, "set": SetT, "deque": DequeT,
}  # fmt: skip
_ALGEBRA = {"+": "counts_added", "-": "counts_taken", "|": "counts_most", "&": "counts_least"}


def construct(frame: Frame, node: ast.Call, name: str, expected: Type | None) -> ir.Expr:
    """`deque(...)`, `defaultdict(factory)`, `Counter(...)`, `OrderedDict(...)`."""
    if name == "deque":
        return _deque(frame, node, expected)
    if name == "defaultdict":
        return _defaultdict(frame, node, expected)
    if name == "OrderedDict":
        return _ordered(frame, node, expected)
    return _counter(frame, node, expected)


def _wanted(frame: Frame, node: ast.Call, expected: Type | None) -> Type:
    if isinstance(expected, DequeT | DictT):
        return expected
    hint = frame.hint(node)
    if not isinstance(hint, DequeT | DictT):
        raise unportable("PV201", "the type of this collection is not known", node, "annotate its variable")
    return frame.known(hint, "collection", node)


def _deque(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    given = {"iterable": node.args[0]} if node.args else {}
    given |= {"maxlen": node.args[1]} if len(node.args) == 2 else {}
    given |= {k.arg: k.value for k in node.keywords if k.arg in ("iterable", "maxlen") and k.arg not in given}
    if len(given) != len(node.args) + len(node.keywords) or [k.arg for k in node.keywords] == ["maxlen", "iterable"]:
        raise unportable("PV205", "deque() with these arguments is not taken", node)
    argument, most = given.get("iterable"), given.get("maxlen")
    bounded = most is not None and not (isinstance(most, ast.Constant) and most.value is None)
    if argument is None and not bounded:
        return ir.Empty(_wanted(frame, node, expected), frame.span(node))
    if argument is None:
        wanted = _wanted(frame, node, expected)
        assert isinstance(wanted, DequeT)
        argument, expected = ast.copy_location(ast.List([], ast.Load()), node), wanted
    if isinstance(argument, ast.List) and isinstance(expected, DequeT):
        walk = frame.prim("iter", [lower(frame, argument, ListT(expected.element))], node)
    else:
        walk = iterable(frame, argument)
    return frame.prim("deque", [walk, *([lower_as(frame, most, INT, "maxlen")] if bounded and most else [])], node)


def _ordered(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    """`OrderedDict()`, `OrderedDict(pairs)`."""
    if node.keywords or len(node.args) > 1:
        raise unportable("PV205", "OrderedDict() with these arguments is not taken", node)
    if not node.args:
        found = _wanted(frame, node, expected)
        assert isinstance(found, DictT)
        return ir.Empty(DictT(found.key, found.value, "OrderedDict"), frame.span(node))
    plain = ast.copy_location(ast.Call(ast.copy_location(ast.Name("dict", ast.Load()), node), node.args, []), node)
    return in_order(lower(frame, plain), node)


def in_order(made: ir.Expr, node: ast.AST) -> ir.Expr:
    """A dict that was made on the spot as the OrderedDict that it is."""
    if not isinstance(made.type, DictT) or isinstance(made, ir.Let):
        raise unportable("PV205", "OrderedDict() with these arguments is not taken", node)
    return replace(made, type=DictT(made.type.key, made.type.value, "OrderedDict"))


def _in_order(frame: Frame, node: ast.Call, owner: ir.Expr, name: str) -> ir.Expr | None:
    """`move_to_end` and `popitem`."""
    if name not in ("move_to_end", "popitem"):
        return None
    assert isinstance(owner.type, DictT)
    given = list(node.args)
    last = next((k.value for k in node.keywords if k.arg == "last"), None)
    keys = 1 if name == "move_to_end" else 0
    if len(given) == keys + 1 and last is None:
        last = given.pop()
    if len(given) != keys or len(node.keywords) > 1 or any(k.arg != "last" for k in node.keywords):
        raise unportable("PV205", f"{name}() with these arguments is not taken", node)
    flag = ir.Const(True, BOOL, frame.span(node)) if last is None else lower_as(frame, last, BOOL, "last")
    if name == "popitem":
        return frame.helper("pop_in_order", [owner, flag], node)
    return frame.helper("move_to_end", [owner, lower_as(frame, given[0], owner.type.key, "key"), flag], node)


def _defaultdict(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    found = _wanted(frame, node, expected)
    if not isinstance(found, DictT) or found.kind != "defaultdict":
        found = DictT(found.key, found.value, "defaultdict") if isinstance(found, DictT) else found
    if not isinstance(found, DictT) or node.keywords or len(node.args) != 1:
        raise unportable("PV205", "defaultdict() with these arguments is not taken", node)
    if not _gives_empty(frame, node.args[0], found.value):
        raise unportable(
            "PV205",
            "this factory of a defaultdict is not taken",
            node,
            f"use that of an empty {found.value}",
        )
    frame.unit.use_type(found, node)
    if not isinstance(node.args[0], ast.Name):
        frame.unit.own_factories.add(found)
    return ir.Empty(found, frame.span(node))


def _gives_empty(frame: Frame, factory: ast.expr, t: Type) -> bool:
    """Whether calling `factory` gives the empty value of `t`."""
    if isinstance(factory, ast.Name) and not frame.is_local(factory.id):
        kind = _FACTORIES.get(factory.id)
        if isinstance(kind, type):
            return isinstance(t, kind) and getattr(t, "kind", "dict") == "dict" and not getattr(t, "frozen", False)
        if factory.id == "Counter":
            return isinstance(t, DictT) and t.kind == "Counter"
        return kind is not None and kind == t
    if not isinstance(factory, ast.Lambda) or factory.args.args:
        return False
    body = factory.body
    if isinstance(body, ast.Constant):
        return t in _ZERO and type(body.value) is type(_ZERO[t]) and repr(body.value) == repr(_ZERO[t])
    if isinstance(body, ast.List) and not body.elts:
        return isinstance(t, ListT)
    if isinstance(body, ast.Dict) and not body.keys:
        return isinstance(t, DictT) and t.kind == "dict"
    if isinstance(body, ast.Call) and isinstance(body.func, ast.Name) and body.func.id == "defaultdict":
        inner = isinstance(t, DictT) and t.kind == "defaultdict" and len(body.args) == 1
        return inner and isinstance(t, DictT) and _gives_empty(frame, body.args[0], t.value)
    return isinstance(body, ast.Call) and not body.args and not body.keywords and _gives_empty(frame, body.func, t)


def _counter(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    if node.keywords or len(node.args) > 1:
        raise unportable("PV205", "Counter() with these arguments is not taken", node)
    if not node.args:
        found = _wanted(frame, node, expected)
        assert isinstance(found, DictT)
        return ir.Empty(DictT(found.key, INT, "Counter"), frame.span(node))
    argument = node.args[0]
    if not isinstance(argument, ast.GeneratorExp):
        value = lower(frame, argument)
        if isinstance(value.type, DictT):
            return frame.helper("counted_from", [value], node)
    return frame.helper("counted", [listed(frame, argument)], node)


def item(frame: Frame, container: ir.Expr, index: ir.Expr, node: ast.AST) -> ir.Expr:
    """`container[index]`: a missing key is 0 in a Counter, and stored with an empty value in a defaultdict."""
    t = container.type
    if not isinstance(t, DictT) or t.kind in ("dict", "OrderedDict"):
        return frame.prim("getitem", [container, index], node)
    span = frame.span(node)
    if t.kind == "Counter":
        return frame.prim("dict.get", [container, index, ir.Const(0, INT, span)], node)
    if t.value in _ZERO:
        return frame.prim("dict.setdefault", [container, index, ir.Const(_ZERO[t.value], t.value, span)], node)
    if isinstance(t.value, OptionalT):
        raise unportable("PV207", f"{t} has no empty value", node)
    empty: ir.Expr = ir.Empty(t.value, span)
    if isinstance(t.value, ListT):
        empty = ir.ListLit((), t.value, span)
    elif isinstance(t.value, DictT):
        empty = ir.DictLit((), t.value, span)
    elif not isinstance(t.value, SetT | DequeT):
        raise unportable("PV207", f"{t} has no empty value", node)
    make = ir.Lambda((), empty, FuncT((), t.value), span)
    return frame.prim("default", [container, index, make], node)


def method(frame: Frame, node: ast.Call, owner: ir.Expr, name: str) -> ir.Expr | None:
    """A method of a defaultdict or Counter that is not a dict's; None for what a dict has as well."""
    assert isinstance(owner.type, DictT)
    if name == "copy" and not node.args:
        made = frame.prim("dict.copy", [owner], node)
        assert isinstance(made, ir.Prim)
        return ir.Prim(made.row, made.args, owner.type, made.span)
    if owner.type.kind == "OrderedDict":
        return _in_order(frame, node, owner, name)
    if owner.type.kind != "Counter":
        return None
    if name == "most_common" and not node.keywords and len(node.args) <= 1:
        if not node.args or (isinstance(node.args[0], ast.Constant) and node.args[0].value is None):
            return frame.helper("commonest", [owner], node)
        return frame.helper("commonest_of", [owner, lower_as(frame, node.args[0], INT, "n")], node)
    if name in ("elements", "total") and not node.args:
        made_ = frame.helper(f"counter_{name}", [owner], node)
        return frame.prim("iter", [made_], node) if name == "elements" else made_
    if name in ("update", "subtract"):
        if node.keywords or len(node.args) != 1:
            raise unportable("PV205", f"Counter.{name}() with these arguments is not taken", node)
        argument = node.args[0]
        if not isinstance(argument, ast.GeneratorExp):
            value = lower(frame, argument)
            if isinstance(value.type, DictT):
                return frame.helper(f"counter_{name}_from", [owner, value], node)
        return frame.helper(f"counter_{name}", [owner, listed(frame, argument)], node)
    if name in ("fromkeys", "setdefault"):
        raise unportable("PV206", f"Counter.{name}() is not taken", node)
    return None


def operation(frame: Frame, op: str, left: ir.Expr, right: ir.Expr, node: ast.AST) -> ir.Expr | None:
    """`+ - | &` of Counters, and their comparison; None for what are none. Of a defaultdict `|` is refused."""
    kinds = [t.kind for t in (left.type, right.type) if isinstance(t, DictT) and t.kind != "dict"]
    if not kinds or op in ("in", "is"):
        return None
    if kinds == ["Counter", "Counter"]:
        if op in _ALGEBRA:
            return frame.helper(_ALGEBRA[op], [left, right], node)
        if op in ("==", "!="):
            same = frame.helper("counts_equal", [left, right], node)
            return same if op == "==" else frame.prim("not", [same], node)
    if kinds == ["OrderedDict", "OrderedDict"] and op in ("==", "!=") and left.type == right.type:
        assert isinstance(left.type, DictT)
        frame.unit.records.use_equality(DictT(left.type.key, left.type.value), node)
        same = frame.helper("same_in_order", [left, right], node)
        return same if op == "==" else frame.prim("not", [same], node)
    if op in ("==", "!=") and not {"Counter", "OrderedDict"} & set(kinds):
        return None
    raise unportable("PV207", f"{op}({left.type}, {right.type}) is not taken", node)

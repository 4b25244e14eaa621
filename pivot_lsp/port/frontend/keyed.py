"""TypedDicts: what a dict with declared keys can do, on the record that it natively is.

Keeps true: a value of such a type is a dict that holds every declared key and no other, so a key is never missing;
nothing that is taken shows the order of the keys, or the class is noted as `ordered`, and then only dicts in the
declared order cross the bridge. A dict is made natively in the declared order, or the display is refused.
"""

import ast

from pivot_lsp.port import ir, trees
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.lowering import lower, lower_as
from pivot_lsp.port.frontend.scope import ClassSymbol, ConstantSymbol
from pivot_lsp.port.refusal import Unportable, unportable
from pivot_lsp.port.types import INT, STR, KeyedT, OptionalT, Type


class KeyField(ast.Attribute):
    """`row["key"]` as a target, by what it natively is: a field."""


def key_of(frame: Frame, node: ast.expr) -> str:
    """The key that a literal, or a constant of a module, spells. Refuses a computed one."""
    symbol = None if isinstance(node, ast.Constant) else frame.symbol(node)
    value = symbol.value if isinstance(symbol, ConstantSymbol) else node
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return value.value
    raise unportable("PV207", f"the key {ast.unparse(node)} of a TypedDict is computed", node, "write the keys out")


def declared(frame: Frame, t: KeyedT, name: str, node: ast.AST) -> Type:
    """The declared type of the value under `name`."""
    hint = frame.unit.record(t, node).get(name)
    if hint is None:
        raise unportable("PV206", f"{t} has no key {name!r}", node, "declare it in the TypedDict")
    return frame.known(hint, f"key {name!r} of {t}", node)


def element(frame: Frame, t: KeyedT, target: ast.Subscript) -> Type:
    """The declared type of what `target` stands for."""
    return declared(frame, t, key_of(frame, target.slice), target)


def as_field(frame: Frame, target: ast.Subscript) -> KeyField:
    """`row["key"]`, to be stored in."""
    return ast.copy_location(KeyField(target.value, key_of(frame, target.slice), target.ctx), target)


def read(frame: Frame, owner: ir.Expr, key: ast.expr, node: ast.AST) -> ir.Expr:
    """`owner[key]`."""
    assert isinstance(owner.type, KeyedT)
    name = key_of(frame, key)
    return ir.Field(owner, name, declared(frame, owner.type, name, node), frame.span(node))


def attribute(owner: ir.Expr, node: ast.Attribute) -> Unportable:
    """A dict has no such attribute."""
    return unportable("PV206", f"attribute {node.attr!r} of {owner.type}", node, f"write [{node.attr!r}]")


def method(frame: Frame, node: ast.Call, owner: ir.Expr, name: str) -> ir.Expr:
    """`get` and `setdefault`, whose key is always there, and `copy`."""
    t = owner.type
    assert isinstance(t, KeyedT)
    if name == "copy" and not node.args and not node.keywords:
        frame.unit.records.ordered.add(t.cls)
        whole, bindings = frame.named(owner, "whole")
        return frame.let(bindings, ir.New(_fields(frame, whole, node), t, frame.span(node)))
    if name not in ("get", "setdefault") or node.keywords or not 1 <= len(node.args) <= 2:
        raise unportable("PV206", f"{t}.{name}() is not taken", node, "name the keys: row['key']")
    if name == "get" and len(node.args) == 1:
        return read(frame, owner, node.args[0], node)
    if len(node.args) == 1:
        raise unportable("PV206", f"{t}.{name}() without a value is not taken", node)
    whole, bindings = frame.named(owner, "whole")
    found = read(frame, whole, node.args[0], node)
    given = node.args[1]
    if (isinstance(given, ast.List) and not given.elts) or (isinstance(given, ast.Dict) and not given.keys):
        return frame.let(bindings, found)  # empty, and nobody sees it
    parts = list(trees.within(lower(frame, given, found.type)))
    if any(isinstance(e, ir.Call) or (isinstance(e, ir.Prim) and (e.row.raises or e.row.mutates)) for e in parts):
        raise unportable("PV206", f"{t}.{name}() with this value is not taken", node, "the key is always there")
    return frame.let(bindings, found)  # the other value is made, and nobody sees it


def length(frame: Frame, value: ir.Expr, node: ast.AST) -> ir.Expr:
    """`len(value)`."""
    assert isinstance(value.type, KeyedT)
    _, unused = frame.named(value, "whole")
    return frame.let(unused, ir.Const(len(frame.unit.record(value.type, node)), INT, frame.span(node)))


def text(frame: Frame, value: ir.Expr, node: ast.AST) -> ir.Expr:
    """`str(value)`, as CPython's dict_repr spells it."""
    assert isinstance(value.type, KeyedT)
    frame.unit.records.ordered.add(value.type.cls)
    whole, bindings = frame.named(value, "whole")
    parts: list[ir.Expr] = []
    for one in _fields(frame, whole, node):
        assert isinstance(one, ir.Field)
        parts.append(ir.Const(f"{', ' if parts else '{'}{one.name!r}: ", STR, value.span))
        parts.append(frame.prim("repr", [one], node))
    parts.append(ir.Const("}", STR, value.span))
    return frame.let(bindings, ir.Concat(tuple(parts), STR, value.span))


def _fields(frame: Frame, owner: ir.Expr, node: ast.AST) -> tuple[ir.Expr, ...]:
    """The values of `owner`, in the declared order."""
    t, span = owner.type, frame.span(node)
    assert isinstance(t, KeyedT)
    names = frame.unit.record(t, node)
    return tuple(ir.Field(owner, name, declared(frame, t, name, node), span) for name in names)


# ---------------------------------------------------------------- making one


def display(frame: Frame, node: ast.Dict, expected: Type | None) -> ir.Expr | None:
    """`{"a": 1, **row}` where a TypedDict is wanted; None where a plain dict is."""
    t = expected.inner if isinstance(expected, OptionalT) else frame.hint(node) if expected is None else expected
    if not isinstance(t, KeyedT):
        return None
    frame.unit.use_type(t, node)
    return _made(frame, list(zip(node.keys, node.values, strict=True)), t, node)


def construct(frame: Frame, node: ast.Call, symbol: ClassSymbol) -> ir.Expr:
    """`Row(a=1, b="x")`."""
    t = KeyedT(f"{symbol.module}:{symbol.node.name}")
    frame.unit.use_type(t, node)
    if len(node.args) == 1 and not node.keywords and isinstance(node.args[0], ast.Dict):
        entries = list(zip(node.args[0].keys, node.args[0].values, strict=True))
    elif node.args:
        raise unportable("PV205", f"{t}() of another dict is not taken", node, "write its keys out")
    else:
        entries = [(ast.copy_location(ast.Constant(k.arg), k.value), k.value) for k in node.keywords]
    return _made(frame, entries, t, node)


def _made(frame: Frame, entries: list[tuple[ast.expr | None, ast.expr]], t: KeyedT, node: ast.expr) -> ir.Expr:
    """A new dict of `entries`, evaluated as they are written. A later value of a key takes the place of the first."""
    found: dict[str, ir.Expr] = {}
    bindings: list[tuple[str, ir.Expr]] = []
    direct = all(key is not None for key, _ in entries)
    for index, (key, given) in enumerate(entries):
        if key is None:
            still = all(_is_still(value) for _, value in entries[index + 1 :])  # a call further on may change the dict
            for name, value in _spread(frame, lower(frame, given), bindings, node):
                value = value if still else _held(frame, value, bindings)
                found[name] = frame.fit(value, declared(frame, t, name, node), node, f"key {name!r}")
            continue
        name = key_of(frame, key)
        if direct and name in found:
            raise unportable("PV207", f"the key {name!r} stands twice", node)
        value = lower_as(frame, given, declared(frame, t, name, node), f"key {name!r}")
        found[name] = value if direct else _held(frame, value, bindings)
    order = list(frame.unit.record(t, node))
    if missing := [name for name in order if name not in found]:
        raise unportable("PV207", f"a {t} without {', '.join(map(repr, missing))}", node, "give every key")
    if list(found) != order:
        keys = ", ".join(map(repr, order))
        raise unportable("PV207", f"the keys of {t} in another order than declared", node, f"write {keys}")
    return frame.let(bindings, ir.New(tuple(found.values()), t, frame.span(node)))


def _spread(
    frame: Frame, source: ir.Expr, bindings: list[tuple[str, ir.Expr]], node: ast.AST
) -> list[tuple[str, ir.Expr]]:
    """The keys and values that `**source` gives."""
    if not isinstance(source.type, KeyedT):
        raise unportable("PV207", f"** of {source.type} in a TypedDict", node, "write its keys out")
    frame.unit.records.ordered.add(source.type.cls)
    names = frame.unit.record(source.type, node)
    whole, more = frame.named(source, "whole")
    bindings += more
    return list(zip(names, _fields(frame, whole, node), strict=True))


def _held(frame: Frame, value: ir.Expr, bindings: list[tuple[str, ir.Expr]]) -> ir.Expr:
    """`value` evaluated here, and used later."""
    named, more = frame.named(value, "value")
    bindings += more
    return named


def _is_still(node: ast.expr) -> bool:
    """Whether evaluating `node` changes nothing that a dict could hold."""
    return not any(isinstance(one, ast.Call | ast.NamedExpr) for one in ast.walk(node))


__all__ = ["KeyField", "as_field", "attribute", "construct", "display", "element", "length", "read"]

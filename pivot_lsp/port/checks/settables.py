"""The order of a set that reaches the caller: CPython's hash table has one, which its own history made.

A native set stands in the order of insertion and notes whether adding its elements one by one makes CPython's very
table again; where it does not, legacy answers (`native/*/set*`). What a native set cannot see by itself is marked here:
a set filled by a walk over another one, whose order is not CPython's, and sources for which CPython does not add one
by one (Objects/setobject.c, set_update_internal; a display of constants is made as a frozenset first). Where no set
can reach the caller, and no walk shows an order (`checks/tables`), nothing is marked.
"""

from dataclasses import replace
from typing import Any

from pivot_lsp.port import ir, trees
from pivot_lsp.port.checks import tables
from pivot_lsp.port.checks.tables import prim
from pivot_lsp.port.checks.unordered import unordered
from pivot_lsp.port.types import INT, DictT, SetT, Type, walk

_MADE = {"set", "frozenset"}
_ADDS = {"set.add", "set.extend", "|="}
_CONSTANTS_AT_ONCE = 3
_SLOTS, _NEVER_GROWS = 8, 4
"""The slots of CPython's first table, and the number of elements up to which it is the last."""


def settle(unit: ir.Unit) -> ir.Unit:
    """The unit with its sets marked, or without any mark."""
    shown = tables.shows(unit)
    mark = _marked_tabled if shown else _marked if _crosses(unit) else _bare
    unit = replace(unit, functions=tuple(trees.rebuilt(f, mark) if _has_sets(f) else f for f in unit.functions))
    if not shown:
        return unit
    return tables.keep(replace(unit, constants=trees.rebuilt(unit.constants, _marked_tabled)))


def _has_sets(function: ir.Function) -> bool:
    return any(isinstance(e.type, SetT) for e in trees.expressions(function.body) if not isinstance(e, ir.Const))


def _crosses(unit: ir.Unit) -> bool:
    """Whether a set can be part of what an entry gives back or changes."""
    types: list[Type] = [f.type for r in unit.records for f in r.fields]
    for name in unit.entries:
        function = unit.function(name)
        types += [function.result, *(p.type for p in function.params)]
    return any(isinstance(inner, SetT) for t in types for inner in walk(t))


def _bare(node: Any) -> Any:
    """Without a mark that the front end has made."""
    return node.args[0] if isinstance(node, ir.Prim) and node.row.key == "blurred" else node


def _marked_tabled(node: Any) -> Any:
    """As `_marked` where tables are kept: what is made of a set or a dict has a table as well (`tables.keep`)."""
    match node:
        case ir.Prim(row=row, args=(ir.Prim(row=walk, args=(source,)),)) if (
            row.key in _MADE and walk.key == "iter" and isinstance(source.type, SetT | DictT)
        ):
            return node
        case _:
            return _marked(node)


def _marked(node: Any) -> Any:
    match node:
        case ir.Prim(row=row, args=(source,)) if row.key in _MADE and _at_once(source):
            return _blurred(node)
        case ir.Prim(row=row, args=(target, source)) if row.key == "set.extend" and _at_once(source):
            return replace(node, args=(_blurred(target), source))
        case ir.Comp(kind="set", clauses=(first, *rest)) if any(unordered(c.iterable) for c in (first, *rest)):
            walked = None if any(unordered(c.iterable) for c in rest) else _variable(first.iterable)
            return _blurred(node) if walked is None else _following(node, walked)
        case ir.For(iterable=iterable, body=body) if unordered(iterable):
            walked = _variable(iterable)

            def added(inner: Any) -> Any:
                if not isinstance(inner, ir.Prim) or inner.row.key not in _ADDS or _is_mark(inner.args[0]):
                    return inner
                target = inner.args[0]
                if not isinstance(target.type, SetT):
                    return inner
                return replace(
                    inner,
                    args=(_blurred(target) if walked is None else _following(target, walked), *inner.args[1:]),
                )

            return replace(node, body=trees.rebuilt(body, added))
        case _:
            return node


def _at_once(source: ir.Expr) -> bool:
    """Whether CPython does not add what `source` gives one by one, or not in the order in which it comes here."""
    match source:
        case ir.Prim(row=row, args=(inner,)) if row.key == "iter":
            at_once = isinstance(inner.type, SetT | DictT) or _constants_at_once(inner) or _spread(inner)
            return at_once or unordered(inner)
        case _:
            return unordered(source)


def _spread(listed: ir.Expr) -> bool:
    """Whether `listed` can be the items of `{*a, b}` where `a` is a set or a dict, which is added at once."""
    match listed:
        case ir.Prim(row=row, args=(ir.Prim(row=walk, args=(source,)),)) if row.key == "list" and walk.key == "iter":
            return isinstance(source.type, SetT | DictT)
        case ir.Prim(row=row, args=parts) if row.key == "+":
            return any(map(_spread, parts))
        case _:
            return False


def _constants_at_once(made: ir.Expr) -> bool:
    """Whether `made` can be a display of constants that stand in another order when another order made them."""
    if not isinstance(made, ir.ListLit) or len(made.items) < _CONSTANTS_AT_ONCE or not all(map(_constant, made.items)):
        return False
    slots = {hash(i.value) % _SLOTS for i in made.items if isinstance(i, ir.Const) and i.type == INT}
    return len(slots) < len(made.items) or len(slots) > _NEVER_GROWS


def _constant(e: ir.Expr) -> bool:
    match e:
        case ir.Const():
            return True
        case ir.Var() | ir.Call() | ir.Comp() | ir.Field():
            return False
        case _:
            return all(map(_constant, trees.operands(e)))


def _variable(iterable: ir.Expr) -> ir.Var | None:
    """The set that `iterable` walks over, when it is a variable's."""
    match iterable:
        case ir.Prim(row=row, args=(ir.Var() as walked,)) if row.key == "iter" and isinstance(walked.type, SetT):
            return walked
        case _:
            return None


def _is_mark(e: ir.Expr) -> bool:
    return isinstance(e, ir.Prim) and e.row.key in ("blurred", "following")


def _blurred(e: ir.Expr) -> ir.Expr:
    return e if _is_mark(e) and len(trees.operands(e)) == 1 else prim("blurred", e)


def _following(e: ir.Expr, walked: ir.Var) -> ir.Expr:
    return prim("following", e, walked)

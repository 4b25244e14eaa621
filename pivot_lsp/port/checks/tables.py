"""CPython's own order of a set, where a port shows it.

`in_order` makes a walk show CPython's order: the runtimes then keep, beside such a set, the very hash table that
CPython would have (`native/*/set_table*`), or legacy answers where its history is not known. Hashes of text, dates and
Enums differ from process to process: a set of those is walked over natively only in the order in which the caller's
own set came, or when it has one element at most.

In a unit with such a walk (or a `pop`) every operation that reads or rewrites a table is given its sets `tabled`:
from then on the table is kept, so that copies, unions and differences know what CPython would have made of them.
"""

from dataclasses import replace
from typing import Any

from pivot_lsp.port import ir, trees
from pivot_lsp.port.refusal import Unportable
from pivot_lsp.port.table import TABLE
from pivot_lsp.port.types import BOOL, FLOAT, INT, DictT, NamedT, SetT, TupleT, Type, VarTupleT

_READS = {"iter", "set.copy", "frozenset.copy", "|", "&", "-", "^", "|=", "&=", "-=", "^=", "set.discard", "set.remove",
          "set.clear", "set.pop"}  # fmt: skip
"""Operations on sets after which CPython's table is not what adding the elements one by one makes, and walks."""
_SHOWS = {"in_order", "as_given", "set.pop"}


class Shows(Exception):
    """The order of the sets that `e` walks over can be seen."""

    def __init__(self, e: ir.Expr) -> None:
        super().__init__(e)
        self.e = e


def is_walk(e: ir.Expr) -> bool:
    """Whether `e` walks over a set in an order that is nobody's promise."""
    return isinstance(e, ir.Prim) and e.row.key == "iter" and isinstance(e.args[0].type, SetT) and not _shown(e.args[0])


def in_order(one: ir.Stmt, shown: ir.Expr) -> ir.Stmt:
    """The statement, with the walks inside its own expression `shown` in CPython's order."""

    def mark(node: Any) -> Any:
        return _ordered(node) if isinstance(node, ir.Prim) and is_walk(node) else node

    def at(node: Any) -> Any:
        return trees.rebuilt(node, mark) if node is shown else node

    match one:
        case ir.If() | ir.While():
            return replace(one, test=trees.rebuilt(one.test, at))
        case ir.For():
            return replace(one, iterable=trees.rebuilt(one.iterable, at))
        case _:
            made: ir.Stmt = trees.rebuilt(one, at)
            return made


def _ordered(walk: ir.Prim) -> ir.Prim:
    (source,) = walk.args
    assert isinstance(source.type, SetT)
    return replace(walk, args=(prim("in_order" if knowable(source.type.element) else "as_given", source),))


def knowable(t: Type) -> bool:
    """Whether the hash of a `t` is the same in every process of every Python that ports are made for."""
    match t:
        case VarTupleT(element):
            return knowable(element)
        case TupleT(items) if type(t) in (TupleT, NamedT):
            return bool(items) and all(map(knowable, items))
        case _:
            return t in (INT, FLOAT, BOOL)


def shows(unit: ir.Unit) -> bool:
    """Whether some walk of the unit has CPython's order, or something is popped from a set."""
    return any(
        isinstance(e, ir.Prim) and e.row.key in _SHOWS for f in unit.functions for e in trees.expressions(f.body)
    )


def notes(function: ir.Function) -> list[Unportable]:
    """The walks of a function that legacy will answer unless the set is the caller's own, or has one element."""
    what = "the order of these elements differs from process to process: unless the set is an argument nobody adds to, "
    what += "two of them are left to Python"
    return [
        Unportable("PV304", what, e.span.line, e.span.column)
        for e in trees.expressions(function.body)
        if isinstance(e, ir.Prim) and e.row.key == "as_given"
    ]


def keep(unit: ir.Unit) -> ir.Unit:
    """The unit with its sets tabled wherever a table must be known later."""
    functions = tuple(trees.rebuilt(f, _tabled) for f in unit.functions)
    constants = tuple(
        replace(c, value=prim("tabled", c.value)) if isinstance(c.type, SetT) and knowable(c.type.element) else c
        for c in unit.constants
    )
    return replace(unit, functions=functions, constants=constants)


def _tabled(node: Any) -> Any:
    match node:
        case ir.Prim(row=row, args=(ir.Prim(row=inner, args=(source,)),)) if (
            row.key in ("set", "frozenset") and inner.key == "iter" and isinstance(source.type, SetT)
        ):
            return _made_of(node, _bare(source))
        case ir.Prim(row=row, args=(ir.Prim(row=inner, args=(source,)),)) if (
            row.key in ("set", "frozenset") and inner.key == "iter" and isinstance(source.type, DictT)
        ):
            assert isinstance(node.type, SetT)
            return prim(f"{row.key}.of_dict", source) if knowable(node.type.element) else prim("blurred", node)
        case ir.Prim(row=row, args=(source,)) if row.key == "frozenset.copy":
            return source  # CPython gives the very object back
        case ir.Prim(row=row, args=args) if row.key in _READS:
            return replace(node, args=tuple(_kept(a) for a in args))
        case _:
            return node


def _made_of(node: ir.Prim, source: ir.Expr) -> ir.Expr:
    """`set(s)` and `frozenset(s)` of a set: a copy, made of its table at once."""
    assert isinstance(source.type, SetT)
    assert isinstance(node.type, SetT)
    if source.type.frozen and node.type.frozen:
        return source
    copied = prim("frozenset.copy" if source.type.frozen else "set.copy", _kept(source))
    return replace(copied, type=node.type)


def _bare(source: ir.Expr) -> ir.Expr:
    return source.args[0] if isinstance(source, ir.Prim) and source.row.key == "tabled" else source


def _kept(e: ir.Expr) -> ir.Expr:
    wanted = isinstance(e.type, SetT) and knowable(e.type.element) and not _shown(e)
    return prim("tabled", e) if wanted else e


def _shown(e: ir.Expr) -> bool:
    return isinstance(e, ir.Prim) and e.row.key in ("in_order", "as_given", "tabled")


def prim(key: str, *args: ir.Expr) -> ir.Prim:
    """An operation of the table on these operands, at the place of the first."""
    found = TABLE.find(key, [a.type for a in args])
    assert found is not None
    return ir.Prim(found[0], args, found[1], args[0].span)

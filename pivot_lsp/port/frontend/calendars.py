"""Dates at the ends of the calendar (`date.max`), and the ISO calendar (`day.isocalendar()[1]`).

Keeps true: what isocalendar() gives is a tuple of a class of its own, so it is only taken where it is taken apart on
the spot: one of its items, one of its attributes, or all three into names.
"""

import ast

from pivot_lsp.port import ir
from pivot_lsp.port.frontend.dates import days, mark
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.lowering import lower
from pivot_lsp.port.frontend.scope import ExternalSymbol
from pivot_lsp.port.types import DATE, DATETIME, INT, MarkT, TupleT

_LAST = 3652059
"""The ordinal of the last day (Lib/_pydatetime.py, _MAXORDINAL)."""
_EXTREMES: dict[tuple[str, str], tuple[MarkT, int]] = {
    ("date", "min"): (DATE, 1),
    ("date", "max"): (DATE, _LAST),
    ("datetime", "min"): (DATETIME, 0),
    ("datetime", "max"): (DATETIME, _LAST * 86_400_000_000 - 1),
}
_PARTS = ("year", "week", "weekday")


def extreme(frame: Frame, node: ast.Attribute) -> ir.Expr | None:
    """`date.max` and the like; None of any other attribute."""
    symbol = frame.symbol(node.value)
    if not isinstance(symbol, ExternalSymbol) or symbol.module != "datetime":
        return None
    found = _EXTREMES.get((symbol.name, node.attr))
    if found is None:
        return None
    return mark(found[0], ir.Const(found[1], INT, frame.span(node)))


def whole(frame: Frame, node: ast.expr) -> ir.Expr | None:
    """(year, week, weekday) of a call of isocalendar(); None of any other expression."""
    match node:
        case ast.Call(func=ast.Attribute(value=day, attr="isocalendar"), args=[], keywords=[]):
            owner = lower(frame, day)
        case _:
            return None
    if owner.type not in (DATE, DATETIME):
        return None
    return frame.helper("iso_calendar", [days(frame, owner, node)], node)


def part(frame: Frame, node: ast.Subscript | ast.Attribute) -> ir.Expr | None:
    """`day.isocalendar()[1]`, `day.isocalendar().week`; None of any other expression."""
    match node:
        case ast.Subscript(value=made, slice=ast.Constant(value=int(place))) if place < 3:
            pass
        case ast.Subscript(value=made, slice=ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(back)))) if (
            1 <= back <= 3
        ):
            place = 3 - back
        case ast.Attribute(value=made, attr=attr) if attr in _PARTS:
            place = _PARTS.index(attr)
        case _:
            return None
    found = whole(frame, made) if isinstance(made, ast.Call) else None
    if found is None:
        return None
    assert isinstance(found.type, TupleT)
    return ir.TupleItem(found, place, INT, found.span)

"""date, datetime without a zone, and timedelta: rows that name the prelude's functions on the numbers they are.

Keeps true: what reads the clock, a time zone or the locale is refused; texts in any but the plainest form give up.
"""

import ast
import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pivot_lsp.port import ir
from pivot_lsp.port.frontend.enums import place
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.lowering import lower_as
from pivot_lsp.port.frontend.own_calls import arguments
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import DATE, DATETIME, FLOAT, INT, STR, TIMEDELTA, MarkT, Type

DAY = 86_400_000_000
_KINDS = {"date": DATE, "datetime": DATETIME, "timedelta": TIMEDELTA}
_DATE_FIELDS = ("year", "month", "day")
_TIME_FIELDS: Mapping[str, tuple[int, int]] = {
    "hour": (3_600_000_000, 24), "minute": (60_000_000, 60), "second": (1_000_000, 60), "microsecond": (1, 1_000_000),
}  # fmt: skip
_SPAN_FIELDS: Mapping[str, tuple[int, int]] = {
    "days": (DAY, 0), "seconds": (1_000_000, 86_400), "microseconds": (1, 1_000_000),
}  # fmt: skip
_SPAN_PARAMETERS = ("days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks")
_STRFTIME = {"Y", "m", "d", "H", "M", "S", "f", "j", "%"}
_STRPTIME = {"Y": 4, "m": 2, "d": 2, "H": 2, "M": 2, "S": 2}


def mark(t: MarkT, number: ir.Expr) -> ir.Expr:
    """`number` as a value of `t`."""
    return ir.TupleLit((number,), t, number.span)


def _number(frame: Frame, value: int, node: ast.AST) -> ir.Expr:
    return ir.Const(value, INT, frame.span(node))


def days(frame: Frame, value: ir.Expr, node: ast.AST) -> ir.Expr:
    """The ordinal of the day of a date or datetime."""
    if value.type == DATE:
        return place(value)
    days = frame.prim("//", [place(value), _number(frame, DAY, node)], node)
    return frame.prim("+", [days, _number(frame, 1, node)], node)


def _part(frame: Frame, value: ir.Expr, size: int, count: int, node: ast.AST) -> ir.Expr:
    found = place(value)
    if size > 1:
        found = frame.prim("//", [found, _number(frame, size, node)], node)
    return frame.prim("%", [found, _number(frame, count, node)], node) if count else found


def attribute(frame: Frame, owner: ir.Expr, node: ast.Attribute) -> ir.Expr:
    """`d.year`, `t.hour`, `span.days`."""
    name = node.attr
    if owner.type in (DATE, DATETIME) and name in _DATE_FIELDS:
        return frame.helper(f"date_{name}", [days(frame, owner, node)], node)
    if owner.type == DATETIME and name in _TIME_FIELDS:
        return _part(frame, owner, *_TIME_FIELDS[name], node)
    if owner.type == TIMEDELTA and name in _SPAN_FIELDS:
        return _part(frame, owner, *_SPAN_FIELDS[name], node)
    raise unportable("PV206", f"attribute {name!r} of {owner.type} is not taken", node)


# ---------------------------------------------------------------- how one is made


def call(frame: Frame, node: ast.Call, name: str) -> ir.Expr | None:
    """`date(2024, 2, 29)`; None when it is another name of `datetime`."""
    t = _KINDS.get(name)
    if t == DATE:
        return _folded(mark(DATE, frame.helper("date_number", _ints(frame, node, _DATE_FIELDS, 3), node)))
    if t == DATETIME:
        parts = _ints(frame, node, (*_DATE_FIELDS, *_TIME_FIELDS), 3)
        return _folded(mark(DATETIME, frame.helper("datetime_number", parts, node)))
    if t == TIMEDELTA:
        parts = _ints(frame, node, _SPAN_PARAMETERS, 0)
        values = [p.value for p in parts if isinstance(p, ir.Const) and isinstance(p.value, int)]
        if len(values) == len(parts):
            return mark(TIMEDELTA, _number(frame, _constant_span(values, node), node))
        return mark(TIMEDELTA, frame.helper("span_number", parts, node))
    return None


def _constant_span(values: Sequence[int], node: ast.AST) -> int:
    try:
        found = datetime.timedelta(**dict(zip(_SPAN_PARAMETERS, values, strict=True)))
    except OverflowError:
        raise unportable("PV221", "a timedelta that Python cannot hold", node) from None
    number = found // datetime.timedelta(microseconds=1)
    if not -(2**63) <= number < 2**63:
        raise unportable("PV221", "a timedelta beyond 64 bits of microseconds", node)
    return number


def _folded(made: ir.Expr) -> ir.Expr:
    """A date or datetime of literals as its number, so that it can be a constant or a default."""
    call = made.items[0] if isinstance(made, ir.TupleLit) else None
    if not isinstance(call, ir.Call):
        return made
    values = [a.value for a in call.args if isinstance(a, ir.Const) and isinstance(a.value, int)]
    if len(values) != len(call.args):
        return made
    try:
        at = datetime.datetime(*values)  # type: ignore[arg-type]  # seven at most, so that none is the time zone
    except (ValueError, OverflowError):
        return made
    number = (at - datetime.datetime.min) // datetime.timedelta(microseconds=1)
    number = at.toordinal() if made.type == DATE else number
    return ir.TupleLit((ir.Const(number, INT, made.span),), made.type, made.span)


def _ints(frame: Frame, node: ast.Call, names: Sequence[str], least: int) -> list[ir.Expr]:
    """The arguments as ints, 0 for what is not given; Python evaluates them in the order they are written."""
    zero = ast.copy_location(ast.Constant(0), node)
    wanted: list[tuple[str, Type, ast.expr | None]] = [
        (n, INT, zero if i >= least else None) for i, n in enumerate(names)
    ]
    bindings, values = arguments(frame, node, wanted, ast.unparse(node.func), frame.module.name)
    if bindings:
        raise unportable("PV205", f"{ast.unparse(node.func)}() with its arguments in another order", node, "sort them")
    return list(values)


def class_call(frame: Frame, node: ast.Call, name: str, method_name: str) -> ir.Expr | None:
    """`date.fromisoformat(s)` and the like; None when it is another class's."""
    t = _KINDS.get(name)
    if t is None:
        return None
    if t != TIMEDELTA and method_name == "fromisoformat" and len(node.args) == 1 and not node.keywords:
        return mark(t, frame.helper(f"{name}_read", [lower_as(frame, node.args[0], STR, "text")], node))
    if t == DATE and method_name == "fromordinal" and len(node.args) == 1 and not node.keywords:
        return mark(t, frame.helper("date_of_ordinal", [lower_as(frame, node.args[0], INT, "ordinal")], node))
    if t == DATETIME and method_name == "strptime" and len(node.args) == 2 and not node.keywords:
        return _strptime(frame, node)
    code = "PV210" if method_name in ("now", "today", "utcnow") else "PV205"
    raise unportable(code, f"{name}.{method_name}() is not taken", node)


def _strptime(frame: Frame, node: ast.Call) -> ir.Expr:
    """datetime.strptime of a text whose parts have all their digits; gives up on every other text."""
    given = node.args[1]
    form = given.value if isinstance(given, ast.Constant) and isinstance(given.value, str) else "\n"
    mould, spots = "", dict[str, int]()
    pieces = re.findall(r"%(.)|([ -$&-~])", form)
    for kind, literal in pieces:
        if literal == "#" or (kind and (kind not in _STRPTIME or kind in spots)):
            raise unportable("PV215", f"strptime() with {form!r} is not taken", node)
        if kind:
            spots[kind] = len(mould)
        mould += "#" * _STRPTIME[kind] if kind else literal
    if sum(2 if kind else 1 for kind, _ in pieces) != len(form) or not spots or "  " in form:
        raise unportable("PV215", f"strptime() with {ast.unparse(given)} is not taken", node)
    span = frame.span(node)
    at: list[ir.Expr] = [ir.Const(spots.get(kind, -1), INT, span) for kind in _STRPTIME]
    text = lower_as(frame, node.args[0], STR, "text")
    return mark(DATETIME, frame.helper("datetime_moulded", [text, ir.Const(mould, STR, span), *at], node))


# ---------------------------------------------------------------- methods


@dataclass(frozen=True)
class _Method:
    make: Callable[[Frame, ir.Expr, ast.Call], ir.Expr]
    of: tuple[MarkT, ...]


def method(frame: Frame, node: ast.Call, owner: ir.Expr, name: str) -> ir.Expr:
    """`owner.name(...)`."""
    row = _METHODS.get(name)
    if row is None or owner.type not in row.of:
        raise unportable("PV206", f"{owner.type}.{name}() is not taken", node)
    if (node.args or node.keywords) and name not in ("replace", "isoformat", "strftime"):
        raise unportable("PV205", f"{owner.type}.{name}() with arguments is not taken", node)
    return row.make(frame, owner, node)


def _weekday(frame: Frame, owner: ir.Expr, node: ast.Call) -> ir.Expr:
    shifted = frame.prim("+", [days(frame, owner, node), _number(frame, 6, node)], node)
    return frame.prim("%", [shifted, _number(frame, 7, node)], node)


def _isoweekday(frame: Frame, owner: ir.Expr, node: ast.Call) -> ir.Expr:
    return frame.prim("+", [_weekday(frame, owner, node), _number(frame, 1, node)], node)


def _isoformat(frame: Frame, owner: ir.Expr, node: ast.Call) -> ir.Expr:
    if node.keywords or len(node.args) > (owner.type == DATETIME):
        raise unportable("PV205", f"{owner.type}.isoformat() with these arguments is not taken", node)
    if owner.type == DATE:
        return frame.helper("date_text", [place(owner)], node)
    value, bindings = frame.named(owner, "value")
    separator = lower_as(frame, node.args[0], STR, "sep") if node.args else ir.Const("T", STR, frame.span(node))
    return frame.let(bindings, frame.helper("datetime_text", [place(value), separator], node))


def _replace(frame: Frame, owner: ir.Expr, node: ast.Call) -> ir.Expr:
    names = _DATE_FIELDS if owner.type == DATE else (*_DATE_FIELDS, *_TIME_FIELDS)
    value, bindings = frame.named(owner, "value")
    given: dict[str, ir.Expr] = {}
    written = [*zip(names, node.args, strict=False), *((str(k.arg), k.value) for k in node.keywords)]
    if len(node.args) > len(names) or len({n for n, _ in written}) != len(written):
        raise unportable("PV205", f"{owner.type}.replace() with these arguments is not taken", node)
    for name, argument in written:
        if name not in names:
            raise unportable("PV205", f"{owner.type}.replace({name}=...) is not taken", node)
        given[name], more = frame.named(lower_as(frame, argument, INT, name), name)
        bindings += more
    parts = []
    for name in names:
        read = ast.copy_location(ast.Attribute(node.func, name, ast.Load()), node)
        parts.append(given[name] if name in given else attribute(frame, value, read))
    assert isinstance(owner.type, MarkT)
    helper = "date_number" if owner.type == DATE else "datetime_number"
    return frame.let(bindings, mark(owner.type, frame.helper(helper, parts, node)))


def _strftime(frame: Frame, owner: ir.Expr, node: ast.Call) -> ir.Expr:
    given = node.args[0] if len(node.args) == 1 and not node.keywords else None
    form = given.value if isinstance(given, ast.Constant) and isinstance(given.value, str) else None
    if form is None:
        raise unportable("PV215", "strftime() with a computed format is not taken", node)
    return strftime(frame, owner, form, node)


def strftime(frame: Frame, owner: ir.Expr, form: str, node: ast.AST) -> ir.Expr:
    """`owner.strftime(form)`: numbers only, since names are the locale's."""
    value, bindings = frame.named(owner, "value")
    parts: list[ir.Expr] = []
    span = frame.span(node)
    index = 0
    while index < len(form):
        if form[index] != "%":
            end = form.find("%", index)
            end = len(form) if end < 0 else end
            parts.append(ir.Const(form[index:end], STR, span))
            index = end
            continue
        kind = form[index + 1 : index + 2]
        if kind not in _STRFTIME or owner.type == TIMEDELTA:
            raise unportable("PV215", f"strftime() with %{kind} is not taken", node, "use Y m d H M S f j")
        parts.append(_directive(frame, value, kind, node))
        index += 2
    if not form.isascii() or "\0" in form or not parts:
        raise unportable("PV215", f"strftime() with {form!r} is not taken", node)
    return frame.let(bindings, ir.Concat(tuple(parts), STR, span))


def _directive(frame: Frame, value: ir.Expr, kind: str, node: ast.AST) -> ir.Expr:
    span = frame.span(node)
    if kind == "%":
        return ir.Const("%", STR, span)
    if kind in ("Y", "m", "d"):
        name = {"Y": "year", "m": "month", "d": "day"}[kind]
        number = frame.helper(f"date_{name}", [days(frame, value, node)], node)
        return frame.helper("late_year" if kind == "Y" else "two_digits", [number], node)
    if kind == "j":
        return frame.prim("format", [frame.helper("day_of_year", [days(frame, value, node)], node),
                                     ir.Const("03", STR, span)], node)  # fmt: skip
    if value.type == DATE:
        return ir.Const("000000" if kind == "f" else "00", STR, span)
    size, count = _TIME_FIELDS[{"H": "hour", "M": "minute", "S": "second", "f": "microsecond"}[kind]]
    number = _part(frame, value, size, count, node)
    return frame.prim("format", [number, ir.Const("06" if kind == "f" else "02", STR, span)], node)


def _total_seconds(frame: Frame, owner: ir.Expr, node: ast.Call) -> ir.Expr:
    return frame.prim("/", [place(owner), _number(frame, 1_000_000, node)], node)


def _date(frame: Frame, owner: ir.Expr, node: ast.Call) -> ir.Expr:
    return mark(DATE, days(frame, owner, node))


_METHODS: Mapping[str, _Method] = {
    "weekday": _Method(_weekday, (DATE, DATETIME)),
    "isoweekday": _Method(_isoweekday, (DATE, DATETIME)),
    "toordinal": _Method(lambda f, o, n: days(f, o, n), (DATE, DATETIME)),
    "isoformat": _Method(_isoformat, (DATE, DATETIME)),
    "replace": _Method(_replace, (DATE, DATETIME)),
    "strftime": _Method(_strftime, (DATE, DATETIME)),
    "total_seconds": _Method(_total_seconds, (TIMEDELTA,)),
    "date": _Method(_date, (DATETIME,)),
}


def text(frame: Frame, value: ir.Expr, node: ast.AST) -> ir.Expr:
    """`str(value)`."""
    if value.type == DATE:
        return frame.helper("date_text", [place(value)], node)
    if value.type == TIMEDELTA:
        return frame.helper("span_text", [place(value)], node)
    return frame.helper("datetime_text", [place(value), ir.Const(" ", STR, frame.span(node))], node)


# ---------------------------------------------------------------- operators


def unary(frame: Frame, key: str, value: ir.Expr, node: ast.AST) -> ir.Expr | None:
    """`-span`; None when it is no timedelta."""
    if value.type != TIMEDELTA or key not in ("neg", "pos", "abs"):
        return None
    return value if key == "pos" else mark(TIMEDELTA, frame.prim(key, [place(value)], node))


def operation(frame: Frame, op: str, left: ir.Expr, right: ir.Expr, node: ast.AST) -> ir.Expr | None:
    """`left op right`; None when neither is a date or time span."""
    if not any(isinstance(v.type, MarkT) and not v.type.cls for v in (left, right)):
        return None
    if (left.type, op, right.type) in ((INT, "*", TIMEDELTA), (TIMEDELTA, "+", DATE), (TIMEDELTA, "+", DATETIME)):
        named, bindings = frame.named(left, "value")
        made = operation(frame, op, right, named, node)
        return None if made is None else frame.let(bindings, made)
    row = _OPERATORS.get((left.type, op, right.type))
    if row is None:
        raise unportable("PV207", f"{op}({left.type}, {right.type}) is not taken", node)
    name, result = row
    given = [place(v) if isinstance(v.type, MarkT) else v for v in (left, right)]
    if name == "days":
        apart = frame.prim("-", given, node)
        return mark(TIMEDELTA, frame.prim("*", [apart, _number(frame, DAY, node)], node))
    if name == "back":
        moved = frame.prim("neg", [given[1]], node)
        return mark(DATETIME, frame.helper("datetime_moved", [given[0], moved], node))
    made = frame.prim(name, given, node) if name in ("+", "-", "*") else frame.helper(name, given, node)
    return mark(result, made) if isinstance(result, MarkT) else made


_OPERATORS: Mapping[tuple[Type, str, Type], tuple[str, Type]] = {
    (DATE, "-", DATE): ("days", TIMEDELTA),
    (DATE, "+", TIMEDELTA): ("date_moved", DATE),
    (DATE, "-", TIMEDELTA): ("date_moved_back", DATE),
    (DATETIME, "-", DATETIME): ("-", TIMEDELTA),
    (DATETIME, "+", TIMEDELTA): ("datetime_moved", DATETIME),
    (DATETIME, "-", TIMEDELTA): ("back", DATETIME),
    (TIMEDELTA, "+", TIMEDELTA): ("+", TIMEDELTA),
    (TIMEDELTA, "-", TIMEDELTA): ("-", TIMEDELTA),
    (TIMEDELTA, "*", INT): ("*", TIMEDELTA),
    (TIMEDELTA, "//", INT): ("span_floored", TIMEDELTA),
    (TIMEDELTA, "/", INT): ("span_divided", TIMEDELTA),
    (TIMEDELTA, "//", TIMEDELTA): ("span_floored", INT),
    (TIMEDELTA, "/", TIMEDELTA): ("span_ratio", FLOAT),
    (TIMEDELTA, "%", TIMEDELTA): ("span_rest", TIMEDELTA),
}

__all__ = ["attribute", "call", "class_call", "mark", "method", "operation", "strftime", "text", "unary"]

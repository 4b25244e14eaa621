"""Arithmetic on ints that cannot leave 64 bits is written plainly; a power of two divides by shifting.

Each variable gets an interval that holds its values in any run, by a fixed point over all that is bound to its name,
whatever the order of the code. Where an operation's operands bound its result within 64 bits, Go, where each checked
operation is a call, needs no check; Rust's and C++'s compilers find such things themselves.

Three bounds are of the machine. What counts by steps of at most four, from a start that is known, does not get 2**61
further: that would take years. The same holds for what numbers the rounds of a loop. No container of things that take
memory has 2**56 of them.

`a // 2**k` is `a >> k` and `a % 2**k` is `a & (2**k - 1)` for every int, negative ones too: both round towards minus
infinity (Python's reference, "Binary arithmetic operations"; two's complement). Neither can raise.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from pivot_lsp.port import ir, trees
from pivot_lsp.port.table import TABLE, Row
from pivot_lsp.port.types import BOOL, INT, NONE, STR, DequeT, DictT, ListT, SetT, TupleT, Type, VarTupleT

Interval = tuple[int, int]
"""Least and greatest value."""

_INT64: Interval = (-(2**63), 2**63 - 1)
_STEPS, _CONTAINED, _FAR = 4, 2**56, 2**61
_ROUNDS = 8
"""After so many rounds a variable that still grows may be anything."""


def settle(unit: ir.Unit) -> ir.Unit:
    """`unit` with plain arithmetic where it is proved to be enough."""
    return replace(unit, functions=tuple(_of(f) for f in unit.functions))


def _of(function: ir.Function) -> ir.Function:
    known = _Intervals(function)

    def plain(e: ir.Expr) -> ir.Expr | None:
        if not isinstance(e, ir.Prim) or e.type != INT:
            return None
        shifted = _shifted(e)
        row = shifted.row if shifted is not None else _PLAIN.get(e.row)
        if row is None or (shifted is None and not known.fits(e)):
            return None
        made = shifted or e
        return replace(made, row=row, args=trees.replaced(made.args, plain))

    return replace(function, body=trees.replaced(function.body, plain))


def _row(key: str, count: int) -> Row:
    return next(r for r in TABLE.rows(key) if r.params == (INT,) * count)


_PLAIN = {
    _row("+", 2): replace(_row("+", 2), go="{0} + {1}"),
    _row("-", 2): replace(_row("-", 2), go="{0} - {1}"),
    _row("*", 2): replace(_row("*", 2), go="{0} * {1}"),
    _row("neg", 1): replace(_row("neg", 1), go="-{0}"),
}
_SHIFT = replace(_row("//", 2), rust="{0} >> {1}", go="{0} >> {1}", cpp="{0} >> {1}", raises=())


def _shifted(e: ir.Prim) -> ir.Prim | None:
    """A division by a power of two without a division, and a shift whose count is plainly right."""
    by = e.args[-1]
    if isinstance(e.args[0], ir.Const) or not (isinstance(by, ir.Const) and isinstance(by.value, int)):
        return None
    if e.row == _row(">>", 2) and 0 <= by.value < 64:
        return replace(e, row=_SHIFT)
    if by.value <= 1 or by.value & (by.value - 1) != 0:
        return None
    if e.row == _row("//", 2):
        return replace(e, row=_SHIFT, args=(e.args[0], replace(by, value=by.value.bit_length() - 1)))
    if e.row == _row("%", 2):
        return replace(e, row=_row("&", 2), args=(e.args[0], replace(by, value=by.value - 1)))
    return None


class _Intervals:
    """The intervals of one function's variables."""

    def __init__(self, function: ir.Function) -> None:
        self._bound: dict[str, list[Callable[[], Interval]]] = defaultdict(list)
        self._steps: dict[str, list[int]] = defaultdict(list)
        for parameter in function.params:
            self._bound[parameter.name].append(lambda: _INT64)
        for one in trees.statements(function.body):
            self._statement(one)
        for e in trees.expressions(function.body):
            self._expression(e)
        self._known: dict[str, Interval] = dict.fromkeys((*self._bound, *self._steps), _NEVER)
        self._settle()

    def fits(self, e: ir.Prim) -> bool:
        """Whether an operation on ints never leaves 64 bits."""
        known = [self.of(a) for a in e.args]
        if any(i is _NEVER for i in known):
            return False
        low, high = _EXACT[e.row.key](*known)
        return _INT64[0] <= low and high <= _INT64[1]

    # ------------------------------------------------------------ what is bound to names

    def _statement(self, one: ir.Stmt) -> None:
        match one:
            case ir.Assign(name=name, value=value):
                step = _step(name, value)
                if step is not None:
                    self._steps[name].append(step)
                else:
                    self._bind(name, value)
            case ir.Unpack(pattern=pattern, value=ir.TupleLit(items=items)):
                for part, item in zip(pattern.items, items, strict=True):
                    if isinstance(part, ir.Name):
                        self._bind(part.name, item)
                    else:
                        self._anything(part)
            case ir.Unpack(pattern=pattern):
                self._anything(pattern)
            case ir.For(pattern=pattern, iterable=iterable):
                self._walk(pattern, iterable)
            case _:
                pass

    def _expression(self, e: ir.Expr) -> None:
        match e:
            case ir.Let(name=name, value=value):
                self._bind(name, value)
            case ir.Lambda(params=params):
                for name in params:
                    self._bound[name].append(lambda: _INT64)
            case ir.Comp(clauses=clauses):
                for clause in clauses:
                    self._walk(clause.pattern, clause.iterable)
            case _:
                pass

    def _bind(self, name: str, value: ir.Expr) -> None:
        self._bound[name].append(lambda: self.of(value))

    def _anything(self, pattern: ir.Pattern) -> None:
        for name in trees.bound_names(pattern):
            self._bound[name].append(lambda: _INT64)

    def _walk(self, pattern: ir.Pattern, iterable: ir.Expr) -> None:
        if isinstance(iterable, ir.Prim):
            args = iterable.args
            if iterable.row.key == "range" and isinstance(pattern, ir.Name):
                self._bound[pattern.name].append(lambda: self._counted(args))
                return
            if iterable.row.key == "enumerate" and isinstance(pattern, ir.TuplePattern):
                number, item = pattern.items
                if isinstance(number, ir.Name):
                    self._bound[number.name].append(lambda: self._numbered(args[1:]))
                    self._walk(item, args[0])
                    return
            if iterable.row.key == "zip" and isinstance(pattern, ir.TuplePattern) and len(args) == len(pattern.items):
                for part, walked in zip(pattern.items, args, strict=True):
                    self._walk(part, walked)
                return
        self._anything(pattern)

    def _counted(self, args: tuple[ir.Expr, ...]) -> Interval:
        """The values of range(*args); what an empty one would give does not matter."""
        bounds = [self.of(a) for a in args]
        if len(bounds) == 1:
            return _ordered(0, bounds[0][1] - 1)
        (low, high), (least, most), step = bounds[0], bounds[1], bounds[2] if len(bounds) == 3 else (1, 1)
        if step[0] > 0:
            return _ordered(low, most - 1)
        return _ordered(least + 1, high) if step[1] < 0 else _INT64

    def _numbered(self, start: tuple[ir.Expr, ...]) -> Interval:
        low, high = self.of(start[0]) if start else (0, 0)
        return (low, high + _FAR) if high < _FAR else (low, _INT64[1])

    # ------------------------------------------------------------ the fixed point

    def _settle(self) -> None:
        growing = set(self._bound) | set(self._steps)
        for count in range(_ROUNDS * 2):
            found = {name: self._joined(name) for name in growing}
            changed = {name for name, interval in found.items() if self._known.get(name) != interval}
            if not changed:
                return
            self._known |= found if count < _ROUNDS else dict.fromkeys(changed, _INT64)
        self._known = dict.fromkeys(growing, _INT64)

    def _joined(self, name: str) -> Interval:
        """What all that is bound to `name` gives, by what is known so far."""
        found = [i for i in (one() for one in self._bound[name]) if i is not _NEVER]
        if not found:
            return _NEVER
        low, high = min(i[0] for i in found), max(i[1] for i in found)
        if steps := self._steps.get(name):
            if low < -_FAR or high > _FAR:
                return _INT64
            low, high = low - _FAR * (min(steps) < 0), high + _FAR * (max(steps) > 0)
        return low, high

    # ------------------------------------------------------------ expressions

    def of(self, e: ir.Expr) -> Interval:
        """The values that an expression of type int may have; `_NEVER` where none is known yet."""
        if e.type != INT:
            return _INT64
        match e:
            case ir.Const(value=int() as value):
                return value, value
            case ir.Var(name=name):
                return self._known.get(name, _INT64)
            case ir.IfExp(then=then, other=other):
                return _hull((self.of(then), self.of(other)))
            case ir.Let(body=body):
                return self.of(body)
            case ir.Prim(row=row, args=args):
                return self._prim(row, args)
            case _:
                return _INT64

    def _prim(self, row: Row, args: tuple[ir.Expr, ...]) -> Interval:
        if row.key == "len":
            return 0, _longest(args[0].type)
        if row.key == "int" and args[0].type == BOOL:
            return 0, 1
        if row.key == "ord":
            return 0, 0x10FFFF
        known = [self.of(a) for a in args]
        if row.key not in _EXACT or any(a.type != INT for a in args):
            return _INT64
        if any(i is _NEVER for i in known):
            return _NEVER
        low, high = _EXACT[row.key](*known)
        # what overflows falls back: only what fits goes on
        return max(low, _INT64[0]), min(high, _INT64[1])


_NEVER: Interval = (2**63, -(2**63) - 1)
"""Of what nothing is known to be bound to yet."""


def _ordered(low: int, high: int) -> Interval:
    return low, max(low, high)


def _hull(intervals: Iterable[Interval]) -> Interval:
    found = [i for i in intervals if i is not _NEVER]
    return (min(i[0] for i in found), max(i[1] for i in found)) if found else _NEVER


def _products(a: Interval, b: Interval) -> Iterator[int]:
    return (x * y for x in a for y in b)


def _product(a: Interval, b: Interval) -> Interval:
    return min(_products(a, b)), max(_products(a, b))


def _quotient(a: Interval, b: Interval) -> Interval:
    if b[0] <= 0:
        return _INT64
    found = [x // y for x in a for y in b]
    return min(found), max(found)


def _rest(a: Interval, b: Interval) -> Interval:
    return (0, b[1] - 1) if b[0] > 0 else (b[0] + 1, 0) if b[1] < 0 else _INT64


def _bits(a: Interval, b: Interval) -> Interval:
    bounds = [i[1] for i in (a, b) if i[0] >= 0]
    return (0, min(bounds)) if bounds else _INT64


def _size(a: Interval) -> Interval:
    low = 0 if a[0] <= 0 <= a[1] else min(abs(a[0]), abs(a[1]))
    return low, max(abs(a[0]), abs(a[1]))


_EXACT: dict[str, Callable[..., Interval]] = {
    "+": lambda a, b: (a[0] + b[0], a[1] + b[1]),
    "-": lambda a, b: (a[0] - b[1], a[1] - b[0]),
    "*": _product,
    "neg": lambda a: (-a[1], -a[0]),
    "pos": lambda a: a,
    "abs": _size,
    "//": _quotient,
    "%": _rest,
    "&": _bits,
    "min": lambda a, b: (min(a[0], b[0]), min(a[1], b[1])),
    "max": lambda a, b: (max(a[0], b[0]), max(a[1], b[1])),
}
"""The values of an operation by those of its operands, as if an int had no end."""


def _step(name: str, value: ir.Expr) -> int | None:
    """The number by which `name = value` counts, if it is small."""
    match value:
        case ir.Prim(row=row, args=(ir.Var(name=own), ir.Const(value=int() as by))) if own == name:
            if row.key in ("+", "-") and value.type == INT and abs(by) <= _STEPS:
                return by if row.key == "+" else -by
    return None


def _longest(t: Type) -> int:
    """How long a container can be."""
    match t:
        case ListT(e) | VarTupleT(e) | DequeT(e):
            return _INT64[1] if _weightless(e) else _CONTAINED
        case SetT() | DictT():
            return _CONTAINED
        case _:
            return _CONTAINED if t == STR else _INT64[1]


def _weightless(t: Type) -> bool:
    """Whether any number of them takes no memory."""
    return t == NONE or (isinstance(t, TupleT) and all(map(_weightless, t.items)))

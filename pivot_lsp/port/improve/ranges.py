"""Arithmetic on ints that cannot leave 64 bits is written plainly; a power of two divides by shifting.

Each variable gets an interval that holds its values in any run, by a fixed point over all that is bound to its name,
whatever the order of the code. A parameter is bound by every call of its function in the unit, and to anything where
Python may call it; a function's results are those of its return statements. A bound that keeps moving is given up.

Where an operation's operands bound its result within 64 bits, Go, where each checked operation is a call, needs no
check. Where the second operand is not negative, one comparison is the whole check: `a + b` has left 64 bits when it is
below `a`, `a - b` when it is above (two's complement; the overflowed sum lies 2**64 away). Of a product with a constant
above 0, the other factor is held against the last ones that fit. Rust's and C++'s compilers have the processor's own
check. In all three an index that is not negative counts from the front, with no look at its sign.

Three bounds are of the machine. What counts by steps of at most four, from a start that is known, does not get 2**61
further: that would take years. The same holds for what numbers the rounds of a loop. No container of things that take
memory has 2**56 of them.

`a // 2**k` is `a >> k` and `a % 2**k` is `a & (2**k - 1)` for every int, negative ones too: both round towards minus
infinity (Python's reference, "Binary arithmetic operations"; two's complement). Neither can raise.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from pivot_lsp.port import ir, trees
from pivot_lsp.port.table import TABLE, Row
from pivot_lsp.port.types import BOOL, INT, NONE, STR, DequeT, DictT, ListT, SetT, TupleT, Type, VarTupleT

Interval = tuple[int, int]
"""Least and greatest value."""

_INT64: Interval = (-(2**63), 2**63 - 1)
_POINT: Interval = (0, 0x10FFFF)
_STEPS, _CONTAINED, _FAR = 4, 2**56, 2**61
_ROUNDS, _CALLS = 8, 3
"""After so many rounds the bounds that still move are given up: of variables, and of what crosses in calls."""


def settle(unit: ir.Unit) -> ir.Unit:
    """`unit` with plain arithmetic where it is proved to be enough."""
    given = _given(unit)
    return replace(unit, functions=tuple(_of(f, given) for f in unit.functions))


Given = Mapping[tuple[str, str], Interval]
"""The values of a function's parameters, by function and parameter, and of its results, by function and ""."""


def _given(unit: ir.Unit) -> Given:
    """A fixed point over the calls of the unit."""
    params = {f.name: [p.name for p in f.params] for f in unit.functions}
    calls = {f.name: [e for e in trees.expressions(f.body) if isinstance(e, ir.Call)] for f in unit.functions}
    found: dict[tuple[str, str], Interval] = {(f.name, ""): _NEVER for f in unit.functions}
    for name, own in params.items():
        found |= dict.fromkeys(((name, p) for p in own), _INT64 if name in unit.entries else _NEVER)
    seen: dict[str, list[Interval]] = {}
    rounds = 0
    while True:
        more = dict(found)
        for function in unit.functions:
            name = function.name
            used = [*((name, p) for p in params[name]), *((call.function, "") for call in calls[name])]
            if seen.get(name) == [found[key] for key in used]:
                continue
            seen[name] = [found[key] for key in used]
            known = _Intervals(function, found)
            given = [((name, ""), s.value) for s in trees.statements(function.body) if isinstance(s, ir.Return)]
            for call in calls[name]:
                given += [((call.function, p), a) for p, a in zip(params[call.function], call.args, strict=True)]
            for key, value in given:
                more[key] = _hull((more[key], known.of(value)))
        if more == found:
            return found
        rounds += 1
        found = {k: _widened(found[k], v) if rounds > _CALLS else v for k, v in more.items()}


def _widened(before: Interval, now: Interval) -> Interval:
    """`now` with each bound given up that has moved."""
    if before == _NEVER:
        return now
    return _INT64[0] if now[0] < before[0] else before[0], _INT64[1] if now[1] > before[1] else before[1]


def _of(function: ir.Function, given: Given) -> ir.Function:
    known = _Intervals(function, given)

    def plain(e: ir.Expr) -> ir.Expr | None:
        if not isinstance(e, ir.Prim):
            return None
        if e.row.go in _FROM_THE_FRONT and _counts_from_the_front(e, known):
            rust, go, cpp = _FROM_THE_FRONT[e.row.go]
            front = replace(e.row, rust=rust or e.row.rust, go=go, cpp=cpp or e.row.cpp)
            return replace(e, row=front, args=trees.replaced(e.args, plain))
        if e.type != INT:
            return None
        made = _shifted(e)
        if made is None:
            row = _PLAIN.get(e.row)
            made = replace(e, row=row) if row is not None and known.fits(e) else _halved(e, known)
        return None if made is None else replace(made, args=trees.replaced(made.args, plain))

    return replace(function, body=trees.replaced(function.body, plain))


def _row(key: str, count: int) -> Row:
    return next(r for r in TABLE.rows(key) if r.params == (INT,) * count)


_PLAIN = {
    _row("+", 2): replace(_row("+", 2), go="{0} + {1}"),
    _row("-", 2): replace(_row("-", 2), go="{0} - {1}"),
    _row("*", 2): replace(_row("*", 2), go="{0} * {1}"),
    _row("neg", 1): replace(_row("neg", 1), go="-{0}"),
}
_ADD, _SUB, _MUL = _row("+", 2), _row("-", 2), _row("*", 2)
_HALVED = {
    _ADD: replace(_ADD, go="rt.AddNat({0}, {1})"),
    _SUB: replace(_SUB, go="rt.SubNat({0}, {1})"),
    _MUL: replace(_MUL, go="rt.MulBy({0}, {1})"),
}
_TURNED = {row: replace(made, go=made.go.replace("{0}, {1}", "{1}, {0}")) for row, made in _HALVED.items()}
_FROM_THE_FRONT = {
    "rt.At({0}, {1})": ("{0}.nth({1})", "rt.AtNat({0}, {1})", "{0}.nth({1})"),
    "rt.SetAt({0}, {1}, {2})": ("", "rt.SetAtNat({0}, {1}, {2})", ""),
    "rt.Item({0}, {1})": ("{0}.nth({1})", "rt.Nth({0}, {1})", "{0}.nth({1})"),
    "rt.SetItem({0}, {1}, {2})": ("{0}.set_nth({1}, {2})", "rt.SetNth({0}, {1}, {2})", "{0}.set_nth({1}, {2})"),
}
"""Indexing, by its text in Go; of an index that is not negative in Rust, Go and C++, where it has another text."""
_SHIFT = replace(_row("//", 2), rust="{0} >> {1}", go="{0} >> {1}", cpp="{0} >> {1}", raises=())


def _shifted(e: ir.Prim) -> ir.Prim | None:
    """A division by a power of two without a division, and a shift whose count is plainly right."""
    if len(e.args) != 2:
        return None
    by = e.args[1]
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


def _counts_from_the_front(e: ir.Prim, known: "_Intervals") -> bool:
    """Whether a list is indexed by what is not negative; a number says that itself, and a tuple is no list."""
    owner, index, *_ = e.args
    tuples = isinstance(owner, ir.Prim) and owner.row.key == "as_list"
    return not tuples and not isinstance(index, ir.Const) and known.natural(index)


def _halved(e: ir.Prim, known: "_Intervals") -> ir.Prim | None:
    """An operation whose check is one comparison, since the sign of an operand is known. Where that is the first, the
    two change places, and one of them must be such that nobody can tell."""
    if e.row not in _HALVED:
        return None
    first, second = e.args

    def allows(operand: ir.Expr) -> bool:
        return (not isinstance(operand, ir.Const) or bool(operand.value)) if e.row == _MUL else True

    def simple(operand: ir.Expr) -> bool:
        return isinstance(operand, ir.Const if e.row == _MUL else ir.Const | ir.Var)

    if (simple(second) or e.row != _MUL) and known.natural(second) and allows(second):
        return replace(e, row=_HALVED[e.row])
    if e.row == _SUB or not known.natural(first) or not (simple(first) or (e.row == _ADD and simple(second))):
        return None
    return replace(e, row=_TURNED[e.row]) if allows(first) else None


class _Intervals:
    """The intervals of one function's variables."""

    def __init__(self, function: ir.Function, given: Given) -> None:
        self._given = given
        self._bound: dict[str, list[Callable[[], Interval]]] = defaultdict(list)
        self._steps: dict[str, list[int]] = defaultdict(list)
        for parameter in function.params:
            self._bind_to(parameter.name, given.get((function.name, parameter.name), _INT64))
        for one in trees.statements(function.body):
            self._statement(one)
        for e in trees.expressions(function.body):
            self._expression(e)
        self._known: dict[str, Interval] = dict.fromkeys((*self._bound, *self._steps), _NEVER)
        self._settle()

    def fits(self, e: ir.Prim) -> bool:
        """Whether an operation on ints never leaves 64 bits."""
        known = [self.of(a) for a in e.args]
        if _NEVER in known:
            return False
        low, high = _EXACT[e.row.key](*known)
        return _INT64[0] <= low and high <= _INT64[1]

    def natural(self, e: ir.Expr) -> bool:
        """Whether the value is never negative."""
        found = self.of(e)
        return found != _NEVER and found[0] >= 0

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

    def _bind_to(self, name: str, interval: Interval) -> None:
        self._bound[name].append(lambda: interval)

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
            if iterable.row.key == "points" and isinstance(pattern, ir.Name):
                self._bind_to(pattern.name, _POINT)
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
        if _NEVER in bounds:
            return _NEVER
        if len(bounds) == 1:
            return _ordered(0, bounds[0][1] - 1)
        (low, high), (least, most), step = bounds[0], bounds[1], bounds[2] if len(bounds) == 3 else (1, 1)
        if step[0] > 0:
            return _ordered(low, most - 1)
        return _ordered(least + 1, high) if step[1] < 0 else _INT64

    def _numbered(self, start: tuple[ir.Expr, ...]) -> Interval:
        low, high = self.of(start[0]) if start else (0, 0)
        if (low, high) == _NEVER:
            return _NEVER
        return (low, high + _FAR) if high < _FAR else (low, _INT64[1])

    # ------------------------------------------------------------ the fixed point

    def _settle(self) -> None:
        rounds = 0
        while True:
            found = {name: _hull((known, self._joined(name))) for name, known in self._known.items()}
            if found == self._known:
                return
            rounds += 1
            self._known = {n: _widened(self._known[n], i) if rounds > _ROUNDS else i for n, i in found.items()}

    def _joined(self, name: str) -> Interval:
        """What all that is bound to `name` gives, by what is known so far."""
        found = [i for i in (one() for one in self._bound[name]) if i != _NEVER]
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
            case ir.Call(function=name):
                return self._given[name, ""]
            case _:
                return _INT64

    def _prim(self, row: Row, args: tuple[ir.Expr, ...]) -> Interval:
        if row.key == "len":
            return 0, _longest(args[0].type)
        if row.key == "int" and args[0].type == BOOL:
            return 0, 1
        if row.key in ("ord", "point", "letter"):
            return _POINT
        known = [self.of(a) for a in args]
        if row.key not in _EXACT or any(a.type != INT for a in args):
            return _INT64
        if _NEVER in known:
            return _NEVER
        low, high = _EXACT[row.key](*known)
        # what overflows falls back: only what fits goes on
        return max(low, _INT64[0]), min(high, _INT64[1])


_NEVER: Interval = (2**63, -(2**63) - 1)
"""Of what nothing is known to be bound to yet."""


def _ordered(low: int, high: int) -> Interval:
    return low, max(low, high)


def _hull(intervals: Iterable[Interval]) -> Interval:
    found = [i for i in intervals if i != _NEVER]
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

"""Mutable objects that others can see: arguments, what they hold, and module constants.

A module constant may not be changed (PV301), nor become part of what the caller gets (PV302). An entry that may
change its arguments, or give a mutable object of theirs back, is `linked`: its objects cross with their identity,
and what it did is written back. A flow-insensitive analysis over the whole unit says, for each variable and each
function, whether it may be such an object (`outer`) or may hold one inside (`inner`).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from pivot_lsp.port import ir, trees
from pivot_lsp.port.checks import effects
from pivot_lsp.port.refusal import Unportable
from pivot_lsp.port.types import DequeT, DictT, ListT, OptionalT, RecordT, SetT, Type, children, walk

_TAKEN_OUT = {
    "getitem", "next", "default", "deque.pop", "deque.popleft", "list.pop", "dict.get", "dict.pop", "dict.setdefault",
    "min", "max", "min.default", "max.default", "min.key", "max.key",
}  # fmt: skip
"""Operations whose result is an element of an argument; other results that share are new containers of elements."""
_ELEMENTS = {"list.extend", "dict.update", "setslice", "deque.extend", "deque.extendleft"}
"""Operations that store what their argument holds, not the argument."""
_SAME = {"as_list", "blurred", "following", "tabled", "in_order", "as_given"}
"""Operations whose result is the argument itself."""


@dataclass
class Shared:
    """May be (`outer`), or may hold inside (`inner`), a mutable object that the caller can see."""

    outer: bool = False
    inner: bool = False

    def join(self, other: "Shared") -> bool:
        """Adds what `other` may be; says whether that was new."""
        before = (self.outer, self.inner)
        self.outer, self.inner = self.outer or other.outer, self.inner or other.inner
        return (self.outer, self.inner) != before


@dataclass
class _Facts:
    variables: dict[tuple[str, str], Shared] = field(default_factory=dict)
    results: dict[str, Shared] = field(default_factory=dict)
    stored: set[Type] = field(default_factory=set)
    """Types of shared values that were stored in some container: from then on any container of that type may hold
    one, since containers have aliases."""
    changed: bool = False


Found = list[tuple[ir.Function, Unportable]]


def check(unit: ir.Unit) -> tuple[ir.Unit, Found]:
    """The unit with its linked entries named, and every place where it changes, or hands out, a module constant."""
    graph = {f.name: effects.calls(f) for f in unit.functions}
    linked = frozenset(name for name in unit.entries if _needs_links(unit, name, graph))
    return replace(unit, linked=linked), _Analysis(unit, unit.functions, frozenset(), linked).run()


def _needs_links(unit: ir.Unit, entry: str, graph: Mapping[str, frozenset[str]]) -> bool:
    function = unit.function(entry)
    signature = [function.result, *(p.type for p in function.params)]
    records = _records_in(unit, signature)
    if any(r.plain or r.assigned or not r.by_call or _holds_itself(unit, r) for r in records):
        return True  # made without a call of its class, changed by its fields, or part of itself
    if unit.identities and records:
        return True
    running = {entry} | effects.reached([entry], graph)
    functions = tuple(f for f in unit.functions if f.name in running)
    return bool(_Analysis(unit, functions, frozenset({entry}), frozenset()).run())


def _holds_itself(unit: ir.Unit, record: ir.Record) -> bool:
    return record in _records_in(unit, [f.type for f in record.fields if f.carried])


def _records_in(unit: ir.Unit, types: Iterable[Type]) -> list[ir.Record]:
    """The records that values of `types` can hold, at any depth."""
    found: dict[str, ir.Record] = {}
    todo = list(types)
    while todo:
        for t in walk(todo.pop()):
            if isinstance(t, RecordT) and t.cls not in found:
                found[t.cls] = unit.record(t.cls)
                todo += [f.type for f in found[t.cls].fields if f.carried]
    return list(found.values())


class _Analysis:
    """Follows the arguments of `entries`, or module constants when there are none, through `functions`: all that
    a call of an entry can run."""

    def __init__(
        self, unit: ir.Unit, functions: tuple[ir.Function, ...], entries: frozenset[str], linked: frozenset[str]
    ) -> None:
        self._unit = unit
        self._functions = functions
        self._entries = entries
        self._linked = linked
        self._records: Mapping[str, ir.Record] = {r.cls: r for r in unit.records}
        self._facts = _Facts()
        self._found: list[tuple[ir.Function, Unportable]] = []
        self._report = False
        self._function: ir.Function = functions[0]
        self._known: dict[tuple[Type, str], bool] = {}

    def run(self) -> list[tuple[ir.Function, Unportable]]:
        for name in self._entries:
            for p in self._unit.function(name).params:
                self._facts.variables[name, p.name] = self._of_type(p.type)
        self._facts.changed = True
        while self._facts.changed:
            self._facts.changed = False
            self._sweep()
        self._report = True
        self._sweep()
        return self._found

    def _sweep(self) -> None:
        for function in self._functions:
            self._function = function
            for one in trees.statements(function.body):
                self._statement(one)

    # ------------------------------------------------------------ types

    def mutable(self, t: Type) -> bool:
        """Whether the identity of a `t` can be observed: lists, dicts, records that are not frozen."""
        match t:
            case ListT() | DictT() | DequeT() | SetT(frozen=False):
                return True
            case RecordT(cls):
                return not self._records[cls].frozen
            case OptionalT(e):
                return self.mutable(e)
            case _:
                return False

    def holds_mutable(self, t: Type) -> bool:
        """Whether a `t` can hold a mutable object inside."""
        return self._remembered(t, "mutable", self.mutable)

    def _remembered(self, t: Type, what: str, test: Callable[[Type], bool]) -> bool:
        """`_inside`, asked once for each type and test: a sweep asks it of every expression."""
        key = (t, what)
        if key not in self._known:
            self._known[key] = self._inside(t, test, frozenset())
        return self._known[key]

    def _inside(self, t: Type, test: Callable[[Type], bool], seen: frozenset[Type]) -> bool:
        """Whether `test` is true of a type that a `t` can hold."""
        if t in seen:
            return False
        inside: tuple[Type, ...] = children(t)
        if isinstance(t, RecordT):
            inside = tuple(f.type for f in self._records[t.cls].fields if f.carried)
        if isinstance(t, OptionalT):
            return self._inside(t.inner, test, seen)
        return any(test(i) or self._inside(i, test, seen | {t}) for i in inside)

    def _of_type(self, t: Type) -> Shared:
        return Shared(self.mutable(t), self.holds_mutable(t))

    def _within(self, t: Type, shared: Shared) -> Shared:
        return Shared(shared.outer and self.mutable(t), shared.inner and self.holds_mutable(t))

    # ------------------------------------------------------------ values

    def value(self, e: ir.Expr) -> Shared:
        """What the value of `e` may share; also notes changes that evaluating it makes."""
        shared = self._value(e)
        if self._facts.stored and self._may_hold_stored(e.type):
            shared = Shared(shared.outer, True)
        return self._within(e.type, shared)

    def _may_hold_stored(self, t: Type) -> bool:
        return self._remembered(t, f"stored {len(self._facts.stored)}", self._facts.stored.__contains__)

    def _value(self, e: ir.Expr) -> Shared:
        match e:
            case ir.Var(name=name):
                return self._variable(name)
            case ir.ConstantRef():
                return Shared() if self._entries else Shared(True, True)
            case ir.Field(record=inner) | ir.TupleItem(tuple=inner):
                owner = self.value(inner)
                return Shared(owner.inner, owner.inner)
            case ir.Some(value=inner) | ir.Unwrap(value=inner):
                return self.value(inner)
            case ir.IfExp(test=test, then=then, other=other):
                self.value(test)
                return _join(self.value(then), self.value(other))
            case ir.Let(name=name, value=inner, body=body):
                self._flow(name, self.value(inner))
                return self.value(body)
            case ir.ListLit(items=items) | ir.TupleLit(items=items) | ir.New(args=items):
                return Shared(False, self._any_of(items))
            case ir.DictLit(items=pairs):
                return Shared(False, self._any_of(v for pair in pairs for v in pair))
            case ir.Comp(key=key, element=element, clauses=clauses):
                for clause in clauses:
                    self._bind(clause.pattern, self._elements(clause.iterable))
                    for test in clause.tests:
                        self.value(test)
                if e.kind == "first":
                    return self.value(element)  # the element itself
                return Shared(False, self._any_of(part for part in (key, element) if part is not None))
            case ir.Call(function=name, args=args):
                return self._call(name, args)
            case ir.Prim():
                return self._prim(e)
            case _:
                for operand in trees.operands(e):
                    self.value(operand)
                return Shared()

    def _call(self, name: str, args: tuple[ir.Expr, ...]) -> Shared:
        callee = self._unit.function(name)
        for p, argument in zip(callee.params, args, strict=True):
            self._join_variable(name, p.name, self.value(argument))
        return self._facts.results.setdefault(name, Shared())

    def _prim(self, e: ir.Prim) -> Shared:
        values = [self.value(a) for a in e.args if not isinstance(a, ir.Lambda)]
        for a in e.args:
            if isinstance(a, ir.Lambda):
                source = values[0] if values else Shared()
                for name in a.params:
                    self._flow(name, Shared(source.inner, source.inner))
                values.append(self.value(a.body))
        if e.row.mutates and values[0].outer:
            self._note("PV301", "this changes a module constant", e.span)
        for index in e.row.keeps:
            self._store(e.args[index].type, values[index], e.span, elements=e.row.key in _ELEMENTS)
        if not e.row.shares:
            return Shared()
        every = Shared()
        for v in values:
            every.join(v)
        if e.row.key in _SAME:
            return every
        plain = [a for a in e.args if not isinstance(a, ir.Lambda)]
        itself = any(v.outer and e.type in (a.type, OptionalT(a.type)) for a, v in zip(plain, values, strict=False))
        return Shared(e.row.key in _TAKEN_OUT and (every.inner or itself), every.inner)

    def _any_of(self, parts: Iterable[ir.Expr]) -> bool:
        """Whether one of `parts` is shared; every one of them is looked at."""
        return any([_any(self.value(p)) for p in parts])  # noqa: C419 - evaluating notes changes

    def _elements(self, iterable: ir.Expr) -> Shared:
        inner = self.value(iterable).inner
        return Shared(inner, inner)

    # ------------------------------------------------------------ variables

    def _variable(self, name: str) -> Shared:
        return self._facts.variables.setdefault((self._function.name, name), Shared())

    def _join_variable(self, function: str, name: str, shared: Shared) -> None:
        known = self._facts.variables.setdefault((function, name), Shared())
        self._facts.changed |= known.join(shared)

    def _flow(self, name: str, shared: Shared) -> None:
        self._join_variable(self._function.name, name, shared)

    def _bind(self, pattern: ir.Pattern, shared: Shared) -> None:
        if isinstance(pattern, ir.Name):
            self._flow(pattern.name, self._within(pattern.type, shared))
            return
        for item in pattern.items:
            self._bind(item, Shared(shared.inner or shared.outer, shared.inner))

    def _store(self, t: Type, shared: Shared, span: ir.Span, *, elements: bool) -> None:
        """A value of type `t` (or its `elements`) was stored in some container: notes it when it is shared."""
        if not (shared.inner or (shared.outer and not elements)):
            return
        if self._linked and not self._entries:
            self._note("PV302", "a module constant's object becomes part of another", span)
        kept = set(children(t)) if elements else {t}
        if not kept <= self._facts.stored:
            self._facts.stored |= kept
            self._facts.changed = True

    # ------------------------------------------------------------ statements

    def _statement(self, one: ir.Stmt) -> None:
        match one:
            case ir.Assign(name=name, value=value):
                self._flow(name, self.value(value))
            case ir.Unpack(pattern=pattern, value=value):
                shared = self.value(value)
                self._bind(pattern, Shared(shared.inner, shared.inner))
            case ir.For(pattern=pattern, iterable=iterable):
                self.value(iterable)
                self._bind(pattern, self._elements(iterable))
            case ir.SetField(record=record, value=value):
                if self.value(record).outer:
                    self._note("PV301", "this changes a module constant", one.span)
                self._store(value.type, self.value(value), one.span, elements=False)
            case ir.Return(value=value):
                shared = self.value(value)
                known = self._facts.results.setdefault(self._function.name, Shared())
                self._facts.changed |= known.join(shared)
                if _any(shared) and self._function.name in (self._entries or self._unit.entries):
                    self._note("PV302", "the result is, or holds, a mutable object of a module constant", one.span)
            case _:
                for own in trees.own_expressions(one):
                    self.value(own)

    def _note(self, code: str, text: str, span: ir.Span) -> None:
        if self._report:
            self._found.append((self._function, Unportable(code, text, span.line, span.column)))


def _any(shared: Shared) -> bool:
    return shared.outer or shared.inner


def _join(a: Shared, b: Shared) -> Shared:
    return Shared(a.outer or b.outer, a.inner or b.inner)

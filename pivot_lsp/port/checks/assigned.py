"""Definite assignment: no local variable is read where Python could find it unbound (Java Language Spec, chapter 16).

Python raises UnboundLocalError there; a port has no such state, so the variable becomes an optional
(`checks/unbound`), or the function is refused with PV216.
"""

from pivot_lsp.port import ir, trees
from pivot_lsp.port.refusal import Unportable


class Unassigned(Unportable):
    """A variable of type `type` is read too early."""

    def __init__(self, read: ir.Var) -> None:
        span = read.span
        super().__init__("PV216", f"{read.name!r} may be unassigned here", span.line, span.column)
        self.name = read.name
        self.type = read.type


_NEVER = None
"""The state after a statement that control does not leave: everything is assigned there."""

State = frozenset[str] | None


def check(function: ir.Function) -> None:
    """Raises Unportable PV216 for the first read that may come too early."""
    names = {n for s in trees.statements(function.body) for n in _binds(s)}
    _Checker(names, _single_flags(function.body)).block(function.body, frozenset(p.name for p in function.params))


def anew(body: tuple[ir.Stmt, ...], names: set[str], given: frozenset[str]) -> bool:
    """Whether every read of `names` in a loop's `body` comes after a store in the same round; `given`: those that the
    loop itself binds."""
    checker = _Checker(names, {})
    checker.enter_loop()
    try:
        checker.block(body, given)
    except Unassigned:
        return False
    return True


def _binds(one: ir.Stmt) -> tuple[str, ...]:
    match one:
        case ir.Assign(name=name):
            return (name,)
        case ir.Unpack(pattern=pattern) | ir.For(pattern=pattern):
            return trees.bound_names(pattern)
        case _:
            return ()


def _meet(a: State, b: State) -> State:
    if a is None or b is None:
        return a if b is None else b
    return a & b


def _single_flags(body: tuple[ir.Stmt, ...]) -> dict[str, int]:
    """Variables that are cleared once, read once, and otherwise only set, as the `else` of a loop is lowered: with
    how often they are set."""
    cleared: list[str] = []
    others: set[str] = set()
    sets: list[str] = []
    for one in trees.statements(body):
        for name in _binds(one):
            value = one.value.value if isinstance(one, ir.Assign) and isinstance(one.value, ir.Const) else None
            if value is False:
                cleared.append(name)
            elif value is True:
                sets.append(name)
            else:
                others.add(name)
    reads = [e.name for e in trees.expressions(body) if isinstance(e, ir.Var)]
    single = {n for n in cleared if cleared.count(n) == 1 and reads.count(n) == 1} - others
    return {n: sets.count(n) for n in single}


def _break_flag(body: tuple[ir.Stmt, ...]) -> str:
    """The variable that is set just before every `break` of this loop and nowhere else in it, else an empty name."""
    marks: list[str] = []

    def visit(block: tuple[ir.Stmt, ...]) -> None:
        for before, one in zip((None, *block), block):
            if isinstance(one, ir.Break):
                marks.append(before.name if isinstance(before, ir.Assign) else "")
            elif not isinstance(one, ir.For | ir.While):
                for inner in trees.blocks(one):
                    visit(inner)

    visit(body)
    name = marks[0] if marks else ""
    writes = [s for s in trees.statements(body) if name and name in _binds(s)]
    return name if marks.count(name) == len(marks) == len(writes) else ""


def _negated_flag(test: ir.Expr) -> str:
    """The variable in `not variable`, else an empty name."""
    inner = test.args[0] if isinstance(test, ir.Prim) and test.row.key == "not" else None
    return inner.name if isinstance(inner, ir.Var) else ""


class _Checker:
    def __init__(self, names: set[str], flags: dict[str, int]) -> None:
        self._names = names
        self._flags = flags
        self._breaks: list[State] = []
        self._ended: dict[str, tuple[State, State]] = {}
        """By the flag of a loop that had an else: the states after its last round, and after a break."""

    def enter_loop(self) -> None:
        """What follows may `break`."""
        self._breaks.append(_NEVER)

    def block(self, body: tuple[ir.Stmt, ...], state: State) -> State:
        for one in body:
            state = self.statement(one, state)
        return state

    def statement(self, one: ir.Stmt, state: State) -> State:
        if state is None:
            return None
        for own in trees.own_expressions(one):
            self.reads(own, state)
        match one:
            case ir.Assign() | ir.Unpack():
                return state | set(_binds(one))
            case ir.If(test, body, orelse):
                flag = _negated_flag(test)
                if flag in self._ended:
                    ran_out, broken = self._ended[flag]
                    return _meet(self.block(body, ran_out), broken)
                if isinstance(test, ir.Const):
                    return self.block(body if test.value else orelse, state)
                return _meet(self.block(body, state), self.block(orelse, state))
            case ir.While(test, body):
                self.enter_loop()
                self.block(body, state)
                broken = self._breaks.pop()
                endless = isinstance(test, ir.Const) and test.value is True
                return self._after(body, _NEVER if endless else state, broken)
            case ir.For(pattern, _, body):
                self.enter_loop()
                self.block(body, state | set(trees.bound_names(pattern)))
                return self._after(body, state, self._breaks.pop())
            case ir.Try(body, handlers, orelse):
                after = self.block(orelse, self.block(body, state))
                for handler in handlers:
                    after = _meet(after, self.block(handler.body, state))
                return after
            case ir.Break():
                self._breaks[-1] = _meet(self._breaks[-1], state)
                return None
            case ir.Return() | ir.Raise() | ir.Reraise() | ir.Continue():
                return None
            case _:
                return state

    def _after(self, body: tuple[ir.Stmt, ...], ran_out: State, broken: State) -> State:
        flag = _break_flag(body)
        sets = sum(flag in _binds(s) for s in trees.statements(body))
        if self._flags.get(flag) == sets:
            self._ended[flag] = (ran_out, broken)
        return _meet(ran_out, broken)

    def reads(self, expression: ir.Expr, state: frozenset[str], bound: frozenset[str] = frozenset()) -> None:
        match expression:
            case ir.Var(name=name):
                if name in self._names and name not in state and name not in bound:
                    raise Unassigned(expression)
            case ir.Let(name=name, value=value, body=body):
                self.reads(value, state, bound)
                self.reads(body, state, bound | {name})
            case ir.Lambda(params=params, body=body):
                self.reads(body, state, bound | set(params))
            case ir.Comp(key=key, element=element, clauses=clauses):
                inner = bound
                for clause in clauses:
                    self.reads(clause.iterable, state, inner)
                    inner = inner | set(trees.bound_names(clause.pattern))
                    for test in clause.tests:
                        self.reads(test, state, inner)
                for made in (key, element):
                    if made is not None:
                        self.reads(made, state, inner)
            case _:
                for operand in trees.operands(expression):
                    self.reads(operand, state, bound)

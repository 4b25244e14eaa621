"""Definite assignment: no local variable is read where Python could find it unbound (Java Language Spec, chapter 16).

Python raises UnboundLocalError there; a port has no such state, so it is refused with PV216.
"""

from pivot_lsp.port import ir
from pivot_lsp.port.refusal import Unportable

_NEVER = None
"""The state after a statement that control does not leave: everything is assigned there."""

State = frozenset[str] | None


def check(function: ir.Function) -> None:
    """Raises Unportable PV216 for the first read that may come too early."""
    names = {n for s in ir.statements(function.body) for n in _binds(s)}
    _Checker(names).block(function.body, frozenset(p.name for p in function.params))


def _binds(one: ir.Stmt) -> tuple[str, ...]:
    match one:
        case ir.Assign(name=name):
            return (name,)
        case ir.Unpack(pattern=pattern) | ir.For(pattern=pattern):
            return ir.bound_names(pattern)
        case _:
            return ()


def _meet(a: State, b: State) -> State:
    if a is None or b is None:
        return a if b is None else b
    return a & b


class _Checker:
    def __init__(self, names: set[str]) -> None:
        self._names = names
        self._breaks: list[State] = []

    def block(self, body: tuple[ir.Stmt, ...], state: State) -> State:
        for one in body:
            state = self.statement(one, state)
        return state

    def statement(self, one: ir.Stmt, state: State) -> State:
        if state is None:
            return None
        for own in ir.own_expressions(one):
            self.reads(own, state)
        match one:
            case ir.Assign() | ir.Unpack():
                return state | set(_binds(one))
            case ir.If(test, body, orelse):
                if isinstance(test, ir.Const):
                    return self.block(body if test.value else orelse, state)
                return _meet(self.block(body, state), self.block(orelse, state))
            case ir.While(test, body):
                self._breaks.append(_NEVER)
                self.block(body, state)
                broken = self._breaks.pop()
                endless = isinstance(test, ir.Const) and test.value is True
                return broken if endless else _meet(state, broken)
            case ir.For(pattern, _, body):
                self._breaks.append(_NEVER)
                self.block(body, state | set(ir.bound_names(pattern)))
                return _meet(state, self._breaks.pop())
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

    def reads(self, expression: ir.Expr, state: frozenset[str], bound: frozenset[str] = frozenset()) -> None:
        match expression:
            case ir.Var(name=name):
                if name in self._names and name not in state and name not in bound:
                    span = expression.span
                    raise Unportable("PV216", f"{name!r} may be unassigned here", span.line, span.column)
            case ir.Let(name=name, value=value, body=body):
                self.reads(value, state, bound)
                self.reads(body, state, bound | {name})
            case ir.Lambda(params=params, body=body):
                self.reads(body, state, bound | set(params))
            case ir.Comp(key=key, element=element, clauses=clauses):
                inner = bound
                for clause in clauses:
                    self.reads(clause.iterable, state, inner)
                    inner = inner | set(ir.bound_names(clause.pattern))
                    for test in clause.tests:
                        self.reads(test, state, inner)
                for made in (key, element):
                    if made is not None:
                        self.reads(made, state, inner)
            case _:
                for operand in ir.operands(expression):
                    self.reads(operand, state, bound)

"""What the expressions and statements of one function may do: raise, change what others see, read a name, bind it.

Keeps true: the answer is on the safe side; what is not known here is taken to change something.
"""

from pivot_lsp.port import ir, trees
from pivot_lsp.port.types import NONE, DictT, ListT, RecordT, SetT, Type, walk

_FRESH = {"set", "set.copy", "|", "&", "-", "^"}
_PLAIN = (
    ir.Const, ir.Var, ir.ConstantRef, ir.Prim, ir.Call, ir.Lambda, ir.BoolOp, ir.IfExp, ir.Let, ir.ListLit, ir.TupleLit,
    ir.DictLit, ir.Empty, ir.Comp, ir.TupleItem, ir.Field, ir.New, ir.Some, ir.Unwrap, ir.IsNone, ir.Concat,
)  # fmt: skip
_STATEMENTS = (
    ir.Declare, ir.Assign, ir.Unpack, ir.ExprStmt, ir.If, ir.While, ir.For, ir.Return, ir.Break, ir.Continue, ir.Raise,
    ir.Reraise, ir.Try,
)  # fmt: skip


class Conduct:
    """Of the function `function` of `unit`."""

    def __init__(self, unit: ir.Unit, function: ir.Function) -> None:
        self._unit = unit
        self._function = function

    def raises(self, e: ir.Expr) -> bool:
        """Whether evaluating `e` can end with a Python exception."""
        return any(
            (isinstance(x, ir.Prim) and bool(x.row.raises) and x.row.key not in ("sorted",))
            or (isinstance(x, ir.Call) and self._unit.function(x.function).raises)
            for x in trees.within(e)
        )

    def pure(self, e: ir.Expr) -> bool:
        """Whether evaluating `e` changes nothing that can be seen."""
        return all(self._pure_node(x) for x in trees.within(e))

    def _pure_node(self, e: ir.Expr) -> bool:
        if not isinstance(e, _PLAIN):
            return False
        if isinstance(e, ir.Prim):
            return not e.row.mutates and e.type != NONE
        if isinstance(e, ir.Call):
            return self._pure_function(e.function, frozenset())
        return True

    def _pure_function(self, name: str, above: frozenset[str]) -> bool:
        """Whether a function changes only what it made itself: it changes nothing, or is given nothing mutable."""
        if name in above:
            return True
        function = self._unit.function(name)
        closed = not any(_mutable(t) for p in function.params for t in walk(p.type))
        if not all(isinstance(s, _STATEMENTS) for s in trees.statements(function.body)):
            return False
        for e in trees.expressions(function.body):
            if not isinstance(e, (*_PLAIN, ir.ExcText)):
                return False
            if isinstance(e, ir.Prim) and ((e.row.mutates and not closed) or (e.type == NONE and not e.row.mutates)):
                return False
            if isinstance(e, ir.Call) and not self._pure_function(e.function, above | {name}):
                return False
        return True

    def read_elsewhere(self, name: str, loop: ir.For) -> bool:
        """Whether `name` is read outside of the rounds of `loop`."""
        inside = {id(s) for s in trees.statements(loop.body)}
        return any(
            name in trees.free_names(e)
            for s in trees.statements(self._function.body)
            if id(s) not in inside
            for e in trees.own_expressions(s)
        )

    def private(self, name: str) -> bool:
        """Whether the set `name` is made here and has no other name: it is only asked, changed, walked or returned."""
        total = plain = 0
        for one in trees.statements(self._function.body):
            if name in bound(one) and not (isinstance(one, ir.Assign) and _is_fresh_set(one.value)):
                return False
            for own in trees.own_expressions(one):
                total += sum(isinstance(x, ir.Var) and x.name == name for x in trees.within(own))
                plain += sum(_asks(x, name) for x in trees.within(own))
            plain += isinstance(one, ir.Return) and isinstance(one.value, ir.Var) and one.value.name == name
        return total == plain and not any(p.name == name for p in self._function.params)

    def binds(self, name: str) -> int:
        """How many statements bind `name`; a parameter counts as well."""
        found = sum(name in bound(s) for s in trees.statements(self._function.body))
        return found + any(p.name == name for p in self._function.params)


def _is_fresh_set(e: ir.Expr) -> bool:
    return isinstance(e, ir.Empty | ir.Comp) or (isinstance(e, ir.Prim) and e.row.key in _FRESH)


def _asks(e: ir.Expr, name: str) -> int:
    """How often `e` takes the set `name` as the operand of an operation that does not keep it."""
    if not isinstance(e, ir.Prim) or e.row.keeps or e.row.shares:
        return 0
    return sum(isinstance(a, ir.Var) and a.name == name for a in e.args)


def bound(one: ir.Stmt) -> tuple[str, ...]:
    """The variables that a statement itself binds."""
    match one:
        case ir.Assign(name=name) | ir.Declare(name=name):
            return (name,)
        case ir.Unpack(pattern=pattern) | ir.For(pattern=pattern):
            return trees.bound_names(pattern)
        case _:
            return ()


def _mutable(t: Type) -> bool:
    return isinstance(t, ListT | DictT | RecordT) or (isinstance(t, SetT) and not t.frozen)

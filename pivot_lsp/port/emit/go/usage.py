"""What a block reads and assigns. Go refuses a variable that nothing reads, and some loops may be written more
plainly when nothing in them changes what they walk over."""

from collections.abc import Iterable, Iterator, Mapping

from pivot_lsp.port import ir, trees
from pivot_lsp.port.types import ListT, Type, ViewT


def listed(e: ir.Expr) -> ir.Expr | None:
    """The list that the iterator `e` walks over, if it does."""
    if isinstance(e, ir.Prim) and e.row.key == "iter" and isinstance(e.args[0].type, ListT):
        return e.args[0]
    return None


def free(e: ir.Expr) -> frozenset[str]:
    """The variables that `e` reads from outside: names of its own comprehensions and lambdas do not count."""
    match e:
        case ir.Var(name=name):
            return frozenset((name,))
        case ir.Lambda(params=params, body=body):
            return free(body) - frozenset(params)
        case ir.Let(name=name, value=value, body=body):
            return free(value) | (free(body) - {name})
        case ir.Comp(key=key, element=element, clauses=clauses):
            found = free(element) | (free(key) if key is not None else frozenset())
            for clause in reversed(clauses):
                tests = frozenset(n for t in clause.tests for n in free(t))
                found = free(clause.iterable) | ((found | tests) - frozenset(trees.bound_names(clause.pattern)))
            return found
        case _:
            return frozenset(n for inner in trees.operands(e) for n in free(inner))


def reads(name: str, body: tuple[ir.Stmt, ...]) -> bool:
    """Whether `name` is read in `body`."""
    return any(name in free(own) for one in trees.statements(body) for own in _read_by(one, name))


def _read_by(one: ir.Stmt, name: str) -> Iterable[ir.Expr]:
    """The expressions of `one` that Go evaluates: giving `name` to itself, as a branch of a choice does, is none."""
    if isinstance(one, ir.Assign) and one.name == name:
        return _branches(one.value, name)
    return trees.own_expressions(one)


def _branches(value: ir.Expr, name: str) -> Iterator[ir.Expr]:
    if isinstance(value, ir.IfExp):
        yield value.test
        yield from _branches(value.then, name)
        yield from _branches(value.other, name)
    elif not (isinstance(value, ir.Var) and value.name == name):
        yield value


def assigns(name: str, body: tuple[ir.Stmt, ...]) -> bool:
    """Whether `name` is assigned in `body` other than by a declaration there."""
    for one in trees.statements(body):
        match one:
            case ir.Assign(name=own, declares=False) if own == name:
                return True
            case ir.Unpack(pattern=pattern, declares=False) if name in trees.bound_names(pattern):
                return True
            case _:
                pass
    return False


_IN_PLACE = {"setitem", "list.sort", "list.reverse"}

Resizing = Mapping[str, frozenset[Type]]
"""By function: the types of the lists that it, or what it calls, may make longer or shorter."""


def resizing(unit: ir.Unit) -> Resizing:
    """What a call of each function of the unit does to the lengths of lists."""
    made = {f.name: list(trees.expressions(f.body)) for f in unit.functions}
    found = {name: _changed(expressions) for name, expressions in made.items()}
    calls = {name: {e.function for e in inside if isinstance(e, ir.Call)} for name, inside in made.items()}
    while True:
        more = {name: found[name].union(*(found[c] for c in called)) for name, called in calls.items()}
        if more == found:
            return found
        found = more


def _changed(expressions: Iterable[ir.Expr]) -> frozenset[Type]:
    changed = (
        e.args[0].type for e in expressions if isinstance(e, ir.Prim) and e.row.mutates and e.row.key not in _IN_PLACE
    )
    return frozenset(t for t in changed if not isinstance(t, ViewT))  # what a loop fills is not walked over in it


def resized(body: tuple[ir.Stmt, ...], known: Resizing) -> frozenset[Type]:
    """The types of the lists that `body` may make longer or shorter. A list whose items merely change or move may
    be walked as a slice: it reads what is there, as Python does."""
    owns = (own for one in trees.statements(body) for own in trees.own_expressions(one))
    return frozenset(t for own in owns for t in resized_in(own, known))


def resized_in(e: ir.Expr, known: Resizing) -> frozenset[Type]:
    """The types of the lists that evaluating `e` may make longer or shorter."""
    inside = list(trees.within(e))
    return _changed(inside).union(*(known[c.function] for c in inside if isinstance(c, ir.Call)))


def simple(e: ir.Expr) -> bool:
    """Whether evaluating `e` has no effect, cannot fail, and costs nothing: it may be repeated, moved or left out."""
    match e:
        case ir.Const() | ir.Var() | ir.ConstantRef():
            return True
        case ir.Field(record=inner) | ir.TupleItem(tuple=inner):
            return simple(inner)
        case ir.Some(value=inner):
            return simple(inner)
        case _:
            return False

"""set and frozenset: made, changed, compared, walked where no order shows, and given back."""

from pivot_lsp.port.types import BOOL, FLOAT, INT, STR, IterT, ListT, SetT, TupleT, Type
from tests.fuzz.areas.pen import Pen, bind, named, put, small, some
from tests.fuzz.expressions import Scope


def element(pen: Pen) -> Type:
    """A type that sets hold."""
    return pen.rng.choice((INT, INT, STR, STR, TupleT((INT, STR)), BOOL, FLOAT))


def made_set(pen: Pen, t: SetT, scope: Scope) -> str:
    """An expression that makes a set."""
    e = t.element
    kind = "frozenset" if t.frozen else "set"
    names = [n for n, found in scope.variables.items() if isinstance(found, SetT) and found.element == e]
    forms = [
        f"{kind}({some(pen, ListT(e), scope)})",
        f"{kind}({some(pen, ListT(e), scope)})",
        f"{kind}({some(pen, IterT(e), scope)})",
    ]
    if not t.frozen:
        walked = pen.make.fresh("i")
        inner = scope.inner()
        inner.variables[walked] = INT
        forms += [f"{{{some(pen, e, scope)}, {some(pen, e, scope)}}}"]
        forms += [f"{{{some(pen, e, inner)} for {walked} in {some(pen, IterT(INT), scope)}}}"]
    same = [n for n in names if scope.variables[n] == t]
    if same:
        op = pen.rng.choice("|&-^")
        forms += [f"({pen.rng.choice(same)} {op} {pen.rng.choice(names)})"] * 3
        forms += [f"{pen.rng.choice(same)}.copy()"]
    return pen.rng.choice(forms)


def declared(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """A new set."""
    known = [scope.variables[n] for n in named(scope, SetT)]
    t = pen.rng.choice(known) if known and pen.rng.random() < 0.6 else SetT(element(pen), pen.rng.random() < 0.2)
    assert isinstance(t, SetT)
    text = made_set(pen, t, scope) if pen.rng.random() < 0.8 else f"{'frozenset' if t.frozen else 'set'}()"
    pen.line(indent, f"{bind(pen, scope, t)}: {t} = {text}")


def changed(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """A change of a set, or of one with another."""
    names = [n for n in named(scope, SetT) if not scope.variables[n].frozen]  # type: ignore[union-attr]
    if not names:
        declared(pen, scope, indent, depth)
        return
    name = pen.rng.choice(names)
    t = scope.variables[name]
    assert isinstance(t, SetT)
    others = scope.of(t)
    forms = [f"{name}.add({some(pen, t.element, scope)})"] * 4
    forms += [
        f"{name}.discard({some(pen, t.element, scope)})",
        f"{name}.update({some(pen, ListT(t.element), scope)})",
        f"{name} {pen.rng.choice(('|=', '&=', '-=', '^='))} {pen.rng.choice(others)}",
        f"{name} |= {{{some(pen, t.element, scope)}}}",
        f"{name}.remove({some(pen, t.element, scope)})",
        f"{name}.clear()",
    ]
    pen.line(indent, pen.rng.choice(forms))


def asked(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """What no order changes: membership, sizes, comparisons, sorted, sums."""
    names = named(scope, SetT)
    if not names:
        declared(pen, scope, indent, depth)
        return
    name = pen.rng.choice(names)
    t = scope.variables[name]
    assert isinstance(t, SetT)
    other = pen.rng.choice(scope.of(t))
    forms: list[tuple[Type, str]] = [
        (BOOL, f"{some(pen, t.element, scope)} in {name}"),
        (INT, f"len({name} {pen.rng.choice('|&-^')} {other})"),
        (BOOL, f"{name} {pen.rng.choice(('<=', '<', '==', '!=', '>', '>='))} {other}"),
        (BOOL, f"{name}.isdisjoint({other})"),
        (BOOL, f"not {name}"),
    ]
    if t.element in (INT, STR, TupleT((INT, STR))):
        forms += [(ListT(t.element), f"sorted({name}{pen.rng.choice(('', ', reverse=True'))})")] * 2
    if t.element == INT:
        forms += [(INT, f"sum({name})"), (INT, f"max({name}, default=-1)")]
    found, text = pen.rng.choice(forms)
    put(pen, scope, indent, found, f"{text}")


def walked(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """Another set filled by a walk."""
    names = [n for n in named(scope, SetT) if scope.variables[n].element == INT]  # type: ignore[union-attr]
    if not names:
        declared(pen, scope, indent, depth)
        return
    name = pen.rng.choice(names)
    t = SetT(INT)
    inner = scope.inner()
    item = pen.make.fresh("i")
    inner.variables[item] = INT
    if pen.rng.random() < 0.5:
        put(pen, scope, indent, t, f"{{{item} * {small(pen, scope)} for {item} in {name}}}")
        return
    made = bind(pen, scope, t)
    pen.line(indent, f"{made}: set[int] = set()")
    pen.line(indent, f"for {item} in {name}:")
    pen.line(indent + 1, f"{made}.add({item} // 3)")


SETS = (declared, declared, changed, changed, changed, asked, asked, walked)

"""match, walrus, try with finally, chained comparisons, loops with else, unions narrowed by isinstance."""

from pivot_lsp.port.types import BOOL, FLOAT, INT, STR, ListT, OptionalT, TupleT
from tests.fuzz.areas.pen import Pen, bind, put, small, some
from tests.fuzz.expressions import Scope

CAUGHT = ("ZeroDivisionError", "ArithmeticError", "Exception", "(KeyError, IndexError)")


def _case(pen: Pen, scope: Scope, indent: int, pattern: str, **names: object) -> None:
    inner = scope.inner()
    inner.variables |= names  # type: ignore[arg-type]
    guard = f" if {some(pen, BOOL, inner, 1)}" if pen.rng.random() < 0.3 else ""
    pen.line(indent, f"case {pattern}{guard}:")
    out = [n for n, t in inner.variables.items() if n[0] == "v" and t == INT]
    if out and pen.rng.random() < 0.6:
        pen.line(indent + 1, f"{pen.rng.choice(out)} = {some(pen, INT, inner)}")
    else:
        pen.block(inner, indent + 1, 1)


def matched(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """A match of an int, a text, a tuple, a list or something optional."""
    kind = pen.rng.choice(("int", "str", "tuple", "list", "optional"))
    a, b = pen.make.fresh("m"), pen.make.fresh("m")
    if kind == "int":
        pen.line(indent, f"match {small(pen, scope)}:")
        _case(pen, scope, indent + 1, "0 | 1")
        _case(pen, scope, indent + 1, "-1")
        _case(pen, scope, indent + 1, a, **{a: INT})
    elif kind == "str":
        pen.line(indent, f"match {some(pen, STR, scope)}:")
        _case(pen, scope, indent + 1, '"a" | "abc"')
        _case(pen, scope, indent + 1, '""')
        _case(pen, scope, indent + 1, "_")
    elif kind == "tuple":
        pen.line(indent, f"match {some(pen, TupleT((INT, STR)), scope)}:")
        _case(pen, scope, indent + 1, f"(0, {b})", **{b: STR})
        _case(pen, scope, indent + 1, f"({a}, '')", **{a: INT})
        _case(pen, scope, indent + 1, f"({a}, {b})", **{a: INT, b: STR})
    elif kind == "list":
        pen.line(indent, f"match {some(pen, ListT(INT), scope)}:")
        _case(pen, scope, indent + 1, "[]")
        _case(pen, scope, indent + 1, f"[{a}]", **{a: INT})
        _case(pen, scope, indent + 1, f"[{a}, 2, *{b}]", **{a: INT, b: ListT(INT)})
        _case(pen, scope, indent + 1, f"[{a}, *_]", **{a: INT})
    else:
        text = some(pen, OptionalT(INT), scope)
        name = bind(pen, scope, OptionalT(INT))
        pen.line(indent, f"{name}: int | None = {text}")
        pen.line(indent, f"match {name}:")
        _case(pen, scope, indent + 1, "None")
        _case(pen, scope, indent + 1, "3")
        _case(pen, scope, indent + 1, "_")


def walrus(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """A name bound in a condition."""
    t = pen.rng.choice((INT, STR, FLOAT))
    text = some(pen, t, scope)
    other = some(pen, t, scope)
    name = bind(pen, scope, t)
    test = pen.rng.choice((f"({name} := {text}) > {other}", f"({name} := {text}) and {name} != {other}"))
    pen.line(indent, f"if {test}:")
    pen.block(scope, indent + 1, depth - 1 if depth > 1 else 1)


def finally_(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """try with finally, with or without a handler."""
    state = put(pen, scope, indent, INT, "0")
    pen.line(indent, "try:")
    pen.block(scope, indent + 1, 1)
    pen.line(indent + 1, f"{state} += {some(pen, INT, scope)} // ({small(pen, scope)})")
    if pen.rng.random() < 0.7:
        pen.line(
            indent,
            f"except {pen.rng.choice(CAUGHT)}:",
        )
        pen.line(indent + 1, pen.rng.choice((f"{state} = -1", "raise", f"raise Odd({state})")))
    pen.line(indent, "finally:")
    pen.line(indent + 1, f"{state} = {state} % 97 + 1")


def chained(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """Comparisons in a chain, of mixed numbers too."""
    kinds = [pen.rng.choice((INT, INT, FLOAT, BOOL)) for _ in range(3)]
    a, b, c = (some(pen, k, scope) for k in kinds)
    ops = [pen.rng.choice(("<", "<=", ">", ">=", "==", "!=")) for _ in range(2)]
    put(pen, scope, indent, BOOL, f"{a} {ops[0]} {b} {ops[1]} {c}")


def searched(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """for with else, left by break."""
    item = pen.make.fresh("i")
    found = put(pen, scope, indent, INT, "-1")
    inner = scope.inner()
    inner.variables[item] = INT
    pen.line(indent, f"for {item} in {some(pen, ListT(INT), scope)}:")
    pen.line(indent + 1, f"if {some(pen, BOOL, inner)}:")
    pen.line(indent + 2, f"{found} = {item}")
    pen.line(indent + 2, pen.rng.choice(("break", "continue", "break")))
    pen.line(indent, "else:")
    pen.line(indent + 1, f"{found} = {some(pen, INT, scope)}")


def narrowed(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """A variable of two types, told apart by isinstance."""
    name, found = pen.make.fresh("u"), put(pen, scope, indent, INT, "0")
    pen.line(
        indent, f"{name}: int | str = {some(pen, INT, scope)} if {some(pen, BOOL, scope)} else {some(pen, STR, scope)}"
    )
    pen.line(indent, f"if isinstance({name}, {pen.rng.choice(('int', 'str'))}):")
    first = "int" in pen.lines[-1]
    number, text = f"{name} % 7", f"len({name} + 'é')"
    pen.line(indent + 1, f"{found} = {number if first else text}")
    pen.line(indent, "else:")
    pen.line(indent + 1, f"{found} = {text if first else number}")


FLOW = (matched, matched, walrus, finally_, finally_, chained, searched, narrowed)

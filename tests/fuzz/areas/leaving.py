"""Ways out of blocks: return, break and continue through finally, else of loops, cases that fail in their guard."""

from pivot_lsp.port.types import INT, STR, ListT
from tests.fuzz.areas.pen import Pen, bind, put, small, some
from tests.fuzz.expressions import Scope

OUT = ("break", "continue", "break", "pass")


def through(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """A loop of which each round ends in a finally."""
    log = bind(pen, scope, ListT(INT))
    item, inner = pen.make.fresh("i"), pen.make.fresh("j")
    known = scope.inner()
    known.variables[item] = INT
    pen.line(indent, f"{log}: list[int] = []")
    pen.line(indent, f"for {item} in {some(pen, ListT(INT), scope)}:")
    pen.line(indent + 1, "try:")
    if pen.rng.random() < 0.5:
        pen.line(indent + 2, f"for {inner} in range({item} % 6):")
        pen.line(indent + 3, f"if {inner} > {pen.rng.randrange(4)}:")
        pen.line(indent + 4, pen.rng.choice(("break", "continue")))
        pen.line(indent + 2, "else:")
        pen.line(indent + 3, pen.rng.choice(OUT))
    else:
        pen.line(indent + 2, f"if {item} > {small(pen, scope)}:")
        pen.line(indent + 3, pen.rng.choice((*OUT, f"raise Odd({item})")))
    pen.line(indent + 2, f"{log}.append(20 // ({item} % 7 - {pen.rng.randrange(5)}))")
    if pen.rng.random() < 0.6:
        pen.line(indent + 1, f"except {pen.rng.choice(('ZeroDivisionError', 'Odd', 'Exception'))}:")
        pen.line(indent + 2, pen.rng.choice((*OUT, f"{log}.append(-1)", "raise", "raise KeyError('k') from None")))
    if pen.rng.random() < 0.9:
        pen.line(indent + 1, "finally:")
        pen.line(indent + 2, f"{log}.append({pen.rng.choice((100, item))})")
    else:
        pen.line(indent + 1, "finally:")
        pen.line(indent + 2, "pass")
    if pen.rng.random() < 0.3:
        pen.line(indent, "else:")
        pen.line(indent + 1, f"{log}.append(7)")


def returned(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """A nested function that returns from within a try."""
    log, name = bind(pen, scope, ListT(INT)), pen.make.fresh("g")
    pen.line(indent, f"{log}: list[int] = []")
    pen.line(indent, f"def {name}(a: int) -> int:")
    pen.line(indent + 1, "n = a")
    pen.line(indent + 1, "try:")
    pen.line(indent + 2, f"if a > {small(pen, scope)}:")
    pen.line(indent + 3, pen.rng.choice(("return n", "return 10 // a", "raise Odd(a)", "n = 10 // (a - 3)")))
    pen.line(indent + 2, pen.rng.choice(("n += 5", "n = 7 // (a % 3)", "return -n")))
    if pen.rng.random() < 0.7:
        pen.line(indent + 1, f"except {pen.rng.choice(('ZeroDivisionError', 'Odd', 'ArithmeticError'))}:")
        pen.line(indent + 2, pen.rng.choice(("return -1", "n = -2", "raise IndexError(n)", "raise")))
        if pen.rng.random() < 0.3:
            pen.line(indent + 1, "else:")
            pen.line(indent + 2, pen.rng.choice(("return n * 2", "n -= 1")))
    pen.line(indent + 1, "finally:")
    pen.line(indent + 2, pen.rng.choice((f"{log}.append(n)", "n = 50", f"{log}.append(a)")))
    pen.line(indent + 1, "return n + 1000")
    made = put(pen, scope, indent, ListT(INT), "[]")
    pen.lines[-1] = "    " * indent + f"{made}: list[int] = []"
    pen.line(indent, f"for w in {some(pen, ListT(INT), scope)}:")
    pen.line(indent + 1, "try:")
    pen.line(indent + 2, f"{made}.append({name}(w % 9))")
    pen.line(indent + 1, "except Exception as e:")
    pen.line(indent + 2, f"{made}.append(len(str(e)))")


def cased(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """A match whose cases bind the subject's own name, or fail in their guard."""
    xs, found = pen.make.fresh("v"), put(pen, scope, indent, STR, "''")
    scope.variables[xs] = ListT(INT)
    pen.line(indent, f"{xs} = [{small(pen, scope)} % 3, {small(pen, scope)}, *{some(pen, ListT(INT), scope, 1)}]")
    rest = pen.rng.choice((xs, pen.make.fresh("m")))
    pen.line(indent, f"match {xs}:")
    guard = pen.rng.choice((f"len({rest}) > {pen.rng.randrange(4)}", f"{rest} and {rest}.pop() > 2", "k > 1"))
    cases = [
        (f"[k, *{rest}] if {guard}", f"'a' + str(k) + str({rest})"),
        (f"[0 | 1 as k, *{rest}]", f"'b' + str(k) + str({rest})"),
        (f"[k, j] if j > {small(pen, scope)}", "f'c{k}{j}'"),
        ("[]", "'d'"),
        (f"[*{rest}, k] if k % 2", f"f'e{{k}}{{{rest}}}'"),
        ("[k, _, j]", "f'f{k}{j}'"),
    ]
    for pattern, value in pen.rng.sample(cases, pen.rng.choice((2, 3, 4))):
        pen.line(indent + 1, f"case {pattern}:")
        pen.line(indent + 2, f"{found} = {value}")
    pen.line(indent + 1, "case _:")
    pen.line(indent + 2, f"{found} = 'g' + str({xs})")


LEAVING = (through, through, returned, returned, cased)

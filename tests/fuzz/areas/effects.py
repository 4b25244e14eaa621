"""What changes while an expression is evaluated: targets, bounds, stars and items whose parts have effects."""

from pivot_lsp.port.types import INT, STR, DictT, ListT
from tests.fuzz.areas.pen import Pen, bind, put, small, some
from tests.fuzz.expressions import Scope


def _noting(pen: Pen, scope: Scope, indent: int) -> tuple[str, str]:
    """A list, and a nested function that appends to it and gives a small int."""
    log, name = bind(pen, scope, ListT(INT)), pen.make.fresh("g")
    pen.line(indent, f"{log}: list[int] = [{small(pen, scope)}]")
    pen.line(indent, f"def {name}(a: int) -> int:")
    pen.line(indent + 1, f"{log}.append(a % 50)")
    pen.line(indent + 1, f"return a % {pen.rng.choice((2, 3, 4))}")
    return log, name


def stored(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """Assignments to places that are found by effects."""
    log, g = _noting(pen, scope, indent)
    xs, rows, d = (pen.make.fresh(n) for n in ("v", "v", "v"))
    scope.variables |= {xs: ListT(INT), rows: ListT(ListT(INT)), d: DictT(INT, ListT(INT))}
    pen.line(indent, f"{xs}: list[int] = [1, 2, 3, {small(pen, scope)}]")
    pen.line(indent, f"{rows}: list[list[int]] = [{xs}, [7], {xs}, [{small(pen, scope)}]]")
    pen.line(indent, f"{d}: dict[int, list[int]] = {{0: {xs}, 1: [5], 2: {rows}[1]}}")
    a, b, c = (small(pen, scope) for _ in range(3))
    forms = (
        f"{xs}[{g}({a})] += {g}({b})",
        f"{xs}[{g}({a})] = {g}({b}) - {xs}.pop()",
        f"{rows}[{g}({a})] += [{g}({b}), len({log})]",
        f"{rows}[{g}({a})] += {rows}.pop()",
        f"{rows}[0] += {rows}.pop(0)",
        f"{d}[{g}({a})] += {d}.pop({g}({b}))",
        f"{d}[0] += {d}.pop(0)",
        f"{d}.setdefault({g}({a}), [{g}({b})]).append({g}({c}))",
        f"{xs}[{g}({a})], {xs}[{g}({b})] = {xs}[{g}({c})], {g}({a})",
        f"{xs}[{g}({a}):{g}({b}) + 1] = [{g}({c})] * 2",
        f"{xs}[{g}({a})::{pen.rng.choice((1, 2, -1))}] = {xs}[{g}({a})::{pen.rng.choice((1, 2, -1))}]",
        f"del {xs}[{g}({a})], {xs}[{g}({b})]",
        f"{rows}[{g}({a})][{g}({b})] = {rows}[{g}({c})].pop()",
        f"{rows}[{g}({a})].extend({rows}[{g}({b})])",
        f"{rows}[{g}({a})].insert({g}({b}), {rows}[1].pop(0))",
        f"{xs} += [{g}({a})] * {g}({b})",
        f"{rows}[{g}({a})] *= {g}({b})",
        f"{d}[{g}({a})] = {d}[{g}({b})] = [{g}({c})]",
        f"{d}[{g}({a})], {log}[0] = {d}[0], len({d})",
    )
    for _ in range(pen.rng.choice((1, 2, 3))):
        pen.line(indent, pen.rng.choice(forms))


def read(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """Expressions of which one part changes what the next reads."""
    log, g = _noting(pen, scope, indent)
    xs = put(pen, scope, indent, ListT(INT), f"[4, 5, {small(pen, scope)}, 6]")
    d = bind(pen, scope, DictT(STR, INT))
    pen.line(indent, f"{d} = {{'a': 1, 'b': {small(pen, scope)}}}")
    a, b = small(pen, scope), small(pen, scope)
    t, text = pen.rng.choice(
        (
            (ListT(INT), f"[*{xs}, {xs}.pop(), *{xs}, {g}({a}), *{log}]"),
            (ListT(INT), f"{xs}[{g}({a}):] + {xs}[:{xs}.pop() % 4]"),
            (DictT(STR, INT), f"{{**{d}, 'c': {d}.pop('a', {g}({a})), **{d}}}"),
            (DictT(STR, INT), f"{{'z': len({log}), **{d}, 'b': {g}({a}) + len({log})}}"),
            (INT, f"len({xs}) * 100 + {xs}.pop() - len({xs})"),
            (INT, f"{xs}[0] - {xs}.pop(0) + {xs}[0] * {g}({a})"),
            (INT, f"int({g}({a}) < {g}({b}) < {xs}.pop() <= len({xs}))"),
            (INT, f"int({xs}[-1] in {xs}[:{xs}.pop() % 3] or {g}({a}) in {log})"),
            (INT, f"sum({xs}) - sum({g}(k) for k in {xs}) + len({log})"),
            (INT, f"max({xs}.pop(), {g}({a}), {xs}[0], len({log}))"),
            (INT, f"({xs}.pop() if {g}({a}) else {xs}.pop(0)) - {xs}[0]"),
            (STR, f"f'{{{xs}}}{{{xs}.pop()}}{{{xs}!r}}{{{g}({a}):>3}}{{{log}}}'"),
            (STR, f"str({xs}) + str({xs}.pop()) + str({xs}) * {g}({a})"),
            (INT, f"(lambda k, j=2: k * j - {g}({a}))({xs}.pop()) + len({xs})"),
        )
    )
    put(pen, scope, indent, t, text)


def grown(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """A walk over a list that a nested function lengthens or shortens."""
    xs, item, name = pen.make.fresh("v"), pen.make.fresh("i"), pen.make.fresh("g")
    scope.variables[xs] = ListT(INT)
    pen.line(indent, f"{xs}: list[int] = [3, {small(pen, scope)}, 1]")
    pen.line(indent, f"def {name}(a: int) -> int:")
    pen.line(indent + 1, f"if len({xs}) < {pen.rng.choice((6, 9))}:")
    pen.line(
        indent + 2,
        pen.rng.choice((f"{xs}.append(a + 1)", f"{xs}.insert(0, a)", f"{xs}.extend({xs}[:1])", f"{xs}.pop()")),
    )
    pen.line(indent + 1, "return a % 7")
    form = pen.rng.choice(
        (
            (f"for {item} in {xs}[:40]:", f"    {name}({item})"),
            (f"for {item} in {xs}:", f"    {name}({item})", f"    if len({xs}) > 20:", "        break"),
            (
                f"for {item}, w in enumerate({xs}):",
                f"    {xs}[0] += {name}(w) * {item}",
                f"    if {item} > 12:",
                "        break",
            ),
            (f"for {item}, w in zip({xs}, range(9)):", f"    {xs}[-1] = {name}({item} + w)"),
            (f"for {item} in reversed({xs}):", f"    {name}({item})", f"    if len({xs}) > 20:", "        break"),
        )
    )
    for text in form:
        pen.line(indent, text)
    if pen.rng.random() < 0.5:
        put(pen, scope, indent, ListT(INT), f"[{name}({item}) for {item}, _ in zip({xs}, range(12))]")


def defaulted(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """Helpers of every kind of parameter, called in every way."""
    name = pen.make.fresh("g")
    pen.line(indent, f"def {name}(a: int, /, b: int = {pen.rng.randrange(9)}, *rest: int, c: int = 1) -> int:")
    pen.line(indent + 1, "return a * 1000 + b * 100 + len(rest) * 10 + c % 7 - sum(rest)")
    x, y = small(pen, scope), small(pen, scope)
    xs = some(pen, ListT(INT), scope, 1)
    put(
        pen,
        scope,
        indent,
        INT,
        pen.rng.choice(
            (
                f"{name}({x})",
                f"{name}({x}, c={y})",
                f"{name}({x}, {y}, 1, 2)",
                f"{name}({x}, *{xs})",
                f"{name}({x}, {y}, *{xs}, c=4)",
                f"{name}(*{xs}, c={x})",
                f"{name}({x}, b={y})",
            )
        ),
    )


EFFECTS = (stored, stored, stored, read, read, grown, defaulted)

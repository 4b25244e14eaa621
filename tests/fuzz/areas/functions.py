"""Functions inside functions: closures with nonlocal, defaults and keywords out of order, generators, lambdas."""

from pivot_lsp.port.types import FLOAT, INT, STR, IterT, ListT, Type
from tests.fuzz.areas.pen import Pen, bind, put, scalar, small, some
from tests.fuzz.expressions import Scope


def closure(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """A nested function that counts its calls in a variable of the outer one: operands show their order."""
    count, name = put(pen, scope, indent, INT, small(pen, scope)), pen.make.fresh("g")
    pen.line(indent, f"def {name}(a: int, b: int = {pen.rng.randrange(9)}) -> int:")
    inner = Scope({n: t for n, t in scope.variables.items() if n[0] in "pv"}, set(scope.fixed), set(scope.closed))
    inner.variables |= {"a": INT, "b": INT}
    pen.line(indent + 1, f"nonlocal {count}")
    pen.line(indent + 1, f"{count} = ({count} * 3 + a - b) % 1009")
    pen.line(indent + 1, f"return ({some(pen, INT, inner)}) % 101 + {count}")
    x, y = some(pen, INT, scope), some(pen, INT, scope)
    text = pen.rng.choice(
        (
            f"{name}({x}) - {name}({y}) * {name}(1, 2)",
            f"{name}(b={x}, a={y}) + {count}",
            f"{count} - {name}({x}, b={y}) + {count}",
            f"sum([{name}(k) for k in range(4)]) - {count}",
            f"max({name}({x}), {name}(b=1, a=2), {count})",
            f"{name}({name}({x}), {name}({y}))",
        )
    )
    put(pen, scope, indent, INT, text)


def appended(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """A nested function that notes its calls in a list: the order of evaluation, in the open."""
    log, name = bind(pen, scope, ListT(INT)), pen.make.fresh("g")
    pen.line(indent, f"{log}: list[int] = []")
    pen.line(indent, f"def {name}(a: int) -> int:")
    pen.line(indent + 1, f"{log}.append(a)")
    pen.line(indent + 1, "return a % 7")
    a, b, c = (some(pen, INT, scope, 1) for _ in range(3))
    put(
        pen,
        scope,
        indent,
        INT,
        pen.rng.choice(
            (
                f"{name}({a}) if {name}({b}) else {name}({c})",
                f"int({name}({a}) < {name}({b}) < {name}({c}))",
                f"({name}({a}) or {name}({b})) + ({name}({c}) and {name}(4))",
                f"[{name}({a}), {name}({b}), {name}({c})][{name}(2)]",
                f"{{{name}({a}): {name}({b}), {name}({c}): {name}(5)}}.get({name}(6), {name}(8))",
                f"{name}({a}) // {name}({b}) + {name}({c})",
                f"pow({name}({a}), {name}({b})) - {name}({c}) % ({name}(3) or 2)",
                f"len(str({name}({a})) + f'{{{name}({b})}}{{{name}({c}):>3}}')",
            )
        ),
    )


def generator(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """A nested generator, taken whole or walked."""
    t: Type = pen.rng.choice((INT, INT, STR, FLOAT))
    name = pen.make.fresh("g")
    inner = Scope({n: f for n, f in scope.variables.items() if n[0] in "p"}, set(scope.fixed), set(scope.closed))
    inner.variables |= {"a": INT, "k": INT}
    pen.line(indent, f"def {name}(a: int) -> Iterator[{t}]:")
    pen.line(indent + 1, f"for k in range(a % {pen.rng.choice((3, 5, 8))}):")
    if pen.rng.random() < 0.4:
        pen.line(indent + 2, f"if k == {pen.rng.randrange(4)}:")
        pen.line(indent + 3, pen.rng.choice(("continue", "return", "break")))
    pen.line(indent + 2, f"yield {some(pen, t, inner)}")
    if pen.rng.random() < 0.3:
        del inner.variables["k"]
        pen.line(indent + 1, f"yield {some(pen, t, inner)}")
    call = f"{name}({some(pen, INT, scope)})"
    if pen.rng.random() < 0.6:
        put(pen, scope, indent, ListT(t), f"list({call})")
        return
    found = put(pen, scope, indent, INT, "0")
    pen.line(indent, f"for w in {call}:")
    pen.line(indent + 1, f"{found} += {'w % 100' if t == INT else 'len(w)' if t == STR else 'int(w > 1)'}")
    if pen.rng.random() < 0.4:
        pen.line(indent + 1, f"if {found} > {pen.rng.randrange(9)}:")
        pen.line(indent + 2, "break")


def mapped(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """map, filter, sorted with a key of several parts, any and all over generators, walrus in a comprehension."""
    t = pen.rng.choice((INT, STR))
    item = pen.make.fresh("k")
    inner = scope.inner()
    inner.variables[item] = t
    source = some(pen, IterT(t), scope)
    made = f"{some(pen, INT, inner)}"
    again = pen.make.fresh("y")
    text = pen.rng.choice(
        (
            f"list(map(lambda {item}: {made}, {source}))",
            f"[({made}) % 50 for {item} in filter(lambda {item}: {item} > {some(pen, t, scope, 1)}, {source})]",
            f"[{again} for {item} in {source} if ({again} := ({made}) % 9) > 3]",
            f"[len(str({item})) for {item} in sorted({source}, key=lambda {item}: (len(str({item})), {item}))]",
            f"[int(any({item} > {item} for {item} in {source})), sum(1 for {item} in {source})]",
            f"[{again} + j for j, {item} in enumerate({source}) if ({again} := ({made}) % 5)]",
        )
    )
    put(pen, scope, indent, ListT(INT), f"{text}")


def with_defaults(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """A nested function with keyword-only parameters; defaults are taken when it is defined."""
    t = scalar(pen)
    name = pen.make.fresh("g")
    inner = Scope({"a": t, "b": INT, "c": STR})
    pen.line(indent, f"def {name}(a: {t}, b: int = 3, *, c: str = 'q') -> str:")
    pen.line(indent + 1, f"return f'{{a}}' + c * (b % 4) + ({some(pen, STR, inner)})[:9]")
    call = pen.rng.choice(
        (
            f"{name}({some(pen, t, scope)})",
            f"{name}(c={some(pen, STR, scope)}, a={some(pen, t, scope)})",
            f"{name}({some(pen, t, scope)}, {some(pen, INT, scope)}, c={some(pen, STR, scope)})",
            f"{name}(b={some(pen, INT, scope)}, a={some(pen, t, scope)})",
        )
    )
    put(pen, scope, indent, STR, f"{call}")


FUNCTIONS = (closure, closure, appended, appended, generator, mapped, with_defaults)

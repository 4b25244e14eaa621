"""print(): where it stands, what it shows, and in which order several of them speak."""

from pivot_lsp.port.types import BOOL, FLOAT, INT, STR, DictT, ListT, OptionalT, TupleT
from tests.fuzz.areas.pen import Pen, put, scalar, small, some
from tests.fuzz.expressions import Scope

SHOWN = (
    INT,
    FLOAT,
    STR,
    BOOL,
    ListT(INT),
    ListT(STR),
    ListT(FLOAT),
    TupleT((INT, STR)),
    DictT(STR, INT),
    OptionalT(INT),
)
ENDS = ("", ", end=''", ", sep='-'", ", sep='', end='|\\n'", ", sep=None", ", flush=True")


def shown(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """A line of values."""
    values = [some(pen, pen.rng.choice(SHOWN), scope) for _ in range(pen.rng.choice((0, 1, 1, 2, 3)))]
    options = pen.rng.choice(ENDS)
    inside = ", ".join(values) + options if values else options[2:]
    pen.line(indent, f"print({inside})")


def starred(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """The items of a list."""
    pen.line(indent, f"print(*{some(pen, ListT(scalar(pen)), scope, 1)}{pen.rng.choice(ENDS)})")


def speaking(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """A nested function that says its argument: the order of evaluation, out loud."""
    name = pen.make.fresh("g")
    pen.line(indent, f"def {name}(a: int) -> int:")
    pen.line(indent + 1, pen.rng.choice(("print('say', a)", "print(a, end=' ')", "print(f'<{a}>')")))
    pen.line(indent + 1, f"return a % {pen.rng.choice((3, 7))}")
    a, b, c = (small(pen, scope) for _ in range(3))
    text = pen.rng.choice(
        (
            f"{name}({a}) - {name}({b}) * {name}({c})",
            f"max({name}({a}), {name}({b}), {name}({c}))",
            f"{name}({a}) // {name}({b})",
            f"[{name}({a}), {name}({b})][{name}({c}) % 2]",
            f"{{{name}({a}): {name}({b})}}.get({name}({c}), -1)",
            f"int({name}({a}) < {name}({b}) <= {name}({c}))",
            f"({name}({a}) or {name}({b})) + ({name}({c}) and {name}(5))",
            f"len(f'{{{name}({a})}}{{{name}({b})!r}}')",
            f"sum({name}(k) for k in range({name}({a})))",
            f"sorted([{name}({a}), {name}({b})], key=lambda k: -k)[0]",
        )
    )
    if pen.rng.random() < 0.3:
        pen.line(indent, f"print({text}, {name}({b}), sep=str({name}({c})))")
        return
    put(pen, scope, indent, INT, text)


def broken_off(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """Lines before an exception, in its handler and after."""
    pen.line(indent, "try:")
    shown(pen, scope, indent + 1, depth)
    pen.block(scope, indent + 1, 1)
    pen.line(indent, f"except {pen.rng.choice(('Exception', 'ZeroDivisionError', '(KeyError, IndexError)'))} as e:")
    pen.line(indent + 1, "print('caught', e)")
    if pen.rng.random() < 0.2:
        pen.line(indent + 1, "raise")


PRINTED = (shown, shown, starred, speaking, speaking, broken_off)

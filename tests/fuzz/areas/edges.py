"""Numbers at their edges: the ends of 64 bits, signs of zero, NaN, halves, ints beside floats; their spelling."""

from pivot_lsp.port.types import BOOL, FLOAT, INT, STR, ListT, TupleT
from tests.fuzz.areas.pen import Pen, put, small, some
from tests.fuzz.expressions import Scope

INTS = (
    "9223372036854775807", "(-9223372036854775807 - 1)", "9007199254740993", "-1", "0", "1", "-7",
    "4611686018427387904", "4294967296", "-9007199254740993", "3037000500",
)  # fmt: skip
FLOATS = (
    "0.0", "-0.0", "float('nan')", "math.inf", "-math.inf", "0.5", "1.5", "2.5", "-2.5", "9007199254740992.0", "1e16",
    "1e22", "5e-324", "1.7976931348623157e308", "9.223372036854775807e18", "-9.223372036854775808e18", "2.675", "1e-5",
    "0.1", "123456789.125", "0.005", "1e15",
)  # fmt: skip
SPECS = (
    ".0f", ".1f", ".2f", ".3e", ".0e", "g", ".3g", ".10g", "%", ".1%", "+.2f", " .1f", "08.2f", ",.1f", "_.2f", ">12",
    "<10.1f", "^12.3g", "*^9.0f", "=+9.1f", "", "e", "G", ".15g", ".17g", "#.0f",
)  # fmt: skip
INT_SPECS = (
    "d", "5", "<6", "^7", "+d", "05d", ",", "_", "x", "X", "o", "b", "_b", "_x", "08x", "*>6", "+,d", " d", "=6", "#x",
    "e", ".2f",
)  # fmt: skip


def _int(pen: Pen, scope: Scope) -> str:
    return pen.rng.choice(INTS) if pen.rng.random() < 0.4 else f"({some(pen, INT, scope, 1)})"


def _float(pen: Pen, scope: Scope) -> str:
    return pen.rng.choice(FLOATS) if pen.rng.random() < 0.5 else f"({some(pen, FLOAT, scope, 1)})"


def whole(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """Ints."""
    a, b, n, x = _int(pen, scope), _int(pen, scope), small(pen, scope), _float(pen, scope)
    put(
        pen,
        scope,
        indent,
        INT,
        pen.rng.choice(
            (
                f"{a} // {b}",
                f"{a} % {b}",
                f"divmod({a}, {b})[0]",
                f"{a} + {b}",
                f"{a} - {b}",
                f"{a} * {b}",
                f"-({a})",
                f"abs({a})",
                f"{a} << ({n} % 70)",
                f"{a} >> {n}",
                f"{a} >> 63",
                f"{a} & {b}",
                f"{a} ^ {b}",
                f"~{a}",
                f"({a}) ** ({n} % 5)",
                f"({n}) ** 3",
                f"pow({a}, 3, 97)",
                f"pow({n}, {n} % 4, {b})",
                f"({a}).bit_length()",
                f"int({x})",
                f"round({x})",
                f"math.floor({x})",
                f"math.ceil({x})",
                f"math.trunc({x})",
                f"math.gcd({a}, {b})",
                f"math.isqrt(abs({n}))",
                f"min({a}, {b}, {n})",
                f"max([{a}, {b}, {n}])",
                f"sum([{a}, {n}, -({a})])",
                f"round({a}, {n} % 3)",
                f"({a}) // ({n}) * ({n}) + ({a}) % ({n})",
                f"int(f'{{{n}:d}}')",
                f"int('0x1f', 16) + int('{{}}'.format({n}))",
            )
        ),
    )


def real(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """Floats."""
    x, y, n, a = _float(pen, scope), _float(pen, scope), small(pen, scope), _int(pen, scope)
    put(
        pen,
        scope,
        indent,
        FLOAT,
        pen.rng.choice(
            (
                f"{x} // {y}",
                f"{x} % {y}",
                f"{x} / {y}",
                f"divmod({x}, {y})[1]",
                f"{x} + {y}",
                f"{x} - {y}",
                f"{x} * {y}",
                f"-({x})",
                f"({x}) ** {y}",
                f"({x}) ** {n}",
                f"{a} / ({n})",
                f"{a} / {_int(pen, scope)}",
                f"{a} * {x}",
                f"{a} - {x}",
                f"{x} % ({n})",
                f"round({x}, {n})",
                f"round({x}, 2)",
                f"abs({x})",
                f"min({x}, {y})",
                f"max({x}, {y})",
                f"min([{x}, {y}, 0.0])",
                f"max([{y}, -0.0, {x}])",
                f"sum([{x}, {y}, 0.1, -({x})])",
                f"sum([{x}] * 3, 0.0)",
                f"float({a})",
                f"math.fmod({x}, {y})",
                f"math.copysign({x}, {y})",
                f"math.hypot({x}, {y})",
                f"math.fsum([{x}, {y}, 0.1])",
                f"math.sqrt(abs({x}))",
                f"float(repr({x}))",
                f"float(str({a}))",
            )
        ),
    )


def compared(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """Ints beside floats, and beside bools."""
    x, y, a, b = _float(pen, scope), _float(pen, scope), _int(pen, scope), _int(pen, scope)
    op, other = pen.rng.choice(("==", "!=", "<", "<=", ">", ">=")), pen.rng.choice(("==", "<", ">="))
    put(
        pen,
        scope,
        indent,
        BOOL,
        pen.rng.choice(
            (
                f"{a} {op} {x}",
                f"{x} {op} {a}",
                f"{x} {op} {y}",
                f"{a} {op} {x} {other} {b}",
                f"{x} {op} {y} {other} {x}",
                f"({a} > 0) {op} {x}",
                f"float({a}) {op} {a}",
                f"math.isnan({x}) or {x} {op} {y}",
                f"({x}).is_integer() {op} ({a} > 1)",
                f"[{x}, {y}] {op} [{y}, {x}]",
                f"({a}, {x}) {op} ({b}, {y})",
                f"{a} in [{b}, 1]",
                f"not {x}",
                f"bool({a} - {b})",
            )
        ),
    )


def spelled(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """Numbers as text."""
    x, a, n = _float(pen, scope), _int(pen, scope), small(pen, scope)
    real_, whole_ = pen.rng.choice(SPECS), pen.rng.choice(INT_SPECS)
    name, number = put(pen, scope, indent, FLOAT, x), put(pen, scope, indent, INT, a)
    put(
        pen,
        scope,
        indent,
        STR,
        pen.rng.choice(
            (
                f"f'{{{name}:{real_}}}'",
                f"f'{{{number}:{whole_}}}'",
                f"f'{{{name}!r}}|{{{number}}}'",
                f"str({name})",
                f"repr(-{name})",
                f"'%.2f|%5d|%e|%g' % ({name}, {number}, {name}, {name})",
                f"'{{:{real_}}}'.format({name})",
                f"f'{{{name}:>{{{n} + 9}}.2f}}'",
                f"str([{name}, -{name}])",
                f"str(({number}, {name}))",
                f"f'{{{number}:>{{{n} + 4}}}}'",
                f"bin({number})",
                f"hex({number})",
                f"format({name}, {real_!r})",
                f"str(round({name}, 3))",
                f"str({number} / 7)",
            )
        ),
    )


def gathered(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """Sorted, summed, in a dict."""
    xs = f"[{', '.join(_float(pen, scope) for _ in range(3))}]"
    t, text = pen.rng.choice(
        (
            (ListT(FLOAT), f"sorted({xs})"),
            (ListT(FLOAT), f"sorted({xs}, reverse=True)"),
            (ListT(FLOAT), f"list(dict.fromkeys({xs}))"),
            (INT, f"len(set({xs}))"),
            (INT, f"{xs}.count({_float(pen, scope)})"),
            (INT, f"{xs}.index({_float(pen, scope)})"),
            (TupleT((FLOAT, FLOAT)), f"(min({xs}), max({xs}))"),
            (FLOAT, f"sum({xs})"),
            (FLOAT, f"sum(k for k in {xs} if k > 0)"),
            (ListT(INT), f"[int(k == j) for k in {xs} for j in (0, 1)]"),
            (FLOAT, f"min({xs}, key=lambda k: -k)"),
        )
    )
    put(pen, scope, indent, t, text)


EDGES = (whole, whole, real, real, compared, spelled, spelled, gathered)

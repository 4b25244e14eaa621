"""int, float and bool: operators, comparisons, conversions, rounding.

int is 64 bits, every overflow falls back. Mixed arithmetic is made of a `float` conversion and a float row; mixed
comparisons are exact rows of their own. Messages of ZeroDivisionError differ by Python version: the runtimes know.
"""

from pivot_lsp.port.table.rows import Row, row

_ZERO = ("ZeroDivisionError",)


def _infix(op: str, signature: str, symbol: str = "", go: str = "") -> Row:
    symbol = symbol or op
    text = f"{{0}} {symbol} {{1}}"
    return row(op, signature, rust=text, go=go or text, cpp=text)


_COMPARE = ("==", "!=", "<", "<=", ">", ">=")

ROWS = (
    # int; in C++ rt::Int checks its own arithmetic, in Rust overflow checks are on, Go goes through helpers
    _infix("+", "(int, int) -> int", go="rt.Add({0}, {1})"),
    _infix("-", "(int, int) -> int", go="rt.Sub({0}, {1})"),
    _infix("*", "(int, int) -> int", go="rt.Mul({0}, {1})"),
    row("//", "(int, int) -> int", "floor_div", raises=_ZERO),
    row("%", "(int, int) -> int", "floor_mod", raises=_ZERO),
    row("/", "(int, int) -> float", "true_div", raises=_ZERO),  # exact below 2**53, else falls back
    row("**", "(int, int) -> int", "int_pow"),  # a negative exponent falls back
    row("neg", "(int) -> int", rust="-{0}", go="rt.Neg({0})", cpp="-{0}"),
    row("pos", "(int) -> int", rust="{0}", go="{0}", cpp="{0}"),
    row("invert", "(int) -> int", rust="!{0}", go="^{0}", cpp="~{0}"),
    _infix("&", "(int, int) -> int"),
    _infix("|", "(int, int) -> int"),
    _infix("^", "(int, int) -> int"),
    row("<<", "(int, int) -> int", "shift_left", raises=("ValueError",)),
    row(">>", "(int, int) -> int", "shift_right", raises=("ValueError",)),
    *(_infix(op, "(int, int) -> bool") for op in _COMPARE),
    row("abs", "(int) -> int", "abs_int"),
    row("divmod", "(int, int) -> tuple[int, int]", "div_mod", raises=_ZERO),
    row("int.bit_length", "(int) -> int", "bit_length"),
    row("truth", "(int) -> bool", rust="{0} != 0", go="{0} != 0", cpp="{0} != 0"),
    # float
    *(_infix(op, "(float, float) -> float") for op in ("+", "-", "*")),
    row("/", "(float, float) -> float", "true_div_float", raises=_ZERO),
    row("//", "(float, float) -> float", "floor_div_float", raises=_ZERO),
    row("%", "(float, float) -> float", "floor_mod_float", raises=_ZERO),
    row("**", "(float, float) -> float", "pow_float", raises=("OverflowError", "ZeroDivisionError")),  # complex: falls back
    row("neg", "(float) -> float", rust="-{0}", go="-{0}", cpp="-{0}"),
    row("pos", "(float) -> float", rust="{0}", go="{0}", cpp="{0}"),
    *(_infix(op, "(float, float) -> bool") for op in _COMPARE),
    row("abs", "(float) -> float", "abs_float"),
    row("truth", "(float) -> bool", rust="{0} != 0.0", go="{0} != 0", cpp="{0} != 0.0"),
    row("float.is_integer", "(float) -> bool", "is_integer"),
    # int against float: exact, as CPython compares (Objects/floatobject.c, float_richcompare)
    *(
        row(op, "(int, float) -> bool", f"{name}_int_float")
        for op, name in zip(_COMPARE, ("eq", "ne", "lt", "le", "gt", "ge"), strict=True)
    ),
    *(
        row(op, "(float, int) -> bool", f"{name}_float_int")
        for op, name in zip(_COMPARE, ("eq", "ne", "lt", "le", "gt", "ge"), strict=True)
    ),
    # bool
    row("not", "(bool) -> bool", rust="!{0}", go="!{0}", cpp="!{0}"),
    _infix("==", "(bool, bool) -> bool"),
    _infix("!=", "(bool, bool) -> bool"),
    row("&", "(bool, bool) -> bool", rust="{0} & {1}", go="rt.AndBool({0}, {1})", cpp="rt::and_bool({0}, {1})"),
    row("|", "(bool, bool) -> bool", rust="{0} | {1}", go="rt.OrBool({0}, {1})", cpp="rt::or_bool({0}, {1})"),
    row("^", "(bool, bool) -> bool", rust="{0} ^ {1}", go="{0} != {1}", cpp="{0} != {1}"),
    row("truth", "(bool) -> bool", rust="{0}", go="{0}", cpp="{0}"),
    # conversions
    row("int", "(bool) -> int", rust="i64::from({0})", go="rt.IntOfBool({0})", cpp="rt::int_of_bool({0})"),
    row("int", "(int) -> int", rust="{0}", go="{0}", cpp="{0}"),
    row("int", "(float) -> int", "int_of_float"),  # truncates; inf, nan and beyond 64 bits fall back
    row("int", "(str) -> int", "int_of_str", raises=("ValueError",)),  # non-ASCII digits fall back
    row("float", "(int) -> float", rust="{0} as f64", go="float64({0})", cpp="rt::to_float({0})"),
    row("float", "(bool) -> float", rust="f64::from(u8::from({0}))", go="rt.FloatOfBool({0})", cpp="rt::float_of_bool({0})"),
    row("float", "(float) -> float", rust="{0}", go="{0}", cpp="{0}"),
    row("float", "(str) -> float", "float_of_str", raises=("ValueError",)),
    row("round", "(float) -> int", "round_half_even"),  # inf, nan and beyond 64 bits fall back
    row("round", "(float, int) -> float", "round_to"),  # exact, as CPython's dtoa does
    row("round", "(int) -> int", rust="{0}", go="{0}", cpp="{0}"),
    # min and max of numbers: the first of equals wins, NaN as Python's `<` and `>` treat it
    row("min", "(T, T) -> T", rust="rt::min2({0}, {1})", go="rt.Min2({0}, {1})", cpp="rt::min2({0}, {1})", orderable="T", shares=True),
    row("max", "(T, T) -> T", rust="rt::max2({0}, {1})", go="rt.Max2({0}, {1})", cpp="rt::max2({0}, {1})", orderable="T", shares=True),
)  # fmt: skip

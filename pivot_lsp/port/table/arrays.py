"""NumPy: arrays of one or two dimensions, and what their elements are: numpy.float64, numpy.int64, numpy.bool_.

Natively an element is a plain float or int, and its class is its type here. Wherever NumPy would warn (overflow,
division by zero, an invalid operation) or its text would differ from CPython's (an index out of range), the call falls
back; so no row raises. Two views of the same memory are two handles on it, so what one writes the other reads.
"""

from typing import Unpack

from pivot_lsp.port.table.rows import More, Row, row

_COMPARE = ("==", "!=", "<", "<=", ">", ">=")
_WORKED_OUT = {
    "+": "add",
    "-": "subtract",
    "*": "multiply",
    "/": "divide",
    "//": "floor_divide",
    "%": "remainder",
    "**": "power",
}


def _row(key: str, signature: str, rust: str, go: str, cpp: str, **more: Unpack[More]) -> Row:
    return row(key, signature, rust=rust, go=go, cpp=cpp, **more)


def _same(key: str, signature: str) -> Row:
    return _row(key, signature, "{0}", "{0}", "{0}")


def _function(key: str, signature: str, name: str) -> Row:
    holes = ", ".join(f"{{{i}}}" for i in range(signature.split("->")[0].count(",") + 1))
    camel = "".join(part.capitalize() for part in name.split("_"))
    return _row(key, signature, f"rt::np::{name}({holes})", f"rt.Np{camel}({holes})", f"rt::np::{name}({holes})")


ROWS = (
    # ---- arrays
    _row("len", "(array1[T]) -> int", "{0}.len()", "rt.LenArray({0})", "{0}.size()"),
    _row("len", "(array2[T]) -> int", "{0}.rows()", "rt.RowsOf({0})", "{0}.rows()"),
    _row("columns", "(array2[T]) -> int", "{0}.columns()", "rt.ColumnsOf({0})", "{0}.columns()"),
    _row("getitem", "(array1[T], int) -> T", "{0}.at({1})", "rt.ArrayAt({0}, {1})", "{0}[{1}]"),
    _row("getitem", "(array2[T], int, int) -> T", "{0}.at({1}, {2})", "rt.ArrayAt2({0}, {1}, {2})", "{0}.at({1}, {2})"),
    _row("getitem", "(array2[T], int) -> array1[T]", "{0}.row({1})", "rt.RowOf({0}, {1})", "{0}.row({1})", shares=True),
    _row("setitem", "(array1[T], int, T) -> None", "{0}.set_at({1}, {2})", "rt.SetArrayAt({0}, {1}, {2})",
         "{0}.set({1}, {2})", mutates=True),
    _row("setitem", "(array2[T], int, int, T) -> None", "{0}.set_at({1}, {2}, {3})",
         "rt.SetArrayAt2({0}, {1}, {2}, {3})", "{0}.set({1}, {2}, {3})", mutates=True),
    _row("part", "(array1[T], int | None, int | None) -> array1[T]", "{0}.part({1}, {2})", "rt.PartOf({0}, {1}, {2})",
         "{0}.part({1}, {2})", shares=True),
    _row("iter", "(array1[T]) -> iter[T]", "{0}.iter()", "rt.IterArray({0})", "{0}"),
    _row("flat", "(array2[T]) -> array1[T]", "{0}.flat()", "rt.FlatOf({0})", "{0}.flat()", shares=True),
    _row("shaped", "(array1[T], int, int) -> array2[T]", "{0}.shaped({1}, {2})", "rt.Shaped({0}, {1}, {2})",
         "{0}.shaped({1}, {2})", shares=True),
    # a new array of that size, filled; a negative size falls back
    _row("filled", "(int, T) -> array1[T]", "rt::filled({cx}, {0}, {1})", "rt.Filled({0}, {1})", "rt::filled({0}, {1})"),
    _row("filled", "(int, int, T) -> array2[T]", "rt::filled2({cx}, {0}, {1}, {2})", "rt.Filled2({0}, {1}, {2})",
         "rt::filled({0}, {1}, {2})"),
    # ---- elements: falls back where NumPy warns
    *(_function(op, "(npfloat, npfloat) -> npfloat", name) for op, name in _WORKED_OUT.items()),
    *(_row(op, "(npint, npint) -> npint", f"{{0}} {op} {{1}}", f"rt.{name}({{0}}, {{1}})", f"{{0}} {op} {{1}}")
      for op, name in (("+", "Add"), ("-", "Sub"), ("*", "Mul"))),
    *(_row(op, "(npint, npint) -> npint", *[f"{{0}} {op} {{1}}"] * 3) for op in ("&", "|", "^")),
    _function("//", "(npint, npint) -> npint", "floor_divide_int"),
    _function("%", "(npint, npint) -> npint", "remainder_int"),
    *(_row(op, f"({t}, {t}) -> npbool", *[f"{{0}} {op} {{1}}"] * 3) for t in ("npfloat", "npint") for op in _COMPARE),
    _row("neg", "(npfloat) -> npfloat", "-{0}", "rt.NpNegate({0})", "-{0}"),
    _row("neg", "(npint) -> npint", "-{0}", "rt.Neg({0})", "-{0}"),
    _same("pos", "(npfloat) -> npfloat"),
    _same("pos", "(npint) -> npint"),
    row("abs", "(npfloat) -> npfloat", "abs_float"),
    row("abs", "(npint) -> npint", "abs_int"),
    _row("numpy.sqrt", "(npfloat) -> npfloat", "rt::math::sqrt({0})", "rt.MathSqrt({0})", "rt::math::sqrt({0})"),
    _row("truth", "(npfloat) -> bool", "{0} != 0.0", "{0} != 0", "{0} != 0.0"),
    _row("truth", "(npint) -> bool", "{0} != 0", "{0} != 0", "{0} != 0"),
    _same("truth", "(npbool) -> bool"),
    _same("npfloat", "(float) -> npfloat"),
    _same("npfloat", "(npfloat) -> npfloat"),
    _function("npfloat", "(int) -> npfloat", "float_of_int"),
    _function("npfloat", "(npint) -> npfloat", "float_of_int"),
    _same("npint", "(int) -> npint"),
    _same("npbool", "(bool) -> npbool"),
    _same("npint", "(npint) -> npint"),
    _same("float", "(npfloat) -> float"),
    _row("float", "(npint) -> float", "{0} as f64", "float64({0})", "rt::to_float({0})"),
    _same("int", "(npint) -> int"),
    row("int", "(npfloat) -> int", "int_of_float"),
)  # fmt: skip

"""The math module: the platform's libm from all three languages (Go reaches it through C), CPython's own errors.

Domain errors raise ValueError("math domain error") on 3.11 to 3.13 and are left to legacy (they fall back), as is
OverflowError; so no row here raises.
"""

from pivot_lsp.port.table.rows import Row, row

_ONE = ("sqrt", "exp", "log", "log2", "log10", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh",
        "fabs", "degrees", "radians")  # fmt: skip


def _function(name: str, signature: str) -> Row:
    arity = signature.split("->")[0].count(",") + 1
    holes = ", ".join(f"{{{i}}}" for i in range(arity))
    camel = "".join(p.capitalize() for p in name.split("_"))
    return row(
        f"math.{name}",
        signature,
        rust=f"rt::math::{name}({holes})",
        go=f"rt.Math{camel}({holes})",
        cpp=f"rt::math::{name}({holes})",
    )


ROWS = (
    *(_function(name, "(float) -> float") for name in _ONE),
    *(_function(name, "(float, float) -> float") for name in ("pow", "atan2", "fmod", "copysign")),
    *(_function(name, "(float) -> int") for name in ("floor", "ceil", "trunc")),
    *(_function(name, "(float) -> bool") for name in ("isnan", "isinf", "isfinite")),
    *(_function(name, "(int, int) -> int") for name in ("gcd",)),
    *(_function(name, "(int) -> int") for name in ("isqrt",)),
)

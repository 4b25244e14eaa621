"""Refusals of the compiler: every code, what it means, what a person can do.

`docs/codes/` is made from this table; a test keeps them the same.
"""

import ast
from dataclasses import dataclass

CODES: dict[str, tuple[str, str]] = {
    "PV200": ("no such function", "name a function or method that the file defines"),
    "PV201": ("a type is missing", "annotate the parameter or the result"),
    "PV202": ("a type the port does not take", "use int, float, bool, str, bytes, list, dict, tuple, Optional, a date, an Enum, a NamedTuple, a TypedDict, a dataclass or NDArray[np.float64 | np.int64]"),
    "PV203": ("a statement the port does not take", "write it with assignments, if, for, while, try, raise and return"),
    "PV204": ("an expression the port does not take", "write it with supported operators and literals"),
    "PV205": ("a call to something the port does not take", "move the call out, or call a typed function of the project"),
    "PV206": ("a method or attribute the port does not take", "use another method, or move the line out"),
    "PV207": ("an operation the port does not take on these types", "convert the operands to types it takes"),
    "PV208": ("an int where a float is declared", "write a float (0.0, float(x)): Python keeps the int, a port would not"),
    "PV209": ("a write to a global or enclosing variable", "return the value instead and let the caller store it"),
    "PV210": ("input, output, time, randomness or the network", "move it to the caller and pass its result in"),
    "PV211": ("a decorator the port does not take", "port the undecorated function it calls"),
    "PV212": ("a kind of parameter the port does not take", "use plain named parameters"),
    "PV213": ("a generator or coroutine", "return a list, or port what it calls"),
    "PV214": ("a class the port does not take", "use a class without bases or attribute hooks, whose __init__ sets every field"),
    "PV215": ("a format the port does not take", "use fill, align, sign, width, comma, precision and d f e g % s x o b"),
    "PV216": ("a variable that may be unassigned here", "assign it before the branch or the loop"),
    "PV217": ("an exception the port does not take", "raise a built-in exception, or a class that only hands on and keeps what it is given"),
    "PV218": ("a module variable that is not a constant", "make it a literal that nothing assigns or changes, or a parameter"),
    "PV219": ("a name with two meanings", "give the second one a name of its own"),
    "PV220": ("a syntax error", "correct it"),
    "PV221": ("an int beyond 64 bits", "keep it in Python"),
    "PV222": ("a default the port does not take", "use a literal as default"),
    "PV301": ("a module constant is changed", "work on a copy, or pass it as an argument"),
    "PV302": ("a module constant's object is handed out", "hand out a copy"),
    "PV303": ("the identity of an object is looked at", "compare with =="),
    "PV305": ("a class that contains itself is compared", "compare its fields, or use `is`"),
}  # fmt: skip

NOTES: dict[str, tuple[str, str]] = {
    "PV304": ("the order of a set that differs from process to process", "sort it, or walk over a list"),
}
"""What is ported, but will be left to legacy more often than not."""


@dataclass
class Unportable(Exception):
    """Raised where the front end or a check meets what it must refuse; `node` or line and column say where."""

    code: str
    detail: str
    line: int
    column: int
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.detail}; {self.remedy or (CODES | NOTES)[self.code][1]}"


def unportable(code: str, detail: str, node: ast.AST, remedy: str = "") -> Unportable:
    """An Unportable at `node`."""
    return Unportable(code, detail, getattr(node, "lineno", 1), getattr(node, "col_offset", 0), remedy)

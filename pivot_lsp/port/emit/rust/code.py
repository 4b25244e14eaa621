"""Rust text with its precedence, so that parentheses stand only where they are needed.

Text may have several lines; the later ones are indented relative to the first, and whoever places the text indents
them all.
"""

from dataclasses import dataclass

# The Rust reference's table of precedences, loosest first.
BLOCK, RANGE, OR, AND, COMPARE, BITOR, BITXOR, BITAND, SHIFT, SUM, PRODUCT, CAST, UNARY, POSTFIX = range(14)

INFIX = {
    "..": RANGE, "||": OR, "&&": AND, "==": COMPARE, "!=": COMPARE, "<": COMPARE, "<=": COMPARE, ">": COMPARE,
    ">=": COMPARE, "|": BITOR, "^": BITXOR, "&": BITAND, "<<": SHIFT, ">>": SHIFT, "+": SUM, "-": SUM, "*": PRODUCT,
    "/": PRODUCT, "%": PRODUCT,
}  # fmt: skip
_BITWISE = {BITOR, BITXOR, BITAND, SHIFT}

INDENT = "    "


@dataclass(frozen=True)
class Code:
    """Text of an expression and how tightly it holds together."""

    text: str
    level: int = POSTFIX

    def at(self, level: int) -> str:
        """The text where something of at least `level` is wanted."""
        return self.text if self.level >= level else f"({self.text})"


def infix(left: Code, symbol: str, right: Code) -> Code:
    """`left symbol right`. Comparisons and ranges do not chain; a reader is not asked how bit operators mix."""
    level = INFIX[symbol]
    alone = level in (COMPARE, RANGE)
    a, b = left.at(level + alone), right.at(level + 1)
    for name, side in (("a", left), ("b", right)):
        mixed = (
            side.level in range(BITOR, CAST) and side.level != level and (level in _BITWISE or side.level in _BITWISE)
        )
        if mixed and side.level > level:
            a, b = (f"({side.text})", b) if name == "a" else (a, f"({side.text})")
    if left.level == CAST and symbol in ("<", "<<"):
        a = f"({left.text})"  # `x as f64 < y` would open generic arguments
    gap = "" if symbol == ".." else " "
    return Code(f"{a}{gap}{symbol}{gap}{b}", level)


def indented(text: str, by: str = INDENT) -> str:
    """Every line of `text` moved right; empty ones stay empty."""
    return "\n".join(by + line if line else line for line in text.split("\n"))


def block(lines: list[str]) -> str:
    """`{ lines }`, a line each."""
    return "{\n" + "\n".join(indented(line) for line in lines) + "\n}" if lines else "{}"


def string(text: str) -> str:
    """A Rust string literal. What cannot be seen is escaped."""
    simple = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return '"' + "".join(simple.get(c) or (c if c.isprintable() else f"\\u{{{ord(c):x}}}") for c in text) + '"'

"""A row's C++ template, understood: what binds how tightly, and what C++ itself puts in order.

The shapes: `{0} + {1}`, `-{0}`, `{0}`, `{0}.name({1})`, `{0}[{1}]`, `rt::name({0}, {1})`, each with `!` before it.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

ANY, CONDITIONAL, OR, AND, BIT_OR, BIT_XOR, BIT_AND, EQUAL, ORDER, SHIFT, ADD, MULTIPLY, UNARY, POSTFIX = range(14)
"""Binding strength, loosest first (C++20 [expr])."""

_INFIX = {
    "==": EQUAL, "!=": EQUAL, "<": ORDER, "<=": ORDER, ">": ORDER, ">=": ORDER, "+": ADD, "-": ADD, "*": MULTIPLY,
    "&": BIT_AND, "|": BIT_OR, "^": BIT_XOR, ">>": SHIFT,
}  # fmt: skip


@dataclass(frozen=True)
class Template:
    """strength: of the whole. holes: the strength each operand needs. infix: the operator, if it is one. braced: C++
    evaluates the operands left to right. owner: the operand that C++ evaluates before all others (an object)."""

    text: str
    strength: int
    holes: dict[int, int]
    infix: str = ""
    braced: bool = False
    owner: int | None = None

    def fill(self, operands: list[str]) -> str:
        """The text with its operands."""
        return re.sub(r"\{(\d)\}", lambda m: operands[int(m[1])], self.text)


@lru_cache(maxsize=512)
def understand(text: str) -> Template:
    """The template `text`."""
    used = [int(i) for i in re.findall(r"\{(\d)\}", text)]
    if text == "{0}":
        return Template(text, POSTFIX, {0: ANY})
    if infix := re.fullmatch(r"\{0\} (\S+) (\{1\}|\S+)", text):
        strength = _INFIX[infix[1]]
        # Operators of one strength are taken from the left; comparisons and bit operators never stand bare in others.
        loose = strength if strength in (ADD, MULTIPLY) else ADD if strength in (EQUAL, ORDER) else UNARY
        return Template(
            text,
            strength,
            {0: loose, **({1: strength + 1 if strength in (ADD, MULTIPLY) else loose} if infix[2] == "{1}" else {})},
            infix[1],
        )
    if re.fullmatch(r"[-!~]\{0\}", text):
        return Template(text, UNARY, {0: UNARY})
    strength = UNARY if text.startswith("!") else POSTFIX
    if owned := re.match(r"!?\{(\d)\}[.\[]", text):
        owner = int(owned[1])
        return Template(text, strength, {i: POSTFIX if i == owner else ANY for i in used}, owner=owner)
    return Template(text, strength, dict.fromkeys(used, ANY), braced="({{0}" in text)

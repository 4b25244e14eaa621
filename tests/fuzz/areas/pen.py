"""What a production of an area writes with."""

import random
from collections.abc import Callable
from typing import Protocol

from pivot_lsp.port.types import BOOL, FLOAT, INT, STR, Type
from tests.fuzz.expressions import Expressions, Scope

Body = Callable[[Scope, int], None]


class Pen(Protocol):
    """The program under way."""

    rng: random.Random
    make: Expressions
    loops: int
    lines: list[str]

    def line(self, indent: int, text: str) -> None:
        """Writes a line."""

    def block(self, scope: Scope, indent: int, depth: int) -> None:
        """Writes a block of statements whose names end with it."""


Production = Callable[[Pen, Scope, int, int], None]
"""(pen, scope, indent, depth)"""


def some(pen: Pen, t: Type, scope: Scope, depth: int = 2) -> str:
    """An expression of type `t`."""
    return pen.make.make(t, scope, pen.rng.choice((0, 1, depth)))


def small(pen: Pen, scope: Scope) -> str:
    """An int that is no large one: a count, a position, an element."""
    rng = pen.rng
    return rng.choice((str(rng.randrange(-4, 9)), f"({some(pen, INT, scope)}) % {rng.choice((3, 5, 7, 11))}"))


def scalar(pen: Pen) -> Type:
    """A type without parts."""
    return pen.rng.choice((INT, INT, STR, FLOAT, BOOL))


def bind(pen: Pen, scope: Scope, t: Type, stem: str = "v") -> str:
    """A new variable of type `t`, known in `scope` from now on."""
    name = pen.make.fresh(stem)
    scope.variables[name] = t
    return name


def put(pen: Pen, scope: Scope, indent: int, t: Type, text: str) -> str:
    """A new variable with a value that was written before the variable was known."""
    name = bind(pen, scope, t)
    pen.line(indent, f"{name} = {text}")
    return name


def named(scope: Scope, kind: type[Type] | tuple[type, ...]) -> list[str]:  # type: ignore[valid-type]
    """The variables of a kind of type that may be changed."""
    return [n for n, t in scope.variables.items() if isinstance(t, kind) and n[0] in "vp" and n not in scope.closed]


__all__ = ["Body", "Pen", "Production", "bind", "named", "put", "scalar", "small", "some"]

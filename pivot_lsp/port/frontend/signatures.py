"""What a call of a function of the unit needs to know of it."""

import ast
from dataclasses import dataclass

from pivot_lsp.port.types import Type


@dataclass(frozen=True)
class SignatureParam:
    """A parameter of a function of the unit."""

    name: str
    type: Type
    default: ast.expr | None


@dataclass(frozen=True)
class FunctionSignature:
    """What a call needs to know."""

    name: str
    module: str
    params: tuple[SignatureParam, ...]
    result: Type

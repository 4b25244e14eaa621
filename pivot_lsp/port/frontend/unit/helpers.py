"""Functions of the prelude (`port/prelude/`) that the unit calls: each joins it for the types of a call.

Keeps true: a helper is in the unit once for the same types, under a name that nothing of the project has; one that
cannot be lowered for the types at hand leaves no trace, and the call is refused.
"""

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pivot_lsp.port import ir
from pivot_lsp.port.frontend import prelude
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.lowering import block
from pivot_lsp.port.frontend.oracle import FunctionTypes
from pivot_lsp.port.frontend.prepare.names import local_names
from pivot_lsp.port.frontend.signatures import FunctionSignature, SignatureParam
from pivot_lsp.port.frontend.unit.functions import as_function
from pivot_lsp.port.refusal import unportable

if TYPE_CHECKING:
    from pivot_lsp.port.frontend.unit.builder import UnitBuilder


class Helpers:
    """Joins them while the unit is lowered."""

    def __init__(self, unit: "UnitBuilder") -> None:
        self._unit = unit

    def call(self, name: str, args: Sequence[ir.Expr], frame: Frame, node: ast.AST) -> ir.Expr:
        """A call of the prelude's function `name`, which joins the unit for the types of `args`. PV207 when it
        does not take them."""
        types = tuple(a.type for a in args)
        made = prelude.instance(name, types)
        spelled = ", ".join(map(str, types))
        if made is None:
            raise unportable("PV207", f"{name}({spelled}) is not taken", node)
        signatures = self._unit.signatures
        key = made.symbol.module, f"{name}({spelled})"
        found = signatures.by_key(key)
        if found is None:
            taken = signatures.names | signatures.names_of_project()
            unique = next(n for n in (name, *(f"{name}_{i}" for i in range(2, 1000))) if n not in taken)
            params = tuple(SignatureParam(n, t, None) for n, t in made.params)
            found = FunctionSignature(unique, made.symbol.module, params, made.result)
            with signatures.joined(key, found):
                self._lower(found, made, spelled, node)
        return ir.Call(found.name, tuple(args), found.result, frame.span(node))

    def _lower(self, signature: FunctionSignature, made: prelude.Instance, spelled: str, node: ast.AST) -> None:
        function = made.symbol.node
        types = FunctionTypes({p.name: p.type for p in signature.params}, made.result, made.locals)
        with self._unit.aside(made.module.relative, function.name) as problems:
            frame = Frame(self._unit, made.module, types, local_names(function), learns=True)
            body = block(frame, function.body, made.result)
        if problems:
            raise unportable("PV207", f"{function.name}({spelled}) is not taken: {problems[0].message}", node)
        self._unit.functions.append(as_function(self._unit, signature, made.symbol, made.module, body))

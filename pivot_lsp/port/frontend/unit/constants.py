"""The constants of a unit: what the module's constants, Enum members and default values are natively.

Keeps true: a constant joins the unit once, under a name that no other constant of it has.
"""

import ast
from typing import TYPE_CHECKING

from pivot_lsp.port import ir
from pivot_lsp.port.frontend.bodies import used_as_row
from pivot_lsp.port.frontend.constants import lower_constant, lower_default
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.scope import ConstantSymbol
from pivot_lsp.port.types import Type

if TYPE_CHECKING:
    from pivot_lsp.port.frontend.unit.builder import UnitBuilder


class Constants:
    """Collected while the unit is lowered."""

    def __init__(self, unit: "UnitBuilder") -> None:
        self._unit = unit
        self._known: dict[tuple[str, str], ir.Constant] = {}

    @property
    def all(self) -> tuple[ir.Constant, ...]:
        """Those of the unit, in the order in which they were met."""
        return tuple(self._known.values())

    def of(self, symbol: ConstantSymbol, node: ast.expr, frame: Frame) -> ir.Expr:
        """A reference to a module constant; joins it to the unit."""
        key = symbol.module, symbol.name
        if key not in self._known:
            project = self._unit.project
            module = project.module(symbol.module)
            assert module is not None
            value = lower_constant(self._unit, module, symbol, node, as_row=used_as_row(project, symbol.name))
            self.fixed(key, value, value.span)
        found = self._known[key]
        return ir.ConstantRef(found.name, found.type, frame.span(node))

    def fixed(self, key: tuple[str, str], value: ir.Expr, span: ir.Span) -> ir.Expr:
        """A reference to the constant `key` (module and name), which joins the unit with that value."""
        if key not in self._known:
            taken = {c.name for c in self._known.values()}
            name = key[1].replace(".", "_")
            name = name if name not in taken else f"{key[0].replace('.', '_')}_{name}"
            self._known[key] = ir.Constant(name, value, value.type, value.span)
        found = self._known[key]
        return ir.ConstantRef(found.name, found.type, span)

    def value(self, name: str) -> ir.Expr | None:
        """The value of the constant called `name` in the unit."""
        return next((c.value for c in self._known.values() if c.name == name), None)

    def default(self, module_name: str, default: ast.expr, t: Type, node: ast.AST) -> ir.Expr:
        """A default value, as it reads in the module that declares it, at a call that does not give the argument."""
        module = self._unit.project.module(module_name)
        assert module is not None
        return lower_default(self._unit, module, default, t, node)

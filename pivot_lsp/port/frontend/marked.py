"""The Enums and NamedTuples of a unit: what they are called, and what the manifest must say of them."""

import ast
from typing import TYPE_CHECKING

from pivot_lsp.port import ir
from pivot_lsp.port.frontend.enums import EnumInfo, is_enum, read_enum
from pivot_lsp.port.frontend.scope import ClassSymbol, FunctionSymbol
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import MarkT, NamedT, RecordT, Type

if TYPE_CHECKING:
    from pivot_lsp.port.frontend.unit import UnitBuilder


class Marked:
    """Collected while the unit is lowered."""

    def __init__(self, unit: "UnitBuilder") -> None:
        self._unit = unit
        self._enums: dict[str, EnumInfo] = {}
        self._named: dict[str, ir.Named] = {}

    @property
    def named(self) -> tuple[ir.Named, ...]:
        """The classes of the unit, in the order in which they were met."""
        return tuple(self._named.values())

    def use(self, t: Type, node: ast.AST) -> None:
        """A value of `t` is in the unit."""
        if isinstance(t, NamedT):
            self.tuple_class(t.cls, node)
            self._named[t.cls] = ir.Named(t.cls, t.names, t.items)
        if isinstance(t, MarkT) and t.cls:
            self.class_of(t, node)

    def class_of(self, t: MarkT, node: ast.AST) -> ClassSymbol:
        """The Enum of a member's type."""
        symbol = self._class(t.cls, node)
        if self.enum(symbol, node) is None:
            raise unportable("PV214", f"class {t} is no Enum of the project", node)
        return symbol

    def _class(self, cls: str, node: ast.AST) -> ClassSymbol:
        module, _, name = cls.partition(":")
        found = self._unit.project.module(module)
        symbol = self._unit.project.lookup(found, name) if found is not None else None
        if not isinstance(symbol, ClassSymbol):
            raise unportable("PV214", f"class {name} is not a top-level class of the project", node)
        return symbol

    def enum(self, symbol: ClassSymbol, node: ast.AST) -> EnumInfo | None:
        """The Enum behind a class; None when it is none."""
        if not is_enum(symbol, self._unit.project):
            return None
        cls = f"{symbol.module}:{symbol.node.name}"
        if cls not in self._enums:
            info = read_enum(symbol, self._unit.project, node)
            self._enums[cls] = info
            self._named[cls] = ir.Named(cls, info.names, enum=True)
        return self._enums[cls]

    def tuple_class(self, cls: str, node: ast.AST) -> ClassSymbol:
        """The class of a NamedTuple, which must be plain."""
        symbol = self._class(cls, node)
        name = symbol.node.name
        own = {s.name for s in symbol.node.body if isinstance(s, ast.FunctionDef | ast.AsyncFunctionDef)}
        hooks = {one for one in own if one.startswith("__")} - {"__str__", "__repr__"}
        if hooks or len(symbol.node.bases) != 1 or symbol.node.decorator_list:
            why = f"own {min(hooks)}" if hooks else "a NamedTuple with another base or a decorator"
            raise unportable("PV214", f"class {name}: {why}", node)
        return symbol

    def own_type(self, symbol: FunctionSymbol, node: ast.AST) -> Type:
        """What `self` is in a method."""
        module = self._unit.project.module(symbol.module)
        owner = self._unit.project.lookup(module, symbol.owner) if module is not None else None
        cls = f"{symbol.module}:{symbol.owner}"
        if isinstance(owner, ClassSymbol) and (info := self.enum(owner, node)) is not None:
            return info.type
        named = self._unit.oracle.named_tuple(symbol.module, symbol.owner)
        return named if isinstance(named, NamedT) else RecordT(cls)

"""The exception classes of a unit: their kinds, bases, what their instances hold, and which handlers take which.

Keeps true: a kind is an index into `names`; nothing is read of an exception that some class a handler takes keeps in
another way.
"""

import ast
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pivot_lsp.port import ir, trees
from pivot_lsp.port.exceptions import BUILTINS, NAMES
from pivot_lsp.port.frontend import raised
from pivot_lsp.port.frontend.prepare.raised import HOOKS, Layout
from pivot_lsp.port.frontend.scope import ClassSymbol, ExternalSymbol
from pivot_lsp.port.refusal import Unportable, unportable

if TYPE_CHECKING:
    from pivot_lsp.port.frontend.scope import Project

_SYSTEM = {name for name, bases in BUILTINS.items() if "OSError" in (name, *bases)}
_ODD_TEXTS = {f"builtins:{n}" for n in (*_SYSTEM, "KeyError", "SyntaxError")}
"""Built-in classes whose str() is not that of their arguments (KeyError quotes, OSError speaks of errno)."""
_ODD_MAKING = {f"builtins:{n}" for n in (*_SYSTEM, "StopIteration", "SyntaxError", "NameError", "ImportError")}
"""Built-in classes whose instances are more than their arguments."""


class Exceptions:
    """Collects the classes while functions are lowered."""

    def __init__(self, project: "Project") -> None:
        self._project = project
        self._bases: dict[str, tuple[str, ...]] = dict.fromkeys(NAMES, ())
        self._layouts: dict[str, Layout | None] = {}
        self._own_texts: set[str] = set()
        self.catches: dict[ir.Span, tuple[str, ...]] = {}
        """The classes that the handler at a place names."""

    @property
    def names(self) -> tuple[str, ...]:
        """`module:qualname` by kind."""
        return tuple(self._bases)

    @property
    def bases(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The bases of each of the unit's own, nearest first."""
        return tuple((name, bases) for name, bases in self._bases.items() if bases)

    @property
    def fields(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The attributes that instances hold, of the classes that have any."""
        return tuple((name, found.fields) for name, found in self._layouts.items() if found is not None)

    def join(self, symbol: ClassSymbol | ExternalSymbol, node: ast.AST) -> str:
        """`module:qualname` of an exception class, which joins the unit."""
        if isinstance(symbol, ExternalSymbol):
            name = f"{symbol.module}:{symbol.name}"
            if name not in self._bases:
                raise unportable("PV217", f"{symbol.name} is not taken", node)
            return name
        name = f"{symbol.module}:{symbol.node.name}"
        if name not in self._bases:
            bases = self._read_bases(symbol, node)
            found = raised.layout_of(self._project, symbol)
            if found is not None and _ODD_MAKING.intersection(bases):
                raise unportable("PV217", f"exception class {symbol.node.name} keeps more than its base does", node)
            self._bases[name] = bases
            self._layouts[name] = found
            if raised.has_method(self._project, symbol, "__str__"):
                self._own_texts.add(name)
        return name

    def kinds(self, span: ir.Span) -> tuple[int, ...]:
        """Every kind that the handler at `span` takes."""
        wanted = set(self.catches[span])
        return tuple(i for i, n in enumerate(self._bases) if n in wanted or wanted & set(self._ancestors(n)))

    def problems(self, functions: Sequence[ir.Function]) -> Iterator[tuple[ir.Function, Unportable]]:
        """What is read of exceptions that the runtimes, which know a class by its kind only, cannot tell: the text of
        an own class under KeyError or OSError or with a __str__, an attribute that is not kept as its base keeps it."""
        names = self.names
        odd = {i for i, n in enumerate(names) if n not in NAMES and _ODD_TEXTS.intersection(self._bases[n])}
        odd |= {i for i, n in enumerate(names) if n in self._own_texts}
        for function in functions:
            for one in (h for s in trees.statements(function.body) if isinstance(s, ir.Try) for h in s.handlers):
                for read in trees.expressions(one.body):
                    if not isinstance(read, ir.ExcText) or isinstance(read, ir.ExcName) or read.name != one.name:
                        continue
                    if isinstance(read, ir.ExcField):
                        other = self._elsewhere([names[i] for i in one.catches], read)
                        what = f"{other}, which this takes too, keeps {read.attribute!r} in another way"
                        remedy = "catch it before"
                    else:
                        other = next((names[i].partition(":")[2] for i in sorted(odd & set(one.catches))), None)
                        what, remedy = f"str() of {other} is not taken", "raise a plain Exception class"
                    if other is not None:
                        place = read.span if isinstance(read, ir.ExcField) else one.span
                        yield function, Unportable("PV217", what, place.line, place.column, remedy)

    def _elsewhere(self, kinds: Sequence[str], read: ir.ExcField) -> str | None:
        """A class among `kinds` that does not have the attribute where `read` looks for it."""
        for kind in kinds:
            found = self._layouts.get(kind)
            if found is None or found.fields[read.index : read.index + 1] != (read.attribute,):
                return kind.partition(":")[2]
        return None

    def _read_bases(self, symbol: ClassSymbol, at: ast.AST) -> tuple[str, ...]:
        node = symbol.node
        plain = all(
            isinstance(s, ast.Pass | ast.FunctionDef | ast.Assign | ast.AnnAssign)
            or (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant))
            for s in node.body
        )
        own = HOOKS & raised.own_methods(symbol)
        if not plain or own or len(node.bases) != 1 or node.keywords or node.decorator_list:
            raise unportable("PV217", f"exception class {node.name} does more than keep what it is given", at)
        module = self._project.module(symbol.module)
        assert module is not None
        base = node.bases[0]
        found = self._project.lookup(module, base.id) if isinstance(base, ast.Name) else None
        if not isinstance(found, ClassSymbol | ExternalSymbol):
            raise unportable("PV217", f"the base of {node.name} is not known", at)
        parent = self.join(found, at)
        return (parent, *self._ancestors(parent))

    def _ancestors(self, name: str) -> tuple[str, ...]:
        if name in NAMES:
            return tuple(f"builtins:{b}" for b in BUILTINS[name.removeprefix("builtins:")])
        return self._bases[name]

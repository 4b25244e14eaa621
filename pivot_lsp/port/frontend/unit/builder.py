"""What joins a unit, and in which order.

Keeps true: every function, record, constant and exception that the IR names is in the unit; what cannot be lowered
is noted as a reason with its file and line, and a unit with a reason is never emitted.
"""

import ast
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from pivot_lsp.model.port import Reason
from pivot_lsp.port import ir
from pivot_lsp.port.frontend import boundary, printing, yields
from pivot_lsp.port.frontend.caught import resolve
from pivot_lsp.port.frontend.exceptions import Exceptions
from pivot_lsp.port.frontend.facts import Facts
from pivot_lsp.port.frontend.lowering import Lowering
from pivot_lsp.port.frontend.marked import Marked
from pivot_lsp.port.frontend.oracle import Hint, Oracle
from pivot_lsp.port.frontend.records import RecordInfo
from pivot_lsp.port.frontend.scope import ClassSymbol, ExternalSymbol, FunctionSymbol, Module, Project
from pivot_lsp.port.frontend.unit.constants import Constants
from pivot_lsp.port.frontend.unit.functions import lower_function
from pivot_lsp.port.frontend.unit.helpers import Helpers
from pivot_lsp.port.frontend.unit.records import Records
from pivot_lsp.port.frontend.unit.signatures import Signatures
from pivot_lsp.port.refusal import Unportable, unportable
from pivot_lsp.port.table.rows import hashable
from pivot_lsp.port.types import DictT, MarkT, NamedT, RecordT, SetT, Type, VarT, walk


class UnitBuilder:
    """Collects the unit while its functions are lowered."""

    def __init__(self, project: Project, oracle: Oracle, lowering: Lowering) -> None:
        """`lowering`: who lowers what (`grammar.py`)."""
        self.project = project
        self.oracle = oracle
        self.lowering = lowering
        self.reasons: list[Reason] = []
        self.learned = Facts()
        self.entries: tuple[FunctionSymbol, ...] = ()
        self.functions: list[ir.Function] = []
        """Those that were lowered."""
        self.signatures = Signatures(self)
        self.helpers = Helpers(self)
        self.records = Records(self)
        self.constants = Constants(self)
        self.marked = Marked(self)
        self.exceptions = Exceptions(project)
        self.own_factories: set[Type] = set()
        """Types of defaultdicts that some lambda makes the values of: the bridge could not give the caller that."""
        self.generators: set[str] = set()
        """Functions that give a list of what their Python yields, by their names in the unit."""
        self.cached: set[str] = set()
        """Functions whose results Python caches, by their names in the unit."""
        self._here: tuple[str, str | None] = ("", None)
        self._module: Module | None = None

    # ------------------------------------------------------------ the place that is lowered

    def note(self, reason: Unportable) -> None:
        """Notes why the function being lowered is refused."""
        file, function = self._here
        line, column = self._authored(reason)
        found = Reason(
            code=reason.code,
            line=line,
            column=column,
            message=str(reason),
            file=file,
            function=function,
        )
        if found not in self.reasons:
            self.reasons.append(found)

    def _authored(self, reason: Unportable) -> tuple[int, int]:
        """The author's line and column of a refusal in the module being lowered."""
        module = self._module
        if module is not None and module.origins:
            for place, origin in module.origins.items():
                if place[:2] == (reason.line, reason.column):
                    return origin[0], origin[1]
        return reason.line, reason.column

    def is_here(self, symbol: FunctionSymbol) -> bool:
        """Whether this function is the one being lowered."""
        return self._here[1] == symbol.qualname

    @contextmanager
    def aside(self, file: str, function: str) -> Iterator[list[Reason]]:
        """Inside, another function is lowered; the reasons against it are not the unit's."""
        here, reasons = self._here, self.reasons
        self._here, self.reasons = (file, function), []
        try:
            yield self.reasons
        finally:
            self._here, self.reasons = here, reasons

    def _enter(self, symbol: FunctionSymbol) -> Module:
        module = self.project.module(symbol.module)
        assert module is not None
        self._here = (module.relative, symbol.qualname)
        self._module = module
        return module

    # ------------------------------------------------------------ classes and types

    def record(self, t: RecordT, node: ast.AST) -> dict[str, Hint]:
        """Field types of a record by name."""
        return self.records.read(t.cls, node).fields

    def constructor(self, symbol: ClassSymbol, node: ast.AST) -> RecordInfo:
        """The class of the unit that is called."""
        return self.records.read(f"{symbol.module}:{symbol.node.name}", node)

    def class_of(self, t: RecordT | NamedT | MarkT, node: ast.AST) -> ClassSymbol:
        """The class behind a record, a NamedTuple or a member."""
        if isinstance(t, MarkT):
            return self.marked.class_of(t, node)
        if isinstance(t, NamedT):
            return self.marked.tuple_class(t.cls, node)
        return self.records.read(t.cls, node).symbol

    def has_method(self, t: RecordT | NamedT | MarkT, node: ast.Attribute) -> bool:
        """Whether the class behind `t` defines the method or class variable itself."""
        symbol = self.class_of(t, node)
        return bool(self.project.method(symbol, node.attr) or self.project.class_constant(symbol, node.attr))

    def exception(self, symbol: ClassSymbol | ExternalSymbol, node: ast.AST) -> str:
        """`module:qualname` of an exception class; joins it to the unit."""
        return self.exceptions.join(symbol, node)

    def use_type(self, t: Type, node: ast.AST) -> None:
        """Checks that the unit can hold values of `t`."""
        for one in walk(t):
            if isinstance(one, DictT) and not hashable(one.key):
                raise unportable("PV202", f"dict keys of type {one.key} are not taken", node)
            if isinstance(one, SetT) and not hashable(one.element):
                raise unportable("PV202", f"set elements of type {one.element} are not taken", node)
            if isinstance(one, RecordT):
                self.records.read(one.cls, node)
            if isinstance(one, VarT):
                raise unportable("PV202", f"the type variable {one} is not settled here", node, "name the type")
            self.marked.use(one, node)

    # ------------------------------------------------------------ lowering

    def build(self, entries: Sequence[FunctionSymbol], file: str) -> ir.Unit:
        """Lowers the entries and all they reach. `reasons` tells whether the unit may be used."""
        names: list[str] = []
        self.entries = tuple(entries)
        for symbol in entries:
            self._enter(symbol)
            try:
                found = self.signatures.of(symbol, symbol.node)
                names.append(found.name)
                boundary.check(found, symbol)
            except Unportable as reason:
                self.note(reason)
        while self.signatures.waiting:
            symbol, bound = self.signatures.waiting.popleft()
            module = self._enter(symbol)
            try:
                self.functions.append(lower_function(self, symbol, module, bound))
            except Unportable as reason:
                self.note(reason)
        try:
            records = self.records.finish(self.functions, names)
        except Unportable as reason:
            self.note(reason)
            records = ()
        for symbol in entries:
            known = self.signatures.known(symbol)
            if known is not None and (problem := boundary.factories(known, symbol, records, self.own_factories)):
                self._enter(symbol)
                self.note(problem)
        functions = tuple(replace(f, body=resolve(f.body, self.exceptions.kinds)) for f in self.functions)
        self._module = None
        for function, problem in (
            *self.exceptions.problems(functions),
            *yields.check(functions, frozenset(self.generators), records),
            *printing.check(functions, self.generators, self.cached),
        ):
            self._here = (function.span.file, function.qualname)
            self.note(problem)
        return ir.Unit(
            file=file,
            module=entries[0].module,
            entries=tuple(names),
            functions=functions,
            records=records,
            constants=self.constants.all,
            exceptions=self.exceptions.names,
            exception_bases=self.exceptions.bases,
            identities=self.records.identities,
            named=self.marked.named,
            exception_fields=self.exceptions.fields,
        )

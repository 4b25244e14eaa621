"""What emitting one function needs to know, and where its exceptions go at each point of it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from pivot_lsp.port import ir, trees
from pivot_lsp.port.emit.rust.code import POSTFIX, Code
from pivot_lsp.port.emit.rust.facts import Facts
from pivot_lsp.port.emit.rust.names import fresh, identifier
from pivot_lsp.port.emit.rust.types import Types


@dataclass(frozen=True)
class Names:
    """The port's items by their Python names: functions, constants, exceptions (by kind index)."""

    functions: Mapping[str, str]
    constants: Mapping[str, str]
    kinds: Mapping[int, str]


@dataclass
class Scope:
    """One function being emitted. `label`: the `try` whose body is being emitted, None outside of any; `outcome`:
    whether the function, or the closure being emitted, yields an Outcome."""

    unit: ir.Unit
    facts: Facts
    types: Types
    names: Names
    outcome: bool
    locals: dict[str, str] = field(default_factory=dict)
    read: frozenset[str] = frozenset()
    made: set[str] = field(default_factory=set)
    label: str | None = None

    def local(self, name: str) -> str:
        """The Rust name of a variable."""
        if name not in self.locals:
            taken = {*self.locals.values(), *self.names.constants.values(), *self.names.kinds.values(), *self.made}
            made = identifier(name, taken)
            unread = name not in self.read and not made.startswith("_")
            self.locals[name] = "_" + made if unread else made
        return self.locals[name]

    def fresh(self, base: str) -> str:
        """A name that nothing in the function has."""
        made = fresh(base, {*self.locals.values(), *self.locals, *self.made})
        self.made.add(made)
        return made

    def function(self, name: str) -> str:
        """How a function of the unit is called here, though a variable may have its name."""
        made = self.names.functions[name]
        return f"self::{made}" if made in self.locals.values() else made

    @contextmanager
    def inside(self, label: str | None, outcome: bool | None = None) -> Iterator[None]:
        """Within a `try` body (its label), or within a closure (no label)."""
        before = self.label, self.outcome
        self.label, self.outcome = label, self.outcome if outcome is None else outcome
        try:
            yield
        finally:
            self.label, self.outcome = before

    def unpacked(self, outcome: str) -> Code:
        """The value of an Outcome; its exception goes where exceptions go here."""
        if self.label is not None:
            return Code(f"attempt!('{self.label}, {outcome})")
        return Code(f"{outcome}?", POSTFIX) if self.outcome else Code(f"rt::never({outcome})")

    def thrown(self, exception: str) -> str:
        """A statement's expression that ends with `exception`."""
        if self.label is not None:
            return f"break '{self.label} Err({exception})"
        return f"return Err({exception})" if self.outcome else "rt::unreachable()"


def read_names(function: ir.Function) -> frozenset[str]:
    """Every name the function reads somewhere."""
    nodes = list(trees.expressions(function.body))
    return frozenset(n.name for n in nodes if isinstance(n, ir.Var | ir.ExcText))

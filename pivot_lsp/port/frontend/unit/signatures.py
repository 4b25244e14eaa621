"""The signatures of a unit's functions: what each takes and gives, under which name, read once.

Keeps true: a function whose signature was asked for is in the unit, and no two functions of it have one name.
"""

import ast
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pivot_lsp.port.frontend.arguments import defaults, parameters
from pivot_lsp.port.frontend.bodies import is_generator
from pivot_lsp.port.frontend.classes import CLASS_KINDS, kind_of, makes, own_name
from pivot_lsp.port.frontend.learn import UNSETTLED
from pivot_lsp.port.frontend.oracle import FunctionTypes, Hint, Unknown
from pivot_lsp.port.frontend.scope import FunctionSymbol
from pivot_lsp.port.frontend.signatures import FunctionSignature, SignatureParam
from pivot_lsp.port.frontend.typevars import Bound, settled
from pivot_lsp.port.refusal import Unportable, unportable
from pivot_lsp.port.types import DictT, IterT, ListT, RecordT, SetT, Type, VarTupleT, walk

if TYPE_CHECKING:
    from pivot_lsp.port.frontend.unit.builder import UnitBuilder

Key = tuple[str, str]
"""The module of a function, and its qualname with what its type variables or parameters are."""


class Signatures:
    """Collected while the unit is lowered."""

    def __init__(self, unit: "UnitBuilder") -> None:
        self._unit = unit
        self._known: dict[Key, FunctionSignature] = {}
        self._named: dict[str, set[str]] = {}
        self.waiting: deque[tuple[FunctionSymbol, Bound]] = deque()
        """The functions that are still to be lowered, each with what its type variables are."""

    @property
    def names(self) -> set[str]:
        """What the functions are called in the unit."""
        return {s.name for s in self._known.values()}

    def names_of_project(self) -> set[str]:
        """The names that functions and variables of the loaded modules have: no helper takes one of them."""
        for module in self._unit.project.loaded:
            if module.name not in self._named:
                self._named[module.name] = _names_in(module.tree)
        return set().union(*self._named.values())

    def known(self, symbol: FunctionSymbol, bound: Bound | None = None) -> FunctionSignature | None:
        """The signature of a function of the unit; None where it did not join it."""
        return self._known.get(_key(symbol, bound or {}))

    def by_key(self, key: Key) -> FunctionSignature | None:
        """As `known`, of what joined by `joined`."""
        return self._known.get(key)

    @contextmanager
    def joined(self, key: Key, signature: FunctionSignature) -> Iterator[None]:
        """Joins a function that is lowered inside the context, and may call itself; a refusal there takes it back."""
        self._known[key] = signature
        try:
            yield
        except Unportable:
            del self._known[key]
            raise

    def of(self, symbol: FunctionSymbol, node: ast.AST, bound: Bound | None = None) -> FunctionSignature:
        """The signature of a function, whose type variables are `bound`; joins it to the unit. A refusal names the
        call and the cause."""
        bound = bound or {}
        key = _key(symbol, bound)
        if key not in self._known:
            self._known[key] = self._read(symbol, node, bound)
            self.waiting.append((symbol, bound))
        found = self._known[key]
        for one in found.params:
            if one.type == UNSETTLED:
                what = f"parameter {one.name!r} of {symbol.node.name}() has no annotation"
                raise unportable("PV201", what, node)
        if found.result == UNSETTLED:
            raise unportable("PV201", f"the result of {symbol.node.name}() has no annotation", node)
        return found

    def is_generator(self, symbol: FunctionSymbol) -> bool:
        """Whether the function returns a list in place of what it would yield."""
        module = self._unit.project.module(symbol.module)
        return module is not None and symbol.qualname in module.generators

    def declared(self, symbol: FunctionSymbol, parameter: str) -> Type | None:
        """The declared type of a parameter; None when it is not one that is taken."""
        types = self._unit.oracle.function(symbol.module, symbol.qualname)
        hint = None if types is None else types.params.get(parameter)
        return None if hint is None or isinstance(hint, Unknown) else hint

    def types(self, symbol: FunctionSymbol, at: ast.AST) -> FunctionTypes:
        """What mypy says of a function; PV201 at the place that asks where it says nothing."""
        types = self._unit.oracle.function(symbol.module, symbol.qualname)
        if types is None:
            raise unportable("PV201", f"{symbol.qualname}(): its types are not known", at)
        return types

    def _read(self, symbol: FunctionSymbol, at: ast.AST, bound: Bound) -> FunctionSignature:
        node = symbol.node
        place = node if self._unit.is_here(symbol) else at

        def refuse(code: str, why: str) -> Unportable:
            return unportable(code, f"{node.name}(): {why}", place)

        entry = any(e.node is node for e in self._unit.entries)
        if isinstance(node, ast.AsyncFunctionDef) or is_generator(node) or (entry and self.is_generator(symbol)):
            raise refuse("PV213", "a coroutine or generator")
        kind = kind_of(symbol) if symbol.owner else ""
        if node.decorator_list and not kind:
            raise refuse("PV211", f"decorated with @{ast.unparse(node.decorator_list[0])}")
        args = node.args
        if args.kwarg:
            raise refuse("PV212", "**kwargs is not taken")
        types = settled(self.types(symbol, place), bound)
        given, taken = defaults(args), parameters(args)
        params = []
        own = self._unit.marked.own_type(symbol, place) if symbol.owner and kind not in CLASS_KINDS else None
        if kind == "classmethod" or (own is not None and makes(symbol)):
            taken = taken[1:]
        if isinstance(own, RecordT) and node.name == "__post_init__":
            return self._post_init_signature(symbol, own, place)
        for parameter in taken:
            if own is not None and not makes(symbol) and parameter is taken[0]:
                params.append(SignatureParam(parameter.arg, own, None))
                continue
            hint = types.params[parameter.arg]
            if isinstance(hint, Unknown) and hint.missing and not entry:
                params.append(SignatureParam(parameter.arg, UNSETTLED, None))  # its body may tell
                continue
            t = self._exact(hint, f"parameter {parameter.arg!r} of {node.name}()", place)
            t = VarTupleT(t) if parameter is args.vararg else t
            params.append(SignatureParam(parameter.arg, t, given.get(parameter.arg)))
        if own is not None:
            self._unit.use_type(own, place)
        if own is not None and makes(symbol):
            return FunctionSignature(self._own_name(symbol), symbol.module, tuple(params), own)
        result: Type = UNSETTLED
        if not (isinstance(types.result, Unknown) and types.result.missing):
            result = self._exact(types.result, f"the result of {node.name}()", place)
        module = self._unit.project.module(symbol.module)
        if module is not None and symbol.qualname in module.cached and any(map(_is_mutable, walk(result))):
            raise refuse("PV211", f"its cache gives the same {result} to every caller")
        return FunctionSignature(self._own_name(symbol), symbol.module, tuple(params), result)

    def _own_name(self, symbol: FunctionSymbol) -> str:
        taken = self.names
        name = own_name(symbol)
        if any(key[1].startswith(f"{symbol.qualname}[") for key in self._known):
            taken |= self.names_of_project()
            return next(n for n in (f"{name}_{i}" for i in range(2, 10000)) if n not in taken)
        while name in taken:
            name = f"{symbol.module.replace('.', '_')}_{name}"
        return name

    def _post_init_signature(self, symbol: FunctionSymbol, own: RecordT, at: ast.AST) -> FunctionSignature:
        """Of the function that makes a dataclass and runs its __post_init__: the fields that are given."""
        info = self._unit.records.read(own.cls, at)
        params = tuple(
            SignatureParam(name, self._exact(info.fields[name], f"field {name!r}", at), info.defaults.get(name))
            for name in info.given
        )
        return FunctionSignature(self._own_name(symbol), symbol.module, params, own)

    def _exact(self, hint: Hint, what: str, node: ast.AST) -> Type:
        """The type that a hint is; a refusal, which says what it is the type of, where it is none that is taken."""
        if isinstance(hint, Unknown):
            if hint.missing:
                raise unportable("PV201", f"{what} has no annotation", node)
            raise unportable("PV202", f"{what} is of type {hint.text}", node)
        if isinstance(hint, IterT):
            raise unportable("PV202", f"{what} is an iterator", node, "declare a list")
        self._unit.use_type(hint, node)
        return hint


def _names_in(tree: ast.Module) -> set[str]:
    """The names of functions, parameters and variables."""
    found: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
                found.add(name)
    return found


def _key(symbol: FunctionSymbol, bound: Bound) -> tuple[str, str]:
    """Which function of the unit it is: a generic one is another one for other types."""
    spelled = ", ".join(f"{n}={bound[n]!r}" for n in sorted(bound))
    return symbol.module, f"{symbol.qualname}[{spelled}]" if bound else symbol.qualname


def _is_mutable(t: Type) -> bool:
    return isinstance(t, ListT | DictT | SetT | RecordT)

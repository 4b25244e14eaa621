"""Library functions that are written in the ported subset itself (`port/prelude/*.py`): found, and lowered for the
types at hand, as functions of the unit that uses them.

Each has exact annotations; a one-letter name is a type variable. What is written there is CPython's own algorithm, so
the same text is run by CPython and by the three targets; nothing of it is imported or executed here.
"""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pivot_lsp.port.frontend.nodes import nodes_of
from pivot_lsp.port.frontend.scope import FunctionSymbol, Module
from pivot_lsp.port.table.rows import match, substitute
from pivot_lsp.port.types import (
    BOOL,
    FLOAT,
    INT,
    NONE,
    NP_BOOL,
    NP_FLOAT,
    NP_INT,
    STR,
    ArrayT,
    DictT,
    ListT,
    OptionalT,
    SetT,
    TupleT,
    Type,
    VarT,
    VarTupleT,
)

FOLDER = Path(__file__).resolve().parent.parent / "prelude"
_MODULE = "pivot_lsp.port.prelude."
_WORDS: dict[str, Type] = {"int": INT, "float": FLOAT, "bool": BOOL, "str": STR,
                           "npfloat": NP_FLOAT, "npint": NP_INT, "npbool": NP_BOOL}  # fmt: skip
OPERATIONS = {**{n: n for n in ("filled", "flat", "shaped", "npfloat", "npint", "npbool")}, "root": "numpy.sqrt",
              "square_root": "math.sqrt", "copysign": "math.copysign"}  # fmt: skip
"""Operations of the table that the prelude calls by name."""


@dataclass(frozen=True)
class Instance:
    """A prelude function for exact types: its parameters, result and local variables."""

    symbol: FunctionSymbol
    module: Module
    params: tuple[tuple[str, Type], ...]
    result: Type
    locals: Mapping[str, Type]


@lru_cache(maxsize=1)
def _modules() -> dict[str, Module]:
    found = {}
    for file in sorted(FOLDER.glob("*.py")):
        source = file.read_text(encoding="utf-8")
        name = _MODULE + file.stem
        found[name] = Module(name, file, f"pivot_lsp/port/prelude/{file.name}", source, ast.parse(source))
    return found


@lru_cache(maxsize=1)
def _functions() -> dict[str, tuple[FunctionSymbol, Module]]:
    return {
        node.name: (FunctionSymbol(module.name, node), module)
        for module in _modules().values()
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef)
    }


def is_prelude(module: str) -> bool:
    """Whether `module` is one of the prelude's."""
    return module.startswith(_MODULE)


def module(name: str) -> Module:
    """A module of the prelude."""
    return _modules()[name]


def has(name: str) -> bool:
    """Whether the prelude has a function `name`."""
    return name in _functions()


def parameters(name: str) -> int:
    """How many parameters it has."""
    return len(_functions()[name][0].node.args.args)


def instance(name: str, args: Sequence[Type]) -> Instance | None:
    """The function `name` for exactly these types; None when its annotations do not admit them."""
    symbol, owner = _functions()[name]
    node = symbol.node
    patterns = [(a.arg, _type(a.annotation)) for a in node.args.args]
    bound: dict[str, Type] = {}
    if len(patterns) != len(args) or not all(match(p, a, bound) for (_, p), a in zip(patterns, args, strict=True)):
        return None
    params = tuple((n, substitute(p, bound)) for n, p in patterns)
    variables = {
        inner.target.id: substitute(_type(inner.annotation), bound)
        for inner in nodes_of(node)
        if isinstance(inner, ast.AnnAssign) and isinstance(inner.target, ast.Name)
    }
    return Instance(symbol, owner, params, substitute(_type(node.returns), bound), variables)


def _type(node: ast.expr | None) -> Type:
    """An annotation of the prelude as an exact type."""
    match node:
        case ast.Constant(value=None):
            return NONE
        case ast.Name(id=name):
            return _WORDS.get(name) or VarT(name)
        case ast.BinOp(left=left, op=ast.BitOr()):
            return OptionalT(_type(left))
        case ast.Subscript(value=ast.Name(id="tuple"), slice=ast.Tuple(elts=[item, ast.Constant(value=value)])) if (
            value is ...
        ):
            return VarTupleT(_type(item))
        case ast.Subscript(value=ast.Name(id=kind), slice=inside):
            return _container(kind, [_type(e) for e in (inside.elts if isinstance(inside, ast.Tuple) else [inside])])
        case _:
            raise AssertionError(f"no annotation of the prelude: {ast.dump(node) if node else node}")


def _container(kind: str, args: list[Type]) -> Type:
    match kind:
        case "list":
            return ListT(args[0])
        case "set" | "frozenset":
            return SetT(args[0], kind == "frozenset")
        case "dict":
            return DictT(args[0], args[1])
        case "array1" | "array2":
            return ArrayT(args[0], int(kind[-1]))
        case "Counter":
            return DictT(args[0], INT, "Counter")
        case _:
            return TupleT(tuple(args))

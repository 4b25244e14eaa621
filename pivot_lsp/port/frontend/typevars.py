"""Type variables of functions: which there are, and types with what a call has settled in their place."""

from collections.abc import Mapping
from dataclasses import replace

from pivot_lsp.port.frontend.oracle import FunctionTypes, Hint, Unknown
from pivot_lsp.port.table.rows import substitute
from pivot_lsp.port.types import OptionalT, Type, VarT, walk

Bound = Mapping[str, Type]


def variables(hint: Hint) -> set[str]:
    """The type variables in `hint`."""
    return set() if isinstance(hint, Unknown) else {t.name for t in walk(hint) if isinstance(t, VarT)}


def is_generic(types: FunctionTypes | None) -> bool:
    """Whether a function's declared types have type variables."""
    return types is not None and any(map(variables, [*types.params.values(), types.result]))


def settle(hint: Hint, bound: Bound) -> Hint:
    """`hint` with its type variables replaced."""
    mine = variables(hint)
    if isinstance(hint, Unknown) or not mine or not mine <= bound.keys():
        return hint
    return _flat(substitute(hint, dict(bound)))


def _flat(t: Type) -> Type:
    """An optional of an optional is one."""
    return _flat(t.inner) if isinstance(t, OptionalT) and isinstance(t.inner, OptionalT) else t


def settled(types: FunctionTypes, bound: Bound) -> FunctionTypes:
    """A function's types with their variables replaced."""
    if not bound:
        return types
    return replace(
        types,
        params={n: settle(h, bound) for n, h in types.params.items()},
        result=settle(types.result, bound),
        locals={n: settle(h, bound) for n, h in types.locals.items()},
    )

"""Functions with type variables: each call joins the unit with the types that its arguments give them.

Keeps true: what is lowered has no type variable left; two calls with the same types share one function. A variable
that no argument settles is refused at the call.
"""

import ast
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from pivot_lsp.port.frontend.arguments import defaults, parameters
from pivot_lsp.port.frontend.oracle import FunctionTypes, Hint, Unknown
from pivot_lsp.port.frontend.scope import FunctionSymbol
from pivot_lsp.port.refusal import Unportable, unportable
from pivot_lsp.port.table.rows import match, substitute
from pivot_lsp.port.types import NONE, OptionalT, Type, VarT, walk

if TYPE_CHECKING:
    from pivot_lsp.port.frontend.frame import Frame

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


def of(frame: "Frame", node: ast.Call, symbol: FunctionSymbol, owner: object) -> Bound:
    """What the type variables of `symbol` are at the call `node`; nothing where it has none."""
    types = None if symbol.owner or owner is not None else frame.unit.oracle.function(symbol.module, symbol.qualname)
    return bind(frame, node, symbol, types) if types is not None and is_generic(types) else {}


def bind(frame: "Frame", node: ast.Call, symbol: FunctionSymbol, types: FunctionTypes) -> Bound:
    """What the arguments of `node` say that the type variables of `symbol` are."""
    from pivot_lsp.port.frontend.expressions import lower

    names = parameters(symbol.node.args)
    given = dict(zip([a.arg for a in names], node.args, strict=False))
    given |= {k.arg: k.value for k in node.keywords if k.arg is not None}
    given = {**defaults(symbol.node.args), **given}
    bound: dict[str, Type] = {}
    late: list[tuple[Type, ast.expr]] = []
    for name, argument in given.items():
        hint = types.params.get(name)
        if hint is None or isinstance(hint, Unknown) or not variables(hint):
            continue
        try:
            found = lower(frame, argument).type
        except Unportable:
            late.append((hint, argument))
            continue
        _match(hint, found, bound)
    wanted = set().union(*map(variables, [*types.params.values(), types.result]))
    for missing in sorted(wanted - bound.keys()):
        for _, argument in late:
            lower(frame, argument)  # says what is wrong with it
        what = f"{symbol.node.name}(): the type {missing} is not told by its arguments"
        raise unportable("PV201", what, node, "annotate what is passed")
    return bound


def _match(hint: Type, found: Type, bound: dict[str, Type]) -> None:
    if isinstance(hint, OptionalT) and not isinstance(found, OptionalT):
        if found != NONE:
            _match(hint.inner, found, bound)
        return
    tried = dict(bound)
    if match(hint, found, tried):
        bound.update(tried)

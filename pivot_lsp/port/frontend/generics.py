"""Functions with type variables: each call joins the unit with the types that its arguments give them.

Keeps true: what is lowered has no type variable left; two calls with the same types share one function. A variable
that no argument settles is refused at the call.
"""

import ast

from pivot_lsp.port.frontend.arguments import defaults, parameters
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.lowering import lower
from pivot_lsp.port.frontend.oracle import FunctionTypes, Unknown
from pivot_lsp.port.frontend.scope import FunctionSymbol
from pivot_lsp.port.frontend.typevars import Bound, is_generic, variables
from pivot_lsp.port.refusal import Unportable, unportable
from pivot_lsp.port.table.rows import match
from pivot_lsp.port.types import NONE, OptionalT, Type


def of(frame: Frame, node: ast.Call, symbol: FunctionSymbol, owner: object) -> Bound:
    """What the type variables of `symbol` are at the call `node`; nothing where it has none."""
    types = None if symbol.owner or owner is not None else frame.unit.oracle.function(symbol.module, symbol.qualname)
    return bind(frame, node, symbol, types) if types is not None and is_generic(types) else {}


def bind(frame: Frame, node: ast.Call, symbol: FunctionSymbol, types: FunctionTypes) -> Bound:
    """What the arguments of `node` say that the type variables of `symbol` are."""
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

"""Which arrays a function may write: the bridge keeps what they held, so that a fallback can put it back.

Flow-insensitive and on the safe side: where it is not plain which parameter a changed array is, every one may be.
"""

from pivot_lsp.port import ir, trees
from pivot_lsp.port.frontend.prelude import is_prelude
from pivot_lsp.port.types import ArrayT


def written(unit: ir.Unit, name: str) -> frozenset[str]:
    """The parameters of the function `name` that hold an array which it, or what it calls, may change."""
    known: dict[str, frozenset[str]] = {f.name: frozenset() for f in unit.functions}
    while True:
        found = {f.name: _of(f, known, unit) for f in unit.functions}
        if found == known:
            return known[name]
        known = found


def _of(function: ir.Function, known: dict[str, frozenset[str]], unit: ir.Unit) -> frozenset[str]:
    arrays = frozenset(p.name for p in function.params if isinstance(p.type, ArrayT))
    changed: set[str] = set()
    for e in trees.expressions(function.body):
        targets: list[ir.Expr] = []
        if isinstance(e, ir.Prim) and e.row.mutates and isinstance(e.args[0].type, ArrayT):
            targets = [e.args[0]]
        elif isinstance(e, ir.Call):
            callee = unit.function(e.function)
            targets = [a for p, a in zip(callee.params, e.args, strict=True) if p.name in known[e.function]]
        for target in targets:
            if not isinstance(target, ir.Var):
                return arrays
            changed.add(target.name)
    assigned = _assigned(function)
    if any(one in assigned or one not in arrays for one in changed - _made_here(function, unit)):
        return arrays
    return frozenset(changed) & arrays


def _assigned(function: ir.Function) -> frozenset[str]:
    """Names that some statement or expression binds."""
    found: set[str] = set()
    for one in trees.statements(function.body):
        match one:
            case ir.Assign(name=name):
                found.add(name)
            case ir.Unpack(pattern=pattern) | ir.For(pattern=pattern):
                found |= set(trees.bound_names(pattern))
            case _:
                pass
    for e in trees.expressions(function.body):
        match e:
            case ir.Let(name=name):
                found.add(name)
            case ir.Comp(clauses=clauses):
                found |= {n for c in clauses for n in trees.bound_names(c.pattern)}
            case ir.Lambda(params=params):
                found |= set(params)
            case _:
                pass
    return frozenset(found)


def _made_here(function: ir.Function, unit: ir.Unit) -> frozenset[str]:
    """Variables that only ever hold an array which an operation has made anew."""
    made: dict[str, bool] = {}
    for one in trees.statements(function.body):
        match one:
            case ir.Assign(name=name, value=value):
                made[name] = made.get(name, True) and _is_fresh(value, unit)
            case ir.Unpack(pattern=pattern) | ir.For(pattern=pattern):
                made |= dict.fromkeys(trees.bound_names(pattern), False)
            case _:
                pass
    for e in trees.expressions(function.body):
        if isinstance(e, ir.Let):
            made[e.name] = False
    return frozenset(n for n, fresh in made.items() if fresh) - {p.name for p in function.params}


def _is_fresh(value: ir.Expr, unit: ir.Unit) -> bool:
    """Whether the value is an array that nobody else holds: what the prelude returns it has made."""
    match value:
        case ir.Prim(row=row, args=args) if row.key in ("flat", "shaped"):
            return _is_fresh(args[0], unit)
        case ir.Prim(row=row):
            return row.key == "filled"
        case ir.Call(function=name):
            return is_prelude(unit.function(name).module)
        case ir.Let(body=inner) | ir.IfExp(then=inner, other=ir.Unwrap(value=ir.Const())):
            return _is_fresh(inner, unit)
        case _:
            return False

"""Which variables surely hold a value at a point, by the structure of the code alone.

`checks/assigned` proves it for every read; this is for reads that a pass moves to an earlier place. On the safe side: a
name that is missing here may be bound all the same.
"""

from pivot_lsp.port import ir, trees

Bound = frozenset[str]


def inside(one: ir.Stmt) -> Bound:
    """What a statement binds before its block begins."""
    return frozenset(trees.bound_names(one.pattern)) if isinstance(one, ir.For) else frozenset()


def after(one: ir.Stmt, bound: Bound) -> Bound | None:
    """What is bound behind `one`; None where control does not get there."""
    match one:
        case ir.Assign(name=name):
            return bound | {name}
        case ir.Unpack(pattern=pattern):
            return bound | frozenset(trees.bound_names(pattern))
        case ir.Declare(name=name):
            return bound - {name}
        case ir.If(body=body, orelse=orelse):
            return _either(_behind(body, bound), _behind(orelse, bound))
        case ir.Return() | ir.Raise() | ir.Reraise() | ir.Break() | ir.Continue():
            return None
        case _:
            return bound


def _behind(body: tuple[ir.Stmt, ...], bound: Bound) -> Bound | None:
    for one in body:
        reached = after(one, bound)
        if reached is None:
            return None
        bound = reached
    return bound


def _either(a: Bound | None, b: Bound | None) -> Bound | None:
    if a is None or b is None:
        return a if b is None else b
    return a & b

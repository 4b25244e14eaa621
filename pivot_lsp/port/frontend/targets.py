"""What a for binds: the names of its target, with their types."""

import ast
from collections.abc import Callable

from pivot_lsp.port import ir
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import STR, ListT, TupleT, Type, VarTupleT

Taken = Callable[[ast.Tuple | ast.List, Type], ir.Name]
"""Gives a list or str, which a target takes apart, the name that it has until then."""


def pattern(target: ast.expr, t: Type, bound: dict[str, Type], later: Taken | None = None) -> ir.Pattern:
    """The target of a for: names (collected in `bound`) and tuples of them. Of a name that stands twice (`_, _, x`)
    the last one counts, as in Python; the others get names that no one can read. Lists and strs that are taken apart
    are named by `later`, and refused where there is none."""
    names = [n.id for n in ast.walk(target) if isinstance(n, ast.Name)]
    return _pattern(target, t, bound, names, later)


def _pattern(target: ast.expr, t: Type, bound: dict[str, Type], ahead: list[str], later: Taken | None) -> ir.Pattern:
    if isinstance(target, ast.Name):
        ahead.remove(target.id)
        if target.id in ahead:
            return ir.Name(f"{target.id}_{len(ahead)}", t)
        bound[target.id] = t
        return ir.Name(target.id, t)
    if isinstance(target, ast.Tuple | ast.List):
        starred = any(isinstance(e, ast.Starred) for e in target.elts)
        if later is not None and (t == STR or isinstance(t, ListT | VarTupleT) or (starred and isinstance(t, TupleT))):
            return later(target, t)
        if not isinstance(t, TupleT) or len(t.items) != len(target.elts):
            raise unportable("PV207", f"{t} unpacked into {len(target.elts)}", target)
        return ir.TuplePattern(
            tuple(_pattern(e, i, bound, ahead, later) for e, i in zip(target.elts, t.items, strict=True)), t
        )
    raise unportable("PV203", f"a {type(target).__name__} as target is not taken here", target)


def as_load(node: ast.expr) -> ast.expr:
    if isinstance(node, ast.Subscript):
        return ast.copy_location(ast.Subscript(node.value, node.slice, ast.Load()), node)
    if isinstance(node, ast.Attribute):
        return ast.copy_location(ast.Attribute(node.value, node.attr, ast.Load()), node)
    assert isinstance(node, ast.Name)
    return ast.copy_location(ast.Name(node.id, ast.Load()), node)

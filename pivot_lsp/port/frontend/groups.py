"""`for key, group in groupby(items)`: each group is an iterator, natively a list and a place in it.

A group is taken once, as in Python: what sum() has walked over is not there for len(list()) (Lib: itertools.groupby
shares one iterator between all groups). Keeps true: a group is only read in the loop or comprehension that walks over
"""

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from pivot_lsp.port import ir, trees
from pivot_lsp.port.frontend.applied import applied, at
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.iterators import Kept
from pivot_lsp.port.frontend.library import listed
from pivot_lsp.port.frontend.lowering import lower
from pivot_lsp.port.frontend.scope import ExternalSymbol
from pivot_lsp.port.frontend.yields import otherwise
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import INT, IterT, ListT, TupleT

_PLACE = ListT(INT)


class Groups:
    """A walk over groups: `source` gives keys with lists, which `target` takes; `name` is what the author calls a
    group, which stands at its `start`."""

    def __init__(self, frame: Frame, node: ast.Call, target: ast.Tuple) -> None:
        key, group = target.elts
        self._call = node
        self._parts = grouped(frame, node)
        name, items_, keys = self._parts
        var = ir.Var(name, items_.type, items_.span)
        source = frame.prim("iter", [frame.let([(name, items_)], frame.helper("grouped", [var, keys], node))], node)
        assert isinstance(source.type, IterT)
        assert isinstance(source.type.element, TupleT)
        assert isinstance(group, ast.Name)
        items = source.type.element.items[1]
        assert isinstance(items, ListT)
        self.source = source
        self.name = group.id
        listed, self.place = frame.fresh(f"{group.id}_items", items), frame.fresh(f"{group.id}_place", _PLACE)
        stored = ast.copy_location(ast.Name(listed, ast.Store()), group)
        self.target = ast.copy_location(ast.Tuple([key, stored], ast.Store()), target)
        self._kept = Kept("rest", ((self.place, _PLACE), (listed, items)), items.element)

    def before(self, frame: Frame) -> list[ir.Stmt]:
        """What a loop over the groups begins with: the keys, made at once, or the call left to legacy where one cannot
        be made, since rounds before that may have been seen."""
        name, items, keys = self._parts
        if not isinstance(keys, ir.Comp):
            return []
        span = frame.span(self._call)
        kept = frame.fresh("keys", keys.type)
        named, first = (
            (items, [])
            if isinstance(items, ir.Var)
            else (ir.Var(name, items.type, items.span), [ir.Assign(name, items, False, False, span)])
        )
        keys = trees.replaced(keys, lambda e: named if isinstance(e, ir.Var) and e.name == name else None)
        self.source = frame.prim(
            "iter", [frame.helper("grouped", [named, ir.Var(kept, keys.type, span)], self._call)], self._call
        )
        legacy = ir.Assign(kept, frame.legacy(keys.type, self._call), False, False, span)
        return [*first, *otherwise(frame, (ir.Assign(kept, keys, False, False, span),), legacy, self._call)]

    def start(self, span: ir.Span) -> ir.Expr:
        """Where a group begins."""
        return ir.ListLit((ir.Const(0, INT, span),), _PLACE, span)

    @contextmanager
    def read(self, frame: Frame) -> Iterator[None]:
        """Inside, the author's name is the group."""
        before = frame.iterators.get(self.name)
        frame.iterators[self.name] = self._kept
        try:
            yield
        finally:
            del frame.iterators[self.name]
            if before is not None:
                frame.iterators[self.name] = before


def walked(frame: Frame, node: ast.expr, target: ast.expr) -> Groups | None:
    """The walk of `for target in node` where `node` is groupby(...); None of any other."""
    if not isinstance(node, ast.Call) or frame.symbol(node.func) != ExternalSymbol("itertools", "groupby"):
        return None
    match target:
        case ast.Tuple(elts=[_, ast.Name()]):
            return Groups(frame, node, target)
        case _:
            raise unportable("PV213", "what groupby() gives is not taken apart on the spot", node, "write key, group")


def grouped(frame: Frame, node: ast.Call) -> tuple[str, ir.Expr, ir.Expr]:
    """groupby(items, key): what the items are called, the items as a list, the keys as one. Python makes each key when
    it comes to the item."""
    key = next((k.value for k in node.keywords if k.arg == "key"), node.args[1] if len(node.args) == 2 else None)
    if not node.args or len(node.args) + len(node.keywords) > 2:
        raise unportable("PV205", "groupby() with these arguments is not taken", node)
    items = listed(frame, node.args[0])
    name = frame.fresh("items", items.type)
    keys: ir.Expr = ir.Var(name, items.type, items.span)
    if key is not None and not (isinstance(key, ast.Constant) and key.value is None):
        target, element = applied(frame, key, [node.args[0]])
        clause = ast.comprehension(target, ast.Name(name, ast.Load()), [], 0)
        made = lower(frame, at(node, ast.ListComp(element, [clause])))
        keys = replace(made, lazy=True) if isinstance(made, ir.Comp) else made
    return name, items, keys

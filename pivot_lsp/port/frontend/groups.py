"""`for key, group in groupby(items)`: each group is an iterator, natively a list and a place in it.

A group is taken once, as in Python: what sum() has walked over is not there for len(list()) (Lib: itertools.groupby
shares one iterator between all groups). Keeps true: a group is only read in the loop or comprehension that walks over
the groups, since Python empties it when the next one is asked for.
"""

import ast
from collections.abc import Iterator
from contextlib import contextmanager

from pivot_lsp.port import ir
from pivot_lsp.port.frontend.applied import applied, at
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.iterators import Kept
from pivot_lsp.port.frontend.library import listed
from pivot_lsp.port.frontend.lowering import lower
from pivot_lsp.port.frontend.scope import ExternalSymbol
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import INT, IterT, ListT, TupleT

_PLACE = ListT(INT)


class Groups:
    """A walk over groups: `source` gives keys with lists, which `target` takes; `name` is what the author calls a
    group, which stands at its `start`."""

    def __init__(self, frame: Frame, source: ir.Expr, target: ast.Tuple) -> None:
        key, group = target.elts
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
            return Groups(frame, grouped(frame, node), target)
        case _:
            raise unportable("PV213", "what groupby() gives is not taken apart on the spot", node, "write key, group")


def grouped(frame: Frame, node: ast.Call) -> ir.Expr:
    """groupby(items, key): each key with its group as a list (`groups`)."""
    key = next((k.value for k in node.keywords if k.arg == "key"), node.args[1] if len(node.args) == 2 else None)
    if not node.args or len(node.args) + len(node.keywords) > 2:
        raise unportable("PV205", "groupby() with these arguments is not taken", node)
    items = listed(frame, node.args[0])
    name = frame.fresh("items", items.type)
    var = ir.Var(name, items.type, items.span)
    keys: ir.Expr = var
    if key is not None and not (isinstance(key, ast.Constant) and key.value is None):
        target, element = applied(frame, key, [node.args[0]])
        clause = ast.comprehension(target, ast.Name(name, ast.Load()), [], 0)
        keys = lower(frame, at(node, ast.ListComp(element, [clause])))
    made = frame.let([(name, items)], frame.helper("grouped", [var, keys], node))
    return frame.prim("iter", [made], node)

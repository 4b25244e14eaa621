"""`for x in (f(y) for y in ys)`: a generator expression makes each element when the loop asks for it.

So the loop becomes one over `ys` that makes its own `x` first: what the body changes is seen by the next element, and
`break` leaves elements unmade, exactly as in Python. Keeps true: the generator's own names are never the function's.
"""

import ast

from pivot_lsp.port import ir
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.lowering import condition, lower
from pivot_lsp.port.frontend.targets import pattern
from pivot_lsp.port.frontend.walks import iterable
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import BOOL, IterT, Type

_INNER = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Lambda)


def opened(frame: Frame, node: ast.GeneratorExp) -> tuple[ir.Expr, ir.Pattern, list[ir.Stmt], ir.Expr]:
    """What the loop walks over, the pattern it binds, the tests before the body, and the element."""
    first = node.generators[0]
    if len(node.generators) > 1 or first.is_async:
        raise unportable("PV213", "a generator of several loops is walked by `for`", node, "write the loops")
    source = iterable(frame, first.iter)
    assert isinstance(source.type, IterT)
    bound: dict[str, Type] = {}
    made = pattern(first.target, source.type.element, bound)
    renamed = {name: frame.fresh(name, t) if frame.is_local(name) else name for name, t in bound.items()}
    if any(old != new for old, new in renamed.items()) and any(isinstance(n, _INNER) for n in ast.walk(node.elt)):
        raise unportable("PV213", "a generator that uses a name of the function's", node, "give its variable a name")
    span = frame.span(node)
    frame.generating += 1
    with frame.scope({renamed[name]: t for name, t in bound.items()}):
        tests = [condition(frame, _renamed(test, renamed)) for test in first.ifs]
        element = lower(frame, _renamed(node.elt, renamed))
    frame.generating -= 1
    head: list[ir.Stmt] = []
    for test in tests:
        head.append(ir.If(frame.prim("not", [test], node), (ir.Continue(span),), (), span))
    assert all(test.type == BOOL for test in tests)
    return source, _pattern(made, renamed), head, element


def _pattern(made: ir.Pattern, renamed: dict[str, str]) -> ir.Pattern:
    if isinstance(made, ir.Name):
        return ir.Name(renamed.get(made.name, made.name), made.type)
    return ir.TuplePattern(tuple(_pattern(item, renamed) for item in made.items), made.type)


def _renamed(node: ast.expr, renamed: dict[str, str]) -> ast.expr:
    """`node` with the generator's names as they are called in the function; the nodes stay, for mypy knows them."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name) and inner.id in renamed:
            inner.id = renamed[inner.id]
    return node

"""`port/frontend/nodes.py`: the nodes that `ast` gives, in its order, but for the contexts of names."""

import ast
import sys
from pathlib import Path

import pytest

from pivot_lsp.port.frontend.nodes import nodes_in, nodes_of

FUNCTIONS = Path(__file__).parents[2] / "conformance" / "functions"
ODD = """
from __future__ import annotations
import a.b as c, d
async def f(x, /, y: int = 1, *rest: str, z=2, **more) -> None:
    global g
    async with x as (p, q), y: pass
    async for i in x: await y
    try: pass
    except* (ValueError, TypeError) as e: raise e from None
    match x:
        case {"k": 1, **others} | [1, *_, P(a=2)] | None | "s" as whole if whole: pass
    lambda *a, b=1, **k: (yield)
    return f"{x!r:>{y}}", x[1:2, ...], {**x, 1: 2}, [*x], not x, x if y else -z, (w := 1), x < y <= z
@d(1, k=2)
class K(Base, metaclass=M):
    field: int
    del field
    nonlocal_ = {a for a in b if c}, {a: b for a, *b in c}, (a async for a in b)
"""
NEW = "type Pair[T: int, *Ts, **P] = tuple[T, T]\ndef g[T](x: T) -> T: return x\nclass C[T]: pass\n"


@pytest.mark.parametrize(
    "source",
    [ODD, NEW if sys.version_info >= (3, 12) else "", *(p.read_text("utf-8") for p in sorted(FUNCTIONS.glob("o*.py")))],
)
def test_nodes_come_as_ast_gives_them(source: str) -> None:
    tree = ast.parse(source)
    every = [n for n in ast.walk(tree) if not isinstance(n, ast.expr_context)]
    assert list(nodes_of(tree)) == every
    for node in every:
        assert nodes_in(node) == [n for n in ast.iter_child_nodes(node) if not isinstance(n, ast.expr_context)]


def test_what_is_below_a_node_is_looked_up_before_it_is_given() -> None:
    tree = ast.parse("def f():\n    return 1\n")
    met = []
    for node in nodes_of(tree):
        if isinstance(node, ast.FunctionDef):
            node.body = []
        met.append(type(node))
    assert ast.Return in met

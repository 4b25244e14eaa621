"""Desugaring from Python to Python, before mypy looks: what stays is a module in fewer constructs that means the same.

Each pass is a module here and works on the parsed tree alone. The result is written out and read again, so that mypy
and the lowering see one text; `origins` leads each place of that text back to where the author wrote it. A module that
no pass touches is left as it is, to the byte.
"""

import ast
from collections.abc import Callable
from dataclasses import replace

from pivot_lsp.port.frontend.facts import Facts
from pivot_lsp.port.frontend.prepare import (
    annotate,
    closures,
    displays,
    finals,
    functional,
    generators,
    imports,
    memo,
    positions,
    reduce,
    specialise,
    walrus,
)
from pivot_lsp.port.frontend.prepare.positions import Rewritten

Pass = Callable[[ast.Module], ast.Module]
PASSES: tuple[Pass, ...] = (
    imports.hoist,
    memo.unfold,
    reduce.unfold,
    walrus.rewrite,
    functional.rewrite,
    specialise.rewrite,
    displays.rewrite,
    finals.rewrite,
    closures.lift,
)


def prepare(tree: ast.Module, source: str, module: str, facts: Facts) -> Rewritten:
    """`tree` desugared and with `facts` written into its annotations. `tree` itself is changed on the way."""
    before = ast.dump(tree)
    cached = memo.cached(tree)
    made = tree
    for one in PASSES:
        made = one(made)
    found = generators.gather(made)
    made = annotate.annotate(made, module, facts)
    if ast.dump(made) == before:
        return Rewritten(tree, source, {})
    return replace(positions.rewrite(made), generators=found, cached=cached)

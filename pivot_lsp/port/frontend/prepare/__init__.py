"""Desugaring from Python to Python, before mypy looks: what stays is a module in fewer constructs that means the same.

Each pass is a module here and works on the parsed tree alone. The result is written out and read again, so that mypy
and the lowering see one text; `origins` leads each place of that text back to where the author wrote it. A module that
no pass touches is left as it is, to the byte.
"""

import ast
import pickle
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from pivot_lsp.port.frontend.facts import Facts
from pivot_lsp.port.frontend.prepare import (
    annotate,
    arrays,
    bases,
    classes,
    closures,
    deleted,
    dispatch,
    displays,
    endless,
    factories,
    finals,
    functional,
    generators,
    held_errors,
    imports,
    kinds,
    members,
    memo,
    patterns,
    positions,
    raised,
    reduce,
    specialise,
    streams,
    tables,
    translations,
    type_parameters,
    walrus,
)
from pivot_lsp.port.frontend.prepare.positions import Rewritten
from pivot_lsp.source.wrapped import see_through

Pass = Callable[[ast.Module], ast.Module]
PASSES: tuple[Pass, ...] = (
    imports.hoist,
    patterns.unfold,
    deleted.drop,
    translations.inline,
    type_parameters.erase,
    members.restate,
    arrays.spell,
    bases.flatten,
    kinds.state,
    classes.restate,
    held_errors.unfold,
    raised.describe,
    factories.unfold,
    tables.unfold,
    dispatch.unfold,
    memo.unfold,
    reduce.unfold,
    streams.unfold,
    endless.unfold,
    walrus.rewrite,
    functional.rewrite,
    specialise.rewrite,
    displays.rewrite,
    finals.rewrite,
    closures.lift,
)


@dataclass(frozen=True)
class _Desugared:
    """What the passes made of a text, packed, since who gets it changes it; `before` is what the text said."""

    tree: bytes
    before: str
    generators: frozenset[str]
    cached: frozenset[str]


@lru_cache(maxsize=32)
def _desugared(source: str) -> _Desugared:
    """Kept: a unit is read several times, and only the facts differ."""
    tree = see_through(ast.parse(source))
    before = ast.dump(tree)
    cached = memo.cached(tree)
    for one in PASSES:
        tree = one(tree)
    generated = generators.gather(tree)
    return _Desugared(pickle.dumps(tree), before, generated, cached)


def prepare(tree: ast.Module, source: str, module: str, facts: Facts) -> Rewritten:
    """`source`, which says `tree`, desugared and with `facts` written into its annotations."""
    known = _desugared(source)
    made = annotate.annotate(pickle.loads(known.tree), module, facts)
    if ast.dump(made) == known.before:
        return Rewritten(tree, source, {})
    return replace(positions.rewrite(made), generators=known.generators, cached=known.cached)

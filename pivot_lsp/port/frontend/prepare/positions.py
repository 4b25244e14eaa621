"""Writes a changed tree out and reads it again; tells where each place of the new text came from."""

import ast
from dataclasses import dataclass

from pivot_lsp.port.frontend.nodes import nodes_in

Place = tuple[int, int, int, int]
"""First line and column, last line and column, as ast gives them."""


@dataclass(frozen=True)
class Rewritten:
    """A tree whose places are those of `source`; `origins` gives the author's place of each. `generators`: functions
    that return a list of what they would yield. `cached`: functions whose results Python keeps between calls."""

    tree: ast.Module
    source: str
    origins: dict[Place, Place]
    generators: frozenset[str] = frozenset()
    cached: frozenset[str] = frozenset()


def place_of(node: ast.AST) -> Place | None:
    """Where `node` stands, or None for nodes without a place."""
    line = getattr(node, "lineno", None)
    if line is None:
        return None
    column = getattr(node, "col_offset", 0)
    return line, column, getattr(node, "end_lineno", None) or line, getattr(node, "end_col_offset", None) or column


def rewrite(tree: ast.Module) -> Rewritten:
    """`tree` written out. Nodes that a pass made without a place get their parent's."""
    ast.fix_missing_locations(tree)
    source = ast.unparse(tree) + "\n"
    again = ast.parse(source)
    origins: dict[Place, Place] = {}
    _pair(tree, again, origins, (1, 0, 1, 0))
    return Rewritten(again, source, origins)


def _pair(old: ast.AST, new: ast.AST, origins: dict[Place, Place], outer: Place) -> None:
    here = (place_of(old) or outer) if type(old) is type(new) else outer
    place = place_of(new)
    if place is not None:
        origins.setdefault(place, here)
    olds, news = list(nodes_in(old)), list(nodes_in(new))
    if type(old) is type(new) and len(olds) == len(news):
        for a, b in zip(olds, news, strict=True):
            _pair(a, b, origins, here)
    else:  # spelled otherwise (a negative literal, joined strings): the whole keeps the author's place
        for b in news:
            _pair(old, b, origins, here)

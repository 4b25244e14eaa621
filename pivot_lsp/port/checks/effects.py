"""Which functions of a unit can end with a Python exception, and which can reach themselves.

Both are fixed points over the call graph. `raises` decides whether Rust returns an Outcome; too many is harmless,
too few would not compile. An exception that a handler of the same function certainly takes still counts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from pivot_lsp.port import ir, trees


def calls(function: ir.Function) -> frozenset[str]:
    """Names of the unit's functions that `function` calls."""
    return frozenset(e.function for e in trees.expressions(function.body) if isinstance(e, ir.Call))


def settle(unit: ir.Unit) -> ir.Unit:
    """The unit with `raises` and `recursive` decided for each function."""
    graph = {f.name: calls(f) for f in unit.functions}
    raising = _closure({f.name for f in unit.functions if _raises_itself(f)}, graph)
    recursive = {name for name in graph if name in reached([name], graph)}
    functions = tuple(replace(f, raises=f.name in raising, recursive=f.name in recursive) for f in unit.functions)
    return replace(unit, functions=functions)


def _raises_itself(function: ir.Function) -> bool:
    if any(isinstance(s, ir.Raise | ir.Reraise) for s in trees.statements(function.body)):
        return True
    return any(isinstance(e, ir.Prim) and bool(e.row.raises) for e in trees.expressions(function.body))


def _closure(start: set[str], graph: dict[str, frozenset[str]]) -> set[str]:
    found = set(start)
    while True:
        more = {name for name, called in graph.items() if name not in found and called & found}
        if not more:
            return found
        found |= more


def reached(starts: Iterable[str], graph: Mapping[str, frozenset[str]]) -> set[str]:
    """The functions that calls lead to from `starts`; a start is among them when something reached calls it."""
    seen: set[str] = set()
    stack = [called for start in starts for called in graph[start]]
    while stack:
        name = stack.pop()
        if name not in seen:
            seen.add(name)
            stack.extend(graph[name])
    return seen

"""A call tree from facts: what flame graphs are drawn from.

The model keeps functions and edges, not stacks. Each edge's time is handed down in proportion to what reached the
caller, so a function called from two places stands under both with its part; a function already above is cut off, its
time stays with the caller. It is a projection and its output says so. Invariant: a node is at least as wide as its
children together, and the tree has at most `NODES` nodes.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from pivot_lsp.model.facts import FunctionFact, Profile

NODES = 5000
LEAST = 0.0005
"""Share of the whole below which a node is left out."""
DEEPEST = 120


@dataclass
class Node:
    """A function on a path from the outermost one; seconds."""

    name: str
    place: str
    time_s: float
    children: list["Node"] = field(default_factory=list)


def tree(profiles: Sequence[Profile]) -> Node:
    """One root over all profiles."""
    root = Node("all", "", sum(profile.total_s for profile in profiles))
    for profile in profiles:
        _grow(root, profile, root.time_s * LEAST)
    return root


def _grow(root: Node, profile: Profile, least: float) -> None:
    functions = profile.functions
    callees: dict[int, list[tuple[int, float]]] = defaultdict(list)
    received: dict[int, float] = defaultdict(float)
    for at, fact in enumerate(functions):
        for caller in fact.callers:
            if 0 <= caller.function < len(functions) and caller.function != at:
                callees[caller.function].append((at, caller.cumulative_s))
                received[at] += caller.cumulative_s
    waiting: list[tuple[Node, int, float, tuple[int, ...]]] = []
    for at, fact in enumerate(functions):
        own = fact.cumulative_s - received[at] if not profile.inclusive else fact.cumulative_s
        if own > least:
            waiting.append((root, at, own, ()))
    count = 0
    while waiting and count < NODES:
        waiting.sort(key=lambda item: item[2])
        parent, at, seconds, above = waiting.pop()
        fact = functions[at]
        room = parent.time_s - sum(child.time_s for child in parent.children)
        node = Node(fact.qualname or fact.name, _place(fact), min(seconds, max(0.0, room)))
        if node.time_s <= least:
            continue
        parent.children.append(node)
        count += 1
        if len(above) >= DEEPEST or profile.inclusive:
            continue
        scale = node.time_s / fact.cumulative_s if fact.cumulative_s > 0 else 0.0
        for callee, time in callees[at]:
            if callee not in above and callee != at and time * scale > least:
                waiting.append((node, callee, time * scale, (*above, at)))


def _place(fact: FunctionFact) -> str:
    return f"{fact.file}:{fact.line}" if fact.line else fact.file

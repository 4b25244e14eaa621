"""From hot functions to components: which functions are ported on their own, and which come along inside them.

A vessel carries the helpers that its function reaches, so a helper that only components call is no component: its time
is saved where it is carried. Invariant: the self time of a function is counted in one component at most.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Key = tuple[str, str]
"""(file relative to the root, qualified name)."""

BRIEF_US = 10.0
"""A helper that takes less a call, and that a component carries already, is not worth a crossing of its own."""


@dataclass(frozen=True)
class Node:
    """One hot function. `share` 0..1 of the run, `seconds` self time, `after_s` the same in a vessel, without the
    crossing. `able`: the compiler takes it, or was not asked."""

    key: Key
    share: float
    seconds: float
    calls: int | None
    after_s: float
    able: bool


@dataclass(frozen=True)
class Unit:
    """A component: `root` and what it carries, disjoint from every other's; `shared` are members that code outside
    all components calls too. `needs` are the roots it reaches."""

    root: Node
    members: tuple[Node, ...]
    shared: frozenset[Key]
    needs: frozenset[Key]

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The root first."""
        return self.root, *self.members

    @property
    def share(self) -> float:
        """0..1."""
        return min(1.0, sum(node.share for node in self.nodes))

    @property
    def seconds(self) -> float:
        """Self time of all of it."""
        return sum(node.seconds for node in self.nodes)

    @property
    def call_us(self) -> float | None:
        """Self time of the unit a call of its root."""
        return 1e6 * self.seconds / self.root.calls if self.root.calls else None

    def speedup(self, crossing_s: float) -> float:
        """Seconds before / (seconds after + calls * crossing)."""
        after = sum(node.after_s for node in self.nodes) + (self.root.calls or 0) * crossing_s
        return self.seconds / after if after > 0 else 1.0


def closure(start: Key, callees: Mapping[Key, Iterable[Key]]) -> set[Key]:
    """Everything that `start` reaches, itself only when it is part of a cycle."""
    seen: set[Key] = set()
    waiting = list(callees.get(start, ()))
    while waiting:
        key = waiting.pop()
        if key not in seen:
            seen.add(key)
            waiting.extend(callees.get(key, ()))
    return seen


def units(nodes: Mapping[Key, Node], callees: Mapping[Key, Iterable[Key]]) -> list[Unit]:
    """The components, the largest share first. `callees` ties only keys of `nodes`."""
    able = {key for key, node in nodes.items() if node.able}
    reach = {key: closure(key, callees) for key in able}
    callers: dict[Key, set[Key]] = {key: set() for key in nodes}
    for caller, found in callees.items():
        for key in found:
            if key != caller:
                callers[key].add(caller)
    outside = {key for key in able if not callers[key] or not callers[key] <= able}
    roots = _roots(nodes, able, reach, outside)
    brief = {
        key
        for key in roots
        if any(key in reach[other] for other in roots if other != key and key not in _mutual(key, other, reach))
        and _brief(nodes[key], [nodes[k] for k in reach[key]])
    }
    roots -= brief
    return _claimed(nodes, roots, reach, brief)


def _mutual(key: Key, other: Key, reach: Mapping[Key, set[Key]]) -> set[Key]:
    """`key`, when the two reach each other: neither then carries the other away."""
    return {key} if other in reach[key] else set()


def _brief(node: Node, members: list[Node]) -> bool:
    seconds = node.seconds + sum(member.seconds for member in members if member.key != node.key)
    return bool(node.calls) and 1e6 * seconds / (node.calls or 1) < BRIEF_US


def _roots(nodes: Mapping[Key, Node], able: set[Key], reach: Mapping[Key, set[Key]], outside: set[Key]) -> set[Key]:
    """Those called from outside; of a cycle that nobody outside enters, the one with most time below it."""
    roots = set(outside)
    while True:
        covered = roots.union(*(reach[key] for key in roots))
        left = able - covered
        if not left:
            return roots
        weight = {key: nodes[key].share + sum(nodes[k].share for k in reach[key] if k != key) for key in left}
        roots.add(max(left, key=lambda key: (weight[key], key)))


def _claimed(nodes: Mapping[Key, Node], roots: set[Key], reach: Mapping[Key, set[Key]], brief: set[Key]) -> list[Unit]:
    """Each helper goes to the innermost component that reaches it, so that no time is counted twice."""
    order = sorted(roots, key=lambda key: (len(reach[key] & roots), -nodes[key].share, key))
    taken: set[Key] = set(roots)
    found: list[Unit] = []
    for root in order:
        members = sorted((key for key in reach[root] - taken if nodes[key].able), key=lambda k: (-nodes[k].share, k))
        taken.update(members)
        needs = frozenset(key for key in reach[root] & roots if key != root and root not in reach[key])
        shared = frozenset(key for key in members if key in brief)
        found.append(Unit(nodes[root], tuple(nodes[key] for key in members), shared, needs))
    return sorted(found, key=lambda unit: (-unit.share, unit.root.key))

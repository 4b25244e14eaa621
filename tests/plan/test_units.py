"""Which functions become components, and that no time is counted twice."""

import random

from pivot_lsp.plan.units import Key, Node, units


def node(name: str, share: float, calls: int = 1000, able: bool = True) -> Node:
    return Node(("m.py", name), share, share * 10, calls, share, able)


def graph(nodes: list[Node], **edges: str) -> list[tuple[str, set[str], set[str], set[str]]]:
    """(root, members, shared, needs) of each unit."""
    callees: dict[Key, list[Key]] = {("m.py", k): [("m.py", c) for c in v.split()] for k, v in edges.items()}
    return [
        (u.root.key[1], {m.key[1] for m in u.members}, {k[1] for k in u.shared}, {k[1] for k in u.needs})
        for u in units({n.key: n for n in nodes}, callees)
    ]


def test_helpers_come_along_with_the_only_one_that_calls_them() -> None:
    nodes = [node("main", 0.1, able=False), node("hot", 0.3), node("helper", 0.2), node("deep", 0.1)]
    assert graph(nodes, main="hot", hot="helper", helper="deep") == [("hot", {"helper", "deep"}, set(), set())]


def test_what_is_called_from_outside_too_is_a_component_of_its_own_and_comes_first() -> None:
    nodes = [node("main", 0.1, able=False), node("order", 0.1), node("price", 0.4), node("rule", 0.1)]
    assert graph(nodes, main="order price", order="price", price="rule") == [
        ("price", {"rule"}, set(), set()),
        ("order", set(), set(), {"price"}),
    ]


def test_a_brief_helper_is_not_worth_a_crossing_and_is_said_to_be_shared() -> None:
    nodes = [node("main", 0.1, able=False), node("hot", 0.4), node("cents", 0.1, calls=10_000_000)]
    assert graph(nodes, main="hot cents", hot="cents") == [("hot", {"cents"}, {"cents"}, set())]


def test_a_brief_function_that_nothing_carries_stays() -> None:
    assert graph([node("cents", 0.1, calls=10_000_000)]) == [("cents", set(), set(), set())]


def test_a_helper_of_two_components_is_counted_once() -> None:
    nodes = [node("a", 0.3), node("b", 0.2), node("both", 0.1), node("main", 0.1, able=False)]
    found = graph(nodes, main="a b", a="both", b="both")
    assert sum("both" in members for _, members, _, _ in found) == 1


def test_a_cycle_that_nobody_enters_has_a_component_all_the_same() -> None:
    assert graph([node("even", 0.2), node("odd", 0.3)], even="odd", odd="even") == [("odd", {"even"}, set(), set())]


def test_what_the_compiler_refuses_is_in_no_unit() -> None:
    found = graph([node("a", 0.3), node("no", 0.3, able=False), node("c", 0.2)], a="no", no="c")
    assert {name for name, members, _, _ in found for name in {name, *members}} == {"a", "c"}


def test_no_time_is_counted_twice_whatever_the_graph() -> None:
    for seed in range(300):
        chance = random.Random(seed)
        names = [f"f{n}" for n in range(chance.randint(1, 14))]
        nodes = {
            ("m.py", n): node(n, 1 / len(names), chance.choice([0, 10, 10**7]), chance.random() < 0.7) for n in names
        }
        edges = {key: [("m.py", n) for n in names if chance.random() < 0.2] for key in nodes}
        found = units(nodes, edges)
        taken = [each.key for unit in found for each in unit.nodes]
        assert len(taken) == len(set(taken))
        assert set(taken) == {key for key in nodes if nodes[key].able}
        assert all(need in {unit.root.key for unit in found} for unit in found for need in unit.needs)

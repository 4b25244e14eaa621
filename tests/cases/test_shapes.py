"""Generated calls hold what chance does not give: graphs with a shape, even steps, one object at two places."""

from itertools import pairwise
from typing import Any

from pivot_lsp.cases.generate import generate
from pivot_lsp.cases.source import Literals
from pivot_lsp.cases.values import check, decode_call, import_name
from pivot_lsp.model.signature import Type
from tests.cases.test_generate import INT, STR, a, of

EDGES = a("list", Type(kind="tuple", args=[INT, INT]))
NAMED = a("list", Type(kind="tuple", args=[STR, STR, INT]))


def calls(signature: Any, count: int = 600) -> list[list[Any]]:
    made = list(generate(signature, Literals(), [], count, 1))
    for case in made:
        check([*case.args, *case.kwargs.values()])
    return [decode_call(case.args, case.kwargs, import_name)[0] for case in made]


def test_edges_are_chains_and_rings_of_as_many_nodes_as_are_counted() -> None:
    found = calls(of(count=INT, links=EDGES))
    chains = [links for _, links in found if len(links) > 9 and all(x[1] == y[0] for x, y in pairwise(links))]
    assert chains
    assert any(len(links) > 39 for links in chains)
    assert sum(0 < len(links) == count - 1 for count, links in found) > 5


def test_edges_between_names_are_walked_from_a_name() -> None:
    found = calls(of(edges=NAMED, start=STR, goal=STR))

    def far(edges: list[tuple[str, str, int]], start: str, goal: str) -> bool:
        seen, steps = start, 0
        following = {here: there for here, there, _ in reversed(edges)}
        while seen in following and steps < 50:
            seen, steps = following[seen], steps + 1
            if seen == goal:
                return steps > 2
        return False

    assert sum(far(*call) for call in found) > 3


def test_ints_stand_in_even_steps() -> None:
    found = calls(of(xs=a("list", INT)))
    assert any(len(xs) > 4 and len({y - x for x, y in pairwise(xs)}) == 1 and xs[0] != xs[1] for (xs,) in found)


def test_one_object_deep_inside_stands_at_two_places() -> None:
    found = calls(of(rows=a("dict", STR, a("list", a("list", INT)))), 1500)
    inner = [[id(x) for row in rows.values() for x in row] for (rows,) in found]
    assert sum(len(ids) != len(set(ids)) for ids in inner) > 3

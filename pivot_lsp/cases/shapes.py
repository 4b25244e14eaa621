"""Shapes that chance does not give: graphs written as edges that are a chain, a ring or a star, numbers in even steps,
and one mutable object at two places deep inside the arguments.

Invariant: what is made is a valid encoded value of its type, and no larger than its size allows.
"""

from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING, Any

from pivot_lsp.cases.values import Encoded, encode
from pivot_lsp.model.signature import Type

if TYPE_CHECKING:
    from pivot_lsp.cases.boundary import Builder

Place = tuple[Any, ...]
_NODES = ("int", "str")


def tie_edges(builder: "Builder", values: dict[str, Encoded]) -> None:
    """A list of pairs becomes the edges of a graph with a shape; ints beside it count its nodes, texts name some."""
    rng = builder.rng
    kinds = {a.name: a.type for a in builder.signature.arguments}
    for name in values:
        kind = kinds[name]
        if kind.kind not in ("list", "vartuple") or not _is_edge(kind.args[0]):
            continue
        count = rng.choice((2, 3, 4, 5, 8, max(2, min(builder.size.length, 70))))
        nodes: list[Encoded] = [*range(count)]
        if kind.args[0].args[0].kind == "str":
            nodes = [*dict.fromkeys(word for word in builder.words if type(word) is str), *(f"k{n}" for n in nodes)]
            nodes = nodes[:count]
        made = []
        for here, there in _graph(nodes, rng):
            rest = [builder.value(each, name, 2) for each in kind.args[0].args[2:]]
            made.append({"$t": [here, there, *rest]})
        values[name] = made if kind.kind == "list" else {"$t": made}
        for other in values:
            if kinds[other].kind == "int" and kind.args[0].args[0].kind == "int" and rng.random() < 0.6:
                values[other] = encode(count + rng.choice((0, 0, 0, -1, 1)))
            elif kinds[other].kind == "str" and rng.random() < 0.8:
                values[other] = rng.choice((nodes[0], nodes[-1], rng.choice(nodes)))
        return


def _is_edge(kind: Type) -> bool:
    return kind.kind == "tuple" and len(kind.args) >= 2 and kind.args[0] == kind.args[1] and kind.args[0].kind in _NODES


def _graph(nodes: list[Encoded], rng: Random) -> list[tuple[Encoded, Encoded]]:
    chain = list(pairwise(nodes))
    star = [(nodes[0], node) for node in nodes[1:]]
    edges = rng.choice((chain, chain, [*chain, (nodes[-1], nodes[0])], star, [*chain, *star[:4]]))[:]
    roll = rng.random()
    if roll < 0.25:
        edges = [(b, a) for a, b in edges]
    elif roll < 0.4:
        rng.shuffle(edges)
    elif roll < 0.5:
        edges.append((nodes[-1], nodes[-1]))
    elif roll < 0.6:
        edges += edges[:1]
    return edges


def steps(builder: "Builder", count: int) -> list[Encoded]:
    """Ints in even steps: counted up, down, or all the same."""
    rng = builder.rng
    start, step = rng.choice((0, 1, -1, 10, 100)), rng.choice((1, 1, 1, -1, 2, 0, 10))
    return [start + step * number for number in range(count)]


def share_inside(builder: "Builder", values: dict[str, Encoded]) -> bool:
    """Two mutable objects of one type, wherever they stand, become one; False: there are no two."""
    kinds = {a.name: a.type for a in builder.signature.arguments}
    found: dict[str, list[tuple[Place, Any]]] = {}
    for name in values:
        values[name] = _apart(values[name])
        _mutable((name,), values[name], kinds[name], found, builder)
    groups = [places for places in found.values() if len(places) > 1]
    if not groups:
        return False
    chosen = builder.rng.choice(groups)
    first, second = sorted(builder.rng.sample(range(len(chosen)), 2))
    (here, value), (there, _) = chosen[first], chosen[second]
    if there[: len(here)] == here:  # one inside the other would be a ring
        return False
    _put(values, there, {"$ref": 0})
    _put(values, here, {"$def": 0, "v": value})
    return True


def _mutable(
    place: Place, value: Any, kind: Type, found: dict[str, list[tuple[Place, Any]]], builder: "Builder"
) -> None:
    """Mutable objects by type, in the order in which they are read."""
    kind = builder.pools.records.get(kind.name or "", kind) if kind.kind == "unknown" else kind
    if kind.kind == "optional":
        if value is not None:
            _mutable(place, value, kind.args[0], found, builder)
        return
    if sum(map(len, found.values())) > 200:
        return
    if kind.kind == "list" and type(value) is list:
        found.setdefault(_key(kind), []).append((place, value))
        for number, item in enumerate(value):
            _mutable((*place, number), item, kind.args[0], found, builder)
    elif kind.kind == "dict" and type(value) is dict and "$d" in value:
        found.setdefault(_key(kind), []).append((place, value))
        for number, pair in enumerate(value["$d"]):
            _mutable((*place, "$d", number, 1), pair[1], kind.args[1], found, builder)
    elif kind.kind == "record" and type(value) is dict and "$c" in value:
        if not kind.hashable:
            found.setdefault(_key(kind), []).append((place, value))
        for number, (inner, pair) in enumerate(zip(kind.args, value["v"])):
            _mutable((*place, "v", number, 1), pair[1], inner, found, builder)
    elif kind.kind in ("tuple", "vartuple") and type(value) is dict and "$t" in value:
        types = kind.args if kind.kind == "tuple" else [kind.args[0]] * len(value["$t"])
        for number, (inner, item) in enumerate(zip(types, value["$t"])):
            _mutable((*place, "$t", number), item, inner, found, builder)


def _apart(value: Any) -> Any:
    """A copy in which nothing stands at two places: values are put together of the same parts."""
    if type(value) is list:
        return [_apart(item) for item in value]
    return {key: _apart(inner) for key, inner in value.items()} if type(value) is dict else value


def _key(kind: Type) -> str:
    return kind.name if kind.kind == "record" and kind.name else repr(kind)


def _put(values: dict[str, Encoded], place: Place, value: Encoded) -> None:
    node: Any = values
    for step in place[:-1]:
        node = node[step]
    node[place[-1]] = value

"""Ties between the arguments of one case, which calls in production have and independent chance does not give.

An int is the length of a list or an element of it, plus or minus one; the keys of a dict are what its siblings look
up; one text stands inside another; one argument is the other's equal, a part of it, or other in one place; one mutable
object stands at two places. Invariant: what is tied is a valid encoded value of its type.
"""

import copy
from collections.abc import Callable
from math import inf, nextafter
from random import Random
from typing import TYPE_CHECKING, Any

from pivot_lsp.cases import extras
from pivot_lsp.cases.pools import children, dict_key, kind_of
from pivot_lsp.cases.texts import PERIODIC, with_inside
from pivot_lsp.cases.values import Encoded, canonical, encode
from pivot_lsp.model.signature import Type

if TYPE_CHECKING:
    from pivot_lsp.cases.boundary import Builder


def tie_keys(builder: "Builder", values: dict[str, Encoded]) -> None:
    """The keys of a dict argument become what its siblings hold in the field that the source looks up in it."""
    rng = builder.rng
    for argument in builder.signature.arguments:
        kind, name = argument.type, argument.name
        if name not in values or kind.kind != "dict" or rng.random() < 0.15:
            continue
        wanted = builder.pools.lookups.get(name, [])
        words = {
            canonical(leaf): leaf
            for other, value in values.items()
            if other != name
            for at, leaf in leaves(other, value)
            if kind_of(leaf) == kind.args[0].kind and (at in wanted or (not wanted and rng.random() < 0.3))
        }
        if not words:
            continue
        keys = list(words.values())[: builder.size.length * 2]
        rng.shuffle(keys)
        if rng.random() < 0.1:
            keys.pop()
        old = values[name]["$d"]
        pairs = {dict_key(key): [key, builder.value(kind.args[1], name, 2)] for key in keys}
        pairs.update((dict_key(pair[0]), pair) for pair in old[:2])
        values[name] = {"$d": list(pairs.values())}


def tie_ints(builder: "Builder", values: dict[str, Encoded]) -> None:
    """An int argument becomes a sibling's length or one of its ints, plus or minus one."""
    rng = builder.rng
    kinds = {a.name: a.type for a in builder.signature.arguments}
    ints = [name for name in values if kinds[name].kind == "int"]
    if not ints:
        return
    others = [v for n, v in values.items() if kinds[n].kind != "int" or len(ints) > 1]
    candidates = [n for v in others for n in related_ints(v)]
    if candidates:
        values[rng.choice(ints)] = encode(rng.choice(candidates) + rng.choice((-1, 0, 0, 1)))


def tie_texts(builder: "Builder", values: dict[str, Encoded]) -> None:
    """One text stands inside another, or as a whole among a list's."""
    rng = builder.rng
    texts = [name for name, value in values.items() if type(value) is str]
    if len(texts) < 2:
        return
    inner, outer = rng.sample(texts, 2)
    if rng.random() < 0.4:
        values[inner] = rng.choice(PERIODIC)
    values[outer] = encode(with_inside(values[inner], rng))


def tie_twins(builder: "Builder", values: dict[str, Encoded]) -> None:
    """One of two arguments of a type becomes like the other: equal, longer, shorter, turned, or other in one place."""
    rng = builder.rng
    kinds = {a.name: a.type for a in builder.signature.arguments}
    names = [name for name in values if kinds[name].kind in _TWINS]
    twins = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :] if kinds[a] == kinds[b]]
    if twins:
        first, second = rng.sample(rng.choice(twins), 2)
        like = copy.deepcopy(values[first])  # another object, that may be changed in its turn
        values[second] = like if rng.random() < 0.3 else _TWINS[kinds[first].kind](builder, kinds[first], like)


def _resized(items: list[Any], rng: Random) -> list[Any]:
    """A part of the items, more of them, or the same in another order."""
    place = rng.randrange(len(items) + 1)
    changes: tuple[Callable[[], list[Any]], ...] = (
        lambda: items[:place],
        lambda: items[place:],
        lambda: items[:place] + items[place + 1 :],
        lambda: items + items[place:][:4],
        lambda: items[::-1],
        lambda: sorted(items, key=canonical),
    )
    return rng.choice(changes)()


def _like_list(builder: "Builder", kind: Type, value: Any) -> Encoded:
    items = value if type(value) is list else value["$t"]
    if items and builder.rng.random() < 0.4:
        items[builder.rng.randrange(len(items))] = builder.value(kind.args[0], "", 2)
    else:
        items = _resized(items, builder.rng)
    return items if type(value) is list else {"$t": items}


def _like_dict(builder: "Builder", kind: Type, value: Any) -> Encoded:
    pairs = value["$d"]
    if pairs and builder.rng.random() < 0.6:
        pairs[builder.rng.randrange(len(pairs))][1] = builder.value(kind.args[1], "", 2)
        return {"$d": pairs}
    return {"$d": list({dict_key(pair[0]): pair for pair in _resized(pairs, builder.rng)}.values())}


def _like_set(builder: "Builder", _kind: Type, value: Any) -> Encoded:
    tag = next(iter(value))
    items = value[tag]
    return {tag: [item for item in items if builder.rng.random() < 0.7]}


def _like_number(builder: "Builder", _kind: Type, value: Any) -> Encoded:
    number = float.fromhex(value["$f"]) if type(value) is dict else float(value)
    return encode(
        builder.rng.choice((-number, nextafter(number, inf), nextafter(number, -inf), number * 2, number + 1))
    )


def _like_record(builder: "Builder", kind: Type, value: Any) -> Encoded:
    parts = value["v"] if "v" in value else value["$t"]
    if parts:
        place = builder.rng.randrange(len(parts))
        other = builder.value(kind.args[place], kind.fields[place] if kind.fields else "", 2)
        parts[place] = [parts[place][0], other] if "$c" in value else other
    return value


def _like_extra(builder: "Builder", _kind: Type, value: Any) -> Encoded:
    return extras.nudged(value, builder.rng) or value


_TWINS: dict[str, Callable[["Builder", Type, Any], Encoded]] = {
    "list": _like_list,
    "vartuple": _like_list,
    "dict": _like_dict,
    "set": _like_set,
    "frozenset": _like_set,
    "float": _like_number,
    "record": _like_record,
    "tuple": _like_record,
    "extra": _like_extra,
}


def alias(builder: "Builder", values: dict[str, Encoded]) -> None:
    """One mutable object stands at two places: two arguments of one type, or two elements of a list or dict."""
    rng = builder.rng
    kinds = {a.name: a.type for a in builder.signature.arguments}
    names = [n for n in values if kinds[n].kind in ("list", "dict", "set")]
    twins = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :] if kinds[a] == kinds[b]]
    if twins and rng.random() < 0.6:
        first, second = rng.choice(twins)
        values[first], values[second] = {"$def": 0, "v": values[first]}, {"$ref": 0}
        return
    for name in names:
        kind, held = kinds[name], values[name]
        if kind.kind == "set" or not _has_identity(kind.args[-1]):
            continue
        pairs = None if kind.kind == "list" else held["$d"]
        rows = held if pairs is None else [pair[1] for pair in pairs]
        if len(rows) > 1:
            here, there = sorted(rng.sample(range(len(rows)), 2))
            rows[here], rows[there] = {"$def": 0, "v": rows[here]}, {"$ref": 0}
            if pairs is not None:
                values[name] = {"$d": [[pair[0], row] for pair, row in zip(pairs, rows)]}
            return


def _has_identity(kind: Type) -> bool:
    """Whether two names for one such object can be told from two equal objects, by changing one."""
    return kind.kind in ("list", "dict") or (kind.kind == "record" and not kind.named_tuple and not kind.hashable)


def related_ints(value: Encoded) -> list[int]:
    """A container's or string's length and a few of the ints in it."""
    found: list[int] = []
    if type(value) is int:
        found.append(value)
    elif type(value) is str:
        found.append(len(value))
    elif type(value) is list:
        found.append(len(value))
        found += [item for item in value[:6] if type(item) is int]
        found += [len(item) for item in value[:2] if type(item) in (list, str)]
    elif type(value) is dict:
        held = extras.inside(value) if "$x" in value else None
        inner = next((value[tag] for tag in ("$d", "$t", "$s", "$z") if tag in value), held)
        if inner is not None:
            found.append(len(inner))
    return found


def leaves(name: str, value: Encoded) -> list[tuple[str, Encoded]]:
    """The leaves of a value with the names they stand at; the first thousand or so."""
    found: list[tuple[str, Encoded]] = []
    todo = [(name, value)]
    while todo and len(found) < 1000:
        at, item = todo.pop()
        inner = children(at, item)
        if inner:
            todo += inner
        elif kind_of(item) != "list":
            found.append((at, item))
    return found

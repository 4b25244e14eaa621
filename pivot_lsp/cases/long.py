"""Calls of unusual form: arguments by name, and more elements than a size step has.

Long ones go past the buffers, blocks and recursion depths that a port may have. Each is a call that is known, best one
that ends well, with one argument made long: its own elements again and again, so that what it takes to get past a
function's checks is kept, or fresh ones. Invariant: a long argument is of its parameter's type, holds distinct keys
where it must, and no more than `MAX_LEAVES` leaves.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from pivot_lsp.cases.boundary import Builder
from pivot_lsp.cases.mutate import expanded
from pivot_lsp.cases.pools import SIZES, dict_key
from pivot_lsp.cases.siblings import leaves
from pivot_lsp.cases.values import Encoded
from pivot_lsp.model.case import Case
from pivot_lsp.model.signature import Signature, Type

Call = tuple[list[Encoded], dict[str, Encoded]]

LENGTHS = (1001, 2049, 300, 4097)
MAX_LEAVES = 5_000
AT_MOST = 10
"""Calls: each costs as much as a thousand small ones."""
BASES = 12
NAMED = 6
"""Calls with arguments by name."""
_SMALL = SIZES[0]


def long_calls(signature: Signature, builder: Builder, known: Sequence[Case]) -> Iterator[Call]:
    """Up to `AT_MOST` calls, changed from some of `known`, or from built ones where nothing is known."""
    names = [each.name for each in signature.arguments if not each.keyword_only]
    types = {each.name: each.type for each in signature.arguments}
    bases = [expanded(case.args, case.kwargs) for case in known[:: -(-len(known) // BASES) or 1]]
    bases += [expanded(*builder.call(_SMALL)) for _ in range(max(2, BASES // 2 - len(bases)))]
    made = 0
    for turn in range(len(LENGTHS) * len(bases)):
        args, kwargs = bases[turn % len(bases)]
        for place, name in enumerate(names[: len(args)]):
            value = _lengthened(args[place], types[name], name, LENGTHS[turn % len(LENGTHS)], builder, turn)
            if value is None:
                continue
            yield [*args[:place], value, *args[place + 1 :]], kwargs
            made += 1
            if made >= AT_MOST:
                return


def named_calls(signature: Signature, builder: Builder, known: Sequence[Case]) -> Iterator[Call]:
    """Calls whose arguments, from some place on, are passed by the names that legacy gives its parameters."""
    if signature.rest is not None:
        return
    names = [each.name for each in signature.arguments if not each.keyword_only]
    first = sum(each.positional_only for each in signature.arguments)
    bases = [(case.args, case.kwargs) for case in known[:: -(-len(known) // NAMED) or 1]]
    bases += [builder.call(_SMALL) for _ in range(NAMED - len(bases))]
    for turn, (args, kwargs) in enumerate(bases[:NAMED]):
        if first < len(args) <= len(names):
            place = first + turn % (len(args) - first)
            yield args[:place], {**dict(zip(names[place:], args[place:])), **kwargs}


def _lengthened(value: Encoded, kind: Type, name: str, count: int, builder: Builder, turn: int) -> Encoded | None:
    """`value` with `count` elements; None: there is nothing to make more of."""
    kind = kind.args[0] if kind.kind == "optional" else kind
    if kind.kind == "str" and type(value) is str and value:
        return (value * (count // len(value) + 1))[:count]
    if kind.kind == "list" and type(value) is list:
        return _filled(value, kind.args[0], name, count, builder, turn % 2 == 1)
    if kind.kind == "vartuple" and type(value) is dict and "$t" in value:
        return {"$t": _filled(value["$t"], kind.args[0], name, count, builder, turn % 2 == 1)}
    if kind.kind == "dict" and type(value) is dict and "$d" in value and kind.args[0].kind in ("str", "int"):
        return {"$d": _entries(value["$d"], kind, name, count, builder)}
    if kind.kind in ("set", "frozenset") and kind.args[0].kind in ("int", "str"):
        tag = "$s" if kind.kind == "set" else "$z"
        return {tag: [_key(kind.args[0], number) for number in range(count)]}
    return None


def _filled(
    items: Sequence[Encoded], kind: Type, name: str, count: int, builder: Builder, fresh: bool
) -> list[Encoded]:
    """The items again and again, or new ones (each some times, so that making them costs little)."""
    source = list(items)
    if fresh or not source:
        builder.size, builder.nodes, builder.wild = _SMALL, 2000, 0.0
        source = [builder.value(kind, name, 1) for _ in range(61)]
    weight = max(1, max(len(leaves("", item)) for item in source[:20]))
    count = max(1, min(count, MAX_LEAVES // weight))
    return (source * (count // len(source) + 1))[:count]


def _entries(pairs: Sequence[Any], kind: Type, name: str, count: int, builder: Builder) -> list[Encoded]:
    """The entries that are there and as many more under new keys."""
    held = {dict_key(pair[0]): list(pair) for pair in pairs}
    builder.size, builder.nodes, builder.wild = _SMALL, 2000, 0.0
    values = [pair[1] for pair in pairs][:7] or [builder.value(kind.args[1], name, 1) for _ in range(7)]
    weight = max(1, max(len(leaves("", value)) for value in values))
    for number in range(max(1, min(count, MAX_LEAVES // weight)) - len(held)):
        key = _key(kind.args[0], number)
        held.setdefault(dict_key(key), [key, values[number % len(values)]])
    return list(held.values())


def _key(kind: Type, number: int) -> Encoded:
    return number * 7 if kind.kind == "int" else f"k{number}"

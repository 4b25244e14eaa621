"""Cases drawn by Hypothesis from the declared types: what nobody thought of.

Strategies give encoded values. Invariant: the same signature and seed give the same cases; Hypothesis keeps no
database of examples and prints nothing; its tables of characters lie where `keep_in` was told, not in the folder that
somebody happens to stand in.
"""

import array
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis import strategies as st
from hypothesis.configuration import set_hypothesis_home_dir

from pivot_lsp.cases.arguments import arrange, takes_more, unknowable
from pivot_lsp.cases.pools import Pools, dict_key
from pivot_lsp.cases.values import FACTORIES, Encoded, canonical, encode
from pivot_lsp.model.signature import Signature, Type
from pivot_lsp.store.files import pivot_folder

MAX_DEPTH = 3
ROUND = 400
"""Examples of one Hypothesis run; each further round has the next seed."""

Strategy = st.SearchStrategy[Any]


def keep_in(root: Path) -> None:
    """Has Hypothesis keep its files under the project's `.pivot/`."""
    set_hypothesis_home_dir(pivot_folder(root) / "cache" / "hypothesis")


def hypothesis_calls(
    signature: Signature, pools: Pools, number: int, wanted: int
) -> Iterator[tuple[list[Encoded], dict[str, Encoded]]]:
    """Calls in rounds fit for `wanted` of them; endless, or ends when a round brings nothing new."""
    arguments = [a for a in signature.arguments if not (a.has_default and unknowable(a.type, pools))]
    strategies = {a.name: strategy(a.type, pools, 0) for a in arguments}
    omitted = [a.name for a in arguments if a.has_default]
    left_out = st.sets(st.sampled_from(omitted)) if omitted else st.just(set())
    further = st.just([]) if signature.rest is None else st.lists(strategy(signature.rest, pools, 1), max_size=8)
    whole = st.tuples(st.fixed_dictionaries(strategies), left_out, further)
    seen: set[bytes] = set()
    while True:
        before = len(seen)
        for values, without, more in _examples(whole, number, min(ROUND, wanted + 10)):
            kept = {name: value for name, value in values.items() if name not in without}
            args, kwargs = arrange(signature, kept)
            if takes_more(signature, args):
                args += more
            text = canonical([args, kwargs])
            if text not in seen:
                seen.add(text)
                yield args, kwargs
        if len(seen) == before:
            return
        number += 1


def _examples(whole: Strategy, number: int, count: int) -> list[Any]:
    drawn: list[Any] = []

    @seed(number)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
    )
    @given(whole)
    def collect(value: Any) -> None:
        drawn.append(value)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        collect()
    return drawn


def strategy(kind: Type, pools: Pools, depth: int) -> Strategy:
    """Encoded values of a type."""
    return _STRATEGIES[kind.kind](kind, pools, depth)


def _mixed(general: Strategy, mined: list[Any]) -> Strategy:
    return st.one_of(general, st.sampled_from(mined)) if mined else general


def _lists(kind: Type, pools: Pools, depth: int) -> Strategy:
    longest = 20 if depth == 0 else 6
    return st.lists(strategy(kind.args[0], pools, depth + 1), max_size=max(3, longest // _weight(kind.args[0])))


def _weight(kind: Type) -> int:
    """Leaves of a value: each is drawn apart, and a list of large records would take seconds of a run."""
    if kind.kind in ("record", "typed_dict", "tuple"):
        return max(1, sum(_weight(arg) for arg in kind.args) // 2)
    return 1


def _sets(tag: str) -> Callable[[Type, Pools, int], Strategy]:
    def make(kind: Type, pools: Pools, depth: int) -> Strategy:
        elements = st.lists(strategy(kind.args[0], pools, depth + 1), max_size=12, unique_by=dict_key)
        return elements.map(lambda items: {tag: sorted(items, key=canonical)})

    return make


def _dicts(kind: Type, pools: Pools, depth: int) -> Strategy:
    pair = st.tuples(strategy(kind.args[0], pools, depth + 1), strategy(kind.args[1], pools, depth + 1)).map(list)
    size = 12 if depth == 0 else 5
    return st.lists(pair, max_size=size, unique_by=lambda p: dict_key(p[0])).map(lambda pairs: {"$d": pairs})


def _records(kind: Type, pools: Pools, depth: int) -> Strategy:
    fields = st.tuples(*(strategy(t, pools, depth + 1) for t in kind.args))
    if kind.named_tuple:
        return fields.map(lambda values: {"$n": kind.name, "v": list(values)})
    return fields.map(lambda values: {"$c": kind.name, "v": [[n, v] for n, v in zip(kind.fields, values)]})


def _unknown(kind: Type, pools: Pools, depth: int) -> Strategy:
    if kind.name in pools.records and depth < MAX_DEPTH * 2:
        return strategy(pools.records[kind.name], pools, depth + 2)
    if kind.name in pools.records:
        return st.none()
    return st.one_of(st.none(), st.booleans(), st.integers().map(encode), st.text().map(encode))


def _typed_dict(kind: Type, pools: Pools, depth: int) -> Strategy:
    inner = {key: strategy(t, pools, depth + 1) for key, t in zip(kind.fields, kind.args)}
    optional = {key: made for key, made in inner.items() if key in kind.values}
    required = {key: made for key, made in inner.items() if key not in kind.values}
    return st.fixed_dictionaries(required, optional=optional).map(
        lambda held: {"$d": [[k, v] for k, v in held.items()]}
    )


def _extra(kind: Type, pools: Pools, depth: int) -> Strategy:
    plain = _EXTRAS.get(kind.name)
    if plain is not None:
        return plain.map(encode)
    if kind.name == "complex":
        return st.complex_numbers().map(encode)
    if kind.name == "deque":
        items = _lists(Type(kind="list", args=kind.args), pools, depth)
        return items.map(lambda held: {"$x": "deque", "v": [None, held]})
    if kind.name == "Counter":
        counts = _dicts(Type(kind="dict", args=[kind.args[0], Type(kind="int")]), pools, depth)
        return counts.map(lambda held: {"$x": "Counter", "v": held["$d"]})
    factory = kind.args[1].kind if kind.args[1].kind in FACTORIES.values() else ""
    if kind.name == "defaultdict":
        return _dicts(kind, pools, depth).map(lambda held: {"$x": "defaultdict", "v": [factory, held["$d"]]})
    return _dicts(kind, pools, depth).map(lambda held: {"$x": "OrderedDict", "v": held["$d"]})


_EXTRAS: dict[str, Strategy] = {
    "date": st.dates(),
    "datetime": st.datetimes(),
    "time": st.times(),
    "timedelta": st.timedeltas(),
    "Decimal": st.decimals(allow_nan=False) | st.decimals(places=2, min_value=-(10**6), max_value=10**6),
    "range": st.builds(range, st.integers(-20, 20), st.integers(-20, 20), st.sampled_from((1, 2, -1))),
    "bytearray": st.binary(max_size=40).map(bytearray),
    "array": st.lists(st.floats(), max_size=20).map(lambda held: array.array("d", held)),
}

_STRATEGIES: dict[str, Callable[[Type, Pools, int], Strategy]] = {
    "int": lambda k, p, d: _mixed(st.integers(-(10**6), 10**6) | st.integers(), p.ints).map(encode),
    "float": lambda k, p, d: _mixed(st.floats(), p.floats).map(encode),
    "bool": lambda k, p, d: st.booleans(),
    "str": lambda k, p, d: _mixed(st.text(max_size=40), p.texts).map(encode),
    "bytes": lambda k, p, d: st.binary(max_size=40).map(encode),
    "none": lambda k, p, d: st.none(),
    "list": _lists,
    "vartuple": lambda k, p, d: _lists(k, p, d).map(lambda items: {"$t": items}),
    "tuple": lambda k, p, d: st.tuples(*(strategy(t, p, d + 1) for t in k.args)).map(lambda v: {"$t": list(v)}),
    "dict": _dicts,
    "set": _sets("$s"),
    "frozenset": _sets("$z"),
    "optional": lambda k, p, d: st.none() | strategy(k.args[0], p, d),
    "union": lambda k, p, d: st.one_of(*(strategy(t, p, d) for t in k.args)),
    "record": _records,
    "enum": lambda k, p, d: st.sampled_from(k.values).map(lambda name: {"$e": k.name, "v": name}),
    "literal": lambda k, p, d: st.sampled_from(k.values).map(encode),
    "typed_dict": _typed_dict,
    "extra": _extra,
    "unknown": _unknown,
}

"""Recorded calls, changed a little: what reaches as deep as real traffic and is not in it.

A change descends at random into the arguments and alters one place, shape first (elements dropped, doubled, swapped,
spliced with another call's), then values (off by one, ties, other case, a sibling's word). Nothing but the path to the
place is copied. Invariant: a value keeps the kind that it had, and sets and dicts keep distinct elements.
"""

from collections.abc import Callable, Sequence
from math import inf, nextafter
from random import Random
from typing import Any

from pivot_lsp.cases.boundary import Builder
from pivot_lsp.cases.disturb import disturb
from pivot_lsp.cases.extras import inside, nudged, with_inside
from pivot_lsp.cases.pools import WILD_FLOATS, Pools, children, dict_key, kind_of
from pivot_lsp.cases.siblings import related_ints
from pivot_lsp.cases.values import Encoded, canonical, encode
from pivot_lsp.model.case import Case
from pivot_lsp.model.signature import Signature, Type

UNKNOWN = Type(kind="unknown")
OPTIONAL = 0.1
"""Share of changed calls of which an argument is left to its default, or given where it was."""


class Mutator:
    """Mutates recorded calls; `builder` gives fresh values where a type is known."""

    def __init__(self, signature: Signature, pools: Pools, recorded: Sequence[Case], builder: Builder) -> None:
        self.rng: Random = builder.rng
        self.pools = pools
        self.builder = builder
        self.types = {a.name: a.type for a in signature.arguments}
        self.order = [a.name for a in signature.arguments if not a.keyword_only]
        self.optional = [a for a in signature.arguments if a.has_default]
        self.calls: list[tuple[list[Encoded], dict[str, Encoded]]] = []
        for case in recorded:
            self.add(case)

    def add(self, case: Case, times: int = 1) -> None:
        """One more call to change; `times` as likely as others."""
        call = case.args, case.kwargs
        if _shares([*case.args, *case.kwargs.values()]):
            call = expanded(*call)
        self.calls += [call] * times

    def call(self) -> tuple[list[Encoded], dict[str, Encoded]]:
        """One mutated call: 1 to 4 changes."""
        rng = self.rng
        args, kwargs = rng.choice(self.calls)
        args, kwargs = list(args), dict(kwargs)
        if self.optional and rng.random() < OPTIONAL:
            self._left_to_default(args, kwargs)
        for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 4))):
            places: list[int | str] = [*range(len(args)), *kwargs]
            if not places:
                break
            place = rng.choice(places)
            if isinstance(place, str):
                kwargs[place] = self._argument(place, kwargs[place], args, kwargs, place)
            else:
                name = self.order[place] if place < len(self.order) else ""
                args[place] = self._argument(place, args[place], args, kwargs, name)
        return args, kwargs

    def _left_to_default(self, args: list[Encoded], kwargs: dict[str, Encoded]) -> None:
        """An argument that may be left out is, or is given after all; what stands behind it is passed by name."""
        chosen = self.rng.choice(self.optional)
        place = self.order.index(chosen.name) if chosen.name in self.order else len(args)
        if place < len(args):
            if len(args) <= len(self.order):
                kwargs.update(zip(self.order[place + 1 :], args[place + 1 :]))
                del args[place:]
        elif chosen.name in kwargs:
            del kwargs[chosen.name]
        elif place > len(args) or chosen.keyword_only:
            kwargs[chosen.name] = self.builder.value(chosen.type, chosen.name, 1)
        else:
            args.append(self.builder.value(chosen.type, chosen.name, 1))

    def _argument(
        self, place: int | str, value: Encoded, args: list[Encoded], kwargs: dict[str, Encoded], name: str
    ) -> Encoded:
        rng = self.rng
        roll = rng.random()
        other_args, other_kwargs = rng.choice(self.calls)
        if roll < 0.12:
            if isinstance(place, str):
                return other_kwargs.get(place, value)
            return other_args[place] if place < len(other_args) else value
        if type(value) is int and roll < 0.4:
            related = [n for other in (*args, *kwargs.values()) if other is not value for n in related_ints(other)]
            if related:
                return encode(rng.choice(related) + rng.choice((-1, 0, 1)))
        donor = other_args[place] if isinstance(place, int) and place < len(other_args) else None
        return self.change(value, self.types.get(name, UNKNOWN), name, donor)

    def change(self, value: Encoded, kind: Type, name: str, donor: Encoded = None) -> Encoded:
        """`value` with one place changed; `donor` is what another call had here."""
        rng = self.rng
        if kind.kind == "optional":
            if rng.random() < 0.1 or (value is None and rng.random() < 0.8):
                return self.builder.value(kind, name, 1)
            kind = kind.args[0]
        tag = _shape(value)
        if tag is None:
            return self._leaf(value, kind, name)
        items = _items(value, tag)
        fixed = tag in _FIXED or (tag == "$t" and kind.kind != "vartuple")
        fixed = fixed or (kind.kind == "typed_dict" and not kind.values)  # it keeps its keys
        if items and (fixed or rng.random() < 0.72):
            index = rng.randrange(len(items))
            changed = list(items)
            changed[index] = self._inside(items[index], tag, kind, name, index, value)
            return _with(value, tag, changed)
        if fixed:
            return value
        return _with(value, tag, self._reshaped(list(items), tag, kind, name, donor))

    def _inside(self, item: Any, tag: str, kind: Type, name: str, index: int, whole: Any) -> Any:
        if tag == "$d" and kind.kind == "typed_dict":
            keys = dict(zip(kind.fields, kind.args))
            return [item[0], self.change(item[1], keys.get(str(item[0]), UNKNOWN), str(item[0]))]
        if tag == "$x":
            if whole["$x"] == "deque":
                return self.change(item, kind.args[0] if kind.kind == "extra" else UNKNOWN, name)
            counted = [*kind.args, Type(kind="int")][:2] if kind.kind == "extra" else [UNKNOWN, UNKNOWN]
            return [item[0], self.change(item[1], counted[1], name)]
        if tag == "$d":
            key_type, inner = kind.args if kind.kind == "dict" else (UNKNOWN, UNKNOWN)
            if self.rng.random() < 0.2:
                return [self.change(item[0], key_type, f"{name} key"), item[1]]
            return [item[0], self.change(item[1], inner, name)]
        if tag == "$c":
            known = kind.kind == "record" and kind.name == whole["$c"] and index < len(kind.args)
            return [item[0], self.change(item[1], kind.args[index] if known else UNKNOWN, item[0])]
        if tag == "$n":
            known = kind.kind == "record" and kind.name == whole["$n"] and index < len(kind.args)
            return self.change(item, *((kind.args[index], kind.fields[index]) if known else (UNKNOWN, name)))
        if tag == "$t" and kind.kind == "tuple" and index < len(kind.args):
            return self.change(item, kind.args[index], name)
        inner = kind.args[0] if kind.kind in ("list", "vartuple", "set", "frozenset") else UNKNOWN
        return self.change(item, inner, name)

    def _reshaped(self, items: list[Any], tag: str, kind: Type, name: str, donor: Encoded) -> list[Any]:
        rng = self.rng
        roll = rng.random()
        fresh: list[Any]
        if donor is not None and roll < 0.3 and _shape(donor) == tag:
            theirs = _items(donor, tag)
            return (items + rng.sample(theirs, min(len(theirs), rng.choice((1, 2, len(theirs))))))[:2000]
        if roll < 0.4 and kind.kind == "extra":
            fresh = inside(self.builder.value(kind, name, 2)) or []
            return items + fresh[:1]
        if roll < 0.4 and kind.kind in ("list", "vartuple", "set", "frozenset", "dict"):
            if tag == "$d":
                key = self.builder.value(kind.args[0], f"{name} key", 2)
                fresh = [[key, self.builder.value(kind.args[1], name, 2)]]
            else:
                fresh = [self.builder.value(kind.args[0], name, 2)]
            place = rng.randrange(len(items) + 1)
            return items[:place] + fresh + items[place:]
        if not items:
            return items
        first, second = rng.randrange(len(items)), rng.randrange(len(items))
        changes: tuple[Callable[[], list[Any]], ...] = (
            lambda: items[:first] + items[first + 1 :],
            lambda: items[:first],
            lambda: items[first:],
            lambda: items[: first + 1] + items[first:],
            lambda: items[::-1],
            lambda: items + items[: 2000 - len(items)],
            lambda: [],
            lambda: sorted(items, key=canonical),
            lambda: _swapped(items, first, second),
            lambda: [items[first]] * min(len(items), 40),
        )
        return rng.choice(changes)()

    def _leaf(self, value: Encoded, kind: Type, name: str) -> Encoded:
        rng = self.rng
        tag = kind_of(value)
        if tag == "bool":
            return not value
        if tag == "$x":
            moved = nudged(value, rng)
            if moved is not None or kind.kind != "extra":
                return value if moved is None else moved
            return self.builder.value(kind, name, 2)
        if kind.kind in ("enum", "literal", "union") or (tag == "none" and kind.kind != "unknown"):
            return self.builder.value(kind, name, 2)
        seen = self.pools.seen.get((name, tag))
        if seen and rng.random() < 0.25:
            return rng.choice(seen)
        if tag == "int":
            return self._int(int(value["$i"], 0) if type(value) is dict else value)
        if tag == "float":
            return self._float(float.fromhex(value["$f"]) if type(value) is dict else value)
        if tag == "str":
            if self.pools.texts and rng.random() < 0.25:
                return encode(rng.choice(self.pools.texts))
            return self.builder.text("") if rng.random() < 0.15 else disturb(value, rng, self.pools.pieces)
        return value

    def _int(self, value: int) -> Encoded:
        rng = self.rng
        pool = self.pools.ints or [0]
        return encode(
            rng.choice((value + 1, value - 1, -value, 0, 1, value * 2, value * 10, value // 2, rng.choice(pool)))
        )

    def _float(self, value: float) -> Encoded:
        rng = self.rng
        near = (nextafter(value, inf), nextafter(value, -inf), value * (1 + 1e-9))
        tie = round(value, 1) + rng.choice((0.005, 0.05, 0.25, 0.5)) if abs(value) < 1e15 else value
        literal = rng.choice(self.pools.floats or [1.0])
        other = (-value, value + 1.0, value * 2, value / 2, value * 10, 0.0, tie, literal, rng.choice(WILD_FLOATS))
        return encode(rng.choice((*near, *other)))


_FIXED = ("$c", "$n")


def _shape(value: Encoded) -> str | None:
    """The tag of a container, `list` for an array; None for a leaf."""
    if type(value) is list:
        return "list"
    if type(value) is dict:
        tag = str(next(iter(value)))
        if tag == "$x":
            return tag if inside(value) is not None else None
        return tag if tag in ("$t", "$s", "$z", "$d", "$c", "$n") else None
    return None


def _items(value: Any, tag: str) -> list[Any]:
    if tag == "list":
        return list(value)
    if tag == "$x":
        return inside(value) or []
    return list(value["v"] if tag in _FIXED else value[tag])


def _with(value: Any, tag: str, items: list[Any]) -> Encoded:
    if tag == "list":
        return items
    if tag in _FIXED:
        return {tag: value[tag], "v": items}
    if tag == "$d" or (tag == "$x" and value["$x"] != "deque"):
        items = list({dict_key(pair[0]): pair for pair in items}.values())
        return {"$d": items} if tag == "$d" else with_inside(value, items)
    if tag == "$x":
        return with_inside(value, items)
    if tag in ("$s", "$z"):
        return {tag: sorted({dict_key(item): item for item in items}.values(), key=canonical)}
    return {tag: items}


def _swapped(items: list[Any], first: int, second: int) -> list[Any]:
    items = list(items)
    items[first], items[second] = items[second], items[first]
    return items


def _shares(values: Sequence[Encoded]) -> bool:
    todo = list(values)
    while todo:
        value = todo.pop()
        if type(value) is dict and ("$def" in value or "$ref" in value):
            return True
        todo += [inner for _, inner in children("", value)]
    return False


def expanded(args: list[Encoded], kwargs: dict[str, Encoded]) -> tuple[list[Encoded], dict[str, Encoded]]:
    """Arguments with each shared object written out where it is met; one inside itself becomes None there."""
    known: dict[int, Encoded] = {}

    def plain(value: Encoded) -> Encoded:
        if type(value) is list:
            return [plain(item) for item in value]
        if type(value) is not dict:
            return value
        if "$ref" in value:
            return known.get(value["$ref"])
        if "$def" in value:
            known[value["$def"]] = made = plain(value["v"])
            return made
        return {key: plain(inner) if key.startswith("$") or key == "v" else inner for key, inner in value.items()}

    return [plain(v) for v in args], {k: plain(v) for k, v in kwargs.items()}

"""Cases built from types: boundaries, mined literals, and relations between siblings.

Each case first draws a small vocabulary (words, ints, floats) that all its arguments share, so that the keys of one
argument are met in the fields of another, duplicates and ties occur, and look-ups hit. Then a wildness: most cases are
tame, so that calls get past a function's first checks, and carry one wild value or none; some are wild throughout.
At last siblings are tied: an int becomes the length of a list or an element of it, plus or minus one; a mutable
argument or element becomes the same object twice. Invariant: what is built is a valid encoded value of its type.
"""

import datetime
import re
from collections.abc import Callable
from random import Random
from typing import Any

from pivot_lsp.cases import extras
from pivot_lsp.cases.pools import (
    BYTES,
    EXTREME_FLOATS,
    INTS,
    LARGE_INTS,
    SIZES,
    SURROGATES,
    TAME_FLOATS,
    TAME_TEXTS,
    WILD_FLOATS,
    WILD_TEXTS,
    Pools,
    Size,
    children,
    kind_of,
)
from pivot_lsp.cases.texts import PERIODIC, TWINS, Pieces, compose, foreign, mirror, number, of_length, with_inside
from pivot_lsp.cases.values import Encoded, canonical, encode
from pivot_lsp.model.signature import Argument, Signature, Type

_PYTHON: dict[str, type] = {"int": int, "float": float, "str": str}
MAX_DEPTH = 4
UNKNOWN = Type(kind="unknown")
UNIFORM = 0.04
MAX_NODES = 4000
"""Leaves a case may hold; nested containers get shorter as the budget goes."""


class Builder:
    """Builds the arguments of one case after another; all chance comes from `rng`."""

    def __init__(self, signature: Signature, pools: Pools, rng: Random) -> None:
        self.signature = signature
        self.pools = pools
        self.rng: Random = rng
        self.size = SIZES[0]
        self.wild = 0.0
        self.uniform = False
        self.nodes = 0
        self.words: list[Encoded] = []
        self.numbers: list[int] = []
        self.reals: list[Encoded] = []
        self.days: list[datetime.date] = []
        self.aware = ""

    def call(self, size: Size) -> tuple[list[Encoded], dict[str, Encoded]]:
        """Arguments of one call, tied to each other."""
        rng = self.rng
        self.size = size
        self.nodes = MAX_NODES
        self.uniform = False
        self.wild = rng.choice((0.0, 0.0, 0.004, 0.02, 0.15, 0.5))
        self._vocabulary()
        if rng.random() < UNIFORM:  # one extreme everywhere: sums and products of extremes, and ties
            self.reals = [encode(rng.choice(EXTREME_FLOATS))]
            self.numbers = [encode(rng.choice([n for n in LARGE_INTS if abs(n) <= size.magnitude] or [size.magnitude]))]
            self.wild, self.uniform = 0.0, True
        values = {a.name: self.value(a.type, a.name, 0) for a in self.signature.arguments if not self._left_out(a)}
        self._tie_keys(values)
        if rng.random() < 0.35:
            self._tie(values)
        if rng.random() < 0.3:
            self._tie_texts(values)
        if rng.random() < 0.06:
            self._alias(values)
        args, kwargs = arrange(self.signature, values)
        if takes_more(self.signature, args):
            args += self.items(self.signature.rest or UNKNOWN, "", 0)
        return args, kwargs

    def _left_out(self, argument: Argument) -> bool:
        return argument.has_default and (self.rng.random() < 0.3 or unknowable(argument.type, self.pools))

    def _vocabulary(self) -> None:
        rng, pools = self.rng, self.pools
        self.wild, wild = 0.0, self.wild
        self.aware = ""
        self.words, self.numbers, self.reals, self.days = [], [], [], []  # the case before has no say in this one
        self.words = [self.text("") for _ in range(rng.randint(2, 6))]
        if pools.keys:
            self.words += rng.choices(pools.keys, k=2)
        if rng.random() < 0.3:  # words that differ in case, blanks or one character alone
            self.words.append(disturb(rng.choice(self.words), rng, pools.pieces))
        if rng.random() < 0.3:
            self.words += rng.choice(TWINS)
        self.numbers = [self.integer("") for _ in range(rng.randint(2, 4))]
        self.reals = [self.real("") for _ in range(rng.randint(2, 4))]
        self.wild = wild

    def value(self, kind: Type, name: str, depth: int) -> Encoded:
        """A value of a type; `name` is that of its parameter or field."""
        self.nodes -= 1
        return _MAKERS[kind.kind](self, kind, name, depth)

    def _choose(self, name: str, kind: str, shared: list[Any]) -> tuple[bool, Encoded]:
        """A recorded value of this name, one the source compares it with, a usual one, or one of the vocabulary."""
        rng, pools = self.rng, self.pools
        if self.uniform and kind != "str" and rng.random() < 0.85:
            return True, rng.choice(shared)
        if rng.random() > (0.75 if self.wild else 0.97):
            return False, None
        seen = pools.seen.get((name, kind), [])
        compared = pools.compared.get((name, kind), [])
        hints = [] if seen or not name else pools.hints(name, _PYTHON[kind])
        sources = ((6, seen), (3, compared), (3, hints), (2, shared))
        held = [(weight, values) for weight, values in sources if values]
        if not held:
            return False, None
        values = rng.choices([values for _, values in held], [weight for weight, _ in held])[0]
        value = rng.choice(values)
        return True, encode(value) if values is hints else value

    def integer(self, name: str) -> Any:
        """An int, within the size's magnitude."""
        rng = self.rng
        if rng.random() >= self.wild:
            chosen, value = self._choose(name, "int", self.numbers)
            if chosen:
                return value
        roll = rng.random()
        limit = self.size.magnitude
        if roll < 0.3 and self.pools.ints:
            value = rng.choice(self.pools.ints)
        elif roll < 0.7:
            value = rng.choice(INTS)
        elif roll < 0.85 and limit > 300:
            value = rng.choice(LARGE_INTS)
        else:
            value = rng.randint(-limit, limit) >> rng.randrange(limit.bit_length())
        return encode(value if abs(value) <= limit or value in self.pools.ints else value % limit)

    def real(self, name: str) -> Encoded:
        """A float; a tie of rounding, a mined literal, or a wild one."""
        rng = self.rng
        if rng.random() < self.wild:
            return encode(rng.choice(WILD_FLOATS))
        chosen, value = self._choose(name, "float", self.reals)
        if chosen:
            return value
        roll = rng.random()
        if roll < 0.25 and self.pools.floats:
            return encode(rng.choice(self.pools.floats))
        if roll < 0.5:
            return encode(rng.choice(TAME_FLOATS))
        if roll < 0.65:
            return encode(rng.randint(-50, 2000) / rng.choice((2, 8, 200, 2000)))
        if roll < 0.8:
            return encode(round(rng.uniform(-100, 1000), rng.randrange(4)))
        if roll < 0.92:  # amounts with cents, of any size: more digits than 32 bits hold
            return encode(round(rng.choice((1, 1, 1, -1)) * 10.0 ** rng.uniform(3, 11), rng.choice((0, 1, 2, 2, 2, 4))))
        return encode(rng.uniform(-1, 1) * 10.0 ** rng.randint(-12, 12))

    def text(self, name: str) -> Encoded:
        """A string: usual, mined, mined and disturbed, or wild."""
        rng = self.rng
        if rng.random() < self.wild:
            return encode(rng.choice(WILD_TEXTS) if rng.random() < 0.95 else rng.choice(SURROGATES))
        chosen, value = self._choose(name, "str", self.words)
        if chosen:
            return disturb(value, rng, self.pools.pieces) if rng.random() < 0.08 else value
        if self.pools.lengths and rng.random() < 0.2:
            return encode(of_length(self.pools.lengths, self.pools.pieces.letters, rng))
        if rng.random() < self.pools.composed:
            words = [word for word in self.words if type(word) is str]
            return encode(compose(self.pools.pieces, words, rng, max(8, min(self.size.length, 64))))
        roll = rng.random()
        if roll < 0.55 and self.pools.texts:
            value = rng.choice(self.pools.texts)
            return disturb(value, rng, self.pools.pieces) if roll < 0.15 else encode(value)
        if roll < 0.85:
            return rng.choice(TAME_TEXTS)
        if self.size.length > 64 and rng.random() < 0.3:  # longer than a buffer that somebody thought enough
            piece = rng.choice(TAME_TEXTS) + rng.choice((" ", "", ",", "-"))
            wanted = rng.choice((65, 100, 128, 200, 256, 257, 300, 1025)) + rng.choice((-1, 0, 1))
            return encode((piece * (wanted // len(piece) + 1))[: max(1, min(wanted, self.nodes))])
        letters = "abcXYZ019 -_.é"
        return "".join(rng.choices(letters, k=rng.choice((1, 2, 3, 5, 8, 13, min(self.size.length, 64)))))

    def length(self, depth: int) -> int:
        """How many elements a container gets: small ones, unrolling borders, now and then the size's limit."""
        rng = self.rng
        limit = max(0, min(self.size.length >> 2 * depth, self.nodes))
        if depth == 0 and rng.random() < 0.08:
            return limit
        return min(limit, rng.choice((0, 1, 1, 2, 2, 3, 3, 4, 5, 6, 7, 8, 9, 12, 16, 17, 33)))

    def items(self, kind: Type, name: str, depth: int) -> list[Encoded]:
        """Elements, some of them repeated."""
        made: list[Encoded] = []
        for _ in range(self.length(depth)):
            roll = self.rng.random()
            if made and roll < 0.12:
                made.append(self.rng.choice(made))
            elif made and roll < 0.24:
                made.append(self.twin(self.rng.choice(made), kind, name, depth + 1))
            else:
                made.append(self.value(kind, name, depth + 1))
        if len(made) > 1 and self.rng.random() < 0.1:
            made.sort(key=canonical)
        return made

    def twin(self, made: Encoded, kind: Type, name: str, depth: int) -> Encoded:
        """Like `made` in all but one part: what ties in a sort and differs elsewhere."""
        if kind.kind not in ("record", "tuple") or not kind.args:
            return self.value(kind, name, depth)
        place = self.rng.randrange(len(kind.args))
        part = self.value(kind.args[place], kind.fields[place] if kind.fields else name, depth + 1)
        if kind.kind == "tuple":
            tag, parts = "$t", list(made["$t"])
        elif isinstance(made, dict) and "v" in made and len(made["v"]) == len(kind.args):
            tag, parts = "v", list(made["v"])
        else:
            return made
        parts[place] = [kind.fields[place], part] if "$c" in made else part
        return {**made, tag: parts}

    def pairs(self, kind: Type, name: str, depth: int) -> list[list[Encoded]]:
        """Entries of a dict with distinct keys."""
        key, inner = kind.args
        made: dict[bytes, list[Encoded]] = {}
        for _ in range(self.length(depth)):
            made_key = self.value(key, f"{name} key", depth + 1)
            made[dict_key(made_key)] = [made_key, self.value(inner, name, depth + 1)]
        return list(made.values())

    def record(self, kind: Type, name: str, depth: int) -> Encoded:
        """An instance, field by field."""
        values = [self.value(t, n, depth + 1) for t, n in zip(kind.args, kind.fields)]
        if kind.named_tuple:
            return {"$n": kind.name, "v": values}
        return {"$c": kind.name, "v": [[n, v] for n, v in zip(kind.fields, values)]}

    def typed_dict(self, kind: Type, name: str, depth: int) -> Encoded:
        """A dict with the declared keys; those that may be missing sometimes are. At times in another order than
        declared, rarely with a key missing that must be there, or with one that nobody declared."""
        kept = [
            (key, inner)
            for key, inner in zip(kind.fields, kind.args)
            if key not in kind.values or self.rng.random() < 0.7
        ]
        pairs = [[key, self.value(inner, key, depth + 1)] for key, inner in kept]
        roll = self.rng.random() if pairs else 1.0
        if roll < 0.1:
            self.rng.shuffle(pairs)
        elif roll < 0.105:
            del pairs[self.rng.randrange(len(pairs))]
        elif roll < 0.11:
            pairs.append([f"{pairs[-1][0]}_", pairs[-1][1]])
        return {"$d": pairs}

    def unknown(self, kind: Type, name: str, depth: int) -> Encoded:
        """A record inside itself is built while depth lasts; for what nobody declared, a scalar."""
        if kind.name in self.pools.records:
            inner = self.pools.records[kind.name]
            return self.value(inner, name, depth + 1) if depth < MAX_DEPTH else None
        return self.rng.choice((None, self.integer(name), self.text(name), self.real(name)))

    def optional(self, kind: Type, name: str, depth: int) -> Encoded:
        """None, or the inner type; always None where nesting would not end."""
        if self.rng.random() < 0.25 or depth > MAX_DEPTH:
            return None
        return self.value(kind.args[0], name, depth)

    def _tie_keys(self, values: dict[str, Encoded]) -> None:
        """The keys of a dict argument become what its siblings hold in the field that the source looks up in it."""
        rng = self.rng
        for argument in self.signature.arguments:
            kind, name = argument.type, argument.name
            if name not in values or kind.kind != "dict" or rng.random() < 0.15:
                continue
            wanted = self.pools.lookups.get(name, [])
            words = {
                canonical(leaf): leaf
                for other, value in values.items()
                if other != name
                for at, leaf in leaves(other, value)
                if kind_of(leaf) == kind.args[0].kind and (at in wanted or (not wanted and rng.random() < 0.3))
            }
            if not words:
                continue
            keys = list(words.values())[: self.size.length * 2]
            rng.shuffle(keys)
            if rng.random() < 0.1:
                keys.pop()
            old = values[name]["$d"]
            pairs = {dict_key(key): [key, self.value(kind.args[1], name, 2)] for key in keys}
            pairs.update((dict_key(pair[0]), pair) for pair in old[:2])
            values[name] = {"$d": list(pairs.values())}

    def _tie(self, values: dict[str, Encoded]) -> None:
        """An int argument becomes a sibling's length or one of its ints, plus or minus one."""
        rng = self.rng
        kinds = {a.name: a.type for a in self.signature.arguments}
        ints = [name for name in values if kinds[name].kind == "int"]
        if not ints:
            return
        others = [v for n, v in values.items() if kinds[n].kind != "int" or len(ints) > 1]
        candidates = [n for v in others for n in related_ints(v)]
        if candidates:
            values[rng.choice(ints)] = encode(rng.choice(candidates) + rng.choice((-1, 0, 0, 1)))

    def _tie_texts(self, values: dict[str, Encoded]) -> None:
        """One text stands inside another, or as a whole among a list's."""
        rng = self.rng
        texts = [name for name, value in values.items() if type(value) is str]
        if len(texts) < 2:
            return
        inner, outer = rng.sample(texts, 2)
        if rng.random() < 0.4:
            values[inner] = rng.choice(PERIODIC)
        values[outer] = encode(with_inside(values[inner], rng))

    def _alias(self, values: dict[str, Encoded]) -> None:
        """One mutable object stands at two places: two arguments of one type, or two elements of a list or dict."""
        rng = self.rng
        kinds = {a.name: a.type for a in self.signature.arguments}
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


def unknowable(kind: Type, pools: Pools) -> bool:
    """Whether nobody said what a parameter takes: with a default, it is left to that."""
    return kind.kind == "unknown" and kind.name not in pools.records


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


def arrange(signature: Signature, values: dict[str, Encoded]) -> tuple[list[Encoded], dict[str, Encoded]]:
    """Values by parameter as positional and keyword arguments: by keyword after the first that is left out."""
    args: list[Encoded] = []
    kwargs: dict[str, Encoded] = {}
    gap = False
    for argument in signature.arguments:
        if argument.name not in values:
            gap = True
        elif gap or argument.keyword_only:
            kwargs[argument.name] = values[argument.name]
        else:
            args.append(values[argument.name])
    return args, kwargs


def takes_more(signature: Signature, args: list[Encoded]) -> bool:
    """Whether further positional arguments may follow: each before them was given by position."""
    return signature.rest is not None and len(args) == sum(not each.keyword_only for each in signature.arguments)


def dict_key(encoded: Encoded) -> bytes:
    """Equal for keys that Python takes as one: 1, 1.0 and True."""
    kind = kind_of(encoded)
    if kind == "bool":
        return canonical(int(encoded))
    if kind == "float" and isinstance(encoded, dict):
        number = float.fromhex(encoded["$f"])
        if number == number and abs(number) < 2**53 and number == int(number):
            return canonical(int(number))
    return canonical(encoded)


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


def _number_near(digits: str, rng: Random, known: Pieces) -> str:
    """Another number as long as `digits` where that can be: an int of the source or its neighbour, zero, one, a
    neighbour, all nines."""
    if known.numbers and rng.random() < 0.5:
        return number(known, rng).lstrip("0").rjust(len(digits), "0")
    value = int(digits[:18])
    near = rng.choice((0, 0, 1, value + 1, max(value - 1, 0), 10 ** min(len(digits), 18) - 1))
    return str(near).rjust(len(digits), "0")


_NO_PIECES = Pieces()
_DATE = re.compile(r"[0-9]{4}([-/. ]?)[0-9]{2}\1[0-9]{2}")


def disturb(value: Encoded, rng: Random, known: Pieces = _NO_PIECES) -> Encoded:
    """A string written a little differently; what is no plain string stays. `known`: what the source is made of."""
    if type(value) is not str:
        return value
    place = rng.randrange(len(value) + 1)
    end = min(len(value), place + rng.choice((1, 2, 4)))
    runs = [m.span() for m in re.finditer("[0-9]+", value)]
    if runs and rng.random() < 0.4:  # times, dates, amounts and numbers inside text have boundaries of their own
        start, end = rng.choice(runs)
        return encode(value[:start] + _number_near(value[start:end], rng, known) + value[end:])
    if (known.letters or known.separators) and rng.random() < 0.25:
        piece = rng.choice((*known.letters, *known.separators))
        return encode(value[:place] + piece + value[place if rng.random() < 0.6 else end :])
    if rng.random() < 0.08:
        return encode(foreign(value, rng))
    if (written := _DATE.search(value)) and rng.random() < 0.4:
        other = rng.choice(extras.TURNS).replace("-", written[1])
        return encode(value[: written.start()] + other + value[written.end() :])
    changes: tuple[Callable[[], str], ...] = (
        lambda: value.upper(),
        lambda: value.lower(),
        lambda: value.swapcase(),
        lambda: f" {value}",
        lambda: f"{value}\t",
        lambda: value[:place] + value[place + 1 :],
        lambda: value[:place] + value[place - 1 : place] + value[place:],
        lambda: value[:place] + value[place:end] + value[place:],
        lambda: value[:place] + rng.choice("0٣²é-_ .Zß\x00") + value[place:],
        lambda: value * 2,
        lambda: value[::-1],
        lambda: value + mirror(value[::-1]),
        lambda: value[:place],
        lambda: f" {value} ",
        lambda: value[:place] + (digits := number(known, rng)) + value[place + len(digits) :],
    )
    return encode(rng.choice(changes)())


def _set(tag: str) -> Callable[[Builder, Type, str, int], Encoded]:
    def make(b: Builder, kind: Type, name: str, depth: int) -> Encoded:
        distinct = {dict_key(item): item for item in b.items(kind.args[0], name, depth)}
        return {tag: sorted(distinct.values(), key=canonical)}

    return make


_Maker = Callable[[Builder, Type, str, int], Encoded]
_MAKERS: dict[str, _Maker] = {
    "int": lambda b, k, n, d: b.integer(n),
    "float": lambda b, k, n, d: b.real(n),
    "bool": lambda b, k, n, d: b.rng.random() < 0.5,
    "str": lambda b, k, n, d: b.text(n),
    "bytes": lambda b, k, n, d: encode(b.rng.choice(BYTES)),
    "none": lambda b, k, n, d: None,
    "list": lambda b, k, n, d: b.items(k.args[0], n, d),
    "vartuple": lambda b, k, n, d: {"$t": b.items(k.args[0], n, d)},
    "tuple": lambda b, k, n, d: {"$t": [b.value(t, n, d + 1) for t in k.args]},
    "dict": lambda b, k, n, d: {"$d": b.pairs(k, n, d)},
    "set": _set("$s"),
    "frozenset": _set("$z"),
    "optional": Builder.optional,
    "union": lambda b, k, n, d: b.value(b.rng.choice(k.args), n, d),
    "record": Builder.record,
    "enum": lambda b, k, n, d: {"$e": k.name, "v": b.rng.choice(k.values)},
    "literal": lambda b, k, n, d: encode(b.rng.choice(k.values)),
    "typed_dict": Builder.typed_dict,
    "extra": extras.build,
    "unknown": Builder.unknown,
}

"""Cases built from types: boundaries, mined literals, and relations between siblings.

Each case first draws a small vocabulary (words, ints, floats) that all its arguments share, so that the keys of one
argument are met in the fields of another, duplicates and ties occur, and look-ups hit. Then a wildness: most cases are
tame, so that calls get past a function's first checks, and carry one wild value or none; some are wild throughout.
At last siblings are tied: an int becomes the length of a list or an element of it, plus or minus one; a mutable
argument or element becomes the same object twice. Invariant: what is built is a valid encoded value of its type.
"""

import datetime
from collections.abc import Callable
from random import Random
from typing import Any

from pivot_lsp.cases import extras, shapes, siblings
from pivot_lsp.cases.arguments import arrange, takes_more, unknowable
from pivot_lsp.cases.disturb import disturb
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
    dict_key,
)
from pivot_lsp.cases.texts import TWINS, compose, of_length
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
        siblings.tie_keys(self, values)
        if rng.random() < 0.35:
            siblings.tie_ints(self, values)
        if rng.random() < 0.3:
            siblings.tie_texts(self, values)
        if rng.random() < 0.2:
            siblings.tie_twins(self, values)
        if rng.random() < 0.15:
            shapes.tie_edges(self, values)
        if rng.random() < 0.06 and (rng.random() < 0.5 or not shapes.share_inside(self, values)):
            siblings.alias(self, values)
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
        if kind.kind == "int" and self.rng.random() < 0.03:
            return shapes.steps(self, self.length(depth))
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

"""Whether a vessel's call behaved as legacy's, and if not, in which way and where.

Invariants: equal payloads are the same behaviour; every other pair is unpacked and walked, and comes out alike only
when a declared tolerance forgives each difference between floats. Types are compared exactly (True is not 1, 1 is not
1.0, a subclass is another type), dict order counts, exceptions are compared by type and args, printed text by
character, arguments afterwards as values; and a result that is one of the arguments must be so on both sides.
The walk is over encoded values: nothing of the user's is imported here.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from pivot_lsp.cases.numpy_values import elements
from pivot_lsp.model.evidence import MismatchClass, Tolerance
from pivot_lsp.parity.floats import STRICT, Distance, alike
from pivot_lsp.parity.outcome import Outcome, Seen, unpack_behaviour

POLICY = (
    "strict-4: types, NaN, -0.0, dict order, arguments afterwards, exception type and args (the type alone of the "
    "interpreter's own RecursionError), printed text, identity; on a sample, of objects inside arguments too, and "
    "attributes of exceptions"
)
"""Names the rules on the certificate; a change of them changes the number."""

_pack = msgspec.msgpack.Encoder().encode


@dataclass(frozen=True)
class Difference:
    """The first difference met; `more` counts the others of the same call."""

    kind: MismatchClass
    where: str
    message: str
    legacy: Any = None
    vessel: Any = None
    more: int = 0


_Found = Iterator[Difference]


def difference(legacy: Outcome, vessel: Outcome, tolerance: Tolerance, distance: Distance) -> Difference | None:
    """How `vessel` differs from `legacy`, which must have status ok; None: alike. Float distances go to `distance`."""
    if vessel.status != "ok":
        kind, message = _NOT_OK[vessel.status]
        return Difference(kind, "call", f"{message}: {vessel.note}" if vessel.note else message)
    if legacy.payload == vessel.payload:
        return None
    a, b = unpack_behaviour(legacy.payload), unpack_behaviour(vessel.payload)
    found = list(_behaviours(a, b, tolerance, distance))
    if not found and tolerance == STRICT and not _but_for_the_stack(a, b):
        return Difference("value", "call", "the behaviours differ", list(a), list(b))
    if not found:
        return None
    first = found[0]
    return Difference(first.kind, first.where, first.message, first.legacy, first.vessel, len(found) - 1)


_NOT_OK: dict[str, tuple[MismatchClass, str]] = {
    "crash": ("crash", "the process died"),
    "memory": ("crash", "out of memory, where legacy was not"),
    "timeout": ("timeout", "no answer in time"),
    "slow": ("timeout", "no answer in time"),
    "not_comparable": ("type", "a result that no case file can carry"),
    "undecodable": ("type", "the arguments cannot be made beside the vessel"),
}


def _behaviours(a: Seen, b: Seen, tolerance: Tolerance, distance: Distance) -> _Found:
    if a.raised is not None or b.raised is not None:
        if _pack(a.raised) != _pack(b.raised) and not _both_out_of_stack(a, b):
            yield Difference("exception", "raised", f"legacy {_ending(a)}, the vessel {_ending(b)}", _end(a), _end(b))
    else:
        assert a.returned is not None
        assert b.returned is not None
        yield from _walk(a.returned[0], b.returned[0], "returned", _Rules(tolerance, distance))
    yield from _afterwards(a, b, tolerance, distance)
    if a.printed != b.printed:
        at = _same_length(a.printed, b.printed)
        yield Difference("value", "printed", f"the printed text differs from character {at} on", a.printed, b.printed)
    if a.alias != b.alias:
        message = f"legacy returns {_alias(a)}, the vessel {_alias(b)}"
        yield Difference("mutation", "returned", message, a.alias, b.alias)
    elif _shares_otherwise(a, b, tolerance):
        message = f"{_sharing(a)} in legacy, {_sharing(b)} in the vessel"
        yield Difference("mutation", "returned", message, a.shared, b.shared)
    if a.keepsakes is not None and b.keepsakes is not None:
        yield from _held_on_to(a.keepsakes, b.keepsakes)


def _held_on_to(a: list[Any], b: list[Any]) -> _Found:
    """What the two leave to who holds on to objects: which inside the arguments are still the same ones, and the
    exception's attributes."""
    if a[0] != b[0]:
        message = "who holds an object inside the arguments finds another one changed, or the old one left behind"
        yield Difference("mutation", "arguments", message, a[0], b[0])
    if a[1] != b[1]:
        yield Difference("exception", "raised", "the exception carries other attributes", a[1], b[1])


def _same_length(a: str, b: str) -> int:
    """Characters before the first that differs."""
    return next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))


def _afterwards(a: Seen, b: Seen, tolerance: Tolerance, distance: Distance) -> _Found:
    if a.after is None and b.after is None:
        return
    if a.after is None or b.after is None:
        changed, kept = ("legacy", "the vessel") if b.after is None else ("the vessel", "legacy")
        yield Difference("mutation", "arguments", f"{changed} changed an argument, {kept} did not", a.after, b.after)
        return
    for index, (x, y) in enumerate(zip(a.after, b.after)):
        for found in _walk(x, y, f"argument {index} afterwards", _Rules(tolerance, distance)):
            yield Difference("mutation", found.where, found.message, found.legacy, found.vessel)


def _both_out_of_stack(a: Seen, b: Seen) -> bool:
    return _ran_out_of_stack(a) and _ran_out_of_stack(b)


def _but_for_the_stack(a: Seen, b: Seen) -> bool:
    """Whether the two are the same but for the text of the interpreter's own RecursionError."""
    return _both_out_of_stack(a, b) and a._replace(raised=None) == b._replace(raised=None)


def _ran_out_of_stack(seen: Seen) -> bool:
    """Which operation met the limit, which the interpreter's text says, depends on how deep the caller was: legacy
    itself differs from one caller to the next."""
    if seen.raised is None or seen.raised[0] != "builtins:RecursionError" or len(seen.raised[1]) != 1:
        return False
    text = seen.raised[1][0]
    return isinstance(text, str) and text.startswith("maximum recursion depth exceeded")


def _ending(seen: Seen) -> str:
    if seen.raised is None:
        return "returned"
    return f"raised {seen.raised[0].removeprefix('builtins:')}{tuple(seen.raised[1])!r}"


def _end(seen: Seen) -> Any:
    if seen.raised is None:
        return None if seen.returned is None else seen.returned[0]
    return {"type": seen.raised[0], "args": seen.raised[1]}


def _alias(seen: Seen) -> str:
    return "a new object" if not seen.alias else f"argument {', '.join(map(str, seen.alias))} itself"


def _shares_otherwise(a: Seen, b: Seen, tolerance: Tolerance) -> bool:
    """Whether a caller who changes what was returned would see another argument change."""
    if a.shared is None or b.shared is None:
        return (a.shared is None) != (b.shared is None)
    return any(True for _ in _walk(a.shared, b.shared, "shared", _Rules(tolerance, Distance())))


def _sharing(seen: Seen) -> str:
    return "the result has nothing of the arguments" if seen.shared is None else "it holds objects of the arguments"


@dataclass(frozen=True)
class _Rules:
    tolerance: Tolerance
    distance: Distance


def _type(node: Any) -> str:
    """The Python type that an encoded node stands for."""
    if isinstance(node, list):
        return "list"
    if not isinstance(node, dict):
        return type(node).__name__
    tag = next(iter(node))
    if tag in ("$c", "$n", "$e", "$x"):
        return str(node[tag]).partition(":")[2] or str(node[tag])
    return _TYPES[tag]


_TYPES = {
    "$f": "float", "$i": "int", "$u": "str", "$b": "bytes", "$t": "tuple", "$d": "dict", "$s": "set", "$z": "frozenset",
    "$def": "shared object", "$ref": "shared object",
}  # fmt: skip


def _identity(node: Any) -> Any:
    """What decides whether two nodes are of one type: the tag, and the full name where there is one."""
    if not isinstance(node, dict):
        return type(node)
    tag = next(iter(node))
    if tag == "$i":
        return int
    if tag == "$u":
        return str
    return (tag, node[tag]) if tag in ("$c", "$n", "$e", "$x") else tag


def _walk(a: Any, b: Any, path: str, rules: _Rules) -> _Found:
    if _identity(a) != _identity(b):
        yield Difference("type", path, f"legacy has {_type(a)}, the vessel {_type(b)}", a, b)
    elif isinstance(a, list):
        yield from _sequence(a, b, path, rules)
    elif isinstance(a, dict):
        yield from _TAGGED.get(next(iter(a)), _exact)(a, b, path, rules)
    elif a != b:
        yield Difference("value", path, f"{a!r} became {b!r}", a, b)


def _exact(a: Any, b: Any, path: str, _: _Rules) -> _Found:
    if _pack(a) != _pack(b):
        shown = f"{_shown(a)} became {_shown(b)}" if _type(a) == "int" else f"a different {_type(a)}"
        yield Difference("value", path, shown, a, b)


def _float(a: Any, b: Any, path: str, rules: _Rules) -> _Found:
    x, y = float.fromhex(a["$f"]), float.fromhex(b["$f"])
    rules.distance.see(x, y)
    if not alike(x, y, rules.tolerance):
        yield Difference("value", path, f"{x!r} became {y!r}", a, b)


def _sequence(a: list[Any], b: list[Any], path: str, rules: _Rules) -> _Found:
    if len(a) != len(b):
        yield Difference("size", path, f"{len(a)} elements became {len(b)}", a, b)
        return
    found = [each for i, (x, y) in enumerate(zip(a, b)) for each in _walk(x, y, f"{path}[{i}]", rules)]
    if len(found) > 1 and Counter(map(_pack, a)) == Counter(map(_pack, b)):
        yield Difference("order", path, "the same elements in another order", a, b)
    else:
        yield from found


def _pairs(a: list[Any], b: list[Any], path: str, rules: _Rules) -> _Found:
    """Dict items: keys are compared exactly, a tolerance holds for values alone."""
    left = {_pack(key): (key, value) for key, value in a}
    right = {_pack(key): (key, value) for key, value in b}
    for key, (shown, value) in left.items():
        if key not in right:
            yield Difference("missing", f"{path}[{_shown(shown)}]", "a key is missing", value, None)
        else:
            yield from _walk(value, right[key][1], f"{path}[{_shown(shown)}]", rules)
    for key, (shown, value) in right.items():
        if key not in left:
            yield Difference("extra", f"{path}[{_shown(shown)}]", "a key too many", None, value)
    if list(left) != list(right) and left.keys() == right.keys():
        yield Difference("order", path, "the same keys in another order", [k for k, _ in a], [k for k, _ in b])


def _shown(key: Any) -> str:
    if isinstance(key, dict):
        return str(next(iter(key.values())))
    return repr(key)


def _elements(tag: str) -> Callable[[Any, Any, str, _Rules], _Found]:
    def compare(a: Any, b: Any, path: str, _: _Rules) -> _Found:
        left, right = {_pack(x): x for x in a[tag]}, {_pack(x): x for x in b[tag]}
        for key in sorted(left.keys() - right.keys()):
            yield Difference("missing", path, f"{_shown(left[key])} is missing", a, b)
        for key in sorted(right.keys() - left.keys()):
            yield Difference("extra", path, f"{_shown(right[key])} is too many", a, b)

    return compare


def _record(a: Any, b: Any, path: str, rules: _Rules) -> _Found:
    for (name, x), (other, y) in zip(a["v"], b["v"]):
        if name != other:
            yield Difference("type", path, f"field {name} became {other}", a, b)
        else:
            yield from _walk(x, y, f"{path}.{name}", rules)
    if len(a["v"]) != len(b["v"]):
        yield Difference("type", path, "another number of fields", a, b)


def _shared(a: Any, b: Any, path: str, rules: _Rules) -> _Found:
    if a["$def"] != b["$def"]:
        yield Difference("value", path, "other objects are shared", a, b)
    yield from _walk(a["v"], b["v"], path, rules)


def _container(a: Any, b: Any, path: str, rules: _Rules) -> _Found:
    """Types written as `$x`: those that hold items are walked, the others are compared whole."""
    name, x, y = a["$x"], a["v"], b["v"]
    if name in ("Counter", "OrderedDict"):
        yield from _pairs(x, y, path, rules)
    elif name in ("defaultdict", "deque"):
        if x[0] != y[0]:
            what = "factory" if name == "defaultdict" else "maxlen"
            yield Difference("value", f"{path}.{what}", f"{x[0]!r} became {y[0]!r}", a, b)
        yield from (_pairs if name == "defaultdict" else _sequence)(x[1], y[1], path, rules)
    elif name == "ndarray":
        yield from _array(a, b, path, rules)
    elif name in ("complex", "numpy.float64"):
        yield from _sequence(x, y, path, rules)
    else:
        yield from _exact(a, b, path, rules)


def _array(a: Any, b: Any, path: str, rules: _Rules) -> _Found:
    """NumPy's arrays: of one kind and shape; floats by the tolerance, everything else exactly."""
    for what, x, y in zip(("dtype", "shape"), a["v"], b["v"]):
        if x != y:
            yield Difference("type" if what == "dtype" else "size", f"{path}.{what}", f"{x} became {y}", a, b)
            return
    for place, (x, y) in enumerate(zip(elements(a["v"]), elements(b["v"]))):
        if isinstance(x, float):
            yield from _float({"$f": x.hex()}, {"$f": y.hex()}, f"{path}.flat[{place}]", rules)
        elif x != y:
            yield Difference("value", f"{path}.flat[{place}]", f"{x} became {y}", x, y)


_TAGGED: dict[str, Callable[[Any, Any, str, _Rules], _Found]] = {
    "$f": _float,
    "$t": lambda a, b, path, rules: _sequence(a["$t"], b["$t"], path, rules),
    "$n": lambda a, b, path, rules: _sequence(a["v"], b["v"], path, rules),
    "$d": lambda a, b, path, rules: _pairs(a["$d"], b["$d"], path, rules),
    "$s": _elements("$s"),
    "$z": _elements("$z"),
    "$c": _record,
    "$x": _container,
    "$def": _shared,
}

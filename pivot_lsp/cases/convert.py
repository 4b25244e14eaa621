"""JSON as people and logs write it, turned into encoded arguments by a function's signature.

JSON knows no tuple, set, record, enum or int key, and writes a float 3.0 as 3. Where the declared type says which is
meant, it is taken; every kind of conversion that changed something is told to `note`, so that a report can state it.
Invariant: a value is never bent to a type that its JSON does not fit: it stays what JSON says, or the call is refused.
"""

import datetime
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from pivot_lsp.cases.values import Encoded, Unencodable, canonical, encode
from pivot_lsp.model.signature import Argument, Signature, Type


class Unmappable(Exception):
    """This JSON cannot become arguments of the function; the message says why."""


class Conversion:
    """Turns JSON into arguments of `signature` (None: everything is taken as JSON says)."""

    def __init__(self, signature: Signature | None, note: Callable[[str], None] | None = None) -> None:
        self.arguments = {a.name: a for a in signature.arguments} if signature else {}
        self.order = [a for a in signature.arguments if not a.keyword_only] if signature else []
        self.result_type = signature.result if signature else Type(kind="unknown")
        self.known = signature is not None
        self._note = note or (lambda _: None)

    def call(self, item: Mapping[str, Any]) -> tuple[list[Encoded], dict[str, Encoded]]:
        """Arguments of an object with `args` and `kwargs`, or `input`. Raises Unmappable."""
        if "input" in item and "args" not in item:
            given = item["input"]
            if isinstance(given, dict) and (not self.known or self.names_fit(given)):
                return self.named(given) if self.known else ([encode(given)], {})
            return self.listed(given if isinstance(given, list) and not self._single_list() else [given], {})
        given, kwargs = item.get("args", []), item.get("kwargs", {})
        if not isinstance(kwargs, dict):
            raise Unmappable("`kwargs` is no object")
        if "args" not in item and "kwargs" not in item:
            raise Unmappable("neither `args`, `kwargs` nor `input`")
        if isinstance(given, dict):
            return self.named({**given, **kwargs})
        if not isinstance(given, list):
            raise Unmappable("`args` is neither a list nor an object")
        return self.listed(given, kwargs)

    def names_fit(self, given: Mapping[str, Any]) -> bool:
        """Whether an object names every parameter that has no default, and at least one."""
        required = [a.name for a in self.arguments.values() if not a.has_default]
        return any(name in self.arguments for name in given) and all(name in given for name in required)

    def listed(self, given: list[Any], kwargs: Mapping[str, Any]) -> tuple[list[Encoded], dict[str, Encoded]]:
        """Positional and keyword arguments. Raises Unmappable."""
        if not self.known:
            return [encode(v) for v in given], {k: encode(v) for k, v in kwargs.items()}
        if len(given) > len(self.order):
            raise Unmappable(f"{len(given)} arguments for {len(self.order)} positional parameters")
        args = [self.value(v, a.type, a.name) for v, a in zip(given, self.order)]
        taken = {a.name for a in self.order[: len(given)]}
        return args, self._keywords(kwargs, taken)

    def named(self, given: Mapping[str, Any]) -> tuple[list[Encoded], dict[str, Encoded]]:
        """Arguments by parameter name: positional as far as they go without a gap. Raises Unmappable."""
        args: list[Encoded] = []
        taken: set[str] = set()
        for argument in self.order:
            if argument.name not in given:
                break
            args.append(self.value(given[argument.name], argument.type, argument.name))
            taken.add(argument.name)
        return args, self._keywords({k: v for k, v in given.items() if k not in taken}, taken)

    def _keywords(self, given: Mapping[str, Any], taken: set[str]) -> dict[str, Encoded]:
        kwargs: dict[str, Encoded] = {}
        for name, value in given.items():
            argument = self.arguments.get(name)
            if argument is None:
                raise Unmappable(f"no parameter {name!r}")
            if name in taken:
                raise Unmappable(f"{name!r} given twice")
            kwargs[name] = self.value(value, argument.type, name)
        missing = [a.name for a in self.arguments.values() if self._lacks(a, taken, kwargs)]
        if missing:
            raise Unmappable(f"nothing for {', '.join(map(repr, missing))}")
        return kwargs

    @staticmethod
    def _lacks(argument: Argument, taken: set[str], kwargs: Mapping[str, Encoded]) -> bool:
        return not argument.has_default and argument.name not in taken and argument.name not in kwargs

    def _single_list(self) -> bool:
        return len(self.order) == 1 and self.order[0].type.kind in ("list", "tuple", "vartuple", "set", "frozenset")

    def result(self, given: Any) -> Encoded:
        """The value returned, from JSON. Raises Unmappable."""
        return self.value(given, self.result_type, "result")

    def value(self, given: Any, wanted: Type, place: str) -> Encoded:
        """`given` as `wanted`; `place` names it in notes and errors. Raises Unmappable."""
        rule = _RULES.get((wanted.kind, type(given)))
        return encode(given) if rule is None else rule(self, given, wanted, place)

    def note(self, place: str, what: str) -> None:
        """Tells a conversion; elements of one list share one note."""
        self._note(f"{place}: {what}")


_Rule = Callable[[Conversion, Any, Type, str], Encoded]


def _float_from_int(c: Conversion, given: Any, wanted: Type, place: str) -> Encoded:
    try:
        number = float(given)
    except OverflowError:
        return encode(given)
    if int(number) != given:
        return encode(given)
    c.note(place, "a JSON integer is taken as the declared float")
    return encode(number)


def _list(c: Conversion, given: Any, wanted: Type, place: str) -> Encoded:
    inner = wanted.args[0] if wanted.args else Type(kind="unknown")
    return [c.value(item, inner, f"{place}[]") for item in given]


def _vartuple(c: Conversion, given: Any, wanted: Type, place: str) -> Encoded:
    c.note(place, "a JSON array is taken as the declared tuple")
    return {"$t": _list(c, given, wanted, place)}


def _tuple(c: Conversion, given: Any, wanted: Type, place: str) -> Encoded:
    if len(given) != len(wanted.args):
        raise Unmappable(f"{place}: {len(given)} elements for a tuple of {len(wanted.args)}")
    c.note(place, "a JSON array is taken as the declared tuple")
    return {"$t": [c.value(item, t, f"{place}[{i}]") for i, (item, t) in enumerate(zip(given, wanted.args))]}


def _set(c: Conversion, given: Any, wanted: Type, place: str) -> Encoded:
    c.note(place, f"a JSON array is taken as the declared {wanted.kind}")
    distinct = {canonical(item): item for item in _list(c, given, wanted, place)}
    return {"$s" if wanted.kind == "set" else "$z": [distinct[key] for key in sorted(distinct)]}


def _dict(c: Conversion, given: Any, wanted: Type, place: str) -> Encoded:
    key, inner = wanted.args if len(wanted.args) == 2 else (Type(kind="str"), Type(kind="unknown"))
    return {"$d": [[_key(c, k, key, place), c.value(v, inner, f"{place}{{}}")] for k, v in given.items()]}


def _key(c: Conversion, given: str, wanted: Type, place: str) -> Encoded:
    if wanted.kind in ("int", "float"):
        try:
            number = int(given) if wanted.kind == "int" else float(given)
        except ValueError:
            return encode(given)
        c.note(place, f"JSON's string keys are taken as the declared {wanted.kind}")
        return encode(number)
    return c.value(given, wanted, f"{place} key")


def _record(c: Conversion, given: Any, wanted: Type, place: str) -> Encoded:
    try:
        values = [given[name] for name in wanted.fields]
    except KeyError:
        missing = [name for name in wanted.fields if name not in given]
        raise Unmappable(f"{place}: no {', '.join(map(repr, missing))} for {wanted.name}") from None
    if len(given) > len(values):
        extra = sorted(set(given) - set(wanted.fields))
        c.note(place, f"{', '.join(map(repr, extra))} left out: {wanted.name} has no such field")
    return _made(c, values, wanted, place)


def _record_from_list(c: Conversion, given: Any, wanted: Type, place: str) -> Encoded:
    if len(given) != len(wanted.fields):
        raise Unmappable(f"{place}: {len(given)} elements for the {len(wanted.fields)} fields of {wanted.name}")
    c.note(place, f"a JSON array is taken as {wanted.name}, in the order of its fields")
    return _made(c, given, wanted, place)


def _made(c: Conversion, given: list[Any], wanted: Type, place: str) -> Encoded:
    values = [c.value(v, t, f"{place}.{n}") for v, t, n in zip(given, wanted.args, wanted.fields)]
    if wanted.named_tuple:
        return {"$n": wanted.name, "v": values}
    return {"$c": wanted.name, "v": [[name, value] for name, value in zip(wanted.fields, values)]}


def _enum(c: Conversion, given: Any, wanted: Type, place: str) -> Encoded:
    for name, value in zip(wanted.values, wanted.member_values):
        if type(value) is type(given) and value == given:
            c.note(place, f"a JSON value is taken as the member of {wanted.name} that has it")
            return {"$e": wanted.name, "v": name}
    if given in wanted.values:
        c.note(place, f"a JSON string is taken as the member of {wanted.name} so named")
        return {"$e": wanted.name, "v": given}
    raise Unmappable(f"{place}: {given!r} is no member of {wanted.name}")


def _extra(c: Conversion, given: Any, wanted: Type, place: str) -> Encoded:
    """A date and the like from its ISO text, a Decimal from its digits."""
    read = _TEXTS.get(wanted.name)
    if read is None or (type(given) is not str and wanted.name != "Decimal"):
        return encode(given)
    try:
        made = encode(read(str(given)))
    except (ValueError, ArithmeticError, Unencodable):
        raise Unmappable(f"{place}: {given!r} is no {wanted.name}") from None
    c.note(place, f"a JSON {'string' if type(given) is str else 'number'} is taken as the declared {wanted.name}")
    return made


def _extra_list(c: Conversion, given: Any, wanted: Type, place: str) -> Encoded:
    if wanted.name != "deque":
        return encode(given)
    c.note(place, "a JSON array is taken as the declared deque")
    return {"$x": "deque", "v": [None, _list(c, given, wanted, place)]}


def _extra_dict(c: Conversion, given: Any, wanted: Type, place: str) -> Encoded:
    if wanted.name not in ("Counter", "OrderedDict"):
        return encode(given)
    inner = [*wanted.args, Type(kind="int")][:2]
    c.note(place, f"a JSON object is taken as the declared {wanted.name}")
    return {"$x": wanted.name, "v": _dict(c, given, Type(kind="dict", args=inner), place)["$d"]}


def _typed_dict(c: Conversion, given: Any, wanted: Type, place: str) -> Encoded:
    types = dict(zip(wanted.fields, wanted.args))
    return {"$d": [[key, c.value(v, types.get(key, _UNKNOWN), f"{place}.{key}")] for key, v in given.items()]}


_UNKNOWN = Type(kind="unknown")
_TEXTS: dict[str, Callable[[str], Any]] = {
    "date": datetime.date.fromisoformat,
    "datetime": datetime.datetime.fromisoformat,
    "time": datetime.time.fromisoformat,
    "Decimal": Decimal,
}


def _optional(c: Conversion, given: Any, wanted: Type, place: str) -> Encoded:
    return c.value(given, wanted.args[0], place)


def _union(c: Conversion, given: Any, wanted: Type, place: str) -> Encoded:
    """The first arm whose JSON this is; an int goes to float only when no arm takes an int."""
    fitting = [arm for arm in wanted.args if type(given) in _JSON.get(arm.kind, ())]
    arms = fitting or [arm for arm in wanted.args if (arm.kind, type(given)) in _RULES]
    reasons = []
    for arm in arms:
        try:
            return c.value(given, arm, place)
        except Unmappable as error:
            reasons.append(str(error))
    if reasons:
        raise Unmappable("; ".join(reasons))
    return encode(given)


_JSON: dict[str, tuple[type, ...]] = {
    "int": (int,),
    "float": (float,),
    "bool": (bool,),
    "str": (str,),
    "none": (type(None),),
    "list": (list,),
    "tuple": (list,),
    "vartuple": (list,),
    "set": (list,),
    "frozenset": (list,),
    "dict": (dict,),
    "record": (dict,),
    "typed_dict": (dict,),
    "extra": (str,),
    "enum": (str, int),
    "literal": (str, int, bool),
}
_ANY_JSON: tuple[type, ...] = (str, int, float, bool, list, dict)
_RULES: dict[tuple[str, type], _Rule] = {
    ("float", int): _float_from_int,
    ("list", list): _list,
    ("vartuple", list): _vartuple,
    ("tuple", list): _tuple,
    ("set", list): _set,
    ("frozenset", list): _set,
    ("dict", dict): _dict,
    ("record", dict): _record,
    ("record", list): _record_from_list,
    ("typed_dict", dict): _typed_dict,
    ("extra", str): _extra,
    ("extra", int): _extra,
    ("extra", float): _extra,
    ("extra", list): _extra_list,
    ("extra", dict): _extra_dict,
    ("enum", str): _enum,
    ("enum", int): _enum,
    **{("optional", kind): _optional for kind in _ANY_JSON},
    **{("union", kind): _union for kind in _ANY_JSON},
}

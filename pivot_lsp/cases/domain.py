"""The domain that cases cover, parameter by parameter: what a certificate may speak of.

Invariant: every value of every case is inside what is stated, and each bound is reached by a case.
"""

from collections.abc import Callable, Sequence
from itertools import chain
from math import isfinite, isinf, isnan
from typing import Any

from pivot_lsp.cases.pools import children, kind_of
from pivot_lsp.cases.values import Encoded
from pivot_lsp.model.base import Model
from pivot_lsp.model.case import Case
from pivot_lsp.model.signature import Signature


class Span(Model):
    """What cases held under one name: numbers from `low` to `high`, sizes from `shortest` to `longest`."""

    low: int | float | None = None
    high: int | float | None = None
    shortest: int | None = None
    longest: int | None = None
    kinds: list[str] = []
    """Kinds of value: `int`, `float`, `nan`, `inf`, `-0.0`, `str`, `none`, `list` ..."""

    def __str__(self) -> str:
        parts = []
        if self.low is not None:
            parts.append(f"{self.low:.6g} to {self.high:.6g}")
        if self.shortest is not None:
            parts.append(f"{self.shortest} to {self.longest} long")
        return f"{', '.join(self.kinds)}: {', '.join(parts)}" if parts else ", ".join(self.kinds)


class _Span:
    def __init__(self) -> None:
        self.kinds: dict[str, None] = {}
        self.low: int | float | None = None
        self.high: int | float | None = None
        self.shortest: int | None = None
        self.longest: int | None = None

    def number(self, value: int | float) -> None:
        if self.low is None or value < self.low:
            self.low = value
        if self.high is None or value > self.high:
            self.high = value

    def size(self, value: int) -> None:
        self.shortest = value if self.shortest is None else min(self.shortest, value)
        self.longest = value if self.longest is None else max(self.longest, value)


class Domain:
    """Gathers spans from cases as they pass."""

    def __init__(self, signature: Signature) -> None:
        self.order = [a.name for a in signature.arguments if not a.keyword_only]
        self.spans: dict[str, _Span] = {}

    def add(self, case: Case) -> None:
        """Takes in one case."""
        self._add([*zip(self.order, case.args), *case.kwargs.items()])

    def add_all(self, cases: Sequence[Case]) -> None:
        """Takes in some cases: columns of values of one kind at once."""
        rows = [case.args for case in cases]
        if any(case.kwargs for case in cases) or len(set(map(len, rows))) != 1:
            for case in cases:
                self.add(case)
            return
        for name, column in zip(self.order, zip(*rows)):
            self._add_column(name, column)

    def _add_column(self, name: str, column: Sequence[Encoded]) -> None:
        kinds = set(map(type, column))
        take = _COLUMNS.get(kinds.pop()) if len(kinds) == 1 else None
        if take is None or not take(self, name, column):
            for value in column:
                self._add([(name, value)])

    def _ints(self, name: str, column: Sequence[int]) -> bool:
        self._numbers(name, column, "int")
        return True

    def _texts(self, name: str, column: Sequence[str]) -> bool:
        self._sizes(name, column, "str")
        return True

    def _lists(self, name: str, column: Sequence[list[Encoded]]) -> bool:
        self._sizes(name, column, "list")
        self._add_column(f"{name}[]", [*chain.from_iterable(column)])
        return True

    def _tagged(self, name: str, column: Sequence[dict[str, Encoded]]) -> bool:
        """Floats that are numbers like others, and tuples."""
        tags = set(map(next, map(iter, column)))
        if tags == {"$f"}:
            numbers = [float.fromhex(value["$f"]) for value in column]
            if 0.0 in numbers or not all(map(isfinite, numbers)):
                return False
            self._numbers(name, numbers, "float")
        elif tags == {"$t"}:
            held = [value["$t"] for value in column]
            self._sizes(name, held, "tuple")
            self._add_column(f"{name}[]", [*chain.from_iterable(held)])
        return tags == {"$f"} or tags == {"$t"}

    def _numbers(self, name: str, numbers: Sequence[int | float], kind: str) -> None:
        span = self._span(name)
        span.number(min(numbers))
        span.number(max(numbers))
        span.kinds.setdefault(kind)

    def _sizes(self, name: str, held: Sequence[Sequence[Any]], kind: str) -> None:
        span, sizes = self._span(name), [*map(len, held)]
        span.size(min(sizes))
        span.size(max(sizes))
        span.kinds.setdefault(kind)

    def _span(self, name: str) -> _Span:
        span = self.spans.get(name)
        if span is None:
            span = self.spans[name] = _Span()
        return span

    def _add(self, todo: list[tuple[str, Encoded]]) -> None:
        while todo:
            name, value = todo.pop()
            span = self._span(name)
            if type(value) is int:  # the commonest, and the quickest
                span.number(value)
                span.kinds.setdefault("int")
                continue
            kind = kind_of(value)
            if kind == "int":
                span.number(int(value["$i"], 0) if type(value) is dict else value)
            elif kind == "float":
                number = float.fromhex(value["$f"]) if type(value) is dict else value
                kind = _special(number)
                if kind == "float":
                    span.number(number)
            elif kind == "str" and type(value) is str:
                span.size(len(value))
            span.kinds.setdefault(_SHOWN.get(kind, kind))
            inner = children(name, value)
            if kind in ("list", "$t", "$d", "$s", "$z"):
                span.size(len(inner) if kind != "$d" else len(value["$d"]))
            todo += [(inner_name if inner_name != name else f"{name}[]", item) for inner_name, item in inner]

    def stated(self) -> dict[str, Span]:
        """The spans by name: parameters, `name[]` for elements, fields by their own names."""
        return {
            name: Span(low=s.low, high=s.high, shortest=s.shortest, longest=s.longest, kinds=list(s.kinds))
            for name, s in sorted(self.spans.items())
        }


def _special(number: float) -> str:
    if isnan(number):
        return "nan"
    if isinf(number):
        return "inf"
    return "-0.0" if number == 0 and str(number) == "-0.0" else "float"


_COLUMNS: dict[type, Callable[[Domain, str, Any], bool]] = {
    int: Domain._ints,
    str: Domain._texts,
    list: Domain._lists,
    dict: Domain._tagged,
}
"""How a column of one JSON type is taken in; False: it is not."""
_SHOWN = {"$t": "tuple", "$d": "dict", "$s": "set", "$z": "frozenset", "$c": "record", "$n": "record", "$e": "enum",
          "$x": "object", "$def": "shared", "$ref": "shared"}  # fmt: skip

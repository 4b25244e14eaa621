"""The domain that cases cover, parameter by parameter: what a certificate may speak of.

Invariant: every value of every case is inside what is stated, and each bound is reached by a case.
"""

from collections.abc import Sequence
from math import isinf, isnan

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
        """Takes in some cases. Where all have the same number of arguments and no names, whole columns of ints, and of
        texts, are taken in at once."""
        rows = [case.args for case in cases]
        if any(case.kwargs for case in cases) or len(set(map(len, rows))) != 1:
            for case in cases:
                self.add(case)
            return
        for name, column in zip(self.order, zip(*rows)):
            kinds = set(map(type, column))
            if kinds == {int}:
                span = self._span(name)
                span.number(min(column))
                span.number(max(column))
                span.kinds.setdefault("int")
            elif kinds == {str}:
                span = self._span(name)
                sizes = list(map(len, column))
                span.size(min(sizes))
                span.size(max(sizes))
                span.kinds.setdefault("str")
            else:
                for value in column:
                    self._add([(name, value)])

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


_SHOWN = {"$t": "tuple", "$d": "dict", "$s": "set", "$z": "frozenset", "$c": "record", "$n": "record", "$e": "enum",
          "$x": "object", "$def": "shared", "$ref": "shared"}  # fmt: skip

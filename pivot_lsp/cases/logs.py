"""Calls of one function, found in production logs.

A line is a call when a field names the function and an object or list beside it holds the arguments, or when the line
itself (or such an object) names every parameter that has no default. `overrides` say for a parameter which field it
is. Invariants: lines stream, at most `limit` calls are held (a uniform sample of all calls, reservoir algorithm R);
what was taken for what is told in `LogReport`, and nothing that is broken or foreign stops the reading.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from random import Random
from typing import Any

from pivot_lsp.cases.convert import Conversion, Unmappable
from pivot_lsp.cases.lines import TEXTUAL, read_lines
from pivot_lsp.cases.values import Encoded, case_id
from pivot_lsp.model.base import Model
from pivot_lsp.model.case import Case, Sampling
from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.signature import Signature, Type

NAME_FIELDS = ("function", "func", "fn", "callable", "call", "method", "operation", "event", "name", "handler")
ARGUMENT_FIELDS = ("args", "arguments", "params", "parameters", "kwargs", "input", "payload", "data", "body", "request")
DEPTH = 3
"""How deep the call may lie in the line's objects."""


class LogReport(Model):
    """What the logs held. Lines are counted over all files."""

    files: int = 0
    lines: int = 0
    calls: int = 0
    other: int = 0
    """Readable lines that are no call of this function."""
    broken: int = 0
    first_broken: str = ""
    """`file:line: what is wrong: the line's beginning`."""
    unmappable: int = 0
    """Lines that name the function and give no usable arguments."""
    first_unmappable: str = ""
    mapping: dict[str, int] = {}
    """How parameters were found, with the calls so found: `rows=args.rows, top=args.top`."""
    conversions: dict[str, int] = {}
    """What JSON could not tell and the declared type decided, with its count."""
    sampling: Sampling = Sampling()


class _Reader:
    def __init__(self, signature: Signature, overrides: Mapping[str, str]) -> None:
        self.signature = signature
        self.overrides = overrides
        self.conversions: Counter[str] = Counter()
        self.pending: list[str] = []
        self.conversion = Conversion(signature, self.pending.append)
        self.types = {argument.name: argument.type for argument in signature.arguments}
        qualname = signature.qualname
        self.names = {
            f"{signature.module}.{qualname}",
            f"{signature.module}:{qualname}",
            qualname,
            qualname.rpartition(".")[2],
        }

    def call(self, line: dict[str, Any]) -> tuple[list[Encoded], dict[str, Encoded], str] | None:
        """Arguments and how they were found; None: no call of this function. Raises Unmappable."""
        textual = bool(line.pop(TEXTUAL, False))
        if self.overrides:
            return self._overridden(line, textual)
        named = self._named(line, "", DEPTH)
        if named is not None:
            place, around = named
            found = self._beside(around, place, textual)
            if found is None:
                raise Unmappable("the line names the function and holds no arguments")
            return found
        if not self._foreign(line):
            return self._beside(line, "", textual, unnamed=True)
        return None

    def _named(self, line: dict[str, Any], place: str, depth: int) -> tuple[str, dict[str, Any]] | None:
        """The object with a field that names the function, outermost first."""
        for field in NAME_FIELDS:
            value = line.get(field)
            if isinstance(value, str) and value in self.names and field not in self.types:
                return place, line
        if depth:
            for key, value in line.items():
                if isinstance(value, dict):
                    found = self._named(value, f"{place}{key}.", depth - 1)
                    if found is not None:
                        return found
        return None

    def _foreign(self, line: dict[str, Any]) -> bool:
        """Whether the line names another function."""
        return any(isinstance(line.get(f), str) and f not in self.types for f in ("function", "func", "fn", "callable"))

    def _beside(
        self, around: dict[str, Any], place: str, textual: bool, unnamed: bool = False
    ) -> tuple[list[Encoded], dict[str, Encoded], str] | None:
        for field in ARGUMENT_FIELDS:
            given = around.get(field)
            if isinstance(given, list) and not unnamed and field not in self.types:
                kwargs = around.get("kwargs", {})
                pairs = [f"{a.name}={place}{field}[{i}]" for i, a in enumerate(self.conversion.order[: len(given)])]
                pairs += [f"{name}={place}kwargs.{name}" for name in kwargs]
                return (*self.conversion.listed(given, kwargs), ", ".join(pairs))
            if isinstance(given, dict) and self.conversion.names_fit(given):
                known = {key: value for key, value in given.items() if key in self.types}
                return self._by_name(known, f"{place}{field}.", textual)
        if self.conversion.names_fit(around):
            known = {key: value for key, value in around.items() if key in self.types}
            return self._by_name(known, place, textual)
        if not self.types and not unnamed:
            return [], {}, "no parameters"
        return None

    def _by_name(
        self, given: dict[str, Any], place: str, textual: bool
    ) -> tuple[list[Encoded], dict[str, Encoded], str]:
        if textual:
            given = {key: from_text(value, self.types[key]) for key, value in given.items()}
        return (*self.conversion.named(given), ", ".join(f"{key}={place}{key}" for key in given))

    def _overridden(self, line: dict[str, Any], textual: bool) -> tuple[list[Encoded], dict[str, Encoded], str] | None:
        given: dict[str, Any] = {}
        for name, path in self.overrides.items():
            found, value = at_path(line, path)
            if found:
                given[name] = value
        if not given:
            return None
        places = {name: self.overrides[name] for name in given}
        holders = (line, *(line[f] for f in ARGUMENT_FIELDS if isinstance(line.get(f), dict)))
        for name in self.types:
            for holder in holders:
                if name not in self.overrides and name not in given and name in holder:
                    given[name], places[name] = holder[name], name
        if not self.conversion.names_fit(given):
            return None
        if textual:
            given = {key: from_text(value, self.types[key]) for key, value in given.items()}
        ordered = {name: given[name] for name in self.types if name in given}
        return (*self.conversion.named(ordered), ", ".join(f"{name}={places[name]}" for name in ordered))


def at_path(line: Any, path: str) -> tuple[bool, Any]:
    """The value at `a.b.0.c` of parsed JSON, and whether there is one."""
    for part in path.split("."):
        if isinstance(line, dict) and part in line:
            line = line[part]
        elif isinstance(line, list) and part.isdecimal() and int(part) < len(line):
            line = line[int(part)]
        else:
            return False, None
    return True, line


def from_text(text: Any, wanted: Type) -> Any:
    """A value that a log writes as text, as JSON of the declared type when it reads as such."""
    while wanted.kind == "optional":
        wanted = wanted.args[0]
    if not isinstance(text, str) or wanted.kind in ("str", "enum", "literal", "extra", "unknown"):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text


def check_overrides(signature: Signature, overrides: Mapping[str, str]) -> None:
    """Raises UsageError PV609 when `overrides` name a parameter that the function has not."""
    names = [argument.name for argument in signature.arguments]
    for name in overrides:
        if name not in names:
            raise UsageError(
                "PV609", f"--map {name}=...: no such parameter", remedy=f"parameters are {', '.join(names) or 'none'}"
            )


def read_logs(
    paths: Iterable[Path],
    signature: Signature,
    overrides: Mapping[str, str] | None = None,
    limit: int = 10_000,
    seed: int = 0,
    told: Callable[[int], None] | None = None,
) -> tuple[list[Case], LogReport]:
    """Distinct calls in the order first met, `n` their number in the sample, and what was found.

    `limit`: calls held. `told` hears the number of lines now and then. Raises UsageError PV608 for a file that cannot
    be opened, PV609 for bad overrides, PV610 when no line is a usable call.
    """
    check_overrides(signature, overrides or {})
    reader = _Reader(signature, overrides or {})
    rng = Random(seed)
    held: list[tuple[int, str, list[Encoded], dict[str, Encoded]]] = []
    mapping: Counter[str] = Counter()
    conversions: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    first = {"broken": "", "unmappable": ""}

    def broken(path: Path, line: int, what: str, text: bytes) -> None:
        counts["broken"] += 1
        first["broken"] = first["broken"] or f"{path}:{line}: {what}: {text[:80].decode('utf-8', 'backslashreplace')}"

    for path in paths:
        counts["files"] += 1
        for number, line in read_lines(path, broken):
            counts["lines"] += 1
            if told is not None and counts["lines"] % 5000 == 0:
                told(counts["lines"])
            reader.pending.clear()
            try:
                found = reader.call(line)
            except (Unmappable, RecursionError) as error:
                counts["unmappable"] += 1
                first["unmappable"] = first["unmappable"] or f"{path}:{number}: {error}"
                continue
            if found is None:
                counts["other"] += 1
                continue
            args, kwargs, how = found
            mapping[how] += 1
            conversions.update(set(reader.pending))
            seen = counts["calls"]
            counts["calls"] += 1
            slot = seen if seen < limit else rng.randrange(seen + 1)
            if slot < limit:
                entry = (seen, case_id(args, kwargs), args, kwargs)
                if slot == len(held):
                    held.append(entry)
                else:
                    held[slot] = entry
    report = LogReport(
        files=counts["files"],
        lines=counts["lines"] + counts["broken"],
        calls=counts["calls"],
        other=counts["other"],
        broken=counts["broken"],
        first_broken=first["broken"],
        unmappable=counts["unmappable"],
        first_unmappable=first["unmappable"],
        mapping=dict(mapping.most_common(20)),
        conversions=dict(conversions.most_common(50)),
        sampling=Sampling(seen=counts["calls"], kept=len(held), seed=seed),
    )
    if not held:
        raise UsageError(
            "PV610", _why_nothing(signature, report), remedy="name the fields with --map param=path.to.field"
        )
    return _distinct(held), report


def _distinct(held: list[tuple[int, str, list[Encoded], dict[str, Encoded]]]) -> list[Case]:
    multiplicity = Counter(entry[1] for entry in held)
    cases = []
    for _, name, args, kwargs in sorted(held, key=lambda entry: entry[0]):
        n = multiplicity.pop(name, 0)
        if n:
            cases.append(Case(id=name, stratum="recorded", args=args, kwargs=kwargs, n=n))
    return cases


def _why_nothing(signature: Signature, report: LogReport) -> str:
    text = f"no usable call of {signature.module}.{signature.qualname} in {report.lines} lines of {report.files} files"
    if report.unmappable:
        text += f"; {report.unmappable} name it without usable arguments, first {report.first_unmappable}"
    if report.broken:
        text += f"; {report.broken} are broken, first {report.first_broken}"
    return text

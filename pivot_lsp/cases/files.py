"""Case files, streamed: a header, then a case a line (`pivot_lsp/model/case.py`); JSON files of cases are read too.

Invariants: a file appears whole or not at all (written beside, then renamed); reading holds one line in memory (a
JSON file of cases, which has no lines, is held whole); whatever is wrong with a file is a UsageError PV60x that names
file and line, never a traceback.
"""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import msgspec
from pydantic import ValidationError

from pivot_lsp.cases.convert import Conversion, Unmappable
from pivot_lsp.cases.values import PLAIN, case_id, check
from pivot_lsp.model.case import Behaviour, Case, CaseHeader
from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.signature import Signature
from pivot_lsp.model.target import Target
from pivot_lsp.store.files import cases_file

_REMEDY = "write one with `pivot record` or `pivot generate-tests`"
_to_json = msgspec.json.Encoder().encode


_decode = msgspec.json.Decoder(Case).decode


def recorded_file(target: Target) -> Path:
    """Where the recorded calls of a target are kept."""
    return cases_file(target.root, target.dotted)


def line_of(case: Case) -> bytes:
    """A case as its line, newline included."""
    return _to_json(case) + b"\n"


class CaseWriter:
    """Writes a case file. The header is given at the end, when its counts are known; leaving by an error drops all."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.header = CaseHeader()
        self.count = 0
        self._body = path.with_name(f"{path.name}.{os.getpid()}.body")
        self._whole = path.with_name(f"{path.name}.{os.getpid()}.tmp")

    def __enter__(self) -> "CaseWriter":
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._body.open("wb")
        except OSError as error:
            raise UsageError("PV604", f"cannot write: {error.strerror}", file=self.path) from error
        return self

    def write(self, case: Case) -> None:
        """Adds a case."""
        self._file.write(line_of(case))
        self.count += 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        try:
            if kind is None:
                with self._whole.open("wb") as whole, self._body.open("rb") as body:
                    whole.write(self.header.model_dump_json(exclude_none=True).encode() + b"\n")
                    while chunk := body.read(1 << 20):
                        whole.write(chunk)
                self._whole.replace(self.path)
        finally:
            self._body.unlink(missing_ok=True)
            self._whole.unlink(missing_ok=True)


def write_cases(path: Path, header: CaseHeader, cases: Iterable[Case]) -> int:
    """Writes all of `cases`; returns how many. Raises UsageError PV604 when `path` cannot be written."""
    with CaseWriter(path) as writer:
        writer.header = header
        for case in cases:
            writer.write(case)
    return writer.count


def read_cases(
    path: Path, signature: Signature | None = None, note: Callable[[str], None] | None = None
) -> tuple[CaseHeader, Iterator[Case]]:
    """The header and the cases of a file, in file order.

    A JSON file `{"cases": [...]}` or `{"test_cases": [...]}` becomes recorded-like cases of stratum `boundary` (nobody
    says they come from traffic): its JSON is turned into arguments by `signature`, as `Conversion` says, and each
    conversion that was needed is told to `note`. Raises UsageError PV601 (unreadable), PV602 (no case file), PV603
    (a broken case; while iterating too).
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise UsageError("PV601", f"cannot read: {error.strerror}", file=path, remedy=_REMEDY) from error
    first = b""
    with file:
        try:
            first = file.readline()
        except OSError as error:
            raise UsageError("PV601", f"cannot read: {error.strerror}", file=path, remedy=_REMEDY) from error
    if not first:
        raise UsageError("PV602", "an empty file, not a case file", file=path, line=1, remedy=_REMEDY)
    try:
        head = json.loads(first)
    except (ValueError, RecursionError):
        head = None
    if isinstance(head, dict) and "pivot_calls" in head:
        try:
            return CaseHeader.model_validate(head), _rows(path)
        except ValidationError as error:
            what = error.errors()[0]
            place = ".".join(map(str, what["loc"]))
            raise UsageError("PV602", f"header: {place}: {what['msg']}", file=path, line=1, remedy=_REMEDY) from error
    return CaseHeader(recorder="json"), _listed(path, _json_cases(path), Conversion(signature, note))


def _rows(path: Path) -> Iterator[Case]:
    with path.open("rb") as file:
        file.readline()
        for number, line in enumerate(file, 2):
            try:
                case = _decode(line)
                if case.kwargs or case.n < 0 or case.expected is not None or not PLAIN.issuperset(map(type, case.args)):
                    _check(case)
            except (msgspec.MsgspecError, ValueError, RecursionError) as error:
                if line.isspace():
                    continue
                cut = "" if line.endswith(b"\n") else " (the file ends inside this line)"
                raise UsageError("PV603", f"broken case: {error}{cut}", file=path, line=number) from error
            yield case


def _check(case: Case) -> None:
    if case.n < 0:
        raise ValueError(f"n is {case.n}, below 0")
    check([*case.args, *case.kwargs.values()])
    expected = case.expected
    if expected is None:
        return
    returned, raised = expected.returned, expected.raised
    if (returned is None) == (raised is None) or (returned is not None and len(returned) != 1):
        raise ValueError("expected needs either `returned` with one value or `raised`")
    for written in (returned, expected.after, raised and raised.args):
        if written and not PLAIN.issuperset(map(type, written)):
            check(written)


def _json_cases(path: Path) -> list[Any]:
    try:
        whole = json.loads(path.read_bytes())
    except json.JSONDecodeError as error:
        raise UsageError("PV602", f"not JSON: {error.msg}", file=path, line=error.lineno, remedy=_REMEDY) from error
    except (ValueError, RecursionError) as error:
        raise UsageError("PV602", f"not JSON: {error}", file=path, line=1, remedy=_REMEDY) from error
    if isinstance(whole, dict):
        for spelling in ("cases", "test_cases"):
            if isinstance(whole.get(spelling), list):
                return list(whole[spelling])
    raise UsageError(
        "PV602",
        "neither a case file nor a JSON object with a list `cases` or `test_cases`",
        file=path,
        line=1,
        remedy=_REMEDY,
    )


def _listed(path: Path, listed: list[Any], conversion: Conversion) -> Iterator[Case]:
    for number, item in enumerate(listed):
        try:
            if not isinstance(item, dict):
                raise Unmappable(f"an object was expected, not {type(item).__name__}")
            args, kwargs = conversion.call(item)
            expected = None
            if "expected" in item:
                expected = Behaviour(returned=[conversion.result(item["expected"])])
            yield Case(id=case_id(args, kwargs), stratum="boundary", args=args, kwargs=kwargs, expected=expected)
        except Unmappable as error:
            raise UsageError("PV603", f"case {number}: {error}", file=path) from error

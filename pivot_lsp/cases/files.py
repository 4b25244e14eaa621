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
from pivot_lsp.cases.values import case_id, check
from pivot_lsp.model.case import STRATA, Behaviour, Case, CaseHeader, Raised
from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.signature import Signature
from pivot_lsp.model.target import Target
from pivot_lsp.store.files import cases_file

_REMEDY = "write one with `pivot record` or `pivot generate-tests`"
_to_json = msgspec.json.Encoder().encode


class _Raised(msgspec.Struct, forbid_unknown_fields=True):
    type: str
    args: list[Any]


class _Behaviour(msgspec.Struct, forbid_unknown_fields=True):
    returned: list[Any] | None = None
    raised: _Raised | None = None
    after: list[Any] | None = None
    printed: str = ""


class _Row(msgspec.Struct, forbid_unknown_fields=True):
    """A line of a case file; msgspec checks it many times faster than the model would."""

    id: str
    stratum: str
    args: list[Any]
    kwargs: dict[str, Any] = {}
    n: int = 1
    expected: _Behaviour | None = None
    ns: int | None = None


_row = msgspec.json.Decoder(_Row)


def recorded_file(target: Target) -> Path:
    """Where the recorded calls of a target are kept."""
    return cases_file(target.root, target.dotted)


def line_of(case: Case) -> bytes:
    """A case as its line, newline included."""
    row: dict[str, Any] = {"id": case.id, "stratum": case.stratum, "args": case.args}
    if case.kwargs:
        row["kwargs"] = case.kwargs
    if case.n != 1:
        row["n"] = case.n
    if case.expected is not None:
        row["expected"] = case.expected.model_dump(exclude_defaults=True)
    if case.ns is not None:
        row["ns"] = case.ns
    return _to_json(row) + b"\n"


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
            if line.isspace():
                continue
            try:
                row = _row.decode(line)
                yield _case(row)
            except (msgspec.MsgspecError, ValueError, RecursionError) as error:
                cut = "" if line.endswith(b"\n") else " (the file ends inside this line)"
                raise UsageError("PV603", f"broken case: {error}{cut}", file=path, line=number) from error


def _case(row: _Row) -> Case:
    if row.stratum not in STRATA:
        raise ValueError(f"stratum {row.stratum!r} is none of {', '.join(STRATA)}")
    if row.n < 0:
        raise ValueError(f"n is {row.n}, below 0")
    check([*row.args, *row.kwargs.values()])
    made = Case.__new__(Case)
    put = object.__setattr__  # `model_construct` looks at every field for 8 us, as long as all else here takes
    put(
        made,
        "__dict__",
        {
            "id": row.id,
            "stratum": row.stratum,
            "args": row.args,
            "kwargs": row.kwargs,
            "n": row.n,
            "expected": None if row.expected is None else _behaviour(row.expected),
            "ns": row.ns,
        },
    )
    put(made, "__pydantic_fields_set__", _CASE_FIELDS)
    put(made, "__pydantic_extra__", None)
    put(made, "__pydantic_private__", None)
    return made


_CASE_FIELDS = set(Case.model_fields)


def _behaviour(row: _Behaviour) -> Behaviour:
    if (row.returned is None) == (row.raised is None) or (row.returned is not None and len(row.returned) != 1):
        raise ValueError("expected needs either `returned` with one value or `raised`")
    check(row.returned or [])
    check(row.after or [])
    raised = row.raised and Raised.model_construct(type=row.raised.type, args=row.raised.args)
    if row.raised is not None:
        check(row.raised.args)
    return Behaviour.model_construct(returned=row.returned, raised=raised, after=row.after, printed=row.printed)


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

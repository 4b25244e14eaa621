"""Which JSON a document is: a row for each format, told by the keys that only it has."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pivot_lsp.model.facts import Coverage, Profile
from pivot_lsp.profiles.documents import parse
from pivot_lsp.profiles.formats import coverage_json, pyinstrument, sampling, scalene, speedscope, trace_events
from pivot_lsp.profiles.formats.given import Source
from pivot_lsp.profiles.malformed import Malformed


@dataclass(frozen=True)
class Row:
    """A format of JSON: the keys that show it."""

    name: str
    keys: frozenset[str]
    read: Callable[[Source, dict[str, Any]], Profile | Coverage]


ROWS: tuple[Row, ...] = (
    Row("speedscope", frozenset({"shared", "profiles"}), speedscope.read),
    Row("pyinstrument", frozenset({"frame_records"}), pyinstrument.read_session),
    Row("pyinstrument-json", frozenset({"root_frame"}), pyinstrument.read_report),
    Row("scalene", frozenset({"files", "elapsed_time_sec"}), scalene.read),
    Row("gecko", frozenset({"meta", "threads"}), sampling.read_gecko),
    Row("coverage-json", frozenset({"meta", "files"}), coverage_json.read),
)

NOT_KNOWN = (
    "JSON, but not a profile or coverage report that is known: speedscope, pyinstrument, Scalene, VizTracer and Chrome "
    "traces, Firefox profiles, coverage"
)
EVENTS = b'"traceEvents"'


def read(source: Source) -> Profile | Coverage:
    """Reads any of them. Raises Malformed PV102 when it is none, PV103 when it is damaged."""
    head = source.data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if (head[:1] == b"[" and b'"ph"' in head) or EVENTS in head:
        return trace_events.read(source)
    if _is_lines(head):
        return sampling.read_jsonl(source)
    document = parse(source)
    if isinstance(document, dict):
        for row in ROWS:
            if row.keys <= document.keys():
                return row.read(source, document)
        if "traceEvents" in document:
            return trace_events.read(source)
    raise Malformed(0, NOT_KNOWN, code="PV102")


def _is_lines(head: bytes) -> bool:
    first = head.partition(b"\n")[0]
    return b'"type":"meta"' in first.replace(b" ", b"") and first.rstrip().endswith(b"}")

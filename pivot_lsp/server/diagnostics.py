"""The diagnostics, each with a code, and with the page that explains the code for clients that open such links.

`hotspot` is Information on the name of a hot function and `difference` a Warning there, `hot-line` a Hint on a costly
line of it, and the compiler's codes are Hints on the lines that stand against porting. Invariant: every code that is
sent has a page in `pivot_lsp/pages/`.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from lsprotocol import types

from pivot_lsp.server import wording
from pivot_lsp.server.anchors import Mark
from pivot_lsp.server.differences import Difference
from pivot_lsp.server.documents import Document
from pivot_lsp.server.portability import Refusal

PAGES = Path(__file__).resolve().parent.parent / "pages"
"""One Markdown file a code, installed with the package."""

_SEVERITY = types.DiagnosticSeverity


def published(document: Document, found: Iterable[types.Diagnostic]) -> dict[str, Any]:
    """PublishDiagnosticsParams as JSON (LSP 3.17), with the keys that our diagnostics have."""
    params: dict[str, Any] = {"uri": document.uri, "diagnostics": [_plain(diagnostic) for diagnostic in found]}
    return params if document.version is None else params | {"version": document.version}


def _plain(found: types.Diagnostic) -> dict[str, Any]:
    start, end = found.range.start, found.range.end
    plain: dict[str, Any] = {
        "range": {
            "start": {"line": start.line, "character": start.character},
            "end": {"line": end.line, "character": end.character},
        },
        "severity": found.severity,
        "code": found.code,
        "source": found.source,
        "message": found.message,
        "data": found.data,
    }
    if found.code_description is not None:
        plain["codeDescription"] = {"href": found.code_description.href}
    return plain


@cache
def _page(code: str) -> str:
    return (PAGES / f"{code}.md").as_uri()


class Pages:
    """Makes diagnostics; `linked` says whether the client takes codeDescription (LSP 3.17, Diagnostic)."""

    def __init__(self, linked: bool) -> None:
        self._linked = linked

    def _make(
        self,
        where: types.Range,
        message: str,
        severity: types.DiagnosticSeverity,
        code: str,
        mark: Mark,
    ) -> types.Diagnostic:
        return types.Diagnostic(
            range=where,
            message=message,
            severity=severity,
            source="pivot",
            code=code,
            code_description=types.CodeDescription(_page(code)) if self._linked else None,
            data={"function": mark.spot.function, "state": mark.state},
        )

    def hotspot(self, document: Document, mark: Mark, verdicts: wording.Verdicts) -> types.Diagnostic:
        """The facts of a mark, on the function's name."""
        where = document.range(mark.name_start, mark.name_end)
        return self._make(where, wording.line(mark, verdicts), _SEVERITY.Information, "hotspot", mark)

    def hot_lines(self, document: Document, mark: Mark, threshold: float) -> list[types.Diagnostic]:
        """The costly lines of a function whose body is the one that was measured."""
        head, last = document.text.line_of(mark.start), document.text.line_of(mark.end)
        return [
            self._make(
                document.range(*document.text.written(head + line.below)),
                wording.hot_line(line),
                _SEVERITY.Hint,
                "hot-line",
                mark,
            )
            for line in mark.spot.lines
            if mark.state == "exact" and line.share >= threshold and 0 <= line.below <= last - head
        ]

    def difference(self, document: Document, mark: Mark, found: Difference) -> types.Diagnostic:
        """What the last parity run found, on the function's name."""
        where = document.range(mark.name_start, mark.name_end)
        message = f"{mark.spot.function}: {found.vessel} differs: {found.message}; called with {found.call}"
        return self._make(where, message, _SEVERITY.Warning, "difference", mark)

    def unportable(
        self, document: Document, mark: Mark, known: Mapping[str, tuple[Refusal, ...]]
    ) -> list[types.Diagnostic]:
        """The lines of a function that no language takes, each once with every reason that it gives."""
        if not known or not all(known.values()):
            return []
        reasons = dict.fromkeys(r for refusals in known.values() for r in refusals if r.code and r.below is not None)
        head, last = document.text.line_of(mark.start), document.text.line_of(mark.end)
        found = []
        for reason in reasons:
            line = head + (reason.below or 0)
            if head <= line <= last:  # a helper's line is told on the function, not marked
                where = document.range(*document.text.written(line))
                found.append(
                    self._make(where, f"not portable: {reason.message}", _SEVERITY.Hint, reason.code or "", mark)
                )
        return found

"""Edits for the client: versioned, and parsed before they are sent.

Invariant: applied to the document version that is named, the edits give exactly the planned text, whatever the
position encoding; a plan made for another text than the client holds is not sent.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.uris import from_fs_path

from pivot_lsp.server.commands import refuse
from pivot_lsp.server.documents import read_source
from pivot_lsp.server.facts import real
from pivot_lsp.server.text import Text

if TYPE_CHECKING:
    from pivot_lsp.model.extract import ExtractReport
    from pivot_lsp.model.wrap import TextEdit, WrapReport
    from pivot_lsp.server.session import Session

DocumentChange = types.TextDocumentEdit | types.CreateFile


@dataclass(frozen=True, slots=True)
class Replacement:
    """[start, end) in offsets, and what comes there."""

    start: int
    end: int
    new: str


MARK = "\ufeff"
"""A byte order mark: a column for the plan, which keeps it, and none for editors, which hide it."""


def replacements(text: Text, edits: "list[TextEdit]", *, hidden_mark: bool = False) -> list[Replacement]:
    """A plan's edits, whose columns count code points, as offsets in `text`."""
    plain = Text(MARK * hidden_mark + text.source, "utf-32")

    def offset(line: int, column: int) -> int:
        return max(0, plain.offset(line, column) - hidden_mark)

    return [
        Replacement(offset(e.start_line, e.start_column), offset(e.end_line, e.end_column), e.new_text) for e in edits
    ]


def _marked(path: str) -> bool:
    with Path(path).open("rb") as file:
        return file.read(3) == MARK.encode()


def applied(source: str, planned: list[Replacement]) -> str:
    """`source` with the replacements made; they are in order and do not overlap."""
    parts, done = [], 0
    for one in planned:
        parts += [source[done : one.start], one.new]
        done = one.end
    return "".join([*parts, source[done:]])


def _text_edit(text: Text, one: Replacement) -> types.TextEdit:
    start, end = (types.Position(*text.position(offset)) for offset in (one.start, one.end))
    return types.TextEdit(types.Range(start, end), one.new)


def _versioned(ls: "Session", path: str, text: Text, planned: list[Replacement]) -> types.TextDocumentEdit:
    document = ls.documents.at(path)
    uri = document.uri if document is not None else from_fs_path(path) or ""
    identifier = types.OptionalVersionedTextDocumentIdentifier(uri=uri, version=document.version if document else None)
    return types.TextDocumentEdit(identifier, [_text_edit(text, one) for one in planned])


def current(ls: "Session", path: str) -> Text | None:
    """A file's text as the client sees it; None when there is no such file."""
    document = ls.documents.at(path)
    if document is not None:
        return document.text
    source = read_source(path)
    return None if source is None else Text(source, ls.documents.encoding)


def changes(ls: "Session", report: "WrapReport | ExtractReport", before: Text) -> Iterator[DocumentChange]:
    """The document changes of a plan that was made for `before`. Raises a JSON-RPC error when it does not fit."""
    path = real(report.file)
    text = current(ls, path)
    if text is None or text.source != before.source:
        raise refuse(f"{report.file} has changed since the edit was planned; nothing was changed.")
    planned = replacements(text, report.edits, hidden_mark=_marked(path) and not text.source.startswith(MARK))
    try:
        ast.parse(applied(text.source, planned))
    except (SyntaxError, ValueError) as error:
        raise refuse(f"The edit of {report.file} would not parse ({error}); nothing was changed.") from None
    yield _versioned(ls, path, text, planned)
    flags, after = getattr(report, "flags_file", None), getattr(report, "flags_text", None)
    if flags is not None and after is not None:
        yield from _flags(ls, real(flags), after)


def _flags(ls: "Session", path: str, after: str) -> Iterator[DocumentChange]:
    text = current(ls, path)
    if text is None:
        text = Text("", ls.documents.encoding)
        if ls.can.create_files:
            yield types.CreateFile(from_fs_path(path) or "", options=types.CreateFileOptions(ignore_if_exists=True))
    yield _versioned(ls, path, text, [Replacement(0, len(text.source), after)])


def workspace_edit(ls: "Session", planned: list[DocumentChange]) -> types.WorkspaceEdit:
    """The changes as this client takes them: without versions where it knows none."""
    if ls.can.document_changes:
        return types.WorkspaceEdit(document_changes=list(planned))
    edits = [one for one in planned if isinstance(one, types.TextDocumentEdit)]
    plain = {one.text_document.uri: [edit for edit in one.edits if isinstance(edit, types.TextEdit)] for one in edits}
    return types.WorkspaceEdit(changes=plain)


async def send(ls: "Session", label: str, report: "WrapReport | ExtractReport", before: Text) -> str | None:
    """Sends a plan as one workspace edit; None when it was applied, else why not."""
    edit = workspace_edit(ls, list(changes(ls, report, before)))
    answer = await ls.workspace_apply_edit_async(types.ApplyWorkspaceEditParams(edit, label))
    return None if answer.applied else answer.failure_reason or "the editor refused"

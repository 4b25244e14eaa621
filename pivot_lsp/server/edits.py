"""Edits for the client: versioned, minimal, and parsed before they are sent.

Invariant: applied to the document version that is named, the edits give exactly the planned text, whatever the
position encoding; a plan made for another text than the client holds is not sent.
"""

import ast
import difflib
import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.uris import from_fs_path

from pivot_lsp.server.commands import refuse
from pivot_lsp.server.documents import read_source
from pivot_lsp.server.facts import real
from pivot_lsp.server.text import Text

if TYPE_CHECKING:
    from pivot_lsp.server.session import Session
    from pivot_lsp.server.tasks import Call

DocumentChange = types.TextDocumentEdit | types.CreateFile


def text_edits(before: Text, after: str) -> list[types.TextEdit]:
    """The line edits that make `after` of `before`, in the order of the text, none touching another."""
    old = before.source.splitlines(keepends=True)
    new = after.splitlines(keepends=True)
    offsets = [0]
    for line in old:
        offsets.append(offsets[-1] + len(line))
    edits = []
    for tag, start, end, new_start, new_end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            first, last = before.position(offsets[start]), before.position(offsets[end])
            edits.append(
                types.TextEdit(
                    types.Range(types.Position(*first), types.Position(*last)), "".join(new[new_start:new_end])
                )
            )
    return edits


def _current(ls: "Session", path: str) -> tuple[Text | None, str, int | None]:
    """A file as the client sees it: text (None: there is none), URI and version (None: not open)."""
    document = ls.documents.at(path)
    if document is not None:
        return document.text, document.uri, document.version
    source = read_source(path)
    return (None if source is None else Text(source, ls.documents.encoding)), from_fs_path(path) or "", None


def changes(ls: "Session", root: Path, files: list[Mapping[str, Any]]) -> Iterator[DocumentChange]:
    """The document changes of a plan. Raises a JSON-RPC error with one sentence when it does not fit."""
    for file in files:
        path = real(os.path.join(root, file["path"]))
        after = file["after"]
        if path.endswith(".py"):
            try:
                ast.parse(after)
            except SyntaxError as error:
                raise refuse(
                    f"The edit of {file['path']} would not parse (line {error.lineno}); nothing was changed."
                ) from None
        text, uri, version = _current(ls, path)
        if text is None:
            yield types.CreateFile(uri, options=types.CreateFileOptions(ignore_if_exists=True))
            text = Text("", ls.documents.encoding)
        elif hashlib.sha256(text.source.encode("utf-8", "replace")).hexdigest() != file["before_sha256"]:
            raise refuse(f"{file['path']} has changed since the edit was planned; nothing was changed.")
        identifier = types.OptionalVersionedTextDocumentIdentifier(uri=uri, version=version)
        if edits := text_edits(text, after):
            yield types.TextDocumentEdit(identifier, list(edits))


async def apply(ls: "Session", call: "Call", result: Mapping[str, Any]) -> dict[str, Any]:
    """Sends a plan as one workspace edit and says how it went."""
    if not ls.can.document_changes:
        raise refuse("This editor does not take versioned edits; use `pivot wrap` on the command line.")
    planned = list(changes(ls, ls.root_of(call.path or ""), result.get("files", [])))
    label = f"{call.command.title}: {call.arguments.function}"
    answer = await ls.workspace_apply_edit_async(
        types.ApplyWorkspaceEditParams(types.WorkspaceEdit(document_changes=list(planned)), label)
    )
    if not answer.applied:
        return {
            "applied": False,
            "failed": True,
            "message": f"{label} was not applied: {answer.failure_reason or 'refused'}",
        }
    return {"applied": True, "message": f"{label}: done"}

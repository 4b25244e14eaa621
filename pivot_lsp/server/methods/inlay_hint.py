"""textDocument/inlayHint: the share, at the end of a hot function's first line."""

from lsprotocol import types

from pivot_lsp.server import wording
from pivot_lsp.server.session import Session


def inlay_hint(ls: Session, params: types.InlayHintParams) -> list[types.InlayHint]:
    """Those within the range that the client shows."""
    document = ls.documents.get(params.text_document.uri)
    if document is None or not ls.settings.inlay_hints:
        return []
    hints = []
    for mark in ls.shown(document):
        line = document.text.line_of(mark.name_start)
        if params.range.start.line <= line <= params.range.end.line:
            end = document.text.starts[line] + len(document.text.line(line))
            position = types.Position(*document.text.position(end))
            hints.append(types.InlayHint(position, wording.hint(mark), padding_left=True))
    return hints

"""textDocument/codeLens: one a hot function; a click runs parity, or ports where there is no vessel yet."""

from lsprotocol import types

from pivot_lsp.server import wording
from pivot_lsp.server.session import Session


def code_lens(ls: Session, params: types.CodeLensParams) -> list[types.CodeLens]:
    """In an untrusted workspace a lens informs, and its click is refused with the reason."""
    document = ls.documents.get(params.text_document.uri)
    if document is None or not ls.settings.code_lens:
        return []
    lenses = []
    for mark in ls.shown(document):
        vessel, standing = next(iter(ls.vessels(mark, document)), (None, ""))
        arguments = {"uri": document.uri, "function": mark.spot.function}
        name = "pivot.validate"
        if vessel is None:
            name, arguments["to"] = "pivot.port", mark.spot.judged.target if mark.spot.judged else "rust"
        command = types.Command(wording.lens(mark, vessel, standing), name, arguments=[arguments])
        lenses.append(types.CodeLens(document.range(mark.name_start, mark.name_end), command))
    return lenses

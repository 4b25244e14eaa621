"""textDocument/didChange: marks move at once; names are looked up again when the typing pauses."""

from lsprotocol import types

from pivot_lsp.server.session import Session


def did_change(ls: Session, params: types.DidChangeTextDocumentParams) -> None:
    """Publishes this version, even when nothing moved: clients and people wait for it."""
    document = ls.documents.get(params.text_document.uri)
    if document is None:
        return
    document.change(params.content_changes, params.text_document.version)
    ls.publish(document)
    ls.settle_later(document)

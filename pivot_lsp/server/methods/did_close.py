"""textDocument/didClose: what was pushed is taken back."""

from lsprotocol import types

from pivot_lsp.server.session import Session


def did_close(ls: Session, params: types.DidCloseTextDocumentParams) -> None:
    """An empty publish, and no document any more."""
    ls.documents.close(params.text_document.uri)
    if not ls.can.pull:
        ls.text_document_publish_diagnostics(types.PublishDiagnosticsParams(params.text_document.uri, []))

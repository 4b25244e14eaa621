"""textDocument/didOpen: the document gets its marks."""

from lsprotocol import types

from pivot_lsp.server.checks import check_later
from pivot_lsp.server.session import Session


def did_open(ls: Session, params: types.DidOpenTextDocumentParams) -> None:
    """Published once, so that a client knows that there is nothing, too."""
    document = ls.documents.open(params.text_document)
    ls.assign(document)
    ls.publish(document)
    check_later(ls, document)
    ls.freshness.look()  # it may be the first of its project

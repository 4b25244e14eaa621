"""textDocument/didSave: the compiler may see what the editor shows; its answers are asked for anew."""

from pathlib import Path

from lsprotocol import types

from pivot_lsp.server.checks import check_later
from pivot_lsp.server.session import Session


def did_save(ls: Session, params: types.DidSaveTextDocumentParams) -> None:
    """A saved file may be a helper of functions in its neighbours."""
    document = ls.documents.get(params.text_document.uri)
    if document is not None and document.path is not None:
        ls.portability.forget(str(Path(document.path).parent))
        ls.loops.forget(str(Path(document.path).parent))
        check_later(ls, document)

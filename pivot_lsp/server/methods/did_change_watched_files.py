"""workspace/didChangeWatchedFiles: a profile or coverage file has changed."""

from lsprotocol import types

from pivot_lsp.server.freshness import concerns
from pivot_lsp.server.session import Session


def did_change_watched_files(ls: Session, params: types.DidChangeWatchedFilesParams) -> None:
    """Looks again once the file system is calm."""
    if concerns(params):
        ls.freshness.soon()

"""initialize: what the client can do and wants, read once.

Nothing that takes time happens here; the facts are read after `initialized`.
"""

from typing import Any

from lsprotocol import types

from pivot_lsp.server import capabilities, settings
from pivot_lsp.server.documents import Documents
from pivot_lsp.server.methods import diagnostic
from pivot_lsp.server.session import Session


def initialize(ls: Session, params: types.InitializeParams) -> None:
    """`initializationOptions`: `trusted` (true when absent) and `settings` (section pivot)."""
    options: dict[str, Any] = params.initialization_options if isinstance(params.initialization_options, dict) else {}
    ls.can = capabilities.read(params.capabilities)
    ls.documents = Documents(types.PositionEncodingKind(ls.workspace.position_encoding or "utf-16").value)
    ls.trusted = options.get("trusted", True) is True
    ls.settings, ls.complaints = settings.read(options.get("settings"))
    if ls.can.pull:
        ls.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, diagnostic.OPTIONS)(diagnostic.diagnostic)

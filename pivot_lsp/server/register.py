"""The one place where methods and commands are tied to the server."""

from collections.abc import Callable
from typing import Any

from lsprotocol import types

from pivot_lsp.server.commands import COMMANDS
from pivot_lsp.server.methods.code_action import OPTIONS as ACTIONS
from pivot_lsp.server.methods.code_action import code_action, code_action_resolve
from pivot_lsp.server.methods.code_lens import code_lens
from pivot_lsp.server.methods.did_change import did_change
from pivot_lsp.server.methods.did_change_configuration import did_change_configuration
from pivot_lsp.server.methods.did_change_watched_files import did_change_watched_files
from pivot_lsp.server.methods.did_close import did_close
from pivot_lsp.server.methods.did_open import did_open
from pivot_lsp.server.methods.did_save import did_save
from pivot_lsp.server.methods.execute_command import handler
from pivot_lsp.server.methods.hover import hover
from pivot_lsp.server.methods.initialize import initialize
from pivot_lsp.server.methods.initialized import initialized
from pivot_lsp.server.methods.inlay_hint import inlay_hint
from pivot_lsp.server.methods.shutdown import shutdown
from pivot_lsp.server.session import Session

METHODS: dict[str, tuple[Callable[..., Any], Any]] = {
    types.INITIALIZE: (initialize, None),
    types.INITIALIZED: (initialized, None),
    types.SHUTDOWN: (shutdown, None),
    types.WORKSPACE_DID_CHANGE_CONFIGURATION: (did_change_configuration, None),
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES: (did_change_watched_files, None),
    types.TEXT_DOCUMENT_DID_OPEN: (did_open, None),
    types.TEXT_DOCUMENT_DID_CHANGE: (did_change, None),
    types.TEXT_DOCUMENT_DID_SAVE: (did_save, types.SaveOptions(include_text=False)),
    types.TEXT_DOCUMENT_DID_CLOSE: (did_close, None),
    types.TEXT_DOCUMENT_HOVER: (hover, None),
    types.TEXT_DOCUMENT_CODE_LENS: (code_lens, types.CodeLensOptions(resolve_provider=False)),
    types.TEXT_DOCUMENT_INLAY_HINT: (inlay_hint, types.InlayHintOptions(resolve_provider=False)),
    types.TEXT_DOCUMENT_CODE_ACTION: (code_action, ACTIONS),
    types.CODE_ACTION_RESOLVE: (code_action_resolve, None),
}
"""LSP method -> (handler, options). textDocument/diagnostic joins at initialize, for clients that pull."""


def create() -> Session:
    """A server with everything registered, ready to be started."""
    ls = Session()
    for method, (function, options) in METHODS.items():
        ls.feature(method, options)(function)
    for name in COMMANDS:
        ls.command(name)(handler(name))
    return ls

"""The one place where methods and commands are tied to the server.

Invariant: the answer to initialize waits for what it needs alone. Handlers, and what they import, are loaded after it.
"""

import importlib
from collections.abc import Callable
from typing import Any

from lsprotocol import types

from pivot_lsp.server.commands import COMMANDS
from pivot_lsp.server.methods.did_change_configuration import did_change_configuration
from pivot_lsp.server.methods.initialize import initialize
from pivot_lsp.server.methods.initialized import initialized
from pivot_lsp.server.methods.shutdown import shutdown
from pivot_lsp.server.session import Session

ACTIONS = types.CodeActionOptions(
    code_action_kinds=[
        "refactor.rewrite.pivot.port",
        "refactor.extract.pivot.loop",
        "refactor.rewrite.pivot.wrap",
        "refactor.rewrite.pivot.unwrap",
        "source.pivot",
    ],
    resolve_provider=True,
)


def late(module: str, function: str | None = None) -> Callable[[Session, Any], Any]:
    """The handler of that name, whose module is loaded when the handler is first called, or by `load`."""

    def handle(ls: Session, params: Any) -> Any:
        return getattr(importlib.import_module(f"{_HERE}.{module}"), function or module)(ls, params)

    handle.__name__ = function or module
    return handle


_HERE = "pivot_lsp.server.methods"

METHODS: dict[str, tuple[Callable[..., Any], Any]] = {
    types.INITIALIZE: (initialize, None),
    types.INITIALIZED: (initialized, None),
    types.SHUTDOWN: (shutdown, None),
    types.WORKSPACE_DID_CHANGE_CONFIGURATION: (did_change_configuration, None),
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES: (late("did_change_watched_files"), None),
    types.TEXT_DOCUMENT_DID_OPEN: (late("did_open"), None),
    types.TEXT_DOCUMENT_DID_CHANGE: (late("did_change"), None),
    types.TEXT_DOCUMENT_DID_SAVE: (late("did_save"), types.SaveOptions(include_text=False)),
    types.TEXT_DOCUMENT_DID_CLOSE: (late("did_close"), None),
    types.TEXT_DOCUMENT_HOVER: (late("hover"), None),
    types.TEXT_DOCUMENT_CODE_LENS: (late("code_lens"), types.CodeLensOptions(resolve_provider=False)),
    types.TEXT_DOCUMENT_INLAY_HINT: (late("inlay_hint"), types.InlayHintOptions(resolve_provider=False)),
    types.TEXT_DOCUMENT_CODE_ACTION: (late("code_action"), ACTIONS),
    types.CODE_ACTION_RESOLVE: (late("code_action", "code_action_resolve"), None),
}
"""LSP method -> (handler, options). textDocument/diagnostic joins at initialize, for clients that pull."""


def _command(name: str) -> Callable[..., Any]:
    def execute(ls: Session, *arguments: Any) -> Any:
        from pivot_lsp.server.methods.execute_command import execute  # not above, as other handlers

        return execute(ls, name, arguments)

    execute.__doc__ = COMMANDS[name].title
    return execute


def create() -> Session:
    """A server with everything registered, ready to be started."""
    ls = Session()
    for method, (function, options) in METHODS.items():
        ls.feature(method, options)(function)
    for name in COMMANDS:
        ls.command(name)(_command(name))
    return ls

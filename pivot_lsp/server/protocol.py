"""pygls' protocol with faults of 2.1.1 mended, and document synchronisation left to our own documents.

- `shutdown` while a command is in flight raises "dictionary changed size during iteration": the futures are
  cancelled over a copy here.
- The futures of notifications are never forgotten, so that memory grows with every key press: forgotten here.
- Answers to internal errors carry the traceback to the client: logged here, and one line sent.
- What LSP forbids is let through or dropped without an answer: requests before `initialize` and after `shutdown`, a
  second `initialize`, an id that is in flight already. Each is answered here by the error that LSP names.
- The type that an answer of the client is expected to have is kept for ever when the answer is an error.

`tests/server/test_server_protocol.py` fails when pygls has mended them itself and this can go.
"""

import asyncio
import contextlib
from collections.abc import Callable, Generator
from concurrent.futures import Future
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidRequest, JsonRpcServerNotInitialized
from pygls.protocol import LanguageServerProtocol
from pygls.protocol.language_server import lsp_method

from pivot_lsp.server.stream import plain

NAMES = {types.CANCEL_REQUEST: "id", types.WINDOW_WORK_DONE_PROGRESS_CANCEL: "token"}
"""Notifications that name something that is under way, and where."""


class Protocol(LanguageServerProtocol):
    """See the module."""

    def refuse(self, msg_id: int | str | None, error: JsonRpcException) -> None:
        """Answers a request, or with None what could not be read as one, by an error."""
        self._send_response(msg_id, error=error.to_response_error())

    def tell(self, method: str, params: dict[str, Any]) -> None:
        """A notification of plain JSON values. pygls' converter walks through every one of them, which for what follows
        each key press takes longer than all the rest."""
        self._send_data({"jsonrpc": "2.0", "method": method, "params": params})

    def _send_response(self, msg_id: Any, result: Any = None, error: types.ResponseError | None = None) -> None:
        super()._send_response(msg_id, result, None if error is None else plain(error))

    def handle_message(self, message: Any) -> None:
        """Deals with a message if LSP allows it now."""
        method, msg_id = getattr(message, "method", None), getattr(message, "id", None)
        if method in NAMES and not isinstance(getattr(message.params, NAMES[method], None), int | str):
            return  # the converter takes anything there, and no table can hold it
        if method is not None and (error := self._out_of_place(method, msg_id)) is not None:
            if msg_id is not None:
                self.refuse(msg_id, error)
            return
        if method is None and msg_id is not None:
            self._result_types.pop(msg_id, None)
        super().handle_message(message)

    def _out_of_place(self, method: str, msg_id: Any) -> JsonRpcException | None:
        """Why LSP forbids this message now (Lifecycle Messages)."""
        if method == types.EXIT:
            return None
        if self._shutdown:
            return JsonRpcInvalidRequest("the server is shutting down")
        if method == types.INITIALIZE:
            return None if self._workspace is None else JsonRpcInvalidRequest("the server is initialized already")
        if self._workspace is None:
            return JsonRpcServerNotInitialized("the first request is initialize")
        if msg_id is not None and msg_id in self._request_futures:
            return JsonRpcInvalidRequest(f"a request with the id {msg_id!r} is under way")
        return None

    def _execute_handler(
        self,
        msg_id: Any,
        handler: Any,
        callback: Callable[[Future[Any]], None],
        args: tuple[Any, ...] | None = None,
        kwargs: dict[str, Any] | None = None,
    ) -> None:
        def done(future: Future[Any]) -> None:
            self._request_futures.pop(msg_id, None)
            with contextlib.suppress(asyncio.CancelledError):  # of a handler that ended with the server
                callback(future)

        super()._execute_handler(msg_id, handler, done, args, kwargs)

    @lsp_method(types.SHUTDOWN)
    def lsp_shutdown(self, *args: Any) -> Generator[Any, Any, None]:
        """Ends what is in flight, but for this request."""
        if (handler := self.fm.features.get(types.SHUTDOWN)) is not None:
            yield handler, args, None
        current = self.msg_id
        for msg_id, future in list(self._request_futures.items()):
            if msg_id != current and not future.done():
                future.cancel()
        self._shutdown = True

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> Generator[Any, Any, None]:
        """Straight to our handler."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_OPEN], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> Generator[Any, Any, None]:
        """Straight to our handler."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CHANGE], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> Generator[Any, Any, None]:
        """Straight to our handler."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CLOSE], (params,), None

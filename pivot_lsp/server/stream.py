"""Messages from the client's bytes (LSP 3.17, Base Protocol), one at a time, whatever the bytes are.

pygls' own loop answers nothing when a request cannot be understood, so that its sender waits for ever; builds typed
messages from every nested object that has a key "jsonrpc"; and keeps a line without an end whole. Invariants: each
request is answered, by an error where it is none; nothing that arrives ends the loop but the end of the stream; what
is not a message is passed over to the next header.
"""

import asyncio
import json
import logging
import re
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from lsprotocol.types import ResponseError
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams, JsonRpcInvalidRequest, JsonRpcParseError

if TYPE_CHECKING:
    from pivot_lsp.server.protocol import Protocol

log = logging.getLogger(__name__)

HEADER = 4_096
"""Bytes of one header line; a longer one is read in pieces, of which none is a header."""

LARGEST = 256 << 20
"""Bytes of one message; a larger one is read to its end and refused."""

_LENGTH = re.compile(rb"content-length:\s*(\d{1,18})\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TooLarge:
    """A message of so many bytes was let go."""

    size: int


def read_frame(stream: BinaryIO) -> bytes | TooLarge | None:
    """The next body; None at the end of the stream. Lines that are no header are passed over."""
    length: int | None = None
    while line := stream.readline(HEADER):
        if found := _LENGTH.fullmatch(line):
            length = int(found[1])
        elif not line.strip() and length is not None:
            return _body(stream, length)
    return None


def _body(stream: BinaryIO, length: int) -> bytes | TooLarge | None:
    if length <= LARGEST:
        body = stream.read(length)
        return body if len(body) == length else None
    left = length
    while left > 0:
        block = stream.read(min(left, 1 << 20))
        if not block:
            return None
        left -= len(block)
    return TooLarge(length)


def decode(body: bytes | TooLarge) -> dict[str, Any]:
    """The message as JSON has it. Raises JsonRpcException when it is none."""
    if isinstance(body, TooLarge):
        raise JsonRpcInvalidRequest(f"a message of {body.size:,} bytes is more than the {LARGEST:,} that are taken")
    try:
        message = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise JsonRpcParseError(f"not JSON: {error}") from None
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
        raise JsonRpcInvalidRequest('a message is one object with "jsonrpc": "2.0"')
    if "method" in message and not isinstance(message["method"], str):
        raise JsonRpcInvalidRequest("a method is a string")
    if "id" in message and not _is_id(message["id"]):
        raise JsonRpcInvalidRequest("an id is a string or an integer")
    return message


def _is_id(value: object) -> bool:
    return isinstance(value, int | str) and not isinstance(value, bool)


def _wanted(message: dict[str, Any] | None) -> int | str | None:
    """The id that waits for an answer."""
    if message is None or "method" not in message:
        return None
    found: int | str | None = message.get("id")
    return found


def take(protocol: "Protocol", body: bytes | TooLarge) -> None:
    """Has one message dealt with. What is none is answered: with its id where it has one, with null where it has not.

    JSON-RPC 2.0, section 5: the id of an answer is null when the request's could not be read.
    """
    message: dict[str, Any] | None = None
    try:
        message = decode(body)
        protocol.handle_message(protocol.structure_message(message))
    except JsonRpcException as error:
        told = error.message.splitlines()[0]
        log.warning("refused: %s", told)
        asked = _wanted(message)
        if asked is not None:
            told = f"the parameters of {message and message['method']} are not what LSP says"
            protocol.refuse(asked, JsonRpcInvalidParams(told))
        elif message is None:
            protocol.refuse(None, error)
    except Exception as error:
        log.exception("not handled")
        if (asked := _wanted(message)) is not None:
            protocol.refuse(asked, JsonRpcException(f"{type(error).__name__}: {error}"))


async def serve(protocol: "Protocol", stdin: BinaryIO, readers: Executor) -> None:
    """Reads to the end of the stream. Reading waits in a thread; each message is handled before the next is read."""
    loop = asyncio.get_running_loop()
    while (body := await loop.run_in_executor(readers, read_frame, stdin)) is not None:
        take(protocol, body)


def plain(error: ResponseError) -> ResponseError:
    """The error as clients may see it: one line, no traceback."""
    lines = error.message.strip().splitlines() or ["internal error"]
    return ResponseError(code=error.code, message=lines[-1])

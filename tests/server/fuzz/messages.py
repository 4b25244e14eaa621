"""What a broken, hurried or hostile client sends, from a seed.

Each item is the bytes as they travel, and the id whose answer is owed for them (None: no answer, or one with id null).
Nothing here asks for work that takes long: commands name functions, folders and jobs that are not there, or arguments
of the wrong kind; a rare one starts a real job, which later messages cancel.
"""

import json
import random
import string
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pivot_lsp.server.commands import COMMANDS

Json = Any

REQUESTS = (
    "textDocument/hover",
    "textDocument/codeLens",
    "textDocument/inlayHint",
    "textDocument/codeAction",
    "codeAction/resolve",
    "workspace/executeCommand",
    "textDocument/definition",
    "textDocument/diagnostic",
    "initialize",
    "pivot/unknown",
)
NOTIFICATIONS = (
    "textDocument/didOpen",
    "textDocument/didChange",
    "textDocument/didSave",
    "textDocument/didClose",
    "workspace/didChangeConfiguration",
    "workspace/didChangeWatchedFiles",
    "workspace/didChangeWorkspaceFolders",
    "window/workDoneProgress/cancel",
    "notebookDocument/didOpen",
    "$/cancelRequest",
    "$/setTrace",
    "pivot/unknown",
    "initialized",
)
PIECES = (
    "x",
    "é",
    "𝒕",
    "\n",
    "\r\n",
    "\r",
    "    ",
    "\t",
    "(",
    "'''",
    "def g():\n    pass\n",
    "#",
    "\x00",
    "\ufeff",
    "\ud800",
)
SCALARS: tuple[Json, ...] = (
    None, True, -1, 0, 1, 2**31, 2**53, 2**64, -(2**70), 1.5, 1e308,
    "", "x", "\x00", "\ud800", "é𝒕", [], {}, [[]], [None],
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sent:
    """`owed`: the id of the request that must be answered exactly once."""

    data: bytes
    owed: int | str | None = None


def framed(body: bytes) -> bytes:
    """A body with its header."""
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


class Writer:
    """Messages for the documents of one project, `uris`; the first is open and has hotspots."""

    def __init__(self, seed: int, uris: list[str], source: str) -> None:
        self.rng = random.Random(seed)
        self.uris = [*uris, "untitled:Untitled-1", "file:///dev/zero", "file:///nowhere/é%20x.py", "file://host/x.py",
                     "vscode-notebook-cell:/a.ipynb#1", "file:///%00", "", "::", "file:///" + "a" * 5000]  # fmt: skip
        self.source = source
        self._ids = 0
        self._past: list[int | str] = []
        self._table = (
            (self._edit, 30),
            (self._ask, 30),
            (self._mutated, 24),
            (self._cancel, 5),
            (self._answer, 3),
            (self._broken_body, 4),
            (self._broken_head, 2),
            (self._odd_message, 2),
            (self._huge, 0.04),
        )

    def stream(self) -> Iterator[Sent]:
        """Messages without end."""
        kinds, weights = zip(*self._table, strict=True)
        while True:
            yield from self.rng.choices(kinds, weights)[0]()

    def warm(self) -> Iterator[Sent]:
        """The largest document, and a text that does not parse."""
        yield from self._huge()
        half = {
            "textDocument": {"uri": self.uris[0], "version": 2},
            "contentChanges": [{"text": self.source + "def ("}],
        }
        yield self._message("textDocument/didChange", half)

    # -- parts -----------------------------------------------------------------------------------------------------

    def _id(self) -> int | str:
        self._ids += 1
        found = self._ids if self.rng.random() < 0.9 else f"s{self._ids}"
        self._past = [*self._past[-30:], found]
        return found

    def _position(self) -> Json:
        return {
            "line": self.rng.choice((0, 3, 4, 5, 9, 20, 10**6)),
            "character": self.rng.choice((0, 1, 4, 7, 2**31 - 1)),
        }

    def _range(self) -> Json:
        return {"start": self._position(), "end": self._position()}

    def _uri(self) -> str:
        return self.uris[0] if self.rng.random() < 0.6 else self.rng.choice(self.uris)

    def _document(self) -> Json:
        return {"uri": self._uri()}

    def _message(self, method: str, params: Json, **more: Json) -> Sent:
        owed = more.get("id")
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()
        return Sent(framed(body), owed)

    def _arguments(self) -> list[Json]:
        keys = ("uri", "function", "line", "to", "vessel", "flag", "action", "count", "profiles", "job", "cases", "bad")
        values: dict[str, Json] = {
            "uri": self._uri(), "function": self.rng.choice(("total", "nobody", "")),
            "line": self.rng.choice((0, 4, -1, 10**9)),
            "to": self.rng.choice(("rust", "cobol", "")), "vessel": "/nowhere",
            "job": self.rng.choice(("job-1", "job-99")),
        }  # fmt: skip
        given = {
            key: values.get(key, self.rng.choice(SCALARS)) for key in self.rng.sample(keys, self.rng.randint(0, 4))
        }
        return [given] if self.rng.random() < 0.9 else self.rng.choice(([], [given, given], [1], ["x"]))

    def _params(self, method: str) -> Json:
        rng, document = self.rng, self._document()
        match method:
            case "textDocument/hover" | "textDocument/definition":
                return {"textDocument": document, "position": self._position()}
            case "textDocument/codeLens" | "textDocument/didSave" | "textDocument/didClose" | "textDocument/diagnostic":
                return {"textDocument": document}
            case "textDocument/inlayHint":
                return {"textDocument": document, "range": self._range()}
            case "textDocument/codeAction":
                return {"textDocument": document, "range": self._range(), "context": {"diagnostics": []}}
            case "codeAction/resolve":
                data = {
                    "uri": document["uri"],
                    "function": "total",
                    "body": "0",
                    "kind": rng.choice(("x", "source.pivot.validate")),
                }
                return {"title": "t", "data": rng.choice((data, None, 1))}
            case "workspace/executeCommand":
                # those that answer at once, or are refused for want of a vessel; a job a message would test the machine
                names = [name for name, row in COMMANDS.items() if row.verb is None or row.vessel]
                return {"command": rng.choice((*names, "pivot.nothing")), "arguments": self._arguments()}
            case "textDocument/didOpen":
                return {
                    "textDocument": {
                        **document,
                        "languageId": "python",
                        "version": rng.randint(0, 9),
                        "text": self.source,
                    }
                }
            case "textDocument/didChange":
                edits = [self._change() for _ in range(rng.choice((0, 1, 1, 1, 5)))]
                return {"textDocument": {**document, "version": rng.randint(0, 99)}, "contentChanges": edits}
            case "workspace/didChangeConfiguration":
                section = {rng.choice(("threshold", "maxPerFile", "profiles", "codeLens")): rng.choice(SCALARS)}
                return {"settings": {"pivot": section}}
            case "workspace/didChangeWatchedFiles":
                return {"changes": [{"uri": document["uri"] + rng.choice(("", ".prof")), "type": rng.randint(1, 3)}]}
            case "workspace/didChangeWorkspaceFolders":
                folder = {"uri": self.uris[-1 - rng.randrange(6)], "name": "x"}
                return {"event": {"added": [folder], "removed": [folder]}}
            case "window/workDoneProgress/cancel":
                return {"token": rng.choice(("pivot/job-1", 5, "x"))}
            case "$/cancelRequest":
                return {"id": rng.choice((*self._past, self._ids + 1, "x", -1))}
            case "$/setTrace":
                return {"value": "off"}
            case "notebookDocument/didOpen":
                book = {"uri": "file:///a.ipynb", "notebookType": "jupyter", "version": 1, "cells": []}
                return {"notebookDocument": book, "cellTextDocuments": []}
            case "initialize":
                return {"processId": None, "rootUri": None, "capabilities": {}}
            case _:
                return {"jsonrpc": "2.0", "class": 1, "a-b": [self._json()]}

    def _change(self) -> Json:
        text = "".join(self.rng.choices(PIECES, k=self.rng.choice((0, 1, 1, 3))))
        if self.rng.random() < 0.1:
            return {"text": self.source}
        return {"range": self._range(), "text": text}

    def _json(self, depth: int = 0) -> Json:
        if depth > 3 or self.rng.random() < 0.6:
            return self.rng.choice(SCALARS)
        some = [self._json(depth + 1) for _ in range(self.rng.randint(0, 3))]
        return some if self.rng.random() < 0.5 else {f"k{n}": value for n, value in enumerate(some)}

    def _changed(self, value: Json) -> Json:
        """`value` with one place in it replaced, taken out or added to."""
        if isinstance(value, dict) and value and self.rng.random() < 0.8:
            key = self.rng.choice(list(value))
            match self.rng.random():
                case luck if luck < 0.15:
                    return {name: item for name, item in value.items() if name != key}
                case luck if luck < 0.25:
                    return {**value, self.rng.choice(string.ascii_lowercase): self._json()}
                case _:
                    return {**value, key: self._changed(value[key])}
        if isinstance(value, list) and value and self.rng.random() < 0.8:
            return [*value[:-1], self._changed(value[-1])]
        return self._json()

    # -- kinds -----------------------------------------------------------------------------------------------------

    def _edit(self) -> Iterator[Sent]:
        method = self.rng.choice(NOTIFICATIONS) if self.rng.random() < 0.3 else "textDocument/didChange"
        yield self._message(method, self._params(method))

    def _ask(self) -> Iterator[Sent]:
        method = self.rng.choice(REQUESTS)
        yield self._message(method, self._params(method), id=self._id())

    def _mutated(self) -> Iterator[Sent]:
        asks = self.rng.random() < 0.6
        method = self.rng.choice(REQUESTS if asks else NOTIFICATIONS)
        params = self._changed(self._params(method))
        yield self._message(method, params, **({"id": self._id()} if asks else {}))

    def _cancel(self) -> Iterator[Sent]:
        """A request, and its cancellation right behind, before or long after."""
        asked = self._message("textDocument/hover", self._params("textDocument/hover"), id=self._id())
        stop = self._message("$/cancelRequest", {"id": asked.owed})
        yield from self.rng.choice(((asked, stop), (stop, asked), (asked, stop, stop)))

    def _answer(self) -> Iterator[Sent]:
        """An answer that nobody asked for, or to one of the client's own requests."""
        what = self.rng.choice(
            ({"result": self._json()}, {"error": {"code": 1, "message": "no"}}, {"error": self._json()})
        )
        body = {"jsonrpc": "2.0", "id": self.rng.choice((*self._past, "no such", 10**9)), **what}
        yield Sent(framed(json.dumps(body).encode()))

    def _broken_body(self) -> Iterator[Sent]:
        whole = json.dumps(
            {"jsonrpc": "2.0", "method": "textDocument/didSave", "params": self._params("textDocument/didSave")}
        )
        cut = self.rng.randint(0, len(whole))
        yield Sent(
            framed(
                self.rng.choice(
                    (
                        whole[:cut].encode(),
                        self.rng.randbytes(self.rng.randint(1, 60)),
                        b"[" * 100_000,
                        b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
                        b"NaN",
                        b"null",
                        b'"text"',
                        f"[{whole}, {whole}]".encode(),
                        whole.encode("utf-16"),
                        b"9" * 5_000,
                    )
                )
            )
        )

    def _broken_head(self) -> Iterator[Sent]:
        """Headers that are odd but lead to a message, and lines that lead to none."""
        asked = self._message("textDocument/hover", self._params("textDocument/hover"), id=self._id())
        body = asked.data.partition(b"\r\n\r\n")[2]
        size = str(len(body)).encode()
        head = self.rng.choice(
            (
                b"content-length: " + size + b"\r\n\r\n",
                b"Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: " + size + b"\r\n\r\n",
                b"Content-Length:" + size + b"\n\n",
                b"garbage\r\nContent-Length: " + size + b"\r\n\r\n",
                b"Content-Length: x\r\n\r\nContent-Length: " + size + b"\r\n\r\n",
                b"Content-Length: -5\r\n\r\nContent-Length: " + size + b"\r\n\r\n",
                b"z" * 20_000 + b"\r\nContent-Length: " + size + b"\r\n\r\n",
                b"\r\n\r\nContent-Length: 0\r\n\r\nContent-Length: " + size + b"\r\n\r\n",
            )
        )
        yield Sent(head + body, asked.owed)

    def _odd_message(self) -> Iterator[Sent]:
        odd: list[dict[str, Json]] = [
            {"jsonrpc": "1.0", "method": "initialized", "params": {}},
            {"method": "initialized"},
            {"jsonrpc": "2.0"},
            {"jsonrpc": "2.0", "id": None, "method": "textDocument/hover"},
            {"jsonrpc": "2.0", "id": [1], "method": "textDocument/hover"},
            {"jsonrpc": "2.0", "id": 1.5, "method": "x"},
            {"jsonrpc": "2.0", "method": 5},
            {"jsonrpc": "2.0", "method": ["x"], "id": 1_000_000_007},
            {"jsonrpc": "2.0", "id": {}, "result": None},
            {"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": [1, 2]},
            {"jsonrpc": "2.0", "method": "textDocument/didOpen"},
        ]
        yield Sent(framed(json.dumps(self.rng.choice(odd)).encode()))

    def _huge(self) -> Iterator[Sent]:
        """A document of megabytes, opened, asked about and closed again."""
        item = {"uri": "file:///huge.py", "languageId": "python", "version": 1, "text": "x = 1  # é\n" * 200_000}
        yield self._message("textDocument/didOpen", {"textDocument": item})
        at = {"textDocument": {"uri": item["uri"]}, "position": {"line": 199_999, "character": 3}}
        yield self._message("textDocument/hover", at, id=self._id())
        yield self._message("textDocument/didClose", {"textDocument": {"uri": item["uri"]}})

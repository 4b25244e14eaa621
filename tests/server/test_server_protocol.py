"""What the server keeps from pygls' faults, what it loads, what it leaves, and how it sends edits."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pygls.protocol import LanguageServerProtocol

from pivot_lsp.model.wrap import TextEdit, WrapReport
from pivot_lsp.server import edits
from pivot_lsp.server.documents import Documents
from pivot_lsp.server.register import create
from pivot_lsp.server.session import Session
from pivot_lsp.server.text import WIDTHS, Text
from tests.server.project import manifest_of
from tests.server.talk import ROOT, full, session

HEAVY = {"pydantic", "libcst", "radon", "coverage", "cffi", "tree_sitter", "mypy", "hypothesis"}


def framed(*messages: dict[str, Any]) -> bytes:
    """Messages as they travel."""
    bodies = [json.dumps({"jsonrpc": "2.0"} | message).encode() for message in messages]
    return b"".join(b"Content-Length: %d\r\n\r\n" % len(body) + body for body in bodies)


def serve(folder: Path, *options: str, data: bytes) -> "subprocess.CompletedProcess[bytes]":
    """A server that is sent `data`, to its end."""
    return subprocess.run(
        [sys.executable, *options, "-m", "pivot_lsp", "lsp"],
        input=data,
        capture_output=True,
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        timeout=60,
    )


INITIALIZE = {"id": 1, "method": "initialize", "params": {"processId": None, "rootUri": None, "capabilities": {}}}


def test_nothing_heavy_is_loaded_before_the_reply_to_initialize(tmp_path: Path) -> None:
    done = serve(tmp_path, "-X", "importtime", data=framed(INITIALIZE, {"method": "exit"}))
    assert b'"pivot-lsp"' in done.stdout
    modules = {line.rpartition("|")[2].strip() for line in done.stderr.decode().splitlines()}
    loaded = {module.split(".")[0] for module in modules}
    assert "lsprotocol" in loaded
    assert not loaded & HEAVY
    assert "pivot_lsp.server.methods.initialize" in modules
    assert not modules & {"pivot_lsp.server.methods.hover", "pivot_lsp.server.tasks", "pivot_lsp.server.outcomes"}


@pytest.mark.parametrize("options", [(), ("-P",)], ids=["plain", "-P"])
def test_nothing_lying_in_the_workspace_is_imported(tmp_path: Path, options: tuple[str, ...]) -> None:
    for name in ("asyncio", "lsprotocol", "pygls", "attrs"):
        (tmp_path / f"{name}.py").write_text(f"open('imported-{name}', 'w')\n")
    serve(tmp_path, *options, data=framed(INITIALIZE, {"method": "exit"}))
    assert not list(tmp_path.glob("imported-*"))


def test_the_server_ends_when_its_client_goes_away(tmp_path: Path) -> None:
    assert serve(tmp_path, data=framed(INITIALIZE)).returncode == 0


async def test_futures_of_notifications_are_forgotten(shop: Path) -> None:
    """In process, since only there the table can be looked at."""
    server = create()
    server.protocol._handle_request(1, "initialize", types.InitializeParams(types.ClientCapabilities()))
    for version in range(50):
        params = types.DidChangeTextDocumentParams(types.VersionedTextDocumentIdentifier(version, "file:///x"), [])
        server.protocol._handle_notification(types.TEXT_DOCUMENT_DID_CHANGE, params)
    assert server.protocol._request_futures == {}


def test_pygls_still_has_the_faults_that_our_protocol_mends() -> None:
    """When this fails, pygls was mended: take the override out of pivot_lsp/server/protocol.py."""
    import inspect

    assert "in self._request_futures.items()" in inspect.getsource(LanguageServerProtocol.lsp_shutdown)
    assert ".pop(" not in inspect.getsource(LanguageServerProtocol._check_handler_result)


SOURCE = "import os\n\n\ndef wrapped(a):  # 𝒕é\n    return '𝒕é', a\n"
PLAN = [
    TextEdit(start_line=0, start_column=9, end_line=0, end_column=9, new_text="\nimport flags"),
    TextEdit(start_line=3, start_column=19, end_line=4, end_column=11, new_text="𝒙\n    return 1,"),
]
AFTER = "import os\nimport flags\n\n\ndef wrapped(a):  # 𝒙\n    return 1,'𝒕é', a\n"


def as_client(source: str, change: types.TextDocumentEdit, encoding: str) -> str:
    """What a client makes of an edit; written apart from the server's own arithmetic, over encoded lines."""
    codec = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}[encoding]
    size = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding]
    lines = [line.encode(codec) for line in source.split("\n")]
    for edit in sorted(change.edits, key=lambda e: (e.range.start.line, e.range.start.character), reverse=True):
        assert isinstance(edit, types.TextEdit)
        start, end = edit.range.start, edit.range.end
        head, tail = lines[start.line][: start.character * size], lines[end.line][end.character * size :]
        middle = head + edit.new_text.encode(codec) + tail
        lines[start.line : end.line + 1] = middle.split("\n".encode(codec)) if size == 1 else [middle]
    return "\n".join(line.decode(codec) for line in lines)


def prepared(tmp_path: Path, encoding: str, source: str = SOURCE) -> tuple[Session, WrapReport, Text]:
    ls = create()
    ls.documents = Documents(encoding)
    file = tmp_path / "wrapped.py"
    file.write_bytes(source.encode())
    text = source.removeprefix("\ufeff")
    document = ls.documents.open(types.TextDocumentItem(file.as_uri(), "python", 7, text))
    return ls, WrapReport(status="planned", file=str(file), function="wrapped", diff="", edits=PLAN), document.text


@pytest.mark.parametrize("encoding", WIDTHS)
def test_edits_apply_cleanly_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    ls, report, text = prepared(tmp_path, encoding)
    (change,) = edits.changes(ls, report, text)
    assert isinstance(change, types.TextDocumentEdit)
    assert change.text_document.version == 7
    assert as_client(SOURCE, change, encoding) == AFTER


def test_a_byte_order_mark_moves_no_column(tmp_path: Path) -> None:
    """The plan counts the mark as a column of the first line, editors hide it."""
    ls, report, text = prepared(tmp_path, "utf-16", "\ufeff" + SOURCE)
    first = report.edits[0].model_copy(update={"start_column": 10, "end_column": 10})
    marked = report.model_copy(update={"edits": [first, *report.edits[1:]]})
    (change,) = edits.changes(ls, marked, text)
    assert isinstance(change, types.TextDocumentEdit)
    assert as_client(SOURCE, change, "utf-16") == AFTER


def test_an_edit_for_another_text_or_one_that_would_not_parse_is_not_sent(tmp_path: Path) -> None:
    ls, report, text = prepared(tmp_path, "utf-16")
    with pytest.raises(Exception, match="has changed since the edit was planned"):
        list(edits.changes(ls, report, text.replaced(0, 0, "#")))
    broken = report.model_copy(update={"edits": [PLAN[0].model_copy(update={"new_text": "("})]})
    with pytest.raises(Exception, match="would not parse"):
        list(edits.changes(ls, broken, text))


async def test_wrapping_arrives_as_one_versioned_edit_with_the_flags_file(shop: Path) -> None:
    """Over a manifest that names the function, as a built vessel's does; nothing is run or built by wrapping."""
    folder = manifest_of(shop, "shop", "total")
    async with session(shop, full("utf-8")) as talk:
        uri = talk.open("shop.py")
        await talk.diagnostics(uri)
        done = await talk.job("pivot.wrap", uri=uri, function="total", vessel=str(folder), flag="shop.total")
        assert done.applied, done.message
        (sent,) = talk.edits
    first, create_file, flags = sent.edit.document_changes or []
    assert isinstance(first, types.TextDocumentEdit)
    assert first.text_document.version == 1
    assert isinstance(create_file, types.CreateFile)
    assert isinstance(flags, types.TextDocumentEdit)
    assert '"shop.total"' in flags.edits[0].new_text  # type: ignore[union-attr]
    assert not (shop / "pivot.flags.json").exists()

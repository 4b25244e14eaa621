"""The eye that all other server tests look through (`tests/server/talk.py`): what LSP does not allow, it sees."""

from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pytest_lsp import LspSpecificationWarning

from tests.server.conformance import Transcript
from tests.server.talk import PLAIN, full, session

RANGE = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 1}}


def published(**diagnostic: Any) -> dict[str, Any]:
    one = {"range": RANGE, "message": "m", **diagnostic}
    params = {"uri": "file:///x", "diagnostics": [one]}
    return {"jsonrpc": "2.0", "method": "textDocument/publishDiagnostics", "params": params}


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"severity": 3, "code": "hotspot", "data": {"any": [1]}}, None),
        ({"severity": 7}, "severity: 7 is none of DiagnosticSeverity"),
        ({"colour": "red"}, "colour: Diagnostic knows no such key"),
        ({"message": 5}, "message: 5 is no str"),
        ({"range": {"start": RANGE["start"]}}, "range.end: Range must have it"),
        ({"range": {**RANGE, "end": {"line": -1, "character": 0}}}, "line: -1 is no int"),
        ({"tags": [1, 9]}, "tags[1]: 9 is none of DiagnosticTag"),
    ],
)
def test_what_the_model_does_not_allow_is_seen(more: dict[str, Any], fault: str | None) -> None:
    transcript = Transcript()
    transcript.take("server", published(**more))
    assert [line.endswith(str(fault)) for line in transcript.wrong] == ([True] if fault else []), transcript.wrong


def test_answers_are_held_against_their_request() -> None:
    transcript = Transcript()
    at = {"textDocument": {"uri": "file:///x"}, "position": RANGE["start"]}
    transcript.take("client", {"jsonrpc": "2.0", "id": 1, "method": "textDocument/hover", "params": at})
    transcript.take("server", {"jsonrpc": "2.0", "id": 1, "result": {"content": "misspelt"}})
    assert len(transcript.wrong) == 2
    transcript.take("server", {"jsonrpc": "2.0", "method": "textDocument/hovver", "params": None})
    assert "is no method of LSP" in transcript.wrong[-1]


async def test_a_warning_of_pytest_lsp_is_an_error_in_every_session(shop: Path) -> None:
    """This client has not said that it answers workspace/configuration."""
    async with session(shop, PLAIN) as talk:
        asked = types.ConfigurationParams([types.ConfigurationItem(section="pivot")])
        with pytest.raises(LspSpecificationWarning, match="configuration"):
            talk.client.protocol._handle_request("asked", types.WORKSPACE_CONFIGURATION, asked)


async def test_a_session_is_overheard_whole(shop: Path) -> None:
    """`session` itself fails on what is wrong; here it is that nothing escapes it."""
    async with session(shop, full()) as talk:
        uri = talk.open("shop.py")
        await talk.diagnostics(uri)
        await talk.hover(uri, 3)
        await talk.actions(uri, 3)
        whole = types.Range(types.Position(0, 0), types.Position(99, 0))
        document = types.TextDocumentIdentifier(uri)
        await talk.client.text_document_inlay_hint_async(types.InlayHintParams(document, whole))
        await talk.client.text_document_code_lens_async(types.CodeLensParams(document))
    assert talk.transcript.seen >= {
        "initialize",
        "textDocument/publishDiagnostics",
        "textDocument/hover",
        "textDocument/codeAction",
        "textDocument/inlayHint",
        "textDocument/codeLens",
        "workspace/configuration",
        "client/registerCapability",
        "shutdown",
    }

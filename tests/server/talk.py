"""A server process over stdio and a client that speaks to it.

Every message of both sides must be one that the LSP meta-model allows, and a specification warning of pytest-lsp is an
error. Clients differ by their capabilities: `FULL` is what VS Code of today says, as far as the server asks for it;
`PLAIN` says that it can nothing.
"""

import asyncio
import json
import os
import sys
import warnings
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from lsprotocol import types
from pytest_lsp import LanguageClient, LspSpecificationWarning, make_test_lsp_client

from tests.server.conformance import Transcript

ROOT = Path(__file__).parents[2]
PATIENCE = 90
"""Seconds for anything to happen on a busy machine; nothing waits that long when it works."""

PLAIN = types.ClientCapabilities(workspace=types.WorkspaceClientCapabilities())
"""Nothing, in an empty object: without one pytest-lsp would check nothing of what the server asks."""


def full(encoding: str = "utf-16", *, pull: bool = False) -> types.ClientCapabilities:
    """The capabilities of a client that can all that the server knows to use."""
    return types.ClientCapabilities(
        general=types.GeneralClientCapabilities(position_encodings=[types.PositionEncodingKind(encoding)]),
        window=types.WindowClientCapabilities(
            work_done_progress=True, show_document=types.ShowDocumentClientCapabilities(support=True)
        ),
        workspace=types.WorkspaceClientCapabilities(
            apply_edit=True,
            configuration=True,
            workspace_edit=types.WorkspaceEditClientCapabilities(
                document_changes=True, resource_operations=[types.ResourceOperationKind.Create]
            ),
            did_change_configuration=types.DidChangeConfigurationClientCapabilities(dynamic_registration=True),
            did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True),
            code_lens=types.CodeLensWorkspaceClientCapabilities(refresh_support=True),
            inlay_hint=types.InlayHintWorkspaceClientCapabilities(refresh_support=True),
            diagnostics=types.DiagnosticWorkspaceClientCapabilities(refresh_support=True) if pull else None,
        ),
        text_document=types.TextDocumentClientCapabilities(
            publish_diagnostics=types.PublishDiagnosticsClientCapabilities(code_description_support=True),
            hover=types.HoverClientCapabilities(content_format=[types.MarkupKind.Markdown]),
            diagnostic=types.DiagnosticClientCapabilities() if pull else None,
            code_action=types.CodeActionClientCapabilities(
                code_action_literal_support=types.ClientCodeActionLiteralOptions(
                    types.ClientCodeActionKindOptions([""])
                ),
                disabled_support=True,
                data_support=True,
                resolve_support=types.ClientCodeActionResolveOptions(["edit", "command"]),
            ),
        ),
    )


class Talk:
    """A client in the middle of a session, with the verbs that tests use."""

    def __init__(self, client: LanguageClient, root: Path) -> None:
        self.client = client
        self.root = root
        self.published: list[types.PublishDiagnosticsParams] = []
        self.heat: list[Any] = []
        self.finished: list[Any] = []
        self.edits: list[types.ApplyWorkspaceEditParams] = []
        self.refreshed: set[str] = set()
        self.registered: list[str] = []
        self.answer: types.InitializeResult
        self.transcript = Transcript()
        self.server: int | None = None
        """The server's process id."""

    def uri(self, name: str) -> str:
        """A file of the project."""
        return (self.root / name).as_uri()

    def open(self, name: str, text: str | None = None) -> str:
        """Opens a file, with other text than on disk if wanted."""
        uri = self.uri(name)
        source = (self.root / name).read_bytes().decode() if text is None else text
        self.client.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, types.LanguageKind.Python, 1, source))
        )
        return uri

    def change(self, uri: str, version: int, *edits: tuple[tuple[int, int], tuple[int, int], str]) -> None:
        """Sends edits: (line, character), (line, character), new text."""
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(version, uri),
                [
                    types.TextDocumentContentChangePartial(
                        types.Range(types.Position(*start), types.Position(*end)), text
                    )
                    for start, end, text in edits
                ],
            )
        )

    async def until(self, what: Callable[[], Any]) -> Any:
        """Waits until `what` gives something true, and returns it."""
        async with asyncio.timeout(PATIENCE):
            while not (value := what()):
                await asyncio.sleep(0.01)
        return value

    async def pause(self) -> None:
        """A moment between two looks at what no message tells of."""
        await asyncio.sleep(0.03)

    async def diagnostics(self, uri: str, version: int = 1, least: int = 1) -> list[types.Diagnostic]:
        """The diagnostics last published for a version, once there are some."""

        def found() -> Any:
            mine = [p for p in self.published if p.uri == uri and p.version == version]
            return mine and len(mine[-1].diagnostics) >= least and mine[-1]

        return list((await self.until(found)).diagnostics)

    async def command(self, name: str, **arguments: Any) -> Any:
        """Runs a command."""
        return await self.client.workspace_execute_command_async(
            types.ExecuteCommandParams(name, [arguments] if arguments else [])
        )

    async def job(self, name: str, **arguments: Any) -> Any:
        """Runs a command that is a job, to its end."""
        started = await self.command(name, **arguments)
        return await self.until(lambda: next((f for f in self.finished if f.job == started["job"]), None))

    async def hover(self, uri: str, line: int, character: int = 4) -> str | None:
        """The hover's text."""
        answer = await self.client.text_document_hover_async(
            types.HoverParams(types.TextDocumentIdentifier(uri), types.Position(line, character))
        )
        return None if answer is None else answer.contents.value  # type: ignore[union-attr]

    async def actions(self, uri: str, line: int, only: list[str] | None = None) -> list[Any]:
        """The code actions at the start of a line."""
        at = types.Position(line, 0)
        return list(
            await self.client.text_document_code_action_async(
                types.CodeActionParams(
                    types.TextDocumentIdentifier(uri), types.Range(at, at), types.CodeActionContext([], only=only)
                )
            )
            or []
        )

    def said(self) -> list[str]:
        """What was shown to the person."""
        return [message.message for message in self.client.messages]


def _listen(talk: Talk) -> None:
    client = talk.client

    @client.feature(types.WORKSPACE_APPLY_EDIT)
    def applied(params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
        talk.edits.append(params)
        return types.ApplyWorkspaceEditResult(applied=True)

    for method in (types.WORKSPACE_CODE_LENS_REFRESH, types.WORKSPACE_INLAY_HINT_REFRESH):
        client.feature(method)(lambda params, method=method: talk.refreshed.add(method))

    @client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def registered(params: types.RegistrationParams) -> None:
        talk.registered.extend(registration.method for registration in params.registrations)

    client.feature("pivot/heat")(lambda params: talk.heat.append(params))
    client.feature("pivot/jobFinished")(lambda params: talk.finished.append(params))
    keep = client.protocol.fm.features[types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS]

    def published(params: types.PublishDiagnosticsParams) -> None:
        talk.published.append(params)
        keep(params)

    client.protocol.fm.features[types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS] = published


def _overhear(talk: Talk) -> None:
    """Holds each message of both sides against the LSP meta-model; `session` fails on what it does not allow."""
    protocol = talk.client.protocol
    structured, write = protocol.structure_message, protocol.writer.write

    def received(data: dict[str, Any]) -> Any:
        if "jsonrpc" in data:
            talk.transcript.take("server", data)
        return structured(data)

    def sent(data: bytes) -> Any:
        talk.transcript.take("client", json.loads(data.partition(b"\r\n\r\n")[2]))
        return write(data)

    protocol.structure_message = received
    protocol.writer.write = sent


@asynccontextmanager
async def session(
    root: Path,
    capabilities: types.ClientCapabilities,
    options: dict[str, Any] | None = None,
    settings: dict[str, Any] | None = None,
    before: Sequence[str] = (),
) -> AsyncIterator[Talk]:
    """A server over `root`, initialized; at the end it must leave on its own, with exit code 0. `before`: words of a
    program that becomes the server."""
    client = make_test_lsp_client()
    talk = Talk(client, root)
    _listen(talk)
    if settings is not None:
        client.set_configuration(settings, section="pivot")
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    argv = [*before, sys.executable, "-P", "-m", "pivot_lsp", "lsp"]
    await client.start_io(*argv, cwd=root, env=environment)
    _overhear(talk)
    assert client._server is not None
    talk.server = client._server.pid
    with warnings.catch_warnings():
        warnings.simplefilter("error", LspSpecificationWarning)
        async with asyncio.timeout(PATIENCE):
            talk.answer = await client.initialize_session(
                types.InitializeParams(
                    capabilities,
                    process_id=os.getpid(),
                    root_uri=root.as_uri(),
                    workspace_folders=[types.WorkspaceFolder(root.as_uri(), root.name)],
                    initialization_options=options,
                )
            )
        yield talk
        async with asyncio.timeout(PATIENCE):
            await client.shutdown_async(None)
            client.exit(None)
            server = client._server
            assert server is not None
            assert await server.wait() == 0
    assert talk.transcript.wrong == []
    assert client.error is None  # a warning about what the server asked for arrives here
    await client.stop()

"""The server object: what one client's session knows, and the few operations that several methods share.

Invariants: nothing of the workspace is imported or executed in this process; the last good facts stand until whole
new ones replace them; a client is told diagnostics in one way only, by push or by pull.
"""

import asyncio
import logging
import sys
from pathlib import Path
from typing import Any, BinaryIO

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInternalError
from pygls.io_ import StdoutWriter
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from pivot_lsp import __version__
from pivot_lsp.jobs import JobTable
from pivot_lsp.server import wording
from pivot_lsp.server.anchors import Mark
from pivot_lsp.server.capabilities import Capabilities
from pivot_lsp.server.certificates import Certificates
from pivot_lsp.server.checks import check_later
from pivot_lsp.server.diagnostics import Pages, published
from pivot_lsp.server.differences import Differences
from pivot_lsp.server.documents import Document, Documents, read_source
from pivot_lsp.server.facts import Facts, real
from pivot_lsp.server.freshness import Freshness
from pivot_lsp.server.loops import Loops
from pivot_lsp.server.portability import Portability, Refusal
from pivot_lsp.server.protocol import Protocol
from pivot_lsp.server.settings import Settings
from pivot_lsp.server.stream import serve
from pivot_lsp.server.vessels import Shelf, Vessel

log = logging.getLogger(__name__)

SETTLE = 0.3
"""Seconds without a change before a document is anchored anew; until then marks only move."""

SURE = 2.0
"""Seconds without a change before a text that seems half typed is parsed as a whole."""

REST = 4.0
"""A huge document rests this many times as long as anchoring it took, so that typing is not held up by it."""


class Session(LanguageServer):
    """See the module."""

    protocol: Protocol

    def __init__(self) -> None:
        super().__init__("pivot-lsp", __version__, protocol_cls=Protocol)
        self.can = Capabilities()
        self.documents = Documents()
        self.settings = Settings()
        self.trusted = True
        self.facts: dict[Path, Facts] = {}
        self.jobs = JobTable()
        self.portability = Portability()
        self.loops = Loops()
        self.differences = Differences()
        self.shelf = Shelf()
        self.certificates = Certificates()
        self.freshness = Freshness(self)
        self.complaints: list[str] = []
        self.background: set[asyncio.Task[Any]] = set()
        self._settling: dict[str, asyncio.TimerHandle] = {}

    def start_io(self, stdin: BinaryIO | None = None, stdout: BinaryIO | None = None) -> None:
        """Serves until the client says exit or its stream ends; see `stream` for why not pygls' loop."""
        self.protocol.set_writer(StdoutWriter(stdout or sys.stdout.buffer))
        try:
            asyncio.run(serve(self.protocol, stdin or sys.stdin.buffer, self.thread_pool))
        except BrokenPipeError:
            log.warning("the client is gone")
        finally:
            self.thread_pool.shutdown()

    # -- the workspace ---------------------------------------------------------------------------------------------

    def folders(self) -> list[Path]:
        """The workspace's folders; without any, the folder that the client was started for, if it said one."""
        folders = [to_fs_path(folder.uri) for folder in self.workspace.folders.values()]
        if not folders and self.workspace.root_path:
            folders = [self.workspace.root_path]
        return [Path(folder) for folder in folders if folder]

    def roots(self) -> list[Path]:
        """Where facts are looked for: the workspace's folders, and the projects that open documents belong to.

        A client without a notion of projects names the folder of the first file, which is seldom the project's.
        """
        roots = {real(folder): folder for folder in self.folders()}
        for document in self.documents:
            if document.project is not None:
                roots.setdefault(real(document.project), document.project)
        return list(roots.values())

    def root_of(self, path: str) -> Path:
        """The root that holds `path`, the innermost; else the file's own folder."""
        holding = [root for root in self.roots() if Path(path).is_relative_to(real(root))]
        return max(holding, key=lambda root: len(root.parts), default=Path(path).parent)

    def spawn(self, work: Any, name: str) -> None:
        """Runs a coroutine beside the messages; its failure is logged and harms nothing else."""
        task = asyncio.ensure_future(work)
        self.background.add(task)

        def done(task: asyncio.Task[Any]) -> None:
            self.background.discard(task)
            error = None if task.cancelled() else task.exception()
            if isinstance(error, JsonRpcException):
                log.warning("%s: the client refuses: %s", name, error)
            elif error is not None:
                log.error("%s failed", name, exc_info=error)

        task.add_done_callback(done)

    # -- facts and marks -------------------------------------------------------------------------------------------

    def take(self, facts: Facts) -> None:
        """Replaces the facts of one root and shows them."""
        self.facts[facts.root] = facts
        for document in self.documents:
            self.assign(document)
            if facts.whole:
                check_later(self, document)
        self.refresh()

    def facts_of(self, document: Document) -> Facts | None:
        """The facts about a document, those of the innermost root: a folder may hold a project that has its own."""
        holding = [facts for facts in self.facts.values() if document.path in facts.spots]
        return max(holding, key=lambda facts: len(facts.root.parts), default=None)

    def assign(self, document: Document) -> None:
        """Gives a document its facts, as found in the file on disk."""
        facts = self.facts_of(document)
        spots = facts.spots[document.path or ""] if facts else ()
        document.assign(spots, read_source(document.path) if document.path and spots else None)

    def shown(self, document: Document) -> list[Mark]:
        """The marks that the settings let through, hottest first."""
        marks = [mark for mark in document.marks if mark.spot.share >= self.settings.threshold]
        return sorted(marks, key=lambda mark: -mark.spot.share)[: self.settings.most_per_file]

    def settle_later(self, document: Document, *, sure: bool = False) -> None:
        """Anchors the document anew once nobody has typed for SETTLE seconds; SURE for what takes long to know."""
        if (timer := self._settling.pop(document.uri, None)) is not None:
            timer.cancel()
        pause = max(SURE if sure else SETTLE, REST * document.cost)
        self._settling[document.uri] = asyncio.get_running_loop().call_later(pause, self._settle, document, sure)

    def _settle(self, document: Document, sure: bool) -> None:
        self._settling.pop(document.uri, None)
        if self.documents.get(document.uri) is not document:
            return
        document.settle(sure=sure)
        if document.doubtful:
            self.settle_later(document, sure=True)
        if document.marks != document.told:
            self.publish(document)
            if self.can.pull:  # the client asked when the text changed, and was told what was known then
                self.workspace_diagnostic_refresh(None)
            self.refresh(documents=False)

    # -- what is sent ----------------------------------------------------------------------------------------------

    def diagnostics(self, document: Document) -> list[types.Diagnostic]:
        """The diagnostics of a document as it is now."""
        if not self.settings.diagnostics:
            return []
        told = Pages(self.can.code_pages)
        found: list[types.Diagnostic] = []
        for mark in self.shown(document):
            known = self._refusals(mark, document)
            found.append(told.hotspot(document, mark, wording.verdicts(document, mark, known)))
            found += told.hot_lines(document, mark, self.settings.threshold)
            found += told.unportable(document, mark, known)
            if (difference := self.differences.of(document.path or "", mark.spot.function, mark.body_hash)) is not None:
                found.append(told.difference(document, mark, difference))
        return found

    def _refusals(self, mark: Mark, document: Document) -> dict[str, tuple[Refusal, ...]]:
        return self.portability.known(document.path or "", mark.spot.function, mark.body_hash)

    def verdicts(self, mark: Mark, document: Document) -> dict[str, tuple[str, ...]]:
        """What the compiler said about a function as it stands, a language each: () portable, else the reasons."""
        return wording.verdicts(document, mark, self._refusals(mark, document))

    def vessels(self, mark: Mark, document: Document) -> list[tuple[Vessel, str]]:
        """The vessels of a function, the last built first, each with the standing of its certificate."""
        found = self.shelf.of(document.path or "", mark.spot.function)
        return [(vessel, self.certificates.standing(vessel, mark.body_hash)) for vessel in found]

    def publish(self, document: Document) -> None:
        """Sends diagnostics, to clients that do not ask for them, and heat."""
        document.told = document.marks
        if not self.can.pull:
            told = published(document, self.diagnostics(document))
            self.protocol.tell(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, told)
        self.protocol.tell("pivot/heat", wording.heat(document, self.shown(document)))

    def refresh(self, *, documents: bool = True) -> None:
        """Shows everything anew after facts, settings or verdicts changed."""
        if documents:
            for document in self.documents:
                self.publish(document)
        if self.can.pull and documents:
            self.workspace_diagnostic_refresh(None)
        if self.can.refresh_lenses:
            self.workspace_code_lens_refresh(None)
        if self.can.refresh_hints:
            self.workspace_inlay_hint_refresh(None)

    async def register(self, wish: types.Registration) -> bool:
        """Registers a capability with the client; whether it took it."""
        try:
            await self.client_register_capability_async(types.RegistrationParams([wish]))
        except JsonRpcException as error:
            log.warning("%s was not registered: %s", wish.method, error)
            return False
        return True

    def say(self, message: str, kind: types.MessageType = types.MessageType.Info) -> None:
        """One line for the person."""
        self.window_show_message(types.ShowMessageParams(kind, message))

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Logged, instead of a message box for each. A request that was refused is no fault of the server's."""
        refused = isinstance(error, JsonRpcException) and not isinstance(error, JsonRpcInternalError)
        level = logging.INFO if refused else logging.ERROR
        log.log(level, "%s: %s", getattr(source, "__name__", source), error)

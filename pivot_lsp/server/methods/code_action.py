"""textDocument/codeAction and codeAction/resolve: port, wrap, prove, measure the hot function under the cursor.

The list is made from what is known already. Resolve looks again: it finds the function by name in the document as
it is then, and refuses when the function is gone or its body is another one than the list was made for.
"""

from typing import Any

from lsprotocol import types

from pivot_lsp.server.anchors import Mark
from pivot_lsp.server.commands import COMMANDS, refuse
from pivot_lsp.server.documents import Document
from pivot_lsp.server.loops import Answer
from pivot_lsp.server.session import Session
from pivot_lsp.server.wording import LANGUAGES

KINDS: dict[str, tuple[str, str, dict[str, str]]] = {
    "refactor.rewrite.pivot.port.rust": ("Port to Rust", "pivot.port", {"to": "rust"}),
    "refactor.rewrite.pivot.port.go": ("Port to Go", "pivot.port", {"to": "go"}),
    "refactor.rewrite.pivot.port.cpp": ("Port to C++", "pivot.port", {"to": "cpp"}),
    "refactor.extract.pivot.loop": ("Extract hot loop", "pivot.extract", {}),
    "refactor.rewrite.pivot.wrap": ("Wrap in feature flag", "pivot.wrap", {}),
    "refactor.rewrite.pivot.unwrap": ("Unwrap", "pivot.unwrap", {}),
    "source.pivot.generate-tests": ("Generate cases", "pivot.generate-tests", {}),
    "source.pivot.validate": ("Run parity", "pivot.validate", {}),
    "source.pivot.benchmark": ("Benchmark", "pivot.benchmark", {}),
    "source.pivot.verify": ("Verify certificate", "pivot.verify", {}),
    "source.pivot.analyze": ("Analyze profiles again", "pivot.analyze", {}),
}
"""kind -> (title, command, more arguments)."""

EXTRACT = "refactor.extract.pivot.loop"

QUICK = 0.02
"""Seconds that anchoring may take before a list of actions is answered; in a longer document it waits for the pause."""


def _fits(ls: Session, document: Document, mark: Mark, kind: str) -> bool:
    """A function is wrapped or unwrapped, whichever it is not; a loop is taken out of what no language takes."""
    if kind == EXTRACT:
        return _loop(ls, document, mark) is not None
    return kind != ("refactor.rewrite.pivot.wrap" if mark.wrapped else "refactor.rewrite.pivot.unwrap")


def _wanted(kind: str, only: list[str] | None) -> bool:
    """LSP: a kind asks for itself and its sub-kinds. Source actions come only when they are asked for."""
    if only is None:
        return not kind.startswith("source.")
    return any(asked == "" or kind == asked or kind.startswith(f"{asked}.") for asked in only)


def _loop(ls: Session, document: Document, mark: Mark) -> Answer | None:
    return ls.loops.known(document.path or "", mark.spot.function, mark.body_hash)


def _why_not(ls: Session, document: Document, mark: Mark, kind: str, more: dict[str, str]) -> str | None:
    if COMMANDS[KINDS[kind][1]].trust and not ls.trusted:
        return "this workspace is not trusted"
    if kind == EXTRACT and (loop := _loop(ls, document, mark)) is not None and loop.why_not is not None:
        return f"no loop can be a portable function: {loop.why_not}"
    reasons = ls.verdicts(mark, document).get(more.get("to", ""))
    if reasons:
        return f"not portable to {LANGUAGES[more['to']]}: {'; '.join(reasons)}"
    if COMMANDS[KINDS[kind][1]].vessel and not ls.shelf.of(document.path or "", mark.spot.function):
        return "there is no vessel yet; port the function first"
    return None


def _arguments(document: Document, function: str, kind: str) -> list[dict[str, Any]]:
    if kind == "source.pivot.analyze":
        return [{"uri": document.uri}]
    return [{"uri": document.uri, "function": function, **KINDS[kind][2]}]


def _action(ls: Session, document: Document, mark: Mark, kind: str) -> types.CodeAction | types.Command | None:
    title, name, more = KINDS[kind]
    why = _why_not(ls, document, mark, kind, more)
    full = title if kind == "source.pivot.analyze" else f"{title}: {mark.spot.function}"
    command = types.Command(full, name, arguments=_arguments(document, mark.spot.function, kind))
    if ls.can.plain_actions:
        return None if why else command
    if why and not ls.can.disabled:
        return None
    data = {"uri": document.uri, "function": mark.spot.function, "body": mark.body_hash, "kind": kind}
    return types.CodeAction(
        title=full,
        kind=kind,
        disabled=types.CodeActionDisabled(why) if why else None,
        command=None if why or ls.can.resolve_command else command,
        data=data,
    )


def code_action(ls: Session, params: types.CodeActionParams) -> list[types.CodeAction | types.Command]:
    """The actions for the hot function that the range begins in."""
    document = ls.documents.get(params.text_document.uri)
    if document is not None and document.loose and document.cost < QUICK:
        document.settle()  # who types and asks at once is offered actions for the body as it is now
    mark = document.mark_at(params.range.start.line) if document else None
    if document is None or mark is None:
        return []
    only = None if params.context.only is None else [str(getattr(k, "value", k)) for k in params.context.only]
    actions = [
        _action(ls, document, mark, kind) for kind in KINDS if _wanted(kind, only) and _fits(ls, document, mark, kind)
    ]
    return [action for action in actions if action is not None]


def code_action_resolve(ls: Session, action: types.CodeAction) -> types.CodeAction:
    """Adds the command, if the function is still the one that the action was offered for."""
    data = action.data if isinstance(action.data, dict) else {}
    document = ls.documents.get(str(data.get("uri")))
    kind = str(data.get("kind"))
    if document is None or kind not in KINDS:
        raise refuse("This action is not one of an open document.")
    document.settle()
    mark = next((m for m in document.marks if m.spot.function == data.get("function")), None)
    if mark is None:
        raise refuse(f"{data.get('function')} is not in the document any more.")
    if mark.body_hash != data.get("body"):
        raise refuse(f"{data.get('function')} was edited meanwhile; ask for the actions again.")
    action.command = types.Command(
        action.title, KINDS[kind][1], arguments=_arguments(document, mark.spot.function, kind)
    )
    return action

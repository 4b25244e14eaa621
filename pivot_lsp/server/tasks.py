"""Commands as jobs: checked, started, accompanied with progress, and answered by `pivot/jobFinished`.

Invariant: a command returns at once with the job's id; whatever happens to the child, exactly one `pivot/jobFinished`
follows for each job that was started.
"""

import asyncio
import contextlib
import os
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException, PyglsError
from pygls.uris import to_fs_path

from pivot_lsp.jobs import Handle, Job, Outcome, Progress, pivot_argv
from pivot_lsp.server import outcomes
from pivot_lsp.server.call import WORDS, Call
from pivot_lsp.server.commands import COMMANDS, Arguments, refuse
from pivot_lsp.server.edits import current
from pivot_lsp.server.facts import real
from pivot_lsp.server.outline import outline
from pivot_lsp.server.session import Session
from pivot_lsp.server.text import Text
from pivot_lsp.server.wording import LANGUAGES

LONGEST = 4_000
"""Characters of a path; beyond, no system has such a file."""

EVERY = 0.1
"""Seconds between two progress reports; a child may say more."""


def _function_at(ls: Session, path: str, line: int) -> str:
    text = current(ls, path) or Text("")
    here = [f for f in outline(text).functions if text.line_of(f.start) <= line <= text.line_of(f.end)]
    if not here:
        raise refuse(f"There is no function at line {line + 1} of {Path(path).name}.")
    return max(here, key=lambda function: function.start).qualname


def check(ls: Session, name: str, arguments: Arguments) -> Call:
    """The call, if it may be made now. Raises a JSON-RPC error with one sentence if not."""
    command = COMMANDS[name]
    if command.trust and not ls.trusted:
        raise refuse(f"{command.title} runs code of this workspace, which is not trusted.")
    path = None
    if arguments.uri is not None:
        local = to_fs_path(arguments.uri)
        if local is None or "\0" in local or len(local) > LONGEST:
            raise refuse(f"{arguments.uri[:200]} is not a file on this machine.")
        path = real(local)
        document = ls.documents.get(arguments.uri)
        if arguments.function is None and arguments.line is not None:
            arguments = replace(arguments, function=_function_at(ls, path, arguments.line))
        if command.saved and document is not None and not document.saved():
            raise refuse(f"Save {Path(path).name} first: {command.title.lower()} reads the file on disk.")
        if not os.path.exists(path):
            raise refuse(f"{path} does not exist.")
    if arguments.to is not None and arguments.to not in LANGUAGES:
        raise refuse(f"{arguments.to!r} is none of {', '.join(LANGUAGES)}.")
    vessel = Path(arguments.vessel) if arguments.vessel else None
    if command.vessel and vessel is None:
        built = ls.shelf.of(path or "", arguments.function or "")
        if not built:
            raise refuse(f"{arguments.function} has no vessel yet; port it first.")
        vessel = built[0].folder
    return Call(name, command, arguments, path, vessel, current(ls, path) if path else None)


def job_of(ls: Session, call: Call) -> Job:
    """The job that does what `call` asks. Raises a JSON-RPC error when there is nothing to do it with."""
    verb, words = call.command.verb or "", WORDS[call.command.verb or ""](ls, call)
    command = call.arguments.command or []
    return Job(
        key="\0".join([verb, *words, *command]),
        argv=(*pivot_argv(verb, *words), "--json"),
        cwd=call.cwd(ls),
        limit=call.command.limit,
        lane=call.command.lane,
        command=tuple(command),
    )


def launch(ls: Session, call: Call) -> dict[str, Any]:
    """Starts the call's job, or says which one does it already."""
    latest: list[Progress] = []
    handle, new = ls.jobs.start(job_of(ls, call), latest.append)
    if new:
        ls.spawn(accompany(ls, call, handle, latest), call.name)
    return {"job": handle.id} if new else {"job": handle.id, "already": True}


async def accompany(ls: Session, call: Call, handle: Handle, latest: list[Progress]) -> None:
    """Shows progress while the job runs, then deals with its outcome and tells it."""
    shown = asyncio.create_task(_show(ls, call, handle, latest)) if ls.can.progress else None
    outcome = await handle.task
    told: dict[str, Any] = {}
    try:
        told = await outcomes.settle(ls, call, outcome)
    except Exception as error:  # noqa: BLE001 - the notification must follow, whatever the outcome did to us
        told = {"message": f"{call.title}: {error}", "failed": True}
    if shown is not None:
        shown.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await shown
    if (document := ls.documents.at(call.path or "")) is not None:
        ls.certificates.look(ls, document)
    _tell(ls, call, handle, outcome, told)


def _tell(ls: Session, call: Call, handle: Handle, outcome: Outcome, told: dict[str, Any]) -> None:
    status = "failed" if told.pop("failed", False) else outcome.status
    message = told.pop("message", f"{call.title}: {outcome.message}")
    ls.protocol.notify(
        "pivot/jobFinished",
        {
            "job": handle.id,
            "command": call.name,
            "function": call.arguments.function,
            "status": status,
            "exitCode": outcome.exit_code,
            "message": message,
            "seconds": round(outcome.seconds, 3),
            "result": _exact(outcome.result),
            **told,
        },
    )
    kinds = {"done": types.MessageType.Info, "cancelled": types.MessageType.Info, "refused": types.MessageType.Warning}
    ls.say(message, kinds.get(status, types.MessageType.Error))


EXACT = 2**53
"""From here on a client's JSON may not hold an integer: JavaScript rounds it, Emacs 28 refuses the message."""


def _exact(value: Any) -> Any:
    """A JSON value with large integers as decimal strings."""
    match value:
        case dict():
            return {name: _exact(item) for name, item in value.items()}
        case list():
            return [_exact(item) for item in value]
        case int() if not -EXACT < value < EXACT:
            return str(value)
        case _:
            return value


async def _show(ls: Session, call: Call, handle: Handle, latest: list[Progress]) -> None:
    """A progress bar with a cancel button, for as long as this task lives."""
    progress, token = ls.work_done_progress, f"pivot/{handle.id}"
    try:
        await progress.create_async(token)
    except (JsonRpcException, PyglsError):  # the client refuses: the job goes on unseen
        return
    progress.tokens[token].add_done_callback(lambda future: future.cancelled() and ls.jobs.cancel(handle.id))
    progress.begin(token, types.WorkDoneProgressBegin(title=call.title, cancellable=True, percentage=0))
    last, before, percent = 0.0, None, 0
    try:
        while True:
            await asyncio.sleep(EVERY)
            now = latest[-1] if latest else None
            latest[:-1] = []
            if now is None or now == before or time.monotonic() - last < EVERY:
                continue
            last, before = time.monotonic(), now
            if now.total:
                percent = max(percent, min(99, 100 * now.done // now.total))
            count = f" {now.done:,} of {now.total:,}" if now.total else f" {now.done:,}" if now.done else ""
            progress.report(token, types.WorkDoneProgressReport(message=now.what + count, percentage=percent))
    finally:
        progress.end(token, types.WorkDoneProgressEnd())
        progress.tokens.pop(token, None)

"""The types of a target, asked of a child process that imports it; the parent never imports the user's code.

Invariant: whatever the user's module does on import (print, exit, crash, hang) becomes one error with its reason.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from pydantic import ValidationError

import pivot_lsp
from pivot_lsp.model.errors import NoVerdict, UsageError
from pivot_lsp.model.signature import Signature, Type
from pivot_lsp.model.target import Target
from pivot_lsp.runtime.waiting import readable

_BOOT = "import sys; sys.path.append(sys.argv.pop()); from pivot_lsp.cases.describe import main; main()"
PACKAGE_PARENT = str(Path(pivot_lsp.__file__).resolve().parent.parent)


def import_paths(target: Target) -> list[str]:
    """What goes in front of `sys.path` so that `target.module` can be imported as the project itself does."""
    paths = [target.root]
    if target.file is not None:
        if target.file.is_relative_to(target.root / "src"):
            paths.insert(0, target.root / "src")
        paths.append(target.file.parent)
    return list(dict.fromkeys(map(str, paths)))


def describe(target: Target, timeout: float = 60.0) -> Signature:
    """The signature of `target`. `timeout`: seconds its import may take.

    Raises UsageError PV605 when the target names no function, NoVerdict PV606 when its module cannot be imported.
    """
    if target.qualname is None:
        raise UsageError("PV605", "a whole file is no function", file=target.file, remedy="write file.py::function")
    read, write = os.pipe()
    request = {
        "fd": write,
        "paths": import_paths(target),
        "module": target.module,
        "qualname": target.qualname,
        "file": str(target.file) if target.file else "",
    }
    try:
        child = subprocess.Popen(
            [sys.executable, "-P", "-c", _BOOT, json.dumps(request), PACKAGE_PARENT],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=[write],
            cwd=target.root,
            start_new_session=True,
        )
    finally:
        os.close(write)
    try:
        reply = _read_all(read, time.monotonic() + timeout)
    finally:
        os.close(read)
        end(child)
    return _understand(reply, target, child.returncode, timeout)


def _read_all(fd: int, deadline: float) -> bytes | None:
    """Everything up to the end of the pipe; None when the deadline passes first."""
    chunks: list[bytes] = []
    while True:
        left = deadline - time.monotonic()
        if left <= 0 or not readable(fd, left):
            return None
        chunk = os.read(fd, 1 << 16)
        if not chunk:
            return b"".join(chunks)
        chunks.append(chunk)


def end(child: "subprocess.Popen[bytes]") -> None:
    """Waits a moment for an orderly end, then kills the child and all that it started."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(1.0)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _understand(reply: bytes | None, target: Target, status: int, timeout: float) -> Signature:
    if reply is None:
        raise NoVerdict("PV606", f"importing {target.module} took over {timeout:g} s", file=target.file)
    try:
        answer = json.loads(reply)
        if "signature" in answer:
            return Signature.model_validate(answer["signature"])
    except (ValueError, TypeError, ValidationError):
        answer = {"error": f"importing {target.module} ended the process with status {status}", "import": True}
    kind, code = (NoVerdict, "PV606") if answer.get("import") else (UsageError, "PV605")
    raise kind(code, answer["error"], file=target.file)


def render(signature: Signature) -> str:
    """`(rows: list[Sale], floor: int) -> dict[str, float]`, for people."""
    parts = []
    keyword_only = False
    for argument in signature.arguments:
        if argument.keyword_only and not keyword_only:
            parts.append("*" if signature.rest is None else f"*args: {render_type(signature.rest)}")
            keyword_only = True
        parts.append(f"{argument.name}: {render_type(argument.type)}" + (" = ..." if argument.has_default else ""))
    if signature.rest is not None and not keyword_only:
        parts.append(f"*args: {render_type(signature.rest)}")
    return f"({', '.join(parts)}) -> {render_type(signature.result)}"


def render_type(kind: Type) -> str:
    """A type as an annotation writes it; `?` when it is unknown."""
    inner = [render_type(arg) for arg in kind.args] if kind.kind not in ("record", "typed_dict") else []
    match kind.kind:
        case "none":
            return "None"
        case "optional":
            return f"{inner[0]} | None"
        case "union":
            return " | ".join(inner)
        case "vartuple":
            return f"tuple[{inner[0]}, ...]"
        case "extra":
            return f"{kind.name}[{', '.join(inner)}]" if inner else kind.name
        case "record" | "enum" | "typed_dict":
            return kind.name.rpartition(":")[2]
        case "literal":
            return f"Literal[{', '.join(map(repr, kind.values))}]"
        case "unknown":
            return kind.name.rpartition(":")[2] or "?"
        case "list" | "dict" | "set" | "frozenset" | "tuple":
            return f"{kind.kind}[{', '.join(inner)}]" if inner else f"{kind.kind}[()]"
        case _:
            return kind.kind

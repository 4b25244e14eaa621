"""`pivot wrap` and `pivot unwrap`: a function behind a flag, and back.

Invariants: wrapping changes no behaviour, since a new flag stands at 0%; only the source and the flags file are
written, each as a whole or not at all; a file that changed meanwhile is not written.
"""

import difflib
import io
import json
import os
import tokenize
from pathlib import Path

from pydantic import ValidationError

from pivot_lsp.model.errors import Refused, UsageError
from pivot_lsp.model.manifest import Manifest
from pivot_lsp.model.target import Target
from pivot_lsp.model.wrap import WrapPlan, WrapReport
from pivot_lsp.runtime.flags import VERSION
from pivot_lsp.source.edits import wrap as edits
from pivot_lsp.store.files import write_atomic


def flags_file(target: Target) -> Path:
    """The flags file that rules the target's project."""
    chosen = os.environ.get("PIVOT_FLAGS")
    return Path(chosen) if chosen else target.root / "pivot.flags.json"


def flags_after(file: Path, flag: str) -> str | None:
    """The text of the flags file with `flag` added at 0%, or None when it has it. Raises UsageError PV708."""
    try:
        text = file.read_text(encoding="utf-8")
        content = json.loads(text)
    except FileNotFoundError:
        content = {"version": VERSION, "flags": {}}
    except (OSError, ValueError) as error:
        raise UsageError(
            "PV708", f"the flags cannot be read: {error}", file=file, remedy="repair or remove it"
        ) from error
    if not isinstance(content, dict) or content.get("version") != VERSION or not isinstance(content.get("flags"), dict):
        message = f'expected {{"version": {VERSION}, "flags": {{...}}}}'
        raise UsageError("PV708", message, file=file, remedy="repair or remove it")
    if flag in content["flags"]:
        return None
    content["flags"][flag] = {"percent": 0, "on": True}
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _file(target: Target) -> Path:
    if target.file is None:
        raise UsageError("PV701", f"{target} names no file", remedy="write path/to/file.py::function")
    return target.file


def _qualname(target: Target, source: str) -> tuple[str, str]:
    """The target's file and function; a file with one public function needs no name. Raises UsageError PV701."""
    file = str(_file(target))
    if target.qualname is not None:
        return file, target.qualname
    public = edits.public_functions(source, file)
    if len(public) != 1:
        what = ", ".join(public) or "none"
        raise UsageError(
            "PV701", f"which function? The file's public ones: {what}", file=target.file, remedy="write FILE::function"
        )
    return file, public[0]


def _vessel_name(target: Target, vessel: Path, qualname: str) -> str:
    """How wrapped code names the vessel. Raises UsageError PV706 when it is none, or is not of this function."""
    file = vessel / "manifest.json"
    try:
        manifest = Manifest.model_validate_json(file.read_bytes())
    except OSError as error:
        raise UsageError("PV706", f"no vessel: {error.strerror}", file=file, remedy="`pivot port` makes one") from error
    except ValidationError as error:
        raise UsageError(
            "PV706", f"not a manifest: {error.error_count()} errors", file=file, remedy="pivot build renews it"
        ) from error
    exported = [f"{function.module}:{function.qualname}" for function in manifest.functions]
    if f"{target.module}:{qualname}" not in exported:
        what = f"the vessel is of {', '.join(exported)}, not of {target.module}:{qualname}"
        raise UsageError("PV706", what, file=file, remedy="`pivot port` makes one for it")
    folder = vessel.resolve()
    chosen = os.environ.get("PIVOT_VESSELS")
    for base, prefix in ((Path(chosen) if chosen else target.root / "vessels", ""), (target.root, "./")):
        if folder.is_relative_to(base.resolve()):
            return prefix + folder.relative_to(base.resolve()).as_posix()
    return str(folder)


def plan_wrap(source: str, target: Target, vessel: Path, flag: str) -> WrapPlan:
    """Edits that put `target` behind `flag`; reads the vessel's manifest, nothing else.

    Raises UsageError PV701 (no such function), PV702 (wrapped already), PV704 (defined twice), PV706 (vessel), PV707
    (syntax), PV710 (flag) and Refused PV704 (a name is taken), PV705 (a generator), PV709 (cannot be undone).
    """
    if not edits.FLAG_NAME.match(flag):
        raise UsageError("PV710", f"not a flag's name: {flag!r}", remedy="use letters, digits and _ . : / -")
    file, qualname = _qualname(target, source)
    if edits.is_wrapped(source, qualname, file):
        raise UsageError("PV702", f"{qualname} is wrapped already", file=file, remedy="pivot unwrap takes it back")
    return edits.plan_wrap(source, qualname, flag, _vessel_name(target, vessel, qualname), file)


def plan_unwrap(source: str, target: Target) -> WrapPlan:
    """Edits that take the dispatcher of `target` away. Raises UsageError PV703 (not wrapped), PV707 (syntax)."""
    file, qualname = _qualname(target, source)
    return edits.plan_unwrap(source, qualname, file)


def read_source(file: Path) -> tuple[bytes, str, str]:
    """Bytes, text and encoding of a source; a BOM stays in the text. Raises UsageError PV707."""
    try:
        raw = file.read_bytes()
        encoding, _ = tokenize.detect_encoding(io.BytesIO(raw).readline)
        encoding = "utf-8" if encoding == "utf-8-sig" else encoding
        return raw, raw.decode(encoding), encoding
    except (OSError, SyntaxError, UnicodeDecodeError) as error:
        raise UsageError("PV707", f"cannot be read: {error}", file=file) from error


def diff_of(before: str, after: str, name: str) -> str:
    lines = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), f"a/{name}", f"b/{name}"
    )
    return "".join(line if line.endswith("\n") else line + "\n\\ No newline at end of file\n" for line in lines)


def save(file: Path, raw: bytes, after: str, encoding: str) -> None:
    """Writes `after` where `raw` was read. Raises Refused PV711 when the file changed meanwhile."""
    if file.read_bytes() != raw:
        raise Refused("PV711", "the file changed meanwhile", file=file, remedy="try again")
    write_atomic(file, after.encode(encoding))


def wrap(target: Target, vessel: Path, flag: str, *, dry: bool = False) -> WrapReport:
    """Wraps `target` on disk and adds the flag at 0% when it is new; `dry`: writes nothing. Raises as `plan_wrap`."""
    path = _file(target)
    raw, source, encoding = read_source(path)
    plan = plan_wrap(source, target, vessel, flag)
    flags = flags_file(target)
    flags_text = flags_after(flags, flag)
    if not dry:
        if flags_text is not None:
            write_atomic(flags, flags_text)
        save(path, raw, plan.after, encoding)
    return WrapReport(
        status="planned" if dry else "wrapped",
        file=str(path),
        function=plan.function,
        flag=flag,
        vessel=plan.vessel,
        flags_file=None if flags_text is None else str(flags),
        flags_text=flags_text,
        diff=diff_of(source, plan.after, path.name),
        edits=plan.edits,
        notes=plan.notes,
    )


def unwrap(target: Target, *, dry: bool = False) -> WrapReport:
    """Unwraps `target` on disk; the flag stays in the flags file. Raises as `plan_unwrap`."""
    path = _file(target)
    raw, source, encoding = read_source(path)
    plan = plan_unwrap(source, target)
    if not dry:
        save(path, raw, plan.after, encoding)
    return WrapReport(
        status="planned" if dry else "unwrapped",
        file=str(path),
        function=plan.function,
        flag=edits.flag_of(source, plan.function, str(path)),
        diff=diff_of(source, plan.after, path.name),
        edits=plan.edits,
        notes=plan.notes,
    )

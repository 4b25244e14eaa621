"""Port a function, a method or a whole file: check it, translate it, build it. The editor's answer and the command's
are this one."""

from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from pivot_lsp.model.errors import BuildFailed, Refused, UsageError
from pivot_lsp.model.port import Language, PortReport, Reason
from pivot_lsp.model.target import Target
from pivot_lsp.store.files import pivot_folder

if TYPE_CHECKING:
    from pivot_lsp.port.compile import Checked

Progress = Callable[[str, int, int | None], None]


def caches(root: Path) -> Path:
    """The project's cache folder, shared by all its ports."""
    folder = pivot_folder(root) / "cache"
    folder.mkdir(exist_ok=True)
    return folder


def renew_members(vessel: Path, progress: Progress) -> dict[str, str]:
    """A Go vessel has joined the project's library: certificates of the others are renewed where their cases agree."""
    vessels = vessel.resolve().parent.parent
    if not any(path.parent != vessel for path in vessels.glob("*/go/certificate*.json")):
        return {}
    from pivot_lsp.app.relink import renew  # not above: it judges, which takes all of parity to import

    return renew(vessels, vessel, progress)


def port(
    target: Target, language: Language, dest: Path | None, progress: Progress, *, check: bool = False
) -> PortReport:
    """Ports `target`; with `check` only says whether it could be. A refusal and a failed build are reports."""
    if target.file is None:
        raise UsageError("PV001", f"{target} is no function of a file", remedy="write path/to/file.py::function")
    from pivot_lsp.vessel.describe import exported  # not above, as in `_compiled`

    cache = caches(target.root)
    progress("typing", 0, 3)
    started = perf_counter()
    checked, left_out = _compiled(target, cache / "mypy")
    seconds = {"types": round(perf_counter() - started, 3)}
    if checked.unit is None:
        return PortReport(status="refused", target=language, reasons=list(checked.reasons), seconds=seconds)
    functions = [f.name for f in exported(checked.unit)]
    inferred, notes = list(checked.inferred), list(checked.notes)
    if check:
        return PortReport(
            status="portable",
            target=language,
            functions=functions,
            inferred=inferred,
            notes=notes,
            reasons=left_out,
            seconds=seconds,
        )
    from pivot_lsp.vessel.build import build_vessel  # not above: the editor waits for --check, which builds nothing

    progress("translating and building", 1, 3)
    try:
        built = build_vessel(checked.unit, target, language, dest, cache)
    except Refused as error:  # what one language cannot hold, said by its back end
        reason = Reason(code=error.code, line=error.line or 1, column=0, message=str(error))
        return PortReport(status="refused", target=language, reasons=[reason], seconds=seconds)
    except BuildFailed as error:
        return PortReport(status="failed", target=language, functions=functions, seconds=seconds, log=str(error))
    if language == "go" and dest is None:
        renew_members(built.folder, progress)
    progress("done", 3, 3)
    seconds |= {"translate": round(built.translate, 3), "build": round(built.build, 3)}
    return PortReport(
        status="built",
        vessel=str(built.folder),
        target=language,
        functions=functions,
        inferred=inferred,
        notes=notes,
        reasons=left_out,
        seconds=seconds,
    )


def _compiled(target: Target, cache: Path) -> "tuple[Checked, list[Reason]]":
    """The unit of the target; of a whole file, what can be ported of it, and why the rest cannot."""
    # not above: mypy comes with it, and `build`, `validate` and `extract` import this module for other things
    from pivot_lsp.port.compile import compile_unit
    from pivot_lsp.port.whole import compile_file

    if target.qualname is not None:
        return compile_unit(target, cache), []
    found = compile_file(target, cache)
    if found.checked.unit is None and not found.refused:
        raise UsageError("PV002", "the file has no function", file=target.file, remedy="name another file")
    return found.checked, list(found.refused)

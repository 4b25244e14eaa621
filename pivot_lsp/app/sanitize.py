"""A sanitizer pass for a vessel: its library built anew with instruments, and the judged calls run through it.

Invariant: that a sanitizer could not be built or loaded is said, and counts as no pass, neither clean nor a finding.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pivot_lsp.model.errors import PivotError
from pivot_lsp.model.evidence import SanitizerResult
from pivot_lsp.model.port import Language
from pivot_lsp.parity.implementation import Implementation, of_vessel
from pivot_lsp.parity.sanitize import Sanitize, run_sanitized
from pivot_lsp.vessel.build import build_sanitized, read_manifest


@dataclass(frozen=True)
class _Tool:
    """`preload`: runtimes that must be in the process before the library."""

    name: str
    blind_to: str
    preload: tuple[str, ...]


_MEMORY_ONLY = "data races, reads of uninitialised memory, and defects on paths that no judged call takes"
TOOLS: dict[Language, _Tool] = {
    "rust": _Tool("AddressSanitizer (rustc)", _MEMORY_ONLY, ("libasan.so",)),
    "cpp": _Tool("AddressSanitizer and UndefinedBehaviorSanitizer", _MEMORY_ONLY, ("libasan.so", "libubsan.so")),
    "go": _Tool("AddressSanitizer (go -asan)", _MEMORY_ONLY, ("libasan.so",)),
}
OPTIONS = {
    "ASAN_OPTIONS": "detect_leaks=0:abort_on_error=1:allocator_may_return_null=1:verify_asan_link_order=0",
    "UBSAN_OPTIONS": "halt_on_error=1:abort_on_error=1:print_stacktrace=1",
    "PYTHONMALLOC": "malloc",
}
"""Leaks are not looked for: CPython itself ends with memory in use. Python's memory comes from malloc, so that an
overread of what the bridge lends is seen too."""


def sanitizer_for(folder: Path, legacy: Implementation, cache: Path) -> Sanitize:
    """The pass for the vessel in `folder`. `cache` keeps compiled runtimes."""

    def sanitize(corpus: Path) -> SanitizerResult:
        tool = TOOLS[read_manifest(folder).target]
        with tempfile.TemporaryDirectory(prefix="pivot-") as scratch:
            try:
                made = build_sanitized(folder, Path(scratch), cache)
            except (PivotError, OSError) as error:
                return _none(tool, f"it cannot be built: {str(error).splitlines()[0]}")
            libraries = preload(tool.preload)
            if libraries is None:
                return _none(tool, f"{', '.join(tool.preload)} cannot be found; install gcc")
            environment = {**OPTIONS, "LD_PRELOAD": libraries}
            implementation = of_vessel(str(made), legacy, made)
            return run_sanitized(implementation, corpus, environment, tool.name, tool.blind_to)

    return sanitize


def _none(tool: _Tool, why: str) -> SanitizerResult:
    return SanitizerResult(tool=tool.name, clean=True, calls=0, finding=why, blind_to=tool.blind_to)


def preload(names: Sequence[str]) -> str | None:
    """The value of LD_PRELOAD for these runtimes; None when one of them cannot be found."""
    found = [path for name in names if (path := _runtime(name)) is not None]
    return ":".join(found) if len(found) == len(names) else None


def _runtime(name: str) -> str | None:
    """Where the compiler keeps a sanitizer's runtime; None when there is no compiler or no such file."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        return None
    done = subprocess.run([compiler, f"-print-file-name={name}"], capture_output=True, text=True, check=False)
    found = Path(done.stdout.strip())
    return str(found.resolve()) if found.is_absolute() and found.exists() else None

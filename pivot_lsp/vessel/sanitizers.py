"""Which sanitizer each language's vessel is built with, what the loading process needs, what it cannot see."""

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pivot_lsp.model.port import Language


@dataclass(frozen=True)
class Sanitizer:
    """A tool's name, the environment of the loading process, and the limits of what a clean pass says."""

    tool: str
    environment: Mapping[str, str]
    blind_to: str


_TOOLS: dict[Language, tuple[str, str]] = {
    "rust": (
        "AddressSanitizer (rustc -Zsanitizer=address)",
        "leaks, uninitialised reads, data races, and errors inside one region's memory",
    ),
    "cpp": (
        "AddressSanitizer and UndefinedBehaviorSanitizer (g++)",
        "leaks, uninitialised reads, data races, and errors inside one region's memory",
    ),
    "go": (
        "AddressSanitizer (go build -asan)",
        "leaks, data races, and errors inside Go's own heap that its runtime checks by itself",
    ),
}


def sanitizer(language: Language) -> Sanitizer | None:
    """The sanitizer for `language`, or None when its runtime library is not on this machine.

    The library must be the process's first (LD_PRELOAD): Python itself is not instrumented. Leak detection is off, for
    CPython keeps what it interned.
    """
    library = _library("libasan.so")
    if library is None:
        return None
    preload = [library]
    if language == "cpp" and (undefined := _library("libubsan.so")) is not None:
        preload.append(undefined)
    tool, blind_to = _TOOLS[language]
    environment = {
        "LD_PRELOAD": " ".join(map(str, preload)),
        "ASAN_OPTIONS": "detect_leaks=0:abort_on_error=1:allocator_may_return_null=1:handle_segv=0",
        "UBSAN_OPTIONS": "halt_on_error=1:print_stacktrace=1",
    }
    return Sanitizer(tool, environment, blind_to)


def _library(name: str) -> Path | None:
    """Where gcc keeps `name`, resolved: the linker script of that name cannot be preloaded."""
    compiler = shutil.which("gcc") or shutil.which("g++")
    if compiler is None:
        return None
    done = subprocess.run([compiler, f"-print-file-name={name}"], capture_output=True, text=True, check=False)
    found = Path(done.stdout.strip())
    return found.resolve() if found.is_absolute() and found.exists() else None

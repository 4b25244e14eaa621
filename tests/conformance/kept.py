"""Libraries that the suite compiled before, under this Python or another: a vessel's sources are the same for each.

A library is kept by the hash of everything that goes into it: its sources, the runtime's, the builder's and the
compiler's file. Compiling is most of what the suite does, and three Pythons would do it three times.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from unittest.mock import patch

from pivot_lsp.model.manifest import Toolchain
from pivot_lsp.model.port import Language
from pivot_lsp.store.locks import exclusive
from pivot_lsp.vessel import backends
from pivot_lsp.vessel.toolchain import Builder

ROOT = Path(__file__).parents[2]
KEPT = ROOT / ".pivot" / "cache" / "conformance"
COMPILERS: dict[Language, str] = {"rust": "rustc", "go": "go", "cpp": "g++"}


@cache
def _makers(language: Language) -> bytes:
    """A digest of the runtime, the builders and the compiler."""
    digest = hashlib.sha256()
    sources = ROOT / "pivot_lsp" / "port" / "native" / language
    for file in sorted([*sources.rglob("*.*"), *(ROOT / "pivot_lsp" / "vessel").glob("*.py")]):
        if file.is_file() and file.suffix in (".rs", ".go", ".hpp", ".cpp", ".h", ".py", ".mod", ".toml"):
            digest.update(file.name.encode() + b"\0" + file.read_bytes())
    compiler = os.stat(shutil.which(COMPILERS[language]) or ROOT)
    digest.update(f"{compiler.st_mtime_ns} {compiler.st_size}".encode())
    return digest.digest()


class Keeping:
    """A builder that compiles nothing twice."""

    def __init__(self, language: Language, builder: Builder) -> None:
        self._language, self._builder = language, builder
        if tidy := getattr(builder, "tidy", None):
            self.tidy = tidy

    def build(self, sources: Path, library: Path, cache: Path, *, sanitize: bool = False) -> Toolchain:
        """As the builder's, from what was kept where it can be."""
        digest = hashlib.sha256(_makers(self._language) + bytes([sanitize]))
        for file in sorted(file for file in sources.rglob("*") if file.is_file()):
            digest.update(str(file.relative_to(sources)).encode() + b"\0" + file.read_bytes())
        kept = KEPT / "libraries" / digest.hexdigest()
        with exclusive(kept.with_suffix(".lock")):
            if not (kept / "toolchain.json").exists():
                kept.mkdir(parents=True, exist_ok=True)
                toolchain = self._builder.build(sources, kept / "library.so", cache, sanitize=sanitize)
                (kept / "toolchain.json").write_text(toolchain.model_dump_json())
            shutil.copy2(kept / "library.so", library)
            return Toolchain.model_validate_json((kept / "toolchain.json").read_text())


@contextmanager
def libraries_kept() -> Iterator[None]:
    """What is built in here comes from what was kept. A stand-in for the builder, since all that differs is time."""
    with patch("pivot_lsp.vessel.build.builder", lambda language: Keeping(language, backends.builder(language))):
        yield

"""What a language's builder offers to `vessel/build.py`: one small module a language (`rust`, `go`, `cpp`)."""

from pathlib import Path
from typing import Protocol

from pivot_lsp.model.manifest import Toolchain


class Builder(Protocol):
    """Compiles the sources of one vessel against that language's native runtime."""

    def build(self, sources: Path, library: Path, cache: Path, *, sanitize: bool = False) -> Toolchain:
        """Compiles the files in `sources` into the shared library `library`; keeps compiled runtimes in `cache`.

        With `sanitize` the library is instrumented (address sanitizer, and undefined behaviour where there is one).
        Needs no network. Raises BuildFailed PV501 with the compiler's own words, PV502 when the compiler is missing.
        """
        ...

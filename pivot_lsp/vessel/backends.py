"""The three back ends side by side: what turns a unit into source, and what builds it."""

import importlib
from typing import Protocol, cast

from pivot_lsp.model.port import Language
from pivot_lsp.port.ir import Unit
from pivot_lsp.vessel.toolchain import Builder


class Emitter(Protocol):
    """A back end: pure, from a unit to the text of its files."""

    def emit(self, unit: Unit) -> dict[str, str]:
        """`{file name: text}` of the port and its glue."""
        ...


def emitter(language: Language) -> Emitter:
    """The back end of `language`; imported when it is asked for."""
    return cast(Emitter, importlib.import_module(f"pivot_lsp.port.emit.{language}"))


def builder(language: Language) -> Builder:
    """The builder of `language`; imported when it is asked for."""
    return cast(Builder, importlib.import_module(f"pivot_lsp.vessel.{language}"))


FORK_SAFE: dict[Language, bool] = {"rust": True, "cpp": True, "go": False}
"""Whether a forked child may go on calling the library."""

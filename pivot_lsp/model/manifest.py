"""`manifest.json` of a vessel: what it was made from, how to call it, where it may run.

The runtime reads the same file as plain JSON (it may not import this module); shapes and slots are defined in
`pivot_lsp/runtime/abi.py`.
"""

from typing import Literal

from pivot_lsp.model.base import Model
from pivot_lsp.model.port import Language


class Parameter(Model):
    """One parameter: its wire shape, and whether legacy has a default for it."""

    name: str
    shape: str
    default: bool = False


class ExportedFunction(Model):
    """One function the library exports; `symbol` is its C name. `linked`: its lists, dicts and records cross as
    numbered objects, and what the call did to them is written back (`pivot_lsp/runtime/abi.py`). `entry` is its name in
    the vessel's source where that differs: `Basket.add` is `basket_add` there."""

    name: str
    module: str
    qualname: str
    symbol: str
    parameters: list[Parameter]
    result: str
    linked: bool = False
    entry: str | None = None

    @property
    def source_name(self) -> str:
        """Its name in the vessel's source."""
        return self.entry or self.name


class RecordClass(Model):
    """A class that crosses the bridge: `module:qualname`, and its fields in order; shape `_` is not carried. `plain`:
    it is no dataclass, and its fields are what its __init__ sets. `enum`: it is an Enum, and its fields are its
    members. `constants`: variables of the class; an instance that has one of its own, or whose class has another by
    now, is legacy's. `keyed`: a TypedDict, whose keys stand in `any` order, or must be `ordered` as declared."""

    cls: str
    fields: list[tuple[str, str]]
    plain: bool = False
    enum: bool = False
    keyed: str = ""
    constants: list[str] = []


class LegacyUnit(Model):
    """The Python that was translated. `files` maps each file of the unit, relative to root, to the sha256 of the
    unit's functions, classes and constants in it; `unit_sha256` binds them all. `root` is relative to the vessel."""

    file: str
    module: str
    root: str
    files: dict[str, str]
    unit_sha256: str


class Library(Model):
    """The built library, relative to the vessel's folder."""

    file: str
    sha256: str


class Toolchain(Model):
    """What built it: `rustc 1.95.0 ...` and the flags, in order."""

    compiler: str
    flags: list[str]


class Manifest(Model):
    """The whole manifest."""

    manifest: Literal[1] = 1
    abi: Literal[2] = 2
    target: Language
    legacy: LegacyUnit
    functions: list[ExportedFunction]
    records: list[RecordClass]
    exceptions: list[str]
    """`module:qualname` of every exception the vessel can raise; an exception's kind on the wire is its index."""
    exception_fields: dict[str, list[str]] = {}
    """Of those whose instances hold attributes, their names: they follow the arguments on the wire."""
    python: list[str]
    platform: str
    toolchain: Toolchain
    sources: dict[str, str]
    library: Library
    fork_safe: bool

"""Reads a vessel's `manifest.json` as the runtime needs it (`pivot_lsp/model/manifest.py` is the definition).

Fields that the runtime does not use are not looked at. Invariant: a manifest of another number, ABI, platform or
Python is refused here, before anything is opened.
"""

import sys
import sysconfig
from pathlib import Path

import msgspec

from pivot_lsp.runtime.abi import ABI
from pivot_lsp.runtime.errors import VesselError


class Parameter(msgspec.Struct, frozen=True):
    """One parameter and its wire shape."""

    name: str
    shape: str


class Function(msgspec.Struct, frozen=True):
    """One exported function."""

    name: str
    module: str
    qualname: str
    symbol: str
    parameters: tuple[Parameter, ...]
    result: str
    linked: bool = False


class Record(msgspec.Struct, frozen=True):
    """A class that crosses as a record. `constants`: variables of the class that an instance must not have itself.
    `keyed`: a dict with these keys, in `any` order or only `ordered` as here."""

    cls: str
    fields: tuple[tuple[str, str], ...]
    plain: bool = False
    enum: bool = False
    keyed: str = ""
    constants: tuple[str, ...] = ()


class Legacy(msgspec.Struct, frozen=True):
    """Where legacy lives."""

    file: str
    module: str
    root: str


class Library(msgspec.Struct, frozen=True):
    """The built library."""

    file: str
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """The part of the manifest that loading needs."""

    manifest: int
    abi: int
    legacy: Legacy
    functions: tuple[Function, ...]
    records: tuple[Record, ...]
    exceptions: tuple[str, ...]
    python: tuple[str, ...]
    platform: str
    library: Library
    fork_safe: bool
    exception_fields: dict[str, tuple[str, ...]] = {}


def platform_tag() -> str:
    """What `platform` of a manifest must be on this machine: `linux-x86_64`."""
    return sysconfig.get_platform()


def python_tag() -> str:
    """What `python` of a manifest must contain for this interpreter: `3.11`."""
    return f"{sys.version_info[0]}.{sys.version_info[1]}"


def read_manifest(folder: Path) -> Manifest:
    """The manifest in `folder`. Raises VesselError PV750 (unreadable) or PV752 (not for this interpreter)."""
    file = folder / "manifest.json"
    try:
        manifest = msgspec.json.decode(file.read_bytes(), type=Manifest)
    except OSError as error:
        raise VesselError(
            "PV750", f"no manifest: {error.strerror}", folder=folder, remedy="pivot build makes one"
        ) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise VesselError("PV750", f"manifest.json: {error}", folder=folder, remedy="rebuild the vessel") from error
    if (manifest.manifest, manifest.abi) != (1, ABI):
        found = f"manifest {manifest.manifest}, ABI {manifest.abi}"
        raise VesselError("PV750", f"{found}, expected 1 and {ABI}", folder=folder, remedy="rebuild the vessel")
    if python_tag() not in manifest.python:
        raise VesselError(
            "PV752",
            f"made for Python {', '.join(manifest.python)}, this is {python_tag()}",
            folder=folder,
            remedy=f"validate it on {python_tag()}",
        )
    if manifest.platform != platform_tag():
        raise VesselError(
            "PV752", f"made for {manifest.platform}, this is {platform_tag()}", folder=folder, remedy="build it here"
        )
    return manifest

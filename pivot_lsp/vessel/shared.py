"""One library for all Go vessels of a project, `vessels/.go/libvessels.so`: several Go runtimes in one process are
unsupported.

Whoever joins links every member anew, and every member's manifest gets the new library's hash; a certificate that
bound the old one is stale until its cases ran again (`app/relink`). Keeps true: a member that does not compile is left
out and stops nobody else; two ports at once take turns; a library in use stays as it is, the new one is another file
under the same name. A vessel outside the project's `vessels` keeps a library of its own.
"""

import fcntl
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from pivot_lsp.model.errors import BuildFailed
from pivot_lsp.model.manifest import ExportedFunction, Library, Manifest, Toolchain
from pivot_lsp.vessel import go
from pivot_lsp.vessel.describe import sha256_of

FOLDER, LIBRARY = ".go", "libvessels.so"
FROM_MEMBER = f"../../{FOLDER}/{LIBRARY}"
"""The library as a member's manifest names it."""


@dataclass(frozen=True)
class Joined:
    """What a new member's manifest says of the library, and the members that could not be linked with it."""

    toolchain: Toolchain
    library: Library
    left_out: tuple[str, ...]


def is_member(manifest: Manifest) -> bool:
    """Whether the vessel uses the project's library."""
    return manifest.library.file == FROM_MEMBER


def symbols(name: str, functions: list[ExportedFunction]) -> list[ExportedFunction]:
    """The functions of member `name` with their symbols in the project's library."""
    return [f.model_copy(update={"symbol": go.linked_symbol(name, f.source_name)}) for f in functions]


@contextmanager
def turn(vessels: Path) -> Iterator[None]:
    """Holds the project's library: from linking until the newcomer's folder stands."""
    (vessels / FOLDER).mkdir(parents=True, exist_ok=True)
    with (vessels / FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def join(vessels: Path, name: str, sources: Path, cache: Path) -> Joined:
    """Links `sources` as member `name` with all others under `vessels`, within a `turn`. Raises BuildFailed for what
    is wrong with `sources`."""
    others = _members(vessels, name)
    packages = {other: folder / "src" for other, (folder, _) in others.items()}
    library = vessels / FOLDER / LIBRARY
    with tempfile.TemporaryDirectory(prefix=".linking-", dir=library.parent) as scratch:
        made = Path(scratch) / LIBRARY
        toolchain, left_out = _link(packages, name, sources, made, cache)
        sha256 = sha256_of(made)
        if not library.is_file() or sha256_of(library) != sha256:
            os.replace(made, library)
    linked = Library(file=FROM_MEMBER, sha256=sha256)
    for other, (folder, known) in others.items():
        if other not in left_out:
            update = {"library": linked, "toolchain": toolchain, "functions": symbols(other, known.functions)}
            _write(folder, known, known.model_copy(update=update))
    return Joined(toolchain, linked, left_out)


def _members(vessels: Path, newcomer: str) -> Mapping[str, tuple[Path, Manifest]]:
    """The project's other Go vessels by name; one whose manifest cannot be read is none."""
    found = {}
    for path in sorted(vessels.glob("*/go/manifest.json")):
        name = path.parent.parent.name
        if name == newcomer:
            continue
        try:
            manifest = Manifest.model_validate_json(path.read_bytes())
        except (OSError, ValidationError):
            continue
        if manifest.target == "go":
            found[name] = (path.parent, manifest)
    return found


def _link(
    packages: Mapping[str, Path], name: str, sources: Path, made: Path, cache: Path
) -> tuple[Toolchain, tuple[str, ...]]:
    try:
        return go.link({**packages, name: sources}, made, cache), ()
    except BuildFailed:
        if not packages:
            raise
    go.build(sources, made, cache)  # if the newcomer is at fault, its own words are raised here
    left_out = tuple(other for other, folder in packages.items() if not _compiles(folder, made, cache))
    kept = {other: folder for other, folder in packages.items() if other not in left_out}
    return go.link({**kept, name: sources}, made, cache), left_out


def _compiles(sources: Path, made: Path, cache: Path) -> bool:
    try:
        go.build(sources, made, cache)
    except BuildFailed:
        return False
    return True


def _write(folder: Path, known: Manifest, found: Manifest) -> None:
    if found == known:
        return
    path = folder / "manifest.json"
    partial = path.with_name(f".manifest.{os.getpid()}.tmp")
    partial.write_text(found.model_dump_json(indent=2) + "\n", encoding="utf-8")
    partial.replace(path)

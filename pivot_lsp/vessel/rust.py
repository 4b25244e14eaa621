"""Builds Rust vessels with plain rustc: no Cargo, no network, no crate but the runtime that ships with this package.

The runtime is compiled once per compiler, flags and sources into the cache. A build writes beside its goal and
renames, so two builds at once, or one that is cut short, leave a whole file or none. Errors: PV501 when the compiler
refuses the source (with its own words), PV502 when there is none.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from pivot_lsp.model.errors import BuildFailed
from pivot_lsp.model.manifest import Toolchain

RUNTIME = Path(__file__).resolve().parent.parent / "port" / "native" / "rust" / "src"

_EDITION = "--edition=2021"
# An overflow must be seen and must unwind: the contract of the runtime, so of every vessel.
_FLAGS = (_EDITION, "-Copt-level=3", "-Coverflow-checks=on", "-Cpanic=unwind", "-Cdebuginfo=0", "-Ccodegen-units=1")
_SANITIZE = (
    "-Zsanitizer=address",
    "-Cdebuginfo=1",
    "-Cforce-frame-pointers=yes",
    "-Cunsafe-allow-abi-mismatch=sanitizer",
)
_TIMEOUT = 300


@lru_cache(maxsize=8)
def _version(compiler: str) -> str:
    try:
        done = subprocess.run(
            [compiler, "--version"],
            capture_output=True,
            text=True,
            timeout=_TIMEOUT,
            env=_environment(False),
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise BuildFailed(
            "PV502", f"{compiler} does not run: {error}", remedy="repair the Rust installation"
        ) from error
    return done.stdout.strip()


def _compiler() -> str:
    found = shutil.which("rustc") or shutil.which("rustc", path=str(Path.home() / ".cargo" / "bin"))
    if found is None:
        raise BuildFailed(
            "PV502", "rustc was not found", remedy="install Rust (https://rustup.rs), or port to another language"
        )
    return found


def _environment(sanitize: bool) -> Mapping[str, str]:
    # what is preloaded into this process (a sanitizer) is not meant for the compiler
    known = {name: value for name, value in os.environ.items() if name != "LD_PRELOAD"}
    # the sanitizer is an unstable flag; the released compiler accepts it only when told to
    return {**known, "RUSTC_BOOTSTRAP": "1"} if sanitize else known


def _run(arguments: Sequence[str | Path], sanitize: bool) -> None:
    words = [str(a) for a in arguments]
    try:
        done = subprocess.run(
            words, capture_output=True, text=True, timeout=_TIMEOUT, env=_environment(sanitize), check=False
        )
    except subprocess.TimeoutExpired as error:
        raise BuildFailed("PV501", f"rustc did not end within {_TIMEOUT} s") from error
    if done.returncode != 0:
        raise BuildFailed("PV501", f"rustc refused the source:\n{done.stderr.strip()}", file=words[-1])


def _digest(parts: Sequence[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode())
        digest.update(b"\0")
    for source in sorted(RUNTIME.rglob("*.rs")):
        digest.update(str(source.relative_to(RUNTIME)).encode())
        digest.update(source.read_bytes())
    return digest.hexdigest()[:24]


def _runtime(compiler: str, flags: Sequence[str], cache: Path, sanitize: bool) -> Path:
    """The folder with `libpivot_rt.rlib` for these flags, compiled unless it is there already."""
    folder = cache / "rust" / _digest([_version(compiler), *flags])
    if (folder / "libpivot_rt.rlib").exists():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="building-") as scratch:
        fresh = Path(scratch) / "runtime"
        fresh.mkdir()
        goal = fresh / "libpivot_rt.rlib"
        _run([compiler, *flags, "--crate-type=rlib", "--crate-name=pivot_rt", "-o", goal, RUNTIME / "lib.rs"], sanitize)
        try:
            fresh.rename(folder)
        except OSError:
            if not (folder / "libpivot_rt.rlib").exists():  # else another build was first, with the same bytes
                raise
    return folder


def build(sources: Path, library: Path, cache: Path, *, sanitize: bool = False) -> Toolchain:
    """Compiles `sources/lib.rs` and its modules into the shared library `library`; see `toolchain.Builder`."""
    compiler = _compiler()
    flags = (*_FLAGS, *(_SANITIZE if sanitize else ()))
    runtime = _runtime(compiler, flags, cache, sanitize)
    library.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=library.parent, prefix=".building-") as scratch:
        goal = Path(scratch) / library.name
        # what always overflows falls back when it runs, as Python would go on; warnings are told by the linters
        allowed = ("warnings", "arithmetic_overflow", "unconditional_panic")
        linking = [
            *(f"--allow={lint}" for lint in allowed),
            "--crate-type=cdylib",
            "--crate-name=vessel",
            "--extern",
            f"pivot_rt={runtime / 'libpivot_rt.rlib'}",
        ]
        _run([compiler, *flags, "-Cstrip=debuginfo", *linking, "-o", goal, sources / "lib.rs"], sanitize)
        goal.replace(library)
    return Toolchain(compiler=_version(compiler), flags=[*flags, "--crate-type=cdylib"])


def tidy(sources: Path) -> bool:
    """Lays the sources out as rustfmt would, where rustfmt is installed; says whether it was."""
    formatter = shutil.which("rustfmt") or shutil.which("rustfmt", path=str(Path.home() / ".cargo" / "bin"))
    if formatter is None:
        return False
    done = subprocess.run(
        [formatter, _EDITION, "--quiet", str(sources / "lib.rs")], capture_output=True, timeout=_TIMEOUT, check=False
    )
    return done.returncode == 0

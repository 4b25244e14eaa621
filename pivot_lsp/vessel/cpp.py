"""Builds C++ vessels: one compilation of the port against the runtime, which is compiled once into the cache.

Keeps true: a cached runtime is complete or absent (it appears by one rename), and belongs to exactly its sources,
compiler and flags; building needs no network.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from pivot_lsp import port
from pivot_lsp.model.errors import BuildFailed
from pivot_lsp.model.manifest import Toolchain

COMPILERS = ("g++", "clang++")
FLAGS = (
    "-std=c++20",
    "-O2",
    "-fPIC",
    "-fvisibility=hidden",
    "-fvisibility-inlines-hidden",
    "-ffunction-sections",
    "-fdata-sections",
    # The same digits as CPython's: no fused operations, and libm's pow as it is.
    "-ffp-contract=off",
    "-fno-builtin-pow",
    "-Wall",
    "-Wextra",
)
LINK = (
    "-shared",
    "-Wl,--gc-sections",
    "-Wl,--build-id=none",
    "-Wl,-z,noexecstack",
    # The library brings its own C++ runtime and shows none of it, so it neither needs nor disturbs another. A
    # sanitizer that is preloaded into a process without C++ could not even find __cxa_throw elsewhere.
    "-static-libstdc++",
    "-static-libgcc",
    "-Wl,--exclude-libs,ALL",
)
SANITIZE = ("-fsanitize=address,undefined", "-fno-sanitize=vptr", "-fno-sanitize-recover=undefined", "-g1")
ARCHIVE, HEADER = "libpivot_rt.a", "pivot_rt.hpp"


def build(sources: Path, library: Path, cache: Path, *, sanitize: bool = False) -> Toolchain:
    """Compiles the C++ files in `sources` into the shared library `library`. Raises BuildFailed PV501, PV502."""
    compiler = _compiler()
    version = _run([compiler, "--version"], sources).splitlines()[0]
    flags = (*FLAGS, *(SANITIZE if sanitize else ()))
    runtime = _runtime(compiler, version, flags, cache)
    # One translation unit: the runtime's header is precompiled, and the glue's calls are inlined.
    files = sorted(
        (p.relative_to(sources).as_posix() for p in sources.rglob("*.cpp")), key=lambda n: (n == "glue.cpp", n)
    )
    unity = "".join(f'#include "{name}"\n' for name in (HEADER, *files))
    command = [compiler, *flags, "-I", str(runtime / "include"), "-I", str(sources), "-x", "c++", "-", "-x", "none"]
    _run([*command, str(runtime / ARCHIVE), *LINK, "-o", str(library)], sources, unity)
    return Toolchain(compiler=version, flags=[*flags, *LINK])


def _compiler() -> str:
    for name in (os.environ.get("CXX", ""), *COMPILERS):
        if name and (found := shutil.which(name)):
            return found
    raise BuildFailed("PV502", "no C++ compiler is on the PATH", remedy="install g++ 12 or newer, or set CXX")


def _run(command: Sequence[str], folder: Path, text: str = "") -> str:
    """Runs a compiler; its standard output. Raises BuildFailed PV501 with its own words."""
    environment = {**os.environ, "LC_ALL": "C"}
    done = subprocess.run(command, input=text, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        words = done.stderr.strip() or done.stdout.strip() or f"exit code {done.returncode}"
        raise BuildFailed(
            "PV501", f"{Path(command[0]).name} refused the source:\n{words}", remedy="see its words above"
        )
    return done.stdout


def _runtime(compiler: str, version: str, flags: Sequence[str], cache: Path) -> Path:
    """The folder of the compiled runtime: its headers, one of them precompiled, and its archive."""
    home = Path(port.__file__).parent / "native" / "cpp"
    key = hashlib.sha256("\0".join((compiler, version, *flags)).encode())
    for path in sorted((*home.glob("include/**/*.hpp"), *home.glob("src/*"))):
        key.update(path.relative_to(home).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    folder = cache / "cpp" / key.hexdigest()[:24]
    if (folder / ARCHIVE).exists():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=".building-", dir=folder.parent))
    try:
        _compile_runtime(compiler, flags, home, scratch)
        try:
            scratch.rename(folder)
        except OSError:  # another build was first; its runtime is the same
            if not (folder / ARCHIVE).exists():
                raise
        return folder
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _compile_runtime(compiler: str, flags: Sequence[str], home: Path, folder: Path) -> None:
    shutil.copytree(home / "include", folder / "include")
    header = folder / "include" / HEADER
    base = [compiler, *flags, "-I", str(folder / "include")]
    objects: list[str] = []
    for source in sorted((home / "src").glob("*.cpp")):
        objects.append(str(folder / f"{source.stem}.o"))
        _run([*base, "-I", str(home / "src"), "-c", str(source), "-o", objects[-1]], folder)
    if Path(compiler).name.startswith("g++"):  # clang takes precompiled headers in another way
        _run([*base, "-x", "c++-header", str(header), "-o", f"{header}.gch"], folder)
    _run(["ar", "rcsD", str(folder / ARCHIVE), *objects], folder)
    for made in objects:
        Path(made).unlink()

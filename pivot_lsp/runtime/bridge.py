"""Finds, compiles and opens the bridge, `bridge.c`: one shared library for all vessels of a process.

A vessel's folder ships `bridge.so`, so that production needs no compiler; else the cache has it; else it is compiled
there once. Invariant: only a library compiled from exactly this package's `bridge.c` is used; it says so itself.
"""

import hashlib
import os
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pivot_lsp.runtime.errors import VesselError

SHIPPED = "bridge.so"
_SOURCES = (
    "bridge.c",
    "bridge_python.h",
    "bridge_layout.h",
    "bridge_shapes.h",
    "bridge_marks.h",
    "bridge_call.h",
    "bridge_keyed.h",
    "bridge_arrays.h",
    "bridge_printed.h",
    "bridge_values.h",
    "bridge_linked.h",
)
_FLAGS = ("-x", "c", "-std=gnu11", "-O2", "-fPIC", "-shared", "-fvisibility=hidden", "-pthread")
_CDEF = """
    const char *pivot_bridge_source(void);
    int pivot_bridge_open(uintptr_t list, uintptr_t none, uint32_t python);
"""

_lock = threading.RLock()
os.register_at_fork(after_in_child=lambda: globals().update(_lock=threading.RLock()))
_bind: Callable[..., Any] | None = None
_library: object = None  # never closed: bound functions point into it


def source_sha256() -> str:
    """The sha256 of the bridge's source."""
    digest = hashlib.sha256()
    for name in _SOURCES:
        digest.update((Path(__file__).parent / name).read_bytes())
    return digest.hexdigest()


def _compilers() -> Iterator[str]:
    import shutil  # not above: production, where the bridge is shipped, compiles nothing

    for name in (os.environ.get("CC"), "cc", "gcc", "clang", "g++"):
        found = shutil.which(name) if name else None
        if found:
            yield found


def ensure_bridge(folder: str | os.PathLike[str]) -> Path:
    """The compiled bridge in `folder` (`bridge-<hash of source>.so`), compiled now if it is not there.

    A build copies it into the vessel's folder as `bridge.so`. Raises VesselError PV755 without a C compiler or when
    the compiler or the folder refuses.
    """
    import subprocess  # not above, as in `_compilers`
    import tempfile

    cache = Path(folder)
    sha256 = source_sha256()
    target = cache / f"bridge-{sha256[:16]}.so"
    if target.is_file():
        return target
    compiler = next(_compilers(), None)
    if compiler is None:
        raise VesselError(
            "PV755", "no C compiler to build the bridge with", folder=cache, remedy="install gcc, or ship bridge.so"
        )
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache, prefix=".bridge-") as scratch:
            built = Path(scratch) / SHIPPED
            source = Path(__file__).with_name(_SOURCES[0])
            argv = [compiler, *_FLAGS, f'-DPIVOT_SOURCE="{sha256}"', "-o", str(built), str(source)]
            done = subprocess.run(argv, capture_output=True, text=True, check=False)
            if done.returncode != 0:
                raise VesselError("PV755", f"{compiler} refused the bridge: {done.stderr.strip()}", folder=cache)
            built.replace(target)
    except OSError as error:
        raise VesselError(
            "PV755", f"the bridge cannot be built: {error}", folder=cache, remedy="set PIVOT_CACHE to a writable folder"
        ) from error
    return target


def _open(path: Path, sha256: str) -> Callable[..., Any] | None:
    """`bind` of the library at `path`, or None when it is not this package's bridge."""
    import cffi  # not above: a program whose flags are off opens nothing

    global _library
    ffi = cffi.FFI()
    ffi.cdef(_CDEF)
    try:
        library: Any = ffi.dlopen(str(path), ffi.RTLD_NOW | ffi.RTLD_LOCAL | ffi.RTLD_NODELETE)
        if ffi.string(library.pivot_bridge_source()) != sha256.encode():
            return None
    except (OSError, AttributeError):  # not a library of this machine, or an older bridge
        return None
    found: list[Callable[..., Any]] = []
    version = sys.version_info[0] * 100 + sys.version_info[1]
    if library.pivot_bridge_open(id(found), id(None), version) != 0 or not found:
        return None
    _library = library
    return found[0]


def open_bridge(vessel: Path, cache: Path) -> Callable[..., Any]:
    """`bind` (see `bind` in bridge.c), from beside the vessel, from `cache`, or compiled into `cache`.

    The process keeps the first bridge that opens. Raises VesselError PV755.
    """
    global _bind
    with _lock:
        if _bind is None:
            sha256 = source_sha256()
            shipped = vessel / SHIPPED
            if shipped.is_file():
                _bind = _open(shipped, sha256)
        if _bind is None:
            compiled = ensure_bridge(cache)
            _bind = _open(compiled, sha256)
            if _bind is None:
                raise VesselError("PV755", f"the bridge {compiled} does not open", folder=vessel)
        return _bind

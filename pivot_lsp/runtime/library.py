"""Opens vessels' libraries, each once in a process, after its sha256 was compared with the manifest.

Libraries are never closed: bound functions point into them, and a Go runtime cannot be unloaded.
"""

import hashlib
import os
import re
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pivot_lsp.runtime.errors import IntegrityError, VesselError

_SYMBOL = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


class _Library:
    """An open library, the process that opened it first, and the symbols asked for so far."""

    def __init__(self, ffi: Any, handle: Any, process: int) -> None:
        self.ffi, self.handle, self.process = ffi, handle, process
        self.addresses: dict[str, int] = {}

    def address(self, symbol: str) -> int:
        if symbol not in self.addresses:
            declaration = f"int32_t {symbol}(const uint64_t *, uint64_t *, void *);"
            self.ffi.cdef(declaration, override=True)  # it may have been looked for in vain before
            self.addresses[symbol] = int(self.ffi.cast("uintptr_t", getattr(self.handle, symbol)))
        return self.addresses[symbol]


_lock = threading.RLock()
os.register_at_fork(after_in_child=lambda: globals().update(_lock=threading.RLock()))
_opened: dict[tuple[str, str], _Library] = {}


def _open(real: str, sha256: str) -> _Library:
    """dlopen finds a library by name before it looks at the file, so a rebuilt one is opened under a new name."""
    # not above: a program whose flags are off opens nothing
    import shutil
    import tempfile

    import cffi

    ffi = cffi.FFI()
    flags = ffi.RTLD_NOW | ffi.RTLD_LOCAL | ffi.RTLD_NODELETE
    if not any(path == real for path, _ in _opened):
        return _Library(ffi, ffi.dlopen(real, flags), os.getpid())
    with tempfile.TemporaryDirectory(prefix="pivot-") as scratch:
        copy = os.path.join(scratch, f"{sha256}-{os.path.basename(real)}")
        shutil.copy(real, copy)
        return _Library(ffi, ffi.dlopen(copy, flags), os.getpid())


def open_library(folder: Path, path: Path, sha256: str, symbols: Iterable[str]) -> tuple[dict[str, int], int]:
    """`({symbol: address}, process that opened it first)`. Raises VesselError PV751."""
    real = os.path.realpath(path)
    try:
        found = hashlib.sha256(Path(real).read_bytes()).hexdigest()
    except OSError as error:
        raise VesselError("PV751", f"no library: {error}", folder=folder, remedy="pivot build makes it") from error
    if found != sha256:
        raise IntegrityError(
            "PV751",
            f"{path.name} has sha256 {found[:12]}..., the manifest says {sha256[:12]}...",
            folder=folder,
            remedy="rebuild and validate the vessel",
        )
    addresses: dict[str, int] = {}
    with _lock:
        try:
            library = _opened.get((real, sha256)) or _open(real, sha256)
            _opened[real, sha256] = library
            for symbol in symbols:
                if not _SYMBOL.match(symbol):
                    raise VesselError("PV750", f"not a C name: {symbol!r}", folder=folder)
                addresses[symbol] = library.address(symbol)
        except (OSError, AttributeError) as error:
            raise VesselError("PV751", f"{path.name} does not open: {error}", folder=folder) from error
    return addresses, library.process

"""What `load_vessel` raises: one clear line with a stable code, like the errors of the rest of the project.

The runtime ships alone into a customer's process, so it cannot use `pivot_lsp.model.errors`.
"""

import os


class VesselError(RuntimeError):
    """A vessel that must not, or cannot, be loaded: `folder: CODE message; remedy`.

    Codes: PV750 manifest, PV751 library, PV752 interpreter, PV753 record class, PV754 legacy, PV755 bridge,
    PV756 exception class.
    """

    def __init__(self, code: str, message: str, *, folder: str | os.PathLike[str], remedy: str = "") -> None:
        super().__init__(code, message, os.fspath(folder), remedy)
        self.code = code
        self.message = message
        self.folder = os.fspath(folder)
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.folder}: {self.code} {self.message}" + (f"; {self.remedy}" if self.remedy else "")

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (self.code, self.message, self.folder, self.remedy)


class IntegrityError(VesselError):
    """The library is not the one that its manifest names: nobody may call it, in any process."""


def _rebuild(code: str, message: str, folder: str, remedy: str) -> VesselError:
    return VesselError(code, message, folder=folder, remedy=remedy)

"""TARGET of the command line: which function is meant (docs/commands.md).

`path/to/file.py::function`, `file.py::Class.method`, `file.py` (whole file), or `package.module:callable`.
"""

from pathlib import Path

from pivot_lsp.model.base import Model
from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.modules import module_name as module_name
from pivot_lsp.model.roots import project_root as project_root


class Target(Model):
    """A function in a file (`file` set, `qualname` None for the whole file) or an importable callable."""

    file: Path | None
    module: str
    qualname: str | None
    root: Path

    @property
    def dotted(self) -> str:
        """`module.qualname`, the name under which cases and vessels are kept."""
        return self.module if self.qualname is None else f"{self.module}.{self.qualname}"

    def __str__(self) -> str:
        if self.file is None:
            return f"{self.module}:{self.qualname}"
        return str(self.file) if self.qualname is None else f"{self.file}::{self.qualname}"


def parse_target(text: str, cwd: Path) -> Target:
    """Reads a TARGET. Raises UsageError PV001 when it names no file and is no `module:callable`."""
    name, separator, qualname = text.partition("::")
    if separator or name.endswith(".py"):
        file = (cwd / name).resolve()
        if not file.is_file():
            raise UsageError("PV001", f"no such file: {name}", remedy="write TARGET as path/to/file.py::function")
        root = project_root(file)
        return Target(file=file, module=module_name(file, root), qualname=qualname or None, root=root)
    module, separator, callable_name = text.partition(":")
    if separator and module and callable_name and "/" not in text:
        return Target(file=None, module=module, qualname=callable_name, root=project_root(cwd / "_"))
    raise UsageError(
        "PV001",
        f"not a target: {text!r}",
        remedy="write path/to/file.py::function or package.module:callable",
    )

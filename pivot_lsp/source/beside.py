"""Modules that lie beside the project and are edited there: on PYTHONPATH, or installed as editable.

A version does not tell one text of theirs from the next, so evidence binds their text as the project's own. Invariant:
nothing is imported; what lies in a folder of installed packages, or is the library's, is none of these.
"""

import sys
import sysconfig
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path

_INSTALLED = ("site-packages", "dist-packages")
_OURS = "pivot_lsp"


def edited_beside(name: str) -> Path | None:
    """The folder in which the top-level module `name` lies; None: the library's, an installed one, or none at all."""
    if name in sys.stdlib_module_names or name == _OURS or not name.isidentifier():
        return None
    try:
        spec = find_spec(name)
    except (ImportError, ValueError, AttributeError):
        return None
    file = _file(spec)
    if file is None or set(_INSTALLED) & set(file.parts) or file.is_relative_to(sysconfig.get_path("stdlib")):
        return None
    return file.parent.parent if file.name == "__init__.py" else file.parent


def _file(spec: ModuleSpec | None) -> Path | None:
    if spec is None or not spec.has_location or spec.origin is None or not spec.origin.endswith(".py"):
        return None
    return Path(spec.origin).resolve()

"""Loads a vessel's library and gives its functions as callables in place of legacy."""

import os
from collections.abc import Callable, Mapping
from typing import Any


def load_vessel(
    folder: str | os.PathLike[str], legacy: Mapping[str, Callable[..., Any]] | None = None
) -> dict[str, Callable[..., Any]]:
    """`{function name: callable}` of the vessel in `folder`; `legacy` answers fallbacks, not the imported one."""
    raise NotImplementedError(folder, legacy)

"""Readers of profile and coverage files, one a format, into one model.

Invariant: no byte of such a file is interpreted in the calling process. `load` and `load_coverage` start a child with
limits; whatever happens to it becomes one `UsageError` line. See `isolated` for the limits, `formats` for the table.

They are imported when they are asked for (PEP 562): the child itself, of this package too, has no use for them.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pivot_lsp.profiles.isolated import load as load
    from pivot_lsp.profiles.isolated import load_coverage as load_coverage

__all__ = ["load", "load_coverage"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from pivot_lsp.profiles import isolated

        return getattr(isolated, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

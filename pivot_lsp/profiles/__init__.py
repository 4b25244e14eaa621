"""Readers of profile and coverage files, one a format, into one model.

Invariant: no byte of such a file is interpreted in the calling process. `load` and `load_coverage` start a child with
limits; whatever happens to it becomes one `UsageError` line. See `isolated` for the limits, `formats` for the table.
"""

from pivot_lsp.profiles.isolated import load, load_coverage

__all__ = ["load", "load_coverage"]

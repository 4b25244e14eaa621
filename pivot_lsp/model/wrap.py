"""What `pivot wrap` and `pivot unwrap` say, and the edits that an editor applies instead of them."""

from typing import Literal

from pivot_lsp.model.base import Model


class TextEdit(Model):
    """Replaces a range of a text. Lines are 0-based and end at LF, CR LF or CR; columns count code points."""

    start_line: int
    start_column: int
    end_line: int
    end_column: int
    new_text: str


class WrapPlan(Model):
    """Edits of the original text, in order of place, not overlapping; `after` is the text with them applied."""

    function: str
    edits: list[TextEdit]
    after: str
    vessel: str = ""
    """As the wrapped code names it (see `vessel` in pivot_lsp/runtime/dispatch.py)."""
    notes: list[str] = []
    """What a person should know, e.g. that a recursive function takes two frames a level."""


class WrapReport(Model):
    """`status` planned: nothing was written (`--diff`)."""

    status: Literal["wrapped", "unwrapped", "planned"]
    file: str
    function: str
    flag: str | None = None
    vessel: str | None = None
    flags_file: str | None = None
    """The flags file, when the flag was (or would be) added to it at 0%."""
    flags_text: str | None = None
    """The flags file's text with the flag added; an editor that applies `edits` writes it too."""
    diff: str
    edits: list[TextEdit]
    notes: list[str] = []

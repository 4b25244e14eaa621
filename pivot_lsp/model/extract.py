"""What `pivot extract` says, and the edits that an editor applies instead of it."""

from typing import Literal

from pivot_lsp.model.base import Model
from pivot_lsp.model.port import Reason
from pivot_lsp.model.wrap import TextEdit


class ExtractReport(Model):
    """`status` planned: nothing was written (`--diff`); refused: `reasons` say why no loop can be extracted."""

    status: Literal["extracted", "planned", "refused"]
    file: str
    function: str
    extracted: str | None = None
    """The new function, which the compiler takes."""
    line: int | None = None
    """The loop's, 1-based, where it stood."""
    diff: str = ""
    edits: list[TextEdit] = []
    reasons: list[Reason] = []

"""What `pivot port` says (docs/commands.md)."""

from typing import Literal

from pivot_lsp.model.base import Model

Language = Literal["rust", "go", "cpp"]
LANGUAGES: tuple[Language, ...] = ("rust", "go", "cpp")


class Reason(Model):
    """Why a function is refused: code, 1-based line, 0-based column, what was found and what to do."""

    code: str
    line: int
    column: int
    message: str
    file: str | None = None
    """Relative to the root; None: the target's own file."""
    function: str | None = None


class Inferred(Model):
    """A type that nobody annotated: of a parameter or variable, or of the result where `name` is None. `source`:
    recorded calls, doctests, calls in its module, or its use."""

    function: str
    name: str | None = None
    type: str
    source: str


class PortReport(Model):
    """`status` built: `vessel` is its folder; of a whole file `reasons` say why the rest was left out.
    refused: `reasons` say why. failed: the compiler's words in `log`.
    `notes`: what legacy will answer more often than not."""

    status: Literal["built", "portable", "refused", "failed"]
    vessel: str | None = None
    target: Language
    functions: list[str] = []
    inferred: list[Inferred] = []
    reasons: list[Reason] = []
    notes: list[Reason] = []
    seconds: dict[str, float] = {}
    log: str = ""

"""What the compiler says about porting a function as it stands: asked in a child process, kept by body hash.

Invariant: an answer is used only for the very body it was given for. A function's helpers can change without its
body doing so; answers of a document are therefore forgotten when any file of its folder is saved.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Key = tuple[str, str, str, str]
"""real path, qualified name, body hash, target."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason against porting. Its place moves with the function: `below` lines under its `def`."""

    message: str
    code: str | None = None
    below: int | None = None
    """None: the place is in another file, or there is none."""
    elsewhere: str = ""
    """Where that is: a file and line."""


def _refusal(reason: Mapping[str, Any], own: str, head: int) -> Refusal:
    line, file = int(reason.get("line") or 0), reason.get("file")
    message, code = str(reason.get("message")), str(reason.get("code"))
    elsewhere = file is not None and file != own
    return Refusal(message, code, None, f"{file}:{line}") if elsewhere else Refusal(message, code, line - head)


def refusals(
    result: Mapping[str, Any] | None, status: str, message: str, own: str, head: int
) -> tuple[Refusal, ...] | None:
    """The reasons in `pivot port --check --json`; () is portable, None is no answer.

    `own` is the file that was judged, relative to its project's root, `head` the 1-based line of the function's `def`.
    """
    if result is not None and result.get("status") in ("portable", "built"):
        return ()
    if result is not None and result.get("status") == "refused":
        return tuple(_refusal(reason, own, head) for reason in result.get("reasons", [])) or (Refusal(message),)
    return (Refusal(message),) if status == "refused" else None


class Portability:
    """The answers so far."""

    def __init__(self) -> None:
        self._answers: dict[Key, tuple[Refusal, ...]] = {}

    def known(self, path: str, function: str, body_hash: str) -> dict[str, tuple[Refusal, ...]]:
        """target -> reasons, for the targets that were asked about."""
        return {
            target: answer
            for (where, name, body, target), answer in self._answers.items()
            if (where, name, body) == (path, function, body_hash)
        }

    def learn(self, key: Key, answer: tuple[Refusal, ...]) -> None:
        """Keeps an answer."""
        self._answers[key] = answer

    def forget(self, folder: str) -> None:
        """Drops the answers about files below `folder`."""
        self._answers = {key: answer for key, answer in self._answers.items() if not key[0].startswith(folder)}

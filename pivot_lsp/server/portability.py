"""What the compiler says about porting a function as it stands: asked in a child process, kept by body hash.

Invariant: an answer is used only for the very body it was given for. A function's helpers can change without its
body doing so; answers of a document are therefore forgotten when any file of its folder is saved.
"""

from collections.abc import Mapping
from typing import Any

Key = tuple[str, str, str, str]
"""real path, qualified name, body hash, target."""


def reasons(result: Mapping[str, Any] | None, status: str, message: str) -> tuple[str, ...] | None:
    """The reasons in `pivot port --check --json`; () is portable, None is no answer."""
    if result is not None and result.get("status") in ("portable", "built"):
        return ()
    if result is not None and result.get("status") == "refused":
        told = tuple(
            f"{reason.get('code')} line {reason.get('line')}: {reason.get('message')}"
            for reason in result.get("reasons", [])
        )
        return told or (message,)
    return (message,) if status == "refused" else None


class Portability:
    """The answers so far."""

    def __init__(self) -> None:
        self._answers: dict[Key, tuple[str, ...]] = {}

    def known(self, path: str, function: str, body_hash: str) -> dict[str, tuple[str, ...]]:
        """target -> reasons, for the targets that were asked about."""
        return {
            target: answer
            for (where, name, body, target), answer in self._answers.items()
            if (where, name, body) == (path, function, body_hash)
        }

    def learn(self, key: Key, answer: tuple[str, ...]) -> None:
        """Keeps an answer."""
        self._answers[key] = answer

    def forget(self, folder: str) -> None:
        """Drops the answers about files below `folder`."""
        self._answers = {key: answer for key, answer in self._answers.items() if not key[0].startswith(folder)}

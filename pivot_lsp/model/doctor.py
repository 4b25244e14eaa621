"""What `pivot doctor` says: each tool found or missing, and the command that installs it."""

from typing import Literal

from pivot_lsp.model.base import Model

State = Literal["found", "too old", "missing"]


class Tool(Model):
    """One tool. `install` is the command for Debian, always given; `version` as the tool says it."""

    name: str
    needed_for: str
    state: State
    version: str | None = None
    wanted: str
    """The least version, or what it must be able to do; empty: any."""
    path: str | None = None
    install: str


class Doctor(Model):
    """All tools; `ready` are the target languages that can be built and formatted here."""

    python: str
    platform: str
    tools: list[Tool]
    ready: list[str]

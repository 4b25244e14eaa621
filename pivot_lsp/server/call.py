"""One command as it was called, and the words of the verb that does it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pivot_lsp.model.modules import module_name
from pivot_lsp.model.roots import project_root
from pivot_lsp.server.commands import Arguments, Command, refuse
from pivot_lsp.server.freshness import SHORT, find, words
from pivot_lsp.server.loops import hot_lines
from pivot_lsp.server.session import Session
from pivot_lsp.server.text import Text
from pivot_lsp.server.wording import LANGUAGES


@dataclass(frozen=True, slots=True)
class Call:
    """One command as it was called, with its subject found."""

    name: str
    command: Command
    arguments: Arguments
    path: str | None
    """The real path of the subject's file."""
    vessel: Path | None = None
    before: Text | None = None
    """The file's text when the command was given."""

    def cwd(self, ls: Session) -> Path:
        """Where the job runs."""
        return ls.root_of(self.path) if self.path else next(iter(ls.roots()), Path.cwd())

    @property
    def target(self) -> str:
        """TARGET of the command line."""
        return f"{self.path}::{self.arguments.function}"

    @property
    def title(self) -> str:
        """What the progress bar says."""
        function = f" {self.arguments.function}" if self.arguments.function else ""
        language = f" to {LANGUAGES[self.arguments.to]}" if self.arguments.to else ""
        return f"{self.command.title}{function}{language}"


def _option(name: str, value: object) -> list[str]:
    return [] if value is None else [name, str(value)]


def _option_word(value: str | None) -> list[str]:
    return [] if value is None else [value]


def _analyze(ls: Session, call: Call) -> list[str]:
    given, settings, root = call.arguments, ls.settings, call.cwd(ls)
    found = find(root, [*settings.profiles, *(given.profiles or [])], [*settings.coverage, *(given.coverage or [])])
    if not found.profiles:
        raise refuse(f"There is no profile in {root}; `python -m cProfile -o run.prof SCRIPT` makes one.")
    return [*words(root, found), *SHORT, str(min(settings.threshold, 100.0))]


def _migrate(ls: Session, call: Call) -> list[str]:
    """The plan from the facts at hand, or how far the kept one is."""
    given, settings, root = call.arguments, ls.settings, call.cwd(ls)
    if call.name == "pivot.status":
        return [str(root), "--status"]
    found = find(root, [*settings.profiles, *(given.profiles or [])], [*settings.coverage, *(given.coverage or [])])
    if not found.profiles:
        raise refuse(f"There is no profile in {root}; `pivot profile -- COMMAND` takes one.")
    return words(root, found)


def _dashboard(ls: Session, call: Call) -> list[str]:
    root = call.cwd(ls)
    return [str(root), "--export", str(root / ".pivot" / "dashboard.html")]


def _generate(ls: Session, call: Call) -> list[str]:
    logs = call.arguments.logs or []
    return [call.target, *_option("--count", call.arguments.count), *(["--production-logs", *logs] if logs else [])]


def _against(call: Call) -> list[str]:
    return ["--legacy", call.target, "--vessel", str(call.vessel)]


def _validate(ls: Session, call: Call) -> list[str]:
    given = call.arguments
    return [
        *_against(call),
        *_option("--test-cases", given.cases),
        *_option("--tolerance", given.tolerance),
        *_option("--count", given.count),
    ]


def flag_name(path: str, function: str) -> str:
    """The flag that a function gets when the person names none: its dotted name, in the letters of flags."""
    file = Path(path)
    dotted = f"{module_name(file, project_root(file))}.{function}"
    return "".join(c if c.isascii() and (c.isalnum() or c in "_.") else "_" for c in dotted)[-100:].lstrip(".")


def _wrap(ls: Session, call: Call) -> list[str]:
    flag = call.arguments.flag or flag_name(call.path or "", call.arguments.function or "")
    return [call.target, "--vessel", str(call.vessel), "--flag", flag, "--diff"]


def _extract(ls: Session, call: Call) -> list[str]:
    document = ls.documents.at(call.path or "")
    marks = document.marks if document is not None else ()
    mark = next((mark for mark in marks if mark.spot.function == call.arguments.function), None)
    lines = hot_lines(document, mark) if document is not None and mark is not None else []
    return [call.target, *lines, "--diff"]


WORDS: dict[str, Callable[[Session, Call], list[str]]] = {
    "analyze": _analyze,
    "profile": lambda ls, call: [],
    "record": lambda ls, call: [call.target],
    "port": lambda ls, call: [call.target, "--to", call.arguments.to or ""],
    "build": lambda ls, call: [str(call.vessel)],
    "generate-tests": _generate,
    "validate": _validate,
    "benchmark": lambda ls, call: [*_against(call), "--compare"],
    "verify": lambda ls, call: [str(call.vessel)],
    "extract": _extract,
    "wrap": _wrap,
    "unwrap": lambda ls, call: [call.target, "--diff"],
    "rollout": lambda ls, call: [call.arguments.action or "", *_option_word(call.arguments.flag)],
    "doctor": lambda ls, call: [],
    "migrate": _migrate,
    "dashboard": _dashboard,
}
"""verb -> its own arguments, in the order of the command line; a command that it runs comes from the call."""

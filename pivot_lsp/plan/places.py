"""Where a component belongs: its phase and its integration, by rules on facts, each with its reason.

Two tables. The phase: endpoints and batch jobs by how they are entered, then by share and by how many modules use
it. The integration: the guide's decision matrix, with a note where the figures speak against it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from pivot_lsp.hotspots.targets import SERVICE_FOLDERS
from pivot_lsp.model.plan import Integration, Kind
from pivot_lsp.source.index import FileIndex, SourceFunction

ROUTES = {"route", "get", "post", "put", "patch", "delete", "head", "websocket", "endpoint", "api_view", "view_config"}
JOBS = {"task", "shared_task", "periodic_task", "job", "cron", "scheduled", "scheduled_job", "flow", "dag", "actor"}
JOB_FOLDERS = {"jobs", "job", "batch", "batches", "cron", "etl", "nightly", "hourly", "daily", "pipelines"}
LIBRARY_FOLDERS = {"lib", "libs", "common", "shared", "utils", "util", "helpers", "core"}
USED_BY_MANY = 3
"""Modules that name a function from which it counts as a library."""
SERVICE_CALL_US = (300.0, 1500.0)
"""What one call to a service on the same machine cost when measured, by transport; a network comes on top."""


@dataclass(frozen=True)
class Subject:
    """A function with what places it. `percent`: its unit's share of the run."""

    function: SourceFunction
    file: FileIndex
    used_by: int
    percent: float
    critical_percent: float

    @property
    def folders(self) -> set[str]:
        """The packages around it."""
        return set(self.function.module.split(".")[:-1])

    @cached_property
    def decorators(self) -> set[str]:
        """Last names of decorators that are called or dotted: `app.post("/orders")` is `post`; a bare `@get` is
        somebody's own."""
        return {_last(text) for text in self.function.decorators if "(" in text or "." in text}

    @cached_property
    def named(self) -> set[str]:
        """Last names of all decorators, bare ones too: `@shared_task`."""
        return {_last(text) for text in self.function.decorators}

    @property
    def script(self) -> bool:
        """Whether its module's own body starts it: `if __name__ == "__main__": main()`."""
        return "__name__" in self.file.references and self.function.qualname in self.file.references


def _last(decorator: str) -> str:
    return decorator.partition("(")[0].rpartition(".")[2]


@dataclass(frozen=True)
class Rule:
    """One row: when it holds, the function belongs there, for this reason."""

    kind: Kind
    reason: str
    holds: Callable[[Subject], bool]


RULES: tuple[Rule, ...] = (
    Rule("endpoints", "a route's handler", lambda s: bool(s.decorators & ROUTES)),
    Rule("batch", "a scheduled job", lambda s: bool(s.named & JOBS)),
    Rule("endpoints", "in a service's folder", lambda s: bool(s.folders & SERVICE_FOLDERS)),
    Rule("batch", "in a folder of jobs", lambda s: bool(s.folders & JOB_FOLDERS)),
    Rule("batch", "started by its own script", lambda s: s.script),
    Rule("hotspots", "a large share of the run", lambda s: s.percent >= s.critical_percent),
    Rule("libraries", "used by several modules", lambda s: s.used_by >= USED_BY_MANY),
    Rule("libraries", "in a library's folder", lambda s: bool(s.folders & LIBRARY_FOLDERS)),
    Rule("hotspots", "calculates, and is no service, job or library", lambda s: True),
)
"""In order; the first that holds decides."""

MATRIX: dict[Kind, tuple[Integration, str]] = {
    "hotspots": ("ffi", "low latency critical"),
    "endpoints": ("microservice", "independent scaling"),
    "batch": ("standalone", "no integration needed"),
    "libraries": ("ffi", "used by many modules"),
}
"""The guide's decision matrix: CPU-intensive, high-traffic API, batch job, shared library."""


def place(subject: Subject) -> tuple[Kind, str]:
    """(phase, why)."""
    rule = next(rule for rule in RULES if rule.holds(subject))
    if rule.reason == "used by several modules":
        return rule.kind, f"used by {subject.used_by} modules"
    return rule.kind, rule.reason


def integration(kind: Kind, call_us: float | None) -> tuple[Integration, str, str]:
    """(integration by the matrix, its reason, what the figures say to it)."""
    chosen, reason = MATRIX[kind]
    if chosen == "microservice":
        low, high = SERVICE_CALL_US
        if call_us is not None and call_us < low:
            note = f"a call takes {call_us:.3g} us and a service call alone {low:g} to {high:g}: in process (ffi) first"
        elif call_us is not None and call_us < high:
            note = f"a call takes {call_us:.3g} us, a service call alone {low:g} to {high:g}: measure before you split"
        else:
            note = "vessels are made in process (ffi); a service of your own can load one"
        return chosen, reason, note
    if chosen == "standalone":
        return chosen, reason, "vessels are made in process (ffi); the job itself loads one"
    return chosen, reason, ""

"""Which language a function would go to, and why: the team's preference, else the workload.

Services and concurrency go to Go, numerics on matrices and projects with C++ of their own to C++, memory-safe numerics
and data structures to Rust, which is also where nothing speaks for another. It is advice; `pivot port --to` decides.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from pivot_lsp.model.port import Language
from pivot_lsp.source.index import FileIndex, SourceFunction

CONCURRENCY = {"asyncio", "threading", "concurrent", "multiprocessing", "queue", "socket", "select", "selectors"}
SERVICES = {"http", "urllib", "requests", "httpx", "aiohttp", "flask", "fastapi", "django", "starlette", "grpc"}
SERVICE_FOLDERS = {"api", "apis", "handlers", "endpoints", "routes", "services", "views", "controllers"}
ARRAYS = {"numpy", "scipy", "pandas"}
CALCULATES = 0.5
"""Arithmetic operations a statement from which a loop counts as numeric."""


@dataclass(frozen=True)
class Workload:
    """What a function's code is made of."""

    function: SourceFunction
    file: FileIndex

    @cached_property
    def imported(self) -> set[str]:
        """Top names of the modules that the function's own references come from."""
        heads = {reference.partition(".")[0] for reference in self.function.references}
        tables = (self.file.imports, self.function.imports)
        return {target.partition(".")[0] for t in tables for alias, _, target in t.aliases if alias in heads}

    @property
    def arithmetic(self) -> float:
        """Arithmetic operations a statement."""
        return self.function.operations / max(1, len(self.function.statements))

    @cached_property
    def numeric(self) -> bool:
        """Loops that mostly calculate."""
        return self.function.loop_depth > 0 and ("math" in self.imported or self.arithmetic >= CALCULATES)

    @property
    def service(self) -> bool:
        """Whether it belongs to a service: by its imports or its folder."""
        folders = set(self.function.module.split(".")[:-1])
        return bool(self.imported & SERVICES or folders & SERVICE_FOLDERS)


@dataclass(frozen=True)
class Rule:
    """One row: when it holds, this language for this reason."""

    language: Language
    reason: str
    holds: Callable[[Workload], bool]


RULES: tuple[Rule, ...] = (
    Rule("go", "concurrent work", lambda w: bool(w.imported & CONCURRENCY) or "co" in w.function.shape),
    Rule("go", "part of a service", lambda w: w.service),
    Rule("cpp", "array numerics", lambda w: bool(w.imported & ARRAYS)),
    Rule(
        "cpp",
        "nested loops over grids of numbers",
        lambda w: w.function.grid and w.function.loop_depth > 1 and w.arithmetic > 0,
    ),
    Rule("rust", "numerics in loops", lambda w: w.numeric),
)
"""In order; the first that holds decides."""


def target(workload: Workload, preferred: Language | None = None, has_cpp: bool = False) -> tuple[Language, str]:
    """(language, why). `preferred` is the team's setting and wins; `has_cpp`: the project has C++ of its own."""
    if preferred is not None:
        return preferred, "the team's preference"
    for rule in RULES:
        if rule.holds(workload):
            return rule.language, rule.reason
    if has_cpp:
        return "cpp", "the project has C++ of its own"
    return "rust", "data structures and text"

"""The commands: one table that declares what each needs; checks, progress and cancel follow from it.

Every command takes one object; its keys are ARGUMENTS. Invariant: a command that runs the user's code or builds it is
refused in an untrusted workspace, and one that reads the user's file from disk is refused while the editor holds
something newer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams

REQUEST_FAILED = -32803
"""LSP 3.17, ErrorCodes.RequestFailed: the request is valid and was refused, with a reason for the person."""

ARGUMENTS: dict[str, type] = {
    "uri": str,
    "function": str,
    "line": int,
    "to": str,
    "vessel": str,
    "flag": str,
    "action": str,
    "cases": str,
    "tolerance": str,
    "count": int,
    "profiles": list,
    "coverage": list,
    "logs": list,
    "command": list,
    "job": str,
}
"""key -> its JSON type."""


@dataclass(frozen=True, slots=True)
class Arguments:
    """The object that came with a command; what is absent is None."""

    uri: str | None = None
    function: str | None = None
    line: int | None = None
    """0-based; names the function around it, where no name is given."""
    to: str | None = None
    vessel: str | None = None
    flag: str | None = None
    action: str | None = None
    cases: str | None = None
    tolerance: str | None = None
    count: int | None = None
    profiles: list[str] | None = None
    coverage: list[str] | None = None
    logs: list[str] | None = None
    command: list[str] | None = None
    job: str | None = None


@dataclass(frozen=True, slots=True)
class Command:
    """What a command needs and takes. `verb` None: answered at once, without a job."""

    verb: str | None
    title: str
    takes: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    trust: bool = False
    saved: bool = False
    vessel: bool = False
    """Works on a vessel: the one given, else the function's last built."""
    lane: str | None = None
    limit: float = 600.0
    """Seconds."""


_FUNCTION = ("uri", "function", "line")
_NEEDS = ("uri", "function")

COMMANDS: dict[str, Command] = {
    "pivot.analyze": Command("analyze", "Analyze profiles", takes=("uri", "profiles", "coverage"), lane="analyze"),
    "pivot.profile": Command(
        "profile", "Profile a command", ("uri", "command"), ("command",), trust=True, lane="run", limit=3600.0
    ),
    "pivot.record": Command(
        "record", "Record calls", (*_FUNCTION, "command"), (*_NEEDS, "command"), trust=True, saved=True, limit=3600.0
    ),
    "pivot.port": Command(
        "port", "Port function", (*_FUNCTION, "to"), (*_NEEDS, "to"), trust=True, saved=True, lane="build"
    ),
    "pivot.build": Command(
        "build", "Rebuild vessel", (*_FUNCTION, "vessel"), _NEEDS, trust=True, vessel=True, lane="build"
    ),
    "pivot.generate-tests": Command(
        "generate-tests", "Generate cases", (*_FUNCTION, "count", "logs"), _NEEDS, trust=True, saved=True
    ),
    "pivot.validate": Command(
        "validate",
        "Run parity",
        (*_FUNCTION, "vessel", "cases", "tolerance", "count"),
        _NEEDS,
        trust=True,
        saved=True,
        vessel=True,
        lane="run",
        limit=1800.0,
    ),
    "pivot.benchmark": Command(
        "benchmark", "Benchmark", (*_FUNCTION, "vessel"), _NEEDS, trust=True, saved=True, vessel=True, lane="run"
    ),
    "pivot.verify": Command("verify", "Verify certificate", (*_FUNCTION, "vessel"), _NEEDS, vessel=True),
    "pivot.extract": Command("extract", "Extract hot loop", _FUNCTION, _NEEDS, trust=True, saved=True),
    "pivot.wrap": Command(
        "wrap", "Wrap in feature flag", (*_FUNCTION, "vessel", "flag"), _NEEDS, trust=True, saved=True, vessel=True
    ),
    "pivot.unwrap": Command("unwrap", "Unwrap", _FUNCTION, _NEEDS, trust=True, saved=True),
    "pivot.rollout": Command("rollout", "Rollout", ("uri", "action", "flag"), ("action",), trust=True),
    "pivot.migrate": Command("migrate", "Plan the migration", ("uri", "profiles", "coverage"), lane="analyze"),
    "pivot.status": Command("migrate", "Migration status", ("uri",)),
    "pivot.dashboard": Command("dashboard", "Export the dashboard", ("uri",)),
    "pivot.doctor": Command("doctor", "Check the toolchains", lane="run"),
    "pivot.certificate": Command(None, "Show certificate", (*_FUNCTION, "vessel"), _NEEDS, vessel=True),
    "pivot.hotspots": Command(None, "List hotspots"),
    "pivot.vessels": Command(None, "List vessels"),
    "pivot.clear": Command(None, "Clear hotspots"),
    "pivot.jobs": Command(None, "List running jobs"),
    "pivot.cancel": Command(None, "Cancel a job", ("job",), ("job",)),
}
"""command -> what it needs. Benchmarks and parity runs share a lane: they disturb one another's measurements."""


def refuse(sentence: str) -> JsonRpcException:
    """The error that tells a person in one sentence why not."""
    return JsonRpcException(sentence, code=REQUEST_FAILED)


def read_arguments(name: str, arguments: tuple[Any, ...]) -> Arguments:
    """The arguments of command `name`. Raises JsonRpcInvalidParams that says what is wrong."""
    command = COMMANDS[name]
    given = arguments[0] if arguments else {}
    if len(arguments) > 1 or not isinstance(given, Mapping):
        raise JsonRpcInvalidParams(f"{name} takes one object")
    for key, value in given.items():
        if key not in command.takes:
            known = ", ".join(command.takes) or "none"
            raise JsonRpcInvalidParams(f"{name} does not know the argument {key!r}; it takes: {known}")
        kind = ARGUMENTS[key]
        if not isinstance(value, kind) or isinstance(value, bool):
            raise JsonRpcInvalidParams(f"{name}: {key} must be of type {kind.__name__}, not {value!r}")
        if isinstance(value, list) and not all(isinstance(item, str) for item in value):
            raise JsonRpcInvalidParams(f"{name}: {key} must be a list of strings, not {value!r}")
    named = {*given, "function"} if "line" in given else set(given)
    missing = [key for key in command.requires if key not in named or given.get(key) == []]
    if missing:
        raise JsonRpcInvalidParams(f"{name} needs {', '.join(missing)}")
    return Arguments(**given)

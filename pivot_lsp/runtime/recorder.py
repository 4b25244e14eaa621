"""Records calls of chosen functions inside a running program, without breaking it.

`pivot record` puts a sitecustomize (`BOOT`) in front of PYTHONPATH, which loads this file and its codec
(`pivot_lsp.runtime.values`) under private names and calls `start`. Each chosen function is wrapped when its module
has been imported. Arguments are written as JSON before the call and once more after it, so no object of the caller is
kept or changed. Kept is a uniform sample of all calls (reservoir algorithm R), deduplicated with multiplicity, and
besides, as `n` 0, the first few of each kind of arguments and of each exception type that the sample has lost.

Invariants: whatever goes wrong in here is counted under `dropped` and the program goes on; a call made while its own
function records is passed through (`reentrant`); each process writes its own part file, whole or not at all.
Imports the standard library only, and `msgspec` never: the program's interpreter may lack it.
"""

import atexit
import functools
import inspect
import json
import os
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

DUMP_SECONDS = 10.0
KINDS = 64
"""Kinds of arguments and exception types that have a quota of their own."""
ELEMENTS = 200_000
"""Elements of the outer containers beyond which arguments are not even looked at."""


class Function:
    """What is kept of one function's calls."""

    def __init__(self, settings: dict[str, Any], codec: ModuleType) -> None:
        self.settings = settings
        self.codec = codec
        self.limit: int = settings["limit"]
        self.quota: int = settings["quota"]
        self.every: int = settings["every"]
        self.max_bytes: int = settings["max_bytes"]
        self.budget_ns: int = int(settings["seconds"] * 1e9)
        self.rng = random.Random(settings["seed"] + os.getpid())
        self.lock = threading.Lock()
        self.local = threading.local()
        self.wrapped = False
        self.note = ""
        self.clear()

    def clear(self) -> None:
        """Forgets all calls: at the start, and in a forked child."""
        self.seen = 0
        self.spent_ns = 0
        self.draws: list[str] = []
        self.cases: dict[str, tuple[bytes, str]] = {}
        self.held: Counter[str] = Counter()
        self.kinds: dict[str, set[str]] = {}
        self.dropped: Counter[str] = Counter()

    def drop(self, why: str) -> None:
        """Counts a call that is not kept."""
        with self.lock:
            self.dropped[why] += 1

    def keep(self, case: dict[str, Any], name: str, kinds: Sequence[str]) -> None:
        """Takes a call into the sample, and into the quota of its kinds."""
        with self.lock:
            self.seen += 1
            slot = len(self.draws) if len(self.draws) < self.limit else self.rng.randrange(self.seen)
            wanted = [kind for kind in kinds if self._has_room(kind, name)]
            if slot >= self.limit and not wanted:
                return
            if name not in self.cases:
                self.cases[name] = _json(case), kinds[0]
            for kind in wanted:
                self.kinds.setdefault(kind, set()).add(name)
                self.held[name] += 1
            if slot >= self.limit:
                return
            self.held[name] += 1
            if slot == len(self.draws):
                self.draws.append(name)
            else:
                old, self.draws[slot] = self.draws[slot], name
                self.held[old] -= 1
                if not self.held[old]:
                    del self.held[old], self.cases[old]

    def _has_room(self, kind: str, name: str) -> bool:
        known = self.kinds.get(kind)
        if known is None:
            return len(self.kinds) < KINDS
        return len(known) < self.quota and name not in known

    def dump(self, path: Path) -> None:
        """Writes the part file of this process."""
        with self.lock:
            drawn = Counter(self.draws)
            head = {
                "seen": self.seen,
                "draws": len(self.draws),
                "dropped": dict(self.dropped),
                "wrapped": self.wrapped,
                "note": self.note,
                "spent_ns": self.spent_ns,
            }
            lines = [_json(head)]
            lines += [_json({"n": drawn[name]})[:-1] + b"," + text[1:] for name, (text, _) in self.cases.items()]
        partial = path.with_name(f"{path.name}.tmp")
        partial.write_bytes(b"\n".join(lines) + b"\n")
        partial.replace(path)


def _json(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def wrap(function: Callable[..., Any], record: Function, owner: type | None = None) -> Callable[..., Any]:
    """`function`, recorded. `owner`: of a class method, whose calls on that class are kept without their class."""
    codec, local, clock = record.codec, record.local, time.perf_counter_ns
    every, chance = record.every, random.Random(record.settings["seed"]).random

    @functools.wraps(function)
    def recorded(*args: Any, **kwargs: Any) -> Any:
        if getattr(local, "busy", False):
            record.dropped["reentrant"] += 1
            return function(*args, **kwargs)
        if every > 1 and chance() * every >= 1.0:
            record.dropped["not sampled"] += 1
            return function(*args, **kwargs)
        begun = clock()
        local.busy = True
        before = None
        given = args
        try:
            if owner is not None:
                if args[0] is not owner:
                    raise _OtherClass
                given = args[1:]
            before = _before(record, codec, given, kwargs)
        except Exception as error:  # noqa: BLE001 - nothing of the recorder may reach the program
            record.drop(_why(error))
        started = clock()
        overhead = started - begun
        outer = _nested.ns if hasattr(_nested, "ns") else 0
        _nested.ns = 0
        try:
            result = function(*args, **kwargs)
        except Exception as error:
            ended = clock()
            overhead += _after(record, codec, before, given, kwargs, error, None, ended - started - _nested.ns, ended)
            raise
        else:
            ended = clock()
            overhead += _after(record, codec, before, given, kwargs, None, result, ended - started - _nested.ns, ended)
            return result
        finally:
            _nested.ns = outer + _nested.ns + overhead
            record.spent_ns += overhead
            local.busy = False

    return recorded


_nested = threading.local()
"""`ns`: time that recorders spent inside the call that is being timed."""


class _TooBig(Exception):
    pass


class _OtherClass(Exception):
    pass


_REASONS = {"Unencodable": "unencodable", "_TooBig": "too big", "_OtherClass": "called on a subclass"}


def _before(
    record: Function, codec: ModuleType, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> tuple[list[Any], dict[str, Any], bytes] | None:
    if record.budget_ns and record.spent_ns > record.budget_ns:
        record.drop("time")
        return None
    if _elements([*args, *kwargs.values()], ELEMENTS) < 0:
        raise _TooBig
    written, named = codec.encode_call(args, kwargs)
    text = codec.canonical([written, named])
    if len(text) > record.max_bytes:
        raise _TooBig
    return written, named, text


def _elements(values: Sequence[Any], left: int) -> int:
    """What is left of a budget of elements, looking two containers deep; negative when it is spent."""
    for value in values:
        if type(value) in (list, tuple, dict, set, frozenset, str, bytes):
            left -= len(value)
            if type(value) in (list, tuple) and left >= 0:
                left -= sum(len(item) for item in value[:1000] if type(item) in (list, tuple, dict, set))
    return left


def _after(
    record: Function,
    codec: ModuleType,
    before: tuple[list[Any], dict[str, Any], bytes] | None,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    error: Exception | None,
    result: Any,
    ns: int,
    begun: int,
) -> int:
    """Keeps a call that has ended; the time that took."""
    if before is not None:
        try:
            _keep(record, codec, before, args, kwargs, error, result, ns)
        except Exception as problem:  # noqa: BLE001 - nothing of the recorder may reach the program
            record.drop(_why(problem))
    return time.perf_counter_ns() - begun


def _keep(
    record: Function,
    codec: ModuleType,
    before: tuple[list[Any], dict[str, Any], bytes],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    error: Exception | None,
    result: Any,
    ns: int,
) -> None:
    written, named, text = before
    name = codec.case_id(written, named)
    case: dict[str, Any] = {"id": name, "stratum": "recorded", "args": written}
    if named:
        case["kwargs"] = named
    kind = codec.class_name(type(error)) if error is not None else "returned"
    try:
        expected: dict[str, Any] = {}
        if error is not None:
            expected["raised"] = codec.encode_error(error)
        else:
            expected["returned"] = [codec.encode(result)]
        now = codec.encode_all([*args, *kwargs.values()])
        if codec.canonical([now[: len(args)], dict(zip(kwargs, now[len(args) :]))]) != text:
            expected["after"] = now
        if len(codec.canonical(expected)) > record.max_bytes:
            raise _TooBig
        case["expected"] = expected
    except Exception as problem:  # noqa: BLE001 - the arguments are worth keeping without the result
        record.drop(f"result {_why(problem)}")
    case["ns"] = max(0, ns)
    record.keep(case, name, (kind, ", ".join(_shape(value) for value in (*args, *kwargs.values()))))
    _recorder_dump_when_due()


def _shape(value: Any) -> str:
    """The type of an argument, with that of its first element."""
    kind = type(value).__name__
    if type(value) in (list, tuple, set, frozenset):
        return f"{kind}[{type(next(iter(value))).__name__}]" if value else f"{kind}[]"
    if type(value) is dict:
        first = next(iter(value.items()), None)
        return f"dict[{type(first[0]).__name__}, {type(first[1]).__name__}]" if first else "dict[]"
    return kind


def _why(error: Exception) -> str:
    return {"Unencodable": "unencodable", "_TooBig": "too big"}.get(
        type(error).__name__, f"error {type(error).__name__}"
    )


class Recorder:
    """The functions of this process; wraps them as their modules are imported."""

    def __init__(self, config: dict[str, Any], codec: ModuleType) -> None:
        self.folder = Path(config["folder"])
        self.functions = {item["key"]: Function({**config["settings"], **item}, codec) for item in config["functions"]}
        self.stems = {Path(i["file"]).stem for i in config["functions"] if i["file"]}
        self.stems |= {Path(i["file"]).parent.name for i in config["functions"] if i["file"].endswith("__init__.py")}
        self.names = {item["module"] for item in config["functions"]}
        self.dumped = time.monotonic()
        self._seeking = threading.local()

    # The import system's protocol: a finder that lets the others find, and adds a step to the loader they name.
    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        """Finds what the other finders find; modules that hold a chosen function are wrapped once executed."""
        if getattr(self._seeking, "on", False):
            return None
        if name not in self.names and name.rpartition(".")[2] not in self.stems:
            return None
        self._seeking.on = True
        try:
            for finder in list(sys.meta_path):
                find = getattr(finder, "find_spec", None)
                spec = None if finder is self or find is None else find(name, path, target)
                if spec is not None:
                    self._prepare(name, spec)
                    return spec
            return None
        finally:
            self._seeking.on = False

    def _prepare(self, name: str, spec: Any) -> None:
        chosen = self._chosen(name, spec.origin)
        loader = spec.loader
        if not chosen or loader is None:
            return
        execute = loader.exec_module

        def exec_module(module: ModuleType) -> None:
            execute(module)
            for function in chosen:
                self._wrap(module, function)

        try:
            loader.exec_module = exec_module
        except AttributeError:
            for function in chosen:
                function.note = f"{type(loader).__name__} cannot be hooked"

    def _chosen(self, name: str, origin: str | None) -> list[Function]:
        there = os.path.realpath(origin) if origin else ""
        return [
            f
            for f in self.functions.values()
            if (f.settings["file"] == there if f.settings["file"] else f.settings["module"] == name)
        ]

    def _wrap(self, module: ModuleType, record: Function) -> None:
        try:
            self.codec_names(record, module)
            holder: Any = module
            *outer, last = record.settings["qualname"].split(".")
            for part in outer:
                holder = getattr(holder, part)
            raw = vars(holder).get(last)
            if raw is None:
                record.note = f"{module.__name__} defines no {record.settings['qualname']}"
                return
            plain = raw.__func__ if isinstance(raw, staticmethod | classmethod) else raw
            if not callable(plain):
                record.note = f"a {type(plain).__name__} is no function"
            elif inspect.iscoroutinefunction(plain) or inspect.isgeneratorfunction(plain):
                record.note = "a coroutine or generator function has no single result"
            elif inspect.isasyncgenfunction(plain) or isinstance(plain, type):
                record.note = "a class or asynchronous generator has no single result"
            else:
                wrapped = wrap(plain, record, holder if isinstance(raw, classmethod) else None)
                setattr(holder, last, type(raw)(wrapped) if plain is not raw else wrapped)
                record.wrapped = True
        except Exception as error:  # noqa: BLE001 - a function that cannot be wrapped is reported, the program runs
            record.note = f"cannot be wrapped: {type(error).__name__}: {error}"

    @staticmethod
    def codec_names(record: Function, module: ModuleType) -> None:
        """Classes of a module imported under another name are written under the project's name for it."""
        if module.__name__ != record.settings["module"]:
            record.codec.MODULE_NAMES[module.__name__] = record.settings["module"]

    def dump(self) -> None:
        """Writes this process's part files."""
        self.dumped = time.monotonic()
        for key, record in self.functions.items():
            try:
                record.dump(self.folder / f"{key}.{os.getpid()}.part")
            except OSError as error:
                print(f"pivot record: {error}", file=sys.stderr)

    def forget(self) -> None:
        """In a forked child: what the parent saw is the parent's to write."""
        for record in self.functions.values():
            record.lock = threading.Lock()
            record.clear()
        util: Any = sys.modules.get("multiprocessing.util")
        if util is not None:  # its children leave by os._exit, and clear the finalizers that they inherit
            util.register_after_fork(self, lambda _: util.Finalize(None, self.dump, exitpriority=100))


_recorder: Recorder | None = None


def _recorder_dump_when_due() -> None:
    if _recorder is not None and time.monotonic() - _recorder.dumped > DUMP_SECONDS:
        _recorder.dump()


def start(config: dict[str, Any], codec: ModuleType) -> None:
    """Begins to record: `config` is what `pivot record` wrote, `codec` the module `pivot_lsp.runtime.values`."""
    global _recorder
    _recorder = Recorder(config, codec)
    sys.meta_path.insert(0, _recorder)
    sys.setrecursionlimit(sys.getrecursionlimit() * 2 + 100)
    atexit.register(_recorder.dump)
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=_recorder.forget)


BOOT = '''"""Begins to record, then lets the interpreter's own sitecustomize run; written by `pivot record`."""

import sys


def _begin():
    import importlib.util
    import json
    import os

    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [folder for folder in sys.path if os.path.abspath(folder or ".") != here]
    with open(os.path.join(here, "config.json"), encoding="utf-8") as file:
        config = json.load(file)
    modules = {}
    for name in ("values", "recorder"):
        spec = importlib.util.spec_from_file_location("_pivot_" + name, config["code"][name])
        modules[name] = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(modules[name])
    modules["recorder"].start(config, modules["values"])


try:
    _begin()
except Exception as error:
    print("pivot record: cannot begin:", type(error).__name__, error, file=sys.stderr)

_own = sys.modules.pop("sitecustomize")
try:
    import sitecustomize
except ImportError as error:
    if error.name != "sitecustomize":
        raise
finally:
    sys.modules.setdefault("sitecustomize", _own)
'''

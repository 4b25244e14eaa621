"""Finds the chosen functions in a running program and puts the recorder in front of them.

A module is looked at when its import has ended; the file that is run as the main script, when the line after the
function's definition is reached (a trace function that is taken away at once). Invariants: a function that cannot be
recorded is reported with its reason and the program runs on; what a process has kept is on disk when it ends (see
`ending`), and every few seconds besides.
Imports the standard library only: it runs inside the customer's program.
"""

import atexit
import functools
import gc
import os
import sys
import threading
import time
import types
from pathlib import Path
from typing import Any

CO_VARARGS = 0x04
CO_NO_RESULT = 0x20 | 0x80 | 0x200
"""CO_GENERATOR, CO_COROUTINE, CO_ASYNC_GENERATOR."""
DUMP_SECONDS = (1.0, 10.0)
"""Least and greatest time between two part files of a process."""
DUMP_SHARE = 50
"""A part file is written when so many times the cost of the last one have passed."""
WORKERS = "multiprocessing.util"
"""The module by which a worker of multiprocessing tells that it has begun (BaseProcess._bootstrap)."""
LOOK_AT = 200
"""Objects behind a name that are searched for the function."""


class Hooks:
    """The functions of this process; meets them as their modules are imported."""

    def __init__(self, config: dict[str, Any], modules: dict[str, types.ModuleType]) -> None:
        self.folder = Path(config["folder"])
        self.codec, self.recorder, self.gate = modules["values"], modules["recorder"], modules["gate"]
        redact = None
        if config["redact"]:
            redact = modules["redact"].Redaction(config["redact"], bytes.fromhex(config["redact_key"]))
        self.functions = {
            item["key"]: self.recorder.Function({**config["settings"], **item}, self.codec, redact)
            for item in config["functions"]
        }
        self.ending = modules["ending"].Ending(self.dump)
        self.chances: list[Any] = []
        self.stems = {Path(i["file"]).stem for i in config["functions"] if i["file"]}
        self.stems |= {Path(i["file"]).parent.name for i in config["functions"] if i["file"].endswith("__init__.py")}
        self.names = {item["module"] for item in config["functions"]}
        self.dumped = time.monotonic()
        self.pause = DUMP_SECONDS[0]
        self._seeking = threading.local()
        for record in self.functions.values():
            record.ready = self.dump_when_due

    # The import system's protocol: a finder that lets the others find, and adds a step to the loader they name.
    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        """Finds what the other finders find; modules that hold a chosen function are hooked once executed."""
        if getattr(self._seeking, "on", False):
            return None
        if name not in self.names and name != WORKERS and name.rpartition(".")[2] not in self.stems:
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
        if not (chosen or name == WORKERS) or loader is None:
            return
        execute = loader.exec_module

        def exec_module(module: types.ModuleType) -> None:
            execute(module)
            for function in chosen:
                self._hook(vars(module), function)
            if name == WORKERS:
                self.meet_workers(module)

        try:
            loader.exec_module = exec_module
        except AttributeError:
            for function in chosen:
                function.note = f"{type(loader).__name__} cannot be hooked"

    def _chosen(self, name: str, origin: str | None) -> list[Any]:
        there = os.path.realpath(origin) if origin else ""
        return [
            f
            for f in self.functions.values()
            if (f.settings["file"] == there if f.settings["file"] else f.settings["module"] == name)
        ]

    def main_script(self) -> list[Any]:
        """The chosen functions that lie in the file this process runs as its main script."""
        words = sys.orig_argv
        if _spawned(words):  # it runs the parent's main script once more
            return list(self.functions.values())
        if sys.argv[:1] == ["-m"] and "-m" in words:
            name = words[words.index("-m") + 1]
            return [
                f
                for f in self.functions.values()
                if f.settings["module"] in (name, f"{name}.__main__") or not f.settings["module"]
            ]
        there = os.path.realpath(sys.argv[0]) if sys.argv and sys.argv[0] not in ("", "-c") else ""
        if there and os.path.isdir(there):
            there = os.path.join(there, "__main__.py")
        return [f for f in self.functions.values() if f.settings["file"] and f.settings["file"] == there]

    def watch_main(self) -> None:
        """Traces until the functions of the main script are defined; nothing when there are none, or a debugger is."""
        wanted = [f for f in self.main_script() if f.settings["file"]]
        if not wanted:
            return
        if sys.gettrace() is not None:
            for function in wanted:
                function.note = "it lies in the main script, and another tracer is at work"
            return
        sys.settrace(functools.partial(self._called, wanted))

    def _called(self, wanted: list[Any], frame: types.FrameType, event: str, _: Any) -> Any:
        code = frame.f_code
        if code.co_name == "_bootstrap" and code.co_filename.endswith(f"multiprocessing{os.sep}process.py"):
            sys.settrace(None)  # a spawned child has its main module by now
            return None
        if code.co_name != "<module>" or not str(frame.f_globals.get("__name__")).startswith("__m"):
            return None
        here = os.path.realpath(code.co_filename)
        waiting = [
            f for f in wanted if f.settings["file"] == here and f.settings["qualname"].split(".")[0] in code.co_names
        ]
        for function in wanted:
            if function.settings["file"] == here and function not in waiting:
                function.note = f"{here} defines no {function.settings['qualname']}"
        if not waiting:
            return None

        def line(frame: types.FrameType, event: str, _: Any) -> Any:
            for function in list(waiting):
                if event == "return" or function.settings["qualname"].split(".")[0] in frame.f_globals:
                    waiting.remove(function)
                    self._hook(frame.f_globals, function)
            if waiting:
                return line
            frame.f_trace = None
            sys.settrace(None)
            return None

        return line

    def _hook(self, space: dict[str, Any], record: Any) -> None:
        """Finds the function in a module's names and records it from now on."""
        try:
            name = space.get("__name__", "")
            if name != record.settings["module"]:  # classes are written under the name that others import them by
                record.codec.MODULE_NAMES[name] = record.settings["module"]
            *outer, last = record.settings["qualname"].split(".")
            holder: Any = None
            for part in outer:
                holder = space[part] if holder is None else vars(holder)[part]
            raw = space.get(last) if holder is None else vars(holder).get(last)
            if raw is None:
                record.note = f"{name} defines no {record.settings['qualname']}"
                return
            self._put(raw, holder, space, last, record)
        except KeyError as error:
            record.note = f"{space.get('__name__')} defines no {error.args[0]}"
        except Exception as error:  # noqa: BLE001 - a function that cannot be hooked is reported, the program runs
            record.note = f"cannot be recorded: {type(error).__name__}: {error}"

    def _put(self, raw: Any, holder: Any, space: dict[str, Any], last: str, record: Any) -> None:
        function = _behind(raw, record.settings["qualname"], space)
        chance = self.gate.Chance(record.every, record.settings["seed"])
        owner = holder if isinstance(raw, classmethod) else None
        if function is not None:
            if function.__code__.co_flags & CO_NO_RESULT:
                record.note = "a coroutine or generator function has no single result"
                return
            original = self.gate.copy_of(function)
            code = original.__code__
            names = list(code.co_varnames[: code.co_argcount])
            if code.co_flags & CO_VARARGS:
                names.append("*" + code.co_varnames[code.co_argcount + code.co_kwonlyargcount])
            record.names = names[1:] if owner is not None else names
            recorded = self.recorder.recording(original, record, owner)
            self.gate.put_in_front(function, recorded, original, chance)
            record.how = "code"
        elif isinstance(raw, type) or not callable(raw):
            record.note = (
                "a class has no single result" if isinstance(raw, type) else f"a {type(raw).__name__} is no function"
            )
            return
        else:
            bound = self.gate.rebound(raw, self.recorder.recording(raw, record, owner), chance)
            if holder is None:
                space[last] = bound
            else:
                setattr(holder, last, bound)
            record.how = "wrapper"
        record.note = ""
        self.chances.append(chance)
        if chance.every > 1:  # a module may be there twice, as main script and imported
            before = record.unsampled
            record.unsampled = lambda: before() + chance.passed_by()

    def meet_workers(self, util: types.ModuleType) -> None:
        """Each worker that multiprocessing starts from here, by whichever method, watches for its end."""
        util.register_after_fork(self.ending, type(self.ending).watch)

    def dump_when_due(self) -> None:
        """Writes the part files when the last ones are old."""
        if time.monotonic() - self.dumped > self.pause:
            self.dump()

    def dump(self) -> None:
        """Writes this process's part files."""
        begun = self.dumped = time.monotonic()
        for key, record in self.functions.items():
            try:
                record.dump(self.folder / f"{key}.{os.getpid()}.part")
            except OSError as error:
                print(f"pivot record: {error}", file=sys.stderr)
        least, greatest = DUMP_SECONDS
        self.pause = min(greatest, max(least, DUMP_SHARE * (time.monotonic() - begun)))

    def forget(self) -> None:
        """In a forked child: what the parent saw is the parent's to write."""
        self.ending.forget()
        for chance in self.chances:
            chance.restart()
        for record in self.functions.values():
            record.lock = threading.RLock()
            record.clear()


def _spawned(words: list[str]) -> bool:
    """Whether this process is a worker that multiprocessing spawned, or the server that forks its workers."""
    return "--multiprocessing-fork" in words or any(w.startswith("from multiprocessing.forkserver ") for w in words)


def _behind(raw: Any, qualname: str, space: dict[str, Any]) -> types.FunctionType | None:
    """The Python function of that name behind what a name is bound to: the thing itself, or what decorators hold."""
    todo, seen = [raw], 0
    while todo and seen < LOOK_AT:
        found = todo.pop(0)
        seen += 1
        if isinstance(found, types.FunctionType):
            if found.__code__.co_qualname == qualname and found.__globals__ is space:
                return found
            for cell in found.__closure__ or ():
                try:
                    todo.append(cell.cell_contents)
                except ValueError:
                    continue
        if isinstance(found, types.FunctionType | staticmethod | classmethod | property) or hasattr(
            found, "__wrapped__"
        ):
            todo += [getattr(found, name) for name in ("__wrapped__", "__func__", "fget") if hasattr(found, name)]
        elif hasattr(found, "func"):
            todo.append(found.func)
    if isinstance(raw, type) or not (callable(raw) or hasattr(raw, "__get__")):
        return None
    functions = (f for f in gc.get_objects() if isinstance(f, types.FunctionType) and f.__globals__ is space)
    return next((f for f in functions if f.__code__.co_qualname == qualname), None)


def start(config: dict[str, Any], modules: dict[str, types.ModuleType]) -> None:
    """Begins to record: `config` is what `pivot record` wrote, `modules` this package's files by name."""
    hooks = Hooks(config, modules)
    sys.meta_path.insert(0, hooks)
    sys.setrecursionlimit(sys.getrecursionlimit() * 2 + 100)
    atexit.register(hooks.dump)
    hooks.ending.begin()
    if "--multiprocessing-fork" in sys.orig_argv:  # a spawned worker does not tell
        hooks.ending.watch()
    if WORKERS in sys.modules:
        hooks.meet_workers(sys.modules[WORKERS])
    os.register_at_fork(after_in_child=hooks.forget)
    hooks.watch_main()


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
    for name, place in config["code"].items():
        spec = importlib.util.spec_from_file_location("_pivot_" + name, place)
        modules[name] = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(modules[name])
    return config, modules


_ready = None
try:
    _ready = _begin()
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

if _ready is not None:
    try:
        _ready[1]["hooks"].start(*_ready)
    except Exception as error:
        print("pivot record: cannot begin:", type(error).__name__, error, file=sys.stderr)
'''

"""A small file of every format, as its tool writes it: what mutations start from, and what 3.15 and perf are read by.

All are written by hand after the tools' files, so that figures can be counted; real files of the tools that run here
are in `taken`. Those of Python 3.15's profiling.sampling follow its source and no real run (`NOT_FROM_A_RUN`).
"""

import json
import marshal
import pickle
import sys
import types
from collections.abc import Callable
from typing import Any

NOT_FROM_A_RUN = ("sampling pstats", "sampling jsonl", "sampling gecko")


def _json(document: Any) -> bytes:
    return json.dumps(document).encode()


def pstats() -> bytes:
    """cProfile."""
    f, g, native = ("/app/a.py", 3, "f"), ("/app/a.py", 9, "g"), ("~", 0, "<built-in method builtins.sum>")
    rows = {
        f: (1, 1, 0.5, 1.5, {}),
        g: (3, 5, 0.5, 0.75, {f: (3, 5, 0.5, 0.75)}),
        native: (9, 9, 0.25, 0.25, {g: (9, 9, 0.25, 0.25)}),
    }
    return marshal.dumps(rows)


def sampling_pstats() -> bytes:
    """profiling.sampling --pstats, a row a line."""
    return marshal.dumps(
        {
            ("/app/a.py", 4, "A.f"): (3, 5, 0.003, 0.005, {("/app/a.py", 20, "<module>"): 5}),
            ("/app/a.py", 5, "A.f"): (2, 2, 0.002, 0.002, {}),
            ("/app/a.py", 20, "<module>"): (0, 7, 0.0, 0.007, {}),
            ("~", 0, "<GC>"): (1, 1, 0.001, 0.001, {}),
            ("__sampled__",): True,
        }
    )


def sampling_jsonl() -> bytes:
    """profiling.sampling --jsonl."""
    head = {"v": 1, "run_id": "a"}
    texts = [{"str_id": 1, "value": "/app/a.py"}, {"str_id": 2, "value": "A.f"}, {"str_id": 3, "value": "<module>"}]
    frames = [
        {"frame_id": 1, "path_str_id": 1, "func_str_id": 2, "line": 4, "end_line": 4, "col": 8, "end_col": 20},
        {"frame_id": 2, "path_str_id": 1, "func_str_id": 3, "line": 20},
    ]
    counts = [{"frame_id": 1, "self": 5, "cumulative": 5}, {"frame_id": 2, "self": 1, "cumulative": 6}]
    records: list[dict[str, Any]] = [
        {"type": "meta", **head, "sample_interval_usec": 1000, "mode": "wall"},
        {"type": "str_def", **head, "defs": texts},
        {"type": "frame_def", **head, "defs": frames},
        {"type": "agg", **head, "kind": "frame", "scope": "final", "samples_total": 6, "entries": counts},
        {"type": "end", **head, "samples_total": 6},
    ]
    return b"".join(json.dumps(record, separators=(",", ":")).encode() + b"\n" for record in records)


def sampling_gecko() -> bytes:
    """profiling.sampling --gecko."""
    thread = {
        "name": "Thread-1",
        "samples": {"stack": [1, 1, 0, None], "time": [0, 1, 2, 3], "weight": None, "weightType": "samples"},
        "stackTable": {"frame": [0, 1], "prefix": [None, 0]},
        "frameTable": {"func": [0, 1], "line": [20, 4]},
        "funcTable": {"name": [1, 2], "fileName": [3, 3], "lineNumber": [1, 3]},
    }
    shared = {"stringArray": ["(root)", "<module>", "A.f", "/app/a.py"]}
    return _json({"meta": {"interval": 1.0, "version": 32}, "libs": [], "threads": [thread], "shared": shared})


def speedscope() -> bytes:
    """py-spy's."""
    frames = [{"name": "<module>", "file": "/app/a.py", "line": 20}, {"name": "A.f", "file": "/app/a.py", "line": 4}]
    profile = {
        "type": "sampled", "name": "Thread 1", "unit": "seconds", "startValue": 0, "endValue": 0.03,
        "samples": [[0, 1], [0, 1], [0]], "weights": [0.01, 0.01, 0.01],
    }  # fmt: skip
    schema = "https://www.speedscope.app/file-format-schema.json"
    return _json({"$schema": schema, "profiles": [profile], "shared": {"frames": frames}, "exporter": "py-spy@0.4.3"})


def evented() -> bytes:
    """speedscope's other kind."""
    frames = [{"name": "<module>", "file": "/app/a.py", "line": 1}, {"name": "f", "file": "/app/a.py", "line": 3}]
    events = [
        {"type": kind, "frame": frame, "at": at}
        for kind, frame, at in (("O", 0, 0), ("O", 1, 1), ("C", 1, 3), ("C", 0, 4))
    ]
    profile = {"type": "evented", "name": "p", "unit": "milliseconds", "startValue": 0, "endValue": 4, "events": events}
    return _json({"profiles": [profile], "shared": {"frames": frames}, "exporter": "x"})


def pyinstrument() -> bytes:
    """A session."""
    stack = ["MainThread\0<thread>\x001", "<module>\0a.py\x001\x01l20", "f\0a.py\x003\x01l4"]
    records = [[stack, 0.01], [[*stack, "sleep\0<built-in>\x000"], 0.02]]
    return _json({"start_time": 1.5e9, "duration": 0.03, "sample_count": 2, "cpu_time": 0.01, "frame_records": records})


def pyinstrument_json() -> bytes:
    """A thinned report."""
    leaf = {"function": "f", "file_path": "a.py", "line_no": 3, "time": 0.5, "children": []}
    own = {"function": "[self]", "file_path": "a.py", "line_no": 0, "time": 0.5, "children": []}
    root = {"function": "<module>", "file_path": "a.py", "line_no": 1, "time": 1.0, "children": [leaf, own]}
    return _json({"start_time": 1.5e9, "duration": 1.0, "sample_count": 90, "root_frame": root})


def scalene() -> bytes:
    """Two functions of a file."""
    percent = {"n_cpu_percent_python": 40.0, "n_cpu_percent_c": 5.0, "n_sys_percent": 5.0}
    lines = [
        {"lineno": 4, "line": "x", **percent, "cpu_samples_list": [1.0, 2.0]},
        {"lineno": 20, "line": "y", **percent},
    ]
    functions = [{"line": "A.f", "lineno": 3, **percent}]
    return _json(
        {"elapsed_time_sec": 2.0, "files": {"/app/a.py": {"lines": lines, "functions": functions, "imports": []}}}
    )


def viztracer() -> bytes:
    """Complete events."""
    base = {"pid": 1, "tid": 1, "ph": "X", "cat": "fee"}
    events = [
        {"ph": "M", "pid": 1, "tid": 1, "name": "process_name", "args": {"name": "MainProcess"}},
        {**base, "ts": 20.0, "dur": 5.0, "name": "builtins.sum"},
        {**base, "ts": 10.0, "dur": 30.0, "name": "A.f (/app/a.py:3)"},
        {**base, "ts": 0.0, "dur": 100.0, "name": "<module> (/app/a.py:1)"},
    ]
    info = {"files": {"/app/a.py": ["import os\n", 1]}, "functions": {}}
    metadata = {"overflow": False, "version": "1.1.1"}
    return _json({"traceEvents": events, "viztracer_metadata": metadata, "file_info": info})


def chrometrace() -> bytes:
    """py-spy's begin and end events."""
    where = {"args": {"filename": "/app/a.py", "line": 4}, "cat": "py-spy", "pid": 1, "tid": 1}
    return _json([{**where, "name": "f", "ph": "B", "ts": 1}, {**where, "name": "f", "ph": "E", "ts": 9}])


def line_profiler() -> bytes:
    """A pickle of LineStats, written under the module's name without the module."""
    module = types.ModuleType("line_profiler.line_profiler")
    kind = type("LineStats", (), {"__module__": module.__name__})
    module.LineStats = kind  # type: ignore[attr-defined]
    stats = kind()
    stats.unit, stats.timings = 1e-9, {("/app/a.py", 3, "A.f"): [(4, 2, 500), (5, 2, 700)]}
    names = ("line_profiler", module.__name__)
    kept = {name: sys.modules.get(name) for name in names}
    sys.modules.update({"line_profiler": types.ModuleType("line_profiler"), module.__name__: module})
    try:
        return pickle.dumps(stats)
    finally:
        for name, old in kept.items():
            if old is None:
                del sys.modules[name]
            else:
                sys.modules[name] = old


CALLGRIND = b"""version: 1
creator: yappi
events: Ticks

fn=(1) <module> /app/a.py:1
fl=(1) /app/a.py
fn=(1)
1 10
cfl=(1)
cfn=(2) f /app/a.py:3
calls=2 3
1 30

fl=(1)
fn=(2)
3 30
"""
PERF = b"""python 12 100.5:    1000000 cpu-clock:ppp:
\t    7f01 _PyEval_EvalFrameDefault+0x1 (/usr/lib/libpython3.12.so)
\t    7f02 py::A.f:/app/a.py+0x5 (/tmp/perf-12.map)
\t    7f03 py::<module>:/app/a.py+0x5 (/tmp/perf-12.map)

python 12 100.6:    1000000 cpu-clock:ppp:
\t    7f03 py::<module>:/app/a.py+0x5 (/tmp/perf-12.map)

"""


def mojo() -> bytes:
    """austin's binary, version 3."""
    text = b"\x0b\x02/app/a.py\0\x0b\x03A.f\0"
    frame = b"\x03\x05\x02\x03\x04\x04\x01\x09"
    sample = b"\x02\x0c\x000x1\0" + text + frame + b"\x05\x05\x09\xa8\x0f"
    return b"MOJ\x03\x01mode\0wall\0" + sample + b"\x02\x0c\x000x1\0\x05\x05\x09\xa8\x0f"


SEEDS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "cProfile": ("pstats", pstats),
    "sampling pstats": ("profiling.sampling", sampling_pstats),
    "sampling jsonl": ("profiling.sampling-jsonl", sampling_jsonl),
    "sampling gecko": ("gecko", sampling_gecko),
    "speedscope sampled": ("speedscope", speedscope),
    "speedscope evented": ("speedscope", evented),
    "pyinstrument session": ("pyinstrument", pyinstrument),
    "pyinstrument json": ("pyinstrument-json", pyinstrument_json),
    "Scalene": ("scalene", scalene),
    "VizTracer": ("viztracer", viztracer),
    "py-spy chrometrace": ("trace-events", chrometrace),
    "line_profiler": ("line_profiler", line_profiler),
    "callgrind": ("callgrind", lambda: CALLGRIND),
    "perf script": ("perf", lambda: PERF),
    "austin MOJO": ("austin-mojo", mojo),
    "austin": (
        "austin",
        lambda: b"# austin: 3.7.0\n# mode: wall\n\nP1;T0:1;/app/a.py:<module>:20;/app/a.py:A.f:4 900\n",
    ),
    "collapsed": ("collapsed", lambda: b"<module> (a.py:20);A.f (a.py:4) 12\n<module> (a.py:20) 3\n"),
}
"""name -> (format, its bytes)."""

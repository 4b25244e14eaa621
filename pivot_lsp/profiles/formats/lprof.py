"""line_profiler's .lprof: a pickle of LineStats(unit, timings{(file, first line, qualname): [(line, hits, ticks)]}).

A pickle runs what it names, so this one may name LineStats alone, which is a plain holder here; sizes that it asks for
are checked before they are given. Known limit: a line's time includes what it calls, so the rows overlap and no self
time is known. Source: line_profiler 3 to 5, and Python's Lib/pickletools.py.
"""

import io
import pickle
import pickletools
from typing import Any

from pivot_lsp.model.facts import FunctionFact, LineFact, Profile
from pivot_lsp.profiles.documents import number, wanted
from pivot_lsp.profiles.formats.given import Source, line_number
from pivot_lsp.profiles.malformed import Malformed
from pivot_lsp.profiles.stacks import bare

MODULES = {"line_profiler.line_profiler", "line_profiler._line_profiler", "_line_profiler"}
HARMLESS = frozenset(
    """
    PROTO FRAME STOP MARK POP POP_MARK NONE NEWTRUE NEWFALSE INT LONG BININT BININT1 BININT2 LONG1 FLOAT BINFLOAT
    UNICODE SHORT_BINUNICODE BINUNICODE BINUNICODE8 BINSTRING SHORT_BINSTRING STRING SHORT_BINBYTES EMPTY_TUPLE
    TUPLE TUPLE1 TUPLE2 TUPLE3 EMPTY_LIST LIST APPEND APPENDS EMPTY_DICT DICT SETITEM SETITEMS PUT BINPUT
    LONG_BINPUT MEMOIZE GET BINGET LONG_BINGET DUP GLOBAL STACK_GLOBAL REDUCE NEWOBJ BUILD
    """.split()  # noqa: SIM905 - a table of 50 words reads better so
)
"""What a LineStats needs; nothing that makes a call with arguments of its own choice, extends, or reaches outside."""

INCLUSIVE = "line_profiler counts a line's callees into it: there is no self time, shares overlap and cannot be added"


class LineStats:
    """Stands for line_profiler's class of that name: takes no argument, runs nothing."""

    timings: Any = None
    unit: Any = None

    def __setstate__(self, state: Any) -> None:
        if isinstance(state, tuple) and len(state) == 2 and state[0] is None:
            state = state[1]
        if isinstance(state, dict):
            self.timings, self.unit = state.get("timings"), state.get("unit")


def _make(*arguments: Any) -> LineStats:
    made = LineStats()
    made.timings, made.unit = (*arguments, None, None)[:2]
    return made


class _Allowed(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if module in MODULES and name == "LineStats":
            return LineStats if self.proto_new else _make
        if (module, name) in (("copyreg", "_reconstructor"), ("copy_reg", "_reconstructor")):
            return lambda kind, base, state: LineStats()
        if (module, name) in (("builtins", "object"), ("__builtin__", "object")):
            return None
        raise Malformed(None, f"a pickle that names {module:.40}.{name:.40}, which no line_profiler file does")

    proto_new = True


def read(source: Source) -> Profile:
    """Reads a .lprof. Raises Malformed for anything but LineStats; nothing in it is run."""
    _scan(source.data)
    try:
        stats = _Allowed(io.BytesIO(source.data)).load()
    except Malformed:
        raise
    except RecursionError:
        raise Malformed(None, "a pickle nested too deep") from None
    except Exception as error:  # noqa: BLE001 - pickle raises whatever the stream provokes; all of it is the file's fault
        raise Malformed(None, f"a pickle that does not load: {type(error).__name__}: {error!s:.80}") from None
    if not isinstance(stats, LineStats):
        raise Malformed(0, "a pickle, but not of line_profiler's LineStats", code="PV102")
    unit = number(stats.unit, "unit in seconds", 1e3)
    timings = wanted(stats.timings, dict, "a dict of timings")
    functions = [_fact(key, rows, unit) for key, rows in timings.items()]
    return Profile(
        format="line_profiler",
        path=str(source.path),
        sha256=source.sha256,
        functions=functions,
        total_s=max((f.self_s for f in functions), default=0.0),
        clock="wall",
        taken_at=source.modified,
        inclusive=True,
        warnings=[INCLUSIVE] if functions else ["the profile holds no function"],
    )


def _scan(data: bytes) -> None:
    """Refuses opcodes that a LineStats does not need, and sizes beyond the file, before anything is built."""
    try:
        for opcode, argument, place in pickletools.genops(data):
            if opcode.name not in HARMLESS:
                raise Malformed(place, f"a pickle with {opcode.name}, which no line_profiler file has")
            if opcode.name in ("PUT", "BINPUT", "LONG_BINPUT") and int(str(argument)) > len(data):
                raise Malformed(place, f"a pickle that puts object {argument}, with {len(data)} bytes in all")
            if opcode.name == "STOP" and place != len(data) - 1:
                raise Malformed(place, "bytes follow the end of the pickle")
    except Malformed:
        raise
    except Exception as error:  # noqa: BLE001 - genops raises ValueError, struct.error, UnicodeError and more
        raise Malformed(None, f"a damaged pickle: {(str(error).splitlines() or [''])[0]:.100}") from None


def _fact(key: Any, rows: Any, unit: float) -> FunctionFact:
    if not isinstance(key, tuple) or len(key) != 3 or not isinstance(key[0], str) or not isinstance(key[2], str):
        raise Malformed(None, f"{key!r:.60} where (file, line, function) should be")
    file, first, name = key
    lines = [_line(row, unit) for row in wanted(rows, list, "a list of lines")]
    time = sum(line.self_s for line in lines)
    return FunctionFact(
        file=file,
        line=line_number(first),
        name=bare(name),
        qualname=name if "." in name else None,
        self_s=time,
        own_s=time,
        cumulative_s=time,
        calls=None,
        primitive_calls=None,
        lines=lines,
    )


def _line(row: Any, unit: float) -> LineFact:
    if not isinstance(row, tuple) or len(row) != 3:
        raise Malformed(None, f"{row!r:.60} where (line, hits, ticks) should be")
    time = number(row[2], "number of ticks", 1e18) * unit
    return LineFact(
        line=line_number(row[0]), self_s=time, cumulative_s=time, hits=int(number(row[1], "number of hits"))
    )

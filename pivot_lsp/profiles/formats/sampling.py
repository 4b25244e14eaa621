"""profiling.sampling of Python 3.15: its pstats variant, JSON Lines and Firefox (gecko) exports.

The pstats variant is a marshal dict like cProfile's with the extra key `("__sampled__",)`, whose rows are (file, line
that ran, qualname) with (direct samples, samples on the stack, seconds, seconds, callers); samples are not calls.
Source: CPython's Lib/profiling/sampling/{pstats,jsonl,gecko}_collector.py as of 3.15. Not run here: a writer made from
that source makes the tests' files.
"""

from collections import defaultdict
from typing import Any

from pivot_lsp.model.facts import Caller, Clock, FunctionFact, LineFact, Profile
from pivot_lsp.profiles.documents import index, number, parse, wanted
from pivot_lsp.profiles.formats.given import LARGEST_LINE, Source
from pivot_lsp.profiles.malformed import Malformed
from pivot_lsp.profiles.stacks import NOMINAL, NOMINAL_S, Frame, Stacks, bare

PER_LINE = (
    "samples are given by line: the cumulative time of a function that runs on several of a stack's lines is a bound"
)
MODES: dict[str, Clock] = {"cpu": "cpu", "wall": "wall"}


class Lines:
    """Rows of lines, gathered into functions."""

    def __init__(self) -> None:
        self.lines: dict[tuple[str, str], dict[int, list[float]]] = defaultdict(lambda: defaultdict(lambda: [0.0, 0.0]))
        self.callers: dict[tuple[str, str], dict[tuple[str, str], float]] = defaultdict(lambda: defaultdict(float))
        self.outside = 0.0
        self.samples = 0

    def add(self, file: str, name: str, line: int, own_s: float, cumulative_s: float, samples: int) -> None:
        """One row; frames that stand for no code (`<GC>`, `<native>` in `~`) are outside."""
        self.samples += samples
        if file == "~" or not file:
            self.outside += own_s
            return
        row = self.lines[file, name][line if 0 < line <= LARGEST_LINE else 0]
        row[0] += own_s
        row[1] += cumulative_s

    def profile(self, source: Source, name: str, total_s: float, clock: Clock, warnings: list[str]) -> Profile:
        """The whole; cumulative time of a function is its largest line's at least, and the sum of its lines at most."""
        at = {key: number for number, key in enumerate(self.lines)}
        functions = []
        for key, rows in self.lines.items():
            file, function = key
            lines = [LineFact(line=n, self_s=o, cumulative_s=c) for n, (o, c) in sorted(rows.items()) if n]
            own = sum(o for o, _ in rows.values())
            functions.append(
                FunctionFact(
                    file=file,
                    line=lines[0].line if lines else 0,
                    line_kind="executed" if lines else "none",
                    name=bare(function),
                    qualname=None if function == "<module>" else function,
                    self_s=own,
                    own_s=own,
                    cumulative_s=min(total_s, sum(c for _, c in rows.values())),
                    calls=None,
                    primitive_calls=None,
                    callers=[
                        Caller(function=at[k], calls=None, cumulative_s=s)
                        for k, s in self.callers.get(key, {}).items()
                        if k in at
                    ],
                    lines=lines,
                )
            )
        return Profile(
            format=name,
            path=str(source.path),
            sha256=source.sha256,
            functions=functions,
            total_s=total_s,
            clock=clock,
            taken_at=source.modified,
            samples=self.samples,
            native_outside_s=self.outside,
            warnings=[*warnings, PER_LINE] if functions else [*warnings, "the profile holds no Python function"],
        )


def read_jsonl(source: Source) -> Profile:
    """Reads the JSON Lines export: meta, texts, frames, then (frame, self, cumulative) in samples."""
    texts: dict[int, str] = {}
    frames: dict[int, tuple[str, str, int]] = {}
    lines = Lines()
    interval: float | None = None
    clock: Clock = "unknown"
    ended = False
    at = 0
    for at, text in enumerate(source.text().split("\n"), 1):
        if not text.strip():
            continue
        record = wanted(parse(source, text, at), dict, "a record")
        kind = record.get("type")
        if kind == "meta":
            interval = number(record.get("sample_interval_usec"), "interval in microseconds") * 1e-6
            clock = MODES.get(str(record.get("mode")), "unknown")
        elif kind == "str_def":
            for row in _rows(record, "defs"):
                texts[_id(row, "str_id")] = wanted(row.get("value"), str, "a text")
        elif kind == "frame_def":
            for row in _rows(record, "defs"):
                file, name = (texts.get(_id(row, key)) for key in ("path_str_id", "func_str_id"))
                if file is None or name is None:
                    raise Malformed(None, "a frame whose texts were not given before", line=at)
                line = row.get("line")
                frames[_id(row, "frame_id")] = file, name, line if type(line) is int else 0
        elif kind == "agg":
            for row in _rows(record, "entries"):
                if interval is None or _id(row, "frame_id") not in frames:
                    raise Malformed(None, "a count without its frame or the interval", line=at)
                own, all_ = (int(number(row.get(key), "number of samples")) for key in ("self", "cumulative"))
                lines.add(*frames[row["frame_id"]], own * interval, all_ * interval, own)
        elif kind == "end":
            ended = True
    if not ended:
        raise Malformed(None, "truncated: the record of the end is missing", line=at)
    return lines.profile(source, "profiling.sampling-jsonl", lines.samples * (interval or 0.0), clock, [])


def _rows(record: dict[str, Any], key: str) -> list[dict[str, Any]]:
    return [wanted(row, dict, "an object") for row in wanted(record.get(key), list, f"a list of {key}")]


def _id(row: dict[str, Any], key: str) -> int:
    return int(wanted(row.get(key), int, f"a number as {key}"))


def read_gecko(source: Source, document: dict[str, Any]) -> Profile:
    """Reads a processed Firefox profile: per thread a tree of stacks over frames over functions."""
    shared = document.get("shared")
    common = shared if isinstance(shared, dict) else {}
    stacks = Stacks()
    meta = wanted(document.get("meta"), dict, "`meta`")
    interval = number(meta.get("interval") or 0, "interval in milliseconds") * 1e-3
    threads = wanted(document.get("threads"), list, "a list of threads")
    for thread in threads:
        _thread(stacks, wanted(thread, dict, "a thread"), common, interval or NOMINAL_S)
    return stacks.profile(
        source, "gecko", clock="unknown", warnings=[] if interval else [NOMINAL], threads=len(threads)
    )


def _thread(stacks: Stacks, thread: dict[str, Any], common: dict[str, Any], interval: float) -> None:
    def table(name: str) -> dict[str, Any]:
        return dict(wanted(thread.get(name) or common.get(name), dict, f"a table `{name}`"))

    def column(name: str, key: str) -> list[Any]:
        return list(wanted(table(name).get(key), list, f"a column `{name}.{key}`"))

    strings = thread.get("stringArray") or common.get("stringArray") or thread.get("stringTable")
    texts = wanted(strings, list, "a list of texts")
    names, files = column("funcTable", "name"), column("funcTable", "fileName")
    functions, lines = column("frameTable", "func"), column("frameTable", "line")
    frame_of, prefix = column("stackTable", "frame"), column("stackTable", "prefix")
    known: list[int] = []
    for at, which in enumerate(functions):
        function = index(which, min(len(names), len(files)), "functions")
        name = str(texts[index(names[function], len(texts), "texts")])
        where = files[function]
        file = "~" if where is None else str(texts[index(where, len(texts), "texts")])
        line = lines[at] if at < len(lines) and type(lines[at]) is int else 0
        known.append(stacks.frame(Frame(file, name, max(0, line), native=file == "~")))
    chains: list[tuple[int, ...]] = []
    length = 0
    for at, which in enumerate(frame_of):
        above = prefix[at] if at < len(prefix) else None
        outer = () if above is None else chains[index(above, at, "stacks before it")]
        chains.append((*outer, known[index(which, len(known), "frames")]))
        length += len(chains[-1])
        if length > 50_000_000:
            raise Malformed(None, "stacks of more than 50 million frames")
    samples = wanted(thread.get("samples"), dict, "samples")
    weights = samples.get("weight")
    for at, which in enumerate(wanted(samples.get("stack"), list, "a column of stacks")):
        if which is not None:
            weight = number(weights[at], "weight") if isinstance(weights, list) and at < len(weights) else 1.0
            stacks.add(chains[index(which, len(chains), "stacks")], weight * interval)

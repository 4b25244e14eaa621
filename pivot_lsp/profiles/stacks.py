"""Stacks of frames added up to functions: what every sampling format becomes.

A function is a (file, name) here, or a (file, first line, name) where the format knows the first line; the lines that
ran are kept under it. Invariants: a function that is several times on one stack has the time once in its cumulative
time; frames of native code hand their time to the nearest Python frame below them, which is what makes self time "with
C callees"; memory is bounded by the number of different frames and edges, not by that of samples.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pivot_lsp.model.facts import Caller, Clock, FunctionFact, LineFact, LineKind, Profile
from pivot_lsp.profiles.formats.given import Source, line_number

PENDING = 200_000
"""Frames of different stacks that are kept apart before they are added up."""

NOMINAL_S = 0.01
"""Seconds a sample stands for where the file does not say: py-spy's and austin's usual 100 a second."""
NOMINAL = "the file counts samples and not time: 10 ms each are assumed for the times, the shares are as measured"


class Frame(NamedTuple):
    """One frame: `line` is the one that ran, 0 when unknown; `first` the function's first line, 0 when unknown."""

    file: str
    name: str
    line: int = 0
    first: int = 0
    native: bool = False
    waits: bool = False
    """Whether a native frame is one that waits."""


class _Function:
    """Sums of one function, in seconds."""

    __slots__ = ("callers", "cumulative", "lines", "own", "self_", "waiting")

    def __init__(self) -> None:
        self.self_ = 0.0
        self.own = 0.0
        self.cumulative = 0.0
        self.waiting = 0.0
        self.lines: dict[int, list[float]] = {}
        self.callers: dict[int, float] = defaultdict(float)


class Stacks:
    """Adds stacks; `facts` and `profile` give what they came to."""

    def __init__(self) -> None:
        self.total = 0.0
        self.outside = 0.0
        self.samples = 0
        self._ids: dict[Frame, int] = {}
        self._frames: list[tuple[int, int, bool]] = []
        self._names: list[tuple[str, int, str]] = []
        self._functions: list[_Function] = []
        self._index: dict[tuple[str, int, str], int] = {}
        self._pending: dict[tuple[int, ...], float] = {}
        self._held = 0
        self.lone = 0
        """Samples with exactly one Python frame."""
        self.deep = 0
        """Samples with more."""

    def frame(self, frame: Frame) -> int:
        """The number by which `add` knows this frame. Raises Malformed for a line that no file has."""
        found = self._ids.get(frame)
        if found is None:
            line_number(frame.line)
            line_number(frame.first)
            found = self._ids[frame] = len(self._frames)
            self._frames.append((-1 if frame.native else self._function(frame), frame.line, frame.waits))
        return found

    def _function(self, frame: Frame) -> int:
        key = (frame.file, frame.first, frame.name)
        at = self._index.get(key)
        if at is None:
            at = self._index[key] = len(self._names)
            self._names.append(key)
            self._functions.append(_Function())
        return at

    def add(self, stack: Sequence[int], seconds: float, samples: int = 1) -> None:
        """One stack, outermost frame first, that was seen for `seconds`."""
        key = tuple(stack)
        if key not in self._pending:
            self._held += len(key) + 1
        self._pending[key] = self._pending.get(key, 0.0) + seconds
        self.samples += samples
        if self._held > PENDING:
            self._settle()

    def _settle(self) -> None:
        for stack, seconds in self._pending.items():
            self._count(stack, seconds)
        self._pending.clear()
        self._held = 0

    def _count(self, stack: Iterable[int], seconds: float) -> None:
        self.total += seconds
        functions, frames = self._functions, self._frames
        seen: set[int] = set()
        seen_lines: set[tuple[int, int]] = set()
        before, leaf, line, native, waits, depth = -1, -1, 0, False, False, 0
        for number in stack:
            at, ran, waiting = frames[number]
            if at < 0:
                native, waits = True, waits or waiting
                continue
            depth += 1
            native = waits = False
            leaf, line = at, ran
            function = functions[at]
            if at not in seen:
                seen.add(at)
                function.cumulative += seconds
                if before >= 0:
                    function.callers[before] += seconds
            if ran and (at, ran) not in seen_lines:
                seen_lines.add((at, ran))
                function.lines.setdefault(ran, [0.0, 0.0])[1] += seconds
            before = at
        self.lone += depth == 1
        self.deep += depth > 1
        if leaf < 0:
            self.outside += seconds
            return
        function = functions[leaf]
        function.self_ += seconds
        function.own += 0.0 if native else seconds
        function.waiting += seconds if waits else 0.0
        if line:
            function.lines[line][0] += seconds

    def facts(self) -> list[FunctionFact]:
        """A row for each function, in the order in which they were met."""
        self._settle()
        qualified = any("." in name.replace("<locals>", "") for _, _, name in self._names)
        return [_fact(key, function, qualified) for key, function in zip(self._names, self._functions)]

    def profile(
        self,
        source: Source,
        name: str,
        *,
        clock: Clock,
        warnings: Iterable[str] = (),
        samples: int | None = None,
        threads: int | None = None,
        taken_at: float | None = None,
        shortened: bool = False,
    ) -> Profile:
        """The whole as a profile of the format `name`; `samples` defaults to the number of stacks added."""
        functions = self.facts()
        said = list(warnings)
        if not functions:
            said.append("the profile holds no Python function")
        return Profile(
            format=name,
            path=str(source.path),
            sha256=source.sha256,
            functions=functions,
            total_s=self.total,
            clock=clock,
            taken_at=source.modified if taken_at is None else taken_at,
            samples=self.samples if samples is None else samples,
            threads=threads or None,
            native_outside_s=self.outside,
            shortened=shortened,
            warnings=said,
        )


def bare(name: str) -> str:
    """`run` of `Shop.run`, `<genexpr>` of `Shop.run.<locals>.<genexpr>`."""
    return name.rpartition(".")[2]


def _fact(key: tuple[str, int, str], function: _Function, qualified: bool) -> FunctionFact:
    file, first, name = key
    lines = [LineFact(line=line, self_s=own, cumulative_s=all_) for line, (own, all_) in sorted(function.lines.items())]
    kind: LineKind = "first" if first else "executed" if lines else "none"
    return FunctionFact(
        file=file,
        line=first or (lines[0].line if lines else 0),
        line_kind=kind,
        name=bare(name),
        qualname=name if qualified and name != "<module>" else None,
        self_s=function.self_,
        own_s=function.own,
        cumulative_s=function.cumulative,
        calls=None,
        primitive_calls=None,
        waiting_s=function.waiting,
        callers=[Caller(function=at, calls=None, cumulative_s=s) for at, s in function.callers.items()],
        lines=lines,
    )

"""Finds calls that reach deep into a function, by running legacy on candidates in a child process.

Candidates are built from types and changed from calls already found; a candidate that takes a line transition no
other took is kept, and so is one of a few of each whole path that ends well. What is kept becomes the stock that
generation changes further: without it, nearly all calls of a function that checks its arguments would end in its
first check. Invariant: legacy runs only in children that can be killed; when one dies or hangs, its batch is given up
and the search goes on; the same arguments give the same calls unless the time limit ends the search.
"""

import itertools
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from random import Random

from pivot_lsp.cases.boundary import Builder
from pivot_lsp.cases.infer import completed
from pivot_lsp.cases.instrument import Instrumented, with_own_lines
from pivot_lsp.cases.mutate import Mutator
from pivot_lsp.cases.pools import SIZES, make_pools
from pivot_lsp.cases.probe import read_frame, write_frame
from pivot_lsp.cases.signature import PACKAGE_PARENT, end, import_paths
from pivot_lsp.cases.source import Literals
from pivot_lsp.cases.values import Encoded, case_id
from pivot_lsp.model.base import Model
from pivot_lsp.model.case import Case
from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.signature import Signature
from pivot_lsp.model.target import Target
from pivot_lsp.runtime.waiting import readable
from pivot_lsp.source.unit import Unit, collect

_BOOT = "import sys; sys.path.append(sys.argv.pop()); from pivot_lsp.cases.probe import main; main()"
BATCH = 40
CALL_SECONDS = 0.25
DEATHS = 8
"""Dead children after which the search ends."""
ENOUGH = 3
"""Calls kept of one path that ends well."""

Call = tuple[list[Encoded], dict[str, Encoded]]


class Exploration(Model):
    """How the search went."""

    tried: int = 0
    kept: int = 0
    arcs: int = 0
    """Distinct line transitions reached."""
    edges: int = 0
    """Calls found at the edges of comparisons (`seek`)."""
    outcomes: dict[str, int] = {}
    """Of the calls tried: `ok`, exception types, `slow`, `skipped`, `died`."""
    seconds: float = 0.0
    ended: str = ""
    """Why it ended: `count`, `time`, `deaths` or `exhausted`."""


def explore(
    target: Target,
    signature: Signature,
    literals: Literals,
    recorded: Sequence[Case],
    *,
    seed: int = 0,
    count: int = 3000,
    seconds: float = 15.0,
) -> tuple[list[Case], Exploration]:
    """Calls worth changing, as `boundary` cases, best first, and how the search went.

    `count`: candidates tried at most. `seconds`: time at most.
    """
    search = _Search(completed(signature, recorded), literals, recorded, seed)
    began = time.monotonic()
    ended = "count"
    probe = _Probe(target, literals)
    try:
        while search.tried < count:
            if time.monotonic() - began > seconds:
                ended = "time"
                break
            if probe.deaths >= DEATHS:
                ended = "deaths"
                break
            batch = search.batch(min(BATCH, count - search.tried))
            if not batch:
                ended = "exhausted"
                break
            search.learn(batch, probe.run(batch))
    finally:
        probe.close()
    cases = search.cases()
    return cases, Exploration(
        tried=search.tried,
        kept=len(cases),
        arcs=len(search.arcs),
        outcomes=dict(search.outcomes.most_common()),
        seconds=round(time.monotonic() - began, 3),
        ended=ended,
    )


class _Search:
    def __init__(self, signature: Signature, literals: Literals, recorded: Sequence[Case], seed: int) -> None:
        self.signature = signature
        self.pools = make_pools(signature, literals, recorded)
        self.rng = Random(seed)
        self.builder = Builder(signature, self.pools, self.rng)
        self.first = [(case.args, case.kwargs) for case in recorded[:400]]
        self.known: set[str] = set()
        self.arcs: set[int] = set()
        self.paths: Counter[int] = Counter()
        self.outcomes: Counter[str] = Counter()
        self.tried = 0
        self.answered: list[Case] = []
        self.raised: list[Case] = []
        self.recorded = {case.id for case in recorded}
        self.mutator = Mutator(signature, self.pools, recorded[:400], self.builder)
        self.steps = itertools.count()

    def batch(self, size: int) -> list[Call]:
        """New candidates; the recorded calls first, to know what they reach."""
        if self.first:
            batch, self.first = self.first[:size], self.first[size:]
            return batch
        found = []
        for _ in range(size * 20):
            if self.mutator.calls and self.rng.random() < 0.75:
                call = self.mutator.call()
            else:
                call = self.builder.call(SIZES[min(next(self.steps) * 4 // 2000, 3)])
            name = case_id(*call)
            if name not in self.known:
                self.known.add(name)
                found.append(call)
                if len(found) == size:
                    break
        return found

    def learn(self, batch: list[Call], rows: list[tuple[str, list[int]]] | None) -> None:
        """Keeps what went where nothing went before."""
        self.tried += len(batch)
        if rows is None:
            self.outcomes["died"] += len(batch)
            return
        for (args, kwargs), (outcome, arcs) in zip(batch, rows):
            self.outcomes[outcome] += 1
            if outcome in ("slow", "bad", "skipped"):
                continue
            taken = set(arcs)
            new = not taken <= self.arcs
            self.arcs |= taken
            path = hash((outcome, *sorted(taken)))
            self.paths[path] += 1
            few = self.paths[path] <= (ENOUGH if outcome == "ok" else 1)
            name = case_id(args, kwargs)
            if not (new or few) or name in self.recorded:
                continue
            case = Case(id=name, stratum="boundary", args=args, kwargs=kwargs)
            (self.answered if outcome == "ok" else self.raised).append(case)
            self.mutator.add(case, 4 if outcome == "ok" else 1)

    def cases(self) -> list[Case]:
        """What was kept: calls that end well first."""
        return [*self.answered, *self.raised]


def changed_code(target: Target, change: Callable[[Unit], list[Instrumented]]) -> list[dict[str, str]]:
    """The functions of a target's unit with their code changed, as the children take them; none for what is no file's
    function, or cannot be read."""
    if target.file is None or target.qualname is None:
        return []
    try:
        unit = collect(target.file, target.module, target.qualname, target.root, import_paths(target))
    except UsageError:
        return []
    return [{"module": each.module, "qualname": each.qualname, "code": each.code.hex()} for each in change(unit)]


class _Probe:
    """The child, started anew when it dies."""

    def __init__(self, target: Target, literals: Literals) -> None:
        self.target = target
        self.files = [str(target.root / name) for name in literals.files] or [str(target.file)]
        self.child: subprocess.Popen[bytes] | None = None
        self.read = self.write = -1
        self.deaths = 0
        self.functions = changed_code(target, with_own_lines)

    def run(self, batch: list[Call]) -> list[tuple[str, list[int]]] | None:
        """A row a call; None when the child died or hung."""
        try:
            if self.child is None:
                self._start()
            write_frame(self.write, batch)
            if readable(self.read, 30.0 + BATCH * CALL_SECONDS):
                rows = read_frame(self.read)
                if rows is not None:
                    return list(rows)
        except OSError:
            pass
        self.deaths += 1
        self.close()
        return None

    def _start(self) -> None:
        there, self.write = os.pipe()
        self.read, back = os.pipe()
        request = {
            "paths": import_paths(self.target),
            "module": self.target.module,
            "qualname": self.target.qualname,
            "files": self.files,
            "read": there,
            "write": back,
            "seconds": CALL_SECONDS,
        }
        try:
            self.child = subprocess.Popen(
                [sys.executable, "-P", "-c", _BOOT, json.dumps(request), PACKAGE_PARENT],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[there, back],
                cwd=self.target.root,
                start_new_session=True,
                env={**os.environ, "PIVOT_OFF": "1", "PYTHONHASHSEED": "0"},
            )
        finally:
            os.close(there)
            os.close(back)
        write_frame(self.write, self.functions)

    def close(self) -> None:
        """Ends the child and all that it started."""
        for fd in (self.read, self.write):
            if fd >= 0:
                os.close(fd)
        self.read = self.write = -1
        if self.child is not None:
            end(self.child)
            self.child = None

"""`pivot record`: runs a command, records the calls of chosen functions, writes a case file for each.

Every Python process that the command starts records for itself and leaves a part file; here they become one sample.
Invariant: the sample stays uniform over the calls of all processes, and what was not kept is counted by its reason.
"""

import json
import os
import platform
import random
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from pivot_lsp.app.recordable import refuse_unrecordable
from pivot_lsp.cases.files import recorded_file
from pivot_lsp.cases.signature import describe, render
from pivot_lsp.cases.source import mine
from pivot_lsp.model.base import Model
from pivot_lsp.model.case import CaseHeader, Sampling
from pivot_lsp.model.errors import NoVerdict, PivotError, UsageError
from pivot_lsp.model.target import Target
from pivot_lsp.runtime import ending, gate, hooks, recorder, redact, values

_INSIDE = {"values": values, "redact": redact, "recorder": recorder, "gate": gate, "ending": ending, "hooks": hooks}
"""What runs inside the command's processes."""


class RecordSettings(Model):
    """Caps of a recording, a function each."""

    limit: int = 10_000
    """Calls that the uniform sample holds."""
    quota: int = 50
    """Calls kept besides of each exception type and each kind of arguments."""
    every: int = 1
    """Look at one call in so many, at random."""
    max_bytes: int = 1_000_000
    """Of JSON, for the arguments and for the result of one call."""
    max_total: int = 256_000_000
    """Bytes of JSON that one process holds of one function's calls."""
    seconds: float = 300.0
    """Time that recording may cost in one process; 0 is no limit."""
    seed: int = 0
    redact: list[str] = []
    """Names, with wildcards, of parameters, keys and fields whose content is replaced."""


class RecordedFunction(Model):
    """What was recorded of one function."""

    function: str
    output: str | None = None
    """None: nothing was recorded, `note` says why."""
    calls: int = 0
    """Calls seen, kept or not."""
    sampled: int = 0
    """Calls in the uniform sample."""
    distinct: int = 0
    raised: dict[str, int] = {}
    """Distinct cases by the exception they ended with."""
    dropped: dict[str, int] = {}
    note: str = ""


class RecordReport(Model):
    """What the command did and what was recorded."""

    command: list[str]
    command_exit: int
    """Negative: the signal that ended it."""
    processes: int
    functions: list[RecordedFunction]


def record(
    targets: Sequence[Target], command: Sequence[str], settings: RecordSettings, *, to_stderr: bool = False
) -> RecordReport:
    """Runs `command` and writes `.pivot/cases/`. `to_stderr`: the command's output goes there.

    Raises UsageError PV611 when the command cannot be started, NoVerdict PV612 when no call was recorded.
    """
    if not command:
        raise UsageError("PV611", "no command", remedy="write `pivot record TARGET... -- python your_script.py`")
    for target in targets:
        refuse_unrecordable(target)
    with tempfile.TemporaryDirectory(prefix="pivot-record-") as folder:
        _prepare(Path(folder), targets, settings)
        status = _run(command, folder, to_stderr)
        parts = [_parts(Path(folder), index) for index in range(len(targets))]
        processes = len({path.name.split(".")[1] for found in parts for path in found})
        functions = [_merge(t, found, settings) for t, found in zip(targets, parts)]
    report = RecordReport(command=list(command), command_exit=status, processes=processes, functions=functions)
    if not any(function.output for function in functions):
        died = f"; the command ended with status {status}" if status else ""
        reasons = "; ".join(f"{function.function}: {function.note}" for function in functions)
        raise NoVerdict("PV612", f"no call was recorded: {reasons}{died}")
    return report


def _prepare(folder: Path, targets: Sequence[Target], settings: RecordSettings) -> None:
    functions = [
        {
            "key": str(index),
            "module": target.module,
            "qualname": target.qualname,
            "file": os.path.realpath(target.file) if target.file else "",
        }
        for index, target in enumerate(targets)
    ]
    config = {
        "folder": str(folder),
        "functions": functions,
        "settings": settings.model_dump(),
        "code": {name: module.__file__ for name, module in _INSIDE.items()},
        "redact": settings.redact,
        "redact_key": secrets.token_hex(32),
    }
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    (folder / "sitecustomize.py").write_text(hooks.BOOT, encoding="utf-8")


def _run(command: Sequence[str], folder: str, to_stderr: bool) -> int:
    words = list(command)
    if words[0].endswith(".py"):
        words.insert(0, sys.executable)
    elif words[0] == "python" and shutil.which("python") is None:
        words[0] = sys.executable
    path = os.environ.get("PYTHONPATH")
    environment = {**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{path}" if path else folder}
    try:
        child = subprocess.Popen(words, env=environment, stdout=sys.stderr.fileno() if to_stderr else None)
    except OSError as error:
        raise UsageError("PV611", f"cannot run {words[0]}: {error.strerror}") from error
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:  # the command has it too; what it recorded until its end is kept
            continue


def _parts(folder: Path, index: int) -> list[Path]:
    return sorted(folder.glob(f"{index}.*.part"))


def _merge(target: Target, parts: Sequence[Path], settings: RecordSettings) -> RecordedFunction:
    """One case file out of the part files of all processes."""
    name = f"{target.module}.{target.qualname}"
    heads: list[dict[str, Any]] = []
    rows: dict[str, dict[str, Any]] = {}
    drawn: list[Counter[str]] = []
    for part in parts:
        first, *lines = part.read_bytes().splitlines()
        heads.append(json.loads(first))
        drawn.append(Counter())
        for line in lines:
            row = json.loads(line)
            drawn[-1][row["id"]] += row.pop("n")
            rows.setdefault(row["id"], row)
    dropped: Counter[str] = Counter()
    for head in heads:
        dropped.update(head["dropped"])
    seen = sum(head["seen"] for head in heads)
    if not rows:
        note = _why_nothing(heads, dropped)
        return RecordedFunction(function=name, calls=sum(dropped.values()), dropped=dict(dropped), note=note)
    sample = _sampled(drawn, [head["seen"] for head in heads], settings)
    output = recorded_file(target)
    header = CaseHeader(
        function=f"{target.module}:{target.qualname}",
        signature=_signature(target),
        unit=mine(target).unit,
        python=platform.python_version(),
        platform=platform.platform(),
        recorder=next((head["how"] for head in heads if head["how"]), "code"),
        redaction=settings.redact,
        sampling=Sampling(seen=seen, kept=sample.total(), seed=settings.seed),
        dropped=dict(dropped),
        strata={"recorded": len(rows)},
    )
    output.parent.mkdir(parents=True, exist_ok=True)
    partial = output.with_name(f"{output.name}.{os.getpid()}.tmp")
    with partial.open("wb") as out:
        out.write(header.model_dump_json(exclude_none=True).encode() + b"\n")
        for identity, kept in rows.items():
            out.write(msgspec.json.encode({**kept, "n": sample[identity]}) + b"\n")
    partial.replace(output)
    raised = Counter(row["expected"]["raised"]["type"] for row in rows.values() if "raised" in row.get("expected", {}))
    return RecordedFunction(
        function=name,
        output=str(output),
        calls=seen + sum(number for why, number in dropped.items() if not why.startswith("result ")),
        sampled=sample.total(),
        distinct=len(rows),
        raised=dict(raised),
        dropped=dict(dropped),
    )


def _sampled(drawn: Sequence[Counter[str]], seen: Sequence[int], settings: RecordSettings) -> Counter[str]:
    """One uniform sample out of the processes' samples, each weighed by the calls it stands for."""
    if sum(counts.total() for counts in drawn) <= settings.limit and all(
        counts.total() == number for counts, number in zip(drawn, seen)
    ):
        return sum(drawn, Counter())
    rng = random.Random(settings.seed)
    left = list(seen)
    pools = [list(counts.elements()) for counts in drawn]
    for pool in pools:
        rng.shuffle(pool)
    sample: Counter[str] = Counter()
    while sample.total() < settings.limit and any(left):
        (index,) = rng.choices(range(len(pools)), left)
        if not pools[index]:
            break
        sample[pools[index].pop()] += 1
        left[index] -= 1
    return sample


def _why_nothing(heads: Sequence[Mapping[str, Any]], dropped: Mapping[str, int]) -> str:
    if not heads:
        return "the command ran no Python that can be recorded (-I, -E and -S prevent it)"
    notes = sorted({head["note"] for head in heads if head["note"]})
    if notes:
        return "; ".join(notes)
    if not any(head["how"] for head in heads):
        return "its module was never imported"
    if dropped:
        return "called, but nothing could be kept: " + ", ".join(f"{n} {why}" for why, n in dropped.items())
    return "it was never called"


def _signature(target: Target) -> str:
    try:
        return render(describe(target))
    except PivotError:
        return ""

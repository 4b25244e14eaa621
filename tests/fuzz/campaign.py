"""One batch from seed to verdict: generate, check, build for every language, judge in a child process.

What the front end refuses is left out and counted; what it accepts and a back end's compiler then rejects is a finding,
as are a crash and a call that does not end.
"""

import json
import os
import pickle
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pivot_lsp.model.errors import BuildFailed
from pivot_lsp.model.port import Language
from pivot_lsp.model.target import Target
from pivot_lsp.port.compile import compile_functions
from pivot_lsp.port.frontend.asked import Asked
from pivot_lsp.vessel import cpp, rust
from pivot_lsp.vessel.backends import builder, emitter
from pivot_lsp.vessel.build import build_vessel
from tests.fuzz.programs import Batch, Program

ROOT = Path(__file__).resolve().parents[2]
ENDLESS = 600.0


@contextmanager
def unoptimised() -> Iterator[None]:
    """Builds without optimisation meanwhile: several times as many programs in the same time, for what the front end
    and the emitters get wrong; what an optimiser could get wrong needs the builds that people get."""
    rust_flags, cpp_flags = rust._FLAGS, cpp.FLAGS
    rust._FLAGS = tuple("-Copt-level=0" if f.startswith("-Copt-level") else f for f in rust_flags)
    cpp.FLAGS = tuple("-O0" if f.startswith("-O") else f for f in cpp_flags)
    try:
        yield
    finally:
        rust._FLAGS, cpp.FLAGS = rust_flags, cpp_flags


@dataclass
class Verdict:
    """What became of a batch: counts, why programs were refused, and every difference with its program."""

    batch: Batch
    names: list[str]
    counts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    findings: list[dict[str, Any]] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    def program(self, name: str) -> Program:
        """A program of the batch."""
        return next(p for p in self.batch.programs if p.name == name)


def run(batch: Batch, languages: tuple[Language, ...], inputs: int, folder: Path, cache: Path) -> Verdict:
    """Takes `batch` through every language; `folder` is its own, `cache` is shared."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{batch.module}.py"
    file.write_text(batch.source, encoding="utf-8")
    verdict = Verdict(batch, [p.name for p in batch.programs])
    began = time.monotonic()
    unit = _checked(verdict, file, cache)
    verdict.seconds["front end"] = time.monotonic() - began
    if unit is None:
        return verdict
    target = Target(file=file, module=batch.module, qualname=verdict.names[0], root=folder)
    vessels: dict[str, str] = {}
    for language in languages:
        began = time.monotonic()
        made = _built(verdict, unit, target, language, cache)
        if made is not None:
            vessels[language] = made
        verdict.seconds[language] = time.monotonic() - began
    began = time.monotonic()
    _judged(verdict, vessels, inputs, folder)
    verdict.seconds["calls"] = time.monotonic() - began
    return verdict


def _checked(verdict: Verdict, file: Path, cache: Path) -> Any:
    """The unit of the programs that the front end takes; the others leave `verdict.names`."""
    asked = Asked(file.parent, cache / "mypy")
    while verdict.names:
        target = Target(file=file, module=verdict.batch.module, qualname=verdict.names[0], root=file.parent)
        checked = compile_functions(target, verdict.names, cache / "mypy", asked=asked)
        if checked.unit is not None:
            return checked.unit
        bad = {(r.function or "").partition("_")[0]: r.code for r in checked.reasons}
        if not bad.keys() & set(verdict.names):
            reason = checked.reasons[0]
            verdict.findings.append({"program": "", "language": "front end", "kind": "refusal", "message": str(reason)})
            return None
        verdict.refused.update(code for name, code in bad.items() if name in verdict.names)
        verdict.names = [n for n in verdict.names if n not in bad]
    return None


def _built(verdict: Verdict, unit: Any, target: Target, language: Language, cache: Path) -> str | None:
    """The vessel's folder; programs that the language's compiler rejects are findings, and are left out of it."""
    left = list(verdict.names)
    for _ in range(4):
        try:
            return str(build_vessel(unit, target, language, target.root / "vessels", cache).folder)
        except BuildFailed as error:
            text = str(error)
            guilty = _guilty(text, _sources(unit, language, target.root)) & set(left)
            shown = "\n".join(line for line in text.splitlines() if "error" in line or "^" not in line)[:3000]
            program = " ".join(sorted(guilty))
            verdict.findings.append({"program": program, "language": language, "kind": "build", "message": shown})
            left = [n for n in left if n not in guilty]
            if not guilty or not left:
                return None
            checked = compile_functions(target, left, cache / "mypy")
            assert checked.unit is not None
            unit = checked.unit
    return None


def _sources(unit: Any, language: Language, folder: Path) -> dict[str, str]:
    """The native text as the compiler saw it."""
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        for name, text in emitter(language).emit(unit).items():
            (Path(scratch) / name).parent.mkdir(parents=True, exist_ok=True)
            (Path(scratch) / name).write_text(text, encoding="utf-8")
        tidy = getattr(builder(language), "tidy", None)
        if tidy is not None:
            tidy(Path(scratch))
        return {p.name: p.read_text(encoding="utf-8") for p in Path(scratch).rglob("*") if p.is_file()}


def _guilty(errors: str, files: dict[str, str]) -> set[str]:
    """The programs in whose native text the compiler's errors lie."""
    found = set()
    for name, number in re.findall(r"([\w.]+\.(?:rs|go|cpp)):(\d+)", errors):
        lines = files.get(name, "").splitlines()[: int(number)]
        heads = (re.match(r"(?!\s|//).*?\bf(\d+)(?:_?h\d+)?\(", line, re.IGNORECASE) for line in reversed(lines))
        head = next((h for h in heads if h is not None), None)
        if head is not None:
            found.add(f"f{head[1]}")
    return found


def _judged(verdict: Verdict, vessels: dict[str, str], inputs: int, folder: Path) -> None:
    """Runs the judge; after a crash once more without the program that caused it."""
    names = list(verdict.names)
    (folder / "batch.pickle").write_bytes(pickle.dumps(verdict.batch))
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"}
    for _ in range(5):
        orders = {"root": str(folder), "vessels": vessels, "names": names, "inputs": inputs}
        (folder / "orders.json").write_text(json.dumps(orders))
        command = [sys.executable, "-m", "tests.fuzz.judge", str(folder / "orders.json")]
        try:
            done = subprocess.run(
                command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=ENDLESS, check=False
            )
            ended = f"exit {done.returncode}: {done.stderr[-1500:]}"
        except subprocess.TimeoutExpired:
            done, ended = None, "did not end"
        if done is not None and done.returncode == 0:
            found = json.loads((folder / "verdict.json").read_text())
            verdict.counts.update(found["counts"])
            verdict.reasons.update(found["reasons"])
            verdict.findings += found["differences"]
            return
        mark = folder / "mark"  # absent when the judge died before its first call
        name, number, language = [*(mark.read_text() if mark.exists() else "").split(), "", "", ""][:3]
        verdict.findings.append(
            {"program": name, "input": number, "language": language, "kind": "crash", "message": ended}
        )
        if name not in names:
            return
        names.remove(name)

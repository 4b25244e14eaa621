"""A wrong vessel is caught: each slip written into a generated source is failed by `pivot validate`, by recorded and
generated cases of the sample ERP, and the untouched vessel is not.

A few slips of each language, drawn with a fixed seed, stand for all; `make wrong-ports` sets PIVOT_WHOLE and takes all.
"""

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pivot_lsp.model.port import Language
from tests.wrong_ports.slips import SLIPS, TARGETS

REPOSITORY = Path(__file__).resolve().parents[2]
SAMPLE = 2
"""Slips of a language: each is a build and a validation."""


def pivot(erp: Path, *words: str) -> tuple[int, dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", "pivot_lsp", *words, "--json"],
        cwd=erp, capture_output=True, text=True, check=False, timeout=600, env=environment(),
    )  # fmt: skip
    assert done.stdout.strip(), f"{words}: exit {done.returncode}\n{done.stderr}"
    return done.returncode, json.loads(done.stdout)


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(REPOSITORY)}


@pytest.fixture(scope="module")
def erp(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the ERP with a short day's production log."""
    place = tmp_path_factory.mktemp("erp") / "erp"
    shutil.copytree(REPOSITORY / "fixtures" / "erp", place, ignore=shutil.ignore_patterns("__pycache__", ".pivot"))
    subprocess.run(
        [sys.executable, "workload.py", "--out", "day", "--scale", "0.1"], cwd=place, check=True, capture_output=True
    )
    return place


@pytest.fixture(scope="module", params=list(TARGETS))
def vessel(erp: Path, request: pytest.FixtureRequest) -> tuple[Path, Language, Path]:
    """The ported function, and a case file with recorded and generated calls."""
    language: Language = request.param
    target = TARGETS[language]
    code, made = pivot(erp, "port", target, "--to", language)
    assert code == 0, made["log"]
    cases = erp / f"{language}.jsonl"
    words = ("--production-logs", "day/production.log", "--count", "700", "--explore", "3", "--output", str(cases))
    assert pivot(erp, "generate-tests", target, *words)[0] == 0
    return Path(made["vessel"]), language, cases


def validate(erp: Path, language: Language, vessel: Path, cases: Path) -> dict[str, Any]:
    words = ("--test-cases", str(cases), "--count", "100", "--no-adequacy")
    return pivot(erp, "validate", "--legacy", TARGETS[language], "--vessel", str(vessel), *words)[1]


def test_each_slip_is_failed_and_the_port_is_not(erp: Path, vessel: tuple[Path, Language, Path]) -> None:
    folder, language, cases = vessel
    assert validate(erp, language, folder, cases)["level"] == "tested"
    assert len(SLIPS[language]) >= 5
    passed = []
    whole = "PIVOT_WHOLE" in os.environ
    chosen = list(SLIPS[language]) if whole else random.Random(1).sample(list(SLIPS[language]), SAMPLE)
    for name, (there, instead) in SLIPS[language].items():
        hits = [f.name for f in (folder / "src").iterdir() if there in f.read_text(encoding="utf-8")]
        assert len(hits) == 1, f"{name}: {there!r} stands in {hits}"
        if name not in chosen:
            continue
        broken = folder.parent / "broken"
        shutil.rmtree(broken, ignore_errors=True)
        shutil.copytree(folder, broken)
        file = broken / "src" / hits[0]
        file.write_text(file.read_text(encoding="utf-8").replace(there, instead), encoding="utf-8")
        code, made = pivot(erp, "build", str(broken))
        assert code == 0, made
        report = validate(erp, language, broken, cases)
        if report["level"] != "failed" or not report["failures"]:
            passed.append(name)
    assert not passed, f"{language}: validation passed {passed}"

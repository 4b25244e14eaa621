"""Judging on several workers: the same verdict as on one, nothing lost, nothing twice, and a run that goes on."""

import json
import logging
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from distributed import LocalCluster

from pivot_lsp.app.validate import ValidateRequest, validate
from pivot_lsp.cases.files import write_cases
from pivot_lsp.cases.values import case_id
from pivot_lsp.cli.main import main
from pivot_lsp.model.case import Case, CaseHeader
from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.evidence import ValidationReport
from pivot_lsp.parity import scale
from pivot_lsp.parity.cluster import ClusterPool
from pivot_lsp.parity.scale import LocalPool

SHOP = """
import os

def price(n: int) -> int:
    return n * 3

def wrong(n: int) -> int:
    if n == 777:
        os.abort()
    return n * 3 + (n == 500)
"""
CASES = 1200


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "shop.py").write_text(SHOP)
    made = [Case(id=case_id([n], {}), stratum="recorded", args=[n], n=2) for n in range(CASES)]
    write_cases(tmp_path / "cases.jsonl", CaseHeader(), made)
    return tmp_path


def judged(root: Path, vessel: str, pool: Any = None, progress: Any = None) -> ValidationReport:
    request = ValidateRequest(
        legacy="shop.py::price", vessel=f"shop.py::{vessel}", cwd=root, test_cases=Path("cases.jsonl"), count=0,
        adequacy=False, exploring=0, pool=pool,
    )  # fmt: skip
    return validate(request, progress or (lambda what, done, total: None))


def forget(root: Path) -> None:
    """What earlier runs kept as regression cases would be judged first."""
    shutil.rmtree(root / ".pivot" / "cases", ignore_errors=True)


def facts(report: ValidationReport) -> tuple[Any, ...]:
    return (report.level, report.test_count, report.failed, report.confidence.draws, report.distinct_inputs,
            report.binding.corpus, [(f.kind, f.args) for f in report.failures], report.strata)  # fmt: skip


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=logging.CRITICAL
    ) as made:
        yield made


def test_several_workers_pass_the_verdict_of_one(root: Path, cluster: LocalCluster) -> None:
    alone = facts(judged(root, "wrong"))
    assert alone[1:4] == (CASES, 2, 2 * CASES)
    for pool in (lambda: LocalPool(2), lambda: ClusterPool(cluster.scheduler_address)):
        forget(root)
        assert facts(judged(root, "wrong", pool)) == alone
    assert not list((root / ".pivot" / "runs").iterdir())


def test_a_worker_of_the_cluster_that_is_killed_loses_no_case_and_counts_none_twice(
    root: Path, cluster: LocalCluster
) -> None:
    killed: list[int] = []

    def progress(what: str, done: int, total: int | None) -> None:
        if what == "judging" and not killed:
            worker = next(iter(cluster.workers.values()))
            killed.append(worker.pid)
            os.kill(worker.pid, signal.SIGKILL)

    report = judged(root, "price", lambda: ClusterPool(cluster.scheduler_address), progress)
    assert killed
    assert (report.test_count, report.failed, report.confidence.draws) == (CASES, 0, 2 * CASES)
    assert report.distinct_inputs == CASES


def test_an_interrupted_run_goes_on_where_it_was(root: Path) -> None:
    submitted: list[str] = []

    class Counting(LocalPool):
        def submit(self, key: str, order: bytes) -> Any:
            submitted.append(key)
            return super().submit(key, order)

    def interrupting(what: str, done: int, total: int | None) -> None:
        if done >= 3 * scale.SHARD:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        judged(root, "price", lambda: LocalPool(2), interrupting)
    (run,) = (root / ".pivot" / "runs").iterdir()
    assert len(list(run.iterdir())) == 3
    next(run.iterdir()).write_bytes(b"damaged")
    report = judged(root, "price", lambda: Counting(2))
    assert (report.test_count, report.confidence.draws) == (CASES, 2 * CASES)
    assert len(submitted) == -(-CASES // scale.SHARD) - 2
    assert not run.exists()


def test_what_was_computed_for_other_code_is_not_taken(root: Path) -> None:
    def interrupting(what: str, done: int, total: int | None) -> None:
        if done >= scale.SHARD:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        judged(root, "price", lambda: LocalPool(1), interrupting)
    (root / "shop.py").write_text(SHOP.replace("return n * 3\n", "return n * 4\n", 1))
    assert judged(root, "wrong", lambda: LocalPool(1)).failed == CASES - 1  # 0 * 4 == 0 * 3


def test_no_scheduler_is_one_clear_line(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pivot_lsp.parity.cluster.CONNECT_SECONDS", 0.5)
    with pytest.raises(UsageError, match=r"PV646 no working scheduler at tcp://127\.0\.0\.1:1"):
        judged(root, "price", lambda: ClusterPool("tcp://127.0.0.1:1"))


def test_the_verb_takes_workers(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(root)
    words = ["--legacy", "shop.py::price", "--vessel", "shop.py::price", "--test-cases", "cases.jsonl", "--count", "0"]
    assert main(["validate", *words, "--no-adequacy", "--workers", "2", "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["test_count"] == CASES

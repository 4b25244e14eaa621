"""A call that kills its process, hangs it, eats memory or writes to stdout is one outcome among the others."""

import os
from pathlib import Path

import pytest

from pivot_lsp.model.errors import NoVerdict
from pivot_lsp.parity.outcome import Outcome, unpack_behaviour
from pivot_lsp.parity.process import Setup, Worker
from tests.parity.conftest import Project, silent

DEADLY = """
    import ctypes, os, sys

    def f(x):
        if x == 1: ctypes.string_at(0)
        if x == 2: os.abort()
        if x == 3:
            while True: pass
        if x == 4: return len(bytearray(1 << 40))
        if x == 5: os._exit(0)
        if x == 6: sys.exit(3)
        if x == 7: print("text"); os.write(1, b"bytes\\n"); ctypes.CDLL(None).puts(b"native")
        if x == 8 and os.fork() == 0: return "a child must not answer"
        if x == 9: os.close(1); sys.stdout.close()
        return x
    """


@pytest.fixture
def worker(project: Project):
    project.write("deadly", DEADLY)
    with Worker(Setup(project.implementation("deadly.py::f"), hard_seconds=1.0)) as worker:
        yield worker


def run(worker: Worker, *values: int) -> list[Outcome]:
    return worker.run([([value], {}) for value in values])


def test_five_ways_to_die_are_five_outcomes_and_lose_no_other_call(worker: Worker) -> None:
    values = [0, 1, 10, 2, 11, 3, 12, 4, 13, 5, 14]
    found = run(worker, *values)
    assert [outcome.status for outcome in found] == [
        "ok", "crash", "ok", "crash", "ok", "timeout", "ok", "memory", "ok", "crash", "ok",
    ]  # fmt: skip
    for value, outcome in zip(values, found):
        if outcome.status == "ok":
            assert unpack_behaviour(outcome.payload).returned == [value]
    notes = [found[i].note for i in (1, 3, 5, 9)]
    assert "SIGSEGV" in notes[0]
    assert "SIGABRT" in notes[1]
    assert "1 s" in notes[2]
    assert "code 0" in notes[3]
    assert all(outcome.repeated for outcome in found)


def test_exit_is_an_exception_like_others(worker: Worker) -> None:
    assert unpack_behaviour(run(worker, 6)[0].payload).raised == ["builtins:SystemExit", [3]]


def test_printed_text_is_captured_for_its_call_alone(worker: Worker) -> None:
    found = [unpack_behaviour(outcome.payload).printed for outcome in run(worker, 0, 7, 0)]
    assert found == ["", "text\nbytes\nnative\n", ""]


def test_a_forked_child_cannot_answer(worker: Worker) -> None:
    found = run(worker, 8, 0)
    assert [unpack_behaviour(outcome.payload).returned for outcome in found] == [[8], [0]]


def test_closing_stdout_does_not_stop_the_worker(worker: Worker) -> None:
    assert [outcome.status for outcome in run(worker, 9, 0)] == ["ok", "ok"]


def test_a_crash_that_does_not_repeat_stays_a_crash(project: Project, tmp_path: Path) -> None:
    """Memory corrupted by an earlier call may kill a later, innocent one: the failure must not vanish."""
    project.write(
        "once",
        f"""
        import os
        def f(x):
            if x == 1 and not os.path.exists({str(tmp_path / "mark")!r}):
                open({str(tmp_path / "mark")!r}, "w").close()
                os.abort()
            return x
        """,
    )
    with Worker(Setup(project.implementation("once.py::f"))) as worker:
        found = run(worker, 0, 1, 2)
    assert [outcome.status for outcome in found] == ["ok", "crash", "ok"]
    assert found[1].repeated is False


def test_a_slow_python_call_is_interrupted_without_a_new_process(project: Project) -> None:
    """Even one that catches everything."""
    project.write(
        "slow",
        """
        def f(x):
            while x:
                try:
                    while True: pass
                except BaseException:
                    x -= 1
            return x
        """,
    )
    setup = Setup(project.implementation("slow.py::f"), soft_seconds=0.1, hard_seconds=5.0)
    with Worker(setup) as worker:
        assert [outcome.status for outcome in run(worker, 0, 1, 0)] == ["ok", "slow", "ok"]
        assert worker.deaths == 0


def test_no_descriptor_and_no_process_is_left(project: Project) -> None:
    project.write("deadly", DEADLY)
    before = len(os.listdir("/proc/self/fd"))
    with Worker(Setup(project.implementation("deadly.py::f"), hard_seconds=1.0)) as worker:
        run(worker, 0, 1, 5, 2, 0)
        child = worker._process.child.pid
    assert len(os.listdir("/proc/self/fd")) == before
    assert not Path(f"/proc/{child}").exists()


def test_a_module_that_cannot_be_loaded_is_no_verdict(project: Project) -> None:
    project.write("broken", "raise RuntimeError('no database')\ndef f(x): return x")
    with (
        Worker(Setup(project.implementation("broken.py::f"))) as worker,
        pytest.raises(NoVerdict, match="RuntimeError: no database"),
    ):
        run(worker, 1)


def test_a_module_that_dies_while_loading_is_no_verdict(project: Project) -> None:
    project.write("broken", "import os\nos.abort()\ndef f(x): return x")
    with Worker(Setup(project.implementation("broken.py::f"))) as worker, pytest.raises(NoVerdict, match="SIGABRT"):
        run(worker, 1)


def test_calls_legacy_cannot_answer_are_set_aside_and_counted(project: Project) -> None:
    project.write(
        "legacy",
        """
        import os, itertools
        count = itertools.count()
        def f(x):
            if x == 1:
                while True: pass
            if x == 2: return next(count) + os.getpid()
            if x == 3: os.abort()
            if x == 4: return hash("text")
            if x == 5: return object()
            if x == 6: return (y for y in "ab")
            return x
        """,
    )
    tally = project.judge("legacy.py::f", "legacy:f", project.cases(*((x,) for x in range(9))))
    aside = tally.aside_report()
    assert (aside.too_slow, aside.nondeterministic, aside.died, aside.not_comparable) == (1, 2, 1, 2)
    assert (tally.judged, tally.failed, aside.total) == (3, 0, 6)


def test_calls_larger_than_slow_ones_are_presumed_slow(project: Project) -> None:
    project.write("legacy", "def f(n):\n    while n > 1000: pass\n    return n\n")
    cases = project.cases(*((n,) for n in [1, *range(2000, 2006)])) + project.cases(
        *((10**n,) for n in range(5, 105)), (7,)
    )
    first, later = cases[:7], cases[7:]
    reference = project.implementation("legacy.py::f")
    from pivot_lsp.model.evidence import Tolerance
    from pivot_lsp.parity.campaign import Campaign
    from tests.parity.conftest import QUICK, signature

    with Campaign(reference, reference, Tolerance(), signature("n"), QUICK) as campaign:
        campaign.run(first, silent)
        campaign.run(later, silent)
        aside = campaign.tally.aside_report()
        assert (aside.too_slow, aside.presumed_slow, campaign.tally.judged) == (6, 100, 2)

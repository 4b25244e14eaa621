"""Child-process jobs: what they bring back, how they end, and that nothing of them is left."""

import asyncio
import os
import signal
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest

from pivot_lsp.jobs import Job, JobTable, Progress, pivot_argv, run
from pivot_lsp.jobs import process as process_module

PATIENCE = 120.0
"""Seconds that a child, which runs at low priority, may take on a busy machine."""


def job(
    tmp_path: Path,
    code: str,
    *,
    limit: float = PATIENCE,
    key: str = "k",
    lane: str | None = None,
    progress: bool = False,
) -> Job:
    return Job(key, (sys.executable, "-c", textwrap.dedent(code)), tmp_path, limit, lane, progress)


async def written(path: Path) -> str:
    """Waits for a child to say where it is."""
    async with asyncio.timeout(PATIENCE):
        while not path.exists() or not path.read_text().strip():
            await asyncio.sleep(0.02)
    return path.read_text().strip()


def alive(pid: int) -> bool:
    """A zombie, which nobody reaps in a container without an init, counts as gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


async def test_the_result_is_the_json_object_on_stdout(tmp_path: Path) -> None:
    outcome = await run(job(tmp_path, 'print(\'{"level": "tested"}\')'))
    assert (outcome.status, outcome.exit_code, outcome.result) == ("done", 0, {"level": "tested"})


@pytest.mark.parametrize(
    ("code", "status", "message"),
    [
        ("import sys; print('{}'); sys.exit(3)", "refused", "ended with exit code 3"),
        ("import sys; print('a\\nPV001 no such file', file=sys.stderr); sys.exit(2)", "failed", "PV001 no such file"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "failed", "killed by SIGSEGV"),
        ("print('no json')", "failed", "ended with exit code 0"),
        ("print('[1]')", "failed", "ended with exit code 0"),
    ],
)
async def test_how_a_child_ends_is_told(tmp_path: Path, code: str, status: str, message: str) -> None:
    outcome = await run(job(tmp_path, code))
    assert (outcome.status, outcome.message) == (status, message)


async def test_progress_is_read_from_its_own_descriptor_and_noise_on_it_is_passed_over(tmp_path: Path) -> None:
    code = """
    import os, sys
    fd = int(sys.argv[sys.argv.index("--progress-fd") + 1])
    os.write(fd, b'{"what": "build", "done": 1, "total": 4}\\nnoise\\n{"what": "cases", "done": 2, "total": null}\\n')
    print("{}")
    """
    seen: list[Progress] = []
    await run(job(tmp_path, code, progress=True), seen.append)
    assert seen == [Progress("build", 1, 4), Progress("cases", 2, None)]


async def test_a_child_reads_nothing_of_the_callers_stdin(tmp_path: Path) -> None:
    outcome = await run(job(tmp_path, "import sys, json; print(json.dumps({'read': sys.stdin.read()}))"))
    assert outcome.result == {"read": ""}


async def test_a_child_runs_at_low_priority_in_a_session_of_its_own(tmp_path: Path) -> None:
    code = f"""
    import os, json, time
    end = time.monotonic() + 90
    while os.nice(0) == {os.nice(0)} and time.monotonic() < end:
        time.sleep(0.01)
    print(json.dumps({{"nice": os.nice(0), "session": os.getsid(0) == os.getpid()}}))
    """
    outcome = await run(job(tmp_path, code, limit=120))
    assert outcome.result == {"nice": min(19, os.nice(0) + process_module.NICENESS), "session": True}


async def test_a_child_that_a_person_waits_for_has_the_priority_of_the_server(tmp_path: Path) -> None:
    code = "import os, json; print(json.dumps({'nice': os.nice(0)}))"
    outcome = await run(replace(job(tmp_path, code, limit=120), awaited=True))
    assert outcome.result == {"nice": os.nice(0)}


STUBBORN = """
import os, pathlib, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
asleep = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
child = subprocess.Popen([sys.executable, "-c", asleep])
pathlib.Path("pids.tmp").write_text(f"{os.getpid()} {child.pid}")
os.replace("pids.tmp", "pids")
time.sleep(600)
"""


@pytest.mark.parametrize("again", [False, True], ids=["once", "twice"])
async def test_cancel_kills_the_whole_group_even_if_it_ignores_sigterm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, again: bool
) -> None:
    monkeypatch.setattr(process_module, "GRACE", 0.2)
    task = asyncio.create_task(run(job(tmp_path, STUBBORN)))
    pids = [int(word) for word in (await written(tmp_path / "pids")).split()]
    task.cancel()
    if again:
        await asyncio.sleep(0.05)
        task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not any(map(alive, pids))


async def test_the_time_limit_ends_a_loop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process_module, "GRACE", 0.2)
    outcome = await run(job(tmp_path, "while True: pass", limit=0.5))
    assert outcome.status == "timeout"
    assert "time limit" in outcome.message


async def test_a_grandchild_that_keeps_the_pipe_open_does_not_hang_the_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process_module, "LINGER", 0.3)
    code = """
    import pathlib, subprocess, sys
    print("{}", flush=True)
    left = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
    pathlib.Path("left").write_text(str(left.pid))
    """
    try:
        async with asyncio.timeout(PATIENCE):
            outcome = await run(job(tmp_path, code))
        assert outcome.result == {}
    finally:
        os.kill(int(await written(tmp_path / "left")), signal.SIGKILL)


async def test_the_last_lines_of_stderr_are_kept(tmp_path: Path) -> None:
    code = """
    import sys
    for i in range(1000): print("line", i, file=sys.stderr)
    print("x" * 9999, end="", file=sys.stderr); sys.exit(1)
    """
    outcome = await run(job(tmp_path, code))
    assert len(outcome.stderr) == process_module.TAIL
    assert outcome.stderr[-2:] == ("line 999", "x" * process_module.LINE)


async def test_a_module_lying_in_the_project_is_not_imported_by_the_verb(tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("import pathlib; pathlib.Path('imported').touch()")
    await run(Job("k", pivot_argv("no-such-verb"), tmp_path, PATIENCE, progress=False))
    assert not (tmp_path / "imported").exists()


async def test_the_same_key_is_one_job(tmp_path: Path) -> None:
    table = JobTable()
    first, new = table.start(job(tmp_path, "print('{}')"))
    second, again = table.start(job(tmp_path, "print('{}')"))
    assert (new, again, first.id) == (True, False, second.id)
    assert (await first.task).status == "done"
    assert table.start(job(tmp_path, "print('{}')"))[1]
    await table.close()


async def test_jobs_of_one_lane_run_one_after_the_other(tmp_path: Path) -> None:
    code = """
    import os, time
    os.mkdir("busy"); time.sleep(0.1); os.rmdir("busy"); print("{}")
    """
    table = JobTable()
    tasks = [table.start(job(tmp_path, code, key=str(n), lane="bench"))[0].task for n in range(3)]
    assert [outcome.status for outcome in await asyncio.gather(*tasks)] == ["done"] * 3


async def test_a_job_that_is_cancelled_at_once_has_an_outcome(tmp_path: Path) -> None:
    jobs = JobTable()
    handle, _ = jobs.start(job(tmp_path, "import time; time.sleep(60)"))
    assert jobs.cancel(handle.id)
    assert (await handle.task).status == "cancelled"


async def test_cancel_by_name_and_close_leave_nothing(tmp_path: Path) -> None:
    table = JobTable()
    first, _ = table.start(job(tmp_path, STUBBORN.replace("signal.SIG_IGN", "signal.SIG_DFL")))
    waiting, _ = table.start(job(tmp_path, "print('{}')", key="other"))
    pids = [int(word) for word in (await written(tmp_path / "pids")).split()]
    assert table.cancel(first.id)
    assert (await first.task).status == "cancelled"
    assert not table.cancel("job-99")
    await table.close()
    assert waiting.task.done()
    assert not table.running()
    assert not any(map(alive, pids))


async def test_a_program_that_is_not_there_is_a_failed_job(tmp_path: Path) -> None:
    table = JobTable()
    handle, _ = table.start(Job("k", ("/no/such/program",), tmp_path, 5, progress=False))
    assert (await handle.task).message.startswith("cannot start /no/such/program")

"""Commands: checked against their table, run as jobs, refused in one sentence."""

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcMethodNotFound

from pivot_lsp.server.commands import COMMANDS, REQUEST_FAILED, read_arguments
from pivot_lsp.server.methods.code_action import KINDS
from tests.server.project import manifest_of
from tests.server.talk import PATIENCE, PLAIN, ROOT, full, session

LOOPING = "def looping(n: int) -> int:\n    while n >= 0:\n        pass\n    return n\n"
CRASHING = "import ctypes\ndef crashing(n: int) -> int:\n    return ctypes.string_at(0)[n]\n"


def children(pid: int) -> list[int]:
    """All processes below one."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            child = int(stat.parent.name)
            found += [child, *children(child)]
    return found


async def test_every_row_of_the_table_is_advertised(shop: Path) -> None:
    async with session(shop, PLAIN) as talk:
        provider = talk.answer.capabilities.execute_command_provider
    assert provider is not None
    assert set(provider.commands) == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize(
    "arguments", [("text",), ({"unknown": 1},), ({}, {}), ({"uri": 7},), ({"uri": True},)], ids=repr
)
def test_wrong_arguments_are_told_apart_from_refusals(name: str, arguments: tuple[Any, ...]) -> None:
    with pytest.raises(JsonRpcException) as caught:
        read_arguments(name, arguments)
    assert caught.value.code == -32602
    assert name in str(caught.value)


async def refusal(talk: Any, name: str, **arguments: Any) -> str:
    """The sentence with which a command is refused."""
    with pytest.raises(JsonRpcException) as caught:
        await talk.command(name, **arguments)
    assert caught.value.code == REQUEST_FAILED
    return str(caught.value)


async def test_an_untrusted_workspace_shows_and_runs_nothing(shop: Path) -> None:
    async with session(shop, full(), {"trusted": False}) as talk:
        uri = talk.open("shop.py")
        assert len(await talk.diagnostics(uri)) == 2
        for name, command in COMMANDS.items():
            if command.trust:
                full_call = {"uri": uri, "function": "total", "to": "go", "command": ["true"], "action": "status"}
                arguments = {key: full_call[key] for key in command.requires}
                said = await refusal(talk, name, **arguments)
                assert said.endswith("runs code of this workspace, which is not trusted.")
        disabled = {action.disabled.reason for action in await talk.actions(uri, 3)}
    assert disabled == {"this workspace is not trusted"}


async def test_what_cannot_be_done_is_refused_in_one_sentence(shop: Path) -> None:
    async with session(shop, full()) as talk:
        uri = talk.open("shop.py")
        await talk.diagnostics(uri)
        port = {"uri": uri, "function": "total", "to": "go"}
        assert "none of rust, go, cpp" in await refusal(talk, "pivot.port", **port | {"to": "cobol"})
        assert "has no vessel yet; port it first" in await refusal(talk, "pivot.validate", uri=uri, function="total")
        assert "There is no function at line 3" in await refusal(talk, "pivot.unwrap", uri=uri, line=2)
        assert "not a file" in await refusal(talk, "pivot.port", **port | {"uri": "untitled:1"})
        assert "does not exist" in await refusal(talk, "pivot.port", **port | {"uri": talk.uri("no.py")})
        assert "No job job-9 is running" in await refusal(talk, "pivot.cancel", job="job-9")
        talk.change(uri, 2, ((0, 0), (0, 0), "#\n"))
        assert "Save shop.py first" in await refusal(talk, "pivot.port", **port)


async def test_a_refused_port_says_where_and_why_and_its_action_is_disabled_from_then_on(shop: Path) -> None:
    (shop / "shop.py").write_text((shop / "shop.py").read_text().replace("    result = 0\n", "    result = open\n"))
    async with session(shop, full(), settings={"checkPortability": True}) as talk:
        uri = talk.open("shop.py")
        await talk.diagnostics(uri)
        done = await talk.job("pivot.port", uri=uri, function="total", to="go")
        assert (done.status, done.exitCode) == ("refused", 3)
        assert "line 5" in done.message
        said = lambda: [d.message for p in talk.published for d in p.diagnostics]  # noqa: E731
        await talk.until(lambda: any("not portable: PV" in message for message in said()))
        (action,) = await talk.actions(uri, 3, ["refactor.rewrite.pivot.port.go"])
    assert action.disabled.reason.startswith("not portable to Go: PV")
    assert not (shop / "vessels").exists()


async def test_a_client_that_refuses_a_progress_bar_is_told_the_outcome(shop: Path) -> None:
    def refuse(_: types.WorkDoneProgressCreateParams) -> None:
        raise JsonRpcMethodNotFound

    (shop / "shop.py").write_text((shop / "shop.py").read_text().replace("    result = 0\n", "    result = open\n"))
    async with session(shop, full()) as talk:
        talk.client.protocol.fm.features["window/workDoneProgress/create"] = refuse
        uri = talk.open("shop.py")
        await talk.diagnostics(uri)
        done = await talk.job("pivot.port", uri=uri, function="total", to="go")
        assert done.status == "refused"
        assert not talk.client.progress_reports


async def test_hover_answers_while_a_vessel_loops_and_cancel_leaves_no_process(shop: Path) -> None:
    (shop / "loops.py").write_text(LOOPING)
    async with session(shop, full()) as talk:
        uri = talk.open("shop.py")
        await talk.diagnostics(uri)
        hanging = {"uri": talk.uri("loops.py"), "function": "looping", "vessel": "loops:looping"}
        started = await talk.command("pivot.validate", **hanging)
        again = await talk.command("pivot.validate", **hanging)
        assert again == {"job": started["job"], "already": True}
        begun = await talk.until(lambda: talk.client.progress_reports.get(f"pivot/{started['job']}"))
        assert begun[0].title == "Run parity looping"
        assert begun[0].cancellable
        assert talk.server is not None
        await talk.until(lambda: len(children(talk.server)) > 1)
        for _ in range(5):
            assert await talk.hover(uri, 3) is not None
        talk.client.window_work_done_progress_cancel(types.WorkDoneProgressCancelParams(f"pivot/{started['job']}"))
        done = await talk.until(lambda: talk.finished and talk.finished[0])
        assert (done.job, done.status) == (started["job"], "cancelled")
        await talk.until(lambda: not children(talk.server))


async def test_a_vessel_that_crashes_is_a_verdict_and_takes_nothing_with_it(shop: Path) -> None:
    (shop / "shop2.py").write_text("def plain(n: int) -> int:\n    return n\n")
    (shop / "crashes.py").write_text(CRASHING)
    async with session(shop, full()) as talk:
        uri = talk.open("shop.py")
        await talk.diagnostics(uri)
        arguments = {"uri": talk.uri("shop2.py"), "function": "plain", "vessel": "crashes:crashing", "count": 4}
        done = await talk.job("pivot.validate", **arguments)
        assert done.result.level == "failed"
        assert "failed, 0 of" in done.message
        assert await talk.hover(uri, 3) is not None


async def test_a_job_whose_processes_are_killed_says_so_and_the_server_goes_on(shop: Path) -> None:
    (shop / "loops.py").write_text(LOOPING)
    async with session(shop, full()) as talk:
        uri = talk.open("shop.py")
        await talk.diagnostics(uri)
        looping = {"uri": talk.uri("loops.py"), "function": "looping", "vessel": "loops:looping"}
        started = await talk.command("pivot.validate", **looping)
        assert talk.server is not None
        below = await talk.until(lambda: len(found := children(talk.server or 0)) > 1 and found)
        for pid in below:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        done = await talk.until(lambda: next((one for one in talk.finished if one.job == started["job"]), None))
        assert (done.status, done.result) == ("failed", None)
        assert "killed by SIGKILL" in done.message
        assert await talk.hover(uri, 3) is not None


async def test_a_job_is_cancelled_at_any_point_and_answered_once(shop: Path) -> None:
    """By the command and by the progress bar; before the child is there, while it loads, while it works."""
    async with session(shop, full(), settings={"checkPortability": False}) as talk:
        uri = talk.open("shop.py")
        await talk.diagnostics(uri)
        for turn, pause in enumerate((0.0, 0.02, 0.1, 0.3, 0.6, 0.9)):
            started = (await talk.command("pivot.analyze", uri=uri))["job"]
            await asyncio.sleep(pause)
            if turn % 2:
                await talk.until(lambda job=started: job in {one.job for one in talk.finished} or job_runs(talk, job))
                talk.client.window_work_done_progress_cancel(types.WorkDoneProgressCancelParams(f"pivot/{started}"))
            with contextlib.suppress(JsonRpcException):  # it has ended meanwhile
                await talk.command("pivot.cancel", job=started)
            await talk.until(lambda job=started: job in {one.job for one in talk.finished})
        await talk.until(lambda: not children(talk.server or 0))
        jobs = [one.job for one in talk.finished]
        assert len(jobs) == len(set(jobs)) == 6
        assert {one.status for one in talk.finished} <= {"cancelled", "done"}
        assert await talk.hover(uri, 3) is not None


def job_runs(talk: Any, job: str) -> bool:
    """Whether the client has been asked for a progress bar."""
    return f"pivot/{job}" in talk.client.progress_reports


async def test_shutdown_with_a_job_under_way_is_clean(shop: Path) -> None:
    (shop / "loops.py").write_text(LOOPING)
    async with session(shop, full()) as talk:
        talk.open("shop.py")
        await talk.command("pivot.validate", uri=talk.uri("loops.py"), function="looping", vessel="loops:looping")
        below = await talk.until(lambda: children(talk.server))
    assert not [pid for pid in below if os.path.exists(f"/proc/{pid}") and pid in children(os.getpid())]


async def test_a_command_is_profiled_and_recorded_from_the_editor(shop: Path) -> None:
    (shop / "run.prof").unlink()
    long = (shop / "drive.py").read_text().replace("300", "20_000")
    (shop / "long.py").write_text(long)  # a sampler, where there is one, sees nothing of a few milliseconds
    drive = [sys.executable, "drive.py"]
    async with session(shop, full(), settings={"checkPortability": False}) as talk:
        uri = talk.open("shop.py")
        done = await talk.job("pivot.profile", command=[sys.executable, "long.py"])
        assert done.status == "done", done.message
        hot = [found.code for found in await talk.diagnostics(uri)].count("hotspot")
        assert hot >= 1
        assert f"{hot} hot functions" in done.message
        done = await talk.job("pivot.record", uri=uri, function="total", command=drive)
        assert done.message == "Record calls total: 6,000 calls, 1 distinct kept"
        assert (await talk.command("pivot.clear"))["cleared"] == hot
        await talk.until(lambda: not talk.published[-1].diagnostics)
    assert (shop / ".pivot" / "cases" / "shop.total.jsonl").is_file()


async def test_the_certificate_is_opened_beside_the_code(shop: Path) -> None:
    folder = manifest_of(shop, "shop", "total")
    async with session(shop, full()) as talk:
        uri = talk.open("shop.py")
        call = {"uri": uri, "function": "total"}
        assert "has no certificate yet; run parity first" in await refusal(talk, "pivot.certificate", **call)
        (folder / "certificate.md").write_text("# Certificate\n")
        assert (await talk.command("pivot.certificate", **call))["page"] == str(folder / "certificate.md")
        (shown,) = await talk.until(lambda: talk.client.shown_documents)
    assert shown.uri == (folder / "certificate.md").as_uri()


async def test_a_server_that_is_killed_takes_its_jobs_with_it(shop: Path) -> None:
    (shop / "loops.py").write_text(LOOPING)
    server = subprocess.Popen(
        [sys.executable, "-P", "-m", "pivot_lsp", "lsp"],
        cwd=shop,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )
    assert server.stdin is not None

    def send(method: str, params: dict[str, Any], **more: Any) -> None:
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()
        server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)  # type: ignore[union-attr]
        server.stdin.flush()  # type: ignore[union-attr]

    send("initialize", {"processId": None, "rootUri": shop.as_uri(), "capabilities": {}}, id=1)
    send("initialized", {})
    hanging = {"uri": (shop / "loops.py").as_uri(), "function": "looping", "vessel": "loops:looping"}
    send("workspace/executeCommand", {"command": "pivot.validate", "arguments": [hanging]}, id=2)
    async with asyncio.timeout(PATIENCE):
        while len(below := children(server.pid)) < 2:  # the job and its worker
            await asyncio.sleep(0.05)
        server.kill()
        server.wait()
        while any(os.path.exists(f"/proc/{pid}") for pid in below):
            await asyncio.sleep(0.05)


async def test_an_action_is_resolved_for_the_function_as_it_is_then(shop: Path) -> None:
    async with session(shop, full()) as talk:
        uri = talk.open("shop.py")
        await talk.diagnostics(uri)
        (action,) = await talk.actions(uri, 3, ["refactor.rewrite.pivot.port.go"])
        assert action.command is None
        talk.change(uri, 2, ((0, 0), (0, 0), "#\n"))
        resolved = await talk.client.code_action_resolve_async(action)
        assert resolved.command is not None
        assert list(resolved.command.arguments or []) == [{"uri": uri, "function": "total", "to": "go"}]
        talk.change(uri, 3, ((5, 0), (5, 0), "    values = values[:]\n"))
        with pytest.raises(JsonRpcException, match="was edited meanwhile"):
            await talk.client.code_action_resolve_async(action)
        talk.change(uri, 4, ((4, 4), (4, 9), "renamed"))
        with pytest.raises(JsonRpcException, match="not in the document any more"):
            await talk.client.code_action_resolve_async(action)


async def test_source_actions_come_only_when_asked_for(shop: Path) -> None:
    async with session(shop, full()) as talk:
        uri = talk.open("shop.py")
        await talk.diagnostics(uri)
        plain = {action.kind for action in await talk.actions(uri, 3)}
        source = {action.kind for action in await talk.actions(uri, 3, ["source"])}
        nowhere = await talk.actions(uri, 0)
    assert all(kind.startswith("refactor.rewrite.pivot.") for kind in plain)
    assert source == {kind for kind in KINDS if kind.startswith("source.")}
    assert nowhere == []


async def test_hotspots_are_listed_hottest_first(shop: Path) -> None:
    async with session(shop, full()) as talk:
        uri = talk.open("shop.py")
        await talk.diagnostics(uri)
        rows = await talk.command("pivot.hotspots")
    assert {row["function"] for row in rows} >= {"total", "Basket.größe"}
    shares = [row["share"] for row in rows]
    assert shares == sorted(shares, reverse=True)

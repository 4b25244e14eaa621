"""A server under `messages`: `make fuzz-protocol` runs 100,000 of them, the suite a share.

Held are: the process lives, and logs no error of its own; after each batch a plain request is answered; each request
is answered exactly once; the resident memory after the first fifth is the memory at the end, within GROWTH; whichever
way the session ends, the server goes, and no process of its is left.
"""

import argparse
import itertools
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.server.fuzz.messages import Sent, Writer, framed
from tests.server.project import SHOP

ROOT = Path(__file__).resolve().parents[3]
BATCH = 50
"""Messages between two looks at the server."""

PATIENCE = 60.0
"""Seconds for an answer, on a machine that is busy."""

GROWTH = 16_000
"""kB that resident memory may grow by from a fifth of the messages to the last: what is loaded when first needed."""

ENDINGS = ("shutdown and exit", "exit", "end of stream", "in the middle of a message", "killed")


@dataclass
class Found:
    """What a session was, and what was wrong with it."""

    sent: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    memory: list[int] = field(default_factory=list)
    """Resident kB after each tenth."""
    slowest: float = 0.0
    wrong: list[str] = field(default_factory=list)


class Peer:
    """A server process with its answers; requests of the server are answered, some with an error, some not at all."""

    def __init__(self, root: Path) -> None:
        argv = [sys.executable, "-P", "-m", "pivot_lsp", "lsp"]
        self.log = (root / "server.log").open("wb")
        self.process = subprocess.Popen(
            argv, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log,
            env=os.environ | {"PYTHONPATH": str(ROOT)}, start_new_session=True,
        )  # fmt: skip
        self.answers: Counter[Any] = Counter()
        self.codes: Counter[str] = Counter()
        self._arrived: queue.Queue[Any] = queue.Queue()
        self._asked = itertools.count()
        self._lock = threading.Lock()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        while head := stream.readline():
            length = int(head.partition(b":")[2])
            while head.strip():
                head = stream.readline()
            message = json.loads(stream.read(length))
            if "method" in message and "id" in message:
                self._reply(message["id"])
            elif "method" not in message:
                self.codes[str(message["error"]["code"]) if "error" in message else "result"] += 1
                self.answers[message.get("id")] += 1
                self._arrived.put(message.get("id"))
        self._arrived.put(StopIteration)

    def _reply(self, msg_id: Any) -> None:
        match next(self._asked) % 3:
            case 0:
                self.send(framed(json.dumps({"jsonrpc": "2.0", "id": msg_id, "result": None}).encode()))
            case 1:
                error = {"code": -32601, "message": "no"}
                self.send(framed(json.dumps({"jsonrpc": "2.0", "id": msg_id, "error": error}).encode()))

    def send(self, data: bytes) -> None:
        """Writes bytes; a server that is gone is seen by the reader."""
        assert self.process.stdin is not None
        with self._lock:
            try:
                self.process.stdin.write(data)
                self.process.stdin.flush()
            except (BrokenPipeError, ValueError):
                return

    def ask(self, msg_id: str, method: str, params: Any) -> float | None:
        """Seconds to the answer; None when there is none."""
        began = time.monotonic()
        self.send(framed(json.dumps({"jsonrpc": "2.0", "id": msg_id, "method": method, "params": params}).encode()))
        try:
            while (answered := self._arrived.get(timeout=PATIENCE)) != msg_id:
                if answered is StopIteration:
                    return None
        except queue.Empty:
            return None
        return time.monotonic() - began

    def resident(self) -> int:
        """Resident memory, kB (/proc/PID/status, VmRSS)."""
        text = Path(f"/proc/{self.process.pid}/status").read_text()
        return next(int(line.split()[1]) for line in text.splitlines() if line.startswith("VmRSS:"))


def left_over(session: int) -> list[str]:
    """The command lines of processes of a session's; zombies are gone. Jobs have groups of their own: by parent too."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, parent, _, its_session = (folder / "stat").read_text().rpartition(")")[2].split()[:4]
            if state != "Z" and session in (int(parent), int(its_session), int(folder.name)):
                found.append((folder / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


def project(folder: Path) -> Path:
    """A project with a profile of the right shape, and a file without hotspots."""
    (folder / "pyproject.toml").write_text("[project]\nname = 'shop'\nversion = '1'\n")
    (folder / "shop.py").write_text(SHOP)
    (folder / "other.py").write_text("def cold():\n    return 1\n")
    code = f"import sys; sys.path.insert(0, {str(folder)!r}); from shop import Basket\nBasket().größe(list(range(50)))"
    subprocess.run(
        [sys.executable, "-c", f"import cProfile; cProfile.run({code!r}, {str(folder / 'run.prof')!r})"], check=True
    )
    return folder


def _end(peer: Peer, how: str, found: Found) -> None:
    session, stdin = peer.process.pid, peer.process.stdin
    assert stdin is not None
    match how:
        case "shutdown and exit":
            if peer.ask("end", "shutdown", None) is None:
                found.wrong.append("shutdown was not answered")
            peer.send(framed(b'{"jsonrpc":"2.0","method":"exit"}'))
        case "exit":
            peer.send(framed(b'{"jsonrpc":"2.0","method":"exit"}'))
        case "in the middle of a message":
            peer.send(b"Content-Length: 100\r\n\r\n{")
            stdin.close()
        case "killed":
            peer.process.kill()
        case _:
            stdin.close()
    try:
        code = peer.process.wait(PATIENCE)
        wanted = {"shutdown and exit": 0, "exit": 1, "killed": -9}.get(how, 0)
        if code != wanted:
            found.wrong.append(f"{how}: ended with {code}, not {wanted}")
    except subprocess.TimeoutExpired:
        found.wrong.append(f"{how}: the server stayed")
        peer.process.kill()
    deadline = time.monotonic() + 20
    while (left := left_over(session)) and time.monotonic() < deadline:
        time.sleep(0.05)
    if left:
        found.wrong.append(f"{how}: left {left}")


def session(root: Path, seed: int, count: int, ending: str) -> Found:
    """One server, `count` messages from `seed`, and an ending."""
    found, peer = Found(), Peer(root)
    uris = [(root / name).as_uri() for name in ("shop.py", "other.py")]
    # requests before the first one are refused, and what is no message too
    early = peer.ask(
        "early", "textDocument/hover", {"textDocument": {"uri": uris[0]}, "position": {"line": 0, "character": 0}}
    )
    capabilities = {"window": {"workDoneProgress": True}, "workspace": {"configuration": seed % 2 == 0}}
    folders = [{"uri": root.as_uri(), "name": "shop"}]
    start = {
        "processId": os.getpid(),
        "rootUri": root.as_uri(),
        "workspaceFolders": folders,
        "capabilities": capabilities,
    }
    if early is None or peer.ask("start", "initialize", start) is None:
        found.wrong.append("initialize was not answered")
    peer.send(framed(b'{"jsonrpc":"2.0","method":"initialized","params":{}}'))
    owed: set[int | str] = set()
    for number, sent in enumerate(_first(uris[0], Writer(seed, uris, SHOP), count)):
        peer.send(sent.data)
        found.sent += 1
        if sent.owed is not None:
            owed.add(sent.owed)
        if number % BATCH == BATCH - 1 or number == count - 1:
            at = {"textDocument": {"uri": uris[0]}, "position": {"line": 3, "character": 5}}
            took = peer.ask(f"probe-{number}", "textDocument/hover", at)
            if took is None:
                found.wrong.append(f"seed {seed}: no answer after message {number}")
                break
            found.slowest = max(found.slowest, took)
        if number % max(1, count // 10) == 0:
            found.memory.append(peer.resident())
    if peer.process.poll() is None:
        found.memory.append(peer.resident())
    found.wrong += [
        f"seed {seed}: request {one!r} was answered {peer.answers[one]} times" for one in owed if peer.answers[one] != 1
    ]
    found.answers = peer.codes
    _end(peer, ending, found)
    peer.log.close()
    faults = [
        line for line in (root / "server.log").read_text().splitlines() if " ERROR " in line or "Traceback" in line
    ]
    found.wrong += [f"seed {seed}: logged {line[:300]}" for line in faults[:9]]
    return found


def _first(uri: str, writer: Writer, count: int) -> Iterator[Sent]:
    item = {"uri": uri, "languageId": "python", "version": 1, "text": SHOP}
    yield Sent(
        framed(
            json.dumps({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": item}}).encode()
        )
    )
    # what is loaded when it is first needed, and the largest document, come first: memory is measured after them
    yield from (first := [*writer.warm()])
    yield from itertools.islice(writer.stream(), count - 1 - len(first))


def grown(memory: list[int]) -> int:
    """kB of resident memory at the end beyond that after a fifth of the messages."""
    return max(memory[-2:]) - max(memory[: len(memory) // 5 + 1])


def main() -> int:
    """Runs sessions, prints what they found; 1 when something was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--sessions", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="sessions that are done are kept here, and not run again")
    parser.add_argument("--page", type=Path, help="write the record here")
    args = parser.parse_args()
    done = json.loads(args.keep.read_text()) if args.keep and args.keep.exists() else {}
    count = args.messages // args.sessions
    for number in range(args.sessions):
        key = f"{args.seed + number} {count}"
        if key not in done:
            done[key] = _record(number, args.seed + number, count)
            if args.keep:
                args.keep.parent.mkdir(exist_ok=True)
                args.keep.write_text(json.dumps(done))
        print(done[key]["row"], flush=True)
    kept = [done[f"{args.seed + number} {count}"] for number in range(args.sessions)]
    wrong = [line for record in kept for line in record["wrong"]]
    print("\n".join(wrong[:30]))
    if args.page:
        seconds = sum(record["seconds"] for record in kept)
        args.page.write_text(_page(args, [record["row"] for record in kept], len(wrong), seconds))
    return 1 if wrong else 0


def _record(number: int, seed: int, count: int) -> dict[str, Any]:
    """One session: its row of the page, what was wrong, how long it took."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as place:
        ending = ENDINGS[number % len(ENDINGS)]
        found = session(project(Path(place)), seed, count, ending)
    if (more := grown(found.memory)) > GROWTH:
        found.wrong.append(f"memory grew by {more:,} kB: {found.memory}")
    answered = ", ".join(f"{code} {times:,}" for code, times in sorted(found.answers.items()))
    row = (
        f"| {seed} | {found.sent:,} | {answered} | {found.memory[len(found.memory) // 5] / 1024:.0f} | "
        f"{found.memory[-1] / 1024:.0f} | {found.slowest:.2f} | {ending} | {len(found.wrong)} |"
    )
    return {"row": row, "wrong": found.wrong, "seconds": time.monotonic() - began}


def _page(args: argparse.Namespace, rows: list[str], wrong: int, seconds: float) -> str:
    head = (
        "# Protocol fuzzing\n\n"
        f"`make fuzz-protocol`: {args.messages:,} messages over the real server's stdio in {args.sessions} sessions, "
        f"{seconds:,.0f} s. What was wrong: {wrong}.\n\n"
        "Each session sends edits, requests, changed copies of both (a value replaced, taken out, added),\n"
        "cancellations before, at and after their request, answers nobody asked for, bodies that are no JSON,\n"
        "broken headers, documents of megabytes, devices and unknown documents. After every 50 a plain hover must be\n"
        "answered; each request is answered exactly once; the server logs no error of its own; whichever way the\n"
        "session ends, no process is left. `answers` counts results and error codes.\n\n"
        "| seed | messages | answers | MB after a fifth | MB at the end | slowest probe, s | ending | wrong |\n"
        "|---|---|---|---|---|---|---|---|\n"
    )
    return head + "\n".join(rows) + "\n"


if __name__ == "__main__":
    sys.exit(main())

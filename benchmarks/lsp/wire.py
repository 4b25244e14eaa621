"""A client that only measures: JSON-RPC over a server's stdio, with the time at which each message arrived.

No library stands between the clock and the pipe, and every server is spoken to in the same way.
"""

import json
import os
import queue
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PATIENCE = 120.0
"""Seconds for any answer."""


@dataclass(frozen=True)
class Arrived:
    """A message and when it was read, in seconds of time.perf_counter."""

    at: float
    message: dict[str, Any]


class Wire:
    """One server process."""

    def __init__(self, argv: Sequence[str], root: Path, environment: dict[str, str] | None = None) -> None:
        self.began = time.perf_counter()
        self.process = subprocess.Popen(
            argv, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env=os.environ | (environment or {}),
        )  # fmt: skip
        self.root = root
        self._arrived: queue.Queue[Arrived | None] = queue.Queue()
        self.last: dict[str, Any] = {}
        """The parameters of the last message of each method that `until` came by."""
        self._id = 0
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        while head := stream.readline():
            length = 0
            while head.strip():
                name, _, value = head.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
                head = stream.readline()
            body = stream.read(length)
            self._arrived.put(Arrived(time.perf_counter(), json.loads(body)))
        self._arrived.put(None)

    def send(self, method: str, params: Any, **more: Any) -> float:
        """Sends a message; returns when it began to be written. (After the write, the server may be done already.)"""
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()
        assert self.process.stdin is not None
        began = time.perf_counter()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()
        return began

    def until(self, wanted: Callable[[dict[str, Any]], bool]) -> Arrived:
        """The next message that is wanted; requests of the server are answered with null on the way."""
        deadline = time.perf_counter() + PATIENCE
        while True:
            arrived = self._arrived.get(timeout=max(0.01, deadline - time.perf_counter()))
            if arrived is None:
                raise RuntimeError(f"the server ended with {self.process.wait()}")
            if "method" in arrived.message and "id" in arrived.message:
                self._answer(arrived.message)
            if "method" in arrived.message:
                self.last[arrived.message["method"]] = arrived.message.get("params")
            if wanted(arrived.message):
                return arrived

    def _answer(self, request: dict[str, Any]) -> None:
        asked = request.get("params") or {}
        items = asked.get("items") if isinstance(asked, dict) else None
        result = [None] * len(items) if items is not None else None
        body = json.dumps({"jsonrpc": "2.0", "id": request["id"], "result": result}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def request(self, method: str, params: Any) -> tuple[float, Any]:
        """Seconds from sending to the answer, and the answer. Raises RuntimeError on an error answer."""
        self._id += 1
        mine = self._id
        sent = self.send(method, params, id=mine)
        arrived = self.until(lambda m: m.get("id") == mine and "method" not in m)
        if "error" in arrived.message:
            raise RuntimeError(f"{method}: {arrived.message['error']}")
        return arrived.at - sent, arrived.message.get("result")

    def initialize(self, capabilities: dict[str, Any]) -> float:
        """Seconds from the start of the process to the answer to initialize."""
        uri = self.root.as_uri()
        folders = [{"uri": uri, "name": self.root.name}]
        params = {"processId": os.getpid(), "rootUri": uri, "workspaceFolders": folders, "capabilities": capabilities}
        self.request("initialize", params)
        answered = time.perf_counter() - self.began
        self.send("initialized", {})
        return answered

    def resident(self) -> int:
        """Peak resident memory of the server's process, bytes (Linux, /proc/PID/status VmHWM)."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
        return 0

    def close(self) -> None:
        """Ends the server as the protocol says, by force if it does not listen."""
        try:
            self.request("shutdown", None)
            self.send("exit", None)
            self.process.wait(timeout=10)
        except (RuntimeError, OSError, queue.Empty, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()

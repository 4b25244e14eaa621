"""The Locust file that `pivot load --locust` writes, run headless by a real Locust."""

import contextlib
import json
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pivot_lsp.cli.main import main
from tests.e2e.conftest import need
from tests.e2e.editors import TOOLS
from tests.load.test_load import SERVICE, config

pytestmark = pytest.mark.e2e


def started() -> tuple["subprocess.Popen[bytes]", int]:
    """The service once it answers, on a port that was free; another one may take the port first."""
    for _ in range(10):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = int(free.getsockname()[1])
        service = subprocess.Popen([sys.executable, SERVICE, str(port)])
        end = time.monotonic() + 120
        while service.poll() is None and time.monotonic() < end:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5):
                return service, port
            time.sleep(0.05)
        service.kill()
        service.wait()
    raise AssertionError("the service did not start")


def test_locust_runs_the_generated_file(tmp_path: Path) -> None:
    locust = TOOLS / "locust" / "bin" / "locust"
    need("Locust", locust.exists())
    file = config(tmp_path, rate=20)
    assert main(["load", str(file), "--locust", str(tmp_path / "locustfile.py")]) == 0
    service, port = started()
    try:
        done = subprocess.run(
            [
                str(locust), "-f", "locustfile.py", "--headless", "--users", "20", "--spawn-rate", "20", "--run-time",
                "4s", "--host", f"http://127.0.0.1:{port}", "--json", "--only-summary", "--exit-code-on-error", "1",
            ],
            cwd=tmp_path, capture_output=True, text=True, timeout=600, check=False,
        )  # fmt: skip
    finally:
        service.kill()
        service.wait()
    assert done.returncode == 0, done.stderr
    rows = {row["name"]: row for row in json.loads(done.stdout)}
    assert rows.keys() == {"POST /orders", "GET /products"}
    assert all(row["num_requests"] > 0 and row["num_failures"] == 0 for row in rows.values())

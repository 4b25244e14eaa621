"""The Locust file that `pivot load --locust` writes, run headless by a real Locust."""

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from pivot_lsp.cli.main import main
from tests.e2e.conftest import need
from tests.e2e.editors import TOOLS
from tests.load.test_load import SERVICE, config

pytestmark = pytest.mark.e2e


def test_locust_runs_the_generated_file(tmp_path: Path) -> None:
    locust = TOOLS / "locust" / "bin" / "locust"
    need("Locust", locust.exists())
    file = config(tmp_path, rate=20)
    assert main(["load", str(file), "--locust", str(tmp_path / "locustfile.py")]) == 0
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    service = subprocess.Popen([sys.executable, SERVICE, str(port)])
    try:
        done = subprocess.run(
            [
                str(locust), "-f", "locustfile.py", "--headless", "--users", "5", "--spawn-rate", "5", "--run-time",
                "4s", "--host", f"http://127.0.0.1:{port}", "--json", "--only-summary", "--exit-code-on-error", "1",
            ],
            cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
    finally:
        service.kill()
        service.wait()
    assert done.returncode == 0, done.stderr
    rows = {row["name"]: row for row in json.loads(done.stdout)}
    assert rows.keys() == {"POST /orders", "GET /products"}
    assert all(row["num_requests"] > 0 and row["num_failures"] == 0 for row in rows.values())

"""The local server: this machine only, read only, and live."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pivot_lsp.cli.main import main
from pivot_lsp.plan.keep import plan_file
from tests.web.made import plan

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("shop")
    (root / "pyproject.toml").write_text("")
    return root


@pytest.fixture(scope="module")
def port(project: Path) -> Iterator[int]:
    """A running dashboard."""
    command = [sys.executable, "-m", "pivot_lsp", "dashboard", str(project), "--port", "0"]
    process = subprocess.Popen(
        command, cwd=project, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )
    assert process.stdout is not None
    found = re.match(r"http://127\.0\.0\.1:(\d+)/", process.stdout.readline())
    assert found is not None
    yield int(found[1])
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0, "Ctrl-C ends it, whoever still watches"


def ask(port: int, path: str = "/", method: str = "GET", **headers: str) -> tuple[int, http.client.HTTPResponse, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    return answer.status, answer, answer.read().decode()


def test_the_page_and_its_files_come_with_a_strict_policy(port: int) -> None:
    for path, kind in (("/", "text/html"), ("/dashboard.css", "text/css"), ("/dashboard.js", "text/javascript")):
        status, answer, body = ask(port, path)
        assert status == 200
        assert body
        assert answer.headers["content-type"].startswith(kind)
        assert answer.headers["content-security-policy"].startswith("default-src 'none'; ")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1:1", "localhost.evil", ""])
def test_another_host_is_refused(port: int, host: str) -> None:
    for path in ("/", "/events", "/dashboard.js"):
        status, _, body = ask(port, path, Host=host)
        assert status in (400, 421)
        assert "Migration" not in body


def test_this_machine_by_name_is_taken(port: int) -> None:
    assert ask(port, Host=f"localhost:{port}")[0] == 200


@pytest.mark.parametrize(
    "path", ["/pyproject.toml", "/..%2fpyproject.toml", "/static/dashboard.css", "/dashboard.css/x"]
)
def test_no_other_file_is_given(port: int, path: str) -> None:
    assert ask(port, path)[0] == 404


def test_nothing_can_be_changed(port: int) -> None:
    for method in ("POST", "PUT", "DELETE"):
        assert ask(port, "/", method)[0] == 405


def test_it_listens_on_this_machine_only(port: int) -> None:
    listening = [row.split()[1] for row in Path("/proc/net/tcp").read_text().splitlines()[1:] if row.split()[3] == "0A"]
    assert f"0100007F:{port:04X}" in listening
    assert f"00000000:{port:04X}" not in listening


def test_a_change_on_disk_is_sent(port: int, project: Path) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/events")
    answer = connection.getresponse()
    assert answer.headers["content-type"].startswith("text/event-stream")

    def page() -> str:
        while not (line := answer.readline().decode()).startswith("data: "):
            assert line
        return str(json.loads(line.removeprefix("data: ")))

    assert "There is no plan yet" in page()
    plan_file(project).parent.mkdir(exist_ok=True)
    plan_file(project).write_text(plan().model_dump_json())
    assert "shop.prices.total" in page()
    plan_file(project).write_text("{")
    assert "PV752" in page(), "a broken plan is said, and the page stays"
    plan_file(project).unlink()
    connection.close()


def test_a_taken_port_and_a_bad_file_get_one_line(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert main(["dashboard", str(project), "--port", str(taken.getsockname()[1])]) == 2
    assert main(["dashboard", str(project), "--port", "99999"]) == 2
    assert main(["dashboard", str(tmp_path / "no")]) == 2
    (tmp_path / "file").write_text("")
    assert main(["dashboard", str(project), "--export", str(tmp_path / "file" / "out.html")]) == 2
    assert [line.split("PV")[1][:3] for line in capsys.readouterr().err.splitlines()] == ["781", "781", "750", "782"]


def test_the_export_needs_no_extra(project: Path, tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['starlette'] = sys.modules['uvicorn'] = None\n"
        "from pivot_lsp.cli.main import main\n"
        f"assert main(['dashboard', {str(project)!r}, '--export', {str(tmp_path / 'out.html')!r}]) == 0\n"
        f"assert main(['dashboard', {str(project)!r}, '--port', '0']) == 2\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "PV780" in done.stderr
    assert (tmp_path / "out.html").read_text().startswith("<!doctype html>")

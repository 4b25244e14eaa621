"""The dashboard in a real Chromium: served and exported, light and dark, by keyboard, live."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from pivot_lsp.plan.keep import plan_file
from pivot_lsp.web.document import STATIC, exported
from tests.e2e.conftest import need
from tests.e2e.editors import HERE, ROOT, TOOLS, environment
from tests.web.made import dashboard, plan

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory, chromium: str) -> Iterator[dict[str, Any]]:
    """What the browser saw. `make screenshots` names the folder where pictures are kept."""
    need("playwright-core", (TOOLS / "node" / "node_modules" / "playwright-core").exists())
    need("node", shutil.which("node"))
    root = tmp_path_factory.mktemp("page") / "shop"
    plan_file(root).parent.mkdir(parents=True)
    (root / "pyproject.toml").write_text("")
    plan_file(root).write_text(plan().model_dump_json())
    (root / "out.html").write_text(exported(dashboard()))
    shots = ROOT / os.environ.get("PIVOT_SCREENSHOTS", root / "shots")
    shots.mkdir(parents=True, exist_ok=True)
    server = subprocess.Popen(
        [sys.executable, "-m", "pivot_lsp", "dashboard", str(root), "--port", "0"],
        stdout=subprocess.PIPE, text=True, env=environment(),
    )  # fmt: skip
    try:
        assert server.stdout is not None
        url = re.match(r"http://\S+/", server.stdout.readline())
        assert url is not None
        more = environment(
            URL_SERVED=url[0], FILE=(root / "out.html").as_uri(), SHOTS=str(shots), CHANGE=str(plan_file(root)),
            CHROMIUM=chromium, PLAYWRIGHT=str(TOOLS / "node"),
        )  # fmt: skip
        done = subprocess.run(
            ["node", str(HERE / "dashboard.mjs")], env=more, capture_output=True, text=True, timeout=900, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        yield json.loads(done.stdout)
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(120)


def test_the_policy_lets_the_page_work_and_nothing_complains(seen: dict[str, Any]) -> None:
    assert seen["complaints"] == []
    assert seen["light"]["bars"] >= 2
    assert seen["light"]["sections"] == seen["file"]["sections"]


def test_nothing_is_fetched_from_anywhere_else(seen: dict[str, Any]) -> None:
    served = {url.split("/", 3)[3] for url in seen["served"]}
    assert {"", "dashboard.css", "dashboard.js", "events"} <= served <= {"", "events", *STATIC}
    assert all(url.startswith("http://127.0.0.1:") for url in seen["served"])
    assert seen["fetched"] == [], "the exported file asks for nothing"


def test_it_is_light_and_dark(seen: dict[str, Any]) -> None:
    for which in ("ground", "ink"):
        assert seen["light"][which] != seen["dark"][which]
    assert seen["file"]["ground"] == seen["light"]["ground"], "the export's style is allowed by its hash"


def test_it_is_used_by_keyboard(seen: dict[str, Any]) -> None:
    assert (seen["first"], seen["skipped"], seen["opened"]) == ("Skip to content", "#main", True)


def test_a_change_is_shown_and_what_is_open_stays_open(seen: dict[str, Any]) -> None:
    assert "pays back after 7 months" in seen["changed"]
    assert seen["stayed"] is True
    assert seen["said"].startswith("Updated ")


def test_a_phone_needs_no_sideways_scrolling(seen: dict[str, Any]) -> None:
    assert seen["phone"]["wide"] is False

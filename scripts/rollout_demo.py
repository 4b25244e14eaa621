"""`make rollout-demo`: the sample ERP's reorder points, from a certified vessel to 100% of calls, and back by itself.

By the `pivot` command alone, on a copy under `.pivot-demo/rollout`: port, validate, wrap, shadow, 1%, 10%, 50%, 100%,
each entered when the one before has passed; then the vessel's source is changed so that it answers wrongly, and
rebuilt: new processes load it, the shadow sees the difference, and the flag goes off. A watch, an exporter, the
dashboard and, where it is installed, Prometheus run beside; Chromium, where it is, takes their pictures. Stages last
seconds here and ask for few calls; the bounds printed say so. Exits 1 when a step is not as it must be. `--again` takes
the certified vessel of the last run; `--page F` writes what was printed, with the pictures in DIR of `--pictures DIR`.
"""

import argparse
import json
import os
import platform
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from pictures import Shot, missing, shoot
from rich.console import Console

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / ".pivot-demo" / "rollout"
ERP = PLACE / "erp"
KEPT = PLACE / "certified"
"""The ERP with its certified vessel, for `--again`."""
TARGET, FLAG = "inventory/stock_calculator.py::calculate_reorder_points", "use_cpp_reorder"
CASES = 2200
PATIENCE = 180.0
"""Seconds that a stage may take to pass here."""
STAGES = """
[tool.pivot.rollout]
stages = [
  {name = "internal", percent = 0, shadow_percent = 100, calls = 60},
  {name = "canary", percent = 1, shadow_percent = 20, calls = 10, max_excess = 0.5},
  {name = "early", percent = 10, shadow_percent = 20, calls = 100, max_excess = 0.1},
  {name = "half", percent = 50, shadow_percent = 20, calls = 400, max_excess = 0.05},
  {name = "full", percent = 100, shadow_percent = 20, calls = 800, max_excess = 0.05},
]
"""
CONSOLE = Console(width=130, record=True)


class StepFailed(Exception):
    """A step ended as it should not have."""


def pivot(*words: str, accept: tuple[int, ...] = (0,)) -> tuple[int, dict[str, Any]]:
    """Runs one verb in the ERP with --json; its exit code and object."""
    argv = [sys.executable, "-m", "pivot_lsp", *words, "--json"]
    done = subprocess.run(argv, cwd=ERP, capture_output=True, text=True, check=False, env=environ())
    if done.returncode not in accept:
        raise StepFailed(f"pivot {' '.join(words)}: exit {done.returncode}\n{done.stderr[-3000:]}{done.stdout[-2000:]}")
    return done.returncode, json.loads(done.stdout)


def environ() -> dict[str, str]:
    """The project is found from the ERP, whether or not it is installed."""
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def traffic(seed: int, seconds: float) -> "subprocess.Popen[str]":
    """A process that asks the ERP."""
    argv = [sys.executable, str(ROOT / "scripts" / "rollout_traffic.py"), str(seed), str(seconds)]
    return subprocess.Popen(argv, cwd=ERP, env=environ(), stdout=subprocess.PIPE, text=True)


def state() -> dict[str, Any]:
    """The flag as `pivot rollout status` sees it."""
    return dict(pivot("rollout", "status", FLAG)[1]["rollouts"][0])


def line(found: dict[str, Any]) -> str:
    """A state in one line."""
    legacy, vessel, shadow = found["legacy"], found["vessel"], found["shadow"]
    return (
        f"{found['percent']:g}%: legacy {legacy['calls']} calls, {legacy['errors']} errors; "
        f"vessel {vessel['calls']}, {vessel['errors']}, {found['native']} native; "
        f"shadow {shadow['compared']} alike, {shadow['mismatched']} differ"
    )


def prepare() -> str:
    """A certified vessel of the ERP, wrapped at 0%; its folder."""
    shutil.rmtree(PLACE, ignore_errors=True)
    ignored = shutil.ignore_patterns("__pycache__", ".pivot", "vessels")
    shutil.copytree(ROOT / "fixtures" / "erp", ERP, ignore=ignored)
    with (ERP / "pyproject.toml").open("a", encoding="utf-8") as settings:
        settings.write(STAGES)
    argv = [sys.executable, "workload.py", "--out", str(PLACE)]
    subprocess.run(argv, cwd=ERP, check=True, stdout=subprocess.DEVNULL)
    vessel = str(pivot("port", TARGET, "--to", "cpp")[1]["vessel"])
    cases = str(PLACE / "cases.jsonl")
    log = str(PLACE / "production.log")
    pivot("generate-tests", TARGET, "--production-logs", log, "--count", str(CASES), "--output", cases)
    words = ("--legacy", TARGET, "--vessel", vessel, "--test-cases", cases, "--count", "100")
    report = pivot("validate", *words, accept=(0, 3))[1]
    CONSOLE.print(f"  {report['level']}: {report['test_count']:,} cases, {report['failed']} differ")
    return vessel


def prepared() -> str | None:
    """The vessel of an earlier run whose certificate still holds, with the ERP as it was before that run wrapped it."""
    vessel = KEPT / "vessels" / "inventory.stock_calculator.calculate_reorder_points" / "cpp"
    if not (vessel / "certificate.json").is_file():
        return None
    shutil.rmtree(ERP, ignore_errors=True)
    shutil.copytree(KEPT, ERP)
    code, _ = pivot("verify", str(ERP / vessel.relative_to(KEPT)), accept=(0, 2, 3))
    return str(ERP / vessel.relative_to(KEPT)) if code == 0 else None


def until(what: str, done: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Waits for an event. Raises StepFailed when it does not come."""
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            raise StepFailed(f"not in {seconds:.0f} s: {what}: {line(state())}; {state()['verdict']['reasons']}")
        time.sleep(0.5)


class Traffic:
    """Two processes that ask all the time, as workers of a server would; `restart` is a deployment."""

    def __init__(self) -> None:
        self.seed = 0
        self.running: list[subprocess.Popen[str]] = []
        self.said: list[str] = []

    def start(self, seconds: float = 3600.0) -> None:
        """Two new processes."""
        self.running = [traffic(self.seed + n, seconds) for n in range(2)]
        self.seed += 2

    def finish(self) -> None:
        """Waits for processes whose time is over; what they said is kept."""
        self.said += [process.communicate()[0].strip() for process in self.running]
        if not all("calls" in said for said in self.said):
            raise StepFailed("the ERP cannot be asked")
        self.running = []


def advance() -> None:
    """Enters the next stage as soon as `pivot rollout advance` does not refuse."""
    tried: dict[str, Any] = {}

    def entered() -> bool:
        nonlocal tried
        code, tried = pivot("rollout", "advance", FLAG, accept=(0, 3))
        return code == 0

    before = state()
    until("advance", entered)
    if before["stage"]:
        CONSOLE.print(f"  {before['stage']}: {line(before)}")
        passed = tried["rollouts"][0]["decisions"][-1]
        CONSOLE.print(f"    passed: {'; '.join(passed['reasons'])}", soft_wrap=True)
    now = tried["rollouts"][0]
    CONSOLE.print(f"  -> {now['stage']}. {now['power']['text']}", soft_wrap=True)


def through_the_stages(asking: Traffic) -> None:
    """From nothing to all calls, with processes that come and go."""
    for _ in range(5):
        advance()
        asking.start(6.0)
        while True:
            asking.finish()
            if state()["verdict"]["verdict"] == "pass":
                break
            if state()["state"] == "rolled_back":
                raise StepFailed(f"a good vessel was rolled back: {state()['verdict']['reasons']}")
            asking.start(6.0)
    found = state()
    CONSOLE.print(f"  {found['stage']}: {line(found)}")
    if found["percent"] != 100 or found["verdict"]["verdict"] != "pass":
        raise StepFailed("it did not reach 100%")


def make_bad(vessel: str) -> str:
    """Changes one constant of the vessel's source and rebuilds it; what was changed."""
    for path in sorted(Path(vessel, "src").rglob("*.[ch]pp")):
        text = path.read_text(encoding="utf-8")
        found = re.search(r"\b1\.25\b", text)
        if found:
            path.write_text(text[: found.start()] + "2.25" + text[found.end() :], encoding="utf-8")
            pivot("build", vessel)
            return f"{path.name}: 1.25 is now 2.25"
    raise StepFailed("the constant to change is not in the vessel's source")


def ask(url: str) -> Any:
    """JSON of a local server."""
    with urllib.request.urlopen(url, timeout=5) as answer:
        return json.load(answer)


def free_port() -> int:
    """A port that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def monitoring(stack: ExitStack) -> tuple[int, int | None]:
    """Watch, exporter, dashboard and Prometheus; the ports of the last two, None where Prometheus is not installed."""
    ours, theirs, page = free_port(), free_port(), free_port()

    def run(*argv: str) -> None:
        process = subprocess.Popen(argv, cwd=ERP, env=environ(), stderr=subprocess.DEVNULL)
        stack.callback(process.wait)
        stack.callback(process.terminate)

    run(sys.executable, "-m", "pivot_lsp", "rollout", "metrics", "--listen", f"127.0.0.1:{ours}")
    run(sys.executable, "-m", "pivot_lsp", "rollout", "watch", FLAG, "--interval", "1")
    run(sys.executable, "-m", "pivot_lsp", "dashboard", ".", "--port", str(page))
    found = shutil.which("prometheus") or shutil.which(
        "prometheus", path=str(ROOT / ".tools" / "prometheus" / "usr" / "bin")
    )
    if found is None:
        CONSOLE.print("  Prometheus is not installed (tests/e2e/setup.sh unpacks it): only the exporter runs")
        return page, None
    (PLACE / "rules.yml").write_text(pivot("rollout", "export", "--format", "prometheus-rules")[1]["text"])
    config = {
        "global": {"scrape_interval": "1s", "evaluation_interval": "1s"},
        "rule_files": [str(PLACE / "rules.yml")],
        "scrape_configs": [{"job_name": "pivot", "static_configs": [{"targets": [f"127.0.0.1:{ours}"]}]}],
    }
    (PLACE / "prometheus.yml").write_text(json.dumps(config))
    listen = f"--web.listen-address=127.0.0.1:{theirs}"
    run(found, f"--config.file={PLACE / 'prometheus.yml'}", f"--storage.tsdb.path={PLACE / 'tsdb'}", listen)
    return page, theirs


def pictured(folder: Path | None, name: str, says: str, page: int, prometheus: int | None, path: str) -> list[str]:
    """Pictures of the dashboard's canary, which `says` so, and of an answer of Prometheus (unpacked from the Debian
    package it has no pages); their files."""
    if folder is None:
        return []
    if (what := missing()) is not None:
        CONSOLE.print(f"  no pictures: {what} is not installed (tests/e2e/setup.sh)")
        return []
    folder.mkdir(parents=True, exist_ok=True)
    local = "http://127.0.0.1"
    shots = [Shot(f"{local}:{page}/", str(folder / f"rollout-{name}.png"), part="#canary", says=says)]
    if prometheus is not None:
        file = str(folder / f"rollout-{name}-prometheus.png")
        shots.append(Shot(f"{local}:{prometheus}{path}", file, height=300, says=FLAG))
    shoot(shots)
    return [shot.file for shot in shots]


def seen_by_prometheus(port: int) -> str:
    """What it shows of the flag once the alert fires."""
    found: dict[str, Any] = {}

    def firing() -> bool:
        try:
            alerts = ask(f"http://127.0.0.1:{port}/api/v1/alerts")["data"]["alerts"]
        except OSError:
            return False
        for alert in alerts:
            if alert["labels"]["alertname"] == "PivotFlagOff" and alert["state"] == "firing":
                found.update(alert)
        return bool(found)

    until("the alert in Prometheus", firing, 60)
    return str(found["annotations"]["summary"])


def write_page(file: Path, pictures: list[str]) -> None:
    """What was printed, and the pictures."""
    shown = "".join(f"\n![{Path(picture).stem}]({os.path.relpath(picture, file.parent)})\n" for picture in pictures)
    text = CONSOLE.export_text().replace(str(PLACE), ".pivot-demo/rollout")
    lines = "\n".join(f"    {row.rstrip()}" if row.strip() else "" for row in text.splitlines())
    file.write_text(
        f"# A rollout from end to end\n\nMade by `make rollout-demo` in one go, CPython {platform.python_version()}. "
        f"The dashboard and Prometheus were looked at in Chromium.\n\n{lines}\n{shown}",
        encoding="utf-8",
    )


def main() -> int:
    """The whole way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--page", type=Path)
    parser.add_argument("--pictures", type=Path)
    args = parser.parse_args()
    began = time.monotonic()
    CONSOLE.print("[bold]A certified vessel of the ERP's reorder points, wrapped at 0%[/bold]")
    vessel = (prepared() if args.again else None) or prepare()
    if not KEPT.exists():
        shutil.copytree(ERP, KEPT)
    pivot("wrap", TARGET, "--vessel", vessel, "--flag", FLAG)
    with ExitStack() as stack:
        page, port = monitoring(stack)
        asking = Traffic()
        CONSOLE.print("[bold]Shadow, canary, 100%[/bold]")
        through_the_stages(asking)
        counts = "/api/v1/query?query=sum%20by(flag,arm)(pivot_calls_total)"
        pictures = pictured(args.pictures, "full", "running, 100% of calls", page, port, counts)
        CONSOLE.print("[bold]The vessel is made bad on purpose[/bold]")
        CONSOLE.print(f"  {make_bad(vessel)}; rebuilt, and deployed at 100% without being validated")
        asking.start(25.0)
        until("the rollback", lambda: state()["state"] == "rolled_back" and not state()["on"])
        off = state()
        trip = off["trip"]
        CONSOLE.print(f"  off by itself: {trip['reason']}: {trip['detail'][:200]}", soft_wrap=True)
        until("the watch's entry in the log", lambda: state()["decisions"][-1]["actor"] == "watch")
        if port is not None:
            CONSOLE.print(f"  Prometheus alerts: {seen_by_prometheus(port)}")
        pictures += pictured(args.pictures, "back", "Switched off", page, port, "/api/v1/alerts")
        wrong_answers = Traffic()
        asking.finish()
        CONSOLE.print(f"  what its callers had of it: {'; '.join(asking.said[-2:])}")
        after = state()
        last = time.perf_counter_ns() / 1e9 - (after["last_vessel_call_seconds"] or 0.0)
        late = last - trip["monotonic_ns"] / 1e9
        CONSOLE.print(f"  last call of the vessel {late:+.2f} s after the decision (a process looks once a second)")
        wrong_answers.start(3.0)
        wrong_answers.finish()
        CONSOLE.print(f"  from then on legacy answers: {'; '.join(wrong_answers.said)}")
        kept = after["shadow"]["mismatch_file"]
        words = ("--legacy", TARGET, "--vessel", vessel, "--test-cases", kept, "--count", "0")
        replay = pivot("validate", *words, accept=(0, 3))[1]
        CONSOLE.print(f"  the kept cases, replayed: {replay['failed']} of {replay['test_count']} differ")
        refused = pivot("rollout", "advance", FLAG, "--to", "full", "--override", "try", accept=(3,))[1]["refused"]
        CONSOLE.print(f"  advance is refused: {refused[0][:160]}", soft_wrap=True)
    fine = late <= 2.0 and replay["failed"] > 0 and all(" 0 wrong" in said for said in wrong_answers.said)
    log = [f"{d['action']} ({d['actor']})" for d in after["decisions"] if d["action"] != "refused"]
    CONSOLE.print(f"[bold]In the log: {', '.join(log)}. {time.monotonic() - began:.0f} s[/bold]")
    if fine and args.page is not None:
        write_page(args.page, pictures)
    return 0 if fine else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (StepFailed, subprocess.CalledProcessError) as problem:
        print(f"rollout-demo: {problem}", file=sys.stderr)
        sys.exit(1)

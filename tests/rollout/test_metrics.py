"""What monitoring sees: the exposition, OpenTelemetry, and rules that promtool and a real Prometheus take."""

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from prometheus_client.parser import text_string_to_metric_families

from pivot_lsp.cli.main import main
from pivot_lsp.rollout.otel import instrument
from pivot_lsp.rollout.rules import dashboard, rules
from tests.rollout.projects import run

TOOLS = Path(os.environ.get("PIVOT_TOOLS", Path(__file__).parents[2] / ".tools")) / "prometheus" / "usr" / "bin"


def tool(name):
    """A program of the Debian package prometheus: installed, or unpacked by tests/e2e/setup.sh."""
    found = shutil.which(name) or shutil.which(name, path=str(TOOLS))
    assert found, f"{name} is missing: tests/e2e/setup.sh unpacks it, or apt-get install prometheus"
    return found


@pytest.fixture
def counted(project):
    """A project of which a process has made 200 calls at 50% and 10 at 100%."""
    flags = project / "pivot.flags.json"
    for percent, epoch, calls in ((50, 1, 200), (100, 2, 10)):
        flag = {"percent": percent, "on": True, "epoch": epoch}
        flags.write_text(json.dumps({"version": 1, "flags": {"f": flag}}))
        run(project, f"import doubles\nfor n in range({calls}): doubles.one(n)\nif {percent} == 100: doubles.one('x')")
    return project


def samples(text):
    return {
        (sample.name, sample.labels.get("arm") or sample.labels.get("reason") or sample.labels.get("le")): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_the_exposition_adds_up(counted, capsys):
    assert main(["rollout", "metrics"]) == 0
    text = capsys.readouterr().out
    found = samples(text)
    legacy, vessel = found["pivot_calls_total", "legacy"], found["pivot_calls_total", "vessel"]
    assert legacy + vessel == 211
    assert found["pivot_native_total", None] + found["pivot_fallback_total", "type"] == vessel
    assert found["pivot_fallback_total", "type"] == 1
    assert found["pivot_flag_percent", None] == 100
    assert found["pivot_flag_tripped", None] == 0
    buckets = [
        (float(sample.labels["le"]), sample.value)
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == "pivot_call_seconds_bucket" and sample.labels["arm"] == "vessel"
    ]
    assert [value for _, value in buckets] == sorted(value for _, value in buckets)
    assert buckets[-1] == (float("inf"), vessel)
    assert buckets[0][0] == 512e-9


def test_opentelemetry_sees_the_same(counted):
    reader = InMemoryMetricReader()
    instrument(MeterProvider([reader]).get_meter("test"), counted / "pivot.flags.json")
    found = {
        (metric.name, point.attributes.get("pivot.arm")): point.value
        for resource in reader.get_metrics_data().resource_metrics
        for scope in resource.scope_metrics
        for metric in scope.metrics
        for point in metric.data.data_points
    }
    assert found["pivot.calls", "legacy"] + found["pivot.calls", "vessel"] == 211
    assert found["pivot.native", None] == found["pivot.calls", "vessel"] - 1


def test_promtool_takes_the_rules(tmp_path):
    file = tmp_path / "rules.yml"
    file.write_text(rules())
    done = subprocess.run([tool("promtool"), "check", "rules", file], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "13 rules found" in done.stdout


def test_the_alerts_fire_when_they_should_and_not_else(tmp_path):
    """promtool runs the rules on series of ours: a flag that trips, and one that is well."""
    (tmp_path / "rules.yml").write_text(rules())
    (tmp_path / "test.yml").write_text("""
rule_files: [rules.yml]
evaluation_interval: 1m
tests:
  - interval: 1m
    input_series:
      - {series: 'pivot_flag_tripped{flag="bad"}', values: '0 0 1x20'}
      - {series: 'pivot_flag_tripped{flag="good"}', values: '0x22'}
      - {series: 'pivot_calls_total{flag="good",function="g",arm="vessel"}', values: '0+100x22'}
      - {series: 'pivot_calls_total{flag="bad",function="b",arm="vessel"}', values: '0+100x22'}
      - {series: 'pivot_fallback_total{flag="good",function="g",reason="type"}', values: '0+1x22'}
      - {series: 'pivot_fallback_total{flag="bad",function="b",reason="type"}', values: '0+20x22'}
    alert_rule_test:
      - eval_time: 1m
        alertname: PivotFlagOff
        exp_alerts: []
      - eval_time: 3m
        alertname: PivotFlagOff
        exp_alerts:
          - exp_labels: {flag: bad, severity: critical}
            exp_annotations: {summary: bad was switched off by the machine}
      - eval_time: 20m
        alertname: PivotFallsBack
        exp_alerts:
          - exp_labels: {flag: bad, severity: warning}
            exp_annotations: {summary: "bad: legacy answers 20% of the vessel's calls"}
""")
    done = subprocess.run(
        [tool("promtool"), "test", "rules", "test.yml"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def ask(url):
    with urllib.request.urlopen(url, timeout=10) as answer:
        return json.load(answer)


def until(what):
    """What `what` gives once it gives anything; it may fail meanwhile."""
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        try:
            found = what()
        except (OSError, ValueError, KeyError, IndexError):
            found = None
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError("not in time")


def free_port():
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_real_prometheus_scrapes_the_calls_and_runs_the_rules(counted, tmp_path):
    ours, theirs = free_port(), free_port()
    (tmp_path / "rules.yml").write_text(rules())
    config = {
        "global": {"scrape_interval": "1s", "evaluation_interval": "1s"},
        "rule_files": ["rules.yml"],
        "scrape_configs": [{"job_name": "pivot", "static_configs": [{"targets": [f"127.0.0.1:{ours}"]}]}],
    }
    (tmp_path / "prometheus.yml").write_text(json.dumps(config))  # YAML reads JSON
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    listen = [sys.executable, "-m", "pivot_lsp", "rollout", "metrics", "--listen", f"127.0.0.1:{ours}"]
    argv = [tool("prometheus"), "--config.file=prometheus.yml", "--storage.tsdb.path=tsdb", "--log.level=error"]
    exporter = subprocess.Popen(listen, cwd=counted, env=environ)
    server = subprocess.Popen([*argv, f"--web.listen-address=127.0.0.1:{theirs}"], cwd=tmp_path)
    try:

        def query(expression):
            answer = ask(f"http://127.0.0.1:{theirs}/api/v1/query?query={expression}")
            return answer["data"]["result"]

        assert until(lambda: query("sum(pivot_calls_total)"))[0]["value"][1] == "211"
        assert until(lambda: query("pivot_flag_percent"))[0]["value"][1] == "100"
        names = until(lambda: [rule["name"] for group in ask(f"http://127.0.0.1:{theirs}/api/v1/rules")["data"]["groups"]
                               for rule in group["rules"] if rule["health"] == "ok"])  # fmt: skip
        assert "pivot:call_seconds:p95_5m" in until(lambda: names)
    finally:
        for process in (server, exporter):
            process.terminate()
            process.wait()


def test_the_dashboard_is_the_same_each_time_and_asks_for_metrics_that_there_are():
    found = dashboard("erp")
    assert found == dashboard("erp")
    assert found["uid"] != dashboard("other")["uid"]
    text = rules() + json.dumps(found)
    for panel in found["panels"]:
        name = panel["targets"][0]["expr"]
        assert "$flag" in name
        assert name.split("{")[0].removeprefix("sum by (flag, outcome) (rate(") in text
    assert len({panel["id"] for panel in found["panels"]}) == len(found["panels"])

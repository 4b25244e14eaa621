"""Prometheus rules and a Grafana dashboard for the metrics of `exposition`. Pure: text and JSON values out.

Invariant: every name is the same on each run, and the dashboard's uid follows from the project's name alone, so that
provisioning it twice changes nothing.
"""

import hashlib
import json
from typing import Any

RECORDING = {
    "pivot:calls:rate5m": "sum by (flag, arm) (rate(pivot_calls_total[5m]))",
    "pivot:error_ratio:rate5m": (
        "sum by (flag, arm) (rate(pivot_errors_total[5m])) / (sum by (flag, arm) (rate(pivot_calls_total[5m])) > 0)"
    ),
    "pivot:call_seconds:p50_5m": (
        "histogram_quantile(0.5, sum by (flag, arm, le) (rate(pivot_call_seconds_bucket[5m])))"
    ),
    "pivot:call_seconds:p95_5m": (
        "histogram_quantile(0.95, sum by (flag, arm, le) (rate(pivot_call_seconds_bucket[5m])))"
    ),
    "pivot:call_seconds:p99_5m": (
        "histogram_quantile(0.99, sum by (flag, arm, le) (rate(pivot_call_seconds_bucket[5m])))"
    ),
    "pivot:speedup:p50_5m": (
        'sum by (flag) (pivot:call_seconds:p50_5m{arm="legacy"}) / '
        'sum by (flag) (pivot:call_seconds:p50_5m{arm="vessel"} > 0)'
    ),
    "pivot:fallback_share:rate5m": (
        "sum by (flag) (rate(pivot_fallback_total[5m])) / "
        '(sum by (flag) (rate(pivot_calls_total{arm="vessel"}[5m])) > 0)'
    ),
}
"""Rule -> expression."""

ALERTS: tuple[tuple[str, str, str, str, str], ...] = (
    ("PivotFlagOff", "pivot_flag_tripped == 1", "0m", "critical", "{{ $labels.flag }} was switched off by the machine"),
    (
        "PivotShadowDiffers",
        'increase(pivot_shadow_total{outcome=~"mismatched|crashed|timed_out"}[10m]) > 0',
        "0m",
        "critical",
        "{{ $labels.function }}: the vessel {{ $labels.outcome }} in the shadow",
    ),
    (
        "PivotErrorsLikely",
        "pivot_evidence_log_e > 4.6",
        "0m",
        "warning",
        "{{ $labels.flag }}: the vessel's errors look worse than legacy's (ln E {{ $value }}, off at 6.9)",
    ),
    (
        "PivotCallHangs",
        "pivot_inside_oldest_seconds > 30",
        "0m",
        "warning",
        "{{ $labels.flag }}: a call has been in the vessel for {{ $value }} s",
    ),
    (
        "PivotFallsBack",
        "pivot:fallback_share:rate5m > 0.05",
        "15m",
        "warning",
        "{{ $labels.flag }}: legacy answers {{ $value | humanizePercentage }} of the vessel's calls",
    ),
    (
        "PivotNobodyWatches",
        "(time() - pivot_watch_look_seconds > 300) and on (flag) (pivot_flag_percent > 0)",
        "0m",
        "warning",
        "{{ $labels.flag }}: the watch has not looked for {{ $value }} s",
    ),
)
"""Alert, expression, for how long, severity, what it says."""


def rules() -> str:
    """A rules file: YAML, each string in JSON's notation, which YAML reads too."""
    lines = ["groups:", "  - name: pivot", "    rules:"]
    for name, expression in RECORDING.items():
        lines += [f"      - record: {name}", f"        expr: {json.dumps(expression)}"]
    for name, expression, span, severity, says in ALERTS:
        lines += [
            f"      - alert: {name}",
            f"        expr: {json.dumps(expression)}",
            f"        for: {span}",
            f"        labels: {{severity: {severity}}}",
            f"        annotations: {{summary: {json.dumps(says)}}}",
        ]
    return "\n".join(lines) + "\n"


PANELS = (
    ("Calls a second, by arm", "pivot:calls:rate5m", "ops", "{{flag}} {{arm}}"),
    ("Errors, by arm", "pivot:error_ratio:rate5m", "percentunit", "{{flag}} {{arm}}"),
    ("p50 of a call", "pivot:call_seconds:p50_5m", "s", "{{flag}} {{arm}}"),
    ("p95 of a call", "pivot:call_seconds:p95_5m", "s", "{{flag}} {{arm}}"),
    ("p99 of a call", "pivot:call_seconds:p99_5m", "s", "{{flag}} {{arm}}"),
    ("Speed-up at p50", "pivot:speedup:p50_5m", "none", "{{flag}}"),
    ("Answered by legacy for the vessel", "pivot:fallback_share:rate5m", "percentunit", "{{flag}}"),
    ("Percentage", "pivot_flag_percent", "percent", "{{flag}}"),
    ("Evidence against the vessel (ln E, off at 6.9)", "pivot_evidence_log_e", "none", "{{flag}}"),
    ("Shadow, by outcome", "sum by (flag, outcome) (rate(pivot_shadow_total[5m]))", "ops", "{{flag}} {{outcome}}"),
)
"""Title, expression, unit, legend."""


def dashboard(project: str) -> dict[str, Any]:
    """A Grafana dashboard (schema 39) of a Prometheus data source that the viewer chooses."""
    source = {"type": "prometheus", "uid": "${source}"}
    panels = [
        {
            "id": number + 1,
            "type": "timeseries",
            "title": title,
            "datasource": source,
            "gridPos": {"h": 8, "w": 12, "x": 12 * (number % 2), "y": 8 * (number // 2)},
            "fieldConfig": {"defaults": {"unit": unit, "custom": {"fillOpacity": 8}}, "overrides": []},
            "targets": [{"refId": "A", "datasource": source, "expr": _of_flags(expression), "legendFormat": legend}],
        }
        for number, (title, expression, unit, legend) in enumerate(PANELS)
    ]
    return {
        "uid": "pivot-" + hashlib.sha256(project.encode()).hexdigest()[:12],
        "title": f"pivot: {project}",
        "schemaVersion": 39,
        "version": 1,
        "editable": False,
        "refresh": "10s",
        "time": {"from": "now-6h", "to": "now"},
        "templating": {
            "list": [
                {"name": "source", "type": "datasource", "query": "prometheus", "label": "Prometheus"},
                {
                    "name": "flag",
                    "type": "query",
                    "datasource": source,
                    "query": "label_values(pivot_flag_percent, flag)",
                    "includeAll": True,
                    "multi": True,
                    "allValue": ".*",
                    "refresh": 2,
                },
            ]
        },
        "panels": panels,
    }


def _of_flags(expression: str) -> str:
    """The expression for the chosen flags."""
    chosen = '{flag=~"$flag"}'
    if expression.endswith("[5m]))"):
        return expression.replace("[5m]", f"{chosen}[5m]")
    return expression + chosen

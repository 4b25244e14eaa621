"""How a port would be called: the guide's decision matrix, from what a function's file and users say.

A part of a service may run as a service of its own, a batch job as a binary of its own; algorithms and what many
modules share are called in the process. Only the last is built today, so the others are advice.
"""

from pivot_lsp.hotspots.targets import Workload
from pivot_lsp.model.hotspot import Integration

BATCH_FOLDERS = {"jobs", "nightly", "hourly", "daily", "batch", "etl", "cron", "tasks", "crontab"}
SHARED = 5
"""Modules that use a function before it counts as shared."""


def integration(workload: Workload, used_by: int) -> tuple[Integration, str]:
    """(how, why), the first row that holds."""
    if used_by >= SHARED:
        return "ffi", f"shared library: {used_by} modules use it"
    if BATCH_FOLDERS & set(workload.function.module.split(".")):
        return "batch", "batch job: scheduled, nothing to integrate"
    if workload.service:
        return "service", "high-traffic API: scales by itself"
    return "ffi", "algorithm: latency of a call is critical"

"""A Locust file for the same traffic, for those who want Locust; it is never imported here.

Invariant: everything of the configuration stands in it as a Python literal, so that no text of it becomes code.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from pivot_lsp.bench.load.workload import Planned, planned_request
from pivot_lsp.model.load import LoadConfig

TASKS = 200
HEAD = '''"""Traffic of `pivot load`, for Locust:

    locust -f {file} --headless --users {users} --spawn-rate {users} --run-time {seconds}s --host http://127.0.0.1:8000

Locust's model is closed: a user waits for an answer before it goes on, so a stall of the service hides the requests
that would have come meanwhile. `pivot load` counts from the moment each was due.
"""

from locust import HttpUser, constant_throughput, task

'''


def locustfile(config: LoadConfig, planned: Sequence[Planned]) -> tuple[str, int]:
    """(the file, how many tasks it has). Recorded traffic becomes its most frequent requests, by their counts."""
    if config.recorded is None:
        scale = min(shape.weight for shape in config.requests)
        rows = [(planned_request(shape), max(1, round(shape.weight / scale))) for shape in config.requests]
    else:
        counted = Counter((row.name, row.method, row.path, row.body, row.headers) for row in planned)
        rows = [(Planned(0.0, *key), count) for key, count in counted.most_common(TASKS)]
    users = max(1, round(config.rate))
    text = HEAD.format(file="FILE", users=users, seconds=max(1, round(config.seconds)))
    text += f"\nclass Traffic(HttpUser):\n    wait_time = constant_throughput({config.rate / users!r})\n"
    for number, (row, weight) in enumerate(rows):
        text += f"\n    @task({weight})\n    def request_{number}(self) -> None:\n        {_call(row)}\n"
    return text, len(rows)


def _call(row: Planned) -> str:
    words: dict[str, Any] = {"name": row.name}
    if row.body is not None:
        words["data"] = row.body
    if row.headers:
        words["headers"] = dict(row.headers)
    given = ", ".join(f"{key}={value!r}" for key, value in words.items())
    return f"self.client.request({row.method!r}, {row.path!r}, {given})"

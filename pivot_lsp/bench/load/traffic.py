"""The generator: hands requests on when they are due, whether or not earlier ones were answered.

Invariant: latency counts from the moment a request was due, so that waiting for a stalled service is seen (coordinated
omission is avoided); the time from sending is kept beside it.
"""

import http.client
import queue
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from pivot_lsp.bench.load.workload import Planned

REPEATABLE = {"GET", "HEAD", "PUT", "DELETE"}
"""Sent again, once, when a kept-alive connection turns out to have been closed by the service."""
LEAD = 0.05
"""Seconds before the first request, for the threads to wait at the queue."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One request. Seconds; `status` None: no answer, for `problem`."""

    latency: float
    service: float
    status: int | None
    problem: str = ""

    @property
    def failed(self) -> bool:
        """No answer, or one of 500 and more."""
        return self.status is None or self.status >= 500


@dataclass(frozen=True)
class Traffic:
    """Outcomes in the order of the plan; `late` is how late each was handed on; `took` until the last answer."""

    outcomes: list[Outcome]
    late: list[float]
    took: float


def offer(planned: Sequence[Planned], host: str, port: int, connections: int, timeout: float) -> Traffic:
    """Sends everything and waits for every answer, at most `timeout` for each."""
    work: queue.SimpleQueue[int | None] = queue.SimpleQueue()
    outcomes: list[Outcome | None] = [None] * len(planned)
    start = time.perf_counter() + LEAD

    def serve() -> None:
        connection = http.client.HTTPConnection(host, port, timeout=timeout)
        while (at := work.get()) is not None:
            outcomes[at] = _ask(connection, planned[at], start + planned[at].at)
        connection.close()

    threads = [threading.Thread(target=serve, daemon=True) for _ in range(min(connections, max(1, len(planned))))]
    for thread in threads:
        thread.start()
    late = []
    for at, row in enumerate(planned):
        wait = start + row.at - time.perf_counter()
        if wait > 0:
            time.sleep(wait)
        late.append(max(0.0, time.perf_counter() - start - row.at))
        work.put(at)
    for _ in threads:
        work.put(None)
    for thread in threads:
        thread.join()
    found = [one for one in outcomes if one is not None]
    assert len(found) == len(planned), "every request has an outcome"
    return Traffic(found, late, time.perf_counter() - start)


def _ask(connection: http.client.HTTPConnection, row: Planned, due: float) -> Outcome:
    kept_alive = connection.sock is not None
    began = time.perf_counter()
    status, problem = _once(connection, row)
    if status is None and kept_alive and row.method in REPEATABLE and problem != "timeout":
        status, problem = _once(connection, row)
    end = time.perf_counter()
    return Outcome(end - due, end - began, status, problem)


def _once(connection: http.client.HTTPConnection, row: Planned) -> tuple[int | None, str]:
    try:
        connection.request(row.method, row.path, body=row.body, headers=dict(row.headers))
        answer = connection.getresponse()
        answer.read()
        return answer.status, ""
    except TimeoutError:
        connection.close()
        return None, "timeout"
    except (OSError, http.client.HTTPException, ValueError) as error:
        connection.close()
        return None, type(error).__name__

"""A Dask cluster as a pool of shards (extra `cluster`).

Invariants: only this module knows Dask; a shard is submitted under its key, so that the cluster itself runs equal
shards once, and runs a shard again when the worker that had it dies; what the workers started ends with the run.
"""

import importlib
from concurrent.futures import Future
from threading import Thread
from typing import Any

from pivot_lsp.model.errors import NoVerdict, UsageError
from pivot_lsp.parity.scale import end_workers, run_shard

CONNECT_SECONDS = 60.0


class ClusterPool:
    """The workers behind a scheduler's address."""

    def __init__(self, address: str) -> None:
        """Raises UsageError PV646 without Dask, without a scheduler at `address`, or without workers."""
        try:
            distributed: Any = importlib.import_module("distributed")
        except ImportError:
            raise UsageError(
                "PV646", "--scheduler needs Dask", remedy="pip install 'pivot-lsp[cluster]', here and on the workers"
            ) from None
        try:
            self._client = distributed.Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
            self._client.wait_for_workers(1, timeout=CONNECT_SECONDS)
        except (OSError, TimeoutError, ValueError) as error:
            what = f"no working scheduler at {address}: {error or type(error).__name__}"
            raise UsageError("PV646", what, remedy="start one: dask scheduler, dask worker ADDRESS") from None
        threads = self._client.nthreads()
        self.workers = max(1, sum(threads.values()))

    def submit(self, key: str, order: bytes) -> "Future[bytes]":
        """As Pool."""
        answer: Future[bytes] = Future()
        remote = self._client.submit(run_shard, order, key=f"pivot-{key}", pure=True)
        Thread(target=_fetch, args=(remote, answer), daemon=True).start()
        return answer

    def close(self) -> None:
        """As Pool."""
        try:
            self._client.run(end_workers, on_error="ignore")
        finally:
            self._client.close()


def _fetch(remote: Any, answer: "Future[bytes]") -> None:
    try:
        answer.set_result(remote.result())
    except NoVerdict as error:
        answer.set_exception(error)
    except Exception as error:  # noqa: BLE001 - whatever ended a shard on the cluster ends the run with one line
        answer.set_exception(NoVerdict("PV647", f"a shard could not be run: {type(error).__name__}: {error}"))
    finally:
        remote.release()

"""The jobs that are running: one per key, one at a time per lane, none left behind at the end.

Invariant: each started job is answered exactly once, by its handle's task; cancelling is idempotent.
"""

import asyncio
import itertools
from collections.abc import Callable
from dataclasses import dataclass

from pivot_lsp.jobs.process import Job, Outcome, Progress, run


@dataclass(frozen=True, slots=True)
class Handle:
    """A running job: `id` names it to people and clients."""

    id: str
    job: Job
    task: "asyncio.Task[Outcome]"


class JobTable:
    """Starts, finds and cancels jobs. To be used from one event loop."""

    def __init__(self) -> None:
        self._running: dict[str, Handle] = {}
        self._lanes: dict[str, asyncio.Lock] = {}
        self._numbers = itertools.count(1)

    def start(self, job: Job, on_progress: Callable[[Progress], None] = lambda _: None) -> tuple[Handle, bool]:
        """Starts `job`, or finds the running one with its key; the flag says whether it is new."""
        for handle in self._running.values():
            if handle.job.key == job.key:
                return handle, False
        name = f"job-{next(self._numbers)}"
        handle = Handle(name, job, asyncio.create_task(self._answer(job, on_progress), name=name))
        self._running[name] = handle
        handle.task.add_done_callback(lambda _: self._running.pop(name, None))
        return handle, True

    def running(self) -> list[Handle]:
        """The jobs under way or waiting for their lane, oldest first."""
        return list(self._running.values())

    def cancel(self, name: str) -> bool:
        """Asks the job called `name` to stop; False when there is none."""
        handle = self._running.get(name)
        if handle is not None:
            # After its task's first step, which waits in the same queue: one that is cancelled before has no answer.
            asyncio.get_running_loop().call_soon(handle.task.cancel)
        return handle is not None

    async def close(self) -> None:
        """Cancels everything and waits until each process is gone."""
        tasks = [handle.task for handle in self._running.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _answer(self, job: Job, on_progress: Callable[[Progress], None]) -> Outcome:
        try:
            if job.lane is None:
                return await run(job, on_progress)
            async with self._lanes.setdefault(job.lane, asyncio.Lock()):
                return await run(job, on_progress)
        except asyncio.CancelledError:
            return Outcome("cancelled", None, None, (), 0.0)
        except OSError as error:
            return Outcome("failed", None, None, (f"cannot start {job.argv[0]}: {error}",), 0.0)

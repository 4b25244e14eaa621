"""`pivot load CONFIG`: the same traffic against legacy and vessel of a service, turn by turn, with an open model.

Invariants: both sides get the same requests at the same distances; nothing but this machine is put under load unless
the file allows the host; what is started here is ended here. The commands that run are those of the file.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from pivot_lsp.bench.load.config import read_config
from pivot_lsp.bench.load.judge import Round, judge
from pivot_lsp.bench.load.locust import locustfile
from pivot_lsp.bench.load.service import Service, running
from pivot_lsp.bench.load.traffic import offer
from pivot_lsp.bench.load.workload import Planned, schedule
from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.load import LoadConfig, LoadReport, SideName
from pivot_lsp.model.target import project_root
from pivot_lsp.plan.loads import keep_load
from pivot_lsp.store.files import write_atomic

SIDES: tuple[SideName, ...] = ("legacy", "vessel")
Progress = Callable[[str, int, int | None], None]


def load(file: Path, progress: Progress) -> LoadReport:
    """Runs it and keeps the report below `.pivot/loads`. Raises UsageError PV790 to PV792, NoVerdict PV793."""
    config = read_config(file)
    folder = file.absolute().parent
    rounds: dict[SideName, list[Round]] = {side: [] for side in SIDES}
    with running(config.legacy, config, folder) as legacy, running(config.vessel, config, folder) as vessel:
        services = dict(zip(SIDES, (legacy, vessel)))
        for number in range(config.rounds):
            warm = schedule(config, folder, seed=-1 - number, seconds=config.warmup)
            timed = schedule(config, folder, seed=number, seconds=config.seconds)
            # ABBA: whoever goes first in one round goes second in the next.
            for side in SIDES if number % 2 == 0 else SIDES[::-1]:
                progress(f"{side}, round {number + 1}", sum(map(len, rounds.values())), 2 * config.rounds)
                rounds[side].append(_round(config, warm, timed, services[side]))
    stamp = datetime.now(UTC).isoformat(timespec="seconds")
    report = judge(config, rounds["legacy"], rounds["vessel"], str(file), stamp)
    root = project_root(file.absolute())
    try:
        keep_load(root, report)
    except OSError as error:
        raise UsageError("PV792", f"the report cannot be kept: {error.strerror}", file=root) from None
    return report


def _round(config: LoadConfig, warm: list[Planned], timed: list[Planned], service: Service) -> Round:
    if warm:
        offer(warm, service.host, service.port, config.connections, config.timeout)
    with service.watched() as usage:
        traffic = offer(timed, service.host, service.port, config.connections, config.timeout)
    return Round(timed, traffic, config.seconds, usage.cpu_seconds, usage.memory_mb)


def write_locust(file: Path, out: Path) -> int:
    """Writes a Locust file for the same traffic; returns its tasks. Raises UsageError PV790, PV792."""
    config = read_config(file)
    planned = schedule(config, file.absolute().parent, seed=0, seconds=config.seconds)
    text, tasks = locustfile(config, planned)
    try:
        write_atomic(out, text)
    except OSError as error:
        raise UsageError("PV792", f"cannot be written: {error.strerror}", file=out) from None
    return tasks

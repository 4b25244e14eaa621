"""What a wrapped function sets up when its flag lets calls through: its meter, and a look for deaths.

A process's first look at a folder of counters searches it for processes that died inside a vessel, and trips their
flags: a vessel that kills its process is not called by the one started next.
"""

import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from pivot_lsp.runtime.counters import Label, Meter, fold, note_deaths, open_meter
from pivot_lsp.runtime.flags import Flag, FlagFile
from pivot_lsp.runtime.say import warn

if TYPE_CHECKING:
    from pivot_lsp.runtime.dispatch import Switch

_searched: set[Path] = set()
_lock = threading.RLock()
MANY = 64
"""Files of counters from which a process that starts puts those of processes that are gone into one."""


def _after_fork() -> None:
    """A worker that was forked in place of one that died has not searched yet."""
    global _lock
    _lock = threading.RLock()
    _searched.clear()


os.register_at_fork(after_in_child=_after_fork)


def counters_folder(rollout: Path) -> Path:
    """Where processes count."""
    return rollout / "counters"


def trip_deaths(files: FlagFile) -> list[str]:
    """Trips the flags of vessels in which a process died since this was last asked; their names. Raises OSError."""
    flags = []
    for death in note_deaths(counters_folder(files.folder)):
        detail = f"process {death.pid} died inside {death.label.function} ({death.label.vessel})"
        files.trip(death.label.flag, "crash", detail)
        flags.append(death.label.flag)
    return flags


def _tidy(folder: Path) -> None:
    """Where nobody watches, workers that come and go would leave a file each, and every start would read them all."""
    try:
        if sum(1 for _ in folder.glob("*.counts")) > MANY:
            fold(folder, wait=False)
    except BlockingIOError:
        return
    except (OSError, ValueError, KeyError) as error:
        warn("the counters in %s cannot be put together: %s", folder, error)


def meter_for(switch: "Switch", files: FlagFile, flag: Flag, vessel: Path) -> Meter:
    """The meter of `switch` under `flag`, with the shadow of `vessel`. Raises OSError when nothing can be written."""
    folder = counters_folder(files.folder)
    function = f"{switch.legacy.__module__}:{switch.qualname}"
    label = Label(switch.flag_name, function, flag.epoch, switch.vessel)
    meter = switch.now[1]
    if meter is None or meter.label != label:
        meter = open_meter(folder, label, *switch.synced)
    meter.shadow, meter.share = flag.shadow, 0.0
    if flag.shadow is not None:
        from pivot_lsp.runtime.shadow import Sampler  # not above: most flags have no shadow

        meter.sample = Sampler(switch, meter, files, flag.shadow, vessel).take
        meter.share = flag.shadow.share
    with _lock:
        first = folder not in _searched
        _searched.add(folder)
    if first:
        try:
            trip_deaths(files)
        except OSError as error:
            warn("%s cannot be searched for processes that died: %s", folder, error)
        _tidy(folder)
    return meter

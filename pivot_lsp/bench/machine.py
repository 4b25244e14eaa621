"""What is measured on: processor, cores, governor, load.

Invariant: the fingerprint changes when a comparison of times would mean nothing.
"""

import hashlib
import os
import platform
from pathlib import Path

from pivot_lsp.model.bench import Machine


def this_machine() -> Machine:
    """Reads /proc and /sys; what is not there is empty."""
    cpu = _cpu()
    cores = len(os.sched_getaffinity(0))
    identity = "|".join([platform.node(), cpu, str(cores), platform.machine(), platform.python_version()])
    return Machine(
        fingerprint=hashlib.sha256(identity.encode()).hexdigest()[:16],
        cpu=cpu,
        cores=cores,
        governor=_text(Path("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")),
        load=os.getloadavg()[0],
        python=platform.python_version(),
        platform=f"{platform.system()}-{platform.machine()}".lower(),
    )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def _cpu() -> str:
    for line in _text(Path("/proc/cpuinfo")).splitlines():
        name, _, value = line.partition(":")
        if name.strip() == "model name":
            return value.strip()
    return platform.machine()

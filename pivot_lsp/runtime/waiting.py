"""Waiting for a descriptor by poll(2): select(2) knows none from 1,024 on, and a large service has more."""

import select


def readable(fd: int, seconds: float) -> bool:
    """Whether there is something to read, or the end, within `seconds`; at once when they are 0 or fewer."""
    poll = select.poll()
    poll.register(fd, select.POLLIN)
    return bool(poll.poll(max(0.0, seconds) * 1000))

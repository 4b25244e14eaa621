"""Waiting for a descriptor, also in a process that holds thousands of them."""

import fcntl
import os
import resource
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from pivot_lsp.runtime.waiting import readable


@pytest.mark.parametrize("least", [3, 1500])
def test_what_is_there_is_seen_and_what_is_not_is_waited_for(least: int) -> None:
    if resource.getrlimit(resource.RLIMIT_NOFILE)[0] <= least + 2:
        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (least + 64, hard))
    read, write = os.pipe()
    high = fcntl.fcntl(read, fcntl.F_DUPFD, least)
    try:
        assert not readable(high, 0.05)
        assert not readable(high, -1)
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(readable, high, 60)
            while not waiting.running():
                time.sleep(0.01)
            os.write(write, b"x")
            assert waiting.result()
        os.read(high, 1)
        os.close(write)
        assert readable(high, 60), "the end is something to read"
    finally:
        os.close(read)
        os.close(high)

"""A share of `make fuzz-protocol`: a broken client is answered, crashes nothing, and leaves no process."""

import io
from pathlib import Path

import pytest

from pivot_lsp.server.stream import LARGEST, TooLarge, read_frame
from tests.server.fuzz.messages import framed
from tests.server.fuzz.run import project, session


@pytest.mark.parametrize(("seed", "ending"), [(11, "shutdown and exit"), (12, "end of stream")])
def test_a_broken_client_is_answered_and_leaves_nothing(tmp_path: Path, seed: int, ending: str) -> None:
    found = session(project(tmp_path), seed, 600, ending)
    assert found.wrong == []
    assert found.sent == 600
    assert {"result", "-32602", "-32601", "-32700", "-32803", "-32002"} <= set(found.answers), "all kinds were met"


@pytest.mark.parametrize("ending", ["exit", "in the middle of a message", "killed"])
def test_whichever_way_it_ends_no_process_is_left(tmp_path: Path, ending: str) -> None:
    assert session(project(tmp_path), 5, 60, ending).wrong == []


def test_frames_are_found_whatever_lies_between_them() -> None:
    stream = io.BytesIO(
        b"rubbish\r\n\r\n" + b"z" * 10_000 + b"\n" + framed(b"one") + b"content-length:3\n\ntwo" + framed(b"cut")[:-1]
    )
    assert [read_frame(stream) for _ in range(3)] == [b"one", b"two", None]


def test_a_message_too_large_is_read_to_its_end_and_refused() -> None:
    class Zeros(io.RawIOBase):
        left = LARGEST + 1

        def readable(self) -> bool:
            return True

        def readinto(self, into: bytearray) -> int:  # type: ignore[override]
            count = min(len(into), self.left)
            self.left -= count
            return count

    class Joined(io.BytesIO):
        """The header, then zeros, then a whole frame."""

        zeros = Zeros()

        def read(self, size: int | None = -1) -> bytes:
            if self.tell() == head and self.zeros.left:
                return bytes(self.zeros.readinto(bytearray(size or 0)))
            return super().read(size)

    start = b"Content-Length: %d\r\n\r\n" % (LARGEST + 1)
    head = len(start)
    stream = Joined(start + framed(b"next"))
    assert read_frame(stream) == TooLarge(LARGEST + 1)
    assert read_frame(stream) == b"next"

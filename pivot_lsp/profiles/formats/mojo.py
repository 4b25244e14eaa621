"""austin's binary format MOJO, versions 1 to 3: a stream of events, each a byte and its fields.

Integers are of variable length (6 bits and a sign in the first byte, 7 in each further one), texts end with a zero
byte. Frames and texts are given once and referred to later. Source: austin's documentation of the format.
"""

from collections.abc import Callable

from pivot_lsp.model.facts import Clock, Profile
from pivot_lsp.profiles.formats.collapsed import INVALID
from pivot_lsp.profiles.formats.given import LARGEST_LINE, Source
from pivot_lsp.profiles.malformed import Malformed
from pivot_lsp.profiles.stacks import Frame, Stacks

MAGIC = b"MOJ"
VERSIONS = (1, 2, 3)
LARGEST = 1 << 62
MEMORY_ONLY = "it measures memory and not time"


class Mojo:
    """Reads the events one after the other."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = len(MAGIC)
        self.version = self.integer()
        if self.version not in VERSIONS:
            raise Malformed(3, f"MOJO version {self.version}, known are 1 to 3")
        self.meta: dict[str, str] = {}
        self.strings: dict[tuple[str, int], str] = {}
        self.frames: dict[tuple[str, int], int] = {}
        self.threads: set[tuple[str, str]] = set()
        self.stacks = Stacks()
        self.process = ""
        self.stack: list[int] | None = None
        self.invalid = 0
        self.bad = False

    def integer(self) -> int:
        """An integer of variable length."""
        start = self.at
        byte = self.byte()
        value, shift, negative = byte & 0x3F, 6, byte & 0x40
        while byte & 0x80:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            shift += 7
            if shift > 70:
                raise Malformed(start, "an integer of more than 64 bits")
        return -value if negative else value

    def byte(self) -> int:
        """The next byte."""
        if self.at >= len(self.data):
            raise Malformed(self.at, "truncated: the file ends inside an event")
        self.at += 1
        return self.data[self.at - 1]

    def text(self) -> str:
        """A text up to its zero byte."""
        end = self.data.find(b"\0", self.at)
        if end < 0:
            raise Malformed(self.at, "truncated: a text without end")
        raw, start, self.at = self.data[self.at : end], self.at, end + 1
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            raise Malformed(start, "text that is not UTF-8") from None

    def string(self) -> str:
        """A text given before, by its number; 1 stands for one that austin could not read."""
        start, key = self.at, self.integer()
        if key == 1:
            return "<unknown>"
        found = self.strings.get((self.process, key))
        if found is None:
            raise Malformed(start, f"text {key}, which was not given before")
        return found

    def events(self) -> None:
        """Reads to the end."""
        while self.at < len(self.data):
            start = self.at
            handler = EVENTS.get(self.byte())
            if handler is None:
                raise Malformed(start, f"event {self.data[start]}, which MOJO does not have")
            handler(self)

    def metadata(self) -> None:
        """A key and a value."""
        key = self.text()
        self.meta[key] = self.text()

    def new_stack(self) -> None:
        """A sample begins: process, interpreter (version 3), thread."""
        self.process = str(self.integer())
        if self.version >= 3:
            self.integer()
        self.threads.add((self.process, self.text()))
        self.stack, self.bad = [], False

    def push(self, frame: int) -> None:
        """A frame of the sample that is open."""
        if self.stack is None:
            raise Malformed(self.at, "a frame outside a sample")
        self.stack.append(frame)

    def new_frame(self) -> None:
        """A frame given for the first time; it is not yet part of a stack."""
        start = self.at
        key = self.integer()
        file, name, line = self.string(), self.string(), self.integer()
        if self.version >= 2:
            for _ in range(3):
                self.integer()
        if line > LARGEST_LINE:
            raise Malformed(start, f"{line} is not a line number")
        self.frames[self.process, key] = self.stacks.frame(Frame(file, name, max(0, line)))

    def frame_reference(self) -> None:
        """A frame given before."""
        start, key = self.at, self.integer()
        found = self.frames.get((self.process, key))
        if found is None:
            raise Malformed(start, f"frame {key}, which was not given before")
        self.push(found)

    def invalid_frame(self) -> None:
        """A frame that austin could not read."""
        self.bad = True
        self.push(self.stacks.frame(Frame("~", ":INVALID:", native=True)))

    def kernel_frame(self) -> None:
        """A frame of the kernel."""
        self.push(self.stacks.frame(Frame("~", self.text(), native=True)))

    def time(self) -> None:
        """Microseconds: the sample ends."""
        start, value = self.at, self.integer()
        if self.stack is None or not 0 <= value < LARGEST:
            raise Malformed(start, f"a time of {value} us" + (" outside a sample" if self.stack is None else ""))
        self.stacks.add(self.stack, value * 1e-6)
        self.invalid += self.bad
        self.stack = None

    def new_string(self) -> None:
        """A text given for the first time."""
        key = self.integer()
        self.strings[self.process, key] = self.text()


EVENTS: dict[int, Callable[[Mojo], object]] = {
    1: Mojo.metadata,
    2: Mojo.new_stack,
    3: Mojo.new_frame,
    4: Mojo.invalid_frame,
    5: Mojo.frame_reference,
    6: Mojo.kernel_frame,
    7: lambda mojo: None,  # garbage collection
    8: lambda mojo: None,  # idle
    9: Mojo.time,
    10: Mojo.integer,  # bytes of memory, beside the time
    11: Mojo.new_string,
    12: Mojo.string,
}


def read(source: Source) -> Profile:
    """Reads a MOJO file. Raises Malformed with the offset of what is wrong."""
    mojo = Mojo(source.data)
    mojo.events()
    if mojo.meta.get("mode") == "memory":
        raise Malformed(None, MEMORY_ONLY, code="PV102")
    warnings = []
    if mojo.invalid:
        share = 100 * mojo.invalid / max(1, mojo.stacks.samples)
        warnings.append(f"{mojo.invalid} {INVALID.format(share=share)}")
    clock: Clock = "cpu" if mojo.meta.get("mode") == "cpu" else "wall"
    return mojo.stacks.profile(source, "austin-mojo", clock=clock, warnings=warnings, threads=len(mojo.threads))

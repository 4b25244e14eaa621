"""What a block of Go is made of."""

from dataclasses import dataclass, field


@dataclass
class Block:
    """Lines, and whether the end of them can be reached."""

    lines: list[str] = field(default_factory=list)
    ends: bool = False

    def add(self, *lines: str) -> None:
        """Further lines."""
        self.lines += lines

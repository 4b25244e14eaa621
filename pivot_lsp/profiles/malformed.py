"""What a reader raises: the file is not what its format promises, and where."""


class Malformed(Exception):
    """`offset` is a byte of the file, counted from 0; `line` is 1-based, for formats made of lines."""

    def __init__(self, offset: int | None, message: str, *, line: int | None = None, code: str = "PV103") -> None:
        super().__init__(message)
        self.offset = offset
        self.message = message
        self.line = line
        self.code = code

    def __str__(self) -> str:
        return self.message if self.offset is None else f"{self.message} (at byte {self.offset})"

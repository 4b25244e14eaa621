"""What kinds of functions there are. It imports nothing heavy, since the children that index files start with it."""

from typing import Literal

Shape = Literal["function", "method", "generator", "coroutine", "async generator"]

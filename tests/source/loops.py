"""Random functions full of loops, from a seed, and what can be seen of a call of one.

They bind and rebind few names in every way Python has, so that a name that is lost, kept too long or read too early
shows in the value, the exception, the arguments afterwards or the trace.
"""

import ast
import copy
import random
from collections.abc import Iterator
from typing import Any

NAMES = ("a", "b", "c", "d")
HEAD = '''\
class Swallow:
    """A context that lets no exception of the program's out."""

    def __enter__(self):
        return 3

    def __exit__(self, kind, *problem):
        return kind is not None and issubclass(kind, Exception)


class Enough(BaseException):
    """Ends a function that would run for long."""


class Passes(Swallow):
    def __exit__(self, *problem):
        return False


def note(seen, value):
    seen.append(value)
    if len(seen) > 400:
        raise Enough
    return value


'''


class Writer:
    """Writes the function `f(xs, n, seen)`."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.lines: list[str] = []
        self.loops = 0

    def whole(self) -> str:
        """A module with one such function."""
        self.lines = ["def f(xs, n, seen):"]
        for name in self.rng.sample(NAMES, self.rng.randint(1, 4)):
            self._line(1, f"{name} = {self.rng.choice(('0', 'n', 'xs[:]'))}")
        self._block(1, 0, self.rng.randint(3, 6))
        self._line(1, f"return ({', '.join(self.rng.sample((*NAMES, 'n', 'xs'), 3))},)")
        return HEAD + "\n".join(self.lines) + "\n"

    def _line(self, depth: int, text: str) -> None:
        self.lines.append("    " * depth + text)

    def _value(self) -> str:
        name = self.rng.choice((*NAMES, "n", "n"))
        return self.rng.choice((
            "1", "n", name, f"{name} + 1", f"note(seen, {name})", f"len(xs) - {name}",
            f"len([v for v in xs if v != {name}])",
            f"sum(v for v in xs if v > {self.rng.randint(0, 3)})", f"n // {name}", f"xs[{name}]", f"({name} := n - 1)",
            f"(lambda z: z + {self.rng.choice(('n', '1'))})({name})",
        ))  # fmt: skip

    def _block(self, depth: int, looped: int, statements: int) -> None:
        for _ in range(statements):
            self._statement(depth, looped)

    def _statement(self, depth: int, looped: int) -> None:
        rng, name = self.rng, self.rng.choice(NAMES)
        simple = depth > 4 or rng.random() < 0.45
        if simple:
            choices = [
                f"{name} = {self._value()}",
                f"{name} += 1",
                f"xs.append(note(seen, {name}))",
                f"note(seen, {self._value()})",
                f"assert n != {rng.randint(0, 9)}, {name}",
            ]
            choices += [rng.choice(("break", "continue"))] if looped and rng.random() < 0.5 else []
            choices += [f"del {name}"] if rng.random() < 0.15 else []
            choices += [f"return {name}"] if rng.random() < 0.05 else []
            return self._line(depth, rng.choice(choices))
        match rng.randint(0, 6):
            case 0 | 1 | 2 if self.loops < 5:
                self._loop(depth, looped)
            case 3 | 4:
                self._line(depth, f"if n % {rng.randint(2, 4)} == {rng.randint(0, 2)}:")
                self._block(depth + 1, looped, rng.randint(1, 2))
                if rng.random() < 0.5:
                    self._line(depth, "else:")
                    self._block(depth + 1, looped, 1)
            case 5:
                self._try(depth, looped)
            case _:
                bound = rng.choice(("", f" as {name}"))
                self._line(depth, f"with {rng.choice(('Swallow()', 'Passes()'))}{bound}:")
                self._block(depth + 1, looped, 2)
        return None

    def _loop(self, depth: int, looped: int) -> None:
        self.loops += 1
        walked = self.rng.choice(("range(n)", "xs[:3]", "range(note(seen, n) % 4)", "list(xs)"))
        head = f"for {self.rng.choice(NAMES)} in {walked}:"
        if self.rng.random() < 0.2:
            head = f"while note(seen, len(seen)) < {self.rng.randint(3, 40)}:"
        self._line(depth, head)
        self._block(depth + 1, looped + 1, self.rng.randint(1, 3))
        if self.rng.random() < 0.2:
            self._line(depth, "else:")
            self._block(depth + 1, looped, 1)

    def _try(self, depth: int, looped: int) -> None:
        self._line(depth, "try:")
        self._block(depth + 1, looped, 2)
        handlers = self.rng.randint(0, 2)
        for _ in range(handlers):
            kind = self.rng.choice(("ZeroDivisionError", "(TypeError, NameError)", "IndexError", "Exception"))
            self._line(depth, f"except {kind}{self.rng.choice(('', f' as {self.rng.choice(NAMES)}'))}:")
            self._block(depth + 1, looped, 1)
        if not handlers or self.rng.random() < 0.4:
            self._line(depth, "finally:")
            self._block(depth + 1, 0, 1)


INPUTS: tuple[tuple[list[int], int], ...] = (([], 0), ([1, 2, 3], 2), ([0, 5, 1, 4], 3), ([2], 5), ([3, 0], 1))


def seen(text: str) -> Iterator[tuple[Any, ...]]:
    """What each of INPUTS shows: the value or the exception, the arguments afterwards, the trace."""
    scope: dict[str, Any] = {}
    exec(compile(ast.parse(text), "loops", "exec"), scope)
    for xs, n in INPUTS:
        given, trace = copy.copy(xs), []
        try:
            ended: tuple[Any, ...] = ("value", scope["f"](given, n, trace))
        except BaseException as error:  # noqa: BLE001 - whatever it raises is what is compared
            ended = (type(error), error.args)
        yield repr(ended), repr(given), repr(trace)

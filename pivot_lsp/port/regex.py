"""A regular expression as the program that the prelude's matcher runs (`prelude/regex.py`).

`re`'s own parser reads the pattern, so that what it means is CPython's to say. Keeps true: a pattern is taken only
where plain backtracking finds what CPython finds; whatever is not (a repeat whose body may match nothing, conditions,
atomic groups, groups inside assertions) is refused with the reason.
"""

import re
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from re import _constants as c  # type: ignore[attr-defined]  # the stubs leave the parser out
from re import _parser as parser  # type: ignore[attr-defined]  # as above
from types import SimpleNamespace
from typing import Any

END, CHAR, ANY, ALL, SET, GREEDY, LAZY, FORK, GO, NOTE, CLOSE, AT, LOOK, AGAIN = range(14)
"""Numbers of the instructions; `prelude/regex.py` says what each does."""
HEAD = 4
"""Numbers before the first instruction."""
MOST = 4000
"""Numbers that a program has at most."""
ASCII = 128
_TAKEN = re.ASCII | re.IGNORECASE | re.MULTILINE | re.DOTALL | re.VERBOSE | re.UNICODE
_SINGLE = {c.LITERAL, c.NOT_LITERAL, c.ANY, c.IN}
_KINDS = {
    c.CATEGORY_DIGIT: (1, 1), c.CATEGORY_NOT_DIGIT: (1, 0), c.CATEGORY_SPACE: (2, 1), c.CATEGORY_NOT_SPACE: (2, 0),
    c.CATEGORY_WORD: (3, 1), c.CATEGORY_NOT_WORD: (3, 0),
}  # fmt: skip
_TESTS: dict[int, Callable[[str], bool]] = {1: str.isdecimal, 2: str.isspace, 3: lambda x: x.isalnum() or x == "_"}
_PLACES = {c.AT_BEGINNING: 0, c.AT_BEGINNING_STRING: 0, c.AT_END: 2, c.AT_END_STRING: 4, c.AT_BOUNDARY: 5,
           c.AT_NON_BOUNDARY: 6}  # fmt: skip
_LINES = {c.AT_BEGINNING: 1, c.AT_END: 3}


class NotTakenError(ValueError):
    """Why a pattern is not taken."""


@dataclass(frozen=True)
class Pattern:
    """`names`: of each group, "" for one without. `always`: groups that take part in every match."""

    source: str
    program: tuple[int, ...]
    groups: int
    names: tuple[str, ...]
    always: frozenset[int]

    def group(self, key: object) -> int:
        """The number of a group by its number or name. Raises NotTakenError where there is none."""
        if isinstance(key, str) and key and key in self.names:
            return self.names.index(key)
        if isinstance(key, int) and not isinstance(key, bool) and 0 <= key <= self.groups:
            return key
        raise NotTakenError(f"the pattern has no group {key!r}")

    def template(self, text: str) -> tuple[list[str], list[int]]:
        """What `re.sub` makes of a replacement: texts, and the groups between them."""
        index = {name: i for i, name in enumerate(self.names) if name}
        read = _quietly(lambda: parser.parse_template(text, SimpleNamespace(groups=self.groups, groupindex=index)))
        items: list[str | int] = []
        if isinstance(read, tuple):  # before Python 3.12: (place, group) pairs, and the texts with None at these places
            groups, literals = read
            at = dict(groups)
            items = [at[i] if one is None else one for i, one in enumerate(literals)]
        else:
            items = list(read)
        texts, between = [""], []
        for item in items:
            if isinstance(item, int):
                between.append(item)
                texts.append("")
            else:
                texts[-1] += item
        return texts, between


def read(source: str, flags: int) -> Pattern:
    """`source` as a program. Raises NotTakenError."""
    if flags & ~_TAKEN:
        raise NotTakenError("a flag that is not taken")
    tree = _quietly(lambda: parser.parse(source, flags))
    flags = tree.state.flags
    if flags & ~_TAKEN:
        raise NotTakenError("a flag that is not taken")
    maker = _Maker()
    maker.sequence(tree, flags)
    maker.put(END)
    groups = tree.state.groups - 1
    names = [""] * (groups + 1)
    for name, number in tree.state.groupdict.items():
        names[number] = name
    head = (_first(maker.code), int(maker.ascii_only), 2 * groups + 4, 0)
    return Pattern(source, (*head, *maker.code), groups, tuple(names), frozenset({0, *_always(tree)}))


def _quietly(work: Any) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            return work()
        except (re.error, Warning, RecursionError, OverflowError, IndexError) as error:
            raise NotTakenError(f"re does not take it: {error}") from error


def _always(items: Iterable[Any]) -> set[int]:
    """Groups that a match of `items` cannot do without."""
    found: set[int] = set()
    for op, value in items:
        if op is c.SUBPATTERN:
            group, _, _, inside = value
            found |= _always(inside) | ({group} if group is not None else set())
        elif op in (c.MAX_REPEAT, c.MIN_REPEAT) and value[0] > 0:
            found |= _always(value[2])
        elif op is c.BRANCH:
            found |= set.intersection(*[_always(one) for one in value[1]])
    return found


def _first(code: list[int]) -> int:
    """Where what the first character must be is tested, in the program with its head; 0 where that is not known."""
    at = 0
    while code[at] in (NOTE, CLOSE):
        at += 2
    if code[at] in (GREEDY, LAZY) and code[at + 1] > 0:
        return at + 4 + HEAD
    return at + HEAD if code[at] in (CHAR, ANY, SET) else 0


class _Maker:
    """Writes a program. Addresses count the head."""

    def __init__(self) -> None:
        self.code: list[int] = []
        self.ascii_only = False
        self._asserted = False

    def put(self, *numbers: int) -> int:
        """Appends an instruction, and says where it begins."""
        at = len(self.code)
        self.code += numbers
        if len(self.code) > MOST:
            raise NotTakenError("a pattern this long")
        return at

    def here(self) -> int:
        """The address of what comes next."""
        return len(self.code) + HEAD

    def sequence(self, items: Iterable[Any], flags: int) -> None:
        for op, value in items:
            self.item(op, value, flags)

    def item(self, op: Any, value: Any, flags: int) -> None:
        if op in _SINGLE:
            self.put(*self.single(op, value, flags))
        elif op is c.SUBPATTERN:
            group, add, remove, inside = value
            if group is None:
                self.sequence(inside, (flags | add) & ~remove)
                return
            if self._asserted:
                raise NotTakenError("a group inside an assertion")
            self.put(NOTE, 2 * group)
            self.sequence(inside, (flags | add) & ~remove)
            self.put(CLOSE, 2 * group + 1)
        elif op is c.BRANCH:
            self.branch(value[1], flags)
        elif op in (c.MAX_REPEAT, c.MIN_REPEAT):
            self.repeat(value, flags, lazy=op is c.MIN_REPEAT)
        elif op is c.AT:
            if value in (c.AT_BOUNDARY, c.AT_NON_BOUNDARY) and flags & re.ASCII:
                raise NotTakenError("a word boundary under re.ASCII")
            table = {**_PLACES, **(_LINES if flags & re.MULTILINE else {})}
            self.put(AT, table[value])
        elif op in (c.ASSERT, c.ASSERT_NOT):
            self.look(value, op is c.ASSERT_NOT, flags)
        elif op is c.GROUPREF and not flags & re.IGNORECASE:
            self.put(AGAIN, value)
        else:
            raise NotTakenError(f"{str(op).lower()} in a pattern")

    def single(self, op: Any, value: Any, flags: int) -> list[int]:
        """The instruction for one character."""
        if op is c.ANY:
            return [ALL if flags & re.DOTALL else ANY]
        if op is c.LITERAL and (not flags & re.IGNORECASE or (value < ASCII and not chr(value).isalpha())):
            return [CHAR, value]
        if op in (c.LITERAL, c.NOT_LITERAL):
            value = [(c.LITERAL, value)] if op is c.LITERAL else [(c.NEGATE, None), (c.LITERAL, value)]
        return self.members(value, flags)

    def members(self, items: list[tuple[Any, Any]], flags: int) -> list[int]:
        """A set: ASCII as bits, the others as (kind, a, b)."""
        negated = items[0][0] is c.NEGATE
        ranges: list[tuple[int, int]] = []
        kinds: list[tuple[int, int]] = []
        for op, value in items[1:] if negated else items:
            if op is c.LITERAL:
                ranges.append((value, value))
            elif op is c.RANGE:
                ranges.append(value)
            elif op is c.CATEGORY:
                kinds.append(_KINDS[value])
            else:
                raise NotTakenError(f"{str(op).lower()} in a set")
        bits = {x for low, high in ranges for x in range(low, min(high, ASCII - 1) + 1)}
        if flags & re.IGNORECASE:
            self.ascii_only = True
            if any(high >= ASCII for _, high in ranges):
                raise NotTakenError("case ignored beyond ASCII")
            bits |= {ord(chr(x).swapcase()) for x in bits}
        tests = {**_TESTS, 2: " \t\n\r\f\v".__contains__} if flags & re.ASCII else _TESTS
        bits |= {x for x in range(ASCII) for kind, yes in kinds if tests[kind](chr(x)) == bool(yes)}
        shown = set(range(ASCII)) - bits if negated else bits
        words = [sum(1 << (x - low) for x in shown if low <= x < low + 32) for low in range(0, ASCII, 32)]
        wide = [n for low, high in ranges if high >= ASCII for n in (0, low, high)]
        if flags & re.ASCII:  # beyond ASCII nothing is a digit, a space or a part of a word
            kinds = [(0, 0) for _, yes in kinds if not yes]
            wide += [n for _ in kinds[:1] for n in (0, ASCII, 0x10FFFF)]
        else:
            wide += [n for kind, yes in kinds for n in (kind, yes, 0)]
        return [SET, 7 + len(wide), *words, int(negated), *wide]

    def branch(self, choices: list[Any], flags: int) -> None:
        ends: list[int] = []
        for choice in choices[:-1]:
            fork = self.put(FORK, self.here() + 3, 0)
            self.sequence(choice, flags)
            ends.append(self.put(GO, 0))
            self.code[fork + 2] = self.here()
        self.sequence(choices[-1], flags)
        for end in ends:
            self.code[end + 1] = self.here()

    def repeat(self, value: tuple[int, int, Any], flags: int, *, lazy: bool) -> None:
        least, most, body = value
        endless = most is c.MAXREPEAT
        one = _only(body, flags)
        if one is not None:
            at = self.put(LAZY if lazy else GREEDY, least, -1 if endless else most, 0, *self.single(*one))
            self.code[at + 3] = self.here()
            return
        if body.getwidth()[0] == 0 and (endless or most > 1) and most != least:
            raise NotTakenError("a repeat whose body may match nothing")
        for _ in range(least):
            self.sequence(body, flags)
        if endless:
            fork = self._fork(lazy)
            self.sequence(body, flags)
            self.put(GO, fork + HEAD)
            self._land(fork, lazy)
            return
        forks: list[int] = []
        for _ in range(most - least):
            forks.append(self._fork(lazy))
            self.sequence(body, flags)
        for fork in forks:
            self._land(fork, lazy)

    def _fork(self, lazy: bool) -> int:
        inside = self.here() + 3
        return self.put(FORK, 0, inside) if lazy else self.put(FORK, inside, 0)

    def _land(self, fork: int, lazy: bool) -> None:
        self.code[fork + (1 if lazy else 2)] = self.here()

    def look(self, value: tuple[int, Any], negated: bool, flags: int) -> None:
        direction, body = value
        low, high = body.getwidth()
        if direction < 0 and low != high:
            raise NotTakenError("what is behind may be of several lengths")
        at = self.put(LOOK, int(negated), low if direction < 0 else 0, 0)
        outer, self._asserted = self._asserted, True
        self.sequence(body, flags)
        self._asserted = outer
        self.put(END)
        self.code[at + 3] = self.here()


def _only(body: Any, flags: int) -> tuple[Any, Any, int] | None:
    """The one character that `body` is, seen through groups without a number; None when it is anything else."""
    while len(body) == 1:
        op, value = body[0]
        if op in _SINGLE:
            return op, value, flags
        if op is not c.SUBPATTERN or value[0] is not None:
            return None
        flags = (flags | value[1]) & ~value[2]
        body = value[3]
    return None

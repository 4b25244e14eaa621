"""The rows of a pstats file, with functions as numbers: marshal of {(file, line, name): (cc, nc, tt, ct, callers)}.

A file of 50,000 functions names some 150,000 callers, nearly all by a back-reference. Each function is therefore hashed
once, when its number is given out; what follows works with numbers. Invariant: a number stands for one (file, line,
name) and the other way round, whichever of equal tuples the file refers to; counts and times are finite and not
negative when they leave here.
"""

import re
import struct
from typing import Any, NamedTuple

from pivot_lsp.profiles.formats.given import LARGEST_LINE, line_number, seconds
from pivot_lsp.profiles.malformed import Malformed
from pivot_lsp.profiles.marshal_reader import (
    END_OF_DICT,
    FLOAT,
    INT,
    INTEGER,
    LONGEST,
    REF,
    REFERENCE,
    SHORT_TEXT,
    UNFINISHED,
    Reader,
)

Key = tuple[str, int, str]
Edge = tuple[int, int, float, float]
"""The caller's number, how often it called, and its self and cumulative seconds of that."""

MOST, LONGEST_TIME = 1 << 62, 1e12
"""Bounds of counts, and of times in seconds."""
SAMPLED_KEY = ("__sampled__",)
TUPLE, DICT = ord(")"), ord("{")
THREE, FOUR, FIVE = TUPLE | 3 << 8, TUPLE | 4 << 8, TUPLE | 5 << 8
NOTED = INTEGER | REF
FIGURES = struct.Struct("<HBiBiBdBd")
HEAD = struct.Struct("<HBiBiBdBdB")
"""A row up to its table of callers."""
KEY = struct.Struct("<HBIBIBI")
"""Most of a function: a tuple of three, a file that was named before, a line, and a name that was too; where the name
is written out, the first of its last four bytes is its length."""
WRITTEN = KEY.size - 3
"""Bytes before a name that is written out."""
CALLER = struct.Struct("<BiHBiBiBdBd")
"""A caller as cProfile writes it: a known key, and a tuple of two counts and two times."""
FOUR_FIGURES = rb"\)\x04[ir].{4}[ir].{4}g.{8}g.{8}"
RUN = re.compile(rb"(?:r.{4}%b)*" % FOUR_FIGURES, re.DOTALL)
"""Such callers one after the other. None of them is an object that a back-reference could mean."""
FIRST_RUN = re.compile(FOUR_FIGURES + RUN.pattern, re.DOTALL)
"""The same behind a caller that is named for the first time."""
NATIVE = "~"


def is_native(key: Key) -> bool:
    """A C function: cProfile's have the file `~`, yappi's the name of their module."""
    return key[0] == NATIVE or (key[1] == 0 and not key[0].endswith(".py") and not key[0].startswith("<"))


class Row(NamedTuple):
    """One entry of the file."""

    primitive: int
    calls: int
    self_s: float
    cumulative_s: float
    callers: list[Edge]


NOBODY: list[Edge] = []
"""The callers of a row whose callers nobody wants."""


class Rows:
    """All entries by the number of their function, in the order of the file. Raises Malformed, with the offset.

    Without `callers`, those of Python functions are passed over: the whole analysis needs only those of C functions,
    whose time is their callers'.
    """

    def __init__(self, data: bytes, callers: bool = True) -> None:
        self.keys: list[Key] = []
        """By number; of callers, too, that have no row of their own."""
        self.rows: dict[int, Row] = {}
        self.sampled = False
        self._wanted = callers
        self._numbers: dict[Key, int] = {}
        self._by_reference: dict[int, int] = {}
        self._file = Reader(data)
        self._edges_left = len(data)
        self._read()

    def _read(self) -> None:
        file = self._file
        file.begin()
        while not file.at_end_of_dict():
            offset = file.at
            if file.data[offset + 1 : offset + 2] == b"\x01" and not self.sampled:
                self._mark(offset)
                continue
            if not self._wanted and self._passed(offset):
                continue
            number = self._function(1, offset)
            row = self._row(offset)
            self._edges_left -= len(row.callers)
            if self._edges_left < 0:
                raise Malformed(offset, "more callers than the file has bytes")
            kept = self._wanted or is_native(self.keys[number])
            self.rows[number] = row if kept else row._replace(callers=NOBODY)
        file.end()

    def _mark(self, offset: int) -> None:
        """The entry by which 3.15's sampler tells its files."""
        key, value = self._file.object(1), self._file.object(1)
        if key != SAMPLED_KEY or value is not True:
            raise _no_function(key, offset)
        self.sampled = True

    def _function(self, depth: int, offset: int) -> int:
        """The number of the function that stands here."""
        file = self._file
        if file.data[file.at : file.at + 1] == b"r" and file.at + 5 <= file.size:
            reference = INT(file.data, file.at + 1)[0]
            number = self._by_reference.get(reference)
            if number is None:
                number = self._referred(reference, offset)
            if number is not None:
                file.at += 5
                return number
        key = self._key() if file.at + KEY.size + LONGEST <= file.size else None
        return self._number(file.object(depth), offset) if key is None else self._counted(key)

    def _counted(self, key: Key) -> int:
        """The number of a function that is known to be one."""
        number = self._numbers.setdefault(key, len(self.keys))
        if number == len(self.keys):
            self.keys.append(key)
        return number

    def _key(self) -> Key | None:
        """The function that stands here when it is written as most are; else None, and nothing is taken.

        There must be room for the longest.
        """
        file = self._file
        data, at, refs = file.data, file.at, file.refs
        code, file_code, file_at, line_code, line, name_code, name_at = KEY.unpack_from(data, at)
        if code & ~REF != THREE or file_code != REFERENCE:
            return None
        noted = []
        try:
            path = refs[file_at]
            if line_code == REFERENCE:
                line = refs[line]
            elif line_code == NOTED:
                noted.append(line)
            elif line_code != INTEGER:
                return None
            if name_code == REFERENCE:
                name = refs[name_at]
                end = at + KEY.size
            elif name_code & ~REF in SHORT_TEXT:
                end = at + WRITTEN + (name_at & 0xFF)
                name = data[at + WRITTEN : end].decode("latin-1")
                if name_code & REF:
                    noted.append(name)
            else:
                return None
        except IndexError:
            return None
        if type(path) is not str or type(line) is not int or type(name) is not str or not 0 <= line <= LARGEST_LINE:
            return None
        key = path, line, name
        if code & REF:
            refs.append(key)
        refs += noted
        file.at = end
        return key

    def _number(self, key: Any, offset: int) -> int:
        try:
            return self._numbers[key]
        except (KeyError, TypeError):
            if not (type(key) is tuple and len(key) == 3 and type(key[0]) is str and type(key[2]) is str):
                raise _no_function(key, offset) from None
        checked = key[0], line_number(key[1], offset), key[2]
        number = self._numbers[checked] = len(self.keys)
        self.keys.append(checked)
        return number

    def _passed(self, offset: int) -> bool:
        """Takes a row of a Python function whose figures are as cProfile writes them, its callers passed over; False,
        and nothing is taken, where something is spelled otherwise."""
        file = self._file
        at, noted = file.at, len(file.refs)
        number = self._function(1, offset)
        figures = None if is_native(self.keys[number]) else self._passed_over(offset)
        if figures is None:
            file.at = at
            del file.refs[noted:]
            return False
        self.rows[number] = Row(*figures, NOBODY)
        return True

    def _passed_over(self, offset: int) -> tuple[int, int, float, float] | None:
        """The figures of a row, whose callers are then passed over; what back-references may mean later is noted."""
        file = self._file
        data, at, refs, last = file.data, file.at, file.refs, file.size - KEY.size - LONGEST
        if at + HEAD.size > last:
            return None
        found, one, fewer, two, calls, three, own, four, cumulative, table = HEAD.unpack_from(data, at)
        if found != FIVE or three != FLOAT or four != FLOAT or table != DICT:
            return None
        if one != INTEGER:
            fewer = refs[fewer] if one == REFERENCE and 0 <= fewer < len(refs) else None
        if two != INTEGER:
            calls = refs[calls] if two == REFERENCE and 0 <= calls < len(refs) else None
        if type(fewer) is not int or type(calls) is not int:
            return None
        if not (0 <= fewer <= calls < MOST and 0.0 <= own <= cumulative < LONGEST_TIME):
            return None
        run = RUN.match(data, at + HEAD.size)
        while run is not None and (at := run.end()) <= last:
            file.at = at
            if data[at] in END_OF_DICT:
                file.at += 1
                return fewer, calls, own, cumulative
            if self._key() is None:
                self._function(3, offset)
            run = FIRST_RUN.match(data, file.at)
        return None

    def _row(self, offset: int) -> Row:
        file = self._file
        if file.data[file.at : file.at + 2] != b")\x05":
            return self._any_row(file.object(1), offset)
        plain = self._four(FIVE)
        if plain is not None:
            callers = self._callers(offset)
            if type(callers) is list:
                return Row(*plain, callers)
            return self._any_row((*plain, callers), offset)
        file.at += 2
        return self._any_row((*file.items(4, 1), self._callers(offset)), offset)

    def _four(self, codes: int) -> tuple[int, int, float, float] | None:
        """(fewer, calls, self, cumulative) of a tuple that begins with `codes`; None, and nothing taken, where the
        four are anything but two counts and two times in their order."""
        file = self._file
        at, refs = file.at, file.refs
        if at + FIGURES.size > file.size:
            return None
        found, one, fewer, two, calls, three, own, four, cumulative = FIGURES.unpack_from(file.data, at)
        if found != codes or three != FLOAT or four != FLOAT:
            return None
        noted = []
        if one != INTEGER:
            if one == REFERENCE and 0 <= fewer < len(refs) and type(refs[fewer]) is int:
                fewer = refs[fewer]
            elif one == NOTED:
                noted.append(fewer)
            else:
                return None
        if two != INTEGER:
            if two == REFERENCE and 0 <= calls < len(refs) and type(refs[calls]) is int:
                calls = refs[calls]
            elif two == NOTED:
                noted.append(calls)
            else:
                return None
        if not (0 <= fewer <= calls < MOST and 0.0 <= own <= cumulative < LONGEST_TIME):
            return None
        refs += noted
        file.at = at + FIGURES.size
        return fewer, calls, own, cumulative

    def _any_row(self, value: Any, offset: int) -> Row:
        if type(value) is not tuple or len(value) != 5 or type(value[4]) not in (dict, list):
            raise Malformed(offset, f"{value!r:.60} where (cc, nc, tt, ct, callers) should be")
        callers = value[4]
        return Row(
            _count(value[0], offset),
            _count(value[1], offset),
            seconds(value[2], offset),
            seconds(value[3], offset),
            # A list is the table of another row that this one shares: `_callers` made it.
            callers
            if type(callers) is list
            else [(self._number(key, offset), *_figures(edge, offset)) for key, edge in callers.items()],
        )

    def _callers(self, offset: int) -> Any:
        """The table of callers that begins here, as edges; whatever else stands here, as it is."""
        file = self._file
        at = file.at
        if at >= file.size or file.data[at] & ~REF != DICT:
            return file.object(2)
        file.at += 1
        edges: list[Edge] = []
        slot = len(file.refs)
        if file.data[at] & REF:
            file.refs.append(UNFINISHED)
        while True:
            self._plain(edges)
            if file.at_end_of_dict():
                break
            caller = self._function(3, offset)
            figures = self._four(FOUR)
            if figures is None:
                edges.append((caller, *_figures(file.object(3), offset)))
            else:
                edges.append((caller, *figures[1:]))
        if file.data[at] & REF:
            file.refs[slot] = edges
        return edges

    def _plain(self, edges: list[Edge]) -> None:
        """Takes as many callers as stand in the way cProfile writes them. The first that differs is left."""
        file, known = self._file, self._by_reference
        refs, taken, at = file.refs, len(edges), file.at
        run = RUN.match(file.data, at)
        held, end = len(refs), at if run is None else run.end()
        for _, reference, _, one, calls, two, fewer, _, own, _, cumulative in CALLER.iter_unpack(file.data[at:end]):
            number = known.get(reference)
            if number is None:
                number = self._referred(reference, at)
                if number is None:
                    break
            if one != INTEGER:
                if not 0 <= calls < held or type(refs[calls]) is not int:
                    break
                calls = refs[calls]
            if two != INTEGER:
                if not 0 <= fewer < held or type(refs[fewer]) is not int:
                    break
                fewer = refs[fewer]
            if not (0 <= fewer <= calls < MOST and 0.0 <= own <= cumulative < LONGEST_TIME):
                break
            edges.append((number, calls, own, cumulative))
        file.at += CALLER.size * (len(edges) - taken)

    def _referred(self, reference: int, offset: int) -> int | None:
        """The number of the function that a back-reference means; None when it means none."""
        refs = self._file.refs
        key = refs[reference] if 0 <= reference < len(refs) else None
        if type(key) is not tuple:
            return None
        number = self._by_reference[reference] = self._number(key, offset)
        return number


def _figures(value: Any, offset: int) -> tuple[int, float, float]:
    """Calls, self and cumulative seconds of a caller."""
    if type(value) is int:
        return _count(value, offset), 0.0, 0.0
    if type(value) is not tuple or len(value) != 4:
        raise Malformed(offset, f"{value!r:.60} where a caller's (nc, cc, tt, ct) should be")
    nc, cc, own, cumulative = value
    plain = type(nc) is int is type(cc) and type(own) is float is type(cumulative)
    if plain and 0 <= cc <= nc < MOST and 0.0 <= own <= cumulative < LONGEST_TIME:
        return nc, own, cumulative
    return max(_count(nc, offset), _count(cc, offset)), seconds(own, offset), seconds(cumulative, offset)


def _count(value: Any, offset: int) -> int:
    if type(value) is not int or not -1 <= value < MOST:
        raise Malformed(offset, f"{value!r:.40} is not a number of calls")
    return value


def _no_function(value: Any, offset: int) -> Malformed:
    return Malformed(offset, f"{value!r:.60} where a function (file, line, name) should be")

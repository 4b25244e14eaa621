"""Every row of the table, through its C symbol: a native answer is CPython's behaviour to the bit, or there is none."""

import copy
import random
import sys
from collections import Counter
from pathlib import Path

import pytest

from pivot_lsp.port.types import DictT, ListT, walk
from tests.port.cpp import compare
from tests.port.cpp.conftest import library
from tests.port.cpp.pools import arguments
from tests.port.cpp.rows import Case, cases, unit
from tests.port.cpp.slots import FellBack, Library
from tests.port.plain import PLAIN

PYTHON = sys.version_info[0] * 100 + sys.version_info[1]
FOUND = list(cases(each=1))
TRIES = 60


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Library:
    return library(unit(FOUND), tmp_path_factory.mktemp("rows"), cache)


def test_no_row_is_left_out() -> None:
    assert {c.row.signature for c in FOUND} == {r.signature for r in PLAIN}


@pytest.mark.parametrize("key", sorted({c.row.key for c in FOUND}))
def test_behaves_as_cpython(key: str, rows: Library) -> None:
    wrong: list[str] = []
    native: Counter[str] = Counter()
    for case in (c for c in FOUND if c.row.key == key):
        for args in arguments(key, tuple(p.type for p in case.function.params), random.Random(key), TRIES):
            expected = compare.cpython(case.python, copy.deepcopy(args))
            answer = _call(rows, case, args)
            if isinstance(answer, FellBack):
                continue
            native[case.row.signature] += 1
            if (found := compare.native(answer)) != expected:
                wrong.append(f"{case.row.signature} {args}\n  CPython {expected}\n  native  {found}")
    assert not wrong, "\n".join(wrong[:5])
    unanswered = [
        c.row.signature for c in FOUND if c.row.key == key and not native[c.row.signature] and not _stores_object(c)
    ]
    assert not unanswered, f"legacy answered every call of {unanswered}"


def _stores_object(case: Case) -> bool:
    """Whether the result holds an object of the caller's: such a call is legacy's where entries are not linked."""
    return any(isinstance(t, ListT | DictT) for p in case.function.params[1:] for t in walk(p.type))


def _call(rows: Library, case: Case, args: tuple[object, ...]) -> object:
    given = [(a, p.type) for a, p in zip(args, case.function.params, strict=True)]
    return rows.call(f"pivot_{case.function.name}", given, case.function.result, python=PYTHON)

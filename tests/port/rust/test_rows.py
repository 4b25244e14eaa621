"""Every row of the table, as Rust, behaves as CPython does: value and type, exception and args, arguments afterwards."""

from pathlib import Path

import pytest

from tests.conformance.harness import behaviour
from tests.port.plain import PLAIN
from tests.port.rust.rows import RowFunction, calls, functions
from tests.port.rust.vessels import imported, vessel

CALLS = 60
NOT_SPELLED = {"truth(bool) -> bool", "any(iter[bool]) -> bool", "all(iter[bool]) -> bool"}
"""Rows that Python source never becomes: a bool is its own truth, any and all become loops."""


@pytest.fixture(scope="module")
def row_functions() -> list[RowFunction]:
    return functions(1)


def test_every_row_behaves_as_cpython(row_functions: list[RowFunction], tmp_path: Path) -> None:
    file = tmp_path / "rows_of_the_table.py"
    file.write_text("import math\n\n\n" + "\n\n".join(f.source for f in row_functions))
    native, _ = vessel(file, [f.name for f in row_functions], tmp_path)
    legacy = imported(file)
    wrong = []
    for function in row_functions:
        for args in calls(function, CALLS):
            expected = behaviour(getattr(legacy, function.name), args)
            found = behaviour(native[function.name], args)
            if found != expected:
                wrong.append(f"{function.row.signature} {args}: CPython {expected}\n    Rust {found}")
    assert not wrong, f"{len(wrong)} calls\n" + "\n".join(wrong[:20])


def test_every_row_is_among_them(row_functions: list[RowFunction]) -> None:
    spelled = {f.row.signature for f in row_functions}
    assert {row.signature for row in PLAIN} - spelled <= NOT_SPELLED

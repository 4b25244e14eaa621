"""cProfile files: every number that pstats would show, and C time given to the Python that called it."""

import marshal
import pstats
import struct
from pathlib import Path

import pytest

from pivot_lsp.model.facts import FunctionFact, Profile, changed
from pivot_lsp.profiles import load
from pivot_lsp.profiles.formats import pstats as reader
from pivot_lsp.profiles.formats.pstats_rows import Row, Rows
from pivot_lsp.profiles.isolated import read_all

NATIVE = ("~", 0, "<built-in method builtins.len>")


TEXT = (Path(__file__).parent / "shapes.py").read_text().splitlines()


def lines(start: str) -> list[int]:
    """Lines of the program that begin with `start`."""
    return [at for at, line in enumerate(TEXT, 1) if line.strip().startswith(start)]


def by_name(profile: Profile, name: str) -> list[FunctionFact]:
    return [fact for fact in profile.functions if fact.name == name]


def written(tmp_path: Path, rows: dict[object, object]) -> Path:
    path = tmp_path / "made.prof"
    path.write_bytes(marshal.dumps(rows))
    return path


def test_the_reader_and_marshal_agree_on_a_real_file(real_profile: Path) -> None:
    data = real_profile.read_bytes()
    found = Rows(data)
    assert len(set(found.keys)) == len(found.keys)
    assert {found.keys[at]: as_written(found, row) for at, row in found.rows.items()} == {
        key: (cc, nc, tt, ct, {caller: (nc, *times) for caller, (nc, _, *times) in callers.items()})
        for key, (cc, nc, tt, ct, callers) in marshal.loads(data).items()
    }


def as_written(found: Rows, row: Row) -> tuple[object, ...]:
    callers = {found.keys[caller]: figures for caller, *figures in row.callers}
    return (*row[:4], {key: tuple(figures) for key, figures in callers.items()})


def spelled(key: tuple[str, int, str]) -> bytes:
    """A function as marshal writes one that nothing refers to."""
    file, line, name = key
    text = [b"z" + bytes([len(part)]) + part.encode() for part in (file, name)]
    return b")\x03" + text[0] + b"i" + line.to_bytes(4, "little") + text[1]


ROW = b"i\x01\0\0\0i\x01\0\0\0g" + struct.pack("<d", 1.0) + b"g" + struct.pack("<d", 2.0)
F, G = ("a.py", 1, "f"), ("a.py", 5, "g")


def test_without_callers_a_real_file_has_the_same_figures(real_profile: Path) -> None:
    [passed_over] = read_all([real_profile], callers=False)
    assert isinstance(passed_over, Profile)
    assert not any(fact.callers for fact in passed_over.functions)
    whole = load(real_profile)
    assert any(fact.callers for fact in whole.functions)
    assert changed(whole, functions=[changed(fact, callers=[]) for fact in whole.functions]) == passed_over


def test_a_table_that_a_c_function_shares_is_not_passed_over(tmp_path: Path) -> None:
    """No profiler writes it, but marshal may: then the C function's time must still find its caller."""
    callers = b"\xfb" + spelled(F) + b")\x04" + ROW + b"0"
    data = b"{" + spelled(F) + b")\x05" + ROW + callers + spelled(NATIVE) + b")\x05" + ROW + b"r\0\0\0\0" + b"0"
    assert marshal.loads(data)[NATIVE] == (1, 1, 1.0, 2.0, {F: (1, 1, 1.0, 2.0)})
    path = tmp_path / "made.prof"
    path.write_bytes(data)
    for callers_wanted in (True, False):
        [profile] = read_all([path], callers=callers_wanted)
        assert isinstance(profile, Profile)
        assert [(fact.own_s, fact.self_s) for fact in profile.functions] == [(1.0, 2.0)]


@pytest.mark.parametrize(
    ("what", "second"),
    [
        ("the table itself", b")\x05" + ROW + b"r\x01\0\0\0"),
        ("the whole row", b"r\0\0\0\0"),
    ],
)
def test_tables_that_several_rows_share_are_each_rows_own(tmp_path: Path, what: str, second: bytes) -> None:
    callers = b"\xfb" + spelled(F) + b")\x04" + ROW + b"0"
    data = b"{" + spelled(F) + b"\xa9\x05" + ROW + callers + spelled(G) + second + b"0"
    assert marshal.loads(data)[G] == (1, 1, 1.0, 2.0, {F: (1, 1, 1.0, 2.0)}), what
    path = tmp_path / "made.prof"
    path.write_bytes(data)
    profile = load(path)
    assert [[profile.functions[edge.function].name for edge in fact.callers] for fact in profile.functions] == [
        ["f"],
        ["f"],
    ]


def test_equal_functions_written_twice_are_one(tmp_path: Path) -> None:
    data = b"{" + spelled(F) + b")\x05" + ROW + b"{" + spelled(G) + b")\x04" + ROW + b"0"
    data += spelled(G) + b")\x05" + ROW + b"{00"
    path = tmp_path / "made.prof"
    path.write_bytes(data)
    first, second = load(path).functions
    assert [edge.function for edge in first.callers] == [1]
    assert (second.name, second.callers) == ("g", [])


def test_calls_times_and_first_lines_are_those_of_pstats(real_profile: Path) -> None:
    profile = load(real_profile)
    stats = pstats.Stats(str(real_profile)).stats  # type: ignore[attr-defined]
    assert len(profile.functions) == sum(key[0] != "~" for key in stats)
    for fact in profile.functions:
        primitive, calls, own, cumulative, _ = stats[fact.file, fact.line, fact.name]
        assert (fact.primitive_calls, fact.calls) == (primitive, calls)
        assert (fact.own_s, fact.cumulative_s) == (own, cumulative)


def test_recursion_decorators_and_bare_names(real_profile: Path) -> None:
    profile = load(real_profile)
    [fib] = by_name(profile, "fib")
    assert (fib.calls, fib.primitive_calls) == (177, 1)
    [decorated] = by_name(profile, "twice_wrapped")
    assert decorated.line == lines("@wrap")[0], "the line of the first decorator, as co_firstlineno has it"
    assert [fact.line for fact in sorted(by_name(profile, "run"), key=lambda f: f.line)] == lines("def run")
    assert not by_name(profile, "never_called")


def test_self_times_and_the_outside_add_up_to_the_total(real_profile: Path) -> None:
    profile = load(real_profile)
    together = sum(fact.self_s for fact in profile.functions) + profile.native_outside_s
    assert together == pytest.approx(profile.total_s, rel=1e-9)
    [run] = [fact for fact in by_name(profile, "run") if fact.line == lines("def run")[0]]
    assert run.self_s > run.own_s, "sorted() is C and its time is the caller's"
    assert profile.clock == "wall"
    assert profile.warnings == []


def test_callers_are_the_functions_that_called(real_profile: Path) -> None:
    profile = load(real_profile)
    [number] = by_name(profile, "number")
    assert sum(edge.calls for edge in number.callers) == 10
    [main] = by_name(profile, "main")
    assert [profile.functions[edge.function].name for edge in main.callers] == ["<module>"]


def python(name: str) -> tuple[str, int, str]:
    return ("a.py", 1, name)


def test_c_time_is_split_by_the_callers_own_shares_of_it(tmp_path: Path) -> None:
    rows = {
        python("f"): (1, 1, 1.0, 9.5, {}),
        python("g"): (1, 1, 1.0, 3.5, {}),
        NATIVE: (4, 4, 10.0, 10.0, {python("f"): (3, 3, 7.5, 7.5), python("g"): (1, 1, 2.5, 2.5)}),
    }
    profile = load(written(tmp_path, rows))
    assert {fact.name: (fact.own_s, fact.self_s) for fact in profile.functions} == {"f": (1.0, 8.5), "g": (1.0, 3.5)}


def test_c_called_by_c_is_handed_up_to_python(tmp_path: Path) -> None:
    outer = ("~", 0, "<built-in method builtins.sorted>")
    rows = {
        python("f"): (1, 1, 1.0, 6.0, {}),
        outer: (1, 1, 2.0, 5.0, {python("f"): (1, 1, 2.0, 5.0)}),
        NATIVE: (9, 9, 3.0, 3.0, {outer: (9, 9, 3.0, 3.0)}),
    }
    [fact] = load(written(tmp_path, rows)).functions
    assert fact.self_s == 6.0


def test_c_time_without_a_python_caller_is_outside_even_in_a_circle(tmp_path: Path) -> None:
    other = ("~", 0, "<built-in method other>")
    rows = {
        python("f"): (1, 1, 1.0, 1.0, {}),
        NATIVE: (1, 1, 2.0, 2.0, {other: (1, 1, 2.0, 2.0)}),
        other: (1, 1, 3.0, 3.0, {NATIVE: (1, 1, 3.0, 3.0)}),
    }
    profile = load(written(tmp_path, rows))
    assert profile.native_outside_s == pytest.approx(5.0)
    assert profile.functions[0].self_s == 1.0


def test_where_no_time_was_seen_calls_decide(tmp_path: Path) -> None:
    rows = {
        python("f"): (1, 1, 0.0, 0.0, {}),
        python("g"): (1, 1, 0.0, 0.0, {}),
        NATIVE: (4, 4, 8.0, 8.0, {python("f"): 3, python("g"): 1}),
    }
    assert [fact.self_s for fact in load(written(tmp_path, rows)).functions] == [6.0, 2.0]


@pytest.mark.parametrize(
    ("row", "warning"),
    [
        ((1, 6, 0.414, 0.024, {}), reader.THREADS),
        ((7236, 36, 0.1, 0.2, {}), reader.SWAPPED),
        ((-1, -1, 0.1, 0.2, {}), reader.COUNTLESS),
    ],
)
def test_known_faults_are_said(tmp_path: Path, row: object, warning: str) -> None:
    assert load(written(tmp_path, {python("f"): row})).warnings == [warning]


def test_yappis_swapped_counts_are_put_right(tmp_path: Path) -> None:
    [fact] = load(written(tmp_path, {python("f"): (7236, 36, 0.1, 0.2, {})})).functions
    assert (fact.calls, fact.primitive_calls) == (7236, 36)


def test_a_file_without_counts_has_unknown_calls(tmp_path: Path) -> None:
    [fact] = load(written(tmp_path, {python("f"): (-1, -1, 0.1, 0.2, {})})).functions
    assert (fact.calls, fact.primitive_calls) == (None, None)

"""Files of strangers: each gives one line with file and place, costs nothing but itself, and runs nothing."""

import marshal
import os
import random
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.facts import Coverage, Profile
from pivot_lsp.profiles import load, load_coverage
from pivot_lsp.profiles.isolated import Limits, read_all

SELF_HOLDING = bytes.fromhex("7ba8020000007200000000") + b"NN0"
"""14 bytes that end CPython 3.10 to 3.13 through pstats: a dict whose key is a tuple that holds itself."""

KEY = b")\x03z\x01ai\x01\x00\x00\x00z\x01f"
"""("a", 1, "f")"""

HOSTILE = {
    "self-holding": (SELF_HOLDING, "PV103", "not finished (at byte 7)"),
    "empty": (b"", "PV101", "empty"),
    "only a dict's code": (b"{", "PV103", "truncated"),
    "gigabytes": (b"{(\xff\xff\xff\x7f", "PV103", "a size of 2147483647 with 0 bytes left (at byte 2)"),
    "negative size": (b"{u\xff\xff\xff\xff", "PV103", "a size of -1"),
    "code object": (b"{c" + bytes(40), "PV103", "type code 0x63, which no profile holds (at byte 1)"),
    "list": (b"{[\x00\x00\x00\x00", "PV103", "type code 0x5b"),
    "too deep": (b"{" + b")\x01" * 50 + b"N", "PV103", "nested deeper than 8"),
    "unhashable key": (b"{" + KEY + b")\x05NNNN{{0N0" + b"0", "PV103", "{} where a function"),
    "huge integer": (b"{l\xff\xff\xff\x7f", "PV103", "digits"),
    "dangling reference": (b"{r\x07\x00\x00\x00", "PV103", "back-reference to object 7 of 0"),
    "behind the end": (b"{0trailing", "PV103", "8 bytes follow the end of the data (at byte 2)"),
    "not a profile": (b"GIF89a", "PV102", "not a known profile or coverage format"),
    "a pickle": (b"\x80\x04\x95" + bytes(20), "PV102", "known are cProfile/pstats"),
    "json of something else": (b'{"a": 1}', "PV102", "not a profile or coverage report that is known"),
    "json cut off": (b'{"meta": {}, "files": {"a.py"', "PV103", ":1: PV103 JSON: Expecting ':' delimiter (at byte 29)"),
    "json too deep": (b'{"meta":' + b"[" * 100_000, "PV103", "nested too deep"),
    "json not finite": (b'{"meta": {"x": NaN}}', "PV103", "NaN is no number"),
    "xml cut off": (b"<?xml version='1.0'?><coverage><packages>", "PV103", "XML: no element found"),
    "xml of something else": (b"<?xml version='1.0'?><html/>", "PV102", "root is <html>"),
    "xml entities": (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><coverage/>', "PV103", "entities"),
    "lcov cut off": (b"TN:\nSF:a.py\nDA:1,1\n", "PV103", "does not end"),
    "lcov line": (b"SF:a.py\nDA:one,1\nend_of_record\n", "PV103", "DA:one,1"),
}


def entry(value: object, key: object = ("a.py", 1, "f")) -> bytes:
    return marshal.dumps({key: value})


MISSHAPEN = {
    "time is not a number": entry((1, 1, float("nan"), 1.0, {})),
    "time is infinite": entry((1, 1, float("inf"), 1.0, {})),
    "time is negative": entry((1, 1, -1.0, 1.0, {})),
    "count is a float": entry((1.0, 1, 1.0, 1.0, {})),
    "count is a bool": entry((True, 1, 1.0, 1.0, {})),
    "row is short": entry((1, 1, 1.0)),
    "key is text": entry((1, 1, 1.0, 1.0, {}), "f"),
    "line is negative": entry((1, 1, 1.0, 1.0, {}), ("a.py", -5, "f")),
    "line is past any file": entry((1, 1, 1.0, 1.0, {}), ("a.py", 1 << 30, "f")),
    "caller is short": entry((1, 1, 1.0, 1.0, {("a.py", 1, "g"): (1, 1)})),
}


@pytest.fixture(scope="session")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Profile | Coverage | UsageError]:
    """What the files of both tables give, by name; one child reads them all, which is part of the test."""
    folder = tmp_path_factory.mktemp("hostile")
    contents = {name: row[0] for name, row in HOSTILE.items()} | MISSHAPEN
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return dict(zip(contents, read_all([folder / name for name in contents])))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_one_line_with_file_and_place(answers: dict[str, object], name: str) -> None:
    _, code, said = HOSTILE[name]
    error = answers[name]
    assert isinstance(error, UsageError)
    assert (error.code, error.exit_code, Path(error.file or "").name) == (code, 2, name)
    assert said in str(error)
    assert "\n" not in str(error)


@pytest.mark.parametrize("name", MISSHAPEN)
def test_what_no_profiler_writes_is_refused_with_the_entrys_offset(answers: dict[str, object], name: str) -> None:
    error = answers[name]
    assert isinstance(error, UsageError)
    assert error.code == "PV103"
    assert str(error).endswith("(at byte 1)")


def test_the_14_bytes_alone(tmp_path: Path) -> None:
    path = tmp_path / "production.prof"
    path.write_bytes(SELF_HOLDING)
    with pytest.raises(UsageError) as caught:
        load(path)
    assert str(caught.value) == f"{path}: PV103 back-reference to an object that is not finished (at byte 7)"


def test_a_truncated_profile_names_the_byte(one_profile: Path, tmp_path: Path) -> None:
    data = one_profile.read_bytes()
    paths = []
    for cut in range(1, len(data), len(data) // 50):
        paths.append(tmp_path / f"cut{cut}.prof")
        paths[-1].write_bytes(data[:cut])
    for error in read_all(paths):
        assert isinstance(error, UsageError)
        assert error.code == "PV103"
        assert "truncated" in error.message or "bytes left" in error.message
        assert "at byte" in error.message


def mutated(data: bytes, seed: int) -> bytes:
    rng = random.Random(seed)
    changed = bytearray(data)
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(changed))
        action = rng.randrange(3)
        if action == 0:
            changed[at] = rng.randrange(256)
        elif action == 1:
            del changed[at : at + rng.randint(1, 20)]
        else:
            changed[at:at] = rng.randbytes(rng.randint(1, 20))
    return bytes(changed)


def outcomes(tmp_path: Path, data: bytes, count: int) -> list[Profile | Coverage | UsageError]:
    paths = []
    for seed in range(count):
        paths.append(tmp_path / f"m{seed}")
        paths[-1].write_bytes(mutated(data, seed))
    return read_all(paths, Limits(seconds=10))


def test_mutated_profiles_end_in_a_profile_or_in_one_line(one_profile: Path, tmp_path: Path) -> None:
    found = outcomes(tmp_path, one_profile.read_bytes(), 400)
    errors = [outcome for outcome in found if isinstance(outcome, UsageError)]
    assert len(found) == 400
    assert 0 < len(errors) < 400
    assert {error.code for error in errors} <= {"PV101", "PV102", "PV103"}
    assert all("\n" not in str(error) for error in errors)


def test_mutated_coverage_ends_in_coverage_or_in_one_line(coverage_files: dict[str, Path], tmp_path: Path) -> None:
    for name, path in coverage_files.items():
        folder = tmp_path / name
        folder.mkdir()
        found = outcomes(folder, path.read_bytes(), 60)
        errors = [outcome for outcome in found if isinstance(outcome, UsageError)]
        assert errors, name
        assert {error.code for error in errors} <= {"PV101", "PV102", "PV103", "PV106"}, name
        assert all("\n" not in str(error) for error in errors), name


def test_a_coverage_file_is_byte_identical_after_reading(coverage_files: dict[str, Path]) -> None:
    path = coverage_files["sqlite"]
    before, listing = path.read_bytes(), sorted(os.listdir(path.parent))
    load_coverage(path)
    assert (path.read_bytes(), sorted(os.listdir(path.parent))) == (before, listing)


def test_a_foreign_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / ".coverage"
    with sqlite3.connect(path) as connection:
        connection.execute("create table customers (name text)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(UsageError, match="PV106 not coverage's database: table arc is missing"):
        load_coverage(path)
    assert path.read_bytes() == before


def test_a_view_in_place_of_a_table_is_refused_before_it_can_run_for_ever(
    coverage_files: dict[str, Path], tmp_path: Path
) -> None:
    path = tmp_path / ".coverage"
    path.write_bytes(coverage_files["sqlite"].read_bytes())
    endless = "with recursive n(x) as (select 1 union all select x + 1 from n) select 1, 1, x, x from n"
    with sqlite3.connect(path) as connection:
        connection.execute("drop table arc")
        connection.execute(f"create view arc (file_id, context_id, fromno, tono) as {endless}")
    connection.close()
    with pytest.raises(UsageError, match="PV106 not coverage's database: 'arc' is a view"):
        load_coverage(path)


def test_a_table_described_by_bytes_is_refused(coverage_files: dict[str, Path], tmp_path: Path) -> None:
    path = tmp_path / ".coverage"
    path.write_bytes(coverage_files["sqlite"].read_bytes())
    with sqlite3.connect(path) as connection:
        connection.execute("pragma writable_schema=on")
        connection.execute("update sqlite_schema set sql = cast(sql as blob) where name = 'context'")
    connection.close()
    with pytest.raises(UsageError, match="PV106 not coverage's database: 'context' is not described by text"):
        load_coverage(path)


def colliding_keys(count: int) -> bytes:
    """A pickle of a dict whose keys have one hash: each insertion meets all before it."""
    keys = (number * ((1 << 61) - 1) for number in range(1, count + 1))
    texts = (key.to_bytes(key.bit_length() // 8 + 1, "little") for key in keys)
    pairs = b"".join(b"\x8a" + bytes([len(text)]) + text + b"N" for text in texts)
    return b"\x80\x02](X\x09\0\0\0LineStats}(" + pairs + b"ue."


def test_a_file_that_takes_for_ever_costs_its_time_and_nothing_else(one_profile: Path, tmp_path: Path) -> None:
    slow = tmp_path / "slow.lprof"
    slow.write_bytes(colliding_keys(150_000))
    first, error, last = read_all([one_profile, slow, one_profile], Limits(seconds=2))
    assert isinstance(first, Profile)
    assert isinstance(last, Profile)
    assert str(error) == f"{slow}: PV105 reading it took over 2 s"


def test_a_reader_out_of_memory_is_one_line(one_profile: Path, tmp_path: Path) -> None:
    big = tmp_path / "big.prof"
    with big.open("wb") as file:
        file.truncate(250 << 20)
    error, after = read_all([big, one_profile], Limits(memory_bytes=240 << 20))
    assert isinstance(error, UsageError)
    assert error.code == "PV105"
    assert isinstance(after, Profile)


def test_a_file_over_the_limit_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "big.prof"
    path.write_bytes(bytes(100))
    [error] = read_all([path], Limits(file_bytes=99))
    assert str(error) == f"{path}: PV104 100 bytes, more than the 99 that are read"


def test_folders_devices_and_missing_files_are_no_profiles(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    codes = [error.code for error in read_all([tmp_path, tmp_path / "pipe", tmp_path / "none"])]  # type: ignore[union-attr]
    assert codes == ["PV100", "PV100", "PV100"]


def test_a_profile_is_no_coverage_and_the_other_way_round(one_profile: Path, coverage_files: dict[str, Path]) -> None:
    with pytest.raises(UsageError, match=r"PV107 a profile file \(pstats\) where a coverage was asked for"):
        load_coverage(one_profile)
    with pytest.raises(UsageError, match=r"PV107 a coverage file \(lcov\) where a profile was asked for"):
        load(coverage_files["lcov"])


def test_nothing_of_the_working_directory_is_imported(one_profile: Path, tmp_path: Path) -> None:
    for module in ("json", "pydantic", "pivot_lsp", "sitecustomize"):
        (tmp_path / f"{module}.py").write_text("open('ran', 'w').close()\n")
    program = f"import os\nfrom pivot_lsp.profiles import load\nload(__import__('pathlib').Path({str(one_profile)!r}))"
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    subprocess.run([sys.executable, "-P", "-c", program], cwd=tmp_path, env=environment, check=True)
    assert not (tmp_path / "ran").exists()


def test_a_surrogate_in_a_name_is_one_line_too(tmp_path: Path) -> None:
    path = tmp_path / "s.prof"
    path.write_bytes(entry((1, 1, 1.0, 1.0, {}), ("\udc80.py", 1, "f")))
    with pytest.raises(UsageError, match=r"PV103 .*text"):
        load(path)

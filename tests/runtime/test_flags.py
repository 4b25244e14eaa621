"""The flags file and the bucket: who is in a percentage stays in it, and doubt means legacy."""

import json
import os
import subprocess
import sys
import threading

import pytest

from pivot_lsp.runtime.flags import FlagFile, flag_file, parse_flags, project_root
from pivot_lsp.runtime.keys import bucket, context, current_bucket


def write(path, flags, version=1):
    partial = path.with_suffix(".tmp")
    partial.write_text(json.dumps({"version": version, "flags": flags}))
    partial.replace(path)


class Clock:
    """Stands in for the monotonic clock: a test cannot wait seconds, and must not depend on how fast it runs."""

    def __init__(self, monkeypatch):
        self.now = 1000.0
        monkeypatch.setattr("pivot_lsp.runtime.flags.time.monotonic", lambda: self.now)


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


def test_the_bucket_is_fixed_for_ever():
    """An interface: who stays in a cohort. `printf "1\\0use_rust\\0u1" | b2sum -l 64` is the same number."""
    assert [bucket("use_rust", key) for key in ("u1", "u2", "é", "")] == [62074, 30557, 60362, 82795]
    assert bucket("other", "u1") == 21699


def test_buckets_are_spread_evenly_and_salts_are_independent():
    keys = [f"user{i}" for i in range(20_000)]
    first = {key for key in keys if bucket("a", key) < 10_000}
    second = {key for key in keys if bucket("b", key) < 10_000}
    assert abs(len(first) / len(keys) - 0.1) < 0.01
    assert abs(len(first & second) / len(keys) - 0.01) < 0.004


def test_a_larger_percentage_keeps_who_was_in_the_smaller():
    small = {key for key in range(5000) if bucket("s", str(key)) < 1_000}
    assert small <= {key for key in range(5000) if bucket("s", str(key)) < 5_000}


def test_the_context_names_the_key():
    with context(user="u1", tenant="acme"):
        assert current_bucket("s", None) == bucket("s", "u1")
        assert current_bucket("s", "tenant") == bucket("s", "acme")
        with context(tenant=7):
            assert current_bucket("s", "tenant") == bucket("s", "7")
            assert current_bucket("s", "user") == bucket("s", "u1")
        assert current_bucket("s", "tenant") == bucket("s", "acme")
    assert len({current_bucket("s", None) for _ in range(50)}) > 40


def test_without_a_key_the_share_of_calls_is_the_percentage():
    share = sum(current_bucket("s", "request") < 25_000 for _ in range(20_000)) / 20_000
    assert abs(share - 0.25) < 0.02


def test_a_flag_has_steps_of_a_thousandth_of_a_percent():
    flags = parse_flags(
        '{"version": 1, "flags": {"a": {"percent": 0.001, "on": true}, "b": {"percent": 100, "on": true}}}'
    )
    assert (flags["a"].threshold, flags["b"].threshold) == (1, 100_000)


def test_a_flag_that_lets_nothing_through_is_off():
    text = '{"version": 1, "flags": {"a": {"percent": 0, "on": true}, "b": {"percent": 50, "on": false}}}'
    assert parse_flags(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"version": 2, "flags": {}}',
        '{"version": 1, "flags": []}',
        '{"version": 1, "flags": {"a": 3}}',
        '{"version": 1, "flags": {"a": {"percent": 101, "on": true}}}',
        '{"version": 1, "flags": {"a": {"percent": -1, "on": true}}}',
        '{"version": 1, "flags": {"a": {"percent": NaN, "on": true}}}',
        '{"version": 1, "flags": {"a": {"percent": true, "on": true}}}',
        '{"version": 1, "flags": {"a": {"percent": "50", "on": true}}}',
        '{"version": 1, "flags": {"a": {"percent": 50}}}',
        '{"version": 1, "flags": {"a": {"percent": 50, "on": 1}}}',
        '{"version": 1, "flags": {"a": {"percent": 50, "on": true, "salt": 1}}}',
        '{"version": 1, "flags": {"a": {"percent": 50, "on": true, "key": "colour"}}}',
        "[" * 100_000,
    ],
)
def test_a_file_that_is_not_of_the_schema_is_not_in_force(tmp_path, clock, text):
    path = tmp_path / "pivot.flags.json"
    path.write_text(text)
    file = FlagFile(path)
    assert file.look().flags == {}
    write(path, {"a": {"percent": 50, "on": True}})
    clock.now += 2
    assert set(file.look().flags) == {"a"}
    path.write_text(text)
    clock.now += 2
    assert set(file.look().flags) == {"a"}, "the last good flags stay in force"


def test_a_change_is_seen_after_a_second_and_not_before(tmp_path, clock):
    path = tmp_path / "pivot.flags.json"
    write(path, {"a": {"percent": 50, "on": True}})
    file = FlagFile(path)
    first = file.look()
    write(path, {"a": {"percent": 0, "on": True}})
    clock.now += 0.5
    assert file.look() is first
    clock.now += 0.6
    assert file.look().flags == {}


def test_a_file_that_is_removed_turns_everything_off(tmp_path, clock):
    path = tmp_path / "pivot.flags.json"
    write(path, {"a": {"percent": 50, "on": True}})
    file = FlagFile(path)
    assert file.look().flags
    path.unlink()
    clock.now += 2
    assert file.look().flags == {}


def test_the_kill_switch_comes_before_the_file(tmp_path, clock, monkeypatch):
    path = tmp_path / "pivot.flags.json"
    write(path, {"a": {"percent": 50, "on": True}})
    file = FlagFile(path)
    assert file.look().flags
    monkeypatch.setenv("PIVOT_OFF", "1")
    clock.now += 2
    assert file.look().flags == {}
    monkeypatch.setenv("PIVOT_OFF", "0")
    clock.now += 2
    assert file.look().flags


def test_a_reader_never_sees_half_a_change(tmp_path, clock):
    path = tmp_path / "pivot.flags.json"
    states = [{name: {"percent": 1 + i, "on": True} for name in ("a", "b")} for i in range(2)]
    write(path, states[0])
    file = FlagFile(path)
    file.look()
    torn = []
    done = threading.Event()

    def read():
        while not done.is_set():
            flags = file.snapshot.flags
            if flags["a"].threshold != flags["b"].threshold:
                torn.append(flags)

    thread = threading.Thread(target=read)
    thread.start()
    for i in range(200):
        write(path, states[i % 2])
        clock.now += 2
        file.look()
    done.set()
    thread.join()
    assert torn == []


def test_a_child_sees_changes_though_the_parent_forked_while_looking(tmp_path, clock):
    path = tmp_path / "pivot.flags.json"
    file = flag_file(str(path))
    write(path, {"a": {"percent": 50, "on": True}})
    file.path = path
    with file._lock:
        pid = os.fork()
        if pid == 0:
            os._exit(0 if file.look().flags else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def test_the_file_lies_at_the_projects_root_or_where_the_environment_says(tmp_path, monkeypatch):
    monkeypatch.delenv("PIVOT_FLAGS", raising=False)
    (tmp_path / "pkg" / "deep").mkdir(parents=True)
    (tmp_path / "pyproject.toml").touch()
    source = str(tmp_path / "pkg" / "deep" / "m.py")
    assert project_root(source) == tmp_path
    assert flag_file(source).path == tmp_path / "pivot.flags.json"
    monkeypatch.setenv("PIVOT_FLAGS", str(tmp_path / "other.json"))
    assert flag_file(source).path == tmp_path / "other.json"


def test_a_wrapped_module_with_flags_off_needs_neither_cffi_nor_msgspec():
    code = (
        "import sys\nfrom pivot_lsp.runtime import vessel\n"
        "def _legacy_f(): return 1\nf = vessel(_legacy_f, flag='x', vessel='y')\nassert f() == 1\n"
        "print([m for m in ('cffi', 'msgspec', 'pydantic', 'ctypes') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"

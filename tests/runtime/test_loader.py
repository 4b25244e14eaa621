"""A vessel that is not exactly as its manifest says, or cannot be called safely here, is refused with a code."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import pivot_lsp
from pivot_lsp.runtime import VesselError, ensure_bridge, load_vessel
from pivot_lsp.runtime.bridge import source_sha256
from tests.runtime import unit
from tests.runtime.vessels import HERE, RECORDS, one, write_vessel


@pytest.fixture
def vessel(tmp_path, library):
    return write_vessel(tmp_path / "vessel", library, [one("echo_1", "i", "i")])


def change(vessel, **fields):
    file = vessel / "manifest.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), **fields}))


def refusal(vessel):
    with pytest.raises(VesselError) as caught:
        load_vessel(vessel)
    assert str(caught.value).startswith(str(vessel))
    assert "\n" not in str(caught.value)
    return caught.value


def test_the_package_offers_it():
    assert pivot_lsp.load_vessel is load_vessel


@pytest.mark.parametrize("text", [None, "", "{", "[]", '{"manifest": 1}', '{"manifest": "1"}', "\ufeff{}"])
def test_a_manifest_that_cannot_be_read(vessel, text):
    file = vessel / "manifest.json"
    file.unlink() if text is None else file.write_text(text)
    assert refusal(vessel).code == "PV750"


@pytest.mark.parametrize("fields", [{"manifest": 2}, {"abi": 1}])
def test_a_manifest_of_another_number_or_abi(vessel, fields):
    change(vessel, **fields)
    assert refusal(vessel).code == "PV750"


def test_fields_that_the_runtime_does_not_use_are_not_looked_at(vessel):
    change(vessel, toolchain=3, sources=None, something="new")
    assert load_vessel(vessel)["one"](1) == 1


def test_another_python_than_the_manifests(vessel):
    change(vessel, python=["3.7", "3.8"])
    error = refusal(vessel)
    assert error.code == "PV752"
    assert "made for Python 3.7, 3.8" in str(error)


def test_another_platform(vessel):
    change(vessel, platform="plan9-vax")
    assert refusal(vessel).code == "PV752"


def test_a_free_threaded_build(vessel, monkeypatch):
    """Patched: no free-threaded interpreter is at hand; what is tested is that its own word for itself is heard."""
    monkeypatch.setattr("sysconfig.get_config_var", lambda name: 1 if name == "Py_GIL_DISABLED" else None)
    assert "free-threaded" in str(refusal(vessel))


def test_a_sub_interpreter(vessel):
    script = f"""
import sys
sys.path[:] = {sys.path!r}
try:
    from pivot_lsp.runtime import VesselError, load_vessel
    load_vessel({str(vessel)!r})
except (VesselError, ImportError) as error:
    print(error, flush=True)
"""
    create = "_interpreters" if sys.version_info >= (3, 13) else "_xxsubinterpreters"
    extra = "'legacy'" if sys.version_info >= (3, 13) else "isolated=False"
    code = f"import {create} as i; n = i.create({extra}); i.run_string(n, {script!r})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    # msgspec or cffi may refuse the sub-interpreter before the loader does.
    assert "sub-interpreter" in done.stdout or "subinterpreter" in done.stdout, done.stderr


def test_a_library_that_was_changed_or_is_gone(tmp_path, library):
    own = Path(shutil.copy(library, tmp_path / "own.so"))
    vessel = write_vessel(tmp_path / "vessel", own, [one("echo_1", "i", "i")])
    with own.open("ab") as file:
        file.write(b"x")
    assert refusal(vessel).code == "PV751"
    own.unlink()
    assert refusal(vessel).code == "PV751"


def test_a_library_that_is_none_or_lacks_the_symbol(tmp_path, library):
    text = tmp_path / "text.so"
    text.write_text("no library")
    assert refusal(write_vessel(tmp_path / "v1", text, [one("echo_1", "i", "i")])).code == "PV751"
    assert refusal(write_vessel(tmp_path / "v2", library, [one("absent", "i", "i")])).code == "PV751"
    assert refusal(write_vessel(tmp_path / "v3", library, [one("a;b", "i", "i")])).code == "PV750"


@pytest.mark.parametrize("shape", ["", "q", "ii", "[", "[[", "{s", "(i", "i)", "R", "R;", "R9;", "R0", "?", "R-1;"])
def test_a_shape_that_cannot_be_read(tmp_path, library, shape):
    vessel = write_vessel(tmp_path / "vessel", library, [one("echo_1", shape, "i")])
    assert refusal(vessel).code == "PV750"


def test_a_record_that_contains_itself_without_a_list_between(tmp_path, library):
    tree = RECORDS[2].model_copy(update={"fields": [("label", "s"), ("children", "?R0;")]})
    vessel = write_vessel(tmp_path / "vessel", library, [one("echo_1", "R0;", "i")], records=[tree])
    assert refusal(vessel).code == "PV750"


def test_a_rebuilt_library_at_the_same_place_is_the_one_that_is_called(tmp_path, library):
    for number in (1, 2, 1):
        source = tmp_path / "n.c"
        source.write_text(
            f"int echo_1(const long *a, long *o, void *c) {{ (void)a, (void)c; *o = {number}; return 0; }}"
        )
        subprocess.run(["cc", "-shared", "-fPIC", "-o", str(tmp_path / "new.so"), str(source)], check=True)
        (tmp_path / "new.so").replace(tmp_path / "n.so")
        vessel = write_vessel(tmp_path / "vessel", tmp_path / "n.so", [one("echo_1", "i", "i")])
        assert load_vessel(vessel)["one"](0) == number


@pytest.mark.parametrize("field", ["module", "qualname"])
def test_legacy_that_is_not_found(tmp_path, library, field):
    function = one("echo_1", "i", "i").model_copy(update={field: "nowhere"})
    assert refusal(write_vessel(tmp_path / "vessel", library, [function])).code == "PV754"


def test_legacy_whose_parameters_are_not_the_manifests_any_more(tmp_path, library):
    function = one("echo_1", "i", "i").model_copy(update={"qualname": "three"})
    assert refusal(write_vessel(tmp_path / "vessel", library, [function])).code == "PV754"


def test_legacy_is_found_at_the_root_when_sys_path_does_not_have_it(tmp_path, library):
    root = tmp_path / "project"
    (root / "src").mkdir(parents=True)
    (root / "src" / "far_away_unit.py").write_text("def one(value):\n    return 'legacy'\n")
    function = one("echo_1", "i", "i").model_copy(update={"module": "far_away_unit"})
    vessel = write_vessel(root / "vessels" / "v", library, [function], records=[], exceptions=[])
    manifest = json.loads((vessel / "manifest.json").read_text())
    change(vessel, legacy={**manifest["legacy"], "module": "far_away_unit", "root": "../.."})
    try:
        assert load_vessel(vessel)["one"]("x") == "legacy"
    finally:
        sys.path[:] = [folder for folder in sys.path if not folder.startswith(str(root))]


def test_a_script_is_not_imported_a_second_time(tmp_path, library, cache):
    vessel = write_vessel(
        tmp_path / "vessel",
        library,
        [one("echo_1", "i", "i").model_copy(update={"module": "script"})],
        records=[],
        exceptions=[],
    )
    manifest = json.loads((vessel / "manifest.json").read_text())
    change(vessel, legacy={**manifest["legacy"], "module": "script", "file": "script.py", "root": ".."})
    script = tmp_path / "script.py"
    script.write_text(
        f"import sys\nsys.path.insert(0, {str(HERE.parents[1])!r})\nfrom pivot_lsp import load_vessel\nprint('once')\n"
        f"def one(value):\n    return 'legacy'\nprint(load_vessel({str(vessel)!r})['one']('x'))\n"
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True)
    assert done.stdout == "once\nlegacy\n"


def test_a_dispatcher_tells_which_function_it_stands_for(load, monkeypatch):
    def dispatcher(value):
        raise AssertionError("fallbacks go to legacy, not to the dispatcher")

    dispatcher.__pivot_legacy__ = unit.one
    monkeypatch.setattr(unit, "one", dispatcher)
    assert load(one("fall", "i", "i"))(1).args == (1,)


def test_an_exception_class_that_is_none(tmp_path, library):
    for name in ("builtins:Absent", "builtins:int", "nowhere:Error"):
        vessel = write_vessel(tmp_path / "vessel", library, [one("echo_1", "i", "i")], exceptions=[name])
        assert refusal(vessel).code == "PV756"


def test_a_limit_of_memory_that_is_no_number(vessel, monkeypatch):
    monkeypatch.setenv("PIVOT_MEMORY", "lots")
    assert refusal(vessel).code == "PV752"


def run_with_bridge(vessel, cache, path=None):
    """Loads in a fresh process, where no bridge is open yet."""
    code = f"from pivot_lsp import load_vessel; print(load_vessel({str(vessel)!r})['one'](5))"
    environ = {**os.environ, "PIVOT_CACHE": str(cache), "PYTHONPATH": str(HERE.parents[1])}
    environ.pop("CC", None)
    if path is not None:
        environ["PATH"] = str(path)
    return subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=False)


def test_the_bridge_beside_the_vessel_needs_no_compiler_and_no_cache(vessel, cache, tmp_path):
    shutil.copy(ensure_bridge(cache), vessel / "bridge.so")
    done = run_with_bridge(vessel, tmp_path / "none", path=tmp_path)
    assert done.stdout == "5\n", done.stderr
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("shipped", [b"", b"\x7fELF truncated"])
def test_a_damaged_bridge_beside_the_vessel_is_passed_over(vessel, cache, shipped):
    (vessel / "bridge.so").write_bytes(shipped)
    done = run_with_bridge(vessel, cache)
    assert done.stdout == "5\n", done.stderr


def test_a_bridge_of_another_source_is_passed_over(vessel, cache):
    other = ensure_bridge(cache).read_bytes()
    sha256 = source_sha256().encode()
    assert other.count(sha256) == 1
    (vessel / "bridge.so").write_bytes(other.replace(sha256, sha256[::-1]))
    done = run_with_bridge(vessel, cache)
    assert done.stdout == "5\n", done.stderr


def test_without_bridge_and_compiler_the_remedy_is_named(vessel, tmp_path):
    done = run_with_bridge(vessel, tmp_path / "none", path=tmp_path)
    assert "PV755" in done.stderr
    assert "install gcc" in done.stderr


def test_the_bridge_is_compiled_once(tmp_path):
    first = ensure_bridge(tmp_path / "a" / "cache")
    stamp = first.stat().st_mtime_ns
    assert ensure_bridge(tmp_path / "a" / "cache") == first
    assert first.stat().st_mtime_ns == stamp
    assert [file.name for file in first.parent.iterdir()] == [first.name]

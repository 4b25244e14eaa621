"""The ERP and functions of installed packages: wrap then unwrap is identity; at any percentage nobody can tell."""

import importlib.util
import json
import random
from pathlib import Path

import pytest

from pivot_lsp.runtime import context, vessel
from pivot_lsp.runtime.keys import bucket
from pivot_lsp.source.edits.wrap import plan_unwrap
from tests.runtime.conftest import cache, library  # noqa: F401 - fixtures
from tests.runtime.vessels import UNIT, function, write_vessel
from tests.wrap.corpus import functions
from tests.wrap.test_wrap_corpus import plan_or_none

ERP = Path(__file__).parents[2] / "fixtures" / "erp"
PACKAGES = ("radon", "coverage", "rich", "msgspec", "hypothesis", "iniconfig", "pluggy", "packaging")
FROM_PACKAGES = 200


def undone(path, most):
    """How many functions of a file were wrapped and unwrapped, of at most so many, spread over it."""
    source = path.read_bytes().decode("utf-8")
    names = list(dict.fromkeys(functions(source)))
    done = 0
    for name in names[:: max(1, len(names) // most)][:most]:
        plan = plan_or_none(source, name, str(path))
        if plan is not None:
            assert plan.after != source
            assert plan_unwrap(plan.after, name, str(path)).after == source, (path, name)
            done += 1
    return done


def test_every_function_of_the_erp():
    assert sum(undone(path, 1000) for path in sorted(ERP.rglob("*.py"))) > 150


def test_two_hundred_functions_of_installed_packages():
    done = 0
    for package in PACKAGES:
        files = sorted(Path(importlib.util.find_spec(package).origin).parent.rglob("*.py"))
        step = max(1, len(files) // 8)
        done += sum(undone(path, 8) for path in files[::step][:8])
        if done >= FROM_PACKAGES:
            break
    assert done >= FROM_PACKAGES


@pytest.fixture
def project(tmp_path, library, monkeypatch):  # noqa: F811
    monkeypatch.setenv("PIVOT_VESSELS", str(tmp_path / "vessels"))
    monkeypatch.setenv("PIVOT_FLAGS", str(tmp_path / "pivot.flags.json"))
    monkeypatch.setattr("pivot_lsp.runtime.flags.INTERVAL", 0.0)
    write_vessel(tmp_path / "vessels" / "v", library, [function("echo_1", ["i"], "i", "same", "value")])
    return tmp_path


def same(value):
    if isinstance(value, str) and value > "x":
        raise ValueError(value)
    return value


def wrapped(flag):
    def _legacy_same(value):
        return same(value)

    _legacy_same.__module__, _legacy_same.__qualname__ = UNIT, "_legacy_same"
    return vessel(_legacy_same, flag=flag, vessel="v")


def set_flag(project, **flags):
    (project / "pivot.flags.json").write_text(json.dumps({"version": 1, "flags": flags}))


def outcome(call, value):
    try:
        found = call(value)
        return type(found), found
    except Exception as error:  # noqa: BLE001 - what legacy raises is what is compared
        return type(error), error.args


@pytest.mark.parametrize("percent", [0, 0.001, 1, 10, 33.333, 50, 99.999, 100])
@pytest.mark.parametrize("key", [None, "call", "user"])
def test_wrapped_is_legacy_at_every_percentage(project, percent, key):
    set_flag(project, f={"percent": percent, "on": True, "key": key} if key else {"percent": percent, "on": True})
    f = wrapped("f")
    rng = random.Random(5)
    values = [0, -1, 2**63 - 1, 2**63, -(2**63), True, None, 1.5, "a", "z", [1], (), {}]
    values += [rng.randrange(-(2**70), 2**70) for _ in range(50)]
    for number, value in enumerate(values * 2):
        with context(user=number):
            assert outcome(f, value) == outcome(same, value)
    calls = f.calls
    assert calls.native + calls.fallback + calls.off == 2 * len(values)
    assert percent != 100 or calls.off == 0
    assert percent != 0 or calls.off == 2 * len(values)


def test_a_renamed_flag_with_its_salt_keeps_its_cohort_and_two_flags_are_independent(project):
    def cohort(flag):
        f, found = wrapped(flag), set()
        for user in range(400):
            with context(user=user):
                before = f.calls.native
                f(user)
                if f.calls.native > before:
                    found.add(user)
        return found

    set_flag(project, old={"percent": 40, "on": True, "salt": "s"})
    before = cohort("old")
    set_flag(project, new={"percent": 40, "on": True, "salt": "s"}, other={"percent": 40, "on": True})
    assert cohort("new") == before == {user for user in range(400) if bucket("s", str(user)) < 40_000}
    both = len(cohort("other") & before) / 400
    assert abs(both - 0.16) < 0.08


def test_a_call_without_the_key_that_its_flag_names_goes_to_legacy(project):
    set_flag(project, f={"percent": 99.999, "on": True, "key": "tenant"})
    f = wrapped("f")
    with context(user="u"):
        for _ in range(50):
            f(1)
    assert (f.calls.off, f.calls.native) == (50, 0)
    set_flag(project, f={"percent": 100, "on": True, "key": "tenant"})
    f(1)
    assert f.calls.native == 1


def test_the_programs_own_random_numbers_are_not_touched(project):
    set_flag(project, f={"percent": 50, "on": True, "shadow": {"percent": 0.001}})
    f = wrapped("f")
    random.seed(3)
    expected = [random.random() for _ in range(5)]
    random.seed(3)
    found = []
    for _ in range(5):
        f(1)
        found.append(random.random())
    assert found == expected

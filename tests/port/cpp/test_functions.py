"""Python functions through the whole compiler: each call behaves as CPython's, and is answered where it should be."""

from pathlib import Path

import pytest

from tests.conformance import harness

FUNCTIONS = Path(__file__).parent / "functions"


@pytest.mark.parametrize("file", ["edges", "order"])
def test_behaves_as_cpython(file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(harness, "FUNCTIONS", FUNCTIONS)
    module = harness.load(file)
    vessel = harness.build(file, "cpp", tmp_path)
    wrong: list[str] = []
    for answered, table in (("native", module.CASES), ("fallback", module.FALLBACK)):
        for name, calls in table.items():
            for args in calls:
                before = vessel[name].calls.native
                expected = harness.behaviour(getattr(module, name), args)
                found = harness.behaviour(vessel[name], args)
                by = "native" if vessel[name].calls.native > before else "fallback"
                if (found, by) != (expected, answered):
                    wrong.append(f"{name}{args}: {expected}\n  {by}, not {answered}: {found}")
    assert not wrong, "\n".join(wrong)

"""Every row of every conformance file, on every target: the vessel behaves as CPython, and answers where it should."""

from operator import attrgetter
from pathlib import Path

import pytest

from pivot_lsp.model.port import LANGUAGES, Language
from tests.conformance.harness import FUNCTIONS, behaviour, build, load

FILES = sorted(p.stem for p in FUNCTIONS.glob("*.py"))


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("file", FILES)
def test_behaves_as_cpython(file: str, language: Language, tmp_path: Path, cache: Path) -> None:
    module = load(file)
    vessel = build(file, language, tmp_path, cache)
    wrong = []
    rows = [(name, args, answered) for answered, table in (("native", module.CASES), ("fallback", module.FALLBACK))
            for name, calls in table.items() for args in calls]  # fmt: skip
    for name, args, answered in rows:
        function = vessel[name]
        expected = behaviour(attrgetter(name)(module), args)
        before = function.calls.native
        found = behaviour(function, args)
        by = "native" if function.calls.native > before else "fallback"
        if found != expected:
            wrong.append(f"{name}{args}: CPython {expected}\n    {language} ({by}) {found}")
        elif by != answered:
            wrong.append(f"{name}{args}: answered by {by} {function.calls.reasons}, expected {answered}")
    assert not wrong, f"{len(wrong)} of {len(rows)} rows\n" + "\n".join(wrong)

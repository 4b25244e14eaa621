"""A small seeded part of `make fuzz`: no difference, most calls answered natively; the generator is repeatable."""

from pathlib import Path

import pytest

from pivot_lsp.model.port import LANGUAGES
from tests.fuzz.campaign import run, unoptimised
from tests.fuzz.programs import batch


def test_a_seed_names_its_programs() -> None:
    assert batch(7, 5) == batch(7, 5)
    assert batch(7, 5).source != batch(8, 5).source


def test_random_programs_behave_as_in_cpython(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    with unoptimised():
        verdict = run(batch(21, 40, small=True), LANGUAGES, 8, tmp_path / "batch", tmp_path_factory.mktemp("cache"))
    assert not verdict.findings, "\n".join(
        f"{f['language']} {f['program']} input {f.get('input')}: {f['message']}" for f in verdict.findings
    )
    assert verdict.counts["programs"] >= 30, verdict.refused
    for language in LANGUAGES:
        native, fallback = verdict.counts[f"{language} native"], verdict.counts[f"{language} fallback"]
        assert native > 3 * fallback, (language, verdict.reasons)

"""Wrong functions are exposed by generated cases alone: a few of the kit, from edges that random calls do not meet.

`make wrong-ports` judges all of the kit, in Python and in the three languages.
"""

from pathlib import Path

import pytest

from pivot_lsp.app.validate import ValidateRequest, validate
from tests.wrong_ports.kit import Wrong, write_legacy, write_wrong, wrong_functions

CHOSEN = {
    ("parse_clock", "midnight refused"),
    ("invoice_total", "edge of the rebate"),
    ("transfer", "edge of the balance"),
}


def nothing(_what: str, _done: int, _total: int | None) -> None:
    """No progress."""


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Wrong]]:
    root = tmp_path_factory.mktemp("kit")
    write_legacy(root)
    return root, wrong_functions()


def test_the_kit_is_large_and_every_slip_stands_in_its_function(kit: tuple[Path, list[Wrong]]) -> None:
    _, wrong = kit
    assert len(wrong) >= 600
    assert len({each.function for each in wrong}) >= 125


def test_edges_and_ties_are_met_without_recorded_calls(kit: tuple[Path, list[Wrong]]) -> None:
    root, all_of_it = kit
    chosen = [each for each in all_of_it if (each.function, each.what) in CHOSEN]
    assert len(chosen) == len(CHOSEN)
    for wrong in chosen:
        request = ValidateRequest(
            legacy=wrong.legacy,
            vessel=write_wrong(root, wrong),
            cwd=root,
            count=400,
            adequacy=False,
            exploring=20.0,
        )
        report = validate(request, nothing)
        assert report.level == "failed", f"{wrong.function}: {wrong.what}"
        assert report.failures[0].args

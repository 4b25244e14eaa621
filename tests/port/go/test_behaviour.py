"""What Go does with tricky arguments is what CPython does, for rows and traps that the conformance files leave out."""

from pathlib import Path

import pytest

from tests.conformance.harness import behaviour
from tests.port.go.values import Draw
from tests.port.go.vessels import FILES, module, names, vessel

CALLS = 60
COUNT_WITH_THEIR_INTS = {
    "tuple_item", "filled", "cut", "cut_back", "zip_of_ranges", "make_boxes", "growing", "overwritten", "dict_grows",
    "deleting", "flow", "nested_flow", "depth", "nested_comp", "shadow", "steps", "changed_bound", "text_built",
    "unread",
}  # fmt: skip


@pytest.mark.parametrize("file", FILES)
def test_behaves_as_cpython(file: str, tmp_path: Path, cache: Path) -> None:
    legacy, built = module(file), vessel(file, tmp_path, cache)
    wrong, never = [], []
    for name in names(file):
        draw = Draw(len(name), small=name in COUNT_WITH_THEIR_INTS)
        for _ in range(CALLS):
            args = draw.arguments(getattr(legacy, name))
            expected, found = behaviour(getattr(legacy, name), args), behaviour(built[name], args)
            if found != expected:
                wrong.append(f"{name}{args}: CPython {expected}\n    Go {found}")
        if not built[name].calls.native:
            never.append(name)
    assert not wrong, "\n".join(wrong)
    assert not never, f"legacy answered every call of {never}"


def test_deep_recursion_goes_to_legacy(tmp_path: Path, cache: Path) -> None:
    depth = vessel("go_rows", tmp_path, cache)["depth"]
    assert depth(390) == 390
    assert depth.calls.fallback == 0
    assert depth(450) == 450
    assert depth.calls.reasons == {"depth": 1}
    assert depth(390) == 390, "the depth is counted from 0 again"
    assert depth.calls.native == 2


def test_a_result_that_shares_a_list_goes_to_legacy(tmp_path: Path, cache: Path) -> None:
    make_boxes = vessel("go_rows", tmp_path, cache)["make_boxes"]
    apart = make_boxes(3, False)
    assert make_boxes.calls.native == 1
    assert apart[0].items is not apart[1].items
    together = make_boxes(3, True)
    assert make_boxes.calls.reasons == {"value": 1}
    assert together[0].items is together[1].items

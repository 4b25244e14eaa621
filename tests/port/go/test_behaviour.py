"""What Go does with tricky arguments is what CPython does, for rows and traps that the conformance files leave out."""

from collections import Counter
from typing import Any

import pytest

from tests.conformance.harness import behaviour
from tests.port.go.conftest import Built
from tests.port.go.values import Draw
from tests.port.go.vessels import FILES, module, names

CALLS = 60
COUNT_WITH_THEIR_INTS = {
    "tuple_item", "filled", "cut", "cut_back", "zip_of_ranges", "make_boxes", "growing", "overwritten", "dict_grows",
    "deleting", "flow", "nested_flow", "depth", "nested_comp", "shadow", "steps", "changed_bound", "text_built",
    "unread",
}  # fmt: skip


@pytest.mark.parametrize("file", FILES)
def test_behaves_as_cpython(file: str, built: Built) -> None:
    legacy, vessel = module(file), built(file)
    wrong, never = [], []
    for name in names(file):
        draw = Draw(len(name), small=name in COUNT_WITH_THEIR_INTS)
        for _ in range(CALLS):
            args = draw.arguments(getattr(legacy, name))
            expected, found = behaviour(getattr(legacy, name), args), behaviour(vessel[name], args)
            if found != expected:
                wrong.append(f"{name}{args}: CPython {expected}\n    Go {found}")
        if not vessel[name].calls.native:
            never.append(name)
    assert not wrong, "\n".join(wrong)
    assert not never, f"legacy answered every call of {never}"


def answered(function: Any, *args: object) -> tuple[object, dict[str, int]]:
    """The result of a call, and the reasons for which legacy answered it."""
    before = Counter(function.calls.reasons)
    result = function(*args)
    return result, dict(Counter(function.calls.reasons) - before)


def test_deep_recursion_goes_to_legacy(built: Built) -> None:
    depth = built("go_rows")["depth"]
    assert answered(depth, 390) == (390, {})
    assert answered(depth, 450) == (450, {"depth": 1})
    assert answered(depth, 390) == (390, {}), "the depth is counted from 0 again"


def test_a_result_that_shares_a_list_goes_to_legacy(built: Built) -> None:
    make_boxes = built("go_rows")["make_boxes"]
    apart, reasons = answered(make_boxes, 3, False)
    assert reasons == {}
    assert apart[0].items is not apart[1].items
    together, reasons = answered(make_boxes, 3, True)
    assert reasons == {"value": 1}
    assert together[0].items is together[1].items

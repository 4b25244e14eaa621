"""What counts as a difference, at the points where the rules bend."""

import pytest

from pivot_lsp.parity.compare import difference
from pivot_lsp.parity.floats import STRICT, Distance
from pivot_lsp.parity.outcome import Outcome, pack_behaviour

DEEP = "maximum recursion depth exceeded"


def differ(one: list, two: list, after: list | None = None) -> bool:
    first, second = (
        Outcome("ok", pack_behaviour(None, raised, then, "", [])) for raised, then in ((one, None), (two, after))
    )
    return difference(first, second, STRICT, Distance()) is not None


def test_where_the_stack_ended_is_the_callers_doing() -> None:
    """The interpreter's text names the operation that met the limit: a caller one frame deeper sees another one."""
    assert not differ(["builtins:RecursionError", [DEEP]], ["builtins:RecursionError", [f"{DEEP} in comparison"]])


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (["builtins:RecursionError", ["mine"]], ["builtins:RecursionError", ["yours"]]),
        (["builtins:RecursionError", [DEEP]], ["builtins:RecursionError", ["mine"]]),
        (["builtins:RecursionError", [DEEP]], ["builtins:RecursionError", [DEEP, 1]]),
        (["builtins:RecursionError", [DEEP]], ["builtins:RuntimeError", [DEEP]]),
        (["builtins:ValueError", [DEEP]], ["builtins:ValueError", [f"{DEEP} here"]]),
    ],
)
def test_every_other_exception_is_compared_whole(one: list, two: list) -> None:
    assert differ(one, two)


def test_what_the_call_left_behind_is_compared_after_a_recursion_error_too() -> None:
    assert differ(["builtins:RecursionError", [DEEP]], ["builtins:RecursionError", [f"{DEEP} in comparison"]], [[1]])

"""`*args` of the function that Python calls: what binds where, and what is legacy's to refuse."""

import pytest

from pivot_lsp.model.target import Target
from pivot_lsp.port.compile import compile_functions
from pivot_lsp.runtime import VesselFunction, load_vessel
from pivot_lsp.vessel.build import build_vessel

TEXT = """
def shown(first: int, *more: int, sep: str = "-", times: int = 1) -> str:
    return sep.join(str(n) for n in (first, *more)) * times
"""


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> VesselFunction:
    root = tmp_path_factory.mktemp("star")
    file = root / "starred.py"
    file.write_text(TEXT)
    target = Target(file=file, module="starred", qualname="shown", root=root)
    checked = compile_functions(target, ["shown"], root / "mypy")
    assert checked.unit is not None, checked.reasons
    return load_vessel(build_vessel(checked.unit, target, "cpp", root / "vessels", root / "cache").folder)["shown"]


@pytest.mark.parametrize(
    ("args", "named", "result"),
    [
        ((1,), {}, "1"),
        ((1, 2, 3), {}, "1-2-3"),
        ((1, 2), {"sep": "+"}, "1+2"),
        ((1, 2), {"times": 2, "sep": ""}, "1212"),
        ((), {"first": 4}, "4"),
    ],
)
def test_answers_natively(shown: VesselFunction, args: tuple[int, ...], named: dict[str, object], result: str) -> None:
    before = shown.calls.native
    assert shown(*args, **named) == result
    assert shown.calls.native == before + 1


@pytest.mark.parametrize(
    ("args", "named"), [((), {}), ((1,), {"more": (2,)}), ((1,), {"first": 2}), ((1, 2), {"other": 3})]
)
def test_what_python_refuses_legacy_refuses(
    shown: VesselFunction, args: tuple[int, ...], named: dict[str, object]
) -> None:
    with pytest.raises(TypeError, match=r"^shown\(\) "):
        shown(*args, **named)

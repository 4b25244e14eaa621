"""str(e) of an own class under KeyError quotes its argument; the runtimes cannot know, so the port is refused."""

from pathlib import Path

import pytest

from pivot_lsp.model.target import Target
from pivot_lsp.port.compile import compile_functions

SOURCE = """
class Missing({base}):
    pass


def look(d: dict[str, int], k: str) -> str:
    try:
        if k not in d:
            raise Missing(k)
        return "found"
    except {caught} as e:
        return f"{{e}}"
"""


def reasons(folder: Path, base: str, caught: str) -> list[str]:
    (folder / "pyproject.toml").write_text('[project]\nname = "x"\n')
    file = folder / "looks.py"
    file.write_text(SOURCE.format(base=base, caught=caught))
    checked = compile_functions(Target(file=file, module="looks", qualname="look", root=folder), ["look"], folder / "m")
    return [r.code for r in checked.reasons]


@pytest.mark.parametrize("caught", ["Missing", "Exception", "LookupError"])
def test_refuses_the_text_of_a_class_under_keyerror(tmp_path: Path, caught: str) -> None:
    assert reasons(tmp_path, "KeyError", caught) == ["PV217"]


def test_takes_the_text_of_other_classes(tmp_path: Path) -> None:
    assert reasons(tmp_path, "ValueError", "Missing") == []
    assert reasons(tmp_path, "KeyError", "ValueError") == []

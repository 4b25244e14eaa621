"""What an engineer of the language would send back in review: measured on ten representative ports, `goldens/ports.py`."""

import re
from pathlib import Path

import pytest

from pivot_lsp.port import ir
from tests.port.goldens import FOLDER, PORTS, READ, compiled, read_by_people

AWKWARD = {
    "a double negation": r"!!|(?<!\w)!\(!",
    "a negated comparison": r"(?<!\w)!\([^()]*(==|!=)[^()]*\)",
    "a name that says nothing": r"\b(tmp|temp|t|v|x_)\d*\b(?= :?=)",
    "a cast that converts nothing": r" as i64 as i64| as f64 as f64|static_cast<(\w+)>\(static_cast<\1>",
    "a parenthesis around a name": r"[=(,] ?\(\w+\)[;,)]",
    "white space at a line's end": r"[ \t]+$",
}
"""What none of them may hold, whatever the language."""


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory) -> ir.Unit:
    """The ten functions, with all that they reach."""
    return compiled(tmp_path_factory.mktemp("mypy"))


@pytest.fixture(params=READ, ids=str)
def language(request: pytest.FixtureRequest) -> str:
    """Each of the three."""
    return str(request.param)


@pytest.fixture
def port(unit: ir.Unit, language: str) -> str:
    """The source that a person reads."""
    return read_by_people(unit, language)[READ[language][-1]]


def lines_of_code(text: str, comment: str) -> int:
    """Lines that are neither empty nor a comment."""
    return sum(bool(line.strip()) and not line.strip().startswith(comment) for line in text.splitlines())


def python_lines(unit: ir.Unit) -> int:
    """Lines of code of the functions that the author wrote, and of those of the prelude that they reach."""
    total = 0
    for function in unit.functions:
        file = PORTS if function.module == "ports" else Path(ir.__file__).parents[3] / function.span.file
        source = file.read_text().splitlines()[function.span.line - 1 : function.span.end_line]
        total += lines_of_code("\n".join(source), '"""')
    return total


@pytest.mark.parametrize("what", AWKWARD)
def test_nothing_awkward_is_written(port: str, what: str) -> None:
    found = re.search(AWKWARD[what], port, re.MULTILINE)
    assert found is None, port[max(0, found.start() - 60) : found.end() + 60]


def test_a_port_is_at_most_two_and_a_half_times_as_long(port: str, unit: ir.Unit) -> None:
    assert lines_of_code(port, "//") <= 2.5 * python_lines(unit)


def test_every_function_says_which_lines_of_python_it_is(port: str, unit: ir.Unit) -> None:
    for function in unit.functions:
        file = Path(function.span.file).name
        assert f"{file}:{function.span.line}-{function.span.end_line}" in port, function.qualname


def test_what_the_author_says_of_a_function_stays(port: str, unit: ir.Unit) -> None:
    for function in unit.functions:
        assert function.doc.partition("\n")[0] in port


def test_a_port_is_the_one_that_was_reviewed(unit: ir.Unit, language: str) -> None:
    """Where it differs: `make goldens`, and read the difference."""
    for name, text in read_by_people(unit, language).items():
        assert text == (FOLDER / name).read_text(encoding="utf-8"), name

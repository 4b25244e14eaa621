"""Long lines are broken where a reader would; only white space changes."""

import re

import pytest

from pivot_lsp.port.emit.cpp.layout import WIDTH, lay_out

LINES = [
    "    return rt::concat({" + ", ".join(f'"part, number {i} ("_s, rt::str_of_int(n{i})' for i in range(9)) + "});",
    "    if (" + " && ".join(f"first_name_{i} < second_name_{i}" for i in range(9)) + ") {",
    "/// " + "A sentence of a long docstring. " * 9,
    "    static const auto value = rt::permanent([] { return rt::dict<rt::Str, rt::List<rt::Int>>({"
    + ", ".join(f'{{"key {i}"_s, rt::list<rt::Int>({{1, 2}})}}' for i in range(9)) + "}); });",
    "    x = " + " + ".join(f"row->field_number_{i} * {i}" for i in range(12)) + ";",
]  # fmt: skip


def tokens(lines: list[str]) -> str:
    return re.sub(r"\s+", "", "".join(line.strip().removeprefix("///") for line in lines))


@pytest.mark.parametrize("line", LINES)
def test_breaks_without_changing_a_token(line: str) -> None:
    broken = lay_out([line.rstrip()])
    assert len(broken) > 1
    assert max(map(len, broken)) <= WIDTH
    assert tokens(broken) == tokens([line])


def test_breaks_arguments_one_a_line() -> None:
    name = "a" * 90
    assert lay_out([f"    const auto made = f({name}, rt::dict<rt::Str, rt::Int>(), g(1, 2));"]) == [
        "    const auto made = f(",
        f"        {name},",
        "        rt::dict<rt::Str, rt::Int>(),",
        "        g(1, 2)",
        "    );",
    ]


def test_leaves_what_cannot_be_broken() -> None:
    text = '"' + "word, (" * 30 + '"_s'
    assert lay_out([f"    throw rt::ValueError({text});"]) == ["    throw rt::ValueError(", f"        {text}", "    );"]

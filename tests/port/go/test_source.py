"""The emitted packages are Go that gofmt and go vet leave alone, and read as samples of the house do."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from pivot_lsp.model.target import Target
from pivot_lsp.port.compile import compile_functions
from pivot_lsp.port.emit.go import emit
from pivot_lsp.port.emit.go.names import RESERVED, Scope, camel
from pivot_lsp.port.emit.go.syntax import Atom, Binary, Unary, call, fill, render
from pivot_lsp.port.table import TABLE
from pivot_lsp.vessel.go import RUNTIME
from tests.conformance import harness
from tests.port.go.vessels import FILES, unit

ALL = [*FILES, *(f"conformance/{p.stem}" for p in sorted(harness.FUNCTIONS.glob("*.py")))]


def emitted(file: str, cache: Path) -> dict[str, str]:
    if not file.startswith("conformance/"):
        return emit(unit(file, cache))
    name = file.removeprefix("conformance/")
    functions = harness.names(name)
    target = Target(file=harness.FUNCTIONS / f"{name}.py", module=name, qualname=functions[0], root=harness.FUNCTIONS)
    checked = compile_functions(target, functions, cache / "mypy")
    assert checked.unit is not None
    return emit(checked.unit)


def test_gofmt_and_vet_have_nothing_to_say(tmp_path: Path, cache: Path) -> None:
    module = tmp_path / "module"
    shutil.copytree(RUNTIME, module, ignore=shutil.ignore_patterns("*_test.go", "testdata"))
    for file in ALL:
        package = module / "vessels" / camel(file.replace("/", "_"), exported=False).lower()
        package.mkdir(parents=True)
        for name, text in emitted(file, cache).items():
            (package / name).write_text(text, encoding="utf-8")
    formatted = subprocess.run(["gofmt", "-d", "vessels"], cwd=module, capture_output=True, text=True, check=True)
    assert formatted.stdout == ""
    vetted = subprocess.run(["go", "vet", "./vessels/..."], cwd=module, capture_output=True, text=True, check=False)
    assert vetted.stderr == ""


def test_every_row_names_a_function_of_the_runtime() -> None:
    text = "\n".join(p.read_text(encoding="utf-8") for p in (RUNTIME / "rt").glob("*.go"))
    called = {name for row in TABLE for name in re.findall(r"rt\.(\w+)", row.go)}
    missing = [name for name in called if not re.search(rf"^func {name}[\[(]", text, re.MULTILINE)]
    assert not missing


def test_a_port_reads_as_go(tmp_path: Path) -> None:
    source = tmp_path / "till.py"
    source.write_text(
        "def best(rows: list[tuple[str, float]], floor: float) -> dict[str, float]:\n"
        '    """The best of each."""\n'
        "    found: dict[str, float] = {}\n"
        "    for i, (name, price) in enumerate(rows):\n"
        "        if price < floor or i > 100:\n"
        "            continue\n"
        "        found[name] = max(found.get(name, 0.0), price * 2.0 + 1.0)\n"
        "    return found\n"
    )
    target = Target(file=source, module="till", qualname="best", root=tmp_path)
    checked = compile_functions(target, ["best"], tmp_path / "mypy")
    assert checked.unit is not None
    assert emit(checked.unit)["till.go"] == (
        "// Package till is the port of best (till.py).\n"
        "package till\n\n"
        'import "pivot/rt"\n\n'
        "// Best is best (till.py:1-8).\n//\n// The best of each.\n"
        "func Best(rows *rt.List[rt.T2[rt.Str, float64]], floor float64) *rt.Dict[rt.Str, float64] {\n"
        "\tfound := rt.NewDict[rt.Str, float64]()\n"
        "\tfor i, item := range rows.Items {\n"
        "\t\tname, price := item.A, item.B\n"
        "\t\tif price < floor || i > 100 {\n"
        "\t\t\tcontinue\n"
        "\t\t}\n"
        "\t\trt.Set(found, name, rt.MaxFloat(rt.GetOr(found, name, 0.0), price*2.0+1.0))\n"
        "\t}\n"
        "\treturn found\n"
        "}\n"
    )


@pytest.mark.parametrize(
    ("node", "text"),
    [
        (Binary("+", Atom("a"), Binary("*", Atom("b"), Atom("c"))), "a + b*c"),
        (Binary("*", Atom("a"), Binary("+", Atom("b"), Atom("c"))), "a * (b + c)"),
        (Binary("-", Atom("a"), Binary("-", Atom("b"), Atom("c"))), "a - (b - c)"),
        (call("f", Binary("+", Atom("a"), Atom("b"))), "f(a + b)"),
        (call("f", Binary("+", Atom("a"), Atom("b")), Atom("c")), "f(a+b, c)"),
        (Binary("-", Atom("a"), Unary("-", Atom("b"))), "a - -b"),
        (Unary("-", Unary("-", Atom("a"))), "-(-a)"),
        (Unary("!", Binary("==", Atom("a"), Atom("b"))), "!(a == b)"),
        (fill("rt.Len({0}) != 0", (Atom("xs"),)), "rt.Len(xs) != 0"),
        (fill("!rt.Equal({0}, {1})", (Atom("a"), Atom("b"))), "!rt.Equal(a, b)"),
    ],
)
def test_expressions_are_printed_as_gofmt_prints_them(node: Atom, text: str) -> None:
    assert render(node) == text


@pytest.mark.parametrize(
    ("python", "go"),
    [("line_gross", "lineGross"), ("MAX_PRICE", "maxPrice"), ("HTTPServer", "httpServer"), ("_x", "x"), ("_", "blank")],
)
def test_names_are_go_names(python: str, go: str) -> None:
    assert camel(python, exported=False) == go


def test_two_python_names_never_share_a_go_name() -> None:
    scope = Scope(RESERVED)
    made = [scope.name(n) for n in ("a_b", "aB", "type", "type_", "rt", "len")]
    assert made == ["aB", "aB2", "type2", "type3", "rt2", "len2"]

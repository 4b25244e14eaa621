"""What is judged is the source as it stands, whatever compiled files lie beside it."""

import os
import py_compile
from pathlib import Path

from pivot_lsp.cases.signature import describe
from pivot_lsp.model.target import parse_target
from pivot_lsp.parity.outcome import unpack_behaviour
from pivot_lsp.parity.process import Setup, Worker
from tests.parity.conftest import Project

OLD = "def f(x: int):\n    return helper.one(x)\n\nimport inner.helper as helper\n"


def test_an_edit_in_the_second_of_the_compiled_file_is_seen(project: Project) -> None:
    """CPython itself would run the old code: same second, same size."""
    (project.root / "inner").mkdir()
    (project.root / "inner" / "__init__.py").write_text("")
    helper = project.root / "inner" / "helper.py"
    helper.write_text("def one(x):\n    return x + 1\n")
    file = project.write("stale", OLD)
    moment = int(file.stat().st_mtime)
    edited = {
        helper: helper.read_text().replace("x + 1", "x + 2"),
        file: OLD.replace("x: int", "x: str"),
    }
    for path, text in edited.items():
        os.utime(path, (moment, moment))
        py_compile.compile(str(path))
        path.write_text(text)
        os.utime(path, (moment, moment))
    with Worker(Setup(project.implementation("stale.py::f"))) as worker:
        (outcome,) = worker.run([([1], {})])
    assert unpack_behaviour(outcome.payload).returned == [3]
    signature = describe(parse_target("stale.py::f", project.root))
    assert signature.arguments[0].type.kind == "str"


def test_nothing_compiled_is_written_into_the_project(project: Project) -> None:
    file = project.write("clean", "def f(x: int):\n    return x\n")
    describe(parse_target("clean.py::f", project.root))
    with Worker(Setup(project.implementation("clean.py::f"))) as worker:
        worker.run([([1], {})])
    assert [path.name for path in Path(project.root).rglob("*.pyc")] == []
    assert file.is_file()

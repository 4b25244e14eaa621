"""The index names functions as CPython does, and no file can kill it."""

import ast
import inspect
import json
import re
import statistics
import textwrap
import types
from collections.abc import Iterator
from pathlib import Path

import pytest
from radon.complexity import cc_visit_ast

from pivot_lsp.source.index import FileIndex, find, index_file
from pivot_lsp.source.project import index_project

REAL_FILES = [
    Path(inspect.getfile(module)) for module in (json.decoder, statistics, textwrap, re._parser, ast, inspect)
]  # type: ignore[attr-defined]

SHAPES = """
import functools

def plain(): return 1

@functools.cache
@functools.wraps(
    plain
)
def decorated(a, b=lambda: 0):
    def inner():
        return [x for x in a]
    class Local:
        def method(self):
            return (y for y in b)
    return inner, Local

class Shop:
    @property
    def size(self): return 1
    @size.setter
    def size(self, value): pass
    class Nested:
        async def fetch(self):
            yield 1
    limit = lambda self: 3

if True:
    def conditional():
        yield 1
try:
    async def waiting(): pass
except* ValueError:
    pass
"""


def code_objects(code: types.CodeType) -> Iterator[types.CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield constant
            yield from code_objects(constant)


def functions_of_cpython(source: bytes) -> set[tuple[str, int]]:
    """(qualname, first line) of each function, by CPython's own compiler; class bodies have no fast locals."""
    found = code_objects(compile(source, "x.py", "exec"))
    return {
        (code.co_qualname, code.co_firstlineno)
        for code in found
        if code.co_flags & inspect.CO_OPTIMIZED and not code.co_name.startswith("<")
    }


def made(tmp_path: Path, source: str | bytes, name: str = "module.py") -> FileIndex:
    path = tmp_path / name
    path.write_bytes(source if isinstance(source, bytes) else source.encode())
    return index_file(path)


@pytest.mark.parametrize("path", REAL_FILES, ids=lambda path: path.name)
def test_names_and_first_lines_are_those_of_code_objects(path: Path) -> None:
    index = index_file(path)
    assert {(f.qualname, f.first_line) for f in index.functions} == functions_of_cpython(path.read_bytes())


def test_names_of_every_shape_are_those_of_code_objects(tmp_path: Path) -> None:
    index = made(tmp_path, SHAPES)
    assert {(f.qualname, f.first_line) for f in index.functions} == functions_of_cpython(SHAPES.encode())


@pytest.mark.parametrize("path", REAL_FILES, ids=lambda path: path.name)
def test_generator_expressions_and_lambdas_are_known_where_code_objects_have_them(path: Path) -> None:
    index = index_file(path)
    ours = {place for f in index.functions for place in f.inner} | set(index.module_lines)
    theirs = {
        (code.co_firstlineno, code.co_name)
        for code in code_objects(compile(path.read_bytes(), "x", "exec"))
        if code.co_name in ("<genexpr>", "<lambda>")
    }
    assert theirs <= ours


def test_what_is_told_of_a_function(tmp_path: Path) -> None:
    functions = {f.qualname: f for f in made(tmp_path, SHAPES).functions}
    decorated = functions["decorated"]
    assert (decorated.first_line, decorated.line, decorated.end_line) == (6, 10, 16)
    assert decorated.decorators == ("functools.cache", "functools.wraps(plain)")
    shapes = {name: f.shape for name, f in functions.items()}
    assert shapes == {
        "plain": "function",
        "decorated": "function",
        "decorated.<locals>.inner": "function",
        "decorated.<locals>.Local.method": "method",
        "Shop.size": "method",
        "Shop.Nested.fetch": "async generator",
        "conditional": "generator",
        "waiting": "coroutine",
    }


def test_find_gives_what_the_name_is_bound_to(tmp_path: Path) -> None:
    made(tmp_path, "def f():\n    return 1\n\ndef f():\n    return 2\n")
    found = find(tmp_path, Path("module.py"), "f")
    assert found is not None
    assert found.line == 4
    assert find(tmp_path, Path("module.py"), "g") is None
    assert find(tmp_path, Path("nowhere.py"), "f") is None


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (b"def f(:\n    pass\n", "line 1: syntax error: invalid syntax"),
        (b"x = 1\n\0\n", "null byte"),
        (b"# -*- coding: klingon -*-\nx = 1\n", "unknown encoding"),
        (b"x = '\xff'\n", "utf-8"),
        (b"x = " + b"(" * 5000 + b")" * 5000, "too many nested parentheses"),
        (b"x = " + b"-" * 100_000 + b"1", "nested too deep"),
    ],
)
def test_a_broken_file_is_skipped_and_named(tmp_path: Path, source: bytes, said: str) -> None:
    index = made(tmp_path, source)
    assert index.functions == ()
    assert said in (index.problem or "")


def test_a_broken_file_costs_only_itself(tmp_path: Path) -> None:
    (tmp_path / "good.py").write_text("def f(): pass\n")
    (tmp_path / "bad.py").write_text("def f(:\n")
    project = index_project(tmp_path)
    assert [f.qualname for index in project.files.values() for f in index.functions] == ["f"]
    assert project.skipped == ["bad.py: line 1: syntax error: invalid syntax"]


@pytest.mark.parametrize(
    "source",
    [
        b"\xef\xbb\xbfdef f():\n    return 1\n",
        "# -*- coding: latin-1 -*-\ndef f():\n    return 'é'\n".encode("latin-1"),
        b"def f():\r\n    return 1\r\n",
    ],
    ids=["BOM", "latin-1 cookie", "CRLF"],
)
def test_encodings_are_those_of_python(tmp_path: Path, source: bytes) -> None:
    [function] = made(tmp_path, source).functions
    assert (function.qualname, function.complexity) == ("f", 1)


def test_a_sum_of_20000_terms_neither_hangs_nor_kills(tmp_path: Path) -> None:
    index = made(tmp_path, "def f():\n    return " + " + ".join(["1"] * 20_000) + "\n")
    assert index.problem == "nested too deep to be parsed" or [f.complexity for f in index.functions] == [1]


def test_2500_elifs_are_counted(tmp_path: Path) -> None:
    branches = "".join(f"    elif x == {n}:\n        return {n}\n" for n in range(2499))
    [function] = made(tmp_path, f"def f(x):\n    if x == -1:\n        return 0\n{branches}").functions
    assert function.complexity == 2501
    assert function.body_sha256


def test_a_linked_file_is_indexed_where_the_link_is(tmp_path: Path) -> None:
    outside = tmp_path / "elsewhere.py"
    outside.write_text("def f(): pass\n")
    root = tmp_path / "root"
    root.mkdir()
    (root / "linked.py").symlink_to(outside)
    (tmp_path / "also").symlink_to(root)
    for way in (root, tmp_path / "also"):
        [index] = index_project(way).files.values()
        assert (index.path, index.module) == (root / "linked.py", "linked")
    found = find(tmp_path / "also", root / "linked.py", "f")
    assert found is not None
    assert found.module == "linked"


def test_folders_that_are_not_the_projects_are_left_out(tmp_path: Path) -> None:
    for folder in ("src", ".hidden", "node_modules", "__pycache__", "env", "lib/site-packages"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "m.py").write_text("x = 1\n")
    (tmp_path / "env" / "pyvenv.cfg").write_text("")
    assert [index.module for index in index_project(tmp_path).files.values()] == ["m"]


@pytest.mark.parametrize("path", REAL_FILES, ids=lambda path: path.name)
def test_complexity_is_what_radon_says(path: Path) -> None:
    for function in index_file(path).functions:
        blocks = {block.lineno: block.complexity for block in cc_visit_ast(function.node)}
        assert function.complexity == blocks[function.line], function.qualname


BRANCHES = """
@(lambda: 1 if a else 2)
def f(x, y=1 if a else 2, *z: (a or b)):
    assert x and y or z
    with x as w, y or z:
        pass
    try:
        yield [i for i in x if i if y for j in i]
    except A:
        return x if y else z
    except B:
        pass
    else:
        for i in x:
            pass
        else:
            pass
    finally:
        while x and y and z:
            pass
    match x:
        case {"a": b, **rest} if b or c:
            pass
        case True | None | -1 | C(q=[False, *more]):
            pass
        case _:
            pass
    def g(h=x or y):
        return h or x
    class C(x or y):
        z = x or y
    return lambda: x or y
"""


def test_complexity_is_radons_wherever_branches_stand(tmp_path: Path) -> None:
    f = made(tmp_path, BRANCHES).functions[0]
    [block] = [block for block in cc_visit_ast(ast.parse(BRANCHES)) if block.name == "f"]
    assert f.complexity == block.complexity


def test_except_star_counts_as_except_does(tmp_path: Path) -> None:
    handlers = "    except* A:\n        pass\n    except* B:\n        pass\n"
    [function] = made(tmp_path, f"def f():\n    try:\n        pass\n{handlers}").functions
    assert function.complexity == 3


def hash_of(tmp_path: Path, source: str) -> str:
    return made(tmp_path, source).functions[0].body_sha256


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        ("\n\ndef f(a):\n    # moved\n    return a + 1\n", True),
        ("def f(a):\n    'documented'\n    return (a\n            + 1)\n", True),
        ("def f(a):\n    return a + 1.0\n", False),
        ("def f(a):\n    return a + True\n", False),
        ("def f(b):\n    return b + 1\n", False),
        ("@cache\ndef f(a):\n    return a + 1\n", False),
        ("def f(a):\n    return a - 1\n", False),
        ("def f(a):\n    return a + 1\n    return a\n", False),
    ],
)
def test_the_body_hash_sees_what_runs_and_nothing_else(tmp_path: Path, changed: str, same: bool) -> None:
    assert (hash_of(tmp_path, changed) == hash_of(tmp_path, "def f(a):\n    return a + 1\n")) is same


def test_a_literal_too_long_to_print_can_be_hashed(tmp_path: Path) -> None:
    assert hash_of(tmp_path, f"def f():\n    return 0x{'f' * 6000}\n")

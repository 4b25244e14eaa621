"""radon is asked about functions that are shown, of the text that was indexed, and stands aside where it fails."""

import textwrap
from pathlib import Path

import pytest

from pivot_lsp.source import asked
from pivot_lsp.source.asked import radon_complexity
from pivot_lsp.source.index import index_file

BRANCHING = "def f(x):\n    if x and x:\n        return [i for i in x if i]\n    return 'ä'\n"
MARGIN = b'      """\n"""\n'


def written(tmp_path: Path, source: bytes) -> Path:
    path = tmp_path / "m.py"
    path.write_bytes(source)
    return path


@pytest.mark.parametrize(
    ("what", "source"),
    [
        ("alone", BRANCHING.encode()),
        ("in a class, indented by tabs", b"class A:\n" + textwrap.indent(BRANCHING, "\t").encode()),
        ("decorated", b"@print\n@(\n    print)\n" + BRANCHING.encode()),
        ("with a BOM", "\ufeff".encode() + BRANCHING.encode()),
        ("in Latin-1", b"# coding: latin-1\n" + BRANCHING.encode("latin-1")),
        ("with a text that reaches the margin", b"class A:\n" + textwrap.indent(BRANCHING, "  ").encode() + MARGIN),
        ("with ends of lines of Windows", BRANCHING.encode().replace(b"\n", b"\r\n")),
    ],
)  # fmt: skip
def test_radon_counts_a_function_wherever_it_stands(tmp_path: Path, what: str, source: bytes) -> None:
    [function] = index_file(written(tmp_path, source), trees=False).functions
    assert (radon_complexity(function), function.complexity) == (5, 5), what


def test_a_function_is_parsed_without_the_rest_of_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bytes] = []
    parse = asked.parse

    def noted(source: bytes) -> object:
        seen.append(source)
        return parse(source)

    monkeypatch.setattr(asked, "parse", noted)  # the only way to see what was parsed
    source = "x = 1\n" * 500 + "class A:\n" + textwrap.indent(BRANCHING, "    ")
    [function] = index_file(written(tmp_path, source.encode()), trees=False).functions
    assert radon_complexity(function) == 5
    assert [text.count(b"\n") for text in seen] == [5]


@pytest.mark.parametrize(
    "body",
    [
        "try:\n        pass\n    except* A:\n        pass",
        "if x:\n        pass\n" + "    elif x:\n        pass\n" * 2500,
    ],
    ids=["except*", "2,500 elifs"],
)
def test_where_radon_fails_there_is_no_answer_of_radon(tmp_path: Path, body: str) -> None:
    [function] = index_file(written(tmp_path, f"def f(x):\n    {body}".encode()), trees=False).functions
    assert function.complexity > 1
    assert radon_complexity(function) is None


def test_a_file_that_has_changed_gives_no_answer(tmp_path: Path) -> None:
    path = written(tmp_path, BRANCHING.encode())
    [function] = index_file(path, trees=False).functions
    path.write_bytes(b"def f(x):\n    return x\n")
    assert radon_complexity(function) is None

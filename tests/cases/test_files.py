"""Case files: whole or absent, streamed, and every defect named by file and line."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from pivot_lsp.cases.files import read_cases, write_cases
from pivot_lsp.cases.values import case_id, encode, encode_call
from pivot_lsp.model.case import Behaviour, Case, CaseHeader, Raised, Sampling
from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.signature import Argument, Signature, Type

HEADER = '{"pivot_calls":1,"function":"m:f"}\n'
CASE = '{"id":"1","stratum":"recorded","args":[1]}\n'


def a_case(*args: object, **kwargs: object) -> Case:
    written, named = encode_call(args, kwargs)
    return Case(id=case_id(written, named), stratum="recorded", args=written, kwargs=named)


def cases() -> list[Case]:
    return [
        a_case(1, [2.5, "é\ud800"], {"k": (None, -0.0)}),
        replace(a_case(x=1), n=7, ns=12, expected=Behaviour(returned=[encode((1,))], printed="hi\n")),
        replace(a_case(), expected=Behaviour(raised=Raised(type="builtins:KeyError", args=["k"]), after=[[1]]), n=0),
    ]


def test_what_is_written_is_read(tmp_path: Path) -> None:
    header = CaseHeader(function="m:f", sampling=Sampling(seen=9, kept=3), dropped={"time": 1}, unit="ab")
    path = tmp_path / "new" / "cases.jsonl"
    assert write_cases(path, header, cases()) == 3
    read_header, read = read_cases(path)
    assert read_header == header
    assert list(read) == cases()
    assert [p.name for p in path.parent.iterdir()] == ["cases.jsonl"]


def test_reading_is_lazy_and_leaves_off_anywhere(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(HEADER + CASE + "broken\n")
    assert next(read_cases(path)[1]).args == [1]


def test_a_failure_while_writing_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text("old")

    def failing() -> Iterator[Case]:
        yield cases()[0]
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_cases(path, CaseHeader(), failing())
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["cases.jsonl"]


@pytest.mark.parametrize(
    ("text", "code", "line", "words"),
    [
        ("", "PV602", 1, "empty"),
        ("\x00\xff\n", "PV602", 1, "JSON"),
        ("[1, 2]", "PV602", 1, "neither a case file"),
        ('{"cases": 3}', "PV602", 1, "neither a case file"),
        ('{\n"cases": [\n', "PV602", 3, "not JSON"),
        ('{"pivot_calls":2}\n', "PV602", 1, "pivot_calls"),
        ('{"pivot_calls":1,"color":1}\n', "PV602", 1, "color"),
        (HEADER[:20], "PV602", 1, "not JSON"),
        (HEADER + CASE + CASE[:30], "PV603", 3, "ends inside this line"),
        (HEADER + "\n" + '{"id":"1","stratum":"best","args":[]}\n', "PV603", 3, "best"),
        (HEADER + '{"id":"1","args":[]}\n', "PV603", 2, "stratum"),
        (HEADER + '{"id":"1","stratum":"recorded","args":[{"$f":"x"}]}\n', "PV603", 2, "$f"),
        (HEADER + '{"id":"1","stratum":"recorded","args":[{"$ref":0}]}\n', "PV603", 2, "$ref"),
        (HEADER + '{"id":"1","stratum":"recorded","args":[],"n":-1}\n', "PV603", 2, "n is -1"),
        (HEADER + '{"id":"1","stratum":"recorded","args":[],"expected":{}}\n', "PV603", 2, "returned"),
        (HEADER + '{"id":"1","stratum":"recorded","args":' + "[" * 100_000 + "\n", "PV603", 2, "broken case"),
        ('{"cases": [' + "[" * 100_000, "PV602", 1, "not JSON"),
    ],
    ids=range(17),
)
def test_a_broken_file_is_one_line_that_names_the_place(
    tmp_path: Path, text: str, code: str, line: int, words: str
) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(text, encoding="latin-1")
    with pytest.raises(UsageError) as caught:
        list(read_cases(path)[1])
    assert str(caught.value).startswith(f"{path}:{line}: {code} ")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    for path in (tmp_path / "none.jsonl", tmp_path):
        with pytest.raises(UsageError, match="PV601"):
            read_cases(path)


SIGNATURE = Signature(
    module="m",
    qualname="f",
    arguments=[
        Argument(name="rows", type=Type(kind="list", args=[Type(kind="float")])),
        Argument(name="top", type=Type(kind="int"), has_default=True),
    ],
    result=Type(kind="tuple", args=[Type(kind="int"), Type(kind="float")]),
)


@pytest.mark.parametrize("spelling", ["cases", "test_cases"])
def test_json_files_of_cases_take_the_declared_types(tmp_path: Path, spelling: str) -> None:
    path = tmp_path / "cases.json"
    listed = """[
      {"args": [[1, 2.5], 3], "expected": [1, 2]},
      {"input": {"rows": [], "top": 1}},
      {"input": [[1.5], 2]},
      {"kwargs": {"rows": [0]}, "name": "a note"}
    ]"""
    path.write_text(f'{{"{spelling}": {listed}}}')
    notes: list[str] = []
    header, read = read_cases(path, SIGNATURE, notes.append)
    got = list(read)
    assert header.recorder == "json"
    assert [case.args for case in got[:3]] == [[encode([1.0, 2.5]), 3], [[], 1], [encode([1.5]), 2]]
    assert (got[3].args, got[3].kwargs) == ([], {"rows": encode([0.0])})
    assert got[0].expected == Behaviour(returned=[encode((1, 2.0))])
    assert {case.stratum for case in got} == {"boundary"}
    assert "rows[]: a JSON integer is taken as the declared float" in notes


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ("3", "an object was expected"),
        ('{"name": "x"}', "neither"),
        ('{"args": [1, 2, 3]}', "3 arguments for 2"),
        ('{"kwargs": {"rows": [], "botom": 1}}', "no parameter 'botom'"),
        ('{"kwargs": {"top": 1}}', "nothing for 'rows'"),
    ],
)
def test_a_json_case_that_is_no_call_is_named(tmp_path: Path, item: str, words: str) -> None:
    path = tmp_path / "cases.json"
    path.write_text(f'{{"cases": [{{"args": [[]]}}, {item}]}}')
    with pytest.raises(UsageError) as caught:
        list(read_cases(path, SIGNATURE)[1])
    assert words in str(caught.value)
    assert "PV603 case 1:" in str(caught.value)

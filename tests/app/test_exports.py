"""What `pivot analyze --export` writes: valid in each format, saying what the analysis says, and harmless."""

import csv
import html.parser
import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from pivot_lsp.app.analyze import Answer, Request, answer
from pivot_lsp.cli.exports import EXPORTS, csv_table, export_for, flame, markdown, sarif, speedscope
from pivot_lsp.cli.exports.tree import Node, tree
from pivot_lsp.cli.main import main
from pivot_lsp.model.errors import UsageError
from tests.profiles.seeds import marshal

SCHEMA = Path(__file__).parent / "schemas" / "sarif-schema-2.1.0.json"
SOURCE = """\
def f(n):
    return sum(range(n))


def g():
    return f(3)


class A:
    def m(self):
        return f(4)
"""
KEYS = {name: ("a.py", line, name) for name, line in (("f", 1), ("g", 5), ("m", 10))}
ROWS = {
    KEYS["f"]: (5, 5, 0.6, 0.6, {KEYS["g"]: (2, 2, 0.2, 0.2), KEYS["m"]: (3, 3, 0.4, 0.4)}),
    KEYS["g"]: (1, 1, 0.1, 0.3, {}),
    KEYS["m"]: (1, 1, 0.3, 0.7, {}),
}


@pytest.fixture
def found(tmp_path: Path) -> Answer:
    """An analysis of three functions, and the profile it is of."""
    return made(tmp_path)


def made(root: Path, rows: Any = ROWS) -> Answer:
    (root / "pyproject.toml").write_text("")
    (root / "a.py").write_text(SOURCE)
    (root / "run.prof").write_bytes(marshal.dumps(rows))
    return answer(Request(root))


def write(module: Any, found: Answer) -> str:
    return str(module.write(found.analysis, found.profiles()))


def test_sarif_is_valid_against_the_schema_and_ranks_by_share(found: Answer) -> None:
    log = json.loads(write(sarif, found))
    jsonschema.validate(log, json.loads(SCHEMA.read_text()))
    results = log["runs"][0]["results"]
    assert [row["rank"] for row in results] == [60.0, 30.0, 10.0]
    assert results[0]["ruleId"] == "PIVOT002"
    [location] = results[0]["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "a.py"
    assert location["physicalLocation"]["region"] == {"startLine": 1, "endLine": 2}


def test_sarif_fingerprints_survive_edits_above(found: Answer, tmp_path: Path) -> None:
    def prints(answer_: Answer) -> set[str]:
        return {
            row["partialFingerprints"]["function/v1"] for row in json.loads(write(sarif, answer_))["runs"][0]["results"]
        }

    before = prints(found)
    (tmp_path / "a.py").write_text("import os\n\n" + SOURCE)
    assert prints(answer(Request(tmp_path))) == before


def test_csv_has_a_row_a_function_with_its_factors_apart(found: Answer) -> None:
    rows = list(csv.DictReader(io.StringIO(write(csv_table, found))))
    assert [(row["function"], row["runtime_percent"], row["calls"]) for row in rows] == [
        ("f", "60.0", "5"),
        ("A.m", "30.0", "1"),
        ("g", "10.0", "1"),
    ]
    apart = {"complexity", "test_coverage", "dependencies", "used_by", "churn", "staleness", "target", "integration"}
    assert apart <= rows[0].keys()


@pytest.mark.parametrize(("text", "cell"), [("=cmd()", "'=cmd()"), ("+1", "'+1"), ("f", "f"), (-3, -3)])
def test_no_cell_is_a_formula(text: str | int, cell: str | int) -> None:
    assert csv_table._safe(text) == cell


def test_markdown_shows_both_tables_and_escapes(found: Answer) -> None:
    text = write(markdown, found)
    assert "| 60.0% | 600.0 | 5 | f | a.py:1 |" in text
    assert "## Candidates" in text
    assert markdown.escaped("<b>|a_b\x1b") == "\\<b\\>\\|a\\_b?"


def shape(node: Node) -> tuple[str, float, list[Any]]:
    return node.name, round(node.time_s, 6), [shape(child) for child in node.children]


def test_the_tree_gives_a_shared_callee_to_each_caller_with_its_part(found: Answer) -> None:
    assert shape(tree(found.profiles())) == (
        "all", 1.0, [("m", 0.7, [("f", 0.4, [])]), ("g", 0.3, [("f", 0.2, [])])],
    )  # fmt: skip


def test_recursion_in_a_circle_ends(tmp_path: Path) -> None:
    f, g = KEYS["f"], KEYS["g"]
    rows = {f: (1, 9, 0.5, 1.0, {g: (9, 9, 0.5, 1.0)}), g: (9, 9, 0.5, 1.0, {f: (9, 9, 0.5, 1.0)})}
    root = tree(made(tmp_path, rows).profiles())
    assert sum(child.time_s for child in root.children) <= root.time_s


def test_speedscope_opens_and_closes_in_order(found: Answer) -> None:
    document = json.loads(write(speedscope, found))
    stack: list[int] = []
    last = 0.0
    for event in document["profiles"][0]["events"]:
        assert event["at"] >= last - 1e-9
        last = event["at"]
        if event["type"] == "O":
            stack.append(event["frame"])
        else:
            assert stack.pop() == event["frame"]
    assert stack == []
    assert document["shared"]["frames"][0] == {"name": "m", "file": "a.py", "line": 10}


class Page(html.parser.HTMLParser):
    """Collects what a page would fetch, and its tags."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.tags: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attributes if name in ("src", "href")]


def test_the_flame_graph_is_one_file_that_fetches_nothing(found: Answer) -> None:
    page = Page(write(flame, found))
    assert page.addresses == []
    assert page.tags.count("button") == 5 + 1, "a box a node, and the reset button"
    assert "://" not in write(flame, found)


def test_a_name_with_markup_stays_text(tmp_path: Path) -> None:
    key = ("x.py", 1, "<img src=x onerror=alert(1)>")
    assert "img" not in Page(write(flame, made(tmp_path, {key: (1, 1, 1.0, 1.0, {})}))).tags


def test_the_name_of_the_file_chooses_and_others_are_refused_before_work(
    found: Answer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [f"out{export.suffixes[0]}" for export in EXPORTS]
    words = [word for name in names for word in ("--export", str(tmp_path / name))]
    assert main(["analyze", str(tmp_path), "--no-verdict", "--json", *words]) == 0
    capsys.readouterr()
    assert all((tmp_path / name).stat().st_size for name in names)
    with pytest.raises(UsageError, match=r"PV012 no export is known for this name; end it in \.sarif"):
        export_for(tmp_path / "out.pdf")


def test_before_and_after_are_compared_by_function_and_by_call(tmp_path: Path) -> None:
    made(tmp_path)
    before = tmp_path / "before.pstats"
    before.write_bytes(marshal.dumps({**ROWS, KEYS["f"]: (10, 10, 2.4, 2.4, {})}))
    analysis = answer(Request(tmp_path, (tmp_path / "run.prof",), before=(before,))).analysis
    comparison = analysis.comparison
    assert comparison is not None
    assert (comparison.before_ms, comparison.after_ms, comparison.ratio) == (2800.0, 1000.0, 2.8)
    first = comparison.functions[0]
    assert (first.function, first.before_ms, first.after_ms, first.change_ms) == ("f", 2400.0, 600.0, -1800.0)
    assert (first.before_us_a_call, first.after_us_a_call, first.within_error) == (240000.0, 120000.0, None)


@pytest.mark.parametrize("told", [False, True])
def test_a_path_of_another_machine_is_mapped_by_vote_or_as_told(told: bool, tmp_path: Path) -> None:
    rows = {("/elsewhere/x/a.py", line, name): row[:4] + ({},) for (_, line, name), row in ROWS.items()}
    made(tmp_path, rows)
    maps = (("/elsewhere/x", "."),) if told else ()
    analysis = answer(Request(tmp_path, maps=maps)).analysis
    assert analysis.matched_share == 100.0
    [mapping] = analysis.mappings
    assert (mapping.told, mapping.ours) == ((True, ".") if told else (False, "a.py"))


def test_the_teams_weights_and_the_threshold(tmp_path: Path) -> None:
    made(tmp_path)
    (tmp_path / "pivot.toml").write_text("[priority]\nruntime = 1\ncomplexity = 0\ncoverage = 0\n")
    analysis = answer(Request(tmp_path, threshold=20.0)).analysis
    assert [(row.function, row.priority_score) for row in analysis.candidates] == [("f", 60.0), ("A.m", 30.0)]
    assert [row.function for row in analysis.hotspots] == ["f", "A.m"]
    (tmp_path / "pivot.toml").write_text("[priority]\nspeed = 1\n")
    with pytest.raises(UsageError, match=r"PV011 tool\.pivot\.priority"):
        answer(Request(tmp_path))

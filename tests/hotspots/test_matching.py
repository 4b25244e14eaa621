"""Rows of an older or the same source, matched to today's. Each file under `matching/` is one case.

The part above `=== today` is the source that was profiled, the part below is today's. A mark `#@ x` on a line of a
function, lambda or comprehension above means: the profile has a row of it. The same mark below says which function must
get its time, and a word behind it how it is matched; a row whose mark is missing below must stay unmatched.
"""

import ast
from pathlib import Path

import pytest

from pivot_lsp.hotspots.match import match
from pivot_lsp.model.facts import FunctionFact
from pivot_lsp.source.index import index_file

CASES = sorted((Path(__file__).parent / "matching").glob("*.txt"))
INNER = {ast.Lambda: "<lambda>", ast.GeneratorExp: "<genexpr>", ast.ListComp: "<listcomp>"}


def marks(source: str) -> dict[int, list[str]]:
    """line -> the words behind its mark."""
    return {at: line.split("#@")[1].split() for at, line in enumerate(source.splitlines(), 1) if "#@" in line}


def rows_of(source: str, qualified: bool) -> dict[str, FunctionFact]:
    """mark -> the row a profiler would write for what is marked."""
    rows: dict[str, FunctionFact] = {}
    marked = marks(source)

    def visit(node: ast.AST, prefix: str) -> None:
        for child in ast.iter_child_nodes(node):
            inside = prefix
            named = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            name = child.name if named else INNER.get(type(child), "")  # type: ignore[attr-defined]
            if name and (words := marked.get(child.lineno)):  # type: ignore[attr-defined]
                first = min([child.lineno, *(d.lineno for d in getattr(child, "decorator_list", ()))])  # type: ignore[attr-defined]
                rows.setdefault(words[0], row(first, name, prefix + name if qualified and named else None))
            if named:
                inside = f"{prefix}{name}." + ("" if isinstance(child, ast.ClassDef) else "<locals>.")
            visit(child, inside)

    visit(ast.parse(source), "")
    return rows


def row(line: int, name: str, qualname: str | None) -> FunctionFact:
    return FunctionFact(
        file="m.py",
        line=line,
        name=name,
        qualname=qualname,
        self_s=1.0,
        own_s=1.0,
        cumulative_s=1.0,
        calls=1,
        primitive_calls=1,
    )


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_each_row_goes_where_its_mark_is_today_or_nowhere(case: Path, tmp_path: Path) -> None:
    profiled, today = case.read_text().split("=== today\n")
    unchanged = not today.strip()
    if unchanged:
        today = profiled
    (tmp_path / "m.py").write_text(today)
    index = index_file(tmp_path / "m.py")
    rows = rows_of(profiled, qualified=case.stem.startswith("qualified"))
    result = match(index, list(rows.values()), taken_at=index.modified + (1 if unchanged else -1))
    got = {
        mark: (function.qualname, result.how[function])
        for function, found in [*result.functions.items(), *result.inner.items()]
        for mark, fact in rows.items()
        if any(fact is other for other in found)
    }
    wanted = {}
    for line, (mark, *how) in marks(today).items():
        owners = [f for f in index.functions if f.first_line <= line <= f.end_line]
        if mark in rows and owners:
            innermost = max(owners, key=lambda f: f.first_line)
            wanted[mark] = (innermost.qualname, how[0] if how else "exact")
    assert got == wanted
    lost = {mark for mark, fact in rows.items() if any(fact is other for other, _ in result.unmatched)}
    bodies = {mark for mark, fact in rows.items() if any(fact is other for other in result.module)}
    assert lost | bodies == rows.keys() - wanted.keys()
    assert bodies == {mark for mark in rows if mark.startswith("body")}

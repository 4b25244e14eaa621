"""Types of a user's function, asked of a child process that survives whatever the module does."""

from pathlib import Path

import pytest

from pivot_lsp.cases.signature import describe, render
from pivot_lsp.model.errors import NoVerdict, PivotError, UsageError
from pivot_lsp.model.target import Target, parse_target


def described(project: Path, name: str) -> str:
    return render(describe(parse_target(f"shop/sales.py::{name}", project)))


def test_records_dicts_and_scalars(target: Target, capfd: pytest.CaptureFixture[str]) -> None:
    signature = describe(target)
    assert render(signature) == "(rows: list[Sale], floor: int, prices: dict[str, float]) -> dict[str, float]"
    sale = signature.arguments[0].type.args[0]
    assert sale.name == "shop.sales:Sale"
    assert list(zip(sale.fields, [t.kind for t in sale.args])) == [
        ("day", "str"), ("sku", "str"), ("qty", "int"), ("price", "float"), ("kind", "enum"),
    ]  # fmt: skip
    assert sale.args[4].values == ["SALE", "RETURN"]
    assert sale.args[4].member_values == ["sale", "return"]
    assert not sale.hashable
    assert capfd.readouterr().out == ""


def test_every_kind_of_annotation(project: Path) -> None:
    assert described(project, "every_kind") == (
        "(a: list[int], b: dict[str, float], c: tuple[Point, ...], d: tuple[int, str], e: Literal['x', 3, None], "
        "f: Tree | None, g: int | str, h: frozenset[bytes], i: Options, j: ?, k: ?, l: list[bool] = ..., *, "
        "m: set[float] | None = ...) -> None"
    )


def test_a_record_inside_itself_ends(project: Path) -> None:
    signature = describe(parse_target("shop/sales.py::every_kind", project))
    tree = signature.arguments[5].type.args[0]
    inner = tree.args[1].args[0]
    assert (inner.kind, inner.name) == ("unknown", "shop.sales:Tree")


def test_methods_lose_their_class(project: Path) -> None:
    assert described(project, "Till.tax") == "(amount: float) -> float"
    assert described(project, "Till.doubled") == "(amount: int) -> int"


@pytest.mark.parametrize(
    ("source", "name", "kind", "words"),
    [
        ("x = 1", "f", UsageError, "has no function 'f'"),
        ("f = 1", "f", UsageError, "is a int, not a function"),
        ("import nowhere_at_all", "f", NoVerdict, "No module named 'nowhere_at_all'"),
        ("raise SystemExit(3)", "f", NoVerdict, "SystemExit: 3"),
        ("import os; os._exit(0)", "f", NoVerdict, "ended the process with status 0"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "f", NoVerdict, "status -11"),
        ("while True: pass", "f", NoVerdict, "took over"),
        ("def f(:", "f", NoVerdict, "SyntaxError"),
    ],
    ids=range(8),
)
def test_what_a_module_does_on_import_is_one_reason(
    tmp_path: Path, source: str, name: str, kind: type[PivotError], words: str
) -> None:
    (tmp_path / "pivot.toml").write_text("")
    (tmp_path / "odd.py").write_text(source)
    with pytest.raises(kind) as caught:
        describe(parse_target(f"odd.py::{name}", tmp_path), timeout=5.0 if "while" not in source else 1.0)
    assert words in str(caught.value)


def test_another_file_of_the_same_name_is_not_taken_for_it(tmp_path: Path) -> None:
    (tmp_path / "pivot.toml").write_text("")
    (tmp_path / "json.py").write_text("def f(x: int) -> int: return x")
    with pytest.raises(NoVerdict, match="not this file"):
        describe(parse_target("json.py::f", tmp_path))


def test_files_under_src_and_scripts_beside_their_helpers(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    for folder in ("src/pkg", "tools"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "src/pkg/a.py").write_text("from pkg.b import g\ndef f(x: int) -> int: return g(x)")
    (tmp_path / "src/pkg/b.py").write_text("def g(x): return x")
    (tmp_path / "tools/run.py").write_text("import helper\ndef f(x: str) -> None: ...")
    (tmp_path / "tools/helper.py").write_text("")
    assert describe(parse_target("src/pkg/a.py::f", tmp_path)).module == "pkg.a"
    assert render(describe(parse_target("tools/run.py::f", tmp_path))) == "(x: str) -> None"

"""Python texts, compiled as far as the front end goes."""

from pathlib import Path

from pivot_lsp.model.target import parse_target
from pivot_lsp.port.compile import Checked, compile_unit


def compiled(tmp_path: Path, cache: Path, text: str) -> Checked:
    """The function `f` of `text`, checked; `cache` is mypy's."""
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "case.py").write_text(text)
    return compile_unit(parse_target("case.py::f", tmp_path), cache)

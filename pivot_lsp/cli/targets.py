"""TARGET on the command line (docs/commands.md): a file with one public function stands for that function too."""

import ast
from pathlib import Path

from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.target import Target, parse_target


def find_target(text: str, cwd: Path, *, whole: bool = False) -> Target:
    """The target meant by `text`; `whole`: a file of several functions may be meant as it is. Raises UsageError
    PV001, PV002 (a file with several public functions)."""
    target = parse_target(text, cwd)
    if target.file is None or target.qualname is not None:
        return target
    try:
        tree = ast.parse(target.file.read_bytes())
    except (SyntaxError, ValueError) as error:
        raise UsageError("PV220", f"cannot be parsed: {error}", file=target.file) from None
    names = [n.name for n in tree.body if isinstance(n, ast.FunctionDef) and not n.name.startswith("_")]
    methods = [n for c in tree.body if isinstance(c, ast.ClassDef) for n in c.body if isinstance(n, ast.FunctionDef)]
    if len(names) == 1 and not (whole and methods):
        return target.model_copy(update={"qualname": names[0]})
    if whole:
        return target
    found = ", ".join(names) or "none"
    raise UsageError("PV002", f"name one function of the file: {found}", file=target.file, remedy="write FILE::NAME")

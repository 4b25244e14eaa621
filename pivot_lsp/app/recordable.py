"""Which targets can be recorded, told from their text before any command is run.

Invariant: nothing is imported; what the text cannot tell is left to the recorder, which reports it afterwards.
"""

import ast
from collections.abc import Iterator

from pivot_lsp.model.errors import Refused, UsageError
from pivot_lsp.model.target import Target
from pivot_lsp.source.wrapped import scopes, see_through, statements

_NESTED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)


def refuse_unrecordable(target: Target) -> None:
    """Raises UsageError PV605 for a target that is no function of its file, Refused PV615 for one whose calls have no
    single result."""
    if target.qualname is None:
        raise UsageError("PV605", "a whole file is no function", file=target.file, remedy="write file.py::function")
    if target.file is None:
        return
    defined = _definition(target, target.qualname)
    if isinstance(defined, ast.ClassDef):
        raise UsageError(
            "PV605",
            f"{target.qualname} is a class",
            file=target.file,
            line=defined.lineno,
            remedy="name one of its methods: Class.method",
        )
    if isinstance(defined, ast.AsyncFunctionDef):
        what = "an async function answers through its event loop; a call has no single result"
    elif defined is not None and any(isinstance(node, ast.Yield | ast.YieldFrom) for node in _own(defined)):
        what = "a generator answers piece by piece; a call has no single result"
    else:
        return
    raise Refused(
        "PV615",
        f"{target.qualname}: {what}",
        file=target.file,
        line=defined.lineno,
        remedy="record the plain function that does its work",
    )


def _definition(target: Target, qualname: str) -> ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | None:
    """The last definition of that name; None: bound otherwise. Raises UsageError PV605 when nothing binds it."""
    assert target.file is not None
    try:
        tree = see_through(ast.parse(target.file.read_bytes(), str(target.file)))
    except OSError as error:
        raise UsageError("PV605", f"cannot read: {error.strerror}", file=target.file) from None
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        raise UsageError("PV605", f"not Python: {error}", file=target.file, line=line) from None
    bodies, name = scopes(tree, qualname)
    found = [
        statement
        for body in bodies
        for statement in statements(body)
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and statement.name == name
    ]
    if found:
        return found[-1]
    if not any(_binds(node, name) for node in ast.walk(tree)):
        raise UsageError("PV605", f"defines no {qualname}", file=target.file, remedy="write file.py::function")
    return None


def _binds(node: ast.AST, name: str) -> bool:
    if isinstance(node, ast.Name):
        return node.id == name and isinstance(node.ctx, ast.Store)
    if isinstance(node, ast.alias):
        return name in ("*", node.asname or node.name) or node.name == "*"
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == name


def _own(function: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a function's own body, not those of functions inside it."""
    for child in ast.iter_child_nodes(function):
        yield child
        if not isinstance(child, _NESTED):
            yield from _own(child)

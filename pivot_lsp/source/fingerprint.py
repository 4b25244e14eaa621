"""A hash of what a piece of code does, blind to where it stands and what its docstrings say.

Invariant: equal on every Python that parses the same code (a field that a later version added counts only when used).
"""

import ast
import hashlib
from collections.abc import Iterable

DOCUMENTED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Module)


def fingerprint(node: ast.AST) -> str:
    """sha256 of the tree in preorder: types, names, constants, and the lengths of lists."""
    parts: list[str] = []
    stack: list[object] = [node]
    while stack:
        item = stack.pop()
        if isinstance(item, ast.AST):
            parts.append(type(item).__name__)
            stack.extend(reversed(list(_children(item))))
        elif isinstance(item, list):
            parts.append(f"[{len(item)}")
            stack.extend(reversed(item))
        else:
            # hex, since repr of an int refuses more than 4300 digits
            parts.append(f"{type(item).__name__} {hex(item) if type(item) is int else repr(item)}")
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _children(node: ast.AST) -> Iterable[object]:
    for field in node._fields:
        value = getattr(node, field, None)
        if field == "type_params" and not value:
            continue
        if field == "body" and isinstance(node, DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
            value = node.body[1:]
        yield value

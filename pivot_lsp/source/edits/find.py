"""Finds one function in a source as an edit needs it: its lines, its decorators, the code points of its name.

CPython's parser finds the function in the file (fast); libcst reads the few lines of its head, because only a concrete
tree knows where the name stands and how a decorator is spelled. Lines and columns are 0-based, columns count code
points.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider

from pivot_lsp.model.errors import PivotError, UsageError
from pivot_lsp.source.edits.text import body, newline, split_lines
from pivot_lsp.source.wrapped import blocks, scopes

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Decorator:
    """A decorator: its lines, and its expression as written."""

    first: int
    last: int
    expression: str
    call_ready: bool
    """True when `expression(...)` is a call of it as it stands; else it needs parentheses."""


@dataclass(frozen=True)
class Found:
    """A function in its file. `last` is its last line, comments at the end of its block included."""

    node: Function
    block: list[ast.stmt]
    indent: str
    first: int
    name_line: int
    name_column: int
    name: str
    last: int
    decorators: tuple[Decorator, ...]


def parse(source: str, file: str) -> ast.Module:
    """The tree of `source`. Raises UsageError PV707."""
    try:
        return ast.parse(source.removeprefix("\ufeff"))
    except SyntaxError as error:
        raise UsageError("PV707", f"syntax error: {error.msg}", file=file, line=error.lineno) from error
    except (ValueError, RecursionError, MemoryError) as error:  # NUL characters, nesting beyond the parser
        raise UsageError("PV707", f"not readable as Python: {error}", file=file) from error


def _candidates(tree: ast.Module, qualname: str) -> list[tuple[Function, list[ast.stmt]]]:
    found, name = scopes(tree, qualname)
    return [
        (statement, block)
        for scope in found
        for block in blocks(scope)
        for statement in block
        if isinstance(statement, Function) and statement.name == name
    ]


def _end(lines: list[str], node: Function, indent: str) -> int:
    """The last line of the function, with the comments that are indented as its block is."""
    assert node.end_lineno is not None  # CPython's parser always sets it
    last = node.end_lineno - 1
    for number in range(last + 1, len(lines)):
        text = body(lines[number])
        stripped = text.lstrip(" \t\f")
        if not stripped:
            continue
        deeper = text.startswith(indent) and text[len(indent) : len(indent) + 1] in (" ", "\t")
        if not (stripped.startswith("#") and deeper):
            break
        last = number
    return last


def concrete(lines: list[str], first: int, last: int, indent: str) -> tuple[cst.FunctionDef, MetadataWrapper, int]:
    """The concrete tree of the function on these lines; the last value is the line of the file on which the tree's
    line 1 stands."""
    text = "".join(lines[first : last + 1]) + newline(lines)  # the last line may end with a backslash
    node: cst.CSTNode
    if not indent:
        module = cst.parse_module(text)
        node = module.body[0]
    else:
        module = cst.parse_module("if 1:" + newline(lines) + text)
        around = cst.ensure_type(module.body[0], cst.If)
        node = cst.ensure_type(around.body, cst.IndentedBlock).body[0]
        first -= 1
    wrapper = MetadataWrapper(module, unsafe_skip_copy=True)
    if not isinstance(node, cst.FunctionDef):
        raise PivotError("PV709", f"libcst reads no function at line {first + 1}")
    return node, wrapper, first


def _between(lines: list[str], place: CodeRange, offset: int) -> str:
    """The text of a place, as it stands: libcst would print continued lines with another indent."""
    first, last = offset + place.start.line - 1, offset + place.end.line - 1
    if first == last:
        return lines[first][place.start.column : place.end.column]
    inner = lines[first + 1 : last]
    return "".join([lines[first][place.start.column :], *inner, lines[last][: place.end.column]])


def _decorators(node: cst.FunctionDef, wrapper: MetadataWrapper, offset: int, lines: list[str]) -> Iterator[Decorator]:
    places = wrapper.resolve(PositionProvider)
    for decorator in node.decorators:
        place = places[decorator]
        expression = decorator.decorator
        yield Decorator(
            first=offset + place.start.line - 1,
            last=offset + place.end.line - 1,
            expression=_between(lines, places[expression], offset),
            call_ready=isinstance(expression, cst.Name | cst.Attribute | cst.Call | cst.Subscript)
            and not expression.lpar,  # whose place is without its parentheses
        )


def find(source: str, tree: ast.Module, qualname: str, file: str) -> Found:
    """The one function `qualname` of `source`, which `tree` is of. Raises UsageError PV701 (none), PV704 (several)."""
    candidates = _candidates(tree, qualname)
    if not candidates:
        raise UsageError("PV701", f"no function {qualname!r}", file=file, remedy="name a function or Class.method")
    if len(candidates) > 1:
        places = ", ".join(str(node.lineno) for node, _ in candidates)
        raise UsageError("PV704", f"{qualname!r} is defined more than once: lines {places}", file=file)
    node, block = candidates[0]
    bom = len(source) - len(source.removeprefix("\ufeff"))
    lines = split_lines(source[bom:])
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)]) - 1
    head = body(lines[first])
    indent = head[: len(head) - len(head.lstrip(" \t\f"))]
    last = _end(lines, node, indent)
    tree_node, wrapper, offset = concrete(lines, first, node.end_lineno - 1 if node.end_lineno else first, indent)
    place = wrapper.resolve(PositionProvider)[tree_node.name]
    line = offset + place.start.line - 1
    return Found(
        node=node,
        block=block,
        indent=indent,
        first=first,
        name_line=line,
        name_column=place.start.column + (bom if line == 0 else 0),
        name=tree_node.name.value,
        last=last,
        decorators=tuple(_decorators(tree_node, wrapper, offset, lines)),
    )

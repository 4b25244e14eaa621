"""Puts a dispatcher before a function, and takes it away again.

The function stays where it is and as it is, renamed `_legacy_<name>`; after it stands
`<name> = _pivot_vessel(_legacy_<name>, flag="...", vessel="...")`. Decorators move to that line as calls, since they
belong to the public name; where they stood they stay as comments (`# pivot: @...`). One import is added.

Invariants: nothing is reformatted; unwrapping gives back the very text (each plan is checked for it before it is
given); line endings and a BOM stay as they are.
"""

import ast
import json
import re
import unicodedata

from pivot_lsp.model.errors import PivotError, Refused, UsageError
from pivot_lsp.model.wrap import TextEdit, WrapPlan
from pivot_lsp.source.edits.find import Found, find, parse
from pivot_lsp.source.edits.text import apply, body, delete, insert, newline, replace, split_lines
from pivot_lsp.source.wrapped import DISPATCH, PREFIX, find_dispatch, is_import, scopes, statements

IMPORT = f"from pivot_lsp.runtime import vessel as {DISPATCH}"
_MARK = "# pivot: "


def _uses(tree: ast.AST, source: str, name: str) -> int:
    """How often the source uses or binds `name`. The tree is walked only when the text has it (it is ASCII, or in
    the normal form in which CPython keeps names)."""
    if name not in unicodedata.normalize("NFKC", source):
        return 0
    fields = ("id", "name", "asname", "attr", "arg")
    return sum(getattr(node, field, None) == name for node in ast.walk(tree) for field in fields)


def _yields(node: ast.AST) -> bool:
    """True for a generator: a yield of its own, not of a function inside."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Yield | ast.YieldFrom):
            return True
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef) and _yields(child):
            return True
    return False


def _is_docstring(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )


def _last_line(statement: ast.stmt) -> int:
    return (statement.end_lineno or statement.lineno) - 1


def import_edit(tree: ast.Module, lines: list[str], nl: str, text: str = IMPORT) -> TextEdit:
    """Adds an import after the imports that the file begins with, else after its docstring, else before its code."""
    after: ast.stmt | None = None
    blank = ""
    for number, statement in enumerate(tree.body):
        if isinstance(statement, ast.Import | ast.ImportFrom):
            after, blank = statement, ""
        elif number == 0 and _is_docstring(statement):
            after, blank = statement, nl
        else:
            break
    if after is not None:
        last = _last_line(after)
        return insert(last, len(body(lines[last])), f"{nl}{blank}{text}")
    first = tree.body[0]
    line = min([first.lineno, *(d.lineno for d in getattr(first, "decorator_list", []))]) - 1
    column = 1 if line == 0 and lines[0].startswith("\ufeff") else 0
    return insert(line, column, f"{text}{nl}{nl}{nl}")


def _literal(text: str) -> str:
    """A string literal in ASCII, in double quotes where it may: the file may be in any encoding."""
    return json.dumps(text) if text.isascii() else ascii(text)


def _statement(found: Found, flag: str, vessel: str) -> str:
    call = f"{DISPATCH}({PREFIX}{found.name}, flag={_literal(flag)}, vessel={_literal(vessel)})"
    for decorator in reversed(found.decorators):
        callee = decorator.expression if decorator.call_ready else f"({decorator.expression})"
        call = f"{callee}({call})"
    return f"{found.indent}{found.name} = {call}"


def is_wrapped(source: str, qualname: str, file: str = "") -> bool:
    """True when `qualname` is dispatched already. Raises UsageError PV707."""
    return find_dispatch(parse(source, file), qualname) is not None


def _binds(statement: ast.stmt) -> set[str]:
    """Names that an assignment or import binds."""
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return {alias.asname or alias.name for alias in statement.names}
    if isinstance(statement, ast.Assign | ast.AugAssign | ast.AnnAssign):
        nodes = ast.walk(statement)
        return {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return set()


def _check(source: str, tree: ast.Module, found: Found, qualname: str, file: str) -> None:
    line = found.name_line + 1
    if _uses(tree, source, PREFIX + found.node.name):
        message = f"the name {PREFIX}{found.node.name} is taken"
        raise Refused("PV704", message, file=file, line=line, remedy="rename it")
    if _uses(tree, source, DISPATCH) and not any(is_import(statement) for statement in tree.body):
        raise Refused("PV704", f"the name {DISPATCH} is taken", file=file, line=line, remedy="rename it")
    if _yields(found.node):
        raise Refused("PV705", f"{qualname} is a generator, which no vessel answers", file=file, line=line)
    scope, name = scopes(tree, qualname)
    rebound = [s.lineno for block in scope for s in statements(block) if name in _binds(s)]
    if rebound:
        raise Refused("PV704", f"{qualname} is bound again at line {rebound[0]}", file=file, line=line)


def _recursive(found: Found) -> bool:
    return any(
        (isinstance(node, ast.Name) and node.id == found.node.name)
        or (isinstance(node, ast.Attribute) and node.attr == found.node.name)
        for node in ast.walk(ast.Module(found.node.body, []))
    )


def _mark_column(line: str, indent: str) -> int:
    """Where a comment mark goes: at the function's indent; a line inside brackets may have less, then at its start."""
    start = 1 if line.startswith("\ufeff") else 0
    return start + len(indent) if line.startswith(indent, start) else start


def plan_wrap(source: str, qualname: str, flag: str, vessel: str, file: str = "") -> WrapPlan:
    """Edits that put a dispatcher before `qualname`.

    Raises UsageError PV701 (no such function), PV702 (wrapped already), PV704 (defined several times), PV707 (no
    Python) and Refused PV704 (a name is taken), PV705 (a generator).
    """
    tree = parse(source, file)
    if find_dispatch(tree, qualname) is not None:
        raise UsageError("PV702", f"{qualname} is wrapped already", file=file, remedy="pivot unwrap takes it back")
    found = find(source, tree, qualname, file)
    _check(source, tree, found, qualname, file)
    lines = split_lines(source)
    nl = newline(lines)
    blank = nl * (1 if found.indent else 2)
    edits = [] if any(is_import(statement) for statement in tree.body) else [import_edit(tree, lines, nl)]
    edits += [
        insert(number, _mark_column(lines[number], found.indent), _MARK)
        for decorator in found.decorators
        for number in range(decorator.first, decorator.last + 1)
    ]
    edits += [
        insert(found.name_line, found.name_column, PREFIX),
        insert(found.last, len(body(lines[found.last])), f"{nl}{blank}{_statement(found, flag, vessel)}"),
    ]
    edits.sort(key=lambda edit: (edit.start_line, edit.start_column))  # stable: the import comes before a mark
    after = apply(source, edits)
    _prove(source, after, qualname, file)
    notes = ["it calls itself: each level of legacy takes two frames, so it recurses half as deep"]
    return WrapPlan(
        function=qualname, edits=edits, after=after, vessel=vessel, notes=notes if _recursive(found) else []
    )


def _prove(source: str, after: str, qualname: str, file: str) -> None:
    """Refuses a plan whose result is no Python or does not unwrap to the very source."""
    try:
        back = plan_unwrap(after, qualname, file).after
    except PivotError as error:
        raise Refused("PV709", f"{qualname} cannot be wrapped here: {error.message}", file=file) from error
    if back != source:
        raise Refused("PV709", f"{qualname} cannot be wrapped here: it would not unwrap to the same text", file=file)


def _unmark(lines: list[str], first: int) -> list[TextEdit]:
    """Takes the comment mark from the decorators in the comments above line `first`."""
    edits = []
    for number in range(first - 1, -1, -1):
        text = body(lines[number]).removeprefix("\ufeff").lstrip(" \t\f")
        if text and not text.startswith("#"):
            break
        if text.startswith(_MARK):
            edits.append(replace(number, lines[number].index(_MARK), len(_MARK), ""))
    return edits


def _remove_statement(lines: list[str], statement: ast.stmt) -> TextEdit:
    """Deletes the lines of a statement and the blank ones before it."""
    first = statement.lineno - 1
    last = _last_line(statement)
    before = first - 1
    while before >= 0 and not body(lines[before]).strip():
        before -= 1
    if before < 0:
        return delete(first, 0, last, len(body(lines[last])))
    return delete(before, len(body(lines[before])), last, len(body(lines[last])))


def _remove_import(tree: ast.Module, lines: list[str]) -> TextEdit | None:
    """Deletes the import as `import_edit` made it."""
    for number, statement in enumerate(tree.body):
        if not is_import(statement):
            continue
        line = statement.lineno - 1
        previous = tree.body[number - 1] if number else None
        if previous is not None:
            start = line - (2 if _is_docstring(previous) and number == 1 and not body(lines[line - 1]).strip() else 1)
            return delete(start, len(body(lines[start])), line, len(body(lines[line])))
        end = line + 1
        while end < len(lines) and end < line + 3 and not body(lines[end]).strip():
            end += 1
        column = 1 if line == 0 and lines[0].startswith("\ufeff") else 0
        return delete(line, column, end, 0)
    return None


def plan_unwrap(source: str, qualname: str, file: str = "") -> WrapPlan:
    """Edits that take the dispatcher of `qualname` away. Raises UsageError PV703 (not wrapped), PV707 (no Python)."""
    tree = parse(source, file)
    wrapped = find_dispatch(tree, qualname)
    if wrapped is None:
        raise UsageError("PV703", f"{qualname} is not wrapped", file=file)
    scope, dot, name = qualname.rpartition(".")
    found = find(source, tree, f"{scope}{dot}{PREFIX}{name}", file)
    lines = split_lines(source)
    edits = [
        *_unmark(lines, found.first),
        replace(found.name_line, found.name_column, len(PREFIX), ""),
        _remove_statement(lines, wrapped[0]),
    ]
    last = source.count(DISPATCH) == 2 or _uses(tree, source, DISPATCH) == 2  # the import, and this one
    removal = _remove_import(tree, lines) if last else None
    if removal is not None:
        edits.append(removal)
    edits.sort(key=lambda edit: (edit.start_line, edit.start_column))
    return WrapPlan(function=qualname, edits=edits, after=apply(source, edits))


def public_functions(source: str, file: str = "") -> list[str]:
    """Names of the module's own functions that do not begin with `_`, wrapped ones among them, in order."""
    tree = parse(source, file)
    found = [
        statement.name.removeprefix(PREFIX)
        if find_dispatch(tree, statement.name.removeprefix(PREFIX))
        else statement.name
        for statement in statements(tree.body)
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    return [name for name in dict.fromkeys(found) if not name.startswith("_")]


def flag_of(source: str, qualname: str, file: str = "") -> str | None:
    """The flag of a wrapped function, or None when it is not wrapped or the call was rewritten."""
    wrapped = find_dispatch(parse(source, file), qualname)
    for keyword in wrapped[1].call.keywords if wrapped else ():
        if keyword.arg == "flag" and isinstance(keyword.value, ast.Constant) and isinstance(keyword.value.value, str):
            return keyword.value.value
    return None


FLAG_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.:/-]{0,99}\Z")
"""A flag's name: letters, digits and `_ . : / -`, at most 100."""

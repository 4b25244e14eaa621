"""Takes legacy out of a wrapped function: what stays is its head, answered by the vessel alone.

    @cached
    @_pivot_native(vessel="m.total/rust")
    def total(rows: list[Sale]) -> float:
        \"\"\"Docstring.\"\"\"
        raise NotImplementedError("total is native, and its vessel did not take this call")

Besides, definitions and imports of the file that legacy reached go when nothing of the project uses them any more.
Invariants: the result is Python, or the plan is refused; what is not named here stays byte for byte; a definition stays
when its name stands in `__all__`, in another string, or behind a dot or in an import of any file of the project.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import libcst as cst

from pivot_lsp.model.errors import PivotError, Refused, UsageError
from pivot_lsp.model.wrap import TextEdit, WrapPlan
from pivot_lsp.source.edits.find import find, parse
from pivot_lsp.source.edits.text import apply, body, delete, insert, newline, split_lines
from pivot_lsp.source.edits.wrap import import_edit, plan_unwrap
from pivot_lsp.source.wrapped import find_dispatch

NATIVE = "_pivot_native"
IMPORT = f"from pivot_lsp.runtime import native as {NATIVE}"
_WORD = re.compile(r"[^\W\d]\w*")
Import = ast.Import | ast.ImportFrom


@dataclass
class Uses:
    """Names that a piece of code uses: `plain` as variables, `outside` in ways by which another module could mean one
    of ours (behind a dot, in an import, in a string that is no docstring)."""

    plain: set[str] = field(default_factory=set)
    outside: set[str] = field(default_factory=set)


def uses(nodes: Iterable[ast.AST]) -> Uses:
    """The names that these nodes use."""
    found = Uses()
    for top in nodes:
        documented = set()
        for node in ast.walk(top):
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                documented.add(node.value)
            elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Store):
                found.plain.add(node.id)
            elif isinstance(node, ast.Attribute):
                found.outside.add(node.attr)
            elif isinstance(node, ast.alias):
                found.outside.update(node.name.split("."))
            elif isinstance(node, ast.Global):
                found.plain.update(node.names)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in documented:
                found.outside.update(_WORD.findall(node.value))
    return found


def names_used(source: str) -> set[str]:
    """Names of other modules that a file of the project may mean. Raises UsageError PV707."""
    return uses([parse(source, "")]).outside


def _bound(statement: ast.stmt) -> set[str]:
    """The names that a statement of a module's top defines, if it is of a kind that may go."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
        return set() if statement.decorator_list else {statement.name}
    if isinstance(statement, ast.Import | ast.ImportFrom):
        if isinstance(statement, ast.ImportFrom) and (
            statement.module == "__future__" or statement.names[0].name == "*"
        ):
            return set()
        return {alias.asname or alias.name.partition(".")[0] for alias in statement.names}
    if isinstance(statement, ast.Assign) and all(isinstance(target, ast.Name) for target in statement.targets):
        return (
            {target.id for target in statement.targets if isinstance(target, ast.Name)} if _inert(statement) else set()
        )
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        return {statement.target.id} if _inert(statement) else set()
    return set()


def _inert(statement: ast.Assign | ast.AnnAssign) -> bool:
    """True when leaving the assignment out runs no code less: no call, await or walrus in its value."""
    if statement.value is None:
        return False
    return not any(isinstance(node, ast.Call | ast.Await | ast.NamedExpr) for node in ast.walk(statement.value))


def _unused(tree: ast.Module, reached: set[str], elsewhere: set[str]) -> dict[ast.stmt, set[str]]:
    """Statement of the module -> the names of it that nobody uses any more, of those that legacy reached."""
    gone: dict[ast.stmt, set[str]] = {}
    wanted = set(reached)
    while True:
        left = [s for s in tree.body if s not in gone or isinstance(s, Import)]
        found = False
        for statement in tree.body:
            names = _bound(statement) & wanted - gone.get(statement, set())
            others = uses(s for s in left if s is not statement)
            used = others.plain | _strings(left)
            if not isinstance(statement, Import):
                used |= elsewhere | others.outside
            unused = {
                name for name in names if name not in used and not (name.startswith("__") and name.endswith("__"))
            }
            if isinstance(statement, ast.ImportFrom):
                unused -= elsewhere & unused if _reexported(statement) else set()
            if unused and (isinstance(statement, Import) or unused == _bound(statement)):
                gone.setdefault(statement, set()).update(unused)
                inner = uses([statement])
                wanted |= inner.plain
                found = True
                break
        if not found:
            return gone


def _reexported(statement: ast.ImportFrom) -> bool:
    """`from x import y as y` says that y is this module's own to give."""
    return any(alias.asname == alias.name for alias in statement.names)


def _strings(statements: Iterable[ast.stmt]) -> set[str]:
    """Words of the strings that are no docstrings: `__all__`, annotations, getattr."""
    found: set[str] = set()
    for statement in statements:
        documented = {n.value for n in ast.walk(statement) if isinstance(n, ast.Expr)}
        for node in ast.walk(statement):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in documented:
                found.update(_WORD.findall(node.value))
    return found


def _remove_lines(lines: list[str], first: int, last: int) -> TextEdit:
    """Deletes lines with the comments that stand directly above them, and the blank lines before those."""
    while first > 0 and body(lines[first - 1]).lstrip().startswith("#") and not lines[first - 1].startswith("#!"):
        first -= 1
    before = first
    while before > 0 and not body(lines[before - 1]).strip():
        before -= 1
    if before == 0:
        return delete(0, 0, last + 1, 0) if last + 1 < len(lines) else delete(0, 0, last, len(lines[last]))
    return delete(before - 1, len(body(lines[before - 1])), last, len(body(lines[last])))


def _import_edit(lines: list[str], statement: Import, names: set[str]) -> TextEdit:
    """Takes names out of an import; the whole statement when none is left."""
    first, last = statement.lineno - 1, (statement.end_lineno or statement.lineno) - 1
    if names == {alias.asname or alias.name.partition(".")[0] for alias in statement.names}:
        return (
            delete(first - 1, len(body(lines[first - 1])), last, len(body(lines[last])))
            if first
            else delete(0, 0, last + 1, 0)
        )
    module = cst.parse_module("".join(lines[first : last + 1]))
    line = module.body[0]
    assert isinstance(line, cst.SimpleStatementLine)
    node = line.body[0]
    assert isinstance(node, cst.Import | cst.ImportFrom)
    assert not isinstance(node.names, cst.ImportStar)
    kept = [
        alias for alias in node.names if (alias.evaluated_alias or alias.evaluated_name.partition(".")[0]) not in names
    ]
    if kept[-1] is not node.names[-1]:
        kept[-1] = kept[-1].with_changes(comma=node.names[-1].comma)
    text = module.with_deep_changes(node, names=kept).code
    edit = delete(first, 0, last, len(body(lines[last])))
    return edit.model_copy(update={"new_text": text.rstrip("\r\n")})


def _statements(lines: list[str], gone: dict[ast.stmt, set[str]]) -> Iterator[TextEdit]:
    for statement, names in gone.items():
        if isinstance(statement, ast.Import | ast.ImportFrom):
            yield _import_edit(lines, statement, names)
        else:
            yield _remove_lines(lines, statement.lineno - 1, (statement.end_lineno or statement.lineno) - 1)


def _vessel(source: str, qualname: str, file: str) -> str:
    found = find_dispatch(parse(source, file), qualname)
    if found is None:
        raise UsageError("PV703", f"{qualname} is not wrapped", file=file)
    for keyword in found[1].call.keywords:
        if keyword.arg == "vessel" and isinstance(keyword.value, ast.Constant) and isinstance(keyword.value.value, str):
            return keyword.value.value
    raise Refused("PV709", f"{qualname}: its dispatcher was rewritten by hand", file=file)


def plan_retire(source: str, qualname: str, elsewhere: set[str], file: str = "") -> WrapPlan:
    """Edits that leave the vessel alone to answer `qualname`; `elsewhere` are the names that the project's other files
    may mean (`names_used`). Its `edits` are of the whole text. Raises UsageError PV703 (not wrapped), PV707 (no Python)
    and Refused PV709 (it cannot be done here)."""
    vessel = _vessel(source, qualname, file)
    plain = plan_unwrap(source, qualname, file).after
    bom, plain = ("\ufeff" if plain.startswith("\ufeff") else ""), plain.removeprefix("\ufeff")
    tree = parse(plain, file)
    found = find(plain, tree, qualname, file)
    node, lines = found.node, split_lines(plain)
    nl = newline(lines)
    documented = ast.get_docstring(node, clean=False) is not None
    statements = node.body[1:] if documented else node.body
    message = f'raise NotImplementedError("{found.name} is native, and its vessel did not take this call")'
    head = f"{found.indent}@{NATIVE}(vessel={ascii(vessel).replace(chr(39), chr(34))}){nl}"
    edits = [insert(node.lineno - 1, 0, head)]
    reached = uses(node.body).plain
    if statements:
        start = statements[0]
        first = min([start.lineno, *(d.lineno for d in getattr(start, "decorator_list", []))]) - 1
        before = _before(lines, first, start)
        indent = before
        if before.strip():
            column, indent = len(before), ""
        else:
            column = 0
            while first - 1 > _end_of_head(node, documented) and _is_empty(lines[first - 1]):
                first -= 1
        edit = delete(first, column, found.last, len(body(lines[found.last])))
        edits.append(edit.model_copy(update={"new_text": indent + message}))
    else:  # a documentation, and nothing else
        before = _before(lines, node.body[0].lineno - 1, node.body[0])
        text = f"; {message}" if before.strip() else f"{nl}{before}{message}"
        edits.append(insert(found.last, len(body(lines[found.last])), text))
    after = apply(plain, edits)
    after = _clean(after, reached, elsewhere, file)
    tree, lines = parse(after, file), split_lines(after)
    if not any(isinstance(s, ast.ImportFrom) and any(a.asname == NATIVE for a in s.names) for s in tree.body):
        after = apply(after, [import_edit(tree, lines, newline(lines), IMPORT)])
    try:
        parse(after, file)
    except PivotError as error:
        raise Refused("PV709", f"{qualname} cannot be retired here: {error.message}", file=file) from error
    return WrapPlan(function=qualname, edits=[_whole(source, bom + after)], after=bom + after, vessel=vessel)


def _before(lines: list[str], line: int, statement: ast.stmt) -> str:
    """What stands before a statement on its first line: its indent, or the rest of a head, or a documentation."""
    return lines[line].encode()[: statement.col_offset].decode()


def _end_of_head(node: ast.FunctionDef | ast.AsyncFunctionDef, documented: bool) -> int:
    """The last line (from 0) that must stay: of the documentation, else one from which on only comments are ours."""
    return (node.body[0].end_lineno or node.lineno) - 1 if documented else node.lineno - 1


def _is_empty(line: str) -> bool:
    """A blank line, or a comment."""
    return not line.strip() or line.lstrip().startswith("#")


def _clean(source: str, reached: set[str], elsewhere: set[str], file: str) -> str:
    """The file without what legacy reached and nobody uses."""
    tree = parse(source, file)
    lines = split_lines(source)
    gone = _unused(tree, reached, elsewhere)
    shared = {n for n in range(len(tree.body)) for m in range(n) if tree.body[n].lineno == tree.body[m].end_lineno}
    alone = {s: names for s, names in gone.items() if not any(tree.body[n] is s for n in shared)}
    return apply(source, list(_statements(lines, alone)))


def _whole(before: str, after: str) -> TextEdit:
    lines = split_lines(before)
    return TextEdit(
        start_line=0,
        start_column=0,
        end_line=max(0, len(lines) - 1),
        end_column=len(lines[-1]) if lines else 0,
        new_text=after,
    )

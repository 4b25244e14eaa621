"""Makes a loop of a function a function of its own, called where the loop stood.

    def _report_loop(rows: list[Row], total: float) -> float:
        \"\"\"The loop of `report`.\"\"\"
        for row in rows: ...
        return total

What the loop reads of its function's variables is passed, what is read of them later is returned. Invariants: the loop
is moved as it is written, comments included, and nothing else changes (each plan is parsed and held against the tree
that it should give); a loop that could mean anything else in a function of its own is refused.
"""

import ast
import copy
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

from pivot_lsp.model.errors import Refused, UsageError
from pivot_lsp.model.wrap import TextEdit
from pivot_lsp.source.edits.find import concrete, find, parse
from pivot_lsp.source.edits.text import apply, body, insert, newline, split_lines
from pivot_lsp.source.flow import Flow, Loop, LoopFlow
from pivot_lsp.source.names import SCOPES, bound_by, captures, own, parameters
from pivot_lsp.source.wrapped import find_dispatch

WIDEST = 110
"""Characters of a line that is written here; longer heads have a line a parameter."""

COMPILED = {
    "jit",
    "jitclass",
    "njit",
    "vectorize",
    "guvectorize",
    "cfunc",
    "stencil",
    "script",
    "compile",
    "kernel",
    "function",
}
"""Decorators that read the function's code instead of calling it."""

FILES = {"io", "gzip", "bz2", "lzma"}
"""Modules of the standard library whose `open` gives a file."""

FRAME = {"locals", "vars", "dir", "eval", "exec", "_getframe", "currentframe"}
"""What sees the variables of the function that calls it."""

KINDS: tuple[tuple[tuple[type[ast.AST], ...], str], ...] = (
    ((ast.Return,), "returns from the function"),
    ((ast.Yield, ast.YieldFrom), "yields"),
    ((ast.Await, ast.AsyncFor, ast.AsyncWith), "awaits"),
    ((ast.Global, ast.Nonlocal), "declares names of other scopes"),
    ((ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom), "defines or imports"),
)
"""What keeps a loop where it is."""


@dataclass(frozen=True)
class Extraction:
    """A loop that can stand by itself. `inputs` are passed in this order, `outputs` returned in this one; `walked`:
    the parameter for what the loop walks over, where that is evaluated by the caller."""

    qualname: str
    loop: Loop
    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    walked: str | None = None

    @property
    def parameters(self) -> tuple[str, ...]:
        """The new function's, in order."""
        return (*(() if self.walked is None else (self.walked,)), *self.inputs)


@dataclass(frozen=True)
class ExtractPlan:
    """Edits of the original text, in order of place; `after` is the text with them applied."""

    edits: list[TextEdit]
    after: str


class Extractor:
    """One function of a source. Raises UsageError PV701, PV704, PV707 (see `find`), PV702 (it is behind a flag)."""

    def __init__(self, source: str, qualname: str, file: str = "") -> None:
        self.source, self.qualname, self.file = source, qualname, file
        self.tree = parse(source, file)
        if find_dispatch(self.tree, qualname) is not None:
            raise UsageError("PV702", f"{qualname} is behind a flag", file=file, remedy="pivot unwrap it first")
        self.found = find(source, self.tree, qualname, file)
        self.node = self.found.node
        self._flow = Flow(self.node, self._is_file)

    def loops(self, hot: frozenset[int] = frozenset()) -> list[Loop]:
        """The function's loops as they should be tried: those with most of the `hot` lines (1-based) first, among
        them the outermost, then those with the most loops inside."""
        found = [n for n in own(self.node.body) if isinstance(n, ast.For | ast.While)]
        return sorted(found, key=lambda loop: (-len(hot & lines_of(loop)), loop.col_offset, -_inner(loop), loop.lineno))

    def extraction(self, loop: Loop, *, walked_outside: bool = False) -> Extraction:
        """How `loop` would be extracted. Raises Refused PV712 with the reason when it cannot be."""
        flow = self._flow.loop(loop, walked_outside=walked_outside)
        moved: list[ast.AST] = [loop]
        if walked_outside and isinstance(loop, ast.For):
            moved = [loop.target, *loop.body, *loop.orelse]
        self._function_allows()
        self._scopes_allow(loop, moved, flow)
        outputs = [name for name in _in_order(moved) if name in flow.live]
        wanted = flow.reads | {name for name in outputs if name not in flow.makes}
        inputs = [name for name in _in_order(moved) if name in wanted]
        self._variables_stay(loop, moved, flow, outputs)
        unbound = next((name for name in inputs if name not in flow.bound), None)
        if unbound is not None:
            raise self._refused(loop, f"{unbound} may be unbound when the loop begins, or is only bound in it")
        walked = _fresh("items", self.source) if walked_outside else None
        name = _fresh(f"_{self.node.name.strip('_') or 'the'}_loop", self.source)
        return Extraction(self.qualname, loop, name, tuple(inputs), tuple(outputs), walked)

    def _is_file(self, context: ast.expr) -> bool:
        """Whether a context is certainly a file, which lets every exception out: `open(...)`, `gzip.open(...)`."""
        match context:
            case ast.Call(func=ast.Name(id="open")):
                return not any("open" in bound_by(n) or _starred(n) for n in ast.walk(self.tree))
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="open")) if name in FILES:
                binders = [n for n in ast.walk(self.tree) if name in bound_by(n)]
                return bool(binders) and all(isinstance(n, ast.Import) and name in _whole(n) for n in binders)
            case _:
                return False

    def _refused(self, node: ast.AST, message: str) -> Refused:
        return Refused("PV712", message, file=self.file, line=getattr(node, "lineno", self.node.lineno))

    def _function_allows(self) -> None:
        classes = [n for n in ast.walk(self.tree) if isinstance(n, ast.ClassDef) and self.node in ast.walk(n)]
        for decorator in [d for holder in (*classes, self.node) for d in holder.decorator_list]:
            words = {n.attr if isinstance(n, ast.Attribute) else n.id for n in ast.walk(decorator)
                     if isinstance(n, ast.Attribute | ast.Name)}  # fmt: skip
            if words & COMPILED:
                raise self._refused(decorator, f"a decorator of {self.qualname} may read its code")
        for node in ast.walk(self.node):
            name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
            if name in FRAME:
                raise self._refused(node, f"{name} sees the variables of the function")

    def _scopes_allow(self, loop: Loop, moved: list[ast.AST], flow: LoopFlow) -> None:
        """Refuses what another scope would change the meaning of."""
        within = list(own(moved))
        for node in within:
            said = next((said for kinds, said in KINDS if isinstance(node, kinds)), None)
            if said is not None:
                raise self._refused(node, f"the loop {said}")
            if isinstance(node, ast.comprehension) and node.is_async:
                raise self._refused(loop, "the loop awaits")
        if flow.leaves:
            raise self._refused(loop, "the loop leaves another one around it")
        for node in (inner for top in moved for inner in ast.walk(top)):
            for name in _spelled(node):
                if name in ("super", "__class__"):
                    raise self._refused(node, f"{name} belongs to the class")
                if "." in self.qualname and name.startswith("__") and not name.endswith("__"):
                    raise self._refused(node, f"{name} is private to the class")
        of_module = sorted(set().union(*map(bound_by, within)) - self._flow.variables)
        if of_module:
            raise self._refused(loop, f"the loop binds {of_module[0]}, which is the module's")
        if flow.lost:
            raise self._refused(loop, f"{min(flow.lost)} is read where an exception of the loop is caught")
        gone = {a.id for a in within if isinstance(a, ast.Name) and isinstance(a.ctx, ast.Del)}
        if gone & (flow.reads | flow.live):
            raise self._refused(loop, f"{min(gone & (flow.reads | flow.live))} is deleted in the loop")
        self._closures_allow(loop, within, flow)

    def _variables_stay(self, loop: Loop, moved: list[ast.AST], flow: LoopFlow, outputs: list[str]) -> None:
        """A variable that only the loop binds is none of the function's once the loop is gone: it may not be named."""
        within = set(own(moved))
        outside = [node for node in own(self.node.body) if node not in within]
        bound = parameters(self.node).union(outputs, *map(bound_by, outside))
        named = {n.id for n in outside if isinstance(n, ast.Name)}.union(
            *(captures(n) for n in outside if isinstance(n, SCOPES))
        )
        strayed = (flow.stores & named) - bound
        if strayed:
            raise self._refused(loop, f"{min(strayed)} is bound in the loop alone, and named outside")

    def _closures_allow(self, loop: Loop, within: list[ast.AST], flow: LoopFlow) -> None:
        """A nested function or generator sees a variable, not its value: both must be in one scope, or never change."""
        inside = {node for top in within for node in ast.walk(top)}
        stored = self._flow.stored_outside(loop)
        changed = {n for inner in ast.walk(self.node) if isinstance(inner, ast.Nonlocal) for n in inner.names}
        for node in ast.walk(self.node):
            if not isinstance(node, _LAZY) or node is self.node:
                continue
            taken = frozenset(captures(node)) & self._flow.variables
            clash = taken & (stored | changed) if node in inside else taken & (flow.stores | (changed & flow.reads))
            if clash:
                raise self._refused(node, f"{min(clash)} is shared with a nested function or generator")

    # -- the edit --------------------------------------------------------------------------------------------------

    def plan(self, wanted: Extraction, annotations: Mapping[str, str], result: str | None) -> ExtractPlan:
        """The edits. `annotations`: of parameters, by name; `result`: of what is returned, None to leave it out.

        Raises Refused PV712 when the text that comes out would not be what was planned.
        """
        bom = len(self.source) - len(self.source.removeprefix("\ufeff"))
        lines = split_lines(self.source[bom:])
        nl, loop = newline(lines), wanted.loop
        moved, height = self._moved(lines, wanted, annotations, result)
        first, last = loop.lineno - 1, loop.lineno - 2 + height
        column = len(lines[first]) - len(lines[first].lstrip(" \t\f"))
        walked = None if wanted.walked is None else self._walked(lines, wanted)
        call = _call(wanted, walked)
        top = self._top(lines)
        edits = [
            insert(top, bom if top == 0 else 0, moved + nl * 2 + nl),
            TextEdit(start_line=first, start_column=column, end_line=last, end_column=len(body(lines[last])),
                     new_text=call),
        ]  # fmt: skip
        after = apply(self.source, edits)
        self._prove(after, wanted, call)
        return ExtractPlan(edits, after)

    def _top(self, lines: list[str]) -> int:
        """The line before which the new function goes: above the top-level statement, and the comments that stand
        directly on it, unless the file begins with them."""
        statement = next(s for s in self.tree.body if any(node is self.node for node in ast.walk(s)))
        decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
        line = first = min([statement.lineno, *(d.lineno for d in decorators)]) - 1
        while line and lines[line - 1].startswith("#"):
            line -= 1
        return line or first

    def _moved(
        self, lines: list[str], wanted: Extraction, annotations: Mapping[str, str], result: str | None
    ) -> tuple[str, int]:
        """The new function's text, and how many lines the loop has where it stands."""
        found = self.found
        function, module, offset = concrete(lines, found.first, (found.node.end_lineno or 1) - 1, found.indent)
        loop = _at(function, module, wanted.loop.lineno - 1 - offset)
        loop = loop.with_changes(leading_lines=())
        height = len(split_lines(module.module.code_for_node(loop).rstrip()))
        if wanted.walked is not None and isinstance(loop, cst.For):
            loop = loop.with_changes(iter=cst.Name(wanted.walked))
        head = _head(wanted, annotations, result, module.module.default_indent)
        made = cst.parse_module(head, config=module.module.config_for_parsing)
        shell = cst.ensure_type(made.body[0], cst.FunctionDef)
        block = cst.ensure_type(shell.body, cst.IndentedBlock)
        documentation, *rest = block.body
        whole = shell.with_changes(body=block.with_changes(body=[documentation, loop, *rest[1:]]))
        written = module.module.with_changes(default_newline=newline(lines))
        text = split_lines(written.code_for_node(whole).rstrip())
        ending = len(text) - 1 if wanted.outputs else len(text)
        while not text[ending - 1].strip():  # blank lines that ended the loop's block
            del text[ending - 1]
            ending -= 1
        return "".join(text), height

    def _walked(self, lines: list[str], wanted: Extraction) -> str:
        assert isinstance(wanted.loop, ast.For)
        node = wanted.loop.iter
        text = ast.get_source_segment("".join(lines), node) or ""
        return f"({text})" if isinstance(node, ast.Tuple) and not text.startswith("(") else text

    def _prove(self, after: str, wanted: Extraction, call: str) -> None:
        """Refuses a text whose tree is not the old one with the loop moved and called."""
        expected = copy.deepcopy(self.tree)
        place = next(n for n in ast.walk(expected) if isinstance(n, type(wanted.loop)) and _same(n, wanted.loop))
        moved = copy.deepcopy(place)
        if wanted.walked is not None and isinstance(moved, ast.For):
            moved.iter = ast.Name(wanted.walked, ast.Load())
        for holder in ast.walk(expected):
            for _, block in ast.iter_fields(holder):
                if isinstance(block, list) and any(one is place for one in block):
                    block[next(n for n, one in enumerate(block) if one is place)] = ast.parse(call).body[0]
        try:
            found = ast.parse(after.removeprefix("\ufeff"))
        except (SyntaxError, ValueError) as error:
            raise self._refused(wanted.loop, f"the loop cannot be moved as it is written: {error}") from error
        made = next(s for s in found.body if isinstance(s, ast.FunctionDef) and s.name == wanted.name)
        found.body.remove(made)
        ending = [ast.parse(f"return {', '.join(wanted.outputs)}").body[0]] if wanted.outputs else []
        if [ast.dump(s) for s in made.body[1:]] != [ast.dump(s) for s in [moved, *ending]] or ast.dump(
            found
        ) != ast.dump(expected):
            raise self._refused(wanted.loop, "the loop cannot be moved as it is written")


_LAZY = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef, ast.GeneratorExp)
"""Scopes that may run later than where they stand."""


def lines_of(node: Loop) -> frozenset[int]:
    """The 1-based lines of a loop."""
    return frozenset(range(node.lineno, (node.end_lineno or node.lineno) + 1))


def _starred(node: ast.AST) -> bool:
    return isinstance(node, ast.ImportFrom) and node.names[0].name == "*"


def _whole(node: ast.Import) -> set[str]:
    """The modules that an import binds by their own names."""
    return {alias.name for alias in node.names if alias.asname in (None, alias.name)}


def _inner(loop: Loop) -> int:
    return sum(isinstance(n, ast.For | ast.While | ast.comprehension) for n in ast.walk(loop))


def _same(a: ast.stmt, b: ast.stmt) -> bool:
    return (a.lineno, a.col_offset) == (b.lineno, b.col_offset)


def _in_order(nodes: list[ast.AST]) -> list[str]:
    """Every name of `nodes` once, as they are written."""
    names = [n for top in nodes for n in ast.walk(top) if isinstance(n, ast.Name)]
    names.sort(key=lambda n: (n.lineno, n.col_offset))
    others = [name for top in nodes for n in ast.walk(top) for name in sorted(bound_by(n))]
    return list(dict.fromkeys([*(n.id for n in names), *others]))


def _spelled(node: ast.AST) -> list[str]:
    """The identifiers that a node spells."""
    fields = ("id", "attr", "arg", "name", "rest")
    return [value for f in fields if isinstance(value := getattr(node, f, None), str)]


def _fresh(name: str, source: str) -> str:
    """`name`, with a number if the source has such a word anywhere."""
    words = set(re.findall(r"\w+", unicodedata.normalize("NFKC", source)))
    plain = unicodedata.normalize("NFKC", name)
    return next(one for one in (plain, *(f"{plain}_{n}" for n in range(2, len(words) + 3))) if one not in words)


def _at(function: cst.FunctionDef, module: MetadataWrapper, line: int) -> cst.For | cst.While:
    """The loop that begins on `line` (0-based) of the parsed lines."""
    places = module.resolve(PositionProvider)
    return next(
        node for node, place in places.items()
        if isinstance(node, cst.For | cst.While) and place.start.line == line + 1
    )  # fmt: skip


def _head(wanted: Extraction, annotations: Mapping[str, str], result: str | None, indent: str) -> str:
    """The new function with `pass` in place of its loop."""
    given = [f"{name}: {annotations[name]}" if name in annotations else name for name in wanted.parameters]
    returns = "" if result is None else f" -> {result}"
    line = f"def {wanted.name}({', '.join(given)}){returns}:"
    if len(line) > WIDEST:
        line = "".join([f"def {wanted.name}(\n", *(f"{indent}{one},\n" for one in given), f"){returns}:"])
    ending = f"{indent}return {', '.join(wanted.outputs)}\n" if wanted.outputs else ""
    return f'{line}\n{indent}"""The loop of `{wanted.qualname}`."""\n{indent}pass\n{ending}'


def _call(wanted: Extraction, walked: str | None) -> str:
    given = [*([] if walked is None else [walked]), *wanted.inputs]
    call = f"{wanted.name}({', '.join(given)})"
    return f"{', '.join(wanted.outputs)} = {call}" if wanted.outputs else call

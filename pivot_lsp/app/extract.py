"""Take the hot loop out of a function that cannot be ported, as a function that can.

Invariant: what is offered was asked about: the compiler has taken the new function as it stands in the new text.
"""

import ast
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pivot_lsp.app.port import caches
from pivot_lsp.app.wrap import diff_of, read_source, save
from pivot_lsp.model.errors import Refused, UsageError
from pivot_lsp.model.extract import ExtractReport
from pivot_lsp.model.port import Reason
from pivot_lsp.model.target import Target
from pivot_lsp.port import ir
from pivot_lsp.port.annotations import Speller, Spelling
from pivot_lsp.port.compile import compile_unit
from pivot_lsp.port.frontend.oracle import Oracle, Unknown, consult
from pivot_lsp.port.types import NONE, Type
from pivot_lsp.source.edits.extract import Extraction, Extractor, ExtractPlan
from pivot_lsp.source.flow import Loop

MOST = 4
"""Loops that the compiler is asked about: half a second each."""


def extract(target: Target, hot: Sequence[int] = (), *, dry: bool = False) -> ExtractReport:
    """Extracts the outermost loop with the `hot` lines (1-based) that can stand by itself and be ported; `dry`: writes
    nothing. A refusal is a report. Raises UsageError PV701 (no such function), PV702 (behind a flag), PV704 (defined
    twice), PV707 (syntax), PV713 (it can be ported as it is)."""
    if target.file is None or target.qualname is None:
        raise UsageError("PV701", f"{target} names no function of a file", remedy="write path/to/file.py::function")
    raw, source, encoding = read_source(target.file)
    extractor = Extractor(source, target.qualname, str(target.file))
    if not extractor.loops():
        raise Refused("PV712", f"{target.qualname} has no loop", file=target.file)
    cache = caches(target.root) / "mypy"
    if compile_unit(target, cache).unit is not None:
        raise UsageError(
            "PV713", f"{target.qualname} can be ported as it is", file=target.file, remedy="`pivot port` ports it"
        )
    reasons: list[Reason] = []
    attempt = Attempt(target, extractor, cache)
    for loop, outside in _attempts(extractor, frozenset(hot)):
        found = attempt.made(loop, outside, reasons)
        if found is not None:
            wanted, plan = found
            if not dry:
                save(target.file, raw, plan.after, encoding)
            return ExtractReport(
                status="planned" if dry else "extracted",
                file=str(target.file),
                function=target.qualname,
                extracted=wanted.name,
                line=loop.lineno,
                diff=diff_of(source, plan.after, target.file.name),
                edits=plan.edits,
            )
    return ExtractReport(
        status="refused",
        file=str(target.file),
        function=target.qualname,
        reasons=list({(r.code, r.line, r.message): r for r in reasons}.values()),
    )


def _attempts(extractor: Extractor, hot: frozenset[int]) -> Iterator[tuple[Loop, bool]]:
    """Each loop as it stands, then with what it walks over left to the caller."""
    for loop in extractor.loops(hot):
        yield loop, False
        if isinstance(loop, ast.For) and not isinstance(loop.iter, ast.Name):
            yield loop, True


class Attempt:
    """Tries loops of one function."""

    def __init__(self, target: Target, extractor: Extractor, cache: Path) -> None:
        self._target, self._extractor, self._cache = target, extractor, cache
        self._asked = 0
        self._oracle: Oracle | None = None

    def made(self, loop: Loop, outside: bool, reasons: list[Reason]) -> tuple[Extraction, ExtractPlan] | None:
        """The plan for `loop`; None with the reasons added when there is none."""
        try:
            wanted = self._extractor.extraction(loop, walked_outside=outside)
            if self._asked == MOST:
                return None
            self._asked += 1
            plan = self._plan(wanted, reasons)
        except Refused as refused:
            line = refused.line or loop.lineno
            reasons.append(Reason(code=refused.code, line=line, column=0, message=refused.message))
            return None
        return None if plan is None else (wanted, plan)

    def _plan(self, wanted: Extraction, reasons: list[Reason]) -> ExtractPlan | None:
        """First with the types that mypy knows, then with those that the compiler has made of them."""
        hints = self._hints(wanted)
        speller = Speller(self._extractor.tree, self._target.module, self._top())
        given = {name: t for name, t in hints.items() if t is not None}
        first = self._extractor.plan(wanted, self._spelled(given, speller, wanted), None)
        function = self._compiled(wanted, first, reasons)
        if function is None:
            return None
        types = {parameter.name: parameter.type for parameter in function.params}
        result = self._spelled({"": function.result}, speller, wanted)[""] if function.result != NONE else "None"
        plan = self._extractor.plan(wanted, self._spelled(types, speller, wanted), result)
        return None if self._compiled(wanted, plan, reasons) is None else plan

    def _top(self) -> int:
        node = self._extractor.node
        return next(s.lineno for s in self._extractor.tree.body if any(inner is node for inner in ast.walk(s)))

    def _spelled(self, types: Mapping[str, Type], speller: Speller, wanted: Extraction) -> dict[str, str]:
        found: dict[str, str] = {}
        for name, t in types.items():
            spelling = speller.spell(t)
            if spelling is None:
                what = f"of {name}" if name else "of what it gives"
                raise Refused("PV712", f"the type {what}, {t}, has no name in this file", line=wanted.loop.lineno)
            found[name] = self._written(spelling)
        return found

    def _written(self, spelling: Spelling) -> str:
        later = any(
            isinstance(s, ast.ImportFrom) and s.module == "__future__" and any(a.name == "annotations" for a in s.names)
            for s in self._extractor.tree.body
        )
        return spelling.text if later or spelling.at_once else f'"{spelling.text}"'

    def _hints(self, wanted: Extraction) -> dict[str, Type | None]:
        """What mypy knows of the parameters: where each is read first in the loop, else as it is declared."""
        target, module = self._target, self._target.module
        assert target.file is not None
        if self._oracle is None:
            text = self._extractor.source.removeprefix("\ufeff")
            self._oracle = consult(target.root, {module: (target.file, text)}, self._cache, sys.version_info[:2])
        known = self._oracle.function(module, target.qualname or "")
        found: dict[str, Type | None] = {}
        for name in wanted.inputs:
            declared = None if known is None else known.params.get(name, known.locals.get(name))
            hint = declared if name in wanted.outputs else self._read(wanted, name) or declared
            found[name] = None if hint is None or isinstance(hint, Unknown) else hint
        if wanted.walked is not None and isinstance(wanted.loop, ast.For):
            hint = self._oracle.at(module, wanted.loop.iter)
            found[wanted.walked] = None if hint is None or isinstance(hint, Unknown) else hint
        return found

    def _read(self, wanted: Extraction, name: str) -> Type | None:
        assert self._oracle is not None
        for node in ast.walk(wanted.loop):
            if isinstance(node, ast.Name) and node.id == name:
                hint = self._oracle.at(self._target.module, node)
                return None if isinstance(hint, Unknown) else hint
        return None

    def _compiled(self, wanted: Extraction, plan: ExtractPlan, reasons: list[Reason]) -> ir.Function | None:
        target = self._target.model_copy(update={"qualname": wanted.name})
        assert target.file is not None
        checked = compile_unit(target, self._cache, {target.file: plan.after.removeprefix("\ufeff")})
        if checked.unit is None:
            shift = self._shift(plan, wanted)
            reasons += [r.model_copy(update=shift(r)) for r in checked.reasons]
            return None
        return checked.unit.function(checked.unit.entries[0])

    def _shift(self, plan: ExtractPlan, wanted: Extraction) -> "_Shift":
        made = next(
            s for s in ast.parse(plan.after.removeprefix("\ufeff")).body
            if isinstance(s, ast.FunctionDef) and s.name == wanted.name
        )  # fmt: skip
        return _Shift(made.lineno, made.body[1].lineno, made.end_lineno or made.lineno, wanted, self._own())

    def _own(self) -> str:
        assert self._target.file is not None
        return str(self._target.file.relative_to(self._target.root))


class _Shift:
    """Places of the new function as those of the loop where it stands."""

    def __init__(self, first: int, loop: int, last: int, wanted: Extraction, own: str) -> None:
        self._first, self._last, self._own = first, last, own
        self._line = wanted.loop.lineno
        self._by = wanted.loop.lineno - loop
        self._name, self._function = wanted.name, wanted.qualname

    def __call__(self, reason: Reason) -> dict[str, object]:
        """What changes of a reason."""
        if reason.file not in (None, self._own):
            return {}
        if not self._first <= reason.line <= self._last:
            return {"line": self._line} if reason.line < self._first else {}
        line = max(self._line, reason.line + self._by)
        return {"line": line, "function": self._function if reason.function == self._name else reason.function}

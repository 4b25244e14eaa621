"""From a target to a checked unit: reads the project's text, asks mypy, lowers, judges.

The passes, in order: read (frontend/scope) -> type (frontend/oracle) -> unit (frontend/unit, which lowers) ->
effects -> order of sets -> definite assignment -> scopes -> sharing -> improve. Nothing of the user's is imported or
executed.
"""

import ast
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.port import Inferred, Reason
from pivot_lsp.model.target import Target
from pivot_lsp.port import ir
from pivot_lsp.port.checks import (
    collected,
    effects,
    lazy,
    ordered,
    scopes,
    settables,
    sharing,
    tables,
    unbound,
    unordered,
)
from pivot_lsp.port.frontend.asked import Asked
from pivot_lsp.port.frontend.facts import Facts
from pivot_lsp.port.frontend.frame import refuse_syntax
from pivot_lsp.port.frontend.grammar import GRAMMAR
from pivot_lsp.port.frontend.printing import printing
from pivot_lsp.port.frontend.scope import ClassSymbol, ConstantSymbol, FunctionSymbol, ModuleSymbol, Project, Symbol
from pivot_lsp.port.frontend.unit import UnitBuilder
from pivot_lsp.port.frontend.yields import changed_types
from pivot_lsp.port.improve import improved
from pivot_lsp.port.refusal import Unportable

READINGS = 12
"""How often a unit is read at most: each reading knows the types that the one before has learned."""


@dataclass(frozen=True)
class Checked:
    """A unit that may be emitted, or the reasons why there is none. Exactly one is not empty."""

    unit: ir.Unit | None
    reasons: tuple[Reason, ...]
    inferred: tuple[Inferred, ...] = ()
    """Types of the unit that nobody annotated."""
    notes: tuple[Reason, ...] = ()
    """What is ported, and will be left to legacy more often than not."""


def compile_unit(target: Target, cache: Path, overlay: dict[Path, str] | None = None) -> Checked:
    """The checked unit of the function `target`.

    `cache` is mypy's; `overlay` gives unsaved text by file. Raises UsageError PV200 when the file has no such function.
    """
    return compile_functions(target, [target.qualname or ""], cache, overlay)


def check_unit(target: Target, asked: Asked) -> Checked:
    """As `compile_unit`, for one of many functions of a project: what the questions have in common is done once."""
    return compile_entries(target, [(target.module, target.qualname or "")], asked.cache, asked=asked)


def compile_functions(
    target: Target, names: Sequence[str], cache: Path, overlay: dict[Path, str] | None = None
) -> Checked:
    """The checked unit whose entries are the functions `names` of the target's file."""
    assert target.file is not None
    return compile_entries(target, [(target.module, name) for name in names], cache, overlay)


def compile_entries(
    target: Target,
    entries: Sequence[tuple[str, str]],
    cache: Path,
    overlay: dict[Path, str] | None = None,
    asked: Asked | None = None,
) -> Checked:
    """The checked unit whose entries are functions, as (module, name), of any modules of the target's project."""
    asked = asked or Asked(target.root, cache, overlay, most=1)
    project = asked.project
    try:
        for _ in range(READINGS):
            symbols = []
            for module_name, name in entries:
                module = project.module(module_name)
                if module is None:
                    raise UsageError("PV200", f"{module_name} is not a module under {target.root}")
                symbol = project.entry(module, name)
                if not isinstance(symbol, FunctionSymbol):
                    return Checked(None, (_no_function(name, module.tree),))
                symbols.append(symbol)
            first = project.module(entries[0][0])
            assert first is not None
            oracle = asked.types(_reached_modules(project, symbols), sys.version_info[:2])
            builder = UnitBuilder(project, oracle, GRAMMAR)
            unit = builder.build(symbols, first.relative)
            if not builder.reasons:
                return replace(_judge(unit), inferred=_inferred(unit, project.facts))
            facts = project.facts.copy()
            if not facts.update(builder.learned):
                break
            project = Project(target.root, overlay, facts)
        return Checked(None, tuple(builder.reasons))
    except (SyntaxError, UnicodeDecodeError, ValueError, RecursionError) as error:
        return Checked(None, (_unreadable(error, target),))


def _inferred(unit: ir.Unit, facts: Facts) -> tuple[Inferred, ...]:
    """What the facts said of the unit's functions."""
    functions = {(f.module, f.qualname) for f in unit.functions}
    return tuple(
        Inferred(function=function, name=name or None, type=str(t), source=facts.sources[module, function, name])
        for (module, function, name), t in facts.known.items()
        if (module, function) in functions
    )


def _judge(unit: ir.Unit) -> Checked:
    unit = ordered.settle(effects.settle(unit))
    unit = settables.settle(unordered.settle(unit))
    reasons: list[Reason] = []
    placed: list[ir.Function] = []
    lazily = collected.helpers(unit.functions)
    changes = changed_types(unit.functions) if lazily else {}
    acting = frozenset(n for n, types in changes.items() if types) | (printing(unit.functions) if lazily else set())
    for function in unit.functions:
        try:
            function = unbound.settle(function)
            reasons += [_reason(function, problem) for problem in lazy.check(function, lazily, acting)]
            reasons += [_reason(function, problem) for problem in collected.check(function, lazily, changes)]
            placed.append(scopes.place(function))
        except Unportable as problem:
            reasons.append(_reason(function, problem))
    if not reasons:
        unit, found = sharing.check(unit)
        reasons = [_reason(function, problem) for function, problem in found]
    if reasons:
        return Checked(None, tuple(dict.fromkeys(reasons)))
    notes = tuple(
        dict.fromkeys(_reason(function, note) for function in unit.functions for note in tables.notes(function))
    )
    return Checked(improved(replace(unit, functions=tuple(placed))), (), notes=notes)


def _reason(function: ir.Function, problem: Unportable) -> Reason:
    return Reason(
        code=problem.code,
        line=problem.line,
        column=problem.column,
        message=str(problem),
        file=function.span.file,
        function=function.qualname,
    )


def _unreadable(error: Exception, target: Target) -> Reason:
    problem = (
        refuse_syntax(error)
        if isinstance(error, SyntaxError)
        else Unportable("PV220", f"cannot be read: {error}", 1, 0)
    )
    return Reason(code=problem.code, line=problem.line, column=problem.column, message=str(problem))


def _no_function(name: str, tree: ast.Module) -> Reason:
    known = [n.name for n in tree.body if isinstance(n, ast.FunctionDef)]
    known += [
        f"{c.name}.{n.name}" for c in tree.body if isinstance(c, ast.ClassDef)
        for n in c.body if isinstance(n, ast.FunctionDef) and not n.name.startswith("__")
    ]  # fmt: skip
    message = f"no function {name!r} that can be called from outside; the file has {', '.join(known) or 'none'}"
    return Reason(code="PV200", line=1, column=0, message=message)


def _reached_modules(project: Project, entries: Sequence[FunctionSymbol]) -> dict[str, tuple[Path, str]]:
    """The modules that hold what the entries may reach: over-approximated from the names alone."""
    seen: set[int] = set()
    stack: list[FunctionSymbol | ClassSymbol | ConstantSymbol] = list(entries)
    for entry in entries:  # what a method calls on self stands in its class
        module = project.module(entry.module)
        owner = project.lookup(module, entry.owner) if module is not None and entry.owner else None
        stack += [owner] if isinstance(owner, ClassSymbol) else []
    found: dict[str, tuple[Path, str]] = {}
    while stack:
        symbol = stack.pop()
        node: ast.AST = symbol.value if isinstance(symbol, ConstantSymbol) else symbol.node
        if id(node) in seen:
            continue
        seen.add(id(node))
        module = project.module(symbol.module)
        assert module is not None
        found[module.name] = (module.file, module.source)
        for inner in ast.walk(node):
            meant = _meaning(project, symbol.module, inner)
            if isinstance(meant, FunctionSymbol | ClassSymbol | ConstantSymbol):
                stack.append(meant)
    return found


def _meaning(project: Project, module_name: str, node: ast.AST) -> Symbol | None:
    if isinstance(node, ast.Name):
        module = project.module(module_name)
        return project.lookup(module, node.id) if module is not None else None
    if isinstance(node, ast.Attribute):
        owner = _meaning(project, module_name, node.value)
        return project.member(owner.name, node.attr) if isinstance(owner, ModuleSymbol) else None
    return None

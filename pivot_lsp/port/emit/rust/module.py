"""The port's file: records, constants and functions of a unit, each with the Python lines it comes from."""

import re

from pivot_lsp.port import ir, trees
from pivot_lsp.port.emit.rust.code import block, indented
from pivot_lsp.port.emit.rust.expressions import Expressions
from pivot_lsp.port.emit.rust.facts import Facts, facts_of, holds_region
from pivot_lsp.port.emit.rust.names import identifier
from pivot_lsp.port.emit.rust.scope import Names, Scope, read_names
from pivot_lsp.port.emit.rust.statements import Statements
from pivot_lsp.port.emit.rust.types import LIFE, Types, types_of
from pivot_lsp.port.exceptions import BUILTINS
from pivot_lsp.port.types import NONE


class Port:
    """A unit and the names its parts have in Rust."""

    def __init__(self, unit: ir.Unit) -> None:
        self.unit = unit
        taken: set[str] = set(BUILTINS)
        self.types: Types = types_of(unit, taken)
        constants = _named([c.name for c in unit.constants], taken)
        own = [name.partition(":")[2].rpartition(".")[2] for name in unit.exceptions[len(BUILTINS) :]]
        kinds = dict(enumerate(BUILTINS))
        for index, name in enumerate(own, len(BUILTINS)):
            kinds[index] = identifier(name, taken)
            taken.add(kinds[index])
        functions = _named([f.name for f in unit.functions], taken)
        self.names = Names(functions, constants, kinds)
        self.facts: Facts = facts_of(unit, frozenset(constants))

    # ------------------------------------------------------------ the file

    def text(self) -> str:
        """The whole file."""
        parts = [*self._kinds(), *map(self._record, self.unit.records), *map(self._constant, self.unit.constants)]
        parts += map(self._function, self.unit.functions)
        body = "\n\n".join(parts)
        runtime = "self as rt, " if "rt::" in body else ""
        prelude = f"use pivot_rt::{{{runtime}prelude::*}};" if runtime else "use pivot_rt::prelude::*;"
        return f"{self._head()}\n\n{prelude}\n\n{body}\n"

    def _head(self) -> str:
        entries = [self.unit.function(name) for name in self.unit.entries]
        lines = [f"//! Port of {f.module}.{f.qualname} {cited(f.span)}." for f in entries]
        return "\n".join(lines)

    def _kinds(self) -> list[str]:
        own = list(enumerate(self.unit.exceptions))[len(BUILTINS) :]
        return [
            f"/// `{name.replace(':', '.')}`.\n"
            '#[allow(non_upper_case_globals, reason = "the name of the class")]\n'
            f"const {self.names.kinds[index]}: Kind = Kind({index});"
            for index, name in own
        ]

    def _record(self, record: ir.Record) -> str:
        kept = [f for f in record.fields if f.carried]
        texts = [self.types.text(f.type, LIFE) for f in kept]
        texts = [f"Cell<{t}>" if f.name in record.assigned else t for f, t in zip(kept, texts, strict=True)]
        fields = [f"pub {self.types.fields[record.cls, f.name]}: {text}," for f, text in zip(kept, texts, strict=True)]
        derived = "" if record.assigned else "#[derive(Clone, Copy)]\n"
        head = f"{documented(record.doc, record.span)}\n{derived}#[repr(C)]"
        return f"{head}\npub struct {self.types.struct(record.cls, LIFE)} {block(fields)}"

    # ------------------------------------------------------------ constants

    def _constant(self, constant: ir.Constant) -> str:
        name = self.names.constants[constant.name]
        scope = Scope(self.unit, self.facts, self.types, self.names, outcome=False)
        value = Expressions(scope).text(constant.value, True)
        if not holds_region(constant.type):
            life = "'static" if self.types.lives(constant.type) else ""
            return f"pub const {name}: {self.types.text(constant.type, life)} = {value};"
        inner = f"fn {name}<'a>(cx) -> {self.types.text(constant.type, LIFE)} {{\n{indented(value)}\n}}"
        return "rt::constant! {\n" + indented(inner) + "\n}"

    # ------------------------------------------------------------ functions

    def _function(self, function: ir.Function) -> str:
        scope = Scope(self.unit, self.facts, self.types, self.names, function.raises, read=read_names(function))
        for name in sorted(trees.every_name(function)):
            scope.local(name)
        lines = Statements(scope, function.result).block(function.body, tail=True)
        if function.recursive:
            lines = ["let _level = cx.enter();", *lines]
        return f"{documented(function.doc, function.span)}\npub fn {self._signature(function, scope)} {block(lines)}"

    def _signature(self, function: ir.Function, scope: Scope) -> str:
        """The head; a lifetime is named where two places must agree on it."""
        params = [
            f"{'mut ' if p.mutable else ''}{scope.local(p.name)}: {self.types.text(p.type, LIFE)}"
            for p in function.params
        ]
        if function.name in self.facts.regional:
            params.insert(0, f"cx: &{LIFE} Cx")
        result = self.types.text(function.result, LIFE)
        given = ", ".join(params)
        lives = self.types.lives(function.result)
        generic = f"<{LIFE}>" if given.count(LIFE) > 1 or (lives and LIFE not in given) else ""
        if not generic:
            given, result = (text.replace(f"&{LIFE} ", "&").replace(LIFE, "'_") for text in (given, result))
        if function.raises:
            result = f"Outcome<{result}>"
        arrow = "" if function.result == NONE and not function.raises else f" -> {result}"
        return f"{self.names.functions[function.name]}{generic}({given}){arrow}"


def _named(names: list[str], taken: set[str]) -> dict[str, str]:
    made: dict[str, str] = {}
    for name in names:
        made[name] = identifier(name, taken)
        taken.add(made[name])
    return made


def cited(span: ir.Span) -> str:
    """The Python lines something comes from."""
    lines = str(span.line) if span.line == span.end_line else f"{span.line}-{span.end_line}"
    return f"({span.file.rpartition('/')[2]}:{lines})"


def documented(doc: str, span: ir.Span) -> str:
    """A doc comment: the docstring, and the lines it stands for."""
    lines = [re.sub(r"\s+$", "", line) for line in doc.strip().split("\n")] if doc.strip() else []
    return "\n".join(f"/// {line}" if line else "///" for line in [*lines, *([""] if lines else []), cited(span)])

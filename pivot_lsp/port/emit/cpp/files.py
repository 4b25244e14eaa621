"""A unit's three files: declarations, the port itself, the glue."""

from collections.abc import Iterable

from pivot_lsp.port import ir
from pivot_lsp.port.emit.cpp.effects import EffectTable
from pivot_lsp.port.emit.cpp.expressions import Expressions, Scope, constant, indented, plain_constant
from pivot_lsp.port.emit.cpp.glue import glue
from pivot_lsp.port.emit.cpp.layout import lay_out
from pivot_lsp.port.emit.cpp.names import Globals, safe
from pivot_lsp.port.emit.cpp.statements import Statements, bindings, ends, inner_bindings, reads
from pivot_lsp.port.emit.cpp.types import cpp_type, spelled
from pivot_lsp.port.exceptions import BUILTINS
from pivot_lsp.port.shapes import crossing
from pivot_lsp.port.types import NONE


def emit(unit: ir.Unit) -> dict[str, str]:
    """`{file name: text}` of the port of `unit`."""
    names = Globals(unit)
    stem = names.namespace if names.namespace not in ("glue", "unity") else "port"
    header, source = _header(unit, names), _source(unit, names, stem)
    files = {f"{stem}.hpp": header, f"{stem}.cpp": source, "glue.cpp": glue(unit, names, stem)}
    return {name: "\n".join(lay_out(text.split("\n"))) for name, text in files.items()}


def _title(unit: ir.Unit) -> str:
    functions = ", ".join(f"{unit.module}.{unit.function(e).qualname}" for e in unit.entries)
    return f"// Port of {functions} ({unit.file})."


def _where(span: ir.Span) -> str:
    return f"({span.file.rpartition('/')[2]}:{span.line}-{span.end_line})"


def _doc(text: str, span: ir.Span) -> list[str]:
    """The Python docstring and the lines it comes from, as a doc comment."""
    lines = text.strip().splitlines()
    # A backslash at the end of a line would carry the comment on.
    shown = [f"/// {line.strip()}".rstrip().rstrip("\\") for line in lines]
    return [*shown, f"/// {_where(span)}"] if len(shown) != 1 else [f"{shown[0]} {_where(span)}"]


# ---------------------------------------------------------------- the header


def _header(unit: ir.Unit, names: Globals) -> str:
    lines = [_title(unit), "#pragma once", "", '#include "pivot_rt.hpp"', "", f"namespace {names.namespace} {{", ""]
    lines += ["using namespace rt::literals;", ""]
    own = unit.exceptions[len(BUILTINS) :]
    for index, name in enumerate(own, start=len(BUILTINS)):
        lines.append(f"inline constexpr rt::Kind {names.exceptions[name]}{{{index}}};")
    lines += [""] if own else []
    if len(unit.records) > 1:
        lines += [f"struct {names.records[r.cls]};" for r in unit.records] + [""]
    for record in unit.records:
        lines += _record(record, names)
    for constant_ in unit.constants:
        lines += _constant_declaration(unit, constant_, names)
    lines += [f"{_signature(f, names, named=True)};" for f in unit.functions]
    lines += ["", f"}}  // namespace {names.namespace}", ""]
    if unit.records:
        lines += ["namespace rt {", ""]
        flat = crossing(unit, linked=False)
        for record in unit.records:
            lines += _equality(record, names, "IdentityOps" if record in flat else "ObjectOps")
        lines += ["", "}  // namespace rt", ""]
    return "\n".join(lines)


def _record(record: ir.Record, names: Globals) -> list[str]:
    fields = [
        f"{'mutable ' if f.name in record.assigned else ''}{cpp_type(f.type, names)} {safe(f.name)};"
        for f in record.fields
        if f.carried
    ]
    doc = _doc(record.doc, record.span)
    return [*doc, f"struct {names.records[record.cls]} {{", *indented(fields), "};", ""]


def _equality(record: ir.Record, names: Globals, otherwise: str) -> list[str]:
    owner = f"{names.namespace}::{names.records[record.cls]}"
    fields = "".join(f", &{owner}::{safe(f.name)}" for f in record.fields if f.carried)
    whole = record.eq and all(f.carried for f in record.fields)
    base = f"RecordOps<{owner}{fields}>" if whole else f"{otherwise}<{owner}>"
    return ["template <>", f"struct Ops<const {owner}*> : {base} {{}};"]


def _signature(function: ir.Function, names: Globals, *, named: bool) -> str:
    read = reads(function)
    scope = _scope(function, names)
    params: list[str] = []
    for p in function.params:
        used = p.name in read or p.mutable
        params.append(f"{cpp_type(p.type, names)} {scope.variables[p.name] if used or named else f'/*{p.name}*/'}")
    result = "void" if function.result == NONE else cpp_type(function.result, names)
    return f"{result} {names.functions[function.name]}({', '.join(params)})"


def _scope(function: ir.Function, names: Globals) -> Scope:
    scope = Scope(names.taken.copy())
    scope.declare(bindings(function))
    return scope


# ---------------------------------------------------------------- the port itself


def _source(unit: ir.Unit, names: Globals, stem: str) -> str:
    lines = [_title(unit), f'#include "{stem}.hpp"', "", f"namespace {names.namespace} {{", ""]
    effects = EffectTable(unit)
    for one in unit.constants:
        lines += _constant_definition(unit, one, names, effects)
    for function in unit.functions:
        lines += _function(unit, function, names, effects)
    lines += [f"}}  // namespace {names.namespace}", ""]
    return "\n".join(lines)


def _function(unit: ir.Unit, function: ir.Function, names: Globals, effects: EffectTable) -> list[str]:
    expressions = Expressions(unit, names, effects, _scope(function, names))
    statements = Statements(expressions, function.result, reads(function))
    body = function.body
    if function.result == NONE and body and isinstance(body[-1], ir.Return) and isinstance(body[-1].value, ir.Const):
        body = body[:-1]
    lines = [f"const rt::Depth {expressions.scope.taken.new('depth')};"] if function.recursive else []
    lines += statements.block(body)
    if function.result != NONE and not ends(body):
        lines.append("rt::fall_back(rt::Reason::Internal);  // not reached")
    signature = _signature(function, names, named=False)
    return [*_doc(function.doc, function.span), f"{signature} {{", *indented(lines), "}", ""]


# ---------------------------------------------------------------- module constants


def _constant_declaration(unit: ir.Unit, one: ir.Constant, names: Globals) -> list[str]:
    name, declared = names.constants[one.name], cpp_type(one.type, names)
    if plain_constant(unit, one.name):
        value = _constant_writer(unit, one, names, EffectTable(unit)).write(one.value, not spelled(one.type))
        return [f"inline constexpr {declared} {name} = {value.code};", ""]
    return [f"{constant(declared)}& {name}();", ""]


def _constant_definition(unit: ir.Unit, one: ir.Constant, names: Globals, effects: EffectTable) -> Iterable[str]:
    """Built once, on first use, in memory that stays for the life of the process."""
    if plain_constant(unit, one.name):
        return []
    name, declared = names.constants[one.name], cpp_type(one.type, names)
    value = _constant_writer(unit, one, names, effects).closed(one.value)
    made = f"static {constant(declared)} value = rt::permanent([] {{ return {value.code}; }});"
    return [f"{constant(declared)}& {name}() {{", *indented([made, "return value;"]), "}", ""]


def _constant_writer(unit: ir.Unit, one: ir.Constant, names: Globals, effects: EffectTable) -> Expressions:
    scope = Scope(names.taken.copy())
    scope.declare(inner_bindings(one.value))
    return Expressions(unit, names, effects, scope)

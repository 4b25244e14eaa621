"""The vessel's `lib.rs`: how records cross the boundary, and the functions that C calls. Nobody has to read it."""

from pivot_lsp.port import ir
from pivot_lsp.port.emit.rust.code import indented
from pivot_lsp.port.emit.rust.module import Port
from pivot_lsp.port.emit.rust.names import crate_module
from pivot_lsp.port.emit.rust.types import LIFE
from pivot_lsp.port.shapes import crossing, symbol

# Lints against what a port keeps on purpose: the author's statements, names and parameters.
_RUSTC = ("unused_assignments", "unused_imports", "non_snake_case", "non_camel_case_types")
_CLIPPY = (
    "approx_constant assign_op_pattern blocks_in_conditions bool_comparison collapsible_else_if collapsible_if "
    "comparison_chain diverging_sub_expression doc_lazy_continuation eq_op excessive_precision "
    "explicit_counter_loop filter_next never_loop iter_skip_next map_identity identity_op if_same_then_else implicit_saturating_sub int_plus_one let_and_return "
    "manual_clamp manual_find manual_range_contains manual_swap needless_bool needless_late_init "
    "neg_cmp_op_on_partial_ord neg_multiply nonminimal_bool question_mark redundant_closure single_match "
    "too_many_arguments type_complexity unnecessary_cast while_let_loop"
)


def glue(port: Port) -> str:
    """The text of `lib.rs`."""
    unit, module = port.unit, crate_module(port.unit.module)
    lints = "\n".join(indented(f"{lint},") for lint in (*_RUSTC, *(f"clippy::{name}" for name in _CLIPPY.split())))
    parts = [
        f"//! The boundary of the vessel of {unit.module}, generated with `{module}.rs`, which is the port.",
        f'#![allow(\n{lints}\n    reason = "the port keeps the statements and names of its Python source"\n)]',
        f"mod {module};",
        "use pivot_rt as rt;",
        *(_record(port, module, r) for r in unit.records),
        *(_wire(port, r) for r in crossing(unit, linked=False)),
        *(_linked(port, r) for r in crossing(unit, linked=True)),
        *(_export(port, module, unit.function(name)) for name in unit.entries),
    ]
    return "\n\n".join(parts) + "\n"


def _record(port: Port, module: str, record: ir.Record) -> str:
    name = port.types.names[record.cls]
    # two handles may be one object of the caller's, unless objects cross with their identity
    known = record not in crossing(port.unit, linked=False)
    how = "eq" if record.eq else "object" if known else "identity"
    return f"use {module}::{name};\nrt::same!({_described(port, record)}, {how});"


def _wire(port: Port, record: ir.Record) -> str:
    return f"rt::record!({_described(port, record)}, {'frozen' if record.frozen else 'mutable'});"


def _linked(port: Port, record: ir.Record) -> str:
    return f"rt::linked_record!({_described(port, record)});"


def _described(port: Port, record: ir.Record) -> str:
    types = port.types
    fields = [
        f"{types.fields[record.cls, f.name]}: {_qualified(port, f)}{' = cell' if f.name in record.assigned else ''}"
        for f in record.fields
        if f.carried
    ]
    inside = f" {', '.join(fields)} " if fields else " "
    return f"{types.names[record.cls]}: {types.struct(record.cls, LIFE)} {{{inside}}}"


def _qualified(port: Port, field: ir.RecordField) -> str:
    text = port.types.text(field.type, LIFE)
    for word in ("List<", "Dict<", "Set<", "Str<", "Bytes<"):
        text = text.replace(word, "rt::" + word)
    return text


def _export(port: Port, module: str, function: ir.Function) -> str:
    region = ["cx"] if function.name in port.facts.regional else []
    end = "?" if function.raises else ""
    if function.name in port.unit.linked:
        names = [f"arg{i}" for i in range(len(function.params))]
        called = f"{module}::{port.names.functions[function.name]}({', '.join([*region, *names])}){end}"
        return f"rt::export_linked!({symbol(function.name)}(cx) {{ {', '.join(names)} }} => {called});"
    args = ", ".join([*region, *("args.take()" for _ in function.params)])
    called = f"{module}::{port.names.functions[function.name]}({args}){end}"
    return f"rt::export!({symbol(function.name)}(cx, args) => {called});"

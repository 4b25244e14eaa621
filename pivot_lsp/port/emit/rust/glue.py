"""The vessel's `lib.rs`: how records cross the boundary, and the functions that C calls. Nobody has to read it."""

from pivot_lsp.port import ir
from pivot_lsp.port.emit.rust.code import indented
from pivot_lsp.port.emit.rust.expressions import field_name
from pivot_lsp.port.emit.rust.module import Port
from pivot_lsp.port.emit.rust.names import crate_module
from pivot_lsp.port.emit.rust.types import LIFE
from pivot_lsp.port.shapes import symbol

# Lints against what a port keeps on purpose: the author's statements, names and parameters.
_ALLOWED = (
    "unused_assignments", "unused_imports", "non_snake_case", "non_camel_case_types", "clippy::approx_constant",
    "clippy::assign_op_pattern", "clippy::blocks_in_conditions", "clippy::bool_comparison",
    "clippy::collapsible_else_if", "clippy::collapsible_if", "clippy::comparison_chain", "clippy::doc_lazy_continuation",
    "clippy::diverging_sub_expression", "clippy::eq_op", "clippy::excessive_precision", "clippy::explicit_counter_loop", "clippy::if_same_then_else",
    "clippy::identity_op", "clippy::implicit_saturating_sub", "clippy::int_plus_one", "clippy::let_and_return",
    "clippy::manual_clamp", "clippy::manual_find", "clippy::manual_range_contains", "clippy::manual_swap", "clippy::needless_bool",
    "clippy::needless_late_init", "clippy::neg_cmp_op_on_partial_ord", "clippy::neg_multiply",
    "clippy::nonminimal_bool", "clippy::question_mark", "clippy::redundant_closure", "clippy::single_match", "clippy::too_many_arguments",
    "clippy::type_complexity", "clippy::unnecessary_cast", "clippy::while_let_loop",
)  # fmt: skip


def glue(port: Port) -> str:
    """The text of `lib.rs`."""
    unit, module = port.unit, crate_module(port.unit.module)
    lints = "\n".join(indented(f"{lint},") for lint in _ALLOWED)
    parts = [
        f"//! The boundary of the vessel of {unit.module}, generated with `{module}.rs`, which is the port.",
        f'#![allow(\n{lints}\n    reason = "the port keeps the statements and names of its Python source"\n)]',
        f"mod {module};",
        "use pivot_rt as rt;",
        *(_record(port, module, r) for r in unit.records),
        *(_export(port, module, unit.function(name)) for name in unit.entries),
    ]
    return "\n\n".join(parts) + "\n"


def _record(port: Port, module: str, record: ir.Record) -> str:
    types = port.types
    name = types.names[record.cls]
    fields = [f"{field_name(f.name)}: {_qualified(port, f)}" for f in record.fields if f.carried]
    struct = types.struct(record.cls, LIFE)
    words = f"{'frozen' if record.frozen else 'mutable'}, {'eq' if record.eq else 'identity'}"
    inside = f" {', '.join(fields)} " if fields else " "
    return f"use {module}::{name};\nrt::record!({name}: {struct} {{{inside}}}, {words});"


def _qualified(port: Port, field: ir.RecordField) -> str:
    text = port.types.text(field.type, LIFE)
    for word in ("List<", "Dict<", "Str<"):
        text = text.replace(word, "rt::" + word)
    return text


def _export(port: Port, module: str, function: ir.Function) -> str:
    region = ["cx"] if function.name in port.facts.regional else []
    args = ", ".join([*region, *("args.take()" for _ in function.params)])
    end = "?" if function.raises else ""
    called = f"{module}::{port.names.functions[function.name]}({args}){end}"
    return f"rt::export!({symbol(function.name)}(cx, args) => {called});"

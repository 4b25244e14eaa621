"""The generated file between the port and the bridge: wire forms of records, one C symbol an entry function."""

from pivot_lsp.port import ir
from pivot_lsp.port.emit.cpp.names import Globals, safe
from pivot_lsp.port.shapes import crossing, symbol
from pivot_lsp.port.types import RecordT, walk


def glue(unit: ir.Unit, names: Globals, stem: str) -> str:
    """The text of `glue.cpp`."""
    lines = [
        "// Generated: carries calls between the bridge and the port. Rebuilding the port writes it anew.",
        f'#include "{stem}.hpp"',
        "",
    ]
    if unit.records:
        lines += ["namespace rt {", ""]
        flat = crossing(unit, linked=False)
        lines += [line for record in _innermost_first(unit) if record in flat for line in _wire(record, names)]
        lines += [line for record in crossing(unit, linked=True) for line in _linked(record, names)]
        lines += ["", "}  // namespace rt", ""]
    lines += ['extern "C" {', ""]
    for entry in unit.entries:
        function = f"{names.namespace}::{names.functions[entry]}"
        lines += [
            f'[[gnu::visibility("default")]] std::int32_t {symbol(entry)}('
            "const rt::Slot* args, rt::Slot* out, rt::Ctx* ctx) {",
            f"    return rt::call{'_linked' if entry in unit.linked else ''}<&{function}>(args, out, ctx);",
            "}",
        ]
    return "\n".join([*lines, "", '}  // extern "C"', ""])


def _wire(record: ir.Record, names: Globals) -> list[str]:
    owner = f"{names.namespace}::{names.records[record.cls]}"
    parts = [owner, "true" if record.frozen else "false"]
    parts += [f"&{owner}::{safe(f.name)}" for f in record.fields if f.carried]
    return ["template <>", f"struct Wire<const {owner}*> : RecordWire<{', '.join(parts)}> {{}};"]


def _linked(record: ir.Record, names: Globals) -> list[str]:
    owner = f"{names.namespace}::{names.records[record.cls]}"
    parts = [owner, *(f"&{owner}::{safe(f.name)}" for f in record.fields if f.carried)]
    return [
        "template <>",
        f"struct Linked<const {owner}*> : Reference<const {owner}*> {{}};",
        "template <>",
        f"struct Object<const {owner}*> : RecordObject<{', '.join(parts)}> {{}};",
    ]


def _innermost_first(unit: ir.Unit) -> list[ir.Record]:
    """Records in an order in which each stands after those inside it."""
    found: list[ir.Record] = []

    def visit(record: ir.Record, outer: frozenset[str]) -> None:
        if record in found or record.cls in outer:
            return
        for one in record.fields:
            for inner in walk(one.type) if one.carried else ():
                if isinstance(inner, RecordT):
                    visit(unit.record(inner.cls), outer | {record.cls})
        found.append(record)

    for record in unit.records:
        visit(record, frozenset())
    return found

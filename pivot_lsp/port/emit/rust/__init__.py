"""The Rust back end: a unit as a port a person can read (`<module>.rs`) and the boundary C calls (`lib.rs`)."""

from pivot_lsp.port import ir
from pivot_lsp.port.emit.rust.glue import glue
from pivot_lsp.port.emit.rust.module import Port
from pivot_lsp.port.emit.rust.names import crate_module


def emit(unit: ir.Unit) -> dict[str, str]:
    """`{file name: text}` of the port and its glue. Pure: the same unit gives the same text."""
    port = Port(unit)
    return {f"{crate_module(unit.module)}.rs": port.text(), "lib.rs": glue(port)}

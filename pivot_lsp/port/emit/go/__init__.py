"""The Go back end: a unit to the text of a Go package.

Two files: the port itself, which is meant to be read and owned by people, and `glue.go`, which takes it from the
wire and is generated anew with it. Both are exactly as gofmt would have them. The package imports the runtime
`pivot/rt`; the builder lays both out in one module.
"""

from pivot_lsp.port import ir
from pivot_lsp.port.emit.go.glue import Glue
from pivot_lsp.port.emit.go.module import package_name, port_text
from pivot_lsp.port.emit.go.names import Names


def emit(unit: ir.Unit) -> dict[str, str]:
    """`{file name: text}` of the package. Raises Refused for what Go cannot hold (a tuple of more than 16 items)."""
    names = Names(unit)
    package = package_name(unit)
    return {f"{package}.go": port_text(unit, names, package), "glue.go": Glue(unit, names).text(package)}

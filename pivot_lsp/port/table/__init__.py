"""Every operator, built-in function and method a unit may use, a row each.

Adding a row, its function in the three native runtimes and its conformance cases is all it takes to support one more.
"""

from pivot_lsp.port.table import arrays, containers, deques, maths, numbers, octets, sets, strings
from pivot_lsp.port.table.rows import Row, Table

TABLE = Table(
    (
        *numbers.ROWS,
        *maths.ROWS,
        *strings.ROWS,
        *sets.ROWS,
        *deques.ROWS,
        *octets.ROWS,
        *arrays.ROWS,
        *containers.ROWS,
    )
)

__all__ = ["TABLE", "Row"]

"""The rows that the row generators of the back ends can call one by one.

Sets, deques, bytes, NumPy's arrays and scalars and what only the front end writes are held by the conformance files instead:
their arguments are no values that these generators make.
"""

from pivot_lsp.port.table import TABLE
from pivot_lsp.port.table.rows import Row
from pivot_lsp.port.types import NP_BOOL, NP_FLOAT, NP_INT, ArrayT, BytesT, DequeT, ExcT, SetT, UnionT, walk

INTERNAL = {"default", "give_up", "delslice", "setslice", "is", "next", "chain", "print", "print.flush", "rest", "cycle",
            "islice"}  # fmt: skip
"""Rows that no call of values is by itself: statements, output, identities, and what only the front end writes."""


def is_plain(row: Row) -> bool:
    """Whether the generators take the row."""
    kinds = [kind for t in (*row.params, row.result) for kind in walk(t)]
    odd = any(isinstance(kind, SetT | DequeT | ArrayT | BytesT | ExcT | UnionT) for kind in kinds)
    return row.key not in INTERNAL and not odd and not {NP_FLOAT, NP_INT, NP_BOOL} & set(kinds)


PLAIN = [row for row in TABLE if is_plain(row)]

"""bytes: natively the tuple of its ints. What else it can do is said in terms of these (`frontend/octets.py`)."""

from pivot_lsp.port.table.rows import row

ROWS = (
    row("as_list", "(bytes) -> list[int]", rust="{0}.ints()", go="{0}", cpp="{0}"),
    # of a list that nobody else holds, of ints in 0..255
    row("as_bytes", "(list[int]) -> bytes", rust="Bytes::of({0})", go="{0}", cpp="rt::Tuple<rt::Int>({0})"),
    row("truth", "(bytes) -> bool", rust="!{0}.is_empty()", go="rt.Len({0}) != 0", cpp="!{0}.empty()"),
    row("getitem", "(bytes, int) -> int", "byte_at", raises=("IndexError",)),
)

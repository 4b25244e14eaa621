"""The unit: the closure of what the entry functions reach, lowered function by function.

`builder` is what the lowering of a function asks, and goes through the functions that wait; what it collects lies in
one module each: `signatures`, `functions`, `helpers` (of the prelude), `records`, `constants`.
"""

from pivot_lsp.port.frontend.unit.builder import UnitBuilder

__all__ = ["UnitBuilder"]

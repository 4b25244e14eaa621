"""What makes a checked unit faster and leaves its meaning: each module rests on a proof that its docstring gives.

Every rule is one of Python or of the type system; none measures, none guesses. The emitters know nothing of it.
"""

from pivot_lsp.port import ir
from pivot_lsp.port.improve import filled, letters, points, ranges, room, views


def improved(unit: ir.Unit) -> ir.Unit:
    """The unit as it is emitted. Relies on `checks/scopes` having placed the declarations."""
    for settle in (letters.settle, points.settle, room.settle, views.settle, filled.settle, ranges.settle):
        unit = settle(unit)
    return unit

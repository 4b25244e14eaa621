"""Who lowers what: the one place that knows every module of the lowering. `compile` hands it to each unit, and the
modules reach each other through it (`lowering.py`), so that none of them imports another that imports it."""

from pivot_lsp.port.frontend import arithmetic, comparisons, expressions, marks, own_calls, spelling, statements
from pivot_lsp.port.frontend.lowering import Lowering

GRAMMAR = Lowering(
    expressions=expressions.HANDLERS,
    statements=statements.HANDLERS,
    refused=statements.REFUSED,
    operation=arithmetic.operation,
    ordered=comparisons.ordered,
    of_marks=marks.operation,
    spelled=spelling.spelled,
    own_truth=own_calls.truth,
)

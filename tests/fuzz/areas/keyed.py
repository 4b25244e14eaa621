"""TypedDicts: read, stored in, changed through every name, printed."""

from pivot_lsp.port.types import INT, STR, ListT
from tests.fuzz.areas.pen import Pen, put, small, some
from tests.fuzz.expressions import Scope

DECLARATIONS = """
class Row(TypedDict):
    name: str
    qty: int
    tags: list[str]
"""
"""The class that every batch declares."""


def rows(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """One dict under two names, and in a list."""
    row, other, many = (pen.make.fresh("o") for _ in range(3))
    name, tags = some(pen, STR, scope, 1), some(pen, ListT(STR), scope, 1)
    pen.line(indent, f"{row}: Row = {{'name': {name}, 'qty': {small(pen, scope)}, 'tags': list({tags})}}")
    pen.line(indent, f"{other} = {pen.rng.choice((row, row, f'{row}.copy()'))}")
    pen.line(indent, f"{many}: list[Row] = [{row}, {other}, Row(name='z', qty=2, tags={row}['tags'])]")
    for _ in range(pen.rng.choice((1, 2, 3))):
        pen.line(
            indent,
            pen.rng.choice(
                (
                    f"{row}['qty'] += {small(pen, scope)}",
                    f"{many}[{pen.rng.choice((0, 1, 2))}]['qty'] = {other}['qty'] * 2",
                    f"{other}['tags'].append({some(pen, STR, scope, 1)})",
                    f"{other}['tags'] += [{row}['name']]",
                    f"{row}['tags'] = {many}[2]['tags'][:2]",
                    f"{row}['name'], {other}['qty'] = {other}['name'] + '!', {row}['qty'] - 1",
                    f"for r in {many}: r['qty'] += len(r['tags'])",
                )
            ),
        )
    t, text = pen.rng.choice(
        (
            (INT, f"sum(r['qty'] for r in {many})"),
            (STR, f"str({many}[2])"),
            (STR, f"f\"{{{row}['name']}}{{{other}['qty']:>4}}\""),
            (INT, f"int({row} == {other}) + len({many}[1]['tags'])"),
            (INT, f"{row}.get('qty', 5) - int('qty' in {other})"),
            (ListT(STR), f"[r['name'] for r in sorted({many}, key=lambda r: r['qty'])]"),
            (ListT(STR), f"{row}['tags']"),
        )
    )
    put(pen, scope, indent, t, text)


KEYED = (rows,)

"""A text that an inner loop walks over, again and again, by the numbers of its characters is decoded once, before.

Why the meaning stays. A text never changes; the variable that holds it is bound before the outermost loop and not in
it, and decoding ends with no exception. What it costs is one walk over the text and room for its numbers.
"""

from collections.abc import Iterator
from dataclasses import replace

from pivot_lsp.port import ir, trees
from pivot_lsp.port.improve import bound as binding
from pivot_lsp.port.improve import changes
from pivot_lsp.port.improve.changes import Known
from pivot_lsp.port.table.rows import Row
from pivot_lsp.port.types import INT, STR, IterT, ViewT

_NUMBERS = ViewT(INT)
_DECODED = Row(
    "points.list", (STR,), _NUMBERS, rust="{0}.point_list({cx}).view()", go="rt.PointList({0})",
    cpp="rt::view(rt::point_list({0}))",
)  # fmt: skip
_WALK = Row("iter", (_NUMBERS,), IterT(INT), rust="{0}.iter()", go="rt.Each({0})", cpp="{0}")


def settle(unit: ir.Unit) -> ir.Unit:
    """`unit` in which inner loops walk over decoded texts."""
    if not any(trees.operates(f, "points") for f in unit.functions):
        return unit
    known = changes.of_functions(unit)
    return replace(unit, functions=tuple(_of(f, known) for f in unit.functions))


def _of(function: ir.Function, known: Known) -> ir.Function:
    bound = frozenset(p.name for p in function.params)
    return replace(function, body=_block(function.body, bound, known, trees.every_name(function)))


def _block(body: tuple[ir.Stmt, ...], bound: frozenset[str], known: Known, taken: set[str]) -> tuple[ir.Stmt, ...]:
    made: list[ir.Stmt] = []
    for one in body:
        if isinstance(one, ir.For | ir.While):
            steady = bound - changes.of((one,), known).names
            texts = {t.name: t for t in _walked_inside(one) if t.name in steady}
            inside = one.body
            for text in texts.values():
                numbers = ir.Var(trees.fresh(f"{text.name}_points", taken), _NUMBERS, text.span)
                decoded = ir.Prim(_DECODED, (text,), _NUMBERS, text.span)
                made.append(ir.Assign(numbers.name, decoded, True, False, text.span))
                inside = _through(inside, text.name, numbers)
            made.append(trees.with_blocks(one, iter([inside])))
        else:
            blocks = (_block(b, bound | binding.inside(one), known, taken) for b in trees.blocks(one))
            made.append(trees.with_blocks(one, blocks))
        bound = binding.after(one, bound) or bound
    return tuple(made)


def _walked_inside(loop: ir.For | ir.While) -> Iterator[ir.Var]:
    for one in trees.statements(loop.body):
        if isinstance(one, ir.For) and (text := _text(one.iterable)) is not None:
            yield text


def _text(iterable: ir.Expr) -> ir.Var | None:
    """The text of whose code points the iterable gives the numbers, maybe numbered themselves."""
    match iterable:
        case ir.Prim(row=r, args=(ir.Var() as text,)) if r.key == "points":
            return text
        case ir.Prim(row=r, args=(inner, *_)) if r.key == "enumerate":
            return _text(inner)
        case _:
            return None


def _through(body: tuple[ir.Stmt, ...], text: str, numbers: ir.Var) -> tuple[ir.Stmt, ...]:
    """`body` whose loops walk over `numbers` instead of over the text."""

    def walked(iterable: ir.Expr) -> ir.Expr:
        assert isinstance(iterable, ir.Prim)
        if iterable.row.key == "enumerate":
            return replace(iterable, args=(walked(iterable.args[0]), *iterable.args[1:]))
        return ir.Prim(_WALK, (replace(numbers, span=iterable.span),), IterT(INT), iterable.span)

    made: list[ir.Stmt] = []
    for one in body:
        inner = trees.with_blocks(one, (_through(b, text, numbers) for b in trees.blocks(one)))
        if isinstance(inner, ir.For) and (own := _text(inner.iterable)) is not None and own.name == text:
            inner = replace(inner, iterable=walked(inner.iterable))
        made.append(inner)
    return tuple(made)

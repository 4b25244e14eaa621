"""Comprehensions as the loops they stand for."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from pivot_lsp.port import ir, trees
from pivot_lsp.port.emit.go.loops import Round, header
from pivot_lsp.port.emit.go.syntax import Unary, indent, render
from pivot_lsp.port.emit.go.usage import free, resized_in
from pivot_lsp.port.types import OptionalT

if TYPE_CHECKING:
    from pivot_lsp.port.emit.go.expressions import Expressions


def returning(ex: "Expressions", comp: ir.Comp, give: Callable[[str], str]) -> list[str]:
    """Statements that compute `comp` and return it; `give` writes the statement that returns a text."""
    if comp.kind in ("any", "all"):
        found = "true" if comp.kind == "any" else "false"

        def leave() -> list[str]:
            test = ex.text(comp.element) if comp.kind == "any" else _negated(ex, comp.element)
            return [f"if {test} {{", indent(give(found)), "}"]

        return [*_loops(ex, comp, leave), give("false" if comp.kind == "any" else "true")]
    if comp.kind == "first":
        assert isinstance(comp.type, OptionalT)
        nothing = give(f"rt.Nothing[{ex.names.type(comp.type.inner)}]()")
        return [*_loops(ex, comp, lambda: [give(f"rt.Some({_argument(ex, comp.element)})")]), nothing]
    name = ex.locals.fresh("made")
    return [*filling(ex, comp, name), give(name)]


def filling(ex: "Expressions", comp: ir.Comp, name: str) -> list[str]:
    """Statements that declare `name` and fill it with what `comp` makes."""
    kind = ex.names.type(comp.type)
    empty = kind.replace("*rt.Dict", "rt.NewDict", 1) if comp.kind == "dict" else kind.replace("*rt.", "rt.New", 1)

    def add() -> list[str]:
        if comp.key is not None:
            return [f"rt.Set({name}, {_argument(ex, comp.key)}, {_argument(ex, comp.element)})"]
        if comp.kind == "set":
            return [f"rt.AddElement({name}, {_argument(ex, comp.element)})"]
        return [f"rt.Push({name}, {_argument(ex, comp.element)})"]

    return [f"{name} := {empty}()", *_loops(ex, comp, add)]


def _argument(ex: "Expressions", e: ir.Expr) -> str:
    """gofmt prints the arguments of a call with several one level deeper."""
    return render(ex.node(e), 2)


def _negated(ex: "Expressions", e: ir.Expr) -> str:
    if isinstance(e, ir.Prim) and e.row.key == "not":
        return ex.text(e.args[0])
    return render(Unary("!", ex.node(e)))


def _loops(ex: "Expressions", comp: ir.Comp, innermost: Callable[[], list[str]]) -> list[str]:
    def level(index: int) -> list[str]:
        if index == len(comp.clauses):
            return innermost()
        clause = comp.clauses[index]
        read = _read_inside(comp, index)
        around = Round(lambda n: n in read, lambda n: False, resized_in(comp, ex.names.resizing))
        head = header(ex, clause.pattern, clause.iterable, around)
        inner = level(index + 1)
        for test in reversed(clause.tests):
            inner = [f"if {ex.text(test)} {{", *map(indent, inner), "}"]
        return [head.text, *map(indent, [*head.first, *inner]), "}"]

    return level(0)


def _read_inside(comp: ir.Comp, index: int) -> frozenset[str]:
    """What is read where the variables of clause `index` are known."""
    found = set(free(comp.element) | (free(comp.key) if comp.key is not None else frozenset()))
    for later in reversed(comp.clauses[index + 1 :]):
        for test in later.tests:
            found |= free(test)
        found -= set(trees.bound_names(later.pattern))
        found |= free(later.iterable)
    for test in comp.clauses[index].tests:
        found |= free(test)
    return frozenset(found)

"""Headers of loops, for statements and for comprehensions: what Go ranges over, and what a round begins with."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pivot_lsp.port import ir, trees
from pivot_lsp.port.emit.go.names import item_name
from pivot_lsp.port.emit.go.syntax import Atom, Binary, CallNode, Node, Select, call, render
from pivot_lsp.port.emit.go.usage import listed
from pivot_lsp.port.types import STR, DictT, Type, ViewT

if TYPE_CHECKING:
    from pivot_lsp.port.emit.go.expressions import Expressions


@dataclass(frozen=True)
class Round:
    """What the loop's body does: which names it reads, which it assigns, lists of which types may change in length."""

    reads: Callable[[str], bool]
    assigns: Callable[[str], bool]
    resized: frozenset[Type]


@dataclass(frozen=True)
class Header:
    """`for <text> {` and the lines a round begins with."""

    text: str
    first: list[str]


def header(ex: "Expressions", pattern: ir.Pattern, iterable: ir.Expr, around: Round) -> Header:
    """How to walk over `iterable`."""
    counted = _count(ex, pattern, iterable, around)
    if counted is not None:
        return Header(counted, _touch(ex, pattern, around))
    letters = _letters(ex, pattern, iterable, around)
    if letters is not None:
        return letters
    if isinstance(pattern, ir.TuplePattern) and len(pattern.items) == 2:
        pairs = _pairs(ex, iterable, around)
        if pairs is not None:
            first: list[str] = []
            one, two = (_target(ex, item, around, first) for item in pattern.items)
            return Header(f"for {_clause(one, two)}range {render(pairs)} {{", first)
    first = []
    target = _target(ex, pattern, around, first)
    items = listed(iterable)
    if items is not None and items.type not in around.resized:
        return Header(f"for {_clause('_', target)}range {render(items_of(ex, items))} {{", first)
    return Header(f"for {_clause(target, '_')}range {ex.text(iterable)} {{", first)


def items_of(ex: "Expressions", items: ir.Expr) -> Node:
    """The slice of a list's items; a view is it."""
    return ex.node(items) if isinstance(items.type, ViewT) else Select(ex.node(items), "Items")


def _clause(one: str, two: str) -> str:
    if two != "_":
        return f"{one}, {two} := "
    return f"{one} := " if one != "_" else ""


def _target(ex: "Expressions", pattern: ir.Pattern, around: Round, first: list[str]) -> str:
    """The variable that takes an item; `first` gets the lines that take it apart."""
    if isinstance(pattern, ir.Name):
        if around.reads(pattern.name):
            return ex.variable(pattern.name)
        if not around.assigns(pattern.name):
            return "_"
        first.append(f"_ = {ex.variable(pattern.name)}")
        return ex.variable(pattern.name)
    if not any(around.reads(n) or around.assigns(n) for n in trees.bound_names(pattern)):
        return "_"
    whole = ex.locals.fresh("item")
    first += taken_apart(ex, pattern, whole, around)
    return whole


def taken_apart(ex: "Expressions", pattern: ir.TuplePattern, whole: str, around: Round) -> list[str]:
    """`a, b := whole.A, whole.B`, without the names that nothing reads."""
    names: list[str] = []
    values: list[str] = []
    later: list[str] = []
    for index, item in enumerate(pattern.items):
        target = _target(ex, item, around, later)
        if target != "_":
            names.append(target)
            values.append(f"{whole}.{item_name(index)}")
    return [f"{', '.join(names)} := {', '.join(values)}", *later]


def _touch(ex: "Expressions", pattern: ir.Pattern, around: Round) -> list[str]:
    if isinstance(pattern, ir.Name) and around.assigns(pattern.name) and not around.reads(pattern.name):
        return [f"_ = {ex.variable(pattern.name)}"]
    return []


def _count(ex: "Expressions", pattern: ir.Pattern, iterable: ir.Expr, around: Round) -> str | None:
    """range() as a counting loop; the bounds are evaluated once. None where the body assigns the number."""
    if not (isinstance(iterable, ir.Prim) and iterable.row.key == "range" and isinstance(pattern, ir.Name)):
        return None
    used = around.reads(pattern.name) or around.assigns(pattern.name)
    args = iterable.args
    zero = len(args) > 1 and isinstance(args[0], ir.Const) and args[0].value == 0
    if len(args) == 1 or (len(args) == 2 and zero):
        bound = render(ex.node(args[-1]))
        return f"for {ex.variable(pattern.name)} := range {bound} {{" if used else f"for range {bound} {{"
    if around.assigns(pattern.name):
        return None
    step = args[2] if len(args) == 3 else None
    if step is not None and not _is_one(step):
        begin, rounds = render(call("rt.Steps", *ex.nodes(*args))), ex.locals.fresh("rounds")
        if not used:
            return f"for _, _, {rounds} := {begin}; {rounds} > 0; {rounds}-- {{"
        name, by = ex.variable(pattern.name), ex.locals.fresh("by")
        return f"for {name}, {by}, {rounds} := {begin}; {rounds} > 0; {name}, {rounds} = {name}+{by}, {rounds}-1 {{"
    down = step is not None
    start, stop = ex.nodes(args[0], args[1])
    name = ex.variable(pattern.name)
    begin = f"{name} := {render(start)}"
    if not _steady(args[1], around):
        once = ex.locals.fresh("stop")
        begin = f"{name}, {once} := {_listed_text(start)}, {_listed_text(stop)}"
        return f"for {begin}; {name} {'>' if down else '<'} {once}; {name}{'--' if down else '++'} {{"
    test = render(Binary(">" if down else "<", Atom(name), stop))
    return f"for {begin}; {test}; {name}{'--' if down else '++'} {{"


def _letters(ex: "Expressions", pattern: ir.Pattern, iterable: ir.Expr, around: Round) -> Header | None:
    """A walk over the code points of a text, as texts or as numbers, numbered or beside others; None when it is none,
    or the body assigns their number."""
    walks: list[tuple[ir.Pattern, ir.Expr]] = [(pattern, iterable)]
    name, start = None, "0"
    if isinstance(iterable, ir.Prim) and isinstance(pattern, ir.TuplePattern):
        if iterable.row.key == "zip":
            walks = list(zip(pattern.items, iterable.args, strict=True))
        elif iterable.row.key == "enumerate":
            number, one = pattern.items
            begin = iterable.args[1] if len(iterable.args) == 2 else None
            if not isinstance(number, ir.Name) or around.assigns(number.name):
                return None
            if begin is not None and not (isinstance(begin, ir.Const) and abs(int(begin.value or 0)) < _NEAR):
                return None
            name = ex.variable(number.name) if around.reads(number.name) else None
            start = "0" if begin is None else ex.text(begin)
            walks = [(one, iterable.args[0])]
    if not all(isinstance(w, ir.Prim) and w.row.key in _TAKING and w.args[0].type == STR for _, w in walks):
        return None
    places = [(name, start, f"{name}+1")] if name is not None else []
    first: list[str] = []
    tests = []
    for one, walk in walks:
        assert isinstance(walk, ir.Prim)
        later: list[str] = []
        target = _target(ex, one, around, later)
        text, at = map(ex.locals.fresh, ("text", "at"))
        whole = render(CallNode(Select(ex.node(walk.args[0]), "String"), ()), 2)
        places += [(text, whole, ""), (at, "0", f"rt.After({text}, {at})")]
        tests.append(f"{at} < len({text})")
        first += [f"{target} := rt.{_TAKING[walk.row.key]}({text}, {at})"] if target != "_" else []
        first += later
    begin_text = f"{', '.join(p[0] for p in places)} := {', '.join(p[1] for p in places)}"
    moved = [(p[0], p[2]) for p in places if p[2]]
    then = f"{', '.join(m[0] for m in moved)} = {', '.join(m[1] for m in moved)}"
    return Header(f"for {begin_text}; {' && '.join(tests)}; {then} {{", first)


_NEAR = 2**61
_TAKING = {"iter": "Letter", "points": "Point"}
"""What takes a code point where a walk over a text stands."""


def _listed_text(node: Node) -> str:
    """In a list of several, gofmt counts one level deeper."""
    return render(node, 2)


def _is_one(step: ir.Expr) -> bool:
    """A step of -1; 1 is written without it."""
    return isinstance(step, ir.Const) and step.value == -1


def _steady(bound: ir.Expr, around: Round) -> bool:
    """Whether evaluating the bound in every round gives the same."""
    if isinstance(bound, ir.Var):
        return not around.assigns(bound.name)
    return isinstance(bound, ir.Const | ir.ConstantRef)


def _pairs(ex: "Expressions", iterable: ir.Expr, around: Round) -> Node | None:
    """What ranges over two variables at once."""
    if not isinstance(iterable, ir.Prim):
        return None
    args = iterable.args
    match iterable.row.key:
        case "enumerate":
            items = listed(args[0])
            start = args[1] if len(args) == 2 else None
            counts = start is None or (isinstance(start, ir.Const) and start.value == 0)
            if counts and items is not None and items.type not in around.resized:
                return items_of(ex, items)
            return call("rt.Numbered", ex.node(args[0]), Atom("0") if start is None else ex.node(start))
        case "zip" if len(args) == 2:
            one, two = listed(args[0]), listed(args[1])
            if one is not None and two is not None:
                return call("rt.ZippedLists", *ex.nodes(one, two))
            return call("rt.Zipped", *ex.nodes(*args))
        case "dict.items" if isinstance(args[0].type, DictT):
            return call("rt.Pairs", ex.node(args[0]))
        case _:
            return None

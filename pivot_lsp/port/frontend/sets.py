"""set and frozenset: displays, `set(...)`, operators in place and methods. Any other than a set is made one first,
so that the table knows sets only."""

import ast
from collections.abc import Callable

from pivot_lsp.port import ir
from pivot_lsp.port.frontend.comprehensions import comprehension
from pivot_lsp.port.frontend.displays import same_type
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.lowering import lower, lower_as
from pivot_lsp.port.frontend.walks import iterable
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import FLOAT, NONE, ListT, SetT, Type, walk

_ALGEBRA = {"union": "|", "intersection": "&", "difference": "-", "symmetric_difference": "^"}
_CHANGES = {
    "update": "|=", "intersection_update": "&=", "difference_update": "-=", "symmetric_difference_update": "^=",
}  # fmt: skip
_TESTS = {"issubset": "<=", "issuperset": ">="}
IN_PLACE = {"|": "|=", "&": "&=", "-": "-=", "^": "^="}
_PLAIN = ("add", "discard", "remove")


def display(frame: Frame, node: ast.Set, expected: Type | None) -> ir.Expr:
    """`{a, b}`."""
    wanted = expected.element if isinstance(expected, SetT) else None
    element, items = same_type(frame, node.elts, wanted, node)
    return of_list(frame, ir.ListLit(items, ListT(element), frame.span(node)), "set", node)


def of_list(frame: Frame, made: ir.Expr, kind: str, node: ast.AST) -> ir.Expr:
    """A set of a list's items."""
    return frame.prim(kind, [frame.prim("iter", [made], node)], node)


def construct(kind: str) -> Callable[[Frame, ast.Call, Type | None], ir.Expr]:
    """`set(...)` or `frozenset(...)`."""

    def handler(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
        if node.keywords or len(node.args) > 1:
            raise unportable("PV205", f"{kind}() with these arguments is not taken", node)
        if not node.args:
            return ir.Empty(_empty_type(frame, node, expected, kind), frame.span(node))
        argument = node.args[0]
        if isinstance(argument, ast.GeneratorExp | ast.ListComp | ast.SetComp) and kind == "set":
            return comprehension(frame, argument, "set")
        return frame.prim(kind, [iterable(frame, argument)], node)

    return handler


def _empty_type(frame: Frame, node: ast.Call, expected: Type | None, kind: str) -> Type:
    if isinstance(expected, SetT):
        return expected if expected.frozen == (kind == "frozenset") else SetT(expected.element, not expected.frozen)
    hint = frame.hint(node)
    if not isinstance(hint, SetT):
        raise unportable("PV201", f"the type of this empty {kind} is not known", node, "annotate its variable")
    return frame.known(hint, "element", node)


def method(frame: Frame, node: ast.Call, owner: ir.Expr, name: str) -> ir.Expr:
    """`s.name(...)` of a set or frozenset."""
    assert isinstance(owner.type, SetT)
    kind = "frozenset" if owner.type.frozen else "set"
    if node.keywords:
        raise unportable("PV205", f"{kind}.{name}() with keywords is not taken", node)
    if name == "copy" and not node.args:
        return frame.prim(f"{kind}.copy", [owner], node)
    if name in _ALGEBRA and (node.args or name in ("union", "difference", "intersection")):
        return _folded(frame, node, owner, name)
    if len(node.args) == 1 and name in _TESTS:
        return frame.prim(_TESTS[name], [owner, as_set(frame, node.args[0], owner.type)], node)
    if len(node.args) == 1 and name == "isdisjoint":
        return frame.prim(f"{kind}.isdisjoint", [owner, as_set(frame, node.args[0], owner.type)], node)
    if not owner.type.frozen:
        if name in _CHANGES and len(node.args) == 1:
            return _change(frame, node, owner, name)
        if name in _PLAIN and len(node.args) == 1:
            return frame.prim(
                f"set.{name}", [owner, lower_as(frame, node.args[0], owner.type.element, "element")], node
            )
        if name in ("clear", "pop") and not node.args:
            return frame.prim(f"set.{name}", [owner], node)
    raise unportable("PV206", f"{kind}.{name}() with {len(node.args)} arguments is not taken", node)


def _folded(frame: Frame, node: ast.Call, owner: ir.Expr, name: str) -> ir.Expr:
    assert isinstance(owner.type, SetT)
    kind = "frozenset" if owner.type.frozen else "set"
    if not node.args:
        return frame.prim(f"{kind}.copy", [owner], node)
    if name == "symmetric_difference" and len(node.args) > 1:
        raise unportable("PV205", f"{kind}.{name}() takes one argument", node)
    others = [as_set(frame, a, owner.type) for a in node.args]
    if len(others) > 1 and not all(frame.simple(o) for o in others):
        bindings: list[tuple[str, ir.Expr]] = []
        owner, more = frame.named(owner, "first")
        bindings += more
        for index, other in enumerate(others):
            others[index], more = frame.named(other, "other")
            bindings += more
    else:
        bindings = []
    found = owner
    for index, other in enumerate(others):
        if index and name in ("difference", "union"):  # CPython changes what the first has made, and copies nothing
            found = frame.prim("blurred", [found], node)
        found = frame.prim(_ALGEBRA[name], [found, other], node)
    return frame.let(bindings, found)


def _change(frame: Frame, node: ast.Call, owner: ir.Expr, name: str) -> ir.Expr:
    assert isinstance(owner.type, SetT)
    if name == "update" and isinstance(node.args[0], ast.GeneratorExp):
        return frame.prim("set.extend", [owner, iterable(frame, node.args[0])], node)
    value = lower(frame, node.args[0])
    if isinstance(value.type, SetT):
        return frame.prim(_CHANGES[name], [owner, value], node)
    if name == "update":
        return frame.prim("set.extend", [owner, iterable(frame, node.args[0])], node)
    return frame.prim(_CHANGES[name], [owner, as_set(frame, node.args[0], owner.type)], node)


def as_set(frame: Frame, node: ast.expr, like: SetT) -> ir.Expr:
    """`node` as a set. Of equal floats that can be told apart CPython keeps another one when it walks over no set; and
    it fills the result in another order then, which `blurred` says."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("set", "frozenset"):
        value = lower(frame, node, like)
    elif isinstance(node, ast.GeneratorExp):
        value = iterable(frame, node)
    else:
        value = lower(frame, node, like)
    if isinstance(value.type, SetT):
        return value
    if FLOAT in walk(like.element):
        raise unportable("PV207", f"this is {value.type}, not a set", node, "wrap it in set()")
    return frame.prim("blurred", [frame.prim("set", [iterable(frame, node)], node)], node)


def augmented(frame: Frame, op: str, current: ir.Expr, value: ir.Expr, node: ast.AST) -> ir.Expr:
    """`current op= value` where `current` is a set: in place, as every alias sees."""
    if op not in IN_PLACE or not isinstance(value.type, SetT):
        raise unportable("PV207", f"{op}= of {current.type} and {value.type} is not taken", node)
    made = frame.prim(IN_PLACE[op], [current, value], node)
    assert made.type == NONE
    return made

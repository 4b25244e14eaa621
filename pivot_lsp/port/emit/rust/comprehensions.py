"""Comprehensions: a chain of iterator methods where nothing in it raises, else the loop that Python runs."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pivot_lsp.port import ir, trees
from pivot_lsp.port.emit.rust.code import BLOCK, POSTFIX, Code, block, indented
from pivot_lsp.port.emit.rust.facts import CONSUMERS, consumed
from pivot_lsp.port.emit.rust.scope import Scope

if TYPE_CHECKING:
    from pivot_lsp.port.emit.rust.expressions import Expressions


def lazy_argument(scope: Scope, node: ir.Prim, argument: ir.Expr) -> ir.Comp | None:
    """The comprehension behind an argument of `node` whose list need not be made: `node` only consumes it."""
    if node.row.key not in CONSUMERS or not isinstance(argument, ir.Prim):
        return None
    made = consumed(argument)
    return made if made is not None and scope.facts.lazy(made) else None


def unread(scope: Scope, name: str, inside: Sequence[ir.Expr]) -> str:
    """A name bound for `inside`, marked when nothing there reads it."""
    made = scope.local(name)
    used = any(isinstance(e, ir.Var) and e.name == name for node in inside for e in trees.within(node))
    return made if used or made.startswith("_") else f"_{made}"


def pattern(scope: Scope, target: ir.Pattern, inside: Sequence[ir.Expr]) -> str:
    """A target of `for` in a comprehension."""
    if isinstance(target, ir.Name):
        return unread(scope, target.name, inside)
    items = [pattern(scope, i, inside) for i in target.items]
    return f"({items[0]},)" if len(items) == 1 else f"({', '.join(items)})"


def chain(out: "Expressions", node: ir.Comp) -> Code:
    """What a comprehension gives, as an iterator that makes each element when it is asked for."""
    return _mapped(out, node, "map", node.element)


def _source(out: "Expressions", node: ir.Comp) -> Code:
    clause = node.clauses[0]
    source = out.emit(clause.iterable)
    text = source.at(POSTFIX)
    for test in clause.tests:
        text += f".filter(|&{pattern(out.scope, clause.pattern, [test])}| {_closed(out, test)})"
    return Code(text) if clause.tests else source


def _closed(out: "Expressions", body: ir.Expr) -> str:
    with out.scope.inside(None, outcome=False):
        return out.text(body)


def _mapped(out: "Expressions", node: ir.Comp, method: str, body: ir.Expr) -> Code:
    source, target = _source(out, node), node.clauses[0].pattern
    if method == "map" and _is_same(target, body):
        return source
    return Code(f"{source.at(POSTFIX)}.{method}(|{pattern(out.scope, target, [body])}| {_closed(out, body)})")


def _is_same(target: ir.Pattern, body: ir.Expr) -> bool:
    """Whether the element is just what the loop binds."""
    if isinstance(target, ir.Name):
        return isinstance(body, ir.Var) and body.name == target.name
    return (
        isinstance(body, ir.TupleLit)
        and len(body.items) == len(target.items)
        and all(map(_is_same, target.items, body.items))
    )


def comp(out: "Expressions", node: ir.Comp) -> Code:
    """A comprehension of any kind."""
    if not out.scope.facts.lazy(node):
        return _looped(out, node)
    match node.kind:
        case "list":
            return Code(f"rt::list_of(cx, {chain(out, node).text})")
        case "first":
            return Code(f"{chain(out, node).at(POSTFIX)}.next()")
        case "set":
            return Code(f"rt::set_of(cx, {chain(out, node).text})")
        case "dict":
            assert node.key is not None
            pair = ir.TupleLit((node.key, node.element), node.type, node.span)
            return Code(f"rt::dict_of(cx, {_mapped(out, node, 'map', pair).text})")
        case _:
            return _mapped(out, node, node.kind, node.element)


def _looped(out: "Expressions", node: ir.Comp) -> Code:
    scope = out.scope
    if node.kind in ("any", "all"):
        label = scope.fresh(node.kind)
        stops = node.kind == "any"
        test = out.emit(node.element).text if stops else f"!({out.text(node.element)})"
        ends = "true" if stops else "false"
        leave = indented(f"break '{label} {ends};")
        inner = f"if {test} {{\n{leave}\n}}"
        body = _loops(out, node.clauses, inner, node)
        return Code(f"'{label}: " + block([body, "false" if stops else "true"]), BLOCK)
    if node.kind == "first":
        label = scope.fresh("first")
        leave = indented(f"break '{label} Some({out.text(node.element)});")
        body = _loops(out, node.clauses, leave.strip(), node)
        return Code(f"'{label}: " + block([body, "None"]), BLOCK)
    found = scope.fresh("found")
    if node.kind == "dict":
        assert node.key is not None
        inner = f"{found}.set({out.text(node.key)}, {out.text(node.element)});"
        start = f"let {found} = Dict::new(cx);"
    elif node.kind == "set":
        inner = f"{found}.add({out.text(node.element)});"
        start = f"let {found} = Set::new(cx);"
    else:
        inner = f"{found}.push({out.text(node.element)});"
        start = f"let {found} = List::new(cx);"
    return Code(block([start, _loops(out, node.clauses, inner, node), found]), BLOCK)


def _loops(out: "Expressions", clauses: Sequence[ir.Clause], body: str, node: ir.Comp) -> str:
    for index, clause in reversed(list(enumerate(clauses))):
        later = [e for c in clauses[index + 1 :] for e in (c.iterable, *c.tests)]
        inside = [*clause.tests, *later, node.element, *([node.key] if node.key is not None else [])]
        for test in reversed(clause.tests):
            body = f"if {out.text(test)} {{\n{indented(body)}\n}}"
        target = pattern(out.scope, clause.pattern, inside)
        body = f"for {target} in {out.text(clause.iterable)} {{\n{indented(body)}\n}}"
    return body

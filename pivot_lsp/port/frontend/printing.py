"""`print(...)` to standard output: the texts of its arguments, what stands between them and what ends them.

A vessel collects what it prints and the bridge writes it when the call has ended, so that nothing is printed when
legacy answers. Keeps true: all arguments are evaluated before the first one's text is made (Python/bltinmodule.c,
builtin_print_impl), and what an own `__str__` prints, or leaves unprinted by raising, is what Python would.
"""

import ast
from collections.abc import Collection, Iterator, Sequence

from pivot_lsp.port import ir, trees
from pivot_lsp.port.frontend import marks
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.lowering import lower, lower_as
from pivot_lsp.port.frontend.scope import ExternalSymbol
from pivot_lsp.port.frontend.strings import as_text
from pivot_lsp.port.frontend.walks import iterable
from pivot_lsp.port.refusal import Unportable, unportable
from pivot_lsp.port.types import STR, KeyedT, ListT, MarkT, NamedT, OptionalT, RecordT, Scalar, TupleT, Type, walk

PRINT = "print"
_DEFAULTS = {"sep": " ", "end": "\n"}


def is_print(frame: Frame, node: ast.expr) -> bool:
    """Whether `node` is a call of the built-in."""
    return isinstance(node, ast.Call) and frame.symbol(node.func) == ExternalSymbol("builtins", PRINT)


def statement(frame: Frame, node: ast.Call) -> list[ir.Stmt]:
    """The statements that print. PV210 for a `file`, PV204 for stars beside other arguments."""
    options = {k.arg or "**": k.value for k in node.keywords}
    if unknown := options.keys() - {"sep", "end", "flush"}:
        raise unportable("PV210", f"print() with {', '.join(sorted(unknown))} is not taken", node)
    span = frame.span(node)
    found: list[ir.Stmt] = []
    values = [_lowered(frame, a, node) for a in node.args]
    ends = {
        name: _option(frame, name, options.get(name), node) for name in {**options, **_DEFAULTS} if name in _DEFAULTS
    }
    if not all(_settled(t) for value in values for t in walk(value.type)) or not all(map(frame.simple, ends.values())):
        values = [_named(frame, value, found) for value in values]
        ends = {name: _named(frame, value, found) for name, value in ends.items()}
    between, last = ends["sep"], ends["end"]
    if len(values) == 1 and isinstance(values[0].type, ListT) and isinstance(node.args[0], ast.Starred):
        texts = [_all_texts(frame, values[0], between, node)]
    else:
        texts = [_text(frame, value, node) for value in values]
    texts = texts or [ir.Const("", STR, span)]
    pieces = [_joined([text, between], span) for text in texts[:-1]] + [_joined([texts[-1], last], span)]
    if not any(_own_text(value.type) for value in values):
        pieces = [_joined(pieces, span)]
    found += [ir.ExprStmt(frame.prim(PRINT, [piece], node), span) for piece in pieces]
    if _flushed(options.get("flush")):
        found.append(ir.ExprStmt(frame.prim("print.flush", [], node), span))
    return found


def _lowered(frame: Frame, argument: ast.expr, node: ast.Call) -> ir.Expr:
    """An argument; starred, the list of its elements."""
    if isinstance(argument, ast.Name) and argument.id in frame.handler_names:
        return as_text(frame, argument)
    if isinstance(argument, ast.Starred):
        if len(node.args) > 1:
            raise unportable("PV204", "* beside other arguments is not taken", argument)
        return frame.prim("list", [iterable(frame, argument.value)], argument)
    return lower(frame, argument)


def _named(frame: Frame, value: ir.Expr, found: list[ir.Stmt]) -> ir.Expr:
    named, bindings = frame.named(value, "shown")
    found += [ir.Assign(name, bound, False, False, value.span) for name, bound in bindings]
    return named


def _settled(t: Type) -> bool:
    """Whether the text of a value is the same at any time, and making it does nothing else."""
    return isinstance(t, Scalar | OptionalT | TupleT) and not isinstance(t, NamedT)


def _own_text(t: Type) -> bool:
    """Whether making the text may run code of the project."""
    return any(isinstance(one, RecordT | NamedT | MarkT) and not isinstance(one, KeyedT) for one in walk(t))


def _option(frame: Frame, name: str, given: ast.expr | None, node: ast.Call) -> ir.Expr:
    if given is None or (isinstance(given, ast.Constant) and given.value is None):
        return ir.Const(_DEFAULTS[name], STR, frame.span(node))
    return lower_as(frame, given, STR, name)


def _text(frame: Frame, value: ir.Expr, node: ast.AST) -> ir.Expr:
    if value.type == STR:
        return value
    return marks.text(frame, value, node) or frame.prim("str", [value], node)


def _all_texts(frame: Frame, items: ir.Expr, between: ir.Expr, node: ast.AST) -> ir.Expr:
    """The texts of a list's elements with `between` between them."""
    assert isinstance(items.type, ListT)
    element = items.type.element
    if _own_text(element):
        raise unportable("PV210", f"print(*) of {items.type} is not taken", node, "print each in a loop")
    name = frame.fresh("item", element)
    text = _text(frame, ir.Var(name, element, items.span), node)
    clause = ir.Clause(ir.Name(name, element), frame.prim("iter", [items], node), ())
    texts = ir.Comp("list", None, text, (clause,), ListT(STR), items.span)
    return frame.prim("str.join", [between, frame.prim("iter", [texts], node)], node)


def _joined(parts: Sequence[ir.Expr], span: ir.Span) -> ir.Expr:
    """One text of several; constants that meet are one."""
    flat: list[ir.Expr] = []
    for part in parts:
        for one in part.parts if isinstance(part, ir.Concat) else (part,):
            if isinstance(one, ir.Const) and flat and isinstance(flat[-1], ir.Const):
                flat[-1] = ir.Const(f"{flat[-1].value}{one.value}", STR, span)
            elif one != ir.Const("", STR, span):
                flat.append(one)
    return flat[0] if len(flat) == 1 else ir.Concat(tuple(flat), STR, span) if flat else ir.Const("", STR, span)


def _flushed(given: ast.expr | None) -> bool:
    if given is None or (isinstance(given, ast.Constant) and not given.value):
        return False
    if isinstance(given, ast.Constant):
        return True
    raise unportable("PV210", "print() with a computed flush is not taken", given)


def check(
    functions: Sequence[ir.Function], generators: Collection[str], cached: Collection[str]
) -> Iterator[tuple[ir.Function, Unportable]]:
    """Functions that print where a port would print at another time, or again: generators, which run to their end at
    once, functions with a cache, which legacy keeps between calls, and what is handed to an operation."""
    found = printing(functions)
    for function in functions if found else ():
        if function.name in found and function.name in generators:
            yield function, _refusal("PV213", "a generator that prints", function.span)
        if function.name in found and function.name in cached:
            yield function, _refusal("PV211", "a function with a cache that prints", function.span)
        for node in trees.expressions(function.body):
            if isinstance(node, ir.Lambda) and any(
                isinstance(e, ir.Call) and e.function in found for e in trees.within(node.body)
            ):
                yield function, _refusal("PV210", "a function that prints is handed to an operation", node.span)


def printing(functions: Sequence[ir.Function]) -> set[str]:
    """The functions that print, themselves or through what they call."""
    made = {f.name: list(trees.expressions(f.body)) for f in functions}
    calls = {name: {e.function for e in found if isinstance(e, ir.Call)} for name, found in made.items()}
    found = {name for name, inside in made.items() if any(map(_prints, inside))}
    while more := {name for name, called in calls.items() if name not in found and called & found}:
        found |= more
    return found


def _prints(node: ir.Expr) -> bool:
    return isinstance(node, ir.Prim) and node.row.key == PRINT


def _refusal(code: str, what: str, span: ir.Span) -> Unportable:
    return Unportable(code, what, span.line, span.column, "print where it is called")

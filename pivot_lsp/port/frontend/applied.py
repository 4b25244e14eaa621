"""Functions that are applied to items (`map(f, xs)`, `key=f`), as the expressions that call them; and comprehensions
written for their callers, at the callers' places."""

import ast

from pivot_lsp.port import ir
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.lowering import lower
from pivot_lsp.port.frontend.scope import ExternalSymbol
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import INT, FuncT, OptionalT, Type


def at(node: ast.AST, made: ast.expr) -> ast.expr:
    """`made`, and what is new inside it, at the place of `node`."""
    for inner in ast.walk(made):
        if isinstance(inner, ast.expr | ast.arg | ast.keyword) and not hasattr(inner, "lineno"):
            ast.copy_location(inner, node)
    return made


def applied(frame: Frame, function: ast.expr, sources: list[ast.expr]) -> tuple[ast.expr, ast.expr]:
    """(target, element) of the comprehension that calls `function` on each item: a lambda's body stands for it."""
    if isinstance(function, ast.Lambda):
        args = function.args
        names = [a.arg for a in args.args]
        if len(names) != len(sources) or args.vararg or args.kwarg or args.kwonlyargs or args.defaults:
            raise unportable("PV212", "this lambda takes other arguments", function)
        return target_of(names), function.body
    names = [frame.fresh("item", INT) for _ in sources]
    if isinstance(function, ast.Call) and len(names) == 1:
        made = _getter(frame, function, ast.Name(names[0], ast.Load()))
        if made is not None:
            return target_of(names), made
    args_: list[ast.expr] = [ast.Name(n, ast.Load()) for n in names]
    return target_of(names), called(frame, function, args_)


def called(frame: Frame, function: ast.expr, args: list[ast.expr]) -> ast.expr:
    """The expression `function(*args)`: `str.upper` is a method of its first argument."""
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        kind = function.value.id
        if kind in ("str", "list", "dict", "set", "int", "float") and not frame.is_local(kind):
            return ast.Call(ast.Attribute(args[0], function.attr, ast.Load()), args[1:], [])
    if isinstance(function, ast.Attribute) and function.attr == "__getitem__" and len(args) == 1:
        return ast.Subscript(function.value, args[0], ast.Load())
    if isinstance(function, ast.Name | ast.Attribute):
        return ast.Call(function, args, [])
    raise unportable("PV205", "this function is not taken here", function, "write a lambda")


def target_of(names: list[str]) -> ast.expr:
    """One name, or a tuple of several, as what a clause binds."""
    nodes: list[ast.expr] = [ast.Name(n, ast.Store()) for n in names]
    return nodes[0] if len(nodes) == 1 else ast.Tuple(nodes, ast.Store())


def generator(
    node: ast.Call, target: ast.expr, element: ast.expr, source: ast.expr, *tests: ast.expr
) -> ast.GeneratorExp:
    made = ast.GeneratorExp(element, [ast.comprehension(target, source, list(tests), 0)])
    at(node, made)
    return made


def key_of(frame: Frame, node: ast.expr, element: Type) -> ir.Expr | None:
    """A key function that is no lambda: a function, a method, itemgetter or attrgetter of constants; else None."""
    name = frame.fresh("item", element)
    item = ast.Name(name, ast.Load())
    body: ast.expr
    if isinstance(node, ast.Call) and (made := _getter(frame, node, item)) is not None:
        body = made
    elif isinstance(node, ast.Attribute):
        body = called(frame, node, [item])
    else:
        return None
    value = lower(frame, at(node, body))
    if isinstance(value.type, OptionalT):  # None has no order: should there be one, legacy raises
        value = ir.Unwrap(value, value.type.inner, value.span)
    return ir.Lambda((name,), value, FuncT((element,), value.type), frame.span(node))


def _getter(frame: Frame, node: ast.Call, item: ast.expr) -> ast.expr | None:
    symbol = frame.symbol(node.func)
    if not isinstance(symbol, ExternalSymbol) or symbol.module != "operator" or node.keywords or not node.args:
        return None
    made: list[ast.expr] = []
    for arg in node.args:
        if symbol.name == "itemgetter":
            made.append(ast.Subscript(item, arg, ast.Load()))
        elif symbol.name == "attrgetter" and isinstance(arg, ast.Constant) and str(arg.value).isidentifier():
            made.append(ast.Attribute(item, str(arg.value), ast.Load()))
        else:
            return None
    return made[0] if len(made) == 1 else ast.Tuple(made, ast.Load())

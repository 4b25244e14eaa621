"""Exceptions of classes with attributes: raised with what their instances hold, and read in handlers.

What an instance holds is told by the function that `prepare/raised.py` made of the class's __init__. Keeps true: an
attribute is read from where every class that the handler takes has it.
"""

import ast

from pivot_lsp.port import ir
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.lowering import lower
from pivot_lsp.port.frontend.own_calls import unit_call
from pivot_lsp.port.frontend.prepare.raised import Layout, layout, name_of
from pivot_lsp.port.frontend.scope import ClassSymbol, ExternalSymbol, FunctionSymbol, Project
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import BOOL, FLOAT, INT, NONE, STR, OptionalT, TupleT, Type

_HELD = (INT, FLOAT, BOOL, STR, NONE)
COUNTS = {"builtins:SyntaxError": (1,), "builtins:OSError": (0, 1)}
"""How many arguments leave an instance of a built-in class what its class and arguments say: SyntaxError's text of none
is `None`, OSError of an errno is of another class (Objects/exceptions.c)."""


def own_methods(symbol: ClassSymbol) -> set[str]:
    """The methods that the class itself defines."""
    return {n.name for n in symbol.node.body if isinstance(n, ast.FunctionDef)}


def base(project: Project, symbol: ClassSymbol) -> ClassSymbol | None:
    """The class of the project that it inherits from."""
    module = project.module(symbol.module)
    match symbol.node.bases:
        case [ast.Name(id=name)] if module is not None:
            found = project.lookup(module, name)
            return found if isinstance(found, ClassSymbol) else None
        case _:
            return None


def maker(project: Project, symbol: ClassSymbol) -> FunctionSymbol | None:
    """The function that gives what an instance holds; None where nothing but `args` is told."""
    current: ClassSymbol | None = symbol
    while current is not None:
        if "__init__" in own_methods(current):
            module = project.module(current.module)
            found = project.lookup(module, name_of(current.node.name)) if module is not None else None
            return found if isinstance(found, FunctionSymbol) else None
        current = base(project, current)
    return None


def has_method(project: Project, symbol: ClassSymbol, name: str) -> bool:
    """Whether the class or one of the project that it inherits from defines the method."""
    current: ClassSymbol | None = symbol
    while current is not None:
        if name in own_methods(current):
            return True
        current = base(project, current)
    return False


def layout_of(project: Project, symbol: ClassSymbol) -> Layout | None:
    """What an instance holds; None for a class without attributes."""
    found = maker(project, symbol)
    return layout(found.node) if found is not None and isinstance(found.node, ast.FunctionDef) else None


def throw(frame: Frame, node: ast.expr, call: ast.Call | None, exception: str) -> list[ir.Stmt] | None:
    """`raise cls(...)` of a class with attributes; None for any other."""

    symbol = frame.symbol(node)
    if not isinstance(symbol, ClassSymbol) or not has_method(frame.unit.project, symbol, "__init__"):
        return None
    function = maker(frame.unit.project, symbol)
    if function is None or not isinstance(function.node, ast.FunctionDef):
        raise unportable("PV217", f"exception class {symbol.node.name} does more than keep what it is given", node)
    found = layout(function.node)
    call = call or ast.copy_location(ast.Call(node, [], []), node)
    if found.all_given and (call.keywords or len(call.args) != found.count):
        raise unportable("PV217", f"{symbol.node.name}: its args are those of the call", node, "give all by position")
    value = unit_call(frame, call, function)
    if not isinstance(value.type, TupleT):
        raise unportable("PV217", f"what {symbol.node.name} holds is not known", node)
    for name, t in zip([*("",) * found.count, *found.fields], value.type.items, strict=True):
        inner = t.inner if isinstance(t, OptionalT) else t
        if inner not in _HELD:
            what = f"attribute {name!r}" if name else "an argument"
            raise unportable("PV217", f"{what} of {symbol.node.name} is of type {t}", node, "make it a str")
    span = frame.span(node)
    held = ir.Var(frame.fresh("held", value.type), value.type, span)
    args = tuple(ir.TupleItem(held, i, t, span) for i, t in enumerate(value.type.items))
    return [ir.Assign(held.name, value, True, False, span), ir.Raise(exception, args, span, len(found.fields))]


def read(frame: Frame, node: ast.Attribute) -> ir.Expr | None:
    """`error.name` in a handler; None when `node` is something else."""
    if not isinstance(node.value, ast.Name) or node.value.id not in frame.handler_names:
        return None
    name, attribute = node.value.id, node.attr
    project, t = frame.unit.project, None
    index = -1
    for symbol in frame.handled[name]:
        found = layout_of(project, symbol) if isinstance(symbol, ClassSymbol) else None
        function = maker(project, symbol) if isinstance(symbol, ClassSymbol) else None
        if found is None or function is None or attribute not in found.fields:
            raise unportable("PV217", f"{ast.unparse(node)} is not known to be there", node)
        given = frame.unit.signatures.of(function, node).result
        assert isinstance(given, TupleT)
        place = found.fields.index(attribute)
        mine: Type = given.items[found.count + place]
        if t not in (None, mine) or index not in (-1, place):
            raise unportable("PV217", f"{ast.unparse(node)} differs between the classes", node)
        t, index = mine, place
    if t is None:
        return None
    return ir.ExcField(name, t, frame.span(node), attribute, index)


def argument(frame: Frame, node: ast.expr) -> ir.Expr:
    """An argument of an exception."""
    value = lower(frame, node)
    if value.type not in (INT, FLOAT, BOOL, STR, NONE):
        raise unportable("PV217", f"an exception's argument of type {value.type} is not taken", node, "make it a str")
    return value


def statement(frame: Frame, node: ast.Raise, result: Type) -> list[ir.Stmt]:
    """`raise`."""
    span = frame.span(node)
    if node.exc is None:
        return [ir.Reraise(span)]
    made: ast.expr = node.exc
    args: list[ast.expr] = []
    call: ast.Call | None = None
    if isinstance(made, ast.Call):
        call, made = made, made.func
    name = exception(frame, made)
    if (thrown := throw(frame, made, call, name)) is not None:
        return thrown
    if call is not None:
        if call.keywords or any(isinstance(a, ast.Starred) for a in call.args):
            raise unportable("PV217", "an exception with keywords is not taken", call)
        args = call.args
    if len(args) not in COUNTS.get(name, (len(args),)):
        raise unportable(
            "PV217", f"{name.partition(':')[2]} of {len(args)} arguments is not taken", node, "give one text"
        )
    return [ir.Raise(name, tuple(argument(frame, a) for a in args), span)]


def exception(frame: Frame, node: ast.expr) -> str:
    """The `module:qualname` of an exception class that is named."""
    symbol = frame.symbol(node)
    if symbol == ExternalSymbol("builtins", "BaseException"):
        symbol = ExternalSymbol("builtins", "Exception")
    if isinstance(symbol, ClassSymbol | ExternalSymbol):
        return frame.unit.exception(symbol, node)
    raise unportable("PV217", f"{ast.unparse(node)} is not an exception class", node)

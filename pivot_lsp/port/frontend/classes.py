"""Classes with methods: how instances are made, and what `value.name` and `value.name()` mean on one.

Making one is a function of the unit. Of a plain class it is its __init__, in two parts: up to the statement that has
set the last field, the fields are variables of that function; then the object is made of them, and `self` is an
object like any other. Of a dataclass with a __post_init__ it makes the object and runs that on it. Keeps true: nobody
sees an object before all its fields are set.
"""

import ast
from dataclasses import dataclass

from pivot_lsp.port import ir
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.lowering import block, lower_as
from pivot_lsp.port.frontend.oracle import Unknown
from pivot_lsp.port.frontend.records import RecordInfo, stored_fields
from pivot_lsp.port.frontend.scope import ClassSymbol, ConstantSymbol, FunctionSymbol
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import MarkT, NamedT, RecordT

CLASS_KINDS = {"staticmethod", "classmethod"}
"""Methods that get no instance."""
_KINDS = {*CLASS_KINDS, "property"}


def kind_of(symbol: FunctionSymbol) -> str:
    """What a method is: staticmethod, classmethod, property, or an empty name. Refuses other decorators."""
    decorators = [ast.unparse(d) for d in symbol.node.decorator_list]
    if not decorators:
        return ""
    if len(decorators) > 1 or decorators[0] not in _KINDS:
        raise unportable("PV211", f"{symbol.qualname}() is decorated with @{decorators[0]}", symbol.node)
    return decorators[0]


def makes(symbol: FunctionSymbol) -> bool:
    """Whether a function of the unit makes an instance."""
    return bool(symbol.owner) and symbol.node.name in ("__init__", "__post_init__")


def own_name(symbol: FunctionSymbol) -> str:
    """The name in the unit: `Stack.push` is stack_push, its __init__ new_stack."""
    if not symbol.owner:
        return symbol.node.name
    owner = "".join(f"_{c.lower()}" if c.isupper() and i else c.lower() for i, c in enumerate(symbol.owner))
    return f"new_{owner}" if makes(symbol) else f"{owner}_{symbol.node.name.strip('_')}"


def member(frame: Frame, owner: ir.Expr, node: ast.Attribute) -> FunctionSymbol | ConstantSymbol | None:
    """The method, property or class variable that `owner.name` means, if its class has one."""
    assert isinstance(owner.type, RecordT | NamedT | MarkT)
    symbol = frame.unit.class_of(owner.type, node)
    project = frame.unit.project
    return project.method(symbol, node.attr) or project.class_constant(symbol, node.attr)


def read(frame: Frame, owner: ir.Expr, node: ast.Attribute) -> ir.Expr:
    """`owner.name` that is no field: a property or a class variable."""
    found = member(frame, owner, node)
    if isinstance(found, ConstantSymbol):
        if isinstance(owner.type, RecordT):  # an instance may have one of its own
            frame.unit.records.seen_through.add((owner.type.cls, node.attr))
        return frame.unit.constants.of(found, node, frame)
    if found is not None and kind_of(found) == "property":
        target = frame.unit.signatures.of(found, node)
        return ir.Call(target.name, (owner,), target.result, frame.span(node))
    raise unportable("PV206", f"{owner.type} has no field {node.attr!r}", node, "a method must be called")


@dataclass(frozen=True)
class _Split:
    """An __init__: what comes before the object is there, and after."""

    before: list[ast.stmt]
    after: list[ast.stmt]


def _split(node: ast.FunctionDef, self_name: str, fields: list[str]) -> _Split:
    missing, body = set(fields), [s for s in node.body if not _is_docstring(s)]
    count = 0
    for index, statement in enumerate(body):
        found = missing & set(stored_fields([statement], self_name))
        if found:
            missing -= found
            count = index + 1
    return _Split(body[:count], body[count:])


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


class _Unset(ast.NodeTransformer):
    """Fields of an object that is not there yet, as variables."""

    def __init__(self, self_name: str, names: dict[str, str], owner: str, constants: set[str]) -> None:
        self._self = self_name
        self._names = names
        self._owner = owner
        self._constants = constants

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        if isinstance(node.value, ast.Name) and node.value.id == self._self:
            if node.attr in self._names:
                return ast.copy_location(ast.Name(self._names[node.attr], node.ctx), node)
            if node.attr in self._constants:
                owner = ast.copy_location(ast.Name(self._owner, ast.Load()), node.value)
                return ast.copy_location(ast.Attribute(owner, node.attr, node.ctx), node)
        return self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if node.id == self._self:
            raise unportable("PV214", "self is used before __init__ has set every field", node, "set the fields first")
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        """The annotation of a field is the class's."""
        made = self.generic_visit(node)
        if isinstance(made, ast.AnnAssign) and isinstance(made.target, ast.Name) and made.value is not None:
            return ast.copy_location(ast.Assign([made.target], made.value), node)
        return made

    def visit_Return(self, node: ast.Return) -> ast.AST:
        raise unportable("PV214", "__init__ returns before it has set every field", node)


class _Returns(ast.NodeTransformer):
    """A bare return of __init__ gives the object."""

    def __init__(self, self_name: str) -> None:
        self._self = self_name

    def visit_Return(self, node: ast.Return) -> ast.AST:
        return ast.copy_location(ast.Return(ast.copy_location(ast.Name(self._self, ast.Load()), node)), node)

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        return node


def making(frame: Frame, symbol: FunctionSymbol, info: RecordInfo) -> tuple[ir.Stmt, ...]:
    """The body of the function that makes an instance."""
    node = symbol.node
    assert isinstance(node, ast.FunctionDef)
    t, span, self_name = RecordT(info.cls), frame.span(node), node.args.args[0].arg
    hints = {name: frame.known(hint, f"field {name!r}", node) for name, hint in info.fields.items()}
    made: list[ir.Stmt] = []
    if info.plain:
        split = _split(node, self_name, list(info.fields))
        direct = _direct(frame, split.before, self_name, info)
        if direct is not None and not split.after:
            return (ir.Return(ir.New(direct, t, span), span),)
        after = split.after
        if direct is None:
            names = {name: frame.fresh(name, hint) for name, hint in hints.items()}
            assigned = {t.id for s in info.symbol.node.body if isinstance(s, ast.Assign | ast.AnnAssign)
                        for t in ast.walk(s) if isinstance(t, ast.Name) and isinstance(t.ctx, ast.Store)}  # fmt: skip
            unset = _Unset(self_name, names, symbol.owner, assigned)
            made += block(frame, [unset.visit(s) for s in split.before], t)
            direct = tuple(ir.Var(names[name], hint, span) for name, hint in hints.items())
    else:
        after = node.body
        direct = tuple(
            ir.Var(name, hint, span)
            if name in info.given
            else frame.unit.constants.default(symbol.module, info.defaults[name], hint, node)
            for name, hint in hints.items()
        )
    made.append(ir.Assign(frame.declare(self_name, t), ir.New(direct, t, span), False, False, span))
    made += block(frame, [_Returns(self_name).visit(s) for s in after], t)
    return (*made, ir.Return(ir.Var(self_name, t, span), span))


def _direct(frame: Frame, body: list[ast.stmt], self_name: str, info: RecordInfo) -> tuple[ir.Expr, ...] | None:
    """The fields' values where the body only sets each of them once, in order, and looks at none."""
    values: list[ast.expr] = []
    for statement, name in zip(body, info.fields, strict=False):
        match statement:
            case ast.Assign(targets=[ast.Attribute(value=ast.Name(id=owner), attr=attr)], value=value):
                pass
            case ast.AnnAssign(target=ast.Attribute(value=ast.Name(id=owner), attr=attr), value=ast.expr() as value):
                pass
            case _:
                return None
        if owner != self_name or attr != name:
            return None
        if any(isinstance(n, ast.Name) and n.id == self_name for n in ast.walk(value)):
            return None
        values.append(value)
    if len(values) != len(info.fields) or len(body) != len(values):
        return None
    hints = [(name, hint) for name, hint in info.fields.items() if not isinstance(hint, Unknown)]
    return tuple(
        lower_as(frame, value, hint, f"field {name!r}") for value, (name, hint) in zip(values, hints, strict=True)
    )


def class_symbol(frame: Frame, symbol: FunctionSymbol) -> ClassSymbol:
    """The class that a method belongs to."""
    module = frame.unit.project.module(symbol.module)
    assert module is not None
    found = frame.unit.project.lookup(module, symbol.owner)
    assert isinstance(found, ClassSymbol)
    return found

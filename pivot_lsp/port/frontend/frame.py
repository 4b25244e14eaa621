"""What lowering one function needs to know: its module, its variables, the unit it belongs to.

Keeps true: a local variable has one exact type, mypy's declared one, for the whole function; every value stored in
it is checked to be exactly of that type (`fit`).
"""

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pivot_lsp.port import ir
from pivot_lsp.port.frontend import unions
from pivot_lsp.port.frontend.oracle import FunctionTypes, Hint, Unknown
from pivot_lsp.port.frontend.scope import ClassSymbol, Module, ModuleSymbol, Symbol
from pivot_lsp.port.frontend.typevars import Bound, settle
from pivot_lsp.port.refusal import Unportable, unportable
from pivot_lsp.port.table import TABLE
from pivot_lsp.port.table.rows import SEEKING
from pivot_lsp.port.types import (
    BOOL,
    BYTES,
    FLOAT,
    INT,
    NONE,
    DictT,
    KeyedT,
    MarkT,
    OptionalT,
    RecordT,
    SetT,
    TupleT,
    Type,
    UnionT,
    VarTupleT,
)

if TYPE_CHECKING:
    from pivot_lsp.port.frontend.iterators import Kept
    from pivot_lsp.port.frontend.unit import UnitBuilder

_MOVES = {
    "getitem", "setitem", "delitem", "slice", "iter", "reversed", "len", "list", "tuple", "as_list", "enumerate", "zip",
    "dict", "list.append", "list.extend", "list.insert", "list.pop", "list.clear", "list.copy", "list.reverse",
    "dict.get", "dict.setdefault", "dict.pop", "dict.items", "dict.values", "dict.keys", "dict.copy", "dict.update",
    "dict.clear", "min.key", "max.key",
}  # fmt: skip
"""Operations that only move the values of a container: they may be of a union. All others look at them."""
_SEEN = {"len", "iter", "reversed"}
"""What bytes are asked as the list of ints that they natively are."""
_DONE = {"set.add": "added_false", "list.append": "appended_false"}
"""Changes that are done where a condition stands, by the function that gives their None as False."""
_READ_ONLY = {"len", "truth", "getitem", "iter", "reversed", "in", "==", "!=", "<", "<=", ">", ">="}


class Frame:
    """One function being lowered."""

    def __init__(
        self,
        unit: "UnitBuilder",
        module: Module,
        types: FunctionTypes,
        names: set[str],
        function: str = "",
        *,
        learns: bool = False,
        bound: Bound | None = None,
    ) -> None:
        """`learns`: a variable without a declared type has that of the first value stored in it. `bound`: what the
        function's type variables are."""
        self._bound = bound or {}
        self.function = function
        self.annotated: frozenset[str] = frozenset()
        self.parameters: frozenset[str] = frozenset()
        self.unit = unit
        self.module = module
        self._types = types
        self._names = names
        self._scopes: list[dict[str, Type]] = []
        self._fresh: dict[str, Type] = {}
        self._learned: dict[str, Type] | None = {} if learns else None
        self.handler_names: list[str] = []
        self.handled: dict[str, tuple[Symbol | None, ...]] = {}
        """The classes that a handler names, by the name that it binds."""
        self.classes: dict[str, ClassSymbol] = {}
        """The first parameter of a class method: the class."""
        self.iterators: dict[str, Kept] = {}
        """The locals that are iterators."""
        self.generating = 0
        """How many generator expressions are around."""

    # ------------------------------------------------------------ names

    def span(self, node: ast.AST) -> ir.Span:
        """Where `node` stands."""
        return ir.Span(self.module.relative, *self.module.origin(node))

    @contextmanager
    def scope(self, names: dict[str, Type]) -> Iterator[None]:
        """Names of a comprehension or lambda, inside it."""
        self._scopes.append(names)
        try:
            yield
        finally:
            self._scopes.pop()

    def fresh(self, base: str, t: Type) -> str:
        """A new variable that the Python source does not have."""
        taken = self._names | self._fresh.keys()
        for scope in self._scopes:
            taken = taken | scope.keys()
        name, count = base, 2
        while name in taken:
            name, count = f"{base}_{count}", count + 1
        self._fresh[name] = t
        return name

    def declare(self, name: str, t: Type) -> str:
        """A variable of the Python source whose type mypy does not tell: `self` in __init__."""
        self._fresh[name] = t
        return name

    def is_local(self, name: str) -> bool:
        """Whether `name` is a variable of the function or of an enclosing comprehension."""
        return name in self._names or name in self._fresh or any(name in scope for scope in self._scopes)

    def is_hidden(self, name: str) -> bool:
        """Whether an enclosing comprehension or lambda has a variable of that name."""
        return any(name in scope for scope in self._scopes)

    def is_plain_local(self, name: str) -> bool:
        """Whether `name` is a variable that the author's function itself binds, and no comprehension's."""
        return name in self._names and not any(name in scope for scope in self._scopes)

    def type_if_known(self, name: str) -> Type | None:
        """What mypy or a fact says of the variable; None when it says nothing that is taken."""
        hint = self._types.params.get(name) or self._types.locals.get(name)
        return None if hint is None or isinstance(hint, Unknown) else hint

    def variable_type(self, name: str, node: ast.AST) -> Type:
        """The exact type of a local variable. Refuses what mypy cannot type."""
        for scope in reversed(self._scopes):
            if name in scope:
                return scope[name]
        if name in self._fresh:
            return self._fresh[name]
        if self._learned is not None and name in self._learned:
            return self._learned[name]
        hint = self._types.params.get(name) or self._types.locals.get(name)
        if hint is None:
            raise unportable("PV201", f"the type of {name!r} is not known", node, "annotate it")
        return self.known(hint, f"variable {name!r}", node)

    def is_unknown(self, name: str) -> bool:
        """Whether the type of `name` is still to be learnt."""
        known = {*self._types.params, *self._types.locals, *self._fresh, *(self._learned or ())}
        return self._learned is not None and name not in known

    def learn(self, name: str, t: Type) -> None:
        """A value of type `t` is about to be stored in `name`."""
        if self._learned is not None and self.is_unknown(name):
            self._learned[name] = t

    def known(self, hint: Hint, what: str, node: ast.AST) -> Type:
        """`hint` when it is a type the port takes, else a refusal."""
        if not isinstance(hint, Unknown):
            self.unit.use_type(hint, node)
            return hint
        if hint.missing:
            raise unportable("PV201", f"{what} has no annotation", node)
        raise unportable("PV202", f"{what} is of type {hint.text}", node)

    def symbol(self, node: ast.expr) -> Symbol | None:
        """What a name or dotted path means when it is not a local variable or an attribute of a value."""
        if isinstance(node, ast.Name):
            if node.id in self.classes:
                return self.classes[node.id]
            return None if self.is_local(node.id) else self.unit.project.lookup(self.module, node.id)
        if isinstance(node, ast.Attribute):
            owner = self.symbol(node.value)
            if isinstance(owner, ClassSymbol):
                project = self.unit.project
                return project.method(owner, node.attr) or project.class_constant(owner, node.attr)
            if isinstance(owner, ModuleSymbol):
                return self.unit.project.member(owner.name, node.attr)
        return None

    # ------------------------------------------------------------ types

    def hint(self, node: ast.expr) -> Hint | None:
        """What mypy says of the expression, narrowed by the flow."""
        found = self.unit.oracle.at(self.module.name, node)
        return None if found is None else settle(found, self._bound)

    def narrowed(self, expression: ir.Expr, node: ast.expr) -> ir.Expr:
        """`expression` as what the flow has shown it to be: not None, or one of the types of a union."""
        if not isinstance(expression.type, OptionalT | UnionT):
            return expression
        hint = self.hint(node)
        if hint is None or isinstance(hint, Unknown | OptionalT) or hint in (expression.type, NONE):
            return expression
        if hint == FLOAT and _of_constant(expression):  # declared a float, where Python keeps the int
            return expression
        if isinstance(expression.type, OptionalT):
            inner = expression.type.inner
            if hint != inner and not isinstance(inner, UnionT):
                return expression
            expression = ir.Unwrap(expression, inner, expression.span)
        return unions.narrow(self, expression, hint, node) if isinstance(expression.type, UnionT) else expression

    def prim(self, key: str, args: list[ir.Expr], node: ast.AST) -> ir.Expr:
        """The table's operation `key` on `args`, or a refusal PV207. On a union it is done on what the value is."""
        if any(isinstance(a.type, UnionT) for a in args) and key not in _MOVES:
            return unions.spread(self, args, lambda parts: self.prim(key, parts, node), node)
        found = TABLE.find(key, [a.type for a in args])
        if found is None and (made := self.unit.lowering.of_marks(self, key, args, node)) is not None:
            return made
        if found is None and key in _READ_ONLY and any(isinstance(a.type, VarTupleT) for a in args):
            args = [self.as_list(a, node) for a in args]
            found = TABLE.find(key, [a.type for a in args])
        if found is None and key in _SEEN and args[0].type == BYTES:
            args = [self.prim("as_list", args, node)]
            found = TABLE.find(key, [a.type for a in args])
        if found is None and key in ("str", "repr"):
            return self.unit.lowering.spelled(self, key, args[0], node)
        if found is None:
            types = ", ".join(str(a.type) for a in args)
            raise unportable("PV207", f"{key}({types}) is not taken", node)
        row, result = found
        if key in SEEKING:
            container = args[1 if key == "in" else 0].type
            self.unit.records.use_equality(container.key if isinstance(container, DictT) else container, node)
        if isinstance(result, SetT):
            self.unit.use_type(result, node)
        return ir.Prim(row, tuple(args), result, self.span(node))

    def helper(self, name: str, args: list[ir.Expr], node: ast.AST) -> ir.Expr:
        """The prelude's function `name` on `args`."""
        return self.unit.helpers.call(name, args, self, node)

    def as_list(self, value: ir.Expr, node: ast.AST) -> ir.Expr:
        """A tuple of any length seen as the read-only list it natively is."""
        return self.prim("as_list", [value], node) if isinstance(value.type, VarTupleT) else value

    def fit(self, value: ir.Expr, expected: Type, node: ast.AST, what: str = "value") -> ir.Expr:
        """`value` where `expected` is stored: exactly of that type, or wrapped into its Optional."""
        if value.type == expected:
            return value
        if isinstance(expected, OptionalT):
            if value.type == NONE:
                return ir.Const(None, expected, value.span)
            return ir.Some(self.fit(value, expected.inner, node, what), expected, value.span)
        if isinstance(expected, UnionT):
            widened = unions.widen(self, value, expected, node)
            if widened is not None:
                return widened
        if isinstance(expected, VarTupleT) and type(value.type) is TupleT:
            named, bindings = self.named(value, "row")
            items = tuple(
                self.fit(ir.TupleItem(named, i, t, value.span), expected.element, node, what)
                for i, t in enumerate(value.type.items)
            )
            return self.let(bindings, ir.ListLit(items, expected, value.span))
        if isinstance(value.type, VarTupleT) and type(expected) is TupleT:
            return self._counted(value, expected, node, what)
        if expected == FLOAT and value.type in (INT, BOOL):
            raise unportable("PV208", f"{what} is {value.type} where float is declared", node)
        raise unportable("PV207", f"{what} is {value.type} where {expected} is declared", node)

    def _counted(self, value: ir.Expr, expected: TupleT, node: ast.AST, what: str) -> ir.Expr:
        """A tuple of any length where one of known length is declared: of another length it falls back."""
        named, bindings = self.named(value, "row")
        span, found = value.span, []
        for index, t in enumerate(expected.items):
            item = self.prim("getitem", [named, ir.Const(index, INT, span)], node)
            found.append(self.fit(item, t, node, what))
        length = self.prim("==", [self.prim("len", [named], node), ir.Const(len(found), INT, span)], node)
        there = ir.Some(ir.TupleLit(tuple(found), expected, span), OptionalT(expected), span)
        chosen = ir.IfExp(length, there, ir.Const(None, OptionalT(expected), span), OptionalT(expected), span)
        return self.let(bindings, ir.Unwrap(chosen, expected, span))

    def truth(self, value: ir.Expr, node: ast.AST) -> ir.Expr:
        """`value` as a condition."""
        if value.type == BOOL:
            return value
        if isinstance(value, ir.Prim) and value.row.key in _DONE:  # `x in seen or seen.add(x)`
            return self.helper(_DONE[value.row.key], list(value.args), node)
        if isinstance(value.type, OptionalT):
            inner = value.type.inner
            name = self.fresh("value", value.type)
            var = ir.Var(name, value.type, value.span)
            some = self.prim("not", [ir.IsNone(var, BOOL, value.span)], node)
            if isinstance(inner, RecordT) and not self.unit.records.own_truth(inner):
                return self.prim("not", [ir.IsNone(value, BOOL, value.span)], node)
            unwrapped = self.truth(ir.Unwrap(var, inner, value.span), node)
            if isinstance(unwrapped, ir.Const):
                return self.prim("not", [ir.IsNone(value, BOOL, value.span)], node)
            both = ir.BoolOp("and", (some, unwrapped), BOOL, value.span)
            return ir.Let(name, value, both, BOOL, value.span)
        if isinstance(value.type, RecordT) and self.simple(value) and not self.unit.records.own_truth(value.type):
            return ir.Const(True, BOOL, value.span)
        marked = isinstance(value.type, MarkT) and not value.type.base and value.type.kind != "timedelta"
        if marked or isinstance(value.type, KeyedT) or _never_empty(value.type):
            value, bindings = self.named(value, "value")
            return self.let(bindings, ir.Const(True, BOOL, value.span))
        if isinstance(value.type, MarkT) and value.type.kind == "timedelta":
            return self.prim("!=", [ir.TupleItem(value, 0, INT, value.span), ir.Const(0, INT, value.span)], node)
        if isinstance(value.type, RecordT) and self.unit.records.own_truth(value.type):
            return self.unit.lowering.own_truth(self, value, self.unit.records.own_truth(value.type), node)
        return self.prim("truth", [value], node)

    def legacy(self, t: Type, node: ast.AST) -> ir.Expr:
        """Where Python does what no `t` can stand for: the call falls back."""
        nothing = ir.Const(None, OptionalT(t), self.span(node))
        return ir.Unwrap(nothing, t, self.span(node))

    def as_row(self, value: ir.Expr, node: ast.AST) -> ir.Expr:
        """A tuple of known length whose items are of one type, as one of any length; anything else as it is."""
        if type(value.type) is not TupleT or len(set(value.type.items)) != 1:
            return value
        return self.fit(value, VarTupleT(value.type.items[0]), node)

    def simple(self, value: ir.Expr) -> bool:
        """Whether evaluating `value` again, or later, makes no difference."""
        match value:
            case ir.Const() | ir.Var() | ir.ConstantRef():
                return True
            case ir.Field(record=inner):
                return (
                    isinstance(inner.type, RecordT) and self.unit.records.is_frozen(inner.type) and self.simple(inner)
                )
            case ir.Some(value=inner) | ir.TupleItem(tuple=inner):
                return self.simple(inner)
            case _:
                return False

    def named(self, value: ir.Expr, base: str) -> tuple[ir.Expr, list[tuple[str, ir.Expr]]]:
        """`value` as something that may be repeated, and the binding (none when it is simple) that this needs."""
        if self.simple(value):
            return value, []
        name = self.fresh(base, value.type)
        return ir.Var(name, value.type, value.span), [(name, value)]

    def let(self, bindings: list[tuple[str, ir.Expr]], body: ir.Expr) -> ir.Expr:
        """`body` with `bindings` evaluated before it, in order."""
        for name, value in reversed(bindings):
            body = ir.Let(name, value, body, body.type, body.span)
        return body


def _never_empty(t: Type) -> bool:
    """Whether it is a tuple of at least one item; a NamedTuple with a truth of its own is no type of a unit."""
    return isinstance(t, TupleT) and bool(t.items)


def _of_constant(value: ir.Expr) -> bool:
    """Whether it is a module constant, or a part of one."""
    while not isinstance(value, ir.ConstantRef):
        match value:
            case ir.Prim(args=(inner, *_)) | ir.TupleItem(tuple=inner) | ir.Unwrap(value=inner):
                value = inner
            case _:
                return False
    return True


def refuse_syntax(error: SyntaxError) -> Unportable:
    """A syntax error as a refusal at its place."""
    return Unportable("PV220", f"syntax error: {error.msg}", error.lineno or 1, max((error.offset or 1) - 1, 0))

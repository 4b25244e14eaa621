"""Expressions: IR to Go's expression tree.

Keeps true: operands are evaluated in Python's order (Go orders calls from left to right, and everything that can
fail or have an effect is a call), nothing is evaluated twice unless it is free, and no float arithmetic is left to
Go's constants, which are exact where Python's floats are rounded.
"""

from collections.abc import Callable

from pivot_lsp.port import ir, trees
from pivot_lsp.port.emit.go import comprehensions
from pivot_lsp.port.emit.go.literals import folded, literal
from pivot_lsp.port.emit.go.names import Names, Scope, camel, item_name
from pivot_lsp.port.emit.go.syntax import (
    Atom,
    Binary,
    CallNode,
    Composite,
    FuncLit,
    Node,
    Select,
    Unary,
    call,
    fill,
    indent,
    render,
)
from pivot_lsp.port.emit.go.usage import free, listed, simple
from pivot_lsp.port.exceptions import class_name
from pivot_lsp.port.types import FLOAT, INT, STR, BytesT, ListT, OptionalT, RecordT, TupleT, Type, VarTupleT, ViewT

_NUMBERS: dict[Type, dict[str, str]] = {
    INT: {"min": "min", "max": "max"},
    FLOAT: {"min": "rt.MinFloat", "max": "rt.MaxFloat"},
}


class Expressions:
    """Turns the expressions of one function; `locals` are its variables."""

    def __init__(self, names: Names, scope: Scope) -> None:
        self.names = names
        self.locals = scope
        self._given: dict[str, Node] = {}
        self._caught: dict[str, Node] = {}
        self._handled: dict[str, str] = {}

    def text(self, e: ir.Expr) -> str:
        """The text of `e` as gofmt prints it in a statement."""
        return render(self.node(e))

    def node(self, e: ir.Expr) -> Node:
        """The tree of `e`."""
        e = folded(e)
        return _HANDLERS[type(e)](self, e)

    def nodes(self, *found: ir.Expr) -> tuple[Node, ...]:
        """The trees of several."""
        return tuple(self.node(e) for e in found)

    def variable(self, name: str) -> str:
        """The Go name of a variable."""
        return self.locals.name(name)

    def caught(self, name: str, go: str, catches: tuple[int, ...]) -> None:
        """From here on the exception called `name` is `go`, of one of the kinds `catches`."""
        node: Node = Atom(go)
        self._handled[name] = go
        for kind in catches:
            like = self.names.spelled_like(kind)
            if like is not None:
                node = CallNode(Select(node, "Like"), (Atom(self.names.kind(kind)), Atom(like)))
        self._caught[name] = CallNode(Select(node, "Text"), ())

    # ------------------------------------------------------------ leaves

    def _const(self, e: ir.Expr) -> Node:
        assert isinstance(e, ir.Const)
        return literal(e.value, e.type, self.names)

    def _var(self, e: ir.Var) -> Node:
        return self._given.get(e.name) or Atom(self.variable(e.name))

    def _constant(self, e: ir.ConstantRef) -> Node:
        return Atom(self.names.constant(e.name))

    def _exception_text(self, e: ir.ExcText) -> Node:
        return self._caught[e.name]

    def _exception_name(self, e: ir.ExcName) -> Node:
        own = [Atom(f'"{class_name(full)}"') for _, full in self.names.own_kinds]
        return CallNode(Select(Atom(self._handled[e.name]), "Name"), tuple(own))

    def _exception_field(self, e: ir.ExcField) -> Node:
        optional = isinstance(e.type, OptionalT)
        kind = self.names.type(e.type.inner if isinstance(e.type, OptionalT) else e.type)
        name = f"rt.{'OptFieldOf' if optional else 'FieldOf'}[{kind}]"
        return call(name, Atom(self._handled[e.name]), Atom(str(e.index)))

    # ------------------------------------------------------------ operations

    def _prim(self, e: ir.Prim) -> Node:
        special = _SPECIAL.get(e.row.key)
        made = special(self, e) if special is not None else None
        return made if made is not None else fill(e.row.go, self.nodes(*e.args))

    def _not(self, e: ir.Prim) -> Node | None:
        """`!(a != b)` is `a == b`, whatever they are; `!!a` is `a`."""
        match self.node(e.args[0]):
            case Binary("!=" | "==" as op, left, right):
                return Binary("==" if op == "!=" else "!=", left, right)
            case Unary("!", operand):
                return operand
            case _:
                return None

    def _extreme(self, e: ir.Prim) -> Node | None:
        walked = listed(e.args[0]) if len(e.args) == 1 else None
        if walked is not None and e.type in _NUMBERS:
            return call(f"rt.{e.row.key.capitalize()}Of", self.node(walked))
        plain = _NUMBERS.get(e.type, {}).get(e.row.key) if len(e.args) == 2 else None
        return call(plain, *self.nodes(*e.args)) if plain and e.args[1].type == e.type else None

    def _slice(self, e: ir.Prim) -> Node | None:
        """`xs[a:b]` without a step."""
        value, *bounds = e.args
        if not (isinstance(bounds[2], ir.Const) and all(isinstance(b, ir.Const | ir.Some) for b in bounds)):
            return None
        given = [b.value for b in bounds[:2] if isinstance(b, ir.Some)]
        which = {(True, True): "", (True, False): "From", (False, True): "To"}.get(
            (isinstance(bounds[0], ir.Some), isinstance(bounds[1], ir.Some))
        )
        if which is None:
            return self.node(value) if value.type == STR else call("rt.Copy", self.node(value))
        suffix = "Str" if value.type == STR else ""
        return call(f"rt.Cut{which}{suffix}", self.node(value), *self.nodes(*given))

    def _item(self, e: ir.Prim) -> Node | None:
        """An index error of a tuple speaks of a tuple."""
        owner = e.args[0]
        if isinstance(owner, ir.Prim) and owner.row.key == "as_list":
            return call("rt.AtTuple", *self.nodes(owner.args[0], e.args[1]))
        return None

    def _view(self, e: ir.Prim) -> Node:
        """The slice of a list's items, or that of one of its rows."""
        owner, *index = e.args
        items = self.node(owner) if isinstance(owner.type, ViewT) else Select(self.node(owner), "Items")
        return call("rt.Row", items, *self.nodes(*index)) if index else items

    def _sum(self, e: ir.Prim) -> Node | None:
        walked = listed(e.args[0])
        if walked is None:
            return None
        name = "rt.SumInts" if e.type == INT else "rt.SumFloats"
        return call(name + ("From" if len(e.args) == 2 else ""), *self.nodes(walked, *e.args[1:]))

    def _list_of(self, e: ir.Prim) -> Node | None:
        """`list(xs)` of a list, and `list(x for ...)`, which has made its list already."""
        walked = listed(e.args[0])
        if walked is None:
            return None
        return self.node(walked) if isinstance(walked, ir.Comp) else call("rt.Copy", self.node(walked))

    def _call(self, e: ir.Call) -> Node:
        return call(self.names.function(e.function), *self.nodes(*e.args))

    def _lambda(self, e: ir.Lambda) -> Node:
        assert e.type is not None
        params = getattr(e.type, "params", ())
        read = free(e.body)
        named = ", ".join(
            f"{self.variable(n) if n in read else '_'} {self.names.type(t)}"
            for n, t in zip(e.params, params, strict=True)
        )
        return self.function(f"func({named}) {self.names.type(e.body.type)}", self.returning(e.body))

    def function(self, header: str, body: list[str]) -> FuncLit:
        """A function literal."""
        return FuncLit(header, tuple(body))

    def returning(self, e: ir.Expr, give: Callable[[str], str] = "return {}".format) -> list[str]:
        """Statements that end with `return e`: an if for a conditional expression, a loop for a comprehension. `give`
        writes the statement that returns a text."""
        match e:
            case ir.IfExp(test=test, then=then, other=other):
                return [
                    f"if {self.text(test)} {{", *_indented(self.returning(then, give)), "}",
                    *self.returning(other, give),
                ]  # fmt: skip
            case ir.Let(name=name, value=value, body=body):
                if self.movable(value):
                    return self._with(name, self.node(value), lambda: self.returning(body, give))
                if name not in free(body):
                    return [f"_ = {self.text(value)}", *self.returning(body, give)]
                return self._with_named(name, value, lambda: self.returning(body, give))
            case ir.Comp():
                return comprehensions.returning(self, e, give)
            case _:
                return [give(self.text(e))]

    def _with(self, name: str, node: Node, then: Callable[[], list[str]]) -> list[str]:
        self._given[name] = node
        made = then()
        del self._given[name]
        return made

    def _with_named(self, name: str, value: ir.Expr, then: Callable[[], list[str]]) -> list[str]:
        go = self.locals.fresh(camel(name, exported=False))
        first = f"{go} := {self.text(value)}"
        return self._with(name, Atom(go), lambda: [first, *then()])

    def movable(self, e: ir.Expr) -> bool:
        """Whether `e` gives the same wherever it is evaluated: it is simple, and reads no field that is assigned."""
        fields = [f for f in trees.within(e) if isinstance(f, ir.Field)]
        return simple(e) and not any(self.names.is_assigned(f.record.type, f.name) for f in fields)

    def bound(self, e: ir.Expr) -> tuple[list[str], ir.Expr, Callable[[], None]]:
        """What a statement may write before `e`: (declarations for the Lets on top of `e`, the rest, how to end)."""
        lines: list[str] = []
        ended: list[str] = []
        while isinstance(e, ir.Let):
            if e.name not in free(e.body) and not self.movable(e.value):
                lines.append(f"_ = {self.text(e.value)}")
                e = e.body
                continue
            if self.movable(e.value):
                self._given[e.name] = self.node(e.value)
            elif e.name not in free(e.body):
                lines.append(f"_ = {self.text(e.value)}")
            else:
                go = self.locals.fresh(camel(e.name, exported=False))
                lines.append(f"{go} := {self.text(e.value)}")
                self._given[e.name] = Atom(go)
            ended.append(e.name)
            e = e.body

        def end() -> None:
            for name in ended:
                self._given.pop(name, None)

        return lines, e, end

    def at_once(self, e: ir.Expr) -> Node:
        """A function literal that is called where it stands."""
        return CallNode(self.function(f"func() {self.names.type(e.type)}", self.returning(e)), ())

    def _let(self, e: ir.Let) -> Node:
        if self.movable(e.value):
            self._given[e.name] = self.node(e.value)
            made = self.node(e.body)
            del self._given[e.name]
            return made
        return self.at_once(e)

    def _ifexp(self, e: ir.IfExp) -> Node:
        if self.movable(e.then) and self.movable(e.other):
            return call("rt.Pick", *self.nodes(e.test, e.then, e.other))
        return self.at_once(e)

    def _boolop(self, e: ir.BoolOp) -> Node:
        op = "&&" if e.op == "and" else "||"
        first, *more = self.nodes(*e.values)
        made, last = first, first
        for node in more:
            if node != last or not _repeats(node):  # `a && a`, of which go vet complains
                made, last = Binary(op, made, node), node
        return made

    # ------------------------------------------------------------ displays

    def _list(self, e: ir.ListLit) -> Node:
        assert isinstance(e.type, ListT | VarTupleT | BytesT)
        element = self.names.type(e.type.element)
        return call("rt.L", *self.nodes(*e.items)) if e.items else Atom(f"rt.NewList[{element}]()")

    def _empty(self, e: ir.Empty) -> Node:
        return Atom(self.names.type(e.type).replace("*rt.", "rt.New", 1) + "()")

    def _tuple(self, e: ir.TupleLit) -> Node:
        self.names.type(e.type)
        return call(f"rt.P{len(e.items)}", *self.nodes(*e.items)) if e.items else Atom("rt.T0{}")

    def _dict(self, e: ir.DictLit) -> Node:
        if not e.items:
            return Atom(self.names.type(e.type).replace("*rt.Dict", "rt.NewDict", 1) + "()")
        return call("rt.MakeDict", *(call("rt.P2", *self.nodes(k, v)) for k, v in e.items))

    def _concat(self, e: ir.Concat) -> Node:
        return call("rt.Concat", *self.nodes(*e.parts)) if len(e.parts) > 1 else self.node(e.parts[0])

    # ------------------------------------------------------------ tuples, records, optionals

    def _tuple_item(self, e: ir.TupleItem) -> Node:
        return Select(self.node(e.tuple), item_name(e.index))

    def _field(self, e: ir.Field) -> Node:
        assert isinstance(e.record.type, RecordT)
        return Select(self.node(e.record), self.names.field(e.record.type.cls, e.name))

    def _new(self, e: ir.New) -> Node:
        assert isinstance(e.type, RecordT)
        cls = e.type.cls
        fields = self.names.fields_of(cls)
        kept = [(f, a) for f, a in zip(fields, e.args, strict=True) if f.carried]
        dropped = [a for f, a in zip(fields, e.args, strict=True) if not f.carried and not simple(a)]
        if dropped:
            return self._new_in_order(e, cls)
        pairs = tuple((self.names.field(cls, f.name), self.node(a)) for f, a in kept)
        return Unary("&", Composite(self.names.record(cls), pairs))

    def _new_in_order(self, e: ir.New, cls: str) -> Node:
        """All fields are evaluated, though the port has no use for some."""
        lines, pairs = [], []
        for field, arg in zip(self.names.fields_of(cls), e.args, strict=True):
            if not field.carried:
                lines.append(f"_ = {self.text(arg)}")
                continue
            go = self.locals.fresh(camel(field.name, exported=False))
            lines.append(f"{go} := {self.text(arg)}")
            pairs.append((self.names.field(cls, field.name), Atom(go)))
        made = render(Unary("&", Composite(self.names.record(cls), tuple(pairs))))
        return CallNode(self.function(f"func() {self.names.type(e.type)}", [*lines, f"return {made}"]), ())

    def _some(self, e: ir.Some) -> Node:
        return call("rt.Some", self.node(e.value))

    def _unwrap(self, e: ir.Unwrap) -> Node:
        return CallNode(Select(self.node(e.value), "Get"), ())

    def _is_none(self, e: ir.IsNone) -> Node:
        return CallNode(Select(self.node(e.value), "IsNone"), ())


def _ordered(ex: Expressions, e: ir.Prim) -> Node | None:
    """Pairs and triples are compared item by item."""
    kind = e.args[0].type
    if not isinstance(kind, TupleT) or len(kind.items) not in (2, 3):
        return None
    name = {"<": "Lt", "<=": "Le", ">": "Gt", ">=": "Ge"}[e.row.key]
    return call(f"rt.{name}{len(kind.items)}", *ex.nodes(*e.args))


def _repeats(node: Node) -> bool:
    """Whether asking it twice tells nothing new, and does nothing."""
    match node:
        case Atom():
            return True
        case Select(owner) | Unary(_, owner):
            return _repeats(owner)
        case Binary(_, left, right):
            return _repeats(left) and _repeats(right)
        case _:
            return False


def _indented(lines: list[str]) -> list[str]:
    return [indent(line) for line in lines]


_SPECIAL: dict[str, Callable[[Expressions, ir.Prim], Node | None]] = {
    "not": Expressions._not,
    "min": Expressions._extreme,
    "max": Expressions._extreme,
    "slice": Expressions._slice,
    "getitem": Expressions._item,
    **dict.fromkeys(("view", "row"), Expressions._view),
    "sum": Expressions._sum,
    "list": Expressions._list_of,
    "tuple": Expressions._list_of,
    **dict.fromkeys(("<", "<=", ">", ">="), _ordered),
}

_HANDLERS: dict[type, Callable[..., Node]] = {
    ir.Const: Expressions._const,
    ir.Var: Expressions._var,
    ir.ConstantRef: Expressions._constant,
    ir.Prim: Expressions._prim,
    ir.Call: Expressions._call,
    ir.Lambda: Expressions._lambda,
    ir.BoolOp: Expressions._boolop,
    ir.IfExp: Expressions._ifexp,
    ir.Let: Expressions._let,
    ir.ListLit: Expressions._list,
    ir.Empty: Expressions._empty,
    ir.TupleLit: Expressions._tuple,
    ir.DictLit: Expressions._dict,
    ir.Comp: Expressions.at_once,
    ir.TupleItem: Expressions._tuple_item,
    ir.Field: Expressions._field,
    ir.New: Expressions._new,
    ir.Some: Expressions._some,
    ir.Unwrap: Expressions._unwrap,
    ir.IsNone: Expressions._is_none,
    ir.Concat: Expressions._concat,
    ir.ExcText: Expressions._exception_text,
    ir.ExcField: Expressions._exception_field,
    ir.ExcName: Expressions._exception_name,
}

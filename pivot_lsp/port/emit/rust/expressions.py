"""Expressions as Rust.

Keeps true: operands are evaluated in Python's order; a literal's type is written where nothing else fixes it, since
Rust would take an int for an i32.
"""

from collections.abc import Callable
from typing import Any

from pivot_lsp.port import ir, trees
from pivot_lsp.port.emit.rust import comprehensions, prims
from pivot_lsp.port.emit.rust.code import AND, BLOCK, OR, POSTFIX, UNARY, Code, block, indented, string
from pivot_lsp.port.emit.rust.facts import holds_region
from pivot_lsp.port.emit.rust.scope import Scope
from pivot_lsp.port.exceptions import NAMES, class_name
from pivot_lsp.port.types import BOOL, BYTES, INT, NONE, STR, OptionalT, RecordT

# The widest `if c { a } else { b }` that rustfmt leaves on one line.
_ONE_LINE_IF = 50


class Expressions:
    """The expressions of one function."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def emit(self, node: ir.Expr, known: bool = False) -> Code:
        """`node`; `known`: its place fixes the type of a bare literal."""
        return _HANDLERS[type(node)](self, node, known)

    def text(self, node: ir.Expr, known: bool = False) -> str:
        """`node` where anything may stand."""
        return self.emit(node, known).text

    def outcome(self, node: ir.Expr, known: bool = True) -> str:
        """`node` as an Outcome, where no `try` is around; `known` as in `emit`."""
        assert self.scope.label is None
        facts = self.scope.facts
        yields = (isinstance(node, ir.Call) and node.function in facts.raising) or (
            isinstance(node, ir.Prim) and facts.prim_raises(node)
        )
        return self.raw(node) if yields and self.scope.outcome else f"Ok({self.text(node, known)})"

    def raw(self, node: ir.Expr) -> str:
        """An operation or call that can raise, as the Outcome it yields."""
        if isinstance(node, ir.Call):
            return self._call_text(node)
        assert isinstance(node, ir.Prim)
        return prims.unwrapped(self.scope, lambda e, f: self._argument(node, e, f), node).text

    # ------------------------------------------------------------ atoms

    def const(self, node: ir.Const, known: bool) -> Code:
        value = node.value
        if node.type == NONE:
            return Code("()")
        if isinstance(node.type, OptionalT):
            return Code("None")
        if node.type == BOOL:
            return Code("true" if value else "false")
        if node.type == STR:
            return Code(f"s!({string(str(value))})")
        assert isinstance(value, int | float)
        text = integer(int(value)) if node.type == INT else floating(float(value))
        if not known and text.lstrip("-")[0].isdigit():
            text += "_i64" if node.type == INT else "_f64"
        return Code(text, UNARY if text.startswith("-") else POSTFIX)

    def var(self, node: ir.Var, known: bool) -> Code:
        return Code(self.scope.local(node.name))

    def constant(self, node: ir.ConstantRef, known: bool) -> Code:
        name = self.scope.names.constants[node.name]
        return Code(f"{name}()" if holds_region(node.type) else name)

    # ------------------------------------------------------------ operations

    def prim(self, node: ir.Prim, known: bool) -> Code:
        return prims.prim(self.scope, lambda inner, fixed: self._argument(node, inner, fixed), node)

    def _argument(self, node: ir.Prim, inner: ir.Expr, fixed: bool) -> Code:
        made = comprehensions.lazy_argument(self.scope, node, inner)
        return self.emit(inner, fixed) if made is None else comprehensions.chain(self, made)

    def call(self, node: ir.Call, known: bool) -> Code:
        made = self._call_text(node)
        return self.scope.unpacked(made) if node.function in self.scope.facts.raising else Code(made)

    def _call_text(self, node: ir.Call) -> str:
        region = ["cx"] if node.function in self.scope.facts.regional else []
        args = [*region, *(self.text(a, True) for a in node.args)]
        return f"{self.scope.function(node.function)}({', '.join(args)})"

    def function(self, node: ir.Lambda, known: bool) -> Code:
        raises = self.scope.facts.raises(node.body)
        with self.scope.inside(None, outcome=raises):
            params = ", ".join(comprehensions.unread(self.scope, p, [node.body]) for p in node.params)
            body = self.outcome(node.body, False) if raises else self.text(node.body)
        return Code(f"|{params}| {body}", BLOCK)

    def boolop(self, node: ir.BoolOp, known: bool) -> Code:
        level, symbol = (AND, " && ") if node.op == "and" else (OR, " || ")
        return Code(symbol.join(self.emit(v, True).at(level + (i > 0)) for i, v in enumerate(node.values)), level)

    def ifexp(self, node: ir.IfExp, known: bool) -> Code:
        test, then, other = self.text(node.test, True), self.text(node.then, known), self.text(node.other, known)
        line = f"if {test} {{ {then} }} else {{ {other} }}"
        if len(line) <= _ONE_LINE_IF and "\n" not in line:
            return Code(line, BLOCK)
        return Code(f"if {test} {{\n{indented(then)}\n}} else {{\n{indented(other)}\n}}", BLOCK)

    def let(self, node: ir.Let, known: bool) -> Code:
        name = self.scope.local(node.name) if node.name in trees.free_names(node.body) else "_"
        value = f"let {name} = {self.text(node.value)};"
        return Code(block([value, self.text(node.body, known)]), BLOCK)

    # ------------------------------------------------------------ containers

    def listing(self, node: ir.ListLit, known: bool) -> Code:
        items = [self.text(item, i > 0) for i, item in enumerate(node.items)]
        made = f"rt::list(cx, [{', '.join(items)}])" if items else "List::new(cx)"
        return Code(f"Bytes::of({made})" if node.type == BYTES else made)

    def empty(self, node: ir.Empty, known: bool) -> Code:
        return Code(self.scope.types.blank(node.type))

    def tuple(self, node: ir.TupleLit, known: bool) -> Code:
        items = [self.text(item, known) for item in node.items]
        return Code(f"({items[0]},)" if len(items) == 1 else f"({', '.join(items)})")

    def dict(self, node: ir.DictLit, known: bool) -> Code:
        if not node.items:
            return Code("Dict::new(cx)")
        items = [f"({self.text(k, i > 0)}, {self.text(v, i > 0)})" for i, (k, v) in enumerate(node.items)]
        return Code(f"rt::dict(cx, [{', '.join(items)}])")

    def comp(self, node: ir.Comp, known: bool) -> Code:
        return comprehensions.comp(self, node)

    def item(self, node: ir.TupleItem, known: bool) -> Code:
        return Code(f"{self.emit(node.tuple).at(POSTFIX)}.{node.index}")

    def field(self, node: ir.Field, known: bool) -> Code:
        assert isinstance(node.record.type, RecordT)
        name = self.scope.types.fields[node.record.type.cls, node.name]
        taken = ".get()" if node.name in self.scope.types.records[node.record.type.cls].assigned else ""
        return Code(f"{self.emit(node.record).at(POSTFIX)}.{name}{taken}")

    def new(self, node: ir.New, known: bool) -> Code:
        assert isinstance(node.type, RecordT)
        record = self.scope.types.records[node.type.cls]
        parts = []
        for declared, value in zip(record.fields, node.args, strict=True):
            if declared.carried:
                name, text = self.scope.types.fields[record.cls, declared.name], self.text(value, True)
                if declared.name in record.assigned:
                    text = f"Cell::new({text})"
                parts.append(name if name == text else f"{name}: {text}")
        inside = f" {', '.join(parts)} " if parts else ""
        return Code(f"cx.place({self.scope.types.struct(node.type.cls)} {{{inside}}})")

    # ------------------------------------------------------------ optionals and text

    def some(self, node: ir.Some, known: bool) -> Code:
        return Code(f"Some({self.text(node.value, known)})")

    def unwrap(self, node: ir.Unwrap, known: bool) -> Code:
        return Code(f"{self.emit(node.value).at(POSTFIX)}.known()")

    def is_none(self, node: ir.IsNone, known: bool) -> Code:
        return Code(f"{self.emit(node.value).at(POSTFIX)}.is_none()")

    def exc_text(self, node: ir.ExcText, known: bool) -> Code:
        return Code(f"{self.scope.local(node.name)}.text(cx)")

    def exc_name(self, node: ir.ExcName, known: bool) -> Code:
        own = ", ".join(string(class_name(e)) for e in self.scope.unit.exceptions[len(NAMES) :])
        return Code(f"{self.scope.local(node.name)}.class_name(&[{own}])")

    def exc_field(self, node: ir.ExcField, known: bool) -> Code:
        kind = self.scope.types.text(node.type)
        return Code(f"{self.scope.local(node.name)}.field::<{kind}>(cx, {node.index})")

    def concat(self, node: ir.Concat, known: bool) -> Code:
        """An f-string. Ints and strs print as they are; every other part is a str already."""
        if all(isinstance(p, ir.Const) for p in node.parts):
            text = "".join(str(p.value) for p in node.parts if isinstance(p, ir.Const))
            return Code(f"s!({string(text)})")
        pattern, args = "", []
        for part in node.parts:
            if isinstance(part, ir.Const):
                pattern += str(part.value).replace("{", "{{").replace("}", "}}")
                continue
            if isinstance(part, ir.Prim) and part.row.key == "str" and part.args[0].type in (INT, STR):
                part = part.args[0]
            text = self.text(part)
            if isinstance(part, ir.Var):
                pattern += f"{{{text}}}"
            else:
                pattern += "{}"
                args.append(text)
        return Code(f"text!({', '.join(['cx', string(pattern), *args])})")


def integer(value: int) -> str:
    """An int literal."""
    return "i64::MIN" if value == -(2**63) else str(value)


def floating(value: float) -> str:
    """A float literal: Python's shortest digits, which read back as the same bits."""
    text = repr(value)
    special = {"inf": "f64::INFINITY", "-inf": "-f64::INFINITY", "nan": "f64::NAN"}
    return special.get(text, text)


_HANDLERS: dict[type, Callable[[Expressions, Any, bool], Code]] = {
    ir.Const: Expressions.const,
    ir.Var: Expressions.var,
    ir.ConstantRef: Expressions.constant,
    ir.Prim: Expressions.prim,
    ir.Call: Expressions.call,
    ir.Lambda: Expressions.function,
    ir.BoolOp: Expressions.boolop,
    ir.IfExp: Expressions.ifexp,
    ir.Let: Expressions.let,
    ir.ListLit: Expressions.listing,
    ir.Empty: Expressions.empty,
    ir.TupleLit: Expressions.tuple,
    ir.DictLit: Expressions.dict,
    ir.Comp: Expressions.comp,
    ir.TupleItem: Expressions.item,
    ir.Field: Expressions.field,
    ir.New: Expressions.new,
    ir.Some: Expressions.some,
    ir.Unwrap: Expressions.unwrap,
    ir.IsNone: Expressions.is_none,
    ir.Concat: Expressions.concat,
    ir.ExcText: Expressions.exc_text,
    ir.ExcField: Expressions.exc_field,
    ir.ExcName: Expressions.exc_name,
}

"""Statements as lines of Rust, in the author's order.

A block in `tail` position ends with the function's value instead of a `return`. A `try` body is a labelled block that
an exception leaves by `break`, so `break`, `continue` and `return` inside it mean what they say.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from pivot_lsp.port import ir, trees
from pivot_lsp.port.emit.rust.code import POSTFIX, indented
from pivot_lsp.port.emit.rust.expressions import Expressions
from pivot_lsp.port.emit.rust.flow import assigned_once, ends, surely_assigned
from pivot_lsp.port.emit.rust.prims import symbol_of
from pivot_lsp.port.emit.rust.scope import Scope
from pivot_lsp.port.types import NONE, STR, OptionalT, RecordT, Type

Lines = list[str]
_COMPOUND = {"+", "-", "*", "&", "|", "^"}


class Statements:
    """The statements of one function."""

    def __init__(self, scope: Scope, result: Type) -> None:
        self.scope = scope
        self.result = result
        self.expressions = Expressions(scope)
        self._following: Sequence[ir.Stmt] = ()
        self._caught: list[tuple[str, str | None]] = []
        self._loops: list[tuple[str, str | None]] = []

    def block(self, body: Sequence[ir.Stmt], tail: bool) -> Lines:
        """The lines of a block; in `tail` position its value is the function's."""
        lines: Lines = []
        for index, one in enumerate(body):
            self._following = body[index + 1 :]
            last = tail and index == len(body) - 1
            lines += _HANDLERS[type(one)](self, one, last)
            if ends((one,)):
                return lines
        if tail and not (body and isinstance(body[-1], ir.If | ir.Try)):
            lines += self._end()
        return lines

    def _end(self) -> Lines:
        """The value of a function whose end is reached: None."""
        if self.result == NONE:
            return ["Ok(())"] if self.scope.outcome else []
        if isinstance(self.result, OptionalT):
            return ["Ok(None)"] if self.scope.outcome else ["None"]
        return ["rt::unreachable()"]

    def _text(self, node: ir.Expr, known: bool = False) -> str:
        return self.expressions.text(node, known)

    # ------------------------------------------------------------ assignment

    def declare(self, one: ir.Declare, tail: bool) -> Lines:
        name, written = self.scope.local(one.name), self.scope.types.text(one.type)
        if surely_assigned(one.name, self._following, lambda t: self.scope.facts.direct(t) is not None):
            mutable = "" if assigned_once(one.name, self._following) else "mut "
            return [f"let {mutable}{name}: {written};"]
        # Python's flow assigns it before it is read, which rustc does not see
        return [f"let mut {name}: {written} = {self.scope.types.blank(one.type)};"]

    def assign(self, one: ir.Assign, tail: bool) -> Lines:
        name, value = self.scope.local(one.name), one.value
        if one.declares:
            mutable = "mut " if one.mutable else ""
            annotation = f": {self.scope.types.text(value.type)}" if _open_type(value) else ""
            return [f"let {mutable}{name}{annotation} = {self._text(value, bool(annotation))};"]
        if isinstance(value, ir.Prim) and symbol_of(value) in _COMPOUND:
            first = value.args[0]
            if isinstance(first, ir.Var) and first.name == one.name:
                return [f"{name} {symbol_of(value)}= {self._text(value.args[1], True)};"]
        return [f"{name} = {self._text(value, True)};"]

    def unpack(self, one: ir.Unpack, tail: bool) -> Lines:
        start = "let " if one.declares else ""
        target = self.pattern(one.pattern, one.mutable if one.declares else frozenset())
        return [f"{start}{target} = {self._text(one.value, not one.declares)};"]

    def pattern(self, target: ir.Pattern, mutable: frozenset[str]) -> str:
        """A target of assignment or of `for`."""
        if isinstance(target, ir.Name):
            return ("mut " if target.name in mutable else "") + self.scope.local(target.name)
        items = [self.pattern(i, mutable) for i in target.items]
        return f"({items[0]},)" if len(items) == 1 else f"({', '.join(items)})"

    def set_field(self, one: ir.SetField, tail: bool) -> Lines:
        assert isinstance(one.record.type, RecordT)
        name = self.scope.types.fields[one.record.type.cls, one.name]
        return [f"{self.expressions.emit(one.record).at(POSTFIX)}.{name}.set({self._text(one.value, True)});"]

    def expression(self, one: ir.ExprStmt, tail: bool) -> Lines:
        made = self.expressions.emit(one.value)
        acts = isinstance(one.value, ir.Call) or (isinstance(one.value, ir.Prim) and one.value.row.mutates)
        return [f"{made.text};" if acts and made.level == POSTFIX else f"let _ = {made.text};"]

    # ------------------------------------------------------------ control

    def branch(self, one: ir.If, tail: bool) -> Lines:
        if isinstance(one.test, ir.Const):
            return self.block(one.body if one.test.value else one.orelse, tail)
        text = f"if {self._text(one.test, True)} {self._braces(one.body, tail)}"
        # in tail position a branch that goes on ends the function with None
        if len(one.orelse) == 1 and isinstance(one.orelse[0], ir.If) and not isinstance(one.orelse[0].test, ir.Const):
            text += " else " + "\n".join(self.branch(one.orelse[0], tail))
        elif one.orelse or (tail and self._end()):
            text += f" else {self._braces(one.orelse, tail)}"
        return [text]

    def _braces(self, body: Sequence[ir.Stmt], tail: bool = False) -> str:
        lines = self.block(body, tail)
        return "{\n" + "\n".join(indented(line) for line in lines) + "\n}" if lines else "{}"

    def loop(self, one: ir.While, tail: bool) -> Lines:
        forever = isinstance(one.test, ir.Const) and one.test.value is True
        head = "loop" if forever else f"while {self._text(one.test, True)}"
        return [self._loop(head, one)]

    def walk(self, one: ir.For, tail: bool) -> Lines:
        source = self._text(one.iterable)
        return [self._loop(f"for {self.pattern(one.pattern, one.mutable)} in {source}", one)]

    def _loop(self, head: str, one: ir.For | ir.While) -> str:
        name = self.scope.fresh("each") if self._left_from_try(one.body, False) else ""
        self._loops.append((name, self.scope.label))
        lines = [*(["cx.poll();"] if one.poll else []), *self.block(one.body, False)]
        self._loops.pop()
        body = "{\n" + "\n".join(indented(line) for line in lines) + "\n}" if lines else "{}"
        return f"'{name}: {head} {body}" if name else f"{head} {body}"

    def _left_from_try(self, body: Sequence[ir.Stmt], inside: bool) -> bool:
        """Whether a `break` or `continue` of this loop stands in a `try` body, which is a labelled block."""
        for one in body:
            match one:
                case ir.Break() | ir.Continue():
                    if inside:
                        return True
                case ir.Try(body=tried, handlers=handlers, orelse=orelse):
                    labelled = inside or self.scope.facts.block_raises(tried)
                    others = (orelse, *(h.body for h in handlers))
                    if self._left_from_try(tried, labelled) or any(self._left_from_try(b, inside) for b in others):
                        return True
                case ir.If(body=then, orelse=other):
                    if self._left_from_try(then, inside) or self._left_from_try(other, inside):
                        return True
                case _:
                    pass
        return False

    def _leave(self, word: str) -> Lines:
        name, label = self._loops[-1]
        return [f"{word};" if label == self.scope.label else f"{word} '{name};"]

    def stop(self, one: ir.Break, tail: bool) -> Lines:
        return self._leave("break")

    def next(self, one: ir.Continue, tail: bool) -> Lines:
        return self._leave("continue")

    def give(self, one: ir.Return, tail: bool) -> Lines:
        if self.result == NONE:
            value = "Ok(())" if self.scope.outcome else ""
        elif self.scope.label is None:
            value = self.expressions.outcome(one.value) if self.scope.outcome else self._text(one.value, True)
        else:
            text = self._text(one.value, True)
            value = f"Ok({text})" if self.scope.outcome else text
        if tail:
            return [value] if value else []
        return [f"return {value};" if value else "return;"]

    # ------------------------------------------------------------ exceptions

    def throw(self, one: ir.Raise, tail: bool) -> Lines:
        kind = self.scope.names.kinds[self.scope.unit.exceptions.index(one.exception)]
        args = ", ".join(self._exception_argument(a) for a in one.args)
        fields = f".with_fields({one.fields})" if one.fields else ""
        return self._thrown(f"Exc::new({kind}, [{args}]){fields}", tail)

    def _exception_argument(self, node: ir.Expr) -> str:
        if isinstance(node, ir.Const) and node.type == STR:
            return self._text(node).removeprefix("s!(").removesuffix(")") + ".into()"
        return f"{self.expressions.emit(node).at(POSTFIX)}.into()"

    def _thrown(self, exception: str, tail: bool) -> Lines:
        if tail and self.scope.label is None and self.scope.outcome:
            return [f"Err({exception})"]
        text = self.scope.thrown(exception)
        return [text if tail and text.startswith("rt::") else f"{text};"]

    def rethrow(self, one: ir.Reraise, tail: bool) -> Lines:
        name, label = self._caught[-1]
        # inside a further `try` the exception may be raised again later
        return self._thrown(name if label == self.scope.label else f"{name}.clone()", tail)

    def attempt(self, one: ir.Try, tail: bool) -> Lines:
        if not self.scope.facts.block_raises(one.body):
            return self.block((*one.body, *one.orelse), tail)
        direct = self.scope.facts.direct(one)
        if direct is not None:
            return self._matched(one, direct, tail)
        label = self.scope.fresh("attempt")
        with self.scope.inside(label):
            body = self.block(one.body, False)
        never = ends(one.body)
        if not never:
            body.append("Ok(())")
        inside = "\n".join(indented(line) for line in body)
        value = "std::convert::Infallible" if never else "()"
        lines = [f"let {label}: Outcome<{value}> = '{label}: {{\n{inside}\n}};"]
        arms = [] if never else [f"Ok(()) => {self._braces(one.orelse, tail)}"]
        return [*lines, self._match(label, arms, one, tail)]

    def _matched(self, one: ir.Try, direct: ir.Expr, tail: bool) -> Lines:
        """A `try` around one operation: a match on its Outcome."""
        head, first = self.expressions.raw(direct), one.body[0]
        if isinstance(first, ir.ExprStmt):
            return [self._match(head, [f"Ok(_) => {self._braces(one.orelse, tail)}"], one, tail)]
        name = self.scope.fresh("value")
        self.scope.locals[name] = name
        value = ir.Var(name, direct.type, first.span)
        assert isinstance(first, ir.Assign | ir.Return)
        done = replace(first, value=value)
        return [self._match(head, [f"Ok({name}) => {self._braces((done, *one.orelse), tail)}"], one, tail)]

    def _match(self, head: str, arms: list[str], one: ir.Try, tail: bool) -> str:
        rest = set(range(len(self.scope.unit.exceptions)))
        for handler in one.handlers:
            arms.append(self._arm(handler, rest, tail))
            rest -= set(handler.catches)
        if rest:
            arms.append(self._rest(tail))
        return f"match {head} {{\n" + "\n".join(indented(a) for a in arms) + "\n}"

    def _arm(self, handler: ir.Handler, rest: set[int], tail: bool) -> str:
        name = self.scope.local(handler.name) if handler.name is not None else self.scope.fresh("exc")
        self._caught.append((name, self.scope.label))
        body = self._braces(handler.body, tail)
        self._caught.pop()
        if rest <= set(handler.catches):
            used = any(isinstance(s, ir.Reraise) for s in trees.statements(handler.body)) or any(
                isinstance(e, ir.ExcText) and e.name == handler.name for e in trees.expressions(handler.body)
            )
            return f"Err({name if used else '_'}) => {body}"
        kinds = ", ".join(self.scope.names.kinds[i] for i in handler.catches)
        return f"Err({name}) if {name}.is(&[{kinds}]) => {body}"

    def _rest(self, tail: bool) -> str:
        text = self._thrown("exc", tail)[0].removesuffix(";")
        return f"Err({'exc' if 'exc' in text else '_'}) => {text},"


def _open_type(value: ir.Expr) -> bool:
    """Whether nothing in the text of `value` fixes its type: an empty container, None."""
    match value:
        case ir.ListLit(items=items) | ir.TupleLit(items=items):
            return (isinstance(value, ir.ListLit) and not items) or any(map(_open_type, items))
        case ir.DictLit(items=pairs):
            return not pairs or any(_open_type(e) for pair in pairs for e in pair)
        case ir.Empty():
            return True
        case ir.Const(type=t):
            return isinstance(t, OptionalT)
        case ir.Some(value=inner) | ir.Let(body=inner):
            return _open_type(inner)
        case ir.IfExp(then=then, other=other):
            return _open_type(then) or _open_type(other)
        case _:
            return False


_HANDLERS: dict[type, Callable[[Statements, Any, bool], Lines]] = {
    ir.Declare: Statements.declare,
    ir.Assign: Statements.assign,
    ir.Unpack: Statements.unpack,
    ir.SetField: Statements.set_field,
    ir.ExprStmt: Statements.expression,
    ir.If: Statements.branch,
    ir.While: Statements.loop,
    ir.For: Statements.walk,
    ir.Return: Statements.give,
    ir.Break: Statements.stop,
    ir.Continue: Statements.next,
    ir.Raise: Statements.throw,
    ir.Reraise: Statements.rethrow,
    ir.Try: Statements.attempt,
}

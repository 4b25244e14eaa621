"""Statements: IR to lines of Go, with tabs.

Keeps true: statements stand in the author's order; Go's own demands (no unread variable, no unreachable line, a
terminating last statement) are met by what is known, never by a dummy that changes the meaning.
"""

from collections.abc import Callable

from pivot_lsp.port import ir, trees
from pivot_lsp.port.emit.go import comprehensions, tries
from pivot_lsp.port.emit.go.blocks import Block
from pivot_lsp.port.emit.go.expressions import Expressions
from pivot_lsp.port.emit.go.literals import folded
from pivot_lsp.port.emit.go.loops import Round, header, taken_apart
from pivot_lsp.port.emit.go.names import Names, Scope
from pivot_lsp.port.emit.go.syntax import Binary, CallNode, indent, render
from pivot_lsp.port.emit.go.usage import assigns, reads, resized, simple
from pivot_lsp.port.types import NONE, RecordT

_FILLING: dict[str, Callable[..., str]] = {
    "filling.append": lambda items, _, text: f"{items} = {text}",
    "filling.done": lambda items, owner, _: f"{owner}.Items = {items}",
}
"""What is done with the items of a list that a loop fills (`improve/filled`): they are a variable here."""
_AUGMENTED = ("+", "-", "*", "&", "|", "^")


class Statements:
    """The statements of one function. `closed`: the body of a try, where leaving needs a word to the outside."""

    def __init__(self, function: ir.Function, names: Names) -> None:
        self.function = function
        self.names = names
        self.ex = Expressions(names, Scope(names.taken))
        self.result = self.ex.locals.fresh("result") if _returns_from_try(function.body) else ""
        self.closed = 0
        self.loops_inside = [0]
        self.handled: list[str] = []

    def block(self, body: tuple[ir.Stmt, ...]) -> Block:
        """Statements in order, up to the first that ends the block."""
        made = Block()
        for index, one in enumerate(body):
            _HANDLERS[type(one)](self, one, body[index + 1 :], made)
            if made.ends:
                break
        return made

    def inner(self, body: tuple[ir.Stmt, ...]) -> tuple[list[str], bool]:
        """The lines of a block in braces, indented, and whether it ends."""
        made = self.block(body)
        return [indent(line) for line in made.lines], made.ends

    # ------------------------------------------------------------ variables

    def _declare(self, one: ir.Declare, rest: tuple[ir.Stmt, ...], out: Block) -> None:
        name = self.ex.variable(one.name)
        out.add(f"var {name} {self.names.type(one.type)}")
        if not reads(one.name, rest):
            out.add(f"_ = {name}")

    def _assign(self, one: ir.Assign, rest: tuple[ir.Stmt, ...], out: Block) -> None:
        lines, value, end = self.ex.bound(one.value)
        out.add(*lines)
        if one.declares:
            self._first(one, value, rest, out)
        else:
            self._again(one.name, value, out)
        end()

    def _first(self, one: ir.Assign, value: ir.Expr, rest: tuple[ir.Stmt, ...], out: Block) -> None:
        read = reads(one.name, rest)
        if not read and not assigns(one.name, rest):
            if not isinstance(value, ir.Const):  # what the value reads counts as read
                out.add(f"_ = {self._typed(value)}")
            return
        name = self.ex.variable(one.name)
        if isinstance(value, ir.Comp) and value.kind in ("list", "dict"):
            out.add(*comprehensions.filling(self.ex, value, name))
        elif isinstance(value, ir.IfExp) and not (simple(value.then) and simple(value.other)):
            out.add(f"var {name} {self.names.type(value.type)}")
            self._choose(one.name, value, out)
        else:
            out.add(f"{name} := {self._typed(value)}")
        if not read:
            out.add(f"_ = {name}")

    def _typed(self, value: ir.Expr) -> str:
        """The value as `:=` takes it: a function without a result has none to give."""
        return self.ex.text(value) if not _gives_nothing(value) else f"rt.Nil(func() {{ {self.ex.text(value)} }})"

    def _choose(self, name: str, value: ir.IfExp, out: Block) -> None:
        then, other = Block(), Block()
        self._again(name, value.then, then)
        self._again(name, value.other, other)
        out.add(f"if {self.ex.text(value.test)} {{", *map(indent, then.lines))
        out.add(*(["} else {", *map(indent, other.lines)] if other.lines else []), "}")

    def _again(self, name: str, value: ir.Expr, out: Block) -> None:
        if isinstance(value, ir.IfExp) and not (simple(value.then) and simple(value.other)):
            self._choose(name, value, out)
            return
        if isinstance(value, ir.Var) and value.name == name:  # one branch of a choice: it stays what it is
            return
        go = self.ex.variable(name)
        value = folded(value)
        node = self.ex.node(value)
        same = isinstance(value, ir.Prim) and value.row.key in _AUGMENTED and isinstance(node, Binary)
        if same and isinstance(value, ir.Prim) and isinstance(value.args[0], ir.Var) and value.args[0].name == name:
            assert isinstance(node, Binary)
            out.add(f"{go} {node.op}= {render(node.right)}")
        else:
            out.add(f"{go} = {self._typed(value)}")

    def _unpack(self, one: ir.Unpack, rest: tuple[ir.Stmt, ...], out: Block) -> None:
        lines, value, end = self.ex.bound(one.value)
        out.add(*lines)
        if one.declares:
            around = Round(lambda n: reads(n, rest), lambda n: assigns(n, rest), resized=frozenset())
            self._unpack_new(one.pattern, value, around, out)
        else:
            targets = [self.ex.variable(n) for n in trees.bound_names(one.pattern)]
            if isinstance(value, ir.TupleLit):
                out.add(f"{', '.join(targets)} = {self._several(value.items)}")
            else:
                whole = self.ex.locals.fresh("parts")
                items = ", ".join(f"{whole}.{chr(65 + i)}" for i in range(len(targets)))
                out.add(f"{whole} := {self.ex.text(value)}", f"{', '.join(targets)} = {items}")
        end()

    def _unpack_new(self, pattern: ir.TuplePattern, value: ir.Expr, around: Round, out: Block) -> None:
        names = trees.bound_names(pattern)
        used = [n for n in names if around.reads(n) or around.assigns(n)]
        flat = all(isinstance(item, ir.Name) for item in pattern.items)
        if isinstance(value, ir.TupleLit) and flat and used:
            targets = [self.ex.variable(n) if n in used else "_" for n in names]
            out.add(f"{', '.join(targets)} := {self._several(value.items)}")
            out.add(*(f"_ = {self.ex.variable(n)}" for n in used if not around.reads(n)))
        elif not used:
            out.add(f"_ = {self.ex.text(value)}")
        else:
            whole = self.ex.locals.fresh("parts")
            out.add(f"{whole} := {self.ex.text(value)}", *taken_apart(self.ex, pattern, whole, around))

    def _several(self, items: tuple[ir.Expr, ...]) -> str:
        return ", ".join(render(self.ex.node(i), 2) for i in items)

    def _set_field(self, one: ir.SetField, rest: tuple[ir.Stmt, ...], out: Block) -> None:
        lines, value, end = self.ex.bound(one.value)
        assert isinstance(one.record.type, RecordT)
        cls = one.record.type.cls
        out.add(*lines, f"{self.ex.text(one.record)}.{self.names.field(cls, one.name)} = {self._typed(value)}")
        end()

    def _expression(self, one: ir.ExprStmt, rest: tuple[ir.Stmt, ...], out: Block) -> None:
        lines, value, end = self.ex.bound(one.value)
        node = self.ex.node(value)
        text = render(node)
        if isinstance(value, ir.Prim) and value.row.key in _FILLING:
            out.add(*lines, _FILLING[value.row.key](*map(self.ex.text, value.args), text))
            end()
            return
        plain = isinstance(node, CallNode) and not text.startswith(("float64(", "min(", "max("))
        if plain:
            out.add(*lines, text)
        elif not simple(value) or lines:
            out.add(*lines, f"_ = {text}")
        end()

    # ------------------------------------------------------------ control flow

    def _if(self, one: ir.If, rest: tuple[ir.Stmt, ...], out: Block) -> None:
        lines, test, end = self.ex.bound(one.test)
        bindings = lines[0] + "; " if len(lines) == 1 and "\n" not in lines[0] else ""
        if lines and not bindings:
            out.add(*lines)
        out.add(f"if {bindings}{self.ex.text(test)} {{")
        then, then_ends = self.inner(one.body)
        end()
        out.add(*then)
        if not one.orelse:
            out.add("}")
            return
        if len(one.orelse) == 1 and isinstance(one.orelse[0], ir.If):
            nested = Block()
            self._if(one.orelse[0], rest, nested)
            if nested.lines[0].startswith("if "):
                out.add("} else " + nested.lines[0], *nested.lines[1:])
                out.ends = then_ends and nested.ends
                return
        other, other_ends = self.inner(one.orelse)
        out.add("} else {", *other, "}")
        out.ends = then_ends and other_ends

    def _while(self, one: ir.While, rest: tuple[ir.Stmt, ...], out: Block) -> None:
        forever = isinstance(one.test, ir.Const) and one.test.value is True
        out.add("for {" if forever else f"for {self.ex.text(one.test)} {{")
        self._loop_body(one.body, one.poll, [], out)
        out.ends = forever and not _breaks(one.body)

    def _for(self, one: ir.For, rest: tuple[ir.Stmt, ...], out: Block) -> None:
        changed = resized(one.body, self.names.resizing)
        around = Round(lambda n: reads(n, one.body), lambda n: assigns(n, one.body), changed)
        head = header(self.ex, one.pattern, one.iterable, around)
        out.add(head.text)
        self._loop_body(one.body, one.poll, head.first, out)

    def _loop_body(self, body: tuple[ir.Stmt, ...], poll: bool, first: list[str], out: Block) -> None:
        self.loops_inside[-1] += 1
        lines, _ = self.inner(body)
        self.loops_inside[-1] -= 1
        out.add(*(["\trt.Poll()"] if poll else []), *map(indent, first), *lines, "}")

    def _return(self, one: ir.Return, rest: tuple[ir.Stmt, ...], out: Block) -> None:
        lines, value, end = self.ex.bound(one.value)
        out.add(*lines)
        if self.function.result == NONE:
            if not isinstance(value, ir.Const):
                out.add(self.ex.text(value) if _gives_nothing(value) else f"_ = {self.ex.text(value)}")
            out.add(*(["return rt.Returned"] if self.closed else self.leaving()))
        elif self.closed:
            out.add(f"{self.result} = {self.ex.text(value)}", "return rt.Returned")
        else:
            out.add(*self.ex.returning(value, self.give))
        out.ends = True
        end()

    def give(self, text: str) -> str:
        """The statement by which the function returns a value."""
        return f"return rt.Leave({text})" if self.function.recursive else f"return {text}"

    def leaving(self) -> list[str]:
        """The statements by which the function returns without one."""
        return ["rt.Left()", "return"] if self.function.recursive else ["return"]

    def _break(self, one: ir.Break, rest: tuple[ir.Stmt, ...], out: Block) -> None:
        out.add("break" if self.loops_inside[-1] else "return rt.Broke")
        out.ends = True

    def _continue(self, one: ir.Continue, rest: tuple[ir.Stmt, ...], out: Block) -> None:
        out.add("continue" if self.loops_inside[-1] else "return rt.Continued")
        out.ends = True

    # ------------------------------------------------------------ exceptions

    def _raise(self, one: ir.Raise, rest: tuple[ir.Stmt, ...], out: Block) -> None:
        count = len(one.args) - one.fields
        args = "".join(f", {render(self.ex.node(a), 2)}" for a in one.args[:count])
        held = ", ".join(render(self.ex.node(a), 2) for a in one.args[count:])
        fields = f".With({held})" if held else ""
        out.add(f"panic(rt.NewExc({self.names.kind_of(one.exception)}{args}){fields})")
        out.ends = True

    def _reraise(self, one: ir.Reraise, rest: tuple[ir.Stmt, ...], out: Block) -> None:
        out.add(f"panic({self.handled[-1]})")
        out.ends = True

    def _try(self, one: ir.Try, rest: tuple[ir.Stmt, ...], out: Block) -> None:
        tries.write(self, one, out)


def _gives_nothing(value: ir.Expr) -> bool:
    return value.type == NONE and isinstance(value, ir.Call | ir.Prim)


def _returns_from_try(body: tuple[ir.Stmt, ...]) -> bool:
    tries = [s for s in trees.statements(body) if isinstance(s, ir.Try)]
    return any(isinstance(s, ir.Return) for t in tries for block in trees.blocks(t) for s in trees.statements(block))


def _breaks(body: tuple[ir.Stmt, ...]) -> bool:
    """Whether a break of this loop stands in its body."""
    for one in body:
        if isinstance(one, ir.Break):
            return True
        if not isinstance(one, ir.For | ir.While) and any(_breaks(b) for b in trees.blocks(one)):
            return True
    return False


_HANDLERS: dict[type, Callable[..., None]] = {
    ir.Declare: Statements._declare,
    ir.Assign: Statements._assign,
    ir.Unpack: Statements._unpack,
    ir.SetField: Statements._set_field,
    ir.ExprStmt: Statements._expression,
    ir.If: Statements._if,
    ir.While: Statements._while,
    ir.For: Statements._for,
    ir.Return: Statements._return,
    ir.Break: Statements._break,
    ir.Continue: Statements._continue,
    ir.Raise: Statements._raise,
    ir.Reraise: Statements._reraise,
    ir.Try: Statements._try,
}

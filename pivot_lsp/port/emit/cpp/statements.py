"""Statements as C++ text, in the author's order.

Keeps true: what an expression needs before it stands directly before its own statement, and is evaluated exactly
when Python would evaluate it: conditions that are met again (`while`) or not at all (`else if`) take it inside.
"""

import re
from collections.abc import Callable, Sequence

from pivot_lsp.port import ir, trees
from pivot_lsp.port.emit.cpp.expressions import INDENT, Expressions, constant, indented, variables_in
from pivot_lsp.port.emit.cpp.names import safe
from pivot_lsp.port.emit.cpp.templates import AND, POSTFIX, understand
from pivot_lsp.port.emit.cpp.types import spelled
from pivot_lsp.port.types import NONE, Type

_IN_PLACE = re.compile(r"[-+*&|^]")


class Statements:
    """Writes the statements of one function. `read`: the variables that are read anywhere in it."""

    def __init__(self, expressions: Expressions, result: Type, read: set[str]) -> None:
        self._expressions = expressions
        self._scope = expressions.scope
        self._result = result
        self._read = read
        self._writers: dict[type[ir.Stmt], Callable[..., list[str]]] = {
            ir.Declare: self._declare, ir.Assign: self._assign, ir.Unpack: self._unpack, ir.ExprStmt: self._expr,
            ir.If: self._if, ir.While: self._while, ir.For: self._for, ir.Return: self._return, ir.Break: self._break,
            ir.SetField: self._set_field, ir.Continue: self._continue, ir.Raise: self._raise,
            ir.Reraise: self._reraise, ir.Try: self._try,
        }  # fmt: skip

    def block(self, body: Sequence[ir.Stmt]) -> list[str]:
        """The lines of a block, not indented."""
        return [line for one in body for line in self._writers[type(one)](one)]

    def _inside(self, body: Sequence[ir.Stmt]) -> list[str]:
        return indented(self.block(body))

    # ------------------------------------------------------------ variables

    def _unused(self, name: str) -> str:
        return "" if name in self._read else "[[maybe_unused]] "

    def _declare(self, one: ir.Declare) -> list[str]:
        name = self._scope.variables[one.name]
        return [f"{self._unused(one.name)}{self._expressions.type(one.type)} {name}{{}};"]

    def _assign(self, one: ir.Assign) -> list[str]:
        name = self._scope.variables[one.name]
        t = one.value.type
        if not one.declares:
            return self._reassign(one, name)
        value = self._expressions.write(one.value, not spelled(t))
        declared = self._expressions.type(t) if spelled(t) else "auto"
        const = declared if one.mutable else constant(declared)
        return [*value.pre, f"{self._unused(one.name)}{const} {name} = {value.code};"]

    def _reassign(self, one: ir.Assign, name: str) -> list[str]:
        """`x = x + 1` as `x += 1`: the right side cannot change x, so reading it later is the same."""
        value = one.value
        if isinstance(value, ir.Prim) and value.args and value.args[0] == _as_var(one, value.args[0]):
            template = understand(value.row.cpp)
            if _IN_PLACE.fullmatch(template.infix) and len(value.args) == 2:
                right = self._expressions.write(value.args[1], False)
                return [*right.pre, f"{name} {template.infix}= {right.code};"]
        text = self._expressions.write(value, not spelled(value.type))
        return [*text.pre, f"{name} = {text.code};"]

    def _unpack(self, one: ir.Unpack) -> list[str]:
        value = self._expressions.write(one.value)
        if one.declares:
            declared, binding = self._expressions.bound(one.pattern, one.mutable, self._read)
            return [*value.pre, f"{declared} = {value.code};", *binding]
        return [*value.pre, *self._store(one.pattern, value.code)]

    def _store(self, pattern: ir.TuplePattern, value: str) -> list[str]:
        names: list[str] = []
        after: list[str] = []
        for item in pattern.items:
            if isinstance(item, ir.Name):
                names.append(self._scope.variables[item.name])
            else:
                name = self._scope.taken.new("item")
                names.append(name)
                after += self._store(item, name)
        if not after:
            return [f"std::tie({', '.join(names)}) = {value};"]
        parts = [self._scope.taken.new("part") for _ in names]
        stores = [f"{n} = {p};" for n, p, i in zip(names, parts, pattern.items, strict=True) if isinstance(i, ir.Name)]
        inner = [p if isinstance(i, ir.Name) else n for n, p, i in zip(names, parts, pattern.items, strict=True)]
        return [f"const auto [{', '.join(inner)}] = {value};", *stores, *after]

    def _set_field(self, one: ir.SetField) -> list[str]:
        value = self._expressions.write(one.value, False)
        record = self._expressions.write(one.record)
        return [*value.pre, *record.pre, f"{record.code}->{safe(one.name)} = {value.code};"]

    def _expr(self, one: ir.ExprStmt) -> list[str]:
        text = self._expressions.write(one.value)
        called = text.strength == POSTFIX and text.code.endswith(")")
        return [*text.pre, f"{text.code};" if called else f"static_cast<void>({text.code});"]

    # ------------------------------------------------------------ control flow

    def _if(self, one: ir.If) -> list[str]:
        test = self._expressions.write(one.test)
        lines = [*test.pre, f"if ({test.code}) {{", *self._inside(one.body)]
        return [*lines, *self._else(one.orelse), "}"]

    def _else(self, orelse: tuple[ir.Stmt, ...]) -> list[str]:
        if not orelse:
            return []
        if len(orelse) == 1 and isinstance(orelse[0], ir.If):
            test = self._expressions.write(orelse[0].test)
            if not test.pre:
                lines = [f"}} else if ({test.code}) {{", *self._inside(orelse[0].body)]
                return [*lines, *self._else(orelse[0].orelse)]
        return ["} else {", *self._inside(orelse)]

    def _while(self, one: ir.While) -> list[str]:
        test = self._expressions.closed(one.test)
        endless = isinstance(one.test, ir.Const) and one.test.value is True
        if not one.poll:
            return [f"while ({test.code}) {{", *self._inside(one.body), "}"]
        poll = self._scope.taken.new("poll")
        condition = f"{poll}()" if endless else f"{poll}() && {test.at(AND)}"
        return [f"rt::Poll {poll};", f"while ({condition}) {{", *self._inside(one.body), "}"]

    def _for(self, one: ir.For) -> list[str]:
        walked = self._expressions.write(one.iterable)
        code = f"rt::polled({walked.code})" if one.poll else walked.code
        declared, binding = self._expressions.bound(one.pattern, one.mutable, self._read)
        return [*walked.pre, f"for ({declared} : {code}) {{", *indented(binding), *self._inside(one.body), "}"]

    def _return(self, one: ir.Return) -> list[str]:
        if self._result == NONE:
            if isinstance(one.value, ir.Const):
                return ["return;"]
            text = self._expressions.write(one.value)
            return [*text.pre, f"{text.code};", "return;"]
        text = self._expressions.write(one.value, False)
        return [*text.pre, f"return {text.code};"]

    def _break(self, one: ir.Break) -> list[str]:
        return ["break;"]

    def _continue(self, one: ir.Continue) -> list[str]:
        return ["continue;"]

    # ------------------------------------------------------------ exceptions

    def _raise(self, one: ir.Raise) -> list[str]:
        texts, pre = self._expressions.operands(one.args, [True] * len(one.args))
        kind = self._expressions.names.exceptions[one.exception]
        fields = f".with_fields({one.fields})" if one.fields else ""
        return [*pre, f"throw {kind}({', '.join(t.code for t in texts)}){fields};"]

    def _reraise(self, one: ir.Reraise) -> list[str]:
        return ["throw;"]

    def _try(self, one: ir.Try) -> list[str]:
        caught = self._scope.taken.new(next((h.name for h in one.handlers if h.name), "error"))
        lines: list[str] = []
        done = self._scope.taken.new("completed") if one.orelse else ""
        if done:
            lines.append(f"bool {done} = false;")
        ending = [f"{INDENT}{done} = true;"] if done else []
        lines += ["try {", *self._inside(one.body), *ending]
        lines += [f"}} catch (const rt::Exc& {caught}) {{", *indented(self._handlers(one.handlers, caught)), "}"]
        if done:
            lines += [f"if ({done}) {{", *self._inside(one.orelse), "}"]
        return lines

    def _handlers(self, handlers: tuple[ir.Handler, ...], caught: str) -> list[str]:
        every = self._expressions.unit.exceptions
        lines: list[str] = []
        open_ = False
        for handler in handlers:
            if handler.name is not None:
                self._scope.handlers[handler.name] = caught
            if len(set(handler.catches)) == len(every):
                body = self.block(handler.body)
                return [*lines, "} else {", *indented(body), "}"] if open_ else body
            kinds = ", ".join(self._expressions.names.exceptions[every[i]] for i in sorted(set(handler.catches)))
            lines += [f"{'} else ' if open_ else ''}if ({caught}.is({kinds})) {{", *self._inside(handler.body)]
            open_ = True
        return [*lines, "} else {", f"{INDENT}throw;", "}"]


def _as_var(one: ir.Assign, like: ir.Expr) -> ir.Expr:
    """The variable that `one` assigns, spelled like `like`."""
    return ir.Var(one.name, one.value.type, like.span)


def ends(body: Sequence[ir.Stmt]) -> bool:
    """Whether control never leaves the end of a block, as far as a C++ compiler sees."""
    if not body:
        return False
    match body[-1]:
        case ir.Return() | ir.Raise() | ir.Reraise():
            return True
        case ir.If(body=then, orelse=other):
            return ends(then) and ends(other)
        case ir.Try(body=inner, handlers=handlers, orelse=other):
            return (ends(inner) or ends(other)) and all(ends(h.body) for h in handlers)
        case _:
            return False


def reads(function: ir.Function) -> set[str]:
    """The variables that a function reads."""
    return set().union(*(variables_in(e) for s in trees.statements(function.body) for e in trees.own_expressions(s)))


def bindings(function: ir.Function) -> list[str]:
    """Every variable of a function, those of comprehensions and lambdas included, in order of appearance."""
    found = [p.name for p in function.params]
    for one in trees.statements(function.body):
        match one:
            case ir.Declare(name=name) | ir.Assign(name=name):
                found.append(name)
            case ir.Unpack(pattern=pattern) | ir.For(pattern=pattern):
                found += trees.bound_names(pattern)
        for own in trees.own_expressions(one):
            found += inner_bindings(own)
    return found


def inner_bindings(value: ir.Expr) -> list[str]:
    """The variables of the comprehensions and lambdas in an expression."""
    found: list[str] = []
    for inner in trees.within(value):
        if isinstance(inner, ir.Comp):
            found += [n for c in inner.clauses for n in trees.bound_names(c.pattern)]
        elif isinstance(inner, ir.Lambda):
            found += inner.params
    return found

"""Expressions as C++ text.

Keeps true: what Python evaluates first is evaluated first. Where C++ leaves the order of operands open and it could
show, the earlier operand becomes a named constant before the statement (`pre`), or inside a lambda called on the spot
where the expression may not be evaluated at all.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from pivot_lsp.port import ir, trees
from pivot_lsp.port.emit.cpp import templates
from pivot_lsp.port.emit.cpp.effects import EffectTable, conflict
from pivot_lsp.port.emit.cpp.literals import float_literal, int_literal, text_literal
from pivot_lsp.port.emit.cpp.names import Globals, Taken, safe
from pivot_lsp.port.emit.cpp.templates import ANY, POSTFIX, UNARY, understand
from pivot_lsp.port.emit.cpp.types import cpp_type, spelled
from pivot_lsp.port.exceptions import NAMES, class_name
from pivot_lsp.port.types import BOOL, FLOAT, INT, STR, BytesT, FuncT, ListT, OptionalT, Type, VarT, VarTupleT, walk

INDENT = "    "


@dataclass(frozen=True)
class Text:
    """C++ text, how tightly it binds, and the statements that must stand before it."""

    code: str
    strength: int = POSTFIX
    pre: tuple[str, ...] = ()

    def at(self, strength: int) -> str:
        """The text where an operand of at least `strength` is needed."""
        bare = self.strength >= strength and not (strength == UNARY and self.code.startswith("-"))
        return self.code if bare else f"({self.code})"


def indented(lines: Sequence[str], levels: int = 1) -> list[str]:
    """Lines, and the lines inside them, further in."""
    return [INDENT * levels + part if part else part for line in lines for part in line.split("\n")]


def spread(items: Sequence[str]) -> str:
    """What stands between brackets: on one line, or one item a line when one takes several lines or all are long."""
    if not any("\n" in item for item in items) and sum(map(len, items)) <= 90:
        return ", ".join(items)
    lines = [f"{item}," for item in items[:-1]] + [items[-1]]
    return "\n".join(["", *indented(lines), ""])


@dataclass
class Scope:
    """The names of one function. `variables` maps Python's to C++'s, those of comprehensions and lambdas included:
    these hide outer ones in C++ exactly where they do in Python. Names made here never meet any of them."""

    taken: Taken
    variables: dict[str, str] = field(default_factory=dict)
    handlers: dict[str, str] = field(default_factory=dict)

    def declare(self, names: Iterable[str]) -> None:
        """Gives every variable of the function its C++ name, before any other name is made."""
        for name in names:
            if name not in self.variables:
                self.variables[name] = self.taken.new(safe(name))


class Expressions:
    """Writes the expressions of one function."""

    def __init__(self, unit: ir.Unit, names: Globals, effects: EffectTable, scope: Scope) -> None:
        self.unit = unit
        self.names = names
        self.effects = effects
        self.scope = scope
        self._writers: dict[type[ir.Expr], Callable[..., Text]] = {
            ir.Const: self._const, ir.Var: self._var, ir.ConstantRef: self._constant_ref, ir.Prim: self._prim,
            ir.Call: self._call, ir.Lambda: self._lambda, ir.BoolOp: self._bool_op, ir.IfExp: self._if_exp,
            ir.Let: self._let, ir.ListLit: self._list, ir.Empty: self._empty, ir.TupleLit: self._tuple,
            ir.DictLit: self._dict, ir.Comp: self._comp, ir.TupleItem: self._tuple_item, ir.Field: self._field,
            ir.New: self._new,
            ir.Some: self._some, ir.Unwrap: self._unwrap, ir.IsNone: self._is_none, ir.Concat: self._concat,
            ir.ExcText: self._exc_text, ir.ExcField: self._exc_field, ir.ExcName: self._exc_name,
        }  # fmt: skip

    def write(self, node: ir.Expr, typed: bool = True) -> Text:
        """`node` as text. Not `typed`: its place in C++ already has its exact type, so a literal may stand bare."""
        return self._writers[type(node)](node, typed)

    def closed(self, node: ir.Expr, typed: bool = True) -> Text:
        """`node` where nothing can stand before it: what must is put into a lambda called on the spot."""
        text = self.write(node, typed)
        if not text.pre:
            return text
        lines = [*text.pre, f"return {text.code};"]
        return Text("\n".join(["[&] {", *indented(lines), "}()"]))

    def type(self, t: Type) -> str:
        """`t` in C++."""
        return cpp_type(t, self.names)

    # ------------------------------------------------------------ order of operands

    def operands(
        self, nodes: Sequence[ir.Expr], typed: Sequence[bool], *, order: Sequence[int] | None = None,
        braced: bool = False, owner: int | None = None,
    ) -> tuple[list[Text], tuple[str, ...]]:  # fmt: skip
        """The operands of one operation and what must stand before it. `order` is Python's; `braced`: C++ keeps
        theirs; `owner`: C++ evaluates that one first."""
        order = range(len(nodes)) if order is None else order
        texts = [self.write(n, t) for n, t in zip(nodes, typed, strict=True)]
        named: set[int] = set()
        for place in range(len(order) - 2, -1, -1):
            first = order[place]
            for second in order[place + 1 :]:
                kept = (braced or first == owner) and second not in named and not texts[second].pre
                if not kept and conflict(self.effects.of(nodes[first]), self.effects.of(nodes[second])):
                    named.add(first)
        pre: list[str] = []
        for index in order:
            if index in named and not typed[index]:
                texts[index] = self.write(nodes[index])
            pre += texts[index].pre
            if index in named:
                name = self.scope.taken.new(_hint(nodes[index]))
                pre.append(f"const auto {name} = {texts[index].code};")
                texts[index] = Text(name)
        return texts, tuple(pre)

    # ------------------------------------------------------------ atoms

    def _const(self, node: ir.Const, typed: bool) -> Text:
        value = node.value
        if value is None:
            if isinstance(node.type, OptionalT):
                return Text(f"{self.type(node.type)}()" if typed else "std::nullopt")
            return Text("rt::none")
        if isinstance(value, bool):
            return Text("true" if value else "false")
        if isinstance(value, str):
            return Text(text_literal(value))
        code = float_literal(value) if isinstance(value, float) else int_literal(value, typed)
        return Text(code, UNARY if code.startswith("-") else POSTFIX)

    def _var(self, node: ir.Var, typed: bool) -> Text:
        return Text(self.scope.variables[node.name])

    def _constant_ref(self, node: ir.ConstantRef, typed: bool) -> Text:
        name = self.names.constants[node.name]
        return Text(name if plain_constant(self.unit, node.name) else f"{name}()")

    def _exc_text(self, node: ir.ExcText, typed: bool) -> Text:
        return Text(f"{self.scope.handlers[node.name]}.text()")

    def _exc_name(self, node: ir.ExcName, typed: bool) -> Text:
        own = ", ".join(text_literal(class_name(e)) for e in self.unit.exceptions[len(NAMES) :])
        return Text(f"{self.scope.handlers[node.name]}.class_name({{{own}}})")

    def _exc_field(self, node: ir.ExcField, typed: bool) -> Text:
        return Text(f"{self.scope.handlers[node.name]}.field<{self.type(node.type)}>({node.index})")

    # ------------------------------------------------------------ operations

    def _prim(self, node: ir.Prim, typed: bool) -> Text:
        key = node.row.key
        if key == "+" and node.type == STR:
            return self._joined(_summands(node))
        if key == "not" and isinstance(node.args[0], ir.IsNone):
            inner = self.write(node.args[0].value)
            return Text(f"{inner.at(POSTFIX)}.has_value()", POSTFIX, inner.pre)
        template = understand(node.row.cpp)
        order = (2, 0, 1) if key == "setitem" else None
        bare = [self._bare(node, i, template) for i in range(len(node.args))]
        texts, pre = self.operands(
            node.args, [not b for b in bare], order=order, braced=template.braced, owner=template.owner
        )
        if template.text == "{0}":
            return Text(texts[0].code, texts[0].strength, pre)
        code = template.fill([t.at(template.holes.get(i, ANY)) for i, t in enumerate(texts)])
        return Text(code, template.strength, pre)

    def _bare(self, node: ir.Prim, index: int, template: templates.Template) -> bool:
        """Whether a literal at `index` gets its type from the operation itself."""
        pattern = node.row.params[index]
        if template.text == "{0}":  # nothing is called: the literal stands alone
            return False
        if template.infix:
            return not all(isinstance(a, ir.Const) for a in node.args)
        if isinstance(pattern, VarT):
            return any(pattern in walk(p) for i, p in enumerate(node.row.params) if i != index and p != pattern)
        return pattern in (INT, FLOAT, BOOL, STR) or pattern == OptionalT(INT)

    def _call(self, node: ir.Call, typed: bool) -> Text:
        texts, pre = self.operands(node.args, [False] * len(node.args))
        code = f"{self.names.functions[node.function]}({spread([t.code for t in texts])})"
        return Text(code, POSTFIX, pre)

    def _lambda(self, node: ir.Lambda, typed: bool) -> Text:
        assert isinstance(node.type, FuncT)
        body = self.write(node.body)
        read = variables_in(node.body)
        params = ", ".join(
            f"{constant(self.type(t))}{' ' + self.scope.variables[n] if n in read else ''}"
            for n, t in zip(node.params, node.type.params, strict=True)
        )
        capture = "[&]" if read - set(node.params) or _mentions_handler(node.body) else "[]"
        if not body.pre and "\n" not in body.code:
            return Text(f"{capture}({params}) {{ return {body.code}; }}")
        lines = [*body.pre, f"return {body.code};"]
        return Text("\n".join([f"{capture}({params}) {{", *indented(lines), "}"]))

    def _bool_op(self, node: ir.BoolOp, typed: bool) -> Text:
        strength = templates.AND if node.op == "and" else templates.OR
        first, *rest = node.values
        texts = [self.write(first), *(self.closed(v) for v in rest)]
        sign = " && " if node.op == "and" else " || "
        # `a && b || c` is right, yet compilers warn: what is mixed gets its parentheses.
        return Text(
            sign.join(t.at(templates.BIT_OR) if t.strength != strength else t.code for t in texts),
            strength,
            texts[0].pre,
        )

    def _if_exp(self, node: ir.IfExp, typed: bool) -> Text:
        test = self.write(node.test)
        both = isinstance(node.then, ir.Const) and isinstance(node.other, ir.Const)
        loose = not both and node.type == INT
        then, other = self.closed(node.then, not loose), self.closed(node.other, not loose)
        code = f"{test.at(templates.OR)} ? {then.at(templates.OR)} : {other.at(templates.CONDITIONAL)}"
        return Text(code, templates.CONDITIONAL, test.pre)

    def _let(self, node: ir.Let, typed: bool) -> Text:
        value = self.write(node.value, not spelled(node.value.type))
        if node.name not in trees.free_names(node.body):
            body = self.write(node.body, typed)
            return Text(body.code, body.strength, (*value.pre, f"static_cast<void>({value.code});", *body.pre))
        # A name of its own even when the function has such a variable: a Let may be met again in the same block.
        name = self.scope.taken.new(safe(node.name))
        before = self.scope.variables.get(node.name)
        self.scope.variables[node.name] = name
        body = self.write(node.body, typed)
        if before is not None:
            self.scope.variables[node.name] = before
        declared = constant(self.type(node.value.type)) if spelled(node.value.type) else "const auto"
        return Text(body.code, body.strength, (*value.pre, f"{declared} {name} = {value.code};", *body.pre))

    # ------------------------------------------------------------ displays

    def _list(self, node: ir.ListLit, typed: bool) -> Text:
        assert isinstance(node.type, ListT | VarTupleT | BytesT)
        maker = f"rt::{'list' if isinstance(node.type, ListT) else 'tuple'}<{self.type(node.type.element)}>"
        if not node.items:
            return Text(f"{maker}()")
        texts, pre = self.operands(node.items, [False] * len(node.items), braced=True)
        return Text(f"{maker}({{{spread([t.code for t in texts])}}})", POSTFIX, pre)

    def _empty(self, node: ir.Empty, typed: bool) -> Text:
        return Text(f"{self._maker(node.type)}()")

    def _maker(self, t: Type) -> str:
        """What makes an empty container of type `t`: its type, the first letter small."""
        made = self.type(t)
        return f"rt::{made[4].lower()}{made[5:]}"

    def _tuple(self, node: ir.TupleLit, typed: bool) -> Text:
        explicit = len(node.items) < 2
        texts, pre = self.operands(node.items, [not explicit] * len(node.items), braced=True)
        maker = self.type(node.type) if explicit else "std::tuple"
        return Text(f"{maker}{{{', '.join(t.code for t in texts)}}}", POSTFIX, pre)

    def _dict(self, node: ir.DictLit, typed: bool) -> Text:
        maker = self._maker(node.type)
        if not node.items:
            return Text(f"{maker}()")
        flat = [e for pair in node.items for e in pair]
        texts, pre = self.operands(flat, [True] * len(flat), braced=True)
        codes = [t.code for t in texts]
        pairs = ", ".join(f"{{{k}, {v}}}" for k, v in zip(codes[::2], codes[1::2], strict=True))
        return Text(f"{maker}({{{pairs}}})", POSTFIX, pre)

    def _concat(self, node: ir.Concat, typed: bool) -> Text:
        return self._joined(_summands(node))

    def _joined(self, parts: list[ir.Expr]) -> Text:
        if len(parts) == 1:
            return self.write(parts[0])
        texts, pre = self.operands(parts, [True] * len(parts), braced=True)
        return Text(f"rt::concat({{{spread([t.code for t in texts])}}})", POSTFIX, pre)

    def _new(self, node: ir.New, typed: bool) -> Text:
        record = self.unit.record(getattr(node.type, "cls", ""))
        texts, pre = self.operands(node.args, [False] * len(node.args), braced=True)
        fields: list[str] = []
        for one, text, value in zip(record.fields, texts, node.args, strict=True):
            if one.carried:
                fields.append(f".{safe(one.name)} = {text.code}")
            elif self.effects.of(value).raises or self.effects.of(value).writes:
                # Nobody reads the field, but evaluating it may still raise.
                return self._new_in_order(node, record)
        return Text(f"rt::make({self.names.records[record.cls]}{{{spread(fields)}}})", POSTFIX, pre)

    def _new_in_order(self, node: ir.New, record: ir.Record) -> Text:
        pre: list[str] = []
        fields: list[str] = []
        for one, value in zip(record.fields, node.args, strict=True):
            text = self.write(value)
            name = self.scope.taken.new(safe(one.name))
            unused = "" if one.carried else "[[maybe_unused]] "
            pre += [*text.pre, f"{unused}const auto {name} = {text.code};"]
            if one.carried:
                fields.append(f".{safe(one.name)} = {name}")
        return Text(f"rt::make({self.names.records[record.cls]}{{{spread(fields)}}})", POSTFIX, tuple(pre))

    # ------------------------------------------------------------ parts and options

    def _tuple_item(self, node: ir.TupleItem, typed: bool) -> Text:
        inner = self.write(node.tuple)
        return Text(f"std::get<{node.index}>({inner.code})", POSTFIX, inner.pre)

    def _field(self, node: ir.Field, typed: bool) -> Text:
        inner = self.write(node.record)
        return Text(f"{inner.at(POSTFIX)}->{safe(node.name)}", POSTFIX, inner.pre)

    def _some(self, node: ir.Some, typed: bool) -> Text:
        inner = self.write(node.value, False)
        return Text(f"{self.type(node.type)}({inner.code})", POSTFIX, inner.pre) if typed else inner

    def _unwrap(self, node: ir.Unwrap, typed: bool) -> Text:
        inner = self.write(node.value)
        return Text(f"rt::unwrap({inner.code})", POSTFIX, inner.pre)

    def _is_none(self, node: ir.IsNone, typed: bool) -> Text:
        inner = self.write(node.value)
        return Text(f"!{inner.at(POSTFIX)}.has_value()", UNARY, inner.pre)

    # ------------------------------------------------------------ comprehensions

    def _comp(self, node: ir.Comp, typed: bool) -> Text:
        if node.kind == "first":
            return Text("\n".join([f"[&]() -> {self.type(node.type)} {{", *indented(self._first(node)), "}()"]))
        lines = self._quantifier(node) if node.kind in ("any", "all") else self._collection(node)
        return Text("\n".join(["[&] {", *indented(lines), "}()"]))

    def _collection(self, node: ir.Comp) -> list[str]:
        name = self.scope.taken.new("made")
        maker = self._maker(node.type)
        added = "add" if node.kind == "set" else "append"
        method, parts = (added, [node.element]) if node.key is None else ("set", [node.key, node.element])

        def body() -> list[str]:
            texts, pre = self.operands(parts, [False] * len(parts))
            return [*pre, f"{name}.{method}({', '.join(t.code for t in texts)});"]

        lines = self._clauses(node.clauses, variables_in(node), body)
        return [f"const auto {name} = {maker}();", *lines, f"return {name};"]

    def _quantifier(self, node: ir.Comp) -> list[str]:
        stop, rest = ("true", "false") if node.kind == "any" else ("false", "true")

        def body() -> list[str]:
            test = self.write(node.element)
            code = test.code if node.kind == "any" else f"!{test.at(UNARY)}"
            return [*test.pre, f"if ({code}) {{", f"{INDENT}return {stop};", "}"]

        return [*self._clauses(node.clauses, variables_in(node), body), f"return {rest};"]

    def _first(self, node: ir.Comp) -> list[str]:
        def body() -> list[str]:
            found = self.write(node.element)
            return [*found.pre, f"return {found.code};"]

        return [*self._clauses(node.clauses, variables_in(node), body), "return std::nullopt;"]

    def _clauses(self, clauses: Sequence[ir.Clause], read: set[str], body: Callable[[], list[str]]) -> list[str]:
        if not clauses:
            return body()
        clause, rest = clauses[0], clauses[1:]
        walked = self.write(clause.iterable)
        declared, binding = self.bound(clause.pattern, frozenset(), read)
        lines = self._tests(clause.tests, lambda: self._clauses(rest, read, body))
        return [*walked.pre, f"for ({declared} : {walked.code}) {{", *indented([*binding, *lines]), "}"]

    def _tests(self, tests: Sequence[ir.Expr], body: Callable[[], list[str]]) -> list[str]:
        if not tests:
            return body()
        test = self.write(tests[0])
        return [*test.pre, f"if ({test.code}) {{", *indented(self._tests(tests[1:], body)), "}"]

    # ------------------------------------------------------------ loops

    def bound(self, pattern: ir.Pattern, mutable: frozenset[str], read: set[str]) -> tuple[str, list[str]]:
        """A declaration without its value, and those that take nested tuples apart after it. `read`: the names that
        are used."""
        if isinstance(pattern, ir.Name):
            unused = "" if pattern.name in read else "[[maybe_unused]] "
            declared = self.type(pattern.type) if spelled(pattern.type) else "auto"
            const = declared if pattern.name in mutable else constant(declared)
            return f"{unused}{const} {self.scope.variables[pattern.name]}", []
        names: list[str] = []
        binding: list[str] = []
        for item in pattern.items:
            if isinstance(item, ir.Name):
                name = self.scope.variables[item.name]
                names.append(self.scope.taken.new(name) if name in names else name)  # `_` may stand twice
            else:
                name = self.scope.taken.new("item")
                names.append(name)
                declared, inner = self.bound(item, mutable, read)
                binding += [f"{declared} = {name};", *inner]
        const = "auto" if mutable & set(trees.bound_names(pattern)) else "const auto"
        used = bool(binding) or any(n in read for n in trees.bound_names(pattern))
        return f"{'' if used else '[[maybe_unused]] '}{const} [{', '.join(names)}]", binding


def constant(declared: str) -> str:
    """`declared` as const; `const Sale*` becomes `const Sale* const`."""
    return f"{declared} const" if declared.endswith("*") else f"const {declared}"


def plain_constant(unit: ir.Unit, name: str) -> bool:
    """Whether a module constant is a scalar literal, which C++ holds as a constexpr."""
    return isinstance(next(c.value for c in unit.constants if c.name == name), ir.Const)


def variables_in(node: ir.Expr) -> set[str]:
    """The variables an expression reads."""
    return {v.name for v in trees.within(node) if isinstance(v, ir.Var)}


def _mentions_handler(node: ir.Expr) -> bool:
    return any(isinstance(v, ir.ExcText) for v in trees.within(node))


def _summands(node: ir.Expr) -> list[ir.Expr]:
    """`a + b + c` of texts as [a, b, c]; f-strings among them are taken apart too."""
    if isinstance(node, ir.Concat):
        return [inner for part in node.parts for inner in _summands(part)]
    if isinstance(node, ir.Prim) and node.row.key == "+" and node.type == STR:
        return [*_summands(node.args[0]), *_summands(node.args[1])]
    return [node]


def _hint(node: ir.Expr) -> str:
    """What to call an operand that gets a name."""
    match node:
        case ir.Call(function=name):
            return safe(f"{name}_result")
        case ir.Prim(row=row, args=(ir.Var(name=name), *_)) if row.key == "getitem":
            return safe(f"{name}_item")
        case ir.Prim(row=row, args=(ir.Var(name=name), *_)) if row.key == "list.pop":
            return safe(f"{name}_popped")
        case ir.Prim(row=row) if row.key in ("/", "//", "%"):
            return {"/": "ratio", "//": "quotient", "%": "remainder"}[row.key]
        case _:
            return "first"


__all__ = ["INDENT", "Expressions", "Scope", "Text", "constant", "indented", "plain_constant", "variables_in"]

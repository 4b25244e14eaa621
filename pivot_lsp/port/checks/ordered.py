"""Fields that the unit assigns are read when Python reads them.

C++ and Go leave it open when a plain field is read beside a call in the same expression. Where one operand calls a
function that may assign fields and another reads one, what comes before the later of the two gets a name first.
"""

from dataclasses import replace

from pivot_lsp.port import ir, trees
from pivot_lsp.port.checks.effects import calls


def settle(unit: ir.Unit) -> ir.Unit:
    """The unit with the order of its field reads made explicit."""
    assigned = {(r.cls, f) for r in unit.records for f in r.assigned}
    if not assigned:
        return unit
    graph = {f.name: calls(f) for f in unit.functions}
    writers = {f.name for f in unit.functions if any(isinstance(s, ir.SetField) for s in trees.statements(f.body))}
    while more := {name for name, called in graph.items() if name not in writers and called & writers}:
        writers |= more
    return replace(
        unit, functions=tuple(replace(f, body=_Order(assigned, writers, f).block(f.body)) for f in unit.functions)
    )


class _Order:
    def __init__(self, assigned: set[tuple[str, str]], writers: set[str], function: ir.Function) -> None:
        self._assigned = assigned
        self._writers = writers
        self._taken = _names(function)

    def block(self, body: tuple[ir.Stmt, ...]) -> tuple[ir.Stmt, ...]:
        return tuple(made for one in body for made in self._statements(one))

    def _statements(self, one: ir.Stmt) -> tuple[ir.Stmt, ...]:
        if not isinstance(one, ir.Raise):
            return (self._statement(one),)
        args, bindings = self._named(one.args)
        first = (ir.Assign(name, value, False, False, one.span) for name, value in bindings)
        return (*first, replace(one, args=tuple(args)))

    def _statement(self, one: ir.Stmt) -> ir.Stmt:
        match one:
            case ir.Assign() | ir.Unpack() | ir.ExprStmt() | ir.Return() | ir.SetField():
                return replace(one, value=self.expression(one.value))
            case ir.If():
                test, then, other = self.expression(one.test), self.block(one.body), self.block(one.orelse)
                return replace(one, test=test, body=then, orelse=other)
            case ir.While():
                return replace(one, test=self.expression(one.test), body=self.block(one.body))
            case ir.For():
                return replace(one, iterable=self.expression(one.iterable), body=self.block(one.body))
            case ir.Try():
                handlers = tuple(replace(h, body=self.block(h.body)) for h in one.handlers)
                return replace(one, body=self.block(one.body), handlers=handlers, orelse=self.block(one.orelse))
            case _:
                return one

    def expression(self, node: ir.Expr) -> ir.Expr:
        """`node` with every operand list in order; only what holds a call that writes is looked into."""
        if not self._writes(node):
            return node
        match node:
            case ir.Prim() | ir.Call() | ir.New():
                return self._in_order(node, node.args, "args")
            case ir.ListLit() | ir.TupleLit():
                return self._in_order(node, node.items, "items")
            case ir.Concat():
                return self._in_order(node, node.parts, "parts")
            case ir.DictLit():
                return self._pairs(node)
            case ir.BoolOp():
                return replace(node, values=tuple(map(self.expression, node.values)))
            case ir.Lambda():
                return replace(node, body=self.expression(node.body))
            case ir.Comp():
                clauses = tuple(
                    replace(c, iterable=self.expression(c.iterable), tests=tuple(map(self.expression, c.tests)))
                    for c in node.clauses
                )
                key = None if node.key is None else self.expression(node.key)
                return replace(node, key=key, element=self.expression(node.element), clauses=clauses)
            case ir.TupleItem():
                return replace(node, tuple=self.expression(node.tuple))
            case ir.Field():
                return replace(node, record=self.expression(node.record))
            case ir.Some() | ir.Unwrap() | ir.IsNone():
                return replace(node, value=self.expression(node.value))
            case ir.IfExp():
                parts = (self.expression(e) for e in (node.test, node.then, node.other))
                test, then, other = parts
                return replace(node, test=test, then=then, other=other)
            case ir.Let():
                return replace(node, value=self.expression(node.value), body=self.expression(node.body))
            case _:
                return node

    def _in_order(self, node: ir.Expr, operands: tuple[ir.Expr, ...], attribute: str) -> ir.Expr:
        made, bindings = self._named(operands)
        return _let(bindings, replace(node, **{attribute: tuple(made)}))  # type: ignore[arg-type]  # its row names it

    def _pairs(self, node: ir.DictLit) -> ir.Expr:
        made, bindings = self._named(tuple(e for pair in node.items for e in pair))
        return _let(bindings, replace(node, items=tuple(zip(made[::2], made[1::2], strict=True))))

    def _named(self, operands: tuple[ir.Expr, ...]) -> tuple[list[ir.Expr], list[tuple[str, ir.Expr]]]:
        """The operands, those before the last conflict as names, and the values of these."""
        made = [self.expression(o) for o in operands]
        writes, reads = [self._writes(o) for o in made], [self._reads(o) for o in made]
        last = max(
            (j for j in range(len(made)) for i in range(j) if (writes[i] and reads[j]) or (reads[i] and writes[j])),
            default=0,
        )
        bindings: list[tuple[str, ir.Expr]] = []
        for index, operand in enumerate(made[:last]):
            if not isinstance(operand, ir.Const | ir.ConstantRef | ir.Lambda):
                name = self._fresh()
                bindings.append((name, operand))
                made[index] = ir.Var(name, operand.type, operand.span)
        return made, bindings

    def _fresh(self) -> str:
        name, count = "operand", 1
        while name in self._taken:
            count += 1
            name = f"operand_{count}"
        self._taken.add(name)
        return name

    def _writes(self, node: ir.Expr) -> bool:
        return any(isinstance(e, ir.Call) and e.function in self._writers for e in trees.within(node))

    def _reads(self, node: ir.Expr) -> bool:
        return any(
            isinstance(e, ir.Field) and (getattr(e.record.type, "cls", ""), e.name) in self._assigned
            for e in trees.within(node)
        )


def _names(function: ir.Function) -> set[str]:
    """The variables of a function: no name made here is one of them."""
    found = {p.name for p in function.params}
    for one in trees.statements(function.body):
        match one:
            case ir.Assign(name=name) | ir.Declare(name=name):
                found.add(name)
            case ir.Unpack(pattern=pattern) | ir.For(pattern=pattern):
                found.update(trees.bound_names(pattern))
            case _:
                pass
    for e in trees.expressions(function.body):
        match e:
            case ir.Var(name=name) | ir.Let(name=name):
                found.add(name)
            case _:
                pass
    return found


def _let(bindings: list[tuple[str, ir.Expr]], whole: ir.Expr) -> ir.Expr:
    for name, value in reversed(bindings):
        whole = ir.Let(name, value, whole, whole.type, whole.span)
    return whole

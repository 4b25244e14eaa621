"""`(name := value)` as a statement of its own before the one it stands in.

Python evaluates operands left to right, so what stands before a walrus in its statement is evaluated before it: such
an operand gets a name of its own, unless nothing can change it. A walrus behind `and`, `or` or in a branch of a
conditional expression is evaluated only there, so that it becomes an `if`. One inside a list comprehension turns it
into a loop. Where the order cannot be kept the walrus stays, and is refused later.
"""

import ast
import copy
from typing import TypeVar

from pivot_lsp.port.frontend.nodes import nodes_of
from pivot_lsp.port.frontend.prepare.names import all_names, fresh


def rewrite(tree: ast.Module) -> ast.Module:
    """`tree` without assignment expressions in its functions."""
    if not any(isinstance(n, ast.NamedExpr) for n in nodes_of(tree)):
        return tree
    taken = all_names(tree)
    for node in nodes_of(tree):
        if isinstance(node, ast.FunctionDef):
            _Statements(taken).block(node.body)
    return tree


def _has(node: ast.AST) -> bool:
    return any(isinstance(n, ast.NamedExpr) for n in nodes_of(node))


_FEW = 3
"""Statements that may stand twice."""
Node = TypeVar("Node", bound=ast.AST)


class _Stays(Exception):
    """The order of evaluation could not be kept."""


def _assigned(nodes: list[ast.expr]) -> set[str]:
    """Names that assignment expressions inside `nodes` bind."""
    return {n.target.id for x in nodes for n in nodes_of(x) if isinstance(n, ast.NamedExpr)}


class _Statements:
    def __init__(self, taken: set[str]) -> None:
        self._taken = taken

    def block(self, body: list[ast.stmt]) -> None:
        found: list[ast.stmt] = []
        for one in body:
            for name in ("body", "orelse", "finalbody"):
                inner = getattr(one, name, None)
                if isinstance(inner, list) and not isinstance(one, ast.FunctionDef | ast.ClassDef):
                    self.block(inner)
            for handler in getattr(one, "handlers", []):
                self.block(handler.body)
            for case in getattr(one, "cases", []):
                self.block(case.body)
            try:
                found += self.statement(one)
            except _Stays:
                found.append(one)
        body[:] = found

    def statement(self, one: ast.stmt) -> list[ast.stmt]:
        match one:
            case ast.If(test=ast.BoolOp(op=op, values=[first, *rest])) if any(map(_has, rest)):
                return self._branch(one, op, first, rest)
            case ast.If(test=test) if _has(test):
                before, one.test = self.flat(test)
                return [*before, one]
            case ast.While(test=test) if _has(test):
                if any(isinstance(n, ast.Break | ast.Continue) for s in one.orelse for n in nodes_of(s)):
                    raise _Stays
                conjuncts = test.values if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And) else [test]
                body: list[ast.stmt] = []
                for part in conjuncts:
                    before, value = self.flat(part)
                    stop = ast.If(ast.UnaryOp(ast.Not(), value), [*copy.deepcopy(one.orelse), ast.Break()], [])
                    body += [*before, stop]
                made = ast.While(ast.Constant(True), [*body, *one.body], [])
                return [_placed(made, one)]
            case ast.Assign(value=value) | ast.Return(value=ast.expr() as value) | ast.Expr(value=value) if _has(value):
                if isinstance(one, ast.Assign) and any(_has(t) for t in one.targets):
                    raise _Stays
                before, one.value = self.flat(value)
                return [*before, one]
            case ast.For(iter=value) if _has(value):
                before, one.iter = self.flat(value)
                return [*before, one]
            case _:
                return [one]

    def _branch(self, one: ast.If, op: ast.boolop, first: ast.expr, rest: list[ast.expr]) -> list[ast.stmt]:
        """`if a and (x := b): S` as `if a: x = b; if x: S`, so that x is surely there in S; `or` likewise."""
        before, test = self.flat(first)
        other: ast.expr = rest[0] if len(rest) == 1 else _placed(ast.BoolOp(op, rest), one)
        if isinstance(op, ast.Or):
            if len(one.body) > _FEW:
                raise _Stays
            inner = self.statement(_placed(ast.If(other, copy.deepcopy(one.body), one.orelse), one))
            return [*before, _placed(ast.If(test, one.body, inner), one)]
        if not one.orelse:
            inner = self.statement(_placed(ast.If(other, one.body, []), one))
            return [*before, _placed(ast.If(test, inner, []), one)]
        taken = fresh("taken", self._taken)
        start, done = (ast.Assign([ast.Name(taken, ast.Store())], ast.Constant(value)) for value in (False, True))
        inner = self.statement(_placed(ast.If(other, [done, *one.body], []), one))
        otherwise = ast.If(ast.UnaryOp(ast.Not(), ast.Name(taken, ast.Load())), one.orelse, [])
        return [_placed(n, one) for n in (*before, start, ast.If(test, inner, []), otherwise)]

    def flat(self, node: ast.expr) -> tuple[list[ast.stmt], ast.expr]:
        """What must run before, and what is left of `node`."""
        if not _has(node):
            return [], node
        match node:
            case ast.NamedExpr(target=target, value=value):
                before, value = self.flat(value)
                stored = _placed(ast.Assign([ast.Name(target.id, ast.Store())], value), node)
                return [*before, stored], _placed(ast.Name(target.id, ast.Load()), node)
            case ast.BoolOp(op=op, values=values):
                return self._boolean(node, op, values)
            case ast.IfExp(test=test, body=then, orelse=other):
                before, test = self.flat(test)
                if not (_has(then) or _has(other)):
                    return before, _placed(ast.IfExp(test, then, other), node)
                name = fresh("chosen", self._taken)
                branches = [self._into(name, part) for part in (then, other)]
                return [*before, _placed(ast.If(test, *branches), node)], _placed(ast.Name(name, ast.Load()), node)
            case ast.ListComp():
                return self._loop(node)
            case ast.Compare(left=left, comparators=[right]):
                before, (left, right) = self._in_order([left, right])
                return before, _placed(ast.Compare(left, node.ops, [right]), node)
            case ast.BinOp(left=left, op=op, right=right):
                before, (left, right) = self._in_order([left, right])
                return before, _placed(ast.BinOp(left, op, right), node)
            case ast.UnaryOp(op=op, operand=operand):
                before, operand = self.flat(operand)
                return before, _placed(ast.UnaryOp(op, operand), node)
            case ast.Tuple(elts=items) | ast.List(elts=items):
                before, node.elts = self._in_order(items)
                return before, node
            case ast.Subscript(value=value, slice=index) if not isinstance(index, ast.Slice):
                before, (node.value, node.slice) = self._in_order([value, index])
                return before, node
            case ast.Call(func=ast.Name(), args=args, keywords=[]) if not any(
                isinstance(a, ast.Starred | ast.GeneratorExp) for a in args
            ):
                before, node.args = self._in_order(args)
                return before, node
            case ast.Call(func=ast.Attribute(value=ast.Name(id=owner)), args=args, keywords=[]) if not any(
                isinstance(a, ast.Starred | ast.GeneratorExp) for a in args
            ):
                if owner in _assigned(args):  # the owner is looked up before that
                    raise _Stays
                before, node.args = self._in_order(args)
                return before, node
            case ast.Attribute(value=value):
                before, node.value = self.flat(value)
                return before, node
            case _:
                raise _Stays

    def _in_order(self, items: list[ast.expr]) -> tuple[list[ast.stmt], list[ast.expr]]:
        last = max(i for i, item in enumerate(items) if _has(item))
        before: list[ast.stmt] = []
        found: list[ast.expr] = []
        for index, item in enumerate(items):
            more, value = self.flat(item)
            before += more
            if index < last and not isinstance(value, ast.Constant):
                name = fresh("operand", self._taken)
                before.append(_placed(ast.Assign([ast.Name(name, ast.Store())], value), item))
                value = _placed(ast.Name(name, ast.Load()), item)
            found.append(value)
        return before, found

    def _boolean(self, node: ast.BoolOp, op: ast.boolop, values: list[ast.expr]) -> tuple[list[ast.stmt], ast.expr]:
        before, first = self.flat(values[0])
        rest: ast.expr = values[1] if len(values) == 2 else _placed(ast.BoolOp(op, values[1:]), node)
        if not _has(rest):
            return before, _placed(ast.BoolOp(op, [first, rest]), node)
        name = fresh("so_far", self._taken)
        before.append(_placed(ast.Assign([ast.Name(name, ast.Store())], first), node))
        held: ast.expr = ast.Name(name, ast.Load())
        test = held if isinstance(op, ast.And) else ast.UnaryOp(ast.Not(), held)
        before.append(_placed(ast.If(test, self._into(name, rest), []), node))
        return before, _placed(ast.Name(name, ast.Load()), node)

    def _into(self, name: str, node: ast.expr) -> list[ast.stmt]:
        before, value = self.flat(node)
        return [*before, _placed(ast.Assign([ast.Name(name, ast.Store())], value), node)]

    def _loop(self, node: ast.ListComp) -> tuple[list[ast.stmt], ast.expr]:
        """A list comprehension as the loops that it stands for; its variables get names of their own."""
        bound = {n.id for g in node.generators for n in nodes_of(g.target) if isinstance(n, ast.Name)}
        parts: list[ast.expr] = [node.elt, *(t for g in node.generators for t in g.ifs)]
        nested = any(isinstance(n, ast.Lambda | ast.comprehension) for part in parts for n in nodes_of(part))
        if nested or any(g.is_async or _has(g.iter) for g in node.generators):
            raise _Stays
        name = fresh("made", self._taken)
        new = {old: fresh(old, self._taken) for old in sorted(bound)}
        append = ast.Attribute(ast.Name(name, ast.Load()), "append", ast.Load())
        before, value = self.flat(node.elt)
        body: list[ast.stmt] = [*before, ast.Expr(ast.Call(append, [value], []))]
        for number, clause in enumerate(reversed(node.generators)):
            for test in reversed(clause.ifs):
                before, asked = self.flat(test)
                body = [*before, ast.If(asked, body, [])]
            first = number == len(node.generators) - 1
            source = clause.iter if first else _renamed(clause.iter, new)
            body = [_renamed(one, new) for one in body]
            body = [ast.For(_renamed(clause.target, new), source, body, [])]
        start = ast.Assign([ast.Name(name, ast.Store())], ast.List([], ast.Load()))
        return [_placed(one, node) for one in (start, *body)], _placed(ast.Name(name, ast.Load()), node)


def _renamed(node: Node, new: dict[str, str]) -> Node:
    for inner in nodes_of(node):
        if isinstance(inner, ast.Name) and inner.id in new:
            inner.id = new[inner.id]
    return node


def _placed(node: Node, like: ast.AST) -> Node:
    for inner in nodes_of(node):
        if not hasattr(inner, "lineno"):
            ast.copy_location(inner, like)
    return node

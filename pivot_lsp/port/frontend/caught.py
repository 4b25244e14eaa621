"""Which kinds of exception each handler takes: filled in once every exception of the unit is known."""

from collections.abc import Callable
from dataclasses import replace

from pivot_lsp.port import ir


def resolve(body: tuple[ir.Stmt, ...], kinds: Callable[[ir.Span], tuple[int, ...]]) -> tuple[ir.Stmt, ...]:
    """`body` with the handlers' kinds, which `kinds` gives for a handler's place."""

    def visit(one: ir.Stmt) -> ir.Stmt:
        match one:
            case ir.If() as s:
                return replace(s, body=resolve(s.body, kinds), orelse=resolve(s.orelse, kinds))
            case ir.While() as s:
                return replace(s, body=resolve(s.body, kinds))
            case ir.For() as s:
                return replace(s, body=resolve(s.body, kinds))
            case ir.Try() as s:
                handlers = tuple(replace(h, catches=kinds(h.span), body=resolve(h.body, kinds)) for h in s.handlers)
                return replace(s, body=resolve(s.body, kinds), handlers=handlers, orelse=resolve(s.orelse, kinds))
            case _:
                return one

    return tuple(visit(s) for s in body)

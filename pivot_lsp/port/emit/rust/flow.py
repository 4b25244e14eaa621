"""Where control goes, as rustc sees it: which blocks have no end, and which variables are assigned at most once."""

from collections.abc import Sequence

from pivot_lsp.port import ir


def ends(body: Sequence[ir.Stmt]) -> bool:
    """Whether control never reaches the end of `body`."""
    return any(map(_ends, body))


def _ends(one: ir.Stmt) -> bool:
    match one:
        case ir.Return() | ir.Raise() | ir.Reraise() | ir.Break() | ir.Continue():
            return True
        case ir.If(test=ir.Const(value=value), body=body, orelse=orelse):
            return ends(body if value else orelse)
        case ir.If(body=body, orelse=orelse):
            return ends(body) and ends(orelse)
        case ir.While(test=ir.Const(value=True), body=body):
            return not _breaks(body)
        case ir.Try(body=body, handlers=handlers, orelse=orelse):
            return (ends(body) or ends(orelse)) and all(ends(h.body) for h in handlers)
        case _:
            return False


def _breaks(body: Sequence[ir.Stmt]) -> bool:
    """Whether a `break` in `body` leaves the loop around it."""
    for one in body:
        if isinstance(one, ir.Break):
            return True
        if not isinstance(one, ir.For | ir.While) and any(map(_breaks, ir.blocks(one))):
            return True
    return False


def assigned_once(name: str, body: Sequence[ir.Stmt]) -> bool:
    """Whether no way through `body` assigns `name` twice."""
    return _most(name, body) <= 1


def _most(name: str, body: Sequence[ir.Stmt]) -> int:
    """The most assignments of `name` on a way through `body` and on, capped at two."""
    count = 0
    for one in body:
        count += _assigned(name, one)
    return min(count, 2)


def _assigned(name: str, one: ir.Stmt) -> int:
    match one:
        case ir.Assign(name=target):
            return int(target == name)
        case ir.Unpack(pattern=pattern):
            return int(name in ir.bound_names(pattern))
        case ir.If(body=body, orelse=orelse):
            ways = [_most(name, b) for b in (body, orelse) if not _leaves(b)]
            gone = [_most(name, b) for b in (body, orelse) if _leaves(b)]
            return max([*ways, *(2 for n in gone if n > 1), 0])
        case ir.For(body=body) | ir.While(body=body):
            return 2 * min(_most(name, body), 1)
        case ir.Try(body=body, handlers=handlers, orelse=orelse):
            after = max([_most(name, orelse), *(_most(name, h.body) for h in handlers)])
            return min(_most(name, body) + after, 2)
        case _:
            return 0


def _leaves(body: Sequence[ir.Stmt]) -> bool:
    """Whether `body` ends the function, so that nothing after it counts."""
    return bool(body) and isinstance(body[-1], ir.Return | ir.Raise)

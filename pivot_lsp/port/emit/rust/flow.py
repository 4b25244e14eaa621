"""Where control goes, as rustc sees it: which blocks have no end, and which variables are assigned at most once."""

from collections.abc import Callable, Sequence

from pivot_lsp.port import ir, trees


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
        if not isinstance(one, ir.For | ir.While) and any(map(_breaks, trees.blocks(one))):
            return True
    return False


def assigned_once(name: str, body: Sequence[ir.Stmt]) -> bool:
    """Whether no way through `body` assigns `name` twice."""
    return _most(name, body) <= 1


def _most(name: str, body: Sequence[ir.Stmt]) -> int:
    """The most assignments of `name` on a way through `body`, be it one that leaves the function; capped at two."""
    return _ways(name, body, 0)[1]


def _ways(name: str, body: Sequence[ir.Stmt], before: int) -> tuple[int, int]:
    """How often `name` was assigned at the end of `body` at most, and on any way in it; `before`: at its start."""
    count = most = before
    for one in body:
        if isinstance(one, ir.If):
            ends = [(_leaves(b), *_ways(name, b, count)) for b in (one.body, one.orelse)]
            most = max(most, *(peak for _, _, peak in ends))
            count = max([after for left, after, _ in ends if not left], default=count)
        else:
            count += _assigned(name, one)
            most = max(most, count)
    return min(count, 2), min(most, 2)


def _assigned(name: str, one: ir.Stmt) -> int:
    match one:
        case ir.Assign(name=target):
            return int(target == name)
        case ir.Unpack(pattern=pattern):
            return int(name in trees.bound_names(pattern))
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


def surely_assigned(name: str, body: Sequence[ir.Stmt], direct: Callable[[ir.Try], bool]) -> bool:
    """Whether rustc sees that every read of `name` in `body` comes after an assignment.

    `direct`: a `try` that becomes one `match`. Of others rustc only sees that the body may or may not have ended.
    """
    try:
        _Surely(name, direct).block(body, False)
    except _ReadEarly:
        return False
    return True


class _ReadEarly(Exception):
    pass


class _Surely:
    """Walks over the ways through a block; a state is whether `name` is assigned, None where no way leads."""

    def __init__(self, name: str, direct: Callable[[ir.Try], bool]) -> None:
        self._name = name
        self._direct = direct
        self._breaks: list[list[bool]] = []

    def block(self, body: Sequence[ir.Stmt], state: bool | None) -> bool | None:
        for one in body:
            if state is None:
                return None
            state = self._statement(one, state)
        return state

    def _statement(self, one: ir.Stmt, state: bool) -> bool | None:
        own = [v for e in trees.own_expressions(one) for v in trees.within(e)]
        if not state and any(isinstance(v, ir.Var) and v.name == self._name for v in own):
            raise _ReadEarly
        match one:
            case ir.Return() | ir.Raise() | ir.Reraise() | ir.Continue():
                return None
            case ir.Break():
                if self._breaks:  # else the loop is around the declaration
                    self._breaks[-1].append(state)
                return None
            case ir.If(test=ir.Const(value=value), body=body, orelse=orelse):
                return self.block(body if value else orelse, state)
            case ir.If(body=body, orelse=orelse):
                return _meet(self.block(body, state), self.block(orelse, state))
            case ir.For(body=body) | ir.While(body=body):
                self._breaks.append([])
                self.block(body, state)
                left = self._breaks.pop()
                if isinstance(one, ir.While) and isinstance(one.test, ir.Const) and one.test.value is True:
                    return all(left) if left else None
                return state and all(left)
            case ir.Try(body=body, handlers=handlers, orelse=orelse):
                # an exception may come before anything in the body has happened
                after = self.block(body, state)
                if after is not None and not self._direct(one):
                    after = state
                result = None if after is None else self.block(orelse, after)
                for handler in handlers:
                    result = _meet(result, self.block(handler.body, state))
                return result
            case _:
                return state or _assigned(self._name, one) > 0


def _meet(a: bool | None, b: bool | None) -> bool | None:
    if a is None or b is None:
        return a if b is None else b
    return a and b

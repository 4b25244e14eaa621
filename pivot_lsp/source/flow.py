"""How values flow through one function: which of its variables are bound, and which are read later, at each loop.

A graph of small steps (a name read, bound or unbound) with ordinary edges and those that an exception takes. Two
classical analyses run over it: definite assignment forwards, liveness backwards. Invariant: what is uncertain errs to
one side: a variable is called bound only if every path binds it, and live if some path may read it. An edge too many
is therefore harmless, one too few is not.
"""

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from pivot_lsp.source.names import Act, acts, own, parameters, pattern_acts, variables

Function = ast.FunctionDef | ast.AsyncFunctionDef
Loop = ast.For | ast.While
Names = frozenset[str]


@dataclass
class _Step:
    """`act` None: only a place where edges meet. `caught`: where an exception raised here goes, within the function."""

    act: Act | None
    caught: tuple[int, ...]
    after: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class LoopFlow:
    """What a loop has to do with the rest of its function; names are of the function's own variables.

    `bound`: certainly bound when the loop begins. `stores`: bound or unbound in it. `reads`: may be read in it before
    it has bound them. `makes`: certainly bound by it, whenever it ends. `live`: of `stores`, read after it has ended.
    `lost`: of `stores`, read where an exception raised in it is caught. `leaves`: it may end otherwise than by its
    end or an exception.
    """

    bound: Names
    stores: Names
    reads: Names
    makes: Names
    live: Names
    lost: Names
    leaves: bool


@dataclass
class _Span:
    """The steps of a loop: `first` its header, `head` what follows the evaluation of what a `for` walks over, `end`
    the first step past it."""

    first: int
    head: int
    end: int


class Flow:
    """The graph of `function`."""

    def __init__(self, function: Function, propagates: Callable[[ast.expr], bool] = lambda context: False) -> None:
        """`propagates`: whether leaving a context by an exception certainly goes on with it."""
        self._propagates = propagates
        self.variables = variables(function)
        """The function's own."""
        self._fleeting = frozenset(n.name for n in own(function.body) if isinstance(n, ast.ExceptHandler) and n.name)
        """What an `except ... as` binds is unbound at its end, however that comes: never called certain."""
        self._steps: list[_Step] = []
        self._catch: list[tuple[int, ...]] = [()]
        self._loops: list[tuple[int, int, int]] = []
        """(where `continue` goes, where `break` goes, how many `finally` blocks are around the loop)"""
        self._finals: list[tuple[int, set[int]]] = []
        """(first step of a `finally` block, where those who pass through it go on)"""
        self._spans: dict[ast.stmt, _Span] = {}
        self._open = [self._join([])]
        self._exit = self._step(None)
        self._block(function.body)
        self._link(self._open, self._exit)
        self._live = self._liveness(range(len(self._steps)), frozenset())
        self._bound = self._assignment(range(len(self._steps)), 0, frozenset(parameters(function)))

    def loop(self, node: Loop, *, walked_outside: bool = False) -> LoopFlow:
        """The loop `node` of the function; `walked_outside`: what it walks over is evaluated before it, elsewhere."""
        span = self._spans[node]
        first = span.head if walked_outside else span.first
        inside = range(first, span.end)
        stores = frozenset(a.name for a in self._acts(inside) if a.kind != "read") & self.variables
        outside = {to for n in inside for to in self._steps[n].caught if to not in inside}
        leaves = any(to not in inside and to != span.end for n in inside for to in self._steps[n].after)
        reads = self._liveness(inside, frozenset())[first]
        bound_inside = self._assignment(range(first, span.end + 1), first, frozenset())
        return LoopFlow(
            bound=self._certain(self._bound[first]),
            stores=stores,
            reads=reads & self.variables,
            makes=self._certain(bound_inside[span.end]),
            live=self._live[span.end] & stores,
            lost=frozenset().union(*(self._live[to] for to in outside)) & stores,
            leaves=leaves,
        )

    def _certain(self, names: Names) -> Names:
        return (names & self.variables) - self._fleeting

    def stored_outside(self, node: Loop) -> Names:
        """What may be bound while or after the loop runs, but for what runs before it alone: in it, after it, and in
        the loops around it."""
        span = self._spans[node]
        around = [s for s in self._spans.values() if s.first <= span.first and span.end <= s.end]
        first = min(s.first for s in around)
        return frozenset(a.name for a in self._acts(range(first, len(self._steps))) if a.kind != "read")

    def _acts(self, steps: Iterable[int]) -> Iterator[Act]:
        return (act for n in steps if (act := self._steps[n].act) is not None)

    # -- building --------------------------------------------------------------------------------------------------

    def _step(self, act: Act | None) -> int:
        self._steps.append(_Step(act, self._catch[-1]))
        return len(self._steps) - 1

    def _link(self, sources: Iterable[int], to: int) -> None:
        for source in sources:
            self._steps[source].after.append(to)

    def _join(self, sources: Iterable[int]) -> int:
        step = self._step(None)
        self._link(sources, step)
        return step

    def _run(self, found: Iterable[Act]) -> None:
        for act in found:
            step = self._step(act)
            self._link(self._open, step)
            self._open = [step]

    def _block(self, statements: list[ast.stmt]) -> None:
        for statement in statements:
            self._open = [self._join(self._open)]  # an exception may come before the first name of it
            STATEMENTS.get(type(statement), Flow._simple)(self, statement)

    def _simple(self, node: ast.stmt) -> None:
        self._run(acts(node))
        if isinstance(node, ast.Return):
            self._jump(self._exit, 0)
        elif isinstance(node, ast.Raise):
            self._open = []
        elif isinstance(node, ast.Break | ast.Continue):
            again, out, around = self._loops[-1]
            self._jump(out if isinstance(node, ast.Break) else again, around)

    def _jump(self, to: int, around: int) -> None:
        """Leaves to `to`, by way of the `finally` blocks but for the first `around`; their paths are merged."""
        self._link(self._open, to)
        for final, onward in self._finals[around:]:
            self._link(self._open, final)
            onward.add(to)
        self._open = []

    def _if(self, node: ast.If) -> None:
        self._run(acts(node.test))
        before = self._open
        self._block(node.body)
        ended, self._open = self._open, before
        self._block(node.orelse)
        self._open = [*ended, *self._open]

    def _loop(self, node: ast.For | ast.AsyncFor | ast.While) -> None:
        first = self._join(self._open)
        self._open = [first]
        if not isinstance(node, ast.While):
            self._run(acts(node.iter))
        head = self._join(self._open)
        out = self._waiting()
        self._open = [head]
        self._run(acts(node.test) if isinstance(node, ast.While) else acts(node.target))
        endless = isinstance(node, ast.While) and isinstance(node.test, ast.Constant) and bool(node.test.value)
        # a `for` binds its target only when there is another item, so that it ends at its head
        ended = [] if endless else self._open if isinstance(node, ast.While) else [head]
        self._loops.append((head, out, len(self._finals)))
        self._block(node.body)
        self._loops.pop()
        self._link(self._open, head)
        self._open = list(ended)
        self._block(node.orelse)
        self._link(self._open, out)
        end = self._join([out])
        self._spans[node] = _Span(first, head, end)
        self._open = [end]

    def _waiting(self) -> int:
        """A step that nothing leads to yet."""
        return self._step(None)

    def _with(self, node: ast.With | ast.AsyncWith) -> None:
        swallowed = [] if all(self._propagates(item.context_expr) for item in node.items) else [self._waiting()]
        for item in node.items:
            self._run(acts(item.context_expr))
            catching = self._catch[-1] if self._propagates(item.context_expr) else (*swallowed, *self._catch[-1])
            self._catch.append(catching)
            if item.optional_vars is not None:
                self._run(acts(item.optional_vars))
        self._block(node.body)
        del self._catch[-len(node.items) :]
        self._open = [*self._open, *swallowed]

    def _try(self, node: "ast.Try | ast.TryStar") -> None:
        outer = self._catch[-1]
        final = self._waiting() if node.finalbody else None
        beyond = outer if final is None else (final,)
        caught = self._waiting() if node.handlers else None
        onward: set[int] = set()
        if final is not None:
            self._finals.append((final, onward))
        self._catch.append(beyond if caught is None else (caught, *beyond))
        self._block(node.body)
        self._catch[-1] = beyond
        self._block(node.orelse)
        ended = self._open
        for handler in node.handlers:
            assert caught is not None
            self._open = [caught]
            if handler.type is not None:
                self._run(acts(handler.type))
            if handler.name is not None:
                self._run([Act("bind", handler.name)])
            self._block(handler.body)
            ended = [*ended, *self._open]
        self._catch.pop()
        self._open = ended
        if final is not None:
            self._finals.pop()
            self._link(self._open, final)
            self._open = [final]
            self._block(node.finalbody)
            self._open = [self._join(self._open)]  # from which an exception that came goes on
            for to in sorted(onward):
                self._link(self._open, to)

    def _match(self, node: ast.Match) -> None:
        self._run(acts(node.subject))
        ended: list[int] = []
        for case in node.cases:
            self._run(pattern_acts(case.pattern))
            if case.guard is not None:
                self._run(acts(case.guard))
            before = self._open
            self._run(Act("bind", act.name) for act in pattern_acts(case.pattern) if act.kind != "read")
            self._block(case.body)
            ended, self._open = [*ended, *self._open], before
        self._open = [*ended, *self._open]

    # -- analyses --------------------------------------------------------------------------------------------------

    def _liveness(self, steps: range, beyond: Names) -> dict[int, Names]:
        """Of each of `steps`: the names that may be read from it on; `beyond`: those that are behind every way out."""
        live: dict[int, Names] = {n: frozenset() for n in steps}
        changed = True
        while changed:
            changed = False
            for n in reversed(steps):
                step = self._steps[n]
                now = frozenset().union(*(live.get(to, beyond) for to in step.after))
                if step.act is not None and step.act.kind in ("bind", "unbind"):
                    now -= {step.act.name}
                if step.act is not None and step.act.kind in ("read", "unbind"):
                    now |= {step.act.name}
                now = now.union(*(live.get(to, beyond) for to in step.caught))
                changed, live[n] = changed or now != live[n], now
        return live

    def _assignment(self, steps: range, first: int, given: Names) -> dict[int, Names]:
        """Of each of `steps`: the names that are certainly bound when it begins, `given` ones being so at `first`."""
        bound: dict[int, Names | None] = dict.fromkeys(steps)
        bound[first] = given
        changed = True
        while changed:
            changed = False
            for n in steps:
                before = bound[n]
                if before is None:
                    continue
                step, after = self._steps[n], before
                if step.act is not None and step.act.kind == "bind":
                    after |= {step.act.name}
                elif step.act is not None and step.act.kind == "unbind":
                    after -= {step.act.name}
                for to, names in [*((to, after) for to in step.after), *((to, before & after) for to in step.caught)]:
                    if to not in bound:
                        continue
                    known = bound[to]
                    met = names if known is None else known & names
                    if met != known:
                        bound[to], changed = met, True
        return {n: self.variables if names is None else names for n, names in bound.items()}


STATEMENTS: dict[type, Callable[..., None]] = {
    ast.If: Flow._if,
    ast.For: Flow._loop,
    ast.AsyncFor: Flow._loop,
    ast.While: Flow._loop,
    ast.With: Flow._with,
    ast.AsyncWith: Flow._with,
    ast.Try: Flow._try,
    ast.TryStar: Flow._try,
    ast.Match: Flow._match,
}
"""What is more than its names in a row."""

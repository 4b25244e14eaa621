"""Where each local variable is declared, and which are assigned again.

Python's variables live in the whole function; the three languages declare them in blocks. A variable is declared
by its first assignment when everything about it happens in that block after it, else by a Declare in the innermost
block that holds all of it. A loop's variable is fresh in each round unless it is used outside of the loop.
"""

from collections import defaultdict
from dataclasses import dataclass, replace

from pivot_lsp.port import ir, trees
from pivot_lsp.port.types import Type

Path = tuple[int, ...]
"""A block or statement: indices of statement, block, statement, block ... from the function's body."""


@dataclass
class _Use:
    writes: int = 0
    type: Type | None = None


def place(function: ir.Function) -> ir.Function:
    """The function with declarations placed. Relies on definite assignment."""
    params = {p.name for p in function.params}
    body = _free_loops(function.body, params)
    paths: dict[str, list[Path]] = defaultdict(list)
    uses: dict[str, _Use] = defaultdict(_Use)
    _collect(body, (), paths, uses)
    looped = {n for s in trees.statements(body) if isinstance(s, ir.For) for n in trees.bound_names(s.pattern)}
    given = params | looped
    declared = {name: _home(found) for name, found in paths.items() if name not in given and uses[name].writes}
    mutable = {n for n, u in uses.items() if u.writes > (n not in given)}
    placed = _place(body, (), declared, uses, mutable)
    new_params = tuple(replace(p, mutable=uses[p.name].writes > 0) for p in function.params)
    return replace(function, params=new_params, body=placed)


# ---------------------------------------------------------------- loop variables


def _free_loops(body: tuple[ir.Stmt, ...], params: set[str]) -> tuple[ir.Stmt, ...]:
    """Gives each loop variables of its own: one that is read or kept outside is copied from a fresh one."""
    outside = _names_outside_loops(body) | params
    taken = outside | {n for s in trees.statements(body) for n in _names_of(s)}
    return _free(body, outside, taken)


def _names_outside_loops(body: tuple[ir.Stmt, ...]) -> set[str]:
    """Names that are read somewhere, and occur where no loop around binds them."""
    found: set[str] = set()
    read = {name for one in trees.statements(body) for name in _reads(one)}

    def visit(block: tuple[ir.Stmt, ...], bound: frozenset[str]) -> None:
        for one in block:
            own = _names_of(one) - (set(trees.bound_names(one.pattern)) if isinstance(one, ir.For) else set())
            if isinstance(one, ir.For):
                names = set(trees.bound_names(one.pattern))
                # bound by a loop inside a loop over the same name: the inner one changes the outer's
                found.update(names & bound)
                found.update((own - names | _reads(one)) - bound)
                visit(one.body, bound | names)
                continue
            found.update(own - bound)
            for inner in trees.blocks(one):
                visit(inner, bound)

    visit(body, frozenset())
    return found & read


def _names_of(one: ir.Stmt) -> set[str]:
    names = set(_reads(one))
    match one:
        case ir.Assign(name=name) | ir.Declare(name=name):
            names.add(name)
        case ir.Unpack(pattern=pattern) | ir.For(pattern=pattern):
            names.update(trees.bound_names(pattern))
        case _:
            pass
    return names


def _free(body: tuple[ir.Stmt, ...], outside: set[str], taken: set[str]) -> tuple[ir.Stmt, ...]:
    found: list[ir.Stmt] = []
    for one in body:
        match one:
            case ir.For(pattern=pattern):
                copies: list[ir.Stmt] = []
                made = _rename(pattern, outside, taken, copies, one.span)
                inner = _free(one.body, outside, taken)
                found.append(replace(one, pattern=made, body=(*copies, *inner)))
            case ir.While():
                found.append(replace(one, body=_free(one.body, outside, taken)))
            case ir.If():
                then, other = _free(one.body, outside, taken), _free(one.orelse, outside, taken)
                found.append(replace(one, body=then, orelse=other))
            case ir.Try():
                handlers = tuple(replace(h, body=_free(h.body, outside, taken)) for h in one.handlers)
                inner, other = _free(one.body, outside, taken), _free(one.orelse, outside, taken)
                found.append(replace(one, body=inner, handlers=handlers, orelse=other))
            case _:
                found.append(one)
    return tuple(found)


def _rename(
    pattern: ir.Pattern, outside: set[str], taken: set[str], copies: list[ir.Stmt], span: ir.Span
) -> ir.Pattern:
    if isinstance(pattern, ir.TuplePattern):
        return replace(pattern, items=tuple(_rename(i, outside, taken, copies, span) for i in pattern.items))
    if pattern.name not in outside:
        return pattern
    name, count = f"next_{pattern.name}", 2
    while name in taken:
        name, count = f"next_{pattern.name}_{count}", count + 1
    taken.add(name)
    copies.append(ir.Assign(pattern.name, ir.Var(name, pattern.type, span), False, False, span))
    return ir.Name(name, pattern.type)


# ---------------------------------------------------------------- declarations


def _collect(body: tuple[ir.Stmt, ...], at: Path, paths: dict[str, list[Path]], uses: dict[str, _Use]) -> None:
    for index, one in enumerate(body):
        here = (*at, index)
        fresh = set(trees.bound_names(one.pattern)) if isinstance(one, ir.For) else set()
        for name in _names_of(one) - fresh:
            paths[name].append(here)
        for name, t in _writes(one):
            uses[name].writes += 1
            uses[name].type = t
        for number, inner in enumerate(trees.blocks(one)):
            _collect(inner, (*here, number), paths, uses)


def _writes(one: ir.Stmt) -> list[tuple[str, Type]]:
    match one:
        case ir.Assign(name=name, value=value):
            return [(name, value.type)]
        case ir.Unpack(pattern=pattern):
            return [(i.name, i.type) for i in pattern.items if isinstance(i, ir.Name)]
        case _:
            return []


def _home(found: list[Path]) -> Path:
    """The innermost statement position that comes before or at all of `found`, in a block that holds them all."""
    common = found[0]
    for path in found[1:]:
        length = 0
        while length < min(len(common), len(path)) and common[length] == path[length]:
            length += 1
        common = common[:length]
    # an odd length is a statement; an even one a block, where the first statement that holds a use comes first
    if len(common) % 2 == 0:
        first = min(p[len(common)] for p in found)
        return (*common, first)
    return common


def _place(
    body: tuple[ir.Stmt, ...],
    at: Path,
    declared: dict[str, Path],
    uses: dict[str, _Use],
    mutable: set[str],
) -> tuple[ir.Stmt, ...]:
    found: list[ir.Stmt] = []
    for index, one in enumerate(body):
        here = (*at, index)
        mine = {name for name, home in declared.items() if home == here}
        itself = {n for n, _ in _writes(one)} if isinstance(one, ir.Assign | ir.Unpack) else set()
        own = _reads(one)
        by_itself = bool(itself) and itself <= mine and not itself & own
        for name in sorted(mine - (itself if by_itself else set())):
            t = uses[name].type
            assert t is not None
            found.append(ir.Declare(name, t, one.span))
        found.append(_annotate(one, here, by_itself, declared, uses, mutable))
    return tuple(found)


def _reads(one: ir.Stmt) -> set[str]:
    return {name for own in trees.own_expressions(one) for name in trees.free_names(own)}


def _annotate(
    one: ir.Stmt, here: Path, declares: bool, declared: dict[str, Path], uses: dict[str, _Use], mutable: set[str]
) -> ir.Stmt:
    def inner(number: int, block: tuple[ir.Stmt, ...]) -> tuple[ir.Stmt, ...]:
        return _place(block, (*here, number), declared, uses, mutable)

    match one:
        case ir.Assign():
            return replace(one, declares=declares, mutable=one.name in mutable)
        case ir.Unpack():
            return replace(one, declares=declares, mutable=frozenset(trees.bound_names(one.pattern)) & mutable)
        case ir.If():
            return replace(one, body=inner(0, one.body), orelse=inner(1, one.orelse))
        case ir.While():
            return replace(one, body=inner(0, one.body))
        case ir.For():
            again = {name for s in trees.statements(one.body) for name, _ in _writes(s)} & mutable
            return replace(one, body=inner(0, one.body), mutable=frozenset(trees.bound_names(one.pattern)) & again)
        case ir.Try():
            handlers = tuple(replace(h, body=inner(i + 1, h.body)) for i, h in enumerate(one.handlers))
            last = len(one.handlers) + 1
            return replace(one, body=inner(0, one.body), handlers=handlers, orelse=inner(last, one.orelse))
        case _:
            return one

"""Characters that are only compared are numbers: those of their code points.

`for x in text` makes a text of each character, and `text[i] == other[j]` makes two. Where a variable holds nothing but
single characters, and all that is done with it is to compare it with such or to ask for its `ord`, it holds the code
point instead.

Why the meaning stays. Two texts of one code point compare as their code points do (CPython, Objects/unicodeobject.c,
unicode_compare), for `==` and for order, and `ord` of such a text is its code point. Texts in a port have no lone
surrogates. `text[i]` raises what it raises, where it stands. A variable counts only when every one of its bindings
gives it a single character and every one of its reads is one of those uses. What a loop binds is fresh in each round
and known in its body alone, so loops that use one name are told apart.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from typing import Any

from pivot_lsp.port import ir, trees
from pivot_lsp.port.table import TABLE, Row
from pivot_lsp.port.table.rows import row
from pivot_lsp.port.types import INT, STR, IterT, TupleT

_POINTS = row("points", "(str) -> iter[int]", "points")
_POINT_AT = row("point", "(str, int) -> int", "point_at", raises=("IndexError",))
_COMPARING = ("==", "!=", "<", "<=", ">", ">=")
_NUMBERS: dict[str, Row] = {op: next(r for r in TABLE.rows(op) if r.params == (INT, INT)) for op in _COMPARING}

_Source = ir.Expr | bool
"""What a name is bound to: an expression, or whether it is a character of a text that is walked over."""


def settle(unit: ir.Unit) -> ir.Unit:
    """`unit` with code points where single characters are only compared."""
    return replace(unit, functions=tuple(map(_of, unit.functions)))


def _of(function: ir.Function) -> ir.Function:
    if not trees.operates(function, "iter", "getitem", "ord"):
        return function
    apart = replace(function, body=_told_apart(function.body))
    chosen = _chosen(apart)
    body = trees.rebuilt(apart.body, lambda node: _marked(node, chosen))
    return replace(function, body=trees.rebuilt(body, lambda node: _renamed(node, lambda name: name.partition("#")[0])))


# ---------------------------------------------------------------- loops that use one name


def _told_apart(body: tuple[ir.Stmt, ...]) -> Any:
    """`body` in which each loop over a text has names of its own."""
    numbers = count()

    def marked(node: Any) -> Any:
        match node:
            case ir.For(pattern=pattern):
                rename = _fresh(pattern, node.iterable, numbers)
                if rename is None:
                    return node
                body = trees.rebuilt(node.body, rename)
                return rename(replace(node, pattern=trees.rebuilt(pattern, rename), body=body))
            case ir.Comp():
                for place, clause in enumerate(node.clauses):
                    if rename := _fresh(clause.pattern, clause.iterable, numbers):
                        node = _clause_renamed(node, place, rename)
                return node
            case _:
                return node

    return trees.rebuilt(body, marked)


def _clause_renamed(comp: ir.Comp, place: int, rename: Callable[[Any], Any]) -> ir.Comp:
    """`comp` with the names of its clause at `place` renamed wherever they are known."""
    clause = comp.clauses[place]
    again = replace(clause, pattern=trees.rebuilt(clause.pattern, rename), tests=trees.rebuilt(clause.tests, rename))
    return replace(
        comp,
        key=trees.rebuilt(comp.key, rename),
        element=trees.rebuilt(comp.element, rename),
        clauses=(*comp.clauses[:place], again, *trees.rebuilt(comp.clauses[place + 1 :], rename)),
    )


def _fresh(pattern: ir.Pattern, iterable: ir.Expr, numbers: Iterator[int]) -> Callable[[Any], Any] | None:
    """What gives the characters that `pattern` binds names of their own; None where it binds none."""
    found = {name: f"{name}#{next(numbers)}" for name, source in _walked_over(pattern, iterable) if source is True}
    return (lambda node: _renamed(node, lambda name: found.get(name, name))) if found else None


def _renamed(node: Any, rename: Callable[[str], str]) -> Any:
    match node:
        case ir.Var(name=name) | ir.Name(name=name) | ir.Assign(name=name) | ir.Let(name=name) | ir.Declare(name=name):
            return node if rename(name) == name else replace(node, name=rename(name))
        case ir.Lambda(params=params):
            made = tuple(map(rename, params))
            return node if made == params else replace(node, params=made)
        case ir.For(mutable=mutable) | ir.Unpack(mutable=mutable):
            known = frozenset(map(rename, mutable))
            return node if known == mutable else replace(node, mutable=known)
        case _:
            return node


# ---------------------------------------------------------------- which variables


def _chosen(function: ir.Function) -> frozenset[str]:
    """The variables that hold single characters which are only compared."""
    sources: dict[str, list[_Source]] = defaultdict(list)
    for name, source in _bindings(function):
        sources[name].append(source)
    everything = list(trees.expressions(function.body))
    reads = Counter(e.name for e in everything if isinstance(e, ir.Var))
    names = frozenset(sources)
    while True:
        given = [v for name in names for v in sources[name] if isinstance(v, ir.Var)]
        used = Counter(v.name for v in (*given, *_compared(everything, names)))
        kept = frozenset(n for n in names if used[n] == reads[n] and all(_single(s, names) for s in sources[n]))
        if kept == names:
            return kept
        names = kept


def _bindings(function: ir.Function) -> Iterator[tuple[str, _Source]]:
    """Every name that the function binds, and to what."""
    yield from ((p.name, False) for p in function.params)
    for one in trees.statements(function.body):
        match one:
            case ir.Assign(name=name, value=value):
                yield name, value
            case ir.Unpack(pattern=pattern):
                yield from ((name, False) for name in trees.bound_names(pattern))
            case ir.For(pattern=pattern, iterable=iterable):
                yield from _walked_over(pattern, iterable)
            case ir.Try(handlers=handlers):
                yield from ((h.name, False) for h in handlers if h.name)
            case _:
                pass
    for e in trees.expressions(function.body):
        match e:
            case ir.Let(name=name, value=value):
                yield name, value
            case ir.Lambda(params=params):
                yield from ((name, False) for name in params)
            case ir.Comp(clauses=clauses):
                for clause in clauses:
                    yield from _walked_over(clause.pattern, clause.iterable)
            case _:
                pass


def _walked_over(pattern: ir.Pattern, iterable: ir.Expr) -> Iterator[tuple[str, _Source]]:
    if isinstance(pattern, ir.Name):
        yield pattern.name, _of_text(iterable)
        return
    parts = _parts(pattern, iterable)
    if parts is None:
        yield from ((name, False) for name in trees.bound_names(pattern))
        return
    for part, walked in parts:
        yield from _walked_over(part, walked) if walked is not None else ((n, False) for n in trees.bound_names(part))


def _parts(pattern: ir.TuplePattern, iterable: ir.Expr) -> list[tuple[ir.Pattern, ir.Expr | None]] | None:
    """What each part of the pattern walks over, if the iterable is put together of such walks; None: numbers."""
    if not isinstance(iterable, ir.Prim):
        return None
    if iterable.row.key == "enumerate" and len(pattern.items) == 2:
        return list(zip(pattern.items, (None, iterable.args[0]), strict=True))
    if iterable.row.key == "zip" and len(pattern.items) == len(iterable.args):
        return list(zip(pattern.items, iterable.args, strict=True))
    return None


def _of_text(iterable: ir.Expr) -> bool:
    return isinstance(iterable, ir.Prim) and iterable.row.key == "iter" and iterable.args[0].type == STR


def _single(source: _Source, names: frozenset[str]) -> bool:
    return source if isinstance(source, bool) else _letter(source, names)


def _letter(e: ir.Expr, names: frozenset[str]) -> bool:
    """Whether `e` is a single character whose code point is at hand."""
    match e:
        case ir.Const(value=str() as text):
            return len(text) == 1
        case ir.Var(name=name):
            return name in names
        case _:
            return _indexes(e)


def _indexes(e: ir.Expr) -> bool:
    return isinstance(e, ir.Prim) and e.row.key == "getitem" and e.row.params == (STR, INT)


def _compared(everything: list[ir.Expr], names: frozenset[str]) -> Iterator[ir.Var]:
    """The variables that stand in comparisons of single characters, or whose `ord` is asked for."""
    for e in everything:
        if isinstance(e, ir.Prim) and (_compares(e, names) or e.row.key == "ord"):
            yield from (a for a in e.args if isinstance(a, ir.Var))


def _compares(e: ir.Prim, names: frozenset[str]) -> bool:
    return e.row.key in _NUMBERS and e.row.params == (STR, STR) and all(_letter(a, names) for a in e.args)


# ---------------------------------------------------------------- the other tree


def _marked(node: Any, chosen: frozenset[str]) -> Any:
    """One node, whose insides are done already."""
    match node:
        case ir.Var(name=name) | ir.Name(name=name) | ir.Declare(name=name) if name in chosen:
            return replace(node, type=INT)
        case ir.Assign(name=name, value=value) | ir.Let(name=name, value=value) if name in chosen:
            return replace(node, value=_point(value))
        case ir.TuplePattern(items=items):
            made = TupleT(tuple(item.type for item in items))
            return node if made == node.type else replace(node, type=made)
        case ir.For(pattern=pattern, iterable=iterable) | ir.Clause(pattern=pattern, iterable=iterable):
            walked = _walked(pattern, iterable, chosen)
            return node if walked is iterable else replace(node, iterable=walked)
        case ir.Prim(row=r, args=(operand,)) if r.key == "ord" and _letter(operand, chosen):
            return _point(operand)
        case ir.Prim() if _compares(node, chosen) and not all(isinstance(a, ir.Const) for a in node.args):
            return replace(node, row=_NUMBERS[node.row.key], args=tuple(map(_shown, node.args)))
        case _:
            return node


def _point(e: ir.Expr) -> ir.Expr:
    """The code point of a single character."""
    match e:
        case ir.Const(value=str() as text):
            return replace(e, value=ord(text), type=INT)
        case ir.Prim() if e.row.key == "getitem":
            return replace(e, row=_POINT_AT, type=INT)
        case _:
            return e


def _shown(e: ir.Expr) -> ir.Expr:
    """The code point of a single character that is compared with: a literal is shown as the character."""
    if isinstance(e, ir.Const) and isinstance(e.value, str):
        text = e.value
        if text.isascii() and text.isprintable() and text not in "'\\{}":
            row = Row("letter", (), INT, rust=f"i64::from(b'{text}')", go=f"'{text}'", cpp=f"'{text}'")
            return ir.Prim(row, (), INT, e.span)
    return _point(e)


def _walked(pattern: ir.Pattern, iterable: ir.Expr, chosen: frozenset[str]) -> ir.Expr:
    """The iterable with the code points of texts where the pattern wants numbers."""
    if isinstance(pattern, ir.Name):
        if pattern.name not in chosen:
            return iterable
        assert isinstance(iterable, ir.Prim)
        return replace(iterable, row=_POINTS, type=IterT(INT))
    parts = _parts(pattern, iterable)
    if parts is None or not chosen.intersection(trees.bound_names(pattern)):
        return iterable
    assert isinstance(iterable, ir.Prim)
    made = [_walked(part, walked, chosen) for part, walked in parts if walked is not None]
    return replace(iterable, args=(*made, *iterable.args[len(made) :]), type=IterT(pattern.type))

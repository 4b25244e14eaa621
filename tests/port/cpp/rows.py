"""Every row of the table as a function of its own, on several element types, and what CPython does with it."""

import math
import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pivot_lsp.port import ir
from pivot_lsp.port.exceptions import NAMES
from pivot_lsp.port.table import TABLE, Row
from pivot_lsp.port.table.rows import hashable, orderable, substitute
from pivot_lsp.port.types import (
    BOOL,
    FLOAT,
    INT,
    NONE,
    STR,
    DictT,
    FuncT,
    IterT,
    ListT,
    OptionalT,
    TupleT,
    Type,
    VarT,
    walk,
)  # fmt: skip
from tests.port.plain import PLAIN

SPAN = ir.Span("rows.py", 1, 0, 1, 0)
BINDINGS: tuple[dict[str, Type], ...] = (
    {"T": INT, "K": STR, "V": FLOAT, "U": STR},
    {"T": FLOAT, "K": INT, "V": STR, "U": INT},
    {"T": STR, "K": FLOAT, "V": ListT(INT), "U": BOOL},
    {"T": TupleT((INT, STR)), "K": TupleT((STR, INT)), "V": OptionalT(INT), "U": FLOAT},
    {"T": BOOL, "K": BOOL, "V": BOOL, "U": OptionalT(STR)},
    {"T": ListT(INT), "K": INT, "V": DictT(STR, INT), "U": STR},
)


@dataclass(frozen=True)
class Case:
    """One row on one choice of element types: the IR function, and CPython's own operation."""

    row: Row
    function: ir.Function
    python: Callable[..., object]


def _variables(row: Row) -> set[str]:
    return {t.name for p in (*row.params, row.result) for t in walk(p) if isinstance(t, VarT)}


def _allowed(row: Row, bound: dict[str, Type]) -> bool:
    keys = {
        d.key.name
        for p in (*row.params, row.result)
        for d in walk(p)
        if isinstance(d, DictT) and isinstance(d.key, VarT)
    }
    if row.key == "dict":
        keys.add("K")
    return all(orderable(bound[v]) for v in row.orderable) and all(hashable(bound[k]) for k in keys)


def _given(t: Type) -> Type:
    """What a parameter is in the function: walks are made of lists there."""
    return ListT(t.element) if isinstance(t, IterT) else t


def _key_body(param: str, t: Type, result: Type) -> ir.Expr:
    """A key of `result` out of any value: the size of its text, or a constant."""
    value: object = {INT: 1, FLOAT: 1.0, BOOL: True, STR: "k"}.get(result)  # type: ignore[call-overload]
    if t == result:
        return ir.Var(param, t, SPAN)
    if result == INT and t == STR:
        return ir.Prim(TABLE.find("len", [STR])[0], (ir.Var(param, t, SPAN),), INT, SPAN)  # type: ignore[index]
    if value is None:
        raise LookupError(result)
    return ir.Const(value, result, SPAN)  # type: ignore[arg-type]


def _python_key(t: Type, result: Type) -> Callable[[object], object]:
    if t == result:
        return lambda x: x
    if result == INT and t == STR:
        return len  # type: ignore[return-value]
    return lambda x: {INT: 1, FLOAT: 1.0, BOOL: True, STR: "k"}[result]  # type: ignore[index]


def cases(each: int = len(BINDINGS)) -> Iterator[Case]:
    """Every row on up to `each` of the choices that it admits, which they are changing from row to row; walks are
    given as lists, results that walk become lists."""
    seen: set[tuple[str, tuple[Type, ...]]] = set()
    for number, row in enumerate(PLAIN):
        left = each
        turned = (*BINDINGS[number % len(BINDINGS) :], *BINDINGS[: number % len(BINDINGS)])
        for bound in turned if _variables(row) else BINDINGS[:1]:
            if not left or not _allowed(row, bound):
                continue
            params = tuple(substitute(p, bound) for p in row.params)
            if (row.signature, params) in seen or not _first(row, params):
                continue
            seen.add((row.signature, params))
            try:
                yield _case(f"row_{number}_{len(seen)}", row, params, substitute(row.result, bound))
            except LookupError:
                continue
            left -= 1


def _first(row: Row, params: tuple[Type, ...]) -> bool:
    found = TABLE.find(row.key, params)
    return found is not None and found[0] is row


def _case(name: str, row: Row, params: tuple[Type, ...], result: Type) -> Case:
    args: list[ir.Expr] = []
    given: list[ir.Param] = []
    python_args: list[Callable[..., object] | None] = []
    for index, t in enumerate(params):
        param = f"p{index}"
        if isinstance(t, FuncT):
            body = _key_body("x", t.params[0], t.result)
            args.append(ir.Lambda(("x",), body, t, SPAN))
            python_args.append(_python_key(t.params[0], t.result))
            continue
        own = _given(t)
        given.append(ir.Param(param, own, False))
        python_args.append(None)
        value: ir.Expr = ir.Var(param, own, SPAN)
        if row.mutates and index == 0:
            value = ir.Var("mine", own, SPAN)
        args.append(_prim("iter", value) if isinstance(t, IterT) else value)
    prim = ir.Prim(row, tuple(args), result, SPAN)
    body, result = _body(row, prim, params, result)
    function = ir.Function(name, name, "rows", tuple(given), result, tuple(body), "", bool(row.raises), False, SPAN)
    return Case(row, function, _python(row, params, python_args))


def _prim(key: str, *args: ir.Expr) -> ir.Prim:
    found = TABLE.find(key, [a.type for a in args])
    assert found is not None, (key, args)
    return ir.Prim(found[0], args, found[1], SPAN)


def _body(row: Row, prim: ir.Prim, params: tuple[Type, ...], result: Type) -> tuple[list[ir.Stmt], Type]:
    """A mutating row works on a copy of its own, and gives what it returned and the copy."""
    if not row.mutates:
        if isinstance(result, IterT):
            made = _prim("list", prim)
            return [ir.Return(made, SPAN)], made.type
        if isinstance(result, ListT | DictT) and row.shares:  # a new list, or one that the caller has already
            prim = _prim("list.copy" if isinstance(result, ListT) else "dict.copy", prim)
        return [ir.Return(prim, SPAN)], result
    first = ir.Var("p0", params[0], SPAN)
    copy = _prim("list.copy" if isinstance(params[0], ListT) else "dict.copy", first)
    own = ir.Assign("mine", copy, True, False, SPAN)
    mine = ir.Var("mine", params[0], SPAN)
    if result == NONE:
        return [own, ir.ExprStmt(prim, SPAN), ir.Return(mine, SPAN)], params[0]
    both = TupleT((result, params[0]))
    got = ir.Assign("got", prim, True, False, SPAN)
    return [own, got, ir.Return(ir.TupleLit((ir.Var("got", result, SPAN), mine), both, SPAN), SPAN)], both


_OPERATORS: dict[str, Callable[..., object]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "//": operator.floordiv, "%": operator.mod,
    "/": operator.truediv, "**": operator.pow, "neg": operator.neg, "pos": operator.pos, "invert": operator.invert,
    "&": operator.and_, "|": operator.or_, "^": operator.xor, "<<": operator.lshift, ">>": operator.rshift,
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "truth": bool, "not": operator.not_, "in": lambda x, xs: x in xs, "getitem": operator.getitem,
    "slice": lambda xs, a, b, c: xs[a:b:c], "setitem": operator.setitem, "delitem": operator.delitem,
    "min.default": lambda xs, d: min(xs, default=d), "max.default": lambda xs, d: max(xs, default=d),
    "min.key": lambda xs, k: min(xs, key=k), "max.key": lambda xs, k: max(xs, key=k), "iter": list, "as_list": list,
    "reversed": lambda xs: list(reversed(xs)), "range": lambda *a: list(range(*a)),
    "enumerate": lambda *a: list(enumerate(*a)), "zip": lambda *a: list(zip(*a)),
}  # fmt: skip


def _python(row: Row, params: tuple[Type, ...], keys: list[Callable[..., object] | None]) -> Callable[..., object]:
    operation = _operation(row, params)

    def run(*args: object) -> object:
        rest = iter(args)
        full = [k if k is not None else next(rest) for k in keys]
        if not row.mutates:
            return operation(*full)
        mine = full[0].copy()  # type: ignore[attr-defined]
        got = operation(mine, *full[1:])
        return mine if row.result == NONE else (got, mine)

    return run


def _operation(row: Row, params: tuple[Type, ...]) -> Callable[..., object]:
    import builtins

    key = row.key
    if key in ("sorted", "list.sort"):
        keyed = any(isinstance(p, FuncT) for p in params)
        sort: Callable[..., object] = sorted if key == "sorted" else list.sort
        if keyed:
            return lambda xs, k, reverse: sort(xs, key=k, reverse=reverse)
        return lambda xs, reverse: sort(xs, reverse=reverse)
    if key in _OPERATORS:
        return _OPERATORS[key]
    if key.startswith("math."):
        return getattr(math, key[5:])  # type: ignore[no-any-return]
    owner, _, name = key.partition(".")
    if name:
        found = getattr(getattr(builtins, owner), name)
        listed = isinstance(row.result, IterT)
        return (lambda *a: list(found(*a))) if listed else found  # type: ignore[no-any-return]
    return getattr(builtins, key)  # type: ignore[no-any-return]


def unit(found: list[Case]) -> ir.Unit:
    """All of them as one unit."""
    functions = tuple(c.function for c in found)
    return ir.Unit("rows.py", "rows", tuple(f.name for f in functions), functions, (), (), NAMES)

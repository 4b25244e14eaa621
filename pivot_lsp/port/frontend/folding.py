"""What a computed module constant comes to: `{c: i for i, c in enumerate("abc")}`, `[0] * 26`, `LETTERS + " "`.

An evaluator of the text, for a few pure operations on small built-in values; nothing of the user's is executed. Keeps
true: what is folded is what CPython computes, on every version that is taken; anything else is left as it stands.
"""

import ast
import math
import operator
import string
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pivot_lsp.port.frontend.nodes import nodes_of

MOST = 20_000
"""Steps, and items of a value, at most."""
_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod, ast.Pow: operator.pow, ast.LShift: operator.lshift,
    ast.RShift: operator.rshift, ast.BitAnd: operator.and_, ast.BitOr: operator.or_, ast.BitXor: operator.xor,
}  # fmt: skip
_UNARY: dict[type[ast.unaryop], Callable[[Any], Any]] = {
    ast.USub: operator.neg, ast.UAdd: operator.pos, ast.Invert: operator.invert, ast.Not: operator.not_,
}  # fmt: skip
_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt,
    ast.GtE: operator.ge, ast.In: lambda a, b: a in b, ast.NotIn: lambda a, b: a not in b,
}  # fmt: skip
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    f.__name__: f
    for f in (range, len, str, int, float, bool, list, tuple, dict, set, frozenset, zip, enumerate, reversed, sorted,
              min, max, abs, ord, chr, bin, hex, oct, pow, divmod, round)
}  # fmt: skip
_METHODS = {"keys", "values", "items", "upper", "lower", "split", "join", "index", "replace", "strip", "copy", "get"}
_EXTERNAL: dict[tuple[str, str], Any] = {
    ("math", "factorial"): math.factorial, ("math", "pi"): math.pi, ("math", "e"): math.e, ("math", "inf"): math.inf,
    **{("string", n): getattr(string, n) for n in ("ascii_letters", "ascii_lowercase", "ascii_uppercase", "digits",
       "hexdigits", "octdigits", "punctuation", "whitespace", "printable")},
}  # fmt: skip
Meaning = Callable[[ast.expr], "ast.expr | tuple[str, str] | None"]
"""What a name or dotted path of the module means: a constant's value, (module, name) of a library's, or None."""


class _Unfolded(Exception):
    """This is not folded."""


def folded(node: ast.expr, meaning: Meaning) -> ast.expr | None:
    """`node` as a display of literals; None where that cannot be said."""
    try:
        value = _Evaluator(meaning).value(node, {})
        made = ast.parse(_text(value), mode="eval").body
    except (
        _Unfolded,
        ArithmeticError,
        LookupError,
        TypeError,
        ValueError,
        AttributeError,
        RecursionError,
        MemoryError,
    ):
        return None
    for inner in nodes_of(made):
        ast.copy_location(inner, node)
    return made


def _text(value: Any) -> str:
    """`value` as Python text that gives it again."""
    if isinstance(value, float):
        if not math.isfinite(value):
            raise _Unfolded
        return repr(value)
    if value is None or isinstance(value, bool | int | str):
        return repr(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_text, value))}]"
    if isinstance(value, tuple):
        return f"({''.join(_text(v) + ', ' for v in value)})"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_text(k)}: {_text(v)}' for k, v in value.items())}}}"
    if isinstance(value, set | frozenset) and value:
        items = ", ".join(sorted(map(_text, value)))  # its order shows nowhere: a walk over a set is judged
        return f"{{{items}}}" if isinstance(value, set) else f"frozenset(({items},))"
    raise _Unfolded


class _Evaluator:
    def __init__(self, meaning: Meaning) -> None:
        self._meaning = meaning
        self._left = MOST
        self._open: list[str] = []

    def value(self, node: ast.expr, names: Mapping[str, Any]) -> Any:
        """What `node` comes to, its comprehension variables being `names`."""
        self._left -= 1
        if self._left < 0:
            raise _Unfolded
        found = self._value(node, names)
        if isinstance(found, int) and abs(found) >= 2**63:
            raise _Unfolded
        if isinstance(found, str | list | tuple | dict | set | frozenset | range) and len(found) > MOST:
            raise _Unfolded
        return found

    def _value(self, node: ast.expr, names: Mapping[str, Any]) -> Any:
        def of(inner: ast.expr) -> Any:
            return self.value(inner, names)

        match node:
            case ast.Constant(value=value) if value is None or type(value) in (int, float, bool, str):
                return value
            case ast.Name(id=name) if name in names:
                return names[name]
            case ast.Name() | ast.Attribute():
                return self._named(node)
            case ast.BinOp(left, op, right):
                return self._binary(op, of(left), of(right))
            case ast.UnaryOp(op, operand):
                return _UNARY[type(op)](of(operand))
            case ast.Compare(left, [op], [right]) if type(op) in _COMPARE:
                return _COMPARE[type(op)](of(left), of(right))
            case ast.IfExp(test, body, orelse):
                return of(body) if of(test) else of(orelse)
            case ast.Tuple(elts) | ast.List(elts) | ast.Set(elts):
                kind = {ast.Tuple: tuple, ast.List: list, ast.Set: set}[type(node)]
                return kind([of(e) for e in elts])
            case ast.Dict(keys, values):
                made: dict[Any, Any] = {}
                for key, value in zip(keys, values, strict=True):
                    made |= of(value) if key is None else {of(key): of(value)}
                return made
            case ast.ListComp(elt, clauses) | ast.SetComp(elt, clauses) | ast.GeneratorExp(elt, clauses):
                items = [self.value(elt, inner) for inner in self._rounds(clauses, names)]
                return set(items) if isinstance(node, ast.SetComp) else items
            case ast.DictComp(key, value, clauses):
                return {self.value(key, i): self.value(value, i) for i in self._rounds(clauses, names)}
            case ast.Subscript(owner, ast.Slice(lower, upper, step)):
                parts = [None if p is None else of(p) for p in (lower, upper, step)]
                return of(owner)[slice(*parts)]
            case ast.Subscript(owner, index):
                return of(owner)[of(index)]
            case ast.Call(func, args, []):
                return self._called(func, args, names)
            case _:
                raise _Unfolded

    def _named(self, node: ast.expr) -> Any:
        found = self._meaning(node)
        if isinstance(found, tuple) and found in _EXTERNAL and not callable(_EXTERNAL[found]):
            return _EXTERNAL[found]
        label = ast.unparse(node)
        if not isinstance(found, ast.expr) or label in self._open:
            raise _Unfolded
        self._open.append(label)
        value = self.value(found, {})
        self._open.pop()
        return value

    def _binary(self, op: ast.operator, left: Any, right: Any) -> Any:
        if isinstance(op, ast.Mult) and any(hasattr(v, "__len__") for v in (left, right)):
            size, times = (left, right) if hasattr(left, "__len__") else (right, left)
            if len(size) * times > MOST:
                raise _Unfolded
        if isinstance(op, ast.Mod) and isinstance(left, str):
            raise _Unfolded
        if isinstance(op, ast.Pow | ast.LShift) and (abs(right) > 64 or abs(left) >= 2**63):
            raise _Unfolded
        if isinstance(op, ast.Pow) and not (type(left) is int and type(right) is int):
            raise _Unfolded
        return _BINARY[type(op)](left, right)

    def _called(self, func: ast.expr, args: list[ast.expr], names: Mapping[str, Any]) -> Any:
        given = [self.value(a, names) for a in args]
        if isinstance(func, ast.Name) and func.id not in names:
            meant = self._meaning(func)
            function = _EXTERNAL.get(meant) if isinstance(meant, tuple) else None
            if meant == ("builtins", func.id):
                function = _FUNCTIONS.get(func.id)
            return self._applied(function, given)
        if isinstance(func, ast.Attribute):
            meant = self._meaning(func)
            if isinstance(meant, tuple):
                return self._applied(_EXTERNAL.get(meant), given)
            owner = self.value(func.value, names)
            if func.attr not in _METHODS or (isinstance(owner, str) and not owner.isascii()):
                raise _Unfolded
            found = getattr(owner, func.attr)(*given)
            return list(found) if func.attr in ("keys", "values", "items") else found
        raise _Unfolded

    def _applied(self, function: Any, given: list[Any]) -> Any:
        if not callable(function) or any(isinstance(g, int) and abs(g) > MOST for g in given if function is not abs):
            raise _Unfolded
        if any(isinstance(g, set | frozenset) for g in given) and function not in (len, sorted, set, frozenset):
            raise _Unfolded  # its order
        if function in (pow, round) and any(isinstance(g, float) for g in given):
            raise _Unfolded
        if function is pow and (len(given) != 2 or abs(given[1]) > 64):
            raise _Unfolded
        found = function(*given)
        return list(found) if isinstance(found, range | zip | enumerate | reversed) else found

    def _rounds(self, clauses: list[ast.comprehension], names: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        if not clauses:
            yield dict(names)
            return
        first, *rest = clauses
        source = self.value(first.iter, names)
        if isinstance(source, set | frozenset) or not isinstance(source, str | list | tuple | dict):
            raise _Unfolded
        for item in source:
            inner = {**names, **dict(self._bound(first.target, item))}
            if all(self.value(test, inner) for test in first.ifs):
                yield from self._rounds(rest, inner)

    def _bound(self, target: ast.expr, item: Any) -> Iterator[tuple[str, Any]]:
        if isinstance(target, ast.Name):
            yield target.id, item
        elif isinstance(target, ast.Tuple) and len(target.elts) == len(item):
            for inner, part in zip(target.elts, item, strict=True):
                yield from self._bound(inner, part)
        else:
            raise _Unfolded

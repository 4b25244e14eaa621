"""Random well-typed expressions, as Python source.

`Expressions.make(t, depth)` gives an expression of exactly type `t` over the variables in scope. Rows of the compiler's
own table are used as productions, so that an operation added there is fuzzed without a change here; the operators and
literals are productions of their own.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pivot_lsp.port.table import TABLE, Row
from pivot_lsp.port.table.rows import hashable, match, orderable, substitute
from pivot_lsp.port.types import (
    BOOL,
    FLOAT,
    INT,
    NONE,
    NP_BOOL,
    NP_FLOAT,
    NP_INT,
    STR,
    ArrayT,
    DictT,
    FuncT,
    IterT,
    ListT,
    OptionalT,
    RecordT,
    SetT,
    TupleT,
    Type,
    VarT,
    VarTupleT,
    walk,
)
from tests.fuzz.vocabulary import SHAPES, any_type, key_type, scalar_types, shape_of, spelled, value

FORMATS = {
    INT: ("d", "5", "<6", "^7", "+d", "05d", ",", "x", "b", "_d", "08", "*>6"),
    FLOAT: (".2f", ".0f", ".3e", "g", ".3g", "10.1f", "+.1f", ",.2f", ".1%", "08.3f", "", "<9"),
    STR: ("5", ">6", "^7", ".2", "<4s", "*^9"),
}
_CALLED = {"len", "abs", "divmod", "int", "float", "str", "repr", "round", "min", "max", "ord", "chr", "sum", "sorted",
           "any", "all", "list", "dict", "tuple", "range", "enumerate", "zip", "reversed", "pow"}  # fmt: skip
"""Keys of the table that are written as a call of the same name."""
_DOMAINS = {
    "math.sqrt": "abs({})", "math.log": "abs({}) + 1.0", "math.log2": "abs({}) + 0.5", "math.log10": "abs({}) + 2.0",
    "math.exp": "({}) % 30.0", "math.sinh": "({}) % 9.0", "math.cosh": "({}) % 9.0", "math.asin": "({}) % 1.0",
    "math.acos": "({}) % 1.0", "math.isqrt": "abs({})", "ord": "({} + 'x')[0]",
}  # fmt: skip
"""Arguments for which most calls have an answer."""
_KEYWORD = {"min.key", "max.key", "min.default", "max.default", "sorted"}
_SMALL = {"str.zfill", "str.ljust", "str.rjust", "str.center", "str.split", "str.rsplit", "list.pop", "list.insert",
          "range", "round", "chr", "enumerate"}  # fmt: skip
"""Rows whose ints are counts and positions."""


@dataclass
class Helper:
    """Another function of the program that expressions may call."""

    name: str
    params: tuple[Type, ...]
    result: Type


@dataclass
class Scope:
    """What can be read here: variables by name, innermost last; `fixed` ones are not assigned, nor changed by plain
    statements; `closed` ones are not changed at all."""

    variables: dict[str, Type] = field(default_factory=dict)
    fixed: set[str] = field(default_factory=set)
    closed: set[str] = field(default_factory=set)

    def inner(self) -> "Scope":
        """A copy to which a block adds its own."""
        return Scope(dict(self.variables), set(self.fixed), set(self.closed))

    def of(self, t: Type) -> list[str]:
        """Names of exactly this type."""
        return [n for n, found in self.variables.items() if found == t]


class Expressions:
    """A source of expressions for one program."""

    def __init__(self, rng: random.Random, module: str) -> None:
        self.rng = rng
        self.module = module
        self.helpers: list[Helper] = []
        self.constants: dict[str, Type] = {}
        self._fresh = 0

    def fresh(self, stem: str) -> str:
        """A name that stands nowhere else in the program."""
        self._fresh += 1
        return f"{stem}{self._fresh}"

    def make(self, t: Type, scope: Scope, depth: int) -> str:
        """An expression of type `t`."""
        rng = self.rng
        if isinstance(t, IterT):
            return self._iterable(t.element, scope, depth)
        names = scope.of(t)
        if isinstance(t, SetT):
            made = f"{'frozenset' if t.frozen else 'set'}({self.make(ListT(t.element), scope, depth)})"
            return rng.choice(names) if names and rng.random() < 0.8 else made
        if depth <= 0 or rng.random() < 0.12:
            if names and rng.random() < 0.88:
                return rng.choice(names)
            return self._leaf(t, scope)
        return rng.choice(self._productions(t))(t, scope, depth - 1)

    # ------------------------------------------------------------ leaves

    def _leaf(self, t: Type, scope: Scope) -> str:
        if t in self.constants.values() and self.rng.random() < 0.3:
            return self.rng.choice([n for n, found in self.constants.items() if found == t])
        if t == BOOL and (names := [n for n, found in scope.variables.items() if found in (INT, FLOAT)]):
            return f"({self.rng.choice(names)} {self.rng.choice(('<', '>', '!='))} {self.literal(INT)})"
        if isinstance(t, ListT) and self.rng.random() < 0.6:
            for name, kind in scope.variables.items():
                if isinstance(kind, DictT) and kind.key == t.element:
                    return f"list({name})"
                if isinstance(kind, TupleT) and set(kind.items) == {t.element}:
                    return f"list({name})"
            if t.element == STR and (texts := scope.of(STR)):
                return f"{self.rng.choice(texts)}.split()"
        return self.literal(t)

    def literal(self, t: Type) -> str:
        """A display or literal."""
        match t:
            case RecordT():
                inside = ", ".join(f"{n}={self.literal(f)}" for n, f in shape_of(t).fields)
                return f"{shape_of(t).name}({inside})"
            case ListT(e):
                return f"[{', '.join(self.literal(e) for _ in range(self.rng.choice((1, 2, 3))))}]"
            case VarTupleT(e):
                return f"({', '.join(self.literal(e) for _ in range(2))})"
            case DictT(k, v):
                return "{" + ", ".join(f"{self.literal(k)}: {self.literal(v)}" for _ in range(2)) + "}"
            case TupleT(items):
                inside = ", ".join(self.literal(i) for i in items)
                return f"({inside},)" if len(items) == 1 else f"({inside})"
            case OptionalT(inner):
                return self.literal(inner)
        made = value(t, self.rng)
        if isinstance(made, str) and not made.isascii() and any("\ud800" <= c <= "\udfff" for c in made):
            made = "s"  # a port takes no literal with a lone surrogate
        if made == -(2**63):
            return "(-9223372036854775807 - 1)"
        if isinstance(made, float) and (made != made or made in (float("inf"), float("-inf"))):
            return {"nan": "float('nan')", "inf": "math.inf", "-inf": "-math.inf"}[str(made)]
        return f"({made!r})" if isinstance(made, int | float) and str(made).startswith("-") else repr(made)

    # ------------------------------------------------------------ productions

    def _productions(self, t: Type) -> Sequence[Callable[[Type, Scope, int], str]]:
        found: list[Callable[[Type, Scope, int], str]] = [self._variable, self._conditional, self._row, self._row]
        if any(h.result == t for h in self.helpers):
            found += [self._helper]
        if t in (INT, FLOAT):
            found += [self._arithmetic] * 4 + [self._row] * 2
        if t == INT:
            found += [self._bits, self._guarded_item]
        if t == BOOL:
            found += [self._comparison] * 4 + [self._logic] * 2 + [self._membership, self._quantifier]
        if t == STR:
            found += [self._fstring] * 2 + [self._join, self._repeat, self._slice]
        if t in (INT, FLOAT, STR, BOOL):
            found += [self._item, self._part]
        if t == BOOL:
            found += [self._chain]
        if isinstance(t, ListT):
            found += [self._comprehension] * 3 + [self._slice, self._display, self._concat]
        if isinstance(t, DictT):
            found += [self._dict_comprehension] * 2 + [self._display]
        if isinstance(t, TupleT | RecordT):
            found += [self._display] * 4
        if isinstance(t, OptionalT):
            found += [self._optional] * 2
        return found

    def _variable(self, t: Type, scope: Scope, depth: int) -> str:
        names = scope.of(t)
        return self.rng.choice(names) if names else self._leaf(t, scope)

    def _conditional(self, t: Type, scope: Scope, depth: int) -> str:
        then, test, other = self.make(t, scope, depth), self.make(BOOL, scope, depth), self.make(t, scope, depth)
        return f"({then} if {test} else {other})"

    def _chain(self, t: Type, scope: Scope, depth: int) -> str:
        kind = self.rng.choice((INT, INT, STR, FLOAT))
        a, b, c = (self.make(kind, scope, min(depth, 1)) for _ in range(3))
        return f"({a} {self.rng.choice(('<', '<=', '!='))} {b} {self.rng.choice(('<', '>', '=='))} {c})"

    def _helper(self, t: Type, scope: Scope, depth: int) -> str:
        helper = self.rng.choice([h for h in self.helpers if h.result == t])
        return f"{helper.name}({', '.join(self.make(p, scope, min(depth, 1)) for p in helper.params)})"

    def _arithmetic(self, t: Type, scope: Scope, depth: int) -> str:
        rng, other = self.rng, t
        left = self.make(t, scope, depth)
        op = rng.choice(("+", "-", "*", "+", "-", "*", "//", "%", *(("/", "**") if t == FLOAT else ())))
        if t == INT and rng.random() < 0.06:
            return f"({left} ** {rng.choice((0, 1, 2, 3, 5))})"
        if t == FLOAT and op == "**":
            return f"({left} ** {rng.choice(('2', '0.5', '3', '-1', '2.0', '1.5', '0.0'))})"
        if t == FLOAT and rng.random() < 0.25:
            other = rng.choice((INT, INT, BOOL))
        right = self.make(other, scope, depth)
        if op in ("//", "%", "/") and rng.random() < 0.7:
            right = rng.choice(("3", "7", "10", "-4", "1009")) if t == INT else rng.choice(("2.5", "0.1", "-3", "7"))
        made = f"({left} {op} {right})"
        return f"({made} % {rng.choice((97, 1009, 10007))})" if t == INT and op == "*" and rng.random() < 0.6 else made

    def _bits(self, t: Type, scope: Scope, depth: int) -> str:
        left = self.make(INT, scope, depth)
        if self.rng.random() < 0.4:
            return f"({left} {self.rng.choice(('<<', '>>'))} {self.rng.choice((0, 1, 2, 5, 31, 40))})"
        return f"({left} {self.rng.choice('&|^')} {self.make(INT, scope, depth)})"

    def _guarded_item(self, t: Type, scope: Scope, depth: int) -> str:
        names = [n for n, found in scope.variables.items() if found == ListT(t)]
        if not names:
            return self._arithmetic(t, scope, depth)
        name = self.rng.choice(names)
        return f"({name}[{self.make(INT, scope, depth)} % len({name})] if {name} else {self.literal(t)})"

    def _comparison(self, t: Type, scope: Scope, depth: int) -> str:
        rng = self.rng
        if rng.random() < 0.7:
            kind: Type = rng.choice(scalar_types())
        else:
            kind = any_type(rng, self.module, 1)
        free = orderable(kind)
        op = rng.choice(("==", "!=", "<", "<=", ">", ">=") if free else ("==", "!="))
        left, right = self.make(kind, scope, depth), self.make(kind, scope, depth)
        if kind in (INT, FLOAT) and rng.random() < 0.3:
            right = self.make(rng.choice((INT, FLOAT)), scope, depth)
        if free and rng.random() < 0.2:
            return f"({left} {op} {right} {rng.choice(('<', '<=', '!='))} {self.make(kind, scope, depth)})"
        return f"({left} {op} {right})"

    def _logic(self, t: Type, scope: Scope, depth: int) -> str:
        if self.rng.random() < 0.25:
            return f"(not {self.make(BOOL, scope, depth)})"
        joined = f" {self.rng.choice(('and', 'or'))} "
        return f"({joined.join(self.make(BOOL, scope, depth) for _ in range(self.rng.choice((2, 2, 3))))})"

    def _membership(self, t: Type, scope: Scope, depth: int) -> str:
        rng = self.rng
        kind: Type = rng.choice((INT, STR, INT, FLOAT))
        box = rng.choice((ListT(kind), STR if kind == STR else ListT(kind), DictT(kind, INT)))
        if isinstance(box, DictT) and kind == FLOAT:
            box = ListT(FLOAT)
        word = rng.choice(("in", "not in"))
        return f"({self.make(kind, scope, depth)} {word} {self.make(box, scope, depth)})"

    def _quantifier(self, t: Type, scope: Scope, depth: int) -> str:
        name, inner, source = self._loop(scope, depth)
        return f"{self.rng.choice(('any', 'all'))}({self.make(BOOL, inner, depth)} for {name} in {source})"

    def _fstring(self, t: Type, scope: Scope, depth: int) -> str:
        parts = []
        for _ in range(self.rng.choice((1, 2, 3))):
            kind: Type = self.rng.choice((INT, FLOAT, STR, BOOL, INT))
            names = scope.of(kind)
            if not names:
                parts.append(self.rng.choice(("x", "-", " ", "{{")))
                continue
            form = self.rng.choice(FORMATS[kind]) if kind in FORMATS and self.rng.random() < 0.6 else ""
            flag = "!r" if not form and self.rng.random() < 0.2 else ""
            parts.append("{" + self.rng.choice(names) + flag + (f":{form}" if form else "") + "}")
        return f'f"{"|".join(parts)}"'

    def _join(self, t: Type, scope: Scope, depth: int) -> str:
        return f"{self.rng.choice((repr(','), repr(''), repr('é')))}.join({self.make(IterT(STR), scope, depth)})"

    def _repeat(self, t: Type, scope: Scope, depth: int) -> str:
        return f"({self.make(STR, scope, depth)} * {self.rng.choice(('0', '1', '2', '3', '-1'))})"

    def _slice(self, t: Type, scope: Scope, depth: int) -> str:
        rng = self.rng

        def bound() -> str:
            return "" if rng.random() < 0.35 else str(rng.randrange(-5, 7))

        step = rng.choice(("", "", "", ":2", ":-1", ":3", ":-2", ":"))
        return f"{self._operand(t, scope, depth)}[{bound()}:{bound()}{step}]"

    def _operand(self, t: Type, scope: Scope, depth: int) -> str:
        """Something that may stand before a dot or a bracket."""
        made = self.make(t, scope, depth)
        return made if made.isidentifier() or made[0] in "([{" or made[-1] in ")]" else f"({made})"

    def _item(self, t: Type, scope: Scope, depth: int) -> str:
        rng = self.rng
        roll = rng.random()
        if t == STR and roll < 0.4:
            return f"{self._operand(STR, scope, depth)}[{rng.choice((0, -1, 1))}]"
        if roll < 0.7:
            return f"{self._operand(ListT(t), scope, depth)}[{rng.choice((0, -1, 1, 2))}]"
        key = rng.choice((INT, STR))
        box = self._operand(DictT(key, t), scope, depth)
        if rng.random() < 0.85:
            return f"{box}.get({self.make(key, scope, depth)}, {self.literal(t)})"
        return f"{box}[{self.make(key, scope, depth)}]"

    def _part(self, t: Type, scope: Scope, depth: int) -> str:
        """A field or a tuple's item of a variable."""
        found = []
        for name, kind in scope.variables.items():
            if isinstance(kind, RecordT):
                found += [f"{name}.{n}" for n, f in shape_of(kind).fields if f == t]
            if isinstance(kind, TupleT):
                found += [f"{name}[{i}]" for i, f in enumerate(kind.items) if f == t]
        return self.rng.choice(found) if found else self._conditional(t, scope, depth)

    def _optional(self, t: Type, scope: Scope, depth: int) -> str:
        assert isinstance(t, OptionalT)
        roll = self.rng.random()
        if roll < 0.2:
            return "None"
        if roll < 0.5:
            return f"{self._operand(DictT(INT, t.inner), scope, depth)}.get({self.make(INT, scope, depth)})"
        return self.make(t.inner, scope, depth)

    def _display(self, t: Type, scope: Scope, depth: int) -> str:
        count = self.rng.choice((1, 2, 3))
        match t:
            case ListT(e):
                return f"[{', '.join(self.make(e, scope, depth) for _ in range(count))}]"
            case DictT(k, v):
                pairs = (f"{self.make(k, scope, depth - 1)}: {self.make(v, scope, depth)}" for _ in range(count))
                return "{" + ", ".join(pairs) + "}"
            case TupleT(items):
                inside = ", ".join(self.make(i, scope, depth) for i in items)
                return f"({inside},)" if len(items) == 1 else f"({inside})"
            case RecordT():
                shape = shape_of(t)
                return f"{shape.name}({', '.join(f'{n}={self.make(f, scope, depth)}' for n, f in shape.fields)})"
        raise AssertionError(t)

    def _concat(self, t: Type, scope: Scope, depth: int) -> str:
        if self.rng.random() < 0.3:
            return f"({self.make(t, scope, depth)} * {self.rng.choice((0, 1, 2, 3))})"
        return f"({self.make(t, scope, depth)} + {self.make(t, scope, depth)})"

    def _loop(self, scope: Scope, depth: int) -> tuple[str, Scope, str]:
        """A fresh variable, the scope in which it can be read, and what it walks over."""
        kind = self.rng.choice((INT, INT, STR, FLOAT, TupleT((INT, STR)), TupleT((STR, INT))))
        source = self.make(IterT(kind), scope, min(depth, 2))
        inner = scope.inner()
        if isinstance(kind, TupleT):
            names = [self.fresh("i") for _ in kind.items]
            inner.variables |= dict(zip(names, kind.items))
            return ", ".join(names), inner, source
        name = self.fresh("i")
        inner.variables[name] = kind
        return name, inner, source

    def _comprehension(self, t: Type, scope: Scope, depth: int) -> str:
        assert isinstance(t, ListT)
        name, inner, source = self._loop(scope, depth)
        clauses = f"for {name} in {source}"
        if self.rng.random() < 0.3:
            clauses += f" if {self.make(BOOL, inner, depth)}"
        if self.rng.random() < 0.12:
            name, inner, source = self._loop(inner, 1)
            clauses += f" for {name} in {source}"
        return f"[{self.make(t.element, inner, depth)} {clauses}]"

    def _dict_comprehension(self, t: Type, scope: Scope, depth: int) -> str:
        assert isinstance(t, DictT)
        name, inner, source = self._loop(scope, depth)
        return f"{{{self.make(t.key, inner, depth)}: {self.make(t.value, inner, depth)} for {name} in {source}}}"

    # ------------------------------------------------------------ what can be walked over

    def _iterable(self, e: Type, scope: Scope, depth: int) -> str:
        rng = self.rng
        roll = rng.random()
        if depth <= 0 or roll < 0.3:
            return self.make(ListT(e), scope, depth)
        if e == INT and roll < 0.6:
            return rng.choice(("range(5)", f"range({self.make(INT, scope, 0)} % 9)", "range(10, 0, -3)", "range(2, 7)"))
        if e == STR and roll < 0.5:
            return self.make(STR, scope, depth - 1)
        if isinstance(e, TupleT) and len(e.items) == 2 and roll < 0.9:
            a, b = e.items
            if a == INT and rng.random() < 0.5:
                return f"enumerate({self.make(IterT(b), scope, depth - 1)}{rng.choice(('', ', 1', ', -2'))})"
            if hashable(a) and rng.random() < 0.5:
                return f"{self._operand(DictT(a, b), scope, depth - 1)}.items()"
            return f"zip({self.make(IterT(a), scope, depth - 1)}, {self.make(IterT(b), scope, depth - 1)})"
        if roll < 0.7:
            return f"reversed({self.make(ListT(e), scope, depth - 1)})"
        if roll < 0.8:
            key = key_type(rng)
            return f"{self._operand(DictT(key, e), scope, depth - 1)}.values()"
        if hashable(e) and roll < 0.9:
            return f"{self._operand(DictT(e, INT), scope, depth - 1)}{rng.choice(('', '.keys()'))}"
        name, inner, source = self._loop(scope, depth - 1)
        return f"({self.make(e, inner, depth - 1)} for {name} in {source})"

    # ------------------------------------------------------------ rows of the table

    def _row(self, t: Type, scope: Scope, depth: int) -> str:
        rows = rows_giving(t)
        if not rows:
            return self._conditional(t, scope, depth)
        row = self.rng.choice(rows)
        if row.raises and self.rng.random() < 0.75:  # else most programs would end at their first exception
            row = self.rng.choice([r for r in rows if not r.raises] or rows)
        return self.spell_row(row, t, scope, depth)

    def spell_row(self, row: Row, t: Type, scope: Scope, depth: int) -> str:
        """The operation of `row`, with a result of type `t`, in Python."""
        bound: dict[str, Type] = {}
        match(row.result, t, bound)
        for param in row.params:
            for one in walk(param):
                if isinstance(one, VarT) and one.name not in bound:
                    bound[one.name] = self._choose(one.name, row)
        params = tuple(substitute(p, bound) for p in row.params)
        return self.spell_call(row, params, scope, depth, self._own(params[0], scope) if row.mutates else "")

    def _own(self, t: Type, scope: Scope) -> str:
        """A list or dict that the program may change: one of its variables, or a new one."""
        names = [n for n in scope.of(t) if n[0] == "v" and n not in scope.fixed]
        return self.rng.choice(names) if names and self.rng.random() < 0.7 else self.literal(t)

    def _choose(self, name: str, row: Row) -> Type:
        if name in row.orderable:
            return self.rng.choice((INT, STR, FLOAT, TupleT((INT, STR)), INT))
        if name in _hashed(row):
            return key_type(self.rng)
        return any_type(self.rng, self.module, 1)

    def spell_call(self, row: Row, params: tuple[Type, ...], scope: Scope, depth: int, owner: str = "") -> str:
        """The call of `row` with arguments of types `params`; `owner` is written in place of the first."""
        args = [owner] if owner else []
        for p in params[len(args) :]:
            args.append(self._argument(row.key, p, scope, depth))
        key = row.key
        if key in ("sorted", "list.sort"):
            flag = self.rng.choice(("", "", "reverse=True", f"reverse={self.make(BOOL, scope, 0)}"))
            keyed = f"key={args[1]}" if len(args) == 3 else ""
            tail = ", ".join(part for part in (keyed, flag) if part)
            inside = ", ".join(filter(None, (args[0], tail)))
            return f"{args[0]}.sort({tail})" if key == "list.sort" else f"sorted({inside})"
        if key in _KEYWORD:
            name, _, word = key.partition(".")
            return f"{name}({args[0]}, {word}={args[1]})"
        if key in _DOMAINS and self.rng.random() < 0.85:
            args = [_DOMAINS[key].format(args[0])]
        if key in _CALLED or key.startswith("math."):
            return f"{key}({', '.join(args)})"
        receiver = args[0] if args[0].isidentifier() or args[0][-1] in ")]}'\"" else f"({args[0]})"
        receiver = f"({receiver})" if receiver.isdecimal() or receiver[0].isdigit() else receiver
        return f"{receiver}.{key.partition('.')[2]}({', '.join(args[1:])})"

    def _argument(self, key: str, p: Type, scope: Scope, depth: int) -> str:
        if isinstance(p, FuncT):
            inner = scope.inner()
            name = self.fresh("k")
            inner.variables[name] = p.params[0]
            return f"lambda {name}: {self.make(p.result, inner, min(depth, 2))}"
        if key in _SMALL and p == INT:
            if key == "chr":
                return f"({self.make(INT, scope, 0)} % 900)"
            return str(self.rng.choice((0, 1, 2, 3, 5, -1, -2)))
        return self.make(p, scope, depth)


def _spellable(row: Row) -> bool:
    key = row.key
    if key.partition(".")[0] in ("str", "list", "dict", "int", "float") and "." in key:
        return True
    return key in _CALLED or key in _KEYWORD or key.startswith("math.")


_NUMPY = (NP_BOOL, NP_FLOAT, NP_INT)
_CACHE: dict[Type, list[Row]] = {}


def _hashed(row: Row) -> set[str]:
    """The type variables of a row that stand for keys of dicts or elements of sets."""
    inside = [one for t in (*row.params, row.result) for one in walk(t)]
    keys = [one.key if isinstance(one, DictT) else one.element for one in inside if isinstance(one, DictT | SetT)]
    return {key.name for key in keys if isinstance(key, VarT)}


def rows_giving(t: Type) -> list[Row]:
    """The table's rows that can give a `t` and are written as calls."""
    if t not in _CACHE:
        found = []
        for row in TABLE:
            bound: dict[str, Type] = {}
            if not _spellable(row) or row.result == NONE or not match(row.result, t, bound):
                continue
            if any(one in _NUMPY or isinstance(one, ArrayT) for p in row.params for one in walk(p)):
                continue
            bare = isinstance(row.result, VarT) and row.key not in ("min", "max", "min.key", "max.key", "min.default")
            if bare and (row.key.partition(".")[0] not in ("list", "dict") or len(bound) != 1):
                continue
            ordered = all(orderable(bound[v]) for v in row.orderable if v in bound)
            if ordered and all(hashable(bound[v]) for v in _hashed(row) if v in bound):
                found.append(row)
        _CACHE[t] = found
    return _CACHE[t]


__all__ = ["SHAPES", "Expressions", "Helper", "Scope", "rows_giving", "spelled"]

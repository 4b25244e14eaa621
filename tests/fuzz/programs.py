"""Random programs: typed functions of statements, loops, handlers and helpers, gathered in one module a batch.

What goes beyond that (`areas`) is drawn per program, so that a refusal there costs few programs.

`batch(seed, count)` is a pure function of its arguments. Every loop is bounded; a program may raise, overflow and fall
back, but it always ends.
"""

import random
from dataclasses import dataclass

from pivot_lsp.port.table import TABLE
from pivot_lsp.port.table.rows import hashable, match, orderable, substitute
from pivot_lsp.port.types import (
    BOOL,
    BYTES,
    FLOAT,
    INT,
    NONE,
    STR,
    BytesT,
    DictT,
    IterT,
    ListT,
    OptionalT,
    RecordT,
    Scalar,
    SetT,
    TupleT,
    Type,
    VarT,
    VarTupleT,
    walk,
)
from tests.fuzz.areas import AREAS, DECLARATIONS
from tests.fuzz.expressions import Expressions, Helper, Scope
from tests.fuzz.vocabulary import SHAPES, any_type, spelled

ERRORS = ("ValueError", "IndexError", "KeyError", "ZeroDivisionError", "ArithmeticError", "LookupError", "Exception",
          "Odd", "Odder")  # fmt: skip
CONSTANTS: dict[str, tuple[Type, str]] = {
    "LIMIT": (INT, "17"),
    "RATE": (FLOAT, "0.175"),
    "NAMES": (ListT(STR), "['a', 'ñ', 'abc', '']"),
    "PRICES": (DictT(STR, INT), "{'a': 3, 'b': -1, '': 9}"),
    "LABEL": (STR, "'é-x'"),
}


@dataclass(frozen=True)
class Program:
    """One fuzzed function, with the helpers that belong to it."""

    name: str
    params: tuple[tuple[str, Type], ...]
    result: Type
    source: str
    starred: bool = False
    """Whether the last parameter is `*rest`."""


@dataclass(frozen=True)
class Batch:
    """A module of programs."""

    seed: int
    module: str
    programs: tuple[Program, ...]

    @property
    def source(self) -> str:
        """The module's text."""
        return header() + "\n\n".join(p.source for p in self.programs) + "\n"


def header() -> str:
    """What every batch declares."""
    lines = ["import bisect", "import heapq", "import math", "from abc import ABC, abstractmethod"]
    lines += ["from collections import Counter, defaultdict, deque", "from collections.abc import Iterator"]
    lines += ["from dataclasses import dataclass", "from typing import ClassVar, TypedDict", "", ""]
    lines += ["class Odd(Exception):", "    pass", "", "", "class Odder(Odd):", "    pass", "", ""]
    for shape in SHAPES:
        lines += [f"@dataclass{'(frozen=True)' if shape.frozen else ''}", f"class {shape.name}:"]
        lines += [f"    {name}: {spelled(t)}" for name, t in shape.fields] + ["", ""]
    lines += DECLARATIONS.strip().splitlines() + ["", ""]
    lines += [f"{name}: {spelled(t)} = {text}" for name, (t, text) in CONSTANTS.items()]
    return "\n".join(lines) + "\n\n\n"


def batch(seed: int, count: int, *, small: bool = False) -> Batch:
    """The module of `seed` with `count` programs; `small`: of one area each, a few lines long, so that a compiler has
    done with more of them in the same time."""
    module = f"fuzz_{seed}"
    programs = tuple(_Writer(random.Random(f"{seed}:{n}"), module, f"f{n}", small).program() for n in range(count))
    return Batch(seed, module, programs)


class _Writer:
    """Writes one program."""

    def __init__(self, rng: random.Random, module: str, name: str, small: bool) -> None:
        self.rng = rng
        self.small = small
        self.module = module
        self.name = name
        self.make = Expressions(rng, module)
        self.make.constants = {n: t for n, (t, _) in CONSTANTS.items()}
        self.lines: list[str] = []
        self.result: Type = NONE
        self.loops = 0
        self.areas = rng.sample(sorted(AREAS), 1 if small else rng.choice((0, 1, 1, 2, 2)))

    def program(self) -> Program:
        """The function and its helpers."""
        rng, texts = self.rng, []
        for number in range(rng.choice((0, 0, 0, 0, 0, 1) if self.small else (0, 0, 0, 1, 1, 2))):
            texts.append(self._helper(f"{self.name}_h{number}"))
        counts = (1, 1, 2) if self.small else (1, 2, 2, 3, 3, 4)
        params = [(f"p{i}", self._parameter_type()) for i in range(rng.choice(counts))]
        starred = rng.random() < 0.08
        if starred:
            params.append(("rest", VarTupleT(rng.choice((INT, STR, FLOAT)))))
        result = self._result_type()
        sizes = (1, 1, 2) if self.small else (1, 2, 2, 3, 4, 5)
        texts.append(self._function(self.name, params, result, rng.choice(sizes), starred=starred))
        return Program(self.name, tuple(params), result, "\n\n".join(texts), starred)

    def _parameter_type(self) -> Type:
        if {"sets", "ordered"} & set(self.areas) and self.rng.random() < 0.3:
            return SetT(self.rng.choice((INT, INT, STR)), self.rng.random() < 0.2)
        if "mutation" in self.areas and self.rng.random() < 0.5:
            return self.rng.choice((ListT(INT), ListT(STR), ListT(ListT(INT)), DictT(STR, INT), DictT(INT, ListT(INT))))
        if "texts" in self.areas and self.rng.random() < 0.6:
            return self.rng.choice((STR, STR, ListT(STR), BYTES))
        if "edges" in self.areas and self.rng.random() < 0.6:
            return self.rng.choice((INT, FLOAT, FLOAT))
        return any_type(self.rng, self.module)

    def _result_type(self) -> Type:
        if {"sets", "ordered"} & set(self.areas) and self.rng.random() < 0.5:
            return SetT(self.rng.choice((INT, INT, STR)))
        found = any_type(self.rng, self.module)
        return found if self.rng.random() < 0.6 else self.rng.choice((INT, STR, FLOAT, ListT(INT), TupleT((INT, STR))))

    def _helper(self, name: str) -> str:
        rng = self.rng
        if rng.random() < 0.25:
            t: Type = rng.choice((INT, FLOAT, STR))
            scope = Scope({"n": INT, "acc": t}, {"n"})
            step = self.make.make(t, scope, 2)
            cap = f"({step})[:20]" if t == STR else f"({step}) % 10007" if t == INT else step
            text = (
                f"def {name}(n: int, acc: {spelled(t)}) -> {spelled(t)}:\n"
                f"    if n <= 0 or n > 30:\n        return acc\n"
                f"    return {name}(n - 1, {cap})\n"
            )
            self.make.helpers.append(Helper(name, (INT, t), t))
            return text
        params = [(f"a{i}", any_type(rng, self.module, 1)) for i in range(rng.choice((1, 2)))]
        result = rng.choice((INT, FLOAT, STR, BOOL, ListT(INT), TupleT((INT, STR)), OptionalT(INT)))
        text = self._function(name, params, result, rng.choice((1, 2, 3)))
        self.make.helpers.append(Helper(name, tuple(t for _, t in params), result))
        return text

    def _function(
        self, name: str, params: list[tuple[str, Type]], result: Type, size: int, *, starred: bool = False
    ) -> str:
        self.lines = []
        self.result = result
        fixed = {n for n, t in params if not _immutable(t)}
        open_ = {"mutation", "sets", "ordered"} & set(self.areas)
        scope = Scope(dict(params), fixed, set() if open_ else fixed)
        declared = ", ".join(f"{n}: {spelled(t)}" for n, t in params)
        if starred:
            last = params[-1][1]
            assert isinstance(last, VarTupleT)
            plain = [f"{n}: {spelled(t)}" for n, t in params[:-1]]
            declared = ", ".join([*plain, f"*{params[-1][0]}: {spelled(last.element)}"])
        for _ in range(self.rng.choice((0, 1) if self.small else (1, 1, 2))):
            self._declare(scope, 1)
        for _ in range(size):
            self._statement(scope, 1, 2)
        if self.small and name == self.name and self.rng.random() < 0.75:
            self._tell(scope)
        self.line(1, f"return {self._fresh(result, scope, 2)}")
        return f"def {name}({declared}) -> {spelled(result)}:\n" + "\n".join(self.lines) + "\n"

    def _tell(self, scope: Scope) -> None:
        """Prints what the statements have made, since the result may be of something else."""
        kinds = Scalar | ListT | TupleT | DictT | OptionalT | BytesT
        made = [n for n, t in scope.variables.items() if n[0] == "v" and isinstance(t, kinds) and _plain(t)]
        if made:
            self.line(1, f"print({', '.join(made[-5:])}, sep='|')")

    # ------------------------------------------------------------ statements

    def line(self, indent: int, text: str) -> None:
        self.lines.append("    " * indent + text)

    def _fresh(self, t: Type, scope: Scope, depth: int) -> str:
        """A value of `t`; a mutable one is made new as far as the top of the expression can say."""
        made = self.make.make(t, scope, depth)
        if made in scope.fixed or made in CONSTANTS:
            return f"{made}[:]" if isinstance(t, ListT) else f"{made}.copy()" if isinstance(t, DictT) else made
        return made

    def _declare(self, scope: Scope, indent: int) -> None:
        t = any_type(self.rng, self.module)
        if isinstance(t, RecordT) and self.rng.random() < 0.5:
            t = self.rng.choice((INT, ListT(INT), DictT(STR, INT), STR, ListT(FLOAT)))
        name = self.make.fresh("v")
        empty = {ListT: "[]", DictT: "{}"}.get(type(t))
        text = empty if empty and self.rng.random() < 0.3 else self._fresh(t, scope, self.rng.choice((1, 2, 2, 3)))
        self.line(indent, f"{name}: {spelled(t)} = {text}")
        scope.variables[name] = t

    def _statement(self, scope: Scope, indent: int, depth: int) -> None:
        if self.areas and depth > 0 and self.rng.random() < (0.9 if self.small else 0.5):
            self.rng.choice(AREAS[self.rng.choice(self.areas)])(self, scope, indent, depth)
            return
        kinds = [self._assign, self._assign, self._augment, self._change, self._change, self._unpack]
        kinds += [self._declare_here, self._leave]
        if depth > 0:
            kinds += [self._if, self._if, self._for, self._for, self._while, self._try, self._alias]
        self.rng.choice(kinds)(scope, indent, depth)

    def block(self, scope: Scope, indent: int, depth: int) -> None:
        inner = scope.inner()
        for _ in range(self.rng.choice((1, 1, 2, 3))):
            self._statement(inner, indent, depth - 1)

    def _declare_here(self, scope: Scope, indent: int, depth: int) -> None:
        self._declare(scope, indent)

    def _assign(self, scope: Scope, indent: int, depth: int) -> None:
        names = [n for n in scope.variables if n[0] in "vp" and n not in scope.fixed]
        if not names:
            self._declare(scope, indent)
            return
        name = self.rng.choice(names)
        t = scope.variables[name]
        text = self._fresh(t, scope, self.rng.choice((1, 2, 2, 3)))
        if self.loops and t == STR:
            text = f"({text})[:40]"
        if self.loops and isinstance(t, ListT) and self.rng.random() < 0.8:
            text = f"({text})[:12]"
        self.line(indent, f"{name} = {text}")

    def _augment(self, scope: Scope, indent: int, depth: int) -> None:
        names = [n for n, t in scope.variables.items() if t in (INT, FLOAT, STR) and n[0] == "v"]
        if not names:
            self._declare(scope, indent)
            return
        name = self.rng.choice(names)
        t = scope.variables[name]
        op = self.rng.choice({INT: ("+=", "-=", "+=", "^=", "%="), FLOAT: ("+=", "-=", "*=", "/="), STR: ("+=",)}[t])
        text = self.make.make(t, scope, 2)
        self.line(indent, f"{name} {op} {f'({text})[:8]' if t == STR and self.loops else text}")

    def _change(self, scope: Scope, indent: int, depth: int) -> None:
        """A method or item assignment that changes a list or dict."""
        names = [n for n, t in scope.variables.items() if isinstance(t, ListT | DictT) and n not in scope.fixed]
        names = [n for n in names if n[0] == "v"]
        if not names:
            self._declare(scope, indent)
            return
        name = self.rng.choice(names)
        t = scope.variables[name]
        roll = self.rng.random()
        if roll < 0.35:
            key: Type = t.key if isinstance(t, DictT) else INT
            inside = t.value if isinstance(t, DictT) else t.element
            index = self.make.make(key, scope, 2)
            if isinstance(t, ListT) and self.rng.random() < 0.5:
                self.line(indent, f"if {name}:")
                self.line(indent + 1, f"{name}[{index} % len({name})] = {self.make.make(inside, scope, 2)}")
                return
            if inside in (INT, FLOAT) and self.rng.random() < 0.3:
                self.line(indent, f"{name}[{index}] += {self.make.make(inside, scope, 1)}")
                return
            self.line(indent, f"{name}[{index}] = {self.make.make(inside, scope, 2)}")
            return
        if roll < 0.40:
            key = t.key if isinstance(t, DictT) else INT
            self.line(indent, f"del {name}[{self.make.make(key, scope, 1)}]")
            return
        self.line(indent, self._method(name, t, scope))

    def _method(self, name: str, t: Type, scope: Scope) -> str:
        rows = [r for r in TABLE if r.mutates and r.key.startswith(("list.", "dict."))]
        self.rng.shuffle(rows)
        for row in rows:
            bound: dict[str, Type] = {}
            if not match(row.params[0], t, bound):
                continue
            for p in row.params[1:]:
                match(p, p, bound)
            free = {v for v in ("K",) if v in row.orderable and v not in bound}
            bound |= {v: self.rng.choice((INT, STR, FLOAT)) for v in free}
            bound = {k: v for k, v in bound.items() if not (isinstance(v, VarT) and v.name == k)}
            if isinstance(t, ListT):
                bound["T"] = t.element
            if isinstance(t, DictT):
                bound |= {"K": t.key, "V": t.value}
            if not all(orderable(bound[v]) for v in row.orderable):
                continue
            params = tuple(substitute(p, bound) for p in row.params)
            return self.make.spell_call(row, params, scope, 2, owner=name)
        return f"{name}.clear()"

    def _unpack(self, scope: Scope, indent: int, depth: int) -> None:
        a, b = (self.rng.choice((INT, STR, FLOAT)) for _ in range(2))
        source = self.make.make(TupleT((a, b)), scope, 2)
        one, two = self.make.fresh("v"), self.make.fresh("v")
        self.line(indent, f"{one}, {two} = {source}")
        scope.variables |= {one: a, two: b}

    def _alias(self, scope: Scope, indent: int, depth: int) -> None:
        """A second name for a list, changed through one and read through the other."""
        names = [n for n, t in scope.variables.items() if isinstance(t, ListT) and n not in scope.fixed and n[0] == "v"]
        if not names:
            self._declare(scope, indent)
            return
        name, other = self.rng.choice(names), self.make.fresh("v")
        t = scope.variables[name]
        assert isinstance(t, ListT)
        self.line(indent, f"{other} = {name}")
        self.line(indent, f"{other}.append({self.make.make(t.element, scope, 2)})")
        scope.variables[other] = t

    def _leave(self, scope: Scope, indent: int, depth: int) -> None:
        test = self.make.make(BOOL, scope, 2)
        roll = self.rng.random()
        if roll < 0.35:
            text = f"return {self._fresh(self.result, scope, 2)}"
        elif roll < 0.6 and self.loops:
            text = self.rng.choice(("break", "continue"))
        elif roll < 0.8:
            name = self.rng.choice(("ValueError", "KeyError", "Odd", "Odder", "IndexError"))
            text = f"raise {name}({self.make.make(self.rng.choice((STR, INT, STR)), scope, 1)})"
        else:
            self.line(indent, f"assert {test}, {self.make.make(STR, scope, 1)}")
            return
        self.line(indent, f"if {test}:")
        self.line(indent + 1, text)

    def _if(self, scope: Scope, indent: int, depth: int) -> None:
        optional = [n for n, t in scope.variables.items() if isinstance(t, OptionalT)]
        if optional and self.rng.random() < 0.4:
            name = self.rng.choice(optional)
            self.line(indent, f"if {name} is not None:")
            inner = scope.inner()
            inner.variables[name] = scope.variables[name].inner  # type: ignore[union-attr]
            inner.fixed.add(name)
            self._statement(inner, indent + 1, depth - 1)
        else:
            self.line(indent, f"if {self.make.make(BOOL, scope, 2)}:")
            self.block(scope, indent + 1, depth)
        if self.rng.random() < 0.3:
            self.line(indent, f"elif {self.make.make(BOOL, scope, 2)}:")
            self.block(scope, indent + 1, depth)
        if self.rng.random() < 0.4:
            self.line(indent, "else:")
            self.block(scope, indent + 1, depth)

    def _for(self, scope: Scope, indent: int, depth: int) -> None:
        kind = self.rng.choice((INT, INT, STR, FLOAT, TupleT((INT, STR)), TupleT((STR, INT)), TupleT((INT, INT))))
        source = self.make.make(IterT(kind), scope, 2)
        inner = scope.inner()
        if isinstance(kind, TupleT):
            names = [self.make.fresh("i") for _ in kind.items]
            inner.variables |= dict(zip(names, kind.items))
        else:
            names = [self.make.fresh("i")]
            inner.variables[names[0]] = kind
        self.line(indent, f"for {', '.join(names)} in {source}:")
        self._body(inner, indent, depth)
        if self.rng.random() < 0.12:
            self.line(indent, "else:")
            self.block(scope, indent + 1, 1)

    def _while(self, scope: Scope, indent: int, depth: int) -> None:
        count = self.make.fresh("n")
        self.line(indent, f"{count} = 0")
        inner = scope.inner()
        inner.variables[count] = INT
        inner.fixed.add(count)
        self.line(indent, f"while {count} < {self.rng.choice((1, 3, 7))} and {self.make.make(BOOL, inner, 2)}:")
        self.line(indent + 1, f"{count} += 1")
        self._body(inner, indent, depth)

    def _body(self, inner: Scope, indent: int, depth: int) -> None:
        self.loops += 1
        self.block(inner, indent + 1, depth)
        self.loops -= 1

    def _try(self, scope: Scope, indent: int, depth: int) -> None:
        rng = self.rng
        self.line(indent, "try:")
        self.block(scope, indent + 1, depth)
        names = rng.sample(ERRORS, rng.choice((1, 1, 2)))
        bound = rng.random() < 0.4
        caught = names[0] if len(names) == 1 else f"({', '.join(names)})"
        error = self.make.fresh("e")
        self.line(indent, f"except {caught}{f' as {error}' if bound else ''}:")
        texts = [n for n in scope.of(STR) if n[0] == "v"]
        if bound and texts:
            self.line(indent + 1, f"{rng.choice(texts)} = str({error})")
        elif rng.random() < 0.15:
            self.line(indent + 1, "raise")
        else:
            self.block(scope, indent + 1, 1)
        if rng.random() < 0.2:
            self.line(indent, "else:")
            self.block(scope, indent + 1, 1)


def _plain(t: Type) -> bool:
    """Whether the text of a value says nothing about the order of a set, and is not that of a class."""
    return not any(isinstance(one, SetT | RecordT) for one in walk(t))


def _immutable(t: Type) -> bool:
    return t in (INT, FLOAT, STR, BOOL)


__all__ = ["Batch", "Program", "batch", "hashable", "header"]

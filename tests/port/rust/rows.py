"""Every row of the table as Python functions, and the values to call them with.

`SPELLINGS` says how Python writes each row; `functions()` instantiates type variables and gives the source of a module
whose functions use each row once. Values are chosen where languages differ: limits, signed zeros, NaN, ties, text
beyond ASCII, empty containers.
"""

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass

from pivot_lsp.port.table.rows import Row, hashable, match, orderable, substitute
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
    VarTupleT,
    walk,
)
from tests.port.plain import PLAIN

_OPERATORS = ("+", "-", "*", "//", "%", "/", "**", "&", "|", "^", "<<", ">>", "==", "!=", "<", "<=", ">", ">=", "in")
_SPELLINGS = {
    "neg": "-{0}", "pos": "+{0}", "invert": "~{0}", "not": "not {0}", "truth": "bool({0})",
    "getitem": "{0}[{1}]", "setitem": "{0}[{1}] = {2}", "delitem": "del {0}[{1}]", "slice": "{0}[{1}:{2}:{3}]",
    "iter": "{0}", "reversed": "reversed({0})", "sorted": "sorted({*}, reverse={-1})",
    "list.sort": "{0}.sort({*}, reverse={-1})", "as_list": "{0}[1]",
    **{op: f"{{0}} {op} {{1}}" for op in _OPERATORS},
}  # fmt: skip
_KEYED = {"min.default": "min({0}, default={1})", "max.default": "max({0}, default={1})",
          "min.key": "min({0}, key={1})", "max.key": "max({0}, key={1})"}  # fmt: skip

_ELEMENTS: tuple[Type, ...] = (INT, FLOAT, STR, TupleT((INT, STR)), ListT(INT), OptionalT(FLOAT))
_KEYS: tuple[Type, ...] = (STR, INT, FLOAT, TupleT((STR, INT)))

INTS = [0, 1, -1, 2, -2, 3, 7, -7, 10, 62, 63, 64, -64, 300, 2**31, 2**53, 2**53 + 1, -(2**53) - 1, 2**62, 2**63 - 1,
        -(2**63), 1000000007, 97]  # fmt: skip
FLOATS = [0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 1.5, 2.5, 2.675, 0.1, -3.7, 1e16, 1e15 + 0.3, 123456.789, 1e-5, 1e-4, 1e-7,
          5e-324, 1.7976931348623157e308, float("inf"), float("-inf"), float("nan"), 9007199254740993.0, 1e22, 1e23,
          0.30000000000000004, -2.0, 3.0, 1e300, 25.0, 1234567.5]  # fmt: skip
STRS = ["", "a", "ab", "Abc dEf", "  x ", "\t\n y", "é", "日本語", "aXbXc", "X", "123", "-45", " 12 ", "1_000", "1__0",
        "1e5", "nan", "-inf", "abcabcabc", "it's \"q\"", "\x00", "😀a", "Hello, World!", "ß", "a\r\nb\u2028c",
        "\x1cz\x85", "+7", "9223372036854775808", "bc", "c", "x\u00a0y", "1.5", ".5", "5.", "_1", "0x10", "\\n",
        "\u0301"]  # fmt: skip
_SMALL = [-4, -3, -2, -1, 0, 1, 2, 3, 4, 10, 2**63 - 1, -(2**63)]
INT_SPECS = ["", "d", "5d", "05d", "<6", ">6", "^7", "=8", "*^9d", "+d", " d", ",", "_", "010,", "06_d", "x",
             "X", "b", "o", "+,d", "012,d"]  # fmt: skip
FLOAT_SPECS = ["", ".2f", "10.3f", "<10.1f", "+.1f", " .0f", "e", ".3e", "E", "g", ".3g", "G", ".10g", "%",
               ".1%", ",.2f", "_.1f", "010.2f", "015,.2f", "F", ".0e", ".17g", "^12.3f", "*=12.1f", "8",
               ".25f", ".0f", ".0%"]  # fmt: skip
STR_SPECS = ["", "s", "5", "<5", ">6", "^7", ".2", "10.3s", "*^9", ".0", "x>2"]  # fmt: skip


@dataclass(frozen=True)
class RowFunction:
    """A Python function that uses `row`; `params` are its exact types, `pools` the values of each parameter."""

    name: str
    row: Row
    source: str
    params: tuple[Type, ...]


def annotation(t: Type) -> str:
    """How Python spells an exact type."""
    match t:
        case ListT(e) | IterT(e):
            return f"list[{annotation(e)}]"
        case DictT(k, v):
            return f"dict[{annotation(k)}, {annotation(v)}]"
        case TupleT(items):
            return f"tuple[{', '.join(map(annotation, items))}]"
        case VarTupleT(e):
            return f"tuple[{annotation(e)}, ...]"
        case OptionalT(e):
            return f"{annotation(e)} | None"
        case _:
            return str(t)


def _instances(row: Row) -> Iterator[tuple[tuple[Type, ...], Type]]:
    names = list(dict.fromkeys(v.name for p in row.params for v in walk(p) if isinstance(v, VarT)))
    keyed = {p.key.name for t in row.params for p in walk(t) if isinstance(p, DictT) and isinstance(p.key, VarT)}
    keyed |= {"K"} if row.key == "dict" else set()
    # a list inside may not come out of an argument again, which the front end refuses
    elements = [t for t in _ELEMENTS if not (isinstance(t, ListT) and (row.shares or row.mutates))]
    elements = [t for t in elements if not (isinstance(t, OptionalT) and isinstance(row.result, OptionalT))]
    choices = [_KEYS if name in keyed else elements for name in names]
    # one type after another for a single variable, a few pairs for several
    found = list(itertools.product(*choices))
    for bound in found if len(names) < 2 else found[:: max(len(found) // 5, 1)]:
        types = dict(zip(names, bound, strict=True))
        if all(orderable(types[n]) for n in row.orderable) and all(hashable(types[n]) for n in keyed):
            yield tuple(substitute(p, types) for p in row.params), substitute(row.result, types)
    if row.params and isinstance(row.params[0], VarT) and row.key in ("==", "!=", "<", "<=", ">", ">="):
        yield (TupleT((FLOAT, STR)),) * 2, BOOL


def _spelled(row: Row, args: list[str]) -> str:
    name = row.key
    if name in _KEYED:
        return _KEYED[name].format(*args)
    pattern = _SPELLINGS.get(name)
    if pattern is None:
        owner, _, method = name.partition(".")
        if not method or owner == "math":
            return f"{name}({', '.join(args)})"
        return f"{args[0]}.{method}({', '.join(args[1:])})"
    if "{*}" in pattern:
        middle = args[1:-1] if "{0}" in pattern else args[:-1]
        keyed = [f"key={a}" if a.startswith("lambda") else a for a in middle]
        text = pattern.replace("{*}", ", ".join(keyed)).replace("{-1}", args[-1]).replace("(, ", "(")
        return text.replace("{0}", args[0])
    return pattern.format(*args)


def _key_function(f: FuncT) -> str | None:
    """A sort key of that type."""
    makers = {(INT, INT): "lambda x: -x % 5", (FLOAT, FLOAT): "lambda x: -x", (STR, STR): "lambda x: x[1:]",
              (STR, INT): "lambda x: len(x)", (INT, STR): "lambda x: str(x)", (INT, FLOAT): "lambda x: x / 2",
              (FLOAT, INT): "lambda x: 0"}  # fmt: skip
    return makers.get((f.params[0], f.result))


def functions(most: int = 100) -> list[RowFunction]:
    """A function for every row that Python can spell, on up to `most` choices of its type variables."""
    found: list[RowFunction] = []
    for index, row in enumerate(PLAIN):
        instances = [i for i in _instances(row) if all(_key_function(p) for p in i[0] if isinstance(p, FuncT))]
        start = index % max(len(instances), 1)
        for number, (params, result) in enumerate([*instances[start:], *instances[:start]][:most]):
            args: list[str] = []
            given: list[tuple[str, Type]] = []
            for place, t in enumerate(params):
                if isinstance(t, FuncT):
                    args.append(_key_function(t) or "")
                else:
                    args.append(f"p{place}")
                    given.append((f"p{place}", t))
            name = f"row_{index}_{number}"
            if row.key == "format":
                found += _formats(name, row, given[0][1])
                continue
            head = ", ".join(f"{n}: {annotation(t)}" for n, t in given)
            found.append(RowFunction(name, row, _source(name, row, head, args, result), tuple(t for _, t in given)))
    return found


def _formats(name: str, row: Row, t: Type) -> Iterator[RowFunction]:
    """`format` takes its spec from an f-string, so there is a function for each spec."""
    specs = {INT: INT_SPECS, FLOAT: FLOAT_SPECS, STR: STR_SPECS}[t]  # type: ignore[index]
    for number, spec in enumerate(specs):
        source = f'def {name}_{number}(p0: {t}) -> str:\n    return f"{{p0:{spec}}}"\n'
        yield RowFunction(f"{name}_{number}", row, source, (t,))


def _source(name: str, row: Row, head: str, args: list[str], result: Type) -> str:
    text = _spelled(row, args)
    if row.key == "as_list":
        assert isinstance(result, ListT)
        return f"def {name}({head}) -> {annotation(result.element)}:\n    return {text}\n"
    if not row.mutates:
        returned = f"list({text})" if isinstance(result, IterT) else text
        return f"def {name}({head}) -> {annotation(result)}:\n    return {returned}\n"
    # arguments may not be changed: the function changes a copy, and returns it with the operation's result
    first = head.partition(", p")[0].partition(": ")[2]
    copied = text.replace("p0", "own", 1)
    if result == NONE:
        return f"def {name}({head}) -> {first}:\n    own = p0.copy()\n    {copied}\n    return own\n"
    wanted = f"tuple[{annotation(result)}, {first}]"
    return f"def {name}({head}) -> {wanted}:\n    own = p0.copy()\n    got = {copied}\n    return got, own\n"


# ---------------------------------------------------------------- values


_INDEXED = {"round", "slice", "getitem", "*", "str.zfill", "str.ljust", "str.rjust", "str.center", "list.insert",
            "list.pop", "setitem", "delitem"}  # fmt: skip


def values(t: Type, row: Row, place: int) -> list[object]:
    """Values to try for a parameter."""
    if t == INT and place > 0 and row.key in _INDEXED:
        return [*_SMALL, 22, 23, -22, 300, -300, 324, -310] if row.key == "round" else _small(row)
    if row.key in ("range", "enumerate", "str.split", "str.rsplit") and t == INT:
        return [-3, -1, 0, 1, 2, 5, 12]
    if row.key in ("**", "<<", ">>") and t == INT and place == 1:
        return [-2, -1, 0, 1, 2, 3, 5, 31, 62, 63, 64, 100]
    if row.key == "chr":
        return [0, 65, 233, 0x20AC, 0x1F600, 0xD800, 0x10FFFF, 0x110000, -1]
    return _pool(t)


def _small(row: Row) -> list[object]:
    grows = row.key in ("*", "str.zfill", "str.ljust", "str.rjust", "str.center")
    return [v for v in _SMALL if abs(v) < 100] if grows else list(_SMALL)


def _pool(t: Type) -> list[object]:
    match t:
        case OptionalT(e):
            return [None, *(_SMALL if e == INT else _pool(e))]
        case ListT(e) | IterT(e):
            inner = _pool(e)
            made = [[], inner[:1], inner[:3], inner[1:8], inner[2:5] * 2, inner[::-1], inner[3:]]
            return [list(m) for m in made]
        case VarTupleT(e):
            return [tuple(m) for m in _pool(ListT(e))]  # type: ignore[arg-type]
        case DictT(k, v):
            keys, held = _pool(k), _pool(v)
            return [dict(zip(keys[:n], held[-n:], strict=False)) for n in (0, 1, 3, 9)]
        case TupleT(items):
            return [tuple(p[(i * (j + 2)) % len(p)] for j, p in enumerate(map(_pool, items))) for i in range(12)]
        case _:
            pools: dict[Type, list[object]] = {
                INT: [*INTS],
                FLOAT: [*FLOATS],
                STR: [*STRS],
                BOOL: [True, False],
                NONE: [None],
            }
            return pools[t]


def calls(function: RowFunction, most: int) -> list[tuple[object, ...]]:
    """Arguments to call it with: all combinations, or `most` of them, the same ones every time."""
    row = function.row
    places = [i for i, p in enumerate(row.params) if not isinstance(p, FuncT)]
    pools = [values(t, row, place) for t, place in zip(function.params, places, strict=False)]
    everything = list(itertools.product(*pools))
    if len(everything) <= most:
        return everything
    return random.Random(function.name).sample(everything, most)


__all__ = ["RowFunction", "annotation", "calls", "functions", "match", "values"]

"""Functions of the standard library, and methods in their longer forms, that the prelude has: a row each.

A row names the parameters as CPython does, what is stored for one that is not given, and the prelude's function. What
walks over its argument is given a list, made on the spot when it is none.
"""

import ast
from collections.abc import Mapping
from dataclasses import dataclass

from pivot_lsp.port import ir, trees
from pivot_lsp.port.frontend.conversions import as_float, as_int
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.lowering import lower
from pivot_lsp.port.frontend.prelude import instance
from pivot_lsp.port.frontend.walks import iterable
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import FLOAT, INT, STR, IterT, ListT, Type, VarTupleT

END = 2**63 - 1
"""Behind the end of any sequence."""
LIST = "list"
HEAP = "heap"
ITEM = "item"
BESIDE = "beside"


@dataclass(frozen=True)
class Parameter:
    """`kind`: an exact type, LIST for anything that is walked over, HEAP for a list that is changed, ITEM for what
    the list before it holds, BESIDE for what is only compared with that. `default`: None when it must be given."""

    name: str
    kind: Type | str
    default: int | float | None = None


@dataclass(frozen=True)
class Function:
    """`helper`: the prelude's function, which takes the parameters in order."""

    helper: str
    parameters: tuple[Parameter, ...]


def _spec(helper: str, *parameters: Parameter) -> Function:
    return Function(helper, parameters)


_INT = {name: Parameter(name, INT) for name in ("n", "k", "width", "base", "exp", "mod")}
_START, _STOP = Parameter("start", INT, 0), Parameter("end", INT, END)
_SUB = Parameter("sub", STR)
_BISECT = (Parameter("a", LIST), Parameter("x", BESIDE), Parameter("lo", INT, 0), Parameter("hi", INT, -1))
_INSORT = (Parameter("a", HEAP), Parameter("x", ITEM), *_BISECT[2:])
_PUSH = (Parameter("heap", HEAP), Parameter("item", ITEM))
_POP = (Parameter("heap", HEAP),)
_ITEMS = Parameter("items", LIST)

FUNCTIONS: Mapping[str, tuple[Function, ...]] = {
    "math.factorial": (_spec("factorial", _INT["n"]),),
    "math.comb": (_spec("comb", _INT["n"], _INT["k"]),),
    "math.perm": (_spec("perm", _INT["n"], _INT["k"]), _spec("factorial", _INT["n"])),
    "math.lcm": (_spec("lcm", _INT["n"], _INT["k"]),),
    "math.prod": (
        _spec("product_int", _ITEMS, Parameter("start", INT, 1)),
        _spec("product_float", _ITEMS),
        _spec("product_float_from", _ITEMS, Parameter("start", FLOAT)),
    ),
    "math.fsum": (_spec("sum_exactly", _ITEMS),),
    "statistics.mean": (_spec("mean_float", _ITEMS),),
    "statistics.fmean": (_spec("fmean", _ITEMS), _spec("fmean_int", _ITEMS)),
    "statistics.median": (_spec("median_float", _ITEMS),),
    "statistics.median_low": (_spec("median_low", _ITEMS),),
    "statistics.median_high": (_spec("median_high", _ITEMS),),
    "math.isclose": (
        _spec("is_close", Parameter("a", FLOAT), Parameter("b", FLOAT), Parameter("rel_tol", FLOAT, 1e-09),
              Parameter("abs_tol", FLOAT, 0.0)),
    ),
    "heapq.heappush": (_spec("heappush", *_PUSH),),
    "heapq.heappop": (_spec("heappop", *_POP),),
    "heapq.heapify": (_spec("heapify", *_POP),),
    "heapq.heapreplace": (_spec("heapreplace", *_PUSH),),
    "heapq.heappushpop": (_spec("heappushpop", *_PUSH),),
    **{f"bisect.{n}": (_spec("bisect_right", *_BISECT),) for n in ("bisect", "bisect_right")},
    "bisect.bisect_left": (_spec("bisect_left", *_BISECT),),
    **{f"bisect.{n}": (_spec("insort_right", *_INSORT),) for n in ("insort", "insort_right")},
    "bisect.insort_left": (_spec("insort_left", *_INSORT),),
    "itertools.pairwise": (_spec("pairwise", _ITEMS),),
    "itertools.accumulate": (_spec("accumulate", _ITEMS),
                             _spec("accumulate_from", _ITEMS, Parameter("initial", ITEM))),
    "itertools.zip_longest": (
        _spec("zip_longest", _ITEMS, Parameter("other", LIST), Parameter("fillvalue", ITEM)),
        _spec("zip_longest_none", _ITEMS, Parameter("other", LIST)),
        _spec("zip_longest3", _ITEMS, Parameter("other", LIST), Parameter("third", LIST), Parameter("fillvalue", ITEM)),
    ),
    "builtins.bin": (_spec("in_binary", _INT["n"]),),
    "builtins.oct": (_spec("in_octal", _INT["n"]),),
    "builtins.hex": (_spec("in_hexadecimal", _INT["n"]),),
    "builtins.pow": (_spec("pow_mod", _INT["base"], _INT["exp"], _INT["mod"]),),
    "builtins.int": (_spec("int_base", Parameter("x", STR), _INT["base"]),),
    "builtins.divmod": (_spec("divmod_float", Parameter("x", FLOAT), Parameter("y", FLOAT)),),
    "builtins.round": (_spec("round_int", Parameter("number", INT), Parameter("ndigits", INT)),),
    **{f"str.{n}": (_spec(f"{h}_between", Parameter("s", STR), _SUB, _START, _STOP),) for n, h in (
        ("find", "find"), ("rfind", "rfind"), ("index", "index"), ("rindex", "rindex"), ("count", "count"),
        ("startswith", "starts"), ("endswith", "ends"))},
    "str.replace": (_spec("replace_most", Parameter("s", STR), Parameter("old", STR), Parameter("new", STR),
                          Parameter("count", INT)),),
    "str.center": (_spec("center_with", Parameter("s", STR), _INT["width"], Parameter("fillchar", STR)),),
    "str.expandtabs": (_spec("expand_tabs", Parameter("s", STR), Parameter("tabsize", INT, 8)),),
    "str.istitle": (_spec("is_title", Parameter("s", STR)),),
    "str.isidentifier": (_spec("is_identifier", Parameter("s", STR)),),
    "list.index": (_spec("index_in_list", Parameter("list", HEAP), Parameter("x", ITEM), Parameter("start", INT),
                         Parameter("stop", INT, END)),),
    "tuple.index": (_spec("index_in_tuple", Parameter("tuple", HEAP), Parameter("x", ITEM), Parameter("start", INT, 0),
                          Parameter("stop", INT, END)),),
    "dict.popitem": (_spec("pop_last", Parameter("d", "dict")),),
}  # fmt: skip


def library(frame: Frame, node: ast.Call, name: str, owner: ir.Expr | None = None) -> ir.Expr | None:
    """A call of `name` (`math.comb`, `str.find`) through the prelude; None when no row admits its arguments."""
    for function in FUNCTIONS.get(name, ()):
        written = _written(function, node, owner)
        if written is None:
            continue
        lowered = _lowered(frame, function, written, owner, node)
        if lowered is not None:
            return lowered
    return None


def _written(function: Function, node: ast.Call, owner: ir.Expr | None) -> list[tuple[int, ast.expr]] | None:
    """The arguments with the places of their parameters, as written; None when they are others."""
    first = 0 if owner is None else 1
    names = {p.name: i for i, p in enumerate(function.parameters)}
    if any(isinstance(a, ast.Starred) for a in node.args):
        return None
    found = [(first + i, a) for i, a in enumerate(node.args)]
    for keyword in node.keywords:
        if keyword.arg not in names:
            return None
        found.append((names[keyword.arg], keyword.value))
    places = [i for i, _ in found]
    given = {*places, *range(first)}
    needed = {i for i, p in enumerate(function.parameters) if p.default is None}
    if len(set(places)) != len(places) or not needed <= given or max([0, *places]) >= len(function.parameters):
        return None
    return found


def _lowered(
    frame: Frame, function: Function, written: list[tuple[int, ast.expr]], owner: ir.Expr | None, node: ast.Call
) -> ir.Expr | None:
    values: dict[int, ir.Expr] = {} if owner is None else {0: owner}
    for place, argument in written:
        element = next((v.type.element for _, v in sorted(values.items()) if isinstance(v.type, ListT)), None)
        value = _value(frame, argument, function.parameters[place], element)
        if value is None:
            return None
        values[place] = value
    order = [place for place, _ in written]
    bindings: list[tuple[str, ir.Expr]] = []
    if order != sorted(order):
        for place in order:
            values[place], more = frame.named(values[place], function.parameters[place].name)
            bindings += more
    for place, parameter in enumerate(function.parameters):
        if place not in values and parameter.default is not None:
            t = FLOAT if isinstance(parameter.default, float) else INT
            values[place] = ir.Const(parameter.default, t, frame.span(node))
    args = [values[i] for i in range(len(function.parameters))]
    if instance(function.helper, [a.type for a in args]) is None:
        return None
    return frame.let(bindings, frame.helper(function.helper, args, node))


def _value(frame: Frame, node: ast.expr, parameter: Parameter, element: Type | None) -> ir.Expr | None:
    if parameter.kind == LIST:
        return listed(frame, node)
    value = lower(frame, node, element if parameter.kind in (ITEM, BESIDE) else None)
    if parameter.kind == BESIDE:
        return value
    if parameter.kind == HEAP:
        return value if isinstance(value.type, ListT) else None
    if parameter.kind == ITEM:
        if element is None:
            return None
        return frame.fit(value, element, node, "item")
    if parameter.kind in (INT, FLOAT):
        value = as_int(frame, value, node)
        value = as_float(frame, value, node) if parameter.kind == FLOAT else value
    return value if value.type == parameter.kind else None


def listed(frame: Frame, node: ast.expr) -> ir.Expr:
    """`node`, which is walked over, as a list; the very list when it is one."""
    value = lower(frame, node)
    refuse_kept(value, node)
    if isinstance(value.type, ListT):
        return value
    if isinstance(value.type, VarTupleT):
        return frame.as_list(value, node)
    if isinstance(value, ir.Prim) and value.row.key == "iter" and isinstance(value.args[0].type, ListT):
        return value.args[0]
    walked = value if isinstance(value.type, IterT) else iterable(frame, node)
    return frame.prim("list", [walked], node)


def refuse_kept(value: ir.Expr, node: ast.AST) -> None:
    """Refuses a walk over an iterator that others go on with: who makes a list of it leaves nothing."""
    walks = [e for e in trees.within(value) if isinstance(e, ir.Prim) and e.row.key in ("rest", "cycle")]
    if walks and isinstance(value.type, IterT):
        raise unportable("PV213", "what is left of an iterator is taken item by item", node, "write list(...)")

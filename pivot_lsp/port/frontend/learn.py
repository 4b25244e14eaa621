"""What lowering learns about types that nobody declared, for the next reading of the unit.

A value of an exact type stored in a variable, appended to a list, passed to a parameter or returned is a fact about
that place, unless the author annotated it. The statement at hand is refused all the same: the facts count next time.
"""

import ast
from collections.abc import Sequence

from pivot_lsp.port import ir
from pivot_lsp.port.frontend.evidence import open_annotation
from pivot_lsp.port.frontend.facts import Facts, join, union
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.lowering import lower
from pivot_lsp.port.frontend.oracle import Unknown
from pivot_lsp.port.frontend.prepare.memo import MEMO
from pivot_lsp.port.frontend.scope import ClassSymbol, ExternalSymbol, FunctionSymbol
from pivot_lsp.port.refusal import Unportable
from pivot_lsp.port.types import (
    BOOL,
    FLOAT,
    INT,
    NP_BOOL,
    NP_FLOAT,
    NP_INT,
    DequeT,
    DictT,
    ListT,
    OptionalT,
    Scalar,
    SetT,
    TupleT,
    Type,
    UnionT,
    VarTupleT,
)

UNSETTLED = Scalar("?")
"""The result of a function before its `return` statements have been read."""
_PLAIN: dict[Type, Type] = {NP_INT: INT, NP_BOOL: BOOL}
"""What people declare for an element of an array."""
SOURCE = "its use"


def annotated(node: ast.FunctionDef | ast.AsyncFunctionDef, facts: Facts, symbol: FunctionSymbol) -> frozenset[str]:
    """Names of parameters and variables whose type the author declared, the result's being the empty name. A bare
    container (`list`) leaves its inside open, and so is not among them."""
    parameters = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    names = {a.arg for a in parameters if not open_annotation(a.annotation)}
    names |= {
        n.target.id
        for n in ast.walk(node)
        if isinstance(n, ast.AnnAssign) and isinstance(n.target, ast.Name) and not open_annotation(n.annotation)
    }
    if not open_annotation(node.returns):
        names.add("")
    return frozenset(n for n in names if (symbol.module, symbol.qualname, n) not in facts.known)


def variable(frame: Frame, name: str, t: Type) -> None:
    """A value of type `t` was stored in the variable. A parameter keeps its type; what is stored goes to a variable
    that starts with it."""
    if not frame.is_plain_local(name):
        return
    known = frame.type_if_known(name)
    if name not in frame.parameters and _narrower_dict(frame, t, known):
        frame.unit.learned.add((frame.module.name, frame.function, name), t, SOURCE)
        return
    joined = t if known is None else join(known, t)
    if joined is None:
        return
    facts = frame.unit.learned
    if name in frame.parameters and known is not None and not _grows(known, joined):
        version = f"{name}_now"
        facts.versions[frame.module.name, frame.function, version] = name
        name = version
    elif name in frame.annotated and not _only_looser(known, joined):
        return
    facts.add((frame.module.name, frame.function, name), joined, SOURCE)


def result(frame: Frame, t: Type, declared: Type | None = None) -> None:
    """A value of type `t` was returned. A Counter or defaultdict is a dict to the author's annotation, and the caller
    is given what it is."""
    if _narrower_dict(frame, t, declared):
        frame.unit.learned.add((frame.module.name, frame.function, ""), t, SOURCE)
        return
    joined = t if declared is None else join(declared, t)
    if joined is not None and ("" not in frame.annotated or _only_looser(declared, joined)):
        frame.unit.learned.add((frame.module.name, frame.function, ""), joined, SOURCE)


def _narrower_dict(frame: Frame, t: Type, declared: Type | None) -> bool:
    """Whether `t` is a Counter or defaultdict, which the author's module can name, and the declared type a dict."""
    match t, declared:
        case DictT(k, v, kind), DictT(key, value, "dict") if (k, v) == (key, value) and kind != "dict":
            return frame.module.bindings.get(kind) == [ExternalSymbol("collections", kind)]
        case _:
            return False


def _grows(known: Type, t: Type) -> bool:
    """Whether the same container only holds more: it is one object with its caller's, which must hold that too."""
    return type(known) is type(t) and isinstance(t, ListT | DictT | SetT)


def is_open(frame: Frame, node: ast.expr) -> bool:
    """Whether `node` is a list of which the inside is not known."""
    hint = frame.hint(node)
    return isinstance(hint, Unknown) and hint.outline == "list"


def stored_from(frame: Frame, target: ast.expr, node: ast.expr) -> None:
    """What `node` gives was stored where `target` leads."""
    t = _type_of(frame, node)
    if t is not None:
        place(frame, target, t)


def variable_from(frame: Frame, name: str, node: ast.expr) -> None:
    """What `node` gives where nothing is expected of it was stored in the variable."""
    t = _type_of(frame, node)
    if t is not None:
        variable(frame, name, t)


def result_from(frame: Frame, node: ast.expr, declared: Type | None) -> None:
    """What `node` gives where nothing is expected of it was returned."""
    t = _type_of(frame, node)
    if t is not None:
        result(frame, t, declared)


def _only_looser(declared: Type | None, t: Type) -> bool:
    """Whether `t` differs from what the author declared only where an int stands for a float, as Python's typing has
    it (PEP 484, the numeric tower)."""
    return declared is not None and loose(declared) == loose(t)


def loose(t: Type) -> Type:
    """`t` with an int or a float wherever it has a float."""
    number = union((INT, FLOAT))
    assert number is not None
    match t:
        case UnionT():
            inside = union(loose(a) for a in t.arms)
            return t if inside is None else inside
        case ListT(e):
            return ListT(loose(e))
        case VarTupleT(e):
            return VarTupleT(loose(e))
        case OptionalT(e):
            return OptionalT(loose(e))
        case TupleT(items):
            return TupleT(tuple(map(loose, items)))
        case DictT(k, v):
            return DictT(k, loose(v))
        case _:
            return number if t in (FLOAT, NP_FLOAT) else _PLAIN.get(t, t)


def place(frame: Frame, target: ast.expr, t: Type) -> None:
    """A value of type `t` was stored where `target` leads: a variable, or an item of a container in one."""
    if isinstance(target, ast.Name):
        variable(frame, target.id, t)
    elif isinstance(target, ast.Subscript) and not isinstance(target.slice, ast.Slice):
        outline = _outline(frame, target.value)
        if outline == "list":
            place(frame, target.value, ListT(t))
        elif outline in ("dict", "defaultdict", "OrderedDict"):
            key = _type_of(frame, target.slice)
            if key is not None:
                place(frame, target.value, DictT(key, t, outline))


def appended(frame: Frame, owner: ast.expr, method: str, args: list[ast.expr]) -> None:
    """`owner.method(*args)` was called on a list whose element type is not known, or does not fit."""
    match owner:
        case ast.Call(func=ast.Attribute(value=ast.Name() as table, attr="setdefault"), args=[key, _]):
            k, inside = _type_of(frame, key), _type_of(frame, args[0]) if len(args) == 1 else None
            made = {"append": ListT, "add": SetT}.get(method)
            if k is not None and inside is not None and made is not None:
                place(frame, table, DictT(k, made(inside)))
            return
        case ast.IfExp(body=one, orelse=other):
            appended(frame, one, method, args)
            appended(frame, other, method, args)
            return
        case _:
            pass
    index = {"append": 0, "insert": 1}.get(method)
    if index is not None and index < len(args):
        t = _type_of(frame, args[index])
        if t is not None:
            place(frame, owner, DequeT(t) if _outline(frame, owner) == "deque" else ListT(t))
    elif method == "appendleft" and len(args) == 1:
        t = _type_of(frame, args[0])
        if t is not None:
            place(frame, owner, DequeT(t))
    elif method == "add" and len(args) == 1:
        t = _type_of(frame, args[0])
        if t is not None:
            place(frame, owner, SetT(t))
    elif method in ("extend", "__iadd__") and args:
        t = _type_of(frame, args[0])
        if isinstance(t, ListT):
            place(frame, owner, t)


def call(frame: Frame, node: ast.Call, symbol: FunctionSymbol) -> None:
    """`node` calls a function whose parameters' types are open."""
    args = symbol.node.args
    names = [*args.posonlyargs, *args.args]
    by_name = {a.arg: a for a in [*names, *args.kwonlyargs]}
    pairs = [*zip(names, node.args), *((by_name.get(k.arg or ""), k.value) for k in node.keywords)]
    for parameter, argument in pairs:
        if parameter is None:
            continue
        key = symbol.module, symbol.qualname, parameter.arg
        t = _type_of(frame, argument)
        if t is None:
            continue
        if open_annotation(parameter.annotation) or key in frame.unit.project.facts.known:
            frame.unit.learned.add(key, t, SOURCE)
        else:
            declared = frame.unit.signatures.declared(symbol, parameter.arg)
            joined = None if declared is None else join(declared, t)
            if joined is not None and _only_looser(declared, joined):
                frame.unit.learned.add(key, joined, SOURCE)
    for parameter, default in zip(names[len(names) - len(args.defaults) :], args.defaults):
        key = symbol.module, symbol.qualname, parameter.arg
        if open_annotation(parameter.annotation):
            t = _type_of(frame, default)
            if t is not None:
                frame.unit.learned.add(key, t, SOURCE)


def fields(frame: Frame, node: ast.Call, symbol: ClassSymbol, wanted: Sequence[tuple[str, Type]]) -> None:
    """`node` makes a dataclass or NamedTuple with an int where it declares a float, which Python keeps: the field then
    holds either."""
    declared = dict(wanted)
    pairs = [*zip(declared, node.args, strict=False), *((k.arg or "", k.value) for k in node.keywords)]
    for name, argument in pairs:
        t = _type_of(frame, argument) if name in declared else None
        joined = join(declared[name], t) if t is not None else None
        if joined is not None and joined != declared[name] and _only_looser(declared[name], joined):
            frame.unit.learned.add((symbol.module, symbol.node.name, name), joined, SOURCE)


def given(frame: Frame, symbol: FunctionSymbol, name: str, declared: Type, t: Type) -> None:
    """A value of type `t` goes to a parameter: an int counts where a float is declared."""
    joined = join(declared, t)
    if joined is not None and _only_looser(declared, joined):
        frame.unit.learned.add((symbol.module, symbol.qualname, name), joined, SOURCE)


def passed(frame: Frame, argument: ast.expr, wanted: Type) -> None:
    """A variable goes where `wanted` is taken: it must be that, when `wanted` holds all that the variable holds."""
    if isinstance(argument, ast.Name) and frame.is_plain_local(argument.id):
        known = frame.type_if_known(argument.id)
        if known is None or (isinstance(known, ListT | DictT) and join(known, wanted) == wanted):
            variable(frame, argument.id, wanted)


def _type_of(frame: Frame, node: ast.expr) -> Type | None:
    try:
        found: ir.Expr = lower(frame, node)
    except Unportable:
        return _guess(frame, node)
    return found.type


def _guess(frame: Frame, node: ast.expr) -> Type | None:
    """What `node` may be where a part of it is not known yet: `counts.get(k, 0) + 1` is most likely an int. A guess
    that is wrong is refused by the next reading, which knows every type."""
    match node:
        case ast.BinOp(left=left, right=right):
            return _type_of(frame, right) or _type_of(frame, left)
        case ast.IfExp(body=then, orelse=other):
            return _type_of(frame, then) or _type_of(frame, other)
        case ast.Call(func=ast.Attribute(attr="get" | "setdefault" | "pop"), args=[_, default]):
            return _type_of(frame, default)
        case ast.Call(func=ast.Name(id="min" | "max"), args=[_, _, *_] as args):
            return next((t for a in args if (t := _type_of(frame, a)) is not None), None)
        case ast.List(elts=[first, *_]):
            inner = _type_of(frame, first)
            return None if inner is None else ListT(inner)
        case ast.ListComp(elt=element):
            inner = _type_of(frame, element)
            return None if inner is None else ListT(inner)
        case _:
            return None


def _outline(frame: Frame, node: ast.expr) -> str:
    """`list` or `dict` when that is what `node` holds, whatever is inside."""
    if isinstance(node, ast.Name) and node.id.endswith(MEMO):
        return "dict"
    hint = frame.hint(node)
    if isinstance(hint, Unknown) and hint.outline:
        return hint.outline
    try:
        found = lower(frame, node).type
    except Unportable:
        return ""
    return "list" if isinstance(found, ListT) else "dict" if isinstance(found, DictT) else ""

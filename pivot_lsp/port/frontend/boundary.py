"""What the parameters and results of an exported function may be: what the bridge carries."""

from collections.abc import Iterable, Sequence

from pivot_lsp.port import ir
from pivot_lsp.port.frontend.scope import FunctionSymbol
from pivot_lsp.port.frontend.signatures import FunctionSignature
from pivot_lsp.port.refusal import Unportable, unportable
from pivot_lsp.port.types import (
    BOOL,
    FLOAT,
    INT,
    STR,
    ArrayT,
    DequeT,
    DictT,
    ListT,
    RecordT,
    SetT,
    TupleT,
    Type,
    children,
    walk,
)


def check(found: FunctionSignature, symbol: FunctionSymbol) -> None:
    """Refuses a collection that the bridge does not carry."""
    for what, t in [*((f"parameter {p.name!r}", p.type) for p in found.params), ("the result", found.result)]:
        given = what == "the result"
        inside = [one for outer in walk(t) for one in children(outer) if not (given and type(outer) is TupleT)]
        if any(isinstance(one, ArrayT) for one in inside):
            remedy = "take arrays as parameters, return them alone or in a tuple"
            raise unportable("PV202", f"{what} holds arrays inside a {t}", symbol.node, remedy)
        for one in walk(t):
            if isinstance(one, DictT) and one.kind == "OrderedDict":
                raise unportable("PV202", f"{what} holds an {one}", symbol.node, "take or return a dict there")
            if isinstance(one, DequeT):
                raise unportable("PV202", f"{what} holds a {one}", symbol.node, "take or return a list there")
            if isinstance(one, DictT) and one.kind == "defaultdict" and not _has_built_in_factory(one.value):
                raise unportable("PV202", f"{what} holds a {one}", symbol.node, "take or return a dict there")


def factories(
    found: FunctionSignature, symbol: FunctionSymbol, records: Sequence[ir.Record], own: set[Type]
) -> Unportable | None:
    """Why a function may not give what it gives: a defaultdict of a type in `own`, which a lambda fills somewhere."""
    given = [found.result, *(p.type for p in found.params)]
    direct = {t for one in given for t in walk(one)}
    held = next((t for t in _within(given, records) if _stays(t) and t not in direct), None)
    if held is not None:
        what = (
            f"{symbol.qualname}() takes or gives an object that holds a {'deque' if isinstance(held, DequeT) else held}"
        )
        return unportable("PV202", what, symbol.node, "hold a list or dict, or port what makes the object")
    crossing = {t for one in (found.result, *(p.type for p in found.params)) for t in walk(one)}
    if any(isinstance(t, RecordT) for t in crossing):
        crossing |= {t for r in records for f in r.fields for t in walk(f.type)}
    if not crossing & own:
        return None
    what = f"{symbol.qualname}() takes or gives a defaultdict whose factory is a lambda"
    return unportable("PV202", what, symbol.node, "name the built-in type, or return a dict")


def _stays(t: Type) -> bool:
    return isinstance(t, DequeT) or (isinstance(t, DictT) and t.kind == "OrderedDict")


def _within(types: Iterable[Type], records: Sequence[ir.Record]) -> set[Type]:
    """All types that values of `types` can hold, in the carried fields of records, too."""
    known = {r.cls: r for r in records}
    found: set[Type] = set()
    todo = list(types)
    while todo:
        for one in walk(todo.pop()):
            if one not in found:
                found.add(one)
                if isinstance(one, RecordT) and one.cls in known:
                    todo += [f.type for f in known[one.cls].fields if f.carried]
    return found


def _has_built_in_factory(t: Type) -> bool:
    """Whether a built-in type is what makes the empty value of `t`."""
    return (
        t in (INT, FLOAT, BOOL, STR)
        or isinstance(t, ListT)
        or (isinstance(t, SetT) and not t.frozen)
        or (isinstance(t, DictT) and t.kind == "dict")
    )

"""Types that were seen rather than declared: of the calls that `pivot record` kept, of doctests and of plain calls.

Nothing is executed: a case file is read as text, a doctest or a call only where its arguments are literals.
"""

import ast
import doctest
from collections.abc import Iterable, Iterator
from pathlib import Path

from pivot_lsp.cases.files import read_cases
from pivot_lsp.cases.infer import joined, seen
from pivot_lsp.model import signature as model
from pivot_lsp.model.errors import PivotError
from pivot_lsp.port.frontend.facts import Facts, join, union
from pivot_lsp.port.types import (
    BOOL,
    FLOAT,
    INT,
    NONE,
    STR,
    DictT,
    ListT,
    OptionalT,
    RecordT,
    SetT,
    TupleT,
    Type,
    VarTupleT,
)

SAMPLE = 300
_PLAIN: dict[str, Type] = {"int": INT, "float": FLOAT, "bool": BOOL, "str": STR, "none": NONE}
_LITERALS: dict[type, Type] = {int: INT, float: FLOAT, bool: BOOL, str: STR, type(None): NONE}


def gather(facts: Facts, root: Path, module: str, tree: ast.Module) -> None:
    """Adds what was seen of each function of `tree` that leaves a parameter's or its result's type open."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and lacks_types(node) and not _recorded(facts, root, module, node):
            _written(facts, module, node, tree)


def lacks_types(node: ast.FunctionDef) -> bool:
    """Whether some parameter or the result has no annotation, or only a bare container's."""
    parameters = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return any(open_annotation(one) for one in [node.returns, *(p.annotation for p in parameters)])


def open_annotation(annotation: ast.expr | None) -> bool:
    """No annotation, `Any`, or a container without its element type anywhere in it."""
    if annotation is None:
        return True
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        try:
            annotation = ast.parse(annotation.value, mode="eval").body
        except SyntaxError:
            return False
    indexed = {id(n.value) for n in ast.walk(annotation) if isinstance(n, ast.Subscript)}
    return any(
        isinstance(n, ast.Name | ast.Attribute)
        and id(n) not in indexed
        and (n.id if isinstance(n, ast.Name) else n.attr) in _OPEN
        for n in ast.walk(annotation)
    )


_OPEN = {
    "list", "dict", "tuple", "set", "frozenset", "deque", "List", "Dict", "Tuple", "Set", "FrozenSet", "Any", "object",
    "Sequence", "Iterable", "Mapping", "Collection", "MutableSequence", "MutableMapping", "Container", "Reversible",
}  # fmt: skip


def _recorded(facts: Facts, root: Path, module: str, node: ast.FunctionDef) -> bool:
    path = root / ".pivot" / "cases" / f"{module}.{node.name}.jsonl"
    if not path.is_file():
        return False
    names = [a.arg for a in [*node.args.posonlyargs, *node.args.args]]
    values: dict[str, list[model.Type]] = {}
    try:
        _, cases = read_cases(path)
        for count, case in enumerate(cases):
            if count == SAMPLE:
                break
            pairs = [*zip(names, case.args), *case.kwargs.items()]
            if case.expected is not None and case.expected.returned is not None:
                pairs.append(("", case.expected.returned[0]))
            for name, value in pairs:
                values.setdefault(name, []).append(seen(value))
    except PivotError:
        return False
    for name, found in values.items():
        t = _convert(joined(found))
        if t is not None:
            facts.add((module, node.name, name), t, "recorded calls")
    return bool(values)


def _convert(found: model.Type) -> Type | None:
    """A recorded type as an exact type; None for what the port does not hold."""
    if found.kind in _PLAIN:
        return _PLAIN[found.kind]
    if found.kind == "record":
        return RecordT(found.name)
    inner = [_convert(a) for a in found.args]
    known = [i for i in inner if i is not None]
    if len(known) < len(inner):
        return None
    match found.kind:
        case "list":
            return ListT(known[0])
        case "set" | "frozenset":
            return SetT(known[0], found.kind == "frozenset")
        case "dict":
            return DictT(known[0], known[1])
        case "tuple":
            return TupleT(tuple(known))
        case "vartuple":
            return VarTupleT(known[0])
        case "optional":
            return OptionalT(known[0])
        case "union":
            return union(known)
        case _:
            return None


# ---------------------------------------------------------------- doctests and calls with literal arguments


def _written(facts: Facts, module: str, node: ast.FunctionDef, tree: ast.Module) -> None:
    names = [a.arg for a in [*node.args.posonlyargs, *node.args.args]]
    found: list[tuple[str, ast.Call]] = [("doctests", c) for c in _doctest_calls(ast.get_docstring(node) or "")]
    found += [("calls in its module", n) for n in ast.walk(tree) if isinstance(n, ast.Call)]
    for source, one in found:
        if not (isinstance(one.func, ast.Name) and one.func.id == node.name):
            continue
        pairs = [*zip(names, one.args), *((k.arg or "", k.value) for k in one.keywords)]
        for name, argument in pairs:
            t = _literal(argument)
            if t is not None and name:
                facts.add((module, node.name, name), t, source)


def _doctest_calls(text: str) -> Iterator[ast.Call]:
    try:
        examples = doctest.DocTestParser().get_examples(text)
    except ValueError:
        return
    for example in examples:
        try:
            yield from (n for n in ast.walk(ast.parse(example.source)) if isinstance(n, ast.Call))
        except SyntaxError:
            continue


def _literal(node: ast.expr) -> Type | None:
    try:
        return _of_value(ast.literal_eval(node))
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None


def _of_value(value: object) -> Type | None:
    if type(value) in _LITERALS:
        return _LITERALS[type(value)]
    if isinstance(value, tuple):
        items = [_of_value(v) for v in value]
        known = tuple(i for i in items if i is not None)
        return TupleT(known) if len(known) == len(items) else None
    if isinstance(value, list):
        element = _joined(_of_value(v) for v in value)
        return None if element is None else ListT(element)
    if isinstance(value, dict):
        key, inner = _joined(map(_of_value, value)), _joined(map(_of_value, value.values()))
        return None if key is None or inner is None else DictT(key, inner)
    return None


def _joined(types: Iterable[Type | None]) -> Type | None:
    found: Type | None = None
    for t in types:
        if t is not None:
            found = t if found is None else join(found, t)
    return found

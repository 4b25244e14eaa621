"""Types that were seen rather than declared: of the calls that `pivot record` kept, of doctests and of plain calls.

Nothing is executed: a case file is read as text, a doctest or a call only where its arguments are literals.
"""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from pivot_lsp.model import signature as model
from pivot_lsp.model.errors import PivotError
from pivot_lsp.port.frontend.facts import Facts, join, union
from pivot_lsp.port.frontend.nodes import nodes_of
from pivot_lsp.port.types import (
    BOOL,
    BYTES,
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
from pivot_lsp.store.files import cases_file

SAMPLE = 300
_PLAIN: dict[str, Type] = {"int": INT, "float": FLOAT, "bool": BOOL, "str": STR, "bytes": BYTES, "none": NONE}
_LITERALS: dict[type, Type] = {int: INT, float: FLOAT, bool: BOOL, str: STR, bytes: BYTES, type(None): NONE}


def gather(facts: Facts, root: Path, module: str, tree: ast.Module) -> None:
    """Adds what was seen of each function of `tree` that leaves a parameter's or its result's type open."""
    calls: _Calls | None = None
    for node, qualname, made, first in _functions(tree):
        if lacks_types(node, first) and ("." in qualname or not _recorded(facts, root, module, node)):
            calls = calls or _Calls(tree)
            _written(facts, module, qualname, node, calls.of(made), first)


def seen_by(root: Path, module: str, tree: ast.Module, node: ast.FunctionDef) -> dict[str, Type]:
    """The types of the arguments that recorded calls, doctests and the module's own calls give the function `node`."""
    facts = Facts()
    if not _recorded(facts, root, module, node):
        _written(facts, module, node.name, node, _Calls(tree).of(node.name), 0)
    return {name: t for (_, _, name), t in facts.known.items() if name}


def _functions(tree: ast.Module) -> Iterator[tuple[ast.FunctionDef, str, str, int]]:
    """Functions and methods: definition, name, what a call of it names, how many parameters a call leaves out."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node, node.name, node.name, 0
        elif isinstance(node, ast.ClassDef):
            for method in node.body:
                if isinstance(method, ast.FunctionDef):
                    name = f"{node.name}.{method.name}"
                    static = any(ast.unparse(d) == "staticmethod" for d in method.decorator_list)
                    yield method, name, node.name if method.name == "__init__" else name, 0 if static else 1


def lacks_types(node: ast.FunctionDef, first: int = 0) -> bool:
    """Whether some parameter from the `first` on, or the result, has no annotation, or only a bare container's."""
    parameters = [*[*node.args.posonlyargs, *node.args.args][first:], *node.args.kwonlyargs]
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
    indexed = {id(n.value) for n in nodes_of(annotation) if isinstance(n, ast.Subscript)}
    return any(
        isinstance(n, ast.Name | ast.Attribute)
        and id(n) not in indexed
        and (n.id if isinstance(n, ast.Name) else n.attr) in _OPEN
        for n in nodes_of(annotation)
    )


_OPEN = {
    "list", "dict", "tuple", "set", "frozenset", "deque", "List", "Dict", "Tuple", "Set", "FrozenSet", "Any", "object",
    "Sequence", "Iterable", "Mapping", "Collection", "MutableSequence", "MutableMapping", "Container", "Reversible",
}  # fmt: skip


def _recorded(facts: Facts, root: Path, module: str, node: ast.FunctionDef) -> bool:
    path = cases_file(root, f"{module}.{node.name}")
    if not path.is_file():
        return False
    # imported where there is something to read: most questions are about functions without recorded calls
    from pivot_lsp.cases.files import read_cases
    from pivot_lsp.cases.infer import joined, seen

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


def _written(
    facts: Facts,
    module: str,
    qualname: str,
    node: ast.FunctionDef,
    found: "Iterable[tuple[str, ast.Call, Names]]",
    first: int,
) -> None:
    """`first`: the parameters before it are not written at a call (self)."""
    names = [a.arg for a in [*node.args.posonlyargs, *node.args.args]][first:]
    for source, one, known in found:
        pairs = [*zip(names, one.args), *((k.arg or "", k.value) for k in one.keywords)]
        for name, argument in pairs:
            t = _literal(argument, known)
            if t is not None and name:
                facts.add((module, qualname, name), t, source)


Names = dict[str, Type | str]
"""What a variable of a doctest or a module holds: a value of a type, or an object of the class so named."""


class _Calls:
    """The calls of a module's text and doctests, by what is called: `function`, `Class` or `Class.method`."""

    def __init__(self, tree: ast.Module) -> None:
        self._classes = {n.name for n in tree.body if isinstance(n, ast.ClassDef)}
        self._found: dict[str, list[tuple[str, ast.Call, Names]]] = {}
        documented = [n for n in nodes_of(tree) if isinstance(n, ast.Module | ast.FunctionDef | ast.ClassDef)]
        constants = self._stored(tree.body, {})
        for node in documented:
            names = dict(constants)
            for statement in _doctest_statements(ast.get_docstring(node) or ""):
                self._note("doctests", statement, names)
        for one in tree.body:
            if not isinstance(one, ast.FunctionDef | ast.ClassDef):
                self._note("calls in its module", one, constants)
            else:
                for call in (n for n in nodes_of(one) if isinstance(n, ast.Call)):
                    self._add("calls in its module", call, {})

    def of(self, name: str) -> list[tuple[str, ast.Call, Names]]:
        """The calls of `name`, those of doctests first."""
        return self._found.get(name, [])

    def _note(self, source: str, statement: ast.stmt, names: Names) -> None:
        """The calls of a statement, and then what it stores."""
        for call in (n for n in nodes_of(statement) if isinstance(n, ast.Call)):
            self._add(source, call, names)
        names.update(self._stored([statement], names))

    def _add(self, source: str, call: ast.Call, names: Names) -> None:
        called = call.func.id if isinstance(call.func, ast.Name) else ""
        if isinstance(call.func, ast.Attribute):
            owner = self._object(call.func.value, names)
            called = f"{owner}.{call.func.attr}" if isinstance(owner, str) else ""
        if called:
            self._found.setdefault(called, []).append((source, call, dict(names)))

    def _object(self, node: ast.expr, names: Names) -> Type | str | None:
        if isinstance(node, ast.Name):
            return node.id if node.id in self._classes else names.get(node.id)
        made = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in self._classes
        return node.func.id if made and isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else None

    def _stored(self, body: Iterable[ast.stmt], names: Names) -> Names:
        found: Names = {}
        for node in body:
            if isinstance(node, ast.If):
                found |= self._stored(node.body, names | found)
            if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
                t = self._object(node.value, {}) or _literal(node.value, names | found)
                if t is not None:
                    found[node.targets[0].id] = t
        return found


def _doctest_statements(text: str) -> Iterator[ast.stmt]:
    if ">>>" not in text:
        return
    import doctest  # which takes a debugger with it

    try:
        examples = doctest.DocTestParser().get_examples(text)
    except ValueError:
        return
    for example in examples:
        if (example.exc_msg or "").startswith("TypeError"):
            continue  # values of a wrong type
        try:
            yield from ast.parse(example.source).body
        except SyntaxError:
            continue


def _literal(node: ast.expr, names: Names) -> Type | None:
    """The type of a literal, of a variable that holds one, and of some plain operations on them."""
    match node:
        case ast.Name(id=name):
            known = names.get(name)
            return None if isinstance(known, str) else known
        case ast.Call(func=ast.Name(id="list"), args=[ast.Call(func=ast.Name(id="range"))]):
            return ListT(INT)
        case ast.Call(func=ast.Name(id="len")):
            return INT
        case ast.Call(func=ast.Attribute(value=owner, attr="copy"), args=[]):
            return _literal(owner, names)
        case ast.BinOp(left=left, op=ast.Mult() | ast.Add() | ast.Sub(), right=right):
            sides = [_literal(left, names), _literal(right, names)]
            several = next((s for s in sides if isinstance(s, ListT) or s == STR), None)
            return several or (sides[0] if sides[0] == sides[1] else None)
        case _:
            pass
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
    if isinstance(value, set):
        element = _joined(map(_of_value, value))
        return None if element is None else SetT(element)
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

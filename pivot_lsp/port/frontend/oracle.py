"""mypy as the type oracle: what each variable and expression of the unit's modules is declared or inferred to be.

mypy never runs the user's code and reads no configuration of theirs (no plugins). A module given as text is always
checked anew, which is what makes its expression types available; everything else comes from the incremental cache.
mypy's answers are hints: the front end checks exactness itself, since to mypy an int is a float.
"""

import ast
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from mypy import build, nodes
from mypy import types as mt
from mypy.errors import CompileError
from mypy.modulefinder import BuildSource
from mypy.options import Options

from pivot_lsp.port.frontend import numpy_stub, regex_stub
from pivot_lsp.port.frontend.facts import union
from pivot_lsp.port.types import (
    BOOL,
    BYTES,
    FLOAT,
    INT,
    NONE,
    NP_BOOL,
    NP_FLOAT,
    NP_INT,
    STR,
    ArrayT,
    DequeT,
    DictT,
    IterT,
    KeyedT,
    ListT,
    MarkT,
    NamedT,
    RecordT,
    SetT,
    TupleT,
    Type,
    VarT,
    VarTupleT,
)
from pivot_lsp.source.wrapped import PREFIX
from pivot_lsp.store.locks import exclusive


@dataclass(frozen=True)
class Unknown:
    """A type the port does not take; `text` is mypy's spelling. `missing`: there is no annotation at all.
    `outline`: a container whose inside is what is not known, as `list` or `dict`."""

    text: str
    missing: bool = False
    outline: str = ""


Hint = Type | Unknown


@dataclass(frozen=True)
class FunctionTypes:
    """Declared types of one function: parameters by name, result, and local variables by name."""

    params: Mapping[str, Hint]
    result: Hint
    locals: Mapping[str, Hint]


@dataclass(frozen=True)
class FieldTypes:
    """A dataclass's fields in the order of __init__: name -> type."""

    fields: tuple[tuple[str, Hint], ...]


@dataclass(frozen=True)
class KeyTypes(FieldTypes):
    """A TypedDict's keys in the declared order. `loose`: those that need not be there, or that nobody may store."""

    loose: frozenset[str]


_INSTANCES: dict[str, Type] = {
    "builtins.int": INT,
    "builtins.float": FLOAT,
    "builtins.bool": BOOL,
    "builtins.str": STR,
    "numpy.float64": NP_FLOAT,
    "numpy.int64": NP_INT,
    "numpy.bool_": NP_BOOL,
    "builtins.bytes": BYTES,
}


class Oracle:
    """mypy's view of the given modules."""

    def __init__(self, result: build.BuildResult) -> None:
        self._graph = result.graph
        self._types = result.types
        self._spans: dict[tuple[str, int, int, int | None, int | None], mt.Type] = {}
        self._ends: dict[tuple[str, int | None, int | None, str], mt.Type] = {}
        self._functions: dict[tuple[str, str], FunctionTypes | None] = {}

    def _tree(self, module: str) -> nodes.MypyFile | None:
        state = self._graph.get(module)
        return None if state is None else state.tree

    def at(self, module: str, node: ast.expr) -> Hint | None:
        """The type, narrowed by flow, of the expression at exactly `node`'s range; None when mypy has none there.

        Only inside functions that `function` was asked about before. Inside f-strings before Python 3.12 mypy gives
        names and attributes the place where the string starts, so they are found by their end and name as well.
        """
        found = self._spans.get((module, node.lineno, node.col_offset, node.end_lineno, node.end_col_offset))
        if found is None and isinstance(node, ast.Name | ast.Attribute):
            label = node.id if isinstance(node, ast.Name) else node.attr
            found = self._ends.get((module, node.end_lineno, node.end_col_offset, label))
        return None if found is None else convert(found)

    def function(self, module: str, qualname: str) -> FunctionTypes | None:
        """Types of the top-level function or method `qualname`; None when mypy does not know it."""
        key = (module, qualname)
        if key not in self._functions:
            self._functions[key] = self._function(module, qualname)
        return self._functions[key]

    def _function(self, module: str, qualname: str) -> FunctionTypes | None:
        definition = self._definition(module, qualname)
        if not isinstance(definition, nodes.FuncDef):  # behind a flag: its body is legacy's
            definition = self._definition(module, f"{PREFIX}{qualname}")
        if not isinstance(definition, nodes.FuncDef):
            return None
        signature = definition.type
        names = [a.variable.name for a in definition.arguments]
        if not isinstance(signature, mt.CallableType):
            params: dict[str, Hint] = {n: Unknown("no annotation", missing=True) for n in names}
            return FunctionTypes(params, Unknown("no annotation", missing=True), self._locals(module, definition))
        params = {n: convert(t) for n, t in zip(names, signature.arg_types, strict=False)}
        return FunctionTypes(params, convert(signature.ret_type), self._locals(module, definition))

    def _locals(self, module: str, definition: nodes.FuncDef) -> dict[str, Hint]:
        """Local variables of `definition`; notes the type of every expression in it for `at` on the way."""
        found: dict[str, Hint] = {}
        for e in _expressions(definition.body):
            if e in self._types:
                self._spans[(module, e.line, e.column, e.end_line, e.end_column)] = self._types[e]
                if isinstance(e, nodes.NameExpr | nodes.MemberExpr):
                    self._ends[(module, e.end_line, e.end_column, e.name)] = self._types[e]
            variable = e.node if isinstance(e, nodes.NameExpr) and e.kind == nodes.LDEF else None
            if isinstance(variable, nodes.Var) and variable.type is not None:
                found[variable.name] = convert(variable.type)
        return found

    def fields(self, module: str, qualname: str) -> FieldTypes | None:
        """Fields of a dataclass; None when it is not one."""
        info = self._definition(module, qualname)
        if not isinstance(info, nodes.TypeInfo) or "dataclass" not in info.metadata:
            return None
        found: list[tuple[str, Hint]] = []
        for attribute in info.metadata["dataclass"]["attributes"]:
            symbol = info.names.get(attribute["name"])
            variable = symbol.node if symbol is not None else None
            declared = variable.type if isinstance(variable, nodes.Var) else None
            found.append((attribute["name"], Unknown("?") if declared is None else convert(declared)))
        return FieldTypes(tuple(found))

    def attributes(self, module: str, qualname: str) -> dict[str, Hint] | None:
        """Types of what instances of a class hold, by name; None when it is no class."""
        info = self._definition(module, qualname)
        if not isinstance(info, nodes.TypeInfo):
            return None
        found = {n: s.node for n, s in info.names.items() if isinstance(s.node, nodes.Var)}
        return {n: Unknown("?") if v.type is None else convert(v.type) for n, v in found.items()}

    def named_tuple(self, module: str, qualname: str) -> Hint | None:
        """The type of a NamedTuple class; None when it is none."""
        info = self._definition(module, qualname)
        if not isinstance(info, nodes.TypeInfo) or not info.is_named_tuple or info.tuple_type is None:
            return None
        return _named_tuple(info.tuple_type, info)

    def typed_dict(self, module: str, qualname: str) -> KeyTypes | None:
        """The keys of a TypedDict; None when it is none."""
        info = self._definition(module, qualname)
        if not isinstance(info, nodes.TypeInfo) or info.typeddict_type is None:
            return None
        declared = info.typeddict_type
        fields = tuple((name, convert(t)) for name, t in declared.items.items())
        loose = declared.items.keys() - declared.required_keys | declared.readonly_keys
        return KeyTypes(fields, frozenset(loose))

    def constant(self, module: str, name: str) -> Hint | None:
        """The declared or inferred type of a module or class variable."""
        node = self._definition(module, name)
        if not isinstance(node, nodes.Var) or node.type is None:
            return None
        return convert(node.type)

    def _definition(self, module: str, qualname: str) -> nodes.SymbolNode | None:
        tree = self._tree(module)
        names = tree.names if tree is not None else None
        node: nodes.SymbolNode | None = None
        for part in qualname.split("."):
            symbol = names.get(part) if names is not None else None
            node = symbol.node if symbol is not None else None
            if isinstance(node, nodes.Decorator):
                node = node.func
            names = node.names if isinstance(node, nodes.TypeInfo) else None
        return node


_CROSS_REFERENCES = {"node", "info", "names", "analyzed", "type", "unanalyzed_type", "defs", "imports", "alias_deps"}
_PLACES = {"line", "column", "end_line", "end_column"}


@cache
def _inside(kind: type) -> tuple[str, ...]:
    """The attributes of a node of this kind that may hold nodes below it."""
    every = (name for one in kind.__mro__ for name in getattr(one, "__mypyc_attrs__", ()))
    return tuple(name for name in dict.fromkeys(every) if name not in _CROSS_REFERENCES | _PLACES)


def _expressions(body: nodes.Block) -> list[nodes.Expression]:
    """Every expression below `body`. By reflection, since mypy's compiled visitors cannot be subclassed."""
    found: list[nodes.Expression] = []
    seen: set[int] = set()
    stack: list[object] = [body]
    while stack:
        item = stack.pop()
        if isinstance(item, list | tuple):
            stack.extend(item)
            continue
        if not isinstance(item, nodes.Node) or isinstance(item, nodes.SymbolNode) or id(item) in seen:
            continue
        seen.add(id(item))
        if isinstance(item, nodes.Expression):
            found.append(item)
        kind: type = type(item)
        stack.extend([getattr(item, name, None) for name in _inside(kind)])
    return found


def _spelled(found: mt.Type, most: int = 120) -> str:
    """mypy's spelling; that of an overloaded function would fill a page."""
    text = str(found)
    return text if len(text) <= most else f"{text[: most - 3]}..."


def convert(found: mt.Type) -> Hint:
    """A mypy type as an exact type, or Unknown."""
    proper = mt.get_proper_type(found)
    match proper:
        case mt.NoneType():
            return NONE
        case mt.LiteralType():
            return convert(proper.fallback)
        case mt.AnyType():
            explicit = proper.type_of_any == mt.TypeOfAny.explicit
            return Unknown("Any" if explicit else "no annotation", missing=not explicit)
        case mt.TupleType() if proper.partial_fallback.type.fullname == "builtins.tuple":
            items = [convert(i) for i in proper.items]
            return _first_unknown(items) or TupleT(tuple(i for i in items if not isinstance(i, Unknown)))
        case mt.TupleType() if proper.partial_fallback.type.is_named_tuple:
            return _named_tuple(proper, proper.partial_fallback.type)
        case mt.TypedDictType() if not proper.is_anonymous() and not proper.fallback.type.type_vars:
            return KeyedT(_spot(proper.fallback.type))
        case mt.UnionType():
            items = [convert(i) for i in proper.items]
            problem = _first_unknown(items)
            joined = union(i for i in items if not isinstance(i, Unknown))
            return problem or joined or Unknown(_spelled(found))
        case mt.Instance():
            return _instance(proper)
        case mt.TypeVarType():
            return VarT(proper.name)
        case _:
            return Unknown(_spelled(found))


def _named_tuple(found: mt.TupleType, info: nodes.TypeInfo) -> Hint:
    fields = info.metadata.get("namedtuple", {}).get("fields", [])
    items = [convert(i) for i in found.items]
    known = tuple(i for i in items if not isinstance(i, Unknown))
    if len(known) != len(items) or len(fields) != len(items) or not items or info.type_vars:
        return _first_unknown(items) or Unknown(_spelled(found))
    return NamedT(known, _spot(info), tuple(fields))


def _spot(info: nodes.TypeInfo) -> str:
    """`module:qualname` of a class."""
    return f"{info.module_name}:{info.fullname[len(info.module_name) + 1 :]}"


_DATES = {f"datetime.{kind}": MarkT(kind) for kind in ("date", "datetime", "timedelta")}


def _enum(info: nodes.TypeInfo) -> Type:
    bases = {base.fullname for base in info.mro}
    base = "int" if "builtins.int" in bases else "str" if "builtins.str" in bases else ""
    return MarkT("enum", _spot(info), base)


_CONCRETE = {
    **dict.fromkeys((f"typing.{n}" for n in ("Sequence", "MutableSequence", "Collection", "Iterable", "Reversible")),
                    "builtins.list"),
    **dict.fromkeys((f"typing.{n}" for n in ("Mapping", "MutableMapping")), "builtins.dict"),
}  # fmt: skip
"""Abstract containers, and the built-in that a port takes for them; anything else a caller passes falls back."""


def _instance(found: mt.Instance) -> Hint:
    name = found.type.fullname
    if name in _INSTANCES:
        return _INSTANCES[name]
    if name in _DATES:
        return _DATES[name]
    if found.type.module_name.partition(".")[0] == "numpy":
        return _array(found)
    if found.type.is_enum and found.type.module_name.partition(".")[0] not in sys.stdlib_module_names:
        return _enum(found.type)
    args = [convert(a) for a in found.args]
    problem = _first_unknown(args)
    known = [a for a in args if not isinstance(a, Unknown)]
    name = _CONCRETE.get(name, name)
    if name in ("builtins.list", "builtins.dict", "builtins.tuple"):
        if problem is not None:
            return replace(problem, outline=name.removeprefix("builtins."))
        if name == "builtins.list":
            return ListT(known[0])
        return DictT(known[0], known[1]) if name == "builtins.dict" else VarTupleT(known[0])
    if name == "collections.deque":
        return replace(problem, outline="deque") if problem else DequeT(known[0])
    if name == "collections.defaultdict":
        return replace(problem, outline="defaultdict") if problem else DictT(known[0], known[1], "defaultdict")
    if name == "collections.OrderedDict":
        return replace(problem, outline="OrderedDict") if problem else DictT(known[0], known[1], "OrderedDict")
    if name == "collections.Counter":
        return replace(problem, outline="Counter") if problem else DictT(known[0], INT, "Counter")
    if name in ("builtins.set", "builtins.frozenset"):
        if problem is not None:
            return replace(problem, outline=name.removeprefix("builtins."))
        return SetT(known[0], name == "builtins.frozenset")
    if name in ("typing.Iterator", "typing.Generator", "builtins.range", "builtins.enumerate", "builtins.zip"):
        return problem or (IterT(known[0]) if known else Unknown(_spelled(found)))
    module = found.type.module_name
    plain = module.partition(".")[0] not in sys.stdlib_module_names and not found.type.is_protocol
    if ("dataclass" in found.type.metadata or plain) and not found.args:
        return RecordT(_spot(found.type))
    return Unknown(_spelled(found))


def _array(found: mt.Instance) -> Hint:
    """An array whose dimensions and element are told; anything else of NumPy's is not taken."""
    shape, kind = (mt.get_proper_type(a) for a in found.args) if len(found.args) == 2 else (None, None)
    if found.type.fullname == "numpy.ndarray" and isinstance(shape, mt.TupleType) and isinstance(kind, mt.Instance):
        element = convert(kind.args[0]) if kind.args else None
        if element in (NP_FLOAT, NP_INT) and len(shape.items) in (1, 2) and not isinstance(element, Unknown):
            return ArrayT(element, len(shape.items))
    return Unknown(_spelled(found))


def _first_unknown(hints: list[Hint]) -> Unknown | None:
    return next((h for h in hints if isinstance(h, Unknown)), None)


def consult(root: Path, modules: Mapping[str, tuple[Path, str]], cache: Path, python: tuple[int, int]) -> Oracle:
    """Types `modules` (name -> file and text) and what they import. Nothing of the user's is executed.

    Raises ValueError with mypy's words when it cannot read them at all (a syntax error newer than it knows).
    """
    options = Options()
    options.export_types = True
    options.preserve_asts = True
    options.incremental = True
    options.cache_dir = str(cache)
    options.python_version = python
    options.check_untyped_defs = True
    options.ignore_missing_imports = True
    options.namespace_packages = True
    options.explicit_package_bases = True
    options.native_parser = False  # its columns count code points, `ast` counts bytes
    options.mypy_path = [str(root), str(root / "src")]
    sources = [BuildSource(str(file), name, text) for name, (file, text) in modules.items()]
    if any("numpy" in text for _, text in modules.values()):
        sources += [BuildSource(f"{name}.pyi", name, text) for name, text in numpy_stub.MODULES.items()]
    if any(f"import {regex_stub.MODULE}\n" in text for _, text in modules.values()):
        sources.append(BuildSource(f"{regex_stub.MODULE}.pyi", regex_stub.MODULE, regex_stub.TEXT))
    here = os.getcwd()
    try:
        os.chdir(root)
        with exclusive(cache / "lock"):  # a second writer would find mypy's database locked, and give up
            result = build.build(sources, options=options)
            result.manager.metastore.close()  # three descriptors for each of its sixteen databases
    except CompileError as error:
        raise ValueError("; ".join(error.messages)) from error
    except SystemExit as error:  # mypy ends the process for a root inside site-packages
        raise ValueError("mypy does not read projects inside site-packages; copy it elsewhere") from error
    finally:
        os.chdir(here)
    return Oracle(result)

"""Classes of the unit: which are plain enough to cross the bridge and to be built natively.

A dataclass is taken when its generated __init__ does nothing but store the fields in order (and then run an own
__post_init__); another class when its own __init__ sets every field; a TypedDict, which may inherit from others, when
every key is there. Otherwise no bases, and no dunder methods that attribute access, copying or the end of an object
would run.
"""

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pivot_lsp.port.frontend.nodes import nodes_of
from pivot_lsp.port.frontend.oracle import Hint, KeyTypes, Oracle, Unknown
from pivot_lsp.port.frontend.scope import ClassSymbol, ExternalSymbol, FunctionSymbol, Project, Symbol
from pivot_lsp.port.refusal import unportable

_FLAGS = {"frozen", "eq", "slots", "order", "repr", "unsafe_hash", "match_args", "weakref_slot"}
_HOOKS = {
    "__new__", "__getattr__", "__getattribute__", "__setattr__", "__delattr__", "__init_subclass__",
    "__class_getitem__", "__del__", "__set_name__", "__get__", "__set__", "__instancecheck__", "__copy__",
    "__deepcopy__", "__iadd__", "__enter__",
}  # fmt: skip
_EQUALITY = {"__eq__", "__ne__"}


@dataclass(frozen=True)
class RecordInfo:
    """A class as declared: name -> type in order, name -> default expression. `given`: the fields that its generated
    __init__ takes. `init`: the own __init__ or __post_init__, if there is one. `own`: the methods it defines. `order`:
    whether records compare as the tuples of their fields. `hidden`: fields that the generated repr leaves out; None
    where no repr is generated. `uncompared`: fields that generated comparisons leave out. `keyed`: a TypedDict."""

    symbol: ClassSymbol
    relative: str
    fields: dict[str, Hint]
    defaults: dict[str, ast.expr]
    frozen: bool
    eq: bool
    plain: bool = False
    given: tuple[str, ...] = ()
    init: FunctionSymbol | None = None
    own: frozenset[str] = frozenset()
    order: bool = False
    hidden: frozenset[str] | None = None
    uncompared: frozenset[str] = frozenset()
    keyed: bool = False

    @property
    def cls(self) -> str:
        """`module:qualname`."""
        return f"{self.symbol.module}:{self.symbol.node.name}"


def read_record(symbol: ClassSymbol, project: Project, oracle: Oracle, node: ast.AST) -> RecordInfo:
    """The class behind `symbol`, or a refusal PV214 at `node`."""
    definition = symbol.node
    name = definition.name
    module = project.module(symbol.module)
    assert module is not None

    def refuse(why: str) -> Exception:
        return unportable("PV214", f"class {name}: {why}", node)

    if (keys := oracle.typed_dict(symbol.module, name)) is not None:
        return _keyed(symbol, module.relative, keys, refuse)
    flags = _flags(definition, module.bindings, refuse)
    if definition.keywords or any(ast.unparse(b) != "object" for b in definition.bases):
        raise refuse("these bases and metaclasses are not taken")
    own = frozenset(s.name for s in definition.body if isinstance(s, ast.FunctionDef | ast.AsyncFunctionDef))
    if own & _HOOKS:
        raise refuse(f"own {min(own & _HOOKS)}")
    if flags is None:
        return _plain(symbol, project, oracle, own, refuse)
    if "__init__" in own:
        raise refuse("a dataclass with an own __init__")
    declared = _declared(definition, refuse)
    types = oracle.fields(symbol.module, name)
    if types is None:
        raise refuse("its fields are not known")
    return RecordInfo(
        symbol,
        module.relative,
        dict(types.fields),
        declared.defaults,
        frozen=flags.get("frozen", False),
        eq=flags.get("eq", True) and not own & _EQUALITY,
        given=tuple(declared.given),
        init=project.method(symbol, "__post_init__"),
        own=own,
        order=flags.get("order", False),
        hidden=frozenset(declared.hidden) if flags.get("repr", True) else None,
        uncompared=frozenset(declared.uncompared),
    )


def _flags(
    definition: ast.ClassDef, bindings: dict[str, list[Symbol]], refuse: Callable[[str], Exception]
) -> dict[str, bool] | None:
    """What `@dataclass(...)` says; None of a class that is none."""
    flags: dict[str, bool] | None = None
    for decorator in definition.decorator_list:
        call = decorator if isinstance(decorator, ast.Call) else None
        if not _is_dataclass(call.func if call is not None else decorator, bindings):
            raise refuse("another decorator than dataclass")
        flags = {}
        for k in call.keywords if call is not None else []:
            if k.arg not in _FLAGS or not isinstance(k.value, ast.Constant):
                raise refuse(f"dataclass({k.arg}=...) is not taken")
            flags[k.arg] = bool(k.value.value)
    return flags


@dataclass
class _Declared:
    """What a dataclass says of its fields; see `RecordInfo`."""

    defaults: dict[str, ast.expr] = field(default_factory=dict)
    given: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    uncompared: list[str] = field(default_factory=list)


def _declared(definition: ast.ClassDef, refuse: Callable[[str], Exception]) -> _Declared:
    found = _Declared()
    for statement in definition.body:
        if not isinstance(statement, ast.AnnAssign) or not isinstance(statement.target, ast.Name):
            continue
        name, spelled = statement.target.id, ast.unparse(statement.annotation)
        if "ClassVar" in spelled:
            continue
        if "InitVar" in spelled or "KW_ONLY" in spelled:
            raise refuse("InitVar and KW_ONLY are not taken")
        if _says(statement.value, "init"):
            found.given.append(name)
        if not _says(statement.value, "repr"):
            found.hidden.append(name)
        if not _says(statement.value, "compare"):
            found.uncompared.append(name)
        if statement.value is not None and (default := _default(statement.value, refuse)) is not None:
            found.defaults[name] = default
    return found


def _keyed(symbol: ClassSymbol, relative: str, keys: KeyTypes, refuse: Callable[[str], Exception]) -> RecordInfo:
    """A TypedDict: a dict that holds every declared key and no other."""
    decorators = {ast.unparse(d) for d in symbol.node.decorator_list} - {"final", "typing.final"}
    if decorators or any(k.arg != "total" for k in symbol.node.keywords):
        raise refuse("a TypedDict with a decorator, closed or extra_items")
    if keys.loose:
        raise refuse(f"a TypedDict whose key {min(keys.loose)!r} may be missing, or may only be read")
    if not keys.fields:
        raise refuse("a TypedDict without keys")
    fields = dict(keys.fields)
    return RecordInfo(symbol, relative, fields, {}, frozen=False, eq=True, given=tuple(fields), keyed=True)


def _says(default: ast.expr | None, flag: str) -> bool:
    """Whether `field(...)` leaves the flag (`init`, `repr`, `compare`) as it is: true."""
    if not isinstance(default, ast.Call):
        return True
    found = next((k.value for k in default.keywords if k.arg == flag), None)
    return not (isinstance(found, ast.Constant) and found.value is False)


def _plain(
    symbol: ClassSymbol, project: Project, oracle: Oracle, own: frozenset[str], refuse: Callable[[str], Exception]
) -> RecordInfo:
    """A class that is no dataclass: its fields are what its __init__, if it has one, sets, in that order."""
    init = project.method(symbol, "__init__")
    types = oracle.attributes(symbol.module, symbol.node.name) or {}
    module = project.module(symbol.module)
    assert module is not None
    names: list[str] = []
    if init is not None:
        if not isinstance(init.node, ast.FunctionDef) or not init.node.args.args:
            raise refuse("an __init__ without self")
        names = list(dict.fromkeys(stored_fields(init.node.body, init.node.args.args[0].arg)))
    for method in symbol.node.body:
        if isinstance(method, ast.FunctionDef) and method.args.args and not method.decorator_list:
            late = set(stored_fields(method.body, method.args.args[0].arg)) - set(names)
            if late:
                raise refuse(f"{min(late)!r} is set outside of __init__")
    constants = {s.target.id for s in symbol.node.body if isinstance(s, ast.AnnAssign) and s.value is not None
                 and isinstance(s.target, ast.Name)}  # fmt: skip
    constants |= {t.id for s in symbol.node.body if isinstance(s, ast.Assign) for t in s.targets
                  if isinstance(t, ast.Name)}  # fmt: skip
    if constants & set(names):
        raise refuse(f"{min(constants & set(names))!r} is set in the class and in __init__")
    fields = {name: types.get(name, Unknown("?")) for name in names}
    return RecordInfo(
        symbol, module.relative, fields, {}, frozen=False, eq=False, plain=True, init=init,
        own=own,
    )  # fmt: skip


def stored_fields(body: Sequence[ast.stmt], self_name: str) -> list[str]:
    """Names of the attributes of self that statements set, in order of appearance."""
    found: list[tuple[int, int, str]] = []
    for statement in body:
        for inner in nodes_of(statement):
            match inner:
                case ast.Attribute(value=ast.Name(id=owner), attr=name, ctx=ast.Store()) if owner == self_name:
                    found.append((inner.lineno, inner.col_offset, name))
                case _:
                    pass
    return [name for _, _, name in sorted(found)]


def _is_dataclass(target: ast.expr, bindings: dict[str, list[Symbol]]) -> bool:
    spelled = ast.unparse(target)
    return spelled == "dataclasses.dataclass" or bindings.get(spelled) == [ExternalSymbol("dataclasses", "dataclass")]


def _default(value: ast.expr, refuse: object) -> ast.expr | None:
    """The default as an expression that makes it anew: field(default_factory=list) is []. None where there is none."""
    assert callable(refuse)
    if not isinstance(value, ast.Call):
        return value
    if ast.unparse(value.func) not in ("field", "dataclasses.field"):
        return value
    given = {k.arg: k.value for k in value.keywords}
    known = {"default", "default_factory", "repr", "hash", "metadata", "init", "compare"}
    if not given.keys() <= known:
        raise refuse("field() with kw_only is not taken")
    if "default" in given:
        return given["default"]
    factory = given.get("default_factory")
    if factory is None:
        return None
    if isinstance(factory, ast.Name) and factory.id in ("list", "dict"):
        empty: ast.expr = ast.List([], ast.Load()) if factory.id == "list" else ast.Dict([], [])
        return ast.copy_location(empty, value)
    if isinstance(factory, ast.Lambda) and isinstance(factory.body, ast.List | ast.Dict | ast.Constant):
        return factory.body
    if isinstance(factory, ast.Name) and factory.id == "set":
        return ast.copy_location(ast.Call(factory, [], []), value)
    raise refuse("this default_factory is not taken")

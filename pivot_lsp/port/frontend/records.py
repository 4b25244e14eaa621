"""Dataclasses of the unit: which are plain enough to cross the bridge and to be built natively.

A class is taken when its generated __init__ does nothing but store the fields in order: no bases, no hooks, no own
dunder methods that construction, comparison or attribute access would run.
"""

import ast
from dataclasses import dataclass

from pivot_lsp.port.frontend.oracle import Hint, Oracle
from pivot_lsp.port.frontend.scope import ClassSymbol, ExternalSymbol, Project
from pivot_lsp.port.refusal import unportable

_FLAGS = {"frozen", "eq", "slots", "order", "repr", "unsafe_hash", "match_args", "weakref_slot"}
_HOOKS = {
    "__init__", "__new__", "__post_init__", "__eq__", "__ne__", "__hash__", "__getattr__", "__getattribute__",
    "__setattr__", "__delattr__", "__init_subclass__", "__class_getitem__", "__bool__", "__len__", "__lt__", "__le__",
    "__gt__", "__ge__", "__del__",
}  # fmt: skip


@dataclass(frozen=True)
class RecordInfo:
    """A dataclass as declared: name -> type in order, name -> default expression."""

    symbol: ClassSymbol
    relative: str
    fields: dict[str, Hint]
    defaults: dict[str, ast.expr]
    frozen: bool
    eq: bool

    @property
    def cls(self) -> str:
        """`module:qualname`."""
        return f"{self.symbol.module}:{self.symbol.node.name}"


def read_record(symbol: ClassSymbol, project: Project, oracle: Oracle, node: ast.AST) -> RecordInfo:
    """The dataclass behind `symbol`, or a refusal PV214 at `node`."""
    definition = symbol.node
    name = definition.name
    module = project.module(symbol.module)
    assert module is not None

    def refuse(why: str) -> Exception:
        return unportable("PV214", f"class {name}: {why}", node)

    flags: dict[str, bool] | None = None
    for decorator in definition.decorator_list:
        call = decorator if isinstance(decorator, ast.Call) else None
        target = call.func if call is not None else decorator
        if _is_dataclass(target, module.bindings):
            flags = {}
            for k in call.keywords if call is not None else []:
                if k.arg not in _FLAGS or not isinstance(k.value, ast.Constant):
                    raise refuse(f"dataclass({k.arg}=...) is not taken")
                flags[k.arg] = bool(k.value.value)
        else:
            raise refuse("another decorator than dataclass")
    if flags is None:
        raise refuse("it is not a dataclass")
    if definition.bases or definition.keywords:
        raise refuse("bases and metaclasses are not taken")
    defaults: dict[str, ast.expr] = {}
    for statement in definition.body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef) and statement.name in _HOOKS:
            raise refuse(f"own {statement.name}")
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            if "ClassVar" in ast.unparse(statement.annotation) or "InitVar" in ast.unparse(statement.annotation):
                raise refuse("ClassVar and InitVar are not taken")
            if statement.value is not None:
                defaults[statement.target.id] = _default(statement.value, refuse)
    types = oracle.fields(symbol.module, name)
    if types is None:
        raise refuse("its fields are not known")
    return RecordInfo(
        symbol,
        module.relative,
        dict(types.fields),
        defaults,
        frozen=flags.get("frozen", False),
        eq=flags.get("eq", True),
    )


def _is_dataclass(target: ast.expr, bindings: dict[str, list[object]] | object) -> bool:
    spelled = ast.unparse(target)
    found = bindings.get(spelled) if isinstance(bindings, dict) else None
    return spelled == "dataclasses.dataclass" or found == [ExternalSymbol("dataclasses", "dataclass")]


def _default(value: ast.expr, refuse: object) -> ast.expr:
    """The default as an expression that makes it anew: field(default_factory=list) is []."""
    assert callable(refuse)
    if not isinstance(value, ast.Call):
        return value
    if ast.unparse(value.func) not in ("field", "dataclasses.field"):
        return value
    given = {k.arg: k.value for k in value.keywords}
    if not given.keys() <= {"default", "default_factory", "repr", "compare", "hash", "metadata"} or "compare" in given:
        raise refuse("field() with init, kw_only or compare is not taken")
    if "default" in given:
        return given["default"]
    factory = given.get("default_factory")
    if isinstance(factory, ast.Name) and factory.id in ("list", "dict"):
        empty: ast.expr = ast.List([], ast.Load()) if factory.id == "list" else ast.Dict([], [])
        return ast.copy_location(empty, value)
    raise refuse("this default_factory is not taken")

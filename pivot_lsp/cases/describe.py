"""The child process that imports a user's function and says its types: `python -m pivot_lsp.cases.describe`.

It takes one JSON request as its argument and answers on the descriptor named there, so that whatever the user's
module prints goes elsewhere. Invariant: what it does not understand exactly is `unknown`, never a near miss.
"""

import array
import ast
import collections
import collections.abc
import dataclasses
import datetime
import decimal
import enum
import importlib
import inspect
import json
import os
import sys
import textwrap
import types
import typing
from pathlib import Path
from typing import Any

from pivot_lsp.cases.sources import read_sources
from pivot_lsp.cases.values import is_plain
from pivot_lsp.model.signature import Argument, Kind, Signature, Type

_SCALARS: dict[Any, Kind] = {
    int: "int",
    float: "float",
    bool: "bool",
    str: "str",
    bytes: "bytes",
    None: "none",
    type(None): "none",
}
_LISTS = (list, collections.abc.Sequence, collections.abc.MutableSequence, collections.abc.Iterable,
          collections.abc.Collection)  # fmt: skip
_CONTAINERS: dict[Any, Kind] = {
    **dict.fromkeys(_LISTS, "list"),
    **dict.fromkeys((dict, collections.abc.Mapping, collections.abc.MutableMapping), "dict"),
    **dict.fromkeys((set, collections.abc.Set, collections.abc.MutableSet), "set"),
    frozenset: "frozenset",
}
_EXTRAS: dict[Any, tuple[str, int]] = {
    datetime.date: ("date", 0),
    datetime.datetime: ("datetime", 0),
    datetime.time: ("time", 0),
    datetime.timedelta: ("timedelta", 0),
    decimal.Decimal: ("Decimal", 0),
    complex: ("complex", 0),
    range: ("range", 0),
    bytearray: ("bytearray", 0),
    array.array: ("array", 1),
    collections.deque: ("deque", 1),
    collections.Counter: ("Counter", 1),
    collections.OrderedDict: ("OrderedDict", 2),
    collections.defaultdict: ("defaultdict", 2),
}
"""Their tags in case files, and how many types they take."""
UNKNOWN = Type(kind="unknown")


def type_of(hint: Any, inside: tuple[str, ...] = ()) -> Type:
    """A resolved annotation as a Type. A record inside itself is `unknown` with the record's name."""
    try:
        hash(hint)
    except TypeError:
        return UNKNOWN
    if hint in _SCALARS:
        return Type(kind=_SCALARS[hint])
    if isinstance(hint, typing.NewType):
        return type_of(hint.__supertype__, inside)
    if isinstance(hint, typing.TypeVar):
        if hint.__constraints__:
            return _union(hint.__constraints__, inside)
        return UNKNOWN if hint.__bound__ is None else type_of(hint.__bound__, inside)
    if type(hint).__name__ == "TypeAliasType":
        return type_of(hint.__value__, inside)
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        plain = all(value is None or type(value) in (str, int, bool) for value in args)
        return Type(kind="literal", values=list(args)) if plain else UNKNOWN
    if origin in (typing.Union, types.UnionType):
        return _union(args, inside)
    if origin is typing.Annotated:
        return type_of(args[0], inside)
    if hint is tuple or origin is tuple:
        return _tuple(hint, args, inside)
    container = _CONTAINERS.get(origin or hint)
    if container:
        wanted = 2 if container == "dict" else 1
        inner = [type_of(arg, inside) for arg in args] if len(args) == wanted else [UNKNOWN] * wanted
        return Type(kind=container, args=inner)
    extra = _EXTRAS.get(origin or hint)
    if extra:
        name, wanted = extra
        given = [type_of(arg, inside) for arg in args]
        return Type(kind="extra", name=name, args=given if len(given) == wanted else [UNKNOWN] * wanted)
    return _class(hint, inside) if isinstance(hint, type) else UNKNOWN


def _union(args: tuple[Any, ...], inside: tuple[str, ...]) -> Type:
    arms = [type_of(arg, inside) for arg in args if arg is not type(None)]
    inner = arms[0] if len(arms) == 1 else Type(kind="union", args=arms)
    return Type(kind="optional", args=[inner]) if type(None) in args else inner


def _tuple(hint: Any, args: tuple[Any, ...], inside: tuple[str, ...]) -> Type:
    if len(args) == 2 and args[1] is Ellipsis:
        return Type(kind="vartuple", args=[type_of(args[0], inside)])
    if not args and hint in (tuple, typing.Tuple):  # noqa: UP006 - bare `typing.Tuple` is what a user may write
        return Type(kind="vartuple", args=[UNKNOWN])
    return Type(kind="tuple", args=[type_of(arg, inside) for arg in args])


def _class(cls: type, inside: tuple[str, ...]) -> Type:
    name = f"{cls.__module__}:{cls.__qualname__}"
    if "<locals>" in name or name in inside:
        return Type(kind="unknown", name=name)
    if cls.__bases__ == (dict,) and hasattr(cls, "__optional_keys__"):  # a TypedDict, of whichever module
        keys = {key: type_of(hint, (*inside, name)) for key, hint in hints_of(cls).items()}
        optional = sorted(cls.__optional_keys__)
        return Type(kind="typed_dict", name=name, fields=list(keys), args=list(keys.values()), values=[*optional])
    if issubclass(cls, enum.Enum):
        plain = {str, int, bool, float, type(None)}
        members = [m.value if type(m.value) in plain else None for m in cls]
        return Type(kind="enum", name=name, values=[m.name for m in cls], member_values=members)
    named_tuple = issubclass(cls, tuple) and hasattr(cls, "_fields")
    if named_tuple:
        fields = list(getattr(cls, "_fields", ()))
    elif dataclasses.is_dataclass(cls):
        fields = [f.name for f in dataclasses.fields(cls)]
    else:
        return _plain(cls, name, inside)
    hints = hints_of(cls)
    inner = [type_of(hints[field], (*inside, name)) if field in hints else UNKNOWN for field in fields]
    return Type(
        kind="record",
        name=name,
        fields=fields,
        args=inner,
        named_tuple=named_tuple,
        hashable=named_tuple or cls.__hash__ is not None,
    )


def _plain(cls: type, name: str, inside: tuple[str, ...]) -> Type:
    """An instance of a plain class holds what its `__init__` sets: from a parameter, under an annotation, or to a
    plain literal. Unknown where one of them is set otherwise."""
    unknown = Type(kind="unknown", name=name)
    init = vars(cls).get("__init__")
    if not is_plain(cls) or not isinstance(init, types.FunctionType) or cls.__mro__[1:] != (object,):
        return unknown
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(init))).body[0]
    except (OSError, TypeError, SyntaxError, IndexError):
        return unknown
    assert isinstance(tree, ast.FunctionDef)
    self_name = tree.args.args[0].arg if tree.args.args else ""
    hints = hints_of(init)
    declared = hints_of(cls)
    fields: dict[str, Type] = {}
    for statement in tree.body:
        target = statement.targets[0] if isinstance(statement, ast.Assign) else getattr(statement, "target", None)
        if _own(target, self_name) and isinstance(statement, ast.Assign | ast.AnnAssign):
            assert isinstance(target, ast.Attribute)
            hint = declared.get(target.attr, _hint(statement, hints, init.__globals__))
            attribute = target.attr
            if attribute.startswith("__") and not attribute.endswith("__"):
                attribute = f"_{cls.__name__.lstrip('_')}{attribute}"
            fields[attribute] = UNKNOWN if hint is inspect.Parameter.empty else type_of(hint, (*inside, name))
        elif any(
            _own(node, self_name) and isinstance(getattr(node, "ctx", None), ast.Store) for node in ast.walk(statement)
        ):
            return unknown  # set under a condition, in a loop, twice at once
    if not fields or any(field.kind == "unknown" and not field.name for field in fields.values()):
        return unknown
    hashable = cls.__hash__ is not None
    return Type(kind="record", name=name, fields=list(fields), args=list(fields.values()), hashable=hashable)


def _own(node: Any, self_name: str) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == self_name


def _hint(statement: ast.Assign | ast.AnnAssign, hints: dict[str, Any], space: dict[str, Any]) -> Any:
    """The type of what is assigned; `inspect.Parameter.empty` when the text does not say it."""
    if isinstance(statement, ast.AnnAssign):
        one = types.SimpleNamespace(__annotations__={"it": ast.unparse(statement.annotation)})
        try:
            return typing.get_type_hints(one, space)["it"]
        except Exception:  # noqa: BLE001 - an annotation is the user's code and may raise anything
            return inspect.Parameter.empty
    value = statement.value
    if isinstance(value, ast.Name):
        return hints.get(value.id, inspect.Parameter.empty)
    if isinstance(value, ast.Constant) and type(value.value) in (int, float, str, bool):
        return type(value.value)
    return inspect.Parameter.empty


def hints_of(thing: Any) -> dict[str, Any]:
    """The annotations that can be resolved; one that cannot (imported for checkers only) leaves out itself alone."""
    try:
        return typing.get_type_hints(thing)
    except Exception:  # noqa: BLE001 - an annotation is the user's code and may raise anything; then each on its own
        pass
    hints: dict[str, Any] = {}
    for holder in reversed(thing.__mro__) if isinstance(thing, type) else (inspect.unwrap(thing),):
        space = getattr(holder, "__globals__", None) or vars(sys.modules.get(holder.__module__, typing))
        for name, raw in getattr(holder, "__annotations__", {}).items():
            one = types.SimpleNamespace(__annotations__={name: raw})
            try:
                hints.update(typing.get_type_hints(one, space))
            except Exception:  # noqa: BLE001 - as above
                hints.pop(name, None)
    return hints


def signature_of(function: Any, module: str, qualname: str, owner: type | None) -> Signature:
    """The signature of a callable; `owner` is the class that a method's first parameter belongs to."""
    hints = hints_of(function)
    arguments = []
    rest = None
    for index, parameter in enumerate(inspect.signature(function).parameters.values()):
        if parameter.kind is parameter.VAR_POSITIONAL:
            rest = type_of(hints[parameter.name]) if parameter.name in hints else UNKNOWN
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            continue
        hint = hints.get(parameter.name, owner if index == 0 and owner else inspect.Parameter.empty)
        arguments.append(
            Argument(
                name=parameter.name,
                type=UNKNOWN if hint is inspect.Parameter.empty else type_of(hint),
                has_default=parameter.default is not parameter.empty,
                keyword_only=parameter.kind is parameter.KEYWORD_ONLY,
                positional_only=parameter.kind is parameter.POSITIONAL_ONLY or (index == 0 and owner is not None),
            )
        )
    result = type_of(hints["return"]) if "return" in hints else UNKNOWN
    return Signature(module=module, qualname=qualname, arguments=arguments, rest=rest, result=result)


def describe_here(request: dict[str, Any]) -> dict[str, Any]:
    """`{"signature": ...}` or `{"error": ...}` for `{"paths", "module", "qualname", "file"}`; imports the module."""
    read_sources(request["paths"])
    sys.path[:0] = request["paths"]
    module, qualname = request["module"], request["qualname"]
    try:
        found: Any = importlib.import_module(module)
    except BaseException as error:  # noqa: BLE001 - the user's module may raise anything, SystemExit included
        return {"error": f"importing {module} raised {type(error).__name__}: {error}", "import": True}
    there = getattr(found, "__file__", None)
    if request["file"] and (there is None or Path(there).resolve() != Path(request["file"])):
        return {"error": f"the name {module} imports {there or 'a built-in module'}, not this file", "import": True}
    owner = None
    for part in qualname.split("."):
        owner, holder = (found if isinstance(found, type) else None), found
        try:
            found = getattr(found, part)
        except AttributeError:
            return {"error": f"module {module} has no function {qualname!r}"}
        raw = vars(holder).get(part) if owner is not None else None
        if isinstance(raw, staticmethod | classmethod):
            owner = None
    if not callable(found):
        return {"error": f"{module}:{qualname} is a {type(found).__name__}, not a function"}
    try:
        return {"signature": signature_of(found, module, qualname, owner).model_dump()}
    except ValueError as error:
        return {"error": f"{module}:{qualname} tells no signature: {error}"}


def main() -> None:
    """Answers the request in `sys.argv[1]`."""
    request = json.loads(sys.argv[1])
    reply = json.dumps(describe_here(request)).encode()
    with os.fdopen(request["fd"], "wb") as pipe:
        pipe.write(reply)
    os._exit(0)


if __name__ == "__main__":
    main()

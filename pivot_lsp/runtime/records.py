"""Which classes may cross the bridge as records.

Invariant: reading a carried field of an accepted class, and making an instance from its fields, does what the
generated dataclass code or NamedTuple does and runs nothing that a person wrote. A class changed afterwards is a
changed program; the certificate does not speak of it.
"""

import abc
import dataclasses
import types
from collections.abc import Sequence

_READING = ("__getattribute__", "__getattr__")
_REFUSING = ("__setattr__", "__delattr__")
_MAKING = ("__new__", "__setattr__", "__post_init__", "__del__")


def _generated(function: object) -> bool:
    """True for what `dataclasses` writes: it compiles from a string."""
    return isinstance(function, types.FunctionType) and function.__code__.co_filename == "<string>"


def _generated_init(cls: type, fields: Sequence[str]) -> bool:
    """True when the constructor takes exactly the fields, in order, and stores them and nothing else."""
    init = cls.__init__  # type: ignore[misc]  # a class that inherits may have another: it is looked at by itself
    if not isinstance(init, types.FunctionType) or not _generated(init):
        return False
    code = init.__code__
    return code.co_varnames == ("self", *fields) and set(code.co_names) <= {*fields, "__setattr__"}


def _hook(cls: type, more: Sequence[str]) -> str | None:
    """The user's code that reading an instance, or what `more` names, would run."""
    for base in cls.__mro__[:-1]:
        for name in (*_READING, *more):
            hook = base.__dict__.get(name)
            # A frozen dataclass's generated __setattr__ and __delattr__ only refuse: its constructor steps round them,
            # and so does the bridge, which sets field by field.
            if hook is not None and not (name in _REFUSING and _generated(hook)):
                return f"{base.__qualname__}.{name}"
    return None


def _descriptor(cls: type, name: str) -> bool:
    """True when something other than the instance (or its slot) answers for the field `name`."""
    for base in cls.__mro__:
        if name in base.__dict__:
            found = base.__dict__[name]
            return hasattr(type(found), "__get__") and not isinstance(found, types.MemberDescriptorType)
    return False


def raising_objection(cls: type) -> str | None:
    """Why instances of an exception class may not be made of their args and attributes, or None."""
    for base in cls.__mro__:
        for name in ("__new__", "__setattr__", "__delattr__", "__del__"):
            hook = base.__dict__.get(name)
            if isinstance(hook, types.FunctionType | staticmethod):
                return f"{base.__qualname__}.{name} is user code that would run"
    return None


def is_named_tuple(cls: type) -> bool:
    """True for a class made by NamedTuple or namedtuple itself, not for a class that inherits from one."""
    return cls.__bases__ == (tuple,) and isinstance(getattr(cls, "_fields", None), tuple)


def _plain_objection(cls: type, fields: Sequence[str]) -> str | None:
    """Why instances of a class that is no dataclass may not be made and changed by their fields."""
    hook = _hook(cls, ("__new__", "__setattr__", "__delattr__", "__del__"))
    if hook:
        return f"{hook} is user code that would run"
    descriptor = next((name for name in fields if _descriptor(cls, name)), None)
    return f"its field {descriptor!r} is a descriptor" if descriptor else None


def objection(
    cls: object, fields: Sequence[str], whole: bool, *, linked: bool = False, plain: bool = False
) -> str | None:
    """Why `cls` may not cross as a record of `fields`, or None. `whole`: instances are made by calling it, too.
    `linked`: instances are made field by field, and fields are set. `plain`: it is no dataclass."""
    if not isinstance(cls, type):
        return "it is not a class"
    if is_named_tuple(cls):
        known = list(getattr(cls, "_fields", ()))
        return None if known == list(fields) else f"its fields are {known}, the manifest has {list(fields)}"
    if type(cls) not in (type, abc.ABCMeta):
        return f"it has the metaclass {type(cls).__qualname__}"
    if plain or linked:
        reason = _plain_objection(cls, fields)
        if reason is not None or plain:
            return reason
    if not dataclasses.is_dataclass(cls):
        return "it is neither a dataclass nor a NamedTuple"
    declared = dataclasses.fields(cls)
    known = [field.name for field in declared]
    if known != list(fields):
        return f"its fields are {known}, the manifest has {list(fields)}"
    hook = _hook(cls, _MAKING if whole else ())
    if hook:
        return f"{hook} is user code that would run"
    for field in declared:
        if _descriptor(cls, field.name):
            return f"its field {field.name!r} is a descriptor"
        if whole and (not field.init or field.kw_only):
            return f"its field {field.name!r} is not a positional argument of its constructor"
    if whole and not _generated_init(cls, fields):
        return "its constructor is not the generated one"
    return None

"""Whether a vessel's answer is CPython's behaviour, to the bit."""

from collections.abc import Callable

from pivot_lsp.port.exceptions import BUILTINS
from tests.port.cpp.slots import FellBack, Raised, Returned

_KINDS = list(BUILTINS)


def spell(value: object) -> str:
    """A value with its exact types; floats as hex, dicts in order."""
    if isinstance(value, float):
        return f"float({value.hex()})"
    if isinstance(value, list | tuple):
        return f"{type(value).__name__}[{', '.join(map(spell, value))}]"
    if isinstance(value, dict):
        return "dict{" + ", ".join(f"{spell(k)}: {spell(v)}" for k, v in value.items()) + "}"
    return f"{type(value).__name__}({value!r})"


def cpython(operation: Callable[..., object], args: tuple[object, ...]) -> str:
    """What CPython does, as text that is equal exactly when the behaviour is."""
    try:
        return "returned " + spell(operation(*args))
    except Exception as error:  # noqa: BLE001 - any exception is behaviour
        return f"raised {type(error).__name__} {spell(list(error.args))}"


def native(answer: Returned | Raised | FellBack) -> str | None:
    """The same of a vessel's answer; None when legacy answers."""
    match answer:
        case Returned(value):
            return "returned " + spell(value)
        case Raised(kind, args):
            return f"raised {_KINDS[kind]} {spell(list(args))}"
    return None

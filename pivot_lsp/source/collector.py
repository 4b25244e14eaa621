"""Rest for the garbage collector while very many objects without cycles are made."""

import contextlib
import gc
from collections.abc import Callable, Iterator
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


@contextlib.contextmanager
def collector_paused() -> Iterator[None]:
    """Trees and facts hold no cycles, but the collector walks through them all again and again: half of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def collector_off() -> None:
    """No collector for the rest of a process that lives shortly, or until what `collector_on` wraps is called."""
    gc.disable()


def collector_on(call: Callable[P, T]) -> Callable[P, T]:
    """`call`, before which the collector works again; what is there then stays, and is not walked through any more."""

    @wraps(call)
    def called(*args: P.args, **kwargs: P.kwargs) -> T:
        if not gc.isenabled():
            gc.freeze()
            gc.enable()
        return call(*args, **kwargs)

    return called

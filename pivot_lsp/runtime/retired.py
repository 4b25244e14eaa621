"""What is left of a wrapped function whose legacy was retired: `@native(vessel="...")` above its head.

The vessel is opened at the first call. Nothing stands behind it any more: a call that it does not take runs the
function's own body, which raises NotImplementedError, and a vessel that cannot be opened raises VesselError.
"""

import functools
import os
import threading
from collections.abc import Callable
from typing import Any, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])
_opening = threading.RLock()
os.register_at_fork(after_in_child=lambda: globals().update(_opening=threading.RLock()))


def native(*, vessel: str) -> Callable[[F], F]:
    """A decorator: `vessel` answers the function, whose name, signature and documentation stay."""

    def decorate(head: F) -> F:
        opened: list[Any] = []

        def open_it() -> Any:
            # not above: what is never called costs its program nothing
            from pivot_lsp.runtime.dispatch import vessel_folder
            from pivot_lsp.runtime.loader import load_function

            with _opening:
                if not opened:
                    source = str(head.__globals__.get("__file__") or os.path.join(os.getcwd(), "_"))
                    opened.append(load_function(vessel_folder(vessel, source), head.__qualname__, head))
            return opened[0]

        def answer(*args: Any, **kwargs: Any) -> Any:
            return (opened[0] if opened else open_it())(*args, **kwargs)

        functools.update_wrapper(answer, head)
        vars(answer)["__pivot_legacy__"] = head
        return cast(F, answer)

    return decorate

"""Puts a recorder in front of a function by exchanging its code object.

The function object stays the one it was, so every name, table, registry and decorator that holds it calls the recorder
as well: nothing need be rebound, and it works the same on 3.11, where there is no sys.monitoring. The gate's code has
the function's name and place, and holds the recorder and the original as constants. Invariants: signature, closure,
defaults and attributes are the function's own; a call that is not sampled costs one more frame and nothing else.
A sampled call of a function without `*args` and `**kwargs` is kept with its defaults filled in and every argument in
its place, which means the same call.
"""

import inspect
import itertools
import random
import types
import warnings
from collections.abc import Callable
from typing import Any

PERIOD = 1 << 16
_CALLED, _ORIGINAL, _TURNS = "\0recorded", "\0original", "\0turns"
_MARKS = (_CALLED, _ORIGINAL, _TURNS)
_VARIADIC = inspect.CO_VARARGS | inspect.CO_VARKEYWORDS


def _template(parameters: str, arguments: str, sampled: bool) -> types.CodeType:
    """A gate's code with marks where its constants go. The loop over the turns ends in its first round: taking the
    next one in a `for` costs half of what calling its `__next__` does."""
    body = f"    return {_CALLED!r}({arguments})\n"
    if sampled:
        body = (
            f"    for pivot_turn in {_TURNS!r}:\n"
            f"        if pivot_turn: return {_CALLED!r}({arguments})\n"
            f"        return {_ORIGINAL!r}({arguments})\n"
        )
    space: dict[str, Any] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a constant that is called: it is exchanged before it can be
        exec(compile(f"def gate({parameters}):\n{body}", "<pivot record>", "exec"), space)  # a text made here
    code: types.CodeType = space["gate"].__code__
    return code


def _exact(code: types.CodeType) -> tuple[str, str]:
    """Parameters and arguments of a gate for a function without `*args` and `**kwargs`, which costs a third."""
    names, count, plain = code.co_varnames, code.co_argcount, code.co_posonlyargcount
    named = names[count : count + code.co_kwonlyargcount]
    parameters = [*names[:plain], *(["/"] if plain else []), *names[plain:count], *(["*", *named] if named else [])]
    return ", ".join(parameters), ", ".join([*names[:count], *(f"{name}={name}" for name in named)])


class Chance:
    """One call in `every`, at random and independently: a drawn pattern of PERIOD calls, repeated.

    `turns` gives 1 for a call that is chosen, else 0. All of it is C that runs no Python, so that threads share it as
    it is, and small ints that exist already: with a counter and an index a gate costs twice as much.
    """

    def __init__(self, every: int, seed: int) -> None:
        rng = random.Random(seed)
        self.every = every
        self.pattern = bytes(rng.random() * every < 1.0 for _ in range(PERIOD))
        self._rounds: dict[int, Any] = {}
        """The iterator over the pattern of each round begun."""
        rounds = map(self._rounds.setdefault, itertools.count(), map(iter, itertools.repeat(self.pattern)))
        self.turns = itertools.chain.from_iterable(rounds)
        self._base = 0

    def total(self) -> int:
        """Calls so far."""
        begun = len(self._rounds)
        return begun * PERIOD - self._rounds[begun - 1].__length_hint__() if begun else 0

    def passed_by(self) -> int:
        """Calls since `restart` that were not chosen."""
        return self._unchosen(self.total()) - self._unchosen(self._base)

    def _unchosen(self, calls: int) -> int:
        rounds, rest = divmod(calls, PERIOD)
        return calls - rounds * sum(self.pattern) - sum(self.pattern[:rest])

    def restart(self) -> None:
        """Counts from here: in a forked child."""
        self._base = self.total()


def code_of(function: Any, recorded: Callable[..., Any], original: Callable[..., Any], chance: Chance) -> Any:
    """The gate's code object for `function`, a Python function."""
    own = function.__code__
    sampled = chance.every > 1
    exact = sampled and not own.co_flags & _VARIADIC and all(name.isidentifier() for name in own.co_varnames)
    template = _template(*(_exact(own) if exact else ("*args, **kwargs", "*args, **kwargs")), sampled)
    exchanged = dict(zip(_MARKS, (recorded, original, chance.turns)))
    return template.replace(
        co_consts=tuple(
            exchanged.get(value, value) if isinstance(value, str) else value for value in template.co_consts
        ),
        co_freevars=own.co_freevars,
        co_name=own.co_name,
        co_qualname=own.co_qualname,
        co_filename=own.co_filename,
        co_firstlineno=own.co_firstlineno,
    )


def copy_of(function: types.FunctionType) -> types.FunctionType:
    """The function as it is now, as an object of its own that keeps its code."""
    copy = types.FunctionType(
        function.__code__, function.__globals__, function.__name__, function.__defaults__, function.__closure__
    )
    copy.__kwdefaults__ = function.__kwdefaults__
    copy.__qualname__ = function.__qualname__
    copy.__module__ = function.__module__
    return copy


def put_in_front(function: types.FunctionType, recorded: Callable[..., Any], original: Any, chance: Chance) -> None:
    """Each call of `function` goes through the gate from now on. Raises ValueError when it has no signature."""
    signature = inspect.signature(function)
    code = code_of(function, recorded, original, chance)
    vars(function)["__signature__"] = signature
    function.__code__ = code


def rebound(function: Callable[..., Any], recorded: Callable[..., Any], chance: Chance) -> Callable[..., Any]:
    """For a callable without a code object (C, Cython): a Python function to bind in its place."""

    def gate(*args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)

    for name in ("__module__", "__name__", "__qualname__", "__doc__"):
        value = getattr(function, name, None)
        if value is not None:
            setattr(gate, name, value)
    vars(gate)["__wrapped__"] = function
    gate.__code__ = code_of(gate, recorded, function, chance)
    return gate

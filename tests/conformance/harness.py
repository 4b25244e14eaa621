"""Builds one vessel from all functions of a conformance file and holds each call against CPython.

A file has plain functions, `CASES` (name -> argument tuples that the vessel must answer itself) and `FALLBACK` (the
same, answered by legacy). Behaviour is the value with its exact types, or the exception's type and arguments,
the arguments afterwards, and what was printed.
"""

import contextlib
import copy
import importlib
import io
import os
import sys
import warnings
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from operator import attrgetter
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np

from pivot_lsp.model.port import Language
from pivot_lsp.model.target import Target
from pivot_lsp.port.compile import compile_functions
from pivot_lsp.runtime import load_vessel
from pivot_lsp.vessel.build import build_vessel
from tests.conformance.kept import KEPT, libraries_kept

FUNCTIONS = Path(__file__).parent / "functions"
FILES = sorted(p.stem for p in FUNCTIONS.glob("*.py"))
LOADED = set(FILES)
"""The conformance modules: instances of their classes are spelled field by field."""


def names(file: str) -> list[str]:
    """The functions that `file` has rows for."""
    module = load(file)
    return list(dict.fromkeys([*module.CASES, *module.FALLBACK]))


def load(file: str) -> ModuleType:
    """The conformance module."""
    if str(FUNCTIONS) not in sys.path:
        sys.path.insert(0, str(FUNCTIONS))
    return importlib.import_module(file)


def build(file: str, language: Language, folder: Path) -> dict[str, Any]:
    """The vessel's functions by name."""
    target = Target(file=FUNCTIONS / f"{file}.py", module=file, qualname=names(file)[0], root=FUNCTIONS)
    checked = compile_functions(target, names(file), KEPT / f"mypy-{sys.version_info.minor}-{os.getpid()}")
    assert not checked.reasons, "\n".join(f"{r.line}: {r.code} {r.message}" for r in checked.reasons)
    assert checked.unit is not None
    with libraries_kept():
        return load_vessel(build_vessel(checked.unit, target, language, folder, KEPT).folder)


def hold(file: str, language: Language, folder: Path) -> None:
    """Holds every row of `file` on one target: the vessel behaves as CPython, and answers where it should."""
    module = load(file)
    vessel = build(file, language, folder)
    wrong = []
    rows = [(name, args, answered) for answered, table in (("native", module.CASES), ("fallback", module.FALLBACK))
            for name, calls in table.items() for args in calls]  # fmt: skip
    for name, args, answered in rows:
        function = vessel[name]
        expected = behaviour(attrgetter(name)(module), args)
        before = function.calls.native
        found = behaviour(function, args)
        by = "native" if function.calls.native > before else "fallback"
        if found != expected:
            wrong.append(f"{name}{args}: CPython {expected}\n    {language} ({by}) {found}")
        elif by != answered:
            wrong.append(f"{name}{args}: answered by {by} {function.calls.reasons}, expected {answered}")
    assert not wrong, f"{len(wrong)} of {len(rows)} rows\n" + "\n".join(wrong)


class Met(NamedTuple):
    """An object that was met, and its name. Holding it keeps another from coming to stand at its address."""

    name: str
    value: object


def behaviour(function: Callable[..., Any], args: tuple[Any, ...]) -> str:
    """What one call does, as text that is equal exactly when the behaviour is."""
    mine = copy.deepcopy(args)
    given = list(mine)
    before: dict[int, Met] = {}
    spell(given, before)  # names the objects as they were given, so that a changed place shows
    kept = {at: one for at, one in before.items() if at != id(given)}
    printed = io.StringIO()
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(printed):
            # NumPy's; a call that warns is legacy's, and the text is the same
            warnings.simplefilter("ignore")
            outcome = "returned " + spell(function(*mine), dict(kept), kept)
    except Exception as error:  # noqa: BLE001 - any exception is behaviour
        outcome = f"raised {type(error).__module__}.{type(error).__qualname__} {spell(list(error.args))}"
        held = vars(error) if type(error).__module__ in LOADED else {}
        outcome += "".join(f" {name}={spell(value)}" for name, value in held.items())
    return f"{outcome}; arguments {spell(list(mine), {}, kept)}; printed {printed.getvalue()!r}"


def spell(value: object, met: dict[int, Met] | None = None, given: Mapping[int, Met] | None = None) -> str:
    """A value with its exact types: floats as hex, dicts in order, records by field. A list, dict or record (a frozen
    one is a value) that was `met` before is written by its name, so that one object twice is not two equal ones; one
    that was `given` to the call bears the name it had then."""
    met, given = {} if met is None else met, given or {}

    def inside(part: object) -> str:
        return spell(part, met, given)

    if isinstance(value, float):
        return f"{type(value).__name__}({value.hex()})"
    if isinstance(value, tuple):
        return f"{type(value).__name__}[{', '.join(map(inside, value))}]"
    if isinstance(value, set | frozenset):  # in its order, which Python code sees when it walks over it
        return f"{type(value).__name__}{{{', '.join(map(inside, value))}}}"
    if is_dataclass(value) and value.__dataclass_params__.frozen:  # type: ignore[attr-defined]
        parts = ", ".join(f"{f.name}={inside(getattr(value, f.name))}" for f in fields(value))
        return f"{type(value).__qualname__}({parts})"
    plain = type(value).__module__ in LOADED and not isinstance(value, type)
    array = isinstance(value, np.ndarray)
    if not isinstance(value, list | dict) and not is_dataclass(value) and not plain and not array:
        return f"{type(value).__name__}({value!r})"
    if id(value) in met:
        return met[id(value)].name
    met[id(value)] = given.get(id(value), Met(f"#{len(met)}", value))
    name = met[id(value)].name
    if isinstance(value, np.ndarray):  # whatever NumPy prints is shortened
        text = f"({value.dtype.str}, {value.shape}, {value.strides}, {value.tobytes().hex()})"
    elif isinstance(value, list):
        text = f"[{', '.join(map(inside, value))}]"
    elif isinstance(value, dict):
        text = f"{{{', '.join(f'{inside(k)}: {inside(v)}' for k, v in value.items())}}}"
    else:
        known = [f.name for f in fields(value)] if is_dataclass(value) else list(vars(value))
        text = f"({', '.join(f'{name}={inside(getattr(value, name))}' for name in known)})"
    return f"{name} {type(value).__qualname__}{text}"

"""An exact type as an annotation that a person would write in a given module.

Invariant: each name in it means in that module what the type says; what has no name there has no annotation.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from pivot_lsp.port.frontend.nodes import nodes_of
from pivot_lsp.port.types import (
    DequeT,
    DictT,
    ListT,
    MarkT,
    NamedT,
    OptionalT,
    RecordT,
    Scalar,
    SetT,
    TupleT,
    Type,
    UnionT,
    VarTupleT,
)

_HOLDERS = (ast.If, ast.Try, ast.TryStar, ast.With)


@dataclass(frozen=True)
class Spelling:
    """`text`, and whether its names are bound when the statement at the given line is reached."""

    text: str
    at_once: bool


class Speller:
    """Spells types for the module `name` with the tree `tree`, as they are seen from the statement on `line`."""

    def __init__(self, tree: ast.Module, name: str, line: int) -> None:
        self._package = name.split(".")[:-1]
        self._here = name
        self._line = line
        self._names: dict[tuple[str, str], str] = {}
        self._early: set[str] = set()
        self._bound: set[str] = set()
        top = set(map(id, tree.body))
        for statement in _statements(tree.body):
            for local, meant in self._binds(statement):
                self._bound.add(local)
                if meant is not None:
                    self._names.setdefault(meant, local)
                if id(statement) in top and statement.lineno < line:
                    self._early.add(local)

    def spell(self, t: Type) -> Spelling | None:
        """`t` as an annotation; None when it holds a class that has no name in the module."""
        words: list[str] = []
        text = self._text(t, words)
        return None if text is None else Spelling(text, all(word in self._early for word in words))

    def _binds(self, statement: ast.stmt) -> Iterator[tuple[str, tuple[str, str] | None]]:
        """The names that a statement binds, each with the (module, name) that it is certainly another name of."""
        match statement:
            case ast.ClassDef(name=name):
                yield name, (self._here, name)
            case ast.Import(names=names):
                for alias in names:
                    local = alias.asname or alias.name.partition(".")[0]
                    yield local, (alias.name, "") if alias.asname or "." not in alias.name else None
            case ast.ImportFrom(module=module, names=names, level=level):
                base = self._package[: len(self._package) - level + 1] if level else []
                source = ".".join([*base, *([module] if module else [])])
                for alias in names:
                    yield alias.asname or alias.name, (source, alias.name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name, None
            case _:
                for node in nodes_of(statement):
                    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                        yield node.id, None

    def _named(self, module: str, name: str, words: list[str]) -> str | None:
        """A class's name here: its own, or an attribute of its module's."""
        outer, dot, rest = name.partition(".")
        local = self._names.get((module, outer))
        if local is None and (of_module := self._names.get((module, ""))) is not None:
            local, dot, rest = of_module, ".", name
        if local is None:
            return None
        words.append(local)
        return f"{local}{dot}{rest}"

    def _built_in(self, name: str) -> str | None:
        return None if name in self._bound else name

    def _text(self, t: Type, words: list[str]) -> str | None:
        match t:
            case Scalar(name):
                return name if name == "None" else self._built_in(name)
            case ListT(e):
                return self._applied(self._built_in("list"), [e], words)
            case SetT(e, frozen):
                return self._applied(self._built_in("frozenset" if frozen else "set"), [e], words)
            case DequeT(e):
                return self._applied(self._named("collections", "deque", words), [e], words)
            case DictT(k, v, kind):
                holder = self._built_in("dict") if kind == "dict" else self._named("collections", kind, words)
                return self._applied(holder, [k] if kind == "Counter" else [k, v], words)
            case VarTupleT(e):
                inside = self._text(e, words)
                return None if inside is None or not self._built_in("tuple") else f"tuple[{inside}, ...]"
            case OptionalT(e):
                inside = self._text(e, words)
                return None if inside is None else f"{inside} | None"
            case UnionT():
                parts = [self._text(arm, words) for arm in t.arms]
                return None if None in parts else " | ".join(p for p in parts if p is not None)
            case NamedT() | RecordT():
                return self._named(*_split(t.cls), words)
            case MarkT(kind=kind) if t.cls == "":
                return self._named("datetime", kind, words)
            case MarkT():
                return self._named(*_split(t.cls), words)
            case TupleT(items):
                return self._applied(self._built_in("tuple"), list(items), words) if items else None
            case _:
                return None

    def _applied(self, name: str | None, inside: list[Type], words: list[str]) -> str | None:
        parts = [self._text(one, words) for one in inside]
        return None if name is None or None in parts else f"{name}[{', '.join(p for p in parts if p is not None)}]"


def _split(cls: str) -> tuple[str, str]:
    module, _, name = cls.partition(":")
    return module, name


def _statements(block: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Those of the module's scope."""
    for statement in block:
        yield statement
        if isinstance(statement, _HOLDERS):
            for name in ("body", "orelse", "finalbody"):
                yield from _statements(getattr(statement, name, []))
            for handler in getattr(statement, "handlers", []):
                yield from _statements(handler.body)

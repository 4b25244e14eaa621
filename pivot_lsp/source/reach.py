"""Who reaches whom: from the names a function reads to the project's modules and functions behind them.

Static and by name: imports (aliased, relative, re-exported through packages, starred) and attributes of modules and
classes are followed; methods of values of unknown type are not. For dynamic code counts are lower bounds, no guesses.
Every question is answered in time linear in what it reaches, all questions together in time linear in the project.
"""

import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import PurePath
from typing import NamedTuple

from pivot_lsp.source.collector import collector_paused
from pivot_lsp.source.components import Components
from pivot_lsp.source.index import FileIndex, ProjectIndex, SourceFunction
from pivot_lsp.source.walk import ImportTable

HOPS = 16
"""Re-exports followed before giving up, since a package may import itself."""

CONSTRUCTORS = ("__new__", "__init__", "__post_init__")
NO_IMPORTS = ImportTable()
Aliases = dict[str, list[tuple[int, str]]]


class Place(NamedTuple):
    """A name in a module of the project: `path` is `function`, `Class.method`, a constant, or empty for the module."""

    module: str
    path: str


class Reach:
    """Answers about one project index; everything is computed on demand and kept."""

    def __init__(self, project: ProjectIndex) -> None:
        self.project = project
        self._modules = project.modules
        self._numbers = {module: at for at, module in enumerate(self._modules)}
        self._reached: dict[SourceFunction, tuple[Place, ...]] = {}
        self._named_places: dict[str, dict[str, Place | None]] = {}
        self._tables: dict[str, Aliases] = {}
        self._components = Components[SourceFunction](self._below, self._own)

    def prepare(self) -> None:
        """Answers about users ahead of the first question, where there is time to wait for something else."""
        with collector_paused():
            _ = self._users

    def dependencies(self, function: SourceFunction) -> frozenset[str]:
        """Other modules of the project that `function` reaches, through the functions it calls as well."""
        mask = self._mask(function)
        return frozenset(module for module, at in self._numbers.items() if mask >> at & 1)

    def dependency_count(self, function: SourceFunction) -> int:
        """How many they are."""
        return self._mask(function).bit_count()

    def callees(self, function: SourceFunction) -> frozenset[SourceFunction]:
        """The project's functions that `function` names, as it would call them or hand them on."""
        return frozenset(self._below(function))

    def users(self, function: SourceFunction) -> frozenset[str]:
        """Other modules of the project, tests apart, that name `function` directly: by import or as an attribute."""
        return frozenset(self._users.get(Place(function.module, function.qualname), set()) - {function.module})

    def _mask(self, function: SourceFunction) -> int:
        """The modules as bits, by their numbers."""
        at = self._numbers.get(function.module)
        return 0 if at is None else self._components.mask(function) & ~(1 << at)

    def _own(self, function: SourceFunction) -> int:
        mask = 0
        for place in self._places(function):
            mask |= 1 << self._numbers[place.module]
        return mask

    def _below(self, function: SourceFunction) -> Iterator[SourceFunction]:
        for place in self._places(function):
            yield from self._functions(place)

    @cached_property
    def _users(self) -> dict[Place, set[str]]:
        users: dict[Place, set[str]] = {}
        for file in self.project.files.values():
            if is_test(file.path):
                continue
            named = set(self._imported(file, file.imports)) | set(self._resolved(file, file.references, NO_IMPORTS))
            for function in file.functions:
                named.update(self._places(function))
                if function.imports.aliases:
                    named.update(self._imported(file, function.imports))
            for place in named:
                users.setdefault(place, set()).add(file.module)
        return users

    def _imported(self, file: FileIndex, table: ImportTable) -> Iterator[Place]:
        for _, level, target in table.aliases:
            place = self._absolute(file, level, target)
            if place is not None and place.path:
                yield place

    def _places(self, function: SourceFunction) -> tuple[Place, ...]:
        """What the names in `function` mean."""
        found = self._reached.get(function)
        if found is None:
            file = self._modules.get(function.module)
            found = () if file is None else tuple(self._meant(file, function))
            self._reached[function] = found
        return found

    def _meant(self, file: FileIndex, function: SourceFunction) -> Iterator[Place]:
        yield from self._resolved(file, function.references, function.imports)
        owner = function.qualname.rpartition(".")[0]
        if owner in file.classes:
            for name in function.references:
                head, _, rest = name.partition(".")
                if rest and head in ("self", "cls"):
                    yield Place(file.module, f"{owner}.{rest.partition('.')[0]}")

    def _resolved(self, file: FileIndex, names: frozenset[str], local: ImportTable) -> Iterator[Place]:
        """The places of `names` in `file`. What they mean there is kept, unless imports of the function's own say."""
        plain = not (local.aliases or local.stars)
        kept = self._named_places.setdefault(file.module, {}) if plain else {}
        aliases = self._aliases(file)
        if not plain:
            aliases = aliases | {alias: [(level, target)] for alias, level, target in local.aliases}
        for name in names:
            if name in kept:
                place = kept[name]
            else:
                place = kept[name] = self._place(file, name, aliases, local)
            if place is not None:
                yield place

    def _place(self, file: FileIndex, name: str, aliases: Aliases, local: ImportTable) -> Place | None:
        head, _, rest = name.partition(".")
        if head in aliases:
            level, target = aliases[head][-1]
            return self._absolute(file, level, f"{target}.{rest}" if rest else target)
        if head in file.names:
            return self._named(file.module, name, HOPS)
        return self._starred(file, name, local)

    def _aliases(self, file: FileIndex) -> Aliases:
        """What the imports of the file bind, in order."""
        found = self._tables.get(file.module)
        if found is None:
            found = self._tables[file.module] = {}
            for alias, level, target in file.imports.aliases:
                found.setdefault(alias, []).append((level, target))
        return found

    def _starred(self, file: FileIndex, name: str, local: ImportTable) -> Place | None:
        for level, target in (*file.imports.stars, *local.stars):
            module = self._absolute(file, level, target)
            if module is not None and name.partition(".")[0] in self._modules[module.module].names:
                return self._named(module.module, name, HOPS)
        return None

    def _absolute(self, file: FileIndex, level: int, target: str, hops: int = HOPS) -> Place | None:
        """The place of a dotted target as `file` imports it; None when it is not of this project."""
        package = file.module if file.is_package else file.module.rpartition(".")[0]
        if level:
            for _ in range(level - 1):
                package = package.rpartition(".")[0]
            return self._dotted(f"{package}.{target}".strip("."), hops)
        # A script's own folder comes first on sys.path, so its neighbours are importable by their bare names.
        return self._dotted(target, hops) or (self._dotted(f"{package}.{target}", hops) if package else None)

    def _dotted(self, dotted: str, hops: int) -> Place | None:
        module, rest = dotted, ""
        while module not in self._modules:
            module, _, last = module.rpartition(".")
            if not module:
                return None
            rest = f"{last}.{rest}" if rest else last
        return self._named(module, rest, hops)

    def _named(self, module: str, name: str, hops: int) -> Place:
        """`name` in `module`, followed through re-exports to where it is defined."""
        file = self._modules[module]
        head, _, rest = name.partition(".")
        if hops and head and head not in file.names:
            for level, target in self._aliases(file).get(head, ()):
                found = self._absolute(file, level, f"{target}.{rest}" if rest else target, hops - 1)
                if found is not None:
                    return found
        return Place(module, name)

    def _functions(self, place: Place) -> Iterator[SourceFunction]:
        """What runs when the name is called: the function, the method, or the constructors of the class."""
        file = self._modules[place.module]
        if place.path in file.classes:
            for constructor in CONSTRUCTORS:
                yield from file.by_qualname.get(f"{place.path}.{constructor}", ())
        else:
            yield from file.by_qualname.get(place.path, ())


def is_test(file: PurePath | str) -> bool:
    """Whether a file is a test, by the names that pytest and unittest look for."""
    name = os.path.basename(file)
    return name.startswith("test_") or name.endswith("_test.py") or name == "conftest.py"

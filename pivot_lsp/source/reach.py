"""Who reaches whom: from the names a function reads to the project's modules and functions behind them.

Static and by name: imports (aliased, relative, re-exported through packages, starred) and attributes of modules and
classes are followed; methods of values of unknown type are not. For dynamic code counts are lower bounds, no guesses.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath

from pivot_lsp.source.index import FileIndex, ProjectIndex, SourceFunction
from pivot_lsp.source.walk import ImportTable

HOPS = 16
"""Re-exports followed before giving up, since a package may import itself."""

CONSTRUCTORS = ("__new__", "__init__", "__post_init__")


@dataclass(frozen=True)
class Place:
    """A name in a module of the project: `path` is `function`, `Class.method`, a constant, or empty for the module."""

    module: str
    path: str


class Reach:
    """Answers about one project index; everything is computed on demand and kept."""

    def __init__(self, project: ProjectIndex) -> None:
        self.project = project
        self._modules = project.modules

    def dependencies(self, function: SourceFunction) -> frozenset[str]:
        """Other modules of the project that `function` reaches, through the functions it calls as well."""
        start = self._modules.get(function.module)
        if start is None:
            return frozenset()
        reached: set[str] = set()
        seen = {(function.module, function.qualname)}
        waiting = [(start, function)]
        while waiting:
            file, current = waiting.pop()
            for place in self._places(file, current):
                reached.add(place.module)
                for found in self._functions(place):
                    key = (found.module, found.qualname)
                    if key not in seen:
                        seen.add(key)
                        waiting.append((self._modules[found.module], found))
        return frozenset(reached - {function.module})

    def callees(self, function: SourceFunction) -> frozenset[SourceFunction]:
        """The project's functions that `function` names, as it would call them or hand them on."""
        file = self._modules.get(function.module)
        places = () if file is None else self._places(file, function)
        return frozenset(found for place in places for found in self._functions(place))

    def users(self, function: SourceFunction) -> frozenset[str]:
        """Other modules of the project, tests apart, that name `function` directly: by import or as an attribute."""
        return frozenset(self._users.get(Place(function.module, function.qualname), set()) - {function.module})

    @cached_property
    def _users(self) -> dict[Place, set[str]]:
        users: dict[Place, set[str]] = {}
        for file in self.project.files.values():
            if is_test(file):
                continue
            named = set(self._imported(file, file.imports)) | set(self._resolved(file, file.references, ImportTable()))
            for function in file.functions:
                named.update(self._places(file, function))
                named.update(self._imported(file, function.imports))
            for place in named:
                users.setdefault(place, set()).add(file.module)
        return users

    def _imported(self, file: FileIndex, table: ImportTable) -> Iterator[Place]:
        for _, level, target in table.aliases:
            place = self._absolute(file, level, target)
            if place is not None and place.path:
                yield place

    def _places(self, file: FileIndex, function: SourceFunction) -> Iterator[Place]:
        yield from self._resolved(file, function.references, function.imports)
        owner = function.qualname.rpartition(".")[0]
        for name in function.references:
            head, _, rest = name.partition(".")
            if head in ("self", "cls") and rest and owner in file.classes:
                yield Place(file.module, f"{owner}.{rest.partition('.')[0]}")

    def _resolved(self, file: FileIndex, names: frozenset[str], local: ImportTable) -> Iterator[Place]:
        aliases = {alias: (level, target) for table in (file.imports, local) for alias, level, target in table.aliases}
        for name in names:
            head, _, rest = name.partition(".")
            if head in aliases:
                level, target = aliases[head]
                place = self._absolute(file, level, f"{target}.{rest}" if rest else target)
            elif head in file.names:
                place = self._named(file.module, name, HOPS)
            else:
                place = self._starred(file, name, local)
            if place is not None:
                yield place

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
        parts = dotted.split(".")
        for end in range(len(parts), 0, -1):
            module = ".".join(parts[:end])
            if module in self._modules:
                return self._named(module, ".".join(parts[end:]), hops)
        return None

    def _named(self, module: str, name: str, hops: int) -> Place:
        """`name` in `module`, followed through re-exports to where it is defined."""
        file = self._modules[module]
        head, _, rest = name.partition(".")
        if hops and head and head not in file.names:
            for alias, level, target in file.imports.aliases:
                if alias == head:
                    found = self._absolute(file, level, f"{target}.{rest}" if rest else target, hops - 1)
                    if found is not None:
                        return found
        return Place(module, name)

    def _functions(self, place: Place) -> Iterator[SourceFunction]:
        """What runs when the name is called: the function, the method, or the constructors of the class."""
        file = self._modules[place.module]
        names = [place.path]
        if place.path in file.classes:
            names = [f"{place.path}.{constructor}" for constructor in CONSTRUCTORS]
        for name in names:
            yield from file.by_qualname.get(name, ())


def is_test(file: FileIndex) -> bool:
    """Whether a file is a test, by the names that pytest and unittest look for."""
    path = PurePath(file.path)
    return path.name.startswith("test_") or path.stem.endswith("_test") or path.name == "conftest.py"

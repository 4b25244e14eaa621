"""Which of the project's files a path in a profile or coverage file means.

Such paths are text of a stranger: they are compared, never opened. Absolute and relative paths that name a file of the
project are taken as they are. Paths of another machine or folder are mapped by vote: each is laid on every project file
with the same name, and a pair of prefixes earns the square of the path components that agree behind it. What no clear
vote maps is outside the project, and said so when a file of that name exists here.
"""

import posixpath
import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pivot_lsp.model.hotspot import PathMapping

STANDARD_LIBRARY = re.compile(r"/lib(64)?/python3(\.\d+)?t?/(?!site-packages/|dist-packages/)|/python3\d+\.zip/")
PACKAGES = re.compile(r"(/site-packages|/dist-packages)/")
ENOUGH_VOTES = 4
"""A file two folders deep, or four files at the top: less may be a coincidence of names."""

Parts = tuple[str, ...]


@dataclass
class Paths:
    """The project's files, and what has been learnt of foreign prefixes. Relative paths start at one of `bases`."""

    root: Path
    files: Collection[Path]
    bases: tuple[Path, ...]
    told: tuple[tuple[str, str], ...] = ()
    """(theirs, ours): prefixes that a person mapped; the longest that fits wins over every vote."""
    votes: dict[tuple[Parts, Parts], int] = field(default_factory=dict)
    used: dict[tuple[Parts, Parts], int] = field(default_factory=dict)
    applied: set[tuple[str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._local = {str(path): path for path in self.files}
        self._by_name: dict[str, list[Parts]] = defaultdict(list)
        self._at: dict[Parts, Path] = {}
        beside = len(self.root.parts)
        for path in self.files:
            parts = path.parts[beside:]
            self._at[parts] = path
            self._by_name[path.name].append(parts)

    def learn(self, names: Iterable[str]) -> None:
        """Counts the votes of the paths that name no file of the project."""
        votes: dict[tuple[Parts, Parts], int] = defaultdict(int)
        for name in set(names):
            if self.direct(name) is None and not self.generated(name) and not STANDARD_LIBRARY.search(name):
                theirs = _parts(name)
                for ours in self._by_name.get(theirs[-1], ()) if theirs else ():
                    same = _common_tail(theirs, ours)
                    votes[theirs[:-same], ours[:-same]] += same * same
        self.votes = dict(votes)

    def direct(self, name: str) -> Path | None:
        """The project file that `name` is, as a person mapped it or taken literally."""
        spelled = _spelled(name) if self.told else name
        for theirs, ours in sorted(self.told, key=lambda pair: -len(pair[0])):
            rest = spelled.removeprefix(_spelled(theirs).rstrip("/") + "/")
            if rest != spelled:
                self.applied.add((theirs, ours))
                return self._local.get(posixpath.normpath(posixpath.join(str(self.root), ours, rest)))
        if posixpath.isabs(name):
            return self._local.get(posixpath.normpath(name))
        candidates = (self._local.get(posixpath.normpath(posixpath.join(str(base), name))) for base in self.bases)
        return next((path for path in candidates if path is not None), None)

    def local(self, name: str) -> Path | None:
        """The project file that `name` means, by the votes where need be; None when it is outside or unclear."""
        found = self.direct(name)
        if found is not None or self.generated(name) or STANDARD_LIBRARY.search(name):
            return found
        theirs = _parts(name)
        choices: dict[Parts, tuple[int, tuple[Parts, Parts]]] = {}
        for ours in self._by_name.get(theirs[-1], ()) if theirs else ():
            for same in range(_common_tail(theirs, ours), 0, -1):
                pair = (theirs[:-same], ours[:-same])
                choices[ours] = max(choices.get(ours, (0, pair)), (self.votes.get(pair, 0), pair))
        ranked = sorted(choices.items(), key=lambda choice: choice[1][0], reverse=True)
        if not ranked or ranked[0][1][0] < ENOUGH_VOTES or not _installed_whole(name, ranked[0][1][1]):
            return None
        if len(ranked) > 1 and ranked[1][1][0] * 2 > ranked[0][1][0]:
            return None
        ours, (count, pair) = ranked[0]
        self.used[pair] = count
        return self._at[ours]

    def ending(self, name: str, *, whole: bool) -> list[Path]:
        """The project files whose paths end as all of `name` does, or with its last component alone."""
        if self.generated(name) or STANDARD_LIBRARY.search(name) or PACKAGES.search(name):
            return []
        theirs = _parts(name)
        ours = self._by_name.get(theirs[-1], ()) if theirs else ()
        least = len(theirs) if whole else 1
        return [self._at[parts] for parts in ours if parts[-least:] == theirs[-least:]]

    def plausible(self, name: str) -> bool:
        """Whether a path that was not resolved might still be the project's: it lies in it, or shares a file's name."""
        if self.generated(name) or STANDARD_LIBRARY.search(name) or PACKAGES.search(name):
            return False
        parts = _parts(name)
        inside = posixpath.normpath(name).startswith(f"{self.root}/")
        hidden = any(part.startswith(".") for part in parts[len(self.root.parts) : -1])
        return (inside and not hidden) or (bool(parts) and parts[-1] != "__init__.py" and parts[-1] in self._by_name)

    @staticmethod
    def generated(name: str) -> bool:
        """Code that no file holds: `<string>`, `<frozen importlib._bootstrap>`, C functions."""
        return not name or name.startswith(("<", "~"))

    def mappings(self) -> "list[PathMapping]":
        """The mappings that were used, most votes first."""
        from pivot_lsp.model.hotspot import PathMapping  # pydantic comes with it, which paths do not need

        rows = [
            PathMapping(theirs="/".join(theirs) or "/", ours="/".join(ours) or ".", votes=votes)
            for (theirs, ours), votes in self.used.items()
        ]
        told = [PathMapping(theirs=theirs, ours=ours, votes=0, told=True) for theirs, ours in sorted(self.applied)]
        return told + sorted(rows, key=lambda row: (-row.votes, row.theirs))


def _spelled(name: str) -> str:
    """A path of either kind with slashes."""
    return PureWindowsPath(name).as_posix() if "\\" in name else name


@lru_cache(maxsize=1 << 13)
def _parts(name: str) -> Parts:
    """Components of a path of either kind; an absolute one begins with an empty component or a drive."""
    if "\\" in name:
        return tuple(_spelled(name).split("/"))
    return tuple(posixpath.normpath(name).split("/"))


def _common_tail(a: Parts, b: Parts) -> int:
    same = 0
    for x, y in zip(reversed(a), reversed(b)):
        if x != y:
            break
        same += 1
    return same


def _installed_whole(name: str, pair: tuple[Parts, Parts]) -> bool:
    """A path below site-packages is the project's only when the whole package is: mapped from its very top."""
    return not PACKAGES.search(name) or pair[0][-1:] in (("site-packages",), ("dist-packages",))

"""Hot functions under random edits of real files: `make fuzz-edits` makes 10,000, the suite a few percent.

The client is written apart from the server's arithmetic: it keeps encoded lines and counts code units in bytes. After
each pause the marks are held against CPython's own reading of the text, by `ast` and nothing of the server's: each
function that is still there is marked on the line of its `def`, and none other. While the text does not parse, no mark
may go, and each lies on a line that still says `def` and the name, as long as such a line is left.
Edits are what people do: type letter by letter, half a construct, delete, paste, move blocks, rename, indent, undo,
and what tools do: another branch's text for the whole document, another line end.
"""

import argparse
import ast
import random
import re
import sys
import sysconfig
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from lsprotocol import types

from pivot_lsp.server.documents import Document
from pivot_lsp.server.facts import Spot
from pivot_lsp.server.text import Text

FILES = (
    "argparse",
    "textwrap",
    "heapq",
    "statistics",
    "dataclasses",
    "fractions",
    "difflib",
    "calendar",
    "zipfile",
    "ast",
)
"""Modules of the standard library: nesting, decorators, overloads, long strings, comments at the ends of bodies."""

CODECS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
HALF = (
    "def new_thing(a, b",
    "x = '''never closed\n",
    "class (:\n",
    "if True\n    pass\n",
    "@decorator(\n",
    "    return [\n",
    "é𝒕 = (\n",
    "lambda: (yield\n",
    "else:\n",
    "\t \tx\n",
    "print('𝒕é🐍')  # 🐍\n",
    "\n\n\n",
    "# comment é\n",
    "async def later():\n    await x\n",
    "@property\ndef twice(self):\n    return 2\n",
)


@dataclass
class Found:
    """Counts, and what was wrong."""

    edits: int = 0
    pauses: int = 0
    broken: int = 0
    """Pauses at which the text did not parse."""
    compared: int = 0
    """Marks that were compared."""
    gone: int = 0
    """Functions that were rightly not marked."""
    kinds: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def defined(tree: ast.AST, prefix: str = "") -> list[tuple[str, int]]:
    """(qualified name, 1-based line of `def`) of all functions, as CPython has them."""
    rows = []
    for child in ast.iter_child_nodes(tree):
        inner = prefix
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            rows.append((prefix + child.name, child.lineno))
            inner = f"{prefix}{child.name}.<locals>."
        elif isinstance(child, ast.ClassDef):
            inner = f"{prefix}{child.name}."
        rows += defined(child, inner)
    return rows


class Client:
    """The editor's side: its own text, and changes in its own units."""

    def __init__(self, source: str, encoding: str) -> None:
        self.text, self.encoding = source, encoding
        self.before = source
        self.version = 1

    def position(self, offset: int) -> types.Position:
        """Of an offset, by the bytes of the encoded line."""
        codec, size = CODECS[self.encoding]
        lines = re.split(r"\r\n|\r|\n", self.text[:offset])
        if self.text[offset - 1 : offset + 1] == "\r\n":
            raise ValueError("inside a line end")
        return types.Position(len(lines) - 1, len(lines[-1].encode(codec)) // size)

    def replace(self, start: int, end: int, new: str) -> types.TextDocumentContentChangeEvent:
        """Makes the edit, and says it as a client does."""
        where = types.Range(self.position(start), self.position(end))
        self.before, self.text = self.text, self.text[:start] + new + self.text[end:]
        self.version += 1
        return types.TextDocumentContentChangePartial(where, new)

    def whole(self, text: str) -> types.TextDocumentContentChangeEvent:
        """The whole document anew."""
        self.before, self.text = self.text, text
        self.version += 1
        return types.TextDocumentContentChangeWholeDocument(text)


class Typist:
    """Makes edits of every kind, from a seed."""

    def __init__(self, rng: random.Random, client: Client, original: str) -> None:
        self.rng, self.client, self.original = rng, client, original
        self.kinds = {
            "types": (self._types, 30), "half": (self._half, 18), "deletes": (self._deletes, 14),
            "pastes": (self._pastes, 8),
            "moves": (self._moves, 6), "renames": (self._renames, 5), "indents": (self._indents, 5),
            "undoes": (self._undoes, 10),
            "restores": (self._restores, 4), "line ends": (self._ends, 2),
        }  # fmt: skip

    def edit(self) -> tuple[str, list[types.TextDocumentContentChangeEvent]]:
        """One edit: its kind, and the changes of its didChange."""
        name = self.rng.choices(list(self.kinds), [weight for _, weight in self.kinds.values()])[0]
        return name, self.kinds[name][0]()

    def _at(self) -> int:
        text = self.client.text
        at = self.rng.randint(0, len(text))
        return at + 1 if text[at - 1 : at + 1] == "\r\n" else at

    def _line(self) -> tuple[int, int]:
        """The offsets of a line, its end included."""
        text, at = self.client.text, self._at()
        end = text.find("\n", at)
        return text.rfind("\n", 0, at) + 1, len(text) if end < 0 else end + 1

    def _types(self) -> list[types.TextDocumentContentChangeEvent]:
        at, word = (
            self._at(),
            self.rng.choice(("total", "if x:\n", "é", "𝒕", "(", ")", "'", '"""', "#", " ", "\t", "f(a)[0]")),
        )
        return [self.client.replace(at + n, at + n, letter) for n, letter in enumerate(word)]

    def _half(self) -> list[types.TextDocumentContentChangeEvent]:
        start, _ = self._line()
        return [self.client.replace(start, start, self.rng.choice(HALF))]

    def _deletes(self) -> list[types.TextDocumentContentChangeEvent]:
        if self.rng.random() < 0.5:
            return [self.client.replace(*self._line(), "")]
        at = self._at()
        end = min(len(self.client.text), at + self.rng.choice((1, 1, 1, 4, 40)))
        end += self.client.text[end - 1 : end + 1] == "\r\n"
        return [self.client.replace(at, end, "")]

    def _pastes(self) -> list[types.TextDocumentContentChangeEvent]:
        (start, _), (_, end) = sorted((self._line(), self._line()))
        block, to = self.client.text[start : min(end, start + 1500)], self._line()[0]
        return [self.client.replace(to, to, block)]

    def _moves(self) -> list[types.TextDocumentContentChangeEvent]:
        start, end = self._line()
        block = self.client.text[start:end]
        first = self.client.replace(start, end, "")
        to = self._line()[0]
        return [first, self.client.replace(to, to, block)]

    def _renames(self) -> list[types.TextDocumentContentChangeEvent]:
        found = list(re.finditer(r"def (\w+)", self.client.text))
        if not found:
            return []
        one = self.rng.choice(found)
        return [self.client.replace(one.start(1), one.end(1), self.rng.choice((f"{one[1]}_2", one[1][:-1], "größe")))]

    def _indents(self) -> list[types.TextDocumentContentChangeEvent]:
        start, _ = self._line()
        return [self.client.replace(start, start, self.rng.choice(("    ", "\t", " ")))]

    def _undoes(self) -> list[types.TextDocumentContentChangeEvent]:
        return [self.client.whole(self.client.before)]

    def _restores(self) -> list[types.TextDocumentContentChangeEvent]:
        """A checkout: the text as it was measured, or an older one without its second half."""
        return [self.client.whole(self.rng.choice((self.original, self.original[: len(self.original) // 2])))]

    def _ends(self) -> list[types.TextDocumentContentChangeEvent]:
        text = re.sub(r"\r\n|\r", "\n", self.client.text)
        return [self.client.whole(self.rng.choice((text, text.replace("\n", "\r\n"))))]


def compare(document: Document, client: Client, before: set[str], found: Found) -> None:
    """The marks after a pause against CPython's reading of the client's text."""
    marked = {mark.spot.function: document.text.line_of(mark.name_start) for mark in document.marks}
    lines = re.split(r"\r\n|\r|\n", client.text)
    found.pauses += 1
    try:
        rows = defined(ast.parse(client.text))
    except (SyntaxError, ValueError, RecursionError):
        found.broken += 1
        for name in sorted(before - marked.keys()):
            found.wrong.append(f"{name} went while the text did not parse")
        last = Counter(anchor.spot.function.rpartition(".")[2] for anchor in document.anchors)
        for name, line in marked.items():
            if last[name.rpartition(".")[2]] > 1:
                continue  # a `def` of that name may be another's
            head = re.compile(rf"\bdef\s+{re.escape(name.rpartition('.')[2])}\b")
            found.compared += 1
            if not head.search(lines[line]) and sum(map(bool, map(head.search, lines))) == 1:
                found.wrong.append(f"{name} is marked on line {line + 1}, which is {lines[line]!r}")
        return
    places: dict[str, set[int]] = {}
    for name, line in rows:
        places.setdefault(name, set()).add(line - 1)
    for anchor in document.anchors:
        name = anchor.spot.function
        if name not in places:
            found.gone += 1
            if name in marked:
                found.wrong.append(f"{name} is not in the text, and marked on line {marked[name] + 1}")
            continue
        found.compared += 1
        # a decorated function's `def` is where ast says, and the name may stand on a later line after a backslash
        if name not in marked or marked[name] not in places[name]:
            told = f"line {marked[name] + 1}" if name in marked else "no line"
            found.wrong.append(f"{name} is on lines {sorted(line + 1 for line in places[name])}, marked on {told}")


def session(path: Path, seed: int, edits: int, encoding: str) -> Found:
    """One file: all its functions are hot, `edits` edits, a pause after a few of them."""
    rng, source = random.Random(f"{path.name} {seed} {encoding}"), path.read_text("utf-8")
    if rng.random() < 0.3:
        source = source.replace("\n", "\r\n")
    spots = [
        Spot(name, line, 1.0, 1.0, 1.0, 1, 1, None, 1)
        for name, line in dict(reversed(defined(ast.parse(source)))).items()
    ]  # one a name
    document = Document("file:///x.py", 1, Text(source, encoding))
    document.assign(spots, source)
    client, found, seen = Client(source, encoding), Found(), {spot.function for spot in spots}
    typist = Typist(rng, client, source)
    while found.edits < edits:
        for _ in range(rng.choice((1, 1, 2, 5))):
            name, changes = typist.edit()
            document.change(changes, client.version)
            found.edits += 1
            found.kinds[name] += 1
            if any(isinstance(change, types.TextDocumentContentChangeWholeDocument) for change in changes):
                # a whole text is anchored at once
                seen = {mark.spot.function for mark in document.marks}
        if document.text.source != client.text:
            found.wrong.append("the texts differ")
            break
        document.settle()
        if document.doubtful:  # as the server does when the pause lasts
            document.settle(sure=True)
        compare(document, client, seen, found)
        seen = {mark.spot.function for mark in document.marks}
        if len(client.text) > 3 * len(source) or rng.random() < 0.2:  # back to where it is whole
            document.change([client.whole(source)], client.version)
            seen = {spot.function for spot in spots}
    return found


def files() -> list[Path]:
    """The real files."""
    return [Path(sysconfig.get_path("stdlib")) / f"{name}.py" for name in FILES]


def main() -> int:
    """Runs, prints and records; 1 when a line was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--page", type=Path)
    args = parser.parse_args()
    total, began, rows = Found(), time.monotonic(), []
    for number, path in enumerate(files()):
        encoding = list(CODECS)[number % 3]
        found = session(path, args.seed, args.edits // len(FILES), encoding)
        rows.append(
            f"| {path.name} | {encoding} | {found.edits:,} | {found.pauses:,} | {found.broken:,} | "
            f"{found.compared:,} | {found.gone:,} | {len(found.wrong)} |"
        )
        print(rows[-1], flush=True)
        total.edits += found.edits
        total.wrong += found.wrong
        total.kinds += found.kinds
    print("\n".join(total.wrong[:20]))
    if args.page:
        kinds = ", ".join(f"{name} {count:,}" for name, count in total.kinds.most_common())
        args.page.write_text(
            "# Hot functions under edits\n\n"
            f"`make fuzz-edits`: {total.edits:,} random edits of real files in {time.monotonic() - began:,.0f} s; "
            f"wrong lines: {len(total.wrong)}. Edits: {kinds}.\n\n"
            "After each pause every hot function is held against CPython's own reading of the text: on the line of\n"
            "its `def`, or not marked when it is gone. While the text does not parse no mark may go, and each lies on\n"
            "its `def`. The client keeps its own text and counts positions in encoded bytes.\n\n"
            "| file | positions | edits | pauses | text did not parse | marks compared | rightly gone | wrong |\n"
            "|---|---|---|---|---|---|---|---|\n" + "\n".join(rows) + "\n"
        )
    return 1 if total.wrong else 0


if __name__ == "__main__":
    sys.exit(main())

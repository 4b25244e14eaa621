"""The open documents: text, version, and the marks of their hot functions.

The server keeps its own text instead of pygls', which breaks lines at form feeds and is rebuilt line by line at each
change. Invariant: after every change the marks lie in the new text, at once; `settle` anchors them anew by name.
"""

import io
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

from lsprotocol import types
from pygls.uris import to_fs_path

from pivot_lsp.model.roots import project_root
from pivot_lsp.server.anchors import Anchor, Mark, carried, moved, place, remember
from pivot_lsp.server.facts import Spot, real
from pivot_lsp.server.pieces import Outliner
from pivot_lsp.server.text import Text


def read_source(path: str) -> str | None:
    """The file's text as editors read it, without a byte order mark; None when it cannot be read.

    A device or a pipe is no file: reading one may never end.
    """
    import tokenize  # not above: initialize does not wait for the patterns that it compiles

    try:
        if not Path(path).is_file():
            return None
        raw = Path(path).read_bytes()
        encoding, _ = tokenize.detect_encoding(io.BytesIO(raw).readline)
        return raw.decode(encoding)
    except (OSError, ValueError, SyntaxError, LookupError):
        return None


def _located(uri: str) -> tuple[str | None, Path | None]:
    """The real path that a URI names, and the root of its project; None for what no file can be called."""
    try:
        path = to_fs_path(uri)
        return (real(path), project_root(Path(real(path)))) if path else (None, None)
    except (OSError, ValueError):  # a name with a null byte, or too long for any file
        return None, None


class Document:
    """One open document. `path` is its real path, None when it is no file; `project` the root of its project."""

    def __init__(self, uri: str, version: int | None, text: Text) -> None:
        self.uri = uri
        self.version = version
        self.text = text
        self.path, self.project = _located(uri)
        self._outliner = Outliner()
        self.anchors: tuple[Anchor, ...] = ()
        self.marks: tuple[Mark, ...] = ()
        self.told: tuple[Mark, ...] = ()
        """The marks as the client was last told them: a look between two pauses settles, and tells nobody."""
        self.cost = 0.0
        """Seconds that anchoring anew took."""
        self.loose = False
        """Whether the text has changed since the marks were anchored: they have moved, and may be of other bodies."""

    def change(self, changes: Iterable[types.TextDocumentContentChangeEvent], version: int) -> None:
        """Applies changes in order, each in the state that the one before left."""
        for change in changes:
            if isinstance(change, types.TextDocumentContentChangePartial):
                begin, stop = change.range.start, change.range.end
                start = self.text.offset(begin.line, begin.character)
                end = max(start, self.text.offset(stop.line, stop.character))
                self.text = self.text.replaced(start, end, change.text)
                self.marks = moved(self.marks, start, end, len(change.text))
            else:
                whole = Text(change.text, self.text.encoding)
                self.marks, self.text = carried(self.marks, self.text, whole), whole
                self.settle()
        self.version, self.loose = version, True

    def assign(self, spots: Iterable[Spot], source: str | None) -> None:
        """Takes the facts that were found in `source`, the file's content then (None: as the document is)."""
        self.marks, kept = (), tuple(spots)
        base = self.text if source is None or source == self.text.source else Text(source, self.text.encoding)
        self.anchors = remember(kept, base, self._outliner.of(base)) if kept else ()
        self.settle()

    def settle(self, *, sure: bool = False) -> bool:
        """Anchors the marks anew; says whether anything changed. Without hotspots the text is not even parsed.

        Unless `sure`, marks may stay in a text that parses as a whole only: see `pieces`.
        """
        before, began, self.loose = self.marks, time.perf_counter(), False
        if not self.anchors:
            self.marks = ()
            return bool(before)
        self.marks = place(self.anchors, self._outliner.of(self.text, sure=sure), before, self.text)
        self.cost = time.perf_counter() - began
        return self.marks != before

    @property
    def doubtful(self) -> bool:
        """Whether a look that is sure may find other marks than the last one."""
        return bool(self.anchors) and self._outliner.doubtful

    def saved(self) -> bool:
        """Whether the file on disk holds this text; what runs in a child reads the disk."""
        return self.path is not None and read_source(self.path) == self.text.source

    def range(self, start: int, end: int) -> types.Range:
        """[start, end) in the client's units."""
        return types.Range(types.Position(*self.text.position(start)), types.Position(*self.text.position(end)))

    def mark_at(self, line: int) -> Mark | None:
        """The innermost mark whose function spans `line`."""
        here = [m for m in self.marks if self.text.line_of(m.start) <= line <= self.text.line_of(m.end)]
        return max(here, key=lambda mark: mark.start, default=None)


class Documents:
    """The open documents by URI; two spellings of one URI (`%20`, a space) are one document."""

    def __init__(self, encoding: str = "utf-16") -> None:
        self.encoding = encoding
        self._open: dict[str, Document] = {}

    def open(self, item: types.TextDocumentItem) -> Document:
        """Takes a document in; opened twice, the second stands."""
        document = Document(item.uri, item.version, Text(item.text, self.encoding))
        self._open[unquote(item.uri)] = document
        return document

    def close(self, uri: str) -> None:
        """Forgets a document."""
        self._open.pop(unquote(uri), None)

    def get(self, uri: str) -> Document | None:
        """The open document, or None."""
        return self._open.get(unquote(uri))

    def at(self, path: str) -> Document | None:
        """The open document of a file, by its real path."""
        return next((document for document in self if document.path == path), None)

    def __iter__(self) -> Iterator[Document]:
        return iter(list(self._open.values()))

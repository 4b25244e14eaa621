"""`coverage xml` (Cobertura): <class filename><lines><line number hits/></lines></class>, under <source> folders."""

import re
from xml.etree import ElementTree

from pivot_lsp.model.facts import Coverage, CoveredFile
from pivot_lsp.profiles.formats.given import Source, line_number
from pivot_lsp.profiles.malformed import Malformed

ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)


def read(source: Source) -> Coverage:
    """Reads a Cobertura report. Raises Malformed with the line that is wrong; entities are refused."""
    entity = ENTITY.search(source.data)
    if entity is not None:
        raise Malformed(entity.start(), "XML that declares entities, which no coverage report does")
    try:
        root = ElementTree.fromstring(source.data)
    except ElementTree.ParseError as error:
        line, column = error.position
        raise Malformed(None, f"XML: {error} (column {column + 1})", line=line) from None
    except (LookupError, ValueError) as error:
        raise Malformed(0, f"XML: {error}") from None
    if root.tag != "coverage":
        raise Malformed(0, f"XML, but not a coverage report: its root is <{root.tag:.40}>", code="PV102")
    folders = [element.text.strip() for element in root.iter("source") if element.text and element.text.strip()]
    prefix = folders[0].rstrip("/") + "/" if len(folders) == 1 else ""
    warnings = [] if len(folders) < 2 else ["several <source> folders: files are found by the end of their paths"]
    files = [_file(prefix, element) for element in root.iter("class")]
    return Coverage(
        format="coverage-xml",
        path=str(source.path),
        sha256=source.sha256,
        taken_at=source.modified,
        files=files,
        warnings=warnings,
    )


def _file(prefix: str, element: ElementTree.Element) -> CoveredFile:
    name = element.get("filename")
    if not name:
        raise Malformed(None, "a <class> without filename")
    ran: dict[bool, set[int]] = {True: set(), False: set()}
    for line in element.iter("line"):
        ran[_int(name, line.get("hits")) > 0].add(line_number(_int(name, line.get("number"))))
    full = name if name.startswith("/") else prefix + name
    return CoveredFile(file=full, executed=sorted(ran[True]), missing=sorted(ran[False] - ran[True]))


def _int(name: str, text: str | None) -> int:
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 18:
        raise Malformed(None, f"a <line> of {name!r:.80} with number or hits {text!r:.40}")
    return int(text)

"""Tokenizers, parsers and texts made alike; judged as callables alone."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import Optional, Union


@dataclass(frozen=True)
class Token:
    kind: str
    text: str
    at: int


class BadInput(ValueError):
    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.at = at


Scalar = Union[int, float, str, bool, None]
_SPLIT = re.compile(r"([A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+)")
_STOP = frozenset({"the", "of", "and"})


def scan(source: str) -> list[Token]:
    found: list[Token] = []
    at = 0
    while at < len(source):
        char = source[at]
        start = at
        if char.isspace():
            at += 1
            continue
        if char.isdigit():
            while at < len(source) and (source[at].isdigit() or source[at] == "."):
                at += 1
            kind = "real" if "." in source[start:at] else "int"
        elif char.isidentifier():
            while at < len(source) and source[start : at + 1].isidentifier():
                at += 1
            kind = "name"
        elif source[at : at + 2] in ("==", "!=", "<=", ">="):
            at += 2
            kind = "op"
        elif char in "+-*/<>=()":
            at += 1
            kind = "op"
        else:
            raise BadInput(f"unexpected {char!r}", at)
        found.append(Token(kind, source[start:at], start))
    return found


def snake(name: str) -> str:
    return "_".join(part.lower() for part in _SPLIT.findall(name))


def scalar(text: str) -> Scalar:
    stripped = text.strip()
    match stripped.lower():
        case "" | "null" | "~":
            return None
        case "yes" | "true" | "on":
            return True
        case "no" | "false" | "off":
            return False
    if re.fullmatch(r"[+-]?[0-9]+", stripped):
        return int(stripped)
    try:
        return float(stripped)
    except ValueError:
        return stripped


def ini(text: str) -> dict[str, dict[str, str]]:
    sections: dict[str, dict[str, str]] = {}
    current = sections.setdefault("", {})
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if not line or line[0] in "#;":
            continue
        if line[0] == "[":
            if line[-1] != "]":
                raise BadInput(f"line {number}: no ]", number)
            current = sections.setdefault(line[1:-1].strip(), {})
            continue
        key, sep, value = line.partition("=")
        if not sep:
            raise BadInput(f"line {number}: no =", number)
        current[key.rstrip().lower()] = value.lstrip()
    return sections


def key_phrases(text: str, top: int = 3) -> list[tuple[str, int]]:
    words = [w.strip(".,;:!?") for w in text.lower().split()]
    pairs = Counter(f"{a} {b}" for a, b in zip(words, words[1:]) if a and b and a not in _STOP and b not in _STOP)
    return pairs.most_common(top)


def align(rows: list[list[str]], gap: str = "  ") -> list[str]:
    widths: list[int] = []
    for row in rows:
        for i, cell in enumerate(row):
            if i == len(widths):
                widths.append(0)
            widths[i] = max(widths[i], len(cell))
    return [gap.join(c.rjust(w) if c.isdecimal() else c.ljust(w) for c, w in zip(row, widths)).rstrip() for row in rows]


def unescape(text: str) -> str:
    out: list[str] = []
    it = iter(text)
    for char in it:
        if char != "\\":
            out.append(char)
            continue
        code = next(it, None)
        if code is None:
            raise BadInput("ends in a backslash", len(text))
        if code == "x":
            digits = next(it, "") + next(it, "")
            out.append(chr(int(digits, 16)))
        else:
            out.append({"n": "\n", "t": "\t", "0": "\0"}.get(code, code))
    return "".join(out)


def same_word(a: str, b: str) -> bool:
    def fold(text: str) -> str:
        return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).casefold())

    return fold(a) == fold(b)


def longest_common_prefix(words: list[str]) -> str:
    if not words:
        return ""
    low, high = min(words), max(words)
    for i, char in enumerate(low):
        if char != high[i]:
            return low[:i]
    return low


def diff_lines(old: list[str], new: list[str]) -> list[str]:
    table = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            if old[i] == new[j]:
                table[i][j] = table[i + 1][j + 1] + 1
            else:
                table[i][j] = max(table[i + 1][j], table[i][j + 1])
    out: list[str] = []
    i = j = 0
    while i < len(old) and j < len(new):
        if old[i] == new[j]:
            out.append(f"  {old[i]}")
            i, j = i + 1, j + 1
        elif table[i + 1][j] >= table[i][j + 1]:
            out.append(f"- {old[i]}")
            i += 1
        else:
            out.append(f"+ {new[j]}")
            j += 1
    return out + [f"- {line}" for line in old[i:]] + [f"+ {line}" for line in new[j:]]


def glob_match(pattern: str, text: str) -> bool:
    p = t = 0
    star: Optional[int] = None
    mark = 0
    while t < len(text):
        if p < len(pattern) and pattern[p] == "*":
            star, mark = p, t
            p += 1
        elif p < len(pattern) and pattern[p] in ("?", text[t]):
            p, t = p + 1, t + 1
        elif star is not None:
            mark += 1
            p, t = star + 1, mark
        else:
            return False
    return pattern[p:].strip("*") == ""


def ordinal(n: int) -> str:
    suffix = "th" if 10 <= abs(n) % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(abs(n) % 10, "th")
    return f"{n:,}{suffix}"


def human_size(count: int, digits: int = 1) -> str:
    size = float(count)
    for unit in ("B", "KiB", "MiB", "GiB"):
        if abs(size) < 1024:
            return f"{size:.{digits}f} {unit}" if unit != "B" else f"{count} B"
        size /= 1024
    return f"{size:.{digits}f} TiB"

"""Methods of str beyond the table's: as Objects/unicodeobject.c defines them, in terms of those that are native.

What needs the Unicode tables is asked of native functions, which fall back beyond ASCII.
"""


def find_between(s: str, part: str, start: int, end: int) -> int:
    """s.find(part, start, end)."""
    n = len(s)
    start = max(start + n, 0) if start < 0 else start
    end = max(end + n, 0) if end < 0 else min(end, n)
    if start > end:
        return -1
    found = s[start:end].find(part)
    return found if found < 0 else found + start


def rfind_between(s: str, part: str, start: int, end: int) -> int:
    """s.rfind(part, start, end)."""
    n = len(s)
    start = max(start + n, 0) if start < 0 else start
    end = max(end + n, 0) if end < 0 else min(end, n)
    if start > end:
        return -1
    found = s[start:end].rfind(part)
    return found if found < 0 else found + start


def index_between(s: str, part: str, start: int, end: int) -> int:
    """s.index(part, start, end)."""
    found: int = find_between(s, part, start, end)
    if found < 0:
        raise ValueError("substring not found")
    return found


def rindex_between(s: str, part: str, start: int, end: int) -> int:
    """s.rindex(part, start, end)."""
    found: int = rfind_between(s, part, start, end)
    if found < 0:
        raise ValueError("substring not found")
    return found


def count_between(s: str, part: str, start: int, end: int) -> int:
    """s.count(part, start, end)."""
    n = len(s)
    start = max(start + n, 0) if start < 0 else start
    end = max(end + n, 0) if end < 0 else min(end, n)
    return 0 if start > end else s[start:end].count(part)


def starts_between(s: str, prefix: str, start: int, end: int) -> bool:
    """s.startswith(prefix, start, end)."""
    n = len(s)
    start = max(start + n, 0) if start < 0 else start
    end = max(end + n, 0) if end < 0 else min(end, n)
    return start <= end and s[start:end].startswith(prefix)


def ends_between(s: str, suffix: str, start: int, end: int) -> bool:
    """s.endswith(suffix, start, end)."""
    n = len(s)
    start = max(start + n, 0) if start < 0 else start
    end = max(end + n, 0) if end < 0 else min(end, n)
    return start <= end and s[start:end].endswith(suffix)


def split_spaces(s: str, most: int) -> list[str]:
    """s.split(None, most): what is left after the last split keeps its trailing white space."""
    if most < 0:
        return s.split()
    parts: list[str] = []
    rest = s.lstrip()
    while rest != "" and most > 0:
        size = 0
        for c in rest:
            if c.isspace():
                break
            size += 1
        parts.append(rest[:size])
        rest = rest[size:].lstrip()
        most -= 1
    if rest != "":
        parts.append(rest)
    return parts


def rsplit_spaces(s: str, most: int) -> list[str]:
    """s.rsplit(None, most): what is left after the last split keeps its leading white space."""
    if most < 0:
        return s.split()
    parts: list[str] = []
    rest = s.rstrip()
    while rest != "" and most > 0:
        last = rest.split()[-1]
        parts.append(last)
        rest = rest[: len(rest) - len(last)].rstrip()
        most -= 1
    if rest != "":
        parts.append(rest)
    parts.reverse()
    return parts


def replace_most(s: str, old: str, new: str, most: int) -> str:
    """s.replace(old, new, most)."""
    if most < 0:
        return s.replace(old, new)
    if old != "":
        return new.join(s.split(old, most))
    made: list[str] = []
    for c in s:
        if most > 0:
            made.append(new)
            most -= 1
        made.append(c)
    if most > 0:
        made.append(new)
    return "".join(made)


def split_lines_kept(s: str) -> list[str]:
    """s.splitlines(True)."""
    parts: list[str] = []
    at = 0
    for line in s.splitlines():
        end = at + len(line)
        if end < len(s):
            end += 2 if s[end : end + 2] == "\r\n" else 1
        parts.append(s[at:end])
        at = end
    return parts


def center_with(s: str, width: int, fill: str) -> str:
    """s.center(width, fill); where the odd one goes is CPython's choice."""
    if len(fill) != 1:
        raise TypeError("The fill character must be exactly one character long")
    missing = max(width - len(s), 0)
    left = missing // 2 + (missing & width & 1)
    return fill * left + s + fill * (missing - left)


def expand_tabs(s: str, size: int) -> str:
    """s.expandtabs(size)."""
    made: list[str] = []
    column = 0
    for c in s:
        if c == "\t":
            if size > 0:
                blanks = size - column % size
                column += blanks
                made.append(" " * blanks)
        else:
            made.append(c)
            column = 0 if c == "\n" or c == "\r" else column + 1
    return "".join(made)


def is_title(s: str) -> bool:
    """s.istitle()."""
    cased = False
    inside = False
    for c in s:
        if c.isupper():
            if inside:
                return False
            inside = True
            cased = True
        elif c.islower():
            if not inside:
                return False
            cased = True
        else:
            inside = False
    return cased


def is_identifier(s: str) -> bool:
    """s.isidentifier()."""
    first = True
    for c in s:
        if c != "_" and not (c.isalpha() if first else c.isalnum()):
            return False
        first = False
    return not first


def translate_text(s: str, old: str, new: str, dropped: str) -> str:
    """s.translate(str.maketrans(old, new, dropped))."""
    if len(old) != len(new):
        raise ValueError("the first two maketrans arguments must have equal length")
    table: dict[str, str] = {}
    for i in range(len(old)):
        table[old[i]] = new[i]
    for c in dropped:
        table[c] = ""
    return "".join([table.get(c, c) for c in s])


def translate_by(s: str, table: dict[str, str]) -> str:
    """s.translate(str.maketrans(table))."""
    for key in table:
        if len(key) != 1:
            raise ValueError("string keys in translate table must be of length 1")
    return "".join([table.get(c, c) for c in s])


def sound_spec(spec: str, kind: str) -> str:
    """A specification of format() that the runtimes know; `kind`: i for an int, f for a float, s for a str."""
    n = len(spec)
    at = 0
    align = ""
    if n > 1 and spec[1] in "<>=^":
        if spec[0] < " " or spec[0] > "~":
            give_up()
        align = spec[1]
        at = 2
    elif n > 0 and spec[0] in "<>=^":
        align = spec[0]
        at = 1
    sign = at < n and spec[at] in "+- "
    if sign:
        at += 1
    alternate = at < n and spec[at] == "#"
    if alternate:
        at += 1
    start = at
    while at < n and spec[at] in "0123456789":
        at += 1
    if at - start > 5:
        give_up()
    group = spec[at] if at < n and spec[at] in ",_" else ""
    at += len(group)
    precise = at < n and spec[at] == "."
    if precise:
        at += 1
        start = at
        while at < n and spec[at] in "0123456789":
            at += 1
        if at == start or at - start > 2:
            give_up()
    last = spec[at:]
    if len(last) > 1:
        give_up()
    floats = last != "" and last in "eEfFgG%"
    if kind == "s":
        if sign or alternate or group != "" or align == "=" or (last != "" and last != "s"):
            give_up()
    elif kind == "i" and not floats:
        if precise or (last != "" and last not in "dbxXo"):
            give_up()
        if group == "," and last != "" and last != "d":
            give_up()
    elif alternate or (last != "" and not floats):
        give_up()
    return spec

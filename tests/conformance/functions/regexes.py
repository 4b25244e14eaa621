"""Regular expressions whose pattern is a constant: what matches, which groups, and where; matches that are asked."""

import re
from re import IGNORECASE, findall

WORD = re.compile(r"[A-Za-z']+")
DATE = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)(?:-(?P<day>\d\d))?")
NUMBER = r"[-+]?\d+(?:\.\d+)?"
PRICE: re.Pattern[str] = re.compile(rf"^\s*(?P<amount>{NUMBER})\s*(EUR|USD|\$)?\s*$", re.IGNORECASE)
TOKENS = [("NUMBER", r"\d+(\.\d*)?"), ("NAME", r"[A-Za-z_]\w*"), ("OP", r"[-+*/=()]"), ("SKIP", r"[ \t]+"),
          ("ODD", r".")]  # fmt: skip
LINE = re.compile(
    r"""
    (?P<ip>\d{1,3}(?:\.\d{1,3}){3}) \s      # who
    \[ (?P<when>[^\]]+) \] \s
    "(?P<verb>GET|POST) \s (?P<path>\S+)" \s
    (?P<status>\d{3})
    """,
    re.VERBOSE,
)


def words(text: str) -> list[str]:
    return [w.lower() for w in WORD.findall(text)]


def slug(title: str) -> str:
    title = title.strip().lower()
    title = re.sub(r"[^a-z0-9]+", "-", title)
    return title.strip("-")


def snake(name: str) -> str:
    first = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub("([a-z0-9])([A-Z])", r"\1_\2", first).lower()


def is_mail(address: str) -> bool:
    return bool(re.match(r"^[\w.+-]+@[\w-]+\.[\w.-]+$", address))


def is_number(text: str) -> bool:
    return re.fullmatch(NUMBER, text) is not None


def a_date(text: str) -> tuple[int, int, int] | None:
    m = DATE.search(text)
    if m is None:
        return None
    day = m.group("day")
    return int(m["year"]), int(m.group(2)), int(day) if day is not None else 0


def places(text: str) -> list[tuple[int, int, tuple[int, int], str]]:
    return [(m.start(), m.end("month"), m.span(3), m.group()) for m in DATE.finditer(text)]


def price(text: str) -> tuple[float, str | None]:
    if not (found := PRICE.match(text)):
        raise ValueError(f"no price: {text!r}")
    amount, currency = found.groups()
    return float(amount), currency


def lex(code: str) -> list[tuple[str, str]]:
    spec = "|".join(f"(?P<{name}>{rule})" for name, rule in TOKENS)
    found: list[tuple[str, str]] = []
    for mo in re.finditer(spec, code):
        kind = mo.lastgroup
        if kind == "SKIP" or kind is None:
            continue
        found.append((kind, mo.group()))
    return found


def scan(code: str) -> list[str]:
    token = re.compile(r"\s*(?:(\d+)|([a-z]+)|(.))")
    at, found = 0, []
    while at < len(code):
        m = token.match(code, at)
        if m is None:
            break
        found.append(f"{m.lastindex}:{m.group().strip()}")
        at = m.end()
    return found


def a_line(line: str) -> dict[str, str] | None:
    m = LINE.match(line)
    return m.groupdict() if m else None


def pairs(text: str) -> list[tuple[str, str]]:
    return findall(r"(\w+)=(\w*)", text)


def keys(text: str) -> dict[str, str]:
    return dict(re.findall(r"(\w+)\s*[:=]\s*(\w*)", text))


def first_group(text: str) -> list[str]:
    return re.findall(r"<(b|i)?>", text)


def parts(text: str) -> list[str]:
    return re.split(r"[,;]\s*|\s+", text)


def kept(text: str, most: int) -> list[str]:
    return re.split(r"(\W)", text, maxsplit=most)


def sentences(text: str) -> list[str]:
    return [s.strip() for s in re.split(r"[.!?]+", text) if s.strip()]


def masked(text: str) -> str:
    return re.sub(r"\d", lambda m: "#" if m.group() > "4" else "*", text)


def doubled(text: str) -> str:
    def twice(m: re.Match[str]) -> str:
        return str(int(m.group(1)) * 2) + m.group(2)

    return re.sub(r"(\d{1,4})([a-z]?)", twice, text)


def capitals(text: str) -> str:
    return re.sub(r"(^|\s)(\S)", lambda match: match.group(1) + match.group(2).upper(), text.strip(), count=2)


def swapped(text: str) -> str:
    return re.sub(r"(?P<first>\w+) (?P<second>\w+)", r"\g<second> \g<first>", text)


def replaced(text: str, new: str) -> str:
    return re.sub(r"\bx\b", new, text)


def empties(text: str) -> tuple[str, list[str], list[str]]:
    return re.sub(r"x*", "-", text), re.findall(r"b*", text), re.split(r"x*", text)


def lazy(text: str) -> list[str]:
    return re.findall(r"<.+?>", text) + re.findall(r"<.*>", text) + re.findall(r"a{2,3}?", text)


def ends(text: str) -> list[bool]:
    return [
        bool(re.search(r"^b", text, re.M)),
        bool(re.search(r"a$", text)),
        re.search(r"a\Z", text) is not None,
        re.match(r".*b", text, flags=re.DOTALL) is not None,
    ]


def around(text: str) -> list[str]:
    return re.findall(r"(?<=\$)\d+(?!\d|%)", text) + re.findall(r"\b(?!the\b)\w+", text)


def again(text: str) -> list[str]:
    return [m.group(0) for m in re.finditer(r"\b(\w+) \1\b", text)]


def colour(text: str) -> list[str]:
    return [m[0] for m in re.finditer(r"colou?r|gr[ae]y", text, IGNORECASE)]


def kinds(text: str) -> list[str]:
    return [
        "".join(re.findall(r"\d", text)), "".join(re.findall(r"\W", text)), "".join(re.findall(r"\s", text)),
        "".join(re.findall(r"[^\W\d_]", text)), "".join(re.findall(r"[\w-]", text)), "".join(re.findall(r"[é-ü]", text)),
        "".join(re.findall(r"\w", text, re.ASCII)), "".join(re.findall(r"\S+\b", text)),
    ]  # fmt: skip


def which(text: str) -> str:
    m = re.match(r"(\d+)$", text)
    if m:
        return "int " + m.group(1)
    m = re.match(r"(\d+)\.(\d+)$", text)
    if m:
        return f"float {m.group(1)} {m.group(2)}"
    if (m := re.match(r"'(?P<inside>[^']*)'", text)) is not None:
        return "text " + m.group("inside")
    return "?"


def last_seen(lines: list[str]) -> str:
    found = None
    for line in lines:
        m = re.match(r"(\w+):", line)
        if m:
            found = m.group(1)
    return found or "-"


def guess(text: str, n: int) -> str:
    m = re.match(r"(a)", text)
    for _ in range(n):
        if m is not None:
            text = m.group(1) + text[:2]
        m = re.match(r"(?:a(b)|.(c))", text)
    return text


def not_there(text: str) -> str:
    return re.match(r"(\d)?x", text).group(1)  # type: ignore[union-attr, no-any-return]


def nested(text: str) -> list[tuple[str, str, str]]:
    return re.findall(r"((a|b)+)(c|d)?", text)


def filtered(names: list[str]) -> list[str]:
    return [n for n in names if re.search(r"(?i)error|fail", n) and not re.match(r"#", n)]


def counted(lines: list[str]) -> int:
    return sum(1 for line in lines if re.search(r"^\s*def\s+\w+\(", line)) + any(re.search("z", x) for x in lines)


def hex_codes(text: str) -> list[int]:
    return [int(m.group(1), 16) for m in re.finditer(r"#([0-9a-fA-F]{6})\b", text)]


def duration(text: str) -> int:
    m = re.fullmatch(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?", text)
    if not m:
        return -1
    h, minutes, s = m.groups()
    return int(h or 0) * 3600 + int(minutes or 0) * 60 + int(s or 0)


def shape(text: str) -> tuple[int, ...]:
    m = re.search(r"(\d+)x(\d+)", text)
    assert m is not None
    return tuple(map(int, m.groups()))


class Reader:
    COMMENT = re.compile(r"#.*$")
    KEY = re.compile(r"^(\w+)\s*=\s*(.*)$")

    def __init__(self) -> None:
        self.values: dict[str, str] = {}

    def read(self, line: str) -> None:
        line = self.COMMENT.sub("", line).strip()
        match = Reader.KEY.match(line)
        if match:
            self.values[match.group(1)] = match.group(2)


def settings(lines: list[str]) -> dict[str, str]:
    reader = Reader()
    for line in lines:
        reader.read(line)
    return reader.values


CASES = {
    "words": [("It's a Dog, the dog's 2nd!",), ("",), ("a",), ("Ünï cödé x",)],
    "slug": [("  Hello, World!  ",), ("",), ("---",), ("a  b\tc",)],
    "snake": [("camelCaseName",), ("HTTPServer2Go",), ("",), ("ABC",), ("x",)],
    "is_mail": [("a.b+c@d-e.co.uk",), ("a@b",), ("@b.c",), ("a@b.c\n",), ("",)],
    "is_number": [("12",), ("-1.5",), ("1.",), ("+",), ("12\n",)],
    "a_date": [("on 2024-02-29!",), ("1999-12",), ("none",), ("2024-1-1",), ("x2024-10-1",)],
    "places": [("2024-02-29 1999-12 and 2000-01-01",), ("",)],
    "price": [(" 12.50 eur ",), ("3",), ("$",), ("-4 $",), ("1.5USD\n",)],
    "lex": [("x = 3.5*(y_1 - 2)",), ("",), ("a%b",), ("1.\t2\n",)],
    "scan": [("ab 12 + c",), ("",), ("  ",)],
    "a_line": [('1.2.3.4 [now] "GET /x?y" 200',), ("1.2.3 [] x",), ('1.2.3.4 [a b] "PUT /" 200',)],
    "pairs": [("a=1 b= c=3",), ("",), ("==",)],
    "keys": [("a: 1, b=2, a:3",), ("",)],
    "first_group": [("<b><><i>",), ("",)],
    "parts": [("a, b;c  d",), ("",), (" a ",)],
    "kept": [("a.b-c", 0), ("a.b-c", 1), ("", 0), ("a.b", -1), ("..", 5)],
    "sentences": [("Hi there. How are you?! Fine",), ("...",), ("",)],
    "masked": [("1234-5678",), ("none",), ("",)],
    "doubled": [("12a 7 x9999",), ("",), ("a1b22",)],
    "capitals": [("the quick brown fox",), ("",), ("  x",), ("a\nb c",)],
    "swapped": [("one two three four",), ("one",), ("",)],
    "replaced": [("x xx x", "y"), ("", "z"), ("x", "")],
    "empties": [("axxb",), ("",), ("xbx",), ("bbab",)],
    "lazy": [("<a><b>",), ("<>",), ("aaaaa",), ("<a\n>",)],
    "ends": [("a\nb",), ("b\na\n",), ("a",), ("",), ("\n\n",)],
    "around": [("$12 $3% $45 the 10 $100%",), ("",), ("the then",)],
    "again": [("the the cat cat sat",), ("a b a",)],
    "colour": [("Color colour GRAY grey gruy",), ("",)],
    "kinds": [("a1 b_2-\t",), ("",)],
    "which": [("12",), ("1.5",), ("'a b'",), ("x",), ("",)],
    "last_seen": [(["a:", "b", "c: d"],), ([],), (["x"],)],
    "guess": [("ab", 0), ("xb", 1), ("xb", 3), ("ab", 2), ("ac", 2)],
    "nested": [("abcabd aac b",), ("",)],
    "filtered": [(["an Error", "# fail", "ok", "FAILED"],)],
    "counted": [(["def f(x):", "  def g()", "undef h(", "z"],), ([],)],
    "hex_codes": [("#ff0000 #00FF7f #12345 #1234567",), ("",)],
    "duration": [("1h2m3s",), ("5m",), ("",), ("1s2m",), ("90s",)],
    "shape": [("a 12x34 b",), ("x",)],
    "settings": [(["a = 1 # one", "# b", "c=  d e ", "=x"],), ([],)],
}
FALLBACK = {
    "slug": [("Ünder score_",)],
    "is_mail": [("ä@ö.ü",)],
    "is_number": [("١٢",)],
    "scan": [("é1",)],
    "again": [("é é",)],
    "kinds": [("é٣\u2003ß-½",)],
    "replaced": [("x", "\\n"), ("a", "\\q")],
    "colour": [("gréy color",)],
    "not_there": [("x",), ("y",)],
}

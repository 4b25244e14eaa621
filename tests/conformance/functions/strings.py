"""str: by code points, whatever the script; methods; formatting."""


def length(s: str) -> int:
    return len(s)


def at(s: str, i: int) -> str:
    return s[i]


def cut(s: str, a: int, b: int) -> str:
    return s[a:b]


def cut_step(s: str, step: int) -> str:
    return s[::step]


def cut_open(s: str, n: int) -> tuple[str, str, str]:
    return s[n:], s[:n], s[:]


def join(parts: list[str], sep: str) -> str:
    return sep.join(parts)


def join_made(n: int) -> str:
    return ",".join(str(i * i) for i in range(n))


def split(s: str) -> list[str]:
    return s.split()


def split_on(s: str, sep: str) -> list[str]:
    return s.split(sep)


def split_some(s: str, sep: str, n: int) -> list[str]:
    return s.split(sep, n)


def lines(s: str) -> list[str]:
    return s.splitlines()


def strips(s: str) -> tuple[str, str, str]:
    return s.strip(), s.lstrip(), s.rstrip()


def strip_chars(s: str, chars: str) -> str:
    return s.strip(chars)


def cases(s: str) -> tuple[str, str, str, str]:
    return s.upper(), s.lower(), s.title(), s.capitalize()


def classes(s: str) -> list[bool]:
    return [s.isdigit(), s.isalpha(), s.isalnum(), s.isspace(), s.isupper(), s.islower()]


def finds(s: str, t: str) -> tuple[int, int, int, bool]:
    return s.find(t), s.rfind(t), s.count(t), t in s


def index(s: str, t: str) -> int:
    return s.index(t)


def replace(s: str, a: str, b: str) -> str:
    return s.replace(a, b)


def ends(s: str, t: str) -> tuple[bool, bool]:
    return s.startswith(t), s.endswith(t)


def affixes(s: str, t: str) -> tuple[str, str]:
    return s.removeprefix(t), s.removesuffix(t)


def partition(s: str, t: str) -> tuple[str, str, str]:
    return s.partition(t)


def pads(s: str, n: int) -> list[str]:
    return [s.zfill(n), s.ljust(n), s.rjust(n), s.center(n), s.rjust(n, "*")]


def compare(a: str, b: str) -> list[bool]:
    return [a == b, a != b, a < b, a <= b, a > b, a >= b]


def repeat(s: str, n: int) -> str:
    return s * n + n * s


def ordinals(s: str) -> list[int]:
    return [ord(c) for c in s]


def characters(codes: list[int]) -> str:
    return "".join([chr(c) for c in codes])


def reverse(s: str) -> str:
    out = ""
    for c in s:
        out = c + out
    return out


def build(n: int) -> str:
    s = ""
    for i in range(n):
        s += str(i % 10)
    return s


def palindrome(s: str) -> bool:
    t = [c.lower() for c in s if c.isalnum()]
    return t == t[::-1]


def quoted(s: str) -> str:
    return repr(s)


def formats(n: int, x: float, s: str) -> str:
    return f"{n:5d}|{n:<6}|{n:+,}|{n:05}|{x:.2f}|{x:10.3f}|{x:e}|{x:g}|{x:.1%}|{s:>8}|{s:^7}|{s:.2}|{n:x}|{n:b}|{x:,.1f}|{s!r}"


def plain(n: int, x: float, b: bool, s: str) -> str:
    return f"{n} {x} {b} {s} {n!r}"


def apart(a: str, b: str) -> tuple[int, int]:
    differ = 0
    later = 0
    for x, y in zip(a, b):
        if x != y or x == "z":
            differ += 1
        if x > y or "m" < x:
            later += 1
    return differ, later


def mirrored(s: str, i: int) -> bool:
    return all(s[k] == s[-k - 1] for k in range(i))


def same_at(s: str, i: int, t: str, j: int, by: int) -> str:
    try:
        return f"{s[i] == t[j // by]} {s[i] < t[j]}"
    except (IndexError, ZeroDivisionError) as error:
        return str(error)


def depths(s: str) -> list[int]:
    depth = 0
    out: list[int] = []
    for c in s:
        if c == "(" or c == "[":
            depth += 1
        elif c == ")":
            depth -= 1
        elif c == "'" or c == "\\" or c == "{" or c == "é" or c == "\n":
            depth += 100
        elif "0" <= c <= "9":
            depth += ord(c) - ord("0")
        elif c != "ab" and c > "" and c != "":
            s = "("
            continue
        out.append(depth)
    return out


def runs(s: str) -> list[int]:
    """One name in several loops: a number in some, a text in others."""
    out = [1 for c in s if c == "a"]
    seen = ""
    for c in s:
        if c not in seen:
            seen += c
    last = "a"
    for i, c in enumerate(s, 1):
        d = s[i % len(s)]
        if c < d or c == last:
            out.append(i)
        last = c
    before = ""
    for c in s:
        if c == before:
            out.append(-1)
        before = c
    for c in s:
        for c in seen:
            if c == "b":
                out.append(-2)
        out.append(ord(c))
    return out + [len(seen)]


def numbered_letters(s: str, start: int) -> list[int]:
    out: list[int] = []
    for i, c in enumerate(s, start):
        if c != "x":
            out.append(i)
    for i, c in enumerate(s, -3):
        if c == "x":
            out.append(i)
            i += 10
            out.append(i)
    return out


def met_again(texts: list[str], text: str, n: int) -> list[int]:
    """Texts that inner loops walk over, some of them others in each round."""
    out: list[int] = []
    for _ in range(n):
        for i, c in enumerate(text):
            if c == "x":
                break
            out.append(i)
    for one in texts:
        for c in one:
            for d in text:
                if c == d:
                    out.append(-1)
        for d in text:
            if d == one[0]:
                out.append(-2)
        text = one + text
        for d in text[1:]:
            if d == "b":
                out.append(-3)
    k = 0
    while k < n:
        for i, d in enumerate(text, k):
            if d == "é":
                out.append(i)
        k += 1
    return out


def shared_letters(a: str, xs: list[str], n: int) -> list[int]:
    out: list[int] = []
    for x, y, k in zip(a, xs, range(n)):
        out.append(k if x == y else ord(x))
    for (i, x), y in zip(enumerate(a), a):
        out.append(i + (x == y))
    pick = a[0] if n else "?"
    out += [i for i, y in enumerate(xs) if y == pick]
    least = "~"
    for c in a:
        if c < least:
            least = c
    return out + sorted([ord(least)], key=lambda v: least == "a")


_TEXTS = [
    "",
    "a",
    "Hello, World",
    "ñandú",
    "日本語",
    "a\U0001f600b",
    " \t x \n",
    "ÀÉ",
    "abcabc",
    "\u2028x\u00a0y",
    "0123",
]

CASES = {
    "length": [(s,) for s in _TEXTS],
    "at": [(s, i) for s in _TEXTS for i in (0, -1, 2, 99)],
    "cut": [(s, a, b) for s in ("abcdef", "ñandú", "") for a in (0, -2, 9) for b in (0, 3, -1, 99)],
    "cut_step": [(s, n) for s in ("abcdef", "ñandú", "") for n in (1, 2, -1, -2, 0)],
    "cut_open": [(s, n) for s in ("abcdef", "日本語") for n in (0, 2, -1, 10)],
    "apart": [
        ("kitten", "sitting"),
        ("zoo", "zéo"),
        ("\uffff", "\U00010000"),
        ("", "a"),
        ("naïve", "naive"),
        ("日z", "日z"),
    ],
    "mirrored": [("abcba", 2), ("abca", 2), ("日本日", 1), ("a", 2), ("", 0), ("", 1), ("é", 1)],
    "same_at": [
        ("ab", 1, "cb", -1, 1),
        ("ab", 2, "cb", 0, 0),
        ("ab", -2, "日a", 1, 1),
        ("é", 0, "e", 1, 1),
        ("a", 0, "b", 0, 0),
        ("\U0001f600", -1, "\uffff", 0, 1),
        ("", 0, "", 0, 0),
        ("a", -2, "b", 0, 1),
    ],
    "depths": [("(a[3)x'\\{é\n9",), ("",), ("日(",), ("abc",)],
    "runs": [("abba",), ("日日b",), ("a",), ("xéé\U0001f600",)],
    "numbered_letters": [("axb", 0), ("éxé", -2), ("ab", 2**63 - 3), ("", 5)],
    "met_again": [(["a", "bé"], "abx", 2), ([], "", 3), (["x"], "日é", 1), ([""], "b", 0), (["bb", ""], "", 1)],
    "shared_letters": [("abc", ["a", "x", "cc"], 3), ("日é", ["日", ""], 5), ("ab", [], 0), ("z", ["z"], 1)],
    "join": [(["a", "b"], "-"), ([], "x"), (["日", "本"], "é"), (["one"], ",")],
    "join_made": [(0,), (1,), (12,)],
    "split": [(s,) for s in (*_TEXTS, "a b  c", "\x1fa\x85b", "  ")],
    "split_on": [("a,b,,c", ","), ("", ","), ("abc", "abc"), ("日x本", "x"), ("aaa", "aa"), ("a", "")],
    "split_some": [("a,b,c", ",", 1), ("a,b,c", ",", -1), ("a,b,c", ",", 0)],
    "lines": [("a\nb\r\nc",), ("",), ("x\n",), ("\n\n",), ("a\x0bb\u2028c",)],
    "strips": [(s,) for s in (*_TEXTS, "\u3000x\u3000")],
    "strip_chars": [("xxhixx", "x"), ("ñaañ", "ñ"), ("abc", ""), ("abc", "abc")],
    "cases": [("hello world",), ("",), ("MiXeD 12 o'neil",), ("they're",)],
    "classes": [("",), ("12",), ("ab",), ("a1",), (" ",), ("AB c",), ("a-b",)],
    "finds": [("banana", "an"), ("banana", ""), ("", "x"), ("日本日", "日"), ("aaaa", "aa")],
    "index": [("banana", "na"), ("banana", "x"), ("日本", "本")],
    "replace": [("banana", "an", "X"), ("aaa", "aa", "b"), ("abc", "", "-"), ("", "", "x"), ("日本", "日", "ab")],
    "ends": [("hello", "he"), ("hello", "lo"), ("x", ""), ("", "a"), ("日本", "日")],
    "affixes": [("hello", "he"), ("hello", "lo"), ("aaa", "a"), ("x", "")],
    "partition": [("a=b=c", "="), ("abc", "="), ("x", "")],
    "pads": [("42", 5), ("-42", 6), ("日本", 6), ("long text", 3), ("", 2), ("+7", 4)],
    "compare": [("a", "b"), ("a", "A"), ("日", "z"), ("\uffff", "\U00010000"), ("", "a"), ("ab", "ab")],
    "repeat": [("ab", 3), ("x", 0), ("日", -1)],
    "ordinals": [(s,) for s in _TEXTS],
    "characters": [([72, 105],), ([26085, 128512],), ([],), ([-1],), ([1114112],), ([2**31 - 1],)],
    "reverse": [(s,) for s in _TEXTS],
    "build": [(0,), (25,), (400,)],
    "palindrome": [("A man, a plan",), ("Was it a car or a cat I saw",), ("",)],
    "quoted": [("a",), ("it's",), ('say "hi"',), ("both ' and \"",), ("\n\t\\",), ("\x00\x7f",), ("",)],
    "formats": [
        (42, 3.14159, "ab"),
        (-42, -0.005, "abx"),
        (0, 1e100, ""),
        (1234567, 0.5, "it"),
        (-1, float("nan"), "q"),
        (255, float("inf"), "'"),
    ],
    "plain": [(1, 1.0, True, "x"), (-5, 1e16, False, "日")],
}
FALLBACK = {
    "numbered_letters": [("x", 2**63 - 1)],
    "cases": [("ñandú",), ("ß",), ("İ",)],
    "classes": [("٣",), ("é",)],
    "characters": [([2**31],), ([-(2**31) - 1],)],
}

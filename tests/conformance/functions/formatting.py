"""`%` and `str.format`, as CPython formats."""


def percents(n: int, x: float, s: str) -> str:
    return "%d|%5d|%-5d|%05d|%+d|%x|%X|%o|%% %s|%6s|%-6s|%.2s|%r" % (n, n, n, n, n, n, n, n, s, s, s, s, s)


def percent_floats(x: float) -> str:
    return "%f|%.2f|%8.3f|%-8.1f|%08.2f|%e|%g|%+.1f|%.0f" % (x, x, x, x, x, x, x, x, x)


def percent_converts(n: int, x: float, b: bool) -> str:
    return "%.1f %d %i %s %s" % (n, n, n, x, b)


def percent_one(n: int) -> str:
    return "%d items" % n


def percent_text(words: list[str]) -> str:
    return "[%s]" % ", ".join(words)


def braces(name: str, n: int, x: float) -> str:
    return "{}-{:03d} {:>8.2f} {{}} {!r}".format(name, n, x, name)


def numbered(a: int, b: str) -> str:
    return "{1} {0} {1:>4} {word}".format(a, b, word=a)


CASES = {
    "percents": [(42, 1.5, "abc"), (-7, 0.0, "")],
    "percent_floats": [(3.14159,), (-0.005,), (1e22,), (0.0,)],
    "percent_converts": [(3, 2.9, True), (0, -2.9, False)],
    "percent_one": [(3,)],
    "percent_text": [(["a", "b"],), ([],)],
    "braces": [("x", 7, 2.5), ("", -1, 1e10)],
    "numbered": [(1, "b")],
}
FALLBACK: dict[str, list[tuple[object, ...]]] = {}

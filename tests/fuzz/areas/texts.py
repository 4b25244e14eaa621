"""Methods of str and bytes on odd texts: beyond ASCII, with NUL, line ends of every kind, parts that overlap."""

from pivot_lsp.port.types import BOOL, BYTES, INT, STR, ListT
from tests.fuzz.areas.pen import Pen, put, small, some
from tests.fuzz.expressions import Scope

ODD = (
    "ΑΣ", "straße", "n̈", "ǅ", "İ", "ﬁ", "a\x00b", "\x1c \x1f", "a\x85b\u2028c", "\r\n\n\r", "aaaa", "abab", "", " ",
    "\ufeffx", "٣½²", "a\u200bb", "𝒳y", "it's x2y", "\\n'\"", "A1b2", "+-12", "-007", "１２", "\u00a0x\u3000", "%s{}",
)  # fmt: skip
OCTETS = (b"", b"abc", b"a\x00\xff", b" \t\x0bA\x85", b"abab", b"\r\nx\n", b"Za09", b"\xc3\xa9")


def _text(pen: Pen, scope: Scope) -> str:
    return repr(pen.rng.choice(ODD)) if pen.rng.random() < 0.5 else f"({some(pen, STR, scope, 1)})"


def _part(pen: Pen) -> str:
    return repr(pen.rng.choice(("a", "ab", "aa", "", "\n", "ß", "Σ", " ", "b", "̈", "\x00", "0")))


def asked(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """A number or a truth about a text."""
    s, p = _text(pen, scope), _part(pen)
    a, b = small(pen, scope), small(pen, scope)
    t, text = pen.rng.choice(
        (
            (INT, f"{s}.find({p}, {a})"),
            (INT, f"{s}.rfind({p}, {a}, {b})"),
            (INT, f"{s}.count({p})"),
            (INT, f"{s}.find({p})"),
            (INT, f"{s}.rfind({p})"),
            (INT, f"{s}.index({p})"),
            (INT, f"len({s})"),
            (BOOL, f"{p} in {s}"),
            (BOOL, f"{s}.startswith(({p}, 'x'))"),
            (BOOL, f"{s}.endswith({p})"),
            (BOOL, f"{s}.isspace()"),
            (BOOL, f"{s}.isalnum()"),
            (BOOL, f"{s}.isdigit()"),
            (BOOL, f"{s}.isupper()"),
            (BOOL, f"{s} < {_text(pen, scope)}"),
            (BOOL, f"{s}.isidentifier()"),
            (BOOL, f"{s}.istitle()"),
            (INT, f"sum(ord(k) for k in {s})"),
            (INT, f"int({s})"),
        )
    )
    put(pen, scope, indent, t, text)


def made(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """Another text."""
    s, p, q = _text(pen, scope), _part(pen), _part(pen)
    n = small(pen, scope)
    put(
        pen,
        scope,
        indent,
        STR,
        pen.rng.choice(
            (
                f"{s}.replace({p}, {q})",
                f"{s}.replace({p}, {q}, {n})",
                f"{s}.strip({p})",
                f"{s}.lstrip()",
                f"{s}.rstrip({p})",
                f"{s}.upper()",
                f"{s}.lower()",
                f"{s}.title()",
                f"{s}.swapcase()",
                f"{s}.capitalize()",
                f"{s}.casefold()",
                f"{s}.center({n} + 5)",
                f"{s}.center({n}, {p})",
                f"{s}.zfill({n})",
                f"{s}.ljust({n} + 3, '*')",
                f"{s}.rjust({n})",
                f"{s}[::{n}]",
                f"{s}[{n}:][::-1]",
                f"{s}.removeprefix({p})",
                f"{s}.removesuffix({p})",
                f"repr({s})",
                f"{p}.join({s})",
                f"{s}.expandtabs({n})",
                f"{s} * ({n})",
                f"'%s|%r|%5s' % ({s}, {s}, {p})",
                f"'{{}}-{{0}}'[2:4].join({s})",
                f"'{{0}}{{1!r:^7}}{{0:.2}}'.format({s}, {p})",
                f"''.join(sorted({s}))",
                f"''.join(reversed({s}))",
                f"''.join(chr(ord(k) ^ 1) for k in {s})",
            )
        ),
    )


def parted(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """Its parts."""
    s, p, n = _text(pen, scope), _part(pen), small(pen, scope)
    put(
        pen,
        scope,
        indent,
        ListT(STR),
        pen.rng.choice(
            (
                f"{s}.split()",
                f"{s}.split({p})",
                f"{s}.split({p}, {n})",
                f"{s}.rsplit({p}, {n})",
                f"{s}.split(None, {n})",
                f"{s}.rsplit(maxsplit={n})",
                f"{s}.splitlines()",
                f"{s}.splitlines(True)",
                f"list({s}.partition({p}))",
                f"list({s}.rpartition({p}))",
                f"list({s})",
                f"[k + {p} for k in {s}]",
            )
        ),
    )


def octets(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """bytes."""
    names = scope.of(BYTES)
    data = pen.rng.choice(names) if names and pen.rng.random() < 0.6 else repr(pen.rng.choice(OCTETS))
    part, n, s = repr(pen.rng.choice(OCTETS)), small(pen, scope), _text(pen, scope)
    t, text = pen.rng.choice(
        (
            (BYTES, f"{data} + {part}"),
            (BYTES, f"{data}[{n}:]"),
            (BYTES, f"{data}[::-1]"),
            (BYTES, f"{data} * ({n} % 3)"),
            (BYTES, f"{data}.replace({part}, b'Q')"),
            (BYTES, f"{data}.upper()"),
            (BYTES, f"{data}.strip()"),
            (BYTES, f"{s}.encode()"),
            (BYTES, f"bytes([k % 256 for k in range({n} + 4)])"),
            (BYTES, f"b'-'.join([{data}, {part}])"),
            (INT, f"{data}.find({part})"),
            (INT, f"{data}.count({part})"),
            (INT, f"len({data})"),
            (INT, f"{data}[{n}]"),
            (INT, f"sum({data})"),
            (INT, f"int.from_bytes({data}[:7], 'big')"),
            (BOOL, f"{part} in {data}"),
            (BOOL, f"65 in {data}"),
            (BOOL, f"{data} < {part}"),
            (BOOL, f"{data} == {part}"),
            (STR, f"repr({data})"),
            (STR, f"{data}.hex()"),
            (STR, f"{data}.decode()"),
            (STR, f"{data}.decode('latin-1')"),
            (ListT(INT), f"list({data})"),
            (ListT(BYTES), f"{data}.split({part})"),
            (ListT(BYTES), f"{data}.split()"),
            (ListT(BYTES), f"{data}.splitlines()"),
        )
    )
    put(pen, scope, indent, t, text)


TEXTS = (asked, made, made, parted, octets)

"""Strings put together as the source takes them apart: tokens between mined separators, runs over mined alphabets.

A function that splits at ":" is reached behind its first check only by strings that hold one, and a bracket matcher
only by strings of brackets. Invariant: nothing is known here but the literals of the source; the same literals and
Random give the same strings.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

MAX_SEPARATOR = 3
FEW_LETTERS = 40
"""An alphabet of single characters is kept up to this size; a longer one says nothing."""


@dataclass(frozen=True)
class Pieces:
    """What strings are made of. `separators` hold no letter or digit; `letters` are single characters that the source
    names, alone or in a string it searches; `words` are the other literals; `numbers` the ints."""

    separators: tuple[str, ...] = ()
    letters: str = ""
    words: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()

    @property
    def known(self) -> bool:
        """Whether there is anything to compose from."""
        return bool(self.separators or self.letters)


def pieces(strings: Sequence[str], ints: Sequence[int]) -> Pieces:
    """The pieces that literals give."""
    separators = [s for s in strings if len(s) <= MAX_SEPARATOR and not any(c.isalnum() for c in s)]
    single = dict.fromkeys(c for s in strings if len(s) == 1 or _is_alphabet(s) for c in s)
    words = [s for s in strings if s not in separators and len(s) > 1]
    return Pieces(
        separators=tuple(separators),
        letters="".join(list(single)[:FEW_LETTERS]),
        words=tuple(words),
        numbers=tuple(n for n in ints if 0 <= n < 10**12),
    )


def _is_alphabet(text: str) -> bool:
    """A string that stands for its characters: no blank inside, none twice, and not a plain word."""
    return len(text) > 2 and len(set(text)) == len(text) and not text.isalpha()


def compose(known: Pieces, words: Sequence[str], rng: Random, limit: int) -> str:
    """A string of at most about `limit` characters; `words` are those of this case's vocabulary."""
    roll = rng.random()
    if known.letters and (roll < 0.45 or not known.separators):
        return run(known, rng, limit)
    joints = rng.sample(known.separators, min(len(known.separators), rng.choice((1, 1, 2))))
    count = rng.choice((0, 1, 2, 2, 2, 3, 3, 4, 6))
    pair = next(((s, t) for s in known.separators for t in known.separators if _closes(s, t)), None)
    if pair is not None and roll > 0.7:
        return _bracketed(pair, known, words, rng, count)[:limit]
    outer = "\n" if "\n" in known.separators and rng.random() < 0.7 else ""
    if not outer:
        return _joined(joints, [token(known, words, rng) for _ in range(count)], rng)[:limit]
    joints = [joint for joint in known.separators if joint != "\n"] or [" "]
    lines = [
        _joined(
            rng.sample(joints, 1) + rng.choices(joints, k=1),
            [token(known, words, rng) for _ in range(rng.choice((0, 1, 2, 2, 2, 3)))],
            rng,
        )
        for _ in range(count + 1)
    ]
    return outer.join(lines)[: 4 * limit]


def _closes(opening: str, closing: str) -> bool:
    return mirror(opening)[::-1] == closing != opening


def _bracketed(pair: tuple[str, str], known: Pieces, words: Sequence[str], rng: Random, count: int) -> str:
    """Words between what opens and what closes, some with a further separator and a word, and text around them."""
    inner = [s for s in known.separators if s not in pair]
    made = ""
    for _ in range(max(1, count)):
        held = rng.choice(words) if words and rng.random() < 0.7 else token(known, words, rng)
        if rng.random() < 0.25:
            held = f" {held} "
        if inner and rng.random() < 0.5:
            held += rng.choice(inner) + rng.choice(("", " ", " x ", "y", token(known, words, rng)))
        closing = pair[1] if rng.random() < 0.95 else ""
        made += rng.choice(("", "a ", " ", "é")) + pair[0] + held + closing
    return made + rng.choice(("", " z", pair[1], ""))


def run(known: Pieces, rng: Random, limit: int) -> str:
    """Characters of the alphabet, some repeated, now and then mirrored, or with one that does not belong."""
    letters = known.letters
    if rng.random() < 0.5:
        letters = "".join(rng.sample(letters, min(len(letters), rng.choice((1, 2, 2, 3, 4)))))
    made: list[str] = []
    for _ in range(rng.choice((0, 1, 2, 2, 3, 3, 4, 5, 6, 8, min(limit, 24)))):
        part = rng.choice(letters)
        roll = rng.random()
        if roll < 0.3:
            part = f"{number(known, rng)}{part}" if roll < 0.2 else f"{part}{number(known, rng)}"
        elif roll < 0.4:
            part *= rng.choice((2, 3, 8, 9, 10, 11))
        made.append(part)
    text = "".join(made)
    roll = rng.random()
    if roll < 0.15:
        text += "".join(mirror(c) for c in reversed(text))
    elif roll < 0.25:
        place = rng.randrange(len(text) + 1)
        text = text[:place] + rng.choice("a Z0-é") + text[place:]
    return text


CLASSES = ("0123456789", "0123456789abcdef", "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
LONGEST = 64


def of_length(lengths: Sequence[int], letters: str, rng: Random) -> str:
    """A code as long as the source asks for, or one character off: digits above all, or the source's own letters; now
    and then with one character that does not belong."""
    count = max(0, rng.choice(lengths) + rng.choice((-1, 0, 0, 0, 0, 0, 0, 1)))
    roll = rng.random()
    alphabet = CLASSES[0] if roll < 0.5 else rng.choice((*CLASSES, CLASSES[0] + letters))
    made = rng.choices(alphabet, k=count)
    if made and rng.random() < 0.35:
        made[rng.randrange(count)] = rng.choice(("٣", "٣", "²", "x", "X", " ", "-", "+", ".", "é", *letters))
    return "".join(made)


_MIRROR = str.maketrans("([{<)]}>", ")]}>([{<")


def mirror(text: str) -> str:
    """Brackets turned round; all else as it is."""
    return text.translate(_MIRROR)


def number(known: Pieces, rng: Random) -> str:
    """Digits: one of the source's ints or a neighbour, or a small number; some with leading zeros."""
    if known.numbers and rng.random() < 0.6:
        value = max(0, rng.choice(known.numbers) + rng.choice((-1, -1, 0, 0, 1)))
    else:
        if rng.random() < 0.04:
            return str(rng.choice((2**31, 2**32, 2**53 + 1, 2**63 - 1, 2**63, 2**64, 10**20)))
        value = rng.choice((0, 1, 2, 3, 5, 7, 9, 10, 12, 23, 30, 59, 60, 99, 100, rng.randrange(1000)))
    return str(value).rjust(rng.choice((0, 0, 2, 2, 3, 4)), "0")


TWINS = (
    ("straße", "STRASSE"), ("ς", "σ"), ("ſ", "s"), ("\u212a", "k"), ("İ", "i\u0307"), ("ŉ", "\u02bcn"), ("ﬁ", "fi"),
    ("é", "e\u0301"), ("\u212b", "å"), ("a", "\u0430"), ("Ab", "aB"), ("1", "١"), ("01", "1"), ("1.0", "1"),
    ("a b", "a\u00a0b"), ("a  b", "a b"), (" a", "a "), ("a", "a\x00"), ("ß", "ẞ"), ("ǆ", "ǅ"), ("µ", "μ"),
    ("-0", "0"), ("x10", "x9"), ("A_b", "a-b"), ("a", "aa"), ("Z", "a"), ("é", "z"), ("\uffff", "\U00010000"),
)  # fmt: skip
"""Texts that are one to some comparisons and two to others: by folding case, composing characters, skipping blanks,
reading numbers, or by the order of code points, UTF-16 units or a language."""
PERIODIC = ("aa", "aba", "abab", "aaa", "1", "  ", "..", "abcab")


_FOLDED = {"s": "ſ", "k": "\u212a", "i": "ıİ"}
"""Letters that folding, lowering or raising the case makes of others: `casefold` and `lower` differ there."""


def foreign(text: str, rng: Random) -> str:
    """One character as another script or width has it: a digit as a digit, a letter as a letter, a blank as a blank."""
    if not text:
        return text
    place = rng.randrange(len(text))
    char = text[place]
    if char.isascii() and char.isdigit():
        other = rng.choice((chr(0x660 + int(char)), chr(0xFF10 + int(char)), "²", "½"))
    elif char.isascii() and char.isalpha():
        folded = _FOLDED.get(char.lower())
        if folded is not None and rng.random() < 0.4:
            return text[:place] + rng.choice(folded) + text[place + 1 :]
        other = rng.choice((chr(ord(char) + 0xFEE0), "ß", "é", "É", "ﬁ", "ŉ", "İ", "ı", "ǆ", "Σ", "漢", "🙂"))
    elif char.isspace():
        other = rng.choice(("\u00a0", "\u202f", "\u3000", "\x1c", "\x85", "\u200b", "\n"))
    else:
        other = rng.choice(("\u2010", "\uff0c", "\u2024", "\u00b7"))
    return text[:place] + other + text[place + 1 :]


def variants(text: str) -> list[str]:
    """`text` written otherwise in each of the ways that checks tell apart or overlook, but for `text` itself."""
    digits = [place for place, char in enumerate(text) if char.isascii() and char.isdigit()]
    scripts = [
        text[:place] + chr(0x660 + int(text[place])) + text[place + 1 :]
        for place in dict.fromkeys(digits[:1] + digits[-1:])
    ]
    last = [text[:-1] + each for each in ("x", "X", "0")] if text[-1].isalnum() else []
    middle = len(text) // 2
    made = (
        *scripts,
        text.lower(),
        text.upper(),
        text.swapcase(),
        f" {text}",
        f"{text} ",
        f"{text}\n",
        f"{text[:middle]} {text[middle:]}",
        f"{text[:middle]}-{text[middle:]}",
        *last,
        text[:-1],
        text[1:],
        text + text[-1],
        f"0{text}",
        f"+{text}",
        text[1:2] + text[:1] + text[2:],
        text[::-1],
    )
    return [each for each in dict.fromkeys(made) if each != text]


def check_digits(text: str) -> list[str]:
    """`text`, and it one character shorter and longer, with each last digit: one of ten is right by a check sum."""
    return [f"{base}{digit}" for base in (text[:-1], text[:-2], text) for digit in "0123456789"]


def with_inside(word: str, rng: Random) -> str:
    """A text in which `word` stands: alone, twice, overlapping itself, at an end, almost."""
    return rng.choice(
        (
            word,
            word * 2,
            word * 3,
            word + word[1:],
            word + word[1:] + word[1:],
            f"x{word}",
            f"{word}x",
            f" {word} {word}",
            f"x{word}x{word}",
            word[:-1],
            word[1:],
            word.upper(),
            word.swapcase() + word,
            f"{word[:-1]}{word}",
        )
    )


ODD = (
    "", " ", " a ", "-1", "+2", "1.5", "0", "x", "X", "٣", "²", "é", "0x1", "1e3", "a b",
    "++1", "+-1", "--1", "- 1", "1_0", "1__0", "_1", "1_",
)  # fmt: skip
"""Tokens that parsers treat differently; the second row is what `int` and `float` take or refuse at the edge of their
grammar (signs and underscores)."""


def token(known: Pieces, words: Sequence[str], rng: Random) -> str:
    """What stands between two separators."""
    roll = rng.random()
    if roll < 0.45:
        return number(known, rng)
    if roll < 0.6 and known.words:
        return rng.choice(known.words)
    if roll < 0.82 and words:
        word = rng.choice(words)
        return word.upper() if rng.random() < 0.15 else word
    if roll < 0.88 and known.letters:
        return rng.choice(known.letters)
    return rng.choice(ODD)


def _joined(joints: Sequence[str], tokens: Sequence[str], rng: Random) -> str:
    made = ""
    for place, each in enumerate(tokens):
        joint = rng.choice(joints) if place else ""
        roll = rng.random()
        if place and roll < 0.12:
            joint = f" {joint} " if roll < 0.06 else f"{joint} "
        made += joint + each
    roll = rng.random()
    if roll < 0.06:
        return rng.choice(joints) + made
    return made + rng.choice(joints) if roll < 0.12 else made

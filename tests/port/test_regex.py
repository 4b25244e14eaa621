"""Regular expressions: the prelude's matcher, run by CPython, finds what `re` finds, in random patterns and texts."""

import random
import re
import warnings
from typing import Any

import pytest

from pivot_lsp.port import regex
from tests.port.test_prelude import GaveUpError, load

MATCHER = load("regex")
PLACES = [r"\b", r"^", r"$", r"\B", r"\A", r"\Z"]
KINDS = [
    r"\d",
    r"\w",
    r"\s",
    r"\W",
    r"\D",
    r"\S",
    r"[ab]",
    r"[^a]",
    r"[a-c1]",
    r"[\w-]",
    r"[^\s,]",
    r"[é-ü]",
    r"[^\W\d]",
    r"[A-Z]",
    r".",
]
REPEATS = [r"*", r"+", r"?", r"*?", r"+?", r"??", r"{2}", r"{1,2}", r"{0,2}", r"{2,}", r"{1,3}?", r"{,2}"]


class Writer:
    """Random patterns."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.groups = 0

    def choices(self, depth: int) -> str:
        """Alternatives."""
        return "|".join(self.sequence(depth) for _ in range(self.random.choice([1, 1, 1, 2, 3])))

    def sequence(self, depth: int) -> str:
        made = ""
        for _ in range(self.random.randint(1, 3)):
            made += self.atom(depth)
            if self.random.random() < 0.4:
                made += self.random.choice(REPEATS)
        return made

    def atom(self, depth: int) -> str:
        kind = self.random.randrange(12)
        if kind < 5:
            return self.random.choice("aabbc1 -é")
        if kind < 8:
            return self.random.choice(KINDS if kind < 7 else PLACES)
        if kind == 8 and self.groups and self.random.random() < 0.5:
            return f"\\{self.random.randint(1, self.groups)}"
        if kind == 9 and depth:
            return f"(?{self.random.choice(['=', '!', '<=', '<!'])}{self.random.choice(['a', 'ab', '[ab]c', 'a|b'])})"
        if not depth:
            return "a"
        if kind == 10:
            return f"(?:{self.choices(depth - 1)})"
        self.groups += 1
        return f"({self.choices(depth - 1)})"

    def text(self) -> str:
        return "".join(self.random.choice("aaabbbcc1 -\néABx\x1c") for _ in range(self.random.randrange(9)))


def spans(match: re.Match[str] | None) -> list[object] | None:
    return None if match is None else [match.regs, match.lastindex]


def found(match: tuple[str, list[int]] | None) -> list[object] | None:
    if match is None:
        return None
    slots = match[1][:-2]
    last = match[1][-1]
    return [tuple(zip(slots[::2], slots[1::2], strict=True)), last if last >= 0 else None]


def ours(pattern: regex.Pattern, text: str, pos: int, template: str) -> list[object]:
    program = list(pattern.program)
    made: list[object] = [found(MATCHER.match_pattern(program, text, kind, pos)) for kind in range(3)]
    made.append([found(m) for m in MATCHER.all_matches(program, text, 0)])
    if pattern.groups < 2:
        made.append(MATCHER.all_groups(program, text, pattern.groups))
    if pattern.always == set(range(pattern.groups + 1)):
        made.append(MATCHER.split_pattern(program, text, pos, pattern.groups))
    return [*made, MATCHER.replace_pattern(program, text, *pattern.template(template), pos)]


def theirs(pattern: regex.Pattern, compiled: re.Pattern[str], text: str, pos: int, template: str) -> list[object]:
    made: list[object] = [spans(f(text, pos)) for f in (compiled.search, compiled.match, compiled.fullmatch)]
    made.append([spans(m) for m in compiled.finditer(text)])
    if pattern.groups < 2:
        made.append(compiled.findall(text))
    if pattern.always == set(range(pattern.groups + 1)):
        made.append(compiled.split(text, pos))
    return [*made, compiled.sub(template, text, pos)]


def test_random_patterns_match_as_res_do() -> None:
    compared = gave_up = 0
    for seed in range(700):
        writer = Writer(seed)
        source = writer.choices(2)
        flags = writer.random.choice([0, 0, 0, re.I, re.M, re.S, re.A, re.I | re.M])
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                compiled = re.compile(source, flags)
            pattern = regex.read(source, flags)
        except (re.error, Warning, regex.NotTakenError):
            continue
        for _ in range(4):
            text, pos = writer.text(), writer.random.choice([0, 0, 1, 3])
            template = writer.random.choice(["-", "", r"<\g<0>>", *([r"[\1]"] if pattern.groups else [])])
            try:
                mine = ours(pattern, text, pos, template)
            except GaveUpError:
                gave_up += 1
                continue
            compared += 1
            assert mine == theirs(pattern, compiled, text, pos, template), (source, flags, text, pos)
    assert compared > 1000
    assert gave_up < compared / 3


@pytest.mark.parametrize(
    ("source", "flags", "reason"),
    [
        (r"(a*)*", 0, "may match nothing"),
        (r"(?>ab)c", 0, "atomic"),
        (r"a++", 0, "possessive"),
        (r"(a)?(?(1)b|c)", 0, "groupref"),
        (r"(?=(a))b", 0, "group inside an assertion"),
        (r"é", re.IGNORECASE, "beyond ASCII"),
        (r"\bx", re.ASCII, "word boundary"),
        (r"[", 0, "does not take it"),
        (r"[[a]", 0, "does not take it"),
        (r"(?:abcdefgh){900}", 0, "this long"),
    ],
)
def test_what_plain_backtracking_may_get_wrong_is_not_taken(source: str, flags: int, reason: str) -> None:
    with pytest.raises(regex.NotTakenError, match=reason):
        regex.read(source, flags)


def test_groups_are_known_by_number_and_name() -> None:
    pattern = regex.read(r"(?P<a>x)(?P<b>y)?(?:(z)|(w))", 0)
    assert [pattern.group(k) for k in (0, 1, "a", "b", 4)] == [0, 1, 1, 2, 4]
    assert pattern.always == {0, 1}
    for wrong in ("c", 5, -1, "", None):
        with pytest.raises(regex.NotTakenError):
            pattern.group(wrong)


def test_what_a_variable_that_holds_a_match_is_of_is_never_guessed_silently() -> None:
    program: list[Any] = list(regex.read("(a)", 0).program)
    other = [*program[:3], 7, *program[4:]]
    match = MATCHER.match_pattern(program, "a", 0, 0)
    assert MATCHER.of_pattern(match, program) == match
    with pytest.raises(GaveUpError):
        MATCHER.of_pattern(match, other)

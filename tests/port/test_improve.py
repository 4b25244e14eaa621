"""Where a loop looks a list up once, where arithmetic needs no check or half of one, where characters are numbers, and
where a list gets its room at once: what is proved, and what stops the proof.

Only the text is looked at here; that it behaves as CPython does is held by the conformance files `indexed_loops`,
`proved_loops` and `strings`.
"""

import pytest

from pivot_lsp.model.target import Target
from pivot_lsp.port import ir
from pivot_lsp.port.compile import compile_functions
from pivot_lsp.vessel.backends import emitter

TEXT = """
from dataclasses import dataclass


@dataclass
class Counts:
    seen: list[int]


def read(xs: list[int], n: int) -> int:
    total = 0
    for i in range(n):
        total += xs[i]
    return total


def grows(xs: list[int], n: int) -> int:
    total = 0
    for i in range(n):
        total += xs[i]
        xs.append(i)
    return total


def another_grows(xs: list[int], ys: list[int], n: int) -> int:
    total = 0
    for i in range(n):
        total += xs[i]
        ys.pop()
    return total


def another_type_grows(xs: list[int], n: int) -> list[float]:
    out: list[float] = []
    for i in range(n):
        out.append(xs[i] * 0.5)
    return out


def shorten(xs: list[int]) -> None:
    xs.pop()


def shortened_in_a_call(xs: list[int], n: int) -> int:
    total = 0
    for i in range(n):
        total += xs[i]
        shorten(xs)
    return total


def is_another_list(xs: list[int], ys: list[int], n: int) -> int:
    total = 0
    for i in range(n):
        total += xs[i]
        xs = ys
    return total


def makes_another(xs: list[int], n: int) -> list[int]:
    out: list[int] = []
    for i in range(n):
        out.append(xs[i])
    return out


def made_list_has_two_names(xs: list[int], n: int) -> list[int]:
    out: list[int] = []
    other = out
    for i in range(n):
        other.append(xs[i])
    return out


def rows(table: list[list[int]], i: int, n: int) -> int:
    total = 0
    for j in range(n):
        total += table[i][j] + table[i - 1][j]
    return total


def row_index_changes(table: list[list[int]], i: int, n: int) -> int:
    total = 0
    for j in range(n):
        total += table[i][j]
        i -= 1
    return total


def row_is_another(table: list[list[int]], i: int, n: int) -> int:
    total = 0
    for j in range(n):
        total += table[i][j]
        table[j] = [0]
    return total


def index_may_raise(table: list[list[int]], order: list[int], i: int, n: int) -> int:
    total = 0
    for j in range(n):
        total += table[i][order[j]]
    return total


def adds(counts: Counts, xs: list[int]) -> None:
    for x in xs:
        counts.seen[x] += 1


def field_is_another(counts: Counts, n: int) -> int:
    total = 0
    for i in range(n):
        total += counts.seen[i]
        counts.seen = [0]
    return total


def counted(xs: list[int]) -> int:
    steps = 0
    for i in range(1, len(xs)):
        steps += 1
        xs[i - 1] = xs[i] + 1
    return steps + len(xs)


def unknown(a: int, b: int) -> int:
    return a + b


def sums(xs: list[int]) -> int:
    total = 0
    for x in xs:
        total += x
    return total


def powers(n: int) -> int:
    return n // 8 + n % 8 + n // 10 + (n >> 3) + n // -2


def signs(a: int, b: int) -> int:
    return (a + (b & 7)) * (a - (b & 7)) + (b % 3 + a) + 5 * a + a * b


def gap(low: int, high: int) -> int:
    return high - low


def gaps(xs: list[int]) -> int:
    return gap(len(xs), 3)


def gap_of_any(low: int, high: int) -> int:
    return high - low


def gaps_of_any(x: int) -> int:
    return gap_of_any(x, 3) + gap_of_any(2, 3)


def steps(n: int, by: int) -> int:
    total = 0
    for i in range(0, n, by):
        total += i
    return total


def from_the_front(xs: list[int], k: int) -> int:
    total = xs[k]
    for i in range(len(xs)):
        total += xs[i] - xs[i - 1]
    return total


def deep(n: int) -> int:
    return 0 if n < 1 else deep(n - 1) + 1


def letters(text: str, other: str) -> int:
    found = 0
    for i, c in enumerate(text):
        if c == "(" or c < other[i] or ord(c) == 7:
            found += 1
    return found


def letters_kept(text: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for c in text:
        if c != "(":
            counts[c] = 1
    return counts


def letters_of_two_loops(text: str) -> str:
    made = ""
    for c in text:
        if c == "x":
            made += "y"
    for c in text:
        made += c
    return made


def letters_and_texts(text: str, word: str) -> int:
    return sum(1 for c in text if c == word or c == "ab")


def letters_by_index(text: str, i: int) -> bool:
    return text[i] == text[-i] or text[i] == "a" or text[i : i + 1] == "b"


def room(xs: list[int]) -> list[int]:
    out: list[int] = []
    for x in xs:
        out.append(x + 1)
    return out


def room_for_some(xs: list[int]) -> list[int]:
    out: list[int] = []
    for x in xs:
        if x > 1:
            out.append(x)
    return out


def room_until(xs: list[int]) -> list[int]:
    out: list[int] = []
    for x in xs:
        out.append(x)
        if x > 1:
            break
    return out


def room_of_the_caller(out: list[int], n: int) -> None:
    for i in range(n):
        out.append(i)
"""
HELPERS = ("gap", "gap_of_any", "shorten")
"""What Python cannot call, so that its parameters are what the others give it."""
VIEWS = {
    "read": ["xs.view()"],
    "grows": [],
    "another_grows": [],
    "another_type_grows": ["xs.view()"],
    "shortened_in_a_call": [],
    "is_another_list": [],
    "makes_another": ["xs.view()"],
    "made_list_has_two_names": [],
    "rows": ["table.row(i)", "table.row(i - 1)"],
    "row_index_changes": ["table.view()"],
    "row_is_another": ["table.view_mut()"],
    "index_may_raise": ["table.view()", "order.view()"],
    "adds": ["counts.seen.get().view_mut()"],
    "field_is_another": [],
}
GO = {
    "counted": (["steps += 1", "i-1", "rt.Len(xs)"], ["rt.Add(steps", "rt.Sub(i"]),
    "unknown": (["rt.Add(a, b)"], []),
    "sums": (["rt.Add(total, x)"], []),
    "powers": (["n >> 3", "n & 7", "rt.FloorDiv(n, 10)", "rt.FloorDiv(n, -2)"], ["rt.FloorMod"]),
    "signs": (
        ["rt.AddNat(a, b&7)", "rt.SubNat(a, b&7)", "rt.AddNat(a, rt.FloorMod(b, 3))", "rt.MulBy(a, 5)", "rt.Mul(a, b)"],
        [],
    ),
    "gap": (["high-low"], ["rt."]),
    "gapofany": (["rt.Sub(high, low)"], []),
    "steps": (["rt.Steps(0, n, by)"], ["RangeStep"]),
    "fromthefront": (["rt.At(xs, k)", "rt.Nth(xsItems, i)", "rt.Item(xsItems, i-1)"], []),
    "deep": (["rt.Enter()", "rt.Leave(0)"], ["defer"]),
    "letters": (["rt.Point(", "c=='('", "c<rt.PointAt(other, i)", "c==7"], ["rt.Letter("]),
    "letterskept": (["rt.Letter("], ["rt.Point("]),
    "lettersoftwoloops": (["rt.Point(", "c=='x'", "rt.Letter("], []),
    "lettersandtexts": ([], ["rt.Point("]),
    "lettersbyindex": (
        ["rt.PointAt(text, i)==rt.PointAt(text, rt.Neg(i))", "rt.PointAt(text, i)=='a'", 'rt.S("b")'],
        [],
    ),
    "room": (["rt.Reserve(out, rt.Len(xs))"], []),
    "roomforsome": ([], ["rt.Reserve"]),
    "roomuntil": ([], ["rt.Reserve"]),
    "roomofthecaller": ([], ["rt.Reserve"]),
}


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory) -> ir.Unit:
    root = tmp_path_factory.mktemp("improve")
    (root / "looped.py").write_text(TEXT)
    names = [line.partition("(")[0].removeprefix("def ") for line in TEXT.splitlines() if line.startswith("def ")]
    names = [name for name in names if name not in HELPERS]
    target = Target(file=root / "looped.py", module="looped", qualname=names[0], root=root)
    checked = compile_functions(target, names, root / "mypy")
    assert checked.unit is not None, checked.reasons
    return checked.unit


def bodies(text: str, start: str) -> dict[str, str]:
    """The functions of emitted text by name, in lower case without underscores."""
    parts = text.split(start)[1:]
    return {part.split("(")[0].split("<")[0].replace("_", "").lower(): part for part in parts}


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_is_made_where_the_list_stays(unit: ir.Unit, name: str) -> None:
    found = bodies(emitter("rust").emit(unit)["looped.rs"], "pub fn ")[name.replace("_", "")]
    made = [line.split(" = ")[1].strip(" ;") for line in found.splitlines() if ".view" in line or ".row" in line]
    assert sorted(line for line in made if line.endswith(")")) == sorted(VIEWS[name])


@pytest.mark.parametrize("name", GO)
def test_go_checks_what_may_overflow(unit: ir.Unit, name: str) -> None:
    found = bodies(emitter("go").emit(unit)["looped.go"], "\nfunc ")[name]
    wanted, unwanted = GO[name]
    plain = found.replace(" ", "")
    assert all(text.replace(" ", "") in plain for text in wanted), found
    assert not any(text.replace(" ", "") in plain for text in unwanted), found

"""The prelude is CPython's own behaviour: run by CPython itself, each function gives what the library gives."""

import bisect
import heapq
import importlib.util
import itertools
import math
import random
import statistics
import sys
from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from types import ModuleType
from typing import Any

import pytest

from pivot_lsp.port.frontend.prelude import FOLDER


class GaveUpError(Exception):
    """Legacy is to answer."""


def give_up() -> None:
    raise GaveUpError


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"prelude_{name}", FOLDER / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    module.give_up = give_up  # type: ignore[attr-defined]
    module.square_root = math.sqrt  # type: ignore[attr-defined]
    spec.loader.exec_module(module)
    return module


TEXT, NUMBERS, HEAP, ITERATION, SEQUENCES, VALUES = map(
    load, ("text", "numbers", "heap", "iteration", "sequences", "values")
)
COUNTING = load("counting")
R = random.Random(20260)


def outcome(function: Callable[..., Any], *args: Any) -> object:
    try:
        return function(*args)
    except GaveUpError:
        return GaveUpError
    except Exception as error:  # noqa: BLE001 - any exception is behaviour
        return type(error), error.args


def agree(mine: Callable[..., Any], theirs: Callable[..., Any], *args: Any) -> None:
    found = outcome(mine, *args)
    if found is not GaveUpError:
        wanted = outcome(theirs, *args)
        assert (found, repr(found)) == (wanted, repr(wanted)), (mine.__name__, args)


def test_averages_are_the_librarys() -> None:
    gave_up = 0
    for _ in range(3000):
        scale = R.choice((1.0, 100.0, 1e15, 1e-6))
        items = [
            R.choice((R.uniform(-scale, scale), round(R.random() * scale, 2), 0.1, -0.0, 3.0))
            for _ in range(R.randrange(10))
        ]
        gave_up += outcome(NUMBERS.mean_float, items) is GaveUpError
        for name in ("fmean", "median_low", "median_high"):
            agree(getattr(NUMBERS, name), getattr(statistics, name), items)
        agree(NUMBERS.mean_float, statistics.mean, items)
        agree(NUMBERS.median_float, statistics.median, items)
        agree(NUMBERS.fmean_int, statistics.fmean, [int(x) for x in items])
    assert gave_up < 450  # a tenth has no items


def a_text(alphabet: str = "ab c\t\n-é_A1.") -> str:
    return "".join(R.choice(alphabet) for _ in range(R.randrange(9)))


def ints(most: int = 8) -> list[int]:
    return [R.randrange(-5, 6) for _ in range(R.randrange(most))]


@pytest.mark.parametrize("name", ["find", "rfind", "index", "rindex", "count"])
def test_searches_between(name: str) -> None:
    for _ in range(500):
        s, part, i, j = a_text("ab"), R.choice(["", "a", "ab", "b"]), R.randrange(-12, 12), R.randrange(-12, 12)
        agree(getattr(TEXT, f"{name}_between"), getattr(str, name), s, part, i, j)


def test_prefixes_between() -> None:
    for _ in range(500):
        s, part, i, j = a_text("ab"), R.choice(["", "a", "ab"]), R.randrange(-12, 12), R.randrange(-12, 12)
        agree(TEXT.starts_between, str.startswith, s, part, i, j)
        agree(TEXT.ends_between, str.endswith, s, part, i, j)


def test_texts() -> None:
    for _ in range(600):
        s, n = a_text(), R.randrange(-2, 12)
        agree(TEXT.split_spaces, lambda s, n: s.split(None, n), s, n)
        agree(TEXT.rsplit_spaces, lambda s, n: s.rsplit(None, n), s, n)
        agree(TEXT.replace_most, str.replace, s, R.choice(["", "a", "b "]), R.choice(["", "xy"]), n)
        agree(TEXT.split_lines_kept, lambda s: s.splitlines(True), a_text("a\r\n\v\x85é"))
        agree(TEXT.center_with, str.center, s, n, R.choice(["*", "", "é"]))
        agree(TEXT.expand_tabs, str.expandtabs, s, n)
        agree(TEXT.is_title, str.istitle, a_text("aB 1"))
        agree(TEXT.is_identifier, str.isidentifier, a_text("a1_"))
        old, new, gone = a_text("abc"), a_text("xyz"), a_text("ab")
        agree(TEXT.translate_text, lambda s, *t: s.translate(str.maketrans(*t)), a_text("abcd"), old, new, gone)


def test_ints_in_bases() -> None:
    for _ in range(3000):
        s = a_text("0019afzx_bo-+ ")
        agree(NUMBERS.int_base, int, s, R.choice([0, 1, 2, 8, 10, 16, 36, 37]))
    for s in ("0x_f", "0b1", "00", "0_0", "0_1", "-0o17", " 12\n", "", "0", "7" * 40, "x" * 300):
        for base in (0, 2, 8, 10, 16, 36):
            agree(NUMBERS.int_base, int, s, base)


def test_numbers() -> None:
    for _ in range(1000):
        a, b, c = R.randrange(-60, 60), R.randrange(-9, 60), R.randrange(-40, 40)
        agree(NUMBERS.pow_mod, pow, a, b, c)
        agree(NUMBERS.round_int, round, R.randrange(-3000, 3000), R.randrange(-4, 2))
        agree(NUMBERS.divmod_float, divmod, R.uniform(-9, 9), R.choice([0.0, -0.0, 0.3, -2.5]))
        for mine, theirs in ((NUMBERS.in_binary, bin), (NUMBERS.in_octal, oct), (NUMBERS.in_hexadecimal, hex)):
            agree(mine, theirs, a * 7919)
        agree(NUMBERS.factorial, math.factorial, R.randrange(-2, 20))
        agree(NUMBERS.comb, math.comb, a // 2, c // 2)
        agree(NUMBERS.perm, math.perm, a // 4, c // 4)
        agree(NUMBERS.lcm, math.lcm, a, c)
        x, y = R.uniform(-1, 1), R.choice([0.0, 1e-10, float("inf"), float("nan"), 0.5])
        agree(NUMBERS.is_close, lambda a, b, r, t: math.isclose(a, b, rel_tol=r, abs_tol=t), x, x + y, 1e-9, abs(y) / 2)


def test_exact_sums() -> None:
    for _ in range(500):
        xs = [
            R.choice([1e16, 1.0, -1e16, 1e-16, 0.1, 2.0**-1074, -0.0, R.uniform(-1, 1)]) for _ in range(R.randrange(30))
        ]
        agree(NUMBERS.sum_exactly, math.fsum, xs)


def test_heaps() -> None:
    for _ in range(300):
        mine, theirs = ints(20), []
        theirs = list(mine)
        HEAP.heapify(mine)
        heapq.heapify(theirs)
        for step in range(30):
            x = R.randrange(9)
            name = ("heappush", "heappop", "heapreplace", "heappushpop")[step % 4 if mine else 0]
            args = () if name == "heappop" else (x,)
            assert outcome(getattr(HEAP, name), mine, *args) == outcome(getattr(heapq, name), theirs, *args)
            assert mine == theirs
    for name, args in (("heappop", ()), ("heapreplace", (1,))):
        agree(getattr(HEAP, name), getattr(heapq, name), [], *args)


def test_bisections() -> None:
    for _ in range(500):
        xs, x, low, high = sorted(ints()), R.randrange(-6, 7), R.randrange(-1, 4), R.choice([-1, 0, 3])
        high = min(high, len(xs))
        agree(HEAP.bisect_left, bisect.bisect_left, xs, x, low, high)
        agree(HEAP.bisect_right, bisect.bisect_right, xs, x, low, high)
        a, b = list(xs), list(xs)
        assert outcome(HEAP.insort_right, a, x, low, high) == outcome(bisect.insort_right, b, x, low, high)
        assert a == b


def test_iteration() -> None:
    def listed(function: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *args: list(function(*args))

    for _ in range(200):
        xs, ys, n = ints(5), ints(4), R.randrange(-1, 4)
        agree(ITERATION.permutations, listed(itertools.permutations), xs, n)
        agree(ITERATION.combinations, listed(itertools.combinations), xs, n)
        agree(ITERATION.combinations_again, listed(itertools.combinations_with_replacement), xs, n)
        for name, theirs in (("combinations", itertools.combinations), ("permutations", itertools.permutations),
                             ("combinations_again", itertools.combinations_with_replacement)):  # fmt: skip
            agree(getattr(ITERATION, f"{name}2"), lambda xs, f=theirs: list(f(xs, 2)), xs)
        agree(ITERATION.combinations3, lambda xs: list(itertools.combinations(xs, 3)), xs)
        agree(ITERATION.product2, listed(itertools.product), xs, ys)
        agree(ITERATION.product3, listed(itertools.product), xs, ys, xs)
        agree(ITERATION.product_of, lambda p: list(itertools.product(*p)), [ints(3) for _ in range(R.randrange(4))])
        agree(ITERATION.accumulate, listed(itertools.accumulate), xs)
        agree(ITERATION.accumulate_from, lambda xs, s: list(itertools.accumulate(xs, initial=s)), xs, n)
        agree(ITERATION.zip_longest, lambda a, b, f: list(itertools.zip_longest(a, b, fillvalue=f)), xs, ys, n)
        agree(ITERATION.zip_longest_none, listed(itertools.zip_longest), xs, ys)
        agree(
            ITERATION.zip_longest3, lambda a, b, c, f: list(itertools.zip_longest(a, b, c, fillvalue=f)), xs, ys, xs, n
        )
        agree(ITERATION.pairwise, listed(itertools.pairwise), xs)
        agree(ITERATION.chunked, lambda xs, n: list(zip(*[iter(xs)] * n)), xs, n)
        agree(ITERATION.chunked2, lambda xs: list(zip(*[iter(xs)] * 2)), xs)
        agree(ITERATION.chunked3, lambda xs: list(zip(*[iter(xs)] * 3)), xs)
        agree(ITERATION.grouped, lambda xs, ks: [(k, [i for i, _ in g]) for k, g in itertools.groupby(
            zip(xs, ks, strict=True), lambda p: p[1])], xs, [x // 2 for x in xs])  # fmt: skip
        agree(ITERATION.transposed, lambda rows: list(zip(*rows)), [ints(4) for _ in range(R.randrange(4))])
        agree(
            ITERATION.flattened, lambda rows: [x for row in rows for x in row], [ints(4) for _ in range(R.randrange(4))]
        )


def test_iterators_go_on_where_they_were_left() -> None:
    for _ in range(300):
        xs, x = ints(5), R.randrange(-5, 6)
        at, theirs = [0], iter(xs)
        turn, saved, round_ = [0], list[int](), itertools.cycle(list(xs))
        for _ in range(R.randrange(9)):
            match R.randrange(5):
                case 0:
                    assert outcome(ITERATION.next_of_rest, at, xs) == outcome(next, theirs)
                case 1:
                    assert ITERATION.next_of_rest_or(at, xs, x) == next(theirs, x)
                    assert ITERATION.next_of_cycle_or(turn, xs, saved, x) == next(round_, x)
                case 2:
                    assert ITERATION.next_of_rest_or_none(at, xs) == next(theirs, None)
                    assert ITERATION.next_of_cycle_or_none(turn, xs, saved) == next(round_, None)
                case 3:
                    assert ITERATION.found_ahead(at, xs, x) == (x in theirs)
                case _:
                    assert outcome(ITERATION.next_of_cycle, turn, xs, saved) == outcome(next, round_)


def test_dicts_whose_order_is_moved() -> None:
    for _ in range(300):
        start, key, last = dict.fromkeys(ints(), 1), R.randrange(-5, 6), R.random() < 0.5
        mine, theirs = dict(start), OrderedDict(start)
        assert outcome(SEQUENCES.move_to_end, mine, key, last) == outcome(theirs.move_to_end, key, last)
        assert list(mine.items()) == list(theirs.items())
        other = dict(reversed(mine.items())) if R.random() < 0.5 else dict(mine)
        assert SEQUENCES.same_in_order(mine, other) == (theirs == OrderedDict(other))
        assert outcome(SEQUENCES.pop_in_order, mine, last) == outcome(theirs.popitem, last)
        assert list(mine.items()) == list(theirs.items())


def test_weeks_of_the_iso_calendar() -> None:
    last = date.max.toordinal()
    for number in [*range(1, 800), *range(last - 800, last + 1), *(R.randrange(1, last) for _ in range(2000))]:
        assert VALUES.iso_calendar(number) == tuple(date.fromordinal(number).isocalendar())


def test_sequences() -> None:
    for _ in range(300):
        xs, x, i, j = ints(), R.randrange(-5, 6), R.randrange(-9, 9), R.randrange(-9, 9)
        agree(SEQUENCES.index_in_list, list.index, xs, x, i, j)
        a, b = list(xs), list(xs)
        SEQUENCES.repeat_in_place(a, i // 3)
        b *= i // 3
        assert a == b
        first, second = dict.fromkeys(ints(), 1), dict.fromkeys(ints(), 2)
        agree(SEQUENCES.merged, lambda a, b: a | b, first, second)
        agree(SEQUENCES.from_keys, dict.fromkeys, xs, x)
        agree(lambda d: SEQUENCES.pop_last(dict(d)), lambda d: dict(d).popitem(), second)
        agree(SEQUENCES.first_key, lambda d: next(iter(d)), first)


def test_norms_are_maths_to_the_last_bit() -> None:
    norm = NUMBERS.norm_of if sys.version_info >= (3, 12) else NUMBERS.norm_of_311
    for _ in range(20_000):
        scale = 10.0 ** R.randint(-20, 20)
        vector = [
            R.choice([R.uniform(-scale, scale), R.gauss(0, 1), float(R.randint(-100, 100)), R.uniform(0, 1e-12)])
            for _ in range(R.choice([1, 2, 2, 2, 3, 4, 7]))
        ]
        assert norm(vector) == math.hypot(*vector), vector
        point = [R.gauss(0, scale) for _ in vector]
        assert norm(NUMBERS.differences(vector, point)) == math.dist(vector, point), (vector, point)
    for wide in ([math.inf, 1.0], [math.nan, 1.0], [1e300, 1.0], [1e-300, 1e-301]):
        assert outcome(norm, wide) is GaveUpError
    agree(NUMBERS.differences, lambda p, q: math.dist(p, q) or [], [1.0], [])


def test_counts_are_the_librarys() -> None:
    for _ in range(2000):
        n = R.choice([R.randrange(-(2**63), 2**63), R.randrange(-9, 9), 2**63 - 1, -(2**63)])
        agree(NUMBERS.bit_count, int.bit_count, n)
        items = [R.randrange(4) for _ in range(R.randrange(7))]
        agree(COUNTING.commonest_item, statistics.mode, items)
        agree(COUNTING.commonest_items, statistics.multimode, items)

"""Calls that random values do not meet: conditions behind conditions, multiples, amounts beyond 32-bit floats, long
texts."""

import struct
from pathlib import Path
from random import Random

from pivot_lsp.cases.boundary import Builder
from pivot_lsp.cases.pools import SIZES, make_pools
from pivot_lsp.cases.seek import deep_calls
from pivot_lsp.cases.signature import describe
from pivot_lsp.cases.source import Literals, mine
from pivot_lsp.model.signature import Argument, Signature, Type
from pivot_lsp.model.target import parse_target

DATES = """
def last_day(text: str) -> int:
    parts = text.split("-")
    year, month = int(parts[0]), int(parts[1])
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31
"""


def test_a_multiple_of_one_divisor_that_is_none_of_the_next_is_met(tmp_path: Path) -> None:
    (tmp_path / "pivot.toml").write_text("")
    (tmp_path / "dates.py").write_text(DATES)
    target = parse_target("dates.py::last_day", tmp_path)
    calls, _ = deep_calls(target, describe(target), mine(target), [], seed=1, count=2000, seconds=10.0)
    years = set()
    for case in calls:
        year, _, rest = str(case.args[0]).partition("-")
        if year.strip().isdigit() and rest.split("-")[0].strip() in ("2", "02"):
            years.add(int(year))
    assert any(year % 400 == 0 for year in years)
    assert any(year % 100 == 0 and year % 400 for year in years)


def built(kind: str) -> list[object]:
    """What 3000 built calls hold."""
    argument = Argument(name="x", type=Type(kind=kind))  # type: ignore[arg-type]
    signature = Signature(module="m", qualname="f", arguments=[argument], result=Type(kind="none"))
    builder = Builder(signature, make_pools(signature, Literals(), []), Random(1))
    return [builder.call(SIZES[3])[0][0] for _ in range(3000)]


def test_amounts_have_more_digits_than_32_bits_hold() -> None:
    large = [float.fromhex(row["$f"]) for row in built("float") if isinstance(row, dict)]
    amounts = [x for x in large if 1e5 < abs(x) < 1e11 and x == round(x, 2) and x != int(x)]
    assert len(amounts) > 50
    assert any(struct.unpack("f", struct.pack("f", x))[0] != x for x in amounts)


def test_texts_are_longer_than_a_buffer() -> None:
    lengths = {len(text) for text in built("str") if isinstance(text, str)}
    assert {64, 100, 128, 255, 256, 257} & lengths
    assert max(lengths) >= 1024

"""What the vessel's own text adds to the constants that cases are made of: an edge that only the port has (a buffer's
length, a table's size, a limit somebody thought of) stands in no line of legacy.

Invariant: nothing of legacy's literals is lost, and what is added is bounded, so that legacy's edges keep their share.
"""

import re
from collections.abc import Iterable

from pivot_lsp.cases.source import MAX_TEXT, Literals

ADDED = 40
"""Numbers and texts of each kind that are added at most, the larger numbers first: 0, 1 and 2 stand in every port."""
_NUMBER = re.compile(r"(?<![\w.])(\d[\d_']*(?:\.\d+)?)(?:[eE]([+-]?\d{1,3}))?(?![\w.]*[\"'])")
_TEXT = re.compile(rf'"([^"\\\n]{{1,{MAX_TEXT}}})"')


def merged(legacy: Literals, other: Literals) -> Literals:
    """Legacy's literals with those of another implementation in Python."""
    compared = {name: list(values) for name, values in legacy.compared.items()}
    for name, values in other.compared.items():
        compared[name] = list(dict.fromkeys([*compared.get(name, []), *values]))
    patterns = list(dict.fromkeys([*legacy.patterns, *other.patterns]))
    return _with(legacy, other.ints, other.floats, other.strings, other.lengths).model_copy(
        update={"compared": compared, "patterns": patterns}
    )


def with_text(legacy: Literals, texts: Iterable[str]) -> Literals:
    """Legacy's literals with the numbers and short texts of sources in another language."""
    ints: set[int] = set()
    floats: set[float] = set()
    strings: dict[str, None] = {}
    for text in texts:
        code = re.sub(r"//[^\n]*|/\*.*?\*/", " ", text, flags=re.DOTALL)
        for whole, exponent in _NUMBER.findall(code):
            digits = whole.replace("_", "").replace("'", "")
            if "." in digits or exponent:
                floats.add(float(f"{digits}e{exponent or 0}"))
            elif len(digits) <= MAX_TEXT:
                ints.add(int(digits))
        strings.update(dict.fromkeys(_TEXT.findall(code)))
    return _with(legacy, sorted(ints), sorted(floats), list(strings), [])


def _with(legacy: Literals, ints: list[int], floats: list[float], strings: list[str], lengths: list[int]) -> Literals:
    new_ints = sorted((n for n in ints if n not in legacy.ints and abs(n) > 2), key=abs, reverse=True)[:ADDED]
    new_floats = [x for x in floats if x not in legacy.floats and abs(x) not in (0.0, 1.0)][:ADDED]
    new_texts = [text for text in strings if text not in legacy.strings][:ADDED]
    return legacy.model_copy(
        update={
            "ints": sorted({*legacy.ints, *new_ints}),
            "floats": sorted({*legacy.floats, *new_floats}),
            "strings": [*legacy.strings, *new_texts],
            "lengths": sorted({*legacy.lengths, *lengths}),
        }
    )

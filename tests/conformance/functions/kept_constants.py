"""Module variables that nothing changes, although what is built from them is changed."""

LIMIT = 5
NAMES = ["a", "b"]
TABLE = {"a": [1, 2], "b": [3]}
RATES = {"x": 0.5}
GRID = [[1, 2], [3, 4]]
DEFAULTS = {"k": 1}


def counted_on(n: int) -> int:
    total = LIMIT
    total += n
    return total


def longer(name: str) -> list[str]:
    names = NAMES + [name]
    names.append("z")
    more = sorted(NAMES)
    more.append("q")
    last = NAMES[:]
    last.pop()
    return names + more + last + list(NAMES)


def looked_through(key: str) -> int:
    total = 0
    for x in TABLE.get(key, []):
        total += x
    for name, row in TABLE.items():
        total += len(row) + len(name)
    return total


def scaled(key: str) -> float:
    rate = RATES.get(key, 1.0)
    rate *= 2
    return rate


def rows(n: int) -> list[int]:
    found: list[int] = []
    for row in GRID:
        found.extend(row)
    found.append(n)
    return found


def options(key: str) -> dict[str, int]:
    chosen = dict(DEFAULTS)
    chosen[key] = 2
    more = {**DEFAULTS, "z": 1}
    more.update(chosen)
    return more


CASES = {
    "counted_on": [(1,)],
    "longer": [("s",)],
    "looked_through": [("a",), ("q",)],
    "scaled": [("x",), ("y",)],
    "rows": [(7,)],
    "options": [("k",), ("j",)],
}
FALLBACK = {}

"""Order: ties, stability, order of insertion, windows, changes in place."""


def rank_orders(rows: list[tuple[str, int, float]]) -> list[str]:
    """Names by priority, then amount; equals as they came."""
    return [name for name, _, _ in sorted(rows, key=lambda row: (-row[1], row[2]))]


def last_wins(items: list[tuple[str, int]]) -> dict[str, int]:
    """The last value of each name, at the place of its first."""
    found: dict[str, int] = {}
    for name, value in items:
        found[name] = value
    return found


def window_sums(values: list[int], size: int, step: int) -> list[int]:
    """Sums of windows; only whole ones count."""
    if size < 1 or step < 1:
        raise ValueError("window")
    return [sum(values[i : i + size]) for i in range(0, len(values) - size + 1, step)]


def best_of(scores: dict[str, float], count: int) -> list[str]:
    """Names of the best scores; ties in order of insertion."""
    ordered = sorted(scores.items(), key=lambda pair: pair[1], reverse=True)
    return [name for name, _ in ordered[:count]]


def merge_runs(left: list[tuple[int, str]], right: list[tuple[int, str]]) -> list[str]:
    """Two runs by number; at equals the left comes first."""
    found: list[str] = []
    i = j = 0
    while i < len(left) or j < len(right):
        if j >= len(right) or (i < len(left) and left[i][0] <= right[j][0]):
            found.append(left[i][1])
            i += 1
        else:
            found.append(right[j][1])
            j += 1
    return found


def rotate(values: list[int], shift: int) -> None:
    """To the left, in place."""
    if not values:
        return
    shift %= len(values)
    values[:] = values[shift:] + values[:shift]


def prune(stock: dict[str, list[int]], limit: int) -> int:
    """Cuts each list to its last `limit` entries, in place; how many went."""
    gone = 0
    for batches in stock.values():
        while len(batches) > limit:
            batches.pop(0)
            gone += 1
    return gone


def first_gap(numbers: list[int]) -> int:
    """The smallest positive int that is missing."""
    seen = set(numbers)
    wanted = 1
    while wanted in seen:
        wanted += 1
    return wanted


def longest_rise(values: list[float]) -> int:
    """Length of the longest strictly rising run."""
    best = run = 0
    for index, value in enumerate(values):
        run = run + 1 if index and value > values[index - 1] else 1
        best = max(best, run)
    return best

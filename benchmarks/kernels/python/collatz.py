"""Integer loop: the longest Collatz chain."""


def longest(limit: int) -> int:
    """The start below `limit` with the longest chain."""
    best = 0
    best_start = 0
    for start in range(1, limit):
        n = start
        steps = 0
        while n != 1:
            n = n // 2 if n % 2 == 0 else 3 * n + 1
            steps += 1
        if steps > best:
            best = steps
            best_start = start
    return best_start

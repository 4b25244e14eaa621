"""Sieve of Eratosthenes."""


def primes(limit: int) -> list[int]:
    """The primes below `limit`."""
    marks = [True] * limit
    marks[0] = False
    marks[1] = False
    i = 2
    while i * i < limit:
        if marks[i]:
            for j in range(i * i, limit, i):
                marks[j] = False
        i += 1
    return [k for k in range(limit) if marks[k]]

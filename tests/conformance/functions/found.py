"""What random programs and attacks by hand once got wrong, each made small."""

LIMIT = 17


def chain_of_literals(n: int) -> bool:
    return n > -1 and -1 != (-1 if n == 5 else 9007199254740991)


def always_overflows(n: int) -> int:
    if n > 0:
        return LIMIT - (-9223372036854775807)
    return n


def comprehension_of_lists(n: int) -> dict[str, list[float]]:
    return {str(i): [float(i)] for i in range(n)}


def literal_key(xs: list[int]) -> list[int]:
    return sorted(xs, key=lambda x: round(-1), reverse=True)


def literal_either(xs: list[int], flag: bool) -> list[int]:
    return sorted(xs, key=lambda x: 1 if flag else 4000000000)


def literal_tuples(flag: bool) -> bool:
    return (1 if flag else 9007199254740991, 2.5) < (4294967296, 1.5)


CASES = {
    "chain_of_literals": [(5,), (6,), (-3,)],
    "always_overflows": [(0,), (-1,)],
    "comprehension_of_lists": [(0,), (3,)],
    "literal_key": [([3, 1, 2],), ([],)],
    "literal_either": [([3, 1, 2], True), ([3, 1, 2], False)],
    "literal_tuples": [(True,), (False,)],
}
FALLBACK = {"always_overflows": [(1,)]}

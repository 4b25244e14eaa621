"""Exact (Clopper-Pearson) bounds of a binomial proportion, from the regularised incomplete beta function.

Invariant: a bound is never anti-conservative by more than rounding: coverage is at least the level asked for.
Source: C. J. Clopper and E. S. Pearson, "The use of confidence or fiducial limits illustrated in the case of the
binomial", Biometrika 26 (1934) 404-413; the continued fraction is Abramowitz and Stegun 26.5.8, summed by the
modified method of Lentz (Thompson and Barnett 1986).
"""

import math

_TINY = 1e-300


def _beta_fraction(a: float, b: float, x: float) -> float:
    """The continued fraction of I_x(a, b); converges fast for x below (a + 1) / (a + b + 2)."""
    c, d = 1.0, 1.0 - (a + b) * x / (a + 1.0)
    d = 1.0 / (d if abs(d) > _TINY else _TINY)
    value = d
    for m in range(1, 10_000):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1.0 + term * d
            d = 1.0 / (d if abs(d) > _TINY else _TINY)
            c = 1.0 + term / c
            c = c if abs(c) > _TINY else _TINY
            value *= c * d
        if abs(c * d - 1.0) < 1e-15:
            return value
    raise ArithmeticError(f"incomplete beta did not converge: a={a}, b={b}, x={x}")


def incomplete_beta(a: float, b: float, x: float) -> float:
    """I_x(a, b), the distribution function of Beta(a, b) at x; a and b positive, x in 0..1."""
    if not (a > 0 and b > 0 and 0 <= x <= 1):
        raise ValueError(f"incomplete_beta needs a, b > 0 and x in 0..1: {a}, {b}, {x}")
    if x in (0.0, 1.0):
        return x
    scale = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    if x < (a + 1) / (a + b + 2):
        return math.exp(scale) * _beta_fraction(a, b, x) / a
    return 1.0 - math.exp(scale) * _beta_fraction(b, a, 1.0 - x) / b


def _beta_quantile(p: float, a: float, b: float) -> float:
    """The x with I_x(a, b) = p, by bisection down to neighbouring doubles; ends above, so that a bound is safe."""
    low, high = 0.0, 1.0
    while True:
        middle = (low + high) / 2
        if middle in (low, high):
            return high
        low, high = (middle, high) if incomplete_beta(a, b, middle) < p else (low, middle)


def _check(k: int, n: int, level: float) -> None:
    if not (0 <= k <= n and n > 0 and 0 < level < 1):
        raise ValueError(f"needs 0 <= k <= n, n > 0 and a level in 0..1: k={k}, n={n}, level={level}")


def upper_bound(k: int, n: int, level: float = 0.95) -> float:
    """One-sided: the proportion is below this with confidence `level`, k of n having been seen. In 0..1."""
    _check(k, n, level)
    if k == n:
        return 1.0
    if k == 0:
        return -math.expm1(math.log1p(-level) / n)
    return _beta_quantile(level, k + 1, n - k)


def interval(k: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """The two-sided interval, alpha / 2 on each side. Both ends in 0..1."""
    _check(k, n, level)
    tail = (1 - level) / 2
    low = 0.0 if k == 0 else _beta_quantile(tail, k, n - k + 1)
    return low, upper_bound(k, n, 1 - tail)

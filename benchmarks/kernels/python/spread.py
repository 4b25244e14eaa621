"""Statistics of a long list of floats."""


def summary(xs: list[float], ys: list[float]) -> tuple[float, float, float, float, float]:
    """Mean, deviation and extremes of `xs`, and its correlation with `ys`."""
    n = len(xs)
    mean_x = sum(xs) / n
    mean_y = sum(ys) / n
    xx = 0.0
    yy = 0.0
    xy = 0.0
    for x, y in zip(xs, ys):
        dx = x - mean_x
        dy = y - mean_y
        xx += dx * dx
        yy += dy * dy
        xy += dx * dy
    return mean_x, (xx / n) ** 0.5, min(xs), max(xs), xy / (xx * yy) ** 0.5

"""Product of two matrices kept as lists of lists."""


def multiply(a: list[list[float]], b: list[list[float]]) -> list[list[float]]:
    """The matrix product of `a` and `b`."""
    columns = len(b[0])
    inner = len(b)
    product: list[list[float]] = []
    for row in a:
        out = [0.0] * columns
        for j in range(columns):
            total = 0.0
            for k in range(inner):
                total += row[k] * b[k][j]
            out[j] = total
        product.append(out)
    return product

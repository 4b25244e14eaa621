"""Dynamic programming: the knapsack."""


def best(weights: list[int], values: list[int], capacity: int) -> int:
    """The greatest value that fits into `capacity`."""
    table = [[0] * (capacity + 1) for _ in range(len(weights) + 1)]
    for i in range(1, len(weights) + 1):
        weight = weights[i - 1]
        value = values[i - 1]
        for c in range(capacity + 1):
            without = table[i - 1][c]
            if weight <= c:
                table[i][c] = max(without, table[i - 1][c - weight] + value)
            else:
                table[i][c] = without
    return table[len(weights)][capacity]

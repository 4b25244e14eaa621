"""The n queens, by backtracking."""


def safe(rows: list[int], row: int, column: int) -> bool:
    """Whether a queen in `row` of `column` is attacked by none before it."""
    for c in range(column):
        r = rows[c]
        if r == row or r - c == row - column or r + c == row + column:
            return False
    return True


def place(rows: list[int], column: int, n: int) -> int:
    """The number of ways to fill the columns from `column` on."""
    if column == n:
        return 1
    found = 0
    for row in range(n):
        if safe(rows, row, column):
            rows[column] = row
            found += place(rows, column + 1, n)
    return found


def queens(n: int) -> int:
    """The number of ways to put n queens on an n by n board."""
    return place([0] * n, 0, n)

"""Parsing: arithmetic in text."""


def evaluate(text: str) -> int:
    """The value of sums, differences and products of whole numbers, products first, blanks ignored."""
    total = 0
    product = 1
    sign = 1
    number = 0
    digits = 0
    for c in text:
        if c.isdigit():
            number = number * 10 + (ord(c) - ord("0"))
            digits += 1
        elif c == "*":
            product = product * number % 1000003
            number = 0
        elif c == "+" or c == "-":
            total += sign * (product * number % 1000003)
            sign = 1 if c == "+" else -1
            product = 1
            number = 0
        elif c != " ":
            raise ValueError(f"unexpected character: {c!r}")
    if digits == 0:
        raise ValueError("no number")
    return total + sign * (product * number % 1000003)


def evaluate_lines(text: str) -> dict[str, int]:
    """Lines `name = expression`, each evaluated; comments begin with #."""
    values: dict[str, int] = {}
    for line in text.split("\n"):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        name, _, rest = stripped.partition("=")
        values[name.strip()] = evaluate(rest)
    return values

"""Shapes that the other files lack: nested records, enums, options, matrices, bits, grammars."""

import math
from collections import Counter, defaultdict, deque
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple


class Grade(Enum):
    BRONZE = "bronze"
    SILVER = "silver"
    GOLD = "gold"


class Point(NamedTuple):
    x: int
    y: int


@dataclass
class Line:
    sku: str
    count: int
    price: float


@dataclass
class Order:
    number: str
    grade: Grade
    lines: list[Line]
    coupon: str | None


def order_discounts(orders: list[Order], stock: dict[str, int]) -> dict[str, float]:
    """Rebates by order: gold 10% above 100, coupons, bulk lines; unknown articles do not count."""
    found: dict[str, float] = {}
    for order in orders:
        value = 0.0
        pieces = 0
        for line in order.lines:
            if line.sku not in stock or line.count > stock[line.sku]:
                continue
            value += line.price * line.count
            pieces += line.count
        rebate = 0.0
        if order.grade is Grade.GOLD and value > 100.0:
            rebate = 0.1
        elif order.grade is Grade.SILVER and value >= 250.0:
            rebate = 0.05
        if order.coupon is not None and order.coupon.strip().upper() == "SAVE5":
            rebate += 0.05
        if pieces >= 12:
            rebate += 0.02
        if rebate > 0.15:
            rebate = 0.15
        found[order.number] = round(value * rebate, 2)
    return found


def flood(grid: list[list[int]], row: int, column: int, color: int) -> int:
    """Paints the field of one colour in place; how many cells."""
    if row < 0 or row >= len(grid) or column < 0 or column >= len(grid[row]):
        return 0
    old = grid[row][column]
    if old == color:
        return 0
    todo = deque([(row, column)])
    count = 0
    while todo:
        r, c = todo.popleft()
        if r < 0 or r >= len(grid) or c < 0 or c >= len(grid[r]) or grid[r][c] != old:
            continue
        grid[r][c] = color
        count += 1
        todo.extend([(r + 1, c), (r - 1, c), (r, c + 1), (r, c - 1)])
    return count


def evaluate(text: str) -> int:
    """+ - * and brackets over ints, left to right, * binds tighter."""
    tokens: list[str] = []
    index = 0
    while index < len(text):
        char = text[index]
        if char == " ":
            index += 1
        elif char in "+-*()":
            tokens.append(char)
            index += 1
        elif char.isdigit():
            end = index
            while end < len(text) and text[end].isdigit():
                end += 1
            tokens.append(text[index:end])
            index = end
        else:
            raise ValueError(f"unexpected {char!r} at {index}")
    values: list[int] = []
    operators: list[str] = []
    rank = {"+": 1, "-": 1, "*": 2}

    def apply() -> None:
        operator = operators.pop()
        right = values.pop()
        left = values.pop()
        if operator == "+":
            values.append(left + right)
        elif operator == "-":
            values.append(left - right)
        else:
            values.append(left * right)

    for token in tokens:
        if token == "(":
            operators.append(token)
        elif token == ")":
            while operators and operators[-1] != "(":
                apply()
            operators.pop()
        elif token in rank:
            while operators and operators[-1] != "(" and rank[operators[-1]] >= rank[token]:
                apply()
            operators.append(token)
        else:
            values.append(int(token))
    while operators:
        apply()
    return values[-1]


def parse_csv(text: str) -> list[list[str]]:
    """Quotes, doubled quotes inside, commas and newlines."""
    rows: list[list[str]] = []
    row: list[str] = []
    cell = ""
    quoted = False
    index = 0
    while index < len(text):
        char = text[index]
        if quoted:
            if char == '"' and index + 1 < len(text) and text[index + 1] == '"':
                cell += '"'
                index += 1
            elif char == '"':
                quoted = False
            else:
                cell += char
        elif char == '"' and cell == "":
            quoted = True
        elif char == ",":
            row.append(cell)
            cell = ""
        elif char == "\n":
            row.append(cell)
            rows.append(row)
            row = []
            cell = ""
        else:
            cell += char
        index += 1
    if cell or row:
        row.append(cell)
        rows.append(row)
    return rows


def top_words(text: str, count: int) -> list[tuple[str, int]]:
    """The commonest words of four letters and more, ties by the alphabet."""
    words = [word.strip(".,;:!?").lower() for word in text.split()]
    counted = Counter(word for word in words if len(word) >= 4)
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:count]


def valid_iban(text: str) -> bool:
    """The check of an account number, 15 to 34 characters."""
    packed = text.replace(" ", "").upper()
    if not 15 <= len(packed) <= 34 or not packed.isalnum() or not packed.isascii():
        return False
    if not packed[:2].isalpha() or not packed[2:4].isdigit():
        return False
    rest = 0
    for char in packed[4:] + packed[:4]:
        value = int(char, 36)
        rest = (rest * (100 if value > 9 else 10) + value) % 97
    return rest == 1


def hull_area(points: list[Point]) -> float:
    """Twice the area of a polygon, halved; degenerate ones have none."""
    if len(points) < 3:
        return 0.0
    total = 0
    for index, point in enumerate(points):
        other = points[(index + 1) % len(points)]
        total += point.x * other.y - other.x * point.y
    return abs(total) / 2


def dependency_order(needs: dict[str, list[str]]) -> list[str]:
    """Each after what it needs, otherwise by name; ValueError for a circle."""
    waiting: dict[str, set[str]] = {name: set(found) for name, found in needs.items()}
    for found in needs.values():
        for name in found:
            waiting.setdefault(name, set())
    order: list[str] = []
    while waiting:
        ready = sorted(name for name, found in waiting.items() if not found)
        if not ready:
            raise ValueError("circle: " + ", ".join(sorted(waiting)))
        for name in ready:
            order.append(name)
            del waiting[name]
        for found in waiting.values():
            found.difference_update(ready)
    return order


def heat_index(rows: list[tuple[float, float]]) -> list[str]:
    """Labels by temperature and humidity."""
    labels: list[str] = []
    for celsius, humidity in rows:
        if not 0.0 <= humidity <= 100.0:
            labels.append("invalid")
            continue
        felt = celsius + 0.05 * humidity if celsius > 26.7 else celsius
        if math.isnan(felt):
            labels.append("unknown")
        elif felt >= 41.0:
            labels.append("danger")
        elif felt >= 32.0:
            labels.append("caution")
        else:
            labels.append("fine")
    return labels


def bits_between(low: int, high: int) -> dict[int, int]:
    """How many numbers of low..high have so many bits set."""
    counts: defaultdict[int, int] = defaultdict(int)
    for number in range(low, min(high, low + 500) + 1):
        counts[bin(number).count("1")] += 1
    return dict(counts)


def compound(amounts: list[float], rate: float) -> list[float]:
    """Running balance, interest on what is positive only."""
    balance = 0.0
    found: list[float] = []
    for amount in amounts:
        balance += amount
        if balance > 0:
            balance *= 1 + rate
        found.append(round(balance, 2))
    return found


def version_key(text: str) -> tuple[int, int, int, str]:
    """1.2.3-rc as a tuple that sorts; missing parts are 0."""
    number, _, suffix = text.partition("-")
    parts = number.split(".")
    if len(parts) > 3:
        raise ValueError("too many parts")
    values = [0, 0, 0]
    for index, part in enumerate(parts):
        values[index] = int(part)
        if values[index] < 0:
            raise ValueError("negative")
    return (values[0], values[1], values[2], suffix if suffix else "~")


def schedule(jobs: list[tuple[int, int]], machines: int) -> list[int]:
    """The machine of each job: the first that is free at its start, else -1."""
    free = [0] * machines
    found: list[int] = []
    for start, length in jobs:
        for machine in range(machines):
            if free[machine] <= start:
                free[machine] = start + max(length, 1)
                found.append(machine)
                break
        else:
            found.append(-1)
    return found


def normalise(name: str) -> str:
    """A slug: letters and digits, single dashes, at most 20."""
    out: list[str] = []
    for char in name.strip().lower():
        if char.isalnum():
            out.append(char)
        elif out and out[-1] != "-":
            out.append("-")
    return "".join(out).strip("-")[:20]

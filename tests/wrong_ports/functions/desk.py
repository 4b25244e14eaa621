"""Functions over text, lists and tables as many programs have them; judged as callables alone."""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Optional


_NOTHING: list[list[int]] = []


@dataclass
class Contact:
    mail: str
    name: Optional[str]
    tags: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Sold:
    article: str
    amount: float
    returned: bool


class Cycle(ValueError):
    pass


def free_slots(busy: list[tuple[int, int]], start: int, end: int, least: int) -> list[tuple[int, int]]:
    slots: list[tuple[int, int]] = []
    at = start
    for begin, stop in sorted(busy):
        if begin >= end:
            break
        if begin - at >= least and begin > at:
            slots.append((at, begin))
        at = max(at, stop)
    if end - at >= least and end > at:
        slots.append((at, end))
    return slots


def search_key(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(letters.split())


def csv_fields(line: str, separator: str = ",") -> list[str]:
    fields: list[str] = []
    current: list[str] = []
    quoted = False
    place = 0
    while place < len(line):
        char = line[place]
        if quoted:
            if char == '"' and line[place + 1 : place + 2] == '"':
                current.append('"')
                place += 1
            elif char == '"':
                quoted = False
            else:
                current.append(char)
        elif char == '"' and not current:
            quoted = True
        elif char == separator:
            fields.append("".join(current))
            current = []
        else:
            current.append(char)
        place += 1
    if quoted:
        raise ValueError("open quote", len(fields))
    fields.append("".join(current))
    return fields


def fill(template: str, values: dict[str, str]) -> str:
    parts: list[str] = []
    rest = template
    while True:
        before, opened, rest = rest.partition("{{")
        parts.append(before)
        if not opened:
            return "".join(parts)
        name, closed, rest = rest.partition("}}")
        if not closed:
            raise ValueError(f"not closed: {name!r}")
        key, has_default, default = name.partition("|")
        key = key.strip()
        if key in values:
            parts.append(values[key])
        elif has_default:
            parts.append(default)
        else:
            raise KeyError(key)


def tokens(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    place = 0
    while place < len(text):
        char = text[place]
        if char.isspace():
            place += 1
            continue
        start = place
        if char.isalpha() or char == "_":
            while place < len(text) and (text[place].isalnum() or text[place] == "_"):
                place += 1
            found.append(("name", text[start:place]))
        elif char.isdigit():
            while place < len(text) and (text[place].isdigit() or text[place] == "."):
                place += 1
            found.append(("number", text[start:place]))
        elif text[place : place + 2] in ("<=", ">=", "==", "!="):
            place += 2
            found.append(("operator", text[start:place]))
        else:
            place += 1
            found.append(("operator", char))
    return found


def newer(first: str, second: str) -> int:
    def key(version: str) -> tuple[list[int], bool, str]:
        numbers, _, label = version.strip().removeprefix("v").partition("-")
        parts = [int(part) for part in numbers.split(".")]
        while len(parts) > 1 and parts[-1] == 0:
            parts.pop()
        return parts, not label, label

    a, b = key(first), key(second)
    return (a > b) - (a < b)


def build_order(needs: dict[str, set[str]]) -> list[str]:
    left = {name: set(others) - {name} for name, others in needs.items()}
    for others in list(left.values()):
        for other in others:
            left.setdefault(other, set())
    order: list[str] = []
    while left:
        ready = sorted(name for name, others in left.items() if not others)
        if not ready:
            raise Cycle(sorted(left))
        for name in ready:
            order.append(name)
            del left[name]
        for others in left.values():
            others.difference_update(ready)
    return order


def best_sellers(sales: list[Sold], count: int) -> list[tuple[str, float]]:
    totals: dict[str, float] = {}
    for sold in sales:
        sign = -1.0 if sold.returned else 1.0
        totals[sold.article] = totals.get(sold.article, 0.0) + sign * sold.amount
    ranked = sorted(totals.items(), key=lambda pair: (-pair[1], pair[0]))
    return [(name, round(total, 2)) for name, total in ranked[:count] if total > 0]


def smooth(values: list[Optional[float]], window: int) -> list[Optional[float]]:
    if window < 1:
        raise ValueError("window", window)
    found: list[Optional[float]] = []
    for place in range(len(values)):
        near = [value for value in values[max(0, place - window + 1) : place + 1] if value is not None]
        found.append(sum(near) / len(near) if near else None)
    return found


def counts_between(values: list[float], edges: list[float]) -> list[int]:
    if sorted(edges) != edges or len(edges) < 2:
        raise ValueError("edges")
    counts = [0] * (len(edges) - 1)
    for value in values:
        for place in range(len(counts)):
            last = place == len(counts) - 1
            if edges[place] <= value < edges[place + 1] or (last and value == edges[-1]):
                counts[place] += 1
                break
    return counts


def pack(values: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for value in values:
        if runs and runs[-1][0] == value and runs[-1][1] < 255:
            runs[-1] = (value, runs[-1][1] + 1)
        else:
            runs.append((value, 1))
    return runs


def order_state(events: list[str]) -> tuple[str, list[str]]:
    moves = {
        ("new", "pay"): "paid",
        ("new", "cancel"): "cancelled",
        ("paid", "ship"): "shipped",
        ("paid", "cancel"): "refunded",
        ("shipped", "deliver"): "done",
        ("shipped", "return"): "refunded",
        ("done", "return"): "refunded",
    }
    state = "new"
    ignored: list[str] = []
    for event in events:
        following = moves.get((state, event.strip().lower()))
        if following is None:
            ignored.append(event)
        else:
            state = following
    return state, ignored


def merge_settings(base: dict[str, dict[str, int]], extra: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    for section, values in extra.items():
        if section in base:
            base[section].update(values)
        else:
            base[section] = dict(values)
    return base


def price_ends(prices: dict[str, float], step: float) -> dict[str, float]:
    if not step > 0:
        raise ZeroDivisionError("step")
    found: dict[str, float] = {}
    for name, price in prices.items():
        key = name.strip()
        if key and key not in found:
            found[key] = round(round(price / step) * step, 2)
    return found


def merge_contacts(contacts: list[Contact]) -> list[Contact]:
    by_mail: dict[str, Contact] = {}
    for contact in contacts:
        key = contact.mail.strip().casefold()
        held = by_mail.get(key)
        if held is None:
            by_mail[key] = contact
            continue
        if held.name is None:
            held.name = contact.name
        for tag in contact.tags:
            if tag not in held.tags:
                held.tags.append(tag)
    return list(by_mail.values())


def cross_table(rows: list[tuple[str, str, float]]) -> dict[str, dict[str, float]]:
    columns = sorted({column for _, column, _ in rows})
    table: dict[str, dict[str, float]] = {}
    for name, column, amount in rows:
        line = table.setdefault(name, dict.fromkeys(columns, 0.0))
        line[column] += amount
    return table


def turned(rows: list[list[int]], filler: int) -> list[list[int]]:
    width = max((len(row) for row in rows), default=0)
    return [[row[place] if place < len(row) else filler for row in rows] for place in range(width)]


def pages(items: list[int], size: int) -> list[list[int]]:
    if size <= 0:
        raise ValueError(f"size {size}")
    return [items[start : start + size] for start in range(0, len(items), size)]


def quartiles(values: list[float]) -> tuple[float, float, float]:
    ordered = sorted(values)
    if not ordered:
        raise IndexError("no values")

    def at(share: float) -> float:
        place = share * (len(ordered) - 1)
        low = int(place)
        high = min(low + 1, len(ordered) - 1)
        return ordered[low] + (ordered[high] - ordered[low]) * (place - low)

    return at(0.25), at(0.5), at(0.75)


def rolling_hash(rows: list[str]) -> int:
    value = 5381
    for row in rows:
        for char in row:
            value = (value * 33 + ord(char)) % 2**32
        value ^= len(row)
    return value


def subtree_sizes(parents: list[Optional[int]]) -> list[int]:
    sizes = [1] * len(parents)
    for place in range(len(parents)):
        above = parents[place]
        steps = 0
        while above is not None:
            if not 0 <= above < len(parents):
                raise IndexError(above)
            sizes[above] += 1
            above = parents[above]
            steps += 1
            if steps > len(parents):
                raise Cycle(place)
    return sizes


def masked(text: str) -> str:
    return re.sub(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", lambda found: found.group()[0] + "***", text)

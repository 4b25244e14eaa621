"""Functions of a back office: taxes, dunning, payments, calendars, stock; judged as callables alone."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Optional

CENT = Decimal("0.01")
_EMPTY: list[Optional[str]] = []


@dataclass
class VatEntry:
    account: str
    net: Decimal
    rate: Decimal
    mixed: bool


@dataclass
class OpenItem:
    number: str
    due: date
    open_cents: int
    notes: list[str] = field(default_factory=list)


@dataclass
class Move:
    sku: str
    pieces: int
    unit_cost: float


@dataclass
class Want:
    sku: str
    pieces: int
    partial: bool


class ShortOfStock(Exception):
    def __init__(self, sku: str, missing: int) -> None:
        super().__init__(sku, missing)
        self.sku = sku
        self.missing = missing


def input_tax(entries: list[VatEntry], taxable_share: Decimal) -> dict[str, Decimal]:
    if not Decimal(0) <= taxable_share <= Decimal(1):
        raise ValueError("share out of range", taxable_share)
    share = (taxable_share * 100).to_integral_value(ROUND_HALF_UP) / 100
    found: dict[str, Decimal] = {}
    for entry in entries:
        tax = (entry.net * entry.rate / 100).quantize(CENT, ROUND_HALF_UP)
        if entry.mixed:
            tax = (tax * share).quantize(CENT, ROUND_HALF_UP)
        found[entry.account] = found.get(entry.account, Decimal("0.00")) + tax
    return {account: tax for account, tax in found.items() if tax}


def dunning_level(due: date, today: date, open_cents: int, sent: list[date], grace: int = 5) -> int:
    if open_cents <= 250 or today <= due + timedelta(days=grace):
        return 0
    level = min(len(sent), 3)
    if not sent:
        return 1
    last = max(sent)
    if last > today:
        raise ValueError(f"sent in the future: {last}")
    waited = (today - last).days
    if waited >= 14 and level < 3:
        level += 1
    if level == 3 and waited > 30:
        return 4
    return level


def allocate_payment(cents: int, items: list[OpenItem], reference: str = "") -> tuple[list[tuple[str, int]], int]:
    paid: list[tuple[str, int]] = []
    first = [item for item in items if reference and item.number == reference]
    rest = sorted((item for item in items if not (reference and item.number == reference)), key=lambda item: item.due)
    for item in first + rest:
        if cents <= 0:
            break
        if item.open_cents <= 0:
            continue
        part = min(cents, item.open_cents)
        item.open_cents -= part
        cents -= part
        paid.append((item.number, part))
        if item.open_cents == 0:
            item.notes.append("settled")
    return paid, cents


def aging(items: list[tuple[date, float]], today: date) -> dict[str, float]:
    buckets = {"current": 0.0, "1-30": 0.0, "31-60": 0.0, "61-90": 0.0, "older": 0.0}
    for due, amount in items:
        late = (today - due).days
        if late <= 0:
            name = "current"
        elif late <= 30:
            name = "1-30"
        elif late <= 60:
            name = "31-60"
        elif late <= 90:
            name = "61-90"
        else:
            name = "older"
        buckets[name] += amount
    return {name: round(total, 2) for name, total in buckets.items()}


def commission(revenue: float, tiers: list[tuple[float, float]]) -> float:
    earned = 0.0
    lower = 0.0
    for limit, percent in sorted(tiers):
        if revenue <= lower:
            break
        earned += (min(revenue, limit) - lower) * percent / 100
        lower = limit
    return round(earned, 2)


def depreciation(cost: float, salvage: float, years: int, start: date) -> list[tuple[int, float]]:
    if years < 1:
        raise ValueError(f"no useful life: {years}")
    yearly = (cost - salvage) / years
    first = round(yearly * (13 - start.month) / 12, 2)
    plan = [(start.year, first)]
    left = round(cost - salvage - first, 2)
    year = start.year
    while left > 0 and len(plan) <= years:
        year += 1
        part = min(round(yearly, 2), left)
        if len(plan) == years:
            part = left
        plan.append((year, part))
        left = round(left - part, 2)
    return plan


def ean_valid(code: str) -> bool:
    text = code.replace(" ", "").replace("-", "")
    if len(text) not in (8, 13) or not text.isdecimal():
        return False
    digits = [int(char) for char in reversed(text)]
    total = sum(digit * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return total % 10 == 0


def creditor_reference(text: str) -> Optional[str]:
    compact = "".join(text.split()).upper()
    if not compact.isalnum() or len(compact) > 21:
        return None
    number = "".join(str(int(char, 36)) for char in compact + "RF00")
    check = 98 - int(number) % 97
    return f"RF{check:02}{compact}"


def fiscal_period(day: date, first_month: int) -> tuple[int, int]:
    if not 1 <= first_month <= 12:
        raise ValueError("month", first_month)
    period = (day.month - first_month) % 12 + 1
    year = day.year if day.month >= first_month else day.year - 1
    return year, period


def is_open(hours: dict[int, list[tuple[int, int]]], weekday: int, minute: int) -> bool:
    for opens, closes in hours.get(weekday, []):
        if opens <= closes:
            if opens <= minute < closes:
                return True
        elif minute >= opens:
            return True
    yesterday = (weekday - 1) % 7
    return any(closes < opens and minute < closes for opens, closes in hours.get(yesterday, []))


def explode(parts: dict[str, list[tuple[str, int]]], product: str, count: int) -> dict[str, int]:
    needed: dict[str, int] = {}

    def visit(name: str, pieces: int, above: tuple[str, ...]) -> None:
        if name in above:
            raise RecursionError("part of itself", *above, name)
        inside = parts.get(name)
        if not inside:
            needed[name] = needed.get(name, 0) + pieces
            return
        for inner, each in inside:
            visit(inner, pieces * each, (*above, name))

    visit(product, count, ())
    return needed


def fifo_cost(moves: list[Move]) -> tuple[list[float], dict[str, list[tuple[int, float]]]]:
    lots: dict[str, list[tuple[int, float]]] = {}
    issued: list[float] = []
    for move in moves:
        queue = lots.setdefault(move.sku, [])
        if move.pieces > 0:
            queue.append((move.pieces, move.unit_cost))
            continue
        wanted, cost = -move.pieces, 0.0
        while wanted and queue:
            pieces, each = queue[0]
            taken = min(pieces, wanted)
            cost += taken * each
            wanted -= taken
            if taken == pieces:
                queue.pop(0)
            else:
                queue[0] = (pieces - taken, each)
        if wanted:
            raise ShortOfStock(move.sku, wanted)
        issued.append(round(cost, 2))
    return issued, lots


def reserve(stock: dict[str, int], wants: list[Want]) -> dict[str, int]:
    taken: dict[str, int] = {}
    for want in wants:
        there = stock.get(want.sku, 0)
        if there < want.pieces and not want.partial:
            for sku, pieces in taken.items():
                stock[sku] += pieces
            raise ShortOfStock(want.sku, want.pieces - there)
        pieces = max(0, min(there, want.pieces))
        if pieces:
            stock[want.sku] = there - pieces
            taken[want.sku] = taken.get(want.sku, 0) + pieces
    return taken


def working_days(start: date, end: date, holidays: set[date]) -> int:
    sign = 1
    if end < start:
        start, end, sign = end, start, -1
    days = 0
    current = start
    while current < end and days < 3000:
        if current.weekday() < 5 and current not in holidays:
            days += 1
        current += timedelta(days=1)
    return sign * days


def next_due(day: date, months: int, wanted: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (following - timedelta(days=1)).day
    return date(year, month + 1, min(max(wanted, 1), last))


def interest_days(start: date, end: date) -> int:
    first = 30 if start.day == 31 else start.day
    last = 30 if end.day == 31 and first == 30 else end.day
    return 360 * (end.year - start.year) + 30 * (end.month - start.month) + last - first


def weighted_cost(lots: list[tuple[int, Decimal]]) -> Optional[Decimal]:
    pieces = sum(count for count, _ in lots)
    if pieces <= 0:
        return None
    total = sum((count * price for count, price in lots), Decimal(0))
    return (total / pieces).quantize(Decimal("0.0001"), ROUND_HALF_UP)


def parse_amount(text: str) -> int:
    cleaned = text.strip().replace("\u00a0", "").replace(" ", "")
    negative = cleaned.startswith("-") or cleaned.endswith("-")
    cleaned = cleaned.strip("-")
    whole, comma, cents = cleaned.rpartition(",")
    if not comma:
        whole, cents = cleaned, ""
    whole = whole.replace(".", "")
    if not whole.isdigit() or len(cents) > 2 or (cents and not cents.isdigit()):
        raise ValueError(f"no amount: {text!r}")
    value = int(whole) * 100 + int(cents.ljust(2, "0") or "0")
    return -value if negative else value


def exchange_total(amounts: list[tuple[str, float]], rates: dict[str, float], base: str) -> float:
    total = 0.0
    for currency, amount in amounts:
        if currency == base:
            total += amount
            continue
        rate = rates.get(currency)
        if rate is None or rate <= 0:
            raise KeyError(currency)
        total += round(amount / rate, 2)
    return round(total, 2)


def plan_shifts(staff: list[str], days: int, off: dict[str, list[int]]) -> list[Optional[str]]:
    plan: list[Optional[str]] = []
    turn = 0
    for day in range(days):
        chosen = None
        for step in range(len(staff)):
            name = staff[(turn + step) % len(staff)]
            if day not in off.get(name, []):
                chosen = name
                turn = (turn + step + 1) % len(staff)
                break
        plan.append(chosen)
    return plan


def serials(prefix: str, start: int, count: int, width: int = 6) -> list[str]:
    if count < 0 or start < 0:
        raise ValueError("negative")
    if count > 5000:
        raise OverflowError(count)
    return [f"{prefix.strip().upper()}{number:0{width}d}" for number in range(start, start + count)]

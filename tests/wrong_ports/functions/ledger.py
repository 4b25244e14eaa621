"""Bookkeeping: amounts of every size, brackets, currencies, overdrafts."""

from dataclasses import dataclass


@dataclass
class Sale:
    region: str
    price: float
    pieces: int


def order_value(price: float, quantity: int, fee: float) -> float:
    """Price times quantity, with a fee below zero refused."""
    if fee < 0:
        raise ValueError("fee")
    value = price * quantity
    return round(value + fee, 2)


def balance_after(cents: list[int], start: int) -> int:
    """The balance after all bookings; an overdraft beyond 500.00 stops it."""
    total = start
    for amount in cents:
        if total + amount < -50000:
            raise OverflowError(total)
        total += amount
    return total


def income_tax(income: float) -> float:
    """Tax by brackets, whole cents."""
    if income <= 11604.0:
        return 0.0
    tax = (min(income, 66760.0) - 11604.0) * 0.24
    if income > 66760.0:
        tax += (min(income, 277825.0) - 66760.0) * 0.42
    if income > 277825.0:
        tax += (income - 277825.0) * 0.45
    return round(tax, 2)


def convert(amount: float, rates: dict[str, float], source: str, target: str) -> float:
    """Between currencies by way of the base; an unknown one is a KeyError, the same one changes nothing."""
    if source == target:
        return amount
    base = amount / rates[source]
    digits = 0 if target == "JPY" else 2
    return round(base * rates[target], digits)


def sales_by_region(rows: list[Sale]) -> dict[str, float]:
    """Revenue by region, in order of appearance; what was returned counts against it."""
    found: dict[str, float] = {}
    for row in rows:
        if row.pieces == 0:
            continue
        found[row.region] = found.get(row.region, 0.0) + row.price * row.pieces
    return found


def reminder_fee(days_late: int, amount: int, reminders: int) -> int:
    """Cents: none in the first 14 days, then by the number of reminders; large amounts pay interest."""
    if days_late <= 14 or amount <= 0:
        return 0
    fee = min(reminders, 3) * 500
    if amount > 1000000:
        fee += amount * (days_late - 14) // 36500
    return fee

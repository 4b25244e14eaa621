"""Billing: thresholds on derived sums, rounding, proration."""

from dataclasses import dataclass


@dataclass
class Item:
    name: str
    price: float
    quantity: int
    taxable: bool


def invoice_total(items: list[Item], discount_percent: int) -> float:
    """Sum with a bulk rebate from 500.00 on, tax on what is taxable."""
    if discount_percent < 0 or discount_percent > 90:
        raise ValueError("discount out of range")
    subtotal = 0.0
    tax = 0.0
    for item in items:
        if item.quantity <= 0:
            continue
        line = round(item.price * item.quantity, 2)
        subtotal += line
        if item.taxable:
            tax += round(line * 0.19, 2)
    if subtotal >= 500.0:
        subtotal = round(subtotal * 0.95, 2)
    return round(subtotal * (100 - discount_percent) / 100 + tax, 2)


def shipping_cost(weights: list[int], express: bool) -> int:
    """Cents by total grams: steps at 500, 2000 and 10000, each parcel over 31500 refused."""
    total = 0
    for weight in weights:
        if weight > 31500:
            raise ValueError(f"parcel too heavy: {weight}")
        total += max(weight, 0)
    if total == 0:
        return 0
    if total <= 500:
        cost = 399
    elif total <= 2000:
        cost = 549
    elif total < 10000:
        cost = 899
    else:
        cost = 1649 + (total - 10000 + 999) // 1000 * 45
    return cost * 3 // 2 if express else cost


def split_bill(total_cents: int, shares: list[int]) -> list[int]:
    """Largest remainders first, ties to the earlier share."""
    whole = sum(shares)
    if whole <= 0 or any(share < 0 for share in shares):
        raise ValueError("shares")
    base = [total_cents * share // whole for share in shares]
    left = total_cents - sum(base)
    order = sorted(range(len(shares)), key=lambda i: (-(total_cents * shares[i] % whole), i))
    for i in order[:left]:
        base[i] += 1
    return base


def loan_schedule(principal: float, annual_rate: float, months: int) -> list[float]:
    """The balance after each month of an annuity."""
    if months <= 0:
        return []
    if annual_rate == 0.0:
        payment = principal / months
    else:
        monthly = annual_rate / 12.0
        payment = principal * monthly / (1.0 - (1.0 + monthly) ** -months)
    balances: list[float] = []
    balance = principal
    for _ in range(months):
        balance = balance * (1.0 + annual_rate / 12.0) - payment
        balances.append(round(balance, 2))
    return balances

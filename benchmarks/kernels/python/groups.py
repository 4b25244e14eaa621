"""Group-by over records."""

from dataclasses import dataclass


@dataclass
class Sale:
    day: str
    sku: str
    quantity: int
    price: float


def revenue(sales: list[Sale], floor: int) -> dict[str, float]:
    """Revenue by day; sales under the floor do not count."""
    totals: dict[str, float] = {}
    for sale in sales:
        if sale.quantity < floor:
            continue
        totals[sale.day] = totals.get(sale.day, 0.0) + round(sale.quantity * sale.price, 2)
    return totals

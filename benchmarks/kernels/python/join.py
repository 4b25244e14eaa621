"""A join of two tables by key."""


def join(orders: list[tuple[int, int, float]], customers: list[tuple[int, str]]) -> dict[str, float]:
    """The amount ordered by region; an order is (id, customer, amount), a customer (id, region)."""
    regions = dict(customers)
    amounts: dict[str, float] = {}
    for _, customer, amount in orders:
        if customer in regions:
            region = regions[customer]
            amounts[region] = amounts.get(region, 0.0) + amount
    return amounts

"""Records: grouping, ranking, joining."""

from dataclasses import dataclass


@dataclass
class Player:
    name: str
    score: int
    games: int


@dataclass
class Reading:
    sensor: str
    minute: int
    value: float


def leaderboard(players: list[Player], minimum_games: int) -> list[tuple[int, str, int]]:
    """Competition ranking: ties share a rank, the next is skipped."""
    seen = [p for p in players if p.games >= minimum_games]
    seen.sort(key=lambda p: (-p.score, p.name))
    ranked: list[tuple[int, str, int]] = []
    rank = 0
    for index, player in enumerate(seen):
        if index == 0 or player.score != seen[index - 1].score:
            rank = index + 1
        ranked.append((rank, player.name, player.score))
    return ranked


def alarms(readings: list[Reading], limit: float, hold: int) -> list[str]:
    """Sensors above the limit in `hold` consecutive readings."""
    streak: dict[str, int] = {}
    raised: list[str] = []
    for reading in sorted(readings, key=lambda r: r.minute):
        if reading.value > limit:
            streak[reading.sensor] = streak.get(reading.sensor, 0) + 1
        else:
            streak[reading.sensor] = 0
        if streak[reading.sensor] >= hold and reading.sensor not in raised:
            raised.append(reading.sensor)
    return raised


def merge_intervals(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Touching spans become one; empty ones are dropped."""
    kept = sorted(span for span in spans if span[0] < span[1])
    merged: list[tuple[int, int]] = []
    for start, end in kept:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def stock_after(stock: dict[str, int], orders: list[tuple[str, int]]) -> list[str]:
    """Takes orders out of `stock` in place; names of those that were refused."""
    refused: list[str] = []
    for name, count in orders:
        held = stock.get(name, 0)
        if count <= 0 or held < count:
            refused.append(name)
            continue
        stock[name] = held - count
        if stock[name] == 0:
            del stock[name]
    return refused


def median_by_group(rows: list[tuple[str, float]]) -> dict[str, float]:
    """The median a group, groups by first appearance."""
    groups: dict[str, list[float]] = {}
    for name, value in rows:
        groups.setdefault(name, []).append(value)
    found: dict[str, float] = {}
    for name, values in groups.items():
        ordered = sorted(values)
        half = len(ordered) // 2
        found[name] = ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
    return found


def moving_peak(values: list[float], window: int) -> list[float]:
    """The largest of each window."""
    if window < 1:
        raise ValueError("window")
    return [max(values[i : i + window]) for i in range(len(values) - window + 1)]


def pick_seats(taken: list[list[bool]], party: int) -> tuple[int, int] | None:
    """The first row and seat where `party` free seats lie side by side."""
    for row, seats in enumerate(taken):
        free = 0
        for seat, used in enumerate(seats):
            free = 0 if used else free + 1
            if free == party:
                return (row, seat - party + 1)
    return None


def transfer(accounts: dict[str, int], moves: list[tuple[str, str, int]], fee: int) -> int:
    """Moves money in place, all or nothing for each; the fees taken."""
    taken = 0
    for source, target, amount in moves:
        if source not in accounts or target not in accounts:
            raise KeyError(source if source not in accounts else target)
        if amount <= 0:
            continue
        cost = fee if amount < 1000 else amount // 100
        if accounts[source] < amount + cost:
            continue
        accounts[source] -= amount + cost
        accounts[target] += amount
        taken += cost
    return taken

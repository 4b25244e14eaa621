"""Caches, stocks, ledgers and machines with states; judged as callables alone."""

from collections import OrderedDict, defaultdict, deque
from dataclasses import dataclass, field, replace
from typing import Optional, TypedDict


class Item(TypedDict):
    sku: str
    pieces: int
    price: float


@dataclass
class Account:
    name: str
    cents: int = 0
    log: list[str] = field(default_factory=list)
    limits: dict[str, int] = field(default_factory=dict)


class Refused(RuntimeError):
    def __init__(self, account: str, cents: int) -> None:
        super().__init__(f"{account} lacks {cents}")
        self.account = account


_MOVES = {
    ("idle", "coin"): "paid",
    ("paid", "push"): "idle",
    ("paid", "coin"): "paid",
    ("idle", "lock"): "locked",
    ("locked", "unlock"): "idle",
}


def lru_hits(keys: list[str], size: int) -> tuple[int, list[str]]:
    cache: OrderedDict[str, None] = OrderedDict()
    hits = 0
    for key in keys:
        if key in cache:
            hits += 1
            cache.move_to_end(key)
        elif size > 0:
            if len(cache) == size:
                cache.popitem(last=False)
            cache[key] = None
    return hits, list(cache)


def move_money(source: Account, target: Account, cents: int) -> bool:
    if cents <= 0:
        return False
    ceiling = source.limits.get(target.name, 100_000)
    if cents > ceiling:
        raise Refused(source.name, cents - ceiling)
    if source.cents < cents:
        source.log.append(f"refused {cents}")
        return False
    source.cents -= cents
    target.cents += cents
    source.log.append(f"-{cents}")
    target.log.append(f"+{cents}")
    return True


def run_machine(events: list[str], start: str = "idle") -> tuple[str, list[tuple[int, str]]]:
    state, wrong = start, []
    for number, event in enumerate(events):
        following = _MOVES.get((state, event))
        if following is None:
            wrong.append((number, event))
            if len(wrong) > 16:
                raise RuntimeError("too many", number)
        else:
            state = following
    return state, wrong


def restock(stock: dict[str, int], minimum: dict[str, int], lot: int = 12) -> dict[str, int]:
    orders: dict[str, int] = {}
    for sku, least in minimum.items():
        lack = least - stock.get(sku, 0)
        if lack > 0:
            orders[sku] = -(-lack // lot) * lot
            stock[sku] = stock.get(sku, 0) + orders[sku]
    return orders


def cart_total(items: list[Item], coupon: Optional[str] = None) -> float:
    total = 0.0
    seen: dict[str, int] = {}
    for item in items:
        seen[item["sku"]] = seen.get(item["sku"], 0) + item["pieces"]
        price = item["price"]
        if seen[item["sku"]] >= 10:
            price *= 0.9
        total += item["pieces"] * price
    if coupon == "WELCOME" and total > 50:
        total -= 5
    return round(total, 2)


def undo(actions: list[str]) -> list[str]:
    done: list[str] = []
    undone: list[str] = []
    for action in actions:
        if action == "undo":
            if done:
                undone.append(done.pop())
        elif action == "redo":
            if undone:
                done.append(undone.pop())
        else:
            done.append(action)
            undone.clear()
    return done


def rate_limited(times: list[int], window: int, most: int) -> list[bool]:
    recent: deque[int] = deque()
    allowed: list[bool] = []
    for now in times:
        while recent and recent[0] <= now - window:
            recent.popleft()
        if len(recent) < most:
            recent.append(now)
            allowed.append(True)
        else:
            allowed.append(False)
    return allowed


def group_by_first(words: list[str]) -> dict[str, list[str]]:
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for word in words:
        groups[word[:1].upper()].append(word)
    for members in groups.values():
        members.sort(key=str.lower)
    return dict(groups)


def apply_patch(base: dict[str, Optional[dict[str, int]]], patch: dict[str, Optional[dict[str, int]]]) -> int:
    changed = 0
    for key, value in patch.items():
        if value is None:
            changed += base.pop(key, None) is not None
            continue
        there = base.get(key)
        if there is None:
            base[key] = dict(value)
            changed += 1
            continue
        for name, number in value.items():
            if there.get(name) != number:
                there[name] = number
                changed += 1
    return changed


def snapshot(accounts: list[Account]) -> list[Account]:
    kept: dict[str, Account] = {}
    for account in accounts:
        kept[account.name] = replace(account, log=account.log[-3:])
    return list(kept.values())


def drain(queue: list[tuple[int, str]], most: int) -> list[str]:
    taken: list[str] = []
    queue.sort(key=lambda entry: -entry[0])
    while queue and len(taken) < most:
        taken.append(queue.pop(0)[1])
    return taken


def join_tables(left: list[tuple[int, str]], right: list[tuple[int, str]]) -> list[tuple[int, str, Optional[str]]]:
    by_key: dict[int, list[str]] = {}
    for key, value in right:
        by_key.setdefault(key, []).append(value)
    return [(key, a, b) for key, a in left for b in by_key.get(key, [None])]


def running_balance(entries: list[float], opening: float = 0.0) -> tuple[list[float], Optional[int]]:
    balance, out = opening, []
    overdrawn: Optional[int] = None
    for number, entry in enumerate(entries):
        balance += entry
        if balance < 0 and overdrawn is None:
            overdrawn = number
        out.append(round(balance, 2))
    return out, overdrawn


def ring(values: list[int], size: int) -> tuple[list[int], int]:
    if size <= 0:
        raise ValueError(size)
    slots = [0] * size
    for place, value in enumerate(values):
        slots[place % size] = value
    return slots, len(values) % size

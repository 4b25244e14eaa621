"""Right rewritings of `functions/yard`, `lexicon`, `lattice` and `stores`: none may be failed.

The table is as in `python_slips`.
"""

from tests.wrong_ports.python_slips import Slip

RIGHT: dict[str, dict[str, list[Slip]]] = {
    "yard": {
        "late_jobs": [
            ("heap-free min", "first = min(range(machines), key=free.__getitem__)", "first = free.index(min(free))"),
            ("two sorts", "sorted(jobs, key=lambda j: (j.deadline, -j.length))", "sorted(sorted(jobs, key=lambda j: -j.length), key=lambda j: j.deadline)"),
        ],
        "occupancy": [
            ("lexicographic key", "sorted(events)", "sorted(events, key=lambda e: (e[0], e[1]))"),
        ],
        "tax_due": [
            ("comprehension", "steps = sorted(brackets)", "steps = list(brackets)\n    steps.sort()"),
        ],
        "leap_days": [
            ("by sets", "return sum(1 for y in range(first, last + 1) if y % 4 == 0 and (y % 100 != 0 or y % 400 == 0))", "def upto(y: int) -> int:\n        return y // 4 - y // 100 + y // 400\n\n    return upto(last) - upto(first - 1)"),
        ],
        "iso_week": [
            ("isocalendar", "    thursday = day + timedelta(days=3 - day.weekday())\n    start = date(thursday.year, 1, 1)\n    return thursday.year, (thursday - start).days // 7 + 1", "    thursday = day + timedelta(days=3 - day.weekday())\n    return thursday.year, (thursday.timetuple().tm_yday - 1) // 7 + 1"),
        ],
        "age_on": [
            ("bool", "    if (today.month, today.day) < (born.month, born.day):\n        years -= 1\n    return years", "    return years - ((today.month, today.day) < (born.month, born.day))"),
        ],
        "prorated": [
            ("divmod", "shares = [amount * day // total for day in days]", "shares = [divmod(amount * day, total)[0] for day in days]"),
        ],
        "retry_plan": [
            ("inline", "    plan = list(retries(base, factor, cap, count))\n    return [round(wait, 3) for wait in plan]", "    return [round(wait, 3) for wait in retries(base, factor, cap, count)]"),
        ],
    },
    "lexicon": {
        "scalar": [
            ("sets", 'case "yes" | "true" | "on":', 'case w if w in ("yes", "true", "on"):'),
        ],
        "key_phrases": [
            ("stable sort", "return pairs.most_common(top)", "return sorted(pairs.items(), key=lambda p: p[1], reverse=True)[: max(top, 0)]"),
        ],
        "align": [
            ("f-string", "gap.join(c.rjust(w) if c.isdecimal() else c.ljust(w) for c, w in zip(row, widths)).rstrip()", "gap.join(f'{c:>{w}}' if c.isdecimal() else f'{c:<{w}}' for c, w in zip(row, widths)).rstrip()"),
        ],
        "longest_common_prefix": [
            ("commonprefix", '    if not words:\n        return ""\n    low, high = min(words), max(words)\n    for i, char in enumerate(low):\n        if char != high[i]:\n            return low[:i]\n    return low', "    import os.path\n    return os.path.commonprefix(list(words))"),
        ],
        "glob_match": [
            ("all", 'return pattern[p:].strip("*") == ""', 'return all(c == "*" for c in pattern[p:])'),
        ],
        "ordinal": [
            ("teens", "10 <= abs(n) % 100 <= 20", "abs(n) // 10 % 10 == 1"),
        ],
        "snake": [
            ("join list", '"_".join(part.lower() for part in _SPLIT.findall(name))', '"_".join([part for part in map(str.lower, _SPLIT.findall(name))])'),
        ],
    },
    "lattice": {
        "transpose_pad": [
            ("zip_longest", "    width = max(map(len, rows), default=0)\n    return [[row[i] if i < len(row) else fill for row in rows] for i in range(width)]", "    from itertools import zip_longest\n    return [list(column) for column in zip_longest(*rows, fillvalue=fill)]"),
        ],
        "spiral": [
            ("while both", "while top <= bottom and left <= right:", "while not (top > bottom or left > right):"),
        ],
        "cheapest": [
            ("defaultdict", "            if there not in seen:\n", "            if True:\n"),
        ],
        "components": [
            ("no halving", "            parent[i] = parent[parent[i]]\n", ""),
        ],
        "levels": [
            ("list queue", "queue = deque([root])", "queue = deque()\n    queue.append(root)"),
        ],
        "life": [
            ("counter", "    counts: dict[tuple[int, int], int] = {}\n", "    from collections import Counter\n    counts: dict[tuple[int, int], int] = Counter()\n"),
        ],
        "matmul": [
            ("range", "            for k, value in enumerate(row):\n                total += value * b[k][j]", "            for k in range(len(row)):\n                total = total + row[k] * b[k][j]"),
        ],
        "path_length": [
            ("list", "math.fsum(math.hypot(b.x - a.x, b.y - a.y) for a, b in pairs)", "math.fsum([math.hypot(q.x - p.x, q.y - p.y) for p, q in pairs])"),
        ],
    },
    "stores": {
        "lru_hits": [
            ("plain dict", "                cache.popitem(last=False)", "                del cache[next(iter(cache))]"),
        ],
        "undo": [
            ("clear", "undone.clear()", "undone = []"),
        ],
        "group_by_first": [
            ("sorted", "    for members in groups.values():\n        members.sort(key=str.lower)\n    return dict(groups)", "    return {k: sorted(v, key=str.lower) for k, v in groups.items()}"),
        ],
        "join_tables": [
            ("loops", "by_key.get(key, [None])", "(by_key[key] if key in by_key else (None,))"),
        ],
        "drain": [
            ("slice", "    while queue and len(taken) < most:\n        taken.append(queue.pop(0)[1])\n    return taken", "    taken = [name for _, name in queue[: max(most, 0)]]\n    del queue[: max(most, 0)]\n    return taken"),
        ],
        "running_balance": [
            ("append", "balance, out = opening, []", "out: list[float] = []\n    balance = opening"),
        ],
        "move_money": [
            ("early", "    if cents <= 0:\n        return False\n", "    if not cents > 0:\n        return False\n"),
        ],
        "rate_limited": [
            ("len", "while recent and recent[0]", "while len(recent) > 0 and recent[0]"),
        ],
    },
}  # fmt: skip

"""dict: insertion order, methods, walking, keys of every kind."""


def count(words: list[str]) -> dict[str, int]:
    out: dict[str, int] = {}
    for w in words:
        out[w] = out.get(w, 0) + 1
    return out


def group(pairs: list[tuple[str, int]]) -> dict[str, list[int]]:
    out: dict[str, list[int]] = {}
    for k, v in pairs:
        out.setdefault(k, []).append(v)
    return out


def lookup(d: dict[str, int], k: str) -> int:
    return d[k]


def lookup_or(d: dict[str, int], k: str) -> tuple[int, bool, int | None]:
    return d.get(k, -1), k in d, d.get(k)


def order_after_delete(n: int) -> dict[int, int]:
    d = {i: i * i for i in range(n)}
    del d[0]
    d[0] = 7
    d[2] = 8
    return d


def pops(d: dict[str, int], k: str) -> tuple[int, int, int]:
    c = d.copy()
    gone = c.pop(k, -5)
    return gone, len(c), len(d)


def pop_strict(d: dict[str, int], k: str) -> int:
    c = dict(d)
    return c.pop(k)


def walk(d: dict[str, float]) -> list[str]:
    out = []
    for k in d:
        out.append(k)
    for k, v in d.items():
        out.append(f"{k}={v}")
    for v in d.values():
        out.append(str(v))
    return out


def merge(a: dict[str, int], b: dict[str, int]) -> dict[str, int]:
    c = dict(a)
    c.update(b)
    return c


def invert(d: dict[str, int]) -> dict[int, str]:
    return {v: k for k, v in d.items()}


def equal(a: dict[str, int], b: dict[str, int]) -> tuple[bool, bool]:
    return a == b, a != b


def by_value(d: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(d.items(), key=lambda item: (-item[1], item[0]))


def tuple_keys(points: list[tuple[int, int]]) -> dict[tuple[int, int], int]:
    seen: dict[tuple[int, int], int] = {}
    for p in points:
        seen[p] = seen.get(p, 0) + 1
    return seen


def float_keys(xs: list[float]) -> dict[float, int]:
    out: dict[float, int] = {}
    for x in xs:
        out[x] = out.get(x, 0) + 1
    return out


def nested(names: list[str]) -> dict[str, dict[str, int]]:
    out: dict[str, dict[str, int]] = {}
    for n in names:
        if n not in out:
            out[n] = {}
        out[n][n + "!"] = len(n)
    return out


def update_item(keys: list[str]) -> dict[str, float]:
    out = {"a": 1.5}
    for k in keys:
        out[k] += 0.25
    return out


def changed_while_walked(d: dict[str, int]) -> int:
    c = dict(d)
    n = 0
    for k in c:
        c[k + "x"] = 1
        n += 1
    return n


def literal(n: int) -> dict[str, int]:
    return {"a": n, "b": n + 1, "a": n + 2}


def empty(d: dict[str, int]) -> tuple[bool, int]:
    return not d, len(d)


def key_list(d: dict[str, int]) -> list[str]:
    return list(d) + sorted(d.keys()) + [k for k in d if d[k] > 0]


def near(d: dict[tuple[int, int], float], at: tuple[int, int]) -> list[float]:
    x, y = at
    return [d[p] for p in [(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)] if p in d]


def by_number(d: dict[int, str], ks: list[int]) -> list[str]:
    return [d.get(k, "?") for k in ks] + [str(len(d))]


def by_fraction(d: dict[float, int], k: float) -> tuple[int, list[float]]:
    return d.get(k, -1), list(d)


def only_walked(d: dict[float, int]) -> int:
    return sum(n for n in d.values())


def inner_found(d: dict[str, dict[str, int]], k: str) -> int:
    return sum(inner.get(k, 0) for inner in d.values())


_DICTS = [{}, {"a": 1}, {"b": 2, "a": 1, "é": -3}, {f"k{i}é"[: i % 5 + 2]: i for i in range(50)} | {"a": 7}]
_EIGHT, _NINE = ({f"n{i}": i for i in range(n)} for n in (8, 9))

CASES = {
    "count": [(["b", "a", "b", "日"],), ([],)],
    "group": [([("x", 1), ("y", 2), ("x", 3)],), ([],)],
    "lookup": [({"a": 1}, "a"), ({"a": 1}, "b"), ({}, "é'"), (_EIGHT, "n7"), (_NINE, "n0"), (_NINE, "n9")],
    "lookup_or": [(d, "a") for d in _DICTS],
    "order_after_delete": [(3,), (10,)],
    "pops": [(d, "a") for d in _DICTS],
    "pop_strict": [(d, "a") for d in _DICTS],
    "walk": [({"x": 1.5, "y": -0.0},), ({},)],
    "merge": [({"a": 1, "b": 2}, {"b": 3, "c": 4}), ({}, {}), (_DICTS[3], _NINE), (_EIGHT, _NINE)],
    "invert": [({"a": 1, "b": 2, "c": 1},), ({},)],
    "equal": [
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        ({"a": 1}, {"a": 2}),
        ({}, {}),
        (_NINE, dict(reversed(_NINE.items()))),
        (_NINE, {**_NINE, "n4": 5}),
    ],
    "by_value": [(d,) for d in _DICTS],
    "tuple_keys": [([(1, 2), (2, 1), (1, 2)],)],
    "float_keys": [([0.0, -0.0, 1.5],), ([-0.0, 0.0],)],
    "nested": [(["a", "bb", "a"],)],
    "update_item": [(["a", "a"],), (["b"],)],
    "changed_while_walked": [({},)],
    "literal": [(1,)],
    "empty": [(d,) for d in _DICTS],
    "key_list": [(d,) for d in _DICTS],
    "near": [({(x, y): x + y / 4 for x in range(6) for y in range(6)}, at) for at in ((2, 3), (0, 0), (9, 9))],
    "by_number": [({i * 8: str(i) for i in range(40)}, [0, 8, 1, -8, 312, 2**62]), ({-1: "a"}, [-1, 1])],
    "by_fraction": [({i / 4: i for i in range(20)}, k) for k in (0.0, -0.0, 4.75, 5.0)],
    "only_walked": [({float("nan"): 1} | {i / 4: i for i in range(20)},), ({},)],
    "inner_found": [({"x": _NINE, "y": _EIGHT, "z": {}}, "n8"), ({}, "n1")],
}
FALLBACK = {
    "by_fraction": [({float("nan"): 1} | {i / 4: i for i in range(20)}, 0.25)],
    "changed_while_walked": [({"a": 1},)],
    "float_keys": [([float("nan")],)],
}

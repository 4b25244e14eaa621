"""TypedDict: keys read, stored and compared, in whatever order they stand; dicts made and changed for the caller, one dict
under several names; what is no such dict goes to legacy."""

from collections import OrderedDict, defaultdict
from dataclasses import dataclass, field
from typing import Any, Final, Optional, TypedDict

import typing_extensions

PRICE: Final = "price"


class Row(TypedDict):
    """A line of an order."""

    name: str
    qty: int
    price: float


class Tagged(Row):
    tags: list[str]
    note: Optional[str]


class Größe(typing_extensions.TypedDict, total=True):
    höhe: float
    Ä: bool


class Order(TypedDict):
    id: int
    rows: list[Row]
    size: Größe
    parent: "Order | None"


class Counts(TypedDict):
    seen: dict[str, int]
    last: int | None


@dataclass
class Box:
    row: Row
    rows: list[Row] = field(default_factory=list)


def total(rows: list[Row]) -> float:
    return sum((r["qty"] * r["price"] for r in rows), 0.0)


def by_name(rows: list[Row]) -> dict[str, int]:
    out: dict[str, int] = {}
    for row in rows:
        out[row["name"]] = out.get(row["name"], 0) + row["qty"]
    return out


def made(names: list[str]) -> list[Row]:
    rows: list[Row] = []
    for i, name in enumerate(names):
        rows.append({"name": name, "qty": i, "price": 0.5 * i})
    rows.append(Row(name="last", qty=-1, price=1.0))
    return rows


def same(row: Row) -> Row:
    return row


def changed(row: Row, by: int) -> None:
    row["qty"] += by
    row["name"] = row["name"].upper()
    if row[PRICE] > 1:
        row[PRICE] = row["price"] / row["qty"]


def aliased(rows: list[Row]) -> list[Row]:
    for row in rows:
        row["qty"] = row["qty"] * 2
    rows.append(rows[0])
    return rows[::-1]


def dearest(rows: list[Row]) -> Row:
    return max(rows, key=lambda r: r["price"])


def ranked(rows: list[Row]) -> list[str]:
    return [r["name"] for r in sorted(rows, key=lambda r: (-r["qty"], r["name"]))]


def tagged(row: Tagged) -> str:
    if row["note"] is None:
        return ",".join(row["tags"])
    return row["note"] + str(len(row["note"]))


def tag(row: Tagged, what: str) -> Tagged:
    row["tags"].append(what)
    row["note"] = None if row["note"] else what
    return row



def gotten(row: Tagged) -> int:
    return row.get("qty", 0) + (row.get("qty") or 0) + row.setdefault("qty", len(row["tags"])) + len(row)


def known(row: Row, what: str) -> list[bool]:
    return ["qty" in row, "tags" in row, what in row, bool(row), not row, isinstance(row, dict)]


def equal(a: Row, b: Row) -> list[bool]:
    return [a == b, a != b, a is b]


def found(rows: list[Row], row: Row) -> int:
    return rows.index(row) if row in rows else -1


def nested(order: Order) -> float:
    up = order["parent"]
    here = sum([r["price"] for r in order["rows"]])
    if up is not None:
        here += nested(up)
    return here * (2 if order["size"]["Ä"] else 1) + order["size"]["höhe"]


def grown(order: Order, name: str) -> Order:
    order["rows"].append({"name": name, "qty": 1, "price": order["size"]["höhe"]})
    child: Order = {"id": order["id"] + 1, "rows": order["rows"], "size": order["size"], "parent": order}
    return child


def boxed(box: Box) -> Box:
    box.rows.append(box.row)
    box.row = {"name": "new", "qty": 0, "price": 0.0}
    return box


def either(row: Row | None) -> int:
    if not row:
        return -1
    return row["qty"]


def counted(state: Counts, words: list[str]) -> Counts:
    for word in words:
        state["seen"][word] = state["seen"].get(word, 0) + 1
        state["last"] = len(word)
    return state


def matched(row: Row) -> str:
    match row:
        case {"qty": 0}:
            return "none"
        case {"qty": n, "name": "a"} if n > 2:
            return f"many {n}"
        case {"tags": _}:
            return "never"
        case {"price": p}:
            return f"{p:.2f}"
        case _:
            return "other"


def failing(row: Row, by: int) -> None:
    row["qty"] = 7
    row["price"] = row["price"] / by


def swapped(a: Row, b: Row) -> None:
    a["qty"], b["qty"] = b["qty"], a["qty"]


def grouped(rows: list[Row]) -> dict[str, list[Row]]:
    out: dict[str, list[Row]] = {}
    for row in rows:
        out.setdefault(row["name"][:1], []).append(row)
    return out


def pair(row: Row) -> tuple[Row, Row]:
    return row, {"name": "b", "qty": row["qty"], "price": row["price"]}


def row(name: str = "a", qty: int = 1, price: float = 1.5) -> Any:
    return {"name": name, "qty": qty, "price": price}


def turned(name: str = "a", qty: int = 1, price: float = 1.5) -> Any:
    return {"price": price, "name": name, "qty": qty}


def parts(name: str) -> Any:
    return {"".join(["na", "me"]): name, "".join(["q", "ty"]): 3, "".join(["pri", "ce"]): 2.0}


class Own(dict):  # type: ignore[type-arg]
    pass


class Text(str):
    pass


ONE, TWO = row(), turned("b", 5, 0.25)
TAGS = {**row(), "tags": ["x"], "note": "né"}
NOTE = {"note": None, "tags": ["x", "y"], "price": 1.0, "qty": 2, "name": "z"}
SIZE = {"höhe": 1.25, "Ä": True}
ORDER: Any = {"id": 1, "rows": [ONE, TWO, ONE], "size": SIZE, "parent": None}
UNDER = {"parent": ORDER, "size": {"Ä": False, "höhe": 0.0}, "rows": ORDER["rows"], "id": 2}
NAN = float("nan")
CASES: dict[str, list[tuple[Any, ...]]] = {
    "total": [([],), ([ONE, TWO, ONE],), ([parts("p"), turned(), row()],), ([row(qty=2**40)],)],
    "by_name": [([ONE, TWO, parts("a"), ONE],), ([row("ü"), row("日本")],)],
    "made": [([],), (["a", "b"],)],
    "same": [(ONE,), (TWO,)],
    "changed": [(row(), 3), (turned(price=0.5), -1), (parts("q"), 2), (row(), -1)],
    "aliased": [([ONE, TWO, ONE],), ([ONE],)],
    "dearest": [([ONE, TWO, turned(price=9.0)],), ([],)],
    "ranked": [([ONE, TWO, row("A"), parts("c")],)],
    "tagged": [(TAGS,), (NOTE,)],
    "tag": [(TAGS, "new"), (NOTE, "new")],
    "gotten": [(TAGS,), (NOTE,)],
    "known": [(ONE, "qty"), (TWO, "Qty"), (TWO, "")],
    "equal": [(ONE, row()), (ONE, turned()), (ONE, TWO), (ONE, ONE)],
    "found": [([TWO, ONE], turned()), ([TWO], ONE)],
    "nested": [(ORDER,), (UNDER,)],
    "grown": [(ORDER, "n"), (UNDER, "n")],
    "boxed": [(Box(ONE),), (Box(ONE, [ONE, TWO]),)],
    "either": [(None,), (TWO,)],
    "counted": [({"seen": {}, "last": None}, ["a", "b", "a"]), ({"last": 3, "seen": {"a": 1}}, [])],
    "matched": [(row(qty=0),), (row("a", 3),), (turned("b"),)],
    "failing": [(row(), 0), (turned(), 2)],
    "swapped": [(row(), row(qty=9)), (ONE, TWO), (ONE, ONE)],
    "grouped": [([ONE, TWO, turned("ax"), ONE],)],
    "pair": [(ONE,), (TWO,)],
}
FALLBACK: dict[str, list[tuple[Any, ...]]] = {
    "total": [
        ([{"name": "a", "qty": 1}],),
        ([{**row(), "more": 1}],),
        ([{"name": "a", "qty": 1, "Price": 1.0}],),
        ([{"name": "a", "qty": True, "price": 1.0}],),
        ([row(price=1)],),
        ([row(qty=2**70)],),
        ([Own(row())],),
        ([OrderedDict(row())],),
        ([defaultdict(int, row())],),
        ([{"name": "a", "qty": 1, Text("price"): 1.5}],),
        ([{"name": "a", "qty": 1, 3: 1.5}],),
        ([None],),
        ([ONE, Box(ONE)],),
    ],
    "changed": [({"name": "a", "qty": 1}, 1), (row(qty=2**63 - 1), 1), (Own(row()), 2)],
    "known": [({**row(), "tags": []}, "tags"), ({"name": "a"}, "qty"), ({}, "")],
    "equal": [(row(price=NAN), row(price=NAN)), ({**row(), "x": 1}, row())],
    "tagged": [({**TAGS, "note": 3},)],
    "either": [({},)],
}

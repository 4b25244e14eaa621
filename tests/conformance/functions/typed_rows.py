"""TypedDict where nothing is stored: dicts that cross by value; and dicts of which the order shows (copies, texts), which
are answered natively in the declared order."""

from operator import itemgetter
from typing import Any, Literal, TypedDict, final


class Row(TypedDict):
    name: str
    qty: int
    price: float


class Cell(TypedDict):
    at: tuple[int, int]
    text: str | None
    kind: "Kind"
    under: dict[str, Row]


class Kind(TypedDict):
    wide: bool


@final
class Words(TypedDict):
    type: Literal["a", "b"]
    default: int
    range: list[str]
    func: bool
    new: float
    match: str


class Line(TypedDict):
    name: str
    qty: int


class Longer(Line):
    more: list[int]
    line: Line


def total(rows: list[Row]) -> float:
    return sum((r["qty"] * r["price"] for r in rows), 0.0)


def names(rows: list[Row]) -> list[str]:
    return [r["name"] for r in rows if "name" in r and r["qty"]]


def ranked(rows: list[Row]) -> list[str]:
    rows = sorted(rows, key=itemgetter("price"), reverse=True)
    return [r["name"] for r in sorted(rows, key=itemgetter("qty", "name"))]


def summed(rows: list[Row]) -> dict[str, float]:
    out: dict[str, float] = {}
    for r in rows:
        name, price = r["name"], r.get("price", 0.0)
        out[name] = out.get(name, 0.0) + price
    return {name: round(price, 1) for name, price in out.items() if price}


def made(names: list[str]) -> list[Row]:
    return [{"name": name, "qty": i, "price": 0.5 * i} for i, name in enumerate(names)]


def by_name(names: list[str]) -> dict[str, Row]:
    return {name: Row(name=name, qty=len(name), price=1.0) for name in names}


def wide(cells: list[Cell]) -> int:
    return sum(len(c["text"] or "") + c["at"][0] for c in cells if c["kind"]["wide"])


def under(cell: Cell, name: str) -> float:
    if name not in cell["under"]:
        return -1.0
    return cell["under"][name]["price"]


def cell(text: str | None) -> Cell:
    return {"at": (1, 2), "text": text, "kind": {"wide": text is None}, "under": {"a": Row(name="a", qty=1, price=0.5)}}


def equal(a: Row, b: Row) -> bool:
    return a == b


def maybe(n: int) -> Row | None:
    if n < 0:
        return None
    return {"name": str(n), "qty": n, "price": n / 2}


def twice(n: int) -> list[Row]:
    one: Row = {"name": "x", "qty": n, "price": 1.0}
    return [one, one]


def failing(rows: list[Row], i: int) -> Row:
    row = rows[i]
    return {"name": row["name"], "qty": row["qty"] // i, "price": row["price"]}


def worded(w: Words) -> list[Words]:
    if w["func"] and w["type"] == "a":
        return []
    return [{"type": w["type"], "default": w["default"] + 1, "range": w["range"][::-1], "func": "match" in w, "new": w["new"], "match": "m"}]


def copied(line: Line, by: int) -> list[Line]:
    fewer: Line = {**line, "qty": line["qty"] - by}
    return [fewer, line.copy(), {"name": "new", **fewer, "qty": fewer["qty"] * 2}]


def longer(line: Line, more: list[int]) -> Longer:
    copy = line.copy()
    return {**line, "more": sorted(more), "line": copy}


def told(line: Longer) -> str:
    return f"{line}!" + str(line["line"])


def row(name: str = "a", qty: int = 1, price: float = 1.5) -> Any:
    return {"name": name, "qty": qty, "price": price}


def turned(name: str = "a", qty: int = 1, price: float = 1.5) -> Any:
    return {"price": price, "name": name, "qty": qty}


def parts(name: str) -> Any:
    return {"".join(["na", "me"]): name, "".join(["q", "ty"]): 3, "".join(["pri", "ce"]): 2.0}


CELL: Any = {"under": {"a": turned(), "b": row()}, "kind": {"wide": True}, "at": (3, 4), "text": "né"}
PLAIN: Any = {**CELL, "kind": {"wide": False}, "text": None}
WORDS: Any = {"type": "b", "match": "x", "new": 0.5, "func": True, "range": ["r", "s"], "default": 4}
LINE: Any = {"name": "l", "qty": 3}
OTHER: Any = {"qty": 3, "name": "l"}
LONGER: Any = {**LINE, "name": "it's é", "more": [1, 2], "line": LINE}
CASES: dict[str, list[tuple[Any, ...]]] = {
    "total": [([],), ([row(), turned(), row()],), ([parts("p"), turned(), parts("q")],), ([turned(), turned("b")],)],
    "names": [([row("ü"), turned("日本", 0), parts("c")],)],
    "ranked": [([row("b", 2, 0.5), turned("a", 2, 1.0), row("c", 1)],)],
    "summed": [([row("b", 2, 0.5), turned("a", 2, 0.25), row("b", 1)],)],
    "made": [([],), (["a", "b"],)],
    "by_name": [(["a", "bb", "a"],)],
    "wide": [([CELL, PLAIN, {**CELL, "text": None}],)],
    "under": [(CELL, "a"), (CELL, "x")],
    "cell": [(None,), ("t",)],
    "equal": [(row(), turned()), (row(), row(qty=2))],
    "maybe": [(-1,), (3,)],
    "failing": [([row(), turned("b", 7)], 1), ([row()], 0), ([row()], 3)],
    "worded": [(WORDS,), ({**WORDS, "type": "a"},)],
    "copied": [(LINE, 2)],
    "longer": [(LINE, [2, 1])],
    "told": [(LONGER,)],
}
FALLBACK: dict[str, list[tuple[Any, ...]]] = {
    "total": [
        ([{"name": "a", "qty": 1}],),
        ([row(), {**row(), "more": 1}],),
        ([turned(), {"name": "a", "qty": 1, "Price": 1.0}],),
        ([row(price=1)],),
    ],
    "names": [([{"name": "a", "qty": 1}],)],
    "equal": [(row(price=float("nan")), row(price=float("nan"))), ({**row(), "x": 1}, row())],
    "twice": [(1,)],
    "under": [({**CELL, "under": {"a": {}}}, "a")],
    "copied": [(OTHER, 2)],
    "longer": [(OTHER, [1])],
    "told": [({**LONGER, "line": OTHER},), ({"qty": 1, "name": "n", "more": [], "line": LINE},)],
}

"""Classes with methods, fields that are assigned, objects that refer to each other, and lists of them."""

from pivot_lsp.port.types import INT, STR, ListT
from tests.fuzz.areas.pen import Pen, put, small, some
from tests.fuzz.expressions import Scope

DECLARATIONS = """
class Account:
    def __init__(self, owner: str, balance: int = 0) -> None:
        self.owner = owner
        self.balance = balance
        self.log: list[int] = []

    def add(self, amount: int, note: str = "") -> int:
        if amount < -50:
            raise Odd(note)
        self.balance += amount % 1000
        self.log.append(amount)
        return self.balance

    def shown(self) -> str:
        return f"{self.owner}:{self.balance}/{len(self.log)}"

    @property
    def last(self) -> int:
        return self.log[-1]


@dataclass
class Link:
    key: int
    rest: "Link | None" = None

    def total(self) -> int:
        return self.key % 1000 + (self.rest.total() if self.rest is not None else 0)


@dataclass
class Box:
    label: str
    items: list[int]

    def put(self, item: int) -> "Box":
        self.items.append(item)
        return self
"""
"""Classes that every batch declares."""


def account(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """An object with state, changed by its methods and from outside, by two names."""
    name, other = pen.make.fresh("o"), pen.make.fresh("o")
    pen.line(indent, f"{name} = Account({some(pen, STR, scope)}{pen.rng.choice(('', ', 5', ', balance=-7'))})")
    pen.line(indent, f"{other} = {name}")
    for _ in range(pen.rng.choice((1, 2, 3))):
        pen.line(
            indent,
            pen.rng.choice(
                (
                    f"{name}.add({some(pen, INT, scope)})",
                    f"{other}.add({small(pen, scope)}, note={some(pen, STR, scope)})",
                    f"{name}.balance = {other}.add({small(pen, scope)}) - {name}.balance",
                    f"{other}.balance -= {small(pen, scope)}",
                    f"{name}.owner += {some(pen, STR, scope)}[:3]",
                    f"{name}.log.append({name}.add(1) * {name}.add(2))",
                    f"{name}.log = {some(pen, ListT(INT), scope)}[:4]",
                )
            ),
        )
    put(pen, scope, indent, STR, f"{name}.shown() + {other}.owner")
    put(pen, scope, indent, INT, f"{other}.{pen.rng.choice(('last', 'balance', 'add(3)'))}")
    if pen.rng.random() < 0.4:
        put(pen, scope, indent, ListT(INT), f"{name}.log")


def chain(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """A linked list: built, walked, changed on the way."""
    head, node, item = pen.make.fresh("o"), pen.make.fresh("o"), pen.make.fresh("i")
    pen.line(indent, f"{head}: Link | None = None")
    pen.line(indent, f"for {item} in {some(pen, ListT(INT), scope)}[:9]:")
    pen.line(
        indent + 1,
        f"{head} = Link({item}, {head})" if pen.rng.random() < 0.6 else f"{head} = Link(rest={head}, key={item})",
    )
    total = put(pen, scope, indent, INT, f"{head}.total() if {head} is not None else -1")
    pen.line(indent, f"{node} = {head}")
    pen.line(indent, f"while {node} is not None:")
    pen.line(indent + 1, f"{total} = ({total} * 3 + {node}.key) % 10007")
    if pen.rng.random() < 0.4:
        pen.line(indent + 1, f"if {node}.rest is not None and {node}.key > {small(pen, scope)}:")
        pen.line(indent + 2, f"{node}.rest = {node}.rest.rest")
    pen.line(indent + 1, f"{node} = {node}.rest")
    if pen.rng.random() < 0.4:
        put(pen, scope, indent, INT, f"{head}.total() if {head} else 0")


def boxed(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """Dataclasses in a list, compared, sorted, shown, changed through each place they stand in."""
    name, other = pen.make.fresh("o"), pen.make.fresh("o")
    pen.line(indent, f"{name} = Box({some(pen, STR, scope)}, {some(pen, ListT(INT), scope)}[:5])")
    pen.line(
        indent, f"{other} = [{name}, Box('b', [1]), {name}, Box(label={some(pen, STR, scope)}, items={name}.items)]"
    )
    pen.line(indent, f"{other}[{pen.rng.choice((0, 1, 2, 3))}].put({some(pen, INT, scope)}).put({small(pen, scope)})")
    form = pen.rng.choice(
        (
            f"{name}.items[-1] + len({other}[3].items)",
            f"int({other}[0] == {other}[1]) + int({other}[0] == {other}[2])",
            f"sum(len(b.items) for b in {other})",
            f"sorted({other}, key=lambda b: (len(b.items), b.label))[0].items[0]",
            f"[b.label for b in {other}].index({name}.label)",
            f"len(max({other}, key=lambda b: len(b.label)).items)",
        )
    )
    put(pen, scope, indent, INT, f"{form}")


OBJECTS = (account, account, chain, boxed)

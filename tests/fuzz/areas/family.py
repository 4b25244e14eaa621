"""A family of classes: an abstract base, overriding and inherited methods, super(), class variables, nested records."""

from pivot_lsp.port.types import FLOAT, INT, STR, ListT
from tests.fuzz.areas.pen import Pen, put, small, some
from tests.fuzz.expressions import Scope

DECLARATIONS = """
class Beast(ABC):
    legs = 4
    kind: ClassVar[str] = "beast"

    def __init__(self, name: str, age: int = 1) -> None:
        self.name = name
        self.age = age
        self.seen: list[int] = []

    @abstractmethod
    def noise(self) -> str: ...

    def grow(self, by: int) -> int:
        self.age += by % 100
        self.seen.append(self.age)
        return self.step() + self.age

    def step(self) -> int:
        return self.legs

    def told(self) -> str:
        return f"{self.name}/{self.kind}/{self.legs}: {self.noise()}"


class Dog(Beast):
    kind = "dog"

    def noise(self) -> str:
        return "woof" * (self.age % 3)


class Bird(Beast):
    legs = 2

    def __init__(self, name: str, wings: float) -> None:
        super().__init__(name, age=2)
        self.wings = wings

    def noise(self) -> str:
        print("tweet", self.age)
        return f"{self.wings:.1f}"

    def step(self) -> int:
        self.age += 1
        return super().step() * 10


class Owl(Bird):
    kind = "owl"

    def grow(self, by: int) -> int:
        if by < -40:
            raise Odd(self.name)
        self.seen.append(-by)
        return super().grow(by + 1) - 1

    def told(self) -> str:
        return "owl " + super().told()


@dataclass
class Pen:
    beasts: dict[str, list[int]]
    rows: list[list[int]]
    limit: ClassVar[int] = 5

    def put(self, key: str, n: int) -> int:
        self.beasts.setdefault(key, []).append(n)
        if len(self.rows) < self.limit:
            self.rows.append(self.beasts[key])
        return len(self.beasts[key])
"""
"""Classes that every batch declares."""

CLASSES = ("Dog({0})", "Dog({0}, {1})", "Bird({0}, 2.5)", "Owl({0}, 0.5)")


def _made(pen: Pen, scope: Scope) -> str:
    return pen.rng.choice(CLASSES).format(some(pen, STR, scope, 1), small(pen, scope))


def beasts(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """A list of several kinds, asked one by one."""
    name, one = pen.make.fresh("o"), pen.make.fresh("o")
    pen.line(indent, f"{name}: list[Beast] = [{', '.join(_made(pen, scope) for _ in range(3))}]")
    if pen.rng.random() < 0.4:
        pen.line(indent, f"{name}.append({name}[0])")
    total = put(pen, scope, indent, INT, "0")
    told = put(pen, scope, indent, STR, "''")
    pen.line(indent, f"for {one} in {name}:")
    pen.line(
        indent + 1,
        pen.rng.choice(
            (
                f"{total} += {one}.grow({small(pen, scope)}) - {one}.age",
                f"{total} = {one}.age + {one}.grow({small(pen, scope)}) * 2 - {one}.age",
                f"{total} += {one}.step() * len({one}.seen)",
                f"{one}.age, {total} = {one}.age + 1, {one}.grow(3)",
                f"{one}.seen += [{one}.grow({small(pen, scope)})]",
            )
        ),
    )
    pen.line(
        indent + 1,
        f"{told} += {pen.rng.choice(('told()', 'noise()', 'name', 'kind', 'told()[:9]')).join((one + '.', ''))}",
    )
    if pen.rng.random() < 0.5:
        cls = pen.rng.choice(("Dog", "Bird", "Owl", "(Dog, Owl)", "Beast"))
        pen.line(indent + 1, f"if isinstance({one}, {cls}):")
        pen.line(indent + 2, f"{total} += {pen.rng.choice((7, 11))}")


def penned(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """Lists that stand in a dict and in another list of one record."""
    name = pen.make.fresh("o")
    pen.line(indent, f"{name} = Pen({{}}, [])")
    for _ in range(pen.rng.choice((1, 2, 3))):
        key = some(pen, STR, scope, 1)
        pen.line(
            indent,
            pen.rng.choice(
                (
                    f"{name}.put({key}, {small(pen, scope)})",
                    f"{name}.beasts[{key}] = [{name}.put({key}, 1), {name}.put('a', 2)]",
                    f"{name}.rows += [[{name}.put({key}, {small(pen, scope)})]]",
                    f"{name}.beasts.setdefault({key}, [])[:1] = [{small(pen, scope)}]",
                    f"{name}.rows[-1].append({name}.put({key}, len({name}.rows)))",
                    f"{name}.beasts |= {{{key}: [{name}.put('b', 3)]}}",
                    f"for row in {name}.rows: row.append({name}.put({key}, len(row)))",
                )
            ),
        )
    put(pen, scope, indent, ListT(ListT(INT)), f"{name}.rows")
    put(pen, scope, indent, STR, pen.rng.choice((f"str({name}.beasts)", f"repr({name})", f"f'{{{name}.rows}}'")))
    if pen.rng.random() < 0.3:
        put(pen, scope, indent, INT, f"int({name} == Pen({{}}, [])) + {name}.put('z', 9) + Pen.limit")


def single(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """One object of a known class, by two names."""
    name, other = pen.make.fresh("o"), pen.make.fresh("o")
    pen.line(
        indent, f"{name} = {pen.rng.choice(('Owl', 'Bird'))}({some(pen, STR, scope, 1)}, {some(pen, FLOAT, scope, 1)})"
    )
    pen.line(indent, f"{other} = {name}")
    a, b = small(pen, scope), small(pen, scope)
    put(
        pen,
        scope,
        indent,
        INT,
        pen.rng.choice(
            (
                f"{name}.age - {other}.grow({a}) + {name}.age",
                f"int({name}.age < {other}.grow({a}) < {name}.age < 99)",
                f"[{name}.age, {other}.grow({a}), {name}.age][{name}.grow({b}) % 3]",
                f"max({name}.age, {name}.grow({a}), {other}.age)",
                f"{name}.age if {other}.grow({a}) > {b} else -{name}.age",
            )
        ),
    )
    put(pen, scope, indent, STR, f"{name}.told() + str({other}.seen)")


FAMILY = (beasts, beasts, penned, single)

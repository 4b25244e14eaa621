"""Walks over sets whose order shows: CPython's hash table decides, or the call falls back."""

from pivot_lsp.port.types import BOOL, FLOAT, INT, STR, ListT, SetT, TupleT
from tests.fuzz.areas.pen import Pen, bind, named, put, small, some
from tests.fuzz.areas.sets import made_set
from tests.fuzz.expressions import Scope

ELEMENTS = (INT, INT, INT, INT, FLOAT, BOOL, TupleT((INT, INT)), STR)


def _set(pen: Pen, scope: Scope, indent: int) -> tuple[str, SetT]:
    names = [n for n in named(scope, SetT) if scope.variables[n].element != STR]  # type: ignore[union-attr]
    if names and pen.rng.random() < 0.75:
        name = pen.rng.choice(names)
        found = scope.variables[name]
        assert isinstance(found, SetT)
        return name, found
    t = SetT(pen.rng.choice(ELEMENTS))
    text = made_set(pen, t, scope)
    name = bind(pen, scope, t)
    pen.line(indent, f"{name}: {t} = {text}")
    return name, t


def changed(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """A history that the table remembers."""
    name, t = _set(pen, scope, indent)
    item = pen.make.fresh("i")
    forms = [
        f"{name} = {made_set(pen, t, scope)}",
        f"{name}.add({some(pen, t.element, scope)})",
        f"{name}.discard({some(pen, t.element, scope)})",
        f"{name}.update({some(pen, ListT(t.element), scope)})",
        f"{name} {pen.rng.choice(('|=', '&=', '-=', '^='))} {made_set(pen, t, scope)}",
    ]
    if t.element == INT:
        forms += [
            f"{name}.update(range({small(pen, scope)}, {pen.rng.choice((12, 40, 70))}))",
            f"{name} -= set(range(3, {pen.rng.choice((9, 33))}))",
            f"{name} = {{{item} * {pen.rng.choice((3, 8, 64, -1))} for {item} in {name}}}",
            f"{name} = {name} & set(range({pen.rng.choice((20, 50))}))",
        ]
    pen.line(indent, pen.rng.choice(forms) if not t.frozen else f"{name} = {made_set(pen, t, scope)}")


def listed(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """The elements one after the other."""
    name, t = _set(pen, scope, indent)
    other, item = made_set(pen, t, scope), pen.make.fresh("i")
    form = pen.rng.choice(
        (
            f"list({name})",
            f"[{item} for {item} in {name} {pen.rng.choice('&|-^')} {other}]",
            f"[*{name}, *{name}]",
            f"list(tuple({name}))[:{small(pen, scope)}]",
            f"list(dict.fromkeys({name}))",
            f"[{item} for _, {item} in enumerate({name}) if {some(pen, BOOL, scope, 1)}]",
            f"list({name}.copy())",
            f"list(set({name}))",
            f"list(frozenset({name}))",
            f"sorted({name}, key=lambda k: str(k)[:1])",
        )
    )
    put(pen, scope, indent, ListT(t.element), form)


def walked(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """A loop that shows what came before what."""
    name, t = _set(pen, scope, indent)
    item, total = pen.make.fresh("i"), put(pen, scope, indent, INT, "0")
    inner = scope.inner()
    inner.variables[item] = t.element
    last = pen.make.fresh("w")
    pen.line(indent, f"for {item} in {name}:")
    number = f"{item} % 97" if t.element == INT else f"len(str({item}))"
    forms = [
        [f"{total} = ({total} * 3 + {number}) % 10007"],
        [f"if {some(pen, BOOL, inner)}:", f"    {last} = {number}", "else:", f"    {total} += {last}"],
        [f"if {number} == {small(pen, scope)}:", f"    {total} = {number}", "    break"],
        [f"if 12 // ({number} - 3) == {small(pen, scope)}:", f"    {total} = 5", "    break"],
        [f"{total} += {number}", f"if {total} > 20:", "    break"],
        [f"{total} += 100 // ({number})"],
    ]
    for text in pen.rng.choice(forms):
        pen.line(indent + 1, text)


def quantified(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """any, all and next, which may end before something raises."""
    name, t = _set(pen, scope, indent)
    item = pen.make.fresh("i")
    number = f"{item} % 97" if t.element == INT else f"len(str({item}))"
    test = pen.rng.choice((f"20 // ({number} - 2) > 3", f"{number} > 4", f"[1, 2, 3][{number}] > 1"))
    form = pen.rng.choice(
        (
            f"int(any({test} for {item} in {name}))",
            f"int(all({test} for {item} in {name}))",
            f"next(({number} for {item} in {name} if {test}), -1)",
            f"len([{item} for {item} in {name} if {test}])",
            f"max((12 // ({number} + 1) for {item} in {name}), default=0)",
        )
    )
    put(pen, scope, indent, INT, form)


def popped(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """Elements taken out."""
    name, t = _set(pen, scope, indent)
    if t.frozen:
        return
    made = bind(pen, scope, ListT(t.element))
    pen.line(indent, f"{made}: {ListT(t.element)} = []")
    pen.line(
        indent,
        pen.rng.choice((f"while {name} and len({made}) < 4:", f"if {name}:", f"for _ in range(len({name}) // 2):")),
    )
    pen.line(indent + 1, f"{made}.append({name}.pop())")
    if pen.rng.random() < 0.4:
        pen.line(indent + 1, f"{name}.add({some(pen, t.element, scope, 1)})")


ORDERED = (changed, changed, listed, listed, walked, walked, quantified, popped)

"""Changes of lists and dicts through every name they have, arguments included."""

from pivot_lsp.port.types import FLOAT, INT, STR, DictT, ListT
from tests.fuzz.areas.pen import Pen, bind, named, put, small, some
from tests.fuzz.expressions import Scope


def _list(pen: Pen, scope: Scope, indent: int) -> tuple[str, ListT]:
    names = named(scope, ListT)
    if names and pen.rng.random() < 0.85:
        name = pen.rng.choice(names)
        t = scope.variables[name]
        assert isinstance(t, ListT)
        return name, t
    t = ListT(pen.rng.choice((INT, INT, STR, FLOAT)))
    text = some(pen, t, scope)
    name = bind(pen, scope, t)
    pen.line(indent, f"{name}: {t} = ({text})[:]")
    return name, t


def changed(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """A method or statement that changes a list."""
    name, t = _list(pen, scope, indent)
    e = t.element
    forms = [
        f"{name}.append({some(pen, e, scope)})",
        f"{name}.insert({small(pen, scope)}, {some(pen, e, scope)})",
        f"{name}.extend({some(pen, t, scope)}[:5])",
        f"{name} += [{some(pen, e, scope)}]",
        f"del {name}[{small(pen, scope)}:{small(pen, scope)}]",
        f"del {name}[::{pen.rng.choice((2, 3, -2, -1))}]",
        f"{name}[{small(pen, scope)}:{small(pen, scope)}] = {some(pen, t, scope)}[:4]",
        f"{name}[:] = {name}[::-1]",
        f"{name}[1:1] = {name}[:3]",
        f"{name}.reverse()",
        f"{name}.pop({small(pen, scope)})",
        f"{name}[{small(pen, scope)}] = {some(pen, e, scope)}",
        f"del {name}[{small(pen, scope)}]",
        f"{name}.clear()",
    ]
    if e in (INT, STR, FLOAT):
        forms += [f"{name}.sort({pen.rng.choice(('', 'reverse=True'))})", f"{name}.remove({some(pen, e, scope)})"]
    if e == INT:
        forms += [
            f"{name}[{small(pen, scope)}] += {name}.pop()",
            f"{name}[{name}.pop() % 5] = len({name})",
            f"{name}.append({name}.pop() - {name}.pop(0) * len({name}))",
            f"{name}.sort(key=lambda k: (k % 3, -k))",
            f"{name}[0], {name}[-1] = {name}[-1], {name}[0] + 1",
        ]
    if isinstance(e, ListT):
        forms += [f"{name}[{small(pen, scope)}].append({some(pen, e.element, scope)})"] * 4
        forms += [f"{name}.append({name}[{small(pen, scope)}])", f"{name}[{small(pen, scope)}] = {name}[0]"]
    text = pen.rng.choice(forms)
    if pen.loops and pen.rng.random() < 0.8:
        pen.line(indent, f"if len({name}) < 12:")
        indent += 1
    elif pen.rng.random() < 0.6:
        pen.line(indent, f"if len({name}) > {pen.rng.choice((0, 1, 2, 3))}:")
        indent += 1
    pen.line(indent, text)


def dict_changed(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """A method or statement that changes a dict, its order too."""
    names = named(scope, DictT)
    if not names:
        t: DictT = DictT(pen.rng.choice((INT, STR)), INT)
        text = some(pen, t, scope)
        name = bind(pen, scope, t)
        pen.line(indent, f"{name}: {t} = dict({text})")
    else:
        name = pen.rng.choice(names)
        found = scope.variables[name]
        assert isinstance(found, DictT)
        t = found
    key, value = some(pen, t.key, scope), some(pen, t.value, scope)
    forms = [
        [f"{name}[{key}] = {value}"],
        [f"{name}.setdefault({key}, {value})"],
        [f"{name}.pop({key}, {value})"],
        [f"{name}.update({some(pen, t, scope)})"],
        [f"del {name}[{key}]"],
        [f"if {key} in {name}:", f"    {name}[{key}] = {name}.pop({key})"],
        [f"for w in list({name}):", f"    {name}[w] = {value}"],
        [f"{name}.clear()"],
        [f"if {name}:", f"    {name}.popitem()"],
    ]
    if t.value in (INT, FLOAT, STR):
        forms += [[f"{name}[{key}] = {name}.get({key}, {value}) + {value}"], [f"{name}[{key}] += {value}"]]
    if isinstance(t.value, ListT):
        forms += [[f"{name}.setdefault({key}, []).append({some(pen, t.value.element, scope)})"]] * 3
    for text in pen.rng.choice(forms):
        pen.line(indent, text)


def aliased(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """Two names, or two places, for one list."""
    name, t = _list(pen, scope, indent)
    item = some(pen, t.element, scope)
    rows = bind(pen, scope, ListT(t))
    pen.line(indent, f"{rows}: {ListT(t)} = [{name}, {name}[:], {name}]")
    pen.line(indent, f"{rows}[{pen.rng.choice((0, 1, 2))}].append({item})")
    if t.element == INT:
        grid = bind(pen, scope, ListT(ListT(INT)))
        made = pen.rng.choice(("[[0] * 2] * 3", "[[0] * 2 for _ in range(3)]", f"[{name}[:2]] * 2"))
        pen.line(indent, f"{grid}: list[list[int]] = {made}")
        pen.line(indent, f"{grid}[0][:1] = [{some(pen, INT, scope)}]")


def unpacked(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """Stars, nested targets and chained targets."""
    name, t = _list(pen, scope, indent)
    rest = pen.make.fresh("v")
    one, two = pen.make.fresh("v"), pen.make.fresh("v")
    form = pen.rng.choice((f"{one}, *{rest}, {two}", f"*{rest}, {one}, {two}", f"{one}, {two}, *{rest}"))
    if pen.rng.random() < 0.7:
        pen.line(indent, f"{name} = {name} + {name} + [{some(pen, t.element, scope)}, {some(pen, t.element, scope)}]")
    pen.line(indent, f"{form} = {name}")
    scope.variables |= {one: t.element, two: t.element, rest: t}
    if pen.rng.random() < 0.5:
        pen.line(indent, f"{one}, {two} = {two}, {one}")
    if pen.rng.random() < 0.3:
        text = some(pen, INT, scope)
        pen.line(indent, f"{bind(pen, scope, INT)} = {bind(pen, scope, INT)} = {text}")


def sliced(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """Slices of lists and texts with every sign of step."""
    name, t = _list(pen, scope, indent)
    a, b = (pen.rng.choice(("", small(pen, scope))) for _ in range(2))
    step = pen.rng.choice(("", ":2", ":-1", ":-2", ":3", f":{small(pen, scope)}"))
    put(pen, scope, indent, t, f"{name}[{a}:{b}{step}]")
    put(pen, scope, indent, STR, f"({some(pen, STR, scope)})[{a}:{b}{step}]")


MUTATION = (changed, changed, changed, dict_changed, dict_changed, aliased, unpacked, sliced)

"""deque, Counter, defaultdict, heapq and bisect."""

from pivot_lsp.port.types import BOOL, INT, STR, DequeT, DictT, IterT, ListT, TupleT
from tests.fuzz.areas.pen import Pen, bind, named, put, small, some
from tests.fuzz.expressions import Scope


def ends(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """A deque."""
    names = named(scope, DequeT)
    if not names:
        t = DequeT(pen.rng.choice((INT, STR)))
        text = some(pen, ListT(t.element), scope)
        pen.line(indent, f"{bind(pen, scope, t)}: {t} = deque({text})")
        return
    name = pen.rng.choice(names)
    found = scope.variables[name]
    assert isinstance(found, DequeT)
    e = found.element
    forms = [
        f"{name}.append({some(pen, e, scope)})",
        f"{name}.appendleft({some(pen, e, scope)})",
        f"{name}.rotate({small(pen, scope)})",
        f"{name}.extend({some(pen, ListT(e), scope)}[:4])",
        f"{name}.extendleft({some(pen, ListT(e), scope)}[:4])",
        f"{name}.pop()",
        f"{name}.popleft()",
        f"{name}[{small(pen, scope)}] = {some(pen, e, scope)}",
        f"{name}.reverse()",
    ]
    text = pen.rng.choice(forms)
    if pen.rng.random() < 0.7:
        pen.line(indent, f"if {name}:")
        indent += 1
    if pen.rng.random() < 0.3 and ".pop" in text:
        pen.line(indent, f"{name}.append({text})")
    else:
        pen.line(indent, text)


def ends_asked(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """A deque as a list, its length, an item."""
    names = named(scope, DequeT)
    if not names:
        ends(pen, scope, indent, depth)
        return
    name = pen.rng.choice(names)
    t = scope.variables[name]
    assert isinstance(t, DequeT)
    found, text = pen.rng.choice(
        (
            (ListT(t.element), f"list({name})"),
            (INT, f"len({name})"),
            (BOOL, f"{some(pen, t.element, scope)} in {name}"),
            (t.element, f"{name}[{small(pen, scope)}]"),
        )
    )
    put(pen, scope, indent, found, f"{text}")


def counted(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """A Counter and what it says."""
    key = pen.rng.choice((INT, STR))
    name = pen.make.fresh("c")
    source = some(pen, IterT(key), scope)
    pen.line(indent, f"{name}: Counter[{key}] = Counter({source})")
    for _ in range(pen.rng.choice((0, 1, 2))):
        k = some(pen, key, scope)
        more = some(pen, ListT(key), scope)
        forms = [f"{name}[{k}] += {small(pen, scope)}", f"{name}[{k}] -= 1", f"del {name}[{k}]"]
        text = pen.rng.choice([*forms, f"{name}.update({more})", f"{name}.subtract({more})"])
        pen.line(indent, text)
    put(pen, scope, indent, ListT(TupleT((key, INT))), f"{name}.most_common({pen.rng.choice(('', '1', '2'))})")
    put(pen, scope, indent, INT, f"{name}[{some(pen, key, scope)}] + len({name})")


def grouped(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """A defaultdict of lists or of counts."""
    key = pen.rng.choice((INT, STR))
    lists = pen.rng.random() < 0.5
    value = ListT(INT) if lists else INT
    name, item = pen.make.fresh("g"), pen.make.fresh("i")
    pen.line(indent, f"{name}: defaultdict[{key}, {value}] = defaultdict({'list' if lists else 'int'})")
    inner = scope.inner()
    inner.variables[item] = INT
    pen.line(indent, f"for {item} in {some(pen, IterT(INT), scope)}:")
    target = f"{name}[{some(pen, key, inner)}]"
    pen.line(indent + 1, f"{target}.append({item})" if lists else f"{target} += {item} % 50")
    made = bind(pen, scope, DictT(key, value))
    pen.line(indent, f"{made} = dict({name})")
    if pen.rng.random() < 0.4:
        item = f"{name}[{some(pen, key, scope)}]"
        put(pen, scope, indent, INT, f"len({item})" if lists else item)


def heaped(pen: Pen, scope: Scope, indent: int, depth: int) -> None:
    """heapq and bisect on a list of its own."""
    t = ListT(pen.rng.choice((INT, STR, TupleT((INT, STR)))))
    text = some(pen, t, scope)
    name = bind(pen, scope, t)
    pen.line(indent, f"{name}: {t} = list({text})")
    item = some(pen, t.element, scope)
    if pen.rng.random() < 0.5:
        pen.line(indent, f"heapq.heapify({name})")
        pen.line(indent, f"heapq.heappush({name}, {item})")
        found = bind(pen, scope, t.element)
        pen.line(indent, f"{found} = heapq.{pen.rng.choice(('heappop', 'heappop'))}({name})")
        return
    pen.line(indent, f"{name}.sort()")
    pen.line(indent, f"bisect.insort({name}, {item})")
    found = bind(pen, scope, INT)
    pen.line(indent, f"{found} = bisect.{pen.rng.choice(('bisect_left', 'bisect_right', 'bisect'))}({name}, {item})")


GATHERED = (ends, ends, ends_asked, counted, grouped, heaped)

"""Indexing in loops goes through the items of a list where nothing in the loop makes the list longer or shorter.

A list is a handle, so each `xs[i]` asks its header where the items lie and how many there are, and a compiler must ask
again after each store, which might have been into the header. Two lists of one type can hardly be told apart, but
`changes` can tell that no list of that type changes its length: then `xs_items = xs.view()` before the loop holds for
all of it, and for a row `table[i]`, of which neither table nor index changes, `table_row = table.row(i)` does.

Why the meaning stays. Items are read and written where they lie, so aliases behave as before. Making a view has no
effect and never ends with an exception: a row that is not there gives a view without items that knows it, and indexing
it raises, where it stands, what `table[i]` raises. So that nothing comes before that exception which used to come after
it, the other operands of such an indexing may neither raise nor call. Only variables that are surely bound are read
early. Overflow in an index may fall back earlier, which is right at any time.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import dropwhile

from pivot_lsp.port import ir, trees
from pivot_lsp.port.improve import alone, changes
from pivot_lsp.port.improve.bound import after, inside
from pivot_lsp.port.improve.changes import Changes, Known
from pivot_lsp.port.table import TABLE, Row
from pivot_lsp.port.types import INT, ListT, VarT, ViewT

_T = VarT("T")


def _of_list(key: str, **texts: str) -> Row:
    """The table's row of `key` for lists, as it is for a view."""
    return replace(next(r for r in TABLE.rows(key) if r.params[0] == ListT(_T)), **texts)  # type: ignore[arg-type]  # fields that hold texts


@dataclass(frozen=True)
class _Need:
    """What a view is needed for. `written`: its items are assigned through it. `own`: a list of its type is written
    while it is used, so a list that borrows an argument's items gets its own before, where the language does that."""

    written: bool
    own: bool

    def __le__(self, other: "_Need") -> bool:
        return self.written <= other.written and self.own <= other.own


def _making(name: str, index: str, need: _Need) -> Row:
    rust = f"{name}_mut" if need.written else name
    cpp = f"own_{name}" if need.own else name
    types = (ListT(_T), INT)[: 2 if index else 1]
    text = f"rt::{cpp}({{0}}{', ' if index else ''}{index})"
    return Row(name, types, ViewT(_T), rust=f"{{0}}.{rust}({index})", go="", cpp=text)


_INDEXING = {
    "getitem": _of_list("getitem", go="rt.Item({0}, {1})"),
    "setitem": _of_list("setitem", go="rt.SetItem({0}, {1}, {2})"),
}
LENGTH = Row("len", (ViewT(_T),), INT, rust="{0}.size()", go="len({0})", cpp="{0}.size()")
Key = tuple[object, ...]
"""What an expression is, wherever it stands."""


@dataclass(frozen=True)
class _Wish:
    """An owner that is indexed in a loop, of which a view is wished."""

    owner: ir.Expr
    key: Key
    need: _Need


def settle(unit: ir.Unit) -> ir.Unit:
    """`unit` with views of the rows and lists that its loops index."""
    known = changes.of_functions(unit)
    return replace(unit, functions=tuple(_Function(f, known, bool(unit.linked)).done() for f in unit.functions))


class _Function:
    def __init__(self, function: ir.Function, known: Known, linked: bool) -> None:
        self._function = function
        self._known = known
        self._linked = linked
        self._taken = trees.every_name(function)
        self._read = Counter(e.name for e in trees.expressions(function.body) if isinstance(e, ir.Var))

    def done(self) -> ir.Function:
        bound = frozenset(p.name for p in self._function.params)
        body = self._block(self._function.body, bound, frozenset(), {}, _row)
        # rows come first: a table of which a loop only takes rows needs no view of its own
        return replace(self._function, body=self._block(body, bound, frozenset(), {}, _list))

    def _block(
        self, body: tuple[ir.Stmt, ...], bound: frozenset[str], own: frozenset[str], live: "Live", kind: "Kind"
    ) -> tuple[ir.Stmt, ...]:
        """`body` with its views; `live` are those made before that hold here, `own` the variables that alone hold their
        lists."""
        made: list[ir.Stmt] = []
        for one in body:
            own = alone.throughout(one, own, changes.of((one,), self._known).names)
            changed = changes.of((one,), self._known, own)
            live = {key: view for key, view in live.items() if self._holds(view, changed)}
            while wishes := self._wishes(one, changed, bound, kind):
                for wish in wishes:
                    known = live.get(wish.key)
                    if known is None or not wish.need <= known.wish.need:
                        known = live[wish.key] = self._view(wish)
                        made.append(known.made)
                        bound |= {known.variable.name}
                    held = {name for name, owner in self._held(one) if _key(owner) == wish.key}
                    one = _without(_replaced(one, wish.key, held, known.variable), held)
            blocks = iter(self._block(b, bound | inside(one), own, dict(live), kind) for b in trees.blocks(one))
            made.append(trees.with_blocks(one, blocks))
            bound, own = after(one, bound) or bound, alone.after(one, own)
        return tuple(made)

    def _view(self, wish: _Wish) -> "_View":
        owner = wish.owner
        assert isinstance(owner.type, ListT)
        variable = ir.Var(self._name(owner), ViewT(owner.type.element), owner.span)
        if isinstance(owner, ir.Prim):
            making = replace(owner, row=_making("row", "{1}", wish.need), type=variable.type)
        else:
            making = ir.Prim(_making("view", "", wish.need), (owner,), variable.type, owner.span)
        return _View(wish, variable, ir.Assign(variable.name, making, True, False, owner.span))

    def _holds(self, view: "_View", changed: Changes) -> bool:
        """Whether a view is still one of its list after `changed`."""
        owner = view.wish.owner
        if self._linked and changed.writes(owner) and not view.wish.need.own:
            return False
        key = _row_key if isinstance(owner, ir.Prim) else _list_key
        return key(owner, changed, frozenset(trees.free_names(owner))) is not None

    def _wishes(self, one: ir.Stmt, changed: Changes, bound: frozenset[str], kind: "Kind") -> list[_Wish]:
        """The views to be made before `one`."""
        uses = [(use.args[0], kind(use, changed, bound), use.row.key == "setitem") for use in _indexed(one)]
        keyed = _row_key if kind is _row else _list_key
        uses += [(owner, keyed(owner, changed, bound), True) for _, owner in self._held(one)]
        found: dict[Key, _Wish] = {}
        for owner, key, assigned in uses:
            if key is not None:
                moving = self._linked and changed.writes(owner)
                written = assigned or (key in found and found[key].need.written)
                found[key] = _Wish(found[key].owner if key in found else owner, key, _Need(written, written or moving))
        return list(found.values())

    def _held(self, one: ir.Stmt) -> Iterator[tuple[str, ir.Expr]]:
        """The variables that hold a list for `owner[index] += value` and nothing else, in a loop, and what they hold.
        The item is asked for before anything else can be seen to happen."""
        for body in _bodies(one):
            for place, first in enumerate(body):
                if not (isinstance(first, ir.Assign) and first.declares and not first.mutable):
                    continue
                rest = dropwhile(lambda s: isinstance(s, ir.Assign) and _harmless(s.value), body[place + 1 :])
                if (
                    type(first.value.type) is ListT
                    and self._read[first.name] == 2
                    and _adds(next(rest, None), first.name)
                ):
                    yield first.name, first.value

    def _name(self, owner: ir.Expr) -> str:
        return trees.fresh(f"{_called(owner)}_{'row' if isinstance(owner, ir.Prim) else 'items'}", self._taken)


Kind = Callable[[ir.Prim, Changes, frozenset[str]], Key | None]
"""Whether an indexing may go through a view made before the loop: the key of its owner, or None."""


@dataclass(frozen=True)
class _View:
    """A view that was made: for what, its variable, and the statement."""

    wish: _Wish
    variable: ir.Var
    made: ir.Assign


Live = dict[Key, _View]


def _list(use: ir.Prim, changed: Changes, bound: frozenset[str]) -> Key | None:
    """A list that a variable, a field or a constant holds."""
    return _list_key(use.args[0], changed, bound) if type(use.args[0].type) is ListT else None


def _list_key(owner: ir.Expr, changed: Changes, bound: frozenset[str]) -> Key | None:
    return None if changed.resizes(owner) else _steady(owner, changed, bound)


def _row(use: ir.Prim, changed: Changes, bound: frozenset[str]) -> Key | None:
    """A list that is an item of such a list."""
    return _row_key(use.args[0], changed, bound) if all(map(_harmless, use.args[1:])) else None


def _row_key(owner: ir.Expr, changed: Changes, bound: frozenset[str]) -> Key | None:
    if not (isinstance(owner, ir.Prim) and owner.row.key == "getitem"):
        return None
    table, index = owner.args
    if not isinstance(table.type, ListT) or changed.writes(table) or changed.resizes(owner):
        return None
    keys = _steady(table, changed, bound), _index(index, changed, bound)
    return None if None in keys else ("row", *keys)


def _steady(e: ir.Expr, changed: Changes, bound: frozenset[str]) -> Key | None:
    """The key of an expression that names the same object throughout; None when it may not."""
    match e:
        case ir.Var(name=name):
            return ("variable", name) if name in bound and name not in changed.names else None
        case ir.ConstantRef(name=name):
            return ("constant", name)
        case ir.Field(record=record, name=name):
            cls = getattr(record.type, "cls", "")
            inner = _steady(record, changed, bound)
            return ("field", cls, name, inner) if inner and (cls, name) not in changed.fields else None
        case _:
            return None


def _index(e: ir.Expr, changed: Changes, bound: frozenset[str]) -> Key | None:
    """The key of an index that is the same throughout, and costs next to nothing."""
    match e:
        case ir.Const(value=int() as value, type=t) if t == INT:
            return ("number", value)
        case ir.Var(type=t) if t == INT:
            return _steady(e, changed, bound)
        case ir.Prim(row=row, args=(left, right)) if row.key in ("+", "-") and left.type == right.type == INT:
            keys = _index(left, changed, bound), _index(right, changed, bound)
            return None if None in keys else (row.key, *keys)
        case _:
            return None


def _harmless(e: ir.Expr) -> bool:
    """Whether nothing but its value comes of `e`, or a fallback."""
    return not any(
        isinstance(inner, ir.Call) or (isinstance(inner, ir.Prim) and (inner.row.raises or inner.row.mutates))
        for inner in trees.within(e)
    )


def _key(e: ir.Expr) -> Key | None:
    """The key that `e` has where it is steady."""
    find = _row_key if isinstance(e, ir.Prim) else _list_key
    return find(e, changes.NOTHING, frozenset(trees.free_names(e)))


def _called(owner: ir.Expr) -> str:
    """What a reader calls it."""
    match owner:
        case ir.Prim(args=(table, *_)):
            return _called(table).removesuffix("_items")
        case ir.Var(name=name) | ir.ConstantRef(name=name) | ir.Field(name=name):
            return name.lower() if name.isupper() else name
        case _:
            return "items"


# ---------------------------------------------------------------- what is met again and again


def _indexed(one: ir.Stmt) -> Iterator[ir.Prim]:
    """What `one` indexes in each round: in the body of a loop, in the parts of a comprehension that it repeats."""
    for root in _repeated(one):
        for e in trees.within(root):
            if isinstance(e, ir.Prim) and e.row.key in _INDEXING and isinstance(e.args[0].type, ListT):
                yield e


def _adds(one: ir.Stmt | None, name: str) -> bool:
    """Whether `one` is `name[index] op= value`, with an index that can do nothing else."""
    if not (isinstance(one, ir.ExprStmt) and isinstance(one.value, ir.Prim) and one.value.row.key == "setitem"):
        return False
    owner, index, first = one.value.args
    while isinstance(first, ir.Prim) and first.row.key != "getitem" and first.args:
        first = first.args[0]
    if not (isinstance(first, ir.Prim) and first.row.key == "getitem"):
        return False
    named = [isinstance(o, ir.Var) and o.name == name for o in (owner, first.args[0])]
    return all(named) and _harmless(index) and _harmless(first.args[1])


def _bodies(one: ir.Stmt) -> Iterator[tuple[ir.Stmt, ...]]:
    """The blocks of a loop, at any depth."""
    if isinstance(one, ir.For | ir.While):
        yield one.body
        for inner in trees.statements(one.body):
            yield from trees.blocks(inner)


def _repeated(one: ir.Stmt) -> Iterator[ir.Expr]:
    match one:
        case ir.For(body=body):
            yield from (own for s in trees.statements(body) for own in trees.own_expressions(s))
        case ir.While(test=test, body=body):
            yield test
            yield from (own for s in trees.statements(body) for own in trees.own_expressions(s))
        case ir.Assign(value=value) | ir.Unpack(value=value) | ir.ExprStmt(value=value) | ir.Return(value=value):
            for e in trees.within(value):
                if isinstance(e, ir.Comp):
                    yield from trees.operands(e)[1:]
        case _:
            return


def _replaced(one: ir.Stmt, key: Key, held: set[str], view: ir.Var) -> ir.Stmt:
    """`one` with what it indexes of the owner `key`, or of the variables `held`, in each round taken from `view`."""

    def through(e: ir.Expr) -> ir.Expr | None:
        if not (isinstance(e, ir.Prim) and e.row.key in _INDEXING and isinstance(e.args[0].type, ListT)):
            return None
        owner = e.args[0]
        if not (isinstance(owner, ir.Var) and owner.name in held):
            if isinstance(owner.type, ViewT) or _key(owner) != key:
                return None
            if key[0] == "row" and not all(map(_harmless, e.args[1:])):
                return None
        rest = trees.replaced(e.args[1:], through)
        return replace(e, row=_INDEXING[e.row.key], args=(replace(view, span=owner.span), *rest))

    def comprehension(e: ir.Expr) -> ir.Expr | None:
        if not isinstance(e, ir.Comp):
            return None
        first, *others = e.clauses
        again = replace(
            first, iterable=trees.replaced(first.iterable, comprehension), tests=trees.replaced(first.tests, through)
        )
        return replace(
            e,
            clauses=(again, *trees.replaced(tuple(others), through)),
            key=trees.replaced(e.key, through),
            element=trees.replaced(e.element, through),
        )

    match one:
        case ir.For():
            return replace(one, body=trees.replaced(one.body, through))
        case ir.While():
            return replace(one, test=trees.replaced(one.test, through), body=trees.replaced(one.body, through))
        case ir.Assign() | ir.Unpack() | ir.ExprStmt() | ir.Return():
            return replace(one, value=trees.replaced(one.value, comprehension))
        case _:
            return one


def _without(one: ir.Stmt, names: set[str]) -> ir.Stmt:
    """`one` without the assignments to `names` in it."""

    def kept(body: tuple[ir.Stmt, ...]) -> tuple[ir.Stmt, ...]:
        return tuple(_without(s, names) for s in body if not (isinstance(s, ir.Assign) and s.name in names))

    return trees.with_blocks(one, map(kept, trees.blocks(one))) if names else one

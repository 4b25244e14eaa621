"""Containers of functions as containers of numbers, and calls of what is in them as calls of one function.

`OPS = {"+": add, "-": lambda a, b: a - b}` becomes `{"+": 1, "-": 2}`, with `ops_call(which, a, b)` beside it, which
calls the function of that number; a variable that holds a function of the table holds its number, and `f(x, y)` is
`ops_call(f, x, y)`. So looking up, `get` with a default, `in`, and walking stay what they are. Keeps true: a number
is only called, compared with None or asked for its truth (they start at 1); a table that is used in any other way, or
changed, is left, and so is a module's table for other modules: its numbers have a name of their own.
"""

import ast
import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pivot_lsp.port.frontend.prepare.names import (
    after_docstring,
    all_names,
    blocks,
    fresh,
    functions_of,
    local_names,
    own_nodes,
)
from pivot_lsp.port.frontend.prepare.reduce import OPERATORS
from pivot_lsp.port.frontend.prepare.tables import types_of

_BUILT_IN = {"abs", "bool", "chr", "float", "int", "len", "max", "min", "ord", "pow", "round", "sorted", "str", "sum"}
_WHOLE = {"len", "sorted", "list", "tuple", "set", "iter", "any", "all"}
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
Display = ast.Dict | ast.List | ast.Tuple


@dataclass
class _Table:
    """A display that holds functions. `places`: where in a row (a tuple) functions stand; empty where the items are
    functions themselves. `name`: what it is called, where it is. `functions`: what each number calls, from 1 on."""

    display: Display
    places: frozenset[int]
    width: int
    name: str = ""
    statement: ast.stmt | None = None
    functions: list[ast.expr] = field(default_factory=list)
    holders: set[str] = field(default_factory=set)
    calls: list[ast.Call] = field(default_factory=list)
    call: str = ""

    def number(self, function: ast.expr) -> ast.expr:
        """The number of a function, which is one of the table's from now on."""
        self.functions.append(function)
        return ast.copy_location(ast.Constant(len(self.functions)), function)


def unfold(tree: ast.Module) -> ast.Module:
    """`tree` with numbers in the place of functions, where that is the same."""
    named = {n.name for n in tree.body if isinstance(n, ast.FunctionDef)}
    taken = all_names(tree)
    for node in list(tree.body):
        for function in functions_of(node):
            _local(tree, function, named, taken)
    for index in range(len(tree.body) - 1, -1, -1):
        table = _assigned(tree.body[index], named)
        if table is not None:
            _of_module(tree, table, taken)
    return tree


# ---------------------------------------------------------------- which displays


def _is_function(e: ast.expr, named: set[str]) -> bool:
    match e:
        case ast.Lambda(args=ast.arguments(vararg=None, kwarg=None, kwonlyargs=[], defaults=[], posonlyargs=[])):
            return True
        case ast.Name(id=name):
            return name in named or name in _BUILT_IN
        case ast.Attribute(value=ast.Name(id="operator" | "math" | "str")):
            return True
        case _:
            return False


def _display(e: ast.expr | None, named: set[str]) -> _Table | None:
    """`e` as a table of functions, or of rows in which functions stand in the same places."""
    if not isinstance(e, Display) or any(isinstance(x, ast.Starred) for x in getattr(e, "elts", [])):
        return None
    items = e.values if isinstance(e, ast.Dict) else e.elts
    if not items or (isinstance(e, ast.Dict) and not all(e.keys)):
        return None
    parts = [n for i in items for n in (i.elts if isinstance(i, ast.Tuple) else [i])]
    certain = any(
        isinstance(n, ast.Lambda | ast.Attribute) or (isinstance(n, ast.Name) and n.id in named) for n in parts
    )
    if not certain:
        return None
    if all(_is_function(i, named) for i in items):
        return _Table(e, frozenset(), 0)
    rows = [i for i in items if isinstance(i, ast.Tuple)]
    if len(rows) != len(items) or len({len(r.elts) for r in rows}) != 1:
        return None
    places = {frozenset(i for i, x in enumerate(r.elts) if _is_function(x, named)) for r in rows}
    found = places.pop()
    return _Table(e, found, len(rows[0].elts)) if found and not places else None


def _assigned(node: ast.stmt, named: set[str]) -> _Table | None:
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            pass
        case ast.AnnAssign(target=ast.Name(id=name), value=value):
            pass
        case _:
            return None
    table = _display(value, named)
    if table is not None:
        table.name, table.statement = name, node
    return table


# ---------------------------------------------------------------- uses


class _Uses:
    """What is done with a table below some node: fills `holders` and `calls`, and says whether it is all taken."""

    def __init__(self, table: _Table, named: set[str], root: ast.AST) -> None:
        self.table = table
        self.named = named
        self.root = root
        self.items: list[ast.expr] = []  # expressions that give an item of the table
        self.defaults: list[ast.Call] = []
        self.taken: set[int] = set()  # mentions of the table, by identity, that are understood

    def is_table(self, e: ast.AST) -> bool:
        if not self.table.name:
            return e is self.table.display
        return isinstance(e, ast.Name) and e.id == self.table.name and isinstance(e.ctx, ast.Load)

    def understood(self) -> bool:
        """Whether every mention is one that stays the same with numbers."""
        for n in ast.walk(self.root):
            self._mention(n)
        mentions = [n for n in ast.walk(self.root) if self.is_table(n)]
        if not mentions or any(id(n) not in self.taken for n in mentions):
            return False
        return all(map(self._follows, self.items)) and self._held() and self._same_arity()

    def only_read(self) -> bool:
        """Whether no mention changes the table or hands it on."""
        mentions = [n for n in ast.walk(self.root) if self.is_table(n)]
        return bool(mentions) and all(id(n) in self.taken for n in mentions)

    def _mention(self, n: ast.AST) -> None:
        dictionary = isinstance(self.table.display, ast.Dict)
        match n:
            case ast.Subscript(value=owner, ctx=ast.Load()) if self.is_table(owner) and not isinstance(
                n.slice, ast.Slice
            ):
                self.taken.add(id(owner))
                self.items.append(n)
            case ast.Call(func=ast.Attribute(value=owner, attr="get"), args=[_, *rest], keywords=[]) if (
                dictionary and self.is_table(owner) and len(rest) <= 1 and not self.table.places
            ):
                if not rest or _is_function(rest[0], self.named):
                    self.taken.add(id(owner))
                    self.items.append(n)
                    self.defaults += [n] if rest else []
            case ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[owner]) if dictionary and self.is_table(owner):
                self.taken.add(id(owner))
            case ast.Call(func=ast.Name(id=name), args=[owner]) if name in _WHOLE and self.is_table(owner):
                if dictionary or name == "len":
                    self.taken.add(id(owner))
            case ast.Call(func=ast.Attribute(value=ast.Constant(), attr="join"), args=[owner]) if self.is_table(owner):
                if dictionary:
                    self.taken.add(id(owner))
            case ast.Call(func=ast.Attribute(value=owner, attr="keys"), args=[]) if dictionary and self.is_table(owner):
                self.taken.add(id(owner))
            case ast.For(target=target, iter=walked) | ast.comprehension(target=target, iter=walked):
                self._walked(target, walked)
            case _:
                pass

    def _walked(self, target: ast.expr, walked: ast.expr) -> None:
        match walked:
            case ast.Call(func=ast.Attribute(value=owner, attr="values"), args=[]) if self.is_table(owner):
                found = self._bind(target)
            case ast.Call(func=ast.Attribute(value=owner, attr="items"), args=[]) if self.is_table(owner):
                match target:
                    case ast.Tuple(elts=[ast.Name(), second]):
                        found = self._bind(second)
                    case _:
                        found = False
            case _ if self.is_table(walked):
                owner = walked
                found = isinstance(self.table.display, ast.Dict) or self._bind(target)
            case _:
                return
        if found:
            self.taken.add(id(owner))

    def _bind(self, target: ast.expr) -> bool:
        """Notes the names that hold functions of an item stored in `target`."""
        if not self.table.places:
            if isinstance(target, ast.Name):
                self.table.holders.add(target.id)
                return True
            return False
        if not isinstance(target, ast.Tuple) or len(target.elts) != self.table.width:
            return False
        names = [target.elts[i] for i in self.table.places]
        self.table.holders |= {n.id for n in names if isinstance(n, ast.Name)}
        return all(isinstance(n, ast.Name) for n in names)

    def _follows(self, item: ast.expr) -> bool:
        """Whether what is done with an item is to call it, or to store it in a holder."""
        for n in ast.walk(self.root):
            match n:
                case ast.Call(func=found, keywords=[]) if found is item and not self.table.places:
                    self.table.calls.append(n)
                    return True
                case ast.Assign(targets=[target], value=found) if found is item:
                    return self._bind(target)
                case ast.NamedExpr(target=target, value=found) if found is item:
                    return self._bind(target)
                case ast.Subscript(value=found, slice=ast.Constant(value=int(place))) if found is item:
                    if place not in self.table.places:
                        return 0 <= place < self.table.width
                    calls = [
                        c for c in ast.walk(self.root) if isinstance(c, ast.Call) and c.func is n and not c.keywords
                    ]
                    self.table.calls += calls
                    return bool(calls)
                case _:
                    pass
        return False

    def _held(self) -> bool:
        """Whether the holders only hold numbers of this table, and are only called or tested."""
        if not self.table.holders:
            return True
        good: set[int] = set()
        for n in ast.walk(self.root):
            match n:
                case ast.Call(func=ast.Name(id=name) as found, keywords=[]) if name in self.table.holders:
                    good.add(id(found))
                    self.table.calls.append(n)
                case ast.Compare(left=found, ops=[ast.Is() | ast.IsNot()], comparators=[ast.Constant(value=None)]):
                    good.add(id(found.target if isinstance(found, ast.NamedExpr) else found))
                case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test):
                    good |= {id(t) for t in _truths(test)}
                case ast.Assign(targets=[target], value=value) if any(value is i for i in self.items):
                    good |= {id(m) for m in ast.walk(target)}
                case ast.For(target=target, iter=walked) | ast.comprehension(target=target, iter=walked):
                    if any(self.is_table(m) for m in ast.walk(walked)):
                        good |= {id(m) for m in ast.walk(target)}
                case _:
                    pass
        mentions = [n for n in ast.walk(self.root) if isinstance(n, ast.Name) and n.id in self.table.holders]
        bound = any(isinstance(a, ast.arg) and a.arg in self.table.holders for a in ast.walk(self.root))
        return not bound and all(id(n) in good for n in mentions)

    def _same_arity(self) -> bool:
        counts = {len(c.args) for c in self.table.calls}
        starred = any(isinstance(a, ast.Starred) for c in self.table.calls for a in c.args)
        every = [*_functions_of(self.table), *(d.args[1] for d in self.defaults)]
        lambdas = {len(f.args.args) for f in every if isinstance(f, ast.Lambda)}
        return len(counts | lambdas) == 1 and bool(counts) and not starred


def _truths(test: ast.expr) -> Iterator[ast.expr]:
    """Names, and stores by `:=`, of which a condition asks the truth."""
    match test:
        case ast.Name():
            yield test
        case ast.NamedExpr(target=target):
            yield target
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            yield from _truths(inner)
        case ast.BoolOp(values=values):
            for value in values:
                yield from _truths(value)
        case _:
            pass


def _functions_of(table: _Table) -> list[ast.expr]:
    items = table.display.values if isinstance(table.display, ast.Dict) else table.display.elts
    if not table.places:
        return list(items)
    return [r.elts[i] for r in items if isinstance(r, ast.Tuple) for i in sorted(table.places)]


# ---------------------------------------------------------------- what becomes of it


def _numbered(table: _Table) -> Display:
    """The display with numbers."""
    made = copy.copy(table.display)

    def item(e: ast.expr) -> ast.expr:
        if not table.places:
            return table.number(e)
        assert isinstance(e, ast.Tuple)
        parts = [table.number(x) if i in table.places else x for i, x in enumerate(e.elts)]
        return ast.copy_location(ast.Tuple(parts, ast.Load()), e)

    if isinstance(made, ast.Dict):
        made.values = [item(v) for v in made.values]
    else:
        made.elts = [item(v) for v in made.elts]
    return made


def _rewrite(
    table: _Table, uses: list[_Uses], annotation: ast.expr | None, taken: set[str], defs: Mapping[str, ast.FunctionDef]
) -> ast.FunctionDef | None:
    """Rewrites the calls and defaults of all uses; the function that calls by number. None where one of the functions
    cannot be written with other names."""
    base = table.name.lower().strip("_") or "table"
    table.call = fresh(f"{base}_call", taken)
    for one in uses:
        for default in one.defaults:
            default.args[1] = table.number(default.args[1])
    count = len(table.calls[0].args)
    given = [fresh(f"given_{i + 1}", taken) for i in range(count)]
    which = fresh("which", taken)
    branches: list[str] = []
    for number, function in enumerate(table.functions, 1):
        applied = _applied(function, given)
        if applied is None:
            return None
        branches.append(f"    if {which} == {number}:\n        return {applied}")
    last = branches.pop().split("\n")[1].strip()
    types, result = _types(annotation, table, defs, count)
    arguments = ", ".join([f"{which}: int", *(g + t for g, t in zip(given, types, strict=True))])
    text = "\n".join([f"def {table.call}({arguments}){result}:", *branches, f"    {last}"])
    made = ast.parse(text).body[0]
    assert isinstance(made, ast.FunctionDef)
    for call in table.calls:
        call.args = [call.func, *call.args]
        call.func = ast.copy_location(ast.Name(table.call, ast.Load()), call)
    for inner in ast.walk(made):
        if isinstance(inner, ast.arg) or hasattr(inner, "lineno"):
            ast.copy_location(inner, table.display)
    return made


def _types(
    annotation: ast.expr | None, table: _Table, defs: Mapping[str, ast.FunctionDef], count: int
) -> tuple[list[str], str]:
    """The annotations of the parameters and the result: what `Callable` says, or what all functions say alike."""
    declared = types_of(annotation)
    if declared is not None and len(declared[0]) == count:
        return [f": {ast.unparse(t)}" for t in declared[0]], f" -> {ast.unparse(declared[1])}"
    nodes = [defs.get(f.id) if isinstance(f, ast.Name) else None for f in table.functions]
    spelled = {_signature(n) for n in nodes}
    only = spelled.pop() if len(spelled) == 1 else None
    if only is None or len(only[0]) != count:
        return [""] * count, ""
    return [f": {t}" for t in only[0]], f" -> {only[1]}"


def _signature(node: ast.FunctionDef | None) -> tuple[tuple[str, ...], str] | None:
    if node is None or node.returns is None or any(a.annotation is None for a in node.args.args):
        return None
    plain = not (node.args.vararg or node.args.kwarg or node.args.kwonlyargs or node.args.posonlyargs)
    types = tuple(ast.unparse(a.annotation) for a in node.args.args if a.annotation is not None)
    return (types, ast.unparse(node.returns)) if plain else None


def _applied(function: ast.expr, given: list[str]) -> str | None:
    """The text of a call."""
    match function:
        case ast.Lambda(args=args, body=body):
            new = dict(zip([a.arg for a in args.args], given, strict=True))
            inner = {a.arg for n in ast.walk(body) if isinstance(n, ast.Lambda) for a in n.args.args}
            inner |= {n.id for n in ast.walk(body) if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)}
            if inner & (new.keys() | set(given)):
                return None
            copied = copy.deepcopy(body)
            for n in ast.walk(copied):
                if isinstance(n, ast.Name):
                    n.id = new.get(n.id, n.id)
            return ast.unparse(copied)
        case ast.Attribute(value=ast.Name(id="operator"), attr=attr) if attr in OPERATORS and len(given) == 2:
            left, right = (ast.Name(n, ast.Load()) for n in given)
            return ast.unparse(ast.BinOp(left, OPERATORS[attr](), right))
        case ast.Attribute(value=ast.Name(id="str"), attr=attr) if given:
            return f"{given[0]}.{attr}({', '.join(given[1:])})"
        case _:
            return f"{ast.unparse(function)}({', '.join(given)})"


def _definitions(*bodies: list[ast.stmt]) -> dict[str, ast.FunctionDef]:
    return {n.name: n for body in bodies for n in body if isinstance(n, ast.FunctionDef)}


def _of_module(tree: ast.Module, table: _Table, taken: set[str]) -> None:
    """A table of the module: its functions use the numbers, under another name."""
    named = {n.name for n in tree.body if isinstance(n, ast.FunctionDef)}
    if sum(_binds(n, table.name) for n in ast.walk(tree)) != 1 or table.statement is None:
        return
    uses: list[_Uses] = []
    for node in tree.body:
        if node is table.statement or not any(isinstance(n, ast.Name) and n.id == table.name for n in ast.walk(node)):
            continue
        functions = functions_of(node)
        for function in functions:
            table.holders = set()
            one = _Uses(table, named, function)
            mentioned = any(isinstance(n, ast.Name) and n.id == table.name for n in ast.walk(function))
            calls = len(table.calls)
            if mentioned and one.understood():
                uses.append(one)
            elif mentioned and not one.only_read():
                return
            else:  # reads the table as it stands
                del table.calls[calls:]
        outside = sum(isinstance(n, ast.Name) and n.id == table.name for n in ast.walk(node))
        inside = sum(isinstance(n, ast.Name) and n.id == table.name for f in functions for n in ast.walk(f))
        if outside != inside:
            return
    if not table.calls:
        return
    names = {len(c.args) for c in table.calls}
    if len(names) != 1:
        return
    display = _numbered(table)
    annotation = table.statement.annotation if isinstance(table.statement, ast.AnnAssign) else None
    made = _rewrite(table, uses, annotation, taken, _definitions(tree.body))
    if made is None:
        return
    numbers = fresh(f"{table.name}_numbers", taken)
    for one in uses:
        for n in ast.walk(one.root):
            if isinstance(n, ast.Name) and n.id == table.name:
                n.id = numbers
    target = ast.copy_location(ast.Name(numbers, ast.Store()), table.statement)
    place = tree.body.index(table.statement) + 1
    tree.body[place:place] = [ast.copy_location(ast.Assign([target], display), table.statement), made]


def _binds(n: ast.AST, name: str) -> bool:
    match n:
        case ast.Name(id=other, ctx=ast.Store() | ast.Del()) | ast.arg(arg=other):
            return other == name
        case ast.FunctionDef(name=other) | ast.ClassDef(name=other) | ast.AsyncFunctionDef(name=other):
            return other == name
        case ast.alias(name=other, asname=alias):
            return (alias or other) == name
        case ast.ExceptHandler(name=other) | ast.MatchAs(name=other) | ast.MatchStar(name=other):
            return other == name
        case ast.Global(names=names) | ast.Nonlocal(names=names):
            return name in names
        case _:
            return False


def _local(tree: ast.Module, function: ast.FunctionDef, named: set[str], taken: set[str]) -> None:
    """Tables of a function: named ones, and displays that are called or walked over on the spot."""
    own = local_names(function)
    inner = {n.name for n in own_nodes(function) if isinstance(n, ast.FunctionDef)}
    here = (named - own) | inner
    for block in blocks(function):
        for one in list(block):
            table = _assigned(one, here)
            if table is not None and sum(_binds(n, table.name) for n in ast.walk(function)) == 1:
                _replace(tree, function, table, here, taken)
    for n in list(ast.walk(function)):
        match n:
            case ast.Subscript(value=value) | ast.Call(func=ast.Attribute(value=value, attr="get")):
                pass
            case ast.For(iter=value) | ast.comprehension(iter=value):
                pass
            case _:
                continue
        table = _display(value, here)
        if table is not None:
            _replace(tree, function, table, here, taken)


def _replace(tree: ast.Module, function: ast.FunctionDef, table: _Table, here: set[str], taken: set[str]) -> None:
    uses = _Uses(table, here, function)
    if not uses.understood():
        return
    display = _numbered(table)
    annotation = table.statement.annotation if isinstance(table.statement, ast.AnnAssign) else None
    inside = [n for n in own_nodes(function) if isinstance(n, ast.FunctionDef)]
    made = _rewrite(table, [uses], annotation, taken, _definitions(tree.body, list(inside)))
    if made is None:
        return
    _Exchange(table.display, display).visit(function)
    if isinstance(table.statement, ast.AnnAssign):
        plain = ast.copy_location(ast.Assign([table.statement.target], display), table.statement)
        for block in blocks(function):
            block[:] = [plain if s is table.statement else s for s in block]
    place = after_docstring(function)
    last = max((i for i, s in enumerate(function.body) if isinstance(s, ast.FunctionDef) and s in inside), default=-1)
    function.body.insert(max(place, last + 1), made)


class _Exchange(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self._old = old
        self._new = new

    def visit(self, node: ast.AST) -> ast.AST:
        return self._new if node is self._old else self.generic_visit(node)

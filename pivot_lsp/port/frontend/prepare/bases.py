"""Classes with a base class of their module, as classes without one.

A class gets copies of what it inherits; `super().__init__(...)` becomes the statements of that __init__, `super().m()`
a copy of that method under a name of its own. Where an annotation names a class that has subclasses, it may be any of
those that can be made, so that it becomes their union, and `isinstance` asks for all of them. Keeps true: an object has
the class, the fields in their order, and the methods that Python would find for it. A family of which one class does
more (several bases, hooks on classes, other uses of super or of the classes) is left as it is, and refused later.
"""

import ast
import copy
from collections.abc import Iterator, Mapping

from pivot_lsp.port.frontend.prepare.names import all_names, fresh, local_names, parameters

_ROOTS = {"ABC", "abc.ABC", "object"}
_DATACLASS = {"dataclass", "dataclasses.dataclass"}
_ABSTRACT = {"abstractmethod", "abc.abstractmethod"}
_HOOKS = {"__init_subclass__", "__subclasshook__", "__new__", "__class_getitem__", "__slots__", "__match_args__"}


class _Left(Exception):
    """The family cannot be told without its bases."""


def flatten(tree: ast.Module) -> ast.Module:
    """`tree` without bases, where that can be done."""
    named = {n.name: n for n in tree.body if isinstance(n, ast.ClassDef)}
    parents = {name: p for name, node in named.items() if (p := _parent(node, named)) is not None}
    if not any(parents.values()) and not any(_is_abc(n) for n in named.values()):
        return tree
    families = _families(parents)
    work = _Flattener(tree, named, parents)
    made: dict[str, ast.ClassDef] = {}
    for family in families:
        if all(name in parents for name in family) and not _otherwise_used(tree, family, parents):
            try:
                made |= {name: work.flat(name) for name in named if name in family}
            except _Left:
                continue
    if not made:
        return tree
    kinds = {name: _concrete(name, parents, made) for name in made}
    tree.body = [made.get(n.name, n) if isinstance(n, ast.ClassDef) else n for n in tree.body]
    renamed: ast.Module = _Names({n: k for n, k in kinds.items() if k != [n]}).visit(tree)
    return renamed


def _is_abc(node: ast.ClassDef) -> bool:
    return any(ast.unparse(b) in _ROOTS - {"object"} for b in node.bases) or bool(node.keywords)


def _parent(node: ast.ClassDef, named: Mapping[str, ast.ClassDef]) -> str | None:
    """The base in the module, "" for none, None for a class that is left."""
    keywords = [(k.arg, ast.unparse(k.value)) for k in node.keywords]
    if any(k not in (("metaclass", "ABCMeta"), ("metaclass", "abc.ABCMeta")) for k in keywords):
        return None
    bases = [ast.unparse(b) for b in node.bases if ast.unparse(b) not in _ROOTS]
    if len(bases) > 1 or (bases and bases[0] not in named):
        return None
    if any(ast.unparse(d.func if isinstance(d, ast.Call) else d) not in _DATACLASS for d in node.decorator_list):
        return None
    return bases[0] if bases else ""


def _families(parents: Mapping[str, str]) -> list[set[str]]:
    """The classes that are tied by inheritance, of more than one class or abstract."""
    found: list[set[str]] = []
    for name, parent in parents.items():
        family = {name, parent} - {""}
        for other in [f for f in found if f & family]:
            found.remove(other)
            family |= other
        found.append(family)
    return found


def _otherwise_used(tree: ast.Module, family: set[str], parents: Mapping[str, str]) -> bool:
    """Whether a class is assigned to, matched, bound again, or subclassed by what is left."""
    above = {p for p in parents.values() if p}
    for n in ast.walk(tree):
        match n:
            case ast.Attribute(value=ast.Name(id=name), ctx=ast.Store() | ast.Del()) if name in family:
                return True
            case ast.Attribute(value=ast.Name(id=name), attr="register") if name in family:
                return True
            case ast.MatchClass(cls=ast.Name(id=name)) if name in family & above:
                return True
            case ast.Name(id=name, ctx=ast.Store()) | ast.FunctionDef(name=name) | ast.arg(arg=name) if name in family:
                return True
            case ast.ClassDef(name=name, bases=bases) if name not in family:
                if any(isinstance(b, ast.Name) and b.id in family for b in bases):
                    return True
            case _:
                pass
    return False


def _concrete(name: str, parents: Mapping[str, str], made: Mapping[str, ast.ClassDef]) -> list[str]:
    """The classes an instance of `name` may be exactly of."""

    def below(other: str) -> bool:
        return other == name or (bool(parents[other]) and below(parents[other]))

    return [other for other in made if below(other) and not any(map(_is_abstract, made[other].body))]


def _is_abstract(one: ast.stmt) -> bool:
    return isinstance(one, ast.FunctionDef) and any(ast.unparse(d) in _ABSTRACT for d in one.decorator_list)


class _Flattener:
    def __init__(self, tree: ast.Module, named: Mapping[str, ast.ClassDef], parents: Mapping[str, str]) -> None:
        self._taken = all_names(tree)
        self._named = named
        self._parents = parents

    def flat(self, name: str) -> ast.ClassDef:
        """The class with everything that it inherits."""
        chain = [name]
        while self._parents[chain[-1]]:
            if self._parents[chain[-1]] in chain:
                raise _Left
            chain.append(self._parents[chain[-1]])
        nodes = [self._named[c] for c in chain]
        data = [bool(n.decorator_list) for n in nodes]
        if len(set(data)) > 1:
            raise _Left
        members: dict[str, ast.stmt] = {}
        doc: list[ast.stmt] = []
        for depth in range(len(nodes) - 1, -1, -1):
            for one in nodes[depth].body:
                match one:
                    case ast.FunctionDef(name=member):
                        members[member] = self._method(one, depth, nodes, members)
                    case ast.AnnAssign(target=ast.Name(id=member)) | ast.Assign(targets=[ast.Name(id=member)]):
                        members[member] = copy.deepcopy(one)
                    case ast.Expr(value=ast.Constant(value=str())):
                        doc = [one] if depth == 0 else doc
                    case ast.Pass() | ast.Expr(value=ast.Constant()):
                        pass
                    case _:
                        raise _Left
        if _HOOKS & members.keys():
            raise _Left
        body = [*doc, *members.values()] or [ast.copy_location(ast.Pass(), nodes[0])]
        made = copy.copy(nodes[0])
        made.bases, made.keywords, made.body = [], [], body
        return made

    def _method(
        self, node: ast.FunctionDef, depth: int, nodes: list[ast.ClassDef], members: dict[str, ast.stmt]
    ) -> ast.FunctionDef:
        """A copy of a method of the class at `depth`, its super() told."""
        made = copy.deepcopy(node)
        if node.name == "__init__":
            made.body = self._init_body(made.body, _self_of(made), depth, nodes)
        for inner in ast.walk(made):
            match inner:
                case ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name(id="super"), args=[])) as func):
                    func.value = ast.copy_location(ast.Name(_self_of(made), ast.Load()), func)
                    func.attr = self._above(func.attr, depth, nodes, members)
                case _:
                    pass
        if any(isinstance(i, ast.Name) and i.id in ("super", "__class__") for i in ast.walk(made)):
            raise _Left
        return made

    def _above(self, name: str, depth: int, nodes: list[ast.ClassDef], members: dict[str, ast.stmt]) -> str:
        """The name under which the method `name` above `depth` is kept."""
        for place in range(depth + 1, len(nodes)):
            found = _defined(nodes[place], name)
            if found is None:
                continue
            if found.decorator_list or name.startswith("__"):
                raise _Left
            kept = f"{name}_of_{nodes[place].name}"
            if kept not in members:
                if kept in self._taken:
                    raise _Left
                made = self._method(found, place, nodes, members)
                made.name = kept
                members[kept] = made
            return kept
        raise _Left

    def _init_body(self, body: list[ast.stmt], self_name: str, depth: int, nodes: list[ast.ClassDef]) -> list[ast.stmt]:
        """The statements of an __init__, with those of the one above in place of the call of it."""
        found: list[ast.stmt] = []
        for one in body:
            match one:
                case ast.Expr(
                    value=ast.Call(
                        func=ast.Attribute(value=ast.Call(func=ast.Name(id="super"), args=[]), attr="__init__")
                    ) as call
                ):
                    found += self._inlined(call, self_name, depth, nodes)
                case _:
                    found.append(one)
        return found or [ast.Pass()]

    def _inlined(self, call: ast.Call, self_name: str, depth: int, nodes: list[ast.ClassDef]) -> list[ast.stmt]:
        place, above = next(
            ((p, f) for p in range(depth + 1, len(nodes)) if (f := _defined(nodes[p], "__init__")) is not None),
            (0, None),
        )
        if above is None:
            if nodes[0].decorator_list or call.args or call.keywords:
                raise _Left
            return []
        if any(
            isinstance(n, ast.Return | ast.Yield | ast.Lambda | ast.FunctionDef)
            for s in above.body
            for n in ast.walk(s)
        ):
            raise _Left
        given = _arguments(above, call)
        made = copy.deepcopy(above)
        new = {name: fresh(name, self._taken) for name in sorted(local_names(made) - {_self_of(made)})}
        new[_self_of(made)] = self_name
        start: list[ast.stmt] = []
        for parameter, value in given:
            target = ast.Name(new[parameter.arg], ast.Store())
            stored: ast.stmt = ast.Assign([target], value)
            if parameter.annotation is not None:
                stored = ast.AnnAssign(target, copy.deepcopy(parameter.annotation), value, 1)
            start.append(ast.copy_location(stored, call))
            ast.copy_location(target, call)
        body = self._init_body(made.body, _self_of(made), place, nodes)
        for one in body:
            for inner in ast.walk(one):
                if isinstance(inner, ast.Name) and inner.id in new:
                    inner.id = new[inner.id]
        return [*start, *(s for s in body if not _is_doc(s))]


def _is_doc(one: ast.stmt) -> bool:
    return isinstance(one, ast.Pass) or (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))


def _self_of(node: ast.FunctionDef) -> str:
    names = parameters(node)
    if not names:
        raise _Left
    return names[0]


def _defined(node: ast.ClassDef, name: str) -> ast.FunctionDef | None:
    return next((s for s in node.body if isinstance(s, ast.FunctionDef) and s.name == name), None)


def _arguments(above: ast.FunctionDef, call: ast.Call) -> list[tuple[ast.arg, ast.expr]]:
    """The parameters of an __init__ with what a call gives them, in the order of evaluation."""
    args = above.args
    if args.vararg or args.kwarg or any(isinstance(a, ast.Starred) for a in call.args):
        raise _Left
    wanted = [*args.posonlyargs, *args.args][1:]
    if len(call.args) > len(wanted) or any(k.arg is None for k in call.keywords):
        raise _Left
    places = {a.arg: a for a in [*wanted, *args.kwonlyargs]}
    found = list(zip(wanted, call.args, strict=False))
    for keyword in call.keywords:
        if keyword.arg not in places:
            raise _Left
        found.append((places[keyword.arg], keyword.value))
    given = [a.arg for a, _ in found]
    defaults = dict(zip([a.arg for a in wanted][len(wanted) - len(args.defaults) :], args.defaults, strict=True))
    defaults |= {a.arg: d for a, d in zip(args.kwonlyargs, args.kw_defaults, strict=True) if d is not None}
    for name, parameter in places.items():
        if name not in given:
            if not isinstance(defaults.get(name), ast.Constant):
                raise _Left
            found.append((parameter, copy.deepcopy(defaults[name])))
    if len(set(given)) != len(given):
        raise _Left
    return found


class _Names(ast.NodeTransformer):
    """Annotations and isinstance that name a class with subclasses."""

    def __init__(self, kinds: Mapping[str, list[str]]) -> None:
        self._kinds = kinds

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.annotation = self._annotation(node.annotation)
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        node.annotation = self._annotation(node.annotation) or node.annotation
        return self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = self._annotation(node.returns)
        return self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if isinstance(node.func, ast.Name) and node.func.id == "isinstance" and len(node.args) == 2:
            asked = node.args[1].elts if isinstance(node.args[1], ast.Tuple) else [node.args[1]]
            items = [kind for one in asked for kind in self._asked(one)]
            node.args[1] = items[0] if len(items) == 1 else ast.copy_location(ast.Tuple(items, ast.Load()), node)
        return self.generic_visit(node)

    def _asked(self, one: ast.expr) -> Iterator[ast.expr]:
        kinds = self._kinds.get(one.id) if isinstance(one, ast.Name) else None
        if kinds is None:
            yield one
        for kind in kinds or ():
            yield ast.copy_location(ast.Name(kind, ast.Load()), one)

    def _annotation(self, node: ast.expr | None) -> ast.expr | None:
        return None if node is None else _Kinds(self._kinds).visit(node)


class _Kinds(ast.NodeTransformer):
    """One annotation."""

    def __init__(self, kinds: Mapping[str, list[str]]) -> None:
        self._kinds = kinds

    def visit_Name(self, node: ast.Name) -> ast.AST:
        kinds = self._kinds.get(node.id)
        if not kinds:
            return node
        found: ast.expr = ast.Name(kinds[0], ast.Load())
        for kind in kinds[1:]:
            found = ast.BinOp(found, ast.BitOr(), ast.Name(kind, ast.Load()))
        for inner in ast.walk(found):
            ast.copy_location(inner, node)
        return found

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if isinstance(node.value, str) and any(k in node.value for k in self._kinds):
            try:
                told = ast.parse(node.value, mode="eval").body
            except SyntaxError:
                return node
            node.value = ast.unparse(self.visit(told))
        return node

"""Which variables of a module hold an object that the module changes: by that name, by what lies in it
(`TABLE["a"].append(1)`), or by another name that it has somewhere (`t = TABLE`, a loop over it, a parameter).

Found from the text, whatever the order of the code, and on the safe side. What is built from it (`sorted(TABLE)`,
`TABLE[:]`, `TABLE + more`) is something new.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator

from pivot_lsp.port.frontend.prepare.names import FUNCTIONS, declared, local_names, parameters

_MUTATORS = {
    "append", "extend", "insert", "pop", "remove", "clear", "sort", "reverse", "update", "setdefault", "popitem", "add",
    "discard", "appendleft", "popleft", "difference_update", "intersection_update", "symmetric_difference_update",
    "extendleft", "rotate", "subtract", "move_to_end", "__setitem__", "__delitem__", "__iadd__", "__setattr__",
}  # fmt: skip
_TAKING = {"get", "setdefault", "values", "items", "pop", "popitem", "popleft"}
"""Methods that give what lies in their owner."""
_WALKING = {"enumerate", "reversed", "sorted", "list", "tuple", "zip", "iter", "next", "filter"}
"""What gives the elements of its arguments."""
_FIRST = {"heapify", "heappush", "heappop", "heapreplace", "heappushpop", "shuffle", "insort", "insort_left",
          "insort_right", "setattr", "delattr", "setitem", "delitem"}  # fmt: skip
"""Functions that change their first argument."""
_SPACES = {"globals", "vars", "locals"}
_KINDS = {"list", "dict", "set", "deque"}
Key = tuple[int, str]
"""A variable: the function that it is local to (0: the module's), or an attribute of anything (1), and its name."""
_MODULE, _ATTRIBUTE = 0, 1
OF_CLASS, IN_CLASS = "class.", "object."
"""Before the name of an attribute that is rebound in a class, or whose object is changed."""


def changed(tree: ast.Module) -> set[str]:
    """The module's variables that are rebound by `global`, deleted, or whose object is changed, those of a module that
    it imports as `module.name`; with OF_CLASS and IN_CLASS attributes."""
    return _Module(tree).found()


def may_grow(value: ast.expr) -> bool:
    """Whether the value itself can be changed: a list, a dict or a set may be in it."""
    made = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.SetComp, ast.DictComp)
    calls = [n.func for n in ast.walk(value) if isinstance(n, ast.Call)]
    plain = all(isinstance(c, ast.Name) and c.id in ("float", "int", "str", "frozenset") for c in calls)
    return not plain or any(isinstance(n, made) for n in ast.walk(value))


class _Module:
    def __init__(self, tree: ast.Module) -> None:
        self._tree = tree
        classes = [n for n in tree.body if isinstance(n, ast.ClassDef)]
        methods = [m for c in classes for m in c.body if isinstance(m, FUNCTIONS)]
        self._called: dict[str, list[tuple[int, list[str]]]] = defaultdict(list)
        """By name: the functions of the module and its classes' methods, with the parameters that calls fill."""
        for function in [n for n in tree.body if isinstance(n, FUNCTIONS)]:
            self._called[function.name].append((id(function), parameters(function)))
        for method in methods:
            kinds = {ast.unparse(d) for d in method.decorator_list}
            self._called[method.name].append((id(method), parameters(method)["staticmethod" not in kinds :]))
        for owner in classes:
            inits = [(i, names) for i, names in self._called["__init__"] if i in map(id, owner.body)]
            self._called[owner.name] += inits
        takers = [m for m in methods if "classmethod" in map(ast.unparse, m.decorator_list)]
        self._classes = {(id(m), parameters(m)[0]) for m in takers}
        self._rebound: set[str] = set()
        imports = [a for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names]
        self._imported = {(a.asname or a.name).partition(".")[0] for a in imports}
        self._same: dict[Key, set[Key]] = defaultdict(set)
        """What else the object of a variable may be, or lie in."""
        self._whole: dict[Key, set[Key]] = defaultdict(set)
        """What else it may be."""
        self._hit: set[Key] = set()
        self._added: set[Key] = set()
        self._names: set[str] = set()
        self._all = False
        self._grows = {
            target.id
            for one in tree.body
            if isinstance(one, ast.Assign | ast.AnnAssign) and one.value is not None and may_grow(one.value)
            for target in (one.targets if isinstance(one, ast.Assign) else [one.target])
            if isinstance(target, ast.Name)
        }

    def found(self) -> set[str]:
        """See `changed`."""
        for node, scopes in _with_scopes(self._tree, ()):
            self._bindings(node, scopes)
            self._changes(node, scopes)
        growing = {key for key in _reached(self._added, self._whole) if key[1] in self._grows}
        hit = _reached(self._hit, self._same) | growing
        own = {n.id for n in ast.walk(self._tree) if isinstance(n, ast.Name)} if self._all else set()
        inside = {IN_CLASS + name for scope, name in hit if scope == _ATTRIBUTE}
        return self._names | own | {name for scope, name in hit if scope == _MODULE} | inside | self._rebound

    # ------------------------------------------------------------ names of one object

    def _bindings(self, node: ast.AST, scopes: "Scopes") -> None:
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    self._bind(target, self._roots(value, scopes), scopes, whole=isinstance(value, ast.Name))
                    for other in targets:
                        self._bind(target, self._roots(other, scopes), scopes, whole=True)
            case ast.AnnAssign(target=target, value=ast.expr() as value) | ast.NamedExpr(target=target, value=value):
                self._bind(target, self._roots(value, scopes), scopes, whole=isinstance(value, ast.Name))
            case ast.For(target=target, iter=walked) | ast.comprehension(target=target, iter=walked):
                self._bind(target, self._walked(walked, scopes), scopes)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                last = [*node.args.posonlyargs, *node.args.args][::-1]
                for parameter, default in zip(last, node.args.defaults[::-1], strict=False):
                    self._link((id(node), parameter.arg), self._roots(default, scopes), whole=True)
            case ast.ClassDef(body=body):
                for one in body:
                    if isinstance(one, ast.Assign | ast.AnnAssign) and one.value is not None:
                        for inner in one.targets if isinstance(one, ast.Assign) else [one.target]:
                            if isinstance(inner, ast.Name):
                                self._link((_ATTRIBUTE, inner.id), self._roots(one.value, scopes), whole=True)
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=args, keywords=keywords) if (
                name in self._called
            ):
                for function, names in self._called[name]:
                    given: dict[str, ast.expr] = dict(zip(names, args, strict=False))
                    given |= {k.arg: k.value for k in keywords if k.arg is not None}
                    for name, value in given.items():
                        self._link((function, name), self._roots(value, scopes), whole=isinstance(value, ast.Name))
            case _:
                pass

    def _bind(self, target: ast.expr, roots: set[Key], scopes: "Scopes", *, whole: bool = False) -> None:
        match target:
            case ast.Name(id=name):
                self._link(_key(name, scopes), roots, whole=whole)
            case ast.Attribute(attr=name):
                self._link((_ATTRIBUTE, name), roots, whole=whole)
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                for part in parts:
                    self._bind(part, roots, scopes)
            case ast.Starred(value=inner):
                self._bind(inner, roots, scopes)
            case _:
                pass

    def _link(self, key: Key, roots: set[Key], *, whole: bool) -> None:
        self._same[key] |= roots - {key}
        if whole:
            self._whole[key] |= roots - {key}

    def _is_class(self, e: ast.expr, scopes: "Scopes") -> bool:
        """Whether it may be a class: `cls`, `type(self)`, `self.__class__`."""
        match e:
            case ast.Name(id=name):
                return _key(name, scopes) in self._classes
            case ast.Call(func=ast.Name(id="type")) | ast.Attribute(attr="__class__"):
                return True
            case _:
                return False

    def _roots(self, e: ast.expr, scopes: "Scopes") -> set[Key]:
        """The variables of which the value of `e` may be the object, or lie in it."""
        match e:
            case ast.Name(id=name):
                return {_key(name, scopes)}
            case ast.Subscript(slice=ast.Slice()):
                return set()
            case ast.Attribute(value=ast.Name(id=module), attr=name) if module in self._imported:
                return {(_ATTRIBUTE, name), (_MODULE, f"{module}.{name}")}
            case ast.Attribute(value=inner, attr=name):
                return {(_ATTRIBUTE, name), *self._roots(inner, scopes)}
            case ast.Subscript(value=inner) | ast.Starred(value=inner) | ast.NamedExpr(value=inner):
                return self._roots(inner, scopes)
            case ast.Call(func=ast.Attribute(value=inner, attr=name)) if name in _TAKING:
                return self._roots(inner, scopes)
            case ast.Call(func=ast.Name(id="next"), args=[inner, *_]):
                return self._walked(inner, scopes)
            case ast.IfExp(body=one, orelse=other):
                return self._roots(one, scopes) | self._roots(other, scopes)
            case ast.BoolOp(values=parts) | ast.Tuple(elts=parts):
                return set().union(*(self._roots(p, scopes) for p in parts if not isinstance(p, ast.Starred)))
            case _:
                return set()

    def _walked(self, e: ast.expr, scopes: "Scopes") -> set[Key]:
        match e:
            case ast.Call(func=ast.Name(id=name), args=args) if name in _WALKING:
                return set().union(*(self._walked(a, scopes) for a in args))
            case ast.Subscript(value=inner, slice=ast.Slice()):
                return self._roots(inner, scopes)
            case ast.List(elts=parts) | ast.Tuple(elts=parts):
                return set().union(*(self._roots(p, scopes) for p in parts))
            case _:
                return self._roots(e, scopes)

    # ------------------------------------------------------------ what is done to it

    def _changes(self, node: ast.AST, scopes: "Scopes") -> None:
        match node:
            case ast.Global(names=names):
                self._names.update(names)
            case ast.Name(id=name, ctx=ast.Del()):
                self._hit.add(_key(name, scopes))
            case ast.Call(func=ast.Attribute(value=ast.Name(id=kind), attr=attr), args=[first, *_]) if (
                kind in _KINDS and attr in _MUTATORS
            ):
                self._hit |= self._roots(first, scopes)
            case ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name(id=space)), attr="update")) if (
                space in _SPACES
            ):
                self._all = True
            case ast.Call(func=ast.Attribute(value=owner, attr=attr)) if attr in _MUTATORS:
                self._hit |= self._roots(owner, scopes)
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[first, *_]) if name in _FIRST:
                self._hit |= self._roots(first, scopes)
            case ast.Subscript(value=ast.Call(func=ast.Name(id=space)), ctx=ast.Store() | ast.Del()) if (
                space in _SPACES
            ):
                self._all = True
            case ast.Subscript(value=owner, ctx=ast.Store() | ast.Del()):
                self._hit |= self._roots(owner, scopes)
            case ast.Attribute(value=owner, attr=name, ctx=ast.Store() | ast.Del()):
                self._hit |= self._roots(owner, scopes)
                if self._is_class(owner, scopes):
                    self._rebound.add(OF_CLASS + name)
            case ast.AugAssign(target=ast.Name(id=name)):  # of a list it is the same list
                self._added.add(_key(name, scopes))
            case _:
                pass


Scopes = tuple[tuple[int, frozenset[str]], ...]
"""The functions around, outermost first, with their own variables."""


def _key(name: str, scopes: Scopes) -> Key:
    return next((scope, name) for scope, own in (*reversed(scopes), (_MODULE, {name})) if name in own)


def _with_scopes(node: ast.AST, scopes: Scopes) -> Iterator[tuple[ast.AST, Scopes]]:
    """Every node below `node`, with the functions around it."""
    for inner in ast.iter_child_nodes(node):
        yield inner, scopes
        around = scopes
        if isinstance(inner, (*FUNCTIONS, ast.Lambda)):
            around = (*scopes, (id(inner), frozenset(local_names(inner) - declared(inner, ast.Global))))
        yield from _with_scopes(inner, around)


def _reached(start: set[Key], edges: dict[Key, set[Key]]) -> set[Key]:
    found, todo = set(start), list(start)
    while todo:
        more = edges.get(todo.pop(), set()) - found
        found |= more
        todo += more
    return found

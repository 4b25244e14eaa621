"""What classes say in few words, in the words that the lowering knows: `@total_ordering`, methods under a second name,
properties that are set, and objects that `with` enters.

Keeps true: a property's setter is called wherever the module stores an attribute of that name, which no other class of
the module has; `with` is a `try` with `finally` where `__exit__` looks at no exception and keeps none back.
"""

import ast
import copy

from pivot_lsp.port.frontend.prepare.names import all_names, fresh

_ORDERS = {
    "__lt__": {"__gt__": "not self < other and self != other", "__le__": "self < other or self == other",
               "__ge__": "not self < other"},
    "__le__": {"__ge__": "not self <= other or self == other", "__lt__": "self <= other and self != other",
               "__gt__": "not self <= other"},
    "__gt__": {"__lt__": "not (self > other or self == other)", "__ge__": "self > other or self == other",
               "__le__": "not self > other"},
    "__ge__": {"__le__": "not self >= other or self == other", "__gt__": "self >= other and self != other",
               "__lt__": "not self >= other"},
}  # fmt: skip
"""What functools.total_ordering makes of the one comparison that a class has (Lib/functools.py, _convert)."""

_ENTER, _LEAVE = "enter_block", "leave_block"
"""What __enter__ and __exit__ are called in the prepared text."""


def restate(tree: ast.Module) -> ast.Module:
    """`tree` with plain methods and statements in place of these."""
    classes = [n for n in tree.body if isinstance(n, ast.ClassDef)]
    for cls in classes:
        _order(cls)
        _second_names(cls)
        _Itself(cls.name).visit(cls)
    taken = all_names(tree)
    setters = {name: made for cls in classes for name, made in _setters(tree, cls, classes, taken).items()}
    if setters:
        tree = _Stores(setters).visit(tree)
    managers = set() if {_ENTER, _LEAVE} & taken else {c.name for c in classes if _is_manager(c)}
    if managers:
        tree = _Withs(managers, taken).visit(tree)
    return tree


def _methods(cls: ast.ClassDef) -> dict[str, ast.FunctionDef]:
    return {n.name: n for n in cls.body if isinstance(n, ast.FunctionDef)}


def _placed(made: ast.AST, place: ast.AST) -> None:
    for inner in ast.walk(made):
        if isinstance(inner, ast.stmt | ast.expr | ast.arg | ast.keyword):
            ast.copy_location(inner, place)


def _order(cls: ast.ClassDef) -> None:
    """The comparisons that total_ordering adds, of the first of <, <=, > and >= that the class has."""
    found = [d for d in cls.decorator_list if ast.unparse(d) in ("total_ordering", "functools.total_ordering")]
    methods = _methods(cls)
    root = next((name for name in _ORDERS if name in methods), None)
    if len(found) != 1 or root is None or cls.bases or len(methods[root].args.args) != 2:
        return
    cls.decorator_list = [d for d in cls.decorator_list if d is not found[0]]
    for name, text in _ORDERS[root].items():
        if name not in methods:
            made = ast.parse(f"def {name}(self, other: {cls.name}) -> bool:\n    return {text}").body[0]
            _placed(made, methods[root])
            cls.body.append(made)


def _second_names(cls: ast.ClassDef) -> None:
    """`__rmul__ = __mul__` as a method with the same body."""
    for i, statement in enumerate(cls.body):
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Name(id=given)):
                before = [n for n in cls.body[:i] if isinstance(n, ast.FunctionDef) and n.name == given]
                bound = sum(isinstance(n, ast.FunctionDef) and n.name in (name, given) for n in cls.body)
                if len(before) == 1 and bound == 1:
                    made = copy.deepcopy(before[0])
                    made.name = name
                    cls.body[i] = made
            case _:
                pass


class _Itself(ast.NodeTransformer):
    """`Self` in a class is the class: records have no subclasses."""

    def __init__(self, name: str) -> None:
        self._name = name

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return ast.copy_location(ast.Name(self._name, node.ctx), node) if node.id == "Self" else node


def _setters(tree: ast.Module, cls: ast.ClassDef, classes: list[ast.ClassDef], taken: set[str]) -> dict[str, str]:
    """The properties of a class that can be set, with the names that their setters get."""
    found: dict[str, str] = {}
    for method in [n for n in cls.body if isinstance(n, ast.FunctionDef)]:
        name = method.name
        if [ast.unparse(d) for d in method.decorator_list] != [f"{name}.setter"] or len(method.args.args) != 2:
            continue
        others = [c for c in classes if c is not cls]
        elsewhere = any(
            (isinstance(n, ast.Name | ast.FunctionDef) and getattr(n, "id", getattr(n, "name", "")) == name)
            or (isinstance(n, ast.Attribute) and n.attr == name and not isinstance(n.ctx, ast.Load))
            for c in others
            for n in ast.walk(c)
        )
        if elsewhere or not _all_plain(tree, name):
            continue
        method.decorator_list = []
        method.name = found[name] = fresh(f"set_{name}", taken)
    return found


def _all_plain(tree: ast.Module, name: str) -> bool:
    """Whether each store to an attribute of that name is a statement of its own, to an attribute of a variable."""
    stores = [n for n in ast.walk(tree) if isinstance(n, ast.Attribute) and n.attr == name
              and not isinstance(n.ctx, ast.Load)]  # fmt: skip
    plain = 0
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Attribute(value=ast.Name(), attr=attr)]) if attr == name:
                plain += 1
            case ast.AugAssign(target=ast.Attribute(value=ast.Name(), attr=attr)) if attr == name:
                plain += 1
            case _:
                pass
    return plain == len(stores)


class _Stores(ast.NodeTransformer):
    """`account.balance = x` as a call of the setter."""

    def __init__(self, setters: dict[str, str]) -> None:
        self._setters = setters

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        match node.targets:
            case [ast.Attribute(value=owner, attr=attr)] if attr in self._setters:
                return self._call(owner, attr, node.value, node)
            case _:
                return node

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        match node.target:
            case ast.Attribute(value=ast.Name(id=name) as owner, attr=attr) if attr in self._setters:
                now = ast.Attribute(ast.Name(name, ast.Load()), attr, ast.Load())
                return self._call(owner, attr, ast.BinOp(now, node.op, node.value), node)
            case _:
                return node

    def _call(self, owner: ast.expr, attr: str, value: ast.expr, node: ast.stmt) -> ast.stmt:
        made = ast.Expr(ast.Call(ast.Attribute(owner, self._setters[attr], ast.Load()), [value], []))
        for inner in ast.walk(made):
            if isinstance(inner, ast.stmt | ast.expr) and not hasattr(inner, "lineno"):
                ast.copy_location(inner, node)
        return made


def _is_manager(cls: ast.ClassDef) -> bool:
    """Whether `with` may enter its objects: __exit__ never reads what it is told, and gives nothing back. It loses
    these parameters, for only `with` calls it."""
    methods = _methods(cls)
    enter, leave = methods.get("__enter__"), methods.get("__exit__")
    if enter is None or leave is None or cls.bases or enter.decorator_list or leave.decorator_list:
        return False
    told = [*leave.args.args[1:], *([leave.args.vararg] if leave.args.vararg else [])]
    read = {n.id for s in leave.body for n in ast.walk(s) if isinstance(n, ast.Name)}
    ends = [n for s in leave.body for n in ast.walk(s) if isinstance(n, ast.Return)]
    gives = any(n.value is not None and not _is_false(n.value) for n in ends)
    if not leave.args.args or read & {a.arg for a in told} or gives or leave.args.kwonlyargs or leave.args.kwarg:
        return False
    leave.args.args, leave.args.vararg, leave.args.defaults = leave.args.args[:1], None, []
    leave.returns = ast.copy_location(ast.Constant(None), leave)
    for end in ends:
        end.value = None
    enter.name, leave.name = _ENTER, _LEAVE
    return True


def _is_false(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and (node.value is None or node.value is False)


class _Withs(ast.NodeTransformer):
    """`with Manager(...) as name: block`."""

    def __init__(self, managers: set[str], taken: set[str]) -> None:
        self._managers = managers
        self._taken = taken

    def visit_With(self, node: ast.With) -> ast.AST | list[ast.stmt]:
        self.generic_visit(node)
        item = node.items[0]
        match item.context_expr:
            case ast.Call(func=ast.Name(id=name)) if name in self._managers:
                pass
            case _:
                return node
        inner: list[ast.stmt] = node.body
        if len(node.items) > 1:
            rest = ast.copy_location(ast.With(node.items[1:], node.body), node)
            again = self.visit(rest)
            inner = again if isinstance(again, list) else [again]
        manager = fresh("manager", self._taken)
        made = ast.parse(
            f"{manager} = 0\n{manager}.{_ENTER}()\ntry:\n    pass\nfinally:\n    {manager}.{_LEAVE}()"
        ).body
        first, entered, block = made
        assert isinstance(first, ast.Assign)
        assert isinstance(entered, ast.Expr)
        assert isinstance(block, ast.Try)
        for one in made:
            _placed(one, node)
        first.value = item.context_expr
        second: ast.stmt = entered
        if item.optional_vars is not None:
            second = ast.copy_location(ast.Assign([item.optional_vars], entered.value), node)
        block.body = inner
        return [first, second, block]

"""Exception classes with an `__init__` of their own: a function `new_<class>` that gives what an instance holds.

    class Short(Exception):
        def __init__(self, sku: str, left: int) -> None:
            super().__init__(f"{sku}: {left} left")
            self.sku = sku

gives `def new_short(sku: str, left: int)` with `return arg_1, own_sku`: first what `args` is, then each attribute in
the order of its first assignment. `raise Short(...)` is lowered as the class with those values (`frontend/raised.py`),
and the bridge makes the instance of them without running a line of the class. A class that does more gets no such
function and is refused when it is raised.
"""

import ast
import builtins
import copy
from dataclasses import dataclass

from pivot_lsp.port.frontend.prepare.names import all_names, own_nodes, untyped

_OWN = {"args", "with_traceback", "add_note"}
HOOKS = {"__new__", "__setattr__", "__delattr__", "__getattribute__", "__getattr__", "__init_subclass__", "__reduce__",
          "__setstate__", "__eq__", "__hash__", "__del__"}  # fmt: skip
ARGUMENT, FIELD = "arg_", "own_"


@dataclass(frozen=True)
class Layout:
    """What an instance holds: how many `args`, and the attributes. `all_given`: `args` are those of the call."""

    count: int
    fields: tuple[str, ...]
    all_given: bool


def name_of(cls: str) -> str:
    """The name of the function that gives what an instance of `cls` holds."""
    return "new_" + "".join(f"_{c.lower()}" if c.isupper() and i else c.lower() for i, c in enumerate(cls))


def layout(node: ast.FunctionDef) -> Layout:
    """What such a function gives, read from its last statement."""
    last = node.body[-1]
    assert isinstance(last, ast.Return)
    assert isinstance(last.value, ast.Tuple)
    names = [n.id for n in last.value.elts if isinstance(n, ast.Name)]
    fields = tuple(n.removeprefix(FIELD) for n in names if n.startswith(FIELD))
    count = len(names) - len(fields)
    given = [a.arg for a in [*node.args.posonlyargs, *node.args.args]]
    return Layout(count, fields, names[:count] == given and bool(given))


def describe(tree: ast.Module) -> ast.Module:
    """`tree` with a function for each exception class that sets attributes."""
    classes = {n.name: n for n in tree.body if isinstance(n, ast.ClassDef)}
    taken = all_names(tree)
    made: dict[str, ast.FunctionDef] = {}
    body: list[ast.stmt] = []
    for node in tree.body:
        body.append(node)
        if not isinstance(node, ast.ClassDef) or not _is_exception(node, classes) or name_of(node.name) in taken:
            continue
        function = _Maker(node, made).function()
        if function is not None:
            made[node.name] = function
            body.append(function)
    tree.body = body
    return tree


def _is_exception(node: ast.ClassDef, classes: dict[str, ast.ClassDef]) -> bool:
    """Whether it looks like one by its only base; what it is, the unit finds out."""
    if len(node.bases) != 1 or node.keywords or node.decorator_list or not isinstance(node.bases[0], ast.Name):
        return False
    name = node.bases[0].id
    if name in classes:
        return classes[name] is not node and _is_exception(
            classes[name], {k: v for k, v in classes.items() if v is not node}
        )
    found = getattr(builtins, name, None)
    return isinstance(found, type) and issubclass(found, Exception)


class _Unusual(Exception):
    """The class does more than can be told from its text."""


class _Maker:
    def __init__(self, node: ast.ClassDef, made: dict[str, ast.FunctionDef]) -> None:
        self._node = node
        self._made = made
        self._base = node.bases[0].id if isinstance(node.bases[0], ast.Name) else ""

    def function(self) -> ast.FunctionDef | None:
        """The function; None where there is no __init__, or one that is not taken."""
        own = {n.name: n for n in self._node.body if isinstance(n, ast.FunctionDef)}
        init = own.get("__init__")
        if init is None or HOOKS & own.keys() or init.decorator_list:
            return None
        args = init.args
        if (
            args.vararg
            or args.kwarg
            or not args.args
            or args.posonlyargs
            or len(init.args.args) - 1 < len(args.defaults)
        ):
            return None
        try:
            return self._function(copy.deepcopy(init), set(own))
        except _Unusual:
            return None

    def _function(self, init: ast.FunctionDef, methods: set[str]) -> ast.FunctionDef:
        self_name = init.args.args[0].arg
        fields = _Fields(self_name)
        if any(
            isinstance(n, ast.Return | ast.Yield | ast.YieldFrom | ast.Nonlocal | ast.Global) for n in own_nodes(init)
        ):
            raise _Unusual
        body: list[ast.stmt] = []
        given = [a.arg for a in init.args.args[1:]]
        stored = {n.id for n in ast.walk(init) if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)}
        arguments: list[str] | None = None
        for statement in init.body:
            if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
                continue
            call = self._base_call(statement, self_name)
            if call is None:
                if any(isinstance(n, ast.Name) and n.id == "super" for n in ast.walk(statement)):
                    raise _Unusual
                body.append(fields.visit(statement))
                continue
            if arguments is not None:
                raise _Unusual
            arguments = self._base_made(call, fields, body)
        if arguments is None:  # `args` are those of the call
            if stored & set(given) or self._base in self._made or init.args.kwonlyargs:
                raise _Unusual
            arguments = given
        if (fields.bad or set(fields.order) & (_OWN | methods)
                or {f"{FIELD}{f}" for f in fields.order} & (stored | set(given))):  # fmt: skip
            raise _Unusual
        names = [*arguments, *(f"{FIELD}{f}" for f in fields.order)]
        values: list[ast.expr] = [ast.Name(n, ast.Load()) for n in names]
        body.append(ast.Return(ast.Tuple(values, ast.Load())))
        init.args.args = init.args.args[1:]
        made = ast.FunctionDef(name_of(self._node.name), init.args, body, [], None, None)
        untyped(made)
        for n in ast.walk(made):
            if isinstance(n, ast.expr | ast.stmt) and not hasattr(n, "lineno"):
                ast.copy_location(n, init)
        return ast.copy_location(made, init)

    def _base_call(self, statement: ast.stmt, self_name: str) -> ast.Call | None:
        """The call in `super().__init__(...)` or `Base.__init__(self, ...)`."""
        match statement:
            case ast.Expr(ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name(id="super"), args=[], keywords=[]),
                                                      attr="__init__")) as call):  # fmt: skip
                return call
            case ast.Expr(ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="__init__"),
                                   args=[ast.Name(id=own), *rest]) as call) if (
                name == self._base and own == self_name
            ):  # fmt: skip
                return ast.copy_location(ast.Call(call.func, rest, call.keywords), call)
            case _:
                return None

    def _base_made(self, call: ast.Call, fields: "_Fields", body: list[ast.stmt]) -> list[str]:
        """Adds what the base's __init__ does; the names of what `args` is then."""
        if any(isinstance(a, ast.Starred) for a in call.args) or any(k.arg is None for k in call.keywords):
            raise _Unusual
        values: list[ast.expr] = [fields.visit(a) for a in call.args]
        parent = self._made.get(self._base)
        if parent is None:
            if call.keywords or not hasattr(builtins, self._base):  # a base without a function of its own: be careful
                raise _Unusual
            names = [f"{ARGUMENT}{i + 1}" for i in range(len(values))]
            for name, value in zip(names, values, strict=True):
                target = ast.copy_location(ast.Name(name, ast.Store()), call)
                body.append(ast.copy_location(ast.Assign([target], value), call))
            return names
        found = layout(parent)
        if found.all_given or fields.order:
            raise _Unusual
        names = [f"{ARGUMENT}{i + 1}" for i in range(found.count)]
        targets: list[ast.expr] = [ast.copy_location(ast.Name(n, ast.Store()), call)
                                   for n in [*names, *(f"{FIELD}{f}" for f in found.fields)]]  # fmt: skip
        function = ast.copy_location(ast.Name(parent.name, ast.Load()), call)
        keywords = [ast.keyword(k.arg, fields.visit(k.value)) for k in call.keywords]
        made = ast.copy_location(ast.Call(function, values, keywords), call)
        for keyword in keywords:
            ast.copy_location(keyword, call)
        target_list = ast.copy_location(ast.Tuple(targets, ast.Store()), call)
        if len(targets) == 1:
            raise _Unusual
        body.append(ast.copy_location(ast.Assign([target_list], made), call))
        fields.order += found.fields
        return names


class _Fields(ast.NodeTransformer):
    """Attributes of self as variables."""

    def __init__(self, self_name: str) -> None:
        self._self = self_name
        self.order: list[str] = []
        self.bad = False

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        if not isinstance(node.value, ast.Name) or node.value.id != self._self:
            return self.generic_visit(node)
        if isinstance(node.ctx, ast.Store) and node.attr not in self.order:
            self.order.append(node.attr)
        self.bad = self.bad or node.attr not in self.order or isinstance(node.ctx, ast.Del)
        return ast.copy_location(ast.Name(f"{FIELD}{node.attr}", node.ctx), node)

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        node.value = self.visit(node.value)
        node.targets = [self.visit(t) for t in node.targets]
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        if node.value is not None:
            node.value = self.visit(node.value)
        target = node.target
        made = self.visit(target)
        if made is not target and node.value is None:
            self.bad = True
        node.target, node.simple = made, int(isinstance(made, ast.Name))
        return node

    def visit_Name(self, node: ast.Name) -> ast.AST:
        self.bad = self.bad or node.id == self._self
        return node

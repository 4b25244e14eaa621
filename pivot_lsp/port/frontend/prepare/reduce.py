"""`functools.reduce` as the loop that it is (Lib/functools.py), in a nested function of its own."""

import ast

from pivot_lsp.port.frontend.prepare.names import all_names, free_names, fresh
from pivot_lsp.port.frontend.prepare.nested import Nesting, nest

OPERATORS: dict[str, type[ast.operator]] = {
    "add": ast.Add, "sub": ast.Sub, "mul": ast.Mult, "floordiv": ast.FloorDiv, "truediv": ast.Div, "mod": ast.Mod,
    "and_": ast.BitAnd, "or_": ast.BitOr, "xor": ast.BitXor, "pow": ast.Pow,
}  # fmt: skip
"""What functions of the module operator stand for."""


def unfold(tree: ast.Module) -> ast.Module:
    """`tree` without the calls of reduce whose function is a lambda or a name."""
    names = _spellings(tree)
    if not names:
        return tree
    taken = all_names(tree)
    return nest(tree, lambda function: _Reduce(names, taken))


def _spellings(tree: ast.Module) -> set[str]:
    found: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module == "functools":
            found |= {a.asname or a.name for a in node.names if a.name == "reduce"}
        if isinstance(node, ast.Import):
            found |= {f"{a.asname or a.name}.reduce" for a in node.names if a.name == "functools"}
    return found


class _Reduce(Nesting):
    def __init__(self, names: set[str], taken: set[str]) -> None:
        super().__init__()
        self._names = names
        self._taken = taken

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if ast.unparse(node.func) not in self._names or node.keywords or len(node.args) not in (2, 3):
            return node
        function, items = node.args[:2]
        if any(isinstance(n, ast.Call) for a in node.args[2:] for n in ast.walk(a)):  # it comes before the walk
            return node
        step = self._step(function)
        if step is None or any(isinstance(a, ast.Starred) for a in node.args) or free_names(function) & self.bound:
            return node
        one, two, applied = step
        name, source = fresh("reduced", self._taken), fresh("items", self._taken)
        if len(node.args) == 3:
            text = (
                f"def {name}({source}, {one}):\n    for {two} in {source}:\n        {one} = {applied}\n    return {one}"
            )
            given = [_call("list", items, node), node.args[2]]
        else:
            words = "reduce() of empty iterable with no initial value"
            text = (
                f"def {name}({source}):\n    if not {source}:\n        raise TypeError({words!r})\n"
                f"    {one} = {source}[0]\n    for {two} in {source}[1:]:\n        {one} = {applied}\n    return {one}"
            )
            given = [_call("list", items, node)]
        made = ast.parse(text).body[0]
        for inner in ast.walk(made):
            if hasattr(inner, "lineno"):
                ast.copy_location(inner, node)
        self.made.append(made)
        return ast.copy_location(ast.Call(ast.copy_location(ast.Name(name, ast.Load()), node), given, []), node)

    def _step(self, function: ast.expr) -> tuple[str, str, str] | None:
        """What the two parameters are called, and the expression on them."""
        match function:
            case ast.Lambda(args=ast.arguments(args=[one, two], vararg=None, kwarg=None, defaults=[], kwonlyargs=[])):
                return one.arg, two.arg, ast.unparse(function.body)
            case ast.Attribute(value=ast.Name(id="operator"), attr=attr) if attr in OPERATORS:
                first, second = fresh("so_far", self._taken), fresh("item", self._taken)
                left, right = ast.Name(first, ast.Load()), ast.Name(second, ast.Load())
                return first, second, ast.unparse(ast.BinOp(left, OPERATORS[attr](), right))
            case ast.Attribute(value=ast.Name(id="math"), attr=attr):
                first, second = fresh("so_far", self._taken), fresh("item", self._taken)
                return first, second, f"math.{attr}({first}, {second})"
            case ast.Name(id=name):
                first, second = fresh("so_far", self._taken), fresh("item", self._taken)
                return first, second, f"{name}({first}, {second})"
            case _:
                return None


def _call(name: str, argument: ast.expr, node: ast.expr) -> ast.expr:
    function = ast.copy_location(ast.Name(name, ast.Load()), node)
    return ast.copy_location(ast.Call(function, [argument], []), node)

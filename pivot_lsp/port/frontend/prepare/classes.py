"""Methods that Python calls for an operator, in the words that the lowering knows.

`__eq__(self, other: object)` of a class is asked about instances of that class only: a port compares with nothing
else. `def __iter__(self): return iter(x)` is the generator that gives what `x` gives.
"""

import ast

_COMPARISONS = {"__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__"}


def restate(tree: ast.Module) -> ast.Module:
    """`tree` with such methods stated otherwise."""
    for cls in (n for n in tree.body if isinstance(n, ast.ClassDef)):
        for method in cls.body:
            if not isinstance(method, ast.FunctionDef):
                continue
            if method.name in _COMPARISONS and len(method.args.args) == 2:
                _narrow(method.args.args[1], cls.name)
            if method.name == "__iter__":
                method.body = [_walked(s) for s in method.body]
    return tree


def _narrow(parameter: ast.arg, name: str) -> None:
    match parameter.annotation:
        case None | ast.Name(id="object" | "Any") | ast.Attribute(attr="Any"):
            place = parameter.annotation or parameter
            parameter.annotation = ast.copy_location(ast.Name(name, ast.Load()), place)
        case _:
            pass


def _walked(statement: ast.stmt) -> ast.stmt:
    match statement:
        case ast.Return(value=ast.Call(func=ast.Name(id="iter"), args=[source], keywords=[])):
            again = ast.copy_location(ast.YieldFrom(source), statement)
            return ast.copy_location(ast.Expr(again), statement)
        case _:
            return statement

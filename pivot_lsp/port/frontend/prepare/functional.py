"""`map`, `filter` and named lambdas in the forms they stand for: generator expressions and functions.

A `for` over a generator expression becomes a loop over what the generator walks, so that both stay interleaved as
they are in Python.
"""

import ast
import copy

from pivot_lsp.port.frontend.prepare.names import FUNCTIONS, all_names, fresh, own_nodes, rebound


def rewrite(tree: ast.Module) -> ast.Module:
    """`tree` without map, filter, `name = lambda` and loops over generator expressions, where that is the same."""
    taken = all_names(tree)
    shadowed = rebound(tree)
    tree = _Calls(shadowed, taken).visit(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef):
            _name_lambdas(node)
    made: ast.Module = _Loops(taken).visit(tree)
    return made


class _Calls(ast.NodeTransformer):
    """`map(f, xs)`, `filter(f, xs)` -> generator expressions, `str.upper(s)` -> `s.upper()`."""

    def __init__(self, shadowed: set[str], taken: set[str]) -> None:
        self._shadowed = shadowed
        self._taken = taken

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        match node:
            case ast.Call(func=ast.Name(id="map"), args=[f, xs], keywords=[]) if self._plain("map", f, xs):
                return self._generator(node, f, xs, test=False)
            case ast.Call(func=ast.Name(id="map"), args=[f, xs, *more], keywords=[]) if self._plain(
                "map", f, xs, *more
            ):
                return self._zipped(node, f, [xs, *more])
            case ast.Call(func=ast.Name(id="filter"), args=[f, xs], keywords=[]) if self._plain("filter", f, xs):
                return self._generator(node, f, xs, test=True)
            case ast.Call(func=ast.Attribute(value=ast.Name(id="str"), attr=name), args=[owner, *rest]) if (
                "str" not in self._shadowed and name not in ("join", "maketrans") and not isinstance(owner, ast.Starred)
            ):
                node.func = ast.copy_location(ast.Attribute(owner, name, ast.Load()), node.func)
                node.args = rest
                return node
            case _:
                return node

    def _plain(self, name: str, f: ast.expr, *sources: ast.expr) -> bool:
        known = isinstance(f, ast.Lambda | ast.Name | ast.Attribute) or (
            isinstance(f, ast.Constant) and f.value is None
        )
        if isinstance(f, ast.Lambda):
            args = f.args
            plain = not (args.vararg or args.kwarg or args.kwonlyargs or args.defaults or args.posonlyargs)
            known = plain and len(args.args) == len(sources)
        if isinstance(f, ast.Attribute):  # looked up once in Python, at each element here: only where that is the same
            known = isinstance(f.value, ast.Name)
        return known and name not in self._shadowed and not any(isinstance(s, ast.Starred) for s in sources)

    def _generator(self, node: ast.Call, f: ast.expr, xs: ast.expr, *, test: bool) -> ast.AST:
        name = f.args.args[0].arg if isinstance(f, ast.Lambda) else fresh("item", self._taken)
        item = ast.copy_location(ast.Name(name, ast.Load()), xs)
        applied = self._applied(f, [item], node)
        target = ast.copy_location(ast.Name(name, ast.Store()), xs)
        clause = ast.comprehension(target, xs, [applied] if test else [], 0)
        return ast.copy_location(ast.GeneratorExp(copy.copy(item) if test else applied, [clause]), node)

    def _zipped(self, node: ast.Call, f: ast.expr, sources: list[ast.expr]) -> ast.AST:
        if isinstance(f, ast.Lambda):
            names = [a.arg for a in f.args.args]
        else:
            names = [fresh("item", self._taken) for _ in sources]
        items = [ast.copy_location(ast.Name(n, ast.Load()), node) for n in names]
        target = ast.Tuple([ast.copy_location(ast.Name(n, ast.Store()), node) for n in names], ast.Store())
        zipped = ast.Call(ast.copy_location(ast.Name("zip", ast.Load()), node), sources, [])
        clause = ast.comprehension(ast.copy_location(target, node), ast.copy_location(zipped, node), [], 0)
        return ast.copy_location(ast.GeneratorExp(self._applied(f, [*items], node), [clause]), node)

    def _applied(self, f: ast.expr, items: list[ast.expr], node: ast.Call) -> ast.expr:
        if isinstance(f, ast.Lambda):
            return f.body
        if isinstance(f, ast.Constant):
            return items[0]
        made = self.visit_Call(ast.copy_location(ast.Call(f, items, []), node))
        assert isinstance(made, ast.expr)
        return made


def _name_lambdas(scope: ast.Module | ast.FunctionDef) -> None:
    """`f = lambda x: ...` -> `def f(x): return ...`, where nothing else binds the name in this scope."""
    for block in [
        value
        for n in [scope, *(own_nodes(scope) if isinstance(scope, ast.FunctionDef) else scope.body)]
        if n is scope or not isinstance(n, (*FUNCTIONS, ast.Lambda, ast.ClassDef))
        for part in ("body", "orelse", "finalbody")
        if isinstance(value := getattr(n, part, None), list)
    ]:
        for index, node in enumerate(block):
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Lambda() as made) if _bound_once(scope, name):
                    body = ast.copy_location(ast.Return(made.body), made)
                    function = ast.FunctionDef(name, made.args, [body], [], None, None)
                    setattr(function, "type_params", [])  # noqa: B010 - a field from Python 3.12 on
                    block[index] = ast.copy_location(function, node)
                case _:
                    pass


def _bound_once(scope: ast.AST, name: str) -> bool:
    bound = sum(
        (isinstance(n, ast.Name) and n.id == name and not isinstance(n.ctx, ast.Load))
        or (isinstance(n, ast.FunctionDef | ast.ClassDef) and n.name == name)
        or (isinstance(n, ast.arg) and n.arg == name)
        for n in ast.walk(scope)
    )
    return bound == 1


class _Loops(ast.NodeTransformer):
    """`for x in (e for y in ys if c): body` -> `for y in ys: if not c: continue; x = e; body`."""

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken

    def visit_For(self, node: ast.For) -> ast.AST:
        self.generic_visit(node)
        generator = node.iter
        if not isinstance(generator, ast.GeneratorExp) or len(generator.generators) != 1:
            return node
        clause = generator.generators[0]
        names = sorted({n.id for n in ast.walk(clause.target) if isinstance(n, ast.Name)})
        inner = [generator.elt, *clause.ifs]
        if clause.is_async or any(isinstance(n, ast.NamedExpr) for x in inner for n in ast.walk(x)):
            return node
        if any(isinstance(n, ast.Name) and n.id == "next" for x in inner for n in ast.walk(x)):
            return node  # its StopIteration is a RuntimeError only inside the generator
        if _bound_inside(inner) & set(names):
            return node
        new = {name: fresh(name, self._taken) for name in names}
        rename = _Rename(new)
        target = rename.visit(clause.target)
        tests = [rename.visit(t) for t in clause.ifs]
        body: list[ast.stmt] = []
        for test in tests:
            negated = ast.copy_location(ast.UnaryOp(ast.Not(), test), test)
            body.append(ast.copy_location(ast.If(negated, [ast.copy_location(ast.Continue(), test)], []), test))
        body.append(ast.copy_location(ast.Assign([node.target], rename.visit(generator.elt)), generator))
        return ast.copy_location(ast.For(target, clause.iter, body + node.body, node.orelse), node)


def _bound_inside(nodes: list[ast.expr]) -> set[str]:
    """Names that lambdas and comprehensions inside `nodes` bind."""
    every = [n for x in nodes for n in ast.walk(x)]
    targets = [m for n in every if isinstance(n, ast.comprehension) for m in ast.walk(n.target)]
    return {n.arg for n in every if isinstance(n, ast.arg)} | {n.id for n in targets if isinstance(n, ast.Name)}


class _Rename(ast.NodeTransformer):
    def __init__(self, new: dict[str, str]) -> None:
        self._new = new

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return ast.copy_location(ast.Name(self._new.get(node.id, node.id), node.ctx), node)

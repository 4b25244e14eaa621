"""Which names a function binds, and which it takes from outside, by Python's scoping rules (reference, 4.2.2)."""

import ast
from collections.abc import Callable, Iterator

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


def parameters(node: Function) -> list[str]:
    """Names of all parameters."""
    args = node.args
    more = [a for a in (args.vararg, args.kwarg) if a is not None]
    return [a.arg for a in [*args.posonlyargs, *args.args, *args.kwonlyargs, *more]]


def own_nodes(node: Function) -> Iterator[ast.AST]:
    """The nodes of a function's own scope: not those inside nested functions, lambdas, comprehensions, classes.

    A nested scope's own node is given, and of a comprehension its first iterable, which is evaluated outside.
    """
    stack: list[ast.AST] = list(reversed(node.body)) if isinstance(node.body, list) else [node.body]
    while stack:
        item = stack.pop()
        yield item
        if isinstance(item, (*FUNCTIONS, ast.Lambda)):
            stack += [d for d in [*item.args.defaults, *item.args.kw_defaults] if d is not None]
            stack += getattr(item, "decorator_list", [])
        elif isinstance(item, _COMPREHENSIONS):
            stack.append(item.generators[0].iter)
            stack += [n for n in ast.walk(item) if isinstance(n, ast.NamedExpr)]
        elif isinstance(item, ast.ClassDef):
            continue
        else:
            stack.extend(reversed(list(ast.iter_child_nodes(item))))


def declared(node: Function, kind: type[ast.Global | ast.Nonlocal]) -> set[str]:
    """Names in `global` or `nonlocal` statements of the function itself."""
    return {name for n in own_nodes(node) if isinstance(n, kind) for name in n.names}


def local_names(node: Function) -> set[str]:
    """Parameters and what the function itself binds."""
    found = set(parameters(node))
    elsewhere: set[str] = set()
    for item in own_nodes(node):
        match item:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                found.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                found.add(name)
            case ast.MatchMapping(rest=str(name)):
                found.add(name)
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                found |= {(a.asname or a.name).partition(".")[0] for a in aliases}
            case ast.Global(names=names) | ast.Nonlocal(names=names):
                elsewhere.update(names)
            case _:
                pass
    return found - elsewhere


def free_names(node: ast.AST) -> set[str]:
    """Names that `node` (a function, a comprehension, any expression or statement) reads or writes from outside."""
    if isinstance(node, (*FUNCTIONS, ast.Lambda)):
        body = node.body if isinstance(node.body, list) else [node.body]
        inside = {n for child in body for n in free_names(child)} - local_names(node)
        inside |= declared(node, ast.Nonlocal)
        outside = [d for d in [*node.args.defaults, *node.args.kw_defaults] if d is not None]
        outside += getattr(node, "decorator_list", [])
        return inside | {n for d in outside for n in free_names(d)}
    if isinstance(node, _COMPREHENSIONS):
        bound = {n.id for g in node.generators for n in ast.walk(g.target) if isinstance(n, ast.Name)}
        first, *rest = node.generators
        elements = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        inner: list[ast.AST] = [*elements, *first.ifs, *(x for g in rest for x in (g.iter, *g.ifs))]
        return ({n for x in inner for n in free_names(x)} - bound) | free_names(first.iter)
    if isinstance(node, ast.Name):
        return {node.id}
    return {n for child in ast.iter_child_nodes(node) for n in free_names(child)}


def all_names(tree: ast.AST) -> set[str]:
    """Every identifier that occurs anywhere: what a new name must not be."""
    found: set[str] = set()
    for n in ast.walk(tree):
        for attribute in ("id", "arg", "name", "asname", "rest"):
            value = getattr(n, attribute, None)
            if isinstance(value, str):
                found.add(value)
    return found


def fresh(base: str, taken: set[str]) -> str:
    """`base`, or `base_2` and so on, whichever is not taken; it is taken then."""
    name, count = base, 2
    while name in taken:
        name, count = f"{base}_{count}", count + 1
    taken.add(name)
    return name


def rebound(tree: ast.Module) -> set[str]:
    """Names that the module binds anywhere, in any scope: a built-in of that name may not be the built-in."""
    found: set[str] = set()
    for n in ast.walk(tree):
        match n:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()) | ast.arg(arg=name):
                found.add(name)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.AsyncFunctionDef(name=name):
                found.add(name)
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                found |= {(a.asname or a.name).partition(".")[0] for a in aliases}
            case _:
                pass
    return found


def blocks(function: ast.FunctionDef) -> list[list[ast.stmt]]:
    """The lists of statements of a function's own scope, its body first."""
    found = [function.body]
    for n in own_nodes(function):
        if isinstance(n, (*FUNCTIONS, ast.Lambda, ast.ClassDef)):
            continue
        for name in ("body", "orelse", "finalbody"):
            block = getattr(n, name, None)
            if isinstance(block, list) and block and isinstance(block[0], ast.stmt):
                found.append(block)
    return found


def after_docstring(node: ast.Module | ast.FunctionDef) -> int:
    """Where the statements begin."""
    return 1 if ast.get_docstring(node, clean=False) is not None else 0


def functions_of(node: ast.stmt) -> list[ast.FunctionDef]:
    """The function that a statement of a module is, or the methods of the class."""
    inside = node.body if isinstance(node, ast.ClassDef) else [node]
    return [n for n in inside if isinstance(n, ast.FunctionDef)]


def bound_once(tree: ast.Module, taken: Callable[[ast.FunctionDef], object]) -> dict[str, ast.FunctionDef]:
    """The functions of the module that are `taken`, by name, whose names nothing else in it binds, in any scope: a
    call by that name is a call of that function."""
    bound = [n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.ClassDef)]
    bound += [n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)]
    bound += [n.arg for n in ast.walk(tree) if isinstance(n, ast.arg)]
    found = {n.name: n for n in tree.body if isinstance(n, ast.FunctionDef) and taken(n)}
    return {name: node for name, node in found.items() if bound.count(name) == 1}


def untyped(made: ast.FunctionDef) -> None:
    """Leaves a function that is made without type parameters, a field of it from Python 3.12 on."""
    vars(made)["type_params"] = []

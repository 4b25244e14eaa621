"""Which names a function binds, and which it takes from outside, by Python's scoping rules (reference, 4.2.2)."""

import ast
from collections import Counter
from collections.abc import Callable, Iterator

from pivot_lsp.port.frontend.nodes import nodes_in, nodes_of

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_NESTED = (*FUNCTIONS, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_BINDING = frozenset(
    {*FUNCTIONS, ast.ClassDef, ast.ExceptHandler, ast.MatchAs, ast.MatchStar, ast.MatchMapping, ast.Import,
     ast.ImportFrom, ast.Global, ast.Nonlocal}
)  # fmt: skip
"""What binds a name, or says where one is bound, apart from a name that is stored."""
_REBINDING = frozenset({*FUNCTIONS, ast.Name, ast.arg, ast.ClassDef, ast.Import, ast.ImportFrom})
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
        kind = item.__class__
        if kind in _NESTED:
            stack += _outside(item)  # type: ignore[arg-type]  # `kind` says so
        elif kind in _COMPREHENSIONS:
            stack.append(item.generators[0].iter)  # type: ignore[attr-defined]  # `kind` says so
            stack += [n for n in nodes_of(item) if isinstance(n, ast.NamedExpr)]
        elif kind is not ast.ClassDef:
            below = nodes_in(item)
            below.reverse()
            stack += below


def _outside(node: Function) -> list[ast.expr]:
    """What of a function is evaluated in the scope around it."""
    found = [d for d in [*node.args.defaults, *node.args.kw_defaults] if d is not None]
    return found + getattr(node, "decorator_list", [])


def declared(node: Function, kind: type[ast.Global | ast.Nonlocal]) -> set[str]:
    """Names in `global` or `nonlocal` statements of the function itself."""
    return {name for n in own_nodes(node) if isinstance(n, kind) for name in n.names}


def local_names(node: Function) -> set[str]:
    """Parameters and what the function itself binds."""
    found = set(parameters(node))
    elsewhere: set[str] = set()
    for item in own_nodes(node):
        if isinstance(item, ast.Name):
            if isinstance(item.ctx, ast.Store | ast.Del):
                found.add(item.id)
            continue
        if item.__class__ not in _BINDING:
            continue
        match item:
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
    found: set[str] = set()
    todo = [node]
    while todo:
        item = todo.pop()
        kind = item.__class__
        if kind is ast.Name:
            found.add(item.id)  # type: ignore[attr-defined]  # `kind` says so
        elif kind in _NESTED:
            found |= _free_of_function(item)  # type: ignore[arg-type]  # `kind` says so
        elif kind in _COMPREHENSIONS:
            found |= _free_of_comprehension(item)  # type: ignore[arg-type]  # `kind` says so
        else:
            todo += nodes_in(item)
    return found


def _free_of_function(node: Function) -> set[str]:
    body = node.body if isinstance(node.body, list) else [node.body]
    inside = {n for child in body for n in free_names(child)} - local_names(node)
    inside |= declared(node, ast.Nonlocal)
    return inside | {n for outer in _outside(node) for n in free_names(outer)}


def _free_of_comprehension(node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp) -> set[str]:
    bound = {n.id for g in node.generators for n in nodes_of(g.target) if isinstance(n, ast.Name)}
    first, *rest = node.generators
    elements = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
    inner: list[ast.AST] = [*elements, *first.ifs, *(x for g in rest for x in (g.iter, *g.ifs))]
    return ({n for x in inner for n in free_names(x)} - bound) | free_names(first.iter)


class _Spelled(dict[type[ast.AST], tuple[str, ...]]):
    """The fields of each class that hold an identifier."""

    def __missing__(self, kind: type[ast.AST]) -> tuple[str, ...]:
        self[kind] = found = tuple(n for n in ("id", "arg", "name", "asname", "rest") if n in kind._fields)
        return found


_spelled = _Spelled()


def all_names(tree: ast.AST) -> set[str]:
    """Every identifier that occurs anywhere: what a new name must not be."""
    found: set[str] = set()
    for n in nodes_of(tree):
        for attribute in _spelled[n.__class__]:
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
    for n in nodes_of(tree):
        if n.__class__ not in _REBINDING:
            continue
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
    found = {n.name: n for n in tree.body if isinstance(n, ast.FunctionDef) and taken(n)}
    if not found:
        return found
    bound = Counter[str]()
    for n in nodes_of(tree):
        match n:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.arg(arg=name):
                bound[name] += 1
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                bound[name] += 1
            case _:
                pass
    return {name: node for name, node in found.items() if bound[name] == 1}


def untyped(made: ast.FunctionDef) -> None:
    """Leaves a function that is made without type parameters, a field of it from Python 3.12 on."""
    vars(made)["type_params"] = []

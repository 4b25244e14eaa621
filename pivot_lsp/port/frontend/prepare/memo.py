"""`functools.cache` and `lru_cache` as the dict that they are: looked into before the call, filled after it.

A cache that the module keeps between calls only saves time; here each call from Python has one of its own. The
arguments are the key, as in Lib/functools.py. A function of the module that gives out one mutable object again and
again is refused by the type of its result. What a function inside another computes anew can be told: there `lru_cache`
forgets what was asked for longest ago, as Python's does, and calls that Python's keeps apart, `f(1)` and `f(x=1)`, are
not taken.
"""

import ast
import copy

from pivot_lsp.port.frontend.prepare.names import after_docstring, all_names, fresh

MEMO = "_memo"
"""How the names of the dicts end."""
_KEPT = 128
"""How many results `lru_cache` keeps where nothing is said."""


def unfold(tree: ast.Module) -> ast.Module:
    """`tree` with its cached functions spelled out, the module's own and nested ones."""
    names = _decorators(tree)
    if not names:
        return tree
    taken = all_names(tree)
    held = [n for c in tree.body for n in (c.body if isinstance(c, ast.ClassDef) else [c])]
    around = {id(n): f for f in held if isinstance(f, ast.FunctionDef) for n in ast.walk(f) if n is not f}
    for scope in ast.walk(tree):
        for part in ("body", "orelse", "finalbody"):
            body = getattr(scope, part, None)
            if isinstance(body, list) and not isinstance(scope, ast.ClassDef):
                names = names if scope is not tree or not _meet_again(tree) else set()
                body[:] = [made for one in body for made in _unfolded(one, names, taken, around.get(id(one)))]
    return tree


def cached(tree: ast.Module) -> frozenset[str]:
    """The module's own cached functions."""
    names = _decorators(tree)
    functions = [n for n in tree.body if isinstance(n, ast.FunctionDef)]
    return frozenset(f.name for f in functions if any(_is_cache(d, names) for d in f.decorator_list))


def _decorators(tree: ast.Module) -> set[str]:
    """How the two are spelled in this module."""
    found: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module == "functools":
            found |= {a.asname or a.name for a in node.names if a.name in ("cache", "lru_cache")}
        if isinstance(node, ast.Import):
            for a in node.names:
                if a.name == "functools":
                    found |= {f"{a.asname or a.name}.cache", f"{a.asname or a.name}.lru_cache"}
    return found


def _meet_again(tree: ast.Module) -> bool:
    """Whether a cached function of the module calls one that calls it: dicts of their own would not spare them work."""
    functions = {n.name: n for n in tree.body if isinstance(n, ast.FunctionDef)}
    calls = {
        name: {n.id for n in ast.walk(f) if isinstance(n, ast.Name)} & functions.keys() for name, f in functions.items()
    }
    kept = cached(tree)
    return any(name in calls[other] for name in kept for other in calls[name] if other != name)


def _is_cache(node: ast.expr, names: set[str]) -> bool:
    if isinstance(node, ast.Call):
        plain = all(isinstance(a, ast.Constant) for a in [*node.args, *(k.value for k in node.keywords)])
        untyped = len(node.args) <= 1 and not any(k.arg == "typed" for k in node.keywords)
        return plain and ast.unparse(node.func) in names and untyped
    return ast.unparse(node) in names


def _unfolded(one: ast.stmt, names: set[str], taken: set[str], around: ast.FunctionDef | None) -> list[ast.stmt]:
    """`around`: the function that `one` stands in; None of one of the module."""
    if not isinstance(one, ast.FunctionDef) or len(one.decorator_list) != 1:
        return [one]
    args = one.args
    if args.vararg or args.kwarg or args.kwonlyargs or not _is_cache(one.decorator_list[0], names):
        return [one]
    if any(
        isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name) and n.value.id == one.name for n in ast.walk(one)
    ):
        return [one]  # cache_clear() and the like
    if around is not None and not _spelled_alike(one, around):
        return [one]
    memo = fresh(f"{one.name}{MEMO}", taken)
    if around is not None:
        return _pair(one, one.name, memo, taken, _most(one.decorator_list[0]))
    inner = copy.deepcopy(one)
    inner.name = fresh(f"{one.name}_cached", taken)
    for n in ast.walk(inner):
        if isinstance(n, ast.Name) and n.id == one.name:
            n.id = inner.name
    parameters = [a.arg for a in [*args.posonlyargs, *args.args]]
    call = ast.Call(ast.Name(inner.name, ast.Load()), [ast.Name(p, ast.Load()) for p in parameters], [])
    start = one.body[: after_docstring(one)]
    inner.args.defaults = []
    one.decorator_list = []
    one.body = [*start, *_pair(inner, inner.name, memo, taken, None), _placed(ast.Return(call), one)]
    return [one]


def _most(decorator: ast.expr) -> int | None:
    """How many results are kept; None where all are."""
    if not isinstance(decorator, ast.Call):
        return None if ast.unparse(decorator).rpartition(".")[2] == "cache" else _KEPT
    given = [*decorator.args, *(k.value for k in decorator.keywords)]
    found = given[0].value if given and isinstance(given[0], ast.Constant) else _KEPT
    return max(found, 0) if isinstance(found, int) else None


def _spelled_alike(one: ast.FunctionDef, around: ast.FunctionDef) -> bool:
    """Whether all calls give the same arguments by position: `f(1)`, `f(x=1)` and `f(1, 2)`, where 2 is the default,
    are different calls to a cache."""
    called = [n for n in ast.walk(around) if isinstance(n, ast.Call) and _is_name(n.func, one.name)]
    read = [n for n in ast.walk(around) if isinstance(n, ast.Name) and n.id == one.name]
    if any(c.keywords or any(isinstance(a, ast.Starred) for a in c.args) for c in called):
        return False
    return not one.args.defaults or (len(read) == len(called) and len({len(c.args) for c in called}) <= 1)


def _is_name(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


_LOOK = """
if {key} in {memo}:
    return {memo}[{key}]
{result} = {compute}({given})
{memo}[{key}] = {result}
return {result}
"""
_LOOK_AND_FORGET = """
if {key} not in {memo}:
    {result} = {compute}({given})
    if {key} not in {memo}:
        if len({memo}) >= {most}:
            del {memo}[next(iter({memo}))]
        {memo}[{key}] = {result}
    return {result}
{again} = {memo}.pop({key})
{memo}[{key}] = {again}
return {again}
"""
"""Modules/_functoolsmodule.c, bounded_lru_cache_wrapper: what was asked for last stands last."""


def _pair(one: ast.FunctionDef, name: str, memo: str, taken: set[str], most: int | None) -> list[ast.stmt]:
    """The dict, the function that looks into it, and the one that computes."""
    if most == 0:
        one.decorator_list = []
        return [one]
    compute, result, again = fresh(f"{name}_computed", taken), fresh("result", taken), fresh("kept", taken)
    parameters = [a.arg for a in [*one.args.posonlyargs, *one.args.args]]
    key = parameters[0] if len(parameters) == 1 else f"({', '.join(parameters)})"
    text = (_LOOK if most is None else _LOOK_AND_FORGET).format(
        key=key, memo=memo, result=result, compute=compute, given=", ".join(parameters), most=most, again=again
    )
    looking = copy.deepcopy(one)
    looking.decorator_list = []
    looking.body = [_placed(s, one, over=True) for s in ast.parse(text.strip()).body]
    one.name, one.decorator_list = compute, []
    one.args.defaults = []
    start = _placed(ast.Assign([ast.Name(memo, ast.Store())], ast.Dict([], [])), one)
    return [start, looking, one]


def _placed(node: ast.stmt, like: ast.AST, *, over: bool = False) -> ast.stmt:
    for inner in ast.walk(node):
        if over or not hasattr(inner, "lineno"):
            ast.copy_location(inner, like)
    return node

"""`functools.cache` and `lru_cache` as the dict that they are: looked into before the call, filled after it.

A cache that the module keeps between calls only saves time; here each call from Python has one of its own. How many
results `lru_cache` keeps does not show either. The arguments are the key, as in Lib/functools.py. A function of the
module that gives out one mutable object again and again is refused by the type of its result.
"""

import ast
import copy

from pivot_lsp.port.frontend.prepare.names import after_docstring, all_names, fresh

MEMO = "_memo"
"""How the names of the dicts end."""


def unfold(tree: ast.Module) -> ast.Module:
    """`tree` with its cached functions spelled out, the module's own and nested ones."""
    names = _decorators(tree)
    if not names:
        return tree
    taken = all_names(tree)
    for scope in ast.walk(tree):
        for part in ("body", "orelse", "finalbody"):
            body = getattr(scope, part, None)
            if isinstance(body, list) and not isinstance(scope, ast.ClassDef):
                names = names if scope is not tree or not _meet_again(tree) else set()
                body[:] = [made for one in body for made in _unfolded(one, names, taken, top=scope is tree)]
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
        return plain and ast.unparse(node.func) in names and not any(k.arg == "typed" for k in node.keywords)
    return ast.unparse(node) in names


def _unfolded(one: ast.stmt, names: set[str], taken: set[str], *, top: bool) -> list[ast.stmt]:
    if not isinstance(one, ast.FunctionDef) or len(one.decorator_list) != 1:
        return [one]
    args = one.args
    if args.vararg or args.kwarg or args.kwonlyargs or not _is_cache(one.decorator_list[0], names):
        return [one]
    if any(
        isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name) and n.value.id == one.name for n in ast.walk(one)
    ):
        return [one]  # cache_clear() and the like
    memo = fresh(f"{one.name}{MEMO}", taken)
    if not top:
        return _pair(one, one.name, memo, taken)
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
    one.body = [*start, *_pair(inner, inner.name, memo, taken), _placed(ast.Return(call), one)]
    return [one]


def _pair(one: ast.FunctionDef, name: str, memo: str, taken: set[str]) -> list[ast.stmt]:
    """The dict, the function that looks into it, and the one that computes."""
    compute, result = fresh(f"{name}_computed", taken), fresh("result", taken)
    parameters = [a.arg for a in [*one.args.posonlyargs, *one.args.args]]
    key = parameters[0] if len(parameters) == 1 else f"({', '.join(parameters)})"
    text = f"""
if {key} in {memo}:
    return {memo}[{key}]
{result} = {compute}({", ".join(parameters)})
{memo}[{key}] = {result}
return {result}
"""
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

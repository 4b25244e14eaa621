"""Helpers that take functions, as their text tells: which parameters are functions, what their annotations say, which
argument of a call goes where."""

import ast
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pivot_lsp.port.frontend.nodes import nodes_of
from pivot_lsp.port.frontend.prepare.names import FUNCTIONS, free_names, local_names, untyped


@dataclass(frozen=True)
class Helper:
    """A function of the module with parameters that are functions."""

    node: ast.FunctionDef
    callables: Mapping[str, ast.expr | None]
    """name -> what its `Callable[...]` says, where it has one."""


def helpers_of(tree: ast.Module) -> dict[str, Helper]:
    """The functions of the module that take functions, by name."""
    aliases = {t.id: n.value for n in tree.body if isinstance(n, ast.Assign) for t in n.targets
               if isinstance(t, ast.Name) and callable_in(n.value, {}) is not None}  # fmt: skip
    found = {}
    named = Counter(getattr(n, "name", "") for n in tree.body)
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef) or node.decorator_list or node.args.vararg or node.args.kwarg:
            continue
        if named[node.name] != 1:
            continue
        called = {n.func.id for n in nodes_of(node) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
        taken: dict[str, ast.expr | None] = {}
        for a in all_args(node):
            if a.annotation is None and a.arg in called:
                taken[a.arg] = None
            elif (kind := callable_in(a.annotation, aliases)) is not None:
                taken[a.arg] = kind
        if taken and not _bound_again(node) & taken.keys():
            found[node.name] = Helper(node, taken)
    return found


def _bound_again(node: ast.FunctionDef) -> set[str]:
    """What is bound anywhere in a function, in nested scopes too, its own parameters apart."""
    named = (ast.ExceptHandler, ast.MatchAs, ast.MatchStar, ast.FunctionDef, ast.ClassDef)
    found = {n.id for n in nodes_of(node) if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)}
    for inner in (n for n in nodes_of(node) if n is not node):
        if isinstance(inner, (*FUNCTIONS, ast.Lambda)):
            found |= local_names(inner)
        if isinstance(inner, named) and inner.name is not None:
            found.add(inner.name)
    return found


def callable_in(annotation: ast.expr | None, aliases: Mapping[str, ast.expr]) -> ast.expr | None:
    """The `Callable[...]` in an annotation, which may be optional or an alias of the module."""
    match annotation:
        case ast.Name(id=name) if name in aliases:
            return callable_in(aliases[name], {})
        case ast.Name(id="Callable") | ast.Attribute(attr="Callable"):
            return annotation
        case ast.Subscript(value=ast.Name(id="Callable") | ast.Attribute(attr="Callable")):
            return annotation
        case ast.Subscript(value=ast.Name(id="Optional") | ast.Attribute(attr="Optional"), slice=inner):
            return callable_in(inner, aliases)
        case ast.BinOp(left=left, op=ast.BitOr(), right=ast.Constant(value=None)):
            return callable_in(left, aliases)
        case ast.Constant(value=str(text)) if "Callable" in text:
            return callable_in(ast.parse(text, mode="eval").body, aliases)
        case _:
            return None


def all_args(node: ast.FunctionDef) -> list[ast.arg]:
    return [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]


def matched(node: ast.Call, helper: ast.FunctionDef) -> dict[str, ast.expr] | None:
    """The arguments by parameter, defaults that are functions or None among them."""
    plain = [*helper.args.posonlyargs, *helper.args.args]
    if any(isinstance(a, ast.Starred) for a in node.args) or any(k.arg is None for k in node.keywords):
        return None
    if len(node.args) > len(plain):
        return None
    found = {p.arg: a for p, a in zip(plain, node.args, strict=False)}
    found |= {k.arg: k.value for k in node.keywords if k.arg is not None}
    defaults = dict(zip([p.arg for p in plain[len(plain) - len(helper.args.defaults) :]], helper.args.defaults,
                        strict=True))  # fmt: skip
    defaults |= {p.arg: d for p, d in zip(helper.args.kwonlyargs, helper.args.kw_defaults, strict=True)
                 if d is not None}  # fmt: skip
    return {p: d for p, d in defaults.items() if isinstance(d, ast.Name | ast.Constant | ast.Lambda)} | found


def signature(kind: ast.expr | None) -> tuple[Sequence[ast.expr | None] | None, ast.expr | None]:
    """The types of a `Callable[[A, B], R]`; None for parameters that it does not say."""
    match kind:
        case ast.Subscript(slice=ast.Tuple(elts=[ast.List(elts=types), result])):
            return types, result
        case ast.Subscript(slice=ast.Tuple(elts=[_, result])):
            return None, result
        case _:
            return None, None


def type_variables(tree: ast.Module) -> set[str]:
    """Names of the module's TypeVars."""
    return {
        t.id
        for n in tree.body
        if isinstance(n, ast.Assign) and isinstance(n.value, ast.Call)
        and ast.unparse(n.value.func).rpartition(".")[2] in ("TypeVar", "ParamSpec")
        for t in n.targets
        if isinstance(t, ast.Name)
    }  # fmt: skip


def opened(made: ast.FunctionDef, variables: set[str]) -> None:
    """Drops annotations that speak of type variables: in the copy, what is passed tells the type."""
    own = {p.name for p in getattr(made, "type_params", [])}
    untyped(made)
    variables = variables | own

    def speaks(annotation: ast.expr | None) -> bool:
        return annotation is not None and bool(free_names(annotation) & variables)

    for node in nodes_of(made):
        if isinstance(node, ast.FunctionDef):
            if speaks(node.returns):
                node.returns = None
            for a in all_args(node):
                if speaks(a.annotation):
                    a.annotation = None
    _Plain(speaks).visit(made)


class _Plain(ast.NodeTransformer):
    def __init__(self, speaks: object) -> None:
        self._speaks = speaks

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST | None:
        assert callable(self._speaks)
        if not self._speaks(node.annotation):
            return node
        if node.value is None:
            return None
        return ast.copy_location(ast.Assign([node.target], node.value), node)

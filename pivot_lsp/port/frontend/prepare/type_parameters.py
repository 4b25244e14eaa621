"""Classes with type parameters (`class Stack(Generic[T])`, `class Stack[T]`) become classes without.

Where the module names one set of arguments (`Stack[int]`), they stand for the parameters. Where it names none, or
several, what is annotated with a parameter loses its annotation, and its type is learned from use. Annotations decide
nothing when Python runs, and the lowering holds every stored value against the type that is found here; so what is
found wrong is refused.
"""

import ast
import copy
from collections.abc import Mapping

_BASES = {"Generic", "typing.Generic"}


def erase(tree: ast.Module) -> ast.Module:
    """`tree` with plain classes in place of those with type parameters."""
    variables = _variables(tree)
    classes = {n.name: names for n in tree.body if isinstance(n, ast.ClassDef) and (names := _parameters(n, variables))}
    if not classes or any(sum(getattr(n, "name", "") == c for n in tree.body) != 1 for c in classes):
        return tree
    stored = [n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)]
    stored += [n.arg for n in ast.walk(tree) if isinstance(n, ast.arg)]
    named = {p for names in classes.values() for p in names}
    if any(c in stored for c in classes) or any(stored.count(p) > (p in variables) for p in named):
        return tree  # a name with a second meaning
    nodes = {n.name: n for n in tree.body if isinstance(n, ast.ClassDef) and n.name in classes}
    for node in nodes.values():
        node.bases = [b for b in node.bases if not _is_generic(b)]
        if getattr(node, "type_params", None):
            vars(node)["type_params"] = []
    left = dict(nodes)
    while left:
        known = {name: found for name in left if (found := _arguments(tree, name, left, classes[name])) is not None}
        if not known:
            break
        for name, found in known.items():
            node = left.pop(name)
            _Substitute(dict(zip(classes[name], found, strict=True))).visit(node)
    for name, node in left.items():
        _Open(set(classes[name]), set(classes)).visit(node)
    _Plain(set(classes)).visit(tree)
    return tree


def _variables(tree: ast.Module) -> set[str]:
    """The type variables of the module."""
    return {
        t.id
        for n in tree.body
        if isinstance(n, ast.Assign) and isinstance(n.value, ast.Call)
        and ast.unparse(n.value.func) in ("TypeVar", "typing.TypeVar")
        for t in n.targets
        if isinstance(t, ast.Name)
    }  # fmt: skip


def _is_generic(base: ast.expr) -> bool:
    return isinstance(base, ast.Subscript) and ast.unparse(base.value) in _BASES


def _parameters(node: ast.ClassDef, variables: set[str]) -> list[str]:
    """The names of a class's type parameters."""
    of_class = [p.name for p in getattr(node, "type_params", []) if type(p).__name__ == "TypeVar"]
    if of_class and len(of_class) == len(getattr(node, "type_params", [])):
        return of_class
    for base in node.bases:
        if isinstance(base, ast.Subscript) and _is_generic(base):
            given = base.slice.elts if isinstance(base.slice, ast.Tuple) else [base.slice]
            names = [g.id for g in given if isinstance(g, ast.Name) and g.id in variables]
            return names if len(names) == len(given) else []
    return []


def _arguments(
    tree: ast.Module, name: str, open_classes: Mapping[str, ast.ClassDef], parameters: list[str]
) -> list[ast.expr] | None:
    """The one set of arguments that the module gives the class, outside of classes that are still open."""
    found: dict[str, list[ast.expr]] = {}
    for statement in tree.body:
        if isinstance(statement, ast.ClassDef) and statement.name in open_classes:
            continue
        used = {n.id for n in ast.walk(statement) if isinstance(n, ast.Name)}
        for node in ast.walk(_read(statement) if used else statement):
            match node:
                case ast.Subscript(value=ast.Name(id=given), slice=inside) if given == name:
                    args = inside.elts if isinstance(inside, ast.Tuple) else [inside]
                    found[ast.unparse(inside)] = list(args)
                case _:
                    pass
    if len(found) != 1:
        return None
    args = next(iter(found.values()))
    plain = len(args) == len(parameters) and not any(
        isinstance(n, ast.Name) and n.id in parameters for a in args for n in ast.walk(a)
    )
    return args if plain else None


def _read(statement: ast.stmt) -> ast.stmt:
    """`statement` with annotations that are texts as what they say."""
    return _Texts().visit(copy.deepcopy(statement)) if any(_is_text(n) for n in ast.walk(statement)) else statement


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and "[" in node.value


class _Texts(ast.NodeTransformer):
    """Texts in annotations."""

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.annotation = _said(node.annotation)
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        node.annotation = _said(node.annotation) or node.annotation
        return self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = _said(node.returns)
        return self.generic_visit(node)


def _said(annotation: ast.expr | None) -> ast.expr | None:
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        try:
            made = ast.parse(annotation.value, mode="eval").body
        except SyntaxError:
            return annotation
        for inner in ast.walk(made):
            ast.copy_location(inner, annotation)
        return made
    return annotation


class _Substitute(_Texts):
    """Arguments in place of parameters, in annotations and wherever else a type is named."""

    def __init__(self, given: Mapping[str, ast.expr]) -> None:
        self._given = given

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if node.id not in self._given or not isinstance(node.ctx, ast.Load):
            return node
        made = copy.deepcopy(self._given[node.id])
        for inner in ast.walk(made):
            ast.copy_location(inner, node)
        return made

    def visit_arg(self, node: ast.arg) -> ast.AST:
        super().visit_arg(node)
        return self.generic_visit(node)


class _Open(_Texts):
    """What a parameter annotates loses the annotation; `Node[T]` of another such class stays `Node`."""

    def __init__(self, parameters: set[str], classes: set[str]) -> None:
        self._parameters = parameters
        self._plain = _Plain(classes)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        super().visit_arg(node)
        node.annotation = self._kept(node.annotation)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        super().visit_FunctionDef(node)
        node.returns = self._kept(node.returns)
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        super().visit_AnnAssign(node)
        kept = self._kept(node.annotation)
        if kept is None and node.value is not None and not isinstance(node.target, ast.Subscript):
            return ast.copy_location(ast.Assign([node.target], node.value), node)
        node.annotation = kept or node.annotation
        return node

    def _kept(self, annotation: ast.expr | None) -> ast.expr | None:
        if annotation is None:
            return None
        made: ast.expr = self._plain.visit(copy.deepcopy(annotation))
        names = {n.id for n in ast.walk(made) if isinstance(n, ast.Name)}
        return None if names & self._parameters else made


class _Plain(_Texts):
    """`Stack[int]` as `Stack`."""

    def __init__(self, classes: set[str]) -> None:
        self._classes = classes

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        self.generic_visit(node)
        return node.value if isinstance(node.value, ast.Name) and node.value.id in self._classes else node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        super().visit_arg(node)
        return self.generic_visit(node)

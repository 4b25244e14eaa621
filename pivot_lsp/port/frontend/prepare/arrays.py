"""Annotations of NumPy arrays say what an element is; how many dimensions there are, the function's own text says.

`NDArray[float64]` becomes `ndarray[tuple[int, int], dtype[float64]]` where the parameter is used as one of two
dimensions, else of one: an array of another kind than this says falls back when it runs. What a function is declared
to return, or a variable to hold, is left open, since the values tell.
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pivot_lsp.port.frontend.prepare.names import after_docstring

_SCALARS = {"float64": "float64", "double": "float64", "int64": "int64", "intp": "int64", "int_": "int64"}
_FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass
class _Names:
    """What a module calls NumPy's things: by the name there, `numpy`, `numpy.typing` or a member (`numpy.float64`)."""

    meaning: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, ast.expr] = field(default_factory=dict)

    def of(self, node: ast.expr) -> str:
        """What `node` means, as `numpy.member`; empty when it is nothing of NumPy's."""
        if isinstance(node, ast.Name):
            return self.meaning.get(node.id, "")
        if isinstance(node, ast.Attribute) and (owner := self.of(node.value)):
            return f"{owner}.{node.attr}"
        return ""


def spell(tree: ast.Module) -> ast.Module:
    """`tree` with the dimensions in the annotations of its arrays."""
    names = _names(tree)
    if not names.meaning:
        return tree
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    changed = False
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            changed |= _function(node, names, functions)
    return with_numpy(tree) if changed else tree


def with_numpy(tree: ast.Module) -> ast.Module:
    """`tree` where `numpy` means NumPy."""
    if any(isinstance(n, ast.Import) and any(a.name == "numpy" and not a.asname for a in n.names) for n in tree.body):
        return tree
    start = after_docstring(tree)
    while (
        start < len(tree.body)
        and isinstance(tree.body[start], ast.ImportFrom)
        and (getattr(tree.body[start], "module", "") == "__future__")
    ):
        start += 1
    place = tree.body[min(start, len(tree.body) - 1)]
    tree.body.insert(start, ast.copy_location(ast.Import([ast.alias("numpy")]), place))
    ast.fix_missing_locations(tree)
    return tree


def _names(tree: ast.Module) -> _Names:
    found = _Names()
    for node in tree.body:
        match node:
            case ast.Import(names=names):
                for alias in names:
                    if alias.name in ("numpy", "numpy.typing") and (alias.asname or alias.name == "numpy"):
                        found.meaning[alias.asname or alias.name] = alias.name
                    elif alias.name == "numpy.typing":
                        found.meaning["numpy"] = "numpy"
            case ast.ImportFrom(module="numpy" | "numpy.typing", names=names, level=0):
                for alias in names:
                    found.meaning[alias.asname or alias.name] = f"{node.module}.{alias.name}"
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Subscript() as value):
                found.aliases[name] = value
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.Subscript() as value):
                found.aliases[name] = value
            case _:
                pass
    return found


def _element(node: ast.expr | None, names: _Names) -> str | None:
    """What an array so annotated holds: `float64`, `int64`, or another name; None when it is no array annotation."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        try:
            node = ast.parse(node.value, mode="eval").body
        except SyntaxError:
            return None
    if isinstance(node, ast.Name) and node.id in names.aliases:
        node = names.aliases[node.id]
    if isinstance(node, ast.Subscript) and names.of(node.value) == "":
        return None
    if not isinstance(node, ast.Subscript):
        return None
    what = names.of(node.value)
    if what == "numpy.typing.NDArray":
        return _scalar(node.slice, names)
    inside = node.slice.elts if isinstance(node.slice, ast.Tuple) else []
    if (
        what == "numpy.ndarray"
        and len(inside) == 2
        and ast.unparse(inside[0]) in ("Any", "typing.Any", "tuple[int, ...]")
    ):
        return _scalar(inside[1].slice, names) if isinstance(inside[1], ast.Subscript) else ""
    return None


def _scalar(node: ast.expr, names: _Names) -> str:
    what = names.of(node)
    return what.removeprefix("numpy.") if what.startswith("numpy.") else ast.unparse(node)


def _function(node: ast.FunctionDef, names: _Names, functions: dict[str, ast.FunctionDef]) -> bool:
    changed = False
    for parameter in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]:
        element = _SCALARS.get(_element(parameter.annotation, names) or "")
        if element is not None and parameter.annotation is not None:
            dimensions = max(1, dimensions_of(node, parameter.arg, functions, frozenset()))
            parameter.annotation = _spelled(element, dimensions, parameter.annotation)
            changed = True
    returned = [] if node.returns is None else [n for n in ast.walk(node.returns) if isinstance(n, ast.expr)]
    if any(_element(one, names) is not None for one in returned):
        node.returns = None
        changed = True
    for body in _bodies(node):
        body[:] = [_opened(one, names) for one in body]
    held = _held(node, names)
    for body in _bodies(node):
        body[:] = [_copied_to(one, held) for one in body]
    return changed or bool(held)


_MADE = {"zeros", "ones", "empty", "full", "arange", "array", "zeros_like", "ones_like", "empty_like", "sqrt",
         "minimum", "maximum", "cumsum", "copy"}  # fmt: skip


def _held(node: ast.FunctionDef, names: _Names) -> set[str]:
    """Names of the function that hold an array, as far as the text tells."""
    found = {
        p.arg
        for p in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        if p.annotation is not None and ast.unparse(p.annotation).startswith("numpy.ndarray[")
    }
    while True:
        more = {
            inner.targets[0].id
            for inner in ast.walk(node)
            if isinstance(inner, ast.Assign) and isinstance(inner.targets[0], ast.Name)
            and _is_array(inner.value, found, names)
        }  # fmt: skip
        if more <= found:
            return found
        found |= more


def _is_array(node: ast.expr, held: set[str], names: _Names) -> bool:
    match node:
        case ast.Name(id=name):
            return name in held
        case ast.Call(func=ast.Attribute(value=owner, attr="copy" | "cumsum")) if _is_array(owner, held, names):
            return True
        case ast.Call(func=called):
            return names.of(called).removeprefix("numpy.") in _MADE
        case ast.BinOp(left=left, right=right):
            return _is_array(left, held, names) or _is_array(right, held, names)
        case ast.Subscript(value=inner, slice=ast.Slice()):
            return _is_array(inner, held, names)
        case _:
            return False


def _copied_to(node: ast.stmt, held: set[str]) -> ast.stmt:
    """`a[i:j] = value` of an array as `numpy.copyto(a[i:j], value)`: of a list it means something else."""
    match node:
        case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=name), slice=ast.Slice()) as part]) if name in held:
            target = ast.copy_location(ast.Subscript(part.value, part.slice, ast.Load()), part)
            function = ast.Attribute(ast.Name("numpy", ast.Load()), "copyto", ast.Load())
            made = ast.copy_location(ast.Expr(ast.Call(function, [target, node.value], [])), node)
            return ast.fix_missing_locations(made)
        case _:
            return node


def _spelled(element: str, dimensions: int, at: ast.expr) -> ast.expr:
    shape = ", ".join(["int"] * dimensions)
    made = ast.parse(f"numpy.ndarray[tuple[{shape}], numpy.dtype[numpy.{element}]]", mode="eval").body
    for inner in ast.walk(made):
        ast.copy_location(inner, at)
    return made


def _bodies(node: ast.AST) -> Iterator[list[ast.stmt]]:
    for inner in ast.walk(node):
        for name in ("body", "orelse", "finalbody"):
            found = getattr(inner, name, None)
            if isinstance(found, list):
                yield found


def _opened(node: ast.stmt, names: _Names) -> ast.stmt:
    """A declaration of an array, with its value, as a plain assignment."""
    if not isinstance(node, ast.AnnAssign) or node.value is None or _element(node.annotation, names) is None:
        return node
    return ast.copy_location(ast.Assign([node.target], node.value), node)


# ---------------------------------------------------------------- how many dimensions


def dimensions_of(node: ast.FunctionDef, name: str, functions: dict[str, ast.FunctionDef], seen: frozenset[str]) -> int:
    """How many dimensions the uses of `name` in the function need; 0 when they do not tell."""
    found = 0
    rows: set[str] = set()
    for inner in ast.walk(node):
        match inner:
            case ast.Subscript(value=ast.Name(id=used), slice=ast.Tuple(elts=places)) if used == name:
                found = max(found, len(places))
            case ast.Subscript(value=ast.Subscript(value=ast.Name(id=used), slice=index)) if used == name:
                found = max(found, 1 if isinstance(index, ast.Slice) else 2)
            case ast.Subscript(
                value=ast.Attribute(value=ast.Name(id=used), attr="shape"), slice=ast.Constant(value=int(at))
            ):
                found = max(found, at + 1 if used == name and at >= 0 else 0)
            case ast.Assign(
                targets=[ast.Tuple(elts=parts)], value=ast.Attribute(value=ast.Name(id=used), attr="shape")
            ):
                found = max(found, len(parts) if used == name else 0)
            case ast.Call(func=ast.Name(id="len"), args=[ast.Subscript(value=ast.Name(id=used), slice=index)]):
                found = max(found, 2 if used == name and not isinstance(index, ast.Slice) else 0)
            case ast.Assign(targets=[ast.Name(id=row)], value=ast.Subscript(value=ast.Name(id=used), slice=index)):
                if used == name and not isinstance(index, ast.Slice | ast.Tuple):
                    rows.add(row)
            case ast.For(target=ast.Name(id=row), iter=ast.Name(id=used)) if used == name:
                rows.add(row)
            case ast.comprehension(target=ast.Name(id=row), iter=ast.Name(id=used)) if used == name:
                rows.add(row)
            case ast.Call(func=ast.Name(id=called)) if called in functions and called not in seen:
                for parameter in _given(inner, name, functions[called]):
                    deeper = dimensions_of(functions[called], parameter, functions, seen | {called})
                    found = max(found, deeper)
            case _:
                pass
    if rows and _walked(node, rows):
        found = max(found, 2)
    return found


def _given(call: ast.Call, name: str, function: ast.FunctionDef) -> Iterable[str]:
    """The parameters of `function` to which the call gives `name`."""
    places = [*function.args.posonlyargs, *function.args.args]
    pairs = [*((p.arg, a) for p, a in zip(places, call.args)), *((k.arg or "", k.value) for k in call.keywords)]
    return [parameter for parameter, value in pairs if isinstance(value, ast.Name) and value.id == name]


def _walked(node: ast.AST, rows: set[str]) -> bool:
    """Whether one of the names is used as a sequence."""
    for inner in ast.walk(node):
        match inner:
            case ast.Subscript(value=ast.Name(id=used)) if used in rows:
                return True
            case ast.Call(func=ast.Name(id="len" | "sum" | "enumerate" | "zip" | "list"), args=args):
                if any(isinstance(a, ast.Name) and a.id in rows for a in args):
                    return True
            case ast.For(iter=ast.Name(id=used)) | ast.comprehension(iter=ast.Name(id=used)) if used in rows:
                return True
            case _:
                pass
    return False

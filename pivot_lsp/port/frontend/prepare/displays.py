"""Stars in displays, and assignment to slices, in the operations they stand for.

`[*a, b]` is `list(a) + [b]`. Assigning to a slice is what Objects/listobject.c does with it: the new items are made a
list first, then the bounds are those of a slice, and an extended slice takes exactly as many as it has places.
"""

import ast

from pivot_lsp.port.frontend.prepare.names import all_names, fresh, rebound


def rewrite(tree: ast.Module) -> ast.Module:
    """`tree` without stars in list, tuple and set displays, and without assignments to slices."""
    if {"list", "tuple", "set", "range", "len", "zip", "max", "ValueError"} & rebound(tree):
        return tree
    made: ast.Module = _Displays(all_names(tree)).visit(tree)
    return made


class _Displays(ast.NodeTransformer):
    def __init__(self, taken: set[str]) -> None:
        self._taken = taken

    def visit_List(self, node: ast.List) -> ast.AST:
        self.generic_visit(node)
        if not isinstance(node.ctx, ast.Load):
            return node
        return self._joined(node.elts, node)

    def visit_Tuple(self, node: ast.Tuple) -> ast.AST:
        self.generic_visit(node)
        if not isinstance(node.ctx, ast.Load) or not any(isinstance(e, ast.Starred) for e in node.elts):
            return node
        return _call("tuple", self._joined(node.elts, node), node)

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        if isinstance(node.slice, ast.Tuple):  # an annotation's, or a key: stars there mean something else
            return node
        return self.generic_visit(node)

    def visit_Set(self, node: ast.Set) -> ast.AST:
        self.generic_visit(node)
        if not any(isinstance(e, ast.Starred) for e in node.elts):
            return node
        return _call("set", self._joined(node.elts, node), node)

    def _joined(self, items: list[ast.expr], node: ast.expr) -> ast.expr:
        if not any(isinstance(e, ast.Starred) for e in items):
            return node
        parts: list[ast.expr] = []
        for item in items:
            if isinstance(item, ast.Starred):
                parts.append(_call("list", item.value, item))
            elif parts and isinstance(parts[-1], ast.List):
                parts[-1].elts.append(item)
            else:
                parts.append(ast.copy_location(ast.List([item], ast.Load()), item))
        found = parts[0]
        for part in parts[1:]:
            found = ast.copy_location(ast.BinOp(found, ast.Add(), part), node)
        return found

    # ------------------------------------------------------------ slices as targets

    def visit_Assign(self, node: ast.Assign) -> ast.AST | list[ast.stmt]:
        self.generic_visit(node)
        match node:
            case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=name), slice=ast.Slice() as part)]) if _known_step(
                part.step
            ):
                return self._assigned(name, part, node.value, node)
            case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)) if _independent(
                targets, values
            ):
                pairs = zip(targets, values, strict=True)
                return [ast.copy_location(ast.Assign([target], value), node) for target, value in pairs]
            case _:
                return node

    def visit_Delete(self, node: ast.Delete) -> ast.AST | list[ast.stmt]:
        match node:
            case ast.Delete(targets=[ast.Subscript(value=ast.Name(id=name), slice=ast.Slice(step=None) as part)]):
                return self._assigned(name, part, None, node)
            case _:
                return node

    def _assigned(self, name: str, part: ast.Slice, value: ast.expr | None, node: ast.stmt) -> list[ast.stmt]:
        new, places = fresh("new_items", self._taken), fresh("places", self._taken)
        low = ast.unparse(part.lower) if part.lower else ""
        high = ast.unparse(part.upper) if part.upper else ""
        step = ast.unparse(part.step) if part.step else ""
        step = "" if step == "1" else step
        first = f"{new} = list({ast.unparse(value)})" if value is not None else ""
        given = new if value is not None else "[]"
        if step:
            place, item = fresh("place", self._taken), fresh("new_item", self._taken)
            words = f"attempt to assign sequence of size {{len({new})}} to extended slice of size {{len({places})}}"
            text = f"""
{first}
{places} = list(range({name}.__len__()))[{low}:{high}:{step}]
if len({new}) != len({places}):
    raise ValueError(f"{words}")
for {place}, {item} in zip({places}, {new}):
    {name}[{place}] = {item}
"""
        else:
            start, stop = fresh("start", self._taken), fresh("stop", self._taken)
            bounds = f"len({name}[:{low}])" if low else "0"
            ends = f"max({start}, len({name}[:{high}]))" if high else f"len({name})"
            text = f"""
{first}
{start} = {bounds}
{stop} = {ends}
{places} = {name}[:{start}] + {given} + {name}[{stop}:]
{name}.clear()
{name}.extend({places})
"""
            if value is None:
                text = text.replace(f" + {given}", "")
        made = ast.parse(text.strip()).body
        for one in made:
            for inner in ast.walk(one):
                if hasattr(inner, "lineno"):
                    ast.copy_location(inner, node)
        return made


def _independent(targets: list[ast.expr], values: list[ast.expr]) -> bool:
    """Whether `a, b = x, []` is `a = x; b = []`: no value reads a target. Only asked for where a value's type shows in
    its own assignment alone: an empty display, None."""
    names = [t.id for t in targets if isinstance(t, ast.Name)]
    if len(names) < len(targets) or len(set(names)) < len(names) or len(targets) != len(values):
        return False
    read = {n.id for v in values for n in ast.walk(v) if isinstance(n, ast.Name)}
    plain = all(isinstance(v, ast.Constant | ast.Name) or _is_empty(v) for v in values)
    open_ones = any(_is_empty(v) or (isinstance(v, ast.Constant) and v.value is None) for v in values)
    return plain and open_ones and not read & set(names)


def _is_empty(node: ast.expr) -> bool:
    return (isinstance(node, ast.List) and not node.elts) or (isinstance(node, ast.Dict) and not node.keys)


def _known_step(step: ast.expr | None) -> bool:
    """Whether the text tells if it is 1, which alone lets the list change its length."""
    inner = step.operand if isinstance(step, ast.UnaryOp) else step
    return inner is None or (isinstance(inner, ast.Constant) and type(inner.value) is int)


def _call(name: str, argument: ast.expr, node: ast.expr) -> ast.expr:
    function = ast.copy_location(ast.Name(name, ast.Load()), node)
    return ast.copy_location(ast.Call(function, [argument], []), node)

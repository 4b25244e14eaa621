"""What a module's names say of its patterns: how it calls `re`, and which of its names stand for texts.

Keeps true: a name stands for a text only where it is bound once, to an expression of literals and of such names.
"""

import ast
from dataclasses import dataclass, field, replace


@dataclass
class Names:
    """What the module's names mean: `modules` are `re`, `functions` its functions, `texts` constants that are str."""

    modules: set[str] = field(default_factory=set)
    functions: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    rows: dict[str, object] = field(default_factory=dict)
    """Constants that are lists, tuples or dicts of literals."""
    steady: frozenset[str] = frozenset()
    """Names of which nothing in the module could change the object."""


def bindings_of(tree: ast.Module) -> dict[str, int]:
    """How often the module binds each name, in whatever scope; imports apart."""
    bound: dict[str, int] = {}
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()) | ast.arg(arg=name):
                bound[name] = bound.get(name, 0) + 1
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.MatchAs(name=str(name)):
                bound[name] = bound.get(name, 0) + 1
            case ast.ExceptHandler(name=str(name)) | ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
                bound[name] = bound.get(name, 0) + 1
            case _:
                pass
    return bound


def names_of(tree: ast.Module) -> Names:
    """The module's names."""
    found, bound = Names(steady=_steady(tree)), bindings_of(tree)
    imported = [(a.asname or a.name, a.name, getattr(n, "module", None)) for n in ast.walk(tree)
                if isinstance(n, ast.Import | ast.ImportFrom) for a in n.names]  # fmt: skip
    for name, what, owner in imported:  # one name, two modules: nobody knows which it is
        if any(other == name and (thing, place) != (what, owner) for other, thing, place in imported):
            bound[name] = bound.get(name, 0) + 2
    for node in tree.body:
        match node:
            case ast.Import(names=aliases):
                found.modules |= {a.asname or "re" for a in aliases if a.name == "re"} - bound.keys()
            case ast.ImportFrom(module="re", names=aliases):
                found.functions |= {a.asname or a.name: a.name for a in aliases if (a.asname or a.name) not in bound}
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if bound[name] == 1:
                note(found, name, value)
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value) if bound[name] == 1:
                note(found, name, value)
            case _:
                pass
    return found


def _steady(tree: ast.Module) -> frozenset[str]:
    """The names that are only walked over, indexed and asked."""
    parents = {id(child): n for n in ast.walk(tree) for child in ast.iter_child_nodes(n)}
    mentioned: set[str] = set()
    other: set[str] = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load):
            continue
        mentioned.add(node.id)
        match parents.get(id(node)):
            case ast.comprehension(iter=walked) | ast.For(iter=walked) if walked is node:
                pass
            case ast.Attribute(attr="items" | "values" | "keys" | "get" | "index" | "count"):
                pass
            case ast.Subscript(value=owner, ctx=ast.Load()) if owner is node:
                pass
            case ast.Call(func=ast.Attribute(attr="join") | ast.Name(id="len" | "enumerate" | "dict" | "sorted")):
                pass
            case ast.Compare():
                pass
            case _:
                other.add(node.id)
    return frozenset(mentioned - other)


def note(found: Names, name: str, value: ast.expr) -> None:
    """Remembers what a name that is bound once stands for, where it is made of literals."""
    if (text := text_of(value, found)) is not None:
        found.texts[name] = text
    elif isinstance(value, ast.Tuple) or (isinstance(value, ast.List | ast.Dict) and name in found.steady):
        try:
            found.rows[name] = ast.literal_eval(value)
        except (ValueError, TypeError):
            return


def text_of(node: ast.expr, names: Names) -> str | None:
    """The str that an expression of constants is."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.Name(id=name):
            return names.texts.get(name)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            one, two = text_of(left, names), text_of(right, names)
            return None if one is None or two is None else one + two
        case ast.JoinedStr(values=values):
            return _joined("", [_part(v, names) for v in values])
        case ast.Call(func=ast.Attribute(value=owner, attr="join"), args=[walked], keywords=[]):
            between, items = text_of(owner, names), _items(walked, names)
            return None if between is None or items is None else _joined(between, items)
        case _:
            return None


def _part(node: ast.expr, names: Names) -> str | None:
    match node:
        case ast.FormattedValue(value=value, conversion=-1, format_spec=None):
            return text_of(value, names)
        case _:
            return text_of(node, names)


def _joined(between: str, parts: list[str | None]) -> str | None:
    texts = [p for p in parts if p is not None]
    return between.join(texts) if len(texts) == len(parts) else None


def _items(node: ast.expr, names: Names) -> list[str | None] | None:
    """The texts that are joined: of a constant, or made of each item of one."""
    match node:
        case ast.List(elts=elts) | ast.Tuple(elts=elts):
            return [text_of(e, names) for e in elts]
        case ast.Name(id=name) if isinstance(row := names.rows.get(name), list | tuple):
            return [x if isinstance(x, str) else None for x in row]
        case ast.GeneratorExp(elt=elt, generators=[clause]) | ast.ListComp(elt=elt, generators=[clause]):
            row = _row(clause.iter, names)
            targets = clause.target.elts if isinstance(clause.target, ast.Tuple) else [clause.target]
            if row is None or clause.ifs or not all(isinstance(t, ast.Name) for t in targets):
                return None
            called = [t.id for t in targets if isinstance(t, ast.Name)]
            made: list[str | None] = []
            for item in row:
                values = item if len(called) > 1 else (item,)
                if not isinstance(values, list | tuple) or len(values) != len(called):
                    return None
                known = {n: v for n, v in zip(called, values, strict=True) if isinstance(v, str)}
                kept = {n: v for n, v in names.texts.items() if n not in called}
                made.append(text_of(elt, replace(names, texts={**kept, **known})))
            return made
        case _:
            return None


def _row(node: ast.expr, names: Names) -> list[object] | None:
    """The items of a constant that is walked over."""
    match node:
        case ast.Name(id=name) if isinstance(row := names.rows.get(name), list | tuple | dict):
            return list(row)
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="items"), args=[], keywords=[]) if isinstance(
            row := names.rows.get(name), dict
        ):
            return list(row.items())
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="values"), args=[], keywords=[]) if isinstance(
            row := names.rows.get(name), dict
        ):
            return list(row.values())
        case _:
            return None

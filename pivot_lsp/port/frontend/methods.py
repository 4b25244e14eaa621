"""Methods of str, list and dict in the forms that no single row of the table has: keywords, optional arguments,
tuples of prefixes, views of dicts."""

import ast

from pivot_lsp.port import ir
from pivot_lsp.port.frontend import collections, formats, iterators, octets
from pivot_lsp.port.frontend.applied import at
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.library import library, listed
from pivot_lsp.port.frontend.lowering import lower, lower_as
from pivot_lsp.port.frontend.scope import ExternalSymbol
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import BOOL, BYTES, INT, NONE, STR, DequeT, DictT, ListT, TupleT, Type, VarTupleT


def special(frame: Frame, node: ast.Call, owner: ir.Expr, name: str) -> ir.Expr | None:
    """`owner.name(...)` where the table has no row for it; None when it is to be looked up there."""
    if owner.type == BYTES:
        return octets.method(frame, node, owner, name)
    if owner.type == INT and name == "to_bytes":
        return octets.of_int(frame, node, owner)
    if owner.type == STR:
        if name == "encode":
            return octets.encoded(frame, node, owner)
        if name in ("split", "rsplit"):
            return _split(frame, node, owner, name)
        if name in ("startswith", "endswith") and len(node.args) == 1 and isinstance(node.args[0], ast.Tuple):
            return _any_prefix(frame, node, owner, name)
        if name == "splitlines" and (node.args or node.keywords):
            return _splitlines(frame, node, owner)
        if name == "translate":
            return _translate(frame, node, owner)
        if name == "format" and isinstance(owner, ir.Const):
            return formats.braces(frame, node, str(owner.value))
        kind = "str"
        if name in ("find", "rfind", "index", "count", "startswith", "endswith") and len(node.args) == 1:
            return None
        if name in ("replace", "center") and len(node.args) + len(node.keywords) < (3 if name == "replace" else 2):
            return None
        return library(frame, node, f"{kind}.{name}", owner)
    if isinstance(owner.type, ListT) and name == "__len__":  # of a slice as target, which an array treats otherwise
        return frame.prim("len", [owner], node)
    if isinstance(owner.type, ListT) and name == "index" and len(node.args) > 1:
        return library(frame, node, "list.index", owner)
    if isinstance(owner.type, DictT):
        found = None if owner.type.kind == "dict" else collections.method(frame, node, owner, name)
        return found if found is not None else _dict(frame, node, owner, name)
    if isinstance(owner.type, DequeT) and name == "rotate" and not node.args and not node.keywords:
        return frame.prim("deque.rotate", [owner, ir.Const(1, INT, frame.span(node))], node)
    return None


def class_method(frame: Frame, node: ast.Call) -> ir.Expr | None:
    """`dict.fromkeys(...)`, `bytes.fromhex(...)`, `int.from_bytes(...)`."""
    if (made := octets.class_method(frame, node)) is not None:
        return made
    func = node.func
    owner = frame.symbol(func.value) if isinstance(func, ast.Attribute) else None
    ordered = owner in (ExternalSymbol("collections", "OrderedDict"), ExternalSymbol("typing", "OrderedDict"))
    if not isinstance(func, ast.Attribute) or (owner != ExternalSymbol("builtins", "dict") and not ordered):
        return None
    if func.attr != "fromkeys" or node.keywords or not 1 <= len(node.args) <= 2:
        raise unportable("PV205", f"dict.{func.attr}() with these arguments is not taken", node)
    keys = listed(frame, node.args[0])
    value = lower(frame, node.args[1]) if len(node.args) == 2 else ir.Const(None, NONE, frame.span(node))
    made = frame.helper("from_keys", [keys, value], node)
    frame.unit.use_type(made.type, node)
    return collections.in_order(made, node) if ordered else made


# ---------------------------------------------------------------- str


def _split(frame: Frame, node: ast.Call, owner: ir.Expr, name: str) -> ir.Expr:
    given: dict[str, ast.expr] = dict(zip(("sep", "maxsplit"), node.args, strict=False))
    for keyword in node.keywords:
        if keyword.arg not in ("sep", "maxsplit") or keyword.arg in given:
            raise unportable("PV205", f"str.{name}() with these arguments is not taken", node)
        given[keyword.arg] = keyword.value
    if len(node.args) > 2 or list(given) == ["maxsplit", "sep"]:
        raise unportable("PV205", f"str.{name}() with these arguments is not taken", node)
    sep = given.get("sep")
    most = lower_as(frame, given["maxsplit"], INT, "maxsplit") if "maxsplit" in given else None
    if sep is None or (isinstance(sep, ast.Constant) and sep.value is None):
        if most is None:
            return frame.prim("str.split", [owner], node)
        return frame.helper(f"{name}_spaces", [owner, most], node)
    by = lower_as(frame, sep, STR, "sep")
    if name == "rsplit" and most is None:
        most = ir.Const(-1, INT, frame.span(node))
    return frame.prim(f"str.{name}", [owner, by, *([] if most is None else [most])], node)


def _any_prefix(frame: Frame, node: ast.Call, owner: ir.Expr, name: str) -> ir.Expr:
    assert isinstance(node.args[0], ast.Tuple)
    parts = [lower_as(frame, e, STR, "prefix") for e in node.args[0].elts]
    if not parts or not all(map(frame.simple, parts)):
        raise unportable("PV205", f"str.{name}() of computed texts is not taken", node, "give them names")
    text, bindings = frame.named(owner, "text")
    tests = tuple(frame.prim(f"str.{name}", [text, part], node) for part in parts)
    body = tests[0] if len(tests) == 1 else ir.BoolOp("or", tests, BOOL, frame.span(node))
    return frame.let(bindings, body)


def _splitlines(frame: Frame, node: ast.Call, owner: ir.Expr) -> ir.Expr:
    kept = [*node.args, *(k.value for k in node.keywords if k.arg == "keepends")]
    if len(kept) != 1 or len(node.args) + len(node.keywords) != 1 or not isinstance(kept[0], ast.Constant):
        raise unportable("PV205", "str.splitlines() with these arguments is not taken", node)
    return (
        frame.helper("split_lines_kept", [owner], node)
        if kept[0].value
        else frame.prim("str.splitlines", [owner], node)
    )


def _translate(frame: Frame, node: ast.Call, owner: ir.Expr) -> ir.Expr:
    """translate() of a table that maketrans() makes on the spot."""
    table = node.args[0] if len(node.args) == 1 and not node.keywords else None
    made = table.func if isinstance(table, ast.Call) else None
    if not isinstance(made, ast.Attribute) or made.attr != "maketrans" or not isinstance(table, ast.Call):
        raise unportable("PV205", "str.translate() of this is not taken", node, "write str.maketrans() inside of it")
    if len(table.args) == 1:
        by = lower(frame, table.args[0], DictT(STR, STR))
        return frame.helper("translate_by", [owner, by], node)
    parts = [lower_as(frame, a, STR, "characters") for a in table.args]
    if len(parts) == 2:
        parts.append(ir.Const("", STR, frame.span(node)))
    return frame.helper("translate_text", [owner, *parts], node)


# ---------------------------------------------------------------- dict


def _dict(frame: Frame, node: ast.Call, owner: ir.Expr, name: str) -> ir.Expr | None:
    assert isinstance(owner.type, DictT)
    if name == "popitem":
        return library(frame, node, "dict.popitem", owner) or frame.helper("pop_last", [owner], node)
    if name == "update":
        if node.keywords and not node.args:
            keys: list[ast.expr | None] = [ast.Constant(k.arg) for k in node.keywords]
            pairs = at(node, ast.Dict(keys, [k.value for k in node.keywords]))
            return frame.prim("dict.update", [owner, lower(frame, pairs, owner.type)], node)
        if len(node.args) == 1 and not node.keywords:
            other = lower(frame, node.args[0], owner.type)
            if isinstance(other.type, DictT):
                return frame.prim("dict.update", [owner, other], node)
            pairs_ = frame.prim("dict", [frame.prim("iter", [other], node)], node)
            return frame.prim("dict.update", [owner, pairs_], node)
    return None


def view_of(value: ir.Expr) -> tuple[ir.Expr, str] | None:
    """(dict, `keys`, `values` or `items`) of a view of a dict."""
    if isinstance(value, ir.Prim) and value.row.key in ("dict.keys", "dict.values", "dict.items"):
        return value.args[0], value.row.key[5:]
    return None


def length(frame: Frame, value: ir.Expr, node: ast.AST) -> ir.Expr:
    """len(value); of a view it is the dict's, of a range the list's."""
    view = view_of(value)
    if view is not None:
        return frame.prim("len", [view[0]], node)
    if isinstance(value, ir.Prim) and value.row.key == "range":
        return frame.prim("len", [frame.prim("list", [value], node)], node)
    return frame.prim("len", [value], node)


def contained(frame: Frame, left: ir.Expr, right: ir.Expr, node: ast.AST) -> ir.Expr | None:
    """`left in right` for views, ranges and tuples of known length; None for anything else."""
    if (ahead := iterators.contained(frame, left, right, node)) is not None:
        return ahead
    if right.type == BYTES:
        return octets.contained(frame, left, right, node)
    view = view_of(right)
    if view is not None:
        owner, kind = view
        assert isinstance(owner.type, DictT)
        if kind == "keys":
            return frame.prim("in", [frame.fit(left, owner.type.key, node, "the left of `in`"), owner], node)
        items = frame.prim("list", [right], node)
        assert isinstance(items.type, ListT)
        return frame.prim("in", [frame.fit(left, items.type.element, node, "the left of `in`"), items], node)
    if isinstance(right, ir.Prim) and right.row.key == "range" and len(right.args) < 3 and left.type == INT:
        start = ir.Const(0, INT, right.span) if len(right.args) == 1 else right.args[0]
        stop = right.args[-1]
        if not frame.simple(start) or not frame.simple(stop):
            return None
        value, bindings = frame.named(left, "value")
        tests = frame.prim("<=", [start, value], node), frame.prim("<", [value, stop], node)
        return frame.let(bindings, ir.BoolOp("and", tests, BOOL, frame.span(node)))
    return None


def merged(frame: Frame, op: str, left: ir.Expr, right: ir.Expr, node: ast.AST) -> ir.Expr | None:
    """`a | b` of dicts and Counters; set operations of views; `a + b` of tuples; None for anything else."""
    if (made := collections.operation(frame, op, left, right, node)) is not None:
        return made
    if op == "|" and isinstance(left.type, DictT) and isinstance(right.type, DictT):
        return frame.helper("merged", [left, right], node)
    if op in ("|", "&", "-", "^") and (view_of(left) or view_of(right)):
        sides = [frame.prim("set", [v], node) if view_of(v) else v for v in (left, right)]
        return frame.prim("blurred", [frame.prim(op, sides, node)], node)  # CPython adds in an order of its own
    if op == "+" and isinstance(left.type, TupleT) and isinstance(right.type, TupleT):
        first, bindings = frame.named(left, "left")
        second, more = frame.named(right, "right")
        items: list[ir.Expr] = []
        types: list[Type] = []
        for side in (first, second):
            assert isinstance(side.type, TupleT)
            items += [ir.TupleItem(side, i, t, side.span) for i, t in enumerate(side.type.items)]
            types += side.type.items
        return frame.let(bindings + more, ir.TupleLit(tuple(items), TupleT(tuple(types)), frame.span(node)))
    if op == "+" and isinstance(left.type, VarTupleT) != isinstance(right.type, VarTupleT):
        left, right = frame.as_row(left, node), frame.as_row(right, node)
    if op == "+" and isinstance(left.type, VarTupleT) and left.type == right.type:
        whole = frame.prim("+", [frame.as_list(left, node), frame.as_list(right, node)], node)
        return frame.prim("tuple", [frame.prim("iter", [whole], node)], node)
    return None

"""bytes: literals, operators, methods, and what makes them of texts and ints.

Keeps true: natively they are the tuple of their ints, which nothing takes for one; methods that a str has as well are
done on the text with one character a byte, and only where both do the same.
"""

import ast
from collections.abc import Callable, Mapping

from pivot_lsp.port import ir
from pivot_lsp.port.frontend.comprehensions import comprehension
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.library import listed
from pivot_lsp.port.frontend.lowering import lower, lower_as
from pivot_lsp.port.frontend.scope import ExternalSymbol
from pivot_lsp.port.frontend.walks import iterable
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import BOOL, BYTES, INT, STR, IterT, ListT, OptionalT, TupleT, Type

_CODECS: Mapping[str, tuple[str, bool]] = {
    **dict.fromkeys(("utf-8", "utf8", "utf_8"), ("utf8", True)),
    **dict.fromkeys(("ascii", "us-ascii"), ("ascii", False)),
    **dict.fromkeys(("latin-1", "latin1", "latin_1", "iso-8859-1"), ("latin", False)),
}
"""The prelude's name of a codec; whether its helpers give up wherever an error handler would be asked."""
_AS_TEXT = {
    "find", "rfind", "count", "startswith", "endswith", "split", "rsplit", "partition", "rpartition", "strip", "lstrip",
    "rstrip", "replace", "join", "upper", "lower", "title", "capitalize", "swapcase", "isdigit", "isalpha", "isalnum",
    "isupper", "islower", "isascii", "removeprefix", "removesuffix", "ljust", "rjust", "center", "zfill",
}  # fmt: skip
_BLANKS = " \t\n\r\x0b\x0c"
_OWN = {"split": "octets_split", "splitlines": "octets_lines", "isspace": "octets_blanks"}
"""Without arguments: white space and line ends are other ones than those of a str."""


def literal(frame: Frame, value: bytes, node: ast.AST) -> ir.Expr:
    """`b"..."`."""
    span = frame.span(node)
    return ir.ListLit(tuple(ir.Const(b, INT, span) for b in value), BYTES, span)


def ints(frame: Frame, value: ir.Expr, node: ast.AST) -> ir.Expr:
    """bytes as the read-only list of ints that they are."""
    return frame.prim("as_list", [value], node)


def _made(frame: Frame, helper: str, args: list[ir.Expr], node: ast.AST) -> ir.Expr:
    """The bytes that a function of the prelude makes."""
    return frame.prim("as_bytes", [frame.helper(helper, args, node)], node)


def _latin(frame: Frame, value: ir.Expr, node: ast.AST) -> ir.Expr:
    if isinstance(value, ir.ListLit):
        text = "".join(chr(int(i.value or 0)) for i in value.items if isinstance(i, ir.Const))
        return ir.Const(text, STR, value.span)
    return frame.helper("latin_text", [ints(frame, value, node)], node)


def part(frame: Frame, value: ir.Expr, bounds: list[ir.Expr], node: ast.AST) -> ir.Expr:
    """`data[a:b:c]`."""
    return frame.prim("as_bytes", [frame.prim("slice", [ints(frame, value, node), *bounds], node)], node)


def operation(frame: Frame, op: str, left: ir.Expr, right: ir.Expr, node: ast.AST) -> ir.Expr | None:
    """`a + b`, `a * n` and `n * a`; None when no bytes are met."""
    if BYTES not in (left.type, right.type):
        return None
    if op == "+" and left.type == right.type:
        whole = frame.prim("+", [ints(frame, left, node), ints(frame, right, node)], node)
        return frame.prim("as_bytes", [whole], node)
    if op == "*" and {left.type, right.type} == {BYTES, INT}:
        times, bindings = (right, []) if left.type == BYTES else frame.named(left, "times")
        data = left if left.type == BYTES else right
        repeated = frame.prim("*", [ints(frame, data, node), times], node)
        return frame.let(bindings, frame.prim("as_bytes", [repeated], node))
    raise unportable("PV207", f"{op}({left.type}, {right.type}) is not taken", node)


def contained(frame: Frame, left: ir.Expr, right: ir.Expr, node: ast.AST) -> ir.Expr | None:
    """`item in data` of an int or of bytes; None when `right` is no bytes."""
    if right.type != BYTES:
        return None
    if left.type == BYTES:
        return frame.prim("in", [_latin(frame, left, node), _latin(frame, right, node)], node)
    if left.type == INT:
        (value, first), (data, second) = frame.named(left, "value"), frame.named(right, "data")
        found = frame.prim("in", [frame.helper("octet_asked", [value], node), ints(frame, data, node)], node)
        return frame.let([*first, *second], found)
    raise unportable("PV207", f"`in` of {left.type} on bytes", node)


def text(frame: Frame, value: ir.Expr, node: ast.AST) -> ir.Expr:
    """`repr(data)`, which is `str(data)`, too."""
    return frame.helper("octets_repr", [ints(frame, value, node)], node)


# ---------------------------------------------------------------- made


def construct(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    """`bytes(...)` of nothing, of a count, of bytes, of what gives ints."""
    if node.keywords or len(node.args) > 2:
        raise unportable("PV205", "bytes() with these arguments is not taken", node)
    if not node.args:
        return literal(frame, b"", node)
    argument = node.args[0]
    if len(node.args) == 2:
        return _encoded(frame, lower(frame, argument), node.args[1:], node)
    if isinstance(argument, ast.GeneratorExp):  # each is looked at before the next is made
        made = comprehension(frame, argument, "list")
        assert isinstance(made, ir.Comp)
        checked = ir.Comp(
            made.kind, None, frame.helper("octet", [made.element], node), made.clauses, ListT(INT), made.span
        )
        return frame.prim("as_bytes", [checked], node)
    value = lower(frame, argument)
    if value.type == BYTES:
        return value
    if value.type == INT:
        return _made(frame, "octets_blank", [value], node)
    if isinstance(value, ir.Prim) and value.row.key == "iter" and isinstance(value.args[0], ir.Call):
        raise unportable("PV205", "bytes() of a generator is not taken", node, "collect it in a list")
    return _made(frame, "octets_of", [listed(frame, argument)], node)


def class_method(frame: Frame, node: ast.Call) -> ir.Expr | None:
    """`bytes.fromhex(text)`, `int.from_bytes(data, order)`; None when it is neither."""
    func = node.func
    owner = frame.symbol(func.value) if isinstance(func, ast.Attribute) else None
    if not isinstance(func, ast.Attribute) or not isinstance(owner, ExternalSymbol) or owner.module != "builtins":
        return None
    if owner.name == "bytes":
        if func.attr != "fromhex" or len(node.args) != 1 or node.keywords:
            raise unportable("PV205", f"bytes.{func.attr}() with these arguments is not taken", node)
        return _made(frame, "octets_of_hex", [lower_as(frame, node.args[0], STR, "text")], node)
    if owner.name == "int" and func.attr == "from_bytes":
        given = _given(node, ("bytes", "byteorder"))
        data = lower(frame, given.pop("bytes")) if "bytes" in given else None
        if data is None or data.type != BYTES:
            raise unportable("PV205", "int.from_bytes() takes bytes here", node)
        return frame.helper("int_of_octets", [ints(frame, data, node), *_flags(frame, given, node)], node)
    return None


def of_int(frame: Frame, node: ast.Call, owner: ir.Expr) -> ir.Expr:
    """`n.to_bytes(length, order)`."""
    given = _given(node, ("length", "byteorder"))
    length = given.pop("length", ast.copy_location(ast.Constant(1), node))
    size = lower_as(frame, length, INT, "length")
    return _made(frame, "octets_of_int", [owner, size, *_flags(frame, given, node)], node)


def _given(node: ast.Call, names: tuple[str, ...]) -> dict[str, ast.expr]:
    found = dict(zip(names, node.args, strict=False))
    for keyword in node.keywords:
        if keyword.arg is None or keyword.arg in found or keyword.arg not in (*names, "signed"):
            raise unportable("PV205", f"{ast.unparse(node.func)}() with these arguments is not taken", node)
        found[keyword.arg] = keyword.value
    if len(node.args) > len(names):
        raise unportable("PV205", f"{ast.unparse(node.func)}() with {len(node.args)} arguments is not taken", node)
    return found


def _flags(frame: Frame, given: dict[str, ast.expr], node: ast.Call) -> list[ir.Expr]:
    """Whether the first byte is the highest, and whether the number has a sign."""
    order = given.get("byteorder", ast.Constant("big"))
    if not isinstance(order, ast.Constant) or order.value not in ("big", "little"):
        raise unportable("PV205", f"{ast.unparse(node.func)}() with a computed order is not taken", node)
    span = frame.span(node)
    signed = lower_as(frame, given["signed"], BOOL, "signed") if "signed" in given else ir.Const(False, BOOL, span)
    if not frame.simple(signed):
        raise unportable("PV205", f"{ast.unparse(node.func)}() with a computed sign is not taken", node)
    return [ir.Const(order.value == "big", BOOL, span), signed]


def encoded(frame: Frame, node: ast.Call, owner: ir.Expr) -> ir.Expr:
    """`text.encode(...)`."""
    return _encoded(frame, owner, _codec_arguments(node), node)


def _codec_arguments(node: ast.Call) -> list[ast.expr]:
    given = dict(zip(("encoding", "errors"), node.args, strict=False))
    for keyword in node.keywords:
        if keyword.arg not in ("encoding", "errors") or keyword.arg in given:
            raise unportable("PV205", f"{ast.unparse(node.func)}() with these arguments is not taken", node)
        given[keyword.arg] = keyword.value
    if len(node.args) > 2:
        raise unportable("PV205", f"{ast.unparse(node.func)}() with these arguments is not taken", node)
    return [given.get("encoding", ast.Constant("utf-8")), *([given["errors"]] if "errors" in given else [])]


def _codec(arguments: list[ast.expr], node: ast.Call) -> str:
    """The prelude's name of a codec that is written out. Where a text or bytes are not what it takes its helpers give
    up, so that a handler of errors changes nothing."""
    words = [a.value.lower() if isinstance(a, ast.Constant) and isinstance(a.value, str) else "" for a in arguments]
    if words[0] not in _CODECS or (len(words) > 1 and words[1] not in ("strict", "ignore", "replace")):
        raise unportable("PV205", f"{ast.unparse(node.func)}() with this encoding is not taken", node)
    return _CODECS[words[0]][0]


def _encoded(frame: Frame, value: ir.Expr, arguments: list[ast.expr], node: ast.Call) -> ir.Expr:
    if value.type != STR:
        raise unportable("PV207", f"{value.type} is encoded", node)
    return _made(frame, f"{_codec(arguments, node)}_octets", [value], node)


# ---------------------------------------------------------------- methods


def method(frame: Frame, node: ast.Call, owner: ir.Expr, name: str) -> ir.Expr:
    """`data.name(...)`."""
    if name == "decode":
        codec = _codec(_codec_arguments(node), node)
        return frame.helper(f"{codec}_text", [ints(frame, owner, node)], node)
    if node.keywords:
        raise unportable("PV205", f"bytes.{name}() with keywords is not taken", node)
    if name == "hex" and len(node.args) <= 1:
        return _hex(frame, node, owner)
    if name in _OWN and not node.args:
        return _back(frame, frame.helper(_OWN[name], [_latin(frame, owner, node)], node), node)
    if name in ("index", "rindex"):
        place = _as_text(frame, node, owner, "r" * (name == "rindex") + "find")
        return frame.helper("octets_found", [place], node)
    if name in _AS_TEXT:
        return _as_text(frame, node, owner, name)
    raise unportable("PV206", f"bytes.{name}() is not taken", node)


def _hex(frame: Frame, node: ast.Call, owner: ir.Expr) -> ir.Expr:
    given = (
        node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else "" if not node.args else None
    )
    if not isinstance(given, str) or (node.args and not (len(given) == 1 and given.isascii())):
        raise unportable("PV205", "bytes.hex() with these arguments is not taken", node)
    return frame.helper("octets_hex", [ints(frame, owner, node), ir.Const(given, STR, frame.span(node))], node)


def _as_text(frame: Frame, node: ast.Call, owner: ir.Expr, name: str) -> ir.Expr:
    """The method of str on the texts of the bytes, its result as bytes again."""
    bindings: list[tuple[str, ir.Expr]] = []

    def bound(value: ir.Expr, base: str) -> ast.expr:
        if isinstance(value, ir.Const):
            return ast.copy_location(ast.Constant(value.value), node)
        fresh = frame.fresh(base, value.type)
        bindings.append((fresh, value))
        return ast.copy_location(ast.Name(fresh, ast.Load()), node)

    first = bound(_latin(frame, owner, node), "text")
    if name == "join":
        arguments = [bound(_joined(frame, node), "parts")] if len(node.args) == 1 else []
    else:
        arguments = [_argument(frame, a, bound, name) for a in node.args]
    if name in ("find", "rfind", "count") and arguments and lower(frame, arguments[0]).type == INT:
        asked = lower(frame, arguments[0])  # looked at when all arguments are there
        arguments[0] = bound(frame.helper("octet_text", [asked], node), "part")
    if name in ("strip", "lstrip", "rstrip") and (not arguments or _is_none(arguments[0])):
        arguments = [ast.copy_location(ast.Constant(_BLANKS), node)]
    if name in ("split", "rsplit") and (not arguments or _is_none(arguments[0])):
        raise unportable("PV205", f"bytes.{name}() with these arguments is not taken", node)
    if name in ("ljust", "rjust", "center") and len(arguments) > 1 and not _is_one(arguments[1]):
        raise unportable("PV205", f"bytes.{name}() with a computed fill is not taken", node)
    func = ast.copy_location(ast.Attribute(first, name, ast.Load()), node)
    called = ast.copy_location(ast.Call(func, arguments, []), node)
    return frame.let(bindings, _back(frame, lower(frame, called), node))


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _is_one(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) == 1


def _argument(frame: Frame, argument: ast.expr, bound: Callable[[ir.Expr, str], ast.expr], name: str) -> ast.expr:
    """An argument as the method of str takes it."""
    if isinstance(argument, ast.Tuple):
        items = [_argument(frame, a, bound, name) for a in argument.elts]
        return ast.copy_location(ast.Tuple(items, ast.Load()), argument)
    value = lower(frame, argument)
    if value.type == BYTES:
        return bound(_latin(frame, value, argument), "part")
    if value.type in (INT, OptionalT(INT)) or _is_none(argument):
        return bound(value, "number")
    raise unportable("PV207", f"bytes.{name}() of {value.type} is not taken", argument)


def _joined(frame: Frame, node: ast.Call) -> ir.Expr:
    """The parts of a join as a list of texts."""
    source = iterable(frame, node.args[0])
    if source.type != IterT(BYTES):
        raise unportable("PV207", f"bytes.join() of {source.type} is not taken", node)
    name = frame.fresh("item", BYTES)
    item = _latin(frame, ir.Var(name, BYTES, source.span), node)
    return ir.Comp("list", None, item, (ir.Clause(ir.Name(name, BYTES), source, ()),), ListT(STR), source.span)


def _back(frame: Frame, made: ir.Expr, node: ast.AST) -> ir.Expr:
    """What a method of str gave, its texts as bytes."""
    if made.type == STR:
        return _made(frame, "latin_octets", [made], node)
    if made.type == ListT(STR):
        name = frame.fresh("item", STR)
        item = _made(frame, "latin_octets", [ir.Var(name, STR, made.span)], node)
        clause = ir.Clause(ir.Name(name, STR), frame.prim("iter", [made], node), ())
        return ir.Comp("list", None, item, (clause,), ListT(BYTES), made.span)
    if type(made.type) is TupleT:
        named, bindings = frame.named(made, "parts")
        items = tuple(
            _made(frame, "latin_octets", [ir.TupleItem(named, i, STR, made.span)], node)
            for i in range(len(made.type.items))
        )
        return frame.let(bindings, ir.TupleLit(items, TupleT((BYTES,) * len(items)), made.span))
    return made

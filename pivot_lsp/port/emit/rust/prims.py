"""Operations of the table as Rust: fills a row's template, with parentheses, order of evaluation and `?`."""

import re
from collections.abc import Callable

from pivot_lsp.port import ir
from pivot_lsp.port.emit.rust.code import BLOCK, CAST, POSTFIX, UNARY, Code, block, infix
from pivot_lsp.port.emit.rust.scope import Scope
from pivot_lsp.port.types import FLOAT, NP_FLOAT, ListT, Type, VarT, walk

Emit = Callable[[ir.Expr, bool], Code]
"""An expression as Code; the flag says whether its place fixes the type of a bare literal."""

_HOLE = re.compile(r"\{(\d+|cx)\}")
_INFIX = re.compile(r"^(\{0\}|0) ?(\.\.|[^\s\w{}]+) ?(\{[01]\}|0|0\.0)$")
_CALLED = re.compile(r"(\w+)\(")
_ARITHMETIC = ("+", "-", "*", "/", "%", "&", "|", "^")
_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


def prim(scope: Scope, emit: Emit, node: ir.Prim) -> Code:
    """The operation's value; what it raises goes where exceptions go."""
    if node.row.key == "not":
        return _negated(scope, emit, node.args[0])
    made = unwrapped(scope, emit, node)
    return scope.unpacked(made.at(POSTFIX)) if scope.facts.prim_raises(node) else made


def unwrapped(scope: Scope, emit: Emit, node: ir.Prim) -> Code:
    """The operation as its function gives it: an Outcome where it can raise."""
    template = node.row.rust
    if node.row.key == "getitem" and isinstance(node.args[0].type, ListT) and _is_tuple(node.args[0]):
        template = "{0}.at_tuple({1})"  # its IndexError speaks of a tuple
    if scope.facts.key_raises(node):
        template = _CALLED.sub(r"try_\1(", template, count=1)
    found = _INFIX.match(template)
    if found is not None:
        return _infix(emit, node, *found.groups())
    if template == "{0}":
        return emit(node.args[0], False)

    def fill(args: list[tuple[int, ir.Expr]]) -> Code:
        return _filled(template, [_argument(emit, node, template, i, a) for i, a in args])

    return _in_order(scope, emit, node, fill)


def _is_tuple(node: ir.Expr) -> bool:
    return isinstance(node, ir.Prim) and node.row.key == "as_list"


def _infix(emit: Emit, node: ir.Prim, left: str, symbol: str, right: str) -> Code:
    if left != "{0}":
        return infix(Code(left), symbol, emit(node.args[0], False))
    if right != "{1}":
        return infix(emit(node.args[0], False), symbol, Code(right))
    bare = all(map(is_open, node.args))
    return infix(emit(node.args[0], not bare), symbol, emit(node.args[1], True))


def symbol_of(node: ir.Prim) -> str | None:
    """The infix operator the row is in Rust, if it is one."""
    found = _INFIX.match(node.row.rust)
    return found.group(2) if found is not None and found.group(1, 3) == ("{0}", "{1}") else None


def _negated(scope: Scope, emit: Emit, value: ir.Expr) -> Code:
    """`not value`, without a double negation and without negating what has an opposite."""
    if isinstance(value, ir.IsNone):
        return Code(f"{emit(value.value, False).at(POSTFIX)}.is_some()")
    if isinstance(value, ir.Prim):
        symbol = symbol_of(value)
        # a NaN is neither less nor not less
        ordered = not any(a.type in (FLOAT, NP_FLOAT) for a in value.args)
        if symbol in ("==", "!=") or (symbol in _OPPOSITE and ordered):
            return _infix(emit, value, "{0}", _OPPOSITE[symbol], "{1}")
        if value.row.rust in ("{0} != 0", "{0} != 0.0"):
            return infix(emit(value.args[0], False), "==", Code(value.row.rust.removeprefix("{0} != ")))
    made = emit(value, True)
    if made.level == UNARY and made.text.startswith("!"):
        return Code(made.text[1:])
    return Code(f"!{made.at(UNARY)}", UNARY)


def _argument(emit: Emit, node: ir.Prim, template: str, index: int, value: ir.Expr) -> Code:
    start = template.find(f"{{{index}}}")
    after = template[start + len(f"{{{index}}}") :]
    receiver = after.startswith((".", " as "))
    return emit(value, not receiver and _typed(node, index))


def _typed(node: ir.Prim, index: int) -> bool:
    """Whether the parameter's type is fixed without a look at this argument."""
    variables = _variables(node.row.params[index])
    others = [
        _variables(p)
        for i, p in enumerate(node.row.params)
        if i != index and not isinstance(node.args[i], ir.Lambda) and not is_open(node.args[i])
    ]
    return variables <= frozenset().union(*others)


def is_open(node: ir.Expr) -> bool:
    """Whether nothing in the text of `node` fixes its type when its bare literals do not: rustc would guess i32."""
    match node:
        case ir.Const():
            return True
        case ir.IfExp(then=then, other=other):
            return is_open(then) and is_open(other)
        case ir.Let(body=inner) | ir.Some(value=inner):
            return is_open(inner)
        case ir.TupleLit(items=items):
            return any(map(is_open, items))
        case ir.Prim(row=row, args=args) if row.rust in ("{0}", "-{0}", "!{0}"):
            return is_open(args[0])
        case _:
            return (
                symbol_of(node) in _ARITHMETIC and all(map(is_open, node.args)) if isinstance(node, ir.Prim) else False
            )


def _variables(t: Type) -> frozenset[str]:
    return frozenset(v.name for v in walk(t) if isinstance(v, VarT))


def _in_order(scope: Scope, emit: Emit, node: ir.Prim, fill: Callable[[list[tuple[int, ir.Expr]]], Code]) -> Code:
    """Fills the template; arguments that it swaps are named first if their order can be seen."""
    order = [int(h) for h in _HOLE.findall(node.row.rust) if h != "cx"]
    numbered = list(enumerate(node.args))
    seen = [a for a in node.args if scope.facts.has_effects(a)]
    if order == sorted(order) or not seen or len([a for a in node.args if not isinstance(a, ir.Const)]) < 2:
        return fill(numbered)
    lines: list[tuple[str, ir.Expr]] = []
    named: list[tuple[int, ir.Expr]] = []
    for index, value in numbered:
        name = scope.fresh(("left", "right", "third")[index])
        lines.append((name, value))
        named.append((index, ir.Var(name, value.type, value.span)))
        scope.locals[name] = name
    body = fill(named)
    return Code(block([*(f"let {n} = {emit(v, False).text};" for n, v in lines), body.text]), BLOCK)


def _filled(template: str, args: list[Code]) -> Code:
    holes = list(_HOLE.finditer(template))
    made, end = "", 0
    for hole in holes:
        made += template[end : hole.start()]
        end = hole.end()
        if hole.group(1) == "cx":
            made += "cx"
            continue
        after, value = template[end:], args[int(hole.group(1))]
        if after.startswith("."):
            made += value.at(POSTFIX)
        elif after.startswith(" as "):
            made += value.at(CAST)
        elif template in ("-{0}", "!{0}"):
            made += value.at(UNARY)
        else:
            made += value.text
    return Code(made + template[end:], _level(template))


def _level(template: str) -> int:
    if template[0] in "-!":
        return UNARY
    return CAST if " as " in template else POSTFIX

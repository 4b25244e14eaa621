"""Enum classes: read from their text, their members natively the places they have in their class.

Taken are the classes of `enum` without hooks (Lib/enum.py): members that are literals of one type, or auto(), own
methods and properties. Keeps true: a member is never taken for its value, so that what a port gives back is the very
member; where Python treats a member of an IntEnum or StrEnum as the int or str it is, its value is read first.
"""

import ast
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeGuard

from pivot_lsp.port import ir
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.lowering import lower_as
from pivot_lsp.port.frontend.scope import ClassSymbol, ConstantSymbol, ExternalSymbol, Project
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import BOOL, FLOAT, INT, STR, DictT, MarkT, TupleT, Type, VarTupleT

_BASES = {("Enum",): "", ("IntEnum",): "int", ("StrEnum",): "str", ("int", "Enum"): "int", ("str", "Enum"): "str"}
_TEXTS = {"__str__", "__repr__", "__format__"}
"""Methods that only spell a member, which then is not taken."""
_KINDS: dict[type, Type] = {int: INT, float: FLOAT, bool: BOOL, str: STR}
Value = int | float | str | tuple["Value", ...]
"""What the value of a member may be."""
_VALUES_ONLY = {
    "+", "-", "*", "/", "//", "%", "**", "&", "|", "^", "<<", ">>", "neg", "pos", "invert", "abs", "divmod",
    "==", "!=", "<", "<=", ">", ">=", "int", "float", "len", "getitem", "slice", "iter", "truth", "in",
    "round",
}  # fmt: skip
"""Operations in which a member of an IntEnum or StrEnum is its value, and which give back none of their operands."""


@dataclass(frozen=True)
class EnumInfo:
    """An Enum as written: its members with their values, and the place of each name, further names of one among them.
    `spelled`: its members are spelled as their values, those of IntEnum and StrEnum. `own`: the methods it defines.
    `held`: the attributes in which its __init__ keeps the parts of a member's value, in their order."""

    symbol: ClassSymbol
    names: tuple[str, ...]
    values: tuple[Value, ...]
    places: dict[str, int]
    base: str
    spelled: bool
    own: frozenset[str]
    held: tuple[str, ...] = ()

    @property
    def type(self) -> MarkT:
        """The type of its members."""
        return MarkT("enum", f"{self.symbol.module}:{self.symbol.node.name}", self.base)

    @property
    def kind(self) -> Type | None:
        """The one type of all values; None when they are of several."""
        kinds = {_type_of(v) for v in self.values}
        return kinds.pop() if len(kinds) == 1 else None


def _type_of(value: Value) -> Type:
    return TupleT(tuple(map(_type_of, value))) if isinstance(value, tuple) else _KINDS[type(value)]


def is_enum(symbol: object, project: Project) -> bool:
    """Whether a class is made by a class of `enum`."""
    return isinstance(symbol, ClassSymbol) and any(_base(b, symbol, project)[0] for b in symbol.node.bases)


def _base(node: ast.expr, symbol: ClassSymbol, project: Project) -> tuple[bool, str]:
    """Whether a base is of `enum`, and its name."""
    module = project.module(symbol.module)
    name = ast.unparse(node)
    if module is None:
        return False, name
    if isinstance(node, ast.Attribute):
        owner, _, last = name.rpartition(".")
        return owner == "enum" and last.endswith(("Enum", "Flag")), last
    found = project.lookup(module, name) if isinstance(node, ast.Name) else None
    if isinstance(found, ExternalSymbol) and found.module == "enum":
        return True, found.name
    return False, name


def read_enum(symbol: ClassSymbol, project: Project, at: ast.AST) -> EnumInfo:
    """The Enum `symbol`, or a refusal PV214 at the place that uses it."""
    node = symbol.node

    def refuse(why: str) -> Exception:
        return unportable(
            "PV214", f"class {node.name}: {why}", at, "use literals of one type as members, without hooks"
        )

    names = tuple(_base(b, symbol, project)[1] for b in node.bases)
    if names not in _BASES or node.keywords:
        raise refuse(f"an Enum of {', '.join(names)} is not taken")
    for decorator in node.decorator_list:
        if ast.unparse(decorator) not in ("unique", "enum.unique"):
            raise refuse(f"decorated with @{ast.unparse(decorator)}")
    own = frozenset(s.name for s in node.body if isinstance(s, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef))
    held = _held(node) if names == ("Enum",) else None
    hooks = {name for name in own if name.startswith("_") and name.endswith("_")} - _TEXTS
    hooks -= {"__init__"} if held is not None else set()
    if hooks:
        raise refuse(f"own {min(hooks)}")
    base = _BASES[names]
    members = _members(node, names, refuse)
    found: list[str] = []
    values: list[Value] = []
    places: dict[str, int] = {}
    for name, value in members:
        if value in values:
            places[name] = values.index(value)
            continue
        places[name] = len(found)
        found.append(name)
        values.append(value)
    if base and any(type(v) is not (int if base == "int" else str) for v in values):
        raise refuse(f"a member that is no {base}")
    if not found:
        raise refuse("it has no members")
    if held is not None and any(len(v if isinstance(v, tuple) else (v,)) != len(held) for v in values):
        raise refuse("a member whose value is not what __init__ takes")
    own = own - {"__init__"} if held is not None else own
    return EnumInfo(symbol, tuple(found), tuple(values), places, base, len(names) == 1 and base != "", own, held or ())


def _held(node: ast.ClassDef) -> tuple[str, ...] | None:
    """The attributes that hold the parameters of an __init__ that does nothing else, in their order; None where there
    is no such __init__."""
    init = next((s for s in node.body if isinstance(s, ast.FunctionDef) and s.name == "__init__"), None)
    if init is None or init.decorator_list:
        return None
    args = init.args
    if args.vararg or args.kwarg or args.kwonlyargs or args.defaults or args.posonlyargs or len(args.args) < 2:
        return None
    itself, *given = [a.arg for a in args.args]
    kept: dict[str, str] = {}
    for one in init.body:
        match one:
            case ast.Expr(value=ast.Constant()):
                pass
            case (
                ast.Assign(targets=[ast.Attribute(value=ast.Name(id=owner), attr=attr)], value=ast.Name(id=name))
                | ast.AnnAssign(target=ast.Attribute(value=ast.Name(id=owner), attr=attr), value=ast.Name(id=name))
            ) if owner == itself and name in given and name not in kept and not attr.startswith("_"):
                kept[name] = attr
            case _:
                return None
    members = {t.id for s in node.body if isinstance(s, ast.Assign) for t in s.targets if isinstance(t, ast.Name)}
    attributes = tuple(kept.get(name, "") for name in given)
    named = [a for a in attributes if a]
    return None if set(named) & (members | {"name", "value"}) or len(set(named)) != len(named) else attributes


def _members(node: ast.ClassDef, bases: tuple[str, ...], refuse: Callable[[str], Exception]) -> list[tuple[str, Value]]:
    found: list[tuple[str, Value]] = []
    for statement in node.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                if name.startswith("_"):
                    raise refuse(f"{name} in its body")
                if any(name == known for known, _ in found):
                    raise refuse(f"{name} twice")
                found.append((name, _value(name, value, bases, [v for _, v in found], refuse)))
            case ast.FunctionDef() | ast.Pass() | ast.Expr(value=ast.Constant()) | ast.AnnAssign(value=None):
                pass
            case _:
                raise refuse(f"a {type(statement).__name__} in its body")
    return found


def _value(
    name: str,
    node: ast.expr,
    bases: tuple[str, ...],
    before: list[Value],
    refuse: Callable[[str], Exception],
) -> Value:
    if isinstance(node, ast.Call) and ast.unparse(node) in ("auto()", "enum.auto()"):
        if bases[-1] == "StrEnum":
            return name.lower()
        numbers = [v for v in before if type(v) is int]
        if bases[0] == "str" or len(numbers) != len(before) or (numbers and numbers[-1] != max(numbers)):
            raise refuse("auto() beside other values")  # of which Pythons make different ones
        return max(numbers, default=0) + 1
    try:
        value: object = ast.literal_eval(node)
    except (ValueError, SyntaxError, TypeError):
        raise refuse(f"{name} is no literal") from None
    if not _is_plain(value):
        raise refuse(f"{name} is {ast.unparse(node)}")
    return value


def _is_plain(value: object) -> TypeGuard[Value]:
    """Whether a port can hold the value: a number of 64 bits, a text without lone surrogates, a tuple of such."""
    if isinstance(value, tuple):
        return bool(value) and all(map(_is_plain, value))
    if isinstance(value, str):
        return not any(0xD800 <= ord(c) <= 0xDFFF for c in value)
    return type(value) in _KINDS and value == value and (type(value) is not int or -(2**63) <= value < 2**63)


# ---------------------------------------------------------------- members and what is asked of them


def member(frame: Frame, symbol: ConstantSymbol, node: ast.expr) -> ir.Expr | None:
    """`Color.RED`; None when the constant is not a member of an Enum."""
    owner, _, name = symbol.name.partition(".")
    info = _info(frame, symbol.module, owner, node) if name else None
    if info is None:
        return None
    if name not in info.places:
        raise unportable("PV214", f"class {owner}: {name} is no member", node)
    return _fixed(frame, info, name, _mark(info, info.places[name], frame.span(node)), node)


def _info(frame: Frame, module_name: str, name: str, node: ast.AST) -> EnumInfo | None:
    project = frame.unit.project
    module = project.module(module_name)
    symbol = project.lookup(module, name) if module is not None else None
    return frame.unit.marked.enum(symbol, node) if isinstance(symbol, ClassSymbol) else None


def info_of(frame: Frame, t: MarkT, node: ast.AST) -> EnumInfo:
    """The Enum of a member's type."""
    module, _, name = t.cls.partition(":")
    found = _info(frame, module, name, node)
    assert found is not None
    return found


def _mark(info: EnumInfo, place: int, span: ir.Span) -> ir.Expr:
    return ir.TupleLit((ir.Const(place, INT, span),), info.type, span)


def _fixed(frame: Frame, info: EnumInfo, name: str, value: ir.Expr, node: ast.AST) -> ir.Expr:
    """A constant of the port that belongs to the class."""
    return frame.unit.constants.fixed((info.symbol.module, f"{info.symbol.node.name}.{name}"), value, frame.span(node))


def members(frame: Frame, node: ast.expr) -> ir.Expr | None:
    """What walking over a class gives, where `node` names an Enum; else None."""
    symbol = frame.symbol(node)
    info = frame.unit.marked.enum(symbol, node) if isinstance(symbol, ClassSymbol) else None
    if info is None:
        return None
    span = frame.span(node)
    marks = tuple(_mark(info, i, span) for i in range(len(info.names)))
    return _fixed(frame, info, "members", ir.ListLit(marks, VarTupleT(info.type), span), node)


def place(value: ir.Expr) -> ir.Expr:
    """The number that a mark natively is."""
    if isinstance(value, ir.TupleLit):
        return value.items[0]
    return ir.TupleItem(value, 0, INT, value.span)


def value_of(frame: Frame, owner: ir.Expr, node: ast.AST) -> ir.Expr:
    """`member.value`."""
    assert isinstance(owner.type, MarkT)
    info = info_of(frame, owner.type, node)
    if info.kind is None:
        raise unportable("PV214", f"class {owner.type}: values of several types", node)
    return _looked_up(frame, info, "values", info.values, info.kind, owner, node)


def held(frame: Frame, owner: ir.Expr, name: str, node: ast.AST) -> ir.Expr | None:
    """`member.name` of what its __init__ keeps there; None of any other attribute."""
    assert isinstance(owner.type, MarkT)
    info = info_of(frame, owner.type, node)
    if name not in info.held:
        return None
    value = value_of(frame, owner, node)
    if not isinstance(value.type, TupleT):
        return value
    return ir.TupleItem(value, info.held.index(name), value.type.items[info.held.index(name)], value.span)


def name_of(frame: Frame, owner: ir.Expr, node: ast.AST) -> ir.Expr:
    """`member.name`."""
    assert isinstance(owner.type, MarkT)
    info = info_of(frame, owner.type, node)
    return _looked_up(frame, info, "names", info.names, STR, owner, node)


def _looked_up(
    frame: Frame,
    info: EnumInfo,
    what: str,
    parts: tuple[Value, ...],
    t: Type,
    owner: ir.Expr,
    node: ast.AST,
) -> ir.Expr:
    span = frame.span(node)
    known = frame.unit.constants.value(owner.name) if isinstance(owner, ir.ConstantRef) else None
    if isinstance(known, ir.TupleLit) and isinstance(known.items[0], ir.Const):
        return _literal(parts[int(known.items[0].value or 0)], span)
    row = ir.ListLit(tuple(_literal(p, span) for p in parts), VarTupleT(t), span)
    table = _fixed(frame, info, what, row, node)
    return frame.prim("getitem", [frame.as_list(table, node), place(owner)], node)


def _literal(value: Value, span: ir.Span) -> ir.Expr:
    if isinstance(value, tuple):
        items = tuple(_literal(v, span) for v in value)
        return ir.TupleLit(items, TupleT(tuple(i.type for i in items)), span)
    return ir.Const(value, _type_of(value), span)


def text_of(frame: Frame, owner: ir.Expr, node: ast.AST) -> ir.Expr:
    """`str(member)`, which is what format() spells, too."""
    assert isinstance(owner.type, MarkT)
    info = info_of(frame, owner.type, node)
    if info.own & _TEXTS:
        raise unportable("PV206", f"the text of {owner.type} is its own __str__", node, "call a method of it")
    if info.spelled:
        value = value_of(frame, owner, node)
        return value if value.type == STR else frame.prim("str", [value], node)
    owner_name = info.symbol.node.name
    texts = tuple(f"{owner_name}.{name}" for name in info.names)
    return _looked_up(frame, info, "texts", texts, STR, owner, node)


def formatted(frame: Frame, owner: ir.Expr, node: ast.AST) -> ir.Expr:
    """What format() of a member formats: its value where that spells it, else its text."""
    assert isinstance(owner.type, MarkT)
    info = info_of(frame, owner.type, node)
    return value_of(frame, owner, node) if info.spelled and not info.own & _TEXTS else text_of(frame, owner, node)


def as_values(frame: Frame, key: str, args: list[ir.Expr], node: ast.AST) -> list[ir.Expr] | None:
    """`args` with the members of IntEnums and StrEnums as their values, where the operation sees no more of them."""
    if key not in _VALUES_ONLY or not any(isinstance(a.type, MarkT) and a.type.base for a in args):
        return None
    return [value_of(frame, a, node) if isinstance(a.type, MarkT) and a.type.base else a for a in args]


def by_value(frame: Frame, info: EnumInfo, argument: ir.Expr, node: ast.AST) -> ir.Expr:
    """`Color(value)`."""
    if argument.type == info.type:
        return argument
    if argument.type != info.kind or argument.type not in (INT, STR):
        raise unportable("PV207", f"{info.symbol.node.name}({argument.type}) is not taken", node)
    span = frame.span(node)
    pairs = tuple((_literal(v, span), ir.Const(i, INT, span)) for i, v in enumerate(info.values))
    table = _fixed(frame, info, "by_value", ir.DictLit(pairs, DictT(argument.type, INT), span), node)
    name = ir.Const(info.symbol.node.name, STR, span)
    return ir.TupleLit((frame.helper("member_place", [table, argument, name], node),), info.type, span)


def by_name(frame: Frame, node: ast.Subscript) -> ir.Expr | None:
    """`Color["RED"]`; None when no Enum is indexed."""
    symbol = frame.symbol(node.value)
    info = frame.unit.marked.enum(symbol, node) if isinstance(symbol, ClassSymbol) else None
    if info is None:
        return None
    span = frame.span(node)
    key = lower_as(frame, node.slice, STR, "the name of a member")
    pairs = tuple((ir.Const(name, STR, span), ir.Const(i, INT, span)) for name, i in info.places.items())
    table = _fixed(frame, info, "by_name", ir.DictLit(pairs, DictT(STR, INT), span), node)
    return ir.TupleLit((frame.prim("getitem", [table, key], node),), info.type, span)

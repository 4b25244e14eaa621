"""Go expressions as a small tree, printed exactly as gofmt prints them (go/printer, nodes.go).

Keeps true: parentheses stand only where precedence needs them, and blanks round an operator depend on how deep the
expression lies, so that emitted files never change under gofmt.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

PRECEDENCE = {
    "||": 1, "&&": 2, "==": 3, "!=": 3, "<": 3, "<=": 3, ">": 3, ">=": 3, "+": 4, "-": 4, "|": 4, "^": 4,
    "*": 5, "/": 5, "%": 5, "<<": 5, ">>": 5, "&": 5,
}  # fmt: skip
_UNARY, _PRIMARY = 6, 7
_ONE_LINE = 88
"""A function literal of one statement, or a composite literal, stays on its line up to here."""


@dataclass(frozen=True)
class Atom:
    """An identifier, a literal, a type."""

    text: str


@dataclass(frozen=True)
class Binary:
    """`left op right`."""

    op: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True)
class Unary:
    """`op operand`."""

    op: str
    operand: "Node"


@dataclass(frozen=True)
class CallNode:
    """`function(args)`; `lines`: each argument on a line of its own."""

    function: "Node"
    args: tuple["Node", ...]
    lines: bool = False


@dataclass(frozen=True)
class Select:
    """`owner.name`."""

    owner: "Node"
    name: str


@dataclass(frozen=True)
class FuncLit:
    """`func(...) T { body }`; body lines are indented relative to the braces' line."""

    header: str
    body: tuple[str, ...]


@dataclass(frozen=True)
class Composite:
    """`T{key: value, ...}`."""

    type: str
    items: tuple[tuple[str, "Node"], ...]


Node = Atom | Binary | Unary | CallNode | Select | FuncLit | Composite


def call(function: str, *args: Node) -> CallNode:
    """`function(args)` by name."""
    return CallNode(Atom(function), args)


def render(node: Node, depth: int = 1, least: int = 0) -> str:
    """The text of `node`; further lines carry the tabs relative to the first one's. `least` is the precedence below
    which parentheses are needed."""
    match node:
        case Atom(text):
            return text
        case Binary(op):
            if PRECEDENCE[op] < least:
                return "(" + render(node, max(depth - 1, 1)) + ")"
            return _binary(node, depth)
        case Unary(op, operand):
            inner = render(operand, depth, _UNARY)
            text = f"{op}({inner})" if isinstance(operand, Unary) and op != "!" else op + inner
            return f"({text})" if least > _UNARY else text
        case CallNode(function, args, lines):
            inner_depth = depth + (len(args) > 1)
            texts = [render(a, inner_depth) for a in args]
            name = render(function, depth, _PRIMARY)
            if lines:
                return f"{name}(\n" + "".join(indent(t) + ",\n" for t in texts) + ")"
            return f"{name}({', '.join(texts)})"
        case Select(owner, name):
            return f"{render(owner, depth, _PRIMARY)}.{name}"
        case FuncLit(header, body):
            return _function(header, body)
        case Composite():
            return _composite(node)


def indent(text: str) -> str:
    """Every line one tab further in."""
    return "\n".join("\t" + line if line else line for line in text.split("\n"))


def _function(header: str, body: tuple[str, ...]) -> str:
    if len(body) == 1 and "\n" not in body[0] and body[0].startswith("return"):
        one = f"{header} {{ {body[0]} }}"
        if len(one) <= _ONE_LINE:
            return one
    if not body:
        return header + " {}"
    return f"{header} {{\n" + indent("\n".join(body)) + "\n}"


def _composite(node: Composite) -> str:
    values = [render(value) for _, value in node.items]
    one = f"{node.type}{{{', '.join(f'{k}: {v}' for (k, _), v in zip(node.items, values, strict=True))}}}"
    if len(one) <= _ONE_LINE and "\n" not in one:
        return one
    lines: list[str] = []
    for run in _runs([(k, v) for (k, _), v in zip(node.items, values, strict=True)]):
        width = max(len(k) for k, _ in run) + 1
        lines += [f"{(k + ':').ljust(width)} {v}" for k, v in run]
    return f"{node.type}{{\n" + "".join(indent(line) + ",\n" for line in lines) + "}"


def _runs(pairs: list[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """Neighbours whose values gofmt aligns: those on one line."""
    run: list[tuple[str, str]] = []
    for pair in pairs:
        if "\n" in pair[1]:
            if run:
                yield run
            yield [pair]
            run = []
        else:
            run.append(pair)
    if run:
        yield run


def _binary(node: Binary, depth: int) -> str:
    own = PRECEDENCE[node.op]
    left = node.left
    chained = isinstance(left, Binary) and PRECEDENCE[left.op] == own
    before = render(left, depth + (not chained), own)
    after = render(node.right, depth + 1, own + 1)
    blank = " " if own < _cutoff(node, depth) else ""
    return f"{before}{blank}{node.op}{blank}{after}"


def _cutoff(node: Binary, depth: int) -> int:
    has4, has5, problem = _walk(node)
    if problem > 0:
        return problem + 1
    if has4 and has5:
        return 5 if depth == 1 else 4
    return 6 if depth == 1 else 4


def _walk(node: Binary) -> tuple[bool, bool, int]:
    own = PRECEDENCE[node.op]
    has4, has5, problem = own == 4, own == 5, 0
    for child, least in ((node.left, own), (node.right, own + 1)):
        if isinstance(child, Binary) and PRECEDENCE[child.op] >= least:
            inner = _walk(child)
            has4, has5, problem = has4 or inner[0], has5 or inner[1], max(problem, inner[2])
    if isinstance(node.right, Unary):
        pair = node.op + node.right.op
        problem = 5 if pair in ("/*", "&&", "&^") else max(problem, 4) if pair in ("++", "--") else problem
    return has4, has5, problem


# ---------------------------------------------------------------- templates of the table

_TOKENS = re.compile(r"\s*(\{\d+\}|'.'|[A-Za-z_][\w.]*|\d[\d.]*|[=!<>]=|<<|>>|&&|\|\||[-+*/%&|^!<>(),])")


def fill(template: str, args: tuple[Node, ...]) -> Node:
    """The tree of a row's Go template over its arguments."""
    tokens = _TOKENS.findall(template)
    position = 0

    def peek() -> str:
        return tokens[position] if position < len(tokens) else ""

    def take() -> str:
        nonlocal position
        position += 1
        token: str = tokens[position - 1]
        return token

    def expression(least: int) -> Node:
        left = operand()
        while PRECEDENCE.get(peek(), 0) > least:
            op = take()
            left = Binary(op, left, expression(PRECEDENCE[op]))
        return left

    def operand() -> Node:
        token = take()
        if token in ("-", "!", "^"):
            return Unary(token, operand())
        if token.startswith("{"):
            return args[int(token[1:-1])]
        if peek() != "(":
            return Atom(token)
        take()
        inner: list[Node] = []
        while peek() != ")":
            inner.append(expression(0))
            if peek() == ",":
                take()
        take()
        return CallNode(Atom(token), tuple(inner))

    return expression(0)

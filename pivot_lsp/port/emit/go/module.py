"""The port file: records, kinds of exceptions, constants and functions, with the author's words as doc comments."""

import inspect
from collections.abc import Iterable

from pivot_lsp.port import ir, trees
from pivot_lsp.port.emit.go.expressions import Expressions
from pivot_lsp.port.emit.go.names import RESERVED, Names, Scope, camel
from pivot_lsp.port.emit.go.statements import Statements
from pivot_lsp.port.emit.go.syntax import CallNode, indent, render
from pivot_lsp.port.table.rows import SEEKING
from pivot_lsp.port.types import BOOL, INT, NONE, RecordT, walk

_LONG = 100


def package_name(unit: ir.Unit) -> str:
    """The package: the module's last name, without what Go does not like in a package's name."""
    last = unit.module.rpartition(".")[2]
    made = camel(last, exported=False).lower()
    return made + "port" if made in RESERVED or made in ("glue", "go") or made.endswith("test") else made


_IMPORTS = (("iter.Seq[", '"iter"'), ("rt.", '"pivot/rt"'))
"""What a text that uses a package says, and what imports it."""


def port_text(unit: ir.Unit, names: Names, package: str) -> str:
    """The text of the port."""
    compared = _compared(unit)
    parts = [
        *(_kind(name, full, index) for index, (name, full) in enumerate(names.own_kinds)),
        *(_constant(c, names) for c in unit.constants),
        *(_record(r, names, r.cls in compared) for r in unit.records),
        *(_function(f, names) for f in unit.functions),
    ]
    body = "\n".join(parts)
    wanted = [package for name, package in _IMPORTS if name in _code(body)]
    imports = f"import {wanted[0]}\n\n" if len(wanted) == 1 else ""
    if len(wanted) > 1:
        imports = "import (\n" + "\n\n".join(f"\t{package}" for package in wanted) + "\n)\n\n"
    what = ", ".join(unit.function(e).qualname for e in unit.entries)
    head = f"// Package {package} is the port of {what} ({unit.file}).\npackage {package}\n\n"
    return (head + imports + body).rstrip("\n") + "\n"


_COMPARISONS = {"==", "!=", *SEEKING}


def _compared(unit: ir.Unit) -> frozenset[str]:
    """The classes of the records that the unit compares by value, alone or inside of something."""
    todo = [
        t
        for f in unit.functions
        for e in trees.expressions(f.body)
        if isinstance(e, ir.Prim) and e.row.key in _COMPARISONS
        for a in e.args
        for t in walk(a.type)
    ]
    found: set[str] = set()
    while todo:
        t = todo.pop()
        if isinstance(t, RecordT) and t.cls not in found:
            found.add(t.cls)
            todo += [inner for f in unit.record(t.cls).fields for inner in walk(f.type)]
    return frozenset(found)


def _code(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if not line.lstrip().startswith("//"))


def _place(span: ir.Span) -> str:
    lines = str(span.line) if span.line == span.end_line else f"{span.line}-{span.end_line}"
    return f"({span.file}:{lines})"


def comment(first: str, text: str) -> str:
    """A doc comment that gofmt leaves alone: paragraphs of plain lines, no lists, headings or quotes of its own."""
    lines = [first]
    for raw in ["", *inspect.cleandoc(text).split("\n")] if text.strip() else []:
        line = " ".join(raw.split()).replace("``", "`").replace("''", '"')
        if line.startswith(("#", "[")):
            line = "| " + line
        if line or lines[-1]:
            lines.append(line)
    while not lines[-1]:
        lines.pop()
    return "".join(f"// {line}\n" if line else "//\n" for line in lines)


def _kind(name: str, full: str, index: int) -> str:
    value = "rt.Own" + (f" + {index}" if index else "")
    return f"// {name} is {full.replace(':', '.')}.\nconst {name} rt.Kind = {value}\n"


def _constant(constant: ir.Constant, names: Names) -> str:
    name = names.constant(constant.name)
    node = Expressions(names, Scope(names.taken)).node(constant.value)
    text = render(node)
    if len(text) > _LONG and isinstance(node, CallNode):
        text = render(CallNode(node.function, node.args, lines=True))
    word = "const" if constant.type in (INT, BOOL) and isinstance(constant.value, ir.Const) else "var"
    return f"// {name} is {constant.name} {_place(constant.span)}.\n{word} {name} = {text}\n"


def _record(record: ir.Record, names: Names, compared: bool) -> str:
    name = names.record(record.cls)
    fields = [(names.field(record.cls, f.name), names.type(f.type)) for f in record.fields if f.carried]
    left_out = [f.name for f in record.fields if not f.carried]
    doc = record.doc + (f"\n\nNot carried: {', '.join(left_out)}." if left_out else "")
    width = max((len(n) for n, _ in fields), default=0)
    lines = [f"\t{n.ljust(width)} {t}" for n, t in fields]
    lines = lines or ["\t_ byte // two objects without a size would be one"]
    body = "{\n" + "\n".join(lines) + "\n}"
    text = comment(f"{name} is {record.cls.replace(':', '.')} {_place(record.span)}.", doc)
    made = f"{text}type {name} struct {body}\n"
    return made + "\n" + _equals(record, name, names) if record.eq and compared else made


def _equals(record: ir.Record, name: str, names: Names) -> str:
    """The == of a dataclass; a field that is not carried cannot be compared."""
    head = (
        f"// Equals is the == of the dataclass: field by field.\nfunc (r *{name}) Equals(o *{name}) bool {{\n"
    )  # fmt: skip
    if any(not f.carried for f in record.fields):
        return head + "\trt.Fall(rt.ReasonValue)\n\treturn false\n}\n"
    tests = [f"rt.Same(r.{n}, o.{n})" for n in (names.field(record.cls, f.name) for f in record.fields)]
    return head + f"\treturn {' && '.join(tests) or 'true'}\n}}\n"


def _function(function: ir.Function, names: Names) -> str:
    statements = Statements(function, names)
    params = ", ".join(_params(function, statements, names))
    body = statements.block(function.body)
    lines: Iterable[str] = body.lines
    result = "" if function.result == NONE else f" {names.type(function.result)}"
    if statements.result and result:
        result = f" ({statements.result}{result})"
    if function.result != NONE and not body.ends:
        lines = [*body.lines, 'panic("unreachable")']
    elif function.result == NONE and body.lines and body.lines[-1] == "return":
        lines = body.lines[:-1]
    if function.recursive:
        left = [] if body.ends or function.result != NONE else ["rt.Left()"]
        lines = ["rt.Enter()", *lines, *left]
    name = names.function(function.name)
    text = comment(f"{name} is {function.qualname} {_place(function.span)}.", function.doc)
    return f"{text}func {name}({params}){result} {{\n" + "".join(indent(x) + "\n" for x in lines) + "}\n"


def _params(function: ir.Function, statements: Statements, names: Names) -> list[str]:
    """`a, b int, c rt.Str`: neighbours of one type share it."""
    made: list[tuple[list[str], str]] = []
    for parameter in function.params:
        name, kind = statements.ex.variable(parameter.name), names.type(parameter.type)
        if made and made[-1][1] == kind:
            made[-1][0].append(name)
        else:
            made.append(([name], kind))
    return [f"{', '.join(group)} {kind}" for group, kind in made]

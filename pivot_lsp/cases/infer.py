"""Types read off recorded values, for parameters that nobody annotated.

Invariant: the type holds every value it was read from; where values disagree it is a union, or unknown when they are
of more than MAX_ARMS kinds.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from pivot_lsp.cases.extras import inside
from pivot_lsp.cases.pools import kind_of
from pivot_lsp.cases.values import Encoded
from pivot_lsp.model.case import Case
from pivot_lsp.model.signature import Argument, Signature, Type

MAX_ARMS = 4
SAMPLE = 300
UNKNOWN = Type(kind="unknown")


def completed(signature: Signature, recorded: Sequence[Case]) -> Signature:
    """`signature` with each unknown parameter's type read off the recorded calls, where there are any."""
    order = [a.name for a in signature.arguments if not a.keyword_only]
    arguments: list[Argument] = []
    for argument in signature.arguments:
        if argument.type.kind == "unknown":
            held = []
            for case in recorded[:SAMPLE]:
                place = order.index(argument.name) if argument.name in order else len(case.args)
                if place < len(case.args):
                    held.append(case.args[place])
                elif argument.name in case.kwargs:
                    held.append(case.kwargs[argument.name])
            argument = argument.model_copy(update={"type": joined(seen(value) for value in held)})
        arguments.append(argument)
    return signature.model_copy(update={"arguments": arguments})


def joined(types: Iterable[Type]) -> Type:
    """One type for all of them."""
    arms: list[Type] = []
    optional = False
    for kind in types:
        if kind.kind == "optional":
            optional, kind = True, kind.args[0]
        if kind.kind == "none":
            optional = True
            continue
        for index, arm in enumerate(arms):
            merged = _merged(arm, kind)
            if merged is not None:
                arms[index] = merged
                break
        else:
            arms.append(kind)
    arms = [arm for arm in arms if arm.kind != "unknown"] or arms[:1]
    if not arms:
        return Type(kind="none") if optional else UNKNOWN
    if len(arms) > MAX_ARMS:
        return UNKNOWN
    inner = arms[0] if len(arms) == 1 else Type(kind="union", args=arms)
    return Type(kind="optional", args=[inner]) if optional else inner


def _merged(a: Type, b: Type) -> Type | None:
    """One type for two of the same shape; None when they are of different shapes."""
    if a == b:
        return a
    if a.kind != b.kind or a.name != b.name:
        if {a.kind, b.kind} == {"tuple", "vartuple"}:
            return Type(kind="vartuple", args=[joined([*a.args, *b.args])])
        return None
    if a.kind == "enum":
        return a.model_copy(update={"values": list(dict.fromkeys([*a.values, *b.values]))})
    if a.kind == "tuple" and len(a.args) != len(b.args):
        return Type(kind="vartuple", args=[joined([*a.args, *b.args])])
    return a.model_copy(update={"args": [joined(pair) for pair in zip(a.args, b.args)]})


def seen(value: Encoded) -> Type:
    """The type of one encoded value."""
    match kind_of(value):
        case "int" | "float" | "bool" | "str" | "bytes" | "none" as plain:
            return Type(kind=plain)
        case "list":
            return Type(kind="list", args=[_of_all(value)])
        case "$t":
            return Type(kind="tuple", args=[seen(item) for item in value["$t"]])
        case "$s" | "$z" as tag:
            return Type(kind="set" if tag == "$s" else "frozenset", args=[_of_all(value[tag])])
        case "$d":
            pairs = value["$d"]
            return Type(kind="dict", args=[_of_all([k for k, _ in pairs]), _of_all([v for _, v in pairs])])
        case "$c":
            names = [name for name, _ in value["v"]]
            return Type(kind="record", name=value["$c"], fields=names, args=[seen(v) for _, v in value["v"]])
        case "$n":
            inner = [seen(v) for v in value["v"]]
            names = [str(index) for index in range(len(inner))]
            return Type(kind="record", name=value["$n"], fields=names, args=inner, named_tuple=True)
        case "$e":
            return Type(kind="enum", name=value["$e"], values=[value["v"]])
        case "$x":
            held = inside(value)
            args: list[Type] = []
            if held is not None and value["$x"] == "deque":
                args = [_of_all(held)]
            elif held is not None:
                args = [_of_all([k for k, _ in held]), _of_all([v for _, v in held])]
                args = args[:1] if value["$x"] == "Counter" else args
            return Type(kind="extra", name=value["$x"], args=args)
        case "$def":
            return seen(value["v"])
        case _:
            return UNKNOWN


def _of_all(values: list[Any]) -> Type:
    return joined(seen(value) for value in values[:SAMPLE])

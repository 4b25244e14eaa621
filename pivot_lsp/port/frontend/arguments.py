"""A call's arguments as the definition takes them: stars expanded, `*args` packed, each kind of parameter respected
(reference, 6.3.4)."""

import ast
import copy

from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.lowering import lower
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import TupleT


def parameters(args: ast.arguments) -> list[ast.arg]:
    """All parameters in the order in which a unit's call gives them; `*args` is one tuple. `**kwargs` is not among
    them."""
    return [*args.posonlyargs, *args.args, *([args.vararg] if args.vararg else []), *args.kwonlyargs]


def defaults(args: ast.arguments) -> dict[str, ast.expr]:
    """Default expressions by parameter."""
    plain = [*args.posonlyargs, *args.args]
    found = {p.arg: d for p, d in zip(plain[len(plain) - len(args.defaults) :], args.defaults, strict=True)}
    found |= {p.arg: d for p, d in zip(args.kwonlyargs, args.kw_defaults, strict=True) if d is not None}
    return found


def without_first(args: ast.arguments) -> ast.arguments:
    """The parameters of a method after its own object or class."""
    made = copy.copy(args)
    if args.posonlyargs:
        made.posonlyargs = args.posonlyargs[1:]
    else:
        made.args = args.args[1:]
    return made


def arranged(frame: Frame, node: ast.Call, args: ast.arguments, name: str) -> ast.Call:
    """`node` with every argument that `*args` takes packed into one, and no stars. Refuses what Python would."""
    given = _expanded(frame, node.args)
    plain = [*args.posonlyargs, *args.args]
    here, more = given[: len(plain)], given[len(plain) :]
    if any(isinstance(a, ast.Starred) for a in here) or (more and args.vararg is None):
        stars = any(isinstance(a, ast.Starred) for a in here)
        why = "a star before named parameters is not taken" if stars else f"it takes {len(plain)} positional arguments"
        raise unportable("PV205", f"{name}(): {why}", node)
    by_position = {p.arg for p in args.posonlyargs}
    for keyword in node.keywords:
        if keyword.arg in by_position:
            raise unportable("PV205", f"{name}(): {keyword.arg!r} is positional-only", node)
    keywords = list(node.keywords)
    if args.vararg is not None:
        packed: ast.expr = ast.Tuple(more, ast.Load())
        if len(more) == 1 and isinstance(more[0], ast.Starred):
            made = ast.copy_location(ast.Name("tuple", ast.Load()), node)
            packed = ast.Call(made, [more[0].value], [])
        elif any(isinstance(a, ast.Starred) for a in more):
            raise unportable("PV205", f"{name}(): a star among other arguments is not taken", node)
        rest = ast.keyword(args.vararg.arg, ast.copy_location(packed, node))
        keywords.insert(0, ast.copy_location(rest, node))
    return ast.copy_location(ast.Call(node.func, here, keywords), node)


def _expanded(frame: Frame, given: list[ast.expr]) -> list[ast.expr]:
    """Stars on tuples of known length as their items."""
    found: list[ast.expr] = []
    for argument in given:
        if isinstance(argument, ast.Starred):
            value = lower(frame, argument.value)
            if type(value.type) is TupleT and isinstance(argument.value, ast.Name):
                for index in range(len(value.type.items)):
                    place = ast.copy_location(ast.Constant(index), argument)
                    item = ast.Subscript(copy.copy(argument.value), place, ast.Load())
                    found.append(ast.copy_location(item, argument))
                continue
        found.append(argument)
    return found

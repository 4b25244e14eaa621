"""What a function's text and its lowered body tell before and after lowering: its own names, whether it yields, whether
its end is reached; and how the modules of the unit use a constant."""

import ast
from functools import lru_cache

from pivot_lsp.port import ir
from pivot_lsp.port.frontend.nodes import nodes_in, nodes_of
from pivot_lsp.port.frontend.scope import Project


def used_as_row(project: Project, name: str) -> bool:
    """Whether a tuple constant is walked over, searched, or indexed by a variable somewhere in the unit's modules."""
    return any(name in _rows(module.tree) for module in project.loaded)


@lru_cache(maxsize=64)
def _rows(tree: ast.Module) -> frozenset[str]:
    """The names that `tree` treats as a row of equals. Kept: it is asked for each constant of a unit."""
    met: list[ast.expr] = []
    for node in nodes_of(tree):
        match node:
            case ast.Subscript(value=value, slice=ast.Name() | ast.BinOp() | ast.Call() | ast.Attribute()):
                met.append(value)
            case ast.For(iter=source) | ast.comprehension(iter=source):
                met.append(source)
            case ast.Compare(comparators=operands):
                met += operands
            case ast.Call(args=args, func=ast.Name()):
                met += args
    names = {n.id for n in met if isinstance(n, ast.Name)}
    return frozenset(names | {n.attr for n in met if isinstance(n, ast.Attribute)})


def local_names(node: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    """Parameters and names the function assigns, those of comprehensions and lambdas apart."""
    names = {a.arg for a in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]}
    stack: list[ast.AST] = list(node.body)
    while stack:
        item = stack.pop()
        if isinstance(item, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp | ast.Lambda):
            continue
        if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(item.name)
            continue
        if isinstance(item, ast.Name) and isinstance(item.ctx, ast.Store):
            names.add(item.id)
        if isinstance(item, ast.ExceptHandler) and item.name:
            names.add(item.name)
        if isinstance(item, ast.Import | ast.ImportFrom):
            names |= {(a.asname or a.name).partition(".")[0] for a in item.names}
        stack.extend(nodes_in(item))
    return names


def is_generator(node: ast.FunctionDef) -> bool:
    stack: list[ast.AST] = list(node.body)
    while stack:
        item = stack.pop()
        if isinstance(item, ast.Yield | ast.YieldFrom | ast.Await):
            return True
        if not isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            stack.extend(nodes_in(item))
    return False


def ends(body: tuple[ir.Stmt, ...]) -> bool:
    """Whether control never reaches the end of `body`."""
    if not body:
        return False
    match body[-1]:
        case ir.Return() | ir.Raise() | ir.Reraise():
            return True
        case ir.If(_, then, other):
            return ends(then) and ends(other)
        case ir.While(ir.Const(True), inner):
            return not breaks(inner)
        case ir.Try(inner, handlers, other):
            return (ends(inner) or ends(other)) and all(ends(h.body) for h in handlers)
        case _:
            return False


def breaks(body: tuple[ir.Stmt, ...]) -> bool:
    for one in body:
        match one:
            case ir.Break():
                return True
            case ir.If(_, then, other) if breaks(then) or breaks(other):
                return True
            case ir.Try(inner, handlers, other):
                if breaks(inner) or breaks(other) or any(breaks(h.body) for h in handlers):
                    return True
            case _:
                pass
    return False


def has_inner_work(body: tuple[ir.Stmt, ...]) -> bool:
    """Whether a round may take long: it holds a loop of its own. Then each round asks for signals."""
    return any(
        isinstance(s, ir.For | ir.While) or (isinstance(s, ir.If) and has_inner_work(s.body + s.orelse)) for s in body
    )


def mark_breaks(body: tuple[ir.Stmt, ...], mark: ir.Stmt) -> tuple[ir.Stmt, ...]:
    """`body` with `mark` before each break of its own loop."""
    found: list[ir.Stmt] = []
    for one in body:
        match one:
            case ir.Break():
                found += [mark, one]
            case ir.If(test, then, other, span):
                found.append(ir.If(test, mark_breaks(then, mark), mark_breaks(other, mark), span))
            case ir.Try(inner, handlers, other, span):
                marked = tuple(ir.Handler(h.catches, h.name, mark_breaks(h.body, mark), h.span) for h in handlers)
                found.append(ir.Try(mark_breaks(inner, mark), marked, mark_breaks(other, mark), span))
            case _:
                found.append(one)
    return tuple(found)

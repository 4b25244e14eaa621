"""Cyclomatic complexity of one function, as radon counts it.

radon is asked through its ast entry point, a function at a time, so that functions under `if`, `try` or in closures are
counted too. Where radon fails (2,500 `elif`s recurse it away) or is known to be wrong (it does not see `except*`), the
same rules are counted here without recursion. Nested functions count for themselves, not for their outer function.
"""

import ast

Function = ast.FunctionDef | ast.AsyncFunctionDef


def complexity(node: Function, except_star: bool | None = None) -> int:
    """Cyclomatic complexity, 1 or more. `except_star`: whether the caller has seen one in it; None: look."""
    if except_star is None:
        except_star = any(isinstance(child, ast.TryStar) for child in ast.walk(node))
    if except_star:
        return counted(node)
    try:
        from radon.complexity import cc_visit_ast

        [block] = [block for block in cc_visit_ast(node) if block.lineno == node.lineno]
        return int(block.complexity)
    except (RecursionError, ValueError, AttributeError):
        return counted(node)


def counted(node: Function) -> int:
    """radon's rules, with `except*` as `except`, on an explicit stack."""
    total = 1
    stack: list[ast.AST] = list(node.body)
    while stack:
        child = stack.pop()
        total += _weight(child)
        if isinstance(child, ast.ClassDef | Function | ast.Assert):
            continue
        stack.extend(ast.iter_child_nodes(child))
    return total


def _weight(node: ast.AST) -> int:
    match node:
        case ast.Try() | ast.TryStar():
            return len(node.handlers) + bool(node.orelse)
        case ast.BoolOp():
            return len(node.values) - 1
        case ast.If() | ast.IfExp() | ast.Assert():
            return 1
        case ast.Match():
            wildcard = any(isinstance(c.pattern, ast.MatchAs) and c.pattern.pattern is None for c in node.cases)
            return max(0, len(node.cases) - wildcard)
        case ast.For() | ast.AsyncFor() | ast.While():
            return 1 + bool(node.orelse)
        case ast.comprehension():
            return 1 + len(node.ifs)
        case _:
            return 0

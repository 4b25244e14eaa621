"""What calls of a known pattern, and questions to its matches, become: calls of the prelude's matcher.

`patterns.py` decides which may be taken; the writing is here.
"""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from pivot_lsp.port import regex

MODULE = "pivot_lsp_regex"
"""What the prelude's functions are called by in the prepared text; `frontend/regex_stub.py` tells mypy of them."""
MATCH = "tuple[str, list[int]]"
SEARCH = {"search": 0, "match": 1, "fullmatch": 2}


@dataclass(frozen=True)
class Known:
    """A compiled pattern: `constant` is the name of its program in the module."""

    pattern: regex.Pattern
    constant: str


Given = dict[str, ast.expr]


class Module(Protocol):
    """What the writing asks of the module's patterns."""

    def call(self, node: ast.expr, local: Mapping[str, Known]) -> tuple[str, Known, Given] | None: ...
    def text(self, node: ast.expr) -> str | None: ...
    def is_callback(self, name: str) -> bool: ...
    def fresh(self, base: str) -> str: ...


class Rewriter(ast.NodeTransformer):
    """Of one function: `local` are its patterns, `matches` its variables that hold matches, with the place and the
    pattern of each binding; `allowed` says whether a match may stand where a node stands."""

    def __init__(
        self,
        module: Module,
        local: Mapping[str, Known],
        matches: Mapping[str, list[tuple[tuple[int, int], Known]]],
        allowed: Callable[[ast.expr], bool],
        parents: Mapping[int, ast.AST],
    ) -> None:
        self._module = module
        self._local = local
        self._matches = dict(matches)
        self._allowed = allowed
        self._parents = parents

    # ------------------------------------------------------------ patterns

    def visit_Call(self, node: ast.Call) -> ast.AST:
        func = node.func
        asks = isinstance(func, ast.Attribute) and func.attr in _ASKED and not node.keywords
        if asks and isinstance(func, ast.Attribute) and (known := self._match(func.value)) is not None:
            return _ASKED[func.attr](self, node, self.asked(func.value), known, node.args)
        found = self._module.call(node, self._local)
        if found is None:
            return self.generic_visit(node)
        name, known, given = found
        writer = _CALLED.get(name, _search)
        made = writer(self, node, name, known, given)
        return self.generic_visit(node) if made is None else made

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        known = self._match(node.value)
        if known is None or not isinstance(node.ctx, ast.Load):
            return self.generic_visit(node)
        return self.group(node, self.asked(node.value), known, node.slice)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        known = self._match(node.value)
        if known is None or node.attr not in ("lastgroup", "lastindex", "string"):
            return self.generic_visit(node)
        owner = self.asked(node.value)
        if node.attr == "lastgroup":
            names = ast.List([ast.Constant(n) for n in known.pattern.names], ast.Load())
            return self.helper("last_group", [owner, names], node)
        return self.helper({"lastindex": "last_index", "string": "text_of"}[node.attr], [owner], node)

    # ------------------------------------------------------------ matches

    def _match(self, node: ast.expr) -> Known | None:
        """The pattern that `node`'s match is of; None when it is no match."""
        match node:
            case ast.Name(id=name) if name in self._matches:
                places = self._matches[name]
                before = [known for place, known in places if place <= (node.lineno, node.col_offset)]
                return before[-1] if before else places[-1][1]
            case ast.NamedExpr(target=ast.Name(id=name), value=value) if name in self._matches:
                return self._match(value)
            case ast.Call():
                found = self._module.call(node, self._local)
                return found[1] if found is not None and found[0] in SEARCH else None
            case _:
                return None

    def asked(self, node: ast.expr) -> ast.expr:
        """The match that is asked; one of a variable with several patterns is held against the guess."""
        made: ast.expr = self.visit(node)
        if isinstance(node, ast.Name):
            known = self._match(node)
            if known is not None and len({k.constant for _, k in self._matches[node.id]}) > 1:
                return self.helper("of_pattern", [made, self.program(known)], node)
        return made

    def helper(self, name: str, args: list[ast.expr], node: ast.AST) -> ast.expr:
        """A call of the prelude."""
        made = ast.Call(ast.Attribute(ast.Name(MODULE, ast.Load()), name, ast.Load()), args, [])
        for inner in ast.walk(made):
            if isinstance(inner, ast.expr) and not hasattr(inner, "lineno"):
                ast.copy_location(inner, node)
        return made

    def program(self, known: Known) -> ast.expr:
        """The program of a pattern."""
        return ast.Name(known.constant, ast.Load())

    def group(self, node: ast.expr, owner: ast.expr, known: Known, key: ast.expr) -> ast.expr:
        """`match.group(key)`, which Python would put where `node` stands."""
        try:
            number = known.pattern.group(key.value if isinstance(key, ast.Constant) else None)
        except regex.NotTakenError:
            return self.helper("no_such_group", [owner], node)
        sure = number in known.pattern.always or self._is_used(node)
        return self.helper("group_of" if sure else "group_or_none", [owner, ast.Constant(number)], node)

    def _is_used(self, node: ast.expr) -> bool:
        """Whether None would be an error where `node` stands, or is left to legacy for being rare there."""
        parent = self._parents.get(id(node))
        match parent:
            case ast.Call(func=func, args=args):
                return any(a is node for a in args) and not (
                    isinstance(func, ast.Name) and func.id in ("bool", "print")
                )
            case ast.Attribute() | ast.BinOp() | ast.comprehension() | ast.Starred():
                return True
            case ast.Subscript(value=value):
                return value is node
            case _:
                return False

    def each(self, node: ast.expr, known: Known, text: ast.expr, most: ast.expr, item: ast.expr, name: str) -> ast.expr:
        """`[item for name in every match]`."""
        walked = self.helper("all_matches", [self.program(known), text, most], node)
        clause = ast.comprehension(ast.Name(name, ast.Store()), walked, [], 0)
        return ast.ListComp(item, [clause])

    def inside_another_scope(self, node: ast.AST) -> bool:
        """Whether a comprehension or a lambda is around."""
        at: ast.AST | None = self._parents.get(id(node))
        while at is not None and not isinstance(at, ast.FunctionDef):
            if isinstance(at, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp | ast.Lambda):
                return True
            at = self._parents.get(id(at))
        return False

    def bound_to(self, node: ast.expr) -> bool:
        """Whether it is bound to a variable that holds matches, or walked over into one."""
        parent = self._parents.get(id(node))
        match parent:
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                return name in self._matches
            case ast.NamedExpr(target=ast.Name(id=name)):
                return name in self._matches
            case ast.For(target=target, iter=walked) | ast.comprehension(target=target, iter=walked):
                held = target.elts[-1] if isinstance(target, ast.Tuple) and walked is not node else target
                return isinstance(held, ast.Name) and held.id in self._matches
            case ast.Call(func=ast.Name(id="enumerate"), args=[first, *_]):
                return first is node and self.bound_to(parent)
            case _:
                return False

    def may_stand(self, node: ast.expr) -> bool:
        """Whether a match may stand where `node` stands."""
        return self.bound_to(node) or self._allowed(node)

    def known_in(self, name: str, known: Known) -> None:
        """`name` holds matches of `known` from here on."""
        self._matches[name] = [((0, 0), known)]

    def text(self, node: ast.expr) -> str | None:
        """The str that `node` is."""
        return self._module.text(node)

    def is_callback(self, name: str) -> bool:
        """Whether `sub` may call that function."""
        return self._module.is_callback(name)

    def fresh(self, base: str) -> str:
        """A name that the module does not have."""
        return self._module.fresh(base)

    def asks_only(self, node: ast.Lambda) -> bool:
        """Whether a lambda does with its parameter only what may be done with a match."""
        name = node.args.args[0].arg
        return all(
            self._allowed(n) for n in ast.walk(node.body) if isinstance(n, ast.Name) and n.id == name
        ) and not any(isinstance(n, ast.Lambda | ast.NamedExpr) for n in ast.walk(node.body))


def _zero() -> ast.expr:
    return ast.Constant(0)


def _search(work: Rewriter, node: ast.Call, name: str, known: Known, given: Given) -> ast.expr | None:
    if not work.may_stand(node):
        return None
    text, pos = work.visit(given["string"]), work.visit(given["pos"]) if "pos" in given else _zero()
    return work.helper("match_pattern", [work.program(known), text, ast.Constant(SEARCH[name]), pos], node)


def _finditer(work: Rewriter, node: ast.Call, name: str, known: Known, given: Given) -> ast.expr | None:
    if not work.bound_to(node):
        return None
    return work.helper("all_matches", [work.program(known), work.visit(given["string"]), _zero()], node)


def _findall(work: Rewriter, node: ast.Call, name: str, known: Known, given: Given) -> ast.expr | None:
    text, count = work.visit(given["string"]), known.pattern.groups
    if count < 2:
        return work.helper("all_groups", [work.program(known), text, ast.Constant(count)], node)
    match = work.fresh("match")
    items: list[ast.expr] = [
        work.helper("group_or", [ast.Name(match, ast.Load()), ast.Constant(i), ast.Constant("")], node)
        for i in range(1, count + 1)
    ]
    return work.each(node, known, text, _zero(), ast.Tuple(items, ast.Load()), match)


def _split(work: Rewriter, node: ast.Call, name: str, known: Known, given: Given) -> ast.expr | None:
    count = known.pattern.groups
    if not known.pattern.always >= set(range(count + 1)):
        return None
    most = work.visit(given["maxsplit"]) if "maxsplit" in given else _zero()
    return work.helper(
        "split_pattern", [work.program(known), work.visit(given["string"]), most, ast.Constant(count)], node
    )


def _sub(work: Rewriter, node: ast.Call, name: str, known: Known, given: Given) -> ast.expr | None:
    repl, text = given["repl"], given["string"]
    most = work.visit(given["count"]) if "count" in given else _zero()
    template = work.text(repl)
    if template is not None:
        try:
            texts, groups = known.pattern.template(template)
        except regex.NotTakenError:
            return None
        if not groups:
            return work.helper(
                "replace_plainly", [work.program(known), work.visit(text), ast.Constant(texts[0]), most], node
            )
        between: list[ast.expr] = [ast.List([ast.Constant(t) for t in texts], ast.Load())]
        between.append(ast.List([ast.Constant(g) for g in groups], ast.Load()))
        return work.helper("replace_pattern", [work.program(known), work.visit(text), *between, most], node)
    if isinstance(repl, ast.Lambda):
        if len(repl.args.args) != 1 or repl.args.defaults or not work.asks_only(repl):
            return None
        match = repl.args.args[0].arg
        work.known_in(match, known)
        return _with_function(work, node, known, text, most, work.visit(repl.body), match)
    if isinstance(repl, ast.Name) and work.is_callback(repl.id):
        match = work.fresh("match")
        called = ast.Call(repl, [ast.Name(match, ast.Load())], [])
        return _with_function(work, node, known, text, most, called, match)
    if not isinstance(repl, ast.Name | ast.JoinedStr | ast.BinOp | ast.Call | ast.Subscript | ast.Attribute):
        return None
    return work.helper("replace_literally", [work.visit(repl), work.program(known), work.visit(text), most], node)


def _with_function(
    work: Rewriter, node: ast.Call, known: Known, text: ast.expr, most: ast.expr, item: ast.expr, match: str
) -> ast.expr | None:
    if not isinstance(text, ast.Name) and work.inside_another_scope(node):
        return None
    first, again = work.visit(text), text
    if not isinstance(text, ast.Name):
        named = work.fresh("text")
        first, again = ast.NamedExpr(ast.Name(named, ast.Store()), first), ast.Name(named, ast.Load())
    pair = ast.Tuple([ast.Name(match, ast.Load()), item], ast.Load())
    return work.helper("replace_each", [first, work.each(node, known, again, most, pair, match)], node)


_CALLED: dict[str, Callable[[Rewriter, ast.Call, str, Known, Given], ast.expr | None]] = {
    "finditer": _finditer,
    "findall": _findall,
    "split": _split,
    "sub": _sub,
}


def _group(work: Rewriter, node: ast.Call, owner: ast.expr, known: Known, args: list[ast.expr]) -> ast.expr:
    if len(args) < 2:
        return work.group(node, owner, known, args[0] if args else _zero())
    return _several(work, node, owner, lambda one: [work.group(node, one, known, a) for a in args])


def _several(work: Rewriter, node: ast.expr, owner: ast.expr, items: Callable[[ast.expr], list[ast.expr]]) -> ast.expr:
    """A tuple of what a match is asked; one that is no variable's is refused."""
    if not _again(owner):
        return work.helper("several_of_a_match", [owner], node)
    return ast.Tuple(items(owner), ast.Load())


def _again(owner: ast.expr) -> bool:
    """Whether it may be evaluated again: a variable, or one held against its pattern."""
    match owner:
        case ast.Name() | ast.Call(func=ast.Attribute(attr="of_pattern"), args=[ast.Name(), _]):
            return True
        case _:
            return False


def _groups(work: Rewriter, node: ast.Call, owner: ast.expr, known: Known, args: list[ast.expr]) -> ast.expr:
    numbers = range(1, known.pattern.groups + 1)
    if args:
        other = args[0]
        if not isinstance(other, ast.Constant):
            return work.helper("several_of_a_match", [owner], node)
        return _several(
            work,
            node,
            owner,
            lambda one: [work.helper("group_or", [one, ast.Constant(i), other], node) for i in numbers],
        )
    return _several(work, node, owner, lambda one: [work.group(node, one, known, ast.Constant(i)) for i in numbers])


def _groupdict(work: Rewriter, node: ast.Call, owner: ast.expr, known: Known, args: list[ast.expr]) -> ast.expr:
    if args or not _again(owner):
        return work.helper("several_of_a_match", [owner], node)
    names = sorted((n for n in known.pattern.names if n), key=known.pattern.names.index)
    values = [work.group(node, owner, known, ast.Constant(n)) for n in names]
    return ast.Dict([ast.Constant(n) for n in names], values)


def _place(end: int) -> Callable[[Rewriter, ast.Call, ast.expr, Known, list[ast.expr]], ast.expr]:
    def write(work: Rewriter, node: ast.Call, owner: ast.expr, known: Known, args: list[ast.expr]) -> ast.expr:
        try:
            key = args[0] if args else _zero()
            number = known.pattern.group(key.value if isinstance(key, ast.Constant) else None)
        except regex.NotTakenError:
            return work.helper("no_such_group", [owner], node)
        return work.helper("place_in", [owner, ast.Constant(2 * number + end)], node)

    return write


def _span(work: Rewriter, node: ast.Call, owner: ast.expr, known: Known, args: list[ast.expr]) -> ast.expr:
    return _several(
        work,
        node,
        owner,
        lambda one: [_place(0)(work, node, one, known, args), _place(1)(work, node, one, known, args)],
    )


_ASKED: dict[str, Callable[[Rewriter, ast.Call, ast.expr, Known, list[ast.expr]], ast.expr]] = {
    "group": _group,
    "groups": _groups,
    "groupdict": _groupdict,
    "start": _place(0),
    "end": _place(1),
    "span": _span,
}

"""Regular expressions: calls of `re` with a pattern that is a constant become calls of the prelude's matcher.

The pattern is compiled here (`port/regex.py`); its program becomes a constant of the module. A match is natively its
text and the places of its groups, so a variable that holds matches is looked at as a whole: it is bound to matches (and
None) alone, and asked only what a match is asked (`group`, `start`, truth ...). Keeps true: whatever else is done with
a pattern or a match leaves the call as the author wrote it, and it is refused. Which pattern a variable's match is of
is told by the text; where several come into question, the match is asked at run time and legacy answers a wrong guess.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from pivot_lsp.port import regex
from pivot_lsp.port.frontend.prepare.matches import MATCH, MODULE, Known, Rewriter
from pivot_lsp.port.frontend.prepare.names import all_names, fresh
from pivot_lsp.port.frontend.prepare.pattern_texts import Names, bindings_of, names_of, note, text_of

T = TypeVar("T", bound=ast.AST)
_SEARCH = {"search": 0, "match": 1, "fullmatch": 2}
_METHODS = {*_SEARCH, "findall", "finditer", "split", "sub"}
_PARAMETERS = {
    **dict.fromkeys(_SEARCH, ("string", "pos")),
    "findall": ("string",), "finditer": ("string",), "split": ("string", "maxsplit"),
    "sub": ("repl", "string", "count"),
}  # fmt: skip
_ASKED = {"group", "groups", "groupdict", "start", "end", "span"}
_READ = {"lastgroup", "lastindex", "string"}
_FLAGS = {name: getattr(re, name) for name in ("I", "IGNORECASE", "M", "MULTILINE", "S", "DOTALL", "X", "VERBOSE", "A",
                                               "ASCII", "U", "UNICODE")}  # fmt: skip


def unfold(tree: ast.Module) -> ast.Module:
    """`tree` with the prelude's matcher in place of what it takes of `re`."""
    names = names_of(tree)
    if not names.modules and not names.functions:
        return tree
    work = _Work(tree, names)
    work.find_callbacks()
    for function in [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]:
        work.function(function)
    if work.made:
        start = sum(1 for s in tree.body if isinstance(s, ast.ImportFrom) and s.module == "__future__")
        start += 1 if ast.get_docstring(tree, clean=False) is not None else 0
        tree.body[start:start] = [ast.Import([ast.alias(MODULE)]), *work.made]
    return tree


class _Work:
    """What one module's patterns and matches become."""

    def __init__(self, tree: ast.Module, names: Names) -> None:
        self._names = names
        self._taken = all_names(tree)
        self._programs: dict[tuple[str, int], Known | None] = {}
        self.made: list[ast.stmt] = []
        self._here = ""
        self._bound = bindings_of(tree)
        self._of_module = {n: k for n, k in self._compiled(tree.body) if self._bound[n] == 1}
        self._of_class = {c.name: dict(self._compiled(c.body)) for c in tree.body if isinstance(c, ast.ClassDef)}
        self._tree = tree
        self._functions = {n.name: n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)}
        self.callbacks: dict[int, Known] = {}
        """Functions that `sub` calls with the matches of one pattern, by id."""

    def _compiled(self, body: list[ast.stmt]) -> Iterator[tuple[str, Known]]:
        """The names that `body` binds to compiled patterns, once each."""
        stores = [n.id for s in body for n in ast.walk(s) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
        for statement in body:
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as value):
                    pass
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.Call() as value):
                    pass
                case _:
                    continue
            if stores.count(name) == 1:
                self._here = name
                if (known := self.compiled(value)) is not None:
                    yield name, known

    # ------------------------------------------------------------ patterns

    def _re(self, node: ast.expr) -> str | None:
        """`sub` for `re.sub`, however the module spells it."""
        match node:
            case ast.Attribute(value=ast.Name(id=name), attr=attr) if name in self._names.modules:
                return attr
            case ast.Name(id=name):
                return self._names.functions.get(name)
            case _:
                return None

    def compiled(self, node: ast.expr) -> Known | None:
        """`re.compile(...)` of a constant."""
        if not isinstance(node, ast.Call) or self._re(node.func) != "compile":
            return None
        given = _given(node, ("pattern", "flags"))
        return None if given is None or "pattern" not in given else self._known(given["pattern"], given.get("flags"))

    def _known(self, source: ast.expr, flags: ast.expr | None) -> Known | None:
        text, number = text_of(source, self._names), self._flags(flags)
        if text is None or number is None:
            return None
        key = text, number
        if key not in self._programs:
            try:
                pattern = regex.read(text, number)
            except regex.NotTakenError:
                self._programs[key] = None
                return None
            constant = fresh(f"{self._here.upper().strip('_') or 'PATTERN'}_PROGRAM", self._taken)
            program = [*pattern.program]
            program[3] = len(self._programs)
            numbers: list[ast.expr] = [ast.parse(repr(n), mode="eval").body for n in program]
            place = ast.copy_location(
                ast.Assign([ast.Name(constant, ast.Store())], ast.List(numbers, ast.Load())), source
            )
            self.made.append(_placed(place, source))
            self._programs[key] = Known(pattern, constant)
        return self._programs[key]

    def _flags(self, node: ast.expr | None) -> int | None:
        match node:
            case None | ast.Constant(value=0):
                return 0
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                one, two = self._flags(left), self._flags(right)
                return None if one is None or two is None else one | two
            case ast.Name() | ast.Attribute():
                name = self._re(node)
                return int(_FLAGS[name]) if name in _FLAGS else None
            case _:
                return None

    # ------------------------------------------------------------ functions

    def function(self, node: ast.FunctionDef) -> None:
        """Rewrites what stands in the function, nested functions included."""
        self._here = node.name
        outer = self._names
        local = replace(outer, texts=dict(outer.texts), rows=dict(outer.rows))
        stores = [n.id for n in ast.walk(node) if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)]
        bound = stores + [n.arg for n in ast.walk(node) if isinstance(n, ast.arg)]
        for name in bound:  # the module's are hidden
            local.texts.pop(name, None)
            local.rows.pop(name, None)
        for statement in node.body:
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)], value=value) if bound.count(name) == 1:
                    note(local, name, value)
                case _:
                    pass
        self._names = local
        _Function(self, node).rewrite()
        self._names = outer

    def pattern_of(self, node: ast.expr, local: Mapping[str, Known]) -> Known | None:
        """The pattern that an expression is."""
        match node:
            case ast.Name(id=name) if name in local:
                return local[name]
            case ast.Name(id=name) if name in self._of_module:
                return self._of_module[name]
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=attr):
                found = [c[attr] for c in self._of_class.values() if attr in c]
                return found[0] if len(found) == 1 and not self._stored(attr) else None
            case ast.Attribute(value=ast.Name(id=name), attr=attr) if attr in self._of_class.get(name, {}):
                return self._of_class[name][attr] if self._bound[name] == 1 and not self._stored(attr) else None
            case ast.Call():
                return self.compiled(node)
            case _:
                return None

    def _stored(self, attr: str) -> bool:
        """Whether some class binds the name otherwise: what `self` is, the text does not say."""
        return self._rebound_attributes().count(attr) > 0

    def _rebound_attributes(self) -> list[str]:
        return [n.attr for n in ast.walk(self._tree)
                if isinstance(n, ast.Attribute) and not isinstance(n.ctx, ast.Load)]  # fmt: skip

    def call(self, node: ast.expr, local: Mapping[str, Known]) -> tuple[str, Known, dict[str, ast.expr]] | None:
        """(method, pattern, arguments) of a call of a pattern's method, or of `re`'s function of that name."""
        if not isinstance(node, ast.Call):
            return None
        if (name := self._re(node.func)) in _METHODS and name is not None:
            wanted = tuple(p for p in _PARAMETERS[name] if p != "pos")
            given = _given(node, ("pattern", *wanted, "flags"))
            if given is None or "pattern" not in given or wanted[0] not in given:
                return None
            known = self.pattern_of(given["pattern"], local) if "flags" not in given else None
            known = known or self._known(given["pattern"], given.get("flags"))
            return None if known is None else (name, known, given)
        match node.func:
            case ast.Attribute(value=owner, attr=attr) if attr in _METHODS:
                known = self.pattern_of(owner, local)
                given = _given(node, _PARAMETERS[attr])
                if known is None or given is None or "string" not in given:
                    return None
                return attr, known, given
            case _:
                return None

    def find_callbacks(self) -> None:
        """The functions by name that are given to `sub` with one pattern, and used for nothing else."""
        found: dict[str, list[Known]] = {}
        for node in ast.walk(self._tree):
            made = self.call(node, {}) if isinstance(node, ast.Call) else None
            if made is not None and made[0] == "sub" and isinstance(repl := made[2]["repl"], ast.Name):
                found.setdefault(repl.id, []).append(made[1])
        for name, patterns in found.items():
            function = self._functions.get(name)
            mentions = [n for n in ast.walk(self._tree) if isinstance(n, ast.Name) and n.id == name]
            same = [n for n in ast.walk(self._tree) if getattr(n, "name", "") == name]
            if function is None or function.decorator_list or len(same) != 1 or len(mentions) != len(patterns):
                continue
            args = function.args
            plain = len(args.args) == 1 and not (args.vararg or args.kwarg or args.kwonlyargs or args.posonlyargs)
            if plain and len({k.constant for k in patterns}) == 1:
                self.callbacks[id(function)] = patterns[0]

    def is_callback(self, name: str) -> bool:
        """Whether `sub` may call the function `name` with its matches."""
        node = self._functions.get(name)
        return node is not None and id(node) in self.callbacks

    def text(self, node: ast.expr) -> str | None:
        """The str that an expression of constants is."""
        return text_of(node, self._names)

    def fresh(self, base: str) -> str:
        """A name that the module does not have."""
        return fresh(base, self._taken)


def _given(node: ast.Call, names: tuple[str, ...]) -> dict[str, ast.expr] | None:
    """The arguments by name; None when they are others."""
    if len(node.args) > len(names) or any(isinstance(a, ast.Starred) for a in node.args):
        return None
    found = dict(zip(names, node.args, strict=False))
    for keyword in node.keywords:
        if keyword.arg is None or keyword.arg not in names or keyword.arg in found:
            return None
        found[keyword.arg] = keyword.value
    return found


class _Function:
    """One function: its local patterns, then its matches, then everything that asks them."""

    def __init__(self, work: _Work, node: ast.FunctionDef) -> None:
        self._work = work
        self._node = node
        self._parents = {id(child): n for n in ast.walk(node) for child in ast.iter_child_nodes(n)}
        self._local = self._local_patterns()
        self._rename_lambdas()
        self._parameter = self._callback_parameter()
        self._matches = self._match_variables()

    def _rename_lambdas(self) -> None:
        """Gives what `sub` calls a parameter that nothing else is called."""
        for node in [n for n in ast.walk(self._node) if isinstance(n, ast.Call)]:
            found = self._work.call(node, self._local)
            if found is None or found[0] != "sub" or not isinstance(f := found[2]["repl"], ast.Lambda):
                continue
            if len(f.args.args) == 1 and not f.args.defaults:
                old, new = f.args.args[0].arg, self._work.fresh("match")
                for inner in ast.walk(f):
                    if isinstance(inner, ast.Name) and inner.id == old:
                        inner.id = new
                f.args.args[0].arg = new

    def _callback_parameter(self) -> str | None:
        """The parameter that is a match, where `sub` calls the function."""
        if id(self._node) not in self._work.callbacks:
            return None
        return self._node.args.args[0].arg

    def _own_parameter(self) -> ast.arg | None:
        return None if self._parameter is None else self._node.args.args[0]

    def rewrite(self) -> None:
        """Changes the function in place."""
        if self._parameter is not None and self._parameter in self._matches:
            arg = self._node.args.args[0]
            arg.annotation = _parsed(MATCH, arg)
        found = Rewriter(self._work, self._local, self._matches, self._allowed, self._parents)
        self._node.body = [found.visit(s) for s in self._node.body]
        for statement in ast.walk(self._node):
            match statement:
                case ast.AnnAssign(target=ast.Name(id=name)) if name in self._matches:
                    statement.annotation = _parsed(f"{MATCH} | None", statement.annotation)
                case _:
                    pass

    def _local_patterns(self) -> dict[str, Known]:
        """Names of the function that are bound once, to a compiled pattern, and used for its methods alone."""
        found: dict[str, Known] = {}
        for i, statement in enumerate(self._node.body):
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    pass
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                    pass
                case _:
                    continue
            known = self._work.compiled(value)
            if known is None:
                continue
            uses = [n for n in ast.walk(self._node) if isinstance(n, ast.Name) and n.id == name]
            methods = [u for u in uses if self._is_method(u)]
            bound = any(isinstance(n, ast.arg) and n.arg == name for n in ast.walk(self._node))
            if len(uses) == len(methods) + 1 and not bound:
                found[name] = known
                self._node.body[i] = ast.copy_location(ast.Pass(), statement)
        return found

    def _is_method(self, use: ast.Name) -> bool:
        parent = self._parents.get(id(use))
        outer = self._parents.get(id(parent))
        if not isinstance(parent, ast.Attribute) or parent.attr not in _METHODS or not isinstance(outer, ast.Call):
            return False
        return outer.func is parent and _given(outer, _PARAMETERS[parent.attr]) is not None

    def _match_variables(self) -> dict[str, list[tuple[tuple[int, int], Known]]]:
        """The names that hold matches, with the place and the pattern of each binding."""
        bound: dict[str, list[tuple[tuple[int, int], Known]]] = {}
        counted: dict[str, int] = {}
        if self._parameter is not None:
            bound[self._parameter] = [((0, 0), self._work.callbacks[id(self._node)])]
            counted[self._parameter] = 0
        for node in ast.walk(self._node):
            for name, value in _bindings(node):
                kind = self._work.call(value, self._local) if not _is_none(value) else None
                iterates = isinstance(node, ast.For | ast.comprehension)
                if _is_none(value) and not iterates:
                    counted[name.id] = counted.get(name.id, 0) + 1
                elif kind is not None and ((kind[0] == "finditer") if iterates else (kind[0] in _SEARCH)):
                    counted[name.id] = counted.get(name.id, 0) + 1
                    bound.setdefault(name.id, []).append(((name.lineno, name.col_offset), kind[1]))
        return {name: sorted(places, key=lambda p: p[0]) for name, places in bound.items()
                if self._is_match(name, counted[name])}  # fmt: skip

    def _is_match(self, name: str, bindings: int) -> bool:
        """Whether every mention of the name is a binding or asks what a match is asked."""
        mentions = [n for n in ast.walk(self._node) if isinstance(n, ast.Name) and n.id == name]
        stores = [n for n in mentions if not isinstance(n.ctx, ast.Load)]
        others = any(_binds_otherwise(n, name) for n in ast.walk(self._node) if n is not self._own_parameter())
        inner = [f for f in ast.walk(self._node) if isinstance(f, ast.FunctionDef | ast.Lambda) and f is not self._node]
        captured = any(isinstance(n, ast.Name) and n.id == name for f in inner for n in ast.walk(f))
        return (
            len(stores) == bindings and not others and not captured
            and all(self._allowed(n) for n in mentions if isinstance(n.ctx, ast.Load))
            and all(self._allowed(n) for s in stores if isinstance(n := self._parents[id(s)], ast.NamedExpr))
        )  # fmt: skip

    def _allowed(self, node: ast.expr) -> bool:
        """Whether a match may stand here: it is asked, or only its truth is."""
        parent = self._parents.get(id(node))
        outer = self._parents.get(id(parent))
        match parent:
            case ast.Attribute(attr=attr) if attr in _ASKED:
                return isinstance(outer, ast.Call) and outer.func is parent and not outer.keywords
            case ast.Attribute(attr=attr):
                return attr in _READ
            case ast.Subscript(value=value):
                return value is node
            case ast.Compare(ops=[ast.Is() | ast.IsNot()], comparators=[ast.Constant(value=None)]):
                return True
            case ast.Call(func=ast.Name(id="bool"), args=[_], keywords=[]):
                return True
            case _:
                return parent is not None and self._is_test(node, parent)

    def _is_test(self, node: ast.expr, parent: ast.AST) -> bool:
        match parent:
            case ast.If() | ast.While() | ast.IfExp() | ast.Assert():
                return parent.test is node
            case ast.UnaryOp(op=ast.Not()):
                return True
            case ast.comprehension(ifs=ifs):
                return any(i is node for i in ifs)
            case ast.BoolOp(op=op, values=values):
                outer = self._parents.get(id(parent))
                last = values[-1] is node
                return (isinstance(op, ast.And) and not last) or (outer is not None and self._is_test(parent, outer))
            case ast.GeneratorExp(elt=elt):
                outer = self._parents.get(id(parent))
                return elt is node and isinstance(outer, ast.Call) and ast.unparse(outer.func) in ("any", "all")
            case _:
                return False


def _bindings(node: ast.AST) -> Iterator[tuple[ast.Name, ast.expr]]:
    """Names that `node` binds, with what it binds them to or, for a loop, what it walks over."""
    match node:
        case ast.Assign(targets=[ast.Name() as name], value=value):
            yield name, value
        case ast.AnnAssign(target=ast.Name() as name, value=ast.expr() as value):
            yield name, value
        case ast.NamedExpr(target=name, value=value):
            yield name, value
        case ast.For(target=target, iter=walked) | ast.comprehension(target=target, iter=walked):
            match target, walked:
                case ast.Name(), _:
                    yield target, walked
                case ast.Tuple(elts=[_, ast.Name() as name]), ast.Call(func=ast.Name(id="enumerate"), args=[inner, *_]):
                    yield name, inner
                case _:
                    pass
        case _:
            pass


def _binds_otherwise(node: ast.AST, name: str) -> bool:
    """Whether a node that is no name binds `name`, or says where it is bound."""
    match node:
        case ast.arg(arg=found):
            return found == name
        case ast.Global(names=names) | ast.Nonlocal(names=names):
            return name in names
        case ast.alias(name=found, asname=known):
            return (known or found.partition(".")[0]) == name
        case ast.MatchMapping(rest=rest):
            return rest == name
        case _:
            return getattr(node, "name", None) == name


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _parsed(text: str, place: ast.AST) -> ast.expr:
    return _placed(ast.parse(text, mode="eval").body, place)


def _placed(made: T, place: ast.AST) -> T:
    for inner in ast.walk(made):
        ast.copy_location(inner, place)
    return made

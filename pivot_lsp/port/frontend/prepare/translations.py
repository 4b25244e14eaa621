"""Tables that `str.maketrans` makes, under a name: put back where `translate` uses them.

`TABLE = str.maketrans("abc", "xyz")`, of the module or of a function, is bound once, made of literals alone and used
only as `text.translate(TABLE)`; so the call may as well stand there. Keeps true: making the table cannot fail, for the
compiler makes it, too. In a dict, None (which deletes) becomes "", and an int the character it stands for.
"""

import ast
import copy
import string

from pivot_lsp.port.frontend.prepare.names import all_names, fresh, own_nodes, rebound

_STRING = {n: getattr(string, n) for n in ("ascii_letters", "ascii_lowercase", "ascii_uppercase", "digits", "hexdigits",
                                           "octdigits", "punctuation", "whitespace", "printable")}  # fmt: skip
_LENGTHS = "the first two maketrans arguments must have equal length"


def inline(tree: ast.Module) -> ast.Module:
    """`tree` with the tables where they are used."""
    if "str" in rebound(tree) or not any(
        isinstance(n, ast.Attribute) and n.attr == "maketrans" for n in ast.walk(tree)
    ):
        return tree
    taken = all_names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            _inline(node, node.body, list(own_nodes(node)), taken)
    _inline(tree, tree.body, list(tree.body), taken)
    _Plain().visit(tree)
    return tree


def _inline(scope: ast.Module | ast.FunctionDef, body: list[ast.stmt], every: list[ast.AST], taken: set[str]) -> None:
    around = scope
    for one in [s for s in every if isinstance(s, ast.Assign | ast.AnnAssign)]:
        match one:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as made):
                pass
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.Call() as made):
                pass
            case _:
                continue
        computed = not _is_table(made)
        if not any(one is s for s in body) or (
            computed and not (isinstance(scope, ast.FunctionDef) and _is_call(made))
        ):
            continue
        mentions = [n for n in ast.walk(around) if isinstance(n, ast.Name) and n.id == name]
        uses = [n for n in ast.walk(around) if isinstance(n, ast.Call) and _translates(n, name)]
        bound = any(a.arg == name for a in ast.walk(around) if isinstance(a, ast.arg))
        later = all((n.lineno, n.col_offset) >= (one.lineno, one.col_offset) for n in mentions)
        if len(mentions) != len(uses) + 1 or bound or not uses or not (later or isinstance(scope, ast.Module)):
            continue
        place = next(i for i, s in enumerate(body) if s is one)
        if computed:
            names = [fresh(f"{name}_{part}", taken) for part in ("from", "to", "without")[: len(made.args)]]
            body[place : place + 1] = _parts(made, names, one)
            made.args = [ast.Name(n, ast.Load()) for n in names]
        elif isinstance(scope, ast.FunctionDef):
            body[place] = ast.copy_location(ast.Pass(), one)
        for use in uses:
            use.args = [_moved(made, use.args[0])]


def _is_call(node: ast.Call) -> bool:
    """Whether it is `str.maketrans` of two or three texts."""
    texts = 2 <= len(node.args) <= 3 and not any(isinstance(a, ast.Starred) for a in node.args)
    return ast.unparse(node.func) == "str.maketrans" and not node.keywords and texts


def _parts(made: ast.Call, names: list[str], place: ast.stmt) -> list[ast.stmt]:
    """What making a table computes and checks (Objects/unicodeobject.c, unicode_maketrans)."""
    stores: list[ast.expr] = [ast.Name(n, ast.Store()) for n in names]
    first = ast.Assign([ast.Tuple(stores, ast.Store())], ast.Tuple(made.args, ast.Load()))
    wrong = f"if len({names[0]}) != len({names[1]}):\n    raise ValueError({_LENGTHS!r})"
    found = [first, ast.parse(wrong).body[0]]
    for one in found:
        for inner in ast.walk(one):
            if not hasattr(inner, "lineno") or one is not first:
                ast.copy_location(inner, place)
    return found


def _translates(node: ast.Call, name: str) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(attr="translate"), args=[ast.Name(id=found)], keywords=[]):
            return found == name
        case _:
            return False


def _moved(made: ast.Call, place: ast.expr) -> ast.expr:
    copied = copy.deepcopy(made)
    for inner in ast.walk(copied):
        ast.copy_location(inner, place)
    return copied


def _is_table(node: ast.Call) -> bool:
    """Whether it is `str.maketrans` of literals that it takes."""
    if ast.unparse(node.func) != "str.maketrans" or node.keywords:
        return False
    try:
        values = [_value(a) for a in node.args]
        str.maketrans(*values)  # type: ignore[call-overload]  # asked whether it takes them
    except (ValueError, TypeError, KeyError):
        return False
    return True


def _value(node: ast.expr) -> object:
    """What a literal, a constant of `string`, or a sum of such texts is."""
    match node:
        case ast.Attribute(value=ast.Name(id="string"), attr=attr):
            return _STRING[attr]
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            one, two = _value(left), _value(right)
            if not isinstance(one, str) or not isinstance(two, str):
                raise ValueError
            return one + two
        case ast.Dict():
            return {_key(k): _value(v) for k, v in zip(node.keys, node.values, strict=True)}
        case _:
            return ast.literal_eval(node)


def _key(node: ast.expr | None) -> object:
    match node:
        case ast.Call(func=ast.Name(id="ord"), args=[ast.Constant(value=str(c))], keywords=[]) if len(c) == 1:
            return ord(c)
        case None:
            raise ValueError
        case _:
            return ast.literal_eval(node)


class _Plain(ast.NodeTransformer):
    """Dicts of a table, in `maketrans` or in `translate` itself, as dicts from text to text."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        match node:
            case ast.Call(func=ast.Attribute(attr="maketrans"), args=[ast.Dict() as table], keywords=[]):
                node.args = [_spelled(table)]
            case ast.Call(func=ast.Attribute(attr="translate"), args=[ast.Dict() as table], keywords=[]):
                spelled = _spelled(table)
                if spelled is not table:
                    owner = ast.Attribute(ast.Name("str", ast.Load()), "maketrans", ast.Load())
                    node.args = [_placed(ast.Call(owner, [spelled], []), table)]
            case _:
                pass
        return node


def _placed(made: ast.expr, place: ast.expr) -> ast.expr:
    for inner in ast.walk(made):
        if not hasattr(inner, "lineno"):
            ast.copy_location(inner, place)
    return made


def _spelled(table: ast.Dict) -> ast.Dict:
    try:
        pairs = {_key(k): _value(v) for k, v in zip(table.keys, table.values, strict=True)}
        made: dict[int, object] = str.maketrans(pairs)  # type: ignore[arg-type]  # what it does not take it refuses
        texts = {chr(k): _text(v) for k, v in made.items()}
    except (ValueError, TypeError, KeyError, OverflowError):
        return table
    keys: list[ast.expr | None] = [ast.Constant(k) for k in texts]
    spelled = ast.copy_location(ast.Dict(keys, [ast.Constant(v) for v in texts.values()]), table)
    _placed(spelled, table)
    return spelled


def _text(value: object) -> str:
    """What stands for a character: a text, nothing, or the character of a number."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if not isinstance(value, int):
        raise TypeError
    return chr(value)

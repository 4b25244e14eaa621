"""Statements: Python's ast to IR. Each refusal inside one statement is noted and the next statement is still read,
so that a person sees every reason at once."""

import ast
from collections.abc import Callable

from pivot_lsp.port import ir
from pivot_lsp.port.frontend import (
    array_calls,
    arrays,
    augmented,
    collections,
    iterators,
    keyed,
    learn,
    lists,
    operators,
    printing,
    raised,
    sets,
    unions,
    unpacking,
)
from pivot_lsp.port.frontend.bodies import has_inner_work, mark_breaks
from pivot_lsp.port.frontend.expressions import (
    condition,
    iterable,
    key,
    lower,
    lower_as,
    operation,
    operator_of,
    unnarrowed,
)
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.scope import ExternalSymbol
from pivot_lsp.port.frontend.stepped import opened
from pivot_lsp.port.frontend.targets import as_load, pattern
from pivot_lsp.port.refusal import Unportable, unportable
from pivot_lsp.port.types import (
    BOOL,
    INT,
    NONE,
    STR,
    ArrayT,
    DequeT,
    DictT,
    IterT,
    KeyedT,
    ListT,
    OptionalT,
    RecordT,
    SetT,
    TupleT,
    Type,
    UnionT,
    VarTupleT,
)

Lowered = list[ir.Stmt]


def block(frame: Frame, nodes: list[ast.stmt], result: Type) -> tuple[ir.Stmt, ...]:
    """Statements in order; `result` is what the function returns."""
    found: Lowered = []
    for node in nodes:
        handler = _HANDLERS.get(type(node))
        try:
            if handler is None:
                raise unportable(
                    *_REFUSED.get(type(node), ("PV203", f"a {type(node).__name__} statement is not taken")), node
                )
            found.extend(handler(frame, node, result))
        except Unportable as reason:
            frame.unit.note(reason)
    return tuple(found)


_REFUSED: dict[type[ast.stmt], tuple[str, str]] = {
    ast.Global: ("PV209", "`global` writes a module variable"),
    ast.Nonlocal: ("PV209", "`nonlocal` writes an enclosing variable"),
    ast.With: ("PV210", "`with` opens a resource"),
    ast.Import: ("PV203", "an import inside a function is not taken"),
    ast.ImportFrom: ("PV203", "an import inside a function is not taken"),
}

# ---------------------------------------------------------------- assignment


def _assign(frame: Frame, node: ast.Assign, result: Type) -> Lowered:
    if len(node.targets) == 1:
        return _store(frame, node.targets[0], node.value, node)
    wanted = _target_type(frame, node.targets[0])
    value = lower(frame, node.value, wanted)
    name = frame.fresh("value", value.type)
    found: Lowered = [ir.Assign(name, value, False, False, frame.span(node))]
    for target in node.targets:
        found += _store_value(frame, target, ir.Var(name, value.type, value.span), node)
    return found


def _annassign(frame: Frame, node: ast.AnnAssign, result: Type) -> Lowered:
    return [] if node.value is None else _store(frame, node.target, node.value, node)


def _target_type(frame: Frame, target: ast.expr) -> Type | None:
    if isinstance(target, ast.Name) and frame.is_local(target.id) and not frame.is_unknown(target.id):
        return frame.variable_type(target.id, target)
    return None


def _store(frame: Frame, target: ast.expr, value_node: ast.expr, node: ast.stmt) -> Lowered:
    if (kept := iterators.stored(frame, target, value_node, node)) is not None:
        return kept
    if isinstance(target, ast.Name):
        try:
            wanted = _target_type(frame, target)
        except Unportable as problem:
            if problem.code != "PV201" and target.id in frame.annotated:
                raise
            learn.variable_from(frame, target.id, value_node)
            lower(frame, value_node)  # what is wrong with the value tells more than that its type is not known
            raise
        try:
            value = lower(frame, value_node, wanted)
        except Unportable:
            learn.variable_from(frame, target.id, value_node)
            raise
        return _store_value(frame, target, value, node)
    if isinstance(target, ast.Subscript):
        # the value first, then the container, then the key: Python's order
        try:
            wanted = _element_type(frame, target)
        except Unportable:
            learn.stored_from(frame, target, value_node)
            raise
        value = lower(frame, value_node, wanted)
        named, bindings = frame.named(value, "value")
        found: Lowered = [ir.Assign(n, v, False, False, frame.span(node)) for n, v in bindings]
        simple = isinstance(target.value, ast.Name) and isinstance(target.slice, ast.Name | ast.Constant)
        if simple:  # neither container nor key can raise before the value would
            return _set_item(frame, target, value, node)
        return found + _set_item(frame, target, named, node)
    if isinstance(target, ast.Tuple | ast.List):
        return _store_value(frame, target, lower(frame, value_node), node)
    if isinstance(target, ast.Attribute):
        hint = _field_type(frame, target)
        return _set_field(frame, target, lower(frame, value_node, hint), node)
    raise unportable("PV203", f"assigning to a {type(target).__name__} is not taken", target)


def _field_type(frame: Frame, target: ast.Attribute) -> Type:
    return _type_of_field(frame, lower(frame, target.value), target)


def _type_of_field(frame: Frame, owner: ir.Expr, target: ast.Attribute) -> Type:
    if isinstance(owner.type, UnionT):
        types = {_type_of_field(frame, unions.project(owner, arm), target) for arm in owner.type.arms}
        if len(types) == 1:
            return types.pop()
    if isinstance(owner.type, KeyedT) and not isinstance(target, keyed.KeyField):
        raise keyed.attribute(owner, target)
    hint = frame.unit.record(owner.type, target).get(target.attr) if isinstance(owner.type, RecordT) else None
    if hint is None:
        raise unportable("PV206", f"{owner.type} has no field {target.attr!r}", target)
    if isinstance(owner.type, RecordT) and frame.unit.is_frozen(owner.type):
        raise unportable("PV203", f"{owner.type} is frozen: assigning a field raises", target)
    return frame.known(hint, f"field {target.attr!r}", target)


def _set_field(frame: Frame, target: ast.Attribute, value: ir.Expr, node: ast.stmt) -> Lowered:
    """`owner.name = value`: Python evaluates the value first, then the owner."""
    span = frame.span(node)
    value = frame.fit(value, _field_type(frame, target), node, f"field {target.attr!r}")
    owner = lower(frame, target.value)
    if isinstance(owner, ir.Var) and not isinstance(owner.type, UnionT):
        return [ir.SetField(owner, target.attr, value, span)]
    named, bindings = frame.named(value, "value")
    holder = frame.fresh("owner", owner.type)
    found: Lowered = [ir.Assign(n, v, False, False, span) for n, v in bindings]
    found.append(ir.Assign(holder, owner, False, False, span))
    held = ir.Var(holder, owner.type, span)
    if isinstance(owner.type, UnionT):
        return [*found, unions.set_field(frame, held, target.attr, named, node)]
    return [*found, ir.SetField(held, target.attr, named, span)]


def _element_type(frame: Frame, target: ast.Subscript) -> Type | None:
    container = lower(frame, target.value)
    if isinstance(container.type, KeyedT):
        return keyed.element(frame, container.type, target)
    if isinstance(container.type, DictT):
        return container.type.value
    if isinstance(target.slice, ast.Slice) and isinstance(container.type, ListT):
        return container.type
    return container.type.element if isinstance(container.type, ListT | DequeT) else None


def _set_item(frame: Frame, target: ast.Subscript, value: ir.Expr, node: ast.stmt) -> Lowered:
    container = lower(frame, target.value)
    if isinstance(container.type, KeyedT):
        return _set_field(frame, keyed.as_field(frame, target), value, node)
    if isinstance(container.type, ArrayT):
        return arrays.set_item(frame, container, target, value, node)
    if (own := operators.set_item(frame, container, target.slice, value, node)) is not None:
        bindings, called = own
        span = frame.span(node)
        return [*(ir.Assign(n, v, False, False, span) for n, v in bindings), ir.ExprStmt(called, span)]
    if isinstance(target.slice, ast.Slice):
        made = lists.assign_slice(frame, container, target.slice, value, node)
        return [ir.ExprStmt(made, frame.span(node))]
    wanted = _element_type(frame, target)
    if wanted is None:
        raise unportable("PV207", f"{container.type} takes no item assignment", target)
    try:
        args = [container, key(frame, container, target.slice), frame.fit(value, wanted, node, "item")]
    except Unportable:
        learn.place(frame, target, value.type)
        raise
    return [ir.ExprStmt(frame.prim("setitem", args, node), frame.span(node))]


def _store_value(frame: Frame, target: ast.expr, value: ir.Expr, node: ast.stmt) -> Lowered:
    span = frame.span(node)
    found: Lowered
    if isinstance(target, ast.Name):
        if isinstance(value.type, IterT):
            raise unportable("PV207", "an iterator is stored", node, "wrap it in list()")
        frame.learn(target.id, value.type)
        fitted = unpacking.fit_variable(frame, target, value, node)
        return [ir.Assign(target.id, fitted, False, False, span)]
    if isinstance(target, ast.Subscript):
        return _set_item(frame, target, value, node)
    if isinstance(target, ast.Attribute):
        return _set_field(frame, target, value, node)
    if not isinstance(target, ast.Tuple | ast.List):
        raise unportable("PV203", f"assigning to a {type(target).__name__} is not taken", target)
    if isinstance(value.type, ListT | VarTupleT) or value.type == STR:
        return unpacking.from_sequence(frame, target, value, node, _store_value)
    if any(isinstance(t, ast.Starred) for t in target.elts) and type(value.type) is TupleT:
        return unpacking.from_tuple(frame, target, value, node, _store_value)
    if not isinstance(value.type, TupleT) or any(isinstance(t, ast.Starred) for t in target.elts):
        bindings, parts = lists.taken_apart(frame, target, value)
        found = [ir.Assign(n, v, False, False, span) for n, v in bindings]
        for part, item in parts:
            found += _store_value(frame, part, item, node)
        return found
    if isinstance(value.type, UnionT) or len(value.type.items) != len(target.elts):
        raise unportable("PV207", f"{value.type} unpacked into {len(target.elts)}", target)
    if all(isinstance(t, ast.Name) for t in target.elts):
        return [unpacking.plain(frame, target, value, span)]
    name = frame.fresh("parts", value.type)
    found = [ir.Assign(name, value, False, False, span)]
    for index, (part, t) in enumerate(zip(target.elts, value.type.items, strict=True)):
        item = ir.TupleItem(ir.Var(name, value.type, value.span), index, t, value.span)
        found += _store_value(frame, part, item, node)
    return found


def _augassign(frame: Frame, node: ast.AugAssign, result: Type) -> Lowered:
    op = operator_of(node.op)
    if op is None:
        raise unportable("PV203", "this augmented assignment is not taken", node)
    if isinstance(node.target, ast.Name):
        try:
            current = lower(frame, ast.copy_location(ast.Name(node.target.id, ast.Load()), node.target))
        except Unportable:
            learn.variable_from(frame, node.target.id, node.value)
            raise
        if isinstance(current.type, ListT):
            return _extend_in_place(frame, current, node)
        if isinstance(current.type, ArrayT):
            return array_calls.in_place(frame, current, op, lower(frame, node.value), node)
        if isinstance(current.type, SetT) and not current.type.frozen:
            made = sets.augmented(frame, op, current, lower(frame, node.value), node)
            return [ir.ExprStmt(made, frame.span(node))]
        if (changed := augmented.in_place(frame, op, current, node)) is not None:
            return changed
        made = operation(frame, op, current, lower(frame, node.value), node)
        value = unpacking.fit_variable(frame, node.target, made, node)
        return [ir.Assign(node.target.id, value, False, False, frame.span(node))]
    if isinstance(node.target, ast.Attribute):
        return _augment_field(frame, node.target, op, node)
    if not isinstance(node.target, ast.Subscript) or isinstance(node.target.slice, ast.Slice):
        raise unportable("PV203", "this augmented assignment is not taken", node)
    try:
        owner = lower(frame, node.target.value)
    except Unportable:
        learn.stored_from(frame, node.target, node.value)
        raise
    if isinstance(owner.type, KeyedT):
        return _augment_field(frame, keyed.as_field(frame, node.target), op, node)
    if isinstance(owner.type, ArrayT):
        return arrays.augmented(frame, owner, op, node)
    container, first = frame.named(owner, "container")
    if operators.has(frame, container, "__getitem__", node):
        bindings, stored = operators.augment_item(frame, container, node.target.slice, op, node)
        span = frame.span(node)
        return [*(ir.Assign(n, v, False, False, span) for n, v in [*first, *bindings]), ir.ExprStmt(stored, span)]
    index, second = frame.named(key(frame, container, node.target.slice), "key")
    found: Lowered = [ir.Assign(n, v, False, False, frame.span(node)) for n, v in first + second]
    current = collections.item(frame, container, index, node)
    if isinstance(current.type, ListT):
        return found + _extend_in_place(frame, current, node)
    if isinstance(current.type, SetT) and not current.type.frozen:
        made = sets.augmented(frame, op, current, lower(frame, node.value), node)
        return [*found, ir.ExprStmt(made, frame.span(node))]
    if (changed := augmented.in_place(frame, op, current, node)) is not None:
        return found + changed
    value = operation(frame, op, current, lower(frame, node.value), node)
    value = frame.fit(value, current.type, node, "item")
    return [*found, ir.ExprStmt(frame.prim("setitem", [container, index, value], node), frame.span(node))]


def _augment_field(frame: Frame, target: ast.Attribute, op: str, node: ast.AugAssign) -> Lowered:
    """`owner.name += value`: the owner is evaluated once, and its field read before the value."""
    span, t = frame.span(node), _field_type(frame, target)
    owner = lower(frame, target.value)
    found: Lowered = []
    if not isinstance(owner, ir.Var):
        holder = frame.fresh("owner", owner.type)
        found.append(ir.Assign(holder, owner, False, False, span))
        owner = ir.Var(holder, owner.type, span)
    if isinstance(owner.type, UnionT):
        if not isinstance(target.value, ast.Name) or isinstance(t, ListT | SetT | DictT | DequeT | RecordT):
            raise unportable("PV206", f"{owner.type}: this augmented assignment of a field is not taken", node)
        whole = operation(frame, op, lower(frame, as_load(target)), lower(frame, node.value), node)
        return _set_field(frame, target, whole, node)
    current = frame.narrowed(ir.Field(owner, target.attr, t, span), as_load(target))
    if isinstance(current.type, ListT):
        if op != "+":
            raise unportable("PV203", "this augmented assignment of a list is not taken", node)
        held = frame.fresh("held", current.type)  # the value may give the field another list
        whole = ir.Var(held, current.type, span)
        extended = frame.prim("list.extend", [whole, iterable(frame, node.value)], node)
        found += [ir.Assign(held, current, False, False, span), ir.ExprStmt(extended, span)]
        return [*found, ir.SetField(owner, target.attr, frame.fit(whole, t, node), span)]
    if isinstance(current.type, SetT):
        raise unportable("PV203", "this augmented assignment of a field is not taken", node, "use update()")
    if (changed := augmented.in_place(frame, op, current, node)) is not None:
        return found + changed
    value = frame.fit(operation(frame, op, current, lower(frame, node.value), node), t, node, f"field {target.attr!r}")
    return [*found, ir.SetField(owner, target.attr, value, span)]


def _extend_in_place(frame: Frame, current: ir.Expr, node: ast.AugAssign) -> Lowered:
    if isinstance(node.op, ast.Mult):
        times = lower_as(frame, node.value, INT, "times")
        return [ir.ExprStmt(frame.helper("repeat_in_place", [current, times], node), frame.span(node))]
    if not isinstance(node.op, ast.Add):
        raise unportable("PV203", "this augmented assignment of a list is not taken", node)
    owner = ast.copy_location(ast.Attribute(as_load(node.target), "extend", ast.Load()), node)
    made = lower(frame, ast.copy_location(ast.Call(owner, [node.value], []), node))
    return [ir.ExprStmt(made, frame.span(node))]


def _delete(frame: Frame, node: ast.Delete, result: Type) -> Lowered:
    found: Lowered = []
    for target in node.targets:
        if not isinstance(target, ast.Subscript):
            raise unportable("PV203", "deleting a name or attribute is not taken", target)
        container = lower(frame, target.value)
        if isinstance(container.type, KeyedT):
            raise unportable("PV203", f"a {container.type} without one of its keys", target, "make another dict")
        if isinstance(target.slice, ast.Slice):
            bounds = lists.bounds(frame, target.slice, target)
            made = frame.prim("delslice", [container, *bounds], node)
            found.append(ir.ExprStmt(made, frame.span(node)))
            continue
        place = key(frame, container, target.slice)
        if (
            isinstance(container.type, DictT) and container.type.kind == "Counter"
        ):  # a key that is not there is no error
            made = frame.prim("dict.pop", [container, place, ir.Const(0, INT, frame.span(node))], node)
        else:
            made = frame.prim("delitem", [container, place], node)
        found.append(ir.ExprStmt(made, frame.span(node)))
    return found


# ---------------------------------------------------------------- control flow


def _if(frame: Frame, node: ast.If, result: Type) -> Lowered:
    test = _test(frame, node, result)
    if isinstance(test, ir.Prim) and test.row.key == "not" and isinstance(test.args[0], ir.Const):
        test = ir.Const(not test.args[0].value, BOOL, test.span)
    if isinstance(test, ir.Const):  # isinstance() of what can be nothing else: the other branch is never run
        return list(block(frame, node.body if test.value else node.orelse, result))
    return [ir.If(test, block(frame, node.body, result), block(frame, node.orelse, result), frame.span(node))]


def _test(frame: Frame, node: ast.If | ast.While, result: Type) -> ir.Expr:
    """The condition; where it is refused what hangs on it is read all the same, for its own reasons and facts."""
    try:
        return condition(frame, node.test)
    except Unportable:
        block(frame, node.body, result)
        block(frame, node.orelse, result)
        raise


def _while(frame: Frame, node: ast.While, result: Type) -> Lowered:
    test = _test(frame, node, result)
    body, after = _with_else(frame, node, block(frame, node.body, result), result)
    return [*after[:1], ir.While(test, body, True, frame.span(node)), *after[1:]]


def _for(frame: Frame, node: ast.For, result: Type) -> Lowered:
    if isinstance(node.iter, ast.GeneratorExp):
        return _for_generator(frame, node, node.iter, result)
    try:
        source = iterable(frame, node.iter)
    except Unportable:
        block(frame, node.body, result)
        raise
    assert isinstance(source.type, IterT)
    made, first = _loop_target(frame, node, source.type.element, result)
    inner = (*first, *block(frame, node.body, result))
    body, after = _with_else(frame, node, inner, result)
    loop = ir.For(made, source, body, frozenset(), has_inner_work(body), frame.span(node))
    return [*after[:1], loop, *after[1:]]


def _loop_target(frame: Frame, node: ast.For, t: Type, result: Type) -> tuple[ir.Pattern, Lowered]:
    """The pattern of a for, and what a round starts with where the target is more than names and tuples of them, or
    holds other types than the loop gives."""
    bound: dict[str, Type] = {}
    try:
        made = pattern(node.target, t, bound)
        for name, given in bound.items():
            if name == "_":  # mypy gives it no type: it is not meant to be read
                continue
            frame.learn(name, given)
            try:
                declared = frame.variable_type(name, node.target)
            except Unportable:
                learn.variable(frame, name, given)
                raise
            if declared != given:
                learn.variable(frame, name, given)
                raise unportable("PV207", f"variable {name!r} is {declared}, the loop gives {given}", node.target)
    except Unportable as problem:
        name = frame.fresh("item", t)
        try:
            return ir.Name(name, t), _store_value(frame, node.target, ir.Var(name, t, frame.span(node.target)), node)
        except Unportable:
            block(frame, node.body, result)
            raise problem from None
    return made, []


def _for_generator(frame: Frame, node: ast.For, generator: ast.GeneratorExp, result: Type) -> Lowered:
    source, made, head, element = opened(frame, generator)
    unread = isinstance(node.target, ast.Name) and node.target.id == "_"
    store = [ir.ExprStmt(element, element.span)] if unread else _store_value(frame, node.target, element, node)
    body, after = _with_else(frame, node, block(frame, node.body, result), result)
    body = (*head, *store, *body)
    loop = ir.For(made, source, body, frozenset(), has_inner_work(body), frame.span(node))
    return [*after[:1], loop, *after[1:]]


def _with_else(
    frame: Frame, node: ast.For | ast.While, body: tuple[ir.Stmt, ...], result: Type
) -> tuple[tuple[ir.Stmt, ...], Lowered]:
    """A loop's `else`, by a flag that every `break` of the loop sets: (body, [flag = False, if not flag: else])."""
    if not node.orelse:
        return body, []
    span = frame.span(node)
    flag = frame.fresh("broke", BOOL)
    body = mark_breaks(body, ir.Assign(flag, ir.Const(True, BOOL, span), False, False, span))
    clear = ir.Assign(flag, ir.Const(False, BOOL, span), False, False, span)
    test = frame.prim("not", [ir.Var(flag, BOOL, span)], node)
    return body, [clear, ir.If(test, block(frame, node.orelse, result), (), span)]


def _return(frame: Frame, node: ast.Return, result: Type) -> Lowered:
    if result == learn.UNSETTLED:
        if node.value is not None:
            learn.result_from(frame, node.value, None)
        found: ir.Expr = ir.Const(None, NONE, frame.span(node)) if node.value is None else lower(frame, node.value)
        learn.result(frame, found.type)
        return [ir.Return(found, found.span)]
    if isinstance(node.value, ast.Name) and frame.symbol(node.value) == ExternalSymbol("builtins", "NotImplemented"):
        return [ir.Return(frame.legacy(result, node), frame.span(node))]
    if node.value is None:
        value: ir.Expr = ir.Const(None, NONE, frame.span(node))
        return [ir.Return(frame.fit(value, result, node, "the result"), frame.span(node))]
    try:
        made = lower(frame, node.value, result)
    except Unportable:
        learn.result_from(frame, node.value, result)
        raise
    if isinstance(made.type, OptionalT) and "" in frame.annotated and not isinstance(result, OptionalT):
        made = ir.Unwrap(made, made.type.inner, made.span)  # None where none was declared: legacy returns it
    if made.type == NONE and "" in frame.annotated and result != NONE and not isinstance(result, OptionalT):
        return [ir.Return(frame.legacy(result, node), frame.span(node))]
    if result == NONE and made.type == NONE and not isinstance(made, ir.Const):
        return [ir.ExprStmt(made, made.span), ir.Return(ir.Const(None, NONE, made.span), frame.span(node))]
    if isinstance(made.type, IterT):
        raise unportable("PV213", "an iterator is returned", node, "wrap it in list()")
    try:
        return [ir.Return(frame.fit(made, result, node, "the result"), frame.span(node))]
    except Unportable:
        learn.result(frame, made.type, result)
        raise


def _match(frame: Frame, node: ast.Match, result: Type) -> Lowered:
    from pivot_lsp.port.frontend.matching import match

    return match(frame, node, result, block, _store_value)


def _expr(frame: Frame, node: ast.Expr, result: Type) -> Lowered:
    if isinstance(node.value, ast.Constant):
        return []
    if isinstance(node.value, ast.Call) and printing.is_print(frame, node.value):
        return printing.statement(frame, node.value)
    return _done(lower(frame, node.value), frame.span(node))


def _done(e: ir.Expr, span: ir.Span) -> Lowered:
    """`e` for its effect; what is chosen by the class of an object is an `if`."""
    match e:
        case ir.Let(name=name, value=value, body=body):
            return [ir.Assign(name, value, False, False, span), *_done(body, span)]
        case ir.IfExp(test=test, then=then, other=other):
            return [ir.If(test, tuple(_done(then, span)), tuple(_done(other, span)), span)]
        case _:
            return [ir.ExprStmt(e, span)]


def _pass(frame: Frame, node: ast.Pass, result: Type) -> Lowered:
    return []


def _break(frame: Frame, node: ast.Break, result: Type) -> Lowered:
    return [ir.Break(frame.span(node))]


def _continue(frame: Frame, node: ast.Continue, result: Type) -> Lowered:
    return [ir.Continue(frame.span(node))]


# ---------------------------------------------------------------- exceptions


def _assert(frame: Frame, node: ast.Assert, result: Type) -> Lowered:
    test = frame.prim("not", [condition(frame, node.test)], node)
    args = () if node.msg is None else (raised.argument(frame, node.msg),)
    span = frame.span(node)
    return [ir.If(test, (ir.Raise("builtins:AssertionError", args, span),), (), span)]


def _try(frame: Frame, node: ast.Try, result: Type) -> Lowered:
    if node.finalbody:
        raise unportable("PV203", "`finally` is not taken", node)
    handlers: list[ir.Handler] = []
    body = block(frame, node.body, result)
    for handler in node.handlers:
        # what only a bare except takes (KeyboardInterrupt, SystemExit) is never raised natively: legacy answers then
        names = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type] if handler.type else []
        classes = tuple(raised.exception(frame, n) for n in names) or ("builtins:Exception",)
        if handler.name is not None:
            frame.handler_names.append(handler.name)
            frame.handled[handler.name] = tuple(frame.symbol(n) for n in names)
        inner = block(frame, handler.body, result)
        if handler.name is not None:
            frame.handler_names.pop()
        span = frame.span(handler)
        frame.unit.exceptions.catches[span] = classes
        handlers.append(ir.Handler((), handler.name, inner, span))
    return [ir.Try(body, tuple(handlers), block(frame, node.orelse, result), frame.span(node))]


_HANDLERS: dict[type[ast.stmt], Callable[..., Lowered]] = {
    ast.Assign: _assign,
    ast.AnnAssign: _annassign,
    ast.AugAssign: _augassign,
    ast.Delete: _delete,
    ast.If: _if,
    ast.While: _while,
    ast.For: _for,
    ast.Return: _return,
    ast.Expr: _expr,
    ast.Pass: _pass,
    ast.Break: _break,
    ast.Continue: _continue,
    ast.Assert: _assert,
    ast.Raise: raised.statement,
    ast.Try: _try,
    ast.Match: _match,
}

__all__ = ["block", "lower_as", "unnarrowed"]

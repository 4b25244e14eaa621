"""The unit: the closure of what the entry functions reach, lowered function by function.

Keeps true: every function, record, constant and exception that the IR names is in the unit; what cannot be lowered
is noted as a reason with its file and line, and a unit with a reason is never emitted.
"""

import ast
from collections import deque
from collections.abc import Sequence
from dataclasses import replace

from pivot_lsp.model.port import Reason
from pivot_lsp.port import ir, trees
from pivot_lsp.port.frontend import boundary, learn, prelude, printing, yields
from pivot_lsp.port.frontend.arguments import defaults, parameters
from pivot_lsp.port.frontend.bodies import ends, is_generator, used_as_row
from pivot_lsp.port.frontend.caught import resolve
from pivot_lsp.port.frontend.classes import CLASS_KINDS, class_symbol, kind_of, makes, making, own_name
from pivot_lsp.port.frontend.constants import lower_constant, lower_default
from pivot_lsp.port.frontend.exceptions import Exceptions
from pivot_lsp.port.frontend.facts import Facts
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.generics import Bound, settled
from pivot_lsp.port.frontend.learn import UNSETTLED, annotated
from pivot_lsp.port.frontend.marked import Marked
from pivot_lsp.port.frontend.oracle import FunctionTypes, Hint, Oracle, Unknown
from pivot_lsp.port.frontend.prepare.names import local_names
from pivot_lsp.port.frontend.records import RecordInfo, read_record
from pivot_lsp.port.frontend.scope import ClassSymbol, ConstantSymbol, ExternalSymbol, FunctionSymbol, Module, Project
from pivot_lsp.port.frontend.signatures import FunctionSignature, SignatureParam
from pivot_lsp.port.frontend.statements import block
from pivot_lsp.port.refusal import Unportable, unportable
from pivot_lsp.port.table.rows import hashable
from pivot_lsp.port.types import (
    NONE,
    DictT,
    ExcT,
    FuncT,
    IterT,
    ListT,
    MarkT,
    NamedT,
    OptionalT,
    RecordT,
    SetT,
    Type,
    UnionT,
    VarT,
    VarTupleT,
    walk,
)


class UnitBuilder:
    """Collects the unit while its functions are lowered."""

    def __init__(self, project: Project, oracle: Oracle) -> None:
        self.project = project
        self.oracle = oracle
        self.reasons: list[Reason] = []
        self._signatures: dict[tuple[str, str], FunctionSignature] = {}
        self._named: dict[str, set[str]] = {}
        self._queue: deque[tuple[FunctionSymbol, Bound]] = deque()
        self._functions: list[ir.Function] = []
        self._records: dict[str, RecordInfo] = {}
        self._constants: dict[tuple[str, str], ir.Constant] = {}
        self.exceptions = Exceptions(project)
        self._compared: set[str] = set()
        self.marked = Marked(self)
        self.own_factories: set[Type] = set()
        """Types of defaultdicts that some lambda makes the values of: the bridge could not give the caller that."""
        self.ordered: set[str] = set()
        """TypedDicts of which the unit shows the order of the keys."""
        self.identities = False
        """Whether the unit looks at which object something is."""
        self._here: tuple[str, str | None] = ("", None)
        self._module: Module | None = None
        self._entries: tuple[FunctionSymbol, ...] = ()
        self._generators: set[str] = set()
        self._cached: set[str] = set()
        self.seen_through: set[tuple[str, str]] = set()  # classes, and their variables that instances were asked for
        self.learned = Facts()

    # ------------------------------------------------------------ what frames ask for

    def note(self, reason: Unportable) -> None:
        """Notes why the function being lowered is refused."""
        file, function = self._here
        line, column = self._authored(reason)
        found = Reason(
            code=reason.code,
            line=line,
            column=column,
            message=str(reason),
            file=file,
            function=function,
        )
        if found not in self.reasons:
            self.reasons.append(found)

    def _authored(self, reason: Unportable) -> tuple[int, int]:
        """The author's line and column of a refusal in the module being lowered."""
        module = self._module
        if module is not None and module.origins:
            for place, origin in module.origins.items():
                if place[:2] == (reason.line, reason.column):
                    return origin[0], origin[1]
        return reason.line, reason.column

    def signature(self, symbol: FunctionSymbol, node: ast.AST, bound: Bound | None = None) -> FunctionSignature:
        """The signature of a function, whose type variables are `bound`; joins it to the unit. A refusal names the
        call and the cause."""
        bound = bound or {}
        key = _key(symbol, bound)
        if key not in self._signatures:
            found = self._read_signature(symbol, node, bound)
            self._signatures[key] = found
            self._queue.append((symbol, bound))
        found = self._signatures[key]
        for one in found.params:
            if one.type == UNSETTLED:
                what = f"parameter {one.name!r} of {symbol.node.name}() has no annotation"
                raise unportable("PV201", what, node)
        if found.result == UNSETTLED:
            raise unportable("PV201", f"the result of {symbol.node.name}() has no annotation", node)
        return found

    def is_generator(self, symbol: FunctionSymbol) -> bool:
        """Whether the function returns a list in place of what it would yield."""
        module = self.project.module(symbol.module)
        return module is not None and symbol.qualname in module.generators

    def declared(self, symbol: FunctionSymbol, parameter: str) -> Type | None:
        """The declared type of a parameter; None when it is not one that is taken."""
        types = self.oracle.function(symbol.module, symbol.qualname)
        hint = None if types is None else types.params.get(parameter)
        return None if hint is None or isinstance(hint, Unknown) else hint

    def helper(self, name: str, args: Sequence[ir.Expr], frame: Frame, node: ast.AST) -> ir.Expr:
        """A call of the prelude's function `name`, which joins the unit for the types of `args`. PV207 when it
        does not take them."""
        types = tuple(a.type for a in args)
        made = prelude.instance(name, types)
        spelled = ", ".join(map(str, types))
        if made is None:
            raise unportable("PV207", f"{name}({spelled}) is not taken", node)
        key = made.symbol.module, f"{name}({spelled})"
        if key not in self._signatures:
            taken = {s.name for s in self._signatures.values()} | self._names_of_project()
            unique = next(n for n in (name, *(f"{name}_{i}" for i in range(2, 1000))) if n not in taken)
            params = tuple(SignatureParam(n, t, None) for n, t in made.params)
            self._signatures[key] = FunctionSignature(unique, made.symbol.module, params, made.result)
            try:
                self._lower_helper(self._signatures[key], made, spelled, node)
            except Unportable:
                del self._signatures[key]
                raise
        found = self._signatures[key]
        return ir.Call(found.name, tuple(args), found.result, frame.span(node))

    def _names_of_project(self) -> set[str]:
        """The names that functions and variables of the loaded modules have: no helper takes one of them."""
        for module in self.project.loaded:
            if module.name not in self._named:
                self._named[module.name] = _names_in(module.tree)
        return set().union(*self._named.values())

    def _lower_helper(self, signature: FunctionSignature, made: prelude.Instance, spelled: str, node: ast.AST) -> None:
        here, reasons, function = self._here, self.reasons, made.symbol.node
        self._here, self.reasons = (made.module.relative, function.name), []
        types = FunctionTypes({p.name: p.type for p in signature.params}, made.result, made.locals)
        body = block(Frame(self, made.module, types, local_names(function), learns=True), function.body, made.result)
        problems = self.reasons
        self._here, self.reasons = here, reasons
        if problems:
            raise unportable("PV207", f"{function.name}({spelled}) is not taken: {problems[0].message}", node)
        self._functions.append(self._function(signature, made.symbol, made.module, body))

    def record(self, t: RecordT, node: ast.AST) -> dict[str, Hint]:
        """Field types of a record by name."""
        return self._record(t.cls, node).fields

    def constructor(self, symbol: ClassSymbol, node: ast.AST) -> RecordInfo:
        """The class of the unit that is called."""
        return self._record(f"{symbol.module}:{symbol.node.name}", node)

    def class_of(self, t: RecordT | NamedT | MarkT, node: ast.AST) -> ClassSymbol:
        """The class behind a record, a NamedTuple or a member."""
        if isinstance(t, MarkT):
            return self.marked.class_of(t, node)
        if isinstance(t, NamedT):
            return self.marked.tuple_class(t.cls, node)
        return self._record(t.cls, node).symbol

    def has_method(self, t: RecordT | NamedT | MarkT, node: ast.Attribute) -> bool:
        """Whether the class behind `t` defines the method or class variable itself."""
        symbol = self.class_of(t, node)
        return bool(self.project.method(symbol, node.attr) or self.project.class_constant(symbol, node.attr))

    def is_frozen(self, t: RecordT) -> bool:
        """Whether the fields of a record of the unit never change."""
        return self._records[t.cls].frozen

    def has_equality(self, t: RecordT, node: ast.AST) -> bool:
        """Whether == on a record of the unit looks at its fields; else at which object it is. Refuses an own one."""
        if self._records[t.cls].own & {"__eq__", "__ne__"} or self._records[t.cls].uncompared:
            raise unportable("PV303", f"{t} compares in its own way", node, "compare the fields")
        return self._records[t.cls].eq

    def own_truth(self, t: RecordT) -> str:
        """What `if value` of a record of the unit calls: __bool__ before __len__; empty where it calls nothing."""
        return next((n for n in ("__bool__", "__len__") if n in self._records[t.cls].own), "")

    def constant(self, symbol: ConstantSymbol, node: ast.expr, frame: Frame) -> ir.Expr:
        """A reference to a module constant; joins it to the unit."""
        key = symbol.module, symbol.name
        if key not in self._constants:
            module = self.project.module(symbol.module)
            assert module is not None
            value = lower_constant(self, module, symbol, node, as_row=used_as_row(self.project, symbol.name))
            self.fixed(key, value, value.span)
        found = self._constants[key]
        return ir.ConstantRef(found.name, found.type, frame.span(node))

    def fixed(self, key: tuple[str, str], value: ir.Expr, span: ir.Span) -> ir.Expr:
        """A reference to the constant `key` (module and name), which joins the unit with that value."""
        if key not in self._constants:
            taken = {c.name for c in self._constants.values()}
            name = key[1].replace(".", "_")
            name = name if name not in taken else f"{key[0].replace('.', '_')}_{name}"
            self._constants[key] = ir.Constant(name, value, value.type, value.span)
        found = self._constants[key]
        return ir.ConstantRef(found.name, found.type, span)

    def fixed_value(self, name: str) -> ir.Expr | None:
        """The value of the constant called `name` in the unit."""
        return next((c.value for c in self._constants.values() if c.name == name), None)

    def default(self, module_name: str, default: ast.expr, t: Type, node: ast.AST) -> ir.Expr:
        """A default value, as it reads in the module that declares it, at a call that does not give the argument."""
        module = self.project.module(module_name)
        assert module is not None
        return lower_default(self, module, default, t, node)

    def exception(self, symbol: ClassSymbol | ExternalSymbol, node: ast.AST) -> str:
        """`module:qualname` of an exception class; joins it to the unit."""
        return self.exceptions.join(symbol, node)

    def use_type(self, t: Type, node: ast.AST) -> None:
        """Checks that the unit can hold values of `t`."""
        for one in walk(t):
            if isinstance(one, DictT) and not hashable(one.key):
                raise unportable("PV202", f"dict keys of type {one.key} are not taken", node)
            if isinstance(one, SetT) and not hashable(one.element):
                raise unportable("PV202", f"set elements of type {one.element} are not taken", node)
            if isinstance(one, RecordT):
                self._record(one.cls, node)
            if isinstance(one, VarT):
                raise unportable("PV202", f"the type variable {one} is not settled here", node, "name the type")
            self.marked.use(one, node)

    def use_equality(self, t: Type, node: ast.AST) -> None:
        """Notes that values of `t` are compared: their records need generated equality and all their fields."""
        if any(isinstance(one, UnionT) or getattr(one, "kind", "") == "OrderedDict" for one in walk(t)):
            raise unportable("PV207", f"comparing {t}", node, "compare the items")
        for one in walk(t):
            if isinstance(one, RecordT):
                info = self._record(one.cls, node)
                if info.own & {"__eq__", "__ne__"} or info.uncompared:
                    raise unportable("PV303", f"{one} compares in its own way", node, "compare the fields")
                if not info.eq:
                    self.identities = True
                    continue
                if self.holds_itself(one, node):
                    raise unportable("PV305", f"comparing {one}, which contains itself", node)
                if one.cls not in self._compared:
                    self._compared.add(one.cls)
                    for hint in info.fields.values():
                        if not isinstance(hint, Unknown):
                            self.use_equality(hint, node)
            if isinstance(one, IterT | FuncT | ExcT):
                raise unportable("PV207", f"comparing {one}", node)

    # ------------------------------------------------------------ lowering

    def build(self, entries: Sequence[FunctionSymbol], file: str) -> ir.Unit:
        """Lowers the entries and all they reach. `reasons` tells whether the unit may be used."""
        names: list[str] = []
        self._entries = tuple(entries)
        for symbol in entries:
            self._enter(symbol)
            try:
                found = self.signature(symbol, symbol.node)
                names.append(found.name)
                boundary.check(found, symbol)
            except Unportable as reason:
                self.note(reason)
        while self._queue:
            symbol, bound = self._queue.popleft()
            module = self._enter(symbol)
            try:
                self._functions.append(self._lower(symbol, module, bound))
            except Unportable as reason:
                self.note(reason)
        try:
            records = self._finish_records(names)
        except Unportable as reason:
            self.note(reason)
            records = ()
        for symbol in entries:
            known = self._signatures.get(_key(symbol, {}))
            if known is not None and (problem := boundary.factories(known, symbol, records, self.own_factories)):
                self._enter(symbol)
                self.note(problem)
        functions = tuple(replace(f, body=resolve(f.body, self.exceptions.kinds)) for f in self._functions)
        self._module = None
        for function, problem in (
            *self.exceptions.problems(functions),
            *yields.check(functions, frozenset(self._generators), records),
            *printing.check(functions, self._generators, self._cached),
        ):
            self._here = (function.span.file, function.qualname)
            self.note(problem)
        return ir.Unit(
            file=file,
            module=entries[0].module,
            entries=tuple(names),
            functions=functions,
            records=records,
            constants=tuple(self._constants.values()),
            exceptions=self.exceptions.names,
            exception_bases=self.exceptions.bases,
            identities=self.identities,
            named=self.marked.named,
            exception_fields=self.exceptions.fields,
        )

    def _enter(self, symbol: FunctionSymbol) -> Module:
        module = self.project.module(symbol.module)
        assert module is not None
        self._here = (module.relative, symbol.qualname)
        self._module = module
        return module

    def _lower(self, symbol: FunctionSymbol, module: Module, bound: Bound) -> ir.Function:
        node = symbol.node
        signature = self._signatures[_key(symbol, bound)]
        types = settled(self._types(symbol, node), bound)
        names = local_names(node)
        if node.args.vararg is not None:  # mypy says what one of them is
            packed = {p.name: p.type for p in signature.params if p.name == node.args.vararg.arg}
            types = replace(types, params={**types.params, **packed})
        if symbol.owner and not makes(symbol) and kind_of(symbol) in ("", "property"):
            own = {p.name: p.type for p in signature.params[:1]}  # mypy gives self no type in a def without annotations
            types = replace(types, params={**types.params, **own})
        frame = Frame(self, module, types, names, symbol.qualname, bound=bound)
        frame.parameters = frozenset(p.name for p in signature.params)
        frame.annotated = annotated(node, self.project.facts, symbol)
        for outer in names & {s.name for s in self._signatures.values()}:
            if any(
                isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == outer for n in ast.walk(node)
            ):
                raise unportable("PV219", f"{outer!r} is a function and a variable", node)
        before = len(self.reasons)
        if symbol.owner and kind_of(symbol) == "classmethod":
            frame.classes[node.args.args[0].arg] = class_symbol(frame, symbol)
        if makes(symbol):
            body = making(frame, symbol, self._record(f"{symbol.module}:{symbol.owner}", node))
        else:
            body = block(frame, node.body, signature.result)
        if not ends(body) and len(self.reasons) == before:
            span = frame.span(node)
            if signature.result == UNSETTLED:
                learn.result(frame, NONE)
            nothing = ir.Const(None, NONE, span)
            if signature.result != UNSETTLED:
                end = (
                    frame.fit(nothing, signature.result, node)
                    if isinstance(signature.result, OptionalT) or signature.result == NONE
                    else frame.legacy(signature.result, node)
                )
                body = (*body, ir.Return(end, span))
        if self.is_generator(symbol) and signature.result != UNSETTLED:
            self._generators.add(signature.name)
            body = yields.guarded(frame, body, signature.result, node)
        if symbol.qualname in module.cached:
            self._cached.add(signature.name)
        return self._function(signature, symbol, module, body)

    def _function(
        self, signature: FunctionSignature, symbol: FunctionSymbol, module: Module, body: tuple[ir.Stmt, ...]
    ) -> ir.Function:
        """`body` as a function; one whose end is reached returns None."""
        node = symbol.node
        span = Frame(self, module, FunctionTypes({}, NONE, {}), set()).span(node)
        if signature.result == NONE and not ends(body):
            body = (*body, ir.Return(ir.Const(None, NONE, span), span))
        params = tuple(ir.Param(p.name, p.type, False) for p in signature.params)
        return ir.Function(
            name=signature.name,
            qualname=symbol.qualname,
            module=symbol.module,
            params=params,
            result=signature.result,
            body=body,
            doc=ast.get_docstring(node) or "",
            raises=True,
            recursive=True,
            span=span,
        )

    def _read_signature(self, symbol: FunctionSymbol, at: ast.AST, bound: Bound) -> FunctionSignature:
        node = symbol.node
        inside = self._here[1] == symbol.qualname
        place = node if inside else at

        def refuse(code: str, why: str) -> Unportable:
            return unportable(code, f"{node.name}(): {why}", place)

        entry = any(e.node is node for e in self._entries)
        if isinstance(node, ast.AsyncFunctionDef) or is_generator(node) or (entry and self.is_generator(symbol)):
            raise refuse("PV213", "a coroutine or generator")
        kind = kind_of(symbol) if symbol.owner else ""
        if node.decorator_list and not kind:
            raise refuse("PV211", f"decorated with @{ast.unparse(node.decorator_list[0])}")
        args = node.args
        if args.kwarg:
            raise refuse("PV212", "**kwargs is not taken")
        types = settled(self._types(symbol, place), bound)
        given, taken = defaults(args), parameters(args)
        params = []
        own = self.marked.own_type(symbol, place) if symbol.owner and kind not in CLASS_KINDS else None
        if kind == "classmethod" or (own is not None and makes(symbol)):
            taken = taken[1:]
        if isinstance(own, RecordT) and node.name == "__post_init__":
            return self._post_init_signature(symbol, own, place)
        for parameter in taken:
            if own is not None and not makes(symbol) and parameter is taken[0]:
                params.append(SignatureParam(parameter.arg, own, None))
                continue
            hint = types.params[parameter.arg]
            if isinstance(hint, Unknown) and hint.missing and not entry:
                params.append(SignatureParam(parameter.arg, UNSETTLED, None))  # its body may tell
                continue
            t = self._known(hint, f"parameter {parameter.arg!r} of {node.name}()", place)
            t = VarTupleT(t) if parameter is args.vararg else t
            params.append(SignatureParam(parameter.arg, t, given.get(parameter.arg)))
        if own is not None:
            self.use_type(own, place)
        if own is not None and makes(symbol):
            return FunctionSignature(self._own_name(symbol), symbol.module, tuple(params), own)
        result: Type = UNSETTLED
        if not (isinstance(types.result, Unknown) and types.result.missing):
            result = self._known(types.result, f"the result of {node.name}()", place)
        module = self.project.module(symbol.module)
        if module is not None and symbol.qualname in module.cached and any(map(_is_mutable, walk(result))):
            raise refuse("PV211", f"its cache gives the same {result} to every caller")
        return FunctionSignature(self._own_name(symbol), symbol.module, tuple(params), result)

    def _own_name(self, symbol: FunctionSymbol) -> str:
        taken = {s.name for s in self._signatures.values()}
        name = own_name(symbol)
        if any(key[1].startswith(f"{symbol.qualname}[") for key in self._signatures):
            taken |= self._names_of_project()
            return next(n for n in (f"{name}_{i}" for i in range(2, 10000)) if n not in taken)
        while name in taken:
            name = f"{symbol.module.replace('.', '_')}_{name}"
        return name

    def _types(self, symbol: FunctionSymbol, at: ast.AST) -> FunctionTypes:
        types = self.oracle.function(symbol.module, symbol.qualname)
        if types is None:
            raise unportable("PV201", f"{symbol.qualname}(): its types are not known", at)
        return types

    def _post_init_signature(self, symbol: FunctionSymbol, own: RecordT, at: ast.AST) -> FunctionSignature:
        """Of the function that makes a dataclass and runs its __post_init__: the fields that are given."""
        info = self._record(own.cls, at)
        params = tuple(
            SignatureParam(name, self._known(info.fields[name], f"field {name!r}", at), info.defaults.get(name))
            for name in info.given
        )
        return FunctionSignature(self._own_name(symbol), symbol.module, params, own)

    def _known(self, hint: Hint, what: str, node: ast.AST) -> Type:
        if isinstance(hint, Unknown):
            if hint.missing:
                raise unportable("PV201", f"{what} has no annotation", node)
            raise unportable("PV202", f"{what} is of type {hint.text}", node)
        if isinstance(hint, IterT):
            raise unportable("PV202", f"{what} is an iterator", node, "declare a list")
        self.use_type(hint, node)
        return hint

    # ------------------------------------------------------------ records and exceptions

    def _record(self, cls: str, node: ast.AST) -> RecordInfo:
        if cls not in self._records:
            module_name, _, name = cls.partition(":")
            module = self.project.module(module_name)
            symbol = self.project.lookup(module, name) if module is not None else None
            if not isinstance(symbol, ClassSymbol):
                raise unportable("PV214", f"class {name} is not a top-level class of the project", node)
            self._records[cls] = read_record(symbol, self.project, self.oracle, node)
        return self._records[cls]

    def holds_itself(self, t: RecordT, node: ast.AST) -> bool:
        """Whether a record can be part of another of its class."""
        todo, seen = [t.cls], set[str]()
        while todo:
            for hint in self._record(todo.pop(), node).fields.values():
                found = [] if isinstance(hint, Unknown) else walk(hint)
                inside = {one.cls for one in found if isinstance(one, RecordT)}
                todo += inside - seen
                seen |= inside
        return t.cls in seen

    def _finish_records(self, entries: list[str]) -> tuple[ir.Record, ...]:
        """Decides which fields are carried: those read, and all of what is built, compared or returned."""
        read: set[tuple[str, str]] = set()
        stored: set[tuple[str, str]] = set()
        whole = set(self._compared)
        for function in self._functions:
            for node in trees.expressions(function.body):
                if isinstance(node, ir.Field) and isinstance(node.record.type, RecordT):
                    read.add((node.record.type.cls, node.name))
                if isinstance(node, ir.New) and isinstance(node.type, RecordT):
                    whole.add(node.type.cls)
            for one in trees.statements(function.body):
                if isinstance(one, ir.SetField) and isinstance(one.record.type, RecordT):
                    read.add((one.record.type.cls, one.name))
                    stored.add((one.record.type.cls, one.name))
            if function.name in entries:
                whole |= {t.cls for t in walk(function.result) if isinstance(t, RecordT)}
        pending = list(whole)
        while pending:
            cls = pending.pop()
            # A type that was learned, or whose function was refused before it was looked at, is first met here.
            for hint in self._record(cls, self._entries[0].node).fields.values():
                inner = (
                    {t.cls for t in walk(hint) if isinstance(t, RecordT)} if not isinstance(hint, Unknown) else set()
                )
                pending += inner - whole
                whole |= inner
        return tuple(
            self._finish_record(info, read, stored, info.cls in whole) for info in list(self._records.values())
        )

    def _finish_record(
        self, info: RecordInfo, read: set[tuple[str, str]], stored: set[tuple[str, str]], whole: bool
    ) -> ir.Record:
        node = info.symbol.node
        fields = []
        for name, hint in info.fields.items():
            carried = whole or (info.cls, name) in read
            if carried and isinstance(hint, Unknown):
                raise unportable("PV202", f"field {name!r} of {node.name} is of type {hint.text}", node)
            fields.append(ir.RecordField(name, NONE if isinstance(hint, Unknown) else hint, carried))
        span = ir.Span(info.relative, node.lineno, node.col_offset, node.end_lineno or 0, node.end_col_offset or 0)
        same = [i for i in self._records.values() if i.symbol.node.name == node.name]
        name = node.name if len(same) == 1 else f"{node.name}{same.index(info) + 1}"
        return ir.Record(
            cls=info.cls,
            constants=tuple(sorted(name for cls, name in self.seen_through if cls == info.cls)),
            name=name,
            fields=tuple(fields),
            frozen=info.frozen,
            eq=info.eq,
            doc=ast.get_docstring(node) or "",
            span=span,
            assigned=frozenset(field for cls, field in stored if cls == info.cls),
            plain=info.plain,
            by_call=info.init is None,
            keyed=info.keyed,
            ordered=info.cls in self.ordered,
        )


def _names_in(tree: ast.Module) -> set[str]:
    """The names of functions, parameters and variables."""
    found: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
                found.add(name)
    return found


def _key(symbol: FunctionSymbol, bound: Bound) -> tuple[str, str]:
    """Which function of the unit it is: a generic one is another one for other types."""
    spelled = ", ".join(f"{n}={bound[n]!r}" for n in sorted(bound))
    return symbol.module, f"{symbol.qualname}[{spelled}]" if bound else symbol.qualname


def _is_mutable(t: Type) -> bool:
    return isinstance(t, ListT | DictT | SetT | RecordT)


__all__ = ["FunctionSignature", "FunctionTypes", "UnitBuilder"]

"""The glue of linked functions: how values cross when their lists, dicts and records are numbered objects.

Keeps true: each type of object has one function that reads a reference to it and one that writes one; each knows how
the other's contents are filled and stored, so that objects may refer to each other.
"""

from pivot_lsp.port import ir
from pivot_lsp.port.emit.go.names import Names
from pivot_lsp.port.emit.go.syntax import FuncLit, indent, render
from pivot_lsp.port.shapes import linked_slots
from pivot_lsp.port.types import (
    BOOL,
    FLOAT,
    INT,
    NONE,
    NP_BOOL,
    NP_FLOAT,
    NP_INT,
    STR,
    ArrayT,
    BytesT,
    DictT,
    ListT,
    MarkT,
    OptionalT,
    RecordT,
    SetT,
    TupleT,
    Type,
    UnionT,
    VarTupleT,
)

_METHODS: dict[Type, str] = {INT: "Int", FLOAT: "Float", BOOL: "Bool", STR: "Str", NONE: "None",
                             NP_INT: "Int", NP_FLOAT: "Float", NP_BOOL: "Bool"}  # fmt: skip


class LinkedGlue:
    """Reads and writes values of linked functions; `helpers` are the functions that this needs."""

    def __init__(self, unit: ir.Unit, names: Names) -> None:
        self._names = names
        self._records = {r.cls: r for r in unit.records}
        self._objects: dict[Type, int] = {}

    def reading(self, t: Type) -> str:
        """An expression that reads a `t` from `in`."""
        match t:
            case ListT() | VarTupleT() | BytesT() | SetT() | DictT() | RecordT():
                return f"readLinked{self._object(t)}(in)"
            case OptionalT(e):
                return f"rt.ReadOptional(in, {linked_slots(e)}, {self._reader(e)})"
            case ArrayT(e, ndim):
                return f"rt.ReadArray{ndim}[{self._names.type(e)}](in)"
            case TupleT(items) | UnionT(items) | MarkT(items):
                return f"rt.P{len(items)}({', '.join(map(self.reading, items))})" if items else "rt.T0{}"
            case _:
                return f"in.{_METHODS[t]}()"

    def _reader(self, t: Type) -> str:
        if t in _METHODS:
            return f"(*rt.Reader).{_METHODS[t]}"
        if isinstance(t, ListT | VarTupleT | BytesT | SetT | DictT | RecordT):
            return f"readLinked{self._object(t)}"
        return render(FuncLit(f"func(in *rt.Reader) {self._names.type(t)}", (f"return {self.reading(t)}",)))

    def writing(self, t: Type, w: str, at: str, value: str) -> str:
        """Statements that write `value`."""
        match t:
            case ListT() | VarTupleT() | BytesT() | SetT() | DictT() | RecordT():
                return f"writeLinked{self._object(t)}({w}, {at}, {value})"
            case OptionalT(e):
                return f"rt.WriteOptional({w}, {at}, {value}, {self._writer(e)})"
            case ArrayT(ndim=ndim):
                return f"rt.WriteArray{ndim}({w}, {at}, {value})"
            case TupleT(items) | UnionT(items) | MarkT(items):
                lines, offset = [], 0
                for index, item in enumerate(items):
                    lines.append(self.writing(item, w, plus(at, offset), f"{value}.{chr(65 + index)}"))
                    offset += linked_slots(item)
                return "\n".join(lines) or f"_ = {value}"
            case _:
                return f"{w}.{_METHODS[t]}({at}, {value})"

    def _writer(self, t: Type) -> str:
        if t in _METHODS:
            return f"(*rt.Writer).{_METHODS[t]}"
        if isinstance(t, ListT | VarTupleT | BytesT | SetT | DictT | RecordT):
            return f"writeLinked{self._object(t)}"
        body = self.writing(t, "w", "at", "v")
        return render(FuncLit(f"func(w *rt.Writer, at int, v {self._names.type(t)})", (body,)))

    # ------------------------------------------------------------ objects

    def _object(self, t: Type) -> int:
        return self._objects.setdefault(t, len(self._objects) + 1)

    def helpers(self) -> list[str]:
        """The functions for every type of object met; writing one may meet more."""
        made: list[str] = []
        done = 0
        while done < len(self._objects):
            t = list(self._objects)[done]
            done += 1
            made.append(self._helper(t, done))
        return made

    def _helper(self, t: Type, number: int) -> str:
        go = self._names.type(t)
        name, parts = self._parts(t)
        parts = parts.replace("\n", "\n\t")  # one level in: they stand in a function's body
        read = f"rt.Linked{name}(in, {parts})"
        write = f"rt.Refer{name}(w, at, v, {parts})"
        functions = self._fields(t, number) if isinstance(t, RecordT) else ""
        return (
            f"func readLinked{number}(in *rt.Reader) {go} {{\n\treturn {read}\n}}\n\n"
            f"func writeLinked{number}(w *rt.Writer, at int, v {go}) {{\n\t{write}\n}}\n{functions}"
        )

    def _parts(self, t: Type) -> tuple[str, str]:
        match t:
            case ListT(e) | VarTupleT(e) | BytesT(element=e):
                name = "List" if isinstance(t, ListT) else "Tuple"
                return name, f"{linked_slots(e)}, {self._reader(e)}, {self._writer(e)}"
            case SetT(e):
                return "Set", f"{linked_slots(e)}, {self._reader(e)}, {self._writer(e)}"
            case DictT(k, v):
                sizes = f"{linked_slots(k)}, {linked_slots(v)}"
                pairs = f"{self._reader(k)}, {self._reader(v)}, {self._writer(k)}, {self._writer(v)}"
                return "Dict", f"{sizes}, {pairs}"
            case _:
                assert isinstance(t, RecordT)
                size = sum(linked_slots(f.type) for f in self._records[t.cls].fields if f.carried)
                number = self._object(t)
                return "Record", f"{size}, readFields{number}, writeFields{number}"

    def _fields(self, t: RecordT, number: int) -> str:
        go = self._names.record(t.cls)
        reads, writes, offset = [], [], 0
        for f in self._records[t.cls].fields:
            if f.carried:
                field = f"r.{self._names.field(t.cls, f.name)}"
                reads.append(f"{field} = {self.reading(f.type)}")
                writes.append(self.writing(f.type, "w", plus("at", offset), field))
                offset += linked_slots(f.type)
        return (
            f"\nfunc readFields{number}(in *rt.Reader, r *{go}) {{\n{indent(chr(10).join(reads))}\n}}\n"
            f"\nfunc writeFields{number}(w *rt.Writer, at int, r *{go}) {{\n{indent(chr(10).join(writes))}\n}}\n"
        )


def plus(at: str, offset: int) -> str:
    """The place `offset` slots behind `at`."""
    if at.isdigit():
        return str(int(at) + offset)
    base, _, before = at.partition("+")
    total = int(before or 0) + offset
    return f"{base}+{total}" if total else base

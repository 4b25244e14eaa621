"""Calls a vessel's C symbols directly: values to slots and back, after `pivot_lsp/runtime/abi.py`.

Unlike the bridge it lets a test say which Python the vessel answers for, and see fallbacks as they are.
"""

import ctypes
import struct
from dataclasses import dataclass, field
from pathlib import Path

from pivot_lsp.port.types import BOOL, FLOAT, INT, NONE, STR, DictT, ListT, OptionalT, TupleT, Type, VarTupleT
from pivot_lsp.runtime.abi import ABI, FALLBACK, RAISED, REASONS

MASK = (1 << 64) - 1


class Ctx(ctypes.Structure):
    """The context of the calling convention."""


Alloc = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.POINTER(Ctx), ctypes.c_size_t)
Poll = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.POINTER(Ctx))
Ctx._fields_ = [
    ("abi", ctypes.c_uint32), ("python", ctypes.c_uint32), ("alloc", Alloc), ("poll", Poll), ("reason", ctypes.c_int64),
    ("exc_kind", ctypes.c_int64), ("exc_args", ctypes.c_void_p), ("exc_count", ctypes.c_int64),
    ("memory", ctypes.c_uint64), ("print", ctypes.c_void_p),
]  # fmt: skip


@dataclass(frozen=True)
class Returned:
    """A result."""

    value: object


@dataclass(frozen=True)
class Raised:
    """A Python exception: its kind's index and its arguments."""

    kind: int
    args: tuple[object, ...]


@dataclass(frozen=True)
class FellBack:
    """Legacy answers; why."""

    reason: str


@dataclass
class Memory:
    """Keeps every buffer of one call alive."""

    buffers: list[object] = field(default_factory=list)

    def put(self, slots: list[int]) -> int:
        """The address of `slots`; 0 for none."""
        if not slots:
            return 0
        buffer = (ctypes.c_uint64 * len(slots))(*slots)
        self.buffers.append(buffer)
        return ctypes.addressof(buffer)

    def text(self, value: str) -> list[int]:
        """A str's two slots."""
        data = value.encode()
        buffer = ctypes.create_string_buffer(data, len(data) + 1)
        self.buffers.append(buffer)
        return [ctypes.addressof(buffer), len(data) | len(value) << 32]


def size(t: Type) -> int:
    """Slots of a value of `t`."""
    match t:
        case TupleT(items):
            return sum(map(size, items))
        case OptionalT(inner):
            return 1 + size(inner)
        case ListT() | VarTupleT() | DictT():
            return 2
        case _:
            return 2 if t == STR else 1


def encode(value: object, t: Type, memory: Memory) -> list[int]:
    """`value` as slots."""
    match t:
        case ListT(e) | VarTupleT(e):
            inner = [s for item in value for s in encode(item, e, memory)]  # type: ignore[attr-defined]
            return [memory.put(inner), len(value)]  # type: ignore[arg-type]
        case DictT(k, v):
            pairs = [s for key, item in value.items() for s in encode(key, k, memory) + encode(item, v, memory)]  # type: ignore[attr-defined]
            return [memory.put(pairs), len(value)]  # type: ignore[arg-type]
        case TupleT(items):
            return [s for item, i in zip(value, items, strict=True) for s in encode(item, i, memory)]  # type: ignore[call-overload]
        case OptionalT(inner):
            return [0] * size(t) if value is None else [1, *encode(value, inner, memory)]
    if t == STR:
        return memory.text(value)  # type: ignore[arg-type]
    if t == FLOAT:
        return list(struct.unpack("<Q", struct.pack("<d", value)))
    return [0] if t == NONE else [int(value) & MASK]  # type: ignore[call-overload]


def _text(at: int, sizes: int) -> str:
    count, chars = sizes & 0xFFFFFFFF, sizes >> 32
    text = ctypes.string_at(at, count).decode() if count else ""
    assert len(text) == chars, f"{text!r} is said to have {chars} code points"
    return text


def _signed(slot: int) -> int:
    return slot - (1 << 64) if slot >> 63 else slot


def decode(slots: list[int], t: Type) -> object:
    """Slots as a value; takes them off the front."""
    match t:
        case ListT(e) | VarTupleT(e):
            inner = read(slots.pop(0), slots.pop(0) * size(e))
            items = [decode(inner, e) for _ in range(len(inner) // size(e))]
            return items if isinstance(t, ListT) else tuple(items)
        case DictT(k, v):
            width = size(k) + size(v)
            pairs = read(slots.pop(0), slots.pop(0) * width)
            return {decode(pairs, k): decode(pairs, v) for _ in range(len(pairs) // width)}
        case TupleT(items):
            return tuple(decode(slots, i) for i in items)
        case OptionalT(inner):
            tag, value = slots.pop(0), None
            if tag:
                return decode(slots, inner)
            del slots[: size(inner)]
            return value
    if t == STR:
        return _text(slots.pop(0), slots.pop(0))
    slot = slots.pop(0)
    if t == FLOAT:
        return struct.unpack("<d", struct.pack("<Q", slot))[0]
    return {INT: _signed(slot), BOOL: slot == 1, NONE: None}[t]  # type: ignore[index]


def read(at: int, count: int) -> list[int]:
    """`count` slots at an address."""
    return list((ctypes.c_uint64 * count).from_address(at)) if count else []


def _argument(tag: int, a: int, b: int) -> object:
    values = (None, _signed(a), decode([a], FLOAT), a == 1)
    return _text(a, b) if tag == 4 else values[tag]


class Library:
    """A vessel's library, called without the bridge."""

    def __init__(self, path: Path) -> None:
        self._library = ctypes.CDLL(str(path))

    def call(
        self, symbol: str, args: list[tuple[object, Type]], result: Type, *, python: int, memory: int = 1 << 30,
        interrupt: bool = False,
    ) -> Returned | Raised | FellBack:  # fmt: skip
        """One call; `interrupt`: polling says that a signal came."""
        held = Memory()

        def alloc(_: object, count: int) -> int:
            buffer = (ctypes.c_uint64 * (count // 8 + 1))()
            held.buffers.append(buffer)
            return ctypes.addressof(buffer)

        function = self._library[symbol]
        function.restype = ctypes.c_int32
        slots = [s for value, t in args for s in encode(value, t, held)]
        out = (ctypes.c_uint64 * max(size(result), 1))()
        ctx = Ctx(ABI, python, Alloc(alloc), Poll(lambda _: int(interrupt)), 0, 0, None, 0, memory, None)
        given = (ctypes.c_uint64 * max(len(slots), 1))(*slots)
        status = function(given, out, ctypes.byref(ctx))
        if status == FALLBACK:
            return FellBack(REASONS[ctx.reason])
        if status == RAISED:
            found = read(ctx.exc_args or 0, ctx.exc_count * 3)
            values = tuple(_argument(*found[i : i + 3]) for i in range(0, len(found), 3))
            return Raised(ctx.exc_kind, values)
        return Returned(decode(list(out), result))

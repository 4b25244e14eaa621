"""What things are called in C++: Python's names, unless C++ or the unit itself already uses them.

Keeps true: within a unit every global name is unique, and no local hides one that its function calls.
"""

from collections.abc import Iterable
from pathlib import Path

from pivot_lsp.port.exceptions import BUILTINS
from pivot_lsp.port.ir import Unit

_WORDS = """
    alignas alignof and and_eq asm auto bitand bitor bool break case catch char char8_t char16_t char32_t class
    compl concept const consteval constexpr constinit const_cast continue co_await co_return co_yield decltype default
    delete do double dynamic_cast else enum explicit export extern false float for friend goto if inline int long
    mutable namespace new noexcept not not_eq nullptr operator or or_eq private protected public register
    reinterpret_cast requires return short signed sizeof static static_assert static_cast struct switch template this
    thread_local throw true try typedef typeid typename union unsigned using virtual void volatile wchar_t while xor
    xor_eq rt std main assert
"""
KEYWORDS = frozenset(_WORDS.split())
"""C++20's keywords and alternative tokens, and the names the generated text relies on."""

MACROS = frozenset(Path(__file__).with_name("macros.txt").read_text(encoding="ascii").split())
"""What the standard headers behind pivot_rt define as macros (g++ 12, glibc 2.36): no name of a port may be one."""


def safe(name: str) -> str:
    """`name` as a C++ identifier: no keyword, nothing C++ reserves, ASCII only."""
    text = "".join(c if c.isascii() else f"u{ord(c):x}" for c in name)
    while "__" in text:
        text = text.replace("__", "_")
    if text.startswith("_") and text[1:2].isupper():
        text = text[1:]
    return f"{text}_" if text in KEYWORDS or text in MACROS or not text else text


class Taken:
    """A set of used names that hands out new ones: `total`, then `total_2`."""

    def __init__(self, used: Iterable[str] = ()) -> None:
        self._used = set(used)

    def new(self, wanted: str) -> str:
        """`wanted`, or the first numbered form of it that is free."""
        name, count = wanted, 2
        while name in self._used:
            name, count = f"{wanted}{'' if wanted.endswith('_') else '_'}{count}", count + 1
        self._used.add(name)
        return name

    def copy(self) -> "Taken":
        """The same names, to go on with independently."""
        return Taken(self._used)


class Globals:
    """The C++ names of a unit's functions, records, constants and exceptions."""

    def __init__(self, unit: Unit) -> None:
        self.namespace = safe(unit.module.rpartition(".")[2])
        taken = Taken()
        self.records = {r.cls: taken.new(safe(r.name)) for r in unit.records}
        own = unit.exceptions[len(BUILTINS) :]
        self.exceptions = {f"builtins:{name}": f"rt::{name}" for name in BUILTINS}
        self.exceptions |= {e: taken.new(safe(e.partition(":")[2].rpartition(".")[2])) for e in own}
        self.functions = {f.name: taken.new(safe(f.name)) for f in unit.functions}
        self.constants = {c.name: taken.new(safe(c.name)) for c in unit.constants}
        self.taken = taken

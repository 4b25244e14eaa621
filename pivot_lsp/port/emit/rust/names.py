"""Python's names as Rust's: kept as written unless Rust reserves them or the port's own vocabulary would be hidden.

Keeps true: two different Python names of one scope never become one Rust name.
"""

from collections.abc import Iterable


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_KEYWORDS = _words(
    "as break const continue crate else enum extern false fn for if impl in let loop match mod move mut pub ref return "
    "self Self static struct super trait true type unsafe use where while async await dyn abstract become box do final "
    "macro override priv typeof unsized virtual yield try gen union macro_rules raw safe"
)
# What a local variable may not hide, since the emitted text speaks of it.
_VOCABULARY = _words("cx rt std core")
# Types, constructors and constants in scope of every port.
_PRELUDE = _words(
    "Some None Ok Err Option Result Vec String Box Cell Cx Dict Exc Kind List Outcome Str Copy Clone Iterator Into From "
    "Send Sync Sized Drop Fn FnMut FnOnce Default Eq Ord PartialEq PartialOrd ToString ToOwned AsRef AsMut"
)


def identifier(name: str, taken: Iterable[str] = ()) -> str:
    """`name` as a Rust identifier that is no keyword, no word of the port's vocabulary and not in `taken`."""
    reserved = _KEYWORDS | _VOCABULARY | _PRELUDE | set(taken)
    made = name if name.strip("_") else "unused" + name
    if name == "_":
        made = "_unused"
    while made in reserved:
        made += "_"
    return made


def fresh(base: str, taken: Iterable[str]) -> str:
    """`base`, or `base_2`, `base_3` ..., whichever is not in `taken`."""
    names, made, count = set(taken), base, 1
    while made in names:
        count += 1
        made = f"{base}_{count}"
    return made


def crate_module(python_module: str) -> str:
    """The Rust module that holds the port of a Python module."""
    return identifier(python_module.rpartition(".")[2], ("lib", "main", "pivot_rt"))

"""str: by code points. What needs CPython's Unicode tables beyond ASCII (case, character classes) falls back on
non-ASCII text; whitespace is CPython's own list (Objects/unicodetype_db.h, _PyUnicode_IsWhitespace)."""

from typing import Unpack

from pivot_lsp.port.table.rows import TOLD, Row, Texts, method, row

_COMPARE = {"==": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}


def _method(name: str, signature: str, function: str = "", **more: Unpack[Texts]) -> Row:
    return row(f"str.{name}", signature, function or f"str_{name}", cpp=method(name, signature), **more)


ROWS = (
    row("print", "(str) -> None", rust="{cx}.print({0})", go="rt.Print({0})", cpp="rt::print({0})", raises=TOLD),
    row("print.flush", "() -> None", rust="{cx}.flush()", go="rt.Flush()", cpp="rt::flush()", raises=TOLD),
    row("+", "(str, str) -> str", "concat", cpp="rt::concat({{0}, {1}})", alloc=True),
    row("*", "(str, int) -> str", "repeat_str", alloc=True),
    *(
        row(op, "(str, str) -> bool", rust=f"{{0}} {op} {{1}}", go=f"rt.{name.capitalize()}Str({{0}}, {{1}})",
            cpp=f"{{0}} {op} {{1}}")
        for op, name in _COMPARE.items()
    ),
    row("in", "(str, str) -> bool", rust="{1}.contains({0})", go="rt.ContainsStr({1}, {0})", cpp="rt::contains({1}, {0})"),
    row("len", "(str) -> int", "len_str"),
    row("truth", "(str) -> bool", rust="!{0}.is_empty()", go="rt.LenStr({0}) != 0", cpp="!{0}.empty()"),
    row("getitem", "(str, int) -> str", "char_at", cpp="{0}[{1}]", raises=("IndexError",)),
    row("slice", "(str, int | None, int | None, int | None) -> str", "slice_str", alloc=True, raises=("ValueError",)),
    row("iter", "(str) -> iter[str]", "chars", cpp="{0}"),
    _method("upper", "(str) -> str", alloc=True),
    _method("lower", "(str) -> str", alloc=True),
    row("str.casefold", "(str) -> str", "str_lower", cpp="{0}.lower()", alloc=True),
    _method("title", "(str) -> str", alloc=True),
    _method("capitalize", "(str) -> str", alloc=True),
    _method("swapcase", "(str) -> str", alloc=True),
    _method("strip", "(str) -> str"),
    _method("lstrip", "(str) -> str"),
    _method("rstrip", "(str) -> str"),
    _method("strip", "(str, str) -> str", "str_strip_chars"),
    _method("lstrip", "(str, str) -> str", "str_lstrip_chars"),
    _method("rstrip", "(str, str) -> str", "str_rstrip_chars"),
    _method("split", "(str) -> list[str]", "split_whitespace", alloc=True),
    _method("split", "(str, str) -> list[str]", "split_on", alloc=True, raises=("ValueError",)),
    _method("split", "(str, str, int) -> list[str]", "split_on_max", alloc=True, raises=("ValueError",)),
    _method("rsplit", "(str, str, int) -> list[str]", "rsplit_on_max", alloc=True, raises=("ValueError",)),
    _method("splitlines", "(str) -> list[str]", "split_lines", alloc=True),
    _method("partition", "(str, str) -> tuple[str, str, str]", "str_partition", raises=("ValueError",)),
    _method("rpartition", "(str, str) -> tuple[str, str, str]", "str_rpartition", raises=("ValueError",)),
    _method("join", "(str, iter[str]) -> str", "join", alloc=True),
    _method("startswith", "(str, str) -> bool", "starts_with"),
    _method("endswith", "(str, str) -> bool", "ends_with"),
    _method("removeprefix", "(str, str) -> str", "remove_prefix"),
    _method("removesuffix", "(str, str) -> str", "remove_suffix"),
    _method("replace", "(str, str, str) -> str", "replace_str", alloc=True),
    _method("find", "(str, str) -> int", "find_str"),
    _method("rfind", "(str, str) -> int", "rfind_str"),
    _method("index", "(str, str) -> int", "index_str", raises=("ValueError",)),
    _method("count", "(str, str) -> int", "count_str"),
    *(_method(name, "(str) -> bool", f"is_{name[2:]}") for name in
      ("isdigit", "isdecimal", "isalpha", "isalnum", "isspace", "isupper", "islower")),
    _method("isnumeric", "(str) -> bool", "is_numeric"),
    _method("isascii", "(str) -> bool", "is_ascii_str"),
    _method("zfill", "(str, int) -> str", "zfill", alloc=True),
    _method("ljust", "(str, int) -> str", "ljust", alloc=True),
    _method("rjust", "(str, int) -> str", "rjust", alloc=True),
    _method("center", "(str, int) -> str", "center", alloc=True),
    _method("ljust", "(str, int, str) -> str", "ljust_with", alloc=True, raises=("TypeError",)),
    _method("rjust", "(str, int, str) -> str", "rjust_with", alloc=True, raises=("TypeError",)),
    row("ord", "(str) -> int", "ord", raises=("TypeError",)),
    row("chr", "(int) -> str", "chr", alloc=True, raises=("ValueError",)),
    row("str", "(str) -> str", rust="{0}", go="{0}", cpp="{0}"),
    row("str", "(int) -> str", "str_of_int", alloc=True),
    row("str", "(float) -> str", "str_of_float", alloc=True),
    row("str", "(bool) -> str", "str_of_bool"),
    row("repr", "(str) -> str", "repr_str", alloc=True),
    row("repr", "(int) -> str", "str_of_int", alloc=True),
    row("repr", "(float) -> str", "str_of_float", alloc=True),
    row("repr", "(bool) -> str", "str_of_bool"),
    # format(value, spec): the front end lets through only specs that `port/frontend/formats.py` accepts
    row("format", "(int, str) -> str", "format_int", alloc=True),
    row("format", "(float, str) -> str", "format_float", alloc=True),
    row("format", "(str, str) -> str", "format_str", alloc=True),
)  # fmt: skip

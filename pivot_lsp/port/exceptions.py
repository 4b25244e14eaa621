"""The built-in exceptions that a unit can raise or catch, and their bases (CPython, Doc/library/exceptions.rst).

The order is part of the calling convention of the native runtimes: a kind is an index into BUILTINS, and the
unit's own classes follow. Append only.
"""

BUILTINS: dict[str, tuple[str, ...]] = {
    "ValueError": ("Exception",),
    "TypeError": ("Exception",),
    "IndexError": ("LookupError", "Exception"),
    "KeyError": ("LookupError", "Exception"),
    "ZeroDivisionError": ("ArithmeticError", "Exception"),
    "OverflowError": ("ArithmeticError", "Exception"),
    "AssertionError": ("Exception",),
    "RuntimeError": ("Exception",),
    "NotImplementedError": ("RuntimeError", "Exception"),
    "ArithmeticError": ("Exception",),
    "LookupError": ("Exception",),
    "AttributeError": ("Exception",),
    "StopIteration": ("Exception",),
    "PermissionError": ("OSError", "Exception"),
    "TimeoutError": ("OSError", "Exception"),
    "Exception": (),
    "SyntaxError": ("Exception",),
    "EOFError": ("Exception",),
    "RecursionError": ("RuntimeError", "Exception"),
    "UnicodeError": ("ValueError", "Exception"),
    "FloatingPointError": ("ArithmeticError", "Exception"),
    "BufferError": ("Exception",),
    "NameError": ("Exception",),
    "ImportError": ("Exception",),
    "ReferenceError": ("Exception",),
    "SystemError": ("Exception",),
    "OSError": ("Exception",),
    "FileNotFoundError": ("OSError", "Exception"),
    "FileExistsError": ("OSError", "Exception"),
    "ConnectionError": ("OSError", "Exception"),
    "Warning": ("Exception",),
    "UserWarning": ("Warning", "Exception"),
    "DeprecationWarning": ("Warning", "Exception"),
}
"""name -> its bases up to Exception, nearest first."""


def class_name(full: str) -> str:
    """`__name__` of the class `module:qualname`."""
    return full.rpartition(":")[2].rpartition(".")[2]


NAMES = tuple(f"builtins:{name}" for name in BUILTINS)

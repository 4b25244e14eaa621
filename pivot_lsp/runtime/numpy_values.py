"""NumPy's arrays and scalars as plain JSON values, for `values.py`. NumPy itself is never imported here: what is to be
written is NumPy's already.

Invariant: an array is written only when what is read back is the same to every function: exactly of class ndarray, of
native float64, int64 or bool, in C order, writable, and sharing memory with no other array of the call.
"""

import base64
from typing import Any

ARRAY = "ndarray"
DTYPES = ("<f8", "<i8", "|b1")
SCALARS = {"float64": "float64", "int64": "int64", "bool": "bool_", "bool_": "bool_"}
"""What is written for each class by its name, which NumPy 2 changed for one."""


def is_array(cls: type) -> bool:
    """Whether `cls` is NumPy's own array class."""
    return cls.__module__ == "numpy" and cls.__name__ == "ndarray"


def scalar_name(cls: type) -> str | None:
    """How a scalar of NumPy's of that class is named; None when it is none that is written."""
    return SCALARS.get(cls.__name__) if cls.__module__ == "numpy" else None


def array_parts(value: Any) -> list[Any] | str:
    """`[dtype, shape, base64 of its elements]`, or why the array cannot be written."""
    if value.dtype.str not in DTYPES or value.dtype.metadata is not None:
        return f"an array of {value.dtype}"
    if not value.flags.c_contiguous or not value.flags.aligned:
        return "an array whose elements do not lie one after another"
    if not value.flags.writeable:
        return "an array that is read-only"
    return [value.dtype.str, list(value.shape), base64.b64encode(value.tobytes()).decode("ascii")]


def extent(value: Any) -> tuple[int, int]:
    """The addresses between which the elements lie."""
    start = value.__array_interface__["data"][0]
    return start, start + value.nbytes


def scalar_part(value: Any) -> Any:
    """The plain value of a scalar."""
    return value.item()

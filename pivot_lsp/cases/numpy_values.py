"""NumPy's arrays and scalars read back, and taken apart without NumPy: the other half of
`pivot_lsp.runtime.numpy_values`.

Invariant: NumPy is imported only where a value of its is to be made, in the child process that calls the function.
"""

import array
import base64
import importlib
import math
from typing import Any

from pivot_lsp.runtime.numpy_values import DTYPES, SCALARS

_CODES = {"<f8": "d", "<i8": "q", "|b1": "b"}


def read_array(v: Any) -> Any:
    """The array of which `array_parts` gave `v`. Raises ValueError."""
    dtype, shape, text = v
    numpy = _numpy()
    if dtype not in DTYPES:
        raise ValueError(f"an array of {dtype!r}")
    return numpy.frombuffer(bytearray(base64.b64decode(text, validate=True)), dtype=dtype).reshape(shape).copy()


def read_scalar(name: str, value: Any) -> Any:
    """The scalar of that class. Raises ValueError."""
    if name not in SCALARS.values():
        raise ValueError(f"a scalar of numpy.{name}")
    return getattr(_numpy(), name)(value)


def _numpy() -> Any:
    try:
        return importlib.import_module("numpy")
    except ImportError as error:
        raise ValueError("NumPy is not installed where the function is called") from error


def elements(v: Any) -> list[Any]:
    """The elements of an encoded array, as plain numbers, in C order. Raises ValueError."""
    dtype, shape, text = v
    found = array.array(_CODES[dtype])
    found.frombytes(base64.b64decode(text, validate=True))
    if len(found) != math.prod(shape):
        raise ValueError("an array of another size than its shape")
    return found.tolist()


def encoded(dtype: str, shape: list[int], values: list[Any]) -> dict[str, Any]:
    """An array of these elements, encoded."""
    data = array.array(_CODES[dtype], values).tobytes()
    return {"$x": "ndarray", "v": [dtype, shape, base64.b64encode(data).decode("ascii")]}

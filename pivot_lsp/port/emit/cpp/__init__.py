"""The C++ back end: a unit as C++20 over `pivot_rt` (`port/native/cpp`), meant to be read and owned by people.

Three files: `<module>.hpp` (records, declarations), `<module>.cpp` (the port itself) and `glue.cpp` (the C symbols).
"""

from pivot_lsp.port.emit.cpp.files import emit

__all__ = ["emit"]

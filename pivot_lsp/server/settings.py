"""The settings of section `pivot`: one table, read from initializationOptions.settings and from the client later on.

Invariant: a setting of the wrong type is told to the person and leaves the default in place; it stops nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Settings:
    """The values. The names on the wire are WIRE's; docs/protocol.md describes each."""

    profiles: tuple[str, ...] = ()
    coverage: tuple[str, ...] = ()
    threshold: float = 1.0
    most_per_file: int = 20
    diagnostics: bool = True
    code_lens: bool = True
    inlay_hints: bool = True
    check_portability: bool = True


WIRE: dict[str, str] = {
    "profiles": "profiles",
    "coverage": "coverage",
    "threshold": "threshold",
    "maxPerFile": "most_per_file",
    "diagnostics": "diagnostics",
    "codeLens": "code_lens",
    "inlayHints": "inlay_hints",
    "checkPortability": "check_portability",
}
"""name on the wire -> field. Clients may have settings of their own in the section; those are passed over."""


def _fits(default: Any, value: Any) -> Any:
    """`value` in the type of `default`, or None."""
    if isinstance(default, bool):
        return value if isinstance(value, bool) else None
    if isinstance(default, tuple):
        good = isinstance(value, list) and all(isinstance(item, str) for item in value)
        return tuple(value) if good else None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e9:
        return None
    return type(default)(value)


def read(section: Any) -> tuple[Settings, list[str]]:
    """The settings in `section` (a JSON value from the client), and one line for each that was not understood."""
    if section is None:
        return Settings(), []
    if not isinstance(section, Mapping):
        return Settings(), ["pivot: the settings are not an object; the defaults stand"]
    settings, complaints = Settings(), []
    defaults = {field.name: field.default for field in fields(Settings)}
    for wire, name in WIRE.items():
        if section.get(wire) is None:
            continue
        value = _fits(defaults[name], section[wire])
        if value is None:
            complaints.append(f"pivot.{wire}: {section[wire]!r} is not understood; {defaults[name]!r} stands")
        else:
            settings = replace(settings, **{name: value})
    return settings, complaints

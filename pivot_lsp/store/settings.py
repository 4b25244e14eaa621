"""The project's own settings: `[tool.pivot]` of pyproject.toml, or pivot.toml, which wins where both speak.

Settings only choose; none of them names something to run, so that opening a stranger's project stays safe.
"""

import tomllib
from pathlib import Path
from typing import Any

from pivot_lsp.model.errors import UsageError


def read_settings(root: Path) -> dict[str, Any]:
    """The table, empty without one. Raises UsageError PV010 for a file that is no TOML."""
    inherited = _table(root / "pyproject.toml").get("tool", {})
    section = inherited.get("pivot", {}) if isinstance(inherited, dict) else {}
    own = _table(root / "pivot.toml")
    return {**(section if isinstance(section, dict) else {}), **own}


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError("PV010", f"not readable as TOML: {error}", file=path) from None


def choice(settings: dict[str, Any], name: str, allowed: tuple[str, ...], root: Path) -> str | None:
    """A setting that must be one of `allowed`; None when it is not set. Raises UsageError PV011."""
    value = settings.get(name)
    if value is None or value in allowed:
        return value
    raise UsageError("PV011", f"tool.pivot.{name} is {value!r}", file=root, remedy=f"choose from {', '.join(allowed)}")


def redaction_rules(root: Path) -> list[str]:
    """`tool.pivot.redact`: names whose content is replaced wherever calls are kept. Raises UsageError PV011."""
    rules = read_settings(root).get("redact", [])
    if not isinstance(rules, list) or not all(isinstance(rule, str) and rule for rule in rules):
        raise UsageError("PV011", f"tool.pivot.redact is {rules!r}", file=root, remedy="write a list of names")
    return rules


def path_maps(root: Path) -> tuple[tuple[str, str], ...]:
    """`[tool.pivot.paths]`: "theirs" = "ours", ours relative to the root. Raises UsageError PV011."""
    given = read_settings(root).get("paths", {})
    if not isinstance(given, dict) or not all(isinstance(ours, str) for ours in given.values()):
        remedy = 'a table of "/their/prefix" = "our/folder"'
        raise UsageError("PV011", f"tool.pivot.paths is {given!r:.80}", file=root, remedy=remedy)
    return tuple(given.items())

"""Names of modules. It imports nothing heavy, since the children that index files start with it."""

from pathlib import Path


def module_name(file: Path, root: Path) -> str:
    """The dotted module of `file` seen from `root`, with a leading `src/` stripped."""
    parts = list(file.relative_to(root).with_suffix("").parts)
    if len(parts) > 1 and parts[0] == "src":
        parts = parts[1:]
    if len(parts) > 1 and parts[-1] == "__init__":
        parts = parts[:-1]
    return ".".join(parts)

"""speedscope's file format, evented, from the call tree: opens in speedscope's page and in editors that read it."""

import json
from collections.abc import Sequence
from typing import Any

from pivot_lsp import __version__
from pivot_lsp.cli.exports.tree import Node, tree
from pivot_lsp.model.facts import Profile
from pivot_lsp.model.hotspot import Analysis

SCHEMA = "https://www.speedscope.app/file-format-schema.json"


def write(analysis: Analysis, profiles: Sequence[Profile]) -> str:
    """One evented profile; children stand side by side, the widest first."""
    root = tree(profiles)
    frames: dict[tuple[str, str], int] = {}
    events: list[dict[str, Any]] = []
    stack: list[tuple[Node, float, bool]] = [(node, at, True) for node, at in reversed(_laid(root, 0.0))]
    while stack:
        node, at, opens = stack.pop()
        frame = frames.setdefault((node.name, node.place), len(frames))
        if not opens:
            events.append({"type": "C", "frame": frame, "at": at})
            continue
        events.append({"type": "O", "frame": frame, "at": at})
        stack.append((node, at + node.time_s, False))
        stack.extend((child, start, True) for child, start in reversed(_laid(node, at)))
    profile = {
        "type": "evented", "name": "calls, projected from the profile's edges", "unit": "seconds",
        "startValue": 0, "endValue": root.time_s, "events": events,
    }  # fmt: skip
    shared = {"frames": [_frame(name, place) for name, place in frames]}
    document = {"$schema": SCHEMA, "exporter": f"pivot-lsp@{__version__}", "profiles": [profile], "shared": shared}
    return json.dumps(document) + "\n"


def _laid(node: Node, at: float) -> list[tuple[Node, float]]:
    """The children with where each begins."""
    laid = []
    for child in sorted(node.children, key=lambda child: -child.time_s):
        laid.append((child, at))
        at += child.time_s
    return laid


def _frame(name: str, place: str) -> dict[str, Any]:
    file, _, line = place.rpartition(":")
    if file and line.isdigit():
        return {"name": name, "file": file, "line": int(line)}
    return {"name": name, "file": place} if place else {"name": name}

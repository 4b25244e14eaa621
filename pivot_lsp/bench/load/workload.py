"""What is sent when, fixed before the first request: a slow answer cannot slow the traffic down (open model)."""

import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.load import LoadConfig, RequestShape

MOST = 5_000_000
"""Requests in one round."""
FIELDS = ("method", "path", "body", "headers", "name")


@dataclass(frozen=True, slots=True)
class Planned:
    """One request, due `at` seconds after the start."""

    at: float
    name: str
    method: str
    path: str
    body: bytes | None
    headers: tuple[tuple[str, str], ...]


def schedule(config: LoadConfig, folder: Path, seed: int, seconds: float) -> list[Planned]:
    """All requests of `seconds`; the same seed gives the same. Raises UsageError PV790."""
    if seconds * config.rate > MOST:
        raise UsageError("PV790", f"more than {MOST:,} requests in a round", remedy="lower rate or seconds")
    if config.recorded is None:
        shapes = [planned_request(shape) for shape in config.requests]
        chance = random.Random(f"{config.seed}/{seed}")
        chosen = chance.choices(shapes, [shape.weight for shape in config.requests], k=_count(config, seconds))
        return [_due(shape, at) for shape, at in zip(chosen, _times(config, chance, seconds))]
    rows = _recorded(folder / config.recorded)
    shapes = [planned_request(shape) for shape, _ in rows]
    if config.speed is None:
        times = _times(config, random.Random(f"{config.seed}/{seed}"), seconds)
        return [_due(shapes[at % len(shapes)], when) for at, when in enumerate(times)]
    return _replayed(shapes, [when for _, when in rows], config.speed, seconds, folder / config.recorded)


def _count(config: LoadConfig, seconds: float) -> int:
    """As many as may be due, and more than enough."""
    return int(3 * config.rate * seconds) + 100


def _times(config: LoadConfig, chance: random.Random, seconds: float) -> list[float]:
    if config.arrivals == "constant":
        return [number / config.rate for number in range(int(config.rate * seconds))]
    found, at = [], chance.expovariate(config.rate)
    while at < seconds:
        found.append(at)
        at += chance.expovariate(config.rate)
    return found


def _replayed(
    shapes: list[Planned], times: list[float | None], speed: float, seconds: float, file: Path
) -> list[Planned]:
    """The recording at its own pace, `speed` times faster, from its beginning."""
    known = [when for when in times if when is not None]
    if len(known) != len(times):
        raise UsageError("PV790", "speed needs `ts` in every line", file=file)
    first = min(known)
    found = [_due(shape, (when - first) / speed) for shape, when in zip(shapes, known)]
    return sorted((row for row in found if row.at < seconds), key=lambda row: row.at)[:MOST]


def _due(shape: Planned, at: float) -> Planned:
    return Planned(at, shape.name, shape.method, shape.path, shape.body, shape.headers)


def planned_request(shape: RequestShape) -> Planned:
    """What is sent for one shape, due at once."""
    headers = dict(shape.headers)
    body: bytes | None = None
    if isinstance(shape.body, str):
        body = shape.body.encode()
    elif shape.body is not None:
        body = json.dumps(shape.body).encode()
        headers.setdefault("Content-Type", "application/json")
    name = shape.name or f"{shape.method} {shape.path.partition('?')[0]}"
    return Planned(0.0, name, shape.method, shape.path, body, tuple(headers.items()))


def _recorded(file: Path) -> list[tuple[RequestShape, float | None]]:
    """(request, seconds) of every line that is one; a log's other events are passed over."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("PV790", f"the recording cannot be read: {error}", file=file) from None
    found = [row for number, line in enumerate(lines, 1) if (row := _line(line, file, number)) is not None]
    if not found:
        raise UsageError("PV790", "no line has a method and a path", file=file, remedy="write one JSON object a line")
    return found


def _line(line: str, file: Path, number: int) -> tuple[RequestShape, float | None] | None:
    if not line.strip():
        return None
    try:
        row: Any = json.loads(line)
        if not isinstance(row, dict) or "method" not in row or "path" not in row:
            return None
        fields = {name: row[name] for name in FIELDS if row.get(name) is not None}
        when = row.get("ts")
        timed = float(when) if isinstance(when, int | float) and not isinstance(when, bool) else None
        return RequestShape.model_validate(fields), timed
    except ValidationError as error:
        first = error.errors()[0]
        what = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
        raise UsageError("PV790", what, file=file, line=number) from None
    except (ValueError, RecursionError, OverflowError) as error:
        raise UsageError("PV790", f"not JSON: {error}", file=file, line=number) from None

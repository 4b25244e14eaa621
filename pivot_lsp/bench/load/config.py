"""Reads the file of `pivot load`: TOML or JSON, checked whole before anything starts."""

import ipaddress
import json
import tomllib
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from pydantic import ValidationError

from pivot_lsp.model.errors import Refused, UsageError
from pivot_lsp.model.load import LoadConfig


def read_config(file: Path) -> LoadConfig:
    """Raises UsageError PV790 for a file that is none, with the place; Refused PV791 for a host it does not allow."""
    try:
        text = file.read_text(encoding="utf-8")
        body = json.loads(text) if file.suffix == ".json" else tomllib.loads(text)
        config = LoadConfig.model_validate(body)
    except OSError as error:
        raise UsageError("PV790", f"cannot be read: {error.strerror}", file=file) from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        raise UsageError(
            "PV790", f"{place}: {first['msg']}", file=file, remedy="docs/load.md lists the fields"
        ) from None
    except (ValueError, RecursionError) as error:
        raise UsageError("PV790", f"not readable: {error}", file=file) from None
    for side in (config.legacy, config.vessel):
        if side.url is not None:
            _allowed(split(side.url, file), config, file)
    return config


def split(url: str, file: Path) -> SplitResult:
    """The parts of an http URL. Raises UsageError PV790."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme == "http" and bool(parts.hostname) and (parts.port or 80) > 0
    except ValueError:
        usable = False
    if not usable:
        raise UsageError("PV790", f"not an http URL: {url!r}", file=file, remedy="write http://127.0.0.1:8000")
    return parts


def _allowed(parts: SplitResult, config: LoadConfig, file: Path) -> None:
    host = parts.hostname or ""
    try:
        loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = host == "localhost"
    if not loopback and host not in config.allow_hosts:
        what = f"{host} is not this machine"
        raise Refused("PV791", what, file=file, remedy=f'if you may load it: allow_hosts = ["{host}"]')

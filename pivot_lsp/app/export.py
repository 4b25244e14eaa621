"""`pivot rollout export` and `metrics`: flags and monitoring as other systems read them."""

import json
import threading
from collections.abc import Callable

from pivot_lsp.app.rollout import Place
from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.rollout import Exported
from pivot_lsp.rollout import exporters, rules
from pivot_lsp.rollout.flags import read_flags


def _flags(name: str) -> Callable[[Place], str]:
    def made(at: Place) -> str:
        return _json(exporters.FORMATS[name](exporters.thresholds(read_flags(at.flags)["flags"])))

    return made


def _json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


FORMATS: dict[str, Callable[[Place], str]] = {
    **{name: _flags(name) for name in exporters.FORMATS},
    "prometheus-rules": lambda at: rules.rules(),
    "grafana": lambda at: _json(rules.dashboard(at.root.name)),
}


def export(at: Place, name: str) -> Exported:
    """The flags, rules or dashboard as text. Raises UsageError PV708, PV721."""
    return Exported(format=name, text=FORMATS[name](at))


_MISSING = "pip install 'pivot-lsp[metrics]'"


def metrics(at: Place) -> Exported:
    """The exposition of this moment. Raises UsageError PV725 without prometheus-client."""
    try:  # an extra: flags and rules are exported without it
        from prometheus_client import CollectorRegistry, generate_latest

        from pivot_lsp.rollout.exposition import Collector
    except ImportError as error:
        raise UsageError("PV725", f"prometheus-client is not installed: {error}", remedy=_MISSING) from None
    registry = CollectorRegistry()
    registry.register(Collector(at.flags))
    return Exported(format="prometheus", text=generate_latest(registry).decode())


def serve(at: Place, listen: str) -> None:
    """Serves the exposition on HOST:PORT until interrupted. Raises UsageError PV725, PV726 (cannot listen there)."""
    metrics(at)  # says it where the extra is missing
    from prometheus_client import CollectorRegistry, start_http_server

    from pivot_lsp.rollout.exposition import Collector

    host, colon, port = listen.rpartition(":")
    if not colon or not port.isdecimal():
        raise UsageError("PV726", f"not an address: {listen!r}", remedy="write HOST:PORT")
    registry = CollectorRegistry()
    registry.register(Collector(at.flags))
    try:
        start_http_server(int(port), host or "127.0.0.1", registry)
    except (OSError, OverflowError) as error:
        raise UsageError("PV726", f"cannot listen on {listen}: {error}") from None
    threading.Event().wait()

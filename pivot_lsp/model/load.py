"""What `pivot load` reads and says: traffic against legacy and vessel of an HTTP service, with an open model.

Latencies are milliseconds from the moment a request was due, whether or not it could be sent then; rates are requests
a second. Intervals are 95% percentile bootstrap intervals over blocks of time.
"""

from typing import Any, Literal

from pydantic import ConfigDict, Field, field_validator, model_validator

from pivot_lsp.model.base import Model
from pivot_lsp.model.bench import Ratio

SideName = Literal["legacy", "vessel"]


class Side(Model):
    """One way to run the service. `{port}` in `command` is a free port that is chosen; without a command `url` names
    one that runs already."""

    command: list[str] = []
    env: dict[str, str] = {}
    url: str | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> "Side":
        if bool(self.command) == (self.url is not None):
            raise ValueError("give either command or url")
        return self


class RequestShape(Model):
    """One kind of request and how often it comes, relative to the others."""

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"] = "GET"
    path: str = Field(pattern=r"^/[^\r\n ]*$", max_length=8000)
    body: Any = None
    """A string is sent as it is, anything else as JSON."""
    headers: dict[str, str] = {}
    weight: float = Field(default=1.0, gt=0, le=1e6)
    name: str = ""

    @field_validator("headers")
    @classmethod
    def _one_line(cls, headers: dict[str, str]) -> dict[str, str]:
        if any(c in text for pair in headers.items() for text in pair for c in "\r\n"):
            raise ValueError("a header is one line")
        return headers


class LoadConfig(Model):
    """The file that `pivot load CONFIG` takes, TOML or JSON."""

    model_config = ConfigDict(allow_inf_nan=False)

    legacy: Side
    vessel: Side
    requests: list[RequestShape] = []
    recorded: str | None = None
    """JSON Lines with method, path, body, headers and, for replay at its own pace, `ts` in seconds; beside the file."""
    rate: float = Field(default=20.0, gt=0, le=20_000)
    seconds: float = Field(default=10.0, gt=0, le=86_400)
    """Of each side in each round."""
    rounds: int = Field(default=3, ge=1, le=100)
    warmup: float = Field(default=1.0, ge=0, le=600)
    """Seconds of traffic before each round that are not counted."""
    arrivals: Literal["poisson", "constant"] = "poisson"
    speed: float | None = Field(default=None, gt=0, le=1e6)
    """Replay recorded times this much faster, in place of `rate`."""
    connections: int = Field(default=64, ge=1, le=1024)
    timeout: float = Field(default=10.0, gt=0, le=600)
    ready: str = Field(default="/", pattern=r"^/[^\r\n ]*$")
    """Asked until it answers with less than 500 before traffic starts."""
    ready_seconds: float = Field(default=30.0, gt=0, le=600)
    seed: int = 1
    allow_hosts: list[str] = []
    """Hosts other than this machine that may be put under load."""

    @model_validator(mode="after")
    def _some_traffic(self) -> "LoadConfig":
        if bool(self.requests) == (self.recorded is not None):
            raise ValueError("give either requests or recorded")
        if self.speed is not None and self.recorded is None:
            raise ValueError("speed replays recorded traffic; there is none")
        return self


class Quantile(Model):
    """A latency with its interval, milliseconds; null without an answered request."""

    estimate: float
    low: float
    high: float


class SideResult(Model):
    """One side over all rounds. `errors` are timeouts, broken connections and answers of 500 and more."""

    side: SideName
    due: int
    answered: int
    errors: int
    error_percent: float
    error_percent_high: float
    """The 97.5% end of the Clopper-Pearson interval."""
    rps: Ratio
    """Answered without error a second."""
    p50: Quantile | None
    p95: Quantile | None
    p99: Quantile | None
    service_p95: float | None
    """From the moment of sending: what a closed model would have reported."""
    statuses: dict[str, int]
    memory_mb: float | None
    """Largest resident set of the service's processes together; null when it was not started by us."""
    cpu_percent: float | None
    """Of one core, while under load."""


class LoadComparison(Model):
    """Legacy / vessel for latencies and errors, vessel / legacy for requests: above 1 the vessel is better. Null: one
    of the two is zero or was not measured."""

    metric: Literal["rps", "p50", "p95", "p99", "errors"]
    improvement: float | None
    verdict: Literal["better", "worse", "no difference", "not measured"]
    """By whether the intervals overlap."""


class LoadReport(Model):
    """The whole report. `kept_pace` False: the generator itself was late, and the figures say nothing."""

    load: Literal[1] = 1
    config: str
    created: str
    rate: float
    arrivals: str
    rounds: int
    seconds: float
    requests: int
    legacy: SideResult
    vessel: SideResult
    comparison: list[LoadComparison]
    differing: int
    """Requests, sent to both, whose status differed."""
    kept_pace: bool
    late_ms: float
    """99th percentile of how late the generator handed a request on."""
    notes: list[str]


class LocustReport(Model):
    """What `pivot load CONFIG --locust F` wrote."""

    file: str
    tasks: int

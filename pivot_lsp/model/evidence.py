"""What `pivot validate` and `pivot verify` say, and what `certificate.json` holds (docs/certificates.md).

Shares are 0..1 where the name says share; `score` and `*_percent` are 0..100; lines are 1-based; sizes are element
counts; times are milliseconds. Values of calls are encoded as `pivot_lsp/model/case.py` describes.
"""

from typing import Literal

from pivot_lsp.model.base import Model
from pivot_lsp.model.case import Encoded, Stratum

Level = Literal["failed", "tested", "certified"]

MismatchClass = Literal[
    "type", "value", "missing", "extra", "order", "size", "exception", "mutation", "crash", "timeout"
]  # fmt: skip


class Tolerance(Model):
    """How far two floats may lie apart; any one that holds suffices. None of them: bit-equal.

    It never forgives a type, NaN against a number, an infinity or the sign of zero.
    """

    abs: float | None = None
    rel: float | None = None
    ulp: int | None = None


class Failure(Model):
    """One difference between legacy and vessel. `kind` is its class, `where` the path to it (`returned[2].price`).

    `args` and `kwargs` are the smallest call found that still shows it; `case` is the id of the call that showed it
    first, `shrunk` whether the two differ. `died` describes a crash. `repeated` is False for a crash that a fresh
    process did not show again: it stays a failure.
    """

    kind: MismatchClass
    where: str
    message: str
    legacy: Encoded = None
    vessel: Encoded = None
    args: list[Encoded]
    kwargs: dict[str, Encoded] = {}
    case: str
    stratum: Stratum
    shrunk: bool = False
    repeated: bool = True


class Statistics(Model):
    """Differences between floats over all judged calls, failures included. `mean_absolute` is the mean over calls of
    the call's largest absolute difference. `max_ulp` is in units in the last place. None: no float was compared with
    a difference that a number expresses."""

    max_absolute: float | None = None
    max_relative: float | None = None
    mean_absolute: float | None = None
    max_ulp: int | None = None
    shown_by: str | None = None
    """The case with the largest absolute difference."""
    shown_by_args: list[Encoded] | None = None


class Performance(Model):
    """Time inside the calls, summed over the judged calls, each side in its own process: an impression, taken once
    and not interleaved. `pivot benchmark` measures."""

    legacy_ms: float | None = None
    vessel_ms: float | None = None
    speedup: float | None = None


class Confidence(Model):
    """What the recorded calls allow to say, and only they: a one-sided Clopper-Pearson bound.

    `draws` counts recorded calls with their multiplicity, `distinct` their different inputs.
    """

    stratum: Literal["recorded"] = "recorded"
    draws: int = 0
    distinct: int = 0
    mismatches: int = 0
    level_percent: float = 95.0
    differ_at_most_percent: float | None = None
    statement: str = ""


class MutantAt(Model):
    """One deliberate bad port of legacy: what was changed, and where."""

    operator: str
    file: str
    function: str
    line: int
    change: str


class Adequacy(Model):
    """How good these cases are at telling bad ports from legacy. `score` is 100 * killed / told_apart."""

    made: int = 0
    told_apart: int = 0
    killed: int = 0
    score: float | None = None
    survivors: list[MutantAt] = []
    """Told apart by the wider search only: cases are missing here."""
    not_told_apart: list[MutantAt] = []
    """No input was found that shows them: equivalent, or beyond the search."""
    searched: int = 0
    """Calls of the wider search."""
    complete: bool = True
    """False: the time for it ran out; mutants not tried are in `not_told_apart`."""


class StratumCount(Model):
    """One way the calls came about. `native` and `fallback` count judged calls; a vessel without counters is native
    whenever it answers."""

    stratum: Stratum
    cases: int = 0
    repeated: int = 0
    """The same call came from this or an earlier stratum."""
    judged: int = 0
    mismatches: int = 0
    native: int = 0
    fallback: int = 0


class ArgumentDomain(Model):
    """What the judged calls held under one name (a parameter, `name[]` for its elements, a field by its own name):
    numbers from `low` to `high`, sizes from `shortest` to `longest`, kinds of value."""

    name: str
    low: int | float | None = None
    high: int | float | None = None
    shortest: int | None = None
    longest: int | None = None
    kinds: list[str] = []
    text: str = ""
    """The same in words."""


class Unreached(Model):
    """A line of the legacy unit that no call reached, or (`to_line`) a branch that none took; -1: out of the
    function."""

    file: str
    function: str
    line: int
    to_line: int | None = None


class UnitCoverage(Model):
    """Coverage of the legacy unit by the judged calls."""

    lines: int
    lines_covered: int
    branches: int
    branches_covered: int
    unreached: list[Unreached] = []
    calls: int
    """How many calls it was measured with."""


class SetAside(Model):
    """Calls that legacy itself gives no reference for, by reason."""

    nondeterministic: int = 0
    too_slow: int = 0
    presumed_slow: int = 0
    """At least as large in every argument as a call that was too slow; not run."""
    died: int = 0
    out_of_memory: int = 0
    not_comparable: int = 0
    """A result, exception or argument that case files cannot carry."""
    undecodable: int = 0
    examples: list[str] = []

    @property
    def total(self) -> int:
        """All of them."""
        return (
            self.nondeterministic + self.too_slow + self.presumed_slow + self.died + self.out_of_memory
            + self.not_comparable + self.undecodable
        )  # fmt: skip


class SanitizerResult(Model):
    """One pass of the judged calls through a sanitizer build. `blind_to` says what it cannot see."""

    tool: str
    clean: bool
    calls: int = 0
    finding: str = ""
    blind_to: str = ""


class Side(Model):
    """What was judged: how it was named, and the hashes that bind it (path relative to root or vessel -> sha256)."""

    target: str
    kind: Literal["function", "vessel", "callable"]
    hashes: dict[str, str] = {}


class Binding(Model):
    """What the certificate holds for; a change of any of it makes the certificate stale. `corpus` is the sha256 of
    the ids of the judged calls, in order."""

    legacy: Side
    vessel: Side
    root: str
    """The project's root: relative to the vessel's folder for a vessel, else absolute."""
    module: str
    """The dotted name under which legacy's module was imported."""
    comparator: str
    bridge: str = ""
    """sha256 of the source of the bridge that the calls crossed; empty for an importable callable."""
    corpus: str
    python: str
    implementation: str
    platform: str
    libc: str
    toolchain: str = ""
    packages: dict[str, str] = {}
    """Other people's installed packages that legacy's unit names something of, with their versions."""


class ValidationReport(Model):
    """The verdict of `pivot validate`; the certificate is the same object, sealed."""

    level: Level
    certified: bool
    missing: list[str]
    """What the next level lacks, a sentence each."""
    test_count: int
    """Judged calls, all strata."""
    passed: int
    failed: int
    failures: list[Failure]
    fallback_share: float | None
    """Of the judged calls, the share that legacy answered inside the vessel; None: nothing was judged."""
    fallback_reasons: dict[str, int] = {}
    statistics: Statistics
    performance: Performance
    confidence: Confidence
    adequacy: Adequacy
    strata: list[StratumCount]
    distinct_inputs: int
    """Different calls among all that were given, set aside or judged."""
    tolerance: Tolerance
    domain: list[ArgumentDomain]
    coverage: UnitCoverage | None = None
    set_aside: SetAside
    drifted: int = 0
    """Recorded calls that legacy no longer answers as it was recorded."""
    sanitizer: SanitizerResult | None = None
    binding: Binding
    seed: int
    created: str
    """UTC, ISO 8601."""
    seconds: float
    certificate: str | None = None
    """Where it was written."""


class CertificateSignature(Model):
    """An ed25519 signature over the seal: `ed25519:` and the public key, and the signature, both in base64."""

    signer: str
    value: str


class Certificate(Model):
    """`certificate.json`. `seal` is the sha256 of the report's JSON: an edit shows. A signature proves who gave it."""

    certificate: Literal[1] = 1
    report: ValidationReport
    seal: str
    signature: CertificateSignature | None = None


class Verification(Model):
    """What `pivot verify` says. `level` is the certificate's; it counts only while `status` is valid."""

    status: Literal["valid", "stale"]
    level: Level
    reasons: list[str]
    checked: list[str]
    vessel: str
    signed_by: str = ""
    """The signer whose signature is good; empty: not signed, or not to be trusted."""

"""OpenFeature both ways (extra `openfeature`): our flags as a provider, and any client as the source of our thresholds.

    api.set_provider(PivotProvider("pivot.flags.json"))      # teams ask our flags in their own code
    follow(api.get_client(), ["use_rust_totals"])            # wrapped code goes by what the vendor says

A vendor's rule compares `pivot_bucket` (see `exporters`), so 17 questions find its threshold; they are asked once a
snapshot, by a thread, never on a call's path. Invariants: trips, `pivot.off` and `PIVOT_OFF` win over any vendor; a
vendor that fails, or whose rule is no threshold, means legacy.
"""

import json
import logging
import os
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

from openfeature.client import OpenFeatureClient
from openfeature.evaluation_context import EvaluationContext
from openfeature.exception import FlagNotFoundError, TypeMismatchError
from openfeature.flag_evaluation import FlagResolutionDetails, Reason
from openfeature.provider import AbstractProvider, Metadata

from pivot_lsp.rollout.exporters import ATTRIBUTE
from pivot_lsp.runtime.flags import Flag, FlagFile, flag_file
from pivot_lsp.runtime.keys import BUCKETS, KEYS, bucket

_log = logging.getLogger("pivot_lsp.rollout")


def _key(flag: Flag, context: EvaluationContext | None) -> str | None:
    """The key of a context: its attributes user, tenant, request; the targeting key stands for the user."""
    attributes: Mapping[str, Any] = context.attributes if context is not None else {}
    given = {name: attributes.get(name) for name in KEYS}
    given["user"] = given["user"] or (context.targeting_key if context is not None else None)
    names = KEYS if flag.key in (None, "call") else (flag.key,)
    return next((str(given[name]) for name in names if given[name] is not None), None)


class PivotProvider(AbstractProvider):
    """Serves the flags file. A flag below 100% needs a key in the context; without one it is off."""

    def __init__(self, flags: str | os.PathLike[str]) -> None:
        super().__init__()
        self.file = FlagFile(Path(flags))

    def get_metadata(self) -> Metadata:
        """Its name."""
        return Metadata(name="pivot")

    def resolve_boolean_details(
        self, flag_key: str, default_value: bool, evaluation_context: EvaluationContext | None = None
    ) -> FlagResolutionDetails[bool]:
        """True when a call with this context would go to the vessel. Raises FlagNotFoundError."""
        flag = self.file.look().flags.get(flag_key)
        if flag is None:
            self._known(flag_key)
            return FlagResolutionDetails(value=False, reason=Reason.DISABLED, variant="off")
        if flag.threshold >= BUCKETS:
            return FlagResolutionDetails(value=True, reason=Reason.STATIC, variant="on")
        key = _key(flag, evaluation_context)
        on = key is not None and bucket(flag.salt, key) < flag.threshold
        return FlagResolutionDetails(value=on, reason=Reason.SPLIT, variant="on" if on else "off")

    def _known(self, name: str) -> None:
        try:
            flags = json.loads(self.file.path.read_bytes())["flags"]
        except (OSError, ValueError, KeyError, TypeError):
            flags = {}
        if name not in flags:
            raise FlagNotFoundError(f"{self.file.path} has no flag {name!r}")

    def _only_boolean(self, flag_key: str) -> NoReturn:
        raise TypeMismatchError(f"{flag_key} is a boolean flag")

    def resolve_string_details(
        self, flag_key: str, default_value: str, evaluation_context: EvaluationContext | None = None
    ) -> FlagResolutionDetails[str]:
        """Raises TypeMismatchError."""
        self._only_boolean(flag_key)

    def resolve_integer_details(
        self, flag_key: str, default_value: int, evaluation_context: EvaluationContext | None = None
    ) -> FlagResolutionDetails[int]:
        """Raises TypeMismatchError."""
        self._only_boolean(flag_key)

    def resolve_float_details(
        self, flag_key: str, default_value: float, evaluation_context: EvaluationContext | None = None
    ) -> FlagResolutionDetails[float]:
        """Raises TypeMismatchError."""
        self._only_boolean(flag_key)

    def resolve_object_details(
        self,
        flag_key: str,
        default_value: Any,
        evaluation_context: EvaluationContext | None = None,
    ) -> FlagResolutionDetails[Any]:
        """Raises TypeMismatchError."""
        self._only_boolean(flag_key)


def ask_threshold(client: OpenFeatureClient, flag: str, attributes: Mapping[str, Any] | None = None) -> int:
    """How many buckets the vendor turns on for `flag`: 0..100000. 0 when its rule is no threshold on `pivot_bucket`."""

    def on(number: int) -> bool:
        context = EvaluationContext(f"pivot-{number}", {**(attributes or {}), ATTRIBUTE: number})
        return client.get_boolean_value(flag, False, context)

    low, high = 0, BUCKETS  # all below low are on, those from high on are off
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if on(middle) else (low, middle)
    probes = [(17 + 6133 * step) % BUCKETS for step in range(32)]  # no common step with a rule that counts by tens
    odd = [number for number in probes if on(number) != (number < low)]
    if odd:
        _log.warning("flag %s: the vendor's rule is no threshold on %s (at %s): off", flag, ATTRIBUTE, odd[0])
        return 0
    return low


class Follower:
    """Asks a client for thresholds once a snapshot, by a thread, which a forked child starts anew."""

    def __init__(self, client: OpenFeatureClient, flags: Sequence[str], file: FlagFile, interval: float) -> None:
        self.client, self.flags, self.file, self.interval = client, tuple(flags), file, interval
        self._stop = threading.Event()

    def once(self) -> Mapping[str, int]:
        """Asks now, and puts the answers in force. Never raises."""
        found = {}
        for flag in self.flags:
            try:
                found[flag] = ask_threshold(self.client, flag)
            except Exception as error:  # noqa: BLE001 - a vendor may raise anything, and legacy must answer
                _log.warning("flag %s cannot be asked, legacy answers: %s", flag, error)
                found[flag] = 0
        self.file.follow(found)
        return found

    def start(self) -> None:
        """Begins to ask again and again."""
        threading.Thread(target=self._run, name="pivot-follow", daemon=True).start()

    def stop(self) -> None:
        """No further question; the last answers stay in force."""
        self._stop.set()

    def _run(self) -> None:
        while not self._stop.wait(self.interval):
            self.once()

    def again(self) -> None:
        """In a forked child."""
        if not self._stop.is_set():
            self._stop = threading.Event()
            self.start()


_followers: list[Follower] = []


def _after_fork() -> None:
    for follower in _followers:
        follower.again()


os.register_at_fork(after_in_child=_after_fork)


def follow(
    client: OpenFeatureClient, flags: Sequence[str], file: FlagFile | None = None, interval: float = 1.0
) -> Follower:
    """Lets `client` decide the thresholds of `flags` in this process, from now on; `stop()` ends it."""
    here = file or flag_file(os.path.join(os.getcwd(), "_"))
    follower = Follower(client, flags, here, interval)
    began = time.monotonic()
    follower.once()
    _log.info("%d flags asked in %.3f s", len(follower.flags), time.monotonic() - began)
    _followers.append(follower)
    follower.start()
    return follower
